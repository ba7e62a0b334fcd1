"""Derive the shapes of objects, that is, their properties, from the description, and check request bodies against them.

Static properties and the account's dynamic fields are treated alike. A dynamic field named exactly like a static
property is that property. As in ASP.NET, a name in a body is matched exactly first, then case-insensitively; unknown
names are ignored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, cached_property
from typing import Any

from ..account.fields import as_text
from ..account.schema import AccountField, AllowedValue, FieldType
from ..description.document import Document, load
from .requests import attempt, invalid
from .values import scalars

Members = dict[str, object]

_TYPES = {
    ("boolean", None): FieldType.BOOLEAN,
    ("integer", "int32"): FieldType.NUMBER,
    ("integer", "int64"): FieldType.NUMBER,
    ("number", "decimal"): FieldType.DECIMAL,
    ("string", None): FieldType.STRING,
    ("string", "byte"): FieldType.STRING,
    ("string", "password"): FieldType.STRING,
    ("string", "date-time"): FieldType.DATE_TIME_OFFSET,
}


@dataclass(frozen=True)
class Property:
    """One property of an object.

    Attributes:
        max_length: The longest text allowed, in characters.
        required: Whether a body that writes a whole object must have it and, if it is text, not leave it empty.
        default: The value of a property that was not sent when a whole object is written.
        writable: Whether callers may set it.
        allowed: The values that a dynamic field accepts; None for any value.
    """

    name: str
    type: FieldType = FieldType.STRING
    max_length: int | None = None
    required: bool = False
    nullable: bool = True
    default: object = None
    writable: bool = True
    dynamic: bool = False
    allowed: tuple[AllowedValue, ...] | None = None

    def fit(self, value: object) -> object:
        """Return the value as it is stored. Raises ValueError with a message for the caller."""
        if value is None:
            if self.nullable:
                return None
            raise ValueError("should not be null")
        kept = scalars.fit(self.type, value)
        if self.type is FieldType.NUMBER and not self.dynamic:
            scalars.integer(kept)  # static integers are ids, which have 32 bits
        if isinstance(kept, str):
            if self.required and not kept:
                raise ValueError("is required")
            if self.max_length is not None and len(kept) > self.max_length:
                raise ValueError(f"should have at most {self.max_length} characters")
        if self.allowed is not None and not any(self._means(kept, value) for value in self.allowed):
            raise ValueError("is not one of the field's values")
        return kept

    def shown(self, stored: object) -> object:
        """Return a stored value as responses show it: integers become decimals if the field's type is now decimal."""
        if self.type is FieldType.DECIMAL and isinstance(stored, int):
            return Decimal(stored)
        return stored

    def _means(self, kept: object, value: AllowedValue) -> bool:
        try:
            return scalars.same(self.type, kept, scalars.parse(self.type, as_text(value)))
        except ValueError:
            return False


@dataclass(frozen=True)
class ObjectShape:
    """All properties of an object, in the order in which responses show them."""

    properties: tuple[Property, ...]

    @cached_property
    def _exact(self) -> Mapping[str, Property]:
        return {item.name: item for item in self.properties}

    @cached_property
    def _any_case(self) -> Mapping[str, Property]:
        return {item.name.lower(): item for item in reversed(self.properties)}

    def __contains__(self, name: str) -> bool:
        return name in self._exact

    def property(self, name: str) -> Property | None:
        """Return the property that a name in a request refers to, or None."""
        return self._exact.get(name) or self._any_case.get(name.lower())

    def written_as(self, schema: str, written: str) -> ObjectShape:
        """Return the shape with the static properties as another schema defines them for writing."""
        statics = static_shape(schema, written)
        return ObjectShape(
            tuple(item if item.dynamic else statics.property(item.name) or item for item in self.properties)
        )

    def with_fields(self, fields: Iterable[AccountField]) -> ObjectShape:
        """Return the shape with an account's dynamic fields after its own properties."""
        dynamic = (
            Property(field.name, field.type, dynamic=True, allowed=field.values)
            for field in fields
            if field.name not in self._exact
        )
        return ObjectShape((*self.properties, *dynamic))

    def sent(self, body: Mapping[str, object]) -> dict[Property, object]:
        """Return the properties that a body sets, with their values; read-only ones are ignored."""
        found = {self.property(name): value for name, value in body.items() if name not in self._exact}
        found |= {self._exact[name]: value for name, value in body.items() if name in self._exact}
        return {item: value for item, value in found.items() if item is not None and item.writable}

    def value(self, body: Mapping[str, object], name: str) -> object:
        """Return a body's value for a property, which may be read-only; None if there is none."""
        wanted = self._exact[name]
        found = [value for written, value in body.items() if self.property(written) == wanted]
        return body.get(name, found[-1] if found else None)

    def number(self, body: Mapping[str, object]) -> int:
        """Return the `Id` in a body, which identifies the object to change. Raises RefusedError (400)."""
        return attempt("Id", lambda: scalars.integer(self.value(body, "Id")))

    def whole(self, body: Mapping[str, object]) -> Members:
        """Return the checked values of a body that writes all static properties. Raises RefusedError (400).

        Static properties that were not sent take their default; dynamic ones are left out.
        """
        sent = self.sent(body)
        missing = [item for item in self.properties if item.required and item not in sent]
        defaults = {item.name: item.default for item in self.properties if item.writable and not item.dynamic}
        return defaults | checked(sent, missing)

    def changes(self, body: Mapping[str, object]) -> Members:
        """Return the checked values of a body that changes only what it contains. Raises RefusedError (400)."""
        return checked(self.sent(body))

    def shown(self, stored: Mapping[str, object]) -> Members:
        """Return an object as responses show it: with every property, null if unset."""
        return {item.name: item.shown(stored.get(item.name)) for item in self.properties}


