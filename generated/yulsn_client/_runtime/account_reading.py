"""Read account schemas from snapshots and from the API's responses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeGuard, TypeVar

from .account import unread
from .account.fields import as_text, canonical, decoded_list, merge
from .account.schema import (
    OWNERS,
    AccountChoice,
    AccountField,
    AccountSchema,
    AccountTable,
    AllowedValue,
    FieldType,
    TableWrites,
)
from .calls import Call
from .errors import DecodeError
from .snapshot import Snapshot
from .wire import is_array, is_object

__all__ = [
    "FIELDS",
    "NAME_LISTS",
    "TABLES",
    "is_same_account",
    "read_fields",
    "read_names",
    "read_snapshot",
    "read_tables",
]

T = TypeVar("T")

_FIELDS_PATH = "/api/v1/DynamicFields/{id}"
TABLES: Call[Any] = Call("dynamic_tables.list", "GET", "/api/v1/DynamicTables", Any)
FIELDS: Call[Any] = Call("dynamic_fields.list", "GET", _FIELDS_PATH, Any)
NAME_LISTS: Mapping[str, Call[Any]] = {
    unread.ORDER_TYPES: Call("orders.list_types", "GET", "/api/v1/Orders/Types", Any),
    unread.POINT_TYPES: Call("points.list_types", "GET", "/api/v1/Points/Types", Any),
    unread.PATCH_FIELDS: Call("contacts.list_patch_fields", "GET", "/api/v1/Contacts/PatchFields", Any),
}
"""The calls that list names, by the part of the account schema."""
_SCHEMA_KEYS = frozenset(
    {"format", "owners", "tables", "order_types", "point_types", "patch_fields", "unread", "choice"}
)
_TABLE_KEYS = frozenset({"id", "name", "label", "description", "writes", "fields"})
_WRITE_KEYS = frozenset({"create", "update", "delete"})
_PROPERTIES = ("Id", "Name", "Label", "Description", "Type", "Values")  # the exact spelling takes precedence
_FIELD_KEYS = frozenset({"name", "type", "label", "values", "as"})


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
        unread=frozenset(snapshot.get("unread", ())),
        choice=_choice(snapshot.get("choice") or {}),
        extra=_without(snapshot, _SCHEMA_KEYS),
    )


def _snapshot_fields(items: Sequence[Mapping[str, Any]]) -> tuple[AccountField, ...]:
    return tuple(
        AccountField(
            name=item["name"],
            type=FieldType(item["type"]),
            label=item.get("label"),
            values=None if item.get("values") is None else canonical(FieldType(item["type"]), item["values"]),
            date_only="as" in item,
            extra=_without(item, _FIELD_KEYS),
        )
        for item in items
    )


def _choice(data: Mapping[str, Any]) -> AccountChoice:
    tables = data.get("tables")
    types: Mapping[str, Any] = data.get("types", {})
    return AccountChoice(
        None if tables is None else tuple(tables), {scope: tuple(names) for scope, names in types.items()}
    )


def _without(item: Mapping[str, Any], keys: frozenset[str]) -> dict[str, Any]:
    return {key: value for key, value in item.items() if key not in keys}


# --- Responses ---


def read_tables(data: object) -> tuple[AccountTable, ...]:
    """Return the tables that a response lists, without their fields. Items without an id and a name are ignored.

    Raises:
        DecodeError: The response is not a list, or has items but no valid one.
    """
    tables: dict[int, AccountTable] = {}
    names: set[str] = set()
    for name, item in _named_items(TABLES, data):
        number = _whole(item.get("id"))
        if number is None or number in tables or name in names:
            continue
        names.add(name)
        tables[number] = AccountTable(
            id=number,
            name=name,
            label=_text(item.get("label")),
            description=_text(item.get("description")),
            writes=TableWrites(
                create=item.get("createconverterid") is None,
                update=item.get("updateconverterid") is None,
                delete=item.get("deleteconverterid") is None,
            ),
        )
    return _sensible(TABLES, data, tables.values())


def read_fields(data: object) -> tuple[AccountField, ...]:
    """Return the dynamic fields that a response lists. Items without a name are ignored.

    Raises:
        DecodeError: The response is not a list, or has items but no valid one.
    """
    fields: dict[str, AccountField] = {}
    for name, item in _named_items(FIELDS, data):
        kind, values = FieldType.from_server(item.get("type")), decoded_list(item.get("values"))
        field = AccountField(
            name=name,
            type=kind,
            label=_text(item.get("label")),
            # any field may be null, so a null among its allowed values means nothing
            values=canonical(kind, filter(_is_scalar, map(_plain, values))) if is_array(values) else None,
            extra={"server_type": item.get("type")} if kind is FieldType.UNKNOWN else {},
        )
        fields[name] = merge(fields[name], field) if name in fields else field
    return _sensible(FIELDS, data, fields.values())


def read_names(call: Call[Any], data: object) -> tuple[str, ...]:
    """Return the names that the response to a call lists. Items that are neither text nor numbers are ignored.

    Raises:
        DecodeError: The response is not a list, or has items but no valid one.
    """
    names = dict.fromkeys(name for name in map(_text, map(_plain, _list(call, data))) if name is not None)
    return _sensible(call, data, names)


def _sensible(call: Call[Any], data: object, found: Iterable[T]) -> tuple[T, ...]:
    """Return the items found in a response; raise DecodeError if its list has items but none was found."""
    items = tuple(found)
    if not items and _list(call, data):
        raise DecodeError(f"response to {call.name}: none of the items is valid")
    return items


def _list(call: Call[Any], data: object) -> Sequence[Any]:
    data = decoded_list(data)
    if not is_array(data):
        raise DecodeError(f"response to {call.name} is not a list")
    return data


def _named_items(call: Call[Any], data: object) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the objects with a name, and with lowercase property names, as the API's spelling is case-insensitive."""
    for item in _list(call, data):
        if is_object(item):
            lowered = {str(name).lower(): _plain(value) for name, value in item.items()}
            exact = {name.lower(): _plain(item[name]) for name in _PROPERTIES if name in item}
            members = {**lowered, **exact}
            name = _text(members.get("name"))
            if name is not None:
                yield name, members


def _plain(value: object) -> object:
    """Return a number with a fraction as the float that a snapshot holds; responses are decoded to exact Decimals."""
    return float(value) if isinstance(value, Decimal) else value


def _is_scalar(value: object) -> TypeGuard[AllowedValue]:
    return isinstance(value, str | int | float)


def _text(value: object) -> str | None:
    return as_text(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else None


def _whole(value: object) -> int | None:
    number = canonical(FieldType.NUMBER, [value])[0] if isinstance(value, str | int | float) else None
    return number if isinstance(number, int) and not isinstance(number, bool) else None


def is_same_account(snapshot: Snapshot, tables: Sequence[AccountTable], contact_fields: Sequence[AccountField]) -> bool:
    """Return whether a live account may be the one of a snapshot: at least half of what identifies it exists.

    An account is identified by its tables' ids and names, or by the names of its contact fields if it has no tables.
    Accounts change over time, so some of these may be gone; in a different account, hardly any would exist.

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
