"""Open HTTP transports to the server, with the proxy and the certificates that the environment names.

httpx2's transports are used without its clients, which would log the URL of every request and keep every cookie.
"""

from __future__ import annotations

import os
import socket
import ssl
from collections.abc import Callable
from contextvars import ContextVar
from functools import cache
from typing import Any, TypeVar
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx2

from .errors import YulsnError, printable

__all__ = ["abandon", "open_async", "open_sync", "time_left"]

T = TypeVar("T", httpx2.HTTPTransport, httpx2.AsyncHTTPTransport)

time_left: ContextVar[Callable[[], float] | None] = ContextVar("time_left", default=None)
"""Returns the seconds until the deadline of the blocking call in this context; None if it has no deadline."""

# Keep as many connections as may be opened; otherwise a wide fan-out would reopen connections all the time. They expire
# after httpx2's default of 5 s, so that few of them have been closed by the server in the meantime.
_LIMITS = httpx2.Limits(max_connections=100, max_keepalive_connections=100, keepalive_expiry=5.0)
_PIECE = 65536  # bytes to write before the deadline is checked again


def open_sync(url: str, *, trust_env: bool) -> httpx2.HTTPTransport:
    """Return a blocking transport to the server of a URL. It observes the deadline in `time_left`.

    Args:
        url: Base URL of the server.
        trust_env: Whether to use the proxy and the certificates that environment variables name.

    Raises:
        YulsnError: If a proxy or certificate variable is unusable.
    """
    transport = _open(httpx2.HTTPTransport, url, trust_env)
    # httpx2's limits apply to each read; only below them can a deadline end a response that arrives byte by byte.
    pool: Any = transport._pool
    pool._network_backend = _Backend(pool._network_backend)
    return transport


def open_async(url: str, *, trust_env: bool) -> httpx2.AsyncHTTPTransport:
    """Return an asynchronous transport to the server of a URL; the arguments are those of `open_sync`.

    Raises:
        YulsnError: If a proxy or certificate variable is unusable.
    """
    return _open(httpx2.AsyncHTTPTransport, url, trust_env)


def abandon(transport: httpx2.HTTPTransport) -> None:
    """Close the sockets inherited from the parent process, without its locks and without ending its connections."""
    for connection in transport._pool.connections:
        connection.close()


# --- Environment ---


def _open(kind: type[T], url: str, trust_env: bool) -> T:
    context = _tls(trust_env)
    variable, proxy = _proxy(url) if trust_env else ("", None)
    try:
        return kind(verify=context, limits=_LIMITS, proxy=proxy, trust_env=trust_env)
    except ImportError:
        problem = "SOCKS proxies need the package `httpx2[socks]`"
    except (ValueError, httpx2.InvalidURL):
        problem = "it must be a URL such as http://proxy.example:8080"
    del proxy  # it may contain a password
    raise YulsnError(f"the proxy that {variable} names cannot be used: {problem}")


def _proxy(url: str) -> tuple[str, str | None]:
    """Return the proxy for a URL, and the environment variable that names it."""
    server = urlsplit(url)
    if proxy_bypass(server.netloc):
        return "", None
    proxies = getproxies()
    kind = next((kind for kind in (server.scheme, "all") if proxies.get(kind)), None)
    if kind is None:
        return "", None
    names = (name for name in (f"{kind}_proxy", f"{kind}_proxy".upper()) if os.environ.get(name))
    proxy = proxies[kind]
    return next(names, "the system's configuration"), proxy if "://" in proxy else f"http://{proxy}"


@cache
def _tls(trust_env: bool) -> ssl.SSLContext:
    """Return the TLS context, which is slow to create and therefore shared by all clients of a process."""
    try:
        return httpx2.create_ssl_context(trust_env=trust_env)
    except OSError as error:
        problem = printable(f"{type(error).__name__}: {error}")
    variables = [name for name in ("SSL_CERT_FILE", "SSL_CERT_DIR") if os.environ.get(name)]
    raise YulsnError(f"cannot load the certificates that {' and '.join(variables) or 'the system'} names: {problem}")


# --- Deadlines ---


class _Backend:
    """Opens connections whose every read and write ends at the deadline. Wraps a network backend of httpcore2."""

    def __init__(self, backend: Any) -> None:
        self._backend = backend

    def connect_tcp(self, host: str, port: int, timeout: float | None = None, **options: Any) -> _Stream:
        *others, last = self._addresses(host, port)
        for address in others:
            try:
                return _Stream(self._backend.connect_tcp(address, port, timeout=_limited(timeout), **options))
            except Exception:
                continue
        return _Stream(self._backend.connect_tcp(last, port, timeout=_limited(timeout), **options))

    def _addresses(self, host: str, port: int) -> list[str]:
        """Return the addresses of a host if there is a deadline, which must not apply to each of them anew."""
        if time_left.get() is None:
            return [host]
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError:
            return [host]  # fails again, with an exception that httpx2 knows
        return list(dict.fromkeys(str(address[0]) for *_, address in found)) or [host]


class _Stream:
    """A connection whose every read and write ends at the deadline. Wraps a network stream of httpcore2."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data: bytes = self._stream.read(max_bytes, timeout=_limited(timeout))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), _PIECE):
            self._stream.write(buffer[start : start + _PIECE], timeout=_limited(timeout))

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> _Stream:
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, _limited(timeout)))

    def close(self) -> None:
        self._stream.close()

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


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
