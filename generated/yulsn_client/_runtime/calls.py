"""Build the request of a call from its arguments, and decode its response. No I/O.

A call is what one method of the client does. The generated modules define a `Call` for each.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Generic, TypeVar, cast
from urllib.parse import quote

import msgspec
from msgspec import UNSET

from .account_id import ACCOUNT_ID_VARIABLE
from .arguments import check_argument, check_body
from .date_times import standard
from .decoding import Report, decode
from .encoding import encode
from .error_text import printable, reason, warning
from .errors import ApiError, ConflictError, DecodeError, InvalidArgumentError, MissingAccountIdError, error_class
from .http_policy import header, retry_after
from .json_types import allows_null
from .problems import read_problem
from .views import Headers, mask, masked
from .wire import is_array, is_object, shape_of

__all__ = ["Call", "OnNotFound", "Page", "Request", "build", "read", "wire_text"]

T = TypeVar("T")


class OnNotFound(Enum):
    """What a call does on a 404 response."""

    RAISES = "raises"
    """Raise `NotFoundError`."""
    NONE = "none"
    """Return None."""
    EMPTY = "empty"
    """Return an empty list."""


@dataclass(frozen=True, slots=True)
class Page:
    """How a listing is paged by id.

    Attributes:
        cursor: The query parameter of the cursor: a page contains the items after it.
        item: The attribute of an item that holds its id.
        limit: The maximum number of items in a page.
        start: The cursor of the first page.
        size: The query parameter of the page size, if the call has one.
    """

    cursor: str
    item: str
    limit: int
    start: int | str = 0
    size: str | None = None


@dataclass(frozen=True, slots=True)
class Call(Generic[T]):
    """A call of the API.

    Attributes:
        name: The resource and method, such as `contacts.find_by_email`.
        method: The HTTP method.
        path: The path, with its parameters in braces.
        parameters: The types of the path and query parameters by wire name; those of optional ones include None.
        body: The type of the body, or None if it is not checked or there is none.
        returns: The type of the response, or None if the call returns nothing.
        on_not_found: What to do on a 404 response.
        conflict: The model of the object that a 409 response may contain, if any.
        page: How the call is paged, if it is.
        sensitive: Whether the body contains a password.
        retried: Whether a failed request may be sent again.
        wrapper: For a search, the member of the body that holds the conditions; None if the body is the bare list.
    """

    name: str
    method: str
    path: str
    returns: Any = None
    parameters: Mapping[str, Any] = field(default_factory=dict[str, Any], hash=False)
    body: Any = None
    on_not_found: OnNotFound = OnNotFound.RAISES
    conflict: type[msgspec.Struct] | None = None
    page: Page | None = None
    sensitive: bool = False
    retried: bool = True
    wrapper: str | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """A request that is ready to be sent. `url` is the path with the query, percent-encoded."""

    method: str
    url: str
    content: bytes | None
    call: Call[Any]

    def __repr__(self) -> str:
        return f"<Request {self.method} {self.url.partition('?')[0]} ({self.call.name})>"


# --- Arguments to request ---

_ACCOUNT_ID = "accountId"
_PARAMETER = re.compile(r"/\{([^{}]+)\}")


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
            if value.utcoffset() is None:
                raise InvalidArgumentError(
                    f"{name} is a date-time without a UTC offset; add one, such as tzinfo=datetime.UTC"
                )
            try:
                return standard(value).isoformat()
            except OverflowError:
                raise InvalidArgumentError(f"{name} is out of the range of date-times") from None
        case date():
            return value.isoformat()
        case int():
            return str(value)
        case Decimal() if value.is_finite():
            return f"{value:f}"
        case float() if value - value == 0:
            return f"{Decimal(repr(value)):f}"
        case Decimal() | float():
            raise InvalidArgumentError(f"{name} is {value}, which cannot be sent")
        case _:
            raise InvalidArgumentError(f"{name} is of type {type(value).__name__}, which cannot be sent as text")


# --- Response to value ---


def read(
    call: Call[T],
    status: int,
    headers: Mapping[str, str],
    body: bytes,
    *,
    url: str | None = None,
    hide: Collection[str] = (),
    report: Report | None = None,
) -> T:
    """Return the value of a response.

    A 404 page in HTML is always an error: it comes from a host or proxy that does not know the API, and does not mean
    that the object does not exist.

    Args:
        call: The call.
        status: The status code.
        headers: The response headers.
        body: The response body.
        url: The path and query as sent, for error messages.
        hide: Secrets (the key, a password) to remove from error messages.
        report: Called for each deviation of the response from its type.

    Raises:
        ApiError: If the status is not 2xx, unless it is a 404 that the call maps to a value.
        DecodeError: If the response cannot be decoded.
    """
    if 200 <= status < 300:
        return cast("T", _success(call, headers, body, report))
    if status == 404 and call.on_not_found is not OnNotFound.RAISES and "html" not in header(headers, "content-type"):
        return cast("T", _no_result(call))
    raise _error(call, status, headers, body, url or call.path, hide)


def _success(call: Call[Any], headers: Mapping[str, str], body: bytes, report: Report | None) -> Any:
    if call.returns is None:
        if body and "html" in header(headers, "content-type"):
            # The API never sends HTML: a proxy did, and may not have forwarded the request.
            raise DecodeError(f"response to {call.name} is an HTML page{_outcome(call)}", body=body)
        return None
    if body.strip() in (b"", b"null") and (call.on_not_found is not OnNotFound.RAISES or allows_null(call.returns)):
        return _no_result(call)
    try:
        return decode(call.returns, body, report)
    except DecodeError as error:
        media_type = printable(header(headers, "content-type") or "no content type")
        raise DecodeError(f"response to {call.name} ({media_type}): {error}{_outcome(call)}", body=body) from None


def _outcome(call: Call[Any]) -> str:
    outcome = warning(call.method)
    return f"; {outcome}" if outcome else ""


def _no_result(call: Call[Any]) -> list[Any] | None:
    return [] if call.on_not_found is OnNotFound.EMPTY else None


def _error(
    call: Call[Any], status: int, headers: Mapping[str, str], body: bytes, url: str, hide: Collection[str]
) -> ApiError:
    def shown(text: str) -> str:
        return printable(mask(text, hide))

    members = _error_members(body)
    problem = read_problem(headers, masked(body, hide))
    message = members.get("message") if problem is None else problem.message
    if 300 <= status < 400:
        message = "the server redirects, and this client does not follow redirects; check base_url"
    error = error_class(status)(
        shown(message) if isinstance(message, str) and message.strip() else reason(status),
        status=status,
        method=call.method,
        url=url,
        call=call.name,
        body=masked(body, hide),
        model_state={
            shown(name): [shown(text) for text in texts]
            for name, texts in _model_state(members.get("modelstate" if problem is None else "errors"))
        },
        retry_after=retry_after(headers),
    )
    error.request_id = Headers(headers).request_id
    if problem is not None:
        error.title, error.detail, error.type = problem.title, problem.detail, problem.type
        error.extra = problem.extra
    if isinstance(error, ConflictError):
        error.latest = _latest(call, body)
    return error


def _error_members(body: bytes) -> Mapping[str, Any]:
    """Return the members of an error's JSON object by lowercase name; empty if the body is something else."""
    try:
        members: Any = decode(Any, body)
    except DecodeError:
        return {}
    return {str(name).lower(): value for name, value in members.items()} if is_object(members) else {}


def _model_state(value: object) -> Iterator[tuple[str, list[str]]]:
    """Yield the messages by property. The API may send a single message without a list."""
    for name, texts in value.items() if is_object(value) else ():
        yield str(name), [str(text) for text in texts] if is_array(texts) else [str(texts)]


def _latest(call: Call[Any], body: bytes) -> Any:
    """Return the object that a 409 response contains, or None if it only contains a message."""
    if call.conflict is None:
        return None
    try:
        members: Any = decode(Any, body)
        has_object = is_object(members) and not shape_of(call.conflict).required.isdisjoint(members)
        return decode(call.conflict, body) if has_object else None
    except DecodeError:
        return None
