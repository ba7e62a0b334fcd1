"""In: the outcome of each attempt; out: what to do next, as steps. Retries are decided here, without I/O.

`attempts` is a generator that yields steps and is sent outcomes; a driver in `transport` runs it, one for plain and
one for async clients.

Methods that may be sent twice with the effect of once (GET, SEARCH, PUT, DELETE) are sent again after connections
that failed, timeouts and the statuses 408, 429, 500, 502, 503 and 504. POST and PATCH are sent again only where the
server cannot have acted: no connection was made, or it answered 429. One effect of this remains visible: a DELETE
whose first answer was lost may report 404, and a PUT with a version 409, because the first attempt had worked.
"""

from __future__ import annotations

import math
import random as _random
import time
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass

from .calls import retry_after
from .errors import RequestError

__all__ = ["Answer", "Outcome", "Policy", "Send", "Sleep", "Step", "attempts"]

_REPEATABLE = frozenset({"GET", "HEAD", "OPTIONS", "SEARCH", "PUT", "DELETE"})
_PASSING = frozenset({408, 429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of the server, and the seconds that it took."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    elapsed: float = 0.0


Outcome = Answer | RequestError
"""What an attempt led to: an answer, or the reason why there is none."""


@dataclass(frozen=True, slots=True)
class Send:
    """Send the request; the driver answers with the `Outcome`."""


@dataclass(frozen=True, slots=True)
class Sleep:
    """Wait so many seconds; the driver answers with None."""

    seconds: float


Step = Send | Sleep


@dataclass(frozen=True, slots=True)
class Policy:
    """How often and how soon a request is sent again.

    Attributes:
        max_retries: how often, at most.
        shortest: least seconds to wait.
        longest: most seconds to wait when the server does not say how long.
        patience: most seconds to wait when it does; if it asks for more, its answer is final.
        random: a number from 0 up to 1, for the jitter that keeps clients from coming back all at once.
        time: seconds since 1970, for a `Retry-After` that is a date.
    """

    max_retries: int = 2
    shortest: float = 0.5
    longest: float = 8.0
    patience: float = 120.0
    random: Callable[[], float] = _random.random
    time: Callable[[], float] = time.time

    def wait(self, method: str, outcome: Outcome, retries: int) -> float | None:
        """Seconds to wait before the next attempt, after so many retries; None if there is to be none."""
        if retries >= self.max_retries or not _may_repeat(method, outcome):
            return None
        asked = retry_after(outcome.headers, self.time) if isinstance(outcome, Answer) else None
        if asked is not None:
            return asked if asked <= self.patience else None
        ceiling = min(self.longest, self.shortest * 2.0 ** (retries + 1))
        return self.shortest + self.random() * (ceiling - self.shortest)


def _may_repeat(method: str, outcome: Outcome) -> bool:
    if isinstance(outcome, Answer):
        return outcome.status == 429 or (outcome.status in _PASSING and method in _REPEATABLE)
    return outcome.passing and (method in _REPEATABLE or not outcome.maybe_received)


def _forever() -> float:
    return math.inf


def attempts(
    method: str, policy: Policy, remaining: Callable[[], float] = _forever
) -> Generator[Step, Outcome | None, Outcome]:
    """The steps that send a request by this method until its outcome is final; returns that outcome.

    remaining: seconds until the call's deadline. No attempt is waited for that could only begin after it.
    """
    retries = 0
    while True:
        outcome = yield Send()
        if outcome is None:
            raise RuntimeError("a driver answers Send with an outcome")
        wait = policy.wait(method, outcome, retries)
        if wait is None or wait >= remaining():
            return outcome
        yield Sleep(wait)
        retries += 1
