"""Everything that the client raises, apart from `ValueError` and `TypeError` for arguments that make no sense.

    YulsnError
    ├── ClientClosedError           the client was closed before (a RuntimeError too)
    ├── WrongAccountError           the key belongs to another account than the package was made for
    ├── RequestError                no answer came
    │   ├── YulsnConnectionError    the connection failed or broke
    │   └── YulsnTimeoutError       a limit of time passed
    ├── ApiError                    the server answered with an error
    │   ├── BadRequestError         400
    │   ├── AuthenticationError     401
    │   ├── PermissionDeniedError   403
    │   ├── NotFoundError           404
    │   ├── ConflictError           409
    │   ├── UnprocessableError      422
    │   ├── LockedError             423
    │   ├── RateLimitError          429
    │   └── ServerError             500 and above
    ├── DecodeError                 the answer cannot be read
    ├── InvalidBodyError            the body does not fit its type; nothing was sent (a ValueError too)
    ├── BulkError                   creating many items ended early: it says which of them are in
    └── GetManyError                some of many objects could not be read: it holds the others

No text of an error holds the API key, a password, or a query (which may hold an e-mail address). After a write that
failed `maybe_received` says whether the server may have acted on it all the same; the text then says so too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

if TYPE_CHECKING:
    from .views import RequestView

__all__ = [
    "ApiError",
    "AuthenticationError",
    "BadRequestError",
    "BulkError",
    "ClientClosedError",
    "ConflictError",
    "DecodeError",
    "GetManyError",
    "InvalidBodyError",
    "LockedError",
    "NotFoundError",
    "PermissionDeniedError",
    "RateLimitError",
    "RequestError",
    "ServerError",
    "UnprocessableError",
    "WrongAccountError",
    "YulsnConnectionError",
    "YulsnError",
    "YulsnTimeoutError",
    "error_class",
    "escaped",
    "printable",
    "reason",
    "warning",
]

_LONGEST = 500
_MOST_SHOWN = 3
_WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_TABLE = re.compile(r"/api/v1/table/([^/?]+)", re.IGNORECASE)


def escaped(text: str) -> str:
    """A name as it may stand in a log or on a terminal: what is not printable becomes its escape in Python."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


def printable(text: str) -> str:
    """A text of the server made fit for one line of a log: no control characters, at most 500 characters."""
    clean = escaped(" ".join(text.split()))
    return clean if len(clean) <= _LONGEST else clean[: _LONGEST - 1] + "…"


def reason(status: int) -> str:
    """The usual phrase for a status (`Conflict` for 409), or an empty text for one that has none."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


class YulsnError(Exception):
    """Base of all errors of this client. They survive pickling, so they may cross processes."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (type(self), self.args, self.__dict__)


def _restore(kind: type[YulsnError], args: tuple[Any, ...], state: dict[str, Any]) -> YulsnError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(state)
    return error


class ClientClosedError(YulsnError, RuntimeError):
    """The client, or the HTTP client that it was given, has been closed."""


class WrongAccountError(YulsnError):
    """`expect_account` was asked for, and the key belongs to another account than the package was made for."""


