"""Read account schemas from snapshots and from the API's responses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .account.schema import OWNERS, AccountField, AccountSchema, AccountTable, FieldType, TableWrites
from .calls import Call, OnNotFound
from .errors import DecodeError, escaped
from .snapshot import Snapshot
from .wire import is_array, is_object

__all__ = [
    "FIELDS",
    "ORDER_TYPES",
    "PATCH_FIELDS",
    "POINT_TYPES",
    "TABLES",
    "TABLE_FIELDS",
    "is_same_account",
    "read_fields",
    "read_names",
    "read_snapshot",
    "read_tables",
]

_FIELDS_PATH = "/api/v1/DynamicFields/{id}"
TABLES: Call[Any] = Call("dynamic_tables.list", "GET", "/api/v1/DynamicTables", Any)
FIELDS: Call[Any] = Call("dynamic_fields.list", "GET", _FIELDS_PATH, Any)
TABLE_FIELDS: Call[Any] = Call("dynamic_fields.list", "GET", _FIELDS_PATH, Any, on_not_found=OnNotFound.NONE)
ORDER_TYPES: Call[Any] = Call("orders.list_types", "GET", "/api/v1/Orders/Types", Any)
POINT_TYPES: Call[Any] = Call("points.list_types", "GET", "/api/v1/Points/Types", Any)
PATCH_FIELDS: Call[Any] = Call("contacts.list_patch_fields", "GET", "/api/v1/Contacts/PatchFields", Any)
_SCHEMA_KEYS = frozenset({"format", "owners", "tables", "order_types", "point_types", "patch_fields"})
_TABLE_KEYS = frozenset({"id", "name", "label", "description", "writes", "fields"})
_WRITE_KEYS = frozenset({"create", "update", "delete"})
_FIELD_KEYS = frozenset({"name", "type", "label", "values"})


# --- Snapshots ---


def read_snapshot(snapshot: Snapshot) -> AccountSchema:
    """Return the account schema of a valid snapshot. Unknown keys are kept in `extra`."""
    return AccountSchema(
        owners={owner: _snapshot_fields(snapshot["owners"].get(owner, ())) for owner in OWNERS},
        tables=tuple(
            AccountTable(
                id=table["id"],
                name=table["name"],
                label=table.get("label"),
                description=table.get("description"),
                writes=TableWrites(
                    **{key: table["writes"].get(key, True) for key in _WRITE_KEYS},
                    extra=_without(table["writes"], _WRITE_KEYS),
                ),
                fields=_snapshot_fields(table["fields"]),
                extra=_without(table, _TABLE_KEYS),
            )
            for table in snapshot["tables"]
        ),
        order_types=tuple(snapshot["order_types"]),
        point_types=tuple(snapshot["point_types"]),
        patch_fields=tuple(snapshot["patch_fields"]),
        extra=_without(snapshot, _SCHEMA_KEYS),
    )


def _snapshot_fields(items: Sequence[Mapping[str, Any]]) -> tuple[AccountField, ...]:
    return tuple(
        AccountField(
            name=item["name"],
            type=FieldType(item["type"]),
            label=item.get("label"),
            values=None if item.get("values") is None else tuple(item["values"]),
            extra=_without(item, _FIELD_KEYS),
        )
        for item in items
    )


def _without(item: Mapping[str, Any], keys: frozenset[str]) -> dict[str, Any]:
    return {key: value for key, value in item.items() if key not in keys}


# --- Responses ---


def read_tables(data: object) -> tuple[AccountTable, ...]:
    """Return the tables that a response lists, without their fields.

    Raises:
        DecodeError: The response is not a list of tables, each with a different id and name.
    """
    tables: dict[int, AccountTable] = {}
    for item in _items(TABLES, data):
        number, name = item.get("id"), _name(TABLES, item)
        if not isinstance(number, int):
            raise DecodeError(f"response to {TABLES.name}: table {escaped(name)!r} has no numeric id")
        tables[number] = AccountTable(
            id=number,
            name=name,
            label=item.get("label"),
            description=item.get("description"),
            writes=TableWrites(
                create=item.get("createconverterid") is None,
                update=item.get("updateconverterid") is None,
                delete=item.get("deleteconverterid") is None,
            ),
        )
    return tuple(tables.values())


def read_fields(data: object) -> tuple[AccountField, ...]:
    """Return the dynamic fields that a response lists.

    Raises:
        DecodeError: The response is not a list of fields, each with a name.
    """
    fields: dict[str, AccountField] = {}
    for item in _items(FIELDS, data):
        kind, values, name = FieldType.from_server(item.get("type")), item.get("values"), _name(FIELDS, item)
        fields[name] = AccountField(
            name=name,
            type=kind,
            label=item.get("label"),
            # any field may be null, so a null among its allowed values means nothing
            values=tuple(str(value) for value in values if value is not None) if is_array(values) else None,
            extra={"server_type": item.get("type")} if kind is FieldType.UNKNOWN else {},
        )
    return tuple(fields.values())


def read_names(call: Call[Any], data: object) -> tuple[str, ...]:
    """Return the names that the response to a call lists.

    Raises:
        DecodeError: The response is not a list.
    """
    return tuple(dict.fromkeys(map(str, _list(call, data))))


def _list(call: Call[Any], data: object) -> Sequence[Any]:
    if not is_array(data):
        raise DecodeError(f"response to {call.name} is not a list")
    return data


def _items(call: Call[Any], data: object) -> Iterator[dict[str, Any]]:
    """Yield the objects of a response with lowercase property names, as the API's spelling is case-insensitive."""
    for item in _list(call, data):
        if not is_object(item):
            raise DecodeError(f"response to {call.name} is not a list of objects")
        yield {str(name).lower(): value for name, value in item.items()}


def _name(call: Call[Any], item: Mapping[str, Any]) -> str:
    name = item.get("name")
    if not isinstance(name, str):
        raise DecodeError(f"response to {call.name}: an item has no name")
    return name


def is_same_account(snapshot: Snapshot, tables: Sequence[AccountTable], contact_fields: Sequence[AccountField]) -> bool:
    """Return whether a live account can be the one of a snapshot: at least half of what identifies it is there.

    An account is identified by its tables' ids and names, or by the names of its contact fields if it has no tables.
    Accounts change over time, so some of these may be gone; of another account's, hardly any exist.

    Args:
        snapshot: The expected account.
        tables: The live account's tables.
        contact_fields: The live account's contact fields; needed only if the snapshot has no tables.
    """
    known: set[object]
    if snapshot["tables"]:
        known = {(table["id"], table["name"]) for table in snapshot["tables"]}
        found: set[object] = {(table.id, table.name) for table in tables}
    else:
        known = {field["name"] for field in snapshot["owners"].get("Contacts", ())}
        found = {field.name for field in contact_fields}
    return len(known & found) * 2 >= len(known)
