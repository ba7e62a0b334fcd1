"""Turn the models of the `Api` tree into the values that templates print."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..client.api import Field, FieldsClass, ModelClass
from ..client.shapes import is_literal
from ..client.types import TypeRef, Types
from ..text.literals import docblock, literal
from .described import described
from .imports import Import
from .searchable import FieldsView, searchable_code

_ACCOUNT_LIST = "x-account-values"
_ENCODED_MARK = "\ue000"  # begins the encoded name of a property whose wire name msgspec rejects
_REJECTED = re.compile(r'["\\\x00-\x1f\ud800-\udfff]')

ValuesByName = tuple[tuple[str, tuple[str, ...]], ...]
"""Literals of an attribute's name and of its values."""


@dataclass(frozen=True)
class FieldView:
    """An attribute of a struct.

    Attributes:
        name: The attribute.
        annotation: Its type.
        encoded: The name that msgspec knows it by, as a literal.
        default: Its default, or an empty string.
        doc: Its docstring, or an empty string.
    """

    name: str
    annotation: str
    encoded: str
    default: str
    doc: str


@dataclass(frozen=True)
class ModelView:
    """A class: an enum if it has members, otherwise a struct.

    Attributes:
        name: The class name.
        doc: Its docstring.
        members: The names and values of an enum's members.
        fields: The attributes of a struct.
        allowed: The values that the runtime accepts, by attribute.
        listed: For lists too long to repeat, their path in the account schema, by attribute.
        account: The attributes of the account's own fields, as literals.
        owner: The path of the account's own fields in the account schema, as literals; empty if it has none.
        aliases: (old name, new name, annotation) of renamed attributes.
    """

    name: str
    doc: str
    members: tuple[tuple[str, int], ...] = ()
    fields: tuple[FieldView, ...] = ()
    allowed: ValuesByName = ()
    listed: ValuesByName = ()
    account: tuple[str, ...] = ()
    owner: tuple[str, ...] = ()
    aliases: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class ModelCode:
    """The classes of one module, and what they import."""

    views: tuple[ModelView, ...] = ()
    searchable: tuple[FieldsView, ...] = ()
    imports: frozenset[Import] = frozenset()


def model_code(models: Sequence[ModelClass], types: Types, searchable: Sequence[FieldsClass] = ()) -> ModelCode:
    """Return the code of one module's models.

    Args:
        models: The models.
        types: The annotation of each of their fields' shapes.
        searchable: The classes of searchable fields.
    """
    views: list[ModelView] = []
    imports: set[Import] = set()
    for model in _ordered(models):
        if model.members:
            views.append(ModelView(model.name, docblock(model.description), members=model.members))
            imports.add(("._runtime.model", "OpenIntEnum"))
        else:
            view = _view(model, types)
            views.append(view)
            imports.update(_imports(view), *(types[field.shape].imports for field in model.fields))
    fields, needed = searchable_code(searchable, models, types)
    return ModelCode(tuple(views), fields, frozenset(imports | needed))


def _view(model: ModelClass, types: Types) -> ModelView:
    required_first = sorted(model.fields, key=lambda field: model.write and not field.required)
    fields = tuple(_field(field, model, types[field.shape]) for field in required_first)
    annotations = {field.name: field.annotation for field in fields}
    allowed: list[tuple[str, tuple[str, ...]]] = []
    listed: list[tuple[str, tuple[str, ...]]] = []
    for field in model.fields:
        values = _allowed(field, model.write)
        if not is_literal(values) and (field.dynamic or _ACCOUNT_LIST in field.schema):
            path = (*model.owner, field.wire) if field.dynamic else (field.schema[_ACCOUNT_LIST],)
            listed.append((literal(field.name), tuple(map(literal, path))))
        elif values:
            allowed.append((literal(field.name), tuple(map(_value, values))))
    return ModelView(
        name=model.name,
        doc=docblock(_about(model)),
        fields=fields,
        allowed=tuple(allowed),
        listed=tuple(listed),
        account=tuple(literal(field.name) for field in model.fields if field.dynamic and not model.write),
        owner=tuple(map(literal, model.owner)) if any(field.dynamic for field in model.fields) else (),
        aliases=tuple((old, new, annotations[new]) for old, new in model.aliases),
    )


def _field(field: Field, model: ModelClass, kind: TypeRef) -> FieldView:
    default = ""
    if model.write:
        default = "" if field.required else "UNSET"
    elif field.nullable or not field.required:
        default = "None"
    return FieldView(field.name, kind.text, literal(_encoded(field.wire)), default, docblock(described(field)))


def _imports(view: ModelView) -> Iterator[Import]:
    yield ("._runtime.model", "Model")
    if view.fields:
        yield ("msgspec", "field")
    if any(field.default == "UNSET" for field in view.fields):
        yield ("msgspec", "UNSET")
    if view.account or view.owner or view.allowed or view.listed:
        yield ("typing", "ClassVar")
    if view.allowed or view.listed:
        yield ("collections.abc", "Mapping")
    if view.aliases:
        yield ("._runtime.deprecation", "deprecated")


def _ordered(models: Sequence[ModelClass]) -> list[ModelClass]:
    """Return models in an order in which each comes after those that it refers to, and otherwise as they are."""
    waiting = {model.name: model for model in models}
    ordered: list[ModelClass] = []

    def add(model: ModelClass) -> None:
        if waiting.pop(model.name, None) is None:
            return
        for field in model.fields:
            for _, name in field.shape.classes:
                if name in waiting:
                    add(waiting[name])
        ordered.append(model)

    for model in models:
        add(model)
    return ordered


def _about(model: ModelClass) -> str:
    """Return the docstring of a class, which for a partial body says how to leave something out."""
    if not model.write or all(field.required for field in model.fields):
        return model.description
    absent = 'An attribute that you leave out is `UNSET` and not sent; None is sent as null, and "" as an empty string.'
    return f"{model.description} {absent}"


def _allowed(field: Field, write: bool) -> list[str] | list[int]:
    """Return the allowed values that a class must list: in a body, those that its `Literal` does not."""
    if write:
        enum = field.schema.get("enum", ())
        return [value for value in enum if value is not None] if not is_literal(enum) else []
    values = field.schema.get("x-allowed-values") or []
    literals = {"Number": int, "String": str}.get(field.schema.get("x-dynamic", ""))
    return list(values) if all(type(value) is literals for value in values) else []


def _value(value: str | int) -> str:
    return literal(value) if isinstance(value, str) else str(value)


def _encoded(wire: str) -> str:
    """Return the name under which msgspec knows a property; the runtime decodes it to the wire name."""
    if not wire.startswith(_ENCODED_MARK) and not _REJECTED.search(wire):
        return wire
    return _ENCODED_MARK + "".join(
        "".join(f"%{byte:02X}" for byte in c.encode("utf-8", "surrogatepass"))
        if c == "%" or c == _ENCODED_MARK or _REJECTED.match(c)
        else c
        for c in wire
    )
