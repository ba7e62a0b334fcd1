"""Encode models as JSON text or plain values, by their wire names.

`encode` is for request bodies: it validates a body against its type, because the models' constructors validate nothing.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterator, Sequence, Set
from datetime import datetime
from decimal import Decimal
from difflib import get_close_matches
from heapq import nsmallest
from itertools import takewhile
from typing import Any, Literal, get_args, get_origin

import msgspec
from msgspec import UNSET, Struct, UnsetType

from .allowed_values import allowed_values
from .date_times import has_offset, iso_text, standard
from .dates import DateOnly, as_date_time, is_date, read_custom
from .error_text import printable
from .errors import InvalidBodyError
from .exact_times import ExactDatetime
from .unknown_properties import decoder
from .wire import extra_of, is_array, is_object, mismatch, parts_of, shape_of

__all__ = ["encode", "not_allowed", "plain", "sent", "text"]


def _plain_date_time(value: Any) -> datetime | str:
    """Return an object of a subclass of datetime, such as pandas' Timestamp, as one that msgspec encodes."""
    if isinstance(value, ExactDatetime):
        return iso_text(value)
    if isinstance(value, datetime):
        return standard(value)
    raise TypeError(f"Encoding objects of type {type(value).__name__} is unsupported")


_ENCODER = msgspec.json.Encoder(decimal_format="number", enc_hook=_plain_date_time)
_KEEP_ALL_ENCODER = msgspec.json.Encoder(
    decimal_format=lambda number: msgspec.Raw(str(number)) if number.is_finite() else str(number),
    enc_hook=_plain_date_time,
)
_REFUSALS = (ValueError, TypeError, OverflowError, RecursionError)
_UNCHANGED = frozenset({str, int, float, bool, type(None), Decimal})
_MOST_SHOWN = 20
_MOST_COMPARED = 200
_LONGEST_SHOWN = 100


def text(value: object) -> bytes:
    """Encode any value, including models, as JSON text without validating it. Decimals are written exactly.

    A Decimal that is not finite (decoded from the text `NaN`, for example) is written as text. A lone surrogate, which
    UTF-8 cannot represent, is written as an escape.
    """
    value = plain(value) if _needs_plain(value) else value
    try:
        data = _ENCODER.encode(value)
    except UnicodeEncodeError:
        return _in_ascii(plain(value)).encode()
    return _KEEP_ALL_ENCODER.encode(value) if b"NaN" in data or b"Infinity" in data else data


def plain(value: object) -> Any:
    """Return a value with its models as dicts by wire name, including `extra` and without UNSET properties.

    Decimals are kept. A date-time, or a date that is sent as one, becomes ISO 8601 text, bytes become base64 text, and
    an enum becomes its number.
    """
    if type(value) in _UNCHANGED:
        return value
    if isinstance(value, datetime):
        value = _plain_date_time(value)
    if isinstance(value, Struct):
        members = {name: sent(value, field.name) for name, field in shape_of(type(value)).fields.items()}
        members.update(extra_of(value))
        return {name: plain(member) for name, member in members.items() if member is not UNSET}
    if is_object(value):
        return {plain(key): plain(item) for key, item in value.items()}
    if is_array(value):
        return [plain(item) for item in value]
    return msgspec.to_builtins(value, builtin_types=(Decimal,))


def sent(model: Struct, name: str) -> Any:
    """Return the value of an attribute, given its Python name; a date that is sent as a date-time as that text."""
    value = getattr(model, name)
    return as_date_time(value) if name in shape_of(type(model)).dates and is_date(value) else value


def _in_ascii(value: object) -> str:
    """Encode a plain value as JSON text that is pure ASCII."""
    if is_object(value):
        return f"{{{','.join(_name_in_ascii(name) + _in_ascii(item) for name, item in value.items())}}}"
    if is_array(value):
        return f"[{','.join(map(_in_ascii, value))}]"
    return json.dumps(value) if isinstance(value, str) else _KEEP_ALL_ENCODER.encode(value).decode()


def _name_in_ascii(name: Any) -> str:
    return f"{json.dumps(name)}:" if isinstance(name, str) else _ENCODER.encode({name: 0})[1:-2].decode()


def _needs_plain(value: object) -> bool:
    """Return whether msgspec cannot write a value directly.

    It has `extra`, a name that msgspec rejects, a date that is sent as a date-time, or a date-time whose offset has
    seconds, which msgspec truncates.
    """
    if value is UNSET or type(value) in _UNCHANGED:
        return False
    if isinstance(value, Struct):
        shape = shape_of(type(value))
        return (
            not shape.plain
            or bool(extra_of(value))
            or any(is_date(getattr(value, name)) for name in shape.dates)
            or any(_needs_plain(getattr(value, field.name)) for field in shape.fields.values())
        )
    if isinstance(value, datetime):
        return standard(value) is not value
    if is_object(value):
        return any(_needs_plain(item) for item in value.values())
    return is_array(value) and any(_needs_plain(item) for item in value)


