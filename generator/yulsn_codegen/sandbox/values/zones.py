"""Times in another zone: a time with an offset comes in, the same instant as that zone writes it comes out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, available_timezones

from . import scalars

# The names that .NET has on Windows, where they are in use by shops around the vendor's home.
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
    """Return a time zone by its IANA name or by the name that Windows has for it; raises ValueError."""
    known = _WINDOWS.get(str(name), str(name))
    if known == "UTC":  # needs no data, which not every machine has
        return UTC
    if known not in available_timezones():
        raise ValueError("is no time zone that the sandbox knows")
    return ZoneInfo(known)


def moved(moment: str, to: tzinfo) -> str:
    """Return a time that `scalars.date_time` returned as another zone writes it; as it is if that has no such year."""
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
