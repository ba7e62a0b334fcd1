"""Decide when a request is retried, and how long to wait first.

This module performs no I/O. The generator uses it for its own requests, and every generated client contains a copy,
so both follow the same policy.

Idempotent methods (GET, HEAD, OPTIONS, SEARCH, PUT, DELETE) are retried after connection failures, timeouts, and the
statuses 408, 429, 500, 502, 503 and 504. POST and PATCH are retried only if the server cannot have processed the
request: it never left this machine, or the server responded with 429. A retried request may observe the effect of an
earlier attempt whose response was lost: a DELETE may fail with 404, and a PUT that carries a version with 409.
"""

from __future__ import annotations

import math
import random as _random
import re
import time as _time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

__all__ = [
    "DEFAULT_RETRIES",
    "IDEMPOTENT",
    "Failure",
    "Response",
    "RetryPolicy",
    "causes",
    "header",
    "is_tls_failure",
    "retry_after",
]

IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS", "SEARCH", "PUT", "DELETE"})
"""Methods that may be repeated after an attempt whose outcome is unknown."""
_RETRIED_STATUSES = frozenset({408, 429, 500, 502, 503, 504})
_SECONDS = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_LONGEST_WAIT = 1e9  # seconds; keeps an absurd Retry-After usable as a number


@dataclass(frozen=True, slots=True)
class Response:
    """A complete HTTP response.

    Attributes:
        status: HTTP status.
        headers: Response headers by name.
        body: The decompressed body. Not in the repr, as it may contain personal data.
        elapsed: Seconds from sending the request until the body was read.
    """

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    elapsed: float = 0.0


class Failure(Protocol):
    """Why an attempt produced no response."""

    @property
    def retryable(self) -> bool:
        """Whether another attempt could succeed."""
        ...

    @property
    def maybe_received(self) -> bool:
        """Whether the server may have received the request."""
        ...


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often and how soon a request is retried.

    Without a `Retry-After` header, waits grow exponentially from `min_wait` to `max_wait`, with jitter that keeps
    clients from retrying in lockstep.

    Attributes:
        max_retries: Retries after the first attempt.
        min_wait: Minimum seconds between attempts.
        max_wait: Maximum seconds between attempts, unless the server sends `Retry-After`.
        max_retry_after: Longest `Retry-After` to wait for, in seconds; if it is longer, the response is final.
        random: Returns a number in [0, 1), for jitter.
        time: Returns the seconds since 1970, for a `Retry-After` date from a server that sends no `Date`.
    """

    max_retries: int = 2
    min_wait: float = 0.5
    max_wait: float = 8.0
    max_retry_after: float = 120.0
    random: Callable[[], float] = _random.random
    time: Callable[[], float] = _time.time

    def wait(self, method: str, outcome: Response | Failure, retries: int, remaining: float = math.inf) -> float | None:
        """Return the seconds to wait before the next attempt, or None if the outcome is final.

        Args:
            method: HTTP method of the request.
            outcome: What the latest attempt produced.
            retries: Retries made so far.
            remaining: Seconds until the deadline of the whole call; no retry starts after it.
        """
        if retries >= self.max_retries or not _is_retryable(method, outcome):
            return None
        requested = retry_after(outcome.headers, self.time) if isinstance(outcome, Response) else None
        if requested is None:
            ceiling = min(self.max_wait, self.min_wait * 2.0 ** min(retries + 1, 100))  # without overflow
            seconds = self.min_wait + self.random() * (ceiling - self.min_wait)
        elif requested <= self.max_retry_after:
            seconds = requested
        else:
            return None
        return seconds if seconds < remaining else None


DEFAULT_RETRIES = RetryPolicy()


def _is_retryable(method: str, outcome: Response | Failure) -> bool:
    if isinstance(outcome, Response):
        return outcome.status == 429 or (outcome.status in _RETRIED_STATUSES and method in IDEMPOTENT)
    return outcome.retryable and (method in IDEMPOTENT or not outcome.maybe_received)


def retry_after(headers: Mapping[str, str], now: Callable[[], float] = _time.time) -> float | None:
    """Return the seconds that the `Retry-After` header asks to wait, or None without a valid one.

    The header holds seconds, possibly with a fraction, or an HTTP date in any of the three forms of RFC 9110 section
    5.6.7. A date is relative to the `Date` header of the same response, so that clock skew does not matter.

    Args:
        headers: Response headers, with names in any case.
        now: Returns the seconds since 1970, used if there is no valid `Date`.
    """
    value = header(headers, "retry-after").strip()
    if _SECONDS.fullmatch(value):
        return min(float(value), _LONGEST_WAIT)
    until = _timestamp(value)
    if until is None:
        return None
    since = _timestamp(header(headers, "date"))
    return min(max(0.0, until - (now() if since is None else since)), _LONGEST_WAIT)


def header(headers: Mapping[str, str], name: str) -> str:
    """Return a header by its lower-case name, whatever the case of the headers' own names; empty without it."""
    return next((value for key, value in headers.items() if key.lower() == name), "")


def _timestamp(date: str) -> float | None:
    """Parse an HTTP date. The asctime form has no time zone, and `-0000` is parsed as none: both are UTC."""
    from email.utils import parsedate_to_datetime  # slow to import, and rarely needed

    try:
        moment: datetime = parsedate_to_datetime(date)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, TypeError, OverflowError):
        return None


def causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception and the chain of exceptions that led to it, including contexts that were suppressed."""
    current: BaseException | None = error
    while current is not None:
        yield current
        current = current.__cause__ or current.__context__


def is_tls_failure(error: BaseException) -> bool:
    """Return whether a TLS handshake was rejected, such as for an untrusted certificate; retrying cannot help."""
    import ssl  # slow to import; connections have imported it already

    disconnects = (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError)
    return any(isinstance(cause, ssl.SSLError) and not isinstance(cause, disconnects) for cause in causes(error))
