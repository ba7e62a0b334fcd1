"""Tailor the description to an account: merge its fields and tables into the OpenAPI document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from ..account.schema import AccountField, AccountSchema, AccountTable, FieldType
from ..description.document import SCHEMA_REFERENCE, Document, written_schemas
from .account_lists import listed_names
from .identifiers import class_name, fields_class, suffix
from .naming import Names
from .shapes import typed_values

TABLE_PATH = "/api/v1/table/{tableName}"
_TABLE_SCHEMAS = {"TableEntity": "Row", "TableEntityCreate": "Create", "TableEntityPatch": "Patch"}
_WRITES = {"create": "create", "create_many": "create", "patch": "update", "delete": "delete"}
_JSON_TYPES: Mapping[FieldType, Mapping[str, Any]] = {
    FieldType.STRING: {"type": ["string", "null"]},
    FieldType.BOOLEAN: {"type": ["boolean", "null"]},
    FieldType.NUMBER: {"type": ["integer", "null"]},
    FieldType.DATE_TIME_OFFSET: {"type": ["string", "null"], "format": "date-time"},
    FieldType.DECIMAL: {"type": ["number", "null"], "format": "decimal"},
    FieldType.UNKNOWN: {},
}


def tailor(document: Document, account: AccountSchema, names: Names) -> Document:
    """Return the document of one account. The given document is not modified.

    Each schema marked `x-dynamic-owner` gets the owner's fields as properties marked `x-dynamic`. Each table gets its
    own schemas and paths, marked `x-table`, without the writes that go through a converter. Parameters and properties
    of request bodies that are marked `x-account-values` accept only the account's names; responses are not narrowed.

    Args:
        document: The description.
        account: The account schema.
        names: The decided names. A table's schemas are named after the table.
    """
    written = written_schemas(document)
    values = listed_names(account)
    schemas: dict[str, Any] = {}
    files = dict(document.files)
    for name, schema in document.schemas.items():
        tailored = _narrowed(schema, values) if name in written else schema
        schemas[name] = _with_fields(tailored, account.owners.get(schema.get("x-dynamic-owner"), ()), name in written)
    paths: dict[str, Any] = {path: _narrowed_parameters(item, values) for path, item in document.root["paths"].items()}
    for table in sorted(account.tables, key=lambda table: (table.name, table.id)):
        base = _table_base(table, names, document.schemas)
        for generic, ending in _own_schemas_of(table):
            schema = dict(document.schemas[generic])
            schema["x-table"] = {"id": table.id, "name": table.name}
            schemas[base + ending] = _with_fields(schema, table.fields, generic in written)
            files[base + ending] = f"table {table.name}"
        for path, item in document.root["paths"].items():
            if path.startswith(TABLE_PATH):
                own = _table_item(item, table, base)
                if own:
                    paths[path.replace("{tableName}", _segment(table.name), 1)] = own
    components = {**document.root["components"], "schemas": schemas}
    return replace(document, root={**document.root, "paths": paths, "components": components}, files=files)


def field_schema(field: AccountField, write: bool) -> dict[str, Any]:
    """Return the JSON schema of a dynamic field. Only writes are limited to allowed values: responses may be older."""
    schema: dict[str, Any] = {**_JSON_TYPES[field.type], "x-dynamic": field.type.value}
    if field.date_only:
        schema["x-date-only"] = True
    if field.label:
        schema["title"] = field.label
    if field.values is not None:
        schema["x-allowed-values"] = list(field.values)
        allowed = typed_values(field)
        if write and allowed:
            schema["enum"] = [*allowed, None]
    return schema


def _with_fields(schema: Mapping[str, Any], fields: Iterable[AccountField], write: bool) -> Mapping[str, Any]:
    static = schema.get("properties", {})
    dynamic = {
        field.name: field_schema(field, write)
        for field in sorted(fields, key=lambda field: field.name)
        if field.name not in static
    }
    return {**schema, "properties": {**static, **dynamic}} if dynamic else schema


def _narrowed(schema: Mapping[str, Any], values: Mapping[str, Sequence[str]]) -> Mapping[str, Any]:
    """Return a schema whose properties marked `x-account-values` list the account's names; for a map, as its keys."""
    properties = {name: _narrow(item, values) for name, item in schema.get("properties", {}).items()}
    return {**schema, "properties": properties} if properties else schema


