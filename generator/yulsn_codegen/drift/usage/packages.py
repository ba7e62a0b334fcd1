"""The packages against which a consumer's code is judged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from ...account.schema import AccountSchema
from .. import rules
from ..changes import SchemaChange, Severity
from .matching import METHODS

_RENAMES = frozenset({rules.FIELD_RENAMED, rules.FIELD_CASE_CHANGED, rules.TABLE_RENAMED, rules.TABLE_CASE_CHANGED})


@dataclass(frozen=True)
class Packages:
    """The files of one package, by path, as generated from three account schemas.

    Attributes:
        old: Generated from the account that the lock records.
        new: Generated from the changed account.
        without: Generated from the changed account without the fields and tables that changed.
    """

    old: Mapping[str, str]
    new: Mapping[str, str]
    without: Mapping[str, str]


def without_changed(account: AccountSchema, changes: Iterable[SchemaChange]) -> AccountSchema:
    """Return an account without the fields and tables whose changes can affect code, under old and new names.

    Args:
        account: The changed account.
        changes: How it differs from the account before.
    """
    changes = [change for change in changes if change.rule.severity is not Severity.INFO]
    renamed = {change.place.owner: str(change.after) for change in changes if change.rule is rules.TABLE_RENAMED}
    fields: dict[tuple[bool, str], set[str]] = defaultdict(set)
    tables: set[str] = set()
    for change in changes:
        place = change.place
        names = fields[place.table, renamed.get(place.owner, place.owner)] if place.field is not None else tables
        if place.field is not None or (place.table and change.rule not in METHODS):
            names.add(place.owner if place.field is None else place.field)
            if change.rule in _RENAMES:
                names.add(str(change.after))
    return replace(
        account,
        owners={
            owner: tuple(item for item in items if item.name not in fields[False, owner])
            for owner, items in account.owners.items()
        },
        tables=tuple(
            replace(table, fields=tuple(item for item in table.fields if item.name not in fields[True, table.name]))
            for table in account.tables
            if table.name not in tables
        ),
    )
