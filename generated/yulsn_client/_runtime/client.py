"""The bases of the generated `Client` and `AsyncClient`. Importing this loads no HTTP library; making a client does."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, ClassVar, Self

from .options import DEFAULT_BASE_URL, Options, find_key

if TYPE_CHECKING:
    import httpx2

    from .transport import AsyncTransport, SyncTransport

__all__ = ["AsyncBaseClient", "BaseClient"]


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
        base_url: str = DEFAULT_BASE_URL,
        timeout: float = 30.0,
        max_retries: int = 2,
        http_client: httpx2.Client | None = None,
        allow_http: bool = False,
    ) -> None:
        """Make a client; nothing is sent yet.

        Args:
            api_key: the account's key; left out, it is read from the environment variable `YULSN_API_KEY`.
            base_url: scheme and host of the server.
            timeout: seconds to wait for each read or write; a connection is given 5 at most.
            max_retries: how often a request is sent again, at most.
            http_client: an httpx2 client to send with; it stays yours to close.
            allow_http: whether plain http may carry the key to a host that is not this machine.

        Raises:
            YulsnError: there is no key, or the base URL cannot be used.
            ValueError: a limit is negative.
        """
        from .transport import SyncTransport

        options = Options(
            api_key=find_key(api_key),
            base_url=base_url,
            timeout=timeout,
            max_retries=max_retries,
            allow_http=allow_http,
            user_agent=self._user_agent(),
        )
        self._transport: SyncTransport = SyncTransport(options, http_client)

    def with_options(self, *, timeout: float | None = None, max_retries: int | None = None) -> Self:
        """A client with other limits that shares this one's connections; closing it closes nothing.

        Args:
            timeout: seconds to wait for each read or write.
            max_retries: how often a request is sent again, at most.
        """
        client = object.__new__(type(self))
        client._transport = self._transport.with_options(timeout=timeout, max_retries=max_retries)
        return client

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
    """The base of `AsyncClient`. It is an async context manager that closes its connections."""

    def __init__(
        self,
        api_key: str | None = None,
        *,
        base_url: str = DEFAULT_BASE_URL,
        timeout: float = 30.0,
        max_retries: int = 2,
        http_client: httpx2.AsyncClient | None = None,
        allow_http: bool = False,
    ) -> None:
        """Make a client; nothing is sent yet. Arguments and errors are those of the client that is not async.

        Args:
            api_key: the account's key; left out, it is read from the environment variable `YULSN_API_KEY`.
            base_url: scheme and host of the server.
            timeout: seconds to wait for each read or write; a connection is given 5 at most.
            max_retries: how often a request is sent again, at most.
            http_client: an httpx2 client to send with; it stays yours to close.
            allow_http: whether plain http may carry the key to a host that is not this machine.

        Raises:
            YulsnError: there is no key, or the base URL cannot be used.
            ValueError: a limit is negative.
        """
        from .transport import AsyncTransport

        options = Options(
            api_key=find_key(api_key),
            base_url=base_url,
            timeout=timeout,
            max_retries=max_retries,
            allow_http=allow_http,
            user_agent=self._user_agent(),
        )
        self._transport: AsyncTransport = AsyncTransport(options, http_client)

    def with_options(self, *, timeout: float | None = None, max_retries: int | None = None) -> Self:
        """A client with other limits that shares this one's connections; closing it closes nothing.

        Args:
            timeout: seconds to wait for each read or write.
            max_retries: how often a request is sent again, at most.
        """
        client = object.__new__(type(self))
        client._transport = self._transport.with_options(timeout=timeout, max_retries=max_retries)
        return client

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
