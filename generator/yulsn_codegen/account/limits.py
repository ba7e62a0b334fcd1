"""Limits that the requests about one account share: seconds, attempts, bytes, and pauses that the server wants."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from ..http_policy import DEFAULT_RETRIES, RetryPolicy

MAX_TOTAL = 32 * 1024 * 1024  # of all responses about an account together


@dataclass(frozen=True)
class Timing:
    """How long requests may take, and how failed ones are retried.

    Attributes:
        connect: Seconds to wait for a connection.
        read: Seconds to wait for the next bytes of a response.
        attempt: The total seconds that one attempt may take.
        total: The total seconds that reading the whole account may take.
        retries: How often and how soon a request is retried.
        sleep: A coroutine function that waits for a number of seconds.
    """

    connect: float = 10.0
    read: float = 30.0
    attempt: float = 120.0
    total: float = 600.0
    retries: RetryPolicy = DEFAULT_RETRIES
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep


DEFAULT_TIMING = Timing()


@dataclass
class Budget:
    """How many bytes may still be read."""

    left: int = MAX_TOTAL


@dataclass(frozen=True)
class Pause:
    """Holds back all requests to a server while one waits because the server asked to."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def wait(self, seconds: float, sleep: Callable[[float], Awaitable[object]]) -> None:
        """Hold back all requests until a number of seconds from now have passed; waits of several requests overlap."""
        clock = asyncio.get_running_loop().time
        until = clock() + seconds
        async with self.lock:
            await sleep(max(0.0, until - clock()))

    async def over(self) -> None:
        """Wait until no request is held back."""
        async with self.lock:
            pass
