"""Read-only views of requests and responses, without secrets, for hooks, errors and `with_raw_response`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Generator, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Generic, TypeVar

__all__ = [
    "HIDDEN",
    "Collected",
    "Headers",
    "Hooks",
    "RawResponse",
    "RequestView",
    "ResponseView",
    "collected",
    "collecting",
    "mask",
    "masked",
    "redacted",
]

T = TypeVar("T")

HIDDEN = "***"
_LONG_SECRET = 16  # a secret of at least this many characters cannot be part of another word
_SECRET_NAMES = re.compile(r"(?<=[?&])((?:secret|tokenid|password)=)[^&]*", re.IGNORECASE)
_SECRET_HEADERS = re.compile(r"api-?key|authorization|cookie|password|secret|token", re.IGNORECASE)
# The API's header for request ids is not documented; ASP.NET hosts and proxies use these.
_REQUEST_IDS = ("x-request-id", "request-id", "x-correlation-id", "x-ms-request-id")


class Headers(Mapping[str, str]):
    """Headers by case-insensitive name, read-only. Values of headers that hold secrets are hidden."""

    __slots__ = ("_values",)

    def __init__(self, headers: Mapping[str, str], hide: Collection[str] = ()) -> None:
        """Copy headers.

        Args:
            headers: The values by name.
            hide: Secrets to remove from the values, which a server may have echoed.
        """
        self._values = {
            name.lower(): HIDDEN if _SECRET_HEADERS.search(name) else mask(value, hide)
            for name, value in headers.items()
        }

    def __getitem__(self, name: str) -> str:
        return self._values[name.lower()]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"Headers({self._values!r})"

    @property
    def request_id(self) -> str | None:
        """Id of the request in the server's logs, or None if the server sends none."""
        return next((self._values[name] for name in _REQUEST_IDS if name in self._values), None)


@dataclass(frozen=True, slots=True)
class RequestView:
    """A request as it is sent, without the key, passwords and other secrets.

    Attributes:
        call: Name of the call, such as `contacts.find_by_email`.
        method: HTTP method.
        url: Path and query, encoded, without the host. It may contain personal data, so it is not in the repr.
        headers: Headers by case-insensitive name.
        body: JSON text, or None; `***` if it contains a password. It may contain personal data, so it is not in the
            repr.
        attempt: 1 for the first attempt, 2 for the first retry.
    """

    call: str
    method: str
    url: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    body: bytes | None = field(repr=False)
    attempt: int


@dataclass(frozen=True, slots=True)
class ResponseView:
    """The outcome of a request: a response or a failure.

    Attributes:
        request: The request.
        status: HTTP status, or None if no response was received.
        headers: Headers by case-insensitive name.
        body: Body of the response, with the key and passwords hidden. Not in the repr.
        elapsed: Seconds from sending the request to the end of the response or to the failure.
        request_id: Id of the request in the server's logs, or None if the server sends none.
        error: Why no response was received; empty if one was.
    """

    request: RequestView
    status: int | None
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    elapsed: float
    request_id: str | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class RawResponse(Generic[T]):
    """The value of a call together with the response.

    Attributes:
        value: The return value of the call.
        status: HTTP status. It is 404 if the call returns None or an empty list because nothing was found.
        headers: Headers by case-insensitive name.
        body: Body of the response.
        elapsed: Seconds from sending the last attempt to the end of its response.
        request_id: Id of the request in the server's logs, or None if the server sends none.
    """

    value: T
    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    elapsed: float
    request_id: str | None = None


@dataclass(frozen=True, slots=True)
class Hooks:
    """Callbacks for each attempt. Their exceptions are logged, so that they cannot lose the response of a write."""

    on_request: Callable[[RequestView], None] | None = None
    on_response: Callable[[ResponseView], None] | None = None


class Collected:
    """The responses of calls, from which `with_raw_response` builds a `RawResponse`."""

    def __init__(self) -> None:
        self.responses: list[tuple[int, Mapping[str, str], bytes, float]] = []

    def of(self, value: T) -> RawResponse[T]:
        """Return the value of a call together with the last response.

        Raises:
            TypeError: If there was no response.
        """
        if not self.responses:
            raise TypeError("with_raw_response takes a method that makes one request when it is called")
        status, headers, body, elapsed = self.responses[-1]
        shown = Headers(headers)
        return RawResponse(value, status, shown, body, elapsed, shown.request_id)


collected: ContextVar[Collected | None] = ContextVar("collected", default=None)
"""Collects the status, headers, body and elapsed time of responses in the current context, if set."""


@contextmanager
def collecting() -> Generator[Collected, None, None]:
    """Collect the responses of the calls in the `with` block."""
    found = Collected()
    token = collected.set(found)
    try:
        yield found
    finally:
        collected.reset(token)


def redacted(url: str) -> str:
    """Return a path and query with its secrets hidden."""
    return _SECRET_NAMES.sub(rf"\1{HIDDEN}", url) if "?" in url else url


def mask(text: str, hide: Collection[str]) -> str:
    """Return a text with every secret masked. A short one may be a common word, so only whole words are masked."""
    for secret in hide:
        text = re.sub(_occurrences(secret), HIDDEN, text)
    return text


def masked(body: bytes, hide: Collection[str]) -> bytes:
    """Return a body with every secret masked as in `mask`, both verbatim and as escaped in JSON."""
    for secret in hide:
        for form in {json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1], secret}:
            pattern = _occurrences(form.encode("utf-8", "surrogatepass").decode("latin-1"))
            body = re.sub(pattern.encode("latin-1"), HIDDEN.encode(), body)
    return body


def _occurrences(secret: str) -> str:
    pattern = re.escape(secret)
    return pattern if len(secret) >= _LONG_SECRET else rf"(?<!\w){pattern}(?!\w)"
