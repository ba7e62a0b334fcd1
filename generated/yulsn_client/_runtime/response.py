"""Read the value of a call from its response, or raise its error. No I/O."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, TypeVar, cast

from .calls import Call, OnNotFound
from .decoding import Report, decode
from .error_text import printable, reason, warning
from .errors import ApiError, ConflictError, DecodeError, error_class
from .http_policy import header, retry_after
from .json_types import allows_null
from .problems import read_problem
from .views import Headers, mask, masked
from .wire import is_array, is_object, shape_of

__all__ = ["read"]

T = TypeVar("T")


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
    if status == 404 and call.on_not_found is not OnNotFound.RAISES and not _is_html(headers):
        return cast("T", _no_result(call))
    raise _error(call, status, headers, body, url or call.path, hide)


def _success(call: Call[Any], headers: Mapping[str, str], body: bytes, report: Report | None) -> Any:
    if call.returns is None:
        if body and _is_html(headers):
            raise _html_page(call, body)
        return None
    if body.strip() in (b"", b"null") and (call.on_not_found is not OnNotFound.RAISES or allows_null(call.returns)):
        return _no_result(call)
    try:
        return decode(call.returns, body, report)
    except DecodeError as error:
        if _is_html(headers):
            raise _html_page(call, body) from None
        media_type = printable(header(headers, "content-type") or "no content type")
        raise DecodeError(f"response to {call.name} ({media_type}): {error}{_outcome(call)}", body=body) from None


def _is_html(headers: Mapping[str, str]) -> bool:
    return "html" in header(headers, "content-type")


def _html_page(call: Call[Any], body: bytes) -> DecodeError:
    """Return the error for a page, which the API never sends; whoever did may not have forwarded the request."""
    advice = "a proxy or another site may be responding instead of the API; check the base URL"
    return DecodeError(f"response to {call.name} is an HTML page: {advice}{_outcome(call)}", body=body)


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
    error.request_id = Headers(headers, hide).request_id
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
