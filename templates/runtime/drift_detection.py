"""Detect where a decoded value deviates from the account schema although it fits its type.

A field with allowed values accepts any text in a response, because an outdated value must not break a program, and a
removed field is None, like an empty one. This module reports both. It is cheap: what to inspect is determined once per
type.
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

__all__ = ["MISSING", "UNKNOWN", "Report", "account_fields", "has_enum", "inspect", "unknown_members"]

Report = Callable[[str, str, str], None]
"""Called with the kind, the place (`Contact.Email`) and the details of a deviation; see `response_drift.Drift`."""
MISSING = "the response lacks this property"
UNKNOWN = "the model does not know this property"

unknown_members: ContextVar[list[Enum] | None] = ContextVar("unknown_members", default=None)
"""Collects the members that open enums create for unknown numbers while a response is decoded."""


_HEAD = 16_384  # bytes


@dataclass(frozen=True, slots=True)
class _InspectionPlan:
    """What to inspect in the objects of a model.

    Attributes:
        allowed: The place, a getter and the allowed values of each field that has any.
        account_fields: The place, the name and the usual JSON spelling of the name of each field of the account.
        nested: A getter of each attribute that contains models, whether it is a list, and the plan of the models.
    """

    allowed: Sequence[tuple[str, Callable[[Any], Any], frozenset[Any]]]
    account_fields: Sequence[tuple[str, str, bytes]]
    nested: Sequence[tuple[Callable[[Any], Any], bool, _InspectionPlan]]

    def __bool__(self) -> bool:
        return bool(self.allowed or self.account_fields or self.nested)


def inspect(kind: Any, value: Any, data: bytes | None, report: Report) -> None:
    """Report values that are not allowed and removed account fields.

    Args:
        kind: The type that the value was decoded to.
        value: The decoded value.
        data: The JSON text of the value, in which to look for account fields; None if that has been done already.
        report: Called for each deviation.
    """
    plan, is_list = _plan(kind)
    if plan is not None and value is not None:
        _inspect(plan, value if is_list else [value], data, report)


def _inspect(plan: _InspectionPlan, models: Sequence[Any], data: bytes | None, report: Report) -> None:
    if data is None:  # decoded leniently, so they may be of any type
        models = [model for model in models if isinstance(model, Struct)]
    for place, get, allowed in plan.allowed:
        for value in _values(get, models) - allowed:
            report("unlisted", place, f"{value!r} is not one of the allowed values")
    if data is not None and models:
        head = data[:_HEAD]  # nearly always contains the first object
        for place, name, text in plan.account_fields:
            if text not in head and text not in data and not (b"\\" in data and _spellings(name).search(data)):
                report("missing", place, MISSING)
    for get, is_list, nested in plan.nested:
        found = [item for item in map(get, models) if item is not None]
        if found:
            items = [item for items in found if is_array(items) for item in items] if is_list else found
            _inspect(nested, items, data, report)


def _values(get: Callable[[Any], Any], models: Sequence[Any]) -> set[Any]:
    try:
        return set(map(get, models))
    except TypeError:  # an unhashable value of another type, which lenient decoding kept
        return {value for value in map(get, models) if isinstance(value, (str, int))}


@cache
def _plan(kind: Any) -> tuple[_InspectionPlan | None, bool]:
    """Return the plan for a type, or None if there is nothing to inspect, and whether its values are lists."""
    for part in parts_of(kind):
        is_list = get_origin(part) is list
        (item,) = get_args(part) if is_list else (part,)
        if isinstance(item, type) and issubclass(item, Struct):
            return _model_plan(item, ()) or None, is_list
    return None, False


def _model_plan(model: type[Struct], above: tuple[type[Struct], ...]) -> _InspectionPlan:
    shape = shape_of(model)
    allowed = allowed_values(model)
    names = account_fields(model)
    return _InspectionPlan(
        allowed=[
            (f"{model.__name__}.{wire}", attrgetter(field.name), frozenset((*allowed[field.name], None)))
            for wire, field in shape.fields.items()
            if field.name in allowed
        ],
        account_fields=[(f"{model.__name__}.{wire}", wire, _json(wire)) for wire in shape.fields if wire in names],
        nested=list(_nested(model, (*above, model))),
    )


def _nested(
    model: type[Struct], above: tuple[type[Struct], ...]
) -> Iterator[tuple[Callable[[Any], Any], bool, _InspectionPlan]]:
    for field in shape_of(model).fields.values():
        for part in parts_of(field.type):
            is_list = get_origin(part) is list
            (item,) = get_args(part) if is_list else (part,)
            # A recursive model is inspected on its first level only: a field removed from one is removed from all.
            if isinstance(item, type) and issubclass(item, Struct) and item not in above:
                plan = _model_plan(item, above)
                if plan:
                    yield attrgetter(field.name), is_list, plan


@cache
def account_fields(model: type[Struct]) -> frozenset[str]:
    """Return the wire names of a model's account fields. A response always contains all of them."""
    names: Collection[str] = getattr(model, "_account_", ())
    return frozenset(wire for wire, field in shape_of(model).fields.items() if field.name in names)


def _json(name: str) -> bytes:
    return json.dumps(name, ensure_ascii=False).encode("utf-8", "surrogatepass")


@cache
def _spellings(name: str) -> re.Pattern[bytes]:
    """Return a pattern of all JSON spellings of a name: each character is literal or escaped."""

    def spelled(char: str) -> bytes:
        units = char.encode("utf-16-be", "surrogatepass").hex()
        escape = "".join(rf"\\u(?i:{units[at : at + 4]})" for at in range(0, len(units), 4)).encode()
        unescaped = rb"\\?/" if char == "/" else re.escape(_json(char)[1:-1])
        return b"(?:" + unescaped + b"|" + escape + b")"

    return re.compile(b'"' + b"".join(map(spelled, name)) + b'"')


@cache
def has_enum(kind: Any) -> bool:
    """Return whether a type contains an enum, at any depth."""
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
