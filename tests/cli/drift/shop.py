"""A shop's account, variants of it, and a reader of drift reports."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from support.schemas import contacts, field
from yulsn_codegen.account.schema import AccountSchema, AccountTable, FieldType

BIKES = AccountTable(3, "Bikes", fields=(field("Gears", FieldType.NUMBER), field("Frame")))
SHOP = contacts(
    field("Level", values=("bronze", "silver", "gold")),
    field("Shoe Size", FieldType.NUMBER),
    field("Wants SMS", FieldType.BOOLEAN),
    order_types=("shop", "web"),
    tables=(BIKES,),
)
HARMLESS = replace(SHOP, order_types=("shop", "web", "phone"))


def without(schema: AccountSchema, name: str) -> AccountSchema:
    """The account without one contact field."""
    fields = tuple(item for item in schema.owners["Contacts"] if item.name != name)
    return replace(schema, owners={**schema.owners, "Contacts": fields})


SHRUNK = without(SHOP, "Shoe Size")
SnapshotOf = Callable[[AccountSchema], Path]


def found(file: Path) -> list[str]:
    return [finding["rule"] for finding in json.loads(file.read_text())["findings"]]
