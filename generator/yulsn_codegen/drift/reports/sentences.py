"""Describe a change in one sentence, for reports and changelogs."""

from __future__ import annotations

from collections.abc import Mapping

from .. import rules
from ..changes import SchemaChange
from .wording import cut, shown

# Instead of the rule's own sentence, for a change that is not certain.
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
    words = _words(change, with_owner)
    if change.certain:
        return change.rule.sentence.format_map(words)
    return _SUSPECTED.get(change.rule.id, f"{change.rule.sentence} (suspected)").format_map(words)


def _words(change: SchemaChange, with_owner: bool) -> dict[str, str]:
    """Return the placeholders of a rule's sentence. In a report, the field's owner may already be in a heading."""
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
