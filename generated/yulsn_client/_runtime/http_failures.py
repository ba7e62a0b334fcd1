"""Interpret the exceptions of httpx2 for attempts without a response."""

from __future__ import annotations

import httpx2

from .errors import RequestError, YulsnConnectionError, YulsnTimeoutError
from .http_policy import causes, is_tls_failure
from .throttle import ThrottleTimeout

__all__ = ["FAILURES", "error_kind", "is_retryable", "was_never_sent", "without_request"]

FAILURES = (httpx2.RequestError, httpx2.InvalidURL, TimeoutError)
"""Exceptions that httpx2 raises if no response arrives."""

_NEVER_SENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.ProxyError)
_FINAL = (
    httpx2.UnsupportedProtocol,
    httpx2.LocalProtocolError,
    httpx2.DecodingError,
    httpx2.InvalidURL,
    ThrottleTimeout,
)


def error_kind(error: Exception) -> type[RequestError]:
    """Return the class of the client's exception for a failure."""
    return YulsnTimeoutError if isinstance(error, TimeoutError | httpx2.TimeoutException) else YulsnConnectionError


def is_retryable(error: Exception) -> bool:
    """Return whether another attempt could succeed."""
    return not isinstance(error, _FINAL) and not is_tls_failure(error)


def was_never_sent(error: Exception) -> bool:
    """Return whether the server cannot have received the request."""
    return isinstance(error, _NEVER_SENT)


def without_request(error: Exception, key: str) -> Exception | None:
    """Remove the parts of an exception that contain the key; return None if its message contains it too."""
    for cause in causes(error):
        if isinstance(cause, httpx2.RequestError):
            cause._request = None  # pyright: ignore[reportPrivateUsage]
    return None if any(key in str(cause) for cause in causes(error)) else error
