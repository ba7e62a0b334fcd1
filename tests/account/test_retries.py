"""Failed requests are retried after a wait, a limited number of times."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from yulsn_codegen.account.http import MAX_CONCURRENCY
from yulsn_codegen.account.limits import Pause, Timing

from .server import OWNER_PATHS, TABLES, Account, Answer, Sleeps, failure, read, table_path


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_a_transient_failure_is_retried_with_exponential_backoff(account: Account, status: int) -> None:
    sleeps = Sleeps()
    account.answers[TABLES] = [Answer(b"busy", status), Answer(b"busy", status), Answer([])]
    read(account, timing=sleeps.timing())
    assert account.asked(TABLES) == 3
    first, second = sleeps.seconds
    assert 0.5 <= first <= 1.0
    assert 0.5 <= second <= 2.0


def test_at_most_three_attempts_are_made(account: Account) -> None:
    account.answers[OWNER_PATHS["Orders"]] = Answer({"Message": "Service Unavailable"}, 503)
    message = failure(account.url)
    assert message == (
        f"GET {OWNER_PATHS['Orders']}: responded with 503: Service Unavailable (tried 3 times)\n  Try again later."
    )
    assert account.asked(OWNER_PATHS["Orders"]) == 3


def test_a_dropped_connection_is_retried(account: Account) -> None:
    account.answers[TABLES] = [Answer(drop=True), Answer(drop=True), Answer([])]
    read(account)
    assert account.asked(TABLES) == 3


def test_a_truncated_response_is_retried(account: Account) -> None:
    cut = Answer([], headers={"Content-Length": "100"}, after=lambda file: file.write(b"[]"))
    account.answers[TABLES] = [cut, Answer([])]
    read(account)
    assert account.asked(TABLES) == 2


def test_a_connection_that_keeps_dropping_is_an_error(account: Account) -> None:
    account.answers[TABLES] = Answer(drop=True)
    message = failure(account.url)
    host = account.url.removeprefix("http://")
    assert message.startswith(f"GET {TABLES}: the connection to {host} failed: ")
    assert "(tried 3 times)" in message


def test_a_missing_response_is_an_error(account: Account) -> None:
    give_up = threading.Event()
    account.answers[TABLES] = Answer([], before=lambda: give_up.wait(20))
    try:
        message = failure(account.url, timing=Sleeps().timing(read=0.1))
    finally:
        give_up.set()
    assert "did not respond in time (tried 3 times)" in message
    assert account.asked(TABLES) == 3


def test_a_response_that_arrives_too_slowly_is_an_error(account: Account) -> None:
    give_up = threading.Event()

    def drip(file: Any) -> None:
        while not give_up.wait(0.02):
            file.write(b" ")
            file.flush()

    account.answers[TABLES] = Answer([], headers={"Content-Length": "1000000"}, after=drip)
    try:
        message = failure(account.url, timing=Sleeps().timing(read=1.0, attempt=0.2))
    finally:
        give_up.set()
    assert "did not respond in time (tried 3 times)" in message


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("retry_after", "least", "most"),
    [
        (lambda: "7", 7, 7),
        (lambda: "2.5", 2.5, 2.5),
        (lambda: "0", 0, 0),
        (lambda: "120", 120, 120),
        (lambda: format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True), 25, 31),
        (lambda: format_datetime(datetime.now(UTC) - timedelta(days=1), usegmt=True), 0, 1),
        (lambda: "soon", 0.5, 1),
        (lambda: "-5", 0.5, 1),
    ],
)
def test_retry_after_is_honoured(
    account: Account, status: int, retry_after: Callable[[], str], least: float, most: float
) -> None:
    sleeps = Sleeps()
    account.answers[TABLES] = [Answer(b"", status, {"Retry-After": retry_after()}), Answer([])]
    read(account, timing=sleeps.timing())
    [slept] = sleeps.seconds
    assert least - 0.1 <= slept <= most


def test_retry_after_delays_all_requests(account: Account) -> None:
    account.tables(*(f"Table {number}" for number in range(100)))
    account.answers[table_path(1)] = [Answer(b"", 429, {"Retry-After": "7"}), Answer([])]
    sent_meanwhile: list[int] = []

    async def sleep(_: float) -> None:
        before = len(account.requests)
        await asyncio.sleep(0.1)  # during which many more requests would be sent if they could
        sent_meanwhile.append(len(account.requests) - before)

    read(account, timing=Timing(sleep=sleep))
    [sent] = sent_meanwhile
    assert sent < MAX_CONCURRENCY  # those that were in flight already


def test_concurrent_retry_after_waits_overlap() -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        await asyncio.sleep(0.01)

    async def wait_twice() -> None:
        pause = Pause()
        await asyncio.gather(pause.wait(7.0, sleep), pause.wait(7.0, sleep))

    asyncio.run(wait_twice())
    first, second = slept
    assert second <= 7.0 - 0.01 < first <= 7.0


def test_a_retry_after_beyond_the_limit_is_an_error_at_once(account: Account) -> None:
    sleeps = Sleeps()
    account.answers[TABLES] = Answer({"Message": "Slow down"}, 429, {"Retry-After": "3600"})
    message = failure(account.url, timing=sleeps.timing())
    assert message == (
        f"GET {TABLES}: responded with 429: Slow down; the server asked to wait 3600 s\n  Try again after that time."
    )
    assert sleeps.seconds == []


def test_a_refused_connection_is_an_error() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        sleeps = Sleeps()
        message = failure(f"http://127.0.0.1:{port}", timing=sleeps.timing())
    assert message == (
        f"GET {TABLES}: 127.0.0.1:{port} refused the connection (tried 3 times)\n"
        "  Check the base URL, the network, and the proxy settings in the environment."
    )
    assert len(sleeps.seconds) == 2


def test_an_unknown_host_is_an_error() -> None:
    message = failure("https://nothing.invalid")
    assert message.startswith(f"GET {TABLES}: the host nothing.invalid cannot be found: ")


def test_a_failed_tls_handshake_is_not_retried(account: Account) -> None:
    sleeps = Sleeps()
    message = failure(account.url.replace("http://", "https://"), timing=sleeps.timing())
    assert f"GET {TABLES}: no secure connection to 127.0.0.1:" in message
    assert sleeps.seconds == []
