"""The bases of the generated resources: they hand a call to the transport, and walk through pages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from typing import TYPE_CHECKING, TypeVar

from msgspec import UNSET

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
