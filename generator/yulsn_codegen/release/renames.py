"""Carry Python names over when fields and tables are renamed, and keep old names as deprecated aliases.

A rename is certain if a table's id proves it, the configuration confirms it, or only the case changed. If both wire
names lead to the same Python name, nothing changes in Python. Otherwise the old Python name remains as a deprecated
alias until the next minor version, and is retired: no later version gives it to another field or table.

A suspected rename changes the Python name, unless both wire names are spelled alike. If the configuration confirms it
later, the package is put right as if it had been certain from the start.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from ..account.choice import table_scope
from ..account.schema import AccountSchema
from ..account.scopes import fields_by_scope
from ..client.identifiers import attribute, module
from ..client.naming import Alias, Names, by_scope, names_of
from ..drift import rules
from ..drift.changes import Bump, SchemaChange
from ..drift.compare import TABLES, folded
from ..output.lock import Lock

# New wire names by scope and old wire name. A scope is an owner, `table NAME` (the table's new name), or an empty
# string for the tables.
Renames = Mapping[str, Mapping[str, str]]

_FIELDS = (rules.FIELD_RENAMED, rules.FIELD_CASE_CHANGED)
_TABLES = (rules.TABLE_RENAMED, rules.TABLE_CASE_CHANGED)


def certain(changes: Iterable[SchemaChange]) -> Renames:
    """Return the certain renames among changes."""
    return _renames(change for change in changes if change.certain)


def suspected_alike(changes: Iterable[SchemaChange]) -> Renames:
    """Return the suspected renames whose wire names are spelled alike."""
    changes = list(changes)
    tables = [change for change in changes if change.rule in _TABLES]
    fields = [change for change in changes if not change.certain and _alike(str(change.before), str(change.after))]
    return {scope: renamed for scope, renamed in _renames([*tables, *fields]).items() if scope}


def confirmed_late(previous: Lock, account: AccountSchema, renames: Mapping[str, Mapping[str, str]]) -> Renames:
    """Return the renames that the configuration confirms after the package was generated with the new name.

    Args:
        previous: The lock of that package.
        account: The account schema now.
        renames: The confirmed renames, by scope as in the configuration.
    """
    pins = by_scope(previous.names)
    before, after = wire_names(previous.account), wire_names(account)
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for key, pairs in renames.items():
        scope = scope_of(key)
        present, pinned = before.get(scope, set()) & after.get(scope, set()), pins.get(scope, {})
        for old, new in pairs.items():
            gone = old not in before.get(scope, set()) | after.get(scope, set())
            if gone and new in present and old in pinned and new in pinned:
                found[scope][old] = new
    return found


def put_right(names: Names, late: Renames) -> tuple[Names, tuple[Alias, ...]]:
    """Return the pinned names after renames were confirmed late, and the aliases for the names that change.

    If both wire names are spelled alike, the old Python name is restored, and the one that replaced it becomes an
    alias. Otherwise the old Python name becomes an alias.
    """
    groups = {scope: dict(pins) for scope, pins in by_scope(names).items()}
    retired = {scope: dict(former) for scope, former in names.retired.items()}
    aliases = []
    for scope, renamed in late.items():
        for old, new in renamed.items():
            former = groups[scope].pop(old)
            if _alike(old, new):
                former, groups[scope][new] = groups[scope][new], former
            if former != groups[scope][new]:
                retired.setdefault(scope, {})[former] = new
                aliases.append(Alias(scope, former, new))
    return names_of(groups, retired), tuple(aliases)


def carried(names: Names, renames: Renames, alike: Renames) -> Names:
    """Return the pinned names, moved to the new wire names where the Python name stays the same.

    Args:
        names: The pinned names.
        renames: The certain renames.
        alike: The suspected renames whose wire names are spelled alike.
    """
    groups = _moved_tables(by_scope(names), renames.get("", {}))
    retired = _moved_tables(names.retired, renames.get("", {}))
    found, former = {}, {}
    for scope, pins in groups.items():
        wanted = attribute if scope else module
        sure, likely = renames.get(scope, {}), alike.get(scope, {})
        kept = {old: new for old, new in sure.items() if wanted(old) == wanted(new)} | dict(likely)
        moved = {old: new for old, new in kept.items() if old in pins and new not in pins}
        left = {wire: name for wire, name in pins.items() if wire not in sure or wire in moved}
        found[scope] = {moved.get(wire, wire): name for wire, name in left.items()}
        renamed = {**sure, **likely}
        former[scope] = {name: renamed.get(wire, wire) for name, wire in retired.get(scope, {}).items()}
    return names_of(found, former)


def retire(names: Names, aliases: Iterable[Alias]) -> Names:
    """Return names among which the deprecated ones are retired."""
    retired = {scope: dict(former) for scope, former in names.retired.items()}
    for alias in aliases:
        retired.setdefault(alias.scope, {})[alias.name] = alias.wire
    return names_of(by_scope(names), retired)


def carried_values(
    values: Mapping[str, Mapping[str, str]], renames: Renames, alike: Renames
) -> dict[str, dict[str, str]]:
    """Return the pinned names of the types of allowed values by scope, moved to the new wire names of their fields.

    Args:
        values: The pinned names.
        renames: The certain renames.
        alike: The suspected renames whose wire names are spelled alike.
    """
    found = {}
    for scope, pins in _moved_tables(values, renames.get("", {})).items():
        renamed = {**alike.get(scope, {}), **renames.get(scope, {})}
        moved = {old: new for old, new in renamed.items() if new not in pins}
        found[scope] = {moved.get(wire, wire): name for wire, name in pins.items()}
    return found


def aliases(previous: Lock, changes: Iterable[SchemaChange], renames: Renames, names: Names) -> tuple[Alias, ...]:
    """Return the deprecated aliases of the next version.

    Aliases from earlier renames are kept unless the changes require a minor or major version.

    Args:
        previous: The lock of the previous version.
        changes: The account's changes.
        renames: The certain renames.
        names: The names in the next version.
    """
    bump = max((change.rule.bump for change in changes), default=Bump.NONE)
    kept = previous.aliases if bump < Bump.MINOR else ()
    before, after = _moved_tables(by_scope(previous.names), renames.get("", {})), by_scope(names)
    new = [
        Alias(scope, before[scope][old], wire)
        for scope, renamed in renames.items()
        for old, wire in renamed.items()
        if old in before.get(scope, {}) and wire in after[scope] and before[scope][old] != after[scope][wire]
    ]
    found = (*kept, *sorted(new, key=lambda alias: (alias.scope, alias.name)))
    return tuple(alias for alias in found if alias.name not in after.get(alias.scope, {}).values())


def _renames(changes: Iterable[SchemaChange]) -> Renames:
    changes = list(changes)
    tables = {str(change.before): str(change.after) for change in changes if change.rule in _TABLES}
    found: dict[str, dict[str, str]] = defaultdict(dict)
    found[""] = tables
    for change in changes:
        if change.rule in _FIELDS:
            place = change.place
            scope = table_scope(tables.get(place.owner, place.owner)) if place.table else place.scope
            found[scope][str(change.before)] = str(change.after)
    return {scope: renamed for scope, renamed in found.items() if renamed}


def _moved_tables(groups: Mapping[str, Mapping[str, str]], tables: Mapping[str, str]) -> dict[str, Mapping[str, str]]:
    """Return groups by scope in which those of a renamed table have its new name.

    They replace a group that is left over from an earlier table of that name.
    """
    moved = {table_scope(old): table_scope(new) for old, new in tables.items() if table_scope(old) in groups}
    return {
        moved.get(scope, scope): group
        for scope, group in groups.items()
        if scope in moved or scope not in moved.values()
    }


def scope_of(key: str) -> str:
    """Return the scope that a key of the configuration stands for."""
    return "" if key == TABLES else key


def wire_names(account: AccountSchema) -> dict[str, set[str]]:
    """Return the wire names of an account's fields and tables, by scope."""
    return {
        **{scope: {field.name for field in fields} for scope, fields in fields_by_scope(account).items()},
        "": {table.name for table in account.tables},
    }


def _alike(old: str, new: str) -> bool:
    """Return whether two wire names are spelled alike, apart from case and punctuation, or in Python."""
    return (folded(old) is not None and folded(old) == folded(new)) or attribute(old) == attribute(new)
