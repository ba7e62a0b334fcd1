"""Interrupts and cancellations of a creation: the outcome of each item is reported exactly."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from creations import create, generated, items, report_of, streamed
from flavours import AsyncClient, Run
from runtime import errors
from scripted_server import Reply, ScriptedServer


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
