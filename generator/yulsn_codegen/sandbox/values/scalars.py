"""Check single values by the type of their property.

Every function raises ValueError with a message for the caller. JSON types are not coerced: a client that sends `"5"`
for a number has a bug, which the sandbox should reveal.
"""

from __future__ import annotations

import base64
import binascii
import re
import time
from datetime import datetime, timedelta
from decimal import Decimal

from ...account.schema import FieldType

INT32 = 2**31 - 1
INT64 = 2**63 - 1
TICKS = 10**7  # per second: the server's times have a resolution of 100 ns

_DATE_TIME = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]((?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?)(?:\.([0-9]{1,20}))?"
    r"(?:(Z)|([+-])([0-9]{2}):?([0-5][0-9]))"
)
_TIME_SPAN = re.compile(r"([0-9]{1,8})|(?:([0-9]{1,8})\.)?([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,7}))?)?")
_MOST_TICKS = ((datetime.max - datetime.min).days + 1) * 86400 * TICKS  # the end of the year 9999
_DECIMAL = re.compile(r"[+-]?[0-9]{1,40}(?:\.[0-9]{1,40})?")
_LARGEST_DECIMAL = 2**96 - 1  # a .NET decimal is a 96-bit integer with a scale of 0 to 28
_SMALLEST_EXPONENT = -28


def fit(kind: FieldType, value: object) -> object:
    """Return a value as it is stored: dates are normalised, and integers of a decimal property become decimals."""
    match kind:
        case FieldType.STRING:
            return text(value)
        case FieldType.BOOLEAN:
            return boolean(value)
        case FieldType.NUMBER:
            return integer(value, INT64)
        case FieldType.DECIMAL:
            return decimal(value)
        case FieldType.DATE_TIME_OFFSET:
            return date_time(value)
        case _:
            return value


def parse(kind: FieldType, written: str) -> object:
    """Parse text: the value of a query parameter, or one of a field's allowed values."""
    match kind:
        case FieldType.BOOLEAN:
            return boolean_text(written)
        case FieldType.NUMBER:
            return integer_text(written, INT64)
        case FieldType.DECIMAL:
            if not _DECIMAL.fullmatch(written):
                raise ValueError("should be a decimal number")
            return decimal(Decimal(written))
        case FieldType.DATE_TIME_OFFSET:
            return date_time(written)
        case _:
            return written


def same(kind: FieldType, one: object, other: object) -> bool:
    """Whether two values of a type are equal; dates are compared as instants."""
    if kind is FieldType.DATE_TIME_OFFSET and isinstance(one, str) and isinstance(other, str):
        return ticks(one) == ticks(other)
    return one == other


def text(value: object) -> str:
    """Check a JSON string."""
    if not isinstance(value, str):
        raise ValueError("should be text")
    return value


def boolean(value: object) -> bool:
    """Check a JSON boolean."""
    if not isinstance(value, bool):
        raise ValueError("should be true or false")
    return value


def boolean_text(written: str) -> bool:
    """Parse a boolean: `True` or `False` in any case."""
    if written.lower() not in ("true", "false"):
        raise ValueError("should be True or False")
    return written.lower() == "true"


def integer(value: object, largest: int = INT32) -> int:
    """Check a JSON integer; ids have 32 bits."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("should be a whole number")
    if not -largest - 1 <= value <= largest:
        raise ValueError("is out of range")
    return value


def integer_text(written: str, largest: int = INT32) -> int:
    """Parse an integer."""
    if not re.fullmatch(r"[+-]?[0-9]{1,20}", written):
        raise ValueError("should be a whole number")
    return integer(int(written), largest)


def decimal(value: object) -> Decimal:
    """Return a JSON number as a decimal, if a .NET decimal can hold all its digits."""
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        raise ValueError("should be a number")
    number = Decimal(value)
    if not number.is_finite():
        raise ValueError("should be a number")
    _, digits, exponent = number.as_tuple()
    if not isinstance(exponent, int) or exponent < _SMALLEST_EXPONENT or number.adjusted() > -_SMALLEST_EXPONENT:
        raise ValueError("has more digits than a decimal holds")
    unscaled = int("".join(map(str, digits))) * 10 ** max(exponent, 0)
    if exponent == -1 and unscaled % 10 == 0:  # the fraction that the API adds to integers
        unscaled //= 10
    if unscaled > _LARGEST_DECIMAL:
        raise ValueError("has more digits than a decimal holds")
    return Decimal(format(number, "f"))


def date_time(value: object) -> str:
    """Return an ISO 8601 time with an offset as the server writes it: with at most 7 decimals, and `+00:00` for `Z`."""
    if not isinstance(value, str) or not (found := _DATE_TIME.fullmatch(value)):
        raise ValueError("should be a date and time with an offset, like 2024-05-06T10:08:14.1957879+01:00")
    day, clock, fraction, utc, sign, hours, minutes = found.groups()
    try:
        moment = datetime.fromisoformat(f"{day}T{clock}")
    except ValueError:
        raise ValueError("should be a day that exists, from 0001-01-01 to 9999-12-31") from None
    if not utc and int(hours) * 60 + int(minutes) > 14 * 60:
        raise ValueError("should have an offset of at most 14 hours")
    decimals = (fraction or "")[:7].rstrip("0")
    offset = "+00:00" if utc else f"{sign}{hours}:{minutes}"
    written = moment.isoformat() + (f".{decimals}" if decimals else "") + offset
    if not 0 <= ticks(written) < _MOST_TICKS:
        raise ValueError("should be in the years 1 to 9999 in UTC too")
    return written


def ticks(moment: str) -> int:
    """Return the instant of a time that `date_time` returned, in ticks since the year 1 in UTC."""
    local, offset = moment[:-6], moment[-6:]
    seconds, _, decimals = local.partition(".")
    since = datetime.fromisoformat(seconds) - datetime.min
    away = (int(offset[1:3]) * 3600 + int(offset[4:6]) * 60) * (-1 if offset[0] == "-" else 1)
    return (since.days * 86400 + since.seconds - away) * TICKS + int(decimals.ljust(7, "0") or 0)


def now() -> str:
    """Return the current time as the server writes it: in UTC, with 7 decimals of a second."""
    seconds, nanoseconds = divmod(time.time_ns(), 10**9)
    moment = datetime(1970, 1, 1) + timedelta(seconds=seconds)
    return f"{moment.isoformat()}.{nanoseconds // 100:07d}+00:00"


def time_span(written: str) -> int:
    """Parse a .NET time span into ticks: `7` (days), `6:30`, `7.12:00:00`, `00:00:01.5`."""
    if not (found := _TIME_SPAN.fullmatch(written)):
        raise ValueError("should be a time span, like 7.00:00:00 for seven days")
    whole, days, hours, minutes, seconds, fraction = found.groups()
    clock = (int(hours or 0), int(minutes or 0), int(seconds or 0))
    if clock[0] > 23 or clock[1] > 59 or clock[2] > 59:
        raise ValueError("should be a time span, like 7.00:00:00 for seven days")
    in_seconds = int(whole or days or 0) * 86400 + clock[0] * 3600 + clock[1] * 60 + clock[2]
    return in_seconds * TICKS + int((fraction or "").ljust(7, "0"))


def base64_bytes(value: object) -> bytes:
    """Decode base64 text."""
    try:
        return base64.b64decode(text(value), validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("should be base64 text") from None
