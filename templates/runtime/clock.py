"""What a client knows of time and chance, as a value: tests give it another one, and do not wait."""

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
    """Where a client takes time and chance from. `Client(clock=Clock(sleep=naps.append))` notes its waits in a list.

    Attributes:
        monotonic: seconds since any fixed moment, never going back; measures answers and deadlines.
        time: seconds since 1970; only for a `Retry-After` that is a date, from a server that does not send its own.
        sleep: waits so many seconds, between the attempts of a `Client`.
        sleep_async: the same for an `AsyncClient`.
        random: a number from 0 up to 1; spreads the attempts of many clients.
    """

    monotonic: Callable[[], float] = _time.monotonic
    time: Callable[[], float] = _time.time
    sleep: Callable[[float], None] = _time.sleep
    sleep_async: Callable[[float], Awaitable[None]] = _sleep
    random: Callable[[], float] = _random.random
