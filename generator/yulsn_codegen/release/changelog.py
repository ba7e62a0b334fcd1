"""Describe the changes between two versions of a package, and write the changelog entry of the newer one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..client.naming import Alias, Names, by_scope
from ..client.release import SECTIONS, ChangelogEntry, ChangelogSection
from ..drift import rules
from ..drift.changes import Bump, Rule, SchemaChange
from ..drift.reports.sentences import sentence

_MAX_LINES = 40  # changes of the public API that no change in the account explains

_REMOVED, _CHANGED, _DEPRECATED, _ADDED = SECTIONS
_ENDINGS = {"-removed": _REMOVED, "-converted": _REMOVED, "-added": _ADDED, "-direct": _ADDED}
_FIELD_RENAMES = (rules.FIELD_RENAMED, rules.FIELD_CASE_CHANGED)
_TABLE_RENAMES = (rules.TABLE_RENAMED, rules.TABLE_CASE_CHANGED)


def first_entry(version: str, line: str) -> ChangelogEntry:
    """Return the entry of the first version."""
    return ChangelogEntry(version, (ChangelogSection(_ADDED, (line,)),))


def entry_of(
    version: str,
    changes: Sequence[SchemaChange],
    public: Sequence[tuple[Bump, str]],
    names: tuple[Names, Names],
    deprecated: Sequence[Alias] = (),
) -> ChangelogEntry:
    """Return the entry of a version.

    It lists the account's changes, the names that became deprecated, and those changes of the public API that require a
    higher version than the account's changes do.

    Args:
        version: The version.
        changes: The account's changes.
        public: The changes of the public API: for each the bump that it requires, and a description.
        names: The names in the previous version and in this one.
        deprecated: The aliases that are new in this version.
    """
    sections = [_section(change.rule) for change in changes]
    lines = list(zip(sections, describe(changes, names), strict=True))
    lines += [(_DEPRECATED, _deprecation(alias, names[1])) for alias in deprecated]
    lines += _unexplained(changes, public)
    lines = lines or [(_CHANGED, "Regenerated without changes to the public API.")]
    found = {title: tuple(line for section, line in lines if section == title) for title in SECTIONS}
    return ChangelogEntry(version, tuple(ChangelogSection(title, texts) for title, texts in found.items() if texts))


def describe(changes: Sequence[SchemaChange], names: tuple[Names, Names]) -> tuple[str, ...]:
    """Return one line per change, with the Python names before and after it.

    Args:
        changes: The account's changes.
        names: The names in the previous version and in this one.
    """
    tables = {str(change.before): str(change.after) for change in changes if change.rule in _TABLE_RENAMES}
    return tuple(f"{sentence(change)}{_in_python(change, names, tables)}" for change in changes)


def _in_python(change: SchemaChange, names: tuple[Names, Names], tables: dict[str, str]) -> str:
    """Return the end of a line that says which Python name changed; empty if none is affected.

    Args:
        change: The change.
        names: The names in the previous version and in this one.
        tables: The new names of the renamed tables.
    """
    before, after = names
    place, wire = change.place, change.place.field
    table = tables.get(place.owner, place.owner)
    if wire is not None:
        renamed = str(change.after) if change.rule in _FIELD_RENAMES else wire
        old = (before.table_fields if place.table else before.owners).get(place.owner, {}).get(wire)
        new = (after.table_fields.get(table, {}) if place.table else after.owners.get(place.owner, {})).get(renamed)
    elif place.table:
        old, new = before.tables.get(place.owner), after.tables.get(table)
        old, new = (name and f"tables.{name}" for name in (old, new))
    else:
        return ""
    shown = ", now ".join(dict.fromkeys(filter(None, (old, new))))
    return f" (in Python: {shown})" if shown else ""


def _deprecation(alias: Alias, names: Names) -> str:
    if not alias.scope:
        return f"tables.{alias.name}: use tables.{names.tables[alias.wire]}"
    group = by_scope(names)[alias.scope]
    return f"{alias.name} of {alias.scope}: use {group[alias.wire]}"


def _unexplained(changes: Sequence[SchemaChange], public: Sequence[tuple[Bump, str]]) -> Iterator[tuple[str, str]]:
    """Yield the changes of the public API that require a higher version than the account's changes."""
    explained = max((change.rule.bump for change in changes), default=Bump.NONE)
    more = [what for bump, what in public if bump > explained]
    for what in more[:_MAX_LINES]:
        kinds = {"removed": _REMOVED, "added": _ADDED}
        yield next((title for word, title in kinds.items() if f" was {word}: " in what), _CHANGED), what
    if len(more) > _MAX_LINES:
        yield _CHANGED, f"And {len(more) - _MAX_LINES} more."


def _section(rule: Rule) -> str:
    return next((title for ending, title in _ENDINGS.items() if rule.id.endswith(ending)), _CHANGED)
