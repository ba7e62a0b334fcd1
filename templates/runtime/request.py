"""Build the request of a call from its arguments. No I/O."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any
from urllib.parse import quote

from msgspec import UNSET

from .account_id import ACCOUNT_ID_VARIABLE
from .arguments import check_argument, check_body
from .calls import Call
from .date_times import has_offset, iso_text
from .encoding import encode
from .errors import InvalidArgumentError, MissingAccountIdError
from .wire import is_array

__all__ = ["Request", "build", "wire_text"]

_ACCOUNT_ID = "accountId"
_MOST_DIGITS = 400  # Python writes integers of up to 4,300 digits, and any exponent of a Decimal as digits
_PARAMETER = re.compile(r"/\{([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Request:
    """A request that is ready to be sent. `url` is the path with the query, percent-encoded."""

    method: str
    url: str
    content: bytes | None
    call: Call[Any]

    def __repr__(self) -> str:
        return f"<Request {self.method} {self.url.partition('?')[0]} ({self.call.name})>"


def build(
    call: Call[Any],
    *,
    path: Mapping[str, object] | None = None,
    query: Mapping[str, object] | None = None,
    body: object = UNSET,
    account_id: int | None = None,
) -> Request:
    """Build the request of a call.

    A query parameter or body that is None or UNSET is omitted. A list is sent indexed in the query
    (`status[0]=100&status[1]=105`), and with commas in the path (`/3,4`).
    A path parameter that is None drops its segment only if it is the last one of a GET request; elsewhere, that would
    turn a call about one object into a call about all. Lone surrogates are encoded as in CESU-8, so that every argument
    is sent unchanged.

    Args:
        call: The call.
        path: The path parameters by wire name.
        query: The query parameters by wire name.
        body: The request body.
        account_id: The account's number, which paths of version 2 contain.

    Raises:
        MissingAccountIdError: If the path contains the account's number, and there is none.
        InvalidArgumentError: If an argument is of the wrong type, or cannot be sent: an empty path segment, a date-time
            without a UTC offset, or a number that is not finite.
        InvalidBodyError: If the body does not fit its type.
    """
    path, query = {**_account(call, account_id), **_checked(call, path)}, _checked(call, query)
    if call.body is not None:
        body = check_body(call.name, call.body, body)

    def segment(found: re.Match[str]) -> str:
        value = path[found[1]]
        dropped = value is None and call.method == "GET" and found.end() == len(call.path)
        return "" if dropped else "/" + _segment(found[1], value)

    pairs = [pair for name, value in query.items() for pair in _pairs(name, value)]
    search = "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in pairs)
    return Request(
        method=call.method,
        url=_PARAMETER.sub(segment, call.path) + (f"?{search}" if search else ""),
        content=None if body is UNSET or body is None else encode(body),
        call=call,
    )


def _account(call: Call[Any], account_id: int | None) -> Mapping[str, object]:
    """Return the path parameter that is the account's number, if the call has it."""
    if f"{{{_ACCOUNT_ID}}}" not in call.path:
        return {}
    if account_id is None:
        raise MissingAccountIdError(
            f"{call.name} needs the account's number: pass account_id to the client, "
            f"or set the environment variable {ACCOUNT_ID_VARIABLE}"
        )
    return {_ACCOUNT_ID: account_id}


def _checked(call: Call[Any], arguments: Mapping[str, object] | None) -> Mapping[str, object]:
    return {name: _argument(call, name, value) for name, value in (arguments or {}).items()}


def _argument(call: Call[Any], name: str, value: object) -> object:
    starts = call.page is not None and (name, value) == (call.page.cursor, call.page.start)
    if starts or name not in call.parameters:  # the cursor that starts a listing may be empty
        return value
    return check_argument(call.name, name, call.parameters[name], value)


def _segment(name: str, value: object) -> str:
    if is_array(value) and value:
        return ",".join(_segment(name, item) for item in value)
    text = "" if value is None or is_array(value) else wire_text(name, value)
    if not text:
        raise InvalidArgumentError(f"{name} is empty; a path parameter needs a value")
    # Clients and proxies remove bare dot segments.
    return _quoted(text) if text.strip(".") else text.replace(".", "%2E")


def _quoted(text: str) -> str:
    return quote(text, safe="", errors="surrogatepass")


def _pairs(name: str, value: object) -> Iterator[tuple[str, str]]:
    if is_array(value):
        for index, item in enumerate(value):
            yield f"{name}[{index}]", wire_text(f"{name}[{index}]", item)
    elif value is not None and value is not UNSET:
        yield name, wire_text(name, value)


def wire_text(name: str, value: object) -> str:
    """Return a value as text for a query, a path segment, or a condition of a search.

    Raises:
        InvalidArgumentError: If the value cannot be sent as text.
    """
    match value:
        case str() if not isinstance(value, Enum):
            return value
        case Enum():
            return str(value.value)
        case bool():
            return "true" if value else "false"
        case datetime():
            if not has_offset(value):
                raise InvalidArgumentError(
                    f"{name} is a date-time without a UTC offset; add one, such as tzinfo=datetime.UTC"
                )
            try:
                return iso_text(value)
            except OverflowError:
                raise InvalidArgumentError(f"{name} is out of the range of date-times") from None
        case date():
            return value.isoformat()
        case int() if abs(value) < 10**_MOST_DIGITS:
            return str(value)
        case int():
            raise InvalidArgumentError(f"{name} has more than {_MOST_DIGITS} digits")
        case Decimal() if value.is_finite() and abs(value.adjusted()) < _MOST_DIGITS:
            return f"{value:f}"
        case float() if value - value == 0:
            return f"{Decimal(repr(value)):f}"
        case Decimal() | float():
            raise InvalidArgumentError(f"{name} is {value}, which cannot be sent")
        case _:
            raise InvalidArgumentError(f"{name} is of type {type(value).__name__}, which cannot be sent as text")
