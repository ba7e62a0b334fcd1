"""Find the lines of a consumer's Python code that drift breaks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ...description.document import Document
from ...output.lock import Lock
from .. import rules
from ..changes import SchemaChange, Severity
from ..findings import Usage
from .inference import ValueKind
from .layout import PackageLayout, package_layout
from .references import Reference, Role, find_references
from .sources import PythonFile, read_consumers

_ANY_TABLE = "DynamicTable"  # the description's owner of the fields of any table
_METHODS = {
    rules.CREATE_CONVERTED: frozenset({"create", "create_many"}),
    rules.UPDATE_CONVERTED: frozenset({"patch"}),
    rules.DELETE_CONVERTED: frozenset({"delete"}),
}
_INTRODUCED = frozenset({rules.ORDER_TYPES_INTRODUCED, rules.POINT_TYPES_INTRODUCED, rules.PATCH_FIELDS_INTRODUCED})
_ANY_WORD = ""  # the word of changes that any name may refer to
_VALUE_RULES = frozenset({rules.VALUE_REMOVED, rules.VALUE_CASE_CHANGED})
_NAME_RULES = frozenset({rules.FIELD_REMOVED, rules.FIELD_RENAMED, rules.FIELD_CASE_CHANGED})


@dataclass(frozen=True)
class Usages:
    """The lines of code that changes affect.

    Attributes:
        of: The affected lines, by the fingerprint of the change.
        notes: What could not be analysed, as messages for people.
    """

    of: Mapping[str, tuple[Usage, ...]]
    notes: tuple[str, ...]


def find_usages(changes: Iterable[SchemaChange], lock: Lock, document: Document, paths: Iterable[Path]) -> Usages:
    """Find where Python files use what changed, by the names pinned in the lock.

    Only files that import the package, directly or through other files, are analysed. A change that is harmless for
    reading affects no line that reads, and likewise for writing. Files that cannot be parsed are reported as notes.

    Args:
        changes: The changes since the lock was written.
        lock: The lock of the generated package that the files use.
        document: The API description, which says which models have an owner's fields.
        paths: Files, and folders to search. Hidden folders, virtual environments, build output and generated packages
            inside them are skipped.

    Raises:
        InputError: If a path does not exist.
    """
    notes: list[str] = []
    layout = package_layout(lock, document)
    index = _changes_by_word(changes, lock)
    found: dict[str, dict[Usage, None]] = defaultdict(dict)
    for file in read_consumers(paths, lock.package, notes):
        try:
            references = find_references(file.tree, file.text, layout)
        except RecursionError:
            notes.append(f"{file.path} was skipped: nested too deeply")
            continue
        for reference in references:
            usage = _usage(file, reference)
            words = (reference.name, reference.value, _ANY_WORD)
            candidates = {id(item): item for word in words for item in index.get(word, ())}
            for change in candidates.values():
                if _affects(change, reference, lock, layout):
                    found[change.fingerprint][usage] = None
    return Usages({fingerprint: tuple(usages) for fingerprint, usages in found.items()}, tuple(notes))


def _usage(file: PythonFile, reference: Reference) -> Usage:
    by_value = reference.role in (Role.VALUE, Role.LITERAL, Role.ARGUMENT)
    name = reference.value if by_value else reference.name
    return Usage(file.path, reference.line, reference.column, name)


def _changes_by_word(changes: Iterable[SchemaChange], lock: Lock) -> dict[str, list[SchemaChange]]:
    """Index changes by the words that occur in every reference to them."""
    index: dict[str, list[SchemaChange]] = defaultdict(list)
    for change in changes:
        place = change.place
        words = {place.owner, *_table_names(place.owner, lock)} if place.field is None else {place.field}
        words |= {*_field_names(change, lock), *_METHODS.get(change.rule, ())}
        if isinstance(change.before, str):
            words.add(change.before)
        if change.rule in _INTRODUCED:
            words.add(_ANY_WORD)
        for word in words:
            index[word].append(change)
    return index


def _field_names(change: SchemaChange, lock: Lock) -> frozenset[str]:
    """Return the Python names of the changed field, including deprecated ones.

    There are none for a field that has the wire name of a static property.
    """
    place = change.place
    pins = (lock.names.table_fields if place.table else lock.names.owners).get(place.owner, {})
    if place.field is None or place.field not in pins:
        return frozenset()
    old = (alias.name for alias in lock.aliases if (alias.scope, alias.wire) == (place.scope, place.field))
    return frozenset({pins[place.field], *old})


def _table_names(wire: str, lock: Lock) -> frozenset[str]:
    """Return the Python names of a table, including deprecated ones."""
    old = {alias.name for alias in lock.aliases if (alias.scope, alias.wire) == ("", wire)}
    return frozenset(old | {name for name in (lock.names.tables.get(wire),) if name is not None})


def _affects(change: SchemaChange, reference: Reference, lock: Lock, layout: PackageLayout) -> bool:
    if change.place.field is not None:
        severities = {Role.READ: change.rule.reading, Role.WRITE: change.rule.writing}
        severity = severities.get(reference.role, change.rule.severity)
        return severity is not Severity.INFO and _field_matches(change, reference, lock, layout)
    if change.rule.severity is Severity.INFO:
        return False
    if change.place.table:
        return _table_matches(change, reference, lock)
    return _list_matches(change, reference, layout)


def _field_matches(change: SchemaChange, reference: Reference, lock: Lock, layout: PackageLayout) -> bool:
    names, wire = _field_names(change, lock), change.place.field
    if not names or not _may_have_field(change, reference, lock, layout):
        return False
    match reference.role:
        case Role.READ | Role.WRITE:
            return reference.name in names and change.rule not in _VALUE_RULES
        case Role.KEY:
            return reference.name == wire and change.rule not in _VALUE_RULES
        case Role.VALUE:
            is_field = reference.name in {*names, wire}
            return is_field and change.rule in _VALUE_RULES and reference.value == change.before
        case Role.LITERAL if change.rule in _VALUE_RULES:
            return reference.value == change.before
        case Role.LITERAL:
            return change.rule in _NAME_RULES and change.place.owner == "Contacts" and reference.value == wire
    return False


def _may_have_field(change: SchemaChange, reference: Reference, lock: Lock, layout: PackageLayout) -> bool:
    """Return whether the object that is referred to may belong to the owner whose field changed."""
    base, place = reference.base, change.place
    if base is None:
        return True
    if base.kind is ValueKind.ROW:
        return place.table and base.name in _table_names(place.owner, lock)
    if base.kind is ValueKind.MODEL:
        owner = layout.owners.get(base.name)
        return (owner == _ANY_TABLE and reference.role is Role.KEY) if place.table else owner == place.owner
    return False


def _table_matches(change: SchemaChange, reference: Reference, lock: Lock) -> bool:
    names, wire = _table_names(change.place.owner, lock), change.place.owner
    base = reference.base
    methods = _METHODS.get(change.rule)
    if reference.role is Role.TABLE_NAME:  # an argument of the resource for any table
        is_table = base is not None and base.name == "dynamic_table_entities" and reference.name == wire
        return is_table and (methods is None or reference.value in methods)
    if reference.role is not Role.READ or base is None:
        return False
    if methods is not None:
        return base.kind is ValueKind.TABLE and base.name in names and reference.name in methods
    return base.kind is ValueKind.TABLES and reference.name in names


def _list_matches(change: SchemaChange, reference: Reference, layout: PackageLayout) -> bool:
    scope, base = change.place.scope, reference.base
    match reference.role:
        case Role.KEY:
            patched = base is not None and layout.value_lists.get((base.name, "fields")) == scope
            return patched and _is_refused(change, reference.name)
        case Role.VALUE if base is None:
            matches = any(name == reference.name and item == scope for (_, name), item in layout.value_lists.items())
        case Role.VALUE if base is not None:
            matches = layout.value_lists.get((base.name, reference.name)) == scope
        case Role.ARGUMENT:
            matches = base is not None and layout.argument_lists.get(base.name) == scope
        case role:
            matches = role is Role.LITERAL and change.rule not in _INTRODUCED
    return matches and _is_refused(change, reference.value)


def _is_refused(change: SchemaChange, name: str) -> bool:
    """Return whether a name of a list can no longer be used."""
    if change.rule in _INTRODUCED:
        return isinstance(change.after, tuple) and name not in change.after
    return name == change.before
