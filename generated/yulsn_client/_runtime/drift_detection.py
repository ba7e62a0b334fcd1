"""Detect where a decoded value deviates from the account schema although it fits its type.

A field with allowed values is read as any text, because an old value must not break a program, and a removed field is
None, like an empty one. This module reports both. It is cheap: what to look at is determined once per type.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from enum import Enum
from functools import cache
from operator import attrgetter
from typing import Any, get_args, get_origin

from msgspec import Struct

from .allowed_values import allowed_values
from .wire import is_array, parts_of, shape_of

__all__ = ["Report", "account_fields", "has_enum", "inspect", "unknown_members"]

Report = Callable[[str, str, str], None]
"""Told of each oddity: its kind, its place (`Contact.Email`), and what was met there; see `response_drift.Drift`."""

unknown_members: ContextVar[list[Enum] | None] = ContextVar("unknown_members", default=None)
"""Where an open enum puts the members that it had to make up."""


_FIRST = 16_384  # bytes


@dataclass(frozen=True, slots=True)
class _Plan:
    """What to look at in the objects of a model.

    Attributes:
        listed: place, how to get the values, and which are allowed.
        own: place, name, and the name as JSON mostly spells it, of each field of the account.
        inner: how to get what holds other models, whether that is a list of them, and their plan.
    """

    listed: Sequence[tuple[str, Callable[[Any], Any], frozenset[Any]]]
    own: Sequence[tuple[str, str, bytes]]
    inner: Sequence[tuple[Callable[[Any], Any], bool, _Plan]]


def inspect(kind: Any, value: Any, data: bytes | None, tell: Report) -> None:
    """Tell of unlisted values and, given the JSON text of the value, of fields of the account that are gone."""
    plan, is_list = _plan(kind)
    if plan is not None and value is not None:
        _look(plan, value if is_list else [value], data, tell)


def _look(plan: _Plan, models: Sequence[Any], data: bytes | None, tell: Report) -> None:
    if data is None:  # read leniently: anything may be among them
        models = [model for model in models if isinstance(model, Struct)]
    for place, get, allowed in plan.listed:
        for odd in _values(get, models) - allowed:
            tell("unlisted", place, f"{odd!r} is not one of the allowed values")
    if data is not None and models:
        head = data[:_FIRST]  # nearly always the first object tells, in the first spelling
        for place, name, text in plan.own:
            if text not in head and text not in data and not (b"\\" in data and _spellings(name).search(data)):
                tell("missing", place, "the response lacks this property")
    for get, is_list, inner in plan.inner:
        found = [item for item in map(get, models) if item is not None]
        if found:
            items = [item for items in found if is_array(items) for item in items] if is_list else found
            _look(inner, items, data, tell)


def _values(get: Callable[[Any], Any], models: Sequence[Any]) -> set[Any]:
    try:
        return set(map(get, models))
    except TypeError:  # a value of another type, kept as it came, that cannot be in a set
        return {value for value in map(get, models) if isinstance(value, (str, int))}


@cache
def _plan(kind: Any) -> tuple[_Plan | None, bool]:
    """What to look at in values of a type, if anything, and whether they are lists."""
    for part in parts_of(kind):
        is_list = get_origin(part) is list
        (item,) = get_args(part) if is_list else (part,)
        if isinstance(item, type) and issubclass(item, Struct):
            plan = _model_plan(item, ())
            return (plan if plan.listed or plan.own or plan.inner else None), is_list
    return None, False


def _model_plan(model: type[Struct], above: tuple[type[Struct], ...]) -> _Plan:
    shape = shape_of(model)
    allowed = allowed_values(model)
    own = account_fields(model)
    listed = [
        (f"{model.__name__}.{wire}", attrgetter(field.name), frozenset((*allowed[field.name], None)))
        for wire, field in shape.fields.items()
        if field.name in allowed
    ]
    return _Plan(
        listed=listed,
        own=[(f"{model.__name__}.{wire}", wire, _plain(wire)) for wire in shape.fields if wire in own],
        inner=list(_inner(model, (*above, model))),
    )


def _inner(model: type[Struct], above: tuple[type[Struct], ...]) -> Iterator[tuple[Callable[[Any], Any], bool, _Plan]]:
    for field in shape_of(model).fields.values():
        for part in parts_of(field.type):
            is_list = get_origin(part) is list
            (item,) = get_args(part) if is_list else (part,)
            # a model within itself is looked at on its first level: what is gone from one is gone from all
            if isinstance(item, type) and issubclass(item, Struct) and item not in above:
                plan = _model_plan(item, above)
                if plan.listed or plan.own or plan.inner:
                    yield attrgetter(field.name), is_list, plan


@cache
def account_fields(model: type[Struct]) -> frozenset[str]:
    """The wire names of a model's fields that are the account's own; an answer always holds them all."""
    names: Collection[str] = getattr(model, "_account_", ())
    return frozenset(wire for wire, field in shape_of(model).fields.items() if field.name in names)


def _plain(name: str) -> bytes:
    return json.dumps(name, ensure_ascii=False).encode("utf-8", "surrogatepass")


@cache
def _spellings(name: str) -> re.Pattern[bytes]:
    """All ways in which a server may write a name in JSON: each character as it is, or escaped in any case."""

    def spelled(char: str) -> bytes:
        units = char.encode("utf-16-be", "surrogatepass").hex()
        escape = "".join(rf"\\u(?i:{units[at : at + 4]})" for at in range(0, len(units), 4)).encode()
        as_it_is = rb"\\?/" if char == "/" else re.escape(_plain(char)[1:-1])
        return b"(?:" + as_it_is + b"|" + escape + b")"

    return re.compile(b'"' + b"".join(map(spelled, name)) + b'"')


@cache
def has_enum(kind: Any) -> bool:
    """Whether values of a type may hold an enum, at any depth."""
    seen, waiting = set[Any](), [kind]
    while waiting:
        for part in parts_of(waiting.pop()):
            waiting.extend(get_args(part))
            if isinstance(part, type) and issubclass(part, Enum):
                return True
            if isinstance(part, type) and issubclass(part, Struct) and part not in seen:
                seen.add(part)
                waiting.extend(field.type for field in shape_of(part).fields.values())
    return False
