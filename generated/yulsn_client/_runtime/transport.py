"""In: a call and its arguments; out: its value, over the network. The only module that knows httpx2.

The two transports differ in nothing but `await`: what to send and how to read the answer is in `calls`, whether to
send again in `policy`.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any, Self, TypeVar

import httpx2
from msgspec import UNSET

from .calls import Call, Request, build, read
from .decoding import decode
from .errors import DecodeError, RequestError, YulsnConnectionError, YulsnTimeoutError
from .options import Options
from .policy import Answer, Outcome, Policy, Sleep, attempts
from .wire import is_object

__all__ = ["AsyncTransport", "SyncTransport"]

T = TypeVar("T")
_LOG = logging.getLogger("yulsn")
_MOST_ODDITIES = 1000
_NEVER_SENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)
_FINAL = (httpx2.UnsupportedProtocol, httpx2.LocalProtocolError, httpx2.DecodingError, httpx2.InvalidURL)


class _Transport:
    """What both transports share: all that is done before a request leaves and after its answer came."""

    def __init__(self, options: Options, policy: Policy | None = None) -> None:
        self.options = options
        self.policy = policy or Policy(max_retries=options.max_retries)
        self._oddities: set[tuple[str, str]] = set()

    @property
    def _timeout(self) -> httpx2.Timeout:
        return httpx2.Timeout(self.options.timeout, connect=min(self.options.connect_timeout, self.options.timeout))

    def _arguments(self, request: Request) -> dict[str, Any]:
        """The arguments for httpx2. The key is a header of the request, so a client of the user never keeps it."""
        headers = {
            "X-ApiKey": self.options.api_key,
            "Accept": "application/json",
            "User-Agent": self.options.user_agent,
        }
        if request.content is not None:
            headers["Content-Type"] = "application/json; charset=utf-8"
        return {
            "method": request.method,
            "url": self.options.base_url + request.url,
            "headers": headers,
            "content": request.content,
            "timeout": self._timeout,
            "follow_redirects": False,
        }

    def _failure(self, request: Request, error: Exception, started: float) -> RequestError:
        """Why there is no answer, as an error of this client; httpx2's own stays out of it, as it holds the key."""
        kind = YulsnTimeoutError if isinstance(error, httpx2.TimeoutException) else YulsnConnectionError
        cause = f"{type(error).__name__} {error}".replace(self.options.api_key, "***").strip()
        place = f"{request.method} {request.url.partition('?')[0]} ({request.call.name})"
        _LOG.debug("%s failed after %.3f s: %s", place, time.monotonic() - started, type(error).__name__)
        return kind(
            f"no answer to {place} from {self.options.base_url}: {cause}",
            call=request.call.name,
            maybe_received=not isinstance(error, _NEVER_SENT),
            passing=not isinstance(error, _FINAL),
        )

    def _answer(self, request: Request, response: httpx2.Response, started: float) -> Answer:
        place = f"{request.method} {request.url.partition('?')[0]} ({request.call.name})"
        _LOG.debug("%s answered %d in %.3f s", place, response.status_code, time.monotonic() - started)
        return Answer(response.status_code, response.headers, response.content)

    def _value(self, request: Request, call: Call[T], outcome: Outcome) -> T:
        if isinstance(outcome, RequestError):
            raise outcome
        hide = (self.options.api_key, *_passwords(request))
        return read(
            call, outcome.status, outcome.headers, outcome.body, url=request.url, hide=hide, report=self._report
        )

    def _report(self, oddity: str, place: str, detail: str) -> None:
        """Log an oddity of an answer, once a client; what is merely new less loudly than what is wrong."""
        if (oddity, place) in self._oddities or len(self._oddities) >= _MOST_ODDITIES:
            return
        self._oddities.add((oddity, place))
        level = logging.INFO if oddity in ("unknown", "case") else logging.WARNING
        _LOG.log(level, "answer differs from its model: %s at %r: %s", oddity, place, detail)


