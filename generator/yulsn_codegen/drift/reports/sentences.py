"""Describe a change in one sentence, for reports and changelogs."""

from __future__ import annotations

from collections.abc import Mapping

from .. import rules
from ..changes import SchemaChange
from .wording import cut, shown, within

# The placeholders are those of `_words`. In a report, the field's owner may already be in a heading.
_SENTENCES: Mapping[str, str] = {
    rules.FIELD_ADDED.id: "Field {field} was added{to_owner} (type {after_type})",
    rules.FIELD_REMOVED.id: "Field {field} was removed{from_owner} (type {before_type})",
    rules.FIELD_RENAMED.id: "Field {field}{of_owner} was renamed to {after}",
    rules.FIELD_CASE_CHANGED.id: "Field {field}{of_owner} was renamed to {after} (only the case changed)",
    rules.TYPE_CHANGED.id: "The type of field {field}{of_owner} changed from {before_type} to {after_type}",
    rules.NUMBER_TO_DECIMAL.id: "The type of field {field}{of_owner} was widened from {before_type} to {after_type}",
    rules.VALUE_ADDED.id: "Field {field}{of_owner} now allows the value {after}",
    rules.VALUE_REMOVED.id: "Field {field}{of_owner} no longer allows the value {before}",
    rules.VALUE_CASE_CHANGED.id: "Field {field}{of_owner} now allows the value {after} instead of {before} "
    "(only the case changed)",
    rules.VALUES_INTRODUCED.id: "Field {field}{of_owner} now allows only these values: {after}",
    rules.VALUES_LIFTED.id: "Field {field}{of_owner} now allows any value",
    rules.VALUES_EMPTIED.id: "The list of allowed values of field {field}{of_owner} is now empty",
    rules.FIELD_LABEL_CHANGED.id: "The label of field {field}{of_owner} {changed}",
    rules.FIELD_DETAILS_CHANGED.id: "Property {key} of field {field}{of_owner} {detail_changed}",
    rules.TABLE_ADDED.id: "Table {table} was added (id {after})",
    rules.TABLE_REMOVED.id: "Table {table} was removed (id {before})",
    rules.TABLE_INCLUDED.id: "Table {table} is now included by the configuration (id {after})",
    rules.TABLE_EXCLUDED.id: "Table {table} is no longer included by the configuration (id {before})",
    rules.TABLE_RENAMED.id: "Table {table} was renamed to {after}",
    rules.TABLE_CASE_CHANGED.id: "Table {table} was renamed to {after} (only the case changed)",
    rules.TABLE_RECREATED.id: "Table {table} was deleted and created again (id {before}, now {after})",
    rules.TABLE_LABEL_CHANGED.id: "The label of table {table} {changed}",
    rules.TABLE_DESCRIPTION_CHANGED.id: "The description of table {table} {changed}",
    rules.CREATE_CONVERTED.id: "Rows of table {table} can now be created only through a converter",
    rules.UPDATE_CONVERTED.id: "Rows of table {table} can now be updated only through a converter",
    rules.DELETE_CONVERTED.id: "Rows of table {table} can now be deleted only through a converter",
    rules.CREATE_DIRECT.id: "Rows of table {table} can now be created directly",
    rules.UPDATE_DIRECT.id: "Rows of table {table} can now be updated directly",
    rules.DELETE_DIRECT.id: "Rows of table {table} can now be deleted directly",
    rules.TABLE_DETAILS_CHANGED.id: "Property {key} of table {table} {detail_changed}",
    rules.ORDER_TYPE_ADDED.id: "Order type {after} was added",
    rules.ORDER_TYPE_REMOVED.id: "Order type {before} was removed",
    rules.ORDER_TYPE_CASE_CHANGED.id: "Order type {before} was renamed to {after} (only the case changed)",
    rules.ORDER_TYPES_INTRODUCED.id: "The account now has order types: {after}",
    rules.POINT_TYPE_ADDED.id: "Point type {after} was added",
    rules.POINT_TYPE_REMOVED.id: "Point type {before} was removed",
    rules.POINT_TYPE_CASE_CHANGED.id: "Point type {before} was renamed to {after} (only the case changed)",
    rules.POINT_TYPES_INTRODUCED.id: "The account now has point types: {after}",
    rules.PATCH_FIELD_ADDED.id: "Field {after} can now be patched in bulk",
    rules.PATCH_FIELD_REMOVED.id: "Field {before} can no longer be patched in bulk",
    rules.PATCH_FIELD_CASE_CHANGED.id: "Bulk-patchable field {before} was renamed to {after} (only the case changed)",
    rules.PATCH_FIELDS_INTRODUCED.id: "The account now lists the fields that can be patched in bulk: {after}",
    rules.ACCOUNT_DETAILS_CHANGED.id: "Property {key} of the account {detail_changed}",
}
_SUSPECTED: Mapping[str, str] = {
    rules.FIELD_RENAMED.id: "Field {field}{of_owner} may have been renamed to {after}",
}
_ABSENT = object()


def sentence(change: SchemaChange, *, with_owner: bool = True) -> str:
    """Return one sentence that describes a change, without a full stop.

    Args:
        change: The change to describe.
        with_owner: Whether to name the field's owner; False below a heading that names it.
    """
    template = _SENTENCES.get(change.rule.id)
    if template is None:
        return ": ".join(part for part in (cut(change.rule.title), within(change)) if part)
    words = _words(change, with_owner)
    if change.certain:
        return template.format_map(words)
    return _SUSPECTED.get(change.rule.id, f"{template} (suspected)").format_map(words)


def _words(change: SchemaChange, with_owner: bool) -> dict[str, str]:
    place, before, after = change.place, change.before, change.after
    table = shown(place.owner)
    owner = f"table {table}" if place.table else cut(place.owner)
    key, was, now = _detail(change)
    return {
        "field": shown(place.field),
        "table": table,
        "to_owner": f" to {owner}" if with_owner else "",
        "from_owner": f" from {owner}" if with_owner else "",
        "of_owner": f" of {owner}" if with_owner else "",
        "before": shown(before),
        "after": shown(after),
        "before_type": _type(before),
        "after_type": _type(after),
        "changed": _transition(*(_ABSENT if value is None else value for value in (before, after))),
        "key": shown(key),
        "detail_changed": _transition(was, now),
    }


def _type(value: object) -> str:
    return cut(value) if isinstance(value, str) else shown(value)


def _transition(before: object, after: object) -> str:
    if before is _ABSENT and after is _ABSENT:
        return "changed"
    if before is _ABSENT:
        return f"was set to {shown(after)}"
    if after is _ABSENT:
        return f"was removed (it was {shown(before)})"
    return f"changed from {shown(before)} to {shown(after)}"


def _detail(change: SchemaChange) -> tuple[str, object, object]:
    """Return the key of a property that this version does not know, and its values.

    Rules for details hold a mapping of the key to the value. The key of a detail of a table's `writes` is nested.
    """
    before, after = change.before, change.after
    path: list[str] = []
    while not path or path == ["writes"]:
        mapping = after if isinstance(after, dict) else before
        if not isinstance(mapping, dict) or len(mapping) != 1:
            break
        (key,) = mapping
        path.append(str(key))
        before, after = (item.get(key, _ABSENT) if isinstance(item, dict) else _ABSENT for item in (before, after))
    return ".".join(path), before, after
