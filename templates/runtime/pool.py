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

# As many kept as opened: a fan-out that is wider than what is kept would open connections anew all the time. They are
# kept no longer than httpx2 does by itself, so that few are met which the server has closed meanwhile.
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
    """The connections of a client and of all that `with_options` made of it; safe for many threads."""

    _http: httpx2.Client | None = None  # also for one whose making failed

    def __init__(self, given: httpx2.Client | None, *, trust_env: bool) -> None:
        self.given = given
        self._trust_env = trust_env
        self._lock = threading.Lock()
        self._closed = False

    def http(self) -> httpx2.Client:
        """The HTTP client to send with.

        Raises:
            ClientClosedError: the pool is closed.
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
        """Close the connections, unless they are the user's. What is in use then breaks."""
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
    """What belongs to one event loop: the connections, and a lock for what is to happen once."""

    http: httpx2.AsyncClient
    lock: asyncio.Lock


class AsyncPool:
    """The same for an async client: connections by event loop, as none can leave the loop that it was made in."""

    _opened = False  # also for one whose making failed
    _closed = False

    def __init__(self, given: httpx2.AsyncClient | None, *, trust_env: bool) -> None:
        self.given = given
        self._trust_env = trust_env
        self._lock = threading.Lock()
        self._loops: dict[asyncio.AbstractEventLoop, LoopPool] = {}

    def here(self) -> LoopPool:
        """What belongs to the running loop.

        Raises:
            ClientClosedError: the pool is closed.
            YulsnError: the HTTP client that was given has been used in another loop.
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
                    "the http_client that was given belongs to the event loop that it was first used in, and this is "
                    "another; make a client for each loop, or leave http_client out"
                )
            for ended in [other for other in self._loops if other.is_closed()]:
                del self._loops[ended]
            self._opened = True
            http = self.given or httpx2.AsyncClient(verify=_tls(), limits=_LIMITS, trust_env=self._trust_env)
            return self._loops.setdefault(loop, LoopPool(http, asyncio.Lock()))

    async def close(self) -> None:
        """Close the connections, unless they are the user's: those of this loop, and those of others that still run.

        Those of a loop that has ended cannot be closed any more: Python closes them, and warns of their transports.
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
