"""Times as the store's refs sort them: a query's `from` and `to` come in, a period comes out that tells what is in it.

A time's key is its instant in ticks, as a text of fixed length, so that keys sort as the instants do.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..calls import Query
from . import types as values

_BEFORE_ALL, _AFTER_ALL = "", "~"  # in the order of texts, where digits lie between


@dataclass(frozen=True)
class Period:
    """The instants from one on, and before another; as keys."""

    start: str = _BEFORE_ALL
    end: str = _AFTER_ALL

    def has(self, moment: object) -> bool:
        """Whether a stored time lies in the period."""
        return self.start <= key(str(moment)) < self.end


def key(moment: str) -> str:
    """Return the key of a time that `values.date_time` or `values.now` returned."""
    return f"{max(values.ticks(moment), 0):020d}"


def needed(query: Query) -> Period:
    """Return the period from `from` on and before `to`, of a row that needs both; raises RefusedError (400)."""
    return Period(query.need("from", _bound), query.need("to", _bound))


def optional(query: Query, start: str = "from", end: str = "to") -> Period:
    """Return the period of two parameters that may be left out, both or one; raises RefusedError (400)."""
    return Period(query.read(start, _bound) or _BEFORE_ALL, query.read(end, _bound) or _AFTER_ALL)


def _bound(written: str) -> str:
    return key(values.date_time(written))
