"""Decode JSON text to a value of a given type, keeping unexpected parts instead of rejecting them.

Text that fits its type is decoded by msgspec alone, which is fast. If its only deviation is properties that the models
do not know, `unknown_properties` takes a few times as long. Otherwise `lenient` converts the parsed text object by
object. New properties and enum members appear in this API without notice and must not break a client.
"""

from __future__ import annotations

import json
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any, TypeVar, overload

from .drift_detection import Report, has_enum, inspect, unknown_members
from .errors import DecodeError
from .json_types import json_kind, json_kinds
from .lenient import fit
from .unknown_properties import decode_with_unknown, decoder
from .wire import readable

__all__ = ["Report", "decode", "decoder"]

T = TypeVar("T")


@overload
def decode(kind: type[T], data: bytes | str, report: Report | None = None) -> T: ...
@overload
def decode(kind: Any, data: bytes | str, report: Report | None = None) -> Any: ...
def decode(kind: Any, data: bytes | str, report: Report | None = None) -> Any:
    """Decode JSON text to a value of type `kind`.

    Decimals are exact, and date-times keep their offset. Below the top level, values that do not fit their type are
    kept.

    Args:
        kind: The type to decode to.
        data: The JSON text.
        report: Called for each deviation from the type, once per kind of deviation and place.

    Raises:
        DecodeError: If the text is not JSON, is nested too deeply, or has the wrong JSON type at the top level.
    """
    if report is None or not has_enum(kind):
        return _decode(kind, data, report)
    members: list[Enum] = []
    token = unknown_members.set(members)
    try:
        return _decode(kind, data, report)
    finally:
        unknown_members.reset(token)
        for member in dict.fromkeys(members):
            report("member", f"{type(member).__name__}({member.value})", "the enum has no such member")


def _decode(kind: Any, data: bytes | str, report: Report | None) -> Any:
    if readable(kind):
        try:
            value = decoder(kind).decode(data)
            if report is not None:
                inspect(kind, value, _bytes(data), report)
            return value
        except (ValueError, RecursionError, InvalidOperation) as error:
            decoded = decode_with_unknown(kind, data, str(error), report)
            if decoded is not None:
                return decoded
    try:
        value = _parse(data)
        actual, expected = json_kind(value), json_kinds(kind)
        if actual not in expected:
            raise DecodeError(f"expected {' or '.join(sorted(expected))}, got {actual}", body=_bytes(data))
        fitted = fit(kind, value, report)
        if report is not None:
            inspect(kind, fitted, None, report)
        return fitted
    except RecursionError:
        raise DecodeError("the JSON is nested too deeply", body=_bytes(data)) from None


def _bytes(data: bytes | str) -> bytes:
    return data if isinstance(data, bytes) else data.encode("utf-8", "backslashreplace")


# --- Text to plain values ---

_LONGEST_INT = 4300  # digits: the default limit of Python and msgspec


def _parse(data: bytes | str) -> Any:
    """Parse JSON text to plain values with exact fractions.

    The standard library parses valid JSON that msgspec rejects: lone surrogates (kept), integers with thousands of
    digits, and fractions whose exponent exceeds the range of Decimal (kept as text).
    """
    text = data.removeprefix("\ufeff") if isinstance(data, str) else data.removeprefix(b"\xef\xbb\xbf")
    with suppress(ValueError, InvalidOperation):
        return decoder(Any).decode(text)
    try:
        text = text if isinstance(text, str) else text.decode()
        return json.loads(text, parse_float=_number, parse_int=_number, parse_constant=_refuse)
    except ValueError as error:
        raise DecodeError(f"invalid JSON: {error}", body=_bytes(data)) from None


def _number(text: str) -> int | Decimal | str:
    with suppress(InvalidOperation):
        return int(text) if text.lstrip("-").isdigit() and len(text) < _LONGEST_INT else Decimal(text)
    return text


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not JSON")
