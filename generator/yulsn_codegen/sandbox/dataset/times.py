"""Times of made-up data: a share of a span of years comes in, a moment in ticks comes out; and their two spellings.

A moment is ticks (100 ns) of UTC since the year 1, as `values.ticks` counts them. Nothing here reads a clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from ..values.types import TICKS

REFERENCE = datetime(2026, 1, 1)  # UTC; the present of a data set
YEARS = 5  # before it, in which everything happens
DAY = 86400 * TICKS

# Of a day's events, which share has happened at which hour (UTC): shops are open by day.
_HOURS = ((0.0, 0.0), (0.03, 6.0), (0.3, 10.0), (0.85, 17.0), (0.97, 21.0), (1.0, 24.0))


@dataclass(frozen=True)
class Span:
    """The time in which everything happens, in ticks."""

    start: int
    end: int

    @classmethod
    def until(cls, moment: datetime) -> Span:
        """Return the `YEARS` that end at a moment of UTC, which has no offset."""
        end = (moment - datetime.min) // timedelta(microseconds=1) * (TICKS // 10**6)
        return cls(end - round(YEARS * 365.25) * DAY, end)

    def at(self, share: float) -> int:
        """Return the moment by which a share (0 to 1) of all that happens has happened; later for a larger share."""
        days, of_day = divmod(share * ((self.end - self.start) // DAY), 1.0)
        return self.start + int(days) * DAY + int(_hour(of_day) * 3600 * TICKS)

    def after(self, moment: int, share: float) -> int:
        """Return the moment at a share of the time from a moment until the end."""
        return moment + int(share * max(self.end - moment, 0))


def stamp(moment: int) -> str:
    """Return a time as the server writes it by itself: UTC, with 7 decimals of a second."""
    seconds, rest = divmod(moment, TICKS)
    return f"{(datetime.min + timedelta(seconds=seconds)).isoformat()}.{rest:07d}+00:00"


def written(moment: int) -> str:
    """Return a time as a Danish shop's till sends it: whole seconds, with the offset of the half-year."""
    utc = datetime.min + timedelta(seconds=moment // TICKS)
    hours = 2 if 4 <= utc.month <= 10 else 1
    return f"{(utc + timedelta(hours=hours)).isoformat()}+0{hours}:00"


def day(moment: int) -> str:
    """Return a moment's day as systems that know no times write it: its midnight."""
    return f"{(datetime.min + timedelta(seconds=moment // TICKS)).date().isoformat()}T00:00:00+01:00"


def key(moment: int) -> str:
    """Return what `periods.key` makes of the moment's text."""
    return f"{moment:020d}"


def _hour(share: float) -> float:
    for (low, start), (high, end) in pairwise(_HOURS):
        if share < high:
            return start + (end - start) * (share - low) / (high - low)
    return 0.0
