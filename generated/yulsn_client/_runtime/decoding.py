"""In: JSON text and a type; out: a value of that type, with oddities kept rather than refused.

A text that fits its type is read by msgspec alone, which is fast. Only where that fails the tolerant path reads it
once more, object by object and, where an object still does not fit, member by member. New properties and new
enum members appear in this API without notice; a client must not stop working for them.
"""

from __future__ import annotations

import json
import math
import re
import types
from collections.abc import Callable, Mapping, Set
from contextlib import suppress
from datetime import datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cache
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, overload

import msgspec
from msgspec import Struct, UnsetType

from .errors import DecodeError
from .wire import is_array, is_object, readable, set_extra, shape_of

__all__ = ["Report", "allows_null", "decode", "decoder", "fit", "parts_of"]

T = TypeVar("T")
Report = Callable[[str, str, str], None]
"""Told of each oddity: its kind, its place (`Contact.Email`), and what was met there.

Kinds: `unknown` (a property that the model does not know), `case` (a property spelled in another case), `missing`
(a required property that is not there, now None), `null` (where the type has none), `unlisted` (a value that is not
among the allowed ones, kept), `type` (a value of another type, kept as it came)."""

_PLACE_IN_MESSAGE = re.compile(r" - at `.*`$", re.DOTALL)


@cache
def decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    """A strict decoder, made once a type. Fractions of untyped values are exact too."""
    return msgspec.json.Decoder(kind, float_hook=Decimal)


@overload
def decode(kind: type[T], data: bytes | str, report: Report | None = None) -> T: ...
@overload
def decode(kind: Any, data: bytes | str, report: Report | None = None) -> Any: ...
def decode(kind: Any, data: bytes | str, report: Report | None = None) -> Any:
    """The value of type `kind` that the JSON text `data` holds.

    Decimals are exact and date-times keep their offset. What does not fit below the top level is kept and told to
    `report`, once a kind and place.

    Raises:
        DecodeError: the text is no JSON, or nested too deep, or its top level has another shape than `kind`.
    """
    if readable(kind):
        try:
            return decoder(kind).decode(data)
        except (ValueError, RecursionError, InvalidOperation):
            pass  # The tolerant path finds out what is wrong, or that nothing is.
    try:
        value = _parse(data)
        found, wanted = _json_kind(value), _json_kinds(kind)
        if found not in wanted:
            raise DecodeError(f"the JSON is {found}, not {' or '.join(sorted(wanted))}", body=_bytes(data))
        return fit(kind, value, report)
    except RecursionError:
        raise DecodeError("the JSON is nested too deep", body=_bytes(data)) from None


def _bytes(data: bytes | str) -> bytes:
    return data if isinstance(data, bytes) else data.encode("utf-8", "replace")


# --- Text to plain values ---

_ESCAPE = re.compile(rb"\\(?:u[dD][89abAB]..\\u[dD][c-fC-F]..|u[dD][89a-fA-F]..|.)", re.DOTALL)
_LONGEST_INT = 4300  # digits: the limit of Python, and so of msgspec


def _parse(data: bytes | str) -> Any:
    """JSON text to plain values with exact fractions.

    The standard library reads what msgspec refuses though it is JSON: half of a surrogate pair (which becomes
    U+FFFD), integers of thousands of digits, and fractions whose exponent is beyond Decimal (which stay text).
    """
    text = _bytes(data).removeprefix(b"\xef\xbb\xbf")
    with suppress(ValueError, InvalidOperation):
        return decoder(Any).decode(text)
    mended = _ESCAPE.sub(lambda found: b"\\ufffd" if len(found[0]) == 6 else found[0], text)
    try:
        return json.loads(mended.decode(), parse_float=_number, parse_int=_number, parse_constant=_refuse)
    except ValueError as error:
        raise DecodeError(f"the text is no JSON: {error}", body=_bytes(data)) from None


def _number(text: str) -> int | Decimal | str:
    with suppress(InvalidOperation):
        return int(text) if text.lstrip("-").isdigit() and len(text) < _LONGEST_INT else Decimal(text)
    return text


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not JSON")


def _json_kind(value: object) -> str:
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
def _json_kinds(kind: Any) -> Set[str]:
    """The kinds of JSON value that a type can be read from."""
    origin = get_origin(kind) or kind
    if kind is Any or kind is object:
        return _ANYTHING
    if origin is Annotated:
        return _json_kinds(get_args(kind)[0])
    if origin in (Union, types.UnionType):
        return frozenset[str]().union(*(_json_kinds(part) for part in get_args(kind)))
    if origin is Literal:
        return frozenset(_json_kind(value) for value in get_args(kind))
    if origin in (list, tuple, set, frozenset):
        return frozenset({"an array"})
    if origin is dict or origin is Mapping or _is_struct(kind):
        return frozenset({"an object"})
    if isinstance(kind, type) and issubclass(kind, Enum):
        return frozenset({"a number", "a string"})
    return _SCALARS.get(kind, frozenset({"a string"}))


def allows_null(kind: Any) -> bool:
    """Whether None is a value of the type."""
    return "null" in _json_kinds(kind)


# --- Plain values to typed ones ---


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
    if is_object(value) and _is_struct(part):
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
    if readable(kind):
        with suppress(ValueError, RecursionError):
            model = msgspec.convert(members, kind, str_keys=True)
    if model is None:
        model = _by_member(kind, members, tell)
    set_extra(model, extra)
    return model


def _split(kind: type[Struct], value: Mapping[str, Any], tell: Report) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """The members that the model knows, by their true names, and those that it does not know."""
    shape = shape_of(kind)
    if value.keys() <= shape.fields.keys():
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
    return members, extra


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
    parts = [part for part in parts_of(kind) if _json_kind(value) in _json_kinds(part)]
    return parts[0] if len(parts) == 1 else kind


def _rescue(kind: Any, value: Any, place: str, problem: str, tell: Report) -> Any:
    """The last try for a value that its type refuses: read it in another way, or keep it as it came."""
    for part in parts_of(kind):
        found = _other_reading(part, value)
        if found is not None:
            return found
    if value is None:
        tell("null", place, problem)
    elif any(get_origin(part) is Literal or _is_enum(part) for part in parts_of(kind)):
        tell("unlisted", place, problem)
    else:
        tell("type", place, problem)
    return value


def _other_reading(kind: Any, value: Any) -> Any:
    """What a value means where it is written in another way than msgspec reads it, or None."""
    if _is_enum(kind) and isinstance(value, str):
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


def parts_of(kind: Any) -> list[Any]:
    """The types that a type is made of: the parts of a union, what an annotated type annotates."""
    origin = get_origin(kind)
    if origin is Annotated:
        return parts_of(get_args(kind)[0])
    if origin in (Union, types.UnionType):
        return [inner for part in get_args(kind) for inner in parts_of(part)]
    return [kind]


def _is_struct(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Struct)


def _is_enum(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Enum)
