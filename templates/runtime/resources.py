"""The base classes of the generated resources: send calls, page through listings, and process many objects."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from .bulk import BulkCreation, BulkFetch, Progress
from .calls import Call
from .paging import Cursor

if TYPE_CHECKING:
    from .transport import AsyncTransport, SyncTransport

__all__ = ["AsyncResource", "Resource"]

T = TypeVar("T")


class Resource:
    """A group of calls."""

    def __init__(self, transport: SyncTransport) -> None:
        self._transport = transport
        self._call = transport.send

    def _pages(
        self,
        call: Call[list[T]],
        *,
        path: Mapping[str, object] | None = None,
        query: Mapping[str, object] | None = None,
        after: int | str = 0,
        page_size: int | None = None,
    ) -> Iterator[list[T]]:
        """Yield pages of items after the id `after`. Each page is fetched when it is needed."""
        cursor = Cursor(call, after, page_size)

        def walk() -> Iterator[list[T]]:
            while items := cursor.fresh(self._call(call, path=path, query={**(query or {}), **cursor.query})):
                yield items

        return walk()

    def _iterate(
        self,
        call: Call[list[T]],
        *,
        path: Mapping[str, object] | None = None,
        query: Mapping[str, object] | None = None,
        after: int | str = 0,
        page_size: int | None = None,
    ) -> Iterator[T]:
        """Yield the items after the id `after`, each once. A page is fetched when its first item is needed."""
        pages = self._pages(call, path=path, query=query, after=after, page_size=page_size)
        return (item for items in pages for item in items)

    def _get_many(self, call: Call[T], *, path: Mapping[str, Any], concurrency: int) -> list[T]:
        """Return the objects with the ids given as the last path parameter, fetched concurrently."""
        *_, last = path
        bulk = BulkFetch(call, last, path[last], concurrency)

        def fetch(key: int) -> None:
            try:
                bulk.add(key, self._call(call, path={**path, last: key}))
            except Exception as error:
                bulk.fail(key, error)

        if bulk.workers <= 1:
            for key in bulk.pending:
                fetch(key)
            return bulk.all()
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(bulk.workers, thread_name_prefix=call.name) as pool:
            try:
                for future in [pool.submit(fetch, key) for key in bulk.pending]:
                    future.result()
            except BaseException:  # an interrupt: cancel the requests that have not started
                pool.shutdown(wait=False, cancel_futures=True)
                raise
        return bulk.all()

    def _create_many(
        self,
        call: Call[None],
        *,
        body: Iterable[object],
        path: Mapping[str, object] | None = None,
        query: Mapping[str, object] | None = None,
        chunk_size: int,
        on_progress: Progress | None,
    ) -> None:
        """Create items in chunks, one request per chunk, one request at a time."""
        bulk = BulkCreation[object](call, body, chunk_size, on_progress)
        with bulk.reporting():
            for chunk in bulk.chunks(body):
                with bulk.sending(chunk):
                    self._call(call, path=path, query=query, body=chunk)


class AsyncResource:
    """A group of calls."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport
        self._call = transport.send

    def _pages(
        self,
        call: Call[list[T]],
        *,
        path: Mapping[str, object] | None = None,
        query: Mapping[str, object] | None = None,
        after: int | str = 0,
        page_size: int | None = None,
    ) -> AsyncIterator[list[T]]:
        """Yield pages of items after the id `after`. Each page is fetched when it is needed."""
        cursor = Cursor(call, after, page_size)

        async def walk() -> AsyncIterator[list[T]]:
            while items := cursor.fresh(await self._call(call, path=path, query={**(query or {}), **cursor.query})):
                yield items

        return walk()

    def _iterate(
        self,
        call: Call[list[T]],
        *,
        path: Mapping[str, object] | None = None,
        query: Mapping[str, object] | None = None,
        after: int | str = 0,
        page_size: int | None = None,
    ) -> AsyncIterator[T]:
        """Yield the items after the id `after`, each once. A page is fetched when its first item is needed."""
        pages = self._pages(call, path=path, query=query, after=after, page_size=page_size)
        return (item async for items in pages for item in items)

    async def _get_many(self, call: Call[T], *, path: Mapping[str, Any], concurrency: int) -> list[T]:
        """Return the objects with the ids given as the last path parameter, fetched concurrently."""
        import asyncio

        *_, last = path
        bulk = BulkFetch(call, last, path[last], concurrency)
        pending = iter(bulk.pending)

        async def work() -> None:
            for key in pending:  # shared by all workers, so that each id is taken by one
                try:
                    bulk.add(key, await self._call(call, path={**path, last: key}))
                except Exception as error:
                    bulk.fail(key, error)

        async with asyncio.TaskGroup() as group:
            for _ in range(bulk.workers):
                group.create_task(work())
        return bulk.all()

    async def _create_many(
        self,
        call: Call[None],
        *,
        body: Iterable[object] | AsyncIterable[object],
        path: Mapping[str, object] | None = None,
        query: Mapping[str, object] | None = None,
        chunk_size: int,
        on_progress: Progress | None,
    ) -> None:
        """Create items in chunks, one request per chunk, one request at a time."""
        bulk = BulkCreation[object](call, body, chunk_size, on_progress)
        with bulk.reporting():
            async for chunk in bulk.chunks_async(body):
                with bulk.sending(chunk):
                    await self._call(call, path=path, query=query, body=chunk)