def _passwords(request: Request) -> list[str]:
    """The passwords in a body, which an error that repeats the body must not show."""
    if not request.call.sensitive or request.content is None:
        return []
    try:
        members: Any = decode(Any, request.content)
    except DecodeError:
        return []
    return [
        value
        for name, value in (members.items() if is_object(members) else ())
        if "password" in str(name).lower() and isinstance(value, str) and value
    ]


class SyncTransport(_Transport):
    """Sends calls over a pool of connections, which is its own unless it is given one."""

    def __init__(
        self,
        options: Options,
        http_client: httpx2.Client | None = None,
        *,
        policy: Policy | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        super().__init__(options, policy)
        self._http = http_client or httpx2.Client()
        self._owned = http_client is None
        self._sleep = sleep

    def send(
        self,
        call: Call[T],
        *,
        path: Mapping[str, object] | None = None,
        query: Mapping[str, object] | None = None,
        body: object = UNSET,
    ) -> T:
        """The value of a call.

        Raises:
            YulsnError: see `errors` for the tree.
            ValueError: an argument cannot be sent.
        """
        request = build(call, path=path, query=query, body=body)
        flow = attempts(request.method, self.policy)
        step = next(flow)
        while True:
            try:
                if isinstance(step, Sleep):
                    self._sleep(step.seconds)
                    step = flow.send(None)
                else:
                    step = flow.send(self._exchange(request))
            except StopIteration as done:
                return self._value(request, call, done.value)

    def _exchange(self, request: Request) -> Outcome:
        started = time.monotonic()
        try:
            return self._answer(request, self._http.request(**self._arguments(request)), started)
        except (httpx2.RequestError, httpx2.InvalidURL) as error:
            return self._failure(request, error, started)

    def with_options(self, *, timeout: float | None = None, max_retries: int | None = None) -> Self:
        """A transport with other limits over the same connections, which it does not close."""
        options = _changed(self.options, timeout, max_retries)
        policy = replace(self.policy, max_retries=options.max_retries)
        return type(self)(options, self._http, policy=policy, sleep=self._sleep)

    def close(self) -> None:
        """Close the connections, unless they were given by the user."""
        if self._owned:
            self._http.close()


class AsyncTransport(_Transport):
    """Sends calls over a pool of connections, which is its own unless it is given one."""

    def __init__(
        self,
        options: Options,
        http_client: httpx2.AsyncClient | None = None,
        *,
        policy: Policy | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        super().__init__(options, policy)
        self._http = http_client or httpx2.AsyncClient()
        self._owned = http_client is None
        self._sleep = sleep

    async def send(
        self,
        call: Call[T],
        *,
        path: Mapping[str, object] | None = None,
        query: Mapping[str, object] | None = None,
        body: object = UNSET,
    ) -> T:
        """The value of a call.

        Raises:
            YulsnError: see `errors` for the tree.
            ValueError: an argument cannot be sent.
        """
        request = build(call, path=path, query=query, body=body)
        flow = attempts(request.method, self.policy)
        step = next(flow)
        while True:
            try:
                if isinstance(step, Sleep):
                    await self._sleep(step.seconds)
                    step = flow.send(None)
                else:
                    step = flow.send(await self._exchange(request))
            except StopIteration as done:
                return self._value(request, call, done.value)

    async def _exchange(self, request: Request) -> Outcome:
        started = time.monotonic()
        try:
            return self._answer(request, await self._http.request(**self._arguments(request)), started)
        except (httpx2.RequestError, httpx2.InvalidURL) as error:
            return self._failure(request, error, started)

    def with_options(self, *, timeout: float | None = None, max_retries: int | None = None) -> Self:
        """A transport with other limits over the same connections, which it does not close."""
        options = _changed(self.options, timeout, max_retries)
        policy = replace(self.policy, max_retries=options.max_retries)
        return type(self)(options, self._http, policy=policy, sleep=self._sleep)

    async def close(self) -> None:
        """Close the connections, unless they were given by the user."""
        if self._owned:
            await self._http.aclose()


def _changed(options: Options, timeout: float | None, max_retries: int | None) -> Options:
    return replace(
        options,
        timeout=options.timeout if timeout is None else timeout,
        max_retries=options.max_retries if max_retries is None else max_retries,
    )
