"""Choose the part of an account that a package is generated from: its tables, and which date-times are dates.

Every generated client contains a copy of this module.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase

from .schema import EVERYTHING, AccountChoice, AccountField, AccountSchema, AccountTable, FieldType
from .unread import table_part

Renames = Mapping[str, Mapping[str, str]]
_NO_RENAMES: Mapping[str, str] = {}


def table_scope(name: str) -> str:
    """Return the scope of a table's fields in the configuration and in reports."""
    return f"table {name}"


def matches(pattern: str, name: str) -> bool:
    """Return whether a pattern matches a table's name, in any case, as the API matches names in URLs.

    `*` stands for any text, `?` for any character, and `[...]` for one of some characters. A name always matches
    itself, whatever characters it contains.
    """
    pattern, name = pattern.casefold(), name.casefold()
    return pattern == name or fnmatchcase(name, pattern)


def is_chosen(choice: AccountChoice, table: str) -> bool:
    """Return whether the table of a name is chosen."""
    return choice.tables is None or any(matches(pattern, table) for pattern in choice.tables)


def choose(
    account: AccountSchema, choice: AccountChoice, known: AccountSchema | None = None, renames: Renames | None = None
) -> AccountSchema:
    """Return the chosen part of an account.

    If the choice is that of an earlier schema, tables and fields that were renamed since then remain chosen.

    Args:
        account: The account. Any earlier choice of date fields is replaced.
        choice: What to choose.
        known: An earlier schema of the same account.
        renames: Confirmed renames from old to new wire names, by owner and by `table NAME`.
    """
    if choice == EVERYTHING == account.choice:
        return account
    earlier = known if known is not None and known.choice == choice else None
    known_tables = {table.id: table for table in earlier.tables} if earlier is not None else {}
    confirmed = renames or {}

    def fields(
        scope: str, fields: Iterable[AccountField], known_fields: Iterable[AccountField], known_scope: str
    ) -> tuple[AccountField, ...]:
        names = {*choice.dates.get(scope, ()), *(field.name for field in known_fields if field.date_only)}
        return _with_dates(tuple(fields), names, confirmed.get(known_scope, _NO_RENAMES))

    def table(found: AccountTable) -> AccountTable:
        former = known_tables.get(found.id, found)
        known_fields = former.fields if found.id in known_tables else ()
        return replace(
            found, fields=fields(table_scope(found.name), found.fields, known_fields, table_scope(former.name))
        )

    kept = [one for one in account.tables if is_chosen(choice, one.name) or one.id in known_tables]
    dropped = {table_part(one.id) for one in account.tables} - {table_part(one.id) for one in kept}
    return replace(
        account,
        owners={
            owner: fields(owner, found, earlier.owners.get(owner, ()) if earlier is not None else (), owner)
            for owner, found in account.owners.items()
        },
        tables=tuple(map(table, kept)),
        unread=account.unread - dropped,
        choice=choice,
    )


def _with_dates(
    fields: tuple[AccountField, ...], names: Collection[str], renames: Mapping[str, str]
) -> tuple[AccountField, ...]:
    """Return fields of which the date-times with some names, or renamed from them, have dates as values."""
    present = {field.name for field in fields}
    dates = {*names, *(renames[name] for name in names if name in renames and name not in present)}
    return tuple(
        replace(field, date_only=field.type is FieldType.DATE_TIME_OFFSET and field.name in dates) for field in fields
    )
