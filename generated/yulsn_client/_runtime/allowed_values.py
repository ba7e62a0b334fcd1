"""Find the allowed values of types, and those of a model's properties that its types do not express.

Short lists are part of the type or class. For a long list, it only names the place in the packaged account schema, from
which the list is read on first use.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Annotated, Any, Literal, Self, get_args, get_origin

from .snapshot import packaged_snapshot

__all__ = ["ListedIn", "allowed_values", "load", "values_of"]


class ListedIn(tuple[str, ...]):
    """The path, in the packaged account schema, of the allowed values of the type that it annotates."""

    __slots__ = ()

    def __new__(cls, *path: str) -> Self:
        return super().__new__(cls, path)


def values_of(alias: Any) -> Sequence[Any] | None:
    """Return the allowed values of a type, in their order, or None if it has no such list."""
    if get_origin(alias) is Literal:
        return get_args(alias)
    if get_origin(alias) is Annotated:
        return next((_values(note) for note in get_args(alias)[1:] if isinstance(note, ListedIn)), None)
    return None


def load(module: str, listed: Mapping[str, Any], name: str) -> object:
    """Return the tuple with a public name of a module from the account schema.

    The module stores it, so that it is loaded only once. Raises AttributeError for a name that does not exist.

    Args:
        module: The name of the module.
        listed: The types of allowed values by the names of their tuples.
        name: The name.
    """
    if name not in listed:
        raise AttributeError(f"module {module!r} has no attribute {name!r}")
    values = tuple(values_of(listed[name]) or ())
    setattr(sys.modules[module], name, values)
    return values


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
        path: `("order_types",)` or another list of names, or the path of a field, such as
            `("owners", "Contacts", "Size")` or `("tables", "Cars", "Colour")`.
    """
    schema = packaged_snapshot()
    values: Sequence[str]
    if len(path) == 1:
        fields = schema["owners"]["Contacts"] if path[0] == "contact_fields" else ()
        values = [field["name"] for field in fields] or schema[path[0]]
        return values
    kind, owner, name = path
    fields = schema["owners"][owner] if kind == "owners" else _named(owner, schema["tables"])["fields"]
    values = _named(name, fields)["values"]
    return values


def _named(name: str, items: Iterable[Mapping[str, Any]]) -> Mapping[str, Any]:
    return next(item for item in items if item["name"] == name)
