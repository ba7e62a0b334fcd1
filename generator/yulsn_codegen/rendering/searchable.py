"""Turn the classes of searchable fields into the values that templates print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..client.api import FieldsClass, ModelClass, SearchableField
from ..client.types import Types
from ..text.literals import docblock, literal
from .described import described
from .imports import Import


@dataclass(frozen=True)
class SearchableView:
    """A searchable field.

    Attributes:
        name: The attribute.
        annotation: Its type.
        factory: The class that makes it.
        wire: Its wire name, as a literal.
        doc: Its docstring, or an empty string.
    """

    name: str
    annotation: str
    factory: str
    wire: str
    doc: str


@dataclass(frozen=True)
class FieldsView:
    """A class of searchable fields."""

    name: str
    doc: str
    fields: tuple[SearchableView, ...]


def searchable_code(
    classes: Sequence[FieldsClass], models: Sequence[ModelClass], types: Types
) -> tuple[tuple[FieldsView, ...], set[Import]]:
    """Return the views of classes of searchable fields, and what they import.

    Args:
        classes: The classes.
        models: The models of the same module, among them those of the searched objects.
        types: The annotation of each of the fields' shapes.
    """
    docs = {model.name: {field.name: docblock(described(field)) for field in model.fields} for model in models}
    imports: set[Import] = set()
    views = []
    for one in classes:
        fields = [_view(field, one, docs[one.model[1]][field.name], types) for field in one.fields]
        imports.update(_imports(one, types))
        attributes = {field.name: field for field in fields}
        for old, new in one.aliases:
            about = f"The former name of `{new}`, which will be removed in the next minor version."
            kept = attributes[new]
            fields.append(SearchableView(old, kept.annotation, kept.factory, kept.wire, about))
        views.append(FieldsView(one.name, docblock(_ABOUT.format(one.model[1])), tuple(fields)))
    return tuple(views), imports


_ABOUT = "The fields that the conditions of a search for `{}` can name."


def _view(field: SearchableField, of: FieldsClass, doc: str, types: Types) -> SearchableView:
    owner, value = of.model[1], _taken(types[field.value].text)
    if field.limit is None:
        return SearchableView(field.name, f"QueryField[{owner}, {value}]", "QueryField", literal(field.wire), doc)
    kind = f"OrderedQueryField[{owner}, {value}, {_taken(types[field.limit].text)}]"
    return SearchableView(field.name, kind, "OrderedQueryField", literal(field.wire), doc)


def _taken(annotation: str) -> str:
    """Return the type of what a field is compared with: a decimal also with an integer."""
    return "Decimal | int" if annotation == "Decimal" else annotation


def _imports(one: FieldsClass, types: Types) -> Iterator[Import]:
    yield ("typing", "ClassVar")
    for field in one.fields:
        yield ("._runtime.search", "QueryField" if field.limit is None else "OrderedQueryField")
        for shape in filter(None, (field.value, field.limit)):
            yield from types[shape].imports
