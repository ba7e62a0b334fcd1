"""The exceptions for responses with an error status; `errors` shows the whole tree."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from .client_errors import YulsnError
from .error_text import printable, reason, warning

if TYPE_CHECKING:
    from .views import RequestView

__all__ = [
    "ApiError",
    "AuthenticationError",
    "BadRequestError",
    "ConflictError",
    "LockedError",
    "NotFoundError",
    "PermissionDeniedError",
    "RateLimitError",
    "ServerError",
    "UnprocessableError",
    "error_class",
]

_TABLE = re.compile(r"/api/v1/table/([^/?]+)", re.IGNORECASE)


class ApiError(YulsnError):
    """The server responded with an error, or with a redirect, which is never followed.

    Attributes:
        status: HTTP status.
        message: The server's message, or the standard phrase of the status.
        model_state: Messages by property, in some responses with status 400; otherwise empty.
        method: HTTP method.
        url: Path and query as they were sent, without the host. The query may contain personal data.
        body: Body of the response.
        retry_after: Seconds that the server asks the client to wait, or None.
        call: Name of the call, such as `contacts.update`.
        request: The request, without the key and passwords.
        request_id: Id of the request in the server's logs, or None if the server sends none.
        title: Summary of the type of the problem, if the response is problem details (RFC 9457), as in version 2 of
            the API; otherwise None.
        detail: Problem details: what went wrong this time, or None.
        type: Problem details: URI of the type of the problem, or None.
        extra: Further members of the problem details by name; otherwise empty.
        maybe_received: Whether the server may have carried out the request: true after 408 and 5xx, and if an earlier
            attempt of a write got such a response or none at all.
        repeated_in_doubt: Whether the server may have carried out an earlier attempt. If so, a 404 may mean that a
            DELETE succeeded, and a 409 that a PUT did.
    """

    request: RequestView | None = None
    request_id: str | None = None
    repeated_in_doubt: bool = False
    title: str | None = None
    detail: str | None = None
    type: str | None = None
    extra: Mapping[str, Any] = MappingProxyType({})

    def __init__(
        self,
        message: str,
        *,
        status: int,
        method: str,
        url: str,
        call: str = "",
        body: bytes = b"",
        model_state: Mapping[str, Sequence[str]] | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.model_state = {name: list(texts) for name, texts in (model_state or {}).items()}
        self.method = method
        self.url = url
        self.body = body
        self.retry_after = retry_after
        self.call = call

    @property
    def maybe_received(self) -> bool:
        return self.repeated_in_doubt or self.status == 408 or self.status >= 500

    def __str__(self) -> str:
        status = f"{self.status} {reason(self.status)}".strip()
        place = f"{self.method} {self.url.partition('?')[0]}" + (f" ({self.call})" if self.call else "")
        details = "; ".join(f"{name}: {' '.join(texts)}" for name, texts in self.model_state.items())
        hints = self._hint(), self._doubt(), self.message, details
        parts = [f"{status} on {place}", *(part for part in hints if part and part != reason(self.status))]
        return printable(": ".join([*(part.removesuffix(".") for part in parts[:-1]), parts[-1]]))

    def _hint(self) -> str:
        """Return what the status means for the caller, if its name does not say so."""
        return ""

    def _doubt(self) -> str:
        if self.repeated_in_doubt:
            return "the server may have carried out an earlier attempt"
        return warning(self.method) if self.maybe_received else ""


class BadRequestError(ApiError):
    """400: the request is invalid; `message` and `model_state` say why."""


class AuthenticationError(ApiError):
    """401: the API key is missing or wrong."""


class PermissionDeniedError(ApiError):
    """403: the API key does not permit this call."""


class NotFoundError(ApiError):
    """404: the object does not exist."""


class ConflictError(ApiError):
    """409: a unique value is already taken, or the object has been changed since it was read.

    Attributes:
        latest: The current object, if the call returns it on a conflict; otherwise None.
    """

    latest: Any = None


class UnprocessableError(ApiError):
    """422: a login with a wrong password."""


class LockedError(ApiError):
    """423: the account routes this write of the table through a converter; nothing was written.

    Attributes:
        table: Wire name of the table.
    """

    @property
    def table(self) -> str | None:
        found = _TABLE.match(self.url)
        return unquote(found[1], errors="surrogatepass") if found else None

    def _hint(self) -> str:
        return "" if self.table is None else f"the table {self.table!r} can only be written through a converter"


class RateLimitError(ApiError):
    """429: too many requests; `retry_after` says how long to wait, if the server does."""


class ServerError(ApiError):
    """500 and above: the server, or a proxy in front of it, failed."""


_BY_STATUS: Mapping[int, type[ApiError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    422: UnprocessableError,
    423: LockedError,
    429: RateLimitError,
}


def error_class(status: int) -> type[ApiError]:
    """Return the exception class for a status."""
    return ServerError if status >= 500 else _BY_STATUS.get(status, ApiError)
