"""Choose and write the times of generated data, which are counted in ticks.

A tick is 100 ns; ticks are counted from the year 1 in UTC, as in `scalars.ticks`. Nothing here reads a clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from ..values.scalars import TICKS

REFERENCE = datetime(2026, 1, 1)  # UTC; the default present
YEARS = 5  # before the present, in which everything happens
DAY = 86400 * TICKS

# The share of a day's events that has happened by each hour (UTC): shops are open during the day.
_HOURS = ((0.0, 0.0), (0.03, 6.0), (0.3, 10.0), (0.85, 17.0), (0.97, 21.0), (1.0, 24.0))


@dataclass(frozen=True)
class Span:
    """The period in which everything happens, in ticks."""

    start: int
    end: int

    @classmethod
    def until(cls, moment: datetime) -> Span:
        """Return the period of `YEARS` that ends at a time in UTC, given without an offset."""
        end = (moment - datetime.min) // timedelta(microseconds=1) * (TICKS // 10**6)
        return cls(end - round(YEARS * 365.25) * DAY, end)

    def at(self, share: float) -> int:
        """Return the time by which a share (0 to 1) of all events has happened."""
        days, of_day = divmod(share * ((self.end - self.start) // DAY), 1.0)
        return self.start + int(days) * DAY + int(_hour(of_day) * 3600 * TICKS)

    def after(self, moment: int, share: float) -> int:
        """Return the time at a share (0 to 1) of the way from `moment` to the end."""
        return moment + int(share * max(self.end - moment, 0))


def stamp(moment: int) -> str:
    """Write a time as the server does: in UTC, with 7 decimals of a second."""
    seconds, rest = divmod(moment, TICKS)
    return f"{(datetime.min + timedelta(seconds=seconds)).isoformat()}.{rest:07d}+00:00"


def written(moment: int) -> str:
    """Write a time as the till of a Danish shop does: in whole seconds, with the seasonal offset."""
    utc = datetime.min + timedelta(seconds=moment // TICKS)
    hours = 2 if 4 <= utc.month <= 10 else 1
    return f"{(utc + timedelta(hours=hours)).isoformat()}+0{hours}:00"


def day(moment: int) -> str:
    """Write the day of a time as midnight, as systems that store only dates do."""
    return f"{(datetime.min + timedelta(seconds=moment // TICKS)).date().isoformat()}T00:00:00+01:00"


def key(moment: int) -> str:
    """Return the key that `periods.key` gives for the written time."""
    return f"{moment:020d}"


def _hour(share: float) -> float:
    for (low, start), (high, end) in pairwise(_HOURS):
        if share < high:
            return start + (end - start) * (share - low) / (high - low)
    return 0.0
