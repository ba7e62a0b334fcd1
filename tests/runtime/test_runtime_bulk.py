"""Many objects at once: bounded concurrency, results in order, and an exact report of the outcome of each."""

from __future__ import annotations

import asyncio
import json
import pickle
import threading
import time
from collections import deque
from collections.abc import AsyncIterator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from itertools import chain
from typing import Any

import pytest
from flavours import AsyncClient, Client, Run
from runtime import errors
from runtime.calls import Call
from runtime.positions import Positions
from samples import Line
from scripted_server import Reply, ScriptedServer

GET: Call[Line] = Call("lines.get", "GET", "/api/v1/table/{tableName}/{id}", Line)
CREATE: Call[None] = Call("lines.create_many", "POST", "/api/v1/table/{tableName}/Bulk")


def line(number: int) -> bytes:
    return b'{"Id":%d,"Price":1}' % number


class Fake:
    """A resource whose calls do not go out: `answers` says by id what becomes of a call."""

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
    with pytest.raises(ValueError, match="concurrency must be at least 1, not 0"):
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


# --- Creating ---


def create(client: Any, items: Any, size: int = 3, progress: Any = None) -> Any:
    return client.resource._create_many(
        CREATE, path={"tableName": "T"}, body=items, chunk_size=size, on_progress=progress
    )


def sent(server: ScriptedServer) -> list[list[int]]:
    return [[item["Id"] for item in json.loads(asked.body)] for asked in server.asked]


def items(count: int) -> list[dict[str, int]]:
    return [{"Id": number} for number in range(count)]


def generated(count: int) -> Iterator[dict[str, int]]:
    yield from items(count)


async def streamed(count: int) -> AsyncIterator[dict[str, int]]:
    for item in items(count):
        await asyncio.sleep(0)
        yield item


@pytest.mark.parametrize("make", [items, generated, lambda count: tuple(items(count)), streamed])
def test_any_iterable_is_sent_in_chunks_with_progress(server: ScriptedServer, run: Run, make: Any) -> None:
    if make is streamed and run.name == "sync":
        pytest.skip("only an async client takes async iterables")
    server.replies(*[Reply(200)] * 3)
    told: list[tuple[int, int | None]] = []
    run(server.url, lambda client: create(client, make(7), progress=lambda *each: told.append(each)))
    assert sent(server) == [[0, 1, 2], [3, 4, 5], [6]]
    total = None if make in (generated, streamed) else 7
    assert told == [(3, total), (6, total), (7, total)]


def test_one_chunk_is_one_request_and_no_items_cause_none(server: ScriptedServer, run: Run) -> None:
    server.replies(Reply(200))
    run(server.url, lambda client: create(client, items(7), size=7))
    run(server.url, lambda client: create(client, []))
    assert sent(server) == [list(range(7))]


def test_a_lazy_iterable_is_read_only_as_far_as_it_is_sent(server: ScriptedServer, run: Run) -> None:
    server.replies(Reply(200), Reply(409))
    rest = generated(100)
    with pytest.raises(errors.BulkError):
        run(server.url, lambda client: create(client, rest))
    assert next(rest) == {"Id": 6}


@pytest.mark.parametrize(
    ("reply", "unknown", "cause", "told"),
    [
        (
            Reply(409, b'{"Message":"Twice."}'),
            False,
            errors.ConflictError,
            r"3 items created, items 3 to 5 not created: 409",
        ),
        (Reply(423), False, errors.LockedError, "items 3 to 5 not created"),
        (Reply(0), True, errors.YulsnConnectionError, "the outcome of items 3 to 5 is unknown: no response"),
        (Reply(502), True, errors.ServerError, "the outcome of items 3 to 5 is unknown: 502"),
        (Reply(200, b"<html>", {"Content-Type": "text/html"}), True, errors.DecodeError, "is unknown"),
    ],
)
def test_a_failure_reports_exactly_what_was_created(
    server: ScriptedServer, run: Run, reply: Reply, unknown: bool, cause: type[Exception], told: str
) -> None:
    server.replies(Reply(200), reply)
    with pytest.raises(errors.BulkError, match=told) as caught:
        run(server.url, lambda client: create(client, generated(100)))
    error = caught.value
    assert error.created == range(3)
    assert error.unknown == (range(3, 6) if unknown else ())
    assert error.not_created == (() if unknown else range(3, 6))
    assert error.items == ({"Id": 3}, {"Id": 4}, {"Id": 5})
    assert isinstance(error.error, cause)
    assert error.__cause__ is error.error
    assert isinstance(error, errors.YulsnError)
    assert len(server.asked) == 2
    again = pickle.loads(pickle.dumps(error))
    assert (again.created, again.unknown, str(again)) == (error.created, error.unknown, str(error))


def test_nothing_was_created_on_an_unreachable_server(run: Run) -> None:
    with pytest.raises(errors.BulkError, match="0 items created, items 0 to 8 not created") as caught:
        run("http://127.0.0.1:9", lambda client: create(client, items(9)), max_retries=0)
    assert caught.value.not_created == range(9)


