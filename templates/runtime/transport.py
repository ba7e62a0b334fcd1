"""Send calls over the network. Only this module, `base_transport` and `pool` use httpx2.

The two transports differ only in `await`: `calls` builds requests and reads responses, `http_policy` decides about
retries, and `base_transport` holds everything else that they share.
"""

from __future__ import annotations

import asyncio
import math
import threading
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from typing import Self, TypeVar

import httpx2
from msgspec import UNSET

from .base_transport import FAILURES, BaseTransport, Outcome
from .calls import Call, Request, build
from .clock import Clock
from .errors import ClientClosedError
from .options import Options
from .pool import AsyncPool, Pool
from .response_drift import Drift
from .views import Hooks

__all__ = ["AsyncTransport", "SyncTransport"]

T = TypeVar("T")


class SyncTransport(BaseTransport):
    """Sends calls over its own connection pool, or through the HTTP client that it is given. Thread-safe."""

    def __init__(
        self,
        options: Options,
        http_client: httpx2.Client | None = None,
        *,
        hooks: Hooks | None = None,
        on_drift: Callable[[Drift], None] | None = None,
        clock: Clock | None = None,
        expect_account: bool = False,
    ) -> None:
        super().__init__(options, hooks=hooks, on_drift=on_drift, clock=clock, expect_account=expect_account)
        # Requests to this machine bypass proxies, which would see the key.
        self._pool = Pool(http_client, trust_env=not options.is_local)
        self._confirming = threading.RLock()

    def send(
        self,
        call: Call[T],
        *,
        path: Mapping[str, object] | None = None,
        query: Mapping[str, object] | None = None,
        body: object = UNSET,
    ) -> T:
        """Send a call, retrying it if that is safe, and return its value.

        Raises:
            YulsnError: The call failed; see `errors` for the exception tree.
            ValueError: An argument cannot be sent.
        """
        request = build(call, path=path, query=query, body=body)
        if not self._confirmed[0]:
            self._confirm()
        ends, attempt = self._ends(), 1
        outcome = self._exchange(request, ends, attempt)
        while (wait := self._wait(request, outcome, ends, attempt)) is not None:
            self.clock.sleep(wait)
            attempt += 1
            outcome = self._exchange(request, ends, attempt)
        return self._value(request, call, outcome, attempt)

    def _exchange(self, request: Request, ends: float, attempt: int) -> Outcome:
        http = self._pool.http()
        started = self._begun(request, attempt)
        try:
            prepared = self._prepared(http, self._pool.given is not None, request, ends)
            response = http.send(prepared, stream=True, follow_redirects=False)
            try:
                body = self._body(request, response, ends, attempt)
            finally:
                response.close()
        except FAILURES as error:
            return self._failure(request, error, started, attempt)
        except RuntimeError:
            if http.is_closed:
                raise ClientClosedError("the client was closed during a call") from None
            raise
        return self._received(request, response, body, started, attempt)

    def _body(self, request: Request, response: httpx2.Response, ends: float, attempt: int) -> bytes:
        if self._is_announced_too_large(response):
            raise self._too_large(request, response, attempt)
        parts: list[bytes] = []
        size = 0
        for part in response.iter_bytes():
            parts.append(part)
            size += len(part)
            if size > self.options.max_response_size:
                raise self._too_large(request, response, attempt)
            if ends != math.inf and self._remaining(ends) <= 0:
                raise TimeoutError
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def _confirm(self) -> None:
        from .verification import confirm

        with self._confirming:  # reentrant: confirming sends calls itself
            if not self._confirmed[0]:
                confirm(self._unconfirmed())
                self._confirmed[0] = True

    def _unconfirmed(self) -> Self:
        other = self.with_options()
        other._confirmed = [True]
        return other

    def close(self) -> None:
        """Close the connections, unless they belong to the user or to another transport."""
        if not self._lends:
            self._pool.close()


class AsyncTransport(BaseTransport):
    """Sends calls over its own connection pools, or through the HTTP client that it is given. Safe for many tasks."""

    def __init__(
        self,
        options: Options,
        http_client: httpx2.AsyncClient | None = None,
        *,
        hooks: Hooks | None = None,
        on_drift: Callable[[Drift], None] | None = None,
        clock: Clock | None = None,
        expect_account: bool = False,
    ) -> None:
        super().__init__(options, hooks=hooks, on_drift=on_drift, clock=clock, expect_account=expect_account)
        self._pool = AsyncPool(http_client, trust_env=not options.is_local)

    async def send(
        self,
        call: Call[T],
        *,
        path: Mapping[str, object] | None = None,
        query: Mapping[str, object] | None = None,
        body: object = UNSET,
    ) -> T:
        """Send a call, retrying it if that is safe, and return its value.

        Raises:
            YulsnError: The call failed; see `errors` for the exception tree.
            ValueError: An argument cannot be sent.
        """
        request = build(call, path=path, query=query, body=body)
        if not self._confirmed[0]:
            await self._confirm()
        ends, attempt = self._ends(), 1
        outcome = await self._exchange(request, ends, attempt)
        while (wait := self._wait(request, outcome, ends, attempt)) is not None:
            await self.clock.sleep_async(wait)
            attempt += 1
            outcome = await self._exchange(request, ends, attempt)
        return self._value(request, call, outcome, attempt)

    async def _exchange(self, request: Request, ends: float, attempt: int) -> Outcome:
        http = self._pool.here().http
        started = self._begun(request, attempt)
        try:
            prepared = self._prepared(http, self._pool.given is not None, request, ends)
            async with nullcontext() if ends == math.inf else asyncio.timeout(self._remaining(ends)):
                response = await http.send(prepared, stream=True, follow_redirects=False)
                try:
                    body = await self._body(request, response, attempt)
                finally:
                    await response.aclose()
        except FAILURES as error:
            return self._failure(request, error, started, attempt)
        except RuntimeError:
            if http.is_closed:
                raise ClientClosedError("the client was closed during a call") from None
            raise
        return self._received(request, response, body, started, attempt)

    async def _body(self, request: Request, response: httpx2.Response, attempt: int) -> bytes:
        if self._is_announced_too_large(response):
            raise self._too_large(request, response, attempt)
        parts: list[bytes] = []
        size = 0
        async for part in response.aiter_bytes():
            parts.append(part)
            size += len(part)
            if size > self.options.max_response_size:
                raise self._too_large(request, response, attempt)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    async def _confirm(self) -> None:
        from .verification import confirm_async

        async with self._pool.here().lock:
            if not self._confirmed[0]:
                await confirm_async(self._unconfirmed())
                self._confirmed[0] = True

    def _unconfirmed(self) -> Self:
        other = self.with_options()
        other._confirmed = [True]
        return other

    async def close(self) -> None:
        """Close the connections, unless they belong to the user or to another transport."""
        if not self._lends:
            await self._pool.close()
