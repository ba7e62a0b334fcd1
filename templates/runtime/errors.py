"""The exceptions of the client.

Wrong options of the client raise `ValueError` or `TypeError`. Everything else is a `YulsnError`:

    YulsnError
    ├── ClientClosedError           the client has been closed (also a RuntimeError)
    ├── WrongAccountError           the key belongs to an account other than the package's
    ├── RequestError                no response was received
    │   ├── YulsnConnectionError    the connection could not be made, or it broke
    │   └── YulsnTimeoutError       a time limit was exceeded
    ├── ApiError                    the server responded with an error
    │   ├── BadRequestError         400
    │   ├── AuthenticationError     401
    │   ├── PermissionDeniedError   403
    │   ├── NotFoundError           404
    │   ├── ConflictError           409
    │   ├── UnprocessableError      422
    │   ├── LockedError             423
    │   ├── RateLimitError          429
    │   └── ServerError             500 and above
    ├── DecodeError                 the response cannot be decoded
    ├── MissingAccountIdError       the call needs the account's number; nothing was sent (also a ValueError)
    ├── InvalidArgumentError        an argument is missing or of the wrong type; nothing was sent (also a ValueError)
    ├── InvalidBodyError            the body does not match its type; nothing was sent (also a ValueError)
    ├── ValidationError             a dict does not fit a model: one message per field (also a ValueError)
    ├── BulkError                   a bulk creation ended early; says which items were created
    ├── GetManyError                some objects could not be fetched; holds the others
    └── SyncError                   a local copy could not be brought up to date; holds what was

No message contains the API key, a password, or a query string, which may contain an e-mail address. After a failed
write, `maybe_received` says whether the server may have carried it out; the message then says so too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import unquote

from .http_policy import causes

if TYPE_CHECKING:
    from .positions import Positions
    from .sync import SyncReport
    from .views import RequestView

__all__ = [
    "WRITES",
    "ApiError",
    "AuthenticationError",
    "BadRequestError",
    "BulkError",
    "ClientClosedError",
    "ConflictError",
    "DecodeError",
    "GetManyError",
    "InvalidArgumentError",
    "InvalidBodyError",
    "LockedError",
    "MissingAccountIdError",
    "NotFoundError",
    "PermissionDeniedError",
    "RateLimitError",
    "RequestError",
    "ServerError",
    "SyncError",
    "UnprocessableError",
    "ValidationError",
    "WrongAccountError",
    "YulsnConnectionError",
    "YulsnError",
    "YulsnTimeoutError",
    "error_class",
    "escaped",
    "printable",
    "reason",
    "warning",
    "without_traceback",
]

R = TypeVar("R")
E = TypeVar("E", bound=BaseException)

_LONGEST = 500
_MOST_SHOWN = 3
WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
"""Methods that change something on the server."""
_TABLE = re.compile(r"/api/v1/table/([^/?]+)", re.IGNORECASE)


def escaped(text: str) -> str:
    """Return a name with its unprintable characters escaped, so that it is safe in a log or on a terminal."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


def printable(text: str) -> str:
    """Return text from the server as one safe line of at most 500 characters."""
    clean = escaped(" ".join(text.split()))
    return clean if len(clean) <= _LONGEST else clean[: _LONGEST - 1] + "…"


def reason(status: int) -> str:
    """Return the standard phrase of a status (`Conflict` for 409), or an empty string if it has none."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


class YulsnError(Exception):
    """Base of all exceptions of this client. They can be pickled, and so passed between processes."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (type(self), self.args, self.__dict__)


def _restore(kind: type[YulsnError], args: tuple[Any, ...], state: dict[str, Any]) -> YulsnError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(state)
    return error


class ClientClosedError(YulsnError, RuntimeError):
    """The client, or the HTTP client that was passed to it, has been closed.

    Attributes:
        maybe_received: Whether the client was closed during a call, so that the server may have received the request.
    """

    maybe_received: bool = False
    retryable: bool = False


class WrongAccountError(YulsnError):
    """With `expect_account`: the key belongs to an account other than the one the package was generated for."""


class RequestError(YulsnError):
    """No response was received.

    Attributes:
        call: Name of the call, such as `contacts.update`.
        maybe_received: Whether the server may have received the request and carried it out, in any attempt.
        retryable: Whether another attempt could succeed.
        request: The last request that was sent, without the key and passwords.
    """

    request: RequestView | None = None

    def __init__(self, text: str, *, call: str = "", maybe_received: bool = True, retryable: bool = True) -> None:
        super().__init__(text)
        self.call = call
        self.maybe_received = maybe_received
        self.retryable = retryable


class YulsnConnectionError(RequestError):
    """The connection could not be made, or it broke."""


class YulsnTimeoutError(RequestError):
    """The server took longer than a time limit of the client."""


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
        detail: What went wrong this time, likewise.
        type: URI of the type of the problem, likewise.
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
        parts = [part for part in hints if part and part != reason(self.status)]
        return printable(": ".join([f"{status} on {place}", *parts]))

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


class DecodeError(YulsnError):
    """The response cannot be decoded: it is not JSON, too large, or does not match the call's return type.

    Attributes:
        body: The text that was decoded; empty if it was too large to keep.
        status: HTTP status, or None if the text did not come from the server.
        call: Name of the call, such as `contacts.get`; empty if there was none.
        request: The request, without the key and passwords.
        maybe_received: Whether the server may have carried out the request.
    """

    status: int | None = None
    call: str = ""
    request: RequestView | None = None

    def __init__(self, text: str, *, body: bytes = b"") -> None:
        super().__init__(text)
        self.body = body

    @property
    def maybe_received(self) -> bool:
        return self.status is not None


