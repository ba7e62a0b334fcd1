"""The limit of requests in flight of a client."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flavours import AsyncClient, Client, Run
from runtime import errors
from runtime.calls import Call
from samples import Line
from scripted_server import Reply, ScriptedServer

GET: Call[Line] = Call("lines.get", "GET", "/api/v1/Lines/{id}", Line, parameters={"id": int})
LINE = b'{"Id":1,"Price":0.10}'


def get(client: Any) -> Any:
    return client.call(GET, path={"id": 1})


async def gathered(awaitables: Iterable[Any]) -> list[Any]:
    return await asyncio.gather(*awaitables)


class Busy:
    """Counts the requests that are in flight through a hook-like pair of callbacks."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.now = self.most = 0

    def enter(self) -> None:
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)

    def leave(self) -> None:
        with self.lock:
            self.now -= 1


@pytest.fixture
def busy(server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> Busy:
    """Counts the requests in flight between the transports and their connections."""
    from runtime import pool

    counter = Busy()

    def counted(send: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(self: Any, request: Any) -> Any:
            counter.enter()
            try:
                return send(self, request)
            finally:
                counter.leave()

        return wrapped

    def counted_async(send: Callable[..., Any]) -> Callable[..., Any]:
        async def wrapped(self: Any, request: Any) -> Any:
            counter.enter()
            try:
                return await send(self, request)
            finally:
                counter.leave()

        return wrapped

    monkeypatch.setattr(pool.Pool, "send", counted(pool.Pool.send))
    monkeypatch.setattr(pool.LoopPool, "send", counted_async(pool.LoopPool.send))
    server.replies(*[Reply(200, LINE, delay=0.02)] * 8)
    return counter


@pytest.mark.parametrize(("limit", "most"), [(2, 2), (None, 3)])
def test_calls_share_the_limit_of_requests_in_flight(
    server: ScriptedServer, run: Run, busy: Busy, limit: int | None, most: int
) -> None:
    def several(client: Any) -> Any:
        return client.resource._get_many(GET, path={"id": range(4)}, concurrency=2)

    def use(client: Any) -> Any:
        clients = [client, client.with_options(timeout=20)]
        if run.name == "async":
            return gathered(map(several, clients))
        with ThreadPoolExecutor(2) as pool:
            return list(pool.map(several, clients))

    assert [len(lines) for lines in run(server.url, use, max_concurrency=limit)] == [4, 4]
    assert len(server.asked) == 8
    assert busy.most == most if limit else busy.most >= most


def test_the_deadline_error_names_the_limit_of_requests_in_flight(server: ScriptedServer, run: Run) -> None:
    server.replies(Reply(200, LINE, delay=30))

    def use(client: Any) -> Any:
        brief = client.with_options(deadline=0.05)
        if run.name == "async":

            async def both() -> Any:
                first = asyncio.ensure_future(get(client.with_options(deadline=30)))
                while not server.asked:
                    await asyncio.sleep(0.001)
                try:
                    return await get(brief)
                finally:
                    first.cancel()

            return both()
        with ThreadPoolExecutor(1) as pool:
            first = pool.submit(get, client)
            while not server.asked:
                pass
            try:
                return get(brief)
            finally:
                server.release()
                first.exception()

    with pytest.raises(
        errors.YulsnTimeoutError, match=r"deadline of 0\.05 s is too short: .*max_concurrency"
    ) as caught:
        run(server.url, use, max_concurrency=1)
    assert not caught.value.maybe_received
    assert len(server.asked) == 1


def test_a_hook_may_make_calls_while_its_client_is_limited_to_one_request(server: ScriptedServer) -> None:
    server.replies(Reply(200, LINE), Reply(200, LINE))
    asked: list[object] = []

    def hook(view: Any) -> None:
        if not asked:
            asked.append(view)
            get(client)

    with Client("k", base_url=server.url, max_concurrency=1, on_request=hook, deadline=10) as client:
        get(client)
    assert len(server.asked) == 2


def test_cancelled_tasks_free_their_slots(server: ScriptedServer) -> None:
    server.replies(Reply(200, LINE, delay=30), Reply(200, LINE))

    async def main() -> int:
        async with AsyncClient("k", base_url=server.url, max_concurrency=1, max_rate=1000) as client:
            tasks = [asyncio.ensure_future(get(client)) for _ in range(5)]
            while not server.asked:
                await asyncio.sleep(0.001)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            return int((await asyncio.wait_for(get(client), 10)).id)

    assert asyncio.run(main()) == 1


def test_an_async_client_is_limited_in_each_of_its_event_loops(server: ScriptedServer) -> None:
    # A closed loop leaves the connections open that it could have used again.
    server.replies(*[Reply(200, LINE, {"Connection": "close"})] * 4)
    client = AsyncClient("k", base_url=server.url, max_concurrency=1, deadline=10)

    async def twice() -> list[int]:
        return [line.id for line in await asyncio.gather(get(client), get(client))]

    async def last() -> list[int]:
        async with client:
            return await twice()

    assert asyncio.run(twice()) + asyncio.run(last()) == [1] * 4


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:.*use of fork.*:DeprecationWarning")
def test_a_forked_child_does_not_inherit_the_requests_in_flight(server: ScriptedServer) -> None:
    server.replies(Reply(200, LINE), Reply(200, LINE, delay=30), Reply(200, LINE))
    with Client("k", base_url=server.url, max_concurrency=1) as client, ThreadPoolExecutor(1) as pool:
        get(client)
        first = pool.submit(get, client)
        while len(server.asked) < 2:
            pass
        child = os.fork()
        if child == 0:
            try:
                os._exit(0 if get(client.with_options(deadline=10)).id == 1 else 1)
            finally:
                os._exit(2)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        server.release()
        first.result()
