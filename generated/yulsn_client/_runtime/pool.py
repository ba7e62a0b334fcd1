"""Manage the HTTP clients that hold the connections: opened on first use, closed once, with a warning on a leak.

Nothing is opened before the first request, so an unused client needs no closing. All pools of a process share one TLS
context, which is slow to create.
"""

from __future__ import annotations

import asyncio
import ssl
import threading
import warnings
from dataclasses import dataclass
from functools import cache

import httpx2

from .errors import ClientClosedError, YulsnError

__all__ = ["AsyncPool", "LoopPool", "Pool"]

# Keep as many connections as may be opened; otherwise a wide fan-out would reopen connections all the time. They expire
# after httpx2's default of 5 s, so that few of them have been closed by the server in the meantime.
_LIMITS = httpx2.Limits(max_connections=100, max_keepalive_connections=100, keepalive_expiry=5.0)


@cache
def _tls() -> ssl.SSLContext:
    return httpx2.create_ssl_context()


def _closed() -> ClientClosedError:
    return ClientClosedError("the client is closed")


def _leaked(what: str, source: object) -> None:
    text = f"{what} was not closed: use it in a `with` block, or call its close method"
    warnings.warn(text, ResourceWarning, stacklevel=3, source=source)


class Pool:
    """The connections of a client, shared with those that its `with_options` returned. Thread-safe."""

    _http: httpx2.Client | None = None  # on the class, so that `__del__` works if __init__ fails

    def __init__(self, given: httpx2.Client | None, *, trust_env: bool) -> None:
        self.given = given
        self._trust_env = trust_env
        self._lock = threading.Lock()
        self._closed = False

    def http(self) -> httpx2.Client:
        """Return the HTTP client, and create it if this is the first use.

        Raises:
            ClientClosedError: The pool is closed.
        """
        http = self._http or self.given
        if http is None:
            with self._lock:
                if self._closed:
                    raise _closed()
                if self._http is None:
                    self._http = httpx2.Client(verify=_tls(), limits=_LIMITS, trust_env=self._trust_env)
                http = self._http
        if http.is_closed or self._closed:
            raise _closed()
        return http

    def close(self) -> None:
        """Close the connections, unless they are the user's. Requests in flight fail."""
        with self._lock:
            self._closed = True
            if self._http is not None:
                self._http.close()

    def __del__(self) -> None:
        if self._http is not None and not self._closed:
            _leaked("a Client", self)
            self._http.close()


@dataclass(frozen=True, slots=True)
class LoopPool:
    """The connections of one event loop, and a lock for what happens once."""

    http: httpx2.AsyncClient
    lock: asyncio.Lock


class AsyncPool:
    """The connections of an async client by event loop: a connection only works in the loop that opened it."""

    _opened = False  # on the class, so that `__del__` works if __init__ fails
    _closed = False

    def __init__(self, given: httpx2.AsyncClient | None, *, trust_env: bool) -> None:
        self.given = given
        self._trust_env = trust_env
        self._lock = threading.Lock()
        self._loops: dict[asyncio.AbstractEventLoop, LoopPool] = {}

    def here(self) -> LoopPool:
        """Return the connections of the running loop.

        Raises:
            ClientClosedError: The pool is closed.
            YulsnError: The user's HTTP client has been used in another loop.
        """
        found = self._loops.get(asyncio.get_running_loop()) or self._open(asyncio.get_running_loop())
        if self._closed or found.http.is_closed:
            raise _closed()
        return found

    def _open(self, loop: asyncio.AbstractEventLoop) -> LoopPool:
        with self._lock:
            if self._closed:
                raise _closed()
            if self.given is not None and self._opened:
                raise YulsnError(
                    "http_client belongs to the event loop in which it was first used, which is not the running one; "
                    "create a client for each loop, or omit http_client"
                )
            for ended in [other for other in self._loops if other.is_closed()]:
                del self._loops[ended]
            self._opened = True
            http = self.given or httpx2.AsyncClient(verify=_tls(), limits=_LIMITS, trust_env=self._trust_env)
            return self._loops.setdefault(loop, LoopPool(http, asyncio.Lock()))

    async def close(self) -> None:
        """Close the connections of this loop and of other running loops, unless they are the user's.

        Those of a closed loop can no longer be closed: Python does so, with a ResourceWarning for each transport.
        """
        self._closed = True
        if self.given is not None:
            return
        here = asyncio.get_running_loop()
        for loop, pool in list(self._loops.items()):
            if loop is here:
                await pool.http.aclose()
            elif loop.is_running():
                await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(pool.http.aclose(), loop))

    def __del__(self) -> None:
        if self._opened and not self._closed and self.given is None:
            _leaked("an AsyncClient", self)
