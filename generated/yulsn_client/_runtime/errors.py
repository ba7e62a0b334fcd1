"""Everything that the client raises, apart from `ValueError` and `TypeError` for arguments that make no sense.

    YulsnError
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
    └── InvalidBodyError            the body does not fit its type; nothing was sent (a ValueError too)

No text of an error holds the API key, a password, or a query (which may hold an e-mail address).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

__all__ = [
    "ApiError",
    "AuthenticationError",
    "BadRequestError",
    "ConflictError",
    "DecodeError",
    "InvalidBodyError",
    "LockedError",
    "NotFoundError",
    "PermissionDeniedError",
    "RateLimitError",
    "RequestError",
    "ServerError",
    "UnprocessableError",
    "YulsnConnectionError",
    "YulsnError",
    "YulsnTimeoutError",
    "error_class",
    "printable",
    "reason",
]

_LONGEST = 500


def printable(text: str) -> str:
    """A text of the server made fit for one line of a log: no control characters, at most 500 characters."""
    clean = " ".join("".join(char if char.isprintable() else " " for char in text).split())
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


class RequestError(YulsnError):
    """No answer came.

    Attributes:
        call: name of the call, such as `contacts.update`.
        maybe_received: whether the server may have received the request, and so may have acted on it.
        passing: whether another attempt may fare better.
    """

    def __init__(self, text: str, *, call: str = "", maybe_received: bool = True, passing: bool = True) -> None:
        super().__init__(text)
        self.call = call
        self.maybe_received = maybe_received
        self.passing = passing


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
    """

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

    def __str__(self) -> str:
        status = f"{self.status} {reason(self.status)}".strip()
        place = f"{self.method} {self.url.partition('?')[0]}" + (f" ({self.call})" if self.call else "")
        details = "; ".join(f"{name}: {' '.join(texts)}" for name, texts in self.model_state.items())
        told = [part for part in (self.message, details) if part and part != reason(self.status)]
        return printable(": ".join([f"{status} on {place}", *told]))


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
    """423: the table can be written through a converter only."""


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
    """The answer cannot be read: it is no JSON, or it has another shape than the call returns.

    Attributes:
        body: what was to be read, as it came.
    """

    def __init__(self, text: str, *, body: bytes = b"") -> None:
        super().__init__(text)
        self.body = body


class InvalidBodyError(YulsnError, ValueError):
    """The body does not fit its type; nothing was sent.

    Attributes:
        problems: one text for each property that does not fit.
    """

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)
