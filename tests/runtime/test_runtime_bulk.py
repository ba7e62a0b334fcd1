"""Creating many objects: chunks, progress, and an exact report of the outcome of each item."""

from __future__ import annotations

import pickle
from collections import deque
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import chain
from typing import Any

import pytest
from creations import CREATE, create, generated, items, refuse_stream, sent, streamed
from flavours import Run
from runtime import errors
from runtime.calls import Call
from samples import Line
from scripted_server import Reply, ScriptedServer


@pytest.mark.parametrize("make", [items, generated, lambda count: tuple(items(count)), streamed])
def test_any_iterable_is_sent_in_chunks_with_progress(server: ScriptedServer, run: Run, make: Any) -> None:
    if make is streamed and run.name == "sync":
        refuse_stream(lambda: run(server.url, lambda client: create(client, make(7))))
        return
    server.replies(*[Reply(200)] * 3)
    reported: list[tuple[int, int | None]] = []
    run(server.url, lambda client: create(client, make(7), progress=lambda *each: reported.append(each)))
    assert sent(server) == [[0, 1, 2], [3, 4, 5], [6]]
    total = None if make in (generated, streamed) else 7
    assert reported == [(3, total), (6, total), (7, total)]


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
    ("reply", "unknown", "cause", "message"),
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
    server: ScriptedServer, run: Run, reply: Reply, unknown: bool, cause: type[Exception], message: str
) -> None:
    server.replies(Reply(200), reply)
    with pytest.raises(errors.BulkError, match=message) as caught:
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
        refuse_stream(lambda: run(server.url, lambda client: create(client, make(items(2200)))))
        return
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


@pytest.mark.parametrize("given", ["text", 5, None, Line(id=1, price=1)])  # type: ignore[arg-type]
def test_an_argument_that_is_not_an_iterable_of_items_is_refused_at_once(run: Run, given: Any) -> None:
    with pytest.raises(TypeError, match="takes an iterable of items, not"):
        run("http://localhost", lambda client: create(client, given))


def test_a_chunk_size_of_0_is_refused_at_once(run: Run) -> None:
    with pytest.raises(ValueError, match="chunk_size must be an integer of at least 1, not 0"):
        run("http://localhost", lambda client: create(client, [], size=0))
