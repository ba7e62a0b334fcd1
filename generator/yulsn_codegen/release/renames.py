"""Carry Python names over when fields and tables are renamed, and keep old names as deprecated aliases.

Only certain renames count: those proven by a table's id, confirmed in the configuration, or changing only the case. If
the new wire name leads to the same Python name, the pin moves to it. Otherwise the old Python name remains as a
deprecated alias until the next minor version.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ..client.naming import Alias, Names, attribute, module
from ..drift import rules
from ..drift.changes import Bump, SchemaChange
from ..output.lock import Lock

_FIELDS = (rules.FIELD_RENAMED, rules.FIELD_CASE_CHANGED)
_TABLES = (rules.TABLE_RENAMED, rules.TABLE_CASE_CHANGED)


@dataclass(frozen=True)
class Renames:
    """Certain renames, from old to new wire names.

    Attributes:
        tables: Renamed tables.
        owners: Renamed fields, by owner.
        table_fields: Renamed fields of tables, by the new name of the table.
    """

    tables: Mapping[str, str]
    owners: Mapping[str, Mapping[str, str]]
    table_fields: Mapping[str, Mapping[str, str]]


def certain(changes: Iterable[SchemaChange]) -> Renames:
    """Return the certain renames among changes."""
    changes = [change for change in changes if change.certain]
    tables = {str(change.before): str(change.after) for change in changes if change.rule in _TABLES}
    owners: dict[str, dict[str, str]] = {}
    table_fields: dict[str, dict[str, str]] = {}
    for change in changes:
        if change.rule in _FIELDS:
            owner = change.place.owner
            group = (
                table_fields.setdefault(tables.get(owner, owner), {})
                if change.place.table
                else owners.setdefault(owner, {})
            )
            group[str(change.before)] = str(change.after)
    return Renames(tables, owners, table_fields)


def carried(names: Names, renames: Renames) -> Names:
    """Return the pinned names, moved to the new wire names where the Python name stays the same."""
    gone = {
        new for old, new in renames.tables.items() if old in names.table_fields
    }  # left over from an earlier table of that name
    fields = {
        renames.tables.get(table, table): pins
        for table, pins in names.table_fields.items()
        if table in renames.tables or table not in gone
    }
    return Names(
        owners={owner: _moved(pins, renames.owners.get(owner, {}), attribute) for owner, pins in names.owners.items()},
        tables=_moved(names.tables, renames.tables, module),
        table_fields={
            table: _moved(pins, renames.table_fields.get(table, {}), attribute) for table, pins in fields.items()
        },
    )


def aliases(previous: Lock, changes: Iterable[SchemaChange], renames: Renames, names: Names) -> tuple[Alias, ...]:
    """Return the deprecated aliases of the next version.

    Aliases from earlier renames are kept unless the changes require a minor or major version.
    """
    bump = max((change.rule.bump for change in changes), default=Bump.NONE)
    kept = previous.aliases if bump < Bump.MINOR else ()
    groups = [
        ("", renames.tables, previous.names.tables, names.tables),
        *(
            (owner, renamed, previous.names.owners.get(owner, {}), names.owners[owner])
            for owner, renamed in renames.owners.items()
        ),
    ]
    back = {new: old for old, new in renames.tables.items()}
    for table, renamed in renames.table_fields.items():
        before = previous.names.table_fields.get(back.get(table, table), {})
        groups.append((f"table {table}", renamed, before, names.table_fields[table]))
    new = [
        Alias(scope, before[old], wire)
        for scope, renamed, before, after in groups
        for old, wire in renamed.items()
        if old in before and wire in after and before[old] != after[wire]
    ]
    return (*kept, *sorted(new, key=lambda alias: (alias.scope, alias.name)))


def _moved(pins: Mapping[str, str], renamed: Mapping[str, str], name: Callable[[str], str]) -> dict[str, str]:
    """Move pins to new wire names where both wire names lead to the same Python name.

    A wire name that is already pinned keeps its pin.
    """
    moved = {old: new for old, new in renamed.items() if old in pins and new not in pins and name(old) == name(new)}
    return {moved.get(wire, wire): pinned for wire, pinned in pins.items()}
