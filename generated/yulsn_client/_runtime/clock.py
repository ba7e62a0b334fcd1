"""The source of time and randomness of a client. Tests replace it to avoid real sleeps."""

from __future__ import annotations

import random as _random
import time as _time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

__all__ = ["Clock"]


async def _sleep(seconds: float) -> None:
    import asyncio

    await asyncio.sleep(seconds)


@dataclass(frozen=True, slots=True)
class Clock:
    """The source of time and randomness of a client.

    In tests, `Client(clock=Clock(sleep=waits.append))` records the waits in a list instead of sleeping.

    Attributes:
        monotonic: Returns seconds on a monotonic clock, for elapsed times and deadlines.
        time: Returns seconds since 1970. Used only for a `Retry-After` date from a server that sends no `Date`.
        sleep: Sleeps for a number of seconds between the attempts of a `Client`.
        sleep_async: The same for an `AsyncClient`.
        random: Returns a number from 0 up to 1, which spreads out the retries of many clients.
    """

    monotonic: Callable[[], float] = _time.monotonic
    time: Callable[[], float] = _time.time
    sleep: Callable[[float], None] = _time.sleep
    sleep_async: Callable[[float], Awaitable[None]] = _sleep
    random: Callable[[], float] = _random.random
