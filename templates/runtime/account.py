"""In: the account schema that this package was made from, and answers about the live account; out: what differs.

Which calls ask for it is said here too; `verification` makes them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .calls import Call
from .errors import escaped
from .own import Schema
from .wire import is_array, is_object

__all__ = [
    "FIELDS",
    "LISTS",
    "OWNERS",
    "TABLES",
    "SchemaChange",
    "compare",
    "is_same_account",
    "live_schema",
]

OWNERS = ("Contacts", "ContactCompanies", "Orders", "OrderLines", "Stores")
TABLES: Call[Any] = Call("dynamic_tables.list", "GET", "/api/v1/DynamicTables", Any)
FIELDS: Call[Any] = Call("dynamic_fields.list", "GET", "/api/v1/DynamicFields/{id}", Any)
LISTS: Mapping[str, Call[Any]] = {
    "order_types": Call("orders.list_types", "GET", "/api/v1/Orders/Types", Any),
    "point_types": Call("points.list_types", "GET", "/api/v1/Points/Types", Any),
    "patch_fields": Call("contacts.list_patch_fields", "GET", "/api/v1/Contacts/PatchFields", Any),
}
_LIST_NAMES = {"order_types": "order types", "point_types": "point types", "patch_fields": "patchable fields"}
_TYPES = {1: "String", 2: "Boolean", 3: "Number", 4: "DateTimeOffset", 5: "Decimal"}
_CONVERTERS = {"create": "CreateConverterId", "update": "UpdateConverterId", "delete": "DeleteConverterId"}


@dataclass(frozen=True, slots=True)
class SchemaChange:
    """One difference between the live account and the account schema that this package was made from.

    Attributes:
        kind: `added`, `removed`, `renamed` (a table, known by its id), or what of it is another: `type`, `values`,
            `label`, `description`, `create`, `update` or `delete` (whether the table takes that write directly).
        place: `Contacts: Shoe Size`, `table Cars`, `table Cars: Doors`, `order types: webshop` and the like; fit for a
            terminal: what of a name is not printable is escaped.
        before: what this package knows; None for what is added.
        after: what the account has now; None for what is removed.
    """

    kind: str
    place: str
    before: object
    after: object


def live_schema(owners: Mapping[str, Any], tables: Any, fields: Mapping[int, Any], lists: Mapping[str, Any]) -> Schema:
    """An account schema out of answers: the fields by owner, the tables, their fields by id, and the lists."""
    return {
        "owners": {owner: _fields(answer) for owner, answer in owners.items()},
        "tables": [
            {
                "id": item.get("id"),
                "name": item.get("name"),
                "label": item.get("label"),
                "description": item.get("description"),
                "writes": {write: item.get(name.lower()) is None for write, name in _CONVERTERS.items()},
                "fields": _fields(fields.get(item.get("id", 0), ())),
            }
            for item in _objects(tables)
        ],
        **lists,
    }


def _fields(answer: Any) -> list[dict[str, Any]]:
    fields: list[dict[str, Any]] = []
    for item in _objects(answer):
        kind = item.get("type")
        known = _TYPES.get(kind) if isinstance(kind, int) else None
        named = next((name for name in _TYPES.values() if name.casefold() == str(kind).casefold()), None)
        fields.append(
            {
                "name": item.get("name"),
                "type": known or named or "Unknown",
                "label": item.get("label"),
                "values": item.get("values"),
                **({} if known or named else {"server_type": kind}),
            }
        )
    return fields


def _objects(answer: Any) -> Iterator[dict[str, Any]]:
    """The objects of a listing, with their names in lower case: the server's readers take them in any."""
    for item in answer if is_array(answer) else ():
        if is_object(item):
            yield {str(name).lower(): value for name, value in item.items()}


