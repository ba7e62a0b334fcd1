"""Turn the requests of calls into HTTP requests: add the client's headers and timeouts, and keep secrets from views."""

from __future__ import annotations

import math
from typing import Any

import httpx2

from .decoding import decode
from .errors import DecodeError
from .options import Options
from .request import Request
from .views import HIDDEN, Headers, RequestView, redacted
from .wire import is_object

__all__ = ["HttpRequests"]


class HttpRequests:
    """Makes HTTP requests with the options of a client."""

    def __init__(self, options: Options) -> None:
        self._base_url = options.base_url
        self._key = options.api_key
        headers = {
            "X-ApiKey": options.api_key.reveal(),
            "Accept": "application/json",
            "Accept-Encoding": "gzip, deflate",
            "User-Agent": options.user_agent,
        }
        self._headers = httpx2.Headers(headers)
        self._body_headers = httpx2.Headers({**headers, "Content-Type": "application/json; charset=utf-8"})
        self._headers.update(options.headers)
        self._body_headers.update(options.headers)
        self._timeout = {
            "connect": min(options.connect_timeout, options.timeout),
            "read": options.timeout,
            "write": options.timeout,
            "pool": options.timeout,
        }

    def build(
        self, request: Request, client: httpx2.Client | httpx2.AsyncClient | None, remaining: float
    ) -> httpx2.Request:
        """Build an HTTP request. The key is a header of it, so a user's HTTP client never stores the key.

        Args:
            request: The request of the call.
            client: The user's HTTP client, which may add headers and cookies of its own; None if there is none.
            remaining: Seconds until the call must end; infinite without a deadline.
        """
        timeout = self._timeout
        if remaining != math.inf:
            left = max(remaining, 0.001)
            timeout = {name: min(seconds, left) for name, seconds in timeout.items()}
        # Adding headers and cookies takes time, and only a user's HTTP client has any of its own.
        make = httpx2.Request if client is None else client.build_request
        built = make(
            request.method,
            self._base_url + request.url,
            headers=self._headers_of(request),
            content=request.content,
            extensions={"timeout": timeout},
        )
        built.url = _PrivateUrl(built.url)
        return built

    def view(self, request: Request, attempt: int) -> RequestView:
        """Return what hooks and exceptions may show of a request."""
        body = HIDDEN.encode() if request.content is not None and request.call.sensitive else request.content
        headers = Headers(self._headers_of(request))
        return RequestView(request.call.name, request.method, redacted(request.url), headers, body, attempt)

    def secrets(self, request: Request) -> tuple[str, ...]:
        """Return what no error message about a request may contain: the key, and passwords in the body."""
        key = (self._key.reveal(),)
        return key if not request.call.sensitive or request.content is None else (*key, *_passwords(request.content))

    def _headers_of(self, request: Request) -> httpx2.Headers:
        return self._headers if request.content is None else self._body_headers


class _PrivateUrl(httpx2.URL):
    """A URL whose text, as in httpx2's log and in reprs, omits the query, which may contain personal data."""

    def __str__(self) -> str:
        return super().__str__().partition("?")[0]

    def __repr__(self) -> str:
        return f"URL({str(self)!r})"


def _passwords(content: bytes) -> list[str]:
    """Return the passwords in a request body, so that an error that echoes the body does not show them."""
    try:
        members: Any = decode(Any, content)
    except DecodeError:
        return []
    return [
        value
        for name, value in (members.items() if is_object(members) else ())
        if "password" in str(name).lower() and isinstance(value, str) and value
    ]
