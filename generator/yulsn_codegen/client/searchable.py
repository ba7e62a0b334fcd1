"""Build the classes of the fields that the conditions of a search can name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..account.schema import AccountField
from .api import Field, FieldsClass, ModelClass, SearchableField
from .identifiers import fields_class
from .shapes import argument_shape
from .tailor import field_schema

_ORDERED = ("integer", "number")


def searchable_class(model: ModelClass, homes: Mapping[str, str], fields: Mapping[str, AccountField]) -> FieldsClass:
    """Return the class of a model's searchable fields: those that are not objects or lists.

    Args:
        model: The model of the objects that are searched.
        homes: The module of each class, by the name of its schema.
        fields: The account's own fields, by wire name.
    """
    found = tuple(_fields(model, homes, fields))
    names = {one.name for one in found}
    aliases = tuple((old, new) for old, new in model.aliases if new in names)
    return FieldsClass(fields_class(model.name), (homes[model.name], model.name), found, aliases)


def _fields(
    model: ModelClass, homes: Mapping[str, str], fields: Mapping[str, AccountField]
) -> Iterator[SearchableField]:
    for field in model.fields:
        schema = _values(field, fields)
        if schema.get("type") in ("array", "object"):
            continue
        limit = {key: value for key, value in schema.items() if key != "enum"} if _is_ordered(schema) else None
        yield SearchableField(
            wire=field.wire,
            name=field.name,
            value=argument_shape(schema, homes),
            limit=None if limit is None else argument_shape(limit, homes),
        )


def _values(field: Field, fields: Mapping[str, AccountField]) -> Mapping[str, Any]:
    """Return the schema of the values that a field can be compared with: the allowed ones, but never null."""
    schema = field_schema(fields[field.wire], write=True) if field.dynamic else field.schema
    types = schema.get("type", ())
    found = dict(schema)
    if not isinstance(types, str) and types:
        found["type"] = next(kind for kind in types if kind != "null")
    if "enum" in found:
        found["enum"] = [value for value in found["enum"] if value is not None]
    return found


def _is_ordered(schema: Mapping[str, Any]) -> bool:
    return "type" not in schema or schema["type"] in _ORDERED or schema.get("format") == "date-time"
