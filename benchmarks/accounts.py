"""Make up accounts for the benchmarks, of given numbers of tables, fields and allowed values.

They are snapshots as `yulsn-codegen fetch` writes them, with fields of every type; some have labels, some allowed
values.
"""

from __future__ import annotations

from typing import Any

TYPES = ("String", "Number", "DateTimeOffset", "Decimal", "Boolean")
FIRST = ("Next", "Last", "Favourite", "Preferred", "Total", "Største", "Annual", "Former", "Wants", "Known")
THEN = ("Visit", "Amount", "Brand", "Køb", "Mechanic", "Number", "Invoice", "Størrelse", "Reminder", "Model")
OWNERS = ("Contacts", "ContactCompanies", "Orders", "OrderLines", "Stores")
VALUES = ("bronze", "silver", "gold", "platinum", "diamond")

Snapshot = dict[str, Any]


def snapshot(tables: int, fields: int = 50) -> Snapshot:
    """Return an account with a number of tables, which have `fields` fields each, and no other fields."""
    return {
        "format": 1,
        "owners": {owner: [] for owner in OWNERS},
        "tables": [_table(number, fields) for number in range(1, tables + 1)],
        "order_types": [],
        "point_types": [],
        "patch_fields": [],
    }


def with_values(count: int) -> Snapshot:
    """Return an account whose contacts have one field, with `count` allowed values of 20 characters."""
    account = snapshot(0)
    values = [f"Warehouse no. {number:06}" for number in range(count)]
    account["owners"]["Contacts"] = [{"name": "Warehouse", "type": "String", "label": None, "values": values}]
    return account


def with_field(account: Snapshot) -> Snapshot:
    """Return an account with one more field: in its middle table, or of its contacts if it has no tables."""
    added = {"name": "Brand New", "type": "Decimal", "label": "Brand new", "values": None}
    middle = len(account["tables"]) // 2
    tables = [
        {**table, "fields": [*table["fields"], added]} if number == middle else table
        for number, table in enumerate(account["tables"])
    ]
    owners = account["owners"] if tables else {**account["owners"], "Contacts": [*account["owners"]["Contacts"], added]}
    return {**account, "owners": owners, "tables": tables}


def _table(number: int, fields: int) -> dict[str, Any]:
    name = f"{FIRST[number % 10]} {THEN[number // 10 % 10]} {number}"
    return {
        "id": number,
        "name": name,
        "label": f"{name}, as the shop calls it" if number % 2 else None,
        "description": None,
        "writes": {"create": True, "update": True, "delete": True},
        "fields": [_field(place) for place in range(fields)],
    }


def _field(place: int) -> dict[str, Any]:
    name = f"{FIRST[place % 10]} {THEN[place // 10 % 10]}" + (f" {place // 100}" if place >= 100 else "")
    kind = TYPES[(place + place // 10) % len(TYPES)]
    return {
        "name": name,
        "type": kind,
        "label": f"{name} of the customer" if place % 3 == 0 else None,
        "values": list(VALUES) if kind == "String" and place % 2 else None,
    }
