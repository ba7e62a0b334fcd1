"""Compare a JSON value with its schema, yielding the differences and the inferred places that it confirms.

The schemas are those of the tailored description: `type`, `format`, `enum`, `properties`, `required`, `items`,
`additionalProperties` and `anyOf` or `oneOf`. Free-form JSON is ignored, as its keys may be personal data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ..description.document import Document, Location
from .calls import Schema
from .evidence import Evidence, evidence_of, fits_format, json_type

_SCHEMAS = ("components", "schemas")
_MOST_UNKNOWN = 25  # properties of one object; more make it a map, whose keys may be personal data
_PERSONAL = re.compile(r"@|\d{6}")  # in a name that is data rather than schema


class Kind(StrEnum):
    """How a response differs from its description."""

    UNKNOWN_PROPERTY = "unknown-property"
    MISSING_PROPERTY = "missing-property"
    OTHER_TYPE = "other-type"
    NULL = "null"
    OTHER_FORMAT = "other-format"
    UNKNOWN_MEMBER = "unknown-enum-member"
    STATUS = "status"
    CONTENT_TYPE = "content-type"
    PAGE_ORDER = "page-order"
    PAGE_SIZE = "page-size"


@dataclass(frozen=True)
class Differing:
    """A difference at one place in one response.

    Attributes:
        kind: How it differs.
        at: The place in the description.
        place: The same place in readable form.
        described: What the description says, in words.
        evidence: What may be reported about the value; None if there is no value.
        name: The name of an unknown or missing property.
    """

    kind: Kind
    at: Location
    place: str
    described: str = ""
    evidence: Evidence | None = None
    name: str = ""


@dataclass(frozen=True)
class Conforming:
    """A place in one response that matches the description where the description is only inferred."""

    at: Location
    place: str


Observation = Differing | Conforming


@dataclass(frozen=True)
class Spot:
    """A place in the description.

    Attributes:
        at: Where it is.
        place: The same in readable form.
        source: How reliable it is, according to its own or an inherited `x-source`.
    """

    at: Location
    place: str
    source: str = ""

    def child(self, place: str, *steps: str | int, source: str = "") -> Spot:
        """Return a place below this one."""
        return Spot((*self.at, *steps), f"{self.place}{place}", source or self.source)


def compare(document: Document, schema: Schema, value: object, spot: Spot) -> Iterator[Observation]:
    """Yield how a value differs from a schema, and which inferred places it confirms.

    Args:
        document: The description against which references are resolved.
        schema: The schema.
        value: The value.
        spot: Where the schema is.
    """
    for found in _alternatives(document, schema, spot):
        if _has_type(found[0], value):
            chosen, inner = found
            break
    else:
        kind = Kind.NULL if value is None else Kind.OTHER_TYPE
        yield Differing(kind, spot.at, spot.place, described(document, schema), evidence_of(value))
        return
    if value is not None and spot.source == "inferred":
        yield Conforming(spot.at, spot.place)
    if isinstance(value, dict):
        yield from _object(document, chosen, value, inner)
    elif isinstance(value, list) and "items" in chosen:
        for item in value:
            yield from compare(document, chosen["items"], item, Spot((*inner.at, "items"), f"{inner.place}[]"))
    else:
        yield from _scalar(chosen, value, spot, inner)


def _alternatives(document: Document, schema: Schema, spot: Spot) -> list[tuple[Schema, Spot]]:
    """Return the alternatives of a schema, each with its place, after following references."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        target = document.resolve(schema)
        return _alternatives(document, target, Spot((*_SCHEMAS, name), name, target.get("x-source", "")))
    for word in ("anyOf", "oneOf"):
        if word in schema:
            return [
                found
                for index, item in enumerate(schema[word])
                for found in _alternatives(document, item, spot.child("", word, index))
            ]
    return [(schema, spot)]


def _types(schema: Schema) -> Sequence[str]:
    types = schema.get("type", ())
    return (types,) if isinstance(types, str) else types


def _has_type(schema: Schema, value: object) -> bool:
    types = _types(schema)
    return not types or json_type(value) in types or (json_type(value) == "integer" and "number" in types)


def _object(document: Document, schema: Schema, value: Mapping[str, Any], spot: Spot) -> Iterator[Observation]:
    properties = schema.get("properties")
    if not properties:
        others = schema.get("additionalProperties")
        if isinstance(others, Mapping):
            for item in value.values():
                yield from compare(document, others, item, spot.child(".*", "additionalProperties"))
        return
    for name, item in properties.items():
        if name in value:
            below = spot.child(f".{name}", "properties", name, source=item.get("x-source", ""))
            yield from compare(document, item, value[name], below)
        elif name in schema.get("required", ()) or "x-dynamic" in item:
            yield Differing(Kind.MISSING_PROPERTY, spot.at, f"{spot.place}.{name}", "present", name=name)
    unknown = [name for name in value if name not in properties]
    many = len(unknown) > _MOST_UNKNOWN
    for name in unknown:
        shown = "" if many or _PERSONAL.search(name) else name
        place = f"{spot.place}.{shown or '(name withheld)'}"
        yield Differing(Kind.UNKNOWN_PROPERTY, spot.at, place, "absent", evidence_of(value[name]), shown)


def _scalar(schema: Schema, value: object, spot: Spot, inner: Spot) -> Iterator[Observation]:
    members = schema.get("enum")
    if members is not None and value not in members:
        numbers = all(isinstance(member, int) or member is None for member in members)
        yield Differing(
            Kind.UNKNOWN_MEMBER, inner.at, spot.place, "a described member", evidence_of(value, enum=numbers)
        )
    form = schema.get("format", "")
    if not fits_format(value, form):
        yield Differing(Kind.OTHER_FORMAT, inner.at, spot.place, f"format {form}", evidence_of(value))


def described(document: Document, schema: Schema) -> str:
    """Return the types of a schema in words, such as `string or null`."""
    names: dict[str, None] = {}
    for found, _ in _alternatives(document, schema, Spot((), "")):
        names.update(dict.fromkeys(_types(found) or ("any value",)))
    return " or ".join(names)