class MissingAccountIdError(YulsnError, ValueError):
    """The call is of version 2 of the API, whose paths contain the account's number; nothing was sent."""


class InvalidArgumentError(YulsnError, ValueError):
    """An argument is missing, is of the wrong type, or cannot be sent; nothing was sent."""


class InvalidBodyError(YulsnError, ValueError):
    """The body does not match its type; nothing was sent.

    Attributes:
        problems: One message for each property that is wrong.
    """

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


class ValidationError(YulsnError, ValueError):
    """A mapping does not fit a model.

    Attributes:
        problems: The messages by Python name of the field.
    """

    def __init__(self, model: str, problems: Mapping[str, str]) -> None:
        super().__init__(f"{model}: " + "; ".join(f"{name}: {problem}" for name, problem in problems.items()))
        self.problems = dict(problems)


class BulkError(YulsnError):
    """A bulk creation ended early. Items are numbered from 0, in the order in which they were passed.

    `created`, `unknown` and `not_created` together cover all items. If the iterable has no length, they cover the items
    that were taken from it; the others are still in the iterable.

    An interrupt or a cancellation is raised unchanged, with the `BulkError` as its `__cause__`; see `of`.

    Attributes:
        created: The items that were created, or, by `upsert_many`, created or updated.
        unknown: The items whose outcome is unknown, because the response was lost or was a 5xx, or because the request
            was interrupted. Look them up before you create them again.
        not_created: The items that were rejected or not sent.
        items: The items that were taken from the iterable and may not have been created: the unknown ones and the ones
            that were not created, in their order.
        total: The number of items, or None if the iterable has no length.
        error: The cause, also available as `__cause__` unless it is an interrupt or a cancellation. If it is not a
            `YulsnError`, it comes from the iterable or from `on_progress`. Positions in it, such as
            `list[1203].name`, count from the first item of the whole input.
    """

    def __init__(
        self,
        call: str,
        *,
        created: Positions,
        unknown: Positions,
        not_created: Positions,
        items: Sequence[Any],
        error: BaseException,
        total: int | None = None,
    ) -> None:
        self.call = call
        self.created = created
        self.unknown = unknown
        self.not_created = not_created
        self.items = tuple(items)
        self.total = total
        self.error = error
        outcome = [f"{_counted(len(created))} created"]
        if unknown:
            outcome.append(f"the outcome of {unknown} is unknown")
        if not_created:
            outcome.append(f"{not_created} not created")
        verb = "failed" if isinstance(error, Exception) else "was interrupted"
        super().__init__(f"{call} {verb}: {', '.join(outcome)}: {str(error) or type(error).__name__}")

    @staticmethod
    def of(error: BaseException) -> BulkError | None:
        """Return the `BulkError` among an exception and its causes, such as those of a `KeyboardInterrupt`."""
        return next((cause for cause in causes(error) if isinstance(cause, BulkError)), None)


def _counted(count: int) -> str:
    return "1 item" if count == 1 else f"{count} items"


class GetManyError(YulsnError):
    """Some objects could not be fetched. The others are in `results`.

    Attributes:
        results: The objects by id, in the order of the ids that were passed.
        errors: The exceptions by id, in the same order; the first is also the `__cause__`.
    """

    def __init__(self, call: str, results: Mapping[int, Any], errors: Mapping[int, Exception]) -> None:
        self.call = call
        self.results = dict(results)
        self.errors = dict(errors)
        shown = "; ".join(f"{key}: {error}" for key, error in list(self.errors.items())[:_MOST_SHOWN])
        more = f"; and {len(errors) - _MOST_SHOWN} more" if len(errors) > _MOST_SHOWN else ""
        super().__init__(f"{call} failed for {len(errors)} of {len(results) + len(errors)} ids: {shown}{more}")

    def results_as(self, model: type[R]) -> dict[int, R]:
        """Return `results` with the type of the objects, which an `except` clause cannot tell a type checker.

        Args:
            model: The model of the objects.

        Raises:
            TypeError: If an object is of another type.
        """
        for value in self.results.values():
            if not isinstance(value, model):
                raise TypeError(f"{self.call} returned objects of {type(value).__name__}, not of {model.__name__}")
        return dict(self.results)


class SyncError(YulsnError):
    """A local copy could not be brought up to date.

    Attributes:
        report: What was done and what failed, or None if the file cannot be used.
    """

    def __init__(self, message: str, report: SyncReport | None = None) -> None:
        super().__init__(message)
        self.report = report


def without_traceback(error: E) -> E:
    """Remove the tracebacks of an exception and its causes: tools that print local variables would show secrets."""
    for cause in causes(error):
        cause.__traceback__ = None
    return error


def warning(method: str) -> str:
    """Return the warning that a failed write may have been carried out; empty for a read."""
    return "the server may have carried out the request" if method in WRITES else ""


for _name in __all__:  # tracebacks name an exception as users import it, such as `acme_crm.NotFoundError`
    if _name.endswith("Error"):
        globals()[_name].__module__ = __name__.partition("._runtime.")[0]
