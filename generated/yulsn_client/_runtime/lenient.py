"""Convert parsed JSON to a value of a given type, keeping unexpected parts instead of rejecting them.

An object that does not fit its model as a whole is converted member by member. New properties and enum members appear
in this API without notice and must not break a client.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any, Literal, get_args, get_origin

import msgspec
from msgspec import Struct

from .drift_detection import Report, account_fields
from .json_types import is_enum, is_struct, json_kind, json_kinds
from .wire import is_array, is_object, parts_of, plain_within, set_extra, shape_of

__all__ = ["fit"]

_PLACE_IN_MESSAGE = re.compile(r" - at `.*`$", re.DOTALL)


def fit(kind: Any, value: Any, report: Report | None = None) -> Any:
    """A plain value as a value of type `kind`; what does not fit is kept as it came, and told to `report`."""
    told: set[tuple[str, str]] = set()

    def tell(oddity: str, place: str, detail: str) -> None:
        if report is not None and (oddity, place) not in told:
            told.add((oddity, place))
            report(oddity, place, detail)

    return _fit(kind, value, "$", tell)


def _fit(kind: Any, value: Any, place: str, tell: Report) -> Any:
    part = _chosen(kind, value) if is_object(value) or is_array(value) else kind
    if is_object(value) and is_struct(part):
        return _fit_struct(part, value, tell)
    if is_array(value) and get_origin(part) is list:
        (item,) = get_args(part)
        return [_fit(item, each, f"{place}[]", tell) for each in value]
    if is_object(value) and get_origin(part) is dict:
        item = get_args(part)[1]
        return {key: _fit(item, each, f"{place}{{}}", tell) for key, each in value.items()}
    try:
        return _convert(kind, value)
    except (ValueError, RecursionError) as error:
        return _rescue(kind, value, place, _PLACE_IN_MESSAGE.sub("", str(error)), tell)


@cache
def _box(kind: Any) -> Any:
    return msgspec.defstruct("Box", [("held", kind)])


def _convert(kind: Any, value: Any) -> Any:
    """`msgspec.convert`, but quicker: that prepares a type anew each time, unless it is the type of a field."""
    return msgspec.convert({"held": value}, _box(kind), str_keys=True).held


def _fit_struct(kind: type[Struct], value: Mapping[str, Any], tell: Report) -> Struct:
    """A model object, all at once if its known members fit, or else member by member."""
    members, extra = _split(kind, value, tell)
    model = None
    if plain_within(kind):
        shape = shape_of(kind)
        encoded = members if shape.plain else {shape.fields[name].encode_name: members[name] for name in members}
        with suppress(ValueError, RecursionError):
            model = msgspec.convert(encoded, kind, str_keys=True)
    if model is None:
        model = _by_member(kind, members, tell)
    set_extra(model, extra)
    return model


def _split(kind: type[Struct], value: Mapping[str, Any], tell: Report) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """The members that the model knows, by their true names, and those that it does not know."""
    shape = shape_of(kind)
    if value.keys() <= shape.fields.keys():
        _tell_gone(kind, value, tell)
        return value, {}
    members, extra = dict(value), dict[str, Any]()
    for name in [name for name in value if name not in shape.fields]:
        member = members.pop(name)
        known = shape.folded.get(name.casefold())
        if known is None or known in members:
            extra[name] = member
            tell("unknown", f"{kind.__name__}.{name}", "the model does not know this property")
        else:
            members[known] = member
            tell("case", f"{kind.__name__}.{known}", f"spelled {name}")
    _tell_gone(kind, members, tell)
    return members, extra


def _tell_gone(kind: type[Struct], members: Mapping[str, Any], tell: Report) -> None:
    for name in account_fields(kind) - members.keys():
        tell("missing", f"{kind.__name__}.{name}", "the response lacks this property")


def _by_member(kind: type[Struct], members: Mapping[str, Any], tell: Report) -> Struct:
    """A model object made member by member; its constructor checks nothing, so it takes what does not fit."""
    values: dict[str, Any] = {}
    for name, field in shape_of(kind).fields.items():
        place = f"{kind.__name__}.{name}"
        if name in members:
            values[field.name] = _fit(field.type, members[name], place, tell)
        elif field.required:
            values[field.name] = None
            tell("missing", place, "a required property is not there")
    return kind(**values)


def _chosen(kind: Any, value: Any) -> Any:
    """The part of a type that a value is meant for, or the type itself where that is not clear."""
    parts = [part for part in parts_of(kind) if json_kind(value) in json_kinds(part)]
    return parts[0] if len(parts) == 1 else kind


def _rescue(kind: Any, value: Any, place: str, problem: str, tell: Report) -> Any:
    """The last try for a value that its type refuses: read it in another way, or keep it as it came."""
    for part in parts_of(kind):
        found = _other_reading(part, value)
        if found is not None:
            return found
    if value is None:
        tell("null", place, problem)
    elif isinstance(value, str) and any(map(is_enum, parts_of(kind))):
        tell("member", f"{place}({value})", problem)
    elif any(get_origin(part) is Literal for part in parts_of(kind)):
        tell("unlisted", place, problem)
    else:
        tell("type", place, problem)
    return value


def _other_reading(kind: Any, value: Any) -> Any:
    """What a value means where it is written in another way than msgspec reads it, or None."""
    if is_enum(kind) and isinstance(value, str):
        try:
            return kind(value)
        except ValueError:
            return None
    if kind is int and isinstance(value, (Decimal, float)):
        # Compared with a bound first: the integer of 1e999999 would fill the memory.
        bounded = math.isfinite(value) and -(2**63) <= value < 2**63
        return int(value) if bounded and value == int(value) else None
    if kind is datetime and isinstance(value, str) and value[10:11] in ("T", "t", " "):
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            return None
    return None
