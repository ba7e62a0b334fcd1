"""Encode models as JSON text or plain values, by their wire names.

`encode` is for request bodies: it validates a body against its type, because the models' constructors validate nothing.
"""

from __future__ import annotations

import json
import math
import re
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
from .errors import InvalidBodyError, printable
from .unknown_properties import decoder
from .wire import extra_of, is_array, is_object, parts_of, shape_of

__all__ = ["encode", "plain", "text"]

_ENCODER = msgspec.json.Encoder(decimal_format="number")
_KEEP_ALL_ENCODER = msgspec.json.Encoder(
    decimal_format=lambda number: msgspec.Raw(str(number)) if number.is_finite() else str(number)
)
_REFUSALS = (ValueError, TypeError, OverflowError, RecursionError)
_PLACE_IN_MESSAGE = re.compile(r" - at `.*`$", re.DOTALL)
_MOST_SHOWN = 20
_MOST_COMPARED = 200
_LONGEST_SHOWN = 100


def text(value: object) -> bytes:
    """The JSON text of any value with models in it, unchecked. Decimals are written exactly.

    A Decimal that is not finite, which only an answer with the text `NaN` in its place can hold, is written as text;
    half of a surrogate pair, which no UTF-8 holds, as its escape.
    """
    value = plain(value) if _altered(value) else value
    try:
        data = _ENCODER.encode(value)
    except UnicodeEncodeError:
        return _in_ascii(plain(value)).encode()
    return _KEEP_ALL_ENCODER.encode(value) if b"NaN" in data or b"Infinity" in data else data


def plain(value: object) -> Any:
    """A value with its models as dicts by wire name, with what they hold in `extra`, and without what is UNSET.

    Decimals stay; a date-time becomes ISO 8601 text, bytes base64 text, an enum its number.
    """
    if isinstance(value, Struct):
        members = {name: getattr(value, field.name) for name, field in shape_of(type(value)).fields.items()}
        members.update(extra_of(value))
        return {name: plain(member) for name, member in members.items() if member is not UNSET}
    if is_object(value):
        return {plain(key): plain(item) for key, item in value.items()}
    if is_array(value):
        return [plain(item) for item in value]
    return msgspec.to_builtins(value, builtin_types=(Decimal,))


def _in_ascii(value: object) -> str:
    """The JSON text of a plain value, with every text in it escaped."""
    if is_object(value):
        return f"{{{','.join(_name_in_ascii(name) + _in_ascii(item) for name, item in value.items())}}}"
    if is_array(value):
        return f"[{','.join(map(_in_ascii, value))}]"
    return json.dumps(value) if isinstance(value, str) else _KEEP_ALL_ENCODER.encode(value).decode()


def _name_in_ascii(name: Any) -> str:
    return f"{json.dumps(name)}:" if isinstance(name, str) else _ENCODER.encode({name: 0})[1:-2].decode()


def _altered(value: object) -> bool:
    """Whether a value looks otherwise on the wire than msgspec writes it: `extra`, or a name with a stand-in."""
    if isinstance(value, Struct):
        shape = shape_of(type(value))
        return (
            not shape.plain
            or bool(extra_of(value))
            or any(_altered(getattr(value, field.name)) for field in shape.fields.values())
        )
    if is_object(value):
        return any(_altered(item) for item in value.values())
    return is_array(value) and any(_altered(item) for item in value)


def encode(body: object) -> bytes:
    """The JSON text of a request body: a model, a list of models, or plain values.

    Decimals are written exactly. Properties that are UNSET are left out; those in `extra` are sent as they are.

    Raises:
        InvalidBodyError: a property does not fit its type, or a number is not finite.
    """
    if is_array(body):
        body = list(body)  # msgspec writes no range or deque
    problems = list(_problems(body, type(body).__name__))
    if problems:
        raise InvalidBodyError(problems)
    try:
        return text(body)
    except _REFUSALS as error:
        raise InvalidBodyError([f"{type(body).__name__}: {printable(str(error))}"]) from None


