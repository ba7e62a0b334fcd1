"""The bases of the generated resources: they send calls, page through listings, and process many objects."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import UNSET

from .bulk import Creation, Fetching, Progress
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

    def _call(
        self,
        call: Call[T],
        *,
        path: Mapping[str, object] | None = None,
        query: Mapping[str, object] | None = None,
        body: object = UNSET,
    ) -> T:
        return self._transport.send(call, path=path, query=query, body=body)

    def _pages(
        self,
        call: Call[list[T]],
        *,
        path: Mapping[str, object] | None = None,
        query: Mapping[str, object] | None = None,
        after: int = 0,
        page_size: int | None = None,
    ) -> Iterator[list[T]]:
        """Page after page of the items with an id above `after`, each fetched when it is asked for."""
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
        after: int = 0,
        page_size: int | None = None,
    ) -> Iterator[T]:
        """The items with an id above `after`, each once; a page is fetched when its first item is asked for."""
        pages = self._pages(call, path=path, query=query, after=after, page_size=page_size)
        return (item for items in pages for item in items)

    def _get_many(self, call: Call[T], *, path: Mapping[str, Any], concurrency: int) -> list[T]:
        """The objects by the ids that the last parameter of the path holds, a few requests at a time."""
        *_, last = path
        fetching = Fetching(call, path[last], concurrency)

        def fetch(key: int) -> None:
            try:
                fetching.add(key, self._call(call, path={**path, last: key}))
            except Exception as error:
                fetching.fail(key, error)

        if fetching.workers <= 1:
            for key in fetching.waiting:
                fetch(key)
            return fetching.all()
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(fetching.workers, thread_name_prefix=call.name) as pool:
            try:
                for future in [pool.submit(fetch, key) for key in fetching.waiting]:
                    future.result()
            except BaseException:  # an interrupt: what has not begun does not begin
                pool.shutdown(wait=False, cancel_futures=True)
                raise
        return fetching.all()

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
        """Create items, so many a request, one request after the other."""
        creation = Creation[object](call, body, chunk_size, on_progress)
        for chunk in creation.chunks(body):
            with creation.sending(chunk):
                self._call(call, path=path, query=query, body=chunk)


class AsyncResource:
    """A group of calls."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    async def _call(
        self,
        call: Call[T],
        *,
        path: Mapping[str, object] | None = None,
        query: Mapping[str, object] | None = None,
        body: object = UNSET,
    ) -> T:
        return await self._transport.send(call, path=path, query=query, body=body)

    def _pages(
        self,
        call: Call[list[T]],
        *,
        path: Mapping[str, object] | None = None,
        query: Mapping[str, object] | None = None,
        after: int = 0,
        page_size: int | None = None,
    ) -> AsyncIterator[list[T]]:
        """Page after page of the items with an id above `after`, each fetched when it is asked for."""
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
        after: int = 0,
        page_size: int | None = None,
    ) -> AsyncIterator[T]:
        """The items with an id above `after`, each once; a page is fetched when its first item is asked for."""
        pages = self._pages(call, path=path, query=query, after=after, page_size=page_size)
        return (item async for items in pages for item in items)

    async def _get_many(self, call: Call[T], *, path: Mapping[str, Any], concurrency: int) -> list[T]:
        """The objects by the ids that the last parameter of the path holds, a few requests at a time."""
        import asyncio

        *_, last = path
        fetching = Fetching(call, path[last], concurrency)
        waiting = iter(fetching.waiting)

        async def work() -> None:
            for key in waiting:  # shared by all workers: each id is taken by one
                try:
                    fetching.add(key, await self._call(call, path={**path, last: key}))
                except Exception as error:
                    fetching.fail(key, error)

        async with asyncio.TaskGroup() as group:
            for _ in range(fetching.workers):
                group.create_task(work())
        return fetching.all()

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
        """Create items, so many a request, one request after the other."""
        creation = Creation[object](call, body, chunk_size, on_progress)
        async for chunk in creation.chunks_async(body):
            with creation.sending(chunk):
                await self._call(call, path=path, query=query, body=chunk)
