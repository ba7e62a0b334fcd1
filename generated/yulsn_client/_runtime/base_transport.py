"""Prepare requests and process responses: everything the two transports share, without I/O."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Self, TypeVar

import httpx2

from .calls import Call, Request, read
from .clock import Clock
from .decoding import decode
from .errors import ApiError, DecodeError, RequestError, YulsnConnectionError, YulsnTimeoutError, printable, warning
from .http_policy import Response, RetryPolicy, is_tls_failure
from .options import Options
from .response_drift import Drift, DriftReporter
from .views import HIDDEN, Headers, Hooks, RequestView, ResponseView, collected, masked, redacted
from .wire import is_object

__all__ = ["FAILURES", "BaseTransport", "Outcome"]

T = TypeVar("T")
FAILURES = (httpx2.RequestError, httpx2.InvalidURL, TimeoutError)
"""Exceptions that httpx2 raises if no response arrives."""
Outcome = Response | RequestError
"""The outcome of an attempt: a response, or the reason why there is none."""

_LOG = logging.getLogger("yulsn")
_NEVER_SENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.ProxyError)
_FINAL = (httpx2.UnsupportedProtocol, httpx2.LocalProtocolError, httpx2.DecodingError, httpx2.InvalidURL)


class BaseTransport:
    """Base of both transports. Immutable after construction, and so safe for concurrent threads and tasks."""

    def __init__(
        self,
        options: Options,
        *,
        hooks: Hooks | None,
        on_drift: Callable[[Drift], None] | None,
        clock: Clock | None,
        expect_account: bool,
    ) -> None:
        self.clock = clock or Clock()
        self.hooks = hooks or Hooks()
        self.watch = DriftReporter(on_drift)
        self._confirmed = [not expect_account]  # a list, so that all transports over the same connections share it
        self._lends = False
        self._set(options)

    def _set(self, options: Options) -> None:
        self.options = options
        self.policy = RetryPolicy(options.max_retries, random=self.clock.random, time=self.clock.time)
        headers = {
            "X-ApiKey": options.api_key,
            "Accept": "application/json",
            "Accept-Encoding": "gzip, deflate",
            "User-Agent": options.user_agent,
        }
        self._headers = httpx2.Headers(headers)
        self._body_headers = httpx2.Headers({**headers, "Content-Type": "application/json; charset=utf-8"})
        self._timeout = {
            "connect": min(options.connect_timeout, options.timeout),
            "read": options.timeout,
            "write": options.timeout,
            "pool": options.timeout,
        }

    def with_options(
        self, *, timeout: float | None = None, max_retries: int | None = None, deadline: float | None = None
    ) -> Self:
        """Return a transport with other limits that uses the same connections and does not close them."""
        options = replace(
            self.options,
            timeout=self.options.timeout if timeout is None else timeout,
            max_retries=self.options.max_retries if max_retries is None else max_retries,
            deadline=self.options.deadline if deadline is None else deadline,
        )
        other = object.__new__(type(self))
        other.__dict__.update(self.__dict__, _lends=True)
        other._set(options)
        return other

    def _ends(self) -> float:
        """Return the monotonic time at which a call that starts now has to end."""
        return math.inf if self.options.deadline is None else self.clock.monotonic() + self.options.deadline

    def _remaining(self, ends: float) -> float:
        return ends if ends == math.inf else ends - self.clock.monotonic()

    def _wait(self, request: Request, outcome: Outcome, ends: float, attempt: int) -> float | None:
        """Return the seconds until the next attempt, or None if the outcome is final."""
        return self.policy.wait(request.method, outcome, attempt - 1, self._remaining(ends))

    def _prepared(self, http: httpx2.Client | httpx2.AsyncClient, given: bool, request: Request, ends: float) -> Any:
        """Build the httpx2 request. The key is a header of the request, so a user's HTTP client never stores it."""
        timeout = self._timeout
        if ends != math.inf:
            left = max(self._remaining(ends), 0.001)
            timeout = {name: min(seconds, left) for name, seconds in timeout.items()}
        headers = self._headers if request.content is None else self._body_headers
        # Only a user's HTTP client has headers and cookies of its own to add, which takes time.
        make = http.build_request if given else httpx2.Request
        return make(
            request.method,
            self.options.base_url + request.url,
            headers=headers,
            content=request.content,
            extensions={"timeout": timeout},
        )

    def _begun(self, request: Request, attempt: int) -> float:
        if self.hooks.on_request is not None:
            _call_hook(self.hooks.on_request, self._view(request, attempt))
        return self.clock.monotonic()

    def _view(self, request: Request, attempt: int) -> RequestView:
        headers = self._headers if request.content is None else self._body_headers
        body = HIDDEN.encode() if request.content is not None and request.call.sensitive else request.content
        return RequestView(request.call.name, request.method, redacted(request.url), Headers(headers), body, attempt)

    def _hidden(self, request: Request) -> tuple[str, ...]:
        """Return the secrets that no error message may contain: the key, and passwords in the body."""
        key = (self.options.api_key,)
        return key if not request.call.sensitive or request.content is None else (*key, *_passwords(request.content))

    def _too_large(self, request: Request, response: httpx2.Response, attempt: int) -> DecodeError:
        doubt = warning(request.method)
        limit = self.options.max_response_size
        text = f"response to {request.call.name} is larger than {limit} bytes (see max_response_size)"
        error = DecodeError(f"{text}; {doubt}" if doubt else text)
        error.status, error.call, error.request = response.status_code, request.call.name, self._view(request, attempt)
        return error

    def _is_announced_too_large(self, response: httpx2.Response) -> bool:
        length = response.headers.get("content-length", "")
        return length.isascii() and length.isdigit() and int(length[:20]) > self.options.max_response_size

    def _failure(self, request: Request, error: Exception, started: float, attempt: int) -> RequestError:
        """Return the error for an attempt without a response. It does not refer to httpx2's, which holds the key."""
        kind: type[RequestError] = YulsnConnectionError
        cause = printable(f"{type(error).__name__} {error}".replace(self.options.api_key, HIDDEN))
        if isinstance(error, TimeoutError) and self.options.deadline is not None:
            kind, cause = YulsnTimeoutError, f"the deadline of {self.options.deadline} s was exceeded"
        elif isinstance(error, httpx2.TimeoutException):
            kind = YulsnTimeoutError
        place = f"{request.method} {request.url.partition('?')[0]} ({request.call.name})"
        elapsed = self.clock.monotonic() - started
        _LOG.debug("%s failed after %.3f s: %s", place, elapsed, type(error).__name__)
        maybe_received = not isinstance(error, _NEVER_SENT)
        doubt = warning(request.method) if maybe_received else ""
        failure = kind(
            f"no response to {place} from {self.options.base_url}: {cause}" + (f"; {doubt}" if doubt else ""),
            call=request.call.name,
            maybe_received=maybe_received,
            retryable=not isinstance(error, _FINAL) and not is_tls_failure(error),
        )
        failure.request = self._view(request, attempt)
        if self.hooks.on_response is not None:
            _call_hook(
                self.hooks.on_response, ResponseView(failure.request, None, {}, b"", elapsed, None, str(failure))
            )
        return failure

    def _received(
        self, request: Request, response: httpx2.Response, body: bytes, started: float, attempt: int
    ) -> Response:
        elapsed = self.clock.monotonic() - started
        if _LOG.isEnabledFor(logging.DEBUG):
            place = f"{request.method} {request.url.partition('?')[0]} ({request.call.name})"
            _LOG.debug("%s: status %d in %.3f s", place, response.status_code, elapsed)
        if self.hooks.on_response is not None:
            headers = Headers(response.headers)
            shown = masked(body, self._hidden(request))
            view = self._view(request, attempt)
            _call_hook(
                self.hooks.on_response,
                ResponseView(view, response.status_code, headers, shown, elapsed, headers.request_id),
            )
        return Response(response.status_code, response.headers, body, elapsed)

    def _value(self, request: Request, call: Call[T], outcome: Outcome, attempt: int) -> T:
        if isinstance(outcome, RequestError):
            raise outcome
        collector = collected.get()
        if collector is not None:
            collector.responses.append((outcome.status, outcome.headers, outcome.body, outcome.elapsed))
        hide = self._hidden(request)
        report = self.watch.report
        try:
            return read(call, outcome.status, outcome.headers, outcome.body, url=request.url, hide=hide, report=report)
        except ApiError as error:
            error.request = self._view(request, attempt)
            raise
        except DecodeError as error:
            error.status, error.call, error.request = outcome.status, call.name, self._view(request, attempt)
            raise


def _call_hook(hook: Callable[[Any], None], view: object) -> None:
    """Call a user's hook. Its exceptions are logged, so that the response to a write is not lost."""
    try:
        hook(view)
    except Exception:
        _LOG.exception("a hook raised")


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
