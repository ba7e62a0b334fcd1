"""Find the differences between two account schemas, as a sorted list of `SchemaChange`; a pure function.

The order of fields, tables, names and allowed values is ignored, and so are duplicate names. A rename is one change,
not a removal and an addition. A table is recognized by its id. A field is recognized by a confirmed rename; otherwise
a rename is suspected if the spelling or the label match, or if it is the only field of its type that disappeared and
the only one that appeared. Every generated client contains a copy of this module.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from ..account import unread
from ..account.choice import Renames, is_chosen, table_scope
from ..account.fields import identity
from ..account.schema import OWNERS, AccountField, AccountSchema, AccountTable, AllowedValue, FieldType, TableWrites
from . import rules
from .changes import Place, Rule, SchemaChange

TABLES = "tables"
ORDER_TYPES = "order types"
POINT_TYPES = "point types"
PATCH_FIELDS = "patchable fields"
ACCOUNT = "account"

_T = TypeVar("_T")
_Pairs = list[tuple[_T, _T]]
_ORDER = {rule.id: index for index, rule in enumerate(rules.RULES)}
_LISTS = (
    (
        ORDER_TYPES,
        rules.ORDER_TYPE_ADDED,
        rules.ORDER_TYPE_REMOVED,
        rules.ORDER_TYPE_CASE_CHANGED,
        rules.ORDER_TYPES_INTRODUCED,
    ),
    (
        POINT_TYPES,
        rules.POINT_TYPE_ADDED,
        rules.POINT_TYPE_REMOVED,
        rules.POINT_TYPE_CASE_CHANGED,
        rules.POINT_TYPES_INTRODUCED,
    ),
    (
        PATCH_FIELDS,
        rules.PATCH_FIELD_ADDED,
        rules.PATCH_FIELD_REMOVED,
        rules.PATCH_FIELD_CASE_CHANGED,
        rules.PATCH_FIELDS_INTRODUCED,
    ),
)


def compare(old: AccountSchema, new: AccountSchema, renames: Renames | None = None) -> tuple[SchemaChange, ...]:
    """Return all changes from `old` to `new`; there are none if and only if they differ in nothing but order.

    Parts that are unread in either of them are not compared.

    Args:
        old: The old account schema.
        new: The new account schema.
        renames: Confirmed renames from old to new wire names, by owner, by `table NAME` (its old name), and under
            `tables` for the tables themselves. Ignored if the old name still exists or the new one existed before.

    Returns:
        The changes, sorted by owners, tables by name, lists and the account, then by field, rule and value.
    """
    renames = renames or {}
    unknown = old.unread | new.unread
    found = [
        change
        for owner in OWNERS
        if unread.owner_part(owner) not in unknown
        for change in _fields(owner, owner, False, old.owners.get(owner, ()), new.owners.get(owner, ()), renames)
    ]
    if unread.TABLES not in unknown:
        found += _tables(old, new, renames, unknown)
    lists = {
        ORDER_TYPES: (unread.ORDER_TYPES, old.order_types, new.order_types),
        POINT_TYPES: (unread.POINT_TYPES, old.point_types, new.point_types),
        PATCH_FIELDS: (unread.PATCH_FIELDS, old.patch_fields, new.patch_fields),
    }
    for scope, added, removed, case_changed, introduced in _LISTS:
        part, before, after = lists[scope]
        if part in unknown:
            continue
        if after and not before:
            found.append(SchemaChange(introduced, Place(scope), (), _sorted(after)))
        else:
            found += _members(Place(scope), before, after, added, removed, case_changed)
    found += _details(rules.ACCOUNT_DETAILS_CHANGED, Place(ACCOUNT), old.extra, new.extra)
    return tuple(sorted(found, key=_rank))


def _tables(
    old: AccountSchema, new: AccountSchema, renames: Renames, unknown: frozenset[str]
) -> Iterator[SchemaChange]:
    old_items, new_items = sorted(old.tables, key=_name), sorted(new.tables, key=_name)
    pairs = _pair(old_items, new_items, lambda table: (table.id, table.name))
    renamed = _pair(old_items, new_items, lambda table: table.id)
    recreated = _pair(old_items, new_items, _name)
    confirmed = renames.get(TABLES, {})
    renamed += _pair(old_items, new_items, lambda table: confirmed.get(table.name), _name)
    renamed += _pair(old_items, new_items, lambda table: table.name.casefold())
    for before, after in renamed:
        case_only = before.name.casefold() == after.name.casefold()
        rule = rules.TABLE_CASE_CHANGED if case_only else rules.TABLE_RENAMED
        yield SchemaChange(rule, _table(before), before.name, after.name)
    for before, after in recreated + [pair for pair in renamed if pair[0].id != pair[1].id]:
        yield SchemaChange(rules.TABLE_RECREATED, _table(before), before.id, after.id)
    for table in old_items:
        gone = rules.TABLE_REMOVED if is_chosen(new.choice, table.name) else rules.TABLE_EXCLUDED
        yield SchemaChange(gone, _table(table), before=table.id)
    for table in new_items:
        found = rules.TABLE_ADDED if is_chosen(old.choice, table.name) else rules.TABLE_INCLUDED
        yield SchemaChange(found, _table(table), after=table.id)
    for before, after in pairs + renamed + recreated:
        yield from _table_changes(before, after)
        if not {unread.table_part(before.id), unread.table_part(after.id)} & unknown:
            place = _table(before)
            yield from _fields(place.scope, place.owner, True, before.fields, after.fields, renames)


def _table_changes(before: AccountTable, after: AccountTable) -> Iterator[SchemaChange]:
    place = _table(before)
    if before.label != after.label:
        yield SchemaChange(rules.TABLE_LABEL_CHANGED, place, before.label, after.label)
    if before.description != after.description:
        yield SchemaChange(rules.TABLE_DESCRIPTION_CHANGED, place, before.description, after.description)
    yield from _writes(place, before.writes, after.writes)
    yield from _details(rules.TABLE_DETAILS_CHANGED, place, before.extra, after.extra)


def _writes(place: Place, before: TableWrites, after: TableWrites) -> Iterator[SchemaChange]:
    for was, now, converted, direct in (
        (before.create, after.create, rules.CREATE_CONVERTED, rules.CREATE_DIRECT),
        (before.update, after.update, rules.UPDATE_CONVERTED, rules.UPDATE_DIRECT),
        (before.delete, after.delete, rules.DELETE_CONVERTED, rules.DELETE_DIRECT),
    ):
        if was and not now:
            yield SchemaChange(converted, place, "direct", "converter")
        elif now and not was:
            yield SchemaChange(direct, place, "converter", "direct")
    yield from _details(rules.TABLE_DETAILS_CHANGED, place, before.extra, after.extra, "writes")


def _fields(
    scope: str, owner: str, table: bool, old: Iterable[AccountField], new: Iterable[AccountField], renames: Renames
) -> Iterator[SchemaChange]:
    def place(field: AccountField) -> Place:
        return Place(scope, owner, table, field.name)

    old_items, new_items = sorted(old, key=_name), sorted(new, key=_name)
    pairs = _pair(old_items, new_items, _name)
    confirmed = renames.get(scope, {})
    renamed = [(*pair, True) for pair in _pair(old_items, new_items, lambda field: confirmed.get(field.name), _name)]
    renamed += [(*pair, True) for pair in _pair(old_items, new_items, lambda field: field.name.casefold())]
    renamed += [(*pair, False) for pair in _pair(old_items, new_items, lambda field: folded(field.name))]
    renamed += [(*pair, False) for pair in _pair(old_items, new_items, lambda field: field.label or None)]
    renamed += [(*pair, False) for pair in _pair(old_items, new_items, _server_type)]
    for before, after, certain in renamed:
        case_only = before.name.casefold() == after.name.casefold()
        rule = rules.FIELD_CASE_CHANGED if case_only else rules.FIELD_RENAMED
        yield SchemaChange(rule, place(before), before.name, after.name, certain)
    for field in old_items:
        yield SchemaChange(rules.FIELD_REMOVED, place(field), before=_type(field))
    for field in new_items:
        yield SchemaChange(rules.FIELD_ADDED, place(field), after=_type(field))
    for before, after in pairs + [(before, after) for before, after, _ in renamed]:
        yield from _field_changes(place(before), before, after)


def _field_changes(place: Place, before: AccountField, after: AccountField) -> Iterator[SchemaChange]:
    was, now = before.extra, after.extra
    if _type(before) != _type(after):
        widened = before.type is FieldType.NUMBER and after.type is FieldType.DECIMAL
        yield SchemaChange(
            rules.NUMBER_TO_DECIMAL if widened else rules.TYPE_CHANGED, place, _type(before), _type(after)
        )
        # an unknown type is identified by the server's name for it, which is part of the type
        was, now = ({key: item for key, item in extra.items() if key != "server_type"} for extra in (was, now))
    yield from _values(place, before.values, after.values)
    if before.label != after.label:
        yield SchemaChange(rules.FIELD_LABEL_CHANGED, place, before.label, after.label)
    yield from _details(rules.FIELD_DETAILS_CHANGED, place, was, now)


def _values(
    place: Place, before: Sequence[AllowedValue] | None, after: Sequence[AllowedValue] | None
) -> Iterator[SchemaChange]:
    if before is None and after is None:
        return
    was, now = (None if values is None else _sorted(values) for values in (before, after))
    if _canonical(was) == _canonical(now):
        return
    if now is None:
        yield SchemaChange(rules.VALUES_LIFTED, place, was, None)
    elif not now:
        yield SchemaChange(rules.VALUES_EMPTIED, place, was, now)
    elif not was:
        yield SchemaChange(rules.VALUES_INTRODUCED, place, was, now)
    else:
        yield from _members(place, was, now, rules.VALUE_ADDED, rules.VALUE_REMOVED, rules.VALUE_CASE_CHANGED)


def _members(
    place: Place,
    old: Iterable[AllowedValue],
    new: Iterable[AllowedValue],
    added: Rule,
    removed: Rule,
    case_changed: Rule,
) -> Iterator[SchemaChange]:
    old_items, new_items = list(_sorted(old)), list(_sorted(new))
    _pair(old_items, new_items, identity)
    for before, after in _pair(old_items, new_items, _folded_case):
        yield SchemaChange(case_changed, place, before, after)
    for value in old_items:
        yield SchemaChange(removed, place, before=value)
    for value in new_items:
        yield SchemaChange(added, place, after=value)


def _folded_case(value: AllowedValue) -> str | None:
    return value.casefold() if isinstance(value, str) else None


def _details(
    rule: Rule, place: Place, before: Mapping[str, object], after: Mapping[str, object], inside: str = ""
) -> Iterator[SchemaChange]:
    """Yield a change for each key whose value differs. Values include their key, because null is also a value."""

    def shown(extra: Mapping[str, object], key: str) -> object:
        if key not in extra:
            return None
        return {inside: {key: extra[key]}} if inside else {key: extra[key]}

    for key in sorted({*before, *after}):
        was, now = shown(before, key), shown(after, key)
        if _canonical(was) != _canonical(now):
            yield SchemaChange(rule, place, was, now)


def _pair(
    old_items: list[_T],
    new_items: list[_T],
    key: Callable[[_T], Hashable],
    other: Callable[[_T], Hashable] | None = None,
) -> _Pairs[_T]:
    """Remove the items with equal keys from both lists and return them as pairs.

    A key counts only if it is unique within its list and not None.

    Args:
        old_items: Items of the old schema.
        new_items: Items of the new schema.
        key: Returns the key of an item of `old_items`.
        other: Returns the key of an item of `new_items`; defaults to `key`.
    """
    left, right = _only(old_items, key), _only(new_items, other or key)
    pairs = [(left[name], right[name]) for name in left if name in right]
    for before, after in pairs:
        old_items.remove(before)
        new_items.remove(after)
    return pairs


def _only(items: Iterable[_T], key: Callable[[_T], Hashable]) -> dict[Hashable, _T]:
    found: dict[Hashable, list[_T]] = {}
    for item in items:
        found.setdefault(key(item), []).append(item)
    return {name: same[0] for name, same in found.items() if len(same) == 1 and name is not None}


def _table(table: AccountTable) -> Place:
    return Place(table_scope(table.name), table.name, table=True)


def _name(item: AccountField | AccountTable) -> str:
    return item.name


def _type(field: AccountField) -> str:
    """Return a field's type as the package has it."""
    return "Date" if field.date_only else _server_type(field)


def _server_type(field: AccountField) -> str:
    """Return a field's type, with the server's name for it if this version does not know the type."""
    if field.type is FieldType.UNKNOWN and "server_type" in field.extra:
        return f"{field.type} ({_canonical(field.extra['server_type'])})"
    return field.type.value


def folded(name: str) -> str | None:
    """Return a name's letters and digits, casefolded and NFKC-normalized, or None if it has none."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return "".join(c for c in plain if c.isalnum()) or None


def _sorted(values: Iterable[AllowedValue]) -> tuple[AllowedValue, ...]:
    """Return values sorted and without duplicates."""
    unique = {identity(value): value for value in values}
    return tuple(unique[key] for key in sorted(unique))


def _canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=True)


def _rank(change: SchemaChange) -> tuple[int, str, str, int, str]:
    place = change.place
    scopes = (*OWNERS, TABLES, ORDER_TYPES, POINT_TYPES, PATCH_FIELDS, ACCOUNT)
    scope = scopes.index(TABLES if place.table else place.scope)
    value = _canonical([change.before, change.after])
    return scope, place.owner, place.field or "", _ORDER[change.rule.id], value
