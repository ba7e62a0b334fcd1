"""Prepare requests and process responses: everything the two transports share, without I/O."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Generator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Self, TypeVar

import httpx2

from .calls import Call
from .clock import Clock
from .error_text import printable, reason, warning
from .errors import (
    ApiError,
    ClientClosedError,
    DecodeError,
    RequestError,
    YulsnError,
    YulsnTimeoutError,
)
from .http_failures import error_kind, is_retryable, was_never_sent, without_request
from .http_policy import Response, RetryPolicy, retry_after
from .http_requests import HttpRequests
from .logs import LOGGER
from .option_checks import check_type
from .options import Options
from .processes import NotCopied, PerProcess
from .request import Request, build
from .response import read
from .response_drift import Drift, DriftReporter
from .throttle import Throttle, ThrottleTimeout
from .tracebacks import without_traceback
from .views import Headers, Hooks, RequestView, ResponseView, collected, mask, masked, redacted

if TYPE_CHECKING:
    from .tracing import CallSpan, Tracing

__all__ = ["BaseTransport", "Outcome", "Sending"]

T = TypeVar("T")
Outcome = Response | RequestError | ClientClosedError
"""The outcome of an attempt: a response, or the reason why there is none."""


@dataclass(slots=True)
class Sending:
    """A call while it is being sent.

    Attributes:
        request: The request.
        ends: Monotonic time by which the call must end; infinite without a deadline.
        attempt: Number of the current attempt, from 1.
        started: Monotonic time at which the current attempt started.
        not_before: Monotonic time before which the current attempt may not start.
        maybe_received: Whether the server may have carried out an earlier attempt of a write.
        span: The span that records the call, if any.
    """

    request: Request
    ends: float
    attempt: int = 0
    started: float = 0.0
    not_before: float = -math.inf
    maybe_received: bool = False
    span: CallSpan | None = None


class BaseTransport(NotCopied):
    """Base of both transports. Immutable after construction, and so safe for concurrent threads and tasks."""

    def __init__(
        self,
        options: Options,
        *,
        hooks: Hooks | None,
        on_drift: Callable[[Drift], None] | None,
        clock: Clock | None,
        expect_account: bool,
        tracing: Tracing | None,
    ) -> None:
        self.clock = clock or Clock()
        self.hooks = hooks or Hooks()
        self.watch = DriftReporter(on_drift)
        self.tracing = tracing
        self._confirmed = [not expect_account]  # a list, so that all transports over the same connections share it
        self._lends = False
        self._shared_ends: float | None = None
        self._throttle = PerProcess(
            partial(Throttle, options.max_rate, options.max_concurrency, now=self.clock.monotonic)
        )
        self._set(options)

    def _set(self, options: Options) -> None:
        self.options = options
        self.policy = RetryPolicy(options.max_retries, random=self.clock.random, time=self.clock.time)
        self._requests = HttpRequests(options)

    def with_options(
        self,
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
        deadline: float | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Self:
        """Return a transport with other options that uses the same connections and does not close them."""
        check_type("headers", headers, Mapping | None, "a mapping of names to text")
        options = replace(
            self.options,
            timeout=self.options.timeout if timeout is None else timeout,
            max_retries=self.options.max_retries if max_retries is None else max_retries,
            deadline=self.options.deadline if deadline is None else deadline,
            headers={**self.options.headers, **(headers or {})},
        )
        other = object.__new__(type(self))
        other.__dict__.update(self.__dict__, _lends=True)
        other._set(options)
        return other

    def _start(
        self, call: Call[Any], path: Mapping[str, object] | None, query: Mapping[str, object] | None, body: object
    ) -> Sending:
        """Build the request of a call. If that fails, the traceback of the exception does not reach into `build`."""
        handled = sys.exception()
        try:
            return Sending(
                build(call, path=path, query=query, body=body, account_id=self.options.account_id), self._ends()
            )
        except (YulsnError, ValueError, TypeError) as error:
            failure = without_traceback(error, handled)
        del path, query, body  # see `send`
        raise failure

    def _traced(self, sending: Sending) -> AbstractContextManager[object]:
        """Return a context manager that records the call if the client traces calls."""
        return nullcontext() if self.tracing is None else self._span(self.tracing, sending)

    @contextmanager
    def _span(self, tracing: Tracing, sending: Sending) -> Generator[None, None, None]:
        with tracing.span(sending.request.call) as sending.span:
            yield

    def _ends(self) -> float:
        """Return the monotonic time by which a call that starts now must end."""
        if self._shared_ends is not None:
            return self._shared_ends
        return math.inf if self.options.deadline is None else self.clock.monotonic() + self.options.deadline

    def _remaining(self, sending: Sending) -> float:
        return math.inf if sending.ends == math.inf else sending.ends - self.clock.monotonic()

    def _unconfirmed(self, sending: Sending) -> Self:
        """Return a transport for confirming the account, whose time counts towards the deadline of a call."""
        other = self.with_options()
        other._confirmed = [True]
        other._shared_ends = sending.ends
        return other

    def _wait(self, sending: Sending, outcome: Outcome) -> float | None:
        """Return the seconds until the next attempt, or None if the outcome is final or the call is never retried."""
        method = sending.request.method
        wait = self.policy.wait(method, outcome, sending.attempt - 1, self._remaining(sending))
        if isinstance(outcome, Response) and outcome.status == 429 and self.options.max_retries:
            self._slow_down(sending, outcome, wait)
        if wait is None or not sending.request.call.retried:
            return None
        if isinstance(outcome, Response):
            may_be_done = outcome.status == 408 or outcome.status >= 500
            problem = f"{_place(sending.request)}: {outcome.status} {reason(outcome.status)}".rstrip()
        else:
            may_be_done = outcome.maybe_received
            problem = str(outcome)
        sending.maybe_received |= may_be_done and bool(warning(method))
        LOGGER.warning(
            "%s; retrying in %.1f s (retry %d of %d)", problem, wait, sending.attempt, self.options.max_retries
        )
        sending.not_before = max(self.clock.monotonic(), sending.not_before) + wait  # a fake clock may stand still
        return wait

    def _slow_down(self, sending: Sending, outcome: Response, wait: float | None) -> None:
        """Make all calls of the client wait as the server asks this one to, and slow down."""
        seconds = retry_after(outcome.headers, self.clock.time) if wait is None else wait
        if seconds and seconds <= self.policy.max_retry_after:
            self._throttle.get().slow_down(sending.started, seconds)

    def _active_throttle(self, sending: Sending) -> Throttle | None:
        """Return the throttle if the next request may have to wait for it, and record the request."""
        throttle = self._throttle.get()
        throttle.starts.append(sending.started)
        return throttle if throttle.is_active else None

    def _prepared(self, given: httpx2.Client | httpx2.AsyncClient | None, sending: Sending) -> httpx2.Request:
        return self._requests.build(sending.request, given, self._remaining(sending))

    def _begin_attempt(self, sending: Sending) -> None:
        sending.attempt += 1
        if self.hooks.on_request is not None:
            _call_hook(self.hooks.on_request, self._view(sending))
        sending.started = self.clock.monotonic()

    def _view(self, sending: Sending) -> RequestView:
        return self._requests.view(sending.request, sending.attempt)

    def _too_large(self, sending: Sending, response: httpx2.Response) -> DecodeError:
        request, limit = sending.request, self.options.max_response_size
        doubt = warning(request.method)
        text = f"response to {request.call.name} is larger than {limit} bytes (see max_response_size)"
        error = DecodeError(f"{text}; {doubt}" if doubt else text)
        error.status, error.call, error.request = response.status_code, request.call.name, self._view(sending)
        return error

    def _is_announced_too_large(self, response: httpx2.Response) -> bool:
        length = response.headers.get("content-length", "")
        return length.isascii() and length.isdigit() and int(length[:20]) > self.options.max_response_size

    def _failure(
        self, sending: Sending, error: Exception, handled: BaseException | None, *, is_closed: bool
    ) -> RequestError | ClientClosedError:
        """Return the exception for an attempt without a response; `handled` is what the caller was handling before."""
        cause = without_request(without_traceback(error, handled), self.options.api_key.reveal())
        failure: RequestError | ClientClosedError
        if is_closed:
            failure = ClientClosedError(
                str(error) if isinstance(error, ClientClosedError) else "the client was closed during a call"
            )
            failure.maybe_received = sending.maybe_received or not isinstance(error, ClientClosedError)
        else:
            failure = self._request_error(sending, error)
            if self.hooks.on_response is not None:
                elapsed = self.clock.monotonic() - sending.started
                view = ResponseView(self._view(sending), None, {}, b"", elapsed, None, str(failure))
                _call_hook(self.hooks.on_response, view)
        failure.__cause__ = None if isinstance(error, ClientClosedError) else cause
        return failure

    def _request_error(self, sending: Sending, error: Exception) -> RequestError:
        request = sending.request
        problem = printable(mask(f"{type(error).__name__} {error}".rstrip(), self._requests.secrets(request)))
        kind = error_kind(error)
        if isinstance(error, ThrottleTimeout):
            problem = f"the deadline of {self.options.deadline} s is too short: {error}"
        elif kind is YulsnTimeoutError and (isinstance(error, TimeoutError) or self._remaining(sending) <= 0):
            problem = f"the deadline of {self.options.deadline} s was exceeded"
        if sending.span is not None:
            sending.span.record_attempt(type(error).__name__)
        LOGGER.info("%s: %s after %.3f s", _place(request), problem, self.clock.monotonic() - sending.started)
        maybe_received = sending.maybe_received or not was_never_sent(error)
        doubt = warning(request.method) if maybe_received else ""
        text = f"no response to {_place(request)} from {self.options.base_url}: {problem}"
        failure = kind(
            f"{text}; {doubt}" if doubt else text,
            call=request.call.name,
            maybe_received=maybe_received,
            retryable=is_retryable(error),
        )
        failure.request = self._view(sending)
        return failure

    def _expired(self, sending: Sending) -> RequestError:
        """Return the exception for a call whose deadline passed before it could be sent."""
        failure = self._request_error(sending, TimeoutError())
        failure.maybe_received = False
        return failure

    def _received(self, sending: Sending, response: httpx2.Response, body: bytes) -> Response:
        elapsed = self.clock.monotonic() - sending.started
        if sending.span is not None:
            sending.span.record_attempt(response.status_code)
        LOGGER.info("%s: status %d in %.3f s", _place(sending.request), response.status_code, elapsed)
        if self.hooks.on_response is not None:
            secrets = self._requests.secrets(sending.request)
            headers, shown = Headers(response.headers, secrets), masked(body, secrets)
            _call_hook(
                self.hooks.on_response,
                ResponseView(self._view(sending), response.status_code, headers, shown, elapsed, headers.request_id),
            )
        return Response(response.status_code, response.headers, body, elapsed)

    def _value(self, sending: Sending, call: Call[T], outcome: Outcome) -> T:
        """Return the value of a call, or raise its error without frames that hold the response or the key."""
        if not isinstance(outcome, Response):
            raise outcome
        handled = sys.exception()
        collector = collected.get()
        if collector is not None:
            collector.responses.append((outcome.status, outcome.headers, outcome.body, outcome.elapsed))
        try:
            return read(
                call,
                outcome.status,
                outcome.headers,
                outcome.body,
                url=redacted(sending.request.url),
                hide=self._requests.secrets(sending.request),
                report=self.watch.report,
            )
        except (ApiError, DecodeError) as error:
            failure = without_traceback(error, handled)
        failure.request = self._view(sending)
        if isinstance(failure, ApiError):
            failure.repeated_in_doubt = sending.maybe_received
        else:
            failure.body = masked(failure.body, self._requests.secrets(sending.request))
            failure.status, failure.call = outcome.status, call.name
        raise failure


def _place(request: Request) -> str:
    return f"{request.method} {request.url.partition('?')[0]} ({request.call.name})"


def _call_hook(hook: Callable[[Any], None], view: object) -> None:
    """Call a user's hook. Its exceptions are logged, so that the response to a write is not lost."""
    try:
        hook(view)
    except Exception:
        LOGGER.exception("a hook raised")
