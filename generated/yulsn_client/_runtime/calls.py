"""Build the request of a call from its arguments, and read its value from the response. No I/O.

A call is what one method of the client does; the generated modules define one `Call` for each.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Generic, TypeVar, cast
from urllib.parse import quote

import msgspec
from msgspec import UNSET

from .decoding import Report, decode
from .encoding import encode
from .errors import ApiError, ConflictError, DecodeError, error_class, printable, reason, warning
from .http_policy import retry_after
from .json_types import allows_null
from .views import Headers, masked
from .wire import is_array, is_object, shape_of

__all__ = ["Call", "Missing", "Page", "Request", "build", "read"]

T = TypeVar("T")


class Missing(Enum):
    """The meaning of a response with status 404 to a call."""

    RAISES = "raises"
    """`NotFoundError` is raised."""
    NONE = "none"
    """The call returns None."""
    EMPTY = "empty"
    """The call returns an empty list."""


@dataclass(frozen=True, slots=True)
class Page:
    """How a call that returns a list pages by id.

    Attributes:
        cursor: query name of the cursor: the answer holds items with a higher id.
        item: attribute of an item that is its id.
        limit: most items that a page holds.
        size: query name of the page size, if the call has one.
    """

    cursor: str
    item: str
    limit: int
    size: str | None = None


@dataclass(frozen=True, slots=True)
class Call(Generic[T]):
    """One call of the API.

    Attributes:
        name: resource and method, such as `contacts.find_by_email`.
        method: HTTP method.
        path: path with its parameters in braces.
        returns: type of the answer; None if nothing is returned.
        missing: what 404 means.
        conflict: model of the object that an answer 409 may hold, if any.
        page: how it pages, if it does.
        sensitive: whether the body holds a password.
    """

    name: str
    method: str
    path: str
    returns: Any = None
    missing: Missing = Missing.RAISES
    conflict: type[msgspec.Struct] | None = None
    page: Page | None = None
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """A request that is ready to be sent: `url` is the path with the query, both encoded."""

    method: str
    url: str
    content: bytes | None
    call: Call[Any]

    def __repr__(self) -> str:
        return f"<Request {self.method} {self.url.partition('?')[0]} ({self.call.name})>"


# --- Arguments to request ---

_PARAMETER = re.compile(r"/\{([^{}]+)\}")


def build(
    call: Call[Any],
    *,
    path: Mapping[str, object] | None = None,
    query: Mapping[str, object] | None = None,
    body: object = UNSET,
) -> Request:
    """The request for a call with these arguments, by wire name.

    A query parameter that is None or UNSET is left out, and so is a body. A list is sent indexed
    (`status[0]=100&status[1]=105`). A path parameter that is None drops its segment, if that is the last one of a
    path that is only read; elsewhere it would turn a call about one object into a call about all. Half of a surrogate
    pair is sent as the three bytes that UTF-8 would write it in, did it have such; strict servers find nothing by it.

    Raises:
        ValueError: a value that cannot be sent so: an empty path segment, a date-time without offset, a number that
            is not finite.
        InvalidBodyError: the body does not fit its type.
    """

    def segment(found: re.Match[str]) -> str:
        value = (path or {})[found[1]]
        dropped = value is None and call.method == "GET" and found.end() == len(call.path)
        return "" if dropped else "/" + _segment(found[1], value)

    pairs = [pair for name, value in (query or {}).items() for pair in _pairs(name, value)]
    search = "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in pairs)
    return Request(
        method=call.method,
        url=_PARAMETER.sub(segment, call.path) + (f"?{search}" if search else ""),
        content=None if body is UNSET or body is None else encode(body),
        call=call,
    )


def _segment(name: str, value: object) -> str:
    text = "" if value is None else _text(name, value)
    if not text:
        raise ValueError(f"{name} is empty; it is a part of the path and needs a value")
    # A bare dot segment would be resolved away on its way to the server.
    return _quoted(text) if text.strip(".") else text.replace(".", "%2E")


def _quoted(text: str) -> str:
    return quote(text, safe="", errors="surrogatepass")


def _pairs(name: str, value: object) -> Iterator[tuple[str, str]]:
    if is_array(value):
        for index, item in enumerate(value):
            yield f"{name}[{index}]", _text(f"{name}[{index}]", item)
    elif value is not None and value is not UNSET:
        yield name, _text(name, value)


def _text(name: str, value: object) -> str:
    """A value as the text of a query or of a path segment."""
    match value:
        case str() if not isinstance(value, Enum):
            return value
        case Enum():
            return str(value.value)
        case bool():
            return "true" if value else "false"
        case datetime():
            if value.utcoffset() is None:
                raise ValueError(f"{name} is a date-time without offset; give it one, such as tzinfo=timezone.utc")
            return value.isoformat()
        case date():
            return value.isoformat()
        case int():
            return str(value)
        case Decimal() if value.is_finite():
            return f"{value:f}"
        case float() if value - value == 0:
            return f"{Decimal(repr(value)):f}"
        case Decimal() | float():
            raise ValueError(f"{name} is {value}, which is not a number that can be sent")
        case _:
            raise ValueError(f"{name} is of type {type(value).__name__}, which cannot be sent in a URL")


# --- Answer to value ---


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
    """The value that an answer to a call holds. `url` (path and query as sent) is for the text of errors, from which
    all that is in `hide` (the key, a password) is cut out.

    A 404 in HTML is always raised: it comes from a host or a proxy that does not know the API at all, and must not
    pass for "there is no such object".

    Raises:
        ApiError: the status is not 2xx, unless it is a 404 that the call takes for an answer.
        DecodeError: the answer is not what the call returns.
    """
    if 200 <= status < 300:
        return cast("T", _success(call, headers, body, report))
    if status == 404 and call.missing is not Missing.RAISES and "html" not in _header(headers, "content-type"):
        return cast("T", _nothing(call))
    raise _error(call, status, headers, body, url or call.path, hide)


def _success(call: Call[Any], headers: Mapping[str, str], body: bytes, report: Report | None) -> Any:
    if call.returns is None:
        if body and "html" in _header(headers, "content-type"):
            # The API answers with no page: something before it did, and may not have passed the request on.
            raise DecodeError(f"response to {call.name} is an HTML page{_doubt(call)}", body=body)
        return None
    if body.strip() in (b"", b"null") and (call.missing is not Missing.RAISES or allows_null(call.returns)):
        return _nothing(call)
    try:
        return decode(call.returns, body, report)
    except DecodeError as error:
        told = _header(headers, "content-type") or "no content type"
        raise DecodeError(f"response to {call.name} ({printable(told)}): {error}{_doubt(call)}", body=body) from None


def _doubt(call: Call[Any]) -> str:
    doubt = warning(call.method)
    return f"; {doubt}" if doubt else ""


def _nothing(call: Call[Any]) -> list[Any] | None:
    return [] if call.missing is Missing.EMPTY else None


def _header(headers: Mapping[str, str], name: str) -> str:
    return next((value for key, value in headers.items() if key.lower() == name), "")


def _error(
    call: Call[Any], status: int, headers: Mapping[str, str], body: bytes, url: str, hide: Collection[str]
) -> ApiError:
    def shown(text: str) -> str:
        for secret in hide:
            text = text.replace(secret, "***")
        return printable(text)

    told = _error_members(body)
    message = told.get("message")
    if 300 <= status < 400:
        message = "the server redirects, which this client does not follow; check base_url"
    error = error_class(status)(
        shown(message) if isinstance(message, str) and message.strip() else reason(status),
        status=status,
        method=call.method,
        url=url,
        call=call.name,
        body=masked(body, hide),
        model_state={
            shown(name): [shown(text) for text in texts] for name, texts in _model_state(told.get("modelstate"))
        },
        retry_after=retry_after(headers),
    )
    error.request_id = Headers(headers).request_id
    if isinstance(error, ConflictError):
        error.latest = _latest(call, body)
    return error


def _error_members(body: bytes) -> Mapping[str, Any]:
    """The members of an error's JSON object by name in lower case; none if the body is something else."""
    try:
        members: Any = decode(Any, body)
    except DecodeError:
        return {}
    return {str(name).lower(): value for name, value in members.items()} if is_object(members) else {}


def _model_state(value: object) -> Iterator[tuple[str, list[str]]]:
    """The messages by property; one message may stand without its list."""
    for name, texts in value.items() if is_object(value) else ():
        yield str(name), [str(text) for text in texts] if is_array(texts) else [str(texts)]


def _latest(call: Call[Any], body: bytes) -> Any:
    """Return the object in a response with status 409, or None if it contains a message."""
    if call.conflict is None:
        return None
    try:
        members: Any = decode(Any, body)
        held = is_object(members) and not shape_of(call.conflict).required.isdisjoint(members)
        return decode(call.conflict, body) if held else None
    except DecodeError:
        return None