def encode(body: object) -> bytes:
    """Encode a request body (a model, a list of models, or plain values) as JSON text.

    Decimals are written exactly. UNSET properties are omitted; properties in `extra` are sent unchanged.

    Raises:
        InvalidBodyError: If a property does not fit its type, or a number is not finite.
    """
    if is_array(body):
        body = list(body)  # msgspec does not encode every sequence, such as range and deque
    try:
        problems = list(_problems(body, type(body).__name__))
    except RecursionError:
        problems = [f"{type(body).__name__}: is nested too deeply, or contains itself"]
    if problems:
        raise InvalidBodyError(problems)
    try:
        return text(body)
    except _REFUSALS as error:
        raise InvalidBodyError([f"{type(body).__name__}: {printable(str(error))}"]) from None


def _problems(value: object, place: str) -> Iterator[str]:
    """Yield a message for each part of a value that cannot be sent. Only values that are not allowed are quoted."""
    if isinstance(value, Struct):
        yield from _model_problems(value, place)
    elif is_array(value):
        for index, item in enumerate(value):
            yield from _problems(item, f"{place}[{index}]")
    elif is_object(value):
        for key, item in value.items():
            yield from _problems(item, f"{place}[{key!r}]")
    elif isinstance(value, datetime):
        if not has_offset(value):
            yield f"{place}: the date-time has no UTC offset; add one, such as tzinfo=datetime.UTC"
    elif (isinstance(value, float) and not math.isfinite(value)) or (
        isinstance(value, Decimal) and not value.is_finite()
    ):
        yield f"{place}: {value} cannot be represented in JSON"


def _model_problems(model: Struct, place: str) -> Iterator[str]:
    kind = type(model)
    listed = allowed_values(kind)
    fits = _mismatch(kind, model) is None
    yield from _problems(extra_of(model), place)
    for name, field in shape_of(kind).fields.items():
        value = getattr(model, field.name)
        if fits and (value is UNSET or value is None):
            continue
        where = f"{place}.{field.name}" + (f" ({_shown(name)} on the wire)" if name != field.name else "")
        nested = list(_problems(value, where))
        yield from nested
        if field.name in listed and value is not None and value is not UNSET and value not in listed[field.name]:
            yield f"{where}: {not_allowed(value, listed[field.name])}"
        elif isinstance(value, str) and Decimal in parts_of(field.type) and str not in parts_of(field.type):
            yield f"{where}: Expected `Decimal`, got `str`"
        elif isinstance(value, str) and DateOnly in parts_of(field.type):
            yield f"{where}: Expected `date`, got `str`"
        elif is_date(value) and datetime in parts_of(field.type):
            yield f"{where}: Expected `datetime`, got `date`"
        elif not fits and not nested:
            problem = _field_problem(field, value)
            if problem:
                yield f"{where}: {problem}"


def _field_problem(field: msgspec.structs.FieldInfo, value: object) -> str | None:
    parts = parts_of(field.type)
    if value is UNSET:
        return None if UnsetType in parts else "is required"
    problem = _mismatch(field.type, value)
    if problem is None:
        return None
    allowed = [choice for part in parts if get_origin(part) is Literal for choice in get_args(part)]
    return not_allowed(value, allowed) if allowed else problem


def _mismatch(kind: Any, value: object) -> str | None:
    """Return why the JSON of a value does not fit a type, or None if it does."""
    try:
        try:
            data = _ENCODER.encode(value)
        except UnicodeEncodeError:  # a lone surrogate, which JSON can represent as an escape
            builtins = msgspec.to_builtins(value, builtin_types=(Decimal,), str_keys=True, enc_hook=_plain_date_time)
            msgspec.convert(builtins, kind, str_keys=True, dec_hook=read_custom)
        else:
            decoder(kind).decode(data)
    except UnicodeEncodeError:
        return "contains a lone surrogate, which its type does not allow"
    except _REFUSALS as error:
        return printable(mismatch(error))
    return None


def not_allowed(value: object, allowed: Collection[Any]) -> str:
    """Return a message about a value that is not allowed, with the allowed values and the closest one."""
    choices = sorted(map(str, allowed)) if isinstance(allowed, Set) else [str(choice) for choice in allowed]
    close = get_close_matches(str(value), _candidates(str(value), choices), n=1, cutoff=0.0)
    shown = ", ".join(map(_shown, choices[:_MOST_SHOWN]))
    more = f" and {len(choices) - _MOST_SHOWN} more" if len(choices) > _MOST_SHOWN else ""
    hint = f"; did you mean {_shown(close[0])}?" if close else ""
    return f"{_shown(value)} is not one of the allowed values {shown}{more}{hint}"


def _candidates(text: str, choices: Sequence[str]) -> Sequence[str]:
    """Return the choices to compare with a text: all or, as comparing is slow, those with the longest common prefix."""
    if len(choices) <= _MOST_COMPARED:
        return choices

    def distance(choice: str) -> tuple[int, int]:
        shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(choice, text, strict=False)))
        return -shared, abs(len(choice) - len(text))

    return nsmallest(_MOST_COMPARED, choices, key=distance)


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"
