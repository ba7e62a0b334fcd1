"""Fetching many objects by id: bounded concurrency, results in order, and every error."""

from __future__ import annotations

import asyncio
import pickle
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flavours import AsyncClient, Client, Run
from runtime import errors
from runtime.calls import Call
from samples import Line
from scripted_server import Reply, ScriptedServer

GET: Call[Line] = Call("lines.get", "GET", "/api/v1/table/{tableName}/{id}", Line)


def line(number: int) -> bytes:
    return b'{"Id":%d,"Price":1}' % number


class Fake:
    """A resource that sends nothing: `answers` has the outcome of each call by id."""

    def __init__(self, client: Any, answers: dict[int, Exception]) -> None:
        self.answers = answers
        self.now = 0
        self.most = 0
        self.asked: list[int] = []
        self.lock = threading.Lock()
        self.resource = client.resource
        self.resource._call = self.call_async if isinstance(client, AsyncClient) else self.call

    def begin(self, path: dict[str, int]) -> int:
        with self.lock:
            self.asked.append(path["id"])
            self.now += 1
            self.most = max(self.most, self.now)
        return path["id"]

    def end(self, number: int) -> Line:
        with self.lock:
            self.now -= 1
        if number in self.answers:
            raise self.answers[number]
        return Line(id=number, price=1)  # type: ignore[arg-type]

    def call(self, _: Call[Line], *, path: dict[str, int]) -> Line:
        number = self.begin(path)
        time.sleep(0.02 / number)
        return self.end(number)

    async def call_async(self, _: Call[Line], *, path: dict[str, int]) -> Line:
        number = self.begin(path)
        await asyncio.sleep(0.02 / number)
        return self.end(number)

    def get_many(self, ids: Any, concurrency: int = 8) -> Any:
        return self.resource._get_many(GET, path={"tableName": "T", "id": ids}, concurrency=concurrency)


def test_objects_are_returned_in_the_order_of_the_ids_with_limited_concurrency(run: Run) -> None:
    fakes: list[Fake] = []

    def use(client: Any) -> Any:
        fakes.append(Fake(client, {}))
        return fakes[0].get_many(iter([*range(1, 41), 7, 3]), concurrency=4)

    found = run("http://localhost", use)
    assert [each.id for each in found] == [*range(1, 41), 7, 3]
    assert sorted(fakes[0].asked) == list(range(1, 41))
    assert 2 <= fakes[0].most <= 4


def test_all_errors_and_all_results_are_reported(run: Run) -> None:
    missing = errors.NotFoundError("No.", status=404, method="GET", url="/x")
    broken = errors.YulsnConnectionError("broke")

    def use(client: Any) -> Any:
        return Fake(client, {2: broken, 9: missing, 4: missing, 5: missing}).get_many([9, 1, 2, 3, 4, 5])

    with pytest.raises(errors.GetManyError) as caught:
        run("http://localhost", use)
    error = caught.value
    assert list(error.errors.items()) == [(9, missing), (2, broken), (4, missing), (5, missing)]
    assert {key: value.id for key, value in error.results.items()} == {1: 1, 3: 3}
    assert error.results_as(Line) == error.results
    with pytest.raises(TypeError, match=r"lines\.get_many returned objects of Line, not of int"):
        error.results_as(int)
    assert error.__cause__ is missing
    assert str(error) == (
        "lines.get_many failed for 4 of 6 ids: 9: 404 Not Found on GET /x: No.; 2: broke; "
        "4: 404 Not Found on GET /x: No.; and 1 more"
    )
    assert pickle.loads(pickle.dumps(error)).errors.keys() == error.errors.keys()


def test_no_ids_cause_no_requests(run: Run) -> None:
    assert run("http://localhost", lambda client: Fake(client, {}).get_many([])) == []


def test_a_concurrency_of_0_is_refused(run: Run) -> None:
    with pytest.raises(ValueError, match="concurrency must be an integer of at least 1"):
        run("http://localhost", lambda client: Fake(client, {}).get_many([1], concurrency=0))


def test_cancelling_get_many_stops_its_requests() -> None:
    async def main() -> None:
        async with AsyncClient("key", base_url="http://localhost") as client:
            fake = Fake(client, {})
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.001):
                    await fake.get_many(range(1, 1000), concurrency=2)
            asked = len(fake.asked)
            await asyncio.sleep(0.05)
            assert len(fake.asked) == asked < 1000

    asyncio.run(main())


def test_all_workers_share_the_connections(server: ScriptedServer, run: Run) -> None:
    server.replies(*[Reply(200, line(1), delay=0.01)] * 20)
    found = run(
        server.url,
        lambda client: client.resource._get_many(GET, path={"tableName": "T", "id": range(20)}, concurrency=4),
    )
    assert len(found) == 20
    assert {asked.path for asked in server.asked} == {f"/api/v1/table/T/{number}" for number in range(20)}


def test_threads_can_share_a_client(server: ScriptedServer) -> None:
    server.replies(*[Reply(200, line(1))] * 400)
    with Client("key", base_url=server.url) as client, ThreadPoolExecutor(16) as pool:
        found = list(pool.map(lambda n: client.call(GET, path={"tableName": "T", "id": n}).id, range(400)))
    assert found == [1] * 400
