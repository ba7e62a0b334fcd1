"""Dates that the API sends and stores as date-times, because it has no type for them.

The configuration of the generator says which fields have dates as values. A date is read from a date-time at midnight,
as written or in UTC, whatever its offset; it is sent as midnight in UTC. Any other time of day does not fit.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any, TypeAlias, TypeGuard

__all__ = ["DateOnly", "as_date_time", "is_date", "read_custom", "read_date"]

_AT_MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d)(?:[Tt ]00:00(?::00(?:[.,]0+)?)?(?:[Zz]|[+-]\d\d(?::?\d\d)?)?)?", re.ASCII)
_NO_DATE = "Expected a date, or a date-time at midnight"
_UNSET_DATE = re.compile(r"0001-01-01[Tt ]00:00(?::00(?:[.,]0+)?)?", re.ASCII)

if TYPE_CHECKING:
    DateOnly: TypeAlias = date
else:

    class _DatesOnly(type):
        def __instancecheck__(cls, value: object) -> bool:
            return is_date(value)

    class DateOnly(metaclass=_DatesOnly):
        """The type of a date that is sent as a date-time: its values are `datetime.date` objects.

        msgspec would read and write the type `date` itself as text without a time.
        """


def is_date(value: object) -> TypeGuard[date]:
    """Return whether a value is a date without a time."""
    return isinstance(value, date) and not isinstance(value, datetime)


def read_date(value: object) -> date:
    """Return the date that text, a date or a date-time stands for.

    Raises:
        ValueError: It stands for none: its time of day is not midnight, or it is the platform's "not set". The message
            does not contain the value.
    """
    if isinstance(value, str):
        return _read_text(value)
    if isinstance(value, datetime):
        moment = value if value.time() == time() or value.utcoffset() is None else value.astimezone(UTC)
        if moment.time() == time():
            return moment.date()
    elif isinstance(value, date):
        return value
    raise ValueError(_NO_DATE)


def _read_text(text: str) -> date:
    found = _AT_MIDNIGHT.fullmatch(text)
    try:
        if found and not _UNSET_DATE.fullmatch(text):
            return date.fromisoformat(found[1])
        if not found and text[10:11] in ("T", "t", " "):
            moment = datetime.fromisoformat(text)
            if moment.utcoffset() is not None and moment.astimezone(UTC).time() == time():
                return moment.astimezone(UTC).date()
    except (ValueError, OverflowError):
        pass
    raise ValueError(_NO_DATE)


def read_custom(kind: Any, value: Any) -> Any:
    """Read a value of a type that msgspec does not know: its hook for decoding.

    Raises:
        ValueError: The value does not fit.
    """
    if kind is DateOnly:
        return read_date(value)
    raise NotImplementedError(f"Reading objects of type {kind} is unsupported")


def as_date_time(value: date) -> str:
    """Return a date as the text of the date-time that is sent: midnight in UTC."""
    return f"{value.isoformat()}T00:00:00+00:00"
