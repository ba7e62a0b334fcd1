"""The account schema as a frozen value: owners with their fields, tables with theirs, and the lists of types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

OWNERS = ("Contacts", "ContactCompanies", "Orders", "OrderLines", "Stores")


class FieldType(StrEnum):
    """The types of a dynamic field; `Unknown` is one that the server names and this version does not know."""

    STRING = "String"
    BOOLEAN = "Boolean"
    NUMBER = "Number"
    DATE_TIME_OFFSET = "DateTimeOffset"
    DECIMAL = "Decimal"
    UNKNOWN = "Unknown"


@dataclass(frozen=True)
class AccountField:
    """A dynamic field: `name` is the wire name, `values` the allowed values, None for any."""

    name: str
    type: FieldType
    label: str | None = None
    values: tuple[str, ...] | None = None
    extra: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class TableWrites:
    """Which writes a table takes directly; one that is False goes through a converter of the account (HTTP 423)."""

    create: bool = True
    update: bool = True
    delete: bool = True
    extra: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class AccountTable:
    """A dynamic table; `id` is the server's, `name` is the name in its path."""

    id: int
    name: str
    label: str | None = None
    description: str | None = None
    writes: TableWrites = TableWrites()
    fields: tuple[AccountField, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class AccountSchema:
    """All that makes one account's client its own; holds schema only, never a contact's data or a key."""

    owners: Mapping[str, tuple[AccountField, ...]]
    tables: tuple[AccountTable, ...] = ()
    order_types: tuple[str, ...] = ()
    point_types: tuple[str, ...] = ()
    patch_fields: tuple[str, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict)


EMPTY = AccountSchema(owners=dict.fromkeys(OWNERS, ()))
