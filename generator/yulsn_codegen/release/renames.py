"""What renames mean for the names of the output: the changes go in; carried pins and deprecated aliases come out.

Only renames that are certain count: those that a table's number proves or the configuration confirms, and those in case
alone. A field or table that keeps its Python name through its rename keeps it; of one that gets another, the old name
stays as a deprecated alias until the next minor version.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ..client.naming import Alias, Names, attribute, module
from ..drift import rules
from ..drift.changes import Bump, Change
from ..output.lock import Lock

_FIELDS = (rules.FIELD_RENAMED, rules.FIELD_CASE_CHANGED)
_TABLES = (rules.TABLE_RENAMED, rules.TABLE_CASE_CHANGED)


@dataclass(frozen=True)
class Renames:
    """The certain renames, old to new wire names: of tables, and of fields per owner and per table (its new name)."""

    tables: Mapping[str, str]
    owners: Mapping[str, Mapping[str, str]]
    table_fields: Mapping[str, Mapping[str, str]]


def certain(changes: Iterable[Change]) -> Renames:
    """Return the renames among changes that are no mere suspicion."""
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
    """Return the pins with which renamed things keep the names that they would get anew anyway."""
    gone = {new for old, new in renames.tables.items() if old in names.table_fields}  # a table of the name, long ago
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


def aliases(previous: Lock, changes: Iterable[Change], renames: Renames, names: Names) -> tuple[Alias, ...]:
    """Return the deprecated aliases of the next output.

    Those of earlier renames stay as long as the changes raise no more than the last part of the version.
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
    """Return pins, of which those of renamed things that are spelt alike in Python stand under their new wire names.

    One that had the new wire name before keeps the name of that time.
    """
    moved = {old: new for old, new in renamed.items() if old in pins and new not in pins and name(old) == name(new)}
    return {moved.get(wire, wire): pinned for wire, pinned in pins.items()}
