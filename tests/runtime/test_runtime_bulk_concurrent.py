"""Creating many objects with several requests in flight: the outcome of each item is reported exactly."""

from __future__ import annotations

import asyncio
import pickle
import threading
from typing import Any

import pytest
from creations import CREATE, generated, items, refuse_stream, report_of, streamed
from flavours import AsyncClient, Run
from runtime import errors
from runtime.calls import Call
from runtime.positions import Positions


class Answering:
    """Stands in for the calls of a resource: some chunks fail, by their first item, after a number of others ended."""

    def __init__(self, client: Any, failures: dict[int, Exception | None], wait_for: int = 0) -> None:
        self.failures = failures
        self.wait_for = wait_for
        self.now = self.most = self.ended = 0
        self.lock = threading.Condition()
        self.resource = client.resource
        self.resource._call = self.call_async if isinstance(client, AsyncClient) else self.call

    def begin(self) -> None:
        self.now += 1
        self.most = max(self.most, self.now)

    def end(self, chunk: list[dict[str, int]]) -> None:
        self.now -= 1
        self.ended += 1
        failure = self.failures.get(chunk[0]["Id"])
        if failure is not None:
            raise failure

    def call(self, _: Call[None], *, body: list[dict[str, int]], **__: Any) -> None:
        with self.lock:
            self.begin()
            if body[0]["Id"] in self.failures:
                assert self.lock.wait_for(lambda: self.ended >= self.wait_for, 10)
            try:
                self.end(body)
            finally:
                self.lock.notify_all()

    async def call_async(self, _: Call[None], *, body: list[dict[str, int]], **__: Any) -> None:
        self.begin()
        await asyncio.sleep(0)
        while body[0]["Id"] in self.failures and self.ended < self.wait_for:
            await asyncio.sleep(0)
        self.end(body)


def create_concurrently(fake: Answering, given: Any, concurrency: int = 3, progress: Any = None) -> Any:
    return fake.resource._create_many(
        CREATE, path={"tableName": "T"}, body=given, chunk_size=2, concurrency=concurrency, on_progress=progress
    )


@pytest.mark.parametrize("make", [items, generated, streamed])
def test_chunks_are_created_concurrently(run: Run, make: Any) -> None:
    if make is streamed and run.name == "sync":
        refuse_stream(
            lambda: run("http://localhost", lambda client: create_concurrently(Answering(client, {}), make(11)))
        )
        return
    reported: list[tuple[int, int | None]] = []
    fakes: list[Answering] = []

    def use(client: Any) -> Any:
        fakes.append(Answering(client, {0: None}, wait_for=1))  # the first chunk ends after another
        return create_concurrently(fakes[0], make(11), progress=lambda *each: reported.append(each))

    run("http://localhost", use)
    assert fakes[0].ended == 6
    assert 2 <= fakes[0].most <= 3
    assert reported[-1] == (11, 11 if make is items else None)
    assert [done for done, _ in reported] == sorted(done for done, _ in reported)


@pytest.mark.parametrize(
    ("failure", "unknown"),
    [
        (errors.NotFoundError("No.", status=404, method="POST", url="/x"), False),
        (errors.YulsnConnectionError("broke"), True),
        (errors.InvalidBodyError(["list[1].name: wrong"]), False),
    ],
)
def test_a_failure_with_other_requests_in_flight_is_reported_exactly(
    run: Run, failure: Exception, unknown: bool
) -> None:
    rest = generated(20_000)

    def use(client: Any) -> Any:
        return create_concurrently(Answering(client, {4: failure}, wait_for=4), rest)

    with pytest.raises(errors.BulkError) as caught:
        run("http://localhost", use)
    error = caught.value
    read = next(rest)["Id"]
    assert error.unknown == (range(4, 6) if unknown else ())
    assert error.not_created == (() if unknown else range(4, 6))
    assert list(error.created) == [*range(4), *range(6, read)]
    assert error.items == ({"Id": 4}, {"Id": 5})
    assert ("items 4 to 5 is unknown" if unknown else "items 4 to 5 not created") in str(error)
    if isinstance(failure, errors.InvalidBodyError):
        assert "list[5].name: wrong" in str(error)
    again = pickle.loads(pickle.dumps(error))
    assert (list(again.created), str(again)) == (list(error.created), str(error))


def test_several_failures_are_reported_as_ranges(run: Run) -> None:
    broken = errors.YulsnConnectionError("broke")
    barrier = threading.Barrier(2, timeout=10)

    class Broken(Answering):
        def call(self, *_: Any, **__: Any) -> None:
            barrier.wait()
            raise broken

        async def call_async(self, *_: Any, **__: Any) -> None:
            await asyncio.sleep(0)
            raise broken

    with pytest.raises(errors.BulkError, match="the outcome of items 0 to 3 is unknown, items 4 to 9 not") as caught:
        run("http://localhost", lambda client: create_concurrently(Broken(client, {}), items(10), 2))
    assert caught.value.unknown == range(4)
    assert caught.value.unknown.ranges == (range(4),)


def test_the_outcome_of_chunks_in_flight_is_unknown_after_a_cancellation() -> None:
    async def main() -> BaseException:
        async with AsyncClient("key", base_url="http://localhost") as client:
            fake = Answering(client, {2: None, 6: None}, wait_for=1000)
            task = asyncio.create_task(create_concurrently(fake, items(20), 2))
            while (fake.now, fake.ended) != (2, 2):
                await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError) as caught:
                await task
            return caught.value

    created, unknown, not_created = report_of(asyncio.run(main()))
    assert (created, unknown, not_created) == ([0, 1, 4, 5], [2, 3, 6, 7], range(8, 20))


@pytest.mark.parametrize("concurrency", [0, -1])
def test_a_concurrency_below_1_is_refused(run: Run, concurrency: int) -> None:
    with pytest.raises(ValueError, match="concurrency must be an integer of at least 1"):
        run("http://localhost", lambda client: create_concurrently(Answering(client, {}), items(3), concurrency))


def test_positions_are_a_sequence() -> None:
    found = Positions([range(0, 2), range(2, 3), range(5, 5), range(7, 9)])
    assert found.ranges == (range(3), range(7, 9))
    assert (list(found), len(found), found[3], found[-1], found[1:3]) == ([0, 1, 2, 7, 8], 5, 7, 8, [1, 2])
    assert 7 in found
    assert 5 not in found
    assert found == (0, 1, 2, 7, 8)
    assert found != range(5)
    assert found != "items"
    assert str(found) == "items 0 to 2 and 7 to 8"
    assert str(Positions()) == "no items"
    assert repr(found) == "Positions(range(0, 3), range(7, 9))"
