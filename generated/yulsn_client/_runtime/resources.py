"""The base classes of the generated resources: send calls, page through listings, and process many objects."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Mapping
from contextlib import aclosing, suppress
from typing import TYPE_CHECKING, Any, TypeVar, cast

from .arguments import check_argument
from .bulk import AsyncBulkCreation, BulkCreation, BulkFetch, Chunk, Progress
from .calls import Call
from .concurrency import check_concurrency, for_each, for_each_async, in_order, in_order_async
from .errors import ConflictError, NotFoundError
from .paging import Cursor
from .search import search_body
from .upsert import Upsert, check_upserts, external_id_of

if TYPE_CHECKING:
    from .transport import AsyncTransport, SyncTransport

__all__ = ["AsyncResource", "Resource"]

T = TypeVar("T")


class Resource:
    """A group of calls."""

    def __init__(self, transport: Any) -> None:
        self._transport: SyncTransport = transport
        self._call = cast("SyncTransport", transport).send

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._transport.options.base_url}>"

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
        bulk = BulkFetch(_sibling(call, "get_many"), call, last, path[last], concurrency)

        def fetch(key: int) -> None:
            try:
                bulk.add(key, self._call(call, path={**path, last: key}))
            except Exception as error:
                bulk.fail(key, error)

        for_each(fetch, bulk.pending, bulk.workers, bulk.name)
        return bulk.all()

    def _iterate_ids(self, call: Call[list[int]], *, get: Call[T], after: int | None, concurrency: int) -> Iterator[T]:
        """Yield the objects that a call lists the ids of, by ascending id; deleted ones are left out."""
        ((parameter, kind),) = get.parameters.items()
        after = cast("int | None", check_argument(_sibling(get, "iterate"), "after", kind | None, after))
        check_concurrency(concurrency)

        def fetch(key: int) -> list[T]:
            try:
                return [self._call(get, path={parameter: key})]
            except NotFoundError:  # deleted after the ids were listed
                return []

        def walk() -> Iterator[T]:
            listed = self._call(call)
            ids = sorted({key for key in listed if after is None or key > after})
            for found in in_order(fetch, ids, concurrency, get.name):
                yield from found

        return walk()

    def _create_many(
        self,
        call: Call[None],
        *,
        body: Iterable[object],
        path: Mapping[str, object] | None = None,
        query: Mapping[str, object] | None = None,
        chunk_size: int,
        concurrency: int = 1,
        on_progress: Progress | None,
    ) -> None:
        """Create items in chunks, one request per chunk."""
        bulk = BulkCreation[object](call.name, body, chunk_size, on_progress)
        check_concurrency(concurrency)

        def send(chunk: Chunk[object]) -> None:
            with bulk.sending(chunk):
                self._call(call, path=path, query=query, body=chunk.items)

        with bulk.reporting():
            for_each(send, bulk.chunks(body), concurrency, call.name)

    def _upsert(
        self, call: Call[T], *, find: Call[T | None], patch: Call[T], external_id: str, body: object
    ) -> tuple[T, bool]:
        """Create an entry, or update the one with its external id; return it and whether it was created."""
        upsert = Upsert(call, find, patch, external_id, body)
        while True:
            try:
                return self._call(call, body=upsert.body), True
            except ConflictError as error:
                upsert.retry(error)
            found: Any = self._call(find, query=upsert.query)
            if found is None:  # deleted in between
                continue
            if upsert.is_empty:
                return found, False
            path = dict.fromkeys(patch.parameters, found.id)
            try:
                return self._call(patch, path=path, body=upsert.changes), False
            except NotFoundError as error:
                upsert.retry(error)

    def _upsert_many(
        self,
        call: Call[None],
        *,
        create: Call[T],
        find: Call[T | None],
        patch: Call[T],
        body: Iterable[object],
        chunk_size: int,
        concurrency: int,
        on_progress: Progress | None,
    ) -> int:
        """Create entries in chunks, but one by one if some exist; return how many were created."""
        bulk = BulkCreation[object](_sibling(call, "upsert_many"), body, chunk_size, on_progress)
        check_concurrency(concurrency)
        updated: list[object] = []

        def send(chunk: Chunk[object]) -> None:
            with suppress(ConflictError), bulk.sending(chunk):
                check_upserts(call, chunk.items)
                self._call(call, body=chunk.items)
            for entity in chunk.items[chunk.done :]:
                with bulk.sending(chunk, 1):
                    _, is_new = self._upsert(
                        create, find=find, patch=patch, external_id=external_id_of(entity), body=entity
                    )
                if not is_new:
                    updated.append(None)

        with bulk.reporting():
            for_each(send, bulk.chunks(body), concurrency, call.name)
        return bulk.created - len(updated)

    def _search(self, call: Call[T], *, body: Iterable[object], path: Mapping[str, object] | None = None) -> T:
        """Send a search with some conditions."""
        return self._call(call, path=path, body=search_body(call, body))


class AsyncResource:
    """A group of calls."""

    def __init__(self, transport: Any) -> None:
        self._transport: AsyncTransport = transport
        self._call = cast("AsyncTransport", transport).send

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._transport.options.base_url}>"

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
        *_, last = path
        bulk = BulkFetch(_sibling(call, "get_many"), call, last, path[last], concurrency)

        async def fetch(key: int) -> None:
            try:
                bulk.add(key, await self._call(call, path={**path, last: key}))
            except Exception as error:
                bulk.fail(key, error)

        await for_each_async(fetch, bulk.pending, bulk.workers)
        return bulk.all()

    def _iterate_ids(
        self, call: Call[list[int]], *, get: Call[T], after: int | None, concurrency: int
    ) -> AsyncIterator[T]:
        """Yield the objects that a call lists the ids of, by ascending id; deleted ones are left out."""
        ((parameter, kind),) = get.parameters.items()
        after = cast("int | None", check_argument(_sibling(get, "iterate"), "after", kind | None, after))
        check_concurrency(concurrency)

        async def fetch(key: int) -> list[T]:
            try:
                return [await self._call(get, path={parameter: key})]
            except NotFoundError:  # deleted after the ids were listed
                return []

        async def walk() -> AsyncIterator[T]:
            listed = await self._call(call)
            ids = sorted({key for key in listed if after is None or key > after})
            async with aclosing(in_order_async(fetch, ids, concurrency)) as results:  # ends the calls in flight
                async for found in results:
                    for each in found:
                        yield each

        return walk()

    async def _create_many(
        self,
        call: Call[None],
        *,
        body: Iterable[object] | AsyncIterable[object],
        path: Mapping[str, object] | None = None,
        query: Mapping[str, object] | None = None,
        chunk_size: int,
        concurrency: int = 1,
        on_progress: Progress | None,
    ) -> None:
        """Create items in chunks, one request per chunk."""
        bulk = AsyncBulkCreation[object](call.name, body, chunk_size, on_progress)
        check_concurrency(concurrency)

        async def send(chunk: Chunk[object]) -> None:
            with bulk.sending(chunk):
                await self._call(call, path=path, query=query, body=chunk.items)

        with bulk.reporting():
            await for_each_async(send, bulk.chunks_async(body), concurrency)

    async def _upsert(
        self, call: Call[T], *, find: Call[T | None], patch: Call[T], external_id: str, body: object
    ) -> tuple[T, bool]:
        """Create an entry, or update the one with its external id; return it and whether it was created."""
        upsert = Upsert(call, find, patch, external_id, body)
        while True:
            try:
                return await self._call(call, body=upsert.body), True
            except ConflictError as error:
                upsert.retry(error)
            found: Any = await self._call(find, query=upsert.query)
            if found is None:  # deleted in between
                continue
            if upsert.is_empty:
                return found, False
            path = dict.fromkeys(patch.parameters, found.id)
            try:
                return await self._call(patch, path=path, body=upsert.changes), False
            except NotFoundError as error:
                upsert.retry(error)

    async def _upsert_many(
        self,
        call: Call[None],
        *,
        create: Call[T],
        find: Call[T | None],
        patch: Call[T],
        body: Iterable[object] | AsyncIterable[object],
        chunk_size: int,
        concurrency: int,
        on_progress: Progress | None,
    ) -> int:
        """Create entries in chunks, but one by one if some exist; return how many were created."""
        bulk = AsyncBulkCreation[object](_sibling(call, "upsert_many"), body, chunk_size, on_progress)
        check_concurrency(concurrency)
        updated: list[object] = []

        async def send(chunk: Chunk[object]) -> None:
            with suppress(ConflictError), bulk.sending(chunk):
                check_upserts(call, chunk.items)
                await self._call(call, body=chunk.items)
            for entity in chunk.items[chunk.done :]:
                with bulk.sending(chunk, 1):
                    _, is_new = await self._upsert(
                        create, find=find, patch=patch, external_id=external_id_of(entity), body=entity
                    )
                if not is_new:
                    updated.append(None)

        with bulk.reporting():
            await for_each_async(send, bulk.chunks_async(body), concurrency)
        return bulk.created - len(updated)

    async def _search(self, call: Call[T], *, body: Iterable[object], path: Mapping[str, object] | None = None) -> T:
        """Send a search with some conditions."""
        return await self._call(call, path=path, body=search_body(call, body))


def _sibling(call: Call[Any], method: str) -> str:
    return f"{call.name.rpartition('.')[0]}.{method}"
