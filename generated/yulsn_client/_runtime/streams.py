"""Wrap the network streams below httpx2: reads and writes end at the deadline, and surplus bytes end a connection.

httpx2 applies its limits to each read and write, so a server that sends a byte now and then could stall a call
indefinitely. Asynchronous calls are cancelled at their deadline, so their streams only look for surplus bytes.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from .framing import ResponseFraming

__all__ = ["AsyncBackend", "Backend", "time_left"]

time_left: ContextVar[Callable[[], float] | None] = ContextVar("time_left", default=None)
"""Returns the seconds until the deadline of the blocking call in this context; None if it has no deadline."""

_PIECE = 65536  # bytes to write before the deadline is checked again


class Backend:
    """Opens connections for blocking calls. Wraps a network backend of httpcore2."""

    def __init__(self, backend: Any) -> None:
        self._backend = backend

    def connect_tcp(self, host: str, port: int, timeout: float | None = None, **options: Any) -> Stream:
        *others, last = _addresses(host, port)
        for address in others:
            try:
                return Stream(self._backend.connect_tcp(address, port, timeout=_limited(timeout), **options))
            except Exception:  # try the next address
                continue
        return Stream(self._backend.connect_tcp(last, port, timeout=_limited(timeout), **options))


class Stream:
    """A connection for blocking calls. Wraps a network stream of httpcore2."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._framing = ResponseFraming()

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data: bytes = self._stream.read(max_bytes, timeout=_limited(timeout))
        self._framing.feed(data)
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._framing.send(buffer)
        for start in range(0, len(buffer), _PIECE):
            self._stream.write(buffer[start : start + _PIECE], timeout=_limited(timeout))

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> Stream:
        return Stream(self._stream.start_tls(ssl_context, server_hostname, _limited(timeout)))

    def close(self) -> None:
        self._stream.close()

    def get_extra_info(self, info: str) -> Any:
        return _extra_info(self._stream, self._framing, info)


class AsyncBackend:
    """Opens connections for asynchronous calls. Wraps an asynchronous network backend of httpcore2."""

    def __init__(self, backend: Any) -> None:
        self._backend = backend

    async def connect_tcp(self, *args: Any, **options: Any) -> AsyncStream:
        return AsyncStream(await self._backend.connect_tcp(*args, **options))


class AsyncStream:
    """A connection for asynchronous calls. Wraps an asynchronous network stream of httpcore2."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._framing = ResponseFraming()

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data: bytes = await self._stream.read(max_bytes, timeout=timeout)
        self._framing.feed(data)
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._framing.send(buffer)
        await self._stream.write(buffer, timeout=timeout)

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> AsyncStream:
        try:
            return AsyncStream(await self._stream.start_tls(ssl_context, server_hostname, timeout))
        except BaseException:  # cancelled at the deadline, where httpcore2 would leave the socket open
            await self._stream.aclose()
            raise

    async def aclose(self) -> None:
        await self._stream.aclose()

    def get_extra_info(self, info: str) -> Any:
        return _extra_info(self._stream, self._framing, info)


def _extra_info(stream: Any, framing: ResponseFraming, info: str) -> Any:
    # The pool drops an idle connection that has data to read.
    return (info == "is_readable" and framing.has_surplus) or stream.get_extra_info(info)


def _addresses(host: str, port: int) -> list[str]:
    """Return the addresses of a host if there is a deadline, which must not start over for each of them."""
    if time_left.get() is None:
        return [host]
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        return [host]  # fails again, with an exception that httpx2 knows
    return list(dict.fromkeys(str(address[0]) for *_, address in found)) or [host]


def _limited(timeout: float | None) -> float | None:
    """Return a time limit that does not exceed the deadline.

    Raises:
        TimeoutError: If the deadline has passed.
    """
    remaining = time_left.get()
    if remaining is None:
        return timeout
    seconds = remaining()
    if seconds <= 0:
        raise TimeoutError
    return seconds if timeout is None else min(timeout, seconds)
