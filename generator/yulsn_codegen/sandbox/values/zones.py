"""Convert times to other time zones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, available_timezones

from . import scalars

# The names that .NET uses on Windows, limited to the zones that shops near the vendor need.
_WINDOWS = {
    "UTC": "UTC",
    "GMT Standard Time": "Europe/London",
    "Romance Standard Time": "Europe/Copenhagen",
    "W. Europe Standard Time": "Europe/Berlin",
    "Central Europe Standard Time": "Europe/Budapest",
    "Central European Standard Time": "Europe/Warsaw",
    "FLE Standard Time": "Europe/Helsinki",
    "E. Europe Standard Time": "Europe/Chisinau",
}
_FIRST = datetime.min.replace(tzinfo=UTC)


def zone(name: object) -> tzinfo:
    """Return a time zone by its IANA or Windows name. Raises ValueError."""
    known = _WINDOWS.get(str(name), str(name))
    if known == "UTC":  # needs no time zone data, which some machines lack
        return UTC
    if known not in available_timezones():
        raise ValueError("is not a time zone that the sandbox knows")
    return ZoneInfo(known)


def moved(moment: str, to: tzinfo) -> str:
    """Convert a time that `scalars.date_time` returned, unless its year would be out of range."""
    seconds, ticks = divmod(scalars.ticks(moment), scalars.TICKS)
    try:
        there = (_FIRST + timedelta(seconds=seconds)).astimezone(to)
    except OverflowError:
        return moment
    decimals = f".{ticks:07d}".rstrip("0") if ticks else ""
    minutes = (there.utcoffset() or timedelta()) // timedelta(minutes=1)
    sign = "-" if minutes < 0 else "+"
    offset = f"{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
    return there.replace(tzinfo=None).isoformat() + decimals + offset


def utc(moment: str) -> str:
    """Return a time in UTC, without the offset."""
    return moved(moment, UTC)[:-6]
