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
    "masked",
    "redacted",
]

T = TypeVar("T")

HIDDEN = "***"
_SECRET_NAMES = re.compile(r"(?<=[?&])((?:secret|tokenid|password)=)[^&]*", re.IGNORECASE)
_SECRET_HEADERS = frozenset({"x-apikey", "authorization", "proxy-authorization", "cookie", "set-cookie"})
# Nobody documents how this API names its requests; these are what hosts of ASP.NET and proxies send.
_REQUEST_IDS = ("x-request-id", "request-id", "x-correlation-id", "x-ms-request-id")


class Headers(Mapping[str, str]):
    """Headers by name, in any case; those that hold secrets are hidden. Read-only."""

    __slots__ = ("_values",)

    def __init__(self, headers: Mapping[str, str]) -> None:
        self._values = {
            name.lower(): HIDDEN if name.lower() in _SECRET_HEADERS else value for name, value in headers.items()
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
        """What the server calls the request in its own logs, or None where it does not say."""
        return next((self._values[name] for name in _REQUEST_IDS if name in self._values), None)


@dataclass(frozen=True, slots=True)
class RequestView:
    """A request as it is sent, without the key, passwords and other secrets.

    Attributes:
        call: name of the call, such as `contacts.find_by_email`.
        method: HTTP method.
        url: path and query, encoded, without the host. It may hold personal data, so no repr shows its query.
        headers: by name, in any case.
        body: JSON text, None for none; `***` where it holds a password. Not in the repr, as it holds personal data.
        attempt: 1 for the first time that it is sent, 2 for the first retry.
    """

    call: str
    method: str
    url: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    body: bytes | None = field(repr=False)
    attempt: int


@dataclass(frozen=True, slots=True)
class ResponseView:
    """What became of a request.

    Attributes:
        request: the request.
        status: HTTP status; None where no answer came.
        headers: by name, in any case.
        body: as it came, but for the key and passwords that it may repeat. Not in the repr.
        elapsed: seconds from sending it until the answer was there, or until it was clear that there is none.
        request_id: what the server calls the request in its own logs, or None where it does not say.
        error: why no answer came, or an empty text.
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
    """The value of a call with the answer that it was read from.

    Attributes:
        value: what the call returns.
        status: HTTP status; 404 for a call that returns None, or an empty list, for what is not there.
        headers: by name, in any case.
        body: as it came.
        elapsed: seconds from sending the last attempt until its answer was there.
        request_id: what the server calls the request in its own logs, or None where it does not say.
    """

    value: T
    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    elapsed: float
    request_id: str | None = None


@dataclass(frozen=True, slots=True)
class Hooks:
    """Functions that see each attempt; what they raise is logged, as it must not cost the answer of a write."""

    on_request: Callable[[RequestView], None] | None = None
    on_response: Callable[[ResponseView], None] | None = None


class Collected:
    """The answers that calls got: what `with_raw_response` makes its `RawResponse` of."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, Mapping[str, str], bytes, float]] = []

    def of(self, value: T) -> RawResponse[T]:
        """The value of a call with the last answer, which it was read from.

        Raises:
            TypeError: there was none.
        """
        if not self.answers:
            raise TypeError("with_raw_response takes a method that makes one request when it is called")
        status, headers, body, elapsed = self.answers[-1]
        shown = Headers(headers)
        return RawResponse(value, status, shown, body, elapsed, shown.request_id)


collected: ContextVar[Collected | None] = ContextVar("collected", default=None)
"""Where status, headers, body and seconds of the answers go, besides to the calls that they belong to."""


@contextmanager
def collecting() -> Generator[Collected, None, None]:
    """Collect the answers to the calls of the block."""
    found = Collected()
    token = collected.set(found)
    try:
        yield found
    finally:
        collected.reset(token)


def redacted(url: str) -> str:
    """A path with its query in which secrets are hidden."""
    return _SECRET_NAMES.sub(rf"\1{HIDDEN}", url) if "?" in url else url


def masked(body: bytes, hide: Collection[str]) -> bytes:
    """A body in which these texts are hidden, as they are and as JSON escapes them."""
    for secret in hide:
        for form in (json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1], secret):
            body = body.replace(form.encode("utf-8", "surrogatepass"), HIDDEN.encode())
    return body
