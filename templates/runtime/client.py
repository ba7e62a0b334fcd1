"""The bases of the generated `Client` and `AsyncClient`. The HTTP library is loaded when a client is created."""

from __future__ import annotations

import sys
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, ClassVar, Generic, ParamSpec, Self, TypeVar, overload

from .clock import Clock
from .defaults import MAX_RESPONSE_SIZE
from .drift.changes import SchemaChange  # not for type checkers alone, so that type hints can be resolved
from .processes import NotCopied
from .response_drift import Drift
from .views import RawResponse, RequestView, ResponseView

if TYPE_CHECKING:
    import httpx2

    from .options import Options
    from .tracing import Tracing
    from .transport import AsyncTransport, SyncTransport

__all__ = ["AsyncBaseClient", "BaseClient"]

P = ParamSpec("P")
T = TypeVar("T")
HttpClient = TypeVar("HttpClient")
Query = Mapping[str, object] | None


class _ClientBase(NotCopied, ABC, Generic[HttpClient]):
    """Shared base of both clients; `HttpClient` is the type of httpx2 client that they send requests with."""

    _package: ClassVar[str] = "yulsn-client"
    _version: ClassVar[str] = "0"
    _fingerprint: ClassVar[str] = ""
    _base_url: ClassVar[str] = ""  # empty for the default
    _account_id: ClassVar[int | None] = None
    _transport: Any  # a SyncTransport or an AsyncTransport, as the subclass declares

    def __init__(
        self,
        api_key: str | None = None,
        *,
        base_url: str | None = None,
        account_id: int | None = None,
        timeout: float = 30.0,
        connect_timeout: float = 5.0,
        max_retries: int = 2,
        deadline: float | None = None,
        max_response_size: int = MAX_RESPONSE_SIZE,
        max_concurrency: int | None = None,
        max_rate: float | None = None,
        http_client: HttpClient | None = None,
        allow_http: bool = False,
        expect_account: bool = False,
        on_request: Callable[[RequestView], None] | None = None,
        on_response: Callable[[ResponseView], None] | None = None,
        on_drift: Callable[[Drift], None] | None = None,
        clock: Clock | None = None,
        tracing: bool = False,
    ) -> None:
        """Create a client. No connection is made before the first call.

        Args:
            api_key: The account's key; defaults to the environment variable `YULSN_API_KEY`.
            base_url: URL of the API; defaults to the environment variable `YULSN_BASE_URL`, and then to the URL that
                the package was generated for.
            account_id: Number of the account, which only calls of version 2 of the API need; defaults to the
                environment variable `YULSN_ACCOUNT_ID`, and then to the number that the package was generated with.
            timeout: Seconds to wait for each read or write.
            connect_timeout: Seconds to wait for a connection.
            max_retries: Maximum number of retries of a request; 0 for none. Nothing that could write twice is retried.
            deadline: Seconds that a call may take, including all attempts and waits between them; None for no limit.
            max_response_size: Maximum size of a response in bytes, after decompression.
            max_concurrency: Maximum number of requests in flight, of all calls together; None for no limit. In an
                asynchronous client, each event loop has its own.
            max_rate: Maximum number of requests per second, of all calls together; None for no limit other than the
                one that status 429 leads to.
            http_client: An httpx2 client to send requests with, for proxies, certificates or tests. You close it
                yourself. An asynchronous one belongs to the event loop in which it is first used.
            allow_http: Whether the key may be sent unencrypted to a host other than this machine.
            expect_account: Whether to verify, before the first call, that the key belongs to the account that this
                package was generated for.
            on_request: Callback that receives each attempt before it is sent.
            on_response: Callback that receives the result of each attempt.
            on_drift: Callback that receives each difference between the responses and this package, once per kind and
                place; without it, the first difference emits a `SchemaDriftWarning`.
            clock: Source of time and randomness; in tests, pass a fake one to avoid real sleeps.
            tracing: Whether to record each call as a span with OpenTelemetry; needs the extra `otel`.

        Raises:
            YulsnError: There is no key, or the base URL is invalid.
            TypeError: An option is of another type.
            ValueError: A limit is out of range.
        """
        from .logs import configure
        from .option_checks import check_callback, check_type
        from .options import Options, find_account_id, find_base_url, find_key
        from .tracebacks import without_traceback
        from .views import Hooks

        configure()
        handled = sys.exception()
        key = find_key(api_key)
        del api_key  # tools that print the local variables of a traceback would show it
        try:
            for name, callback in (("on_request", on_request), ("on_response", on_response), ("on_drift", on_drift)):
                check_callback(name, callback)
            for name, flag in (("expect_account", expect_account), ("tracing", tracing)):
                check_type(name, flag, bool, "True or False")
            check_type("clock", clock, Clock | None, "a Clock")
            options = Options(
                api_key=key,
                base_url=find_base_url(base_url, self._base_url),
                account_id=find_account_id(account_id, self._account_id),
                timeout=timeout,
                connect_timeout=connect_timeout,
                max_retries=max_retries,
                deadline=deadline,
                max_response_size=max_response_size,
                max_concurrency=max_concurrency,
                max_rate=max_rate,
                allow_http=allow_http,
                user_agent=self._user_agent(),
            )
        except Exception as error:
            del base_url  # it may contain a password
            raise without_traceback(error, handled) from None
        self._connect(
            options,
            http_client,
            hooks=Hooks(on_request, on_response),
            on_drift=on_drift,
            clock=clock,
            expect_account=expect_account,
            tracing=self._tracing(options.base_url) if tracing else None,
        )

    @abstractmethod
    def _connect(self, options: Options, http_client: HttpClient | None, **shared: Any) -> None:
        """Set the transport, which loads the HTTP library."""

    def with_options(
        self,
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
        deadline: float | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Self:
        """Return a client with other options that shares this one's connections. Closing it has no effect.

        Args:
            timeout: Seconds to wait for each read or write.
            max_retries: Maximum number of retries of a request.
            deadline: Seconds that a call may take in total; `math.inf` removes this client's limit.
            headers: Headers to send in addition to this client's.

        Raises:
            TypeError: An option is of another type.
            ValueError: A limit is out of range, or a header is invalid or set by the client itself.
        """
        client = object.__new__(type(self))
        client._transport = self._transport.with_options(
            timeout=timeout, max_retries=max_retries, deadline=deadline, headers=headers
        )
        return client

    @classmethod
    def _tracing(cls, base_url: str) -> Tracing:
        from .tracing import Tracing

        return Tracing(cls._package, cls._version, base_url)

    @classmethod
    def _user_agent(cls) -> str:
        schema = f" (account-schema {cls._fingerprint})" if cls._fingerprint else ""
        return f"{cls._package}/{cls._version}{schema}"

    def __repr__(self) -> str:
        schema = f" account-schema {self._fingerprint}" if self._fingerprint else ""
        transport = getattr(self, "_transport", None)  # not set if the constructor fails
        url = f" {transport.options.base_url}" if transport is not None else ""
        return f"<{type(self).__name__}{url}{schema}>"


class BaseClient(_ClientBase["httpx2.Client"]):
    """The base of `Client`. Use it as a context manager to close its connections. Threads can share it."""

    _transport: SyncTransport

    def _connect(self, options: Options, http_client: httpx2.Client | None, **shared: Any) -> None:
        from .transport import SyncTransport

        self._transport = SyncTransport(options, http_client, **shared)

    def with_raw_response(self, method: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> RawResponse[T]:
        """Call a method of this client and return its value together with the response that it was read from.

        `client.with_raw_response(client.contacts.get, 5)` has the contact as its `value`.

        Raises:
            YulsnError: As the method does.
            TypeError: The method, such as `iterate`, makes no request when it is called.
        """
        from .views import collecting

        with collecting() as responses:
            value = method(*args, **kwargs)
        return responses.of(value)

    @overload
    def request(self, method: str, path: str, *, query: Query = None, body: object = None, returns: type[T]) -> T: ...
    @overload
    def request(
        self, method: str, path: str, *, query: Query = None, body: object = None, returns: Any = Any
    ) -> Any: ...
    def request(self, method: str, path: str, *, query: Query = None, body: object = None, returns: Any = Any) -> Any:
        """Make a call that the package does not know, with the same retries, limits and errors as all others.

        Args:
            method: HTTP method. POST and PATCH are not repeated if the server may have received them.
            path: Path below the base URL, such as `/api/v1/Contacts/5`.
            query: Query parameters; None is left out.
            body: Model or value that is sent as JSON; None for no body.
            returns: Type to decode the response to, such as a model; without it, JSON is returned as it is. None
                ignores the response.

        Raises:
            YulsnError: As for all calls.
            InvalidArgumentError: The path could lead elsewhere than below the base URL.
        """
        from .generic_call import generic_call

        return self._transport.send(generic_call(method, path, query, returns), query=query, body=body)

    def verify_schema(self) -> list[SchemaChange]:
        """Compare the live account with the account schema that this package was generated from; read-only.

        The comparison, its rules and their severities are those of `yulsn-codegen check`.

        Returns:
            All differences; an empty list if the package is up to date.

        Raises:
            YulsnError: The account could not be read.
        """
        from .verification import verify

        return verify(self._transport)

    def close(self) -> None:
        """Close the connections, except those of an `http_client` that was passed in."""
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class AsyncBaseClient(_ClientBase["httpx2.AsyncClient"]):
    """The base of `AsyncClient`. Use it as an async context manager to close its connections.

    It can be created anywhere and shared by many tasks. Connections belong to an event loop, so the client keeps
    separate ones for each event loop that uses it. Close it in the event loop that uses it.
    """

    _transport: AsyncTransport

    def _connect(self, options: Options, http_client: httpx2.AsyncClient | None, **shared: Any) -> None:
        from .transport import AsyncTransport

        self._transport = AsyncTransport(options, http_client, **shared)

    async def with_raw_response(
        self, method: Callable[P, Awaitable[T]], *args: P.args, **kwargs: P.kwargs
    ) -> RawResponse[T]:
        """Call a method of this client and return its value together with the response that it was read from.

        `await client.with_raw_response(client.contacts.get, 5)` has the contact as its `value`.

        Raises:
            YulsnError: As the method does.
            TypeError: The method, such as `iterate`, makes no request when it is called.
        """
        from .views import collecting

        with collecting() as responses:
            value = await method(*args, **kwargs)
        return responses.of(value)

    @overload
    async def request(
        self, method: str, path: str, *, query: Query = None, body: object = None, returns: type[T]
    ) -> T: ...
    @overload
    async def request(
        self, method: str, path: str, *, query: Query = None, body: object = None, returns: Any = Any
    ) -> Any: ...
    async def request(
        self, method: str, path: str, *, query: Query = None, body: object = None, returns: Any = Any
    ) -> Any:
        """Make a call that the package does not know, with the same retries, limits and errors as all others.

        Args:
            method: HTTP method. POST and PATCH are not repeated if the server may have received them.
            path: Path below the base URL, such as `/api/v1/Contacts/5`.
            query: Query parameters; None is left out.
            body: Model or value that is sent as JSON; None for no body.
            returns: Type to decode the response to, such as a model; without it, JSON is returned as it is. None
                ignores the response.

        Raises:
            YulsnError: As for all calls.
            InvalidArgumentError: The path could lead elsewhere than below the base URL.
        """
        from .generic_call import generic_call

        return await self._transport.send(generic_call(method, path, query, returns), query=query, body=body)

    async def verify_schema(self) -> list[SchemaChange]:
        """Compare the live account with the account schema that this package was generated from; read-only.

        The comparison, its rules and their severities are those of `yulsn-codegen check`.

        Returns:
            All differences; an empty list if the package is up to date.

        Raises:
            YulsnError: The account could not be read.
        """
        from .verification import verify_async

        return await verify_async(self._transport)

    async def aclose(self) -> None:
        """Close the connections, except those of an `http_client` that was passed in."""
        await self._transport.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()
