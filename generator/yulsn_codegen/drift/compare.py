"""Two account schemas go in, every difference between them comes out as a `Change`, in an order of its own; pure.

Order means nothing, in fields, tables, names and allowed values, and a name that is listed twice is listed. What is
renamed is one change and not a removal with an addition: a table is known again by its number, a field by what the
caller confirms, and else suspected by its spelling, its label, or as the only one of its type that went and came.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from ..account.schema import OWNERS, AccountField, AccountSchema, AccountTable, FieldType, TableWrites
from . import rules
from .changes import Change, Place, Rule

TABLES = "tables"
ORDER_TYPES = "order types"
POINT_TYPES = "point types"
PATCH_FIELDS = "patchable fields"
ACCOUNT = "account"
Renames = Mapping[str, Mapping[str, str]]

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


def compare(old: AccountSchema, new: AccountSchema, renames: Renames | None = None) -> tuple[Change, ...]:
    """Return all changes from `old` to `new`; none exactly where their snapshots are the same up to order.

    renames: confirmed renames from old to new wire names, per owner, per `table NAME` (its old name), and for the
    tables themselves under `tables`. One whose old name is not gone, or whose new name is not new, is without effect.
    The changes are sorted: owners, tables by name, lists, the account; in each by field, by rule, and by value.
    """
    renames = renames or {}
    found = [
        change
        for owner in OWNERS
        for change in _fields(owner, owner, False, old.owners.get(owner, ()), new.owners.get(owner, ()), renames)
    ]
    found += _tables(old.tables, new.tables, renames)
    lists = {
        ORDER_TYPES: (old.order_types, new.order_types),
        POINT_TYPES: (old.point_types, new.point_types),
        PATCH_FIELDS: (old.patch_fields, new.patch_fields),
    }
    for scope, added, removed, case_changed, introduced in _LISTS:
        before, after = lists[scope]
        if after and not before:
            found.append(Change(introduced, Place(scope), (), _texts(after)))
        else:
            found += _members(Place(scope), before, after, added, removed, case_changed)
    found += _details(rules.ACCOUNT_DETAILS_CHANGED, Place(ACCOUNT), old.extra, new.extra)
    return tuple(sorted(found, key=_rank))


def _tables(old: Iterable[AccountTable], new: Iterable[AccountTable], renames: Renames) -> Iterator[Change]:
    gone, come = sorted(old, key=_name), sorted(new, key=_name)
    pairs = _pair(gone, come, lambda table: (table.id, table.name))
    renamed = _pair(gone, come, lambda table: table.id)
    recreated = _pair(gone, come, _name)
    confirmed = renames.get(TABLES, {})
    renamed += _pair(gone, come, lambda table: confirmed.get(table.name), _name)
    renamed += _pair(gone, come, lambda table: table.name.casefold())
    for before, after in renamed:
        respelt = before.name.casefold() == after.name.casefold()
        rule = rules.TABLE_CASE_CHANGED if respelt else rules.TABLE_RENAMED
        yield Change(rule, _table(before), before.name, after.name)
    for before, after in recreated + [pair for pair in renamed if pair[0].id != pair[1].id]:
        yield Change(rules.TABLE_RECREATED, _table(before), before.id, after.id)
    for table in gone:
        yield Change(rules.TABLE_REMOVED, _table(table), before=table.id)
    for table in come:
        yield Change(rules.TABLE_ADDED, _table(table), after=table.id)
    for before, after in pairs + renamed + recreated:
        yield from _table_changes(before, after, renames)


def _table_changes(before: AccountTable, after: AccountTable, renames: Renames) -> Iterator[Change]:
    place = _table(before)
    if before.label != after.label:
        yield Change(rules.TABLE_LABEL_CHANGED, place, before.label, after.label)
    if before.description != after.description:
        yield Change(rules.TABLE_DESCRIPTION_CHANGED, place, before.description, after.description)
    yield from _writes(place, before.writes, after.writes)
    yield from _details(rules.TABLE_DETAILS_CHANGED, place, before.extra, after.extra)
    yield from _fields(place.scope, place.owner, True, before.fields, after.fields, renames)


def _writes(place: Place, before: TableWrites, after: TableWrites) -> Iterator[Change]:
    for was, now, converted, direct in (
        (before.create, after.create, rules.CREATE_CONVERTED, rules.CREATE_DIRECT),
        (before.update, after.update, rules.UPDATE_CONVERTED, rules.UPDATE_DIRECT),
        (before.delete, after.delete, rules.DELETE_CONVERTED, rules.DELETE_DIRECT),
    ):
        if was and not now:
            yield Change(converted, place, "direct", "converter")
        elif now and not was:
            yield Change(direct, place, "converter", "direct")
    yield from _details(rules.TABLE_DETAILS_CHANGED, place, before.extra, after.extra, "writes")


def _fields(
    scope: str, owner: str, table: bool, old: Iterable[AccountField], new: Iterable[AccountField], renames: Renames
) -> Iterator[Change]:
    def place(field: AccountField) -> Place:
        return Place(scope, owner, table, field.name)

    gone, come = sorted(old, key=_name), sorted(new, key=_name)
    pairs = _pair(gone, come, _name)
    confirmed = renames.get(scope, {})
    renamed = [(*pair, True) for pair in _pair(gone, come, lambda field: confirmed.get(field.name), _name)]
    renamed += [(*pair, True) for pair in _pair(gone, come, lambda field: field.name.casefold())]
    renamed += [(*pair, False) for pair in _pair(gone, come, lambda field: _folded(field.name))]
    renamed += [(*pair, False) for pair in _pair(gone, come, lambda field: field.label or None)]
    renamed += [(*pair, False) for pair in _pair(gone, come, _type)]
    for before, after, certain in renamed:
        respelt = before.name.casefold() == after.name.casefold()
        rule = rules.FIELD_CASE_CHANGED if respelt else rules.FIELD_RENAMED
        yield Change(rule, place(before), before.name, after.name, certain)
    for field in gone:
        yield Change(rules.FIELD_REMOVED, place(field), before=_type(field))
    for field in come:
        yield Change(rules.FIELD_ADDED, place(field), after=_type(field))
    for before, after in pairs + [(before, after) for before, after, _ in renamed]:
        yield from _field_changes(place(before), before, after)


def _field_changes(place: Place, before: AccountField, after: AccountField) -> Iterator[Change]:
    was, now = before.extra, after.extra
    if _type(before) != _type(after):
        widened = before.type is FieldType.NUMBER and after.type is FieldType.DECIMAL
        yield Change(rules.NUMBER_TO_DECIMAL if widened else rules.TYPE_CHANGED, place, _type(before), _type(after))
        # what the server calls its type is part of the type, where this version has no name for it
        was, now = ({key: item for key, item in extra.items() if key != "server_type"} for extra in (was, now))
    yield from _values(place, before.values, after.values)
    if before.label != after.label:
        yield Change(rules.FIELD_LABEL_CHANGED, place, before.label, after.label)
    yield from _details(rules.FIELD_DETAILS_CHANGED, place, was, now)


def _values(place: Place, before: Sequence[str] | None, after: Sequence[str] | None) -> Iterator[Change]:
    was, now = (None if values is None else _texts(values) for values in (before, after))
    if was == now:
        return
    if now is None:
        yield Change(rules.VALUES_LIFTED, place, was, None)
    elif not now:
        yield Change(rules.VALUES_EMPTIED, place, was, now)
    elif not was:
        yield Change(rules.VALUES_INTRODUCED, place, was, now)
    else:
        yield from _members(place, was, now, rules.VALUE_ADDED, rules.VALUE_REMOVED, rules.VALUE_CASE_CHANGED)


def _members(
    place: Place, old: Iterable[str], new: Iterable[str], added: Rule, removed: Rule, case_changed: Rule
) -> Iterator[Change]:
    gone, come = sorted(set(old)), sorted(set(new))
    _pair(gone, come, str)
    for before, after in _pair(gone, come, str.casefold):
        yield Change(case_changed, place, before, after)
    for text in gone:
        yield Change(removed, place, before=text)
    for text in come:
        yield Change(added, place, after=text)


def _details(
    rule: Rule, place: Place, before: Mapping[str, object], after: Mapping[str, object], inside: str = ""
) -> Iterator[Change]:
    """Yield a change for each key that is not the same; its name stands beside its value, as keys may hold null."""

    def shown(extra: Mapping[str, object], key: str) -> object:
        if key not in extra:
            return None
        return {inside: {key: extra[key]}} if inside else {key: extra[key]}

    for key in sorted({*before, *after}):
        was, now = shown(before, key), shown(after, key)
        if _canonical(was) != _canonical(now):
            yield Change(rule, place, was, now)


def _pair(
    gone: list[_T],
    come: list[_T],
    key: Callable[[_T], Hashable],
    other: Callable[[_T], Hashable] | None = None,
) -> _Pairs[_T]:
    """Take the items out of both lists that have a key which no other item of the same list has, and pair them.

    key: of an item of `gone`; other: of one of `come`, by default the same. None pairs with nothing.
    """
    left, right = _only(gone, key), _only(come, other or key)
    pairs = [(left[name], right[name]) for name in left if name in right]
    for before, after in pairs:
        gone.remove(before)
        come.remove(after)
    return pairs


def _only(items: Iterable[_T], key: Callable[[_T], Hashable]) -> dict[Hashable, _T]:
    found: dict[Hashable, list[_T]] = {}
    for item in items:
        found.setdefault(key(item), []).append(item)
    return {name: same[0] for name, same in found.items() if len(same) == 1 and name is not None}


def _table(table: AccountTable) -> Place:
    return Place(f"table {table.name}", table.name, table=True)


def _name(item: AccountField | AccountTable) -> str:
    return item.name


def _type(field: AccountField) -> str:
    """Return a field's type; of one that this version does not know, what the server calls it as well."""
    if field.type is FieldType.UNKNOWN and "server_type" in field.extra:
        return f"{field.type} ({_canonical(field.extra['server_type'])})"
    return field.type.value


def _folded(name: str) -> str | None:
    """Return a name's letters and digits without regard to case and ways of encoding them; None where it has none."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return "".join(c for c in plain if c.isalnum()) or None


def _texts(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(values)))


def _canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=True)


def _rank(change: Change) -> tuple[int, str, str, int, str]:
    place = change.place
    scopes = (*OWNERS, TABLES, ORDER_TYPES, POINT_TYPES, PATCH_FIELDS, ACCOUNT)
    scope = scopes.index(TABLES if place.table else place.scope)
    value = _canonical([change.before, change.after])
    return scope, place.owner, place.field or "", _ORDER[change.rule.id], value
