"""Relate Python types and plain values to the JSON types they are read from."""

from __future__ import annotations

import types
from collections.abc import Mapping, Set
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from msgspec import Struct, UnsetType

__all__ = ["allows_null", "is_enum", "is_struct", "json_kind", "json_kinds"]


def json_kind(value: object) -> str:
    """Return the JSON type of a plain value, as it is named in messages."""
    match value:
        case None:
            return "null"
        case bool():
            return "a boolean"
        case int() | float() | Decimal():
            return "a number"
        case str():
            return "a string"
        case list() | tuple():
            return "an array"
        case _:
            return "an object"


_ANYTHING = frozenset({"null", "a boolean", "a number", "a string", "an array", "an object"})
_SCALARS: Mapping[Any, frozenset[str]] = {
    None: frozenset({"null"}),
    types.NoneType: frozenset({"null"}),
    bool: frozenset({"a boolean"}),
    int: frozenset({"a number"}),
    float: frozenset({"a number"}),
    Decimal: frozenset({"a number", "a string"}),
    UnsetType: frozenset(),
}


@cache
def json_kinds(kind: Any) -> Set[str]:
    """Return the JSON types that a Python type can be decoded from, as they are named in messages."""
    origin = get_origin(kind) or kind
    if kind is Any or kind is object:
        return _ANYTHING
    if origin is Annotated:
        return json_kinds(get_args(kind)[0])
    if origin in (Union, types.UnionType):
        return frozenset[str]().union(*(json_kinds(part) for part in get_args(kind)))
    if origin is Literal:
        return frozenset(json_kind(value) for value in get_args(kind))
    if origin in (list, tuple, set, frozenset):
        return frozenset({"an array"})
    if origin is dict or origin is Mapping or is_struct(kind):
        return frozenset({"an object"})
    if isinstance(kind, type) and issubclass(kind, Enum):
        return frozenset({"a number", "a string"})
    return _SCALARS.get(kind, frozenset({"a string"}))


def allows_null(kind: Any) -> bool:
    """Return whether None is a value of the type."""
    return "null" in json_kinds(kind)


def is_struct(kind: Any) -> bool:
    """Return whether a type is a model."""
    return isinstance(kind, type) and issubclass(kind, Struct)


def is_enum(kind: Any) -> bool:
    """Return whether a type is an enum."""
    return isinstance(kind, type) and issubclass(kind, Enum)
