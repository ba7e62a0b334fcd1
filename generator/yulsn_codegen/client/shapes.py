"""Reduce JSON schemas to the shapes that decide a Python type.

A shape leaves out everything that does not matter to the type, and replaces allowed values and class names by numbered
placeholders. So there are few shapes, they are the same for every account, and they hold no text of an account.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from ..account.schema import AccountField, FieldType
from ..description.document import SCHEMA_REFERENCE
from ..text.characters import SURROGATE
from .account_lists import ACCOUNT_LISTS

# A longer list of values helps neither readers nor type checkers, so the type is a plain `str` or `int`.
MAX_LITERALS = 50
DATE_ONLY = "date-time-as-date"  # the format that a shape has instead of `date-time` where the values are dates
VALUE_PLACEHOLDER = "V"
CLASS_PLACEHOLDER = "Class"
_CONSTRAINTS = ("maxLength", "minLength")
_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode
_KEYWORDS = (
    "type",
    "format",
    "enum",
    "items",
    "oneOf",
    "anyOf",
    "propertyNames",
    "additionalProperties",
    *_CONSTRAINTS,
)


class Use(Enum):
    """What a type is used for."""

    READ = auto()  # in a response
    WRITE = auto()  # a property of a request body
    ARGUMENT = auto()  # an argument of a method


@dataclass(frozen=True)
class SchemaShape:
    """The part of a schema that decides its Python type.

    Attributes:
        key: Canonical JSON, equal for schemas whose types differ only in values and class names.
        values: For each value placeholder, the values that it stands for.
        classes: For each class placeholder, the module (relative to the package) and the name of the class.
        use: What the type is used for: callers may pass more types than responses contain.
    """

    key: str
    values: tuple[tuple[str | int, ...], ...] = ()
    classes: tuple[tuple[str, str], ...] = ()
    use: Use = Use.READ


def read_shape(schema: Mapping[str, Any], required: bool, homes: Mapping[str, str]) -> SchemaShape:
    """Return the shape of a property in a response.

    Any length is accepted. A property that may be missing may be null as well.

    Args:
        schema: The property's schema.
        required: Whether the API always sends the property.
        homes: The module of each class, by the name of its schema.
    """
    if not required and not is_nullable(schema):
        if "type" in schema:
            schema = {**schema, "type": [schema["type"], "null"]}
        elif schema:
            schema = {"oneOf": [schema, {"type": "null"}]}
    return _Reducer(homes, Use.READ, [key for key in _KEYWORDS if key != "maxLength"]).shape(schema)


def write_shape(
    schema: Mapping[str, Any], required: bool, homes: Mapping[str, str], values_type: tuple[str, str] | None = None
) -> SchemaShape:
    """Return the shape of a property in a request body; one that is not required may be left out.

    Args:
        schema: The property's schema.
        required: Whether the property must be sent.
        homes: The module of each class, by the name of its schema.
        values_type: The module and the name of the type of its allowed values, if that has a name.
    """
    reducer = _Reducer(homes, Use.WRITE, _KEYWORDS)
    return reducer.named_shape(values_type, schema, required) if values_type else reducer.shape(schema, required)


def argument_shape(schema: Mapping[str, Any], homes: Mapping[str, str]) -> SchemaShape:
    """Return the shape of a method's argument: a path or query parameter, or a request body."""
    return _Reducer(homes, Use.ARGUMENT, [key for key in _KEYWORDS if key not in _CONSTRAINTS]).shape(schema)


def result_shape(schema: Mapping[str, Any], homes: Mapping[str, str]) -> SchemaShape:
    """Return the shape of what a method returns."""
    return _Reducer(homes, Use.READ, [key for key in _KEYWORDS if key not in _CONSTRAINTS]).shape(schema)