def test_a_chunk_with_an_invalid_item_is_not_sent(server: ScriptedServer, run: Run) -> None:
    server.replies(Reply(200))
    given = [*items(4), {"Id": float("nan")}]
    with pytest.raises(
        errors.BulkError, match=r"items 3 to 4 not created: list\[4\]\['Id'\]: nan cannot be represented in JSON"
    ) as caught:
        run(server.url, lambda client: create(client, given))
    assert isinstance(caught.value.error, errors.InvalidBodyError)
    assert caught.value.not_created == range(3, 5)
    assert len(server.asked) == 1


def test_a_failing_iterable_is_reported_exactly(server: ScriptedServer, run: Run) -> None:
    def failing() -> Iterator[dict[str, int]]:
        yield from items(4)
        raise OSError("file is gone")

    server.replies(Reply(200))
    with pytest.raises(errors.BulkError, match="3 items created, item 3 not created: file is gone") as caught:
        run(server.url, lambda client: create(client, failing()))
    assert caught.value.created == range(3)
    assert len(caught.value.unknown) == 0
    assert isinstance(caught.value.error, OSError)


def test_a_failing_progress_callback_counts_its_items_as_created(server: ScriptedServer, run: Run) -> None:
    def enough(done: int, total: int | None) -> None:
        raise RuntimeError(f"stop at {done} of {total}")

    server.replies(Reply(200))
    with pytest.raises(errors.BulkError, match="3 items created, items 3 to 8 not created: stop at 3 of 9"):
        run(server.url, lambda client: create(client, items(9), progress=enough))


def as_stream(given: list[dict[str, int]]) -> AsyncIterator[dict[str, int]]:
    async def stream() -> AsyncIterator[dict[str, int]]:
        for item in given:
            yield item

    return stream()


@pytest.mark.parametrize(
    ("make", "end"),
    [(list, 2200), (tuple, 2200), (deque, 2200), (iter, 2000), (as_stream, 2000)],
    ids=["list", "tuple", "deque", "iterator", "async iterator"],
)
@pytest.mark.parametrize(("reply", "unknown_end"), [(Reply(409), 1000), (Reply(502), 2000), (Reply(0), 2000)])
def test_each_item_of_the_input_is_in_one_range(
    server: ScriptedServer, run: Run, make: Any, end: int, reply: Reply, unknown_end: int
) -> None:
    if make is as_stream and run.name == "sync":
        pytest.skip("only an async client takes async iterables")
    server.replies(Reply(200), reply)
    with pytest.raises(errors.BulkError) as caught:
        run(server.url, lambda client: create(client, make(items(2200)), size=1000))
    error = caught.value
    assert error.created == range(1000)
    assert error.unknown == range(1000, unknown_end)
    assert error.not_created == range(unknown_end, end)
    assert error.total == (None if end == 2000 else 2200)
    assert [item["Id"] for item in error.items] == list(range(1000, 2000))


def test_a_creation_can_be_resumed_with_the_failed_items_and_the_rest_of_a_generator(
    server: ScriptedServer, run: Run
) -> None:
    server.replies(Reply(200), Reply(409), *[Reply(200)] * 3)
    rest = generated(10)
    with pytest.raises(errors.BulkError) as caught:
        run(server.url, lambda client: create(client, rest))
    run(server.url, lambda client: create(client, chain(caught.value.items, rest)))
    assert sent(server) == [[0, 1, 2], [3, 4, 5], [3, 4, 5], [6, 7, 8], [9]]


def test_the_position_of_an_invalid_item_counts_from_the_first_item(server: ScriptedServer, run: Run) -> None:
    typed: Call[None] = replace(CREATE, body=list[Line])
    lines = [Line(id=number, price=Decimal(1)) for number in range(5)]
    server.replies(Reply(200))
    with pytest.raises(errors.BulkError, match=r"the body\[5\] must be Line, not dict") as caught:
        run(
            server.url,
            lambda client: client.resource._create_many(
                typed, path={"tableName": "T"}, body=[*lines, {}], chunk_size=3, on_progress=None
            ),
        )
    assert isinstance(caught.value.error, errors.InvalidBodyError)
    assert "[5]" in caught.value.error.problems[0]
    assert caught.value.not_created == range(3, 6)


# --- Several requests in flight ---


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
        pytest.skip("only an async client takes async iterables")
    told: list[tuple[int, int | None]] = []
    fakes: list[Answering] = []

    def use(client: Any) -> Any:
        fakes.append(Answering(client, {0: None}, wait_for=1))  # the first chunk ends after another
        return create_concurrently(fakes[0], make(11), progress=lambda *each: told.append(each))

    run("http://localhost", use)
    assert fakes[0].ended == 6
    assert 2 <= fakes[0].most <= 3
    assert told[-1] == (11, 11 if make is items else None)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


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
    rest = generated(100)

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
    with pytest.raises(ValueError, match="concurrency must be at least 1"):
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


