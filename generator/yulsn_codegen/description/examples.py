"""Derive example values for schemas, parameters and request bodies, so that exported documents have them.

An example is the first allowed value of the schema, an entry of `spec/examples.yaml`, or a value of the format.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ..shipped import shipped
from .document import Document
from .yaml_text import load_yaml

_FORMATS: Mapping[str, Any] = {
    "date-time": "2026-03-14T09:26:53.5897932+01:00",
    "date-time-local": "2026-03-14T09:26:53",
    "date": "2026-03-14",
    "byte": "AAAAAAAAB9E=",
    "password": "correct horse battery staple",
}
_BY_TYPE: Mapping[str, Any] = {"integer": 1, "number": 99.5, "boolean": True, "string": "text"}


@dataclass(frozen=True)
class Examples:
    """The examples of one document.

    Attributes:
        document: The document, whose references are resolved.
        known: The values of `spec/examples.yaml`.
    """

    document: Document
    known: Mapping[str, Any]

    @classmethod
    def of(cls, document: Document) -> Examples:
        """Return the examples of a document."""
        return cls(document, _known())

    def parameter(self, parameter: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return a required parameter with an example, if there is one.

        Optional ones have none: tools fill in all examples at once, and most calls refuse some combinations.
        """
        found = self._specific("", parameter["name"], parameter["schema"]) if parameter.get("required") else []
        return {**parameter, "example": found[0]} if found else parameter

    def schema(self, name: str, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return a schema of `components.schemas` whose properties have examples that say more than their types."""
        properties = schema.get("properties")
        if not properties:
            return schema
        return {**schema, "properties": {key: self._property(name, key, item) for key, item in properties.items()}}

    def body(self, schema: Mapping[str, Any]) -> Any:
        """Return an example of a whole request body."""
        return self._whole("", "", schema)

    def _property(self, owner: str, name: str, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        if "$ref" in schema or "enum" in schema or "anyOf" in schema:
            return schema
        found = self._specific(owner, name, schema)
        return {**schema, "examples": [found[0]]} if found else schema

    def _specific(self, owner: str, name: str, schema: Mapping[str, Any]) -> list[Any]:
        """Return the examples that say more than the schema's type, best first."""
        schema = self.document.resolve(schema)
        found = [value for value in schema.get("enum", ()) if value is not None]
        found += [value for value in schema.get("x-allowed-values", ()) if accepts(schema, value)]
        for key in (f"{owner}.{name}", name):
            if key in self.known and not found and accepts(schema, self.known[key]):
                found.append(self.known[key])
        if schema.get("format") in _FORMATS:
            found.append(_FORMATS[schema["format"]])
        return found

    def _whole(self, owner: str, name: str, schema: Mapping[str, Any]) -> Any:
        """Return an example of a value, with the required members of an object and those with a specific example."""
        if "$ref" in schema:
            owner = schema["$ref"].rpartition("/")[2]
            schema = self.document.resolve(schema)
            if owner in self.known and accepts(schema, self.known[owner]):
                return self.known[owner]
        found = self._specific(owner, name, schema)
        if found:
            return found[0]
        if "anyOf" in schema or "oneOf" in schema:
            return self._whole(owner, name, (schema.get("anyOf") or schema["oneOf"])[0])
        kinds = _kinds(schema)
        if "array" in kinds:
            return [self._whole(owner, name, schema.get("items", {}))]
        if "object" in kinds:
            return self._object(owner, schema)
        return next((value for kind, value in _BY_TYPE.items() if kind in kinds), "text")

    def _object(self, owner: str, schema: Mapping[str, Any]) -> dict[str, Any]:
        required = schema.get("required", ())
        members: dict[str, Any] = {}
        for name, item in schema.get("properties", {}).items():
            resolved = self.document.resolve(item)
            if name in required or ("object" not in _kinds(resolved) and self._specific(owner, name, item)):
                members[name] = self._whole(owner, name, item)
        return members


def accepts(schema: Mapping[str, Any], value: Any) -> bool:
    """Return whether a schema accepts a value, as far as its types say; the values of enums are not compared."""
    kinds = _kinds(schema)
    if not kinds:
        return True
    if isinstance(value, dict) and not all(
        accepts(schema.get("properties", {}).get(key, {}), value[key]) for key in value
    ):
        return False
    kind = next((name for name, types in _PYTHON_TYPES.items() if isinstance(value, types)), "null")
    if kind == "array" and "array" in kinds:
        return all(accepts(schema.get("items", {}), item) for item in value)
    return kind in kinds or (kind == "integer" and "number" in kinds)


_PYTHON_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "boolean": bool,
    "integer": int,
    "number": float,
    "string": str,
    "array": list,
    "object": dict,
}


def _kinds(schema: Mapping[str, Any]) -> frozenset[str]:
    kind = schema.get("type", ())
    return frozenset((kind,) if isinstance(kind, str) else kind)


@cache
def _known() -> Mapping[str, Any]:
    found = load_yaml((shipped("spec") / "examples.yaml").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found