def is_nullable(schema: Mapping[str, Any]) -> bool:
    """Return whether null is valid against a schema."""
    alternatives = schema.get("oneOf", schema.get("anyOf", ()))
    return "null" in schema.get("type", ()) or any(item.get("type") == "null" for item in alternatives)


def typed_values(field: AccountField) -> list[str] | list[int]:
    """Return the allowed values if all are literals of the field's type; only text and integers have literals."""
    values = field.values or ()
    if field.type is FieldType.STRING:
        return [value for value in values if isinstance(value, str)]
    if field.type is FieldType.NUMBER:
        numbers = [value for value in values if isinstance(value, int) and not isinstance(value, bool)]
        return numbers if len(numbers) == len(values) else []
    return []


def is_literal(values: Sequence[object]) -> bool:
    """Return whether values can be listed in a `Literal`.

    There must not be too many, and none that msgspec rejects: lone surrogates, and integers of more than 64 bits.
    """
    if sum(value is not None for value in values) > MAX_LITERALS:
        return False
    texts = (value for value in values if isinstance(value, str))
    numbers = (value for value in values if isinstance(value, int))
    return not any(SURROGATE.search(text) for text in texts) and all(-(2**63) <= number < 2**63 for number in numbers)


class _Reducer:
    """Reduces one schema, and collects what its placeholders stand for."""

    def __init__(self, homes: Mapping[str, str], use: Use, keywords: Sequence[str]) -> None:
        self.homes = homes
        self.use = use
        self.keywords = keywords
        self.values: list[tuple[str | int, ...]] = []
        self.classes: list[tuple[str, str]] = []

    def shape(self, schema: Mapping[str, Any], required: bool = True) -> SchemaShape:
        return self._shape(self.reduced(schema), required)

    def named_shape(self, name: tuple[str, str], schema: Mapping[str, Any], required: bool) -> SchemaShape:
        """Return the shape of a type that is known by a name, and None if null is valid against the schema."""
        reference = self.reference(*name)
        return self._shape({"oneOf": [reference, {"type": "null"}]} if is_nullable(schema) else reference, required)

    def _shape(self, reduced: Mapping[str, Any], required: bool) -> SchemaShape:
        reduced = {"required": required, "schema": reduced}
        return SchemaShape(_encode(reduced), tuple(self.values), tuple(self.classes), self.use)

    def reduced(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        if "$ref" in schema:
            name = schema["$ref"].removeprefix(SCHEMA_REFERENCE)
            return self.reference(self.homes[name], name)
        if self.use is Use.ARGUMENT and schema.get("x-account-values") in ACCOUNT_LISTS:
            return self.reference(".types", ACCOUNT_LISTS[schema["x-account-values"]].type)
        found: dict[str, Any] = {}
        for key in filter(schema.__contains__, self.keywords):
            value = schema[key]
            if key == "enum":
                if not is_literal(value):
                    continue
                value = self.placeholder(value)
                found["x-enum-field-as-literal"] = True
            elif key in ("items", "propertyNames") or (key == "additionalProperties" and isinstance(value, dict)):
                value = self.reduced(value)
            elif key in ("oneOf", "anyOf"):
                value = [self.reduced(item) for item in value]
            elif key == "format" and schema.get("x-date-only"):
                value = DATE_ONLY
            if key != "propertyNames" or value:  # empty if there are too many names to list
                found[key] = value
        return found

    def reference(self, module: str, name: str) -> dict[str, Any]:
        self.classes.append((module, name))
        return {"$ref": f"{SCHEMA_REFERENCE}{CLASS_PLACEHOLDER}{len(self.classes) - 1}"}

    def placeholder(self, enum: Sequence[Any]) -> list[Any]:
        values = tuple(item for item in enum if item is not None)
        placeholder: str | int = len(self.values)
        if isinstance(values[0], str):
            placeholder = f"{VALUE_PLACEHOLDER}{placeholder}"
        self.values.append(values)
        return [placeholder, None] if None in enum else [placeholder]
