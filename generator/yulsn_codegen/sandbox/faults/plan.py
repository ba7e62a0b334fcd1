"""Define faults, and the plan that decides which of them hit a request.

Whether a fault hits the n-th request that matches it depends only on the plan's seed, the fault's kind, method and
path, and n, but not on a clock or on other faults. A higher rate hits the same requests and more. So it is predictable
which sequential requests are hit, and how many concurrent ones.

Delays add up, and so do alterations of a response. If several faults would replace the response, only the first one
does, and the others do not use up their limits: `status=503 2x` followed by `drop 1x` gives two 503 responses and then
a dropped connection.
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar


@dataclass(frozen=True)
class Latency:
    """Wait before the request is handled, or between handling it and responding."""

    seconds: float
    handled: bool = False


@dataclass(frozen=True)
class Status:
    """Respond with an error.

    Attributes:
        handled: Whether the request takes effect nonetheless.
        retry_after: The `Retry-After` header in seconds.
        retry_date: The `Retry-After` header as a date this many seconds in the future.
    """

    status: int
    html: bool = False
    handled: bool = False
    retry_after: int | None = None
    retry_date: int | None = None


@dataclass(frozen=True)
class Drop:
    """Reset the connection: before the request is handled, after it, or in the middle of the response."""

    handled: bool = False
    midway: bool = False


@dataclass(frozen=True)
class Truncate:
    """Close the connection in the middle of the body, which is chunked or has a Content-Length of its full size."""

    handled: ClassVar[bool] = True
    chunked: bool = False


@dataclass(frozen=True)
class Html:
    """Respond with 200 and an HTML page."""

    handled: bool = False


@dataclass(frozen=True)
class ExtraProperty:
    """Add a property that the description does not have to every object in the response."""

    name: str


@dataclass(frozen=True)
class UnknownEnumMember:
    """Set every enum in the response to a number that is not a member; None for the one after the last member."""

    number: int | None = None


Ending = Status | Drop | Truncate | Html  # replaces the response; at most one such fault hits a request
Effect = Latency | ExtraProperty | UnknownEnumMember | Ending


@dataclass(frozen=True)
class Fault:
    """An effect, and the requests that it hits.

    Attributes:
        rule: The rule as the user wrote it.
        kind: The rule's kind and argument.
        method: The method to match, None for any.
        path: The path to match, as in a rule.
        rate: The share of matching requests that are hit.
        limit: The maximum number of requests that are hit; None for no limit.
    """

    rule: str
    kind: str
    effect: Effect
    method: str | None = None
    path: str = "*"
    rate: float = 1.0
    limit: int | None = None

    def matches(self, method: str, path: str, query: str) -> bool:
        """Whether a request matches the rule; `path` is percent-encoded, as it was sent."""
        if self.method not in (None, method):
            return False
        target = f"{plain(path)}?{query}" if "?" in self.path else plain(path)
        return self._pattern.fullmatch(target) is not None

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        parts = (re.escape(part) for part in self.path.split("*"))
        return re.compile(".*".join(parts), re.IGNORECASE | re.DOTALL)

    def strikes(self, seed: int, number: int) -> bool:
        """Whether the matching request with this number, counted from 1, is hit, as long as `limit` permits."""
        request = f"{seed} {number} {self.kind} {self.method} {self.path}"
        drawn = hashlib.sha256(request.encode("utf-8", "surrogatepass")).digest()
        return int.from_bytes(drawn[:8]) / 2**64 < self.rate


class FaultPlan:
    """The active faults, with their counts. Thread-safe."""

    def __init__(self, faults: Sequence[Fault], seed: int) -> None:
        self._lock = threading.Lock()
        self._seed = seed
        self._initial = tuple(faults)
        self._entries = [_Entry(fault) for fault in faults]

    @property
    def rules(self) -> list[str]:
        """The rules of the faults, in the order in which they were added."""
        with self._lock:
            return [entry.fault.rule for entry in self._entries]

    def reset(self) -> None:
        """Return to the initial faults, none of which has counted a request."""
        with self._lock:
            self._entries = [_Entry(fault) for fault in self._initial]

    def add(self, fault: Fault) -> None:
        """Append a fault, which counts matching requests from now on."""
        with self._lock:
            self._entries.append(_Entry(fault))

    def clear(self) -> None:
        """Remove all faults."""
        with self._lock:
            self._entries.clear()

    def struck(self, method: str, path: str, query: str) -> list[Fault]:
        """Count a request, and return the faults that hit it, in the order in which they were added.

        At most one of them replaces the response; any others that would do so do not count as hits.
        """
        found: list[Fault] = []
        ended = False
        with self._lock:
            for entry in self._entries:
                fault = entry.fault
                if not fault.matches(method, path, query):
                    continue
                entry.seen += 1
                ends = isinstance(fault.effect, Ending)
                if entry.strikes != fault.limit and not (ended and ends) and fault.strikes(self._seed, entry.seen):
                    entry.strikes += 1
                    ended = ended or ends
                    found.append(fault)
        return found


@dataclass
class _Entry:
    fault: Fault
    seen: int = 0
    strikes: int = 0


def plain(target: str) -> str:
    """Return a path and its query, if any, without the trailing slash, which the API ignores."""
    path, mark, query = target.partition("?")
    return path.removesuffix("/") + mark + query
