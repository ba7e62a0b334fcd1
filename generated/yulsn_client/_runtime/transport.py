"""Send calls over the network.

The two transports differ only in `await`: `request` and `response` translate between calls and HTTP, `http_policy`
decides about retries, and `base_transport` holds everything else that they share.
"""

from __future__ import annotations

import asyncio
import math
import sys
import threading
import zlib
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator, Iterator, Mapping
from contextlib import (
    AbstractAsyncContextManager,
    AbstractContextManager,
    asynccontextmanager,
    closing,
    contextmanager,
    nullcontext,
)
from typing import TYPE_CHECKING, TypeVar

import httpx2
from msgspec import UNSET

from .base_transport import BaseTransport, Outcome, Sending
from .calls import Call
from .clock import Clock
from .compression import GzipDecoder, is_gzip
from .http_failures import FAILURES
from .options import Options
from .pool import AsyncPool, Pool
from .processes import PerProcess
from .response_drift import Drift
from .streams import time_left
from .throttle import Throttle, ThrottleTimeout
from .tracebacks import without_locals
from .views import Hooks

if TYPE_CHECKING:
    from .tracing import Tracing

__all__ = ["AsyncTransport", "SyncTransport"]

T = TypeVar("T")
_UNLIMITED = nullcontext()
_ALL_BUSY = "as many requests as max_concurrency allows were in flight"


class SyncTransport(BaseTransport):
    """Sends calls over its own connection pool, or through a given HTTP client. Thread-safe."""

    def __init__(
        self,
        options: Options,
        http_client: httpx2.Client | None = None,
        *,
        hooks: Hooks | None = None,
        on_drift: Callable[[Drift], None] | None = None,
        clock: Clock | None = None,
        expect_account: bool = False,
        tracing: Tracing | None = None,
    ) -> None:
        super().__init__(
            options, hooks=hooks, on_drift=on_drift, clock=clock, expect_account=expect_account, tracing=tracing
        )
        # Requests to this machine bypass proxies, which would see the key.
        self._pool = Pool(http_client, options.base_url, trust_env=not options.is_local)
        self._confirming = PerProcess(threading.Lock)

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
        try:
            sending = self._start(call, path, query, body)
        finally:
            del path, query, body  # tools that print the local variables of a traceback would show them
        with self._traced(sending):
            if not self._confirmed[0]:
                self._confirm(sending)
            outcome = self._exchange(sending)
            while (wait := self._wait(sending, outcome)) is not None:
                self.clock.sleep(wait)
                outcome = self._exchange(sending)
            return self._value(sending, call, outcome)

    def _exchange(self, sending: Sending) -> Outcome:
        handled = sys.exception()
        self._begin_attempt(sending)
        try:
            with self._slot(sending), self._limited(sending):
                response = self._pool.send(self._prepared(self._pool.given, sending))
                try:
                    body = self._body(sending, response)
                finally:
                    response.close()
        except FAILURES as error:
            return self._failure(sending, error, handled, is_closed=self._pool.is_closed)
        except BaseException as error:
            if isinstance(error, RuntimeError) and self._pool.is_closed:  # the connection was closed during the call
                return self._failure(sending, error, handled, is_closed=True)
            without_locals(error, handled)  # an interrupt, or what a signal handler raises
            raise
        return self._received(sending, response, body)

    def _slot(self, sending: Sending) -> AbstractContextManager[None]:
        """Return a context manager that waits until the client's limits allow a request."""
        throttle = self._active_throttle(sending)
        return _UNLIMITED if throttle is None else self._queued(sending, throttle)

    @contextmanager
    def _queued(self, sending: Sending, throttle: Throttle) -> Generator[None, None, None]:
        slots = throttle.slots
        seconds = None if sending.ends == math.inf else min(max(self._remaining(sending), 0), threading.TIMEOUT_MAX)
        if slots is not None and not slots.acquire(timeout=seconds):
            raise ThrottleTimeout(_ALL_BUSY)
        try:
            with closing(throttle.waits(sending.ends, sending.not_before)) as waits:
                for wait in waits:
                    self.clock.sleep(wait)
            sending.started = self.clock.monotonic()
            yield
        finally:
            if slots is not None:
                slots.release()

    def _limited(self, sending: Sending) -> AbstractContextManager[None]:
        """Return a context manager that ends reads and writes at the deadline of a call."""
        return _UNLIMITED if sending.ends == math.inf else self._with_deadline(sending)

    @contextmanager
    def _with_deadline(self, sending: Sending) -> Generator[None, None, None]:
        token = time_left.set(lambda: self._remaining(sending))
        try:
            yield
        finally:
            time_left.reset(token)

    def _body(self, sending: Sending, response: httpx2.Response) -> bytes:
        if self._is_announced_too_large(response):
            raise self._too_large(sending, response)
        parts: list[bytes] = []
        size = 0
        for part in _parts(response):
            parts.append(part)
            size += len(part)
            if size > self.options.max_response_size:
                raise self._too_large(sending, response)
            if sending.ends != math.inf and self._remaining(sending) <= 0:
                raise TimeoutError
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def _confirm(self, sending: Sending) -> None:
        from .verification import confirm

        lock = self._confirming.get()
        if not lock.acquire(timeout=-1 if sending.ends == math.inf else max(self._remaining(sending), 0)):
            raise self._expired(sending)
        try:
            if not self._confirmed[0]:
                confirm(self._unconfirmed(sending))
                self._confirmed[0] = True
        finally:
            lock.release()

    def close(self) -> None:
        """Close the connections, unless they belong to the user or to another transport."""
        if not self._lends:
            self._pool.close()


