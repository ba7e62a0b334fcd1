"""Read date-times without a UTC offset, and write each date-time as the instant that it is.

A date-time of a model always has an offset, so that it can be compared and sent back. The server may omit it: of
`0001-01-01T00:00:00`, which its platform uses for "not set", and of any other date-time, which is then in UTC.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from types import NoneType
from typing import Annotated, Any, TypeAlias, get_args, get_origin

import msgspec
from msgspec import Meta, Struct

from .exact_times import ExactDatetime
from .wire import parts_of, shape_of

__all__ = [
    "MICROSECOND",
    "AwareDatetime",
    "UtcDatetime",
    "earliest",
    "has_offset",
    "is_not_set",
    "is_rounded",
    "iso_text",
    "read_naive",
    "standard",
    "with_offsets",
]

_MINUTE = timedelta(minutes=1)
MICROSECOND = timedelta(microseconds=1)
_FIRST_DECIMAL, _ZONE = 20, 26  # positions in the text of a date-time with microseconds
_SENT_NAIVE = "sent without an offset"
_NAIVE = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?", re.ASCII)
_NOT_SET = re.compile(r"0001-01-01[Tt ]00:00(?::00(?:[.,]0+)?)?", re.ASCII)

AwareDatetime: TypeAlias = Annotated[datetime, Meta(tz=True)]
"""A date-time with its UTC offset."""
UtcDatetime: TypeAlias = Annotated[datetime, Meta(tz=True, extra={_SENT_NAIVE: True})]
"""A date-time in UTC that the server always sends without an offset."""


def is_not_set(value: object) -> bool:
    """Return whether a value is the text or date-time that the server's platform uses for "not set"."""
    text = value.isoformat() if isinstance(value, datetime) else value
    return isinstance(text, str) and _NOT_SET.fullmatch(text.strip()) is not None


def read_naive(value: object, optional: bool) -> datetime | None:
    """Return the date-time that text without an offset stands for, or None if it is "not set" and that is possible.

    Raises:
        ValueError: The value is not the text of a date-time without an offset.
    """
    if not isinstance(value, str) or not _NAIVE.fullmatch(value):
        raise ValueError("not a date-time without an offset")
    if optional and is_not_set(value):
        return None
    with suppress(ValueError):
        return msgspec.convert(f"{value}Z", datetime)  # rounds fractions like a date-time with an offset
    return datetime.fromisoformat(value).replace(tzinfo=UTC)


def with_offsets(model: type[Struct], members: Mapping[str, Any]) -> tuple[Mapping[str, Any], Mapping[str, str]]:
    """Read the date-times without an offset among the members of an object.

    Returns:
        The members with these date-times, and the texts of those that should have had an offset. Both by wire name.
    """
    times, texts = dict[str, Any](), dict[str, str]()
    for name, optional, sent_naive in _times(model):
        value = members.get(name)
        if isinstance(value, str) and _NAIVE.fullmatch(value):
            try:
                times[name] = read_naive(value, optional)
            except ValueError:  # no such day or hour
                continue
            if not sent_naive:
                texts[name] = value
    return ({**members, **times} if times else members), texts


@cache
def _times(model: type[Struct]) -> Sequence[tuple[str, bool, bool]]:
    """Return the wire names of a model's date-times, if it may be None, and if it is sent without an offset."""
    return [
        (name, NoneType in parts_of(field.type), _is_sent_naive(field.type))
        for name, field in shape_of(model).fields.items()
        if datetime in parts_of(field.type)
    ]


def _is_sent_naive(kind: Any) -> bool:
    if get_origin(kind) is Annotated:
        return any(isinstance(note, Meta) and _SENT_NAIVE in (note.extra or {}) for note in get_args(kind)[1:])
    return any(map(_is_sent_naive, get_args(kind)))


def has_offset(value: datetime) -> bool:
    """Return whether a date-time has a UTC offset. pandas' NaT, which differs from itself, has none."""
    return value == value and value.utcoffset() is not None


def standard(value: datetime) -> datetime:
    """Return the same instant as a plain datetime whose offset is in whole minutes, as in JSON and URLs.

    Raises:
        OverflowError: The result is out of the range of datetime.
    """
    offset = value.utcoffset()
    if offset is not None and offset % _MINUTE:
        value = value.astimezone(timezone(offset - offset % _MINUTE))
    return value if type(value) is datetime else datetime.combine(value.date(), value.timetz())


def iso_text(value: datetime) -> str:
    """Return a date-time as ISO 8601 text with up to seven decimals, as in JSON and URLs.

    Raises:
        OverflowError: The result is out of the range of datetime.
    """
    moment = standard(value)
    decimals = value.seven_decimals if isinstance(value, ExactDatetime) else ""
    if not decimals:
        return moment.isoformat()
    is_rounded_up = decimals[:6] != f"{moment.microsecond:06}"
    text = (moment - MICROSECOND if is_rounded_up else moment).isoformat(timespec="microseconds")
    return text[:_FIRST_DECIMAL] + decimals + text[_ZONE:]


def is_rounded(value: datetime) -> bool:
    """Return whether a date-time has at most six decimals, so that the API's time may have had another one."""
    return not (isinstance(value, ExactDatetime) and value.seven_decimals)


def earliest(value: datetime) -> datetime:
    """Return the earliest time that is read as this one, as the API's seven decimals are rounded to microseconds."""
    if is_rounded(value):
        with suppress(OverflowError):
            moment = standard(value)
            text = (moment - MICROSECOND).isoformat(timespec="microseconds")
            return ExactDatetime.of(moment, f"{text[:_ZONE]}5{text[_ZONE:]}")
    return value