def checked(sent: Mapping[Property, object], missing: Iterable[Property] = ()) -> Members:
    """Return the values to store by name. Raises RefusedError (400) naming every invalid or missing property."""
    kept: Members = {}
    errors = {item.name: [f"`{item.name}` is required."] for item in missing}
    for item, value in sent.items():
        try:
            kept[item.name] = item.fit(value)
        except ValueError as error:
            errors[item.name] = [f"`{item.name}` {error}."]
    if errors:
        raise invalid(errors)
    return kept


def shape_of(document: Document, name: str, written: str | None = None) -> ObjectShape:
    """Return the static shape of a schema's objects, as described.

    Args:
        document: The description.
        name: The schema of the objects in responses.
        written: The schema of the bodies that write them, with its types, lengths and required properties. Defaults to
            `<name>Create`, or to the schema itself if there is none.
    """
    schema = document.schemas[name]
    body = document.schemas.get(written or f"{name}Create", schema)
    required = body.get("required", ())
    return ObjectShape(
        tuple(
            replace(
                _property(document, property_name, body["properties"].get(property_name, content)),
                required=property_name in required,
                writable=property_name in body["properties"],
            )
            for property_name, content in schema["properties"].items()
        )
    )


@cache
def static_shape(name: str, written: str | None = None) -> ObjectShape:
    """Return the static shape of a schema of the shipped description; see `shape_of`."""
    return shape_of(load(), name, written)


@cache
def enum_names(name: str) -> Mapping[int, str]:
    """Return the members of an enum schema of the shipped description: its names by number."""
    schema = load().schemas[name]
    return dict(zip(schema["enum"], schema["x-enum-varnames"], strict=True))


@cache
def allowed_values(schema: str, name: str) -> tuple[Any, ...]:
    """Return the only values that a property accepts according to the shipped description."""
    content = load().schemas[schema]["properties"][name]
    return tuple(value for part in content.get("anyOf", (content,)) for value in part.get("enum", ()))


def field_of(document: Document, name: str, content: Mapping[str, Any]) -> AccountField:
    """Return a property as a dynamic field of the same type and with the same values."""
    schema = document.resolve(content)
    values = tuple(value for value in schema.get("enum", ()) if isinstance(value, str | int | float))
    return AccountField(name, _property(document, name, content).type, values=values or None)


def _property(document: Document, name: str, content: Mapping[str, Any]) -> Property:
    schema = document.resolve(content)
    types = schema.get("type", ())
    types = [types] if isinstance(types, str) else types
    kinds = [kind for kind in types if kind != "null"]
    return Property(
        name,
        _TYPES.get((kinds[0], schema.get("format")), FieldType.UNKNOWN) if len(kinds) == 1 else FieldType.UNKNOWN,
        max_length=schema.get("maxLength"),
        nullable="null" in types or not types,
        default=schema.get("default"),
    )