def compare(own: Schema, live: Schema) -> list[SchemaChange]:
    """Everything that differs, in the order of the schema: owners, tables, lists; in each by name."""
    changes = [
        change
        for owner in OWNERS
        for change in _compared(owner, _by(own["owners"].get(owner, ())), _by(live["owners"].get(owner, ())))
    ]
    changes.extend(_compared_tables(_by(own["tables"], "id"), _by(live["tables"], "id")))
    for key, place in _LIST_NAMES.items():
        before, after = set(map(str, own.get(key, ()))), set(map(str, live.get(key) or ()))
        for name in sorted(before ^ after):
            there = name in after
            yes, no = (None, name) if there else (name, None)
            changes.append(SchemaChange("added" if there else "removed", f"{place}: {escaped(name)}", yes, no))
    return changes


def _by(items: Iterable[Mapping[str, Any]], key: str = "name") -> dict[Any, Mapping[str, Any]]:
    return {item[key]: item for item in items}


def _compared_tables(
    own: Mapping[Any, Mapping[str, Any]], live: Mapping[Any, Mapping[str, Any]]
) -> Iterator[SchemaChange]:
    for number in sorted(own.keys() | live.keys(), key=lambda key: str((own.get(key) or live[key])["name"])):
        before, after = own.get(number), live.get(number)
        if before is None or after is None:
            name = escaped(str((before or after or {})["name"]))
            yield SchemaChange("added" if before is None else "removed", f"table {name}", _id(before), _id(after))
            continue
        place = f"table {escaped(str(before['name']))}"
        if before["name"] != after["name"]:
            yield SchemaChange("renamed", place, before["name"], after["name"])
        for part in ("label", "description"):
            if before.get(part) != after.get(part):
                yield SchemaChange(part, place, before.get(part), after.get(part))
        for write in _CONVERTERS:
            if before["writes"][write] != after["writes"][write]:
                yield SchemaChange(write, place, before["writes"][write], after["writes"][write])
        yield from _compared(place, _by(before["fields"]), _by(after["fields"]))


def _id(table: Mapping[str, Any] | None) -> object:
    return None if table is None else table["id"]


def _compared(
    scope: str, own: Mapping[Any, Mapping[str, Any]], live: Mapping[Any, Mapping[str, Any]]
) -> Iterator[SchemaChange]:
    """What differs between two sets of fields."""
    for name in sorted(own.keys() | live.keys(), key=str):
        place = f"{scope}: {escaped(str(name))}"
        before, after = own.get(name), live.get(name)
        if before is None or after is None:
            yield SchemaChange("added" if before is None else "removed", place, _type(before), _type(after))
            continue
        if _type(before) != _type(after):
            yield SchemaChange("type", place, _type(before), _type(after))
        if _values(before) != _values(after):
            yield SchemaChange("values", place, _values(before), _values(after))
        if before.get("label") != after.get("label"):
            yield SchemaChange("label", place, before.get("label"), after.get("label"))


def _type(field: Mapping[str, Any] | None) -> str | None:
    if field is None:
        return None
    return f"Unknown ({field['server_type']})" if "server_type" in field else str(field["type"])


def _values(field: Mapping[str, Any]) -> tuple[str, ...] | None:
    """The allowed values, whose order says nothing; a null among them says nothing either."""
    values = field.get("values")
    return tuple(sorted({str(value) for value in values if value is not None})) if is_array(values) else None


def is_same_account(own: Schema, tables: Any, contact_fields: Any) -> bool:
    """Whether a live account may be the one of the schema: at least half of what tells it from others is there.

    That is its tables, by id and name together; of an account without tables the names of its contact fields. An
    account changes, so not all of it need be there; of another account next to nothing is.
    """
    if own["tables"]:
        known = {(table["id"], table["name"]) for table in own["tables"]}
        found = {(item.get("id"), item.get("name")) for item in _objects(tables)}
    else:
        known = {("field", field["name"]) for field in own["owners"].get("Contacts", ())}
        found = {("field", item.get("name")) for item in _objects(contact_fields)}
    return len(known & found) * 2 >= len(known)