class RequestError(YulsnError):
    """No answer came.

    Attributes:
        call: name of the call, such as `contacts.update`.
        maybe_received: whether the server may have received the request, and so may have acted on it.
        retryable: whether another attempt could succeed.
        request: the last request that was sent, without key and password.
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
    """The server took longer than the client waits."""


class ApiError(YulsnError):
    """The server answered with an error, or with a redirect (which is never followed).

    Attributes:
        status: HTTP status.
        message: what the server says, or else the usual phrase for the status.
        model_state: messages by property, on some answers 400; empty elsewhere.
        method: HTTP method.
        url: path and query as they were sent, without the host. The query may hold personal data.
        body: the answer's body as it came.
        retry_after: seconds that the server asks to wait, or None.
        call: name of the call, such as `contacts.update`.
        request: the request that was answered so, without key and password.
        request_id: what the server calls this request in its own logs, or None where it does not say.
        maybe_received: whether the server may have acted on it: after a 408 or a 5xx nobody knows.
    """

    request: RequestView | None = None
    request_id: str | None = None

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
        return self.status == 408 or self.status >= 500

    def __str__(self) -> str:
        status = f"{self.status} {reason(self.status)}".strip()
        place = f"{self.method} {self.url.partition('?')[0]}" + (f" ({self.call})" if self.call else "")
        details = "; ".join(f"{name}: {' '.join(texts)}" for name, texts in self.model_state.items())
        told = [part for part in (self._hint(), self.message, details) if part and part != reason(self.status)]
        return printable(": ".join([f"{status} on {place}", *told]))

    def _hint(self) -> str:
        """What the status means for the one who called, where that is more than its name."""
        return warning(self.method) if self.maybe_received else ""


class BadRequestError(ApiError):
    """400: the server does not accept the request; `message` and `model_state` say why."""


class AuthenticationError(ApiError):
    """401: the API key is missing or wrong."""


class PermissionDeniedError(ApiError):
    """403: the API key may not do this."""


class NotFoundError(ApiError):
    """404: there is no such object."""


class ConflictError(ApiError):
    """409: a duplicate, or a change that crossed another one.

    Attributes:
        latest: the object as it now is on the server, where the call answers with it, or else None.
    """

    latest: Any = None


class UnprocessableError(ApiError):
    """422: a login with a wrong password."""


class LockedError(ApiError):
    """423: a converter of the account owns this write of the table; nothing was written.

    Attributes:
        table: wire name of the table.
    """

    @property
    def table(self) -> str | None:
        found = _TABLE.match(self.url)
        return unquote(found[1], errors="surrogatepass") if found else None

    def _hint(self) -> str:
        return "" if self.table is None else f"only a converter of the account writes the table {self.table!r} so"


class RateLimitError(ApiError):
    """429: too many requests; `retry_after` says how long to wait, where the server tells."""


class ServerError(ApiError):
    """500 and above: the server, or something in front of it, failed."""


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
    """The class of error for a status."""
    return ServerError if status >= 500 else _BY_STATUS.get(status, ApiError)


class DecodeError(YulsnError):
    """The answer cannot be read: it is no JSON, too large, or it has another shape than the call returns.

    Attributes:
        body: what was to be read, as it came; empty where it was too large to be kept.
        status: HTTP status, or None where the text is no answer of the server.
        call: name of the call, such as `contacts.get`; empty where there was none.
        request: the request that was answered so, without key and password.
        maybe_received: whether the server may have acted on the request.
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


class InvalidBodyError(YulsnError, ValueError):
    """The body does not fit its type; nothing was sent.

    Attributes:
        problems: one text for each property that does not fit.
    """

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


class BulkError(YulsnError):
    """Creating many items ended early. Items are counted from 0, in the order in which they were given.

    Attributes:
        created: the items that are in: always the first ones.
        unknown: those of which nobody knows, as the answer to their request was lost or was a 5xx; find out before
            sending them again.
        not_created: those that were refused or not sent. All items after these were never asked for, or not sent.
        items: the items that `unknown` or `not_created` counts: those of the request that failed.
        error: why it ended; also the `__cause__`. Something else than a `YulsnError` comes from the given items or
            from `on_progress`.
    """

    def __init__(self, call: str, created: range, items: Sequence[Any], unknown: bool, error: Exception) -> None:
        end = created.stop + len(items)
        self.call = call
        self.created = created
        self.unknown = range(created.stop, end if unknown else created.stop)
        self.not_created = range(self.unknown.stop, end)
        self.items = tuple(items)
        self.error = error
        told = [f"{len(created)} items are in"]
        if items:
            span = f"{created.stop} to {end - 1}" if len(items) > 1 else f"{created.stop}"
            told.append(_told(span, len(items), unknown))
        super().__init__(f"{call} ended early: {', '.join(told)}: {error}")


def _told(span: str, count: int, unknown: bool) -> str:
    noun = "items" if count > 1 else "item"
    return f"of {noun} {span} nobody knows" if unknown else f"{noun} {span} {'are' if count > 1 else 'is'} not"


class GetManyError(YulsnError):
    """Some of many objects could not be read. No other was given up for them: `results` holds all that were read.

    Attributes:
        results: the objects by id, in the order of the ids that were given.
        errors: what was raised by id, in the same order; the first is the `__cause__` too.
    """

    def __init__(self, call: str, results: Mapping[int, Any], errors: Mapping[int, Exception]) -> None:
        self.call = call
        self.results = dict(results)
        self.errors = dict(errors)
        shown = "; ".join(f"{key}: {error}" for key, error in list(self.errors.items())[:_MOST_SHOWN])
        more = f"; and {len(errors) - _MOST_SHOWN} more" if len(errors) > _MOST_SHOWN else ""
        super().__init__(f"{call} failed for {len(errors)} of {len(results) + len(errors)} ids: {shown}{more}")


def warning(method: str) -> str:
    """What the text of an error says where a write may have worked though no answer says so; empty for a read."""
    return "the server may have received and done it" if method in _WRITES else ""