def _problems(value: object, place: str) -> Iterator[str]:
    """What of a value cannot be sent, one text a problem. No text holds a value, but for an unlisted one."""
    if isinstance(value, Struct):
        yield from _model_problems(value, place)
    elif is_array(value):
        for index, item in enumerate(value):
            yield from _problems(item, f"{place}[{index}]")
    elif is_object(value):
        for key, item in value.items():
            yield from _problems(item, f"{place}[{key!r}]")
    elif isinstance(value, datetime):
        if value.utcoffset() is None:
            yield f"{place}: is a date-time without an offset; give it one, such as tzinfo=datetime.UTC"
    elif (isinstance(value, float) and not math.isfinite(value)) or (
        isinstance(value, Decimal) and not value.is_finite()
    ):
        yield f"{place}: {value} is not a number that JSON can hold"


def _model_problems(model: Struct, place: str) -> Iterator[str]:
    kind = type(model)
    listed = allowed_values(kind)
    sound = _accepts(kind, model) is None
    for name, field in shape_of(kind).fields.items():
        value = getattr(model, field.name)
        there = f"{place}.{field.name}" + (f" ({_shown(name)} on the wire)" if name != field.name else "")
        inner = list(_problems(value, there))
        yield from inner
        if field.name in listed and value is not None and value is not UNSET and value not in listed[field.name]:
            yield f"{there}: {_unlisted(value, listed[field.name])}"
        elif not sound and not inner:
            problem = _field_problem(field, value)
            if problem:
                yield f"{there}: {problem}"


def _field_problem(field: msgspec.structs.FieldInfo, value: object) -> str | None:
    parts = parts_of(field.type)
    if value is UNSET:
        return None if UnsetType in parts else "is required"
    problem = _accepts(field.type, value)
    if problem is None:
        return None
    allowed = [choice for part in parts if get_origin(part) is Literal for choice in get_args(part)]
    return _unlisted(value, allowed) if allowed else problem


def _accepts(kind: Any, value: object) -> str | None:
    """Why a value, once it is JSON, is not of a type; None if it is."""
    try:
        try:
            data = _ENCODER.encode(value)
        except UnicodeEncodeError:  # a text with half of a surrogate pair, which JSON can hold: it is escaped there
            builtins = msgspec.to_builtins(value, builtin_types=(Decimal,), str_keys=True)
            msgspec.convert(builtins, kind, str_keys=True)
        else:
            decoder(kind).decode(data)
    except UnicodeEncodeError:
        return "holds half of a surrogate pair, which does not fit its type"
    except _REFUSALS as error:
        return printable(_PLACE_IN_MESSAGE.sub("", str(error)))
    return None


def _unlisted(value: object, allowed: Collection[Any]) -> str:
    choices = sorted(map(str, allowed)) if isinstance(allowed, Set) else [str(choice) for choice in allowed]
    near = get_close_matches(str(value), _likely(str(value), choices), n=1, cutoff=0.0)
    shown = ", ".join(map(_shown, choices[:_MOST_SHOWN]))
    more = f" and {len(choices) - _MOST_SHOWN} more" if len(choices) > _MOST_SHOWN else ""
    hint = f"; the nearest is {_shown(near[0])}" if near else ""
    return f"{_shown(value)} is not one of the allowed values {shown}{more}{hint}"


def _likely(text: str, choices: Sequence[str]) -> Sequence[str]:
    """The choices among which the nearest is looked for, which takes long: of very many, those that begin like it."""
    if len(choices) <= _MOST_COMPARED:
        return choices

    def distance(choice: str) -> tuple[int, int]:
        shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(choice, text, strict=False)))
        return -shared, abs(len(choice) - len(text))

    return nsmallest(_MOST_COMPARED, choices, key=distance)


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"
