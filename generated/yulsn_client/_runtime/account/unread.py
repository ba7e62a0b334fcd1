"""Handle the parts of an account that could not be read, for example because the API key may not read them.

A snapshot lists them by name under `unread`:

| name | part |
|---|---|
| `owners.Stores` | the fields of an owner |
| `tables` | the list of tables, and with it their fields |
| `tables.7.fields` | the fields of the table with the id 7 |
| `order_types`, `point_types`, `patch_fields` | the list of these names |

A table is named by its id, because its name may change and may contain any character.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from .schema import OWNERS, AccountField, AccountSchema, AccountTable

TABLES = "tables"
ORDER_TYPES = "order_types"
POINT_TYPES = "point_types"
PATCH_FIELDS = "patch_fields"
_LISTS = {ORDER_TYPES: "the order types", POINT_TYPES: "the point types", PATCH_FIELDS: "the patchable contact fields"}


def owner_part(owner: str) -> str:
    """Return the name of the part that holds the fields of an owner."""
    return f"owners.{owner}"


def table_part(table_id: int) -> str:
    """Return the name of the part that holds the fields of a table."""
    return f"tables.{table_id}.fields"


def contents(schema: AccountSchema) -> dict[str, tuple[object, ...]]:
    """Return the content of a schema by part."""
    return {
        **{owner_part(owner): schema.owners.get(owner, ()) for owner in OWNERS},
        TABLES: schema.tables,
        **{table_part(table.id): table.fields for table in schema.tables},
        ORDER_TYPES: schema.order_types,
        POINT_TYPES: schema.point_types,
        PATCH_FIELDS: schema.patch_fields,
    }


def describe(part: str, tables: Iterable[AccountTable]) -> str:
    """Return a readable description of a part.

    Args:
        part: The name of the part.
        tables: The tables of the account, whose names are shown.
    """
    if part.startswith("owners."):
        return f"the fields of {part.removeprefix('owners.')}"
    for table in tables:
        if part == table_part(table.id):
            return f"the fields of table {table.name!a}"
    return _LISTS.get(part, "the tables")


def fill(account: AccountSchema, known: AccountSchema) -> tuple[AccountSchema, tuple[str, ...]]:
    """Return an account whose unread parts are taken from an earlier schema, and a note on each of them.

    Args:
        account: The account.
        known: An earlier schema of the same account. Parts that are unread in both remain unread.
    """
    filled = _with_tables(account, known) if TABLES in account.unread else _with_table_fields(account, known)
    owners = {
        owner: known.owners.get(owner, ()) if owner_part(owner) in account.unread else fields
        for owner, fields in filled.owners.items()
    }
    unread = {part for part in filled.unread if part.startswith(TABLES) or part in known.unread}
    filled = replace(
        filled,
        owners=owners,
        order_types=known.order_types if ORDER_TYPES in account.unread else account.order_types,
        point_types=known.point_types if POINT_TYPES in account.unread else account.point_types,
        patch_fields=known.patch_fields if PATCH_FIELDS in account.unread else account.patch_fields,
        unread=frozenset(unread),
    )
    return filled, tuple(
        f"{_sentence(part, filled.tables)} could not be read; the package keeps what its lock has."
        for part in sorted(account.unread - filled.unread)
    )


def _with_tables(account: AccountSchema, known: AccountSchema) -> AccountSchema:
    """Return the account with the tables of an earlier schema."""
    others = {part for part in account.unread if not part.startswith(TABLES)}
    return replace(
        account,
        tables=known.tables,
        unread=frozenset(others | {part for part in known.unread if part.startswith(TABLES)}),
    )


def _with_table_fields(account: AccountSchema, known: AccountSchema) -> AccountSchema:
    """Return the account with the fields of its unread tables taken from an earlier schema; tables match by id."""
    fields: Mapping[int, tuple[AccountField, ...]] = {
        table.id: table.fields for table in known.tables if table_part(table.id) not in known.unread
    }
    found = {table_part(table.id) for table in account.tables if table.id in fields} & account.unread
    tables = [
        replace(table, fields=fields[table.id]) if table_part(table.id) in found else table for table in account.tables
    ]
    return replace(account, tables=tuple(tables), unread=account.unread - found)


def notes(account: AccountSchema) -> tuple[str, ...]:
    """Return a note on each part of an account that is still unknown."""
    return tuple(
        f"{_sentence(part, account.tables)} could not be read; the package does not type them."
        for part in sorted(account.unread)
    )


def _sentence(part: str, tables: Iterable[AccountTable]) -> str:
    text = describe(part, tables)
    return text[0].upper() + text[1:]
