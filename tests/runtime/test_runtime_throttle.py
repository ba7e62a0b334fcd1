"""The limit of requests per second of a client, and slowing down on status 429."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import pytest
from flavours import Run
from runtime import errors
from runtime.calls import Call
from runtime.clock import Clock
from runtime.throttle import Throttle, ThrottleTimeout
from samples import Line
from scripted_server import Reply, ScriptedServer

GET: Call[Line] = Call("lines.get", "GET", "/api/v1/Lines/{id}", Line, parameters={"id": int})
ADD: Call[Line] = Call("lines.add", "POST", "/api/v1/Lines", Line)
LINE = b'{"Id":1,"Price":0.10}'


@dataclass
class Fake:
    """A clock that only its sleeps advance."""

    now: float = 1000.0
    naps: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.naps.append(round(seconds, 6))
        self.now += seconds

    async def sleep_async(self, seconds: float) -> None:
        self.sleep(seconds)

    @property
    def clock(self) -> Clock:
        return Clock(lambda: self.now, lambda: 0.0, self.sleep, self.sleep_async, lambda: 0.0)


def throttled(fake: Fake, max_rate: float | None = None) -> Throttle:
    return Throttle(max_rate, None, now=lambda: fake.now)


def start(throttle: Throttle, fake: Fake, ends: float = math.inf) -> float:
    """Start a request; return the seconds that it waited."""
    begun = fake.now
    with closing(throttle.waits(ends)) as waits:
        for seconds in waits:
            fake.sleep(seconds)
    throttle.starts.append(fake.now)
    return fake.now - begun


def get(client: Any) -> Any:
    return client.call(GET, path={"id": 1})


async def gathered(awaitables: Iterable[Any]) -> list[Any]:
    return await asyncio.gather(*awaitables)


# --- Requests per second ---


def test_requests_are_spaced_evenly_from_the_start() -> None:
    fake = Fake()
    throttle = throttled(fake, max_rate=4)
    assert [start(throttle, fake) for _ in range(4)] == [0, 0.25, 0.25, 0.25]
    fake.now += 60
    assert [start(throttle, fake) for _ in range(2)] == [0, 0.25]  # idle time is not saved up


def test_waiting_requests_get_consecutive_slots() -> None:
    fake = Fake()
    throttle = throttled(fake, max_rate=10)
    waiting = [throttle.waits(math.inf) for _ in range(4)]
    assert [round(next(waits, 0), 6) for waits in waiting] == [0, 0.1, 0.2, 0.3]


def test_a_cancelled_request_frees_its_slot() -> None:
    fake = Fake()
    throttle = throttled(fake, max_rate=1)
    start(throttle, fake)
    cancelled = [throttle.waits(math.inf) for _ in range(50)]
    assert [next(waits) for waits in cancelled] == list(range(1, 51))
    staying = throttle.waits(math.inf)
    assert next(staying) == 51
    for waits in cancelled:
        waits.close()
    assert start(throttle, fake) == 1
    fake.now += 50
    assert list(staying) == []  # its turn has come, although it was reserved again


def test_a_slot_after_the_deadline_is_an_error_at_once_and_not_reserved() -> None:
    fake = Fake()
    throttle = throttled(fake, max_rate=0.1)
    start(throttle, fake)
    for _ in range(3):
        with pytest.raises(ThrottleTimeout, match=r"wait 10\.0 s because of max_rate"):
            start(throttle, fake, ends=fake.now + 5)
    assert start(throttle, fake) == 10


# --- Slowing down ---


def test_a_429_pauses_all_requests_and_halves_the_rate_which_recovers() -> None:
    fake = Fake()
    throttle = throttled(fake, max_rate=10)
    waiting = [throttle.waits(math.inf) for _ in range(3)]
    assert [round(next(waits, 0), 6) for waits in waiting] == [0, 0.1, 0.2]
    throttle.slow_down(fake.now, 5)
    fake.now += 0.2
    assert [round(next(waits), 6) for waits in waiting[1:]] == [4.8, 5.0]  # both reserved again, at half the rate
    fake.now += 4.8 + 30
    start(throttle, fake)
    assert start(throttle, fake) == pytest.approx(1 / 7.5, rel=0.01)
    fake.now += 30
    start(throttle, fake)
    assert start(throttle, fake) == pytest.approx(0.1)


def test_many_429s_of_requests_in_flight_count_as_one() -> None:
    fake = Fake()
    throttle = throttled(fake, max_rate=8)
    for seconds in (2, 1, 3):
        throttle.slow_down(fake.now, seconds)
    assert start(throttle, fake) == 3  # the longest pause
    assert start(throttle, fake) == pytest.approx(0.25)
    throttle.slow_down(fake.now, 1)  # slower still is too fast
    start(throttle, fake)
    assert start(throttle, fake) == pytest.approx(0.5, rel=0.01)


def test_without_a_limit_a_429_halves_the_measured_rate_until_it_has_recovered() -> None:
    fake = Fake()
    throttle = throttled(fake)
    assert not throttle.is_active
    for _ in range(100):
        throttle.starts.append(fake.now)
        fake.now += 0.05  # 20 per second
    throttle.slow_down(fake.now, 2)
    assert throttle.is_active
    assert start(throttle, fake) == 2
    assert start(throttle, fake) == pytest.approx(0.1, rel=0.01)
    fake.now += 60
    assert start(throttle, fake) == 0
    assert not throttle.is_active


def test_the_rate_has_a_lower_bound() -> None:
    fake = Fake()
    throttle = throttled(fake, max_rate=4)
    for _ in range(20):
        start(throttle, fake)
        throttle.slow_down(fake.now, 1)
    start(throttle, fake)
    assert start(throttle, fake) == pytest.approx(2, rel=0.02)
    slow = throttled(fake, max_rate=0.1)
    slow.slow_down(fake.now, 1)
    start(slow, fake)
    assert start(slow, fake) == pytest.approx(10)


def test_all_calls_of_a_client_wait_for_the_retry_after_of_one(server: ScriptedServer, run: Run) -> None:
    fake = Fake()
    final = Reply(429, headers={"Retry-After": "7"})
    server.replies(final, final, Reply(200, LINE))

    def use(client: Any) -> Any:
        limited = client.with_options(max_retries=1)
        if run.name == "sync":
            with pytest.raises(errors.RateLimitError):
                get(limited)
            return get(client)

        async def both() -> Any:
            with pytest.raises(errors.RateLimitError):
                await get(limited)
            return await get(client)

        return both()

    assert run(server.url, use, clock=fake.clock).id == 1
    assert fake.naps == [7, 7]  # the retry's own wait, and that of the next call


@pytest.mark.parametrize(("headers", "retries"), [({"Retry-After": "0"}, 2), ({"Retry-After": "9"}, 0)])
def test_requests_are_not_delayed_without_retry_after_or_with_waiting_disabled(
    server: ScriptedServer, run: Run, headers: dict[str, str], retries: int
) -> None:
    fake = Fake()
    server.replies(*[Reply(429, headers=headers)] * (retries + 1), Reply(200, LINE))

    def use(client: Any) -> Any:
        if run.name == "sync":
            with pytest.raises(errors.RateLimitError):
                get(client)
            return get(client)

        async def both() -> Any:
            with pytest.raises(errors.RateLimitError):
                await get(client)
            return await get(client)

        return both()

    run(server.url, use, clock=fake.clock, max_retries=retries)
    assert sum(fake.naps) == 0


# --- Deadlines ---


def test_the_deadline_error_names_the_limit_and_the_write_was_not_sent(server: ScriptedServer, run: Run) -> None:
    fake = Fake()
    server.replies(Reply(200, LINE))

    def use(client: Any) -> Any:
        if run.name == "sync":
            client.call(ADD)
            return client.call(ADD)

        async def both() -> Any:
            await client.call(ADD)
            return await client.call(ADD)

        return both()

    with pytest.raises(
        errors.YulsnTimeoutError, match=r"deadline of 5 s .* wait 10\.0 s because of max_rate"
    ) as caught:
        run(server.url, use, clock=fake.clock, deadline=5, max_rate=0.1)
    assert not caught.value.maybe_received
    assert not caught.value.retryable
    assert fake.naps == []
    assert len(server.asked) == 1
