"""Create many objects in chunks of a few, and read the report of an interrupted creation."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from typing import Any

import pytest
from runtime import errors
from runtime.calls import Call
from scripted_server import ScriptedServer

CREATE: Call[None] = Call("lines.create_many", "POST", "/api/v1/table/{tableName}/Bulk")


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


def refuse_stream(run: Callable[[], object]) -> None:
    """Check that a sync client refuses the async iterable that it is given."""
    with pytest.raises(
        TypeError, match="create_many takes an iterable of items, not async_generator; AsyncClient takes"
    ):
        run()


def report_of(error: BaseException) -> tuple[Sequence[int], Sequence[int], Sequence[int]]:
    report = errors.BulkError.of(error)
    assert report is not None
    assert "was interrupted" in str(report)
    return report.created, report.unknown, report.not_created
