"""Open HTTP transports to the server, with the proxy and the certificates that the environment names.

httpx2's transports are used without its clients, which would log the URL of every request and keep every cookie.
"""

from __future__ import annotations

import os
import ssl
from functools import cache
from typing import Any, TypeVar
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx2

from .error_text import printable
from .errors import YulsnError
from .streams import AsyncBackend, Backend

__all__ = ["abandon", "open_async", "open_sync"]

T = TypeVar("T", httpx2.HTTPTransport, httpx2.AsyncHTTPTransport)

# Keep as many connections as may be opened; otherwise a wide fan-out would reopen connections constantly. They expire
# after httpx2's default of 5 s, so that few of them have been closed by the server in the meantime.
_LIMITS = httpx2.Limits(max_connections=100, max_keepalive_connections=100, keepalive_expiry=5.0)


def open_sync(url: str, *, trust_env: bool) -> httpx2.HTTPTransport:
    """Return a blocking transport to the server of a URL. It observes the deadline in `streams.time_left`.

    Args:
        url: Base URL of the server.
        trust_env: Whether to use the proxy and the certificates that environment variables name.

    Raises:
        YulsnError: If a proxy or certificate variable is unusable.
    """
    transport = _open(httpx2.HTTPTransport, url, trust_env)
    # httpx2's limits apply to each read; only below them can a deadline end a response that arrives byte by byte.
    pool: Any = transport._pool  # pyright: ignore[reportPrivateUsage]
    pool._network_backend = Backend(pool._network_backend)
    return transport


def open_async(url: str, *, trust_env: bool) -> httpx2.AsyncHTTPTransport:
    """Return an asynchronous transport to the server of a URL; the arguments are those of `open_sync`.

    Raises:
        YulsnError: If a proxy or certificate variable is unusable.
    """
    transport = _open(httpx2.AsyncHTTPTransport, url, trust_env)
    pool: Any = transport._pool  # pyright: ignore[reportPrivateUsage]
    pool._network_backend = AsyncBackend(pool._network_backend)
    return transport


def abandon(transport: httpx2.HTTPTransport) -> None:
    """Close the sockets inherited from the parent process, without its locks and without ending its connections."""
    for connection in transport._pool.connections:  # pyright: ignore[reportPrivateUsage]
        connection.close()


# --- Environment ---


def _open(kind: type[T], url: str, trust_env: bool) -> T:
    context = _tls(trust_env)
    variable, proxy = _proxy(url) if trust_env else ("", None)
    try:
        if proxy is not None and not (urlsplit(proxy).hostname and urlsplit(proxy).port != 0):
            raise ValueError
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
    raise YulsnError(f"cannot load the certificates from {' and '.join(variables) or 'the system'}: {problem}")