class AsyncTransport(BaseTransport):
    """Sends calls over its own connection pools, or through a given HTTP client. Safe for many tasks."""

    def __init__(
        self,
        options: Options,
        http_client: httpx2.AsyncClient | None = None,
        *,
        hooks: Hooks | None = None,
        on_drift: Callable[[Drift], None] | None = None,
        clock: Clock | None = None,
        expect_account: bool = False,
        tracing: Tracing | None = None,
    ) -> None:
        super().__init__(
            options, hooks=hooks, on_drift=on_drift, clock=clock, expect_account=expect_account, tracing=tracing
        )
        self._pool = AsyncPool(
            http_client,
            options.base_url,
            trust_env=not options.is_local,
            max_concurrency=options.max_concurrency,
        )

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
        try:
            sending = self._start(call, path, query, body)
        finally:
            del path, query, body  # tools that print the local variables of a traceback would show them
        with self._traced(sending):
            if not self._confirmed[0]:
                await self._confirm(sending)
            outcome = await self._exchange(sending)
            while (wait := self._wait(sending, outcome)) is not None:
                await self.clock.sleep_async(wait)
                outcome = await self._exchange(sending)
            return self._value(sending, call, outcome)

    async def _exchange(self, sending: Sending) -> Outcome:
        handled = sys.exception()
        self._begin_attempt(sending)
        try:
            async with self._slot(sending), self._limited(sending):
                response = await self._pool.here().send(self._prepared(self._pool.given, sending))
                try:
                    body = await self._body(sending, response)
                finally:
                    await response.aclose()
        except FAILURES as error:
            return self._failure(sending, error, handled, is_closed=self._pool.is_closed)
        except BaseException as error:
            if isinstance(error, RuntimeError) and self._pool.is_closed:  # the connection was closed during the call
                return self._failure(sending, error, handled, is_closed=True)
            without_locals(error, handled)  # an interrupt, or what a signal handler raises
            raise
        return self._received(sending, response, body)

    def _slot(self, sending: Sending) -> AbstractAsyncContextManager[None]:
        """Return a context manager that waits until the client's limits allow a request."""
        throttle = self._active_throttle(sending)
        return _UNLIMITED if throttle is None else self._queued(sending, throttle)

    @asynccontextmanager
    async def _queued(self, sending: Sending, throttle: Throttle) -> AsyncGenerator[None, None]:
        slots = self._pool.here().slots
        if slots is not None:
            try:
                async with self._limited(sending):
                    await slots.acquire()
            except TimeoutError:
                raise ThrottleTimeout(_ALL_BUSY) from None
        try:
            with closing(throttle.waits(sending.ends, sending.not_before)) as waits:
                for wait in waits:
                    await self.clock.sleep_async(wait)
            sending.started = self.clock.monotonic()
            yield
        finally:
            if slots is not None:
                slots.release()

    def _limited(self, sending: Sending) -> asyncio.Timeout | nullcontext[None]:
        return nullcontext() if sending.ends == math.inf else asyncio.timeout(self._remaining(sending))

    async def _body(self, sending: Sending, response: httpx2.Response) -> bytes:
        if self._is_announced_too_large(response):
            raise self._too_large(sending, response)
        parts: list[bytes] = []
        size = 0
        async for part in _parts_async(response):
            parts.append(part)
            size += len(part)
            if size > self.options.max_response_size:
                raise self._too_large(sending, response)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    async def _confirm(self, sending: Sending) -> None:
        from .verification import confirm_async

        lock = self._pool.here().lock
        try:
            async with self._limited(sending):
                await lock.acquire()
        except TimeoutError:
            failure = self._expired(sending)
        else:
            try:
                if not self._confirmed[0]:
                    await confirm_async(self._unconfirmed(sending))
                    self._confirmed[0] = True
            finally:
                lock.release()
            return
        raise failure

    async def close(self) -> None:
        """Close the connections, unless they belong to the user or to another transport."""
        if not self._lends:
            await self._pool.close()


def _parts(response: httpx2.Response) -> Iterator[bytes]:
    """Yield the decompressed body of a response."""
    encoding = response.headers.get("content-encoding")
    if not encoding and not response.is_stream_consumed:
        yield from response.iter_raw()  # in less time than `iter_bytes`
        return
    if response.is_stream_consumed or not is_gzip(encoding):
        yield from response.iter_bytes()
        return
    decoder = GzipDecoder()
    for data in response.iter_raw():
        with _as_decoding_error():
            yield from decoder.decode(data)


async def _parts_async(response: httpx2.Response) -> AsyncIterator[bytes]:
    """Yield the decompressed body of a response."""
    encoding = response.headers.get("content-encoding")
    if not encoding and not response.is_stream_consumed:
        async for part in response.aiter_raw():  # in less time than `aiter_bytes`
            yield part
        return
    if response.is_stream_consumed or not is_gzip(encoding):
        async for part in response.aiter_bytes():
            yield part
        return
    decoder = GzipDecoder()
    async for data in response.aiter_raw():
        with _as_decoding_error():
            for part in decoder.decode(data):
                yield part


@contextmanager
def _as_decoding_error() -> Generator[None, None, None]:
    try:
        yield
    except zlib.error as error:
        raise httpx2.DecodingError(str(error)) from error
