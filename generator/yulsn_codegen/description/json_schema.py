"""Export the schemas of an account's objects as one JSON Schema document, for tools that know no OpenAPI.

The schemas of OpenAPI 3.2 are JSON Schema 2020-12. What OpenAPI and this description add is left out, so that strict
validators accept the result.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..account.choice import table_scope
from .document import SCHEMA_REFERENCE, TABLE_OWNER, Document, references

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_FORMATS = frozenset({"date", "date-time", "email", "uri", "uuid"})
_OPENAPI = frozenset({"discriminator", "example", "externalDocs", "xml"})
# Keywords whose value holds schemas by name; the names are not keywords.
_BY_NAME = frozenset({"$defs", "dependentSchemas", "patternProperties", "properties"})
# Keywords whose value is data.
_DATA = frozenset({"const", "default", "enum", "examples", "required"})


def schemas_by_owner(document: Document) -> dict[str, list[str]]:
    """Return the names of the schemas of each owner and table: the received object's first, then those of bodies.

    The key of a table is its `table_scope`, as a table can have the name of an owner.
    """
    found: dict[str, list[str]] = {}
    for name, schema in document.schemas.items():
        if "x-table" in schema:
            found.setdefault(table_scope(schema["x-table"]["name"]), []).append(name)
        elif schema.get("x-dynamic-owner", TABLE_OWNER) != TABLE_OWNER:
            found.setdefault(schema["x-dynamic-owner"], []).append(name)
    return found


def json_schema(document: Document, owners: Iterable[str]) -> dict[str, Any]:
    """Return a document with the schemas of owners and tables, and all that they refer to, in `$defs`.

    For a single owner, the document itself is the schema of a received object.

    Args:
        document: The tailored document.
        owners: Keys of `schemas_by_owner`.
    """
    groups = schemas_by_owner(document)
    names = [groups[owner] for owner in owners]
    needed: dict[str, None] = {}
    waiting = [name for group in reversed(names) for name in reversed(group)]
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed[name] = None
            waiting += references(document.schemas[name])
    root: dict[str, Any] = {"$schema": DIALECT}
    if len(names) == 1:
        root["$ref"] = f"#/$defs/{names[0][0]}"
    return root | {"$defs": {name: _plain(document.schemas[name]) for name in needed}}


def _plain(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return a schema without what JSON Schema does not define. Allowed values that are not enforced are examples."""
    plain = {key: _value(key, value) for key, value in schema.items() if not _is_foreign(key, value)}
    allowed = schema.get("x-allowed-values")
    return plain | {"examples": list(allowed)} if allowed and "enum" not in schema else plain


def _is_foreign(key: str, value: object) -> bool:
    return key.startswith("x-") or key in _OPENAPI or (key == "format" and value not in _FORMATS)


def _value(key: str, value: Any) -> Any:
    if key == "$ref":
        return f"#/$defs/{value.removeprefix(SCHEMA_REFERENCE)}"
    if key in _DATA:
        return value
    if key in _BY_NAME:
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, dict):
        return _plain(value)
    if isinstance(value, list):
        return [_plain(item) if isinstance(item, dict) else item for item in value]
    return value
