"""The base of all exceptions, and those that have no response with an error status; `errors` shows the whole tree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .views import RequestView

__all__ = [
    "ClientClosedError",
    "DecodeError",
    "InvalidArgumentError",
    "InvalidBodyError",
    "MissingAccountIdError",
    "RequestError",
    "ValidationError",
    "WrongAccountError",
    "YulsnConnectionError",
    "YulsnError",
    "YulsnTimeoutError",
]


class YulsnError(Exception):
    """Base of all exceptions of this client. They can be pickled, and so passed between processes."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.__module__ = _public_module(cls.__module__)

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (type(self), self.args, self.__dict__)


def _public_module(module: str) -> str:
    """Return the module that users import an exception from: tracebacks then say `acme_crm.NotFoundError`."""
    return module.partition("._runtime.")[0]


YulsnError.__module__ = _public_module(YulsnError.__module__)


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
