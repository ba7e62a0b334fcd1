"""Decide which changes affect a reference in a consumer's code."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from ...client.identifiers import class_name, values_constant
from ...output.lock import Lock
from .. import rules
from ..changes import SchemaChange, Severity
from .layout import PackageLayout, PackagePart, Part
from .references import Reference, Role

# The methods that tables lose when writing to them moves behind a converter.
METHODS = {
    rules.CREATE_CONVERTED: frozenset({"create", "create_many"}),
    rules.UPDATE_CONVERTED: frozenset({"patch"}),
    rules.DELETE_CONVERTED: frozenset({"delete"}),
}
_INTRODUCED = frozenset({rules.ORDER_TYPES_INTRODUCED, rules.POINT_TYPES_INTRODUCED, rules.PATCH_FIELDS_INTRODUCED})
_VALUE_RULES = frozenset({rules.VALUE_REMOVED, rules.VALUE_CASE_CHANGED})


class ChangeIndex:
    """The changes that can affect code, indexed by the words that occur in every reference to them.

    Attributes:
        changes: The changes.
    """

    def __init__(self, changes: Iterable[SchemaChange], lock: Lock, layout: PackageLayout) -> None:
        self.changes = tuple(change for change in changes if change.rule.severity is not Severity.INFO)
        self._lock = lock
        self._layout = layout
        self._by_word: dict[str, list[SchemaChange]] = defaultdict(list)
        for change in self.changes:
            for word in self._words(change):
                self._by_word[word].append(change)
        self._of_any_word = [change for change in self.changes if change.rule in _INTRODUCED]
        # An escape sequence in a string may stand for a letter of a word.
        self._any_word = re.compile("|".join([r"\\[uUxN0-7]", *map(re.escape, filter(None, self._by_word))]))

    def is_relevant(self, word: str) -> bool:
        """Return whether a change can affect a reference that contains a word."""
        return word in self._by_word or bool(self._of_any_word)

    def may_be_in(self, text: str) -> bool:
        """Return whether source code may contain a reference that a change affects, without parsing it."""
        return bool(self._of_any_word) or self._any_word.search(text) is not None

    def affecting(self, reference: Reference) -> Iterator[SchemaChange]:
        """Yield the changes that affect a reference."""
        named = (change for word in (reference.name, reference.value) for change in self._by_word.get(word, ()))
        candidates = {id(change): change for change in (*named, *self._of_any_word)}
        yield from (change for change in candidates.values() if self._affects(change, reference))

    def named_in(self, words: Iterable[str]) -> list[SchemaChange]:
        """Return the changes that an error message refers to.

        Args:
            words: The words that the message quotes. If there are classes of the package among them, only changes that
                can be about one of those are returned.
        """
        words = set(words)
        parts = [part for word in words if (part := self._layout.part_of_class(word)) is not None]
        found = {id(change): change for word in words for change in self._by_word.get(word, ())}
        return [
            change
            for change in found.values()
            if change.place.field is None or not parts or any(self._may_have_field(change, part) for part in parts)
        ]

    def _words(self, change: SchemaChange) -> set[str]:
        place = change.place
        if place.field is None:
            words = {place.owner, *self._table_names(place.owner), *METHODS.get(change.rule, ())}
        else:
            words = {place.field, *self._field_names(change)}
            words |= self._type_names(change)
        return words | ({change.before} if isinstance(change.before, str) else set())

    def _field_names(self, change: SchemaChange) -> frozenset[str]:
        """Return the Python names of the changed field, including deprecated ones.

        There are none for a field that has the wire name of a static property.
        """
        place, names = change.place, self._lock.names
        pins = (names.table_fields if place.table else names.owners).get(place.owner, {})
        if place.field is None or place.field not in pins:
            return frozenset()
        old = (alias.name for alias in self._lock.aliases if (alias.scope, alias.wire) == (place.scope, place.field))
        return frozenset({pins[place.field], *old})

    def _type_names(self, change: SchemaChange) -> frozenset[str]:
        """Return the names of the type of the changed field's allowed values, and of the tuple of those."""
        name = self._lock.names.values.get(change.place.scope, {}).get(change.place.field or "")
        return frozenset() if name is None else frozenset({class_name(name), values_constant(name)})

    def _table_names(self, wire: str) -> frozenset[str]:
        """Return the Python names of a table, including deprecated ones."""
        old = {alias.name for alias in self._lock.aliases if (alias.scope, alias.wire) == ("", wire)}
        return frozenset(old | {name for name in (self._lock.names.tables.get(wire),) if name is not None})

    def _affects(self, change: SchemaChange, reference: Reference) -> bool:
        if change.place.field is not None:
            severities = {Role.READ: change.rule.reading, Role.WRITE: change.rule.writing}
            severity = severities.get(reference.role, change.rule.severity)
            return severity is not Severity.INFO and self._field_matches(change, reference)
        if change.place.table:
            return self._table_matches(change, reference)
        return self._list_matches(change, reference)

    def _field_matches(self, change: SchemaChange, reference: Reference) -> bool:
        names, wire = self._field_names(change), change.place.field
        if not names or not self._may_have_field(change, reference.base):
            return False
        match reference.role:
            case Role.READ | Role.WRITE:
                return reference.name in names and change.rule not in _VALUE_RULES
            case Role.IMPORT:
                return reference.name in self._type_names(change) and change.rule not in _VALUE_RULES
            case Role.TEXT:
                return reference.name in {*names, wire} and change.rule not in _VALUE_RULES
            case Role.VALUE:
                is_field = reference.name in {*names, wire}
                return is_field and change.rule in _VALUE_RULES and reference.value == change.before
            case Role.LITERAL:
                return change.rule in _VALUE_RULES and reference.value == change.before
        return False

    def _may_have_field(self, change: SchemaChange, base: PackagePart | None) -> bool:
        """Return whether the object that is referred to may belong to the owner whose field changed."""
        place = change.place
        if base is None:
            return True
        if base.part is Part.ROW:
            return place.table and base.name in self._table_names(place.owner)
        return base.part is Part.MODEL and not place.table and self._layout.owners.get(base.name) == place.owner

    def _table_matches(self, change: SchemaChange, reference: Reference) -> bool:
        names, wire = self._table_names(change.place.owner), change.place.owner
        methods, base = METHODS.get(change.rule), reference.base
        match reference.role:
            case Role.TABLE_NAME:  # an argument of the resource for any table
                return methods is not None and reference.name == wire and reference.value in methods
            case Role.TEXT:
                return methods is None and reference.name == wire
            case Role.IMPORT:
                return methods is None and reference.name in names
            case Role.READ if methods is not None:
                is_table = base is not None and base.part is Part.TABLE and base.name in names
                return is_table and reference.name in methods
            case Role.READ:
                return reference.name in names and (base is None or base.part is Part.TABLES)
        return False

    def _list_matches(self, change: SchemaChange, reference: Reference) -> bool:
        scope, base, lists = change.place.scope, reference.base, self._layout.value_lists
        match reference.role:
            case Role.KEY:
                is_listed = base is not None and lists.get((base.name, reference.value)) == scope
                return is_listed and _is_refused(change, reference.name)
            case Role.VALUE if base is None:
                matches = any(name == reference.name and item == scope for (_, name), item in lists.items())
            case Role.VALUE if base is not None:
                matches = lists.get((base.name, reference.name)) == scope
            case Role.ARGUMENT:
                matches = self._layout.argument_lists.get(reference.name) == scope
            case role:
                matches = role is Role.LITERAL and change.rule not in _INTRODUCED
        return matches and _is_refused(change, reference.value)


def _is_refused(change: SchemaChange, name: str) -> bool:
    """Return whether a name of a list can no longer be used."""
    if change.rule in _INTRODUCED:
        return isinstance(change.after, tuple) and name not in change.after
    return name == change.before
