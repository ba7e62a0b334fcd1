"""Manage the HTTP connections of clients: opened on first use, closed once, with a warning if they leak.

Nothing is opened before the first request, so an unused client needs no closing. Each process and each event loop has
its own connections.
"""

from __future__ import annotations

import asyncio
import threading
import warnings
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

import httpx2

from .errors import ClientClosedError, YulsnError
from .network import abandon, open_async, open_sync
from .processes import PerProcess

__all__ = ["AsyncPool", "LoopPool", "Pool"]


class Pool:
    """The connections of a client, shared with those that its `with_options` returned. Thread-safe."""

    _closed = True  # on the class, so that `__del__` works if __init__ fails

    def __init__(self, given: httpx2.Client | None, url: str, *, trust_env: bool) -> None:
        """Create a pool without connections.

        Args:
            given: The user's HTTP client, if any; it is used instead of the pool's own connections, and never closed.
            url: Base URL of the server.
            trust_env: Whether to use the proxy and the certificates that environment variables name.

        Raises:
            TypeError: If the HTTP client is not an `httpx2.Client`.
        """
        if not isinstance(given, httpx2.Client | None):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise TypeError(f"the http_client of a Client must be an httpx2.Client, not {_name(given)}")
        self.given = given
        self._users = PerProcess(lambda: True)
        self._own = PerProcess(partial(open_sync, url, trust_env=trust_env), abandon)
        self._closed = False

    @property
    def is_closed(self) -> bool:
        """Whether the pool, or the user's HTTP client, is closed."""
        return self._closed or (self.given is not None and self.given.is_closed)

    def send(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request and return the response, with its body still to be read.

        Raises:
            ClientClosedError: If the pool is closed.
            YulsnError: If the user's HTTP client has been used in another process.
        """
        if self.is_closed:
            raise _closed()
        if self.given is None:
            return self._own.get().handle_request(request)
        _claim(self._users)
        return self.given.send(request, stream=True, follow_redirects=False)

    def close(self) -> None:
        """Close the connections, unless they are the user's. Requests in flight fail."""
        self._closed = True
        own = self._own.peek()
        if own is not None:
            own.close()

    def __del__(self) -> None:
        if not self._closed and self._own.peek() is not None:
            _warn_of_leak("a Client", self)
            self.close()


@dataclass(frozen=True, slots=True)
class LoopPool:
    """The connections of one event loop, a lock for what must happen only once, and the requests it may still start."""

    http: httpx2.AsyncHTTPTransport | httpx2.AsyncClient
    lock: asyncio.Lock
    slots: asyncio.Semaphore | None

    async def send(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request and return the response, with its body still to be read."""
        if isinstance(self.http, httpx2.AsyncClient):
            return await self.http.send(request, stream=True, follow_redirects=False)
        return await self.http.handle_async_request(request)


class AsyncPool:
    """The connections of an async client by event loop: a connection only works in the loop that opened it."""

    _closed = True  # on the class, so that `__del__` works if __init__ fails

    def __init__(
        self, given: httpx2.AsyncClient | None, url: str, *, trust_env: bool, max_concurrency: int | None = None
    ) -> None:
        """Create a pool without connections; the arguments are those of `Pool`, and the requests in flight per loop.

        Raises:
            TypeError: If the HTTP client is not an `httpx2.AsyncClient`.
        """
        if not isinstance(given, httpx2.AsyncClient | None):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise TypeError(f"the http_client of an AsyncClient must be an httpx2.AsyncClient, not {_name(given)}")
        self.given = given
        self._url = url
        self._trust_env = trust_env
        self._max_concurrency = max_concurrency
        self._users = PerProcess(lambda: True)
        # Inherited loops are never discarded: their finalizers would unregister sockets from the parent's selector.
        self._loops: PerProcess[dict[asyncio.AbstractEventLoop, LoopPool]] = PerProcess(dict)
        self._lock = PerProcess(threading.Lock)
        self._closing: set[asyncio.Task[None]] = set()
        self._closed = False

    @property
    def is_closed(self) -> bool:
        """Whether the pool, or the user's HTTP client, is closed."""
        return self._closed or (self.given is not None and self.given.is_closed)

    def here(self) -> LoopPool:
        """Return the connections of the running loop.

        Raises:
            ClientClosedError: If the pool is closed.
            YulsnError: If the user's HTTP client has been used in another loop or process.
        """
        if self._closed:
            raise _closed()
        loop = asyncio.get_running_loop()
        pool = self._loops.get().get(loop) or self._open(loop)
        if self.is_closed:
            raise _closed()
        return pool

    def _open(self, loop: asyncio.AbstractEventLoop) -> LoopPool:
        loops = self._loops.get()
        with self._lock.get():
            if self.given is not None:
                _claim(self._users)
                if loops:
                    raise YulsnError(
                        "http_client belongs to the event loop in which it was first used, which is not the running "
                        "one; create a client for each loop, or omit http_client"
                    )
            for ended in [other for other in loops if other.is_closed()]:
                del loops[ended]
            http = self.given or open_async(self._url, trust_env=self._trust_env)
            slots = None if self._max_concurrency is None else asyncio.Semaphore(self._max_concurrency)
            return loops.setdefault(loop, LoopPool(http, asyncio.Lock(), slots))

    async def close(self) -> None:
        """Close the connections of all loops, unless they are the user's, and wait for those of this loop.

        Every other loop closes its own connections when it next runs. Those of a closed loop can no longer be closed
        here; Python closes them, with a ResourceWarning for each.
        """
        self._closed = True
        if self.given is not None:
            return
        here = asyncio.get_running_loop()
        for loop, pool in list((self._loops.peek() or {}).items()):
            if isinstance(pool.http, httpx2.AsyncHTTPTransport) and loop is here:
                await pool.http.aclose()
            elif isinstance(pool.http, httpx2.AsyncHTTPTransport):
                with suppress(RuntimeError):  # the loop is closed
                    loop.call_soon_threadsafe(self._close_in_own_loop, pool.http)

    def _close_in_own_loop(self, http: httpx2.AsyncHTTPTransport) -> None:
        task = asyncio.get_running_loop().create_task(http.aclose())
        self._closing.add(task)  # a loop keeps no reference to its tasks
        task.add_done_callback(self._closing.discard)

    def __del__(self) -> None:
        if not self._closed and self.given is None and self._loops.peek():
            _warn_of_leak("an AsyncClient", self)


def _claim(users: PerProcess[bool]) -> None:
    """Record that this process uses the user's HTTP client.

    Raises:
        YulsnError: If the parent process has used it.
    """
    if users.is_inherited:
        raise YulsnError(
            "http_client was first used in the parent process, which must not share its connections with this one; "
            "create a client in each process, or omit http_client"
        )
    users.get()


def _closed() -> ClientClosedError:
    return ClientClosedError("the client is closed")


def _name(value: object) -> str:
    return f"{type(value).__module__.partition('.')[0]}.{type(value).__qualname__}"


def _warn_of_leak(what: str, source: object) -> None:
    text = f"{what} was not closed: use it in a `with` block, or call its close method"
    warnings.warn(text, ResourceWarning, stacklevel=3, source=source)
