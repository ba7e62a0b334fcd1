"""The bases of the generated `Client` and `AsyncClient`. Importing this loads no HTTP library; making a client does."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import TYPE_CHECKING, ClassVar, ParamSpec, Self, TypeVar

from .defaults import BASE_URL, MAX_ANSWER

if TYPE_CHECKING:
    import httpx2

    from .clock import Clock
    from .drift.changes import SchemaChange
    from .options import Options
    from .response_drift import Drift
    from .transport import AsyncTransport, SyncTransport
    from .views import RawResponse, RequestView, ResponseView

__all__ = ["AsyncBaseClient", "BaseClient"]

P = ParamSpec("P")
T = TypeVar("T")


class _Identity:
    """What a generated client is: its subclass sets these."""

    _package: ClassVar[str] = "yulsn-client"
    _version: ClassVar[str] = "0"
    _fingerprint: ClassVar[str] = ""

    @classmethod
    def _user_agent(cls) -> str:
        schema = f" (account-schema {cls._fingerprint})" if cls._fingerprint else ""
        return f"{cls._package}/{cls._version}{schema}"

    def _describe(self, options: Options) -> str:
        schema = f" account-schema {self._fingerprint}" if self._fingerprint else ""
        return f"<{type(self).__name__} {options.base_url}{schema}>"


class BaseClient(_Identity):
    """The base of `Client`. It is a context manager that closes its connections, and may be used by many threads."""

    def __init__(
        self,
        api_key: str | None = None,
        *,
        base_url: str = BASE_URL,
        timeout: float = 30.0,
        connect_timeout: float = 5.0,
        max_retries: int = 2,
        deadline: float | None = None,
        max_answer: int = MAX_ANSWER,
        http_client: httpx2.Client | None = None,
        allow_http: bool = False,
        expect_account: bool = False,
        on_request: Callable[[RequestView], None] | None = None,
        on_response: Callable[[ResponseView], None] | None = None,
        on_drift: Callable[[Drift], None] | None = None,
        clock: Clock | None = None,
    ) -> None:
        """Make a client; nothing is sent yet, and no connection made.

        Args:
            api_key: the account's key; left out, it is read from the environment variable `YULSN_API_KEY`.
            base_url: scheme and host of the server.
            timeout: seconds to wait for each read or write.
            connect_timeout: seconds to wait for a connection.
            max_retries: how often a request is sent again, at most, where that cannot write twice; 0 for never.
            deadline: seconds that a call may take with all its attempts and the waits between them; None for no limit.
            max_answer: most bytes of an answer, decompressed, that are read.
            http_client: an httpx2 client to send with, for proxies, certificates or tests; it stays yours to close.
            allow_http: whether plain http may carry the key to a host that is not this machine.
            expect_account: whether to look, before the first call, that the key belongs to the account that the
                package was made for.
            on_request: is told of each attempt before it is sent.
            on_response: is told what became of each attempt.
            on_drift: is told, once a kind and place, how an answer differs from what the package was made for; left
                out, the first such difference is a `SchemaDriftWarning`.
            clock: where time and chance come from; tests that must not wait give another.

        Raises:
            YulsnError: there is no key, or the base URL cannot be used.
            ValueError: a limit is negative.
        """
        from .logs import configure
        from .options import Options, find_key
        from .transport import SyncTransport
        from .views import Hooks

        configure()
        options = Options(
            api_key=find_key(api_key),
            base_url=base_url,
            timeout=timeout,
            connect_timeout=connect_timeout,
            max_retries=max_retries,
            deadline=deadline,
            max_answer=max_answer,
            allow_http=allow_http,
            user_agent=self._user_agent(),
        )
        self._transport: SyncTransport = SyncTransport(
            options,
            http_client,
            hooks=Hooks(on_request, on_response),
            on_drift=on_drift,
            clock=clock,
            expect_account=expect_account,
        )

    def with_options(
        self, *, timeout: float | None = None, max_retries: int | None = None, deadline: float | None = None
    ) -> Self:
        """A client with other limits that shares this one's connections; closing it closes nothing.

        Args:
            timeout: seconds to wait for each read or write.
            max_retries: how often a request is sent again, at most.
            deadline: seconds that a call may take in all; `math.inf` for no limit where this client has one.
        """
        client = object.__new__(type(self))
        client._transport = self._transport.with_options(timeout=timeout, max_retries=max_retries, deadline=deadline)
        return client

    def with_raw_response(self, method: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> RawResponse[T]:
        """Call a method of this client, and return its value with the answer that it was read from.

        `client.with_raw_response(client.contacts.get, 5)` holds the contact as its `value`.

        Raises:
            YulsnError: as the method does.
            TypeError: the method makes no request of its own, as `iterate` does not.
        """
        from .views import collecting

        with collecting() as answers:
            value = method(*args, **kwargs)
        return answers.of(value)

    def verify_schema(self) -> list[SchemaChange]:
        """Compare the live account with the account schema that this package was made from; it is only read.

        Fields, tables, what the tables take as writes, order and point types, and the fields of the batch patch.

        Returns:
            all differences; an empty list if the package is up to date.

        Raises:
            YulsnError: the account could not be read.
        """
        from .verification import verify

        return verify(self._transport)

    def close(self) -> None:
        """Close the connections, unless `http_client` was given."""
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return self._describe(self._transport.options)


class AsyncBaseClient(_Identity):
    """The base of `AsyncClient`. It is an async context manager that closes its connections.

    It may be made anywhere, and used by many tasks. Connections belong to an event loop: each loop that the client is
    used in has its own, so one may follow another. Close it in the loop that it is used in.
    """

    def __init__(
        self,
        api_key: str | None = None,
        *,
        base_url: str = BASE_URL,
        timeout: float = 30.0,
        connect_timeout: float = 5.0,
        max_retries: int = 2,
        deadline: float | None = None,
        max_answer: int = MAX_ANSWER,
        http_client: httpx2.AsyncClient | None = None,
        allow_http: bool = False,
        expect_account: bool = False,
        on_request: Callable[[RequestView], None] | None = None,
        on_response: Callable[[ResponseView], None] | None = None,
        on_drift: Callable[[Drift], None] | None = None,
        clock: Clock | None = None,
    ) -> None:
        """Make a client; nothing is sent yet. Arguments and errors are those of the client that is not async.

        Args:
            api_key: the account's key; left out, it is read from the environment variable `YULSN_API_KEY`.
            base_url: scheme and host of the server.
            timeout: seconds to wait for each read or write.
            connect_timeout: seconds to wait for a connection.
            max_retries: how often a request is sent again, at most, where that cannot write twice; 0 for never.
            deadline: seconds that a call may take with all its attempts and the waits between them; None for no limit.
            max_answer: most bytes of an answer, decompressed, that are read.
            http_client: an httpx2 client to send with, for proxies, certificates or tests; it stays yours to close,
                and belongs to the event loop that it is first used in.
            allow_http: whether plain http may carry the key to a host that is not this machine.
            expect_account: whether to look, before the first call, that the key belongs to the account that the
                package was made for.
            on_request: is told of each attempt before it is sent.
            on_response: is told what became of each attempt.
            on_drift: is told, once a kind and place, how an answer differs from what the package was made for; left
                out, the first such difference is a `SchemaDriftWarning`.
            clock: where time and chance come from; tests that must not wait give another.

        Raises:
            YulsnError: there is no key, or the base URL cannot be used.
            ValueError: a limit is negative.
        """
        from .logs import configure
        from .options import Options, find_key
        from .transport import AsyncTransport
        from .views import Hooks

        configure()
        options = Options(
            api_key=find_key(api_key),
            base_url=base_url,
            timeout=timeout,
            connect_timeout=connect_timeout,
            max_retries=max_retries,
            deadline=deadline,
            max_answer=max_answer,
            allow_http=allow_http,
            user_agent=self._user_agent(),
        )
        self._transport: AsyncTransport = AsyncTransport(
            options,
            http_client,
            hooks=Hooks(on_request, on_response),
            on_drift=on_drift,
            clock=clock,
            expect_account=expect_account,
        )

    def with_options(
        self, *, timeout: float | None = None, max_retries: int | None = None, deadline: float | None = None
    ) -> Self:
        """A client with other limits that shares this one's connections; closing it closes nothing.

        Args:
            timeout: seconds to wait for each read or write.
            max_retries: how often a request is sent again, at most.
            deadline: seconds that a call may take in all; `math.inf` for no limit where this client has one.
        """
        client = object.__new__(type(self))
        client._transport = self._transport.with_options(timeout=timeout, max_retries=max_retries, deadline=deadline)
        return client

    async def with_raw_response(
        self, method: Callable[P, Awaitable[T]], *args: P.args, **kwargs: P.kwargs
    ) -> RawResponse[T]:
        """Call a method of this client, and return its value with the answer that it was read from.

        `await client.with_raw_response(client.contacts.get, 5)` holds the contact as its `value`.

        Raises:
            YulsnError: as the method does.
            TypeError: the method makes no request of its own, as `iterate` does not.
        """
        from .views import collecting

        with collecting() as answers:
            value = await method(*args, **kwargs)
        return answers.of(value)

    async def verify_schema(self) -> list[SchemaChange]:
        """Compare the live account with the account schema that this package was made from; it is only read.

        Fields, tables, what the tables take as writes, order and point types, and the fields of the batch patch.

        Returns:
            all differences; an empty list if the package is up to date.

        Raises:
            YulsnError: the account could not be read.
        """
        from .verification import verify_async

        return await verify_async(self._transport)

    async def aclose(self) -> None:
        """Close the connections, unless `http_client` was given."""
        await self._transport.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        return self._describe(self._transport.options)
