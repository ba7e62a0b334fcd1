"""Turn the types of allowed values into the values that templates print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..client.api import ValuesType
from ..client.shapes import is_literal
from ..text.literals import docstring, literal
from .imports import Import


@dataclass(frozen=True)
class ValuesTypeView:
    """A type alias and the tuple of its values.

    Attributes:
        name: The name of the alias.
        constant: The name of the tuple.
        type: What the alias stands for.
        doc: The docstring of the alias.
        lazy: Whether the tuple is loaded on first use, from the account schema.
    """

    name: str
    constant: str
    type: str
    doc: str
    lazy: bool


@dataclass(frozen=True)
class ValuesTypeCode:
    """The types of one module, and what they import."""

    views: tuple[ValuesTypeView, ...] = ()
    imports: frozenset[Import] = frozenset()

    @property
    def lazy(self) -> tuple[ValuesTypeView, ...]:
        """The types whose tuples are loaded on first use."""
        return tuple(view for view in self.views if view.lazy)


def value_type_code(types: Sequence[ValuesType]) -> ValuesTypeCode:
    """Return the code of one module's types of allowed values."""
    views = tuple(map(_view, types))
    return ValuesTypeCode(views, frozenset(_imports(views)))


def _view(one: ValuesType) -> ValuesTypeView:
    lazy = not is_literal(one.values)
    kind = one.kind
    if lazy:
        kind = f"Annotated[{one.kind}, ListedIn({', '.join(map(literal, one.path))})]"
    elif one.values:
        kind = f"Literal[{', '.join(literal(value) if isinstance(value, str) else str(value) for value in one.values)}]"
    return ValuesTypeView(one.name, one.constant, kind, docstring(one.description), lazy)


def _imports(views: Sequence[ValuesTypeView]) -> Iterator[Import]:
    for view in views:
        yield ("typing", "TypeAlias")
        if view.lazy:
            yield from (("typing", "Annotated"), ("typing", "TYPE_CHECKING"), ("._runtime.allowed_values", "ListedIn"))
        else:
            yield ("typing", "get_args")
        if view.type.startswith("Literal["):
            yield ("typing", "Literal")
