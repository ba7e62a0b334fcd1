"""Check request bodies against the schemas of the description that describe them.

Names are matched case-insensitively, unknown ones are ignored, and null counts as absent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from ..description.document import load
from .bodies import json_object, list_of, member_of, one_of
from .requests import invalid
from .shapes import Members
from .values import scalars

_Parse = Callable[[object], object]


def written(schema: str, body: Mapping[str, object]) -> Members:
    """Return the checked values of all properties of a schema, None for those that the body does not have.

    Raises:
        RefusedError: 400, naming every property that is missing or has an invalid value.
    """
    sent = {name.lower(): value for name, value in body.items()}
    found: Members = {}
    errors: dict[str, list[str]] = {}
    for name, (parse, required) in _properties(schema).items():
        value = sent.get(name.lower())
        try:
            if value is None and required:
                raise ValueError("is required")
            found[name] = None if value is None else parse(value)
        except ValueError as error:
            errors[name] = [f"`{name}` {error}."]
    if errors:
        raise invalid(errors)
    return found


@cache
def _properties(schema: str) -> Mapping[str, tuple[_Parse, bool]]:
    """Return the parser of each property of a schema, and whether it is required."""
    content = load().schemas[schema]
    required = content.get("required", ())
    return {name: (_parser(item), name in required) for name, item in content["properties"].items()}


def _parser(content: Mapping[str, Any]) -> _Parse:
    schema = load().resolve(content)
    alternatives = [part for part in schema.get("anyOf", ()) if part.get("type") != "null"]
    if alternatives:
        return _parser(alternatives[0])
    if "x-enum-varnames" in schema:
        return member_of(dict(zip(schema["enum"], schema["x-enum-varnames"], strict=True)))
    if "enum" in schema:
        return one_of(schema["enum"])
    types = schema.get("type", ())
    kind = types if isinstance(types, str) else next((name for name in types if name != "null"), "")
    match kind:
        case "integer":
            return scalars.integer
        case "boolean":
            return scalars.boolean
        case "array":
            return list_of(_parser(schema["items"]))
        case "object":
            return _object_parser(schema)
        case _:
            texts: Mapping[object, _Parse] = {"date-time": scalars.date_time, "byte": scalars.base64_bytes}
            return texts.get(schema.get("format"), scalars.text)


def _object_parser(schema: Mapping[str, Any]) -> _Parse:
    members = schema.get("additionalProperties")
    properties = {name: _parser(item) for name, item in schema.get("properties", {}).items()}
    required = schema.get("required", ())

    def parse(value: object) -> object:
        found = json_object(value)
        if isinstance(members, dict):
            each = _parser(members)
            return {name: each(item) for name, item in found.items()}
        if not properties:
            return found
        sent = {name.lower(): item for name, item in found.items()}
        missing = [name for name in required if sent.get(name.lower()) is None]
        if missing:
            raise ValueError(f"should have {', '.join(missing)}")
        return {
            name: None if sent.get(name.lower()) is None else each(sent[name.lower()])
            for name, each in properties.items()
        }

    return parse