# --- Interrupts and cancellations ---


class Interrupting:
    """Stands in for the calls of a resource: raises when it sends the second chunk."""

    def __init__(self, client: Any, interrupt: BaseException) -> None:
        self.interrupt = interrupt
        self.count = 0
        self.resource = client.resource
        self.resource._call = self.call_async if isinstance(client, AsyncClient) else self.call

    def call(self, *_: Any, **__: Any) -> None:
        self.count += 1
        if self.count == 2:
            raise self.interrupt

    async def call_async(self, *_: Any, **__: Any) -> None:
        self.call()


def report_of(error: BaseException) -> tuple[Sequence[int], Sequence[int], Sequence[int]]:
    report = errors.BulkError.of(error)
    assert report is not None
    assert "was interrupted" in str(report)
    return report.created, report.unknown, report.not_created


@pytest.mark.parametrize("interrupt", [KeyboardInterrupt(), SystemExit(3)])
@pytest.mark.parametrize(("make", "end"), [(items, 10), (generated, 6)])
def test_the_outcome_of_a_chunk_is_unknown_after_an_interrupt_while_sending(
    run: Run, interrupt: BaseException, make: Any, end: int
) -> None:
    def use(client: Any) -> Any:
        return create(Interrupting(client, interrupt), make(10))

    with pytest.raises(type(interrupt)) as caught:
        run("http://localhost", use)
    assert caught.value is interrupt
    assert report_of(interrupt) == (range(3), range(3, 6), range(6, end))


def test_an_interrupt_while_reading_items_leaves_no_unknown_outcome(server: ScriptedServer, run: Run) -> None:
    def interrupted() -> Iterator[dict[str, int]]:
        yield from items(4)
        raise KeyboardInterrupt

    server.replies(Reply(200))
    with pytest.raises(KeyboardInterrupt) as caught:
        run(server.url, lambda client: create(client, interrupted()))
    assert report_of(caught.value) == (range(3), range(3, 3), range(3, 4))


def test_an_interrupt_in_the_progress_callback_counts_its_items_as_created(server: ScriptedServer, run: Run) -> None:
    def stop(done: int, total: int | None) -> None:
        raise KeyboardInterrupt

    server.replies(Reply(200))
    with pytest.raises(KeyboardInterrupt) as caught:
        run(server.url, lambda client: create(client, items(9), progress=stop))
    assert report_of(caught.value) == (range(3), range(3, 3), range(3, 9))


@pytest.mark.parametrize(("make", "end"), [(items, 10), (generated, 6), (streamed, 6)])
def test_a_cancelled_creation_reports_what_was_created(server: ScriptedServer, make: Any, end: int) -> None:
    server.replies(Reply(200), Reply(200, delay=5))

    async def main() -> BaseException:
        async with AsyncClient("key", base_url=server.url) as client:
            task = asyncio.create_task(create(client, make(10)))
            while len(server.asked) < 2 and not task.done():
                await asyncio.sleep(0.01)
            task.cancel()
            with pytest.raises(asyncio.CancelledError) as caught:
                await task
            assert task.cancelled()
            return caught.value

    assert report_of(asyncio.run(main())) == (range(3), range(3, 6), range(6, end))


def test_a_creation_that_times_out_reports_what_was_created(server: ScriptedServer) -> None:
    async def stalled() -> AsyncIterator[dict[str, int]]:
        for item in items(4):
            yield item
        await asyncio.Event().wait()

    server.replies(Reply(200))

    async def main() -> BaseException:
        async with AsyncClient("key", base_url=server.url) as client:
            with pytest.raises(TimeoutError) as caught:
                async with asyncio.timeout(1):
                    await create(client, stalled())
            return caught.value

    assert report_of(asyncio.run(main())) == (range(3), range(3, 3), range(3, 4))


def test_an_exception_without_a_report_has_none() -> None:
    assert errors.BulkError.of(KeyboardInterrupt()) is None


@pytest.mark.parametrize("given", ["text", 5, None, Line(id=1, price=1)])  # type: ignore[arg-type]
def test_an_argument_that_is_not_an_iterable_of_items_is_refused_at_once(run: Run, given: Any) -> None:
    with pytest.raises(TypeError, match="takes an iterable of items, not"):
        run("http://localhost", lambda client: create(client, given))


def test_a_chunk_size_of_0_is_refused_at_once(run: Run) -> None:
    with pytest.raises(ValueError, match="chunk_size must be at least 1, not 0"):
        run("http://localhost", lambda client: create(client, [], size=0))


def test_threads_can_share_a_client(server: ScriptedServer) -> None:
    server.replies(*[Reply(200, line(1))] * 400)
    with Client("key", base_url=server.url) as client, ThreadPoolExecutor(16) as pool:
        found = list(pool.map(lambda n: client.call(GET, path={"tableName": "T", "id": n}).id, range(400)))
    assert found == [1] * 400
