"""Convert parsed JSON to a value of a given type, keeping unexpected parts instead of rejecting them.

An object that does not fit its model as a whole is converted member by member. New properties and enum members appear
in this API without notice and must not break a client.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any, Literal, get_args, get_origin

import msgspec
from msgspec import Struct

from .date_times import is_not_set, read_naive, with_offsets
from .dates import DateOnly, read_custom
from .drift_detection import MISSING, UNKNOWN, Report, account_fields
from .json_types import allows_null, is_enum, is_struct, json_kind, json_kinds
from .wire import is_array, is_object, mismatch, parts_of, plain_within, set_extra, shape_of

__all__ = ["convert", "fit"]


def fit(kind: Any, value: Any, report: Report | None = None) -> Any:
    """Convert a plain value to type `kind`. Parts that do not fit are kept unchanged, and reported.

    Args:
        kind: The type to convert to.
        value: Parsed JSON; it may contain values of the target types.
        report: Called once per kind of deviation and place.
    """
    seen: set[tuple[str, str]] = set()

    def report_once(deviation: str, place: str, detail: str) -> None:
        if report is not None and (deviation, place) not in seen:
            seen.add((deviation, place))
            report(deviation, place, detail)

    return _fit(kind, value, "$", report_once)


def _fit(kind: Any, value: Any, place: str, report: Report) -> Any:
    part = _matching_part(kind, value) if is_object(value) or is_array(value) else kind
    if is_object(value) and is_struct(part):
        return _fit_struct(part, value, report)
    if is_array(value) and get_origin(part) is list:
        (item,) = get_args(part)
        return [_fit(item, each, f"{place}[]", report) for each in value]
    if is_object(value) and get_origin(part) is dict:
        item = get_args(part)[1]
        return {key: _fit(item, each, f"{place}{{}}", report) for key, each in value.items()}
    try:
        return convert(kind, value)
    except (ValueError, RecursionError) as error:
        return _coerce_or_keep(kind, value, place, mismatch(error), report)


@cache
def _box(kind: Any) -> Any:
    return msgspec.defstruct("Box", [("held", kind)])


def convert(kind: Any, value: Any) -> Any:
    """Convert a value like `msgspec.convert`, which caches its preparation only for the types of a struct's fields."""
    return msgspec.convert({"held": value}, _box(kind), str_keys=True, dec_hook=read_custom).held


def _fit_struct(kind: type[Struct], value: Mapping[str, Any], report: Report) -> Struct:
    """Convert an object to a model: all at once if its known members fit, otherwise member by member.

    The texts of date-times that should have had an offset are kept in `extra`.
    """
    members, extra = _split(kind, value, report)
    members, texts = with_offsets(kind, members)
    for name, text in texts.items():
        report("offset", f"{kind.__name__}.{name}", text)
    model = None
    if plain_within(kind):
        shape = shape_of(kind)
        encoded = members if shape.plain else {shape.fields[name].encode_name: members[name] for name in members}
        with suppress(ValueError, RecursionError):
            model = msgspec.convert(encoded, kind, str_keys=True, dec_hook=read_custom)
    if model is None:
        model = _by_member(kind, members, report)
    set_extra(model, {**extra, **texts})
    return model


def _split(kind: type[Struct], value: Mapping[str, Any], report: Report) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Return the members that the model declares, by wire name in its own case, and the unknown ones."""
    shape = shape_of(kind)
    if value.keys() <= shape.fields.keys():
        _report_removed_fields(kind, value, report)
        return value, {}
    members, extra = dict(value), dict[str, Any]()
    for name in [name for name in value if name not in shape.fields]:
        member = members.pop(name)
        known = shape.folded.get(name.casefold())
        if known is None or known in members:
            extra[name] = member
            report("unknown", f"{kind.__name__}.{name}", UNKNOWN)
        else:
            members[known] = member
            report("case", f"{kind.__name__}.{known}", f"spelled {name}")
    _report_removed_fields(kind, members, report)
    return members, extra


def _report_removed_fields(kind: type[Struct], members: Mapping[str, Any], report: Report) -> None:
    for name in account_fields(kind) - members.keys():
        report("missing", f"{kind.__name__}.{name}", MISSING)


def _by_member(kind: type[Struct], members: Mapping[str, Any], report: Report) -> Struct:
    """Create a model member by member. Its constructor validates nothing, so members that do not fit are kept."""
    values: dict[str, Any] = {}
    for name, field in shape_of(kind).fields.items():
        place = f"{kind.__name__}.{name}"
        if name in members:
            values[field.name] = _fit(field.type, members[name], place, report)
        elif field.required:
            values[field.name] = None
            report("missing", place, "a required property is missing")
    return kind(**values)


def _matching_part(kind: Any, value: Any) -> Any:
    """Return the only part of a union that has the JSON type of a value, or the union itself if there is not one."""
    parts = [part for part in parts_of(kind) if json_kind(value) in json_kinds(part)]
    return parts[0] if len(parts) == 1 else kind


def _coerce_or_keep(kind: Any, value: Any, place: str, problem: str, report: Report) -> Any:
    """Return a value that msgspec rejects in its coerced form if there is one, or unchanged."""
    if datetime in parts_of(kind):
        with suppress(ValueError):
            found = read_naive(value, allows_null(kind))
            report("offset", place, value)
            return found
    if DateOnly in parts_of(kind) and allows_null(kind) and is_not_set(value):
        report("offset", place, value)
        return None
    for part in parts_of(kind):
        coerced = _coerced(part, value)
        if coerced is not None:
            return coerced
    if value is None:
        report("null", place, problem)
    elif isinstance(value, str) and any(map(is_enum, parts_of(kind))):
        report("member", f"{place}({value})", problem)
    elif any(get_origin(part) is Literal for part in parts_of(kind)):
        report("unlisted", place, problem)
    else:
        report("type", place, problem)
    return value


def _coerced(kind: Any, value: Any) -> Any:
    """Return a value that is written in a form msgspec does not accept as a value of a type, or None."""
    if is_enum(kind) and isinstance(value, str):
        try:
            return kind(value)
        except ValueError:
            return None
    if kind is int and isinstance(value, (Decimal, float)):
        # The bound is checked first: converting 1e999999 to an integer would exhaust the memory.
        bounded = math.isfinite(value) and -(2**63) <= value < 2**63
        return int(value) if bounded and value == int(value) else None
    if kind is datetime and isinstance(value, str) and value[10:11] in ("T", "t", " "):
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            return None
    return None
