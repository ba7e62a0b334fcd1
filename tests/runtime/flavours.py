"""Both kinds of client behind one interface, so that one test covers sync and async."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable
from typing import Any

from runtime.calls import Call
from runtime.client import AsyncBaseClient, BaseClient
from runtime.resources import AsyncResource, Resource

KEY = "the-key-of-the-account"


class Client(BaseClient):
    """A client with the calls that a test gives it."""

    def call(self, call: Call[Any], **arguments: Any) -> Any:
        return Resource(self._transport)._call(call, **arguments)

    @property
    def resource(self) -> Any:
        return Resource(self._transport)


class AsyncClient(AsyncBaseClient):
    """The same, asynchronous."""

    async def call(self, call: Call[Any], **arguments: Any) -> Any:
        return await AsyncResource(self._transport)._call(call, **arguments)

    @property
    def resource(self) -> Any:
        return AsyncResource(self._transport)


class Run:
    """One flavour: makes a client, lets a function use it, and closes it."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, url: str, use: Callable[[Any], Any], **options: Any) -> Any:
        if self.name == "sync":
            with Client(KEY, base_url=url, **options) as client:
                return use(client)

        async def main() -> Any:
            async with AsyncClient(KEY, base_url=url, **options) as asynchronous:
                found = use(asynchronous)
                return await found if inspect.isawaitable(found) else found

        return asyncio.run(main())
