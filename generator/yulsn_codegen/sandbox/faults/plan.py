"""Faults as values, and the plan of those in force: a request comes in, the faults that strike it come out.

Whether the n-th request that fits a fault is struck follows from the plan's seed, the fault's kind, method and path,
and n. No clock matters and no other fault, and a higher rate strikes the same requests and more. Of requests that come
one after the other it is thus certain which are struck; of concurrent ones it is certain how many.

Delays add up, and so do changes of the answer. Of faults that take the answer's place the first that strikes acts, and
the others keep their times: `status=503 2x` and then `drop 1x` are two answers of 503 and then a dropped connection.
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Latency:
    """Wait so many seconds: before the request is handled, or between that and the answer."""

    seconds: float
    handled: bool = False


@dataclass(frozen=True)
class Status:
    """Answer with an error; handled: the request takes effect nonetheless.

    retry_after: seconds, for the header Retry-After; retry_date: the same as the date that is so many seconds away.
    """

    status: int
    html: bool = False
    handled: bool = False
    retry_after: int | None = None
    retry_date: int | None = None


@dataclass(frozen=True)
class Drop:
    """Reset the connection: before the request is handled, after it, or in the middle of the answer."""

    handled: bool = False
    midway: bool = False


@dataclass(frozen=True)
class Truncate:
    """End the connection in the middle of the body, of which the headers tell the full length; or that has chunks."""

    handled: ClassVar[bool] = True
    chunked: bool = False


@dataclass(frozen=True)
class Html:
    """Answer with 200 and a page of HTML."""

    handled: bool = False


@dataclass(frozen=True)
class Extra:
    """Give every object of the answer a property that the description does not know."""

    name: str


@dataclass(frozen=True)
class Member:
    """Give every enum of the answer a number that the description does not know; None for the next after its last."""

    number: int | None = None


Ending = Status | Drop | Truncate | Html  # what takes the answer's place; a request meets one of them at most
Effect = Latency | Extra | Member | Ending


@dataclass(frozen=True)
class Fault:
    """An effect, and what it strikes: requests of a method (None: any) and a path, at a rate, and so often at most.

    rule: as it was written; kind: its kind and argument; path: as in a rule; most: None is without end.
    """

    rule: str
    kind: str
    effect: Effect
    method: str | None = None
    path: str = "*"
    rate: float = 1.0
    most: int | None = None

    def fits(self, method: str, path: str, query: str) -> bool:
        """Whether a request is one that the rule is about; path: as it was sent, percent-encoded."""
        if self.method not in (None, method):
            return False
        target = f"{plain(path)}?{query}" if "?" in self.path else plain(path)
        parts = (re.escape(part) for part in self.path.split("*"))
        return re.fullmatch(".*".join(parts), target, re.IGNORECASE | re.DOTALL) is not None

    def strikes(self, seed: int, number: int) -> bool:
        """Whether the request with this number, from 1, among those that fit is struck; `most` is not looked at."""
        request = f"{seed} {number} {self.kind} {self.method} {self.path}"
        drawn = hashlib.sha256(request.encode("utf-8", "surrogatepass")).digest()
        return int.from_bytes(drawn[:8]) / 2**64 < self.rate


class Plan:
    """The faults in force, and how often each was looked at; safe to use from any thread."""

    def __init__(self, faults: Sequence[Fault], seed: int) -> None:
        self._lock = threading.Lock()
        self._seed = seed
        self._entries = [_Entry(fault) for fault in faults]

    def add(self, fault: Fault) -> None:
        """Put a fault in force, after the others; the requests that fit it are counted from now on."""
        with self._lock:
            self._entries.append(_Entry(fault))

    def clear(self) -> None:
        """Take all faults out of force."""
        with self._lock:
            self._entries.clear()

    def struck(self, method: str, path: str, query: str) -> list[Fault]:
        """Count a request, and return the faults that strike it, in the order in which they were added.

        One of them at most takes the answer's place; later ones that would keep what is left of their times.
        """
        found: list[Fault] = []
        ended = False
        with self._lock:
            for entry in self._entries:
                fault = entry.fault
                if not fault.fits(method, path, query):
                    continue
                entry.seen += 1
                ends = isinstance(fault.effect, Ending)
                if entry.strikes != fault.most and not (ended and ends) and fault.strikes(self._seed, entry.seen):
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
    """Return a path, with its query if it has one, without the slash at its end, which the API takes for nothing."""
    path, mark, query = target.partition("?")
    return path.removesuffix("/") + mark + query
