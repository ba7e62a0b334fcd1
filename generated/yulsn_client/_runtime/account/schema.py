"""The account schema as frozen values: owners and tables with their fields, and the lists of types.

Every generated client contains a copy of this module.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

AllowedValue = str | int | float | bool
OWNERS = ("Contacts", "ContactCompanies", "Orders", "OrderLines", "Stores")


class FieldType(StrEnum):
    """The type of a dynamic field; `Unknown` stands for any type that this version does not know."""

    STRING = "String"
    BOOLEAN = "Boolean"
    NUMBER = "Number"
    DATE_TIME_OFFSET = "DateTimeOffset"
    DECIMAL = "Decimal"
    UNKNOWN = "Unknown"

    @classmethod
    def from_server(cls, value: object) -> FieldType:
        """Return the type that a server means by a number, its text, or a name in any case; `Unknown` otherwise."""
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            return cls.UNKNOWN
        if not isinstance(value, str):
            return _BY_NUMBER.get(value, cls.UNKNOWN)
        text = value.strip().lower()
        return next((kind for number, kind in _BY_NUMBER.items() if text in (str(number), kind.lower())), cls.UNKNOWN)


_BY_NUMBER: Mapping[float, FieldType] = {
    1: FieldType.STRING,
    2: FieldType.BOOLEAN,
    3: FieldType.NUMBER,
    4: FieldType.DATE_TIME_OFFSET,
    5: FieldType.DECIMAL,
}


@dataclass(frozen=True, slots=True)
class AccountField:
    """A dynamic field.

    Attributes:
        name: The wire name.
        type: The type of its values.
        label: The display name.
        values: The allowed values in the canonical form of the type; None if any value is allowed.
        date_only: Whether the values of a date-time are dates, as the configuration says.
        extra: Unknown members of its snapshot entry, which are kept.
    """

    name: str
    type: FieldType
    label: str | None = None
    values: tuple[AllowedValue, ...] | None = None
    date_only: bool = False
    extra: Mapping[str, object] = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True)
class TableWrites:
    """Which writes a table accepts directly; the others must go through a converter, and return HTTP 423."""

    create: bool = True
    update: bool = True
    delete: bool = True
    extra: Mapping[str, object] = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True)
class AccountTable:
    """A dynamic table.

    Attributes:
        id: The id on the server.
        name: The wire name, which is part of the table's path.
        label: The display name.
        description: The description that people read.
        writes: Which writes it accepts.
        fields: Its fields.
        extra: Unknown members of its snapshot entry, which are kept.
    """

    id: int
    name: str
    label: str | None = None
    description: str | None = None
    writes: TableWrites = TableWrites()
    fields: tuple[AccountField, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True)
class AccountChoice:
    """What the configuration chooses of an account; by default everything, as the account describes it.

    Attributes:
        tables: Patterns of the names of the tables that are generated; None for all tables.
        dates: The names of the date-time fields whose values are dates, by owner or `table NAME`.
    """

    tables: tuple[str, ...] | None = None
    dates: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])


EVERYTHING = AccountChoice()


@dataclass(frozen=True, slots=True)
class AccountSchema:
    """Everything that is specific to one account's client: only the schema, never a contact's data or a key.

    Attributes:
        owners: The fields of each owner.
        tables: The dynamic tables.
        order_types: The names of the order types.
        point_types: The names of the point types.
        patch_fields: The names of the contact fields that a batch PATCH may set.
        unread: The names of the parts that could not be read, in the form that the module `unread` defines. They are
            empty here because their content is unknown.
        choice: What has been chosen of the account. Tables that were not chosen are left out.
        extra: Unknown members of the snapshot, which are kept.
    """

    owners: Mapping[str, tuple[AccountField, ...]]
    tables: tuple[AccountTable, ...] = ()
    order_types: tuple[str, ...] = ()
    point_types: tuple[str, ...] = ()
    patch_fields: tuple[str, ...] = ()
    unread: frozenset[str] = frozenset()
    choice: AccountChoice = EVERYTHING
    extra: Mapping[str, object] = field(default_factory=dict[str, object])


EMPTY = AccountSchema(owners=dict.fromkeys(OWNERS, ()))