def _narrow(schema: Mapping[str, Any], values: Mapping[str, Sequence[str]]) -> Mapping[str, Any]:
    names = values.get(schema.get("x-account-values", ""), ())
    if not names:
        return schema
    types = schema.get("type", "string")
    if "object" in types:
        return {**schema, "propertyNames": {"enum": list(names)}}
    return {**schema, "enum": [*names, None] if "null" in types else list(names)}


def _narrowed_parameters(item: Mapping[str, Any], values: Mapping[str, Sequence[str]]) -> Mapping[str, Any]:
    def operation(value: Any) -> Any:
        if not isinstance(value, dict) or "parameters" not in value:
            return value
        parameters = [
            {**parameter, "schema": _narrow(parameter["schema"], values)} if "schema" in parameter else parameter
            for parameter in value["parameters"]
        ]
        return {**value, "parameters": parameters}

    return {
        key: {method: operation(inner) for method, inner in value.items()}
        if key == "additionalOperations"
        else operation(value)
        for key, value in item.items()
    }


def _own_schemas_of(table: AccountTable) -> list[tuple[str, str]]:
    """Return the generic schemas that a table has a copy of, with their suffixes; only the writes it supports."""
    direct = {"Create": table.writes.create, "Patch": table.writes.update}
    return [(generic, ending) for generic, ending in _TABLE_SCHEMAS.items() if direct.get(ending, True)]


def _table_base(table: AccountTable, names: Names, static: Mapping[str, Any]) -> str:
    """Return the prefix of the names of a table's schemas.

    If it would clash with a static schema, a suffix made from the wire name is added. The underscore before it, which
    `class_name` never produces, prevents clashes with other tables.
    """
    own = class_name(names.tables[table.name])
    if any(own + ending in static for ending in _TABLE_SCHEMAS.values()) or fields_class(own) in static:
        return f"{own}_{suffix(table.name)}"
    return own


def _table_item(item: Mapping[str, Any], table: AccountTable, base: str) -> dict[str, Any]:
    """Return a copy of a generic path item for one table, with its own schemas and only the writes it supports."""
    own: dict[str, Any] = {}
    for method, operation in item.items():
        if method == "additionalOperations":
            made = {name: _table_operation(one, table, base) for name, one in operation.items()}
            own[method] = {name: one for name, one in made.items() if one is not None}
        elif found := _table_operation(operation, table, base):
            own[method] = found
    if own:
        own["x-table"] = {"id": table.id, "name": table.name}
    return own


def _table_operation(operation: Mapping[str, Any], table: AccountTable, base: str) -> dict[str, Any] | None:
    """Return a copy of a generic operation for one table, or None if the table supports none of its calls."""
    direct = {"create": table.writes.create, "update": table.writes.update, "delete": table.writes.delete}
    calls = [call for call in operation["x-calls"] if direct.get(_WRITES.get(call["name"], ""), True)]
    if not calls:
        return None
    parameters = [parameter for parameter in operation.get("parameters", []) if parameter["name"] != "tableName"]
    own: dict[str, Any] = _own_schemas({**operation, "parameters": parameters, "x-calls": calls}, base)
    own["operationId"] = f"{operation['operationId']}_{base}"
    return own


def _own_schemas(value: Any, base: str) -> Any:
    if isinstance(value, dict):
        return {key: _own_schemas(item, base) for key, item in value.items()}
    if isinstance(value, list):
        return [_own_schemas(item, base) for item in value]
    if isinstance(value, str) and value.startswith(SCHEMA_REFERENCE):
        ending = _TABLE_SCHEMAS.get(value.removeprefix(SCHEMA_REFERENCE))
        return f"{SCHEMA_REFERENCE}{base}{ending}" if ending else value
    return value


def _segment(name: str) -> str:
    """Return a table's name as one path segment, with delimiters, braces and dot segments encoded."""
    encoded = quote(name, safe="", errors="surrogatepass")
    return encoded if encoded.strip(".") else encoded.replace(".", "%2E")
