"""Represent periods of time by keys that sort in the same order as the instants.

The key of a time is its instant in ticks, as fixed-length text.
"""

from __future__ import annotations

from dataclasses import dataclass

from . import scalars

_BEFORE_ALL, _AFTER_ALL = "", "~"  # sort before and after all digits


@dataclass(frozen=True)
class Period:
    """The instants from the key `start` (inclusive) to the key `end` (exclusive)."""

    start: str = _BEFORE_ALL
    end: str = _AFTER_ALL

    @classmethod
    def between(cls, start: str | None, end: str | None) -> Period:
        """Return the period between two keys; None leaves that side open."""
        return cls(_BEFORE_ALL if start is None else start, _AFTER_ALL if end is None else end)

    def has(self, moment: object) -> bool:
        """Whether a stored time is in the period."""
        return self.start <= key(str(moment)) < self.end


def key(moment: str) -> str:
    """Return the key of a time that `scalars.date_time` or `scalars.now` returned."""
    return f"{scalars.ticks(moment):020d}"


def parse_key(written: object) -> str:
    """Return the key of a time as it was sent. Raises ValueError."""
    return key(scalars.date_time(written))
