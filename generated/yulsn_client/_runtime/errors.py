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

from .api_errors import (
    ApiError,
    AuthenticationError,
    BadRequestError,
    ConflictError,
    LockedError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    ServerError,
    UnprocessableError,
    error_class,
)
from .bulk_errors import BulkError, GetManyError, SyncError
from .client_errors import (
    ClientClosedError,
    DecodeError,
    InvalidArgumentError,
    InvalidBodyError,
    MissingAccountIdError,
    RequestError,
    ValidationError,
    WrongAccountError,
    YulsnConnectionError,
    YulsnError,
    YulsnTimeoutError,
)

__all__ = [
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
]
