"""Find the allowed values of a model's properties that its types do not express.

Short lists are part of the class. For a long list, the class only names its place in the packaged account schema, from
which it is read on first use.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from .snapshot import packaged_snapshot

__all__ = ["allowed_values"]


@cache
def allowed_values(model: type[Any]) -> Mapping[str, Collection[str | int]]:
    """Return the allowed values of a model's properties by Python name, in their order.

    The collections are dicts, so `in` is fast.
    """
    short: Mapping[str, Sequence[str | int]] = getattr(model, "_allowed_", {})
    long: Mapping[str, Sequence[str]] = getattr(model, "_listed_", {})
    lists = {**short, **{name: _values(path) for name, path in long.items()}}
    return {name: dict.fromkeys(values) for name, values in lists.items()}


def _values(path: Sequence[str]) -> Sequence[str | int]:
    """Return the values at a path in the account schema.

    Args:
        path: `("order_types",)`, or the path of a field, such as `("owners", "Contacts", "Size")` or
            `("tables", "Cars", "Colour")`.
    """
    schema = packaged_snapshot()
    values: Sequence[str]
    if len(path) == 1:
        values = schema[path[0]]
        return values
    kind, owner, name = path
    fields = schema["owners"][owner] if kind == "owners" else _named(owner, schema["tables"])["fields"]
    values = _named(name, fields)["values"]
    return values


def _named(name: str, items: Iterable[Mapping[str, Any]]) -> Mapping[str, Any]:
    return next(item for item in items if item["name"] == name)
