"""Forked processes: a child shares no connection, no lock and no event loop with its parent."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import ssl
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
import trustme
from echo_server import EchoServer
from flavours import KEY, AsyncClient, Client
from runtime import errors
from runtime.calls import Call
from runtime.processes import PerProcess
from runtime.response_drift import DriftReporter
from samples import Line

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork"),
    pytest.mark.filterwarnings("ignore:.*use of fork.*:DeprecationWarning"),
]

GET: Call[Line] = Call("lines.get", "GET", "/api/v1/Lines/{id}", Line)


def get(client: Any, number: int) -> int:
    found: int = client.call(GET, path={"id": number}).id
    return found


def forked(work: Callable[[], object], seconds: float = 20.0) -> Callable[[], Any]:
    """Run a function in a forked child; the function that is returned waits for its result."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        try:
            result = json.dumps(["ok", work()])
        except BaseException as error:
            result = json.dumps([type(error).__name__, str(error)])
        os.write(write, result.encode())
        os._exit(0)
    os.close(write)

    def wait() -> Any:
        watch = threading.Timer(seconds, os.kill, (child, 9))
        watch.start()
        with os.fdopen(read) as pipe:
            text = pipe.read()
        watch.cancel()
        os.waitpid(child, 0)
        kind, value = json.loads(text) if text else ("Hung", "the child was killed")
        assert kind == "ok", f"{kind}: {value}"
        return value

    return wait


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(params=["http", "https"])
def echo(
    request: pytest.FixtureRequest, authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[EchoServer]:
    context: ssl.SSLContext | None = None
    if request.param == "https":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("localhost").configure_cert(context)
        client_side = httpx2.create_ssl_context()
        authority.configure_trust(client_side)
        monkeypatch.setattr("runtime.network._tls", lambda trust_env: client_side)
    with EchoServer(context) as server:
        yield server


# --- Blocking clients ---


def test_a_child_does_not_use_the_connections_of_its_parent(echo: EchoServer) -> None:
    with Client(KEY, base_url=echo.url) as client:
        assert get(client, 1) == 1
        assert forked(lambda: get(client, 2))() == 2
        assert get(client, 3) == 3
    assert echo.connections[2] != echo.connections[1] == echo.connections[3]


def test_responses_in_flight_at_a_fork_belong_to_the_parent(echo: EchoServer) -> None:
    """The parent waits for a response on its connection while the child sends its own request."""
    echo.held = {1}
    with Client(KEY, base_url=echo.url) as client:
        get(client, 9)
        answers: list[int] = []
        parent = threading.Thread(target=lambda: answers.append(get(client, 1)))
        parent.start()
        assert echo.waiting.wait(10)
        assert forked(lambda: [get(client, number) for number in (2, 3)])() == [2, 3]
        echo.release.set()
        parent.join(10)
        assert answers == [1]
        assert get(client, 4) == 4
    assert echo.connections[1] == echo.connections[9] != echo.connections[2] == echo.connections[3]


def test_parent_and_children_can_use_a_client_concurrently(echo: EchoServer) -> None:
    """As under gunicorn with --preload: each of several processes with several threads reads its own objects."""
    with Client(KEY, base_url=echo.url) as client:
        get(client, 1)

        def work(first: int) -> list[int]:
            wrong: list[int] = []
            threads = [
                threading.Thread(
                    target=lambda start=start: wrong.extend(
                        number for number in range(start, start + 20) if get(client, number) != number
                    )
                )
                for start in range(first, first + 80, 20)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            return wrong

        children = [forked(lambda first=first: work(first), 60) for first in (1000, 2000, 3000)]  # type: ignore[misc]
        assert work(4000) == []
        assert [wait() for wait in children] == [[], [], []]


def test_processes_of_a_pool_get_the_right_objects(echo: EchoServer) -> None:
    with Client(KEY, base_url=echo.url) as client:
        get(client, 1)
        with multiprocessing.get_context("fork").Pool(3, initializer=_Shared.set, initargs=(client,)) as pool:
            assert pool.map(_Shared.get, range(60)) == list(range(60))


class _Shared:
    """Holds a client for the workers of a process pool."""

    client: Any = None

    @classmethod
    def set(cls, client: Any) -> None:
        cls.client = client

    @classmethod
    def get(cls, number: int) -> int:
        return get(cls.client, number)


def test_a_grandchild_has_its_own_connections(echo: EchoServer) -> None:
    with Client(KEY, base_url=echo.url) as client:
        get(client, 1)

        def child() -> list[int]:
            return [get(client, 2), forked(lambda: get(client, 3))(), get(client, 4)]

        assert forked(child)() == [2, 3, 4]
    assert len({echo.connections[number] for number in (1, 2, 3)}) == 3
    assert echo.connections[2] == echo.connections[4]


def test_a_child_can_close_the_client_without_affecting_its_parent(echo: EchoServer) -> None:
    with Client(KEY, base_url=echo.url) as client:
        get(client, 1)

        def child() -> int:
            found = get(client, 2)
            client.close()
            return found

        assert forked(child)() == 2
        assert forked(client.close)() is None
        assert get(client, 3) == 3
    assert echo.connections[1] == echo.connections[3]


def test_a_child_closes_inherited_sockets(echo: EchoServer) -> None:
    if sys.platform != "linux":
        pytest.skip("needs /proc")

    def sockets() -> set[str]:
        links = [os.path.join("/proc/self/fd", name) for name in os.listdir("/proc/self/fd")]
        return {os.readlink(link) for link in links if os.path.islink(link) and "socket:" in os.readlink(link)}

    before = sockets()
    with Client(KEY, base_url=echo.url) as client:
        get(client, 1)
        own = sockets() - before

        def child() -> int:
            get(client, 2)
            return len(sockets() & own)

        # The server's end of the connection is in this process, too, and so is inherited.
        assert forked(child)() == len(own) - 1


def test_a_client_that_was_closed_before_the_fork_is_closed_in_the_child(echo: EchoServer) -> None:
    client = Client(KEY, base_url=echo.url)
    get(client, 1)
    client.close()
    with pytest.raises(AssertionError, match="ClientClosedError: the client is closed"):
        forked(lambda: get(client, 2))()


def test_with_options_shares_the_connections_of_the_process(echo: EchoServer) -> None:
    with Client(KEY, base_url=echo.url) as client:
        other = client.with_options(timeout=9)
        get(other, 1)
        assert forked(lambda: [get(client, 2), get(other, 3)])() == [2, 3]
    assert echo.connections[1] != echo.connections[2] == echo.connections[3]


def test_an_http_client_belongs_to_the_process_that_uses_it_first() -> None:
    with EchoServer() as echo, httpx2.Client() as http:
        client = Client(KEY, base_url=echo.url, http_client=http)
        assert forked(lambda: get(client, 1))() == 1
        assert get(client, 2) == 2
        assert forked(lambda: _attempt(client, 3))() == "http_client was first used in the parent process"
        assert 3 not in echo.connections


def _attempt(client: Any, number: int) -> str:
    try:
        return str(get(client, number))
    except errors.YulsnError as error:
        return str(error).partition(",")[0]


# --- Locks that another thread holds at the fork ---


def test_locks_held_at_the_fork_are_free_in_the_child() -> None:
    held = PerProcess(threading.Lock)
    reporter = DriftReporter(lambda _: None)
    with held.get(), reporter._lock.get():

        def child() -> bool:
            reporter.report("unknown", "Line.New", "")
            return held.get().acquire(blocking=False)

        assert forked(child)() is True


def test_a_locked_pool_of_the_parent_does_not_block_the_child(echo: EchoServer) -> None:
    with Client(KEY, base_url=echo.url) as client:
        get(client, 1)
        with client._transport._pool._own.get()._pool._optional_thread_lock:
            wait = forked(lambda: get(client, 2))
        assert wait() == 2


def test_an_account_being_confirmed_at_the_fork_is_confirmed_by_the_child(echo: EchoServer) -> None:
    with Client(KEY, base_url=echo.url, expect_account=True) as client, client._transport._confirming.get():

        def child() -> str:
            client._transport._confirmed[0] = True
            return str(client._transport._confirming.get().acquire(blocking=False))

        assert forked(child)() == "True"


# --- Asynchronous clients ---


async def get_async(client: Any, number: int) -> int:
    found: int = (await client.call(GET, path={"id": number})).id
    return found


def test_an_async_client_may_be_used_by_parent_and_child(echo: EchoServer) -> None:
    client = AsyncClient(KEY, base_url=echo.url)

    async def several(first: int) -> list[int]:
        return list(await asyncio.gather(*(get_async(client, number) for number in range(first, first + 20))))

    async def parent() -> list[int]:
        await several(1)
        wait = forked(lambda: asyncio.run(several(100)))
        found = await several(200)
        found += await asyncio.to_thread(wait)
        await client.aclose()
        return found

    assert asyncio.run(parent()) == [*range(200, 220), *range(100, 120)]
    assert {echo.connections[number] for number in range(100, 120)}.isdisjoint(
        {echo.connections[number] for number in [*range(1, 21), *range(200, 220)]}
    )


def test_an_event_loop_that_continues_in_the_child_gets_new_connections(echo: EchoServer) -> None:
    client = AsyncClient(KEY, base_url=echo.url)
    loop = asyncio.new_event_loop()
    loop.run_until_complete(get_async(client, 1))
    assert forked(lambda: asyncio.new_event_loop().run_until_complete(get_async(client, 2)))() == 2
    assert loop.run_until_complete(get_async(client, 3)) == 3
    loop.run_until_complete(client.aclose())
    loop.close()
    assert echo.connections[1] == echo.connections[3] != echo.connections[2]


# --- The value itself ---


def test_a_value_is_created_once_per_process() -> None:
    created: list[int] = []
    discarded: list[int] = []

    def create() -> int:
        created.append(os.getpid())
        return created[-1]

    value = PerProcess(create, discarded.append)
    assert (value.peek(), value.is_inherited) == (None, False)
    assert value.get() == value.get() == value.peek() == os.getpid()

    def child() -> list[bool]:
        before = value.is_inherited, value.peek() is None
        mine = value.get()
        return [*before, mine == os.getpid(), value.is_inherited, discarded == [os.getppid()]]

    assert forked(child)() == [True, True, True, False, True]
    assert (len(created), discarded) == (1, [])
