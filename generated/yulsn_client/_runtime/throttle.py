"""Limit how many requests a client has in flight and starts per second, and slow down when the server asks for it.

All calls of a client share one `Throttle` per process. Requests are spaced evenly. On status 429 all calls pause, and
then the client starts half as many requests per second as before, which grows back within a minute. This module
neither sleeps nor starts threads or tasks: the transports sleep for the seconds that `waits` yields.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Generator
from threading import Lock, Semaphore

import httpx2

from .logs import LOGGER

__all__ = ["Throttle", "ThrottleTimeout"]

_RECOVERY = 60.0  # seconds until the full rate is reached again
_LOWEST_RATE = 0.5  # requests per second
_WINDOW = 10.0  # seconds over which the rate of a client without a `max_rate` is measured
_SHORTEST_WINDOW = 0.1


class ThrottleTimeout(httpx2.PoolTimeout):
    """A request that could not start before the deadline of its call because of a limit of the client."""


class Throttle:
    """The limits of a client. Thread-safe.

    Attributes:
        is_active: Whether a limit applies at present. Without one, requests need not wait.
        slots: Counts the requests that threads may still start; None without a limit. Event loops count their own.
        starts: Times at which the latest requests started.
    """

    def __init__(self, max_rate: float | None, max_concurrency: int | None, now: Callable[[], float]) -> None:
        """Define the limits.

        Args:
            max_rate: Requests per second; None for no limit.
            max_concurrency: Requests in flight; None for no limit.
            now: Returns seconds on a monotonic clock.
        """
        self.slots = None if max_concurrency is None else Semaphore(max_concurrency)
        self.starts: deque[float] = deque(maxlen=256)
        self._is_limited = max_rate is not None or max_concurrency is not None
        self.is_active = self._is_limited
        self._now = now
        self._lock = Lock()
        self._max_rate = math.inf if max_rate is None else max_rate
        self._low = self._full = self._max_rate  # the rates at the start and at the end of the recovery
        self._resumes = -math.inf  # end of the latest pause
        self._last = -math.inf  # when the latest request was due
        self._next = -math.inf  # the first time that is not reserved
        self._plan = 0  # counts how often all reservations were cancelled

    def waits(self, ends: float, not_before: float = -math.inf) -> Generator[float, None, None]:
        """Yield the seconds to sleep, one after the other, until a request may start.

        Close the iterator if a sleep is interrupted, so that the request's turn is not lost to the others.

        Args:
            ends: Monotonic time by which the call must end.
            not_before: Monotonic time until which the call has already waited.

        Raises:
            ThrottleTimeout: If the turn of the request comes after the end of the call.
        """
        while True:
            due, plan, seconds = self._reserve(ends, not_before)
            if seconds > 0:
                try:
                    yield seconds
                except GeneratorExit:
                    self._cancel()
                    raise
            with self._lock:
                if plan == self._plan:
                    self._last = max(self._last, due)
                    return

    def _reserve(self, ends: float, not_before: float) -> tuple[float, int, float]:
        """Reserve the next turn; return its time, the number of the plan, and the seconds until then."""
        with self._lock:
            now = max(self._now(), not_before)
            due = max(now, self._next)
            if due > ends:
                reason = "status 429" if math.isinf(self._max_rate) or due <= self._resumes else "max_rate"
                raise ThrottleTimeout(f"the request would have to wait {due - now:.1f} s because of {reason}")
            rate = self._rate(due)
            self._next = due + 1 / rate
            if math.isinf(rate) and due >= self._resumes and not self._is_limited:
                self.is_active = False
            return due, self._plan, due - now

    def _rate(self, when: float) -> float:
        """Return the requests per second that are allowed at a time."""
        progress = max(0.0, when - self._resumes) / _RECOVERY
        return self._max_rate if progress >= 1 else self._low + (self._full - self._low) * progress

    def _cancel(self) -> None:
        """Cancel all reservations after an interrupted sleep. The requests that still wait reserve again."""
        with self._lock:
            self._plan += 1
            self._next = max(self._last + 1 / self._rate(self._now()), self._resumes)

    def slow_down(self, started: float, seconds: float) -> None:
        """Pause all requests, and then start half as many per second.

        Responses to requests from before the pause extend it, but do not lower the rate once more.

        Args:
            started: When the request that got status 429 started.
            seconds: Length of the pause.
        """
        with self._lock:
            now = self._now()
            is_new = started >= self._resumes
            if is_new:
                rate = self._rate(now)
                rate = self._measured(now) if math.isinf(rate) else rate
                self._low = max(rate / 2, min(rate, _LOWEST_RATE))
                self._full = rate if math.isinf(self._max_rate) else self._max_rate
            if not is_new and now + seconds <= self._resumes:
                return
            self._resumes = self._next = now + seconds
            self._plan += 1
            self.is_active = True
        LOGGER.info("status 429: all calls pause for %.1f s, then at most %.1f start per second", seconds, self._low)

    def _measured(self, now: float) -> float:
        """Return the recent number of requests per second."""
        recent = [start for start in self.starts.copy() if start > now - _WINDOW]
        return max(len(recent), 1) / max(now - min(recent, default=now), _SHORTEST_WINDOW)
