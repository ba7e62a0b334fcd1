"""Read error responses that are problem details (RFC 9457), as version 2 of the API sends them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .decoding import decode
from .error_text import printable
from .errors import DecodeError
from .http_policy import header
from .wire import is_object

__all__ = ["ProblemDetails", "read_problem"]

_MEDIA_TYPE = "application/problem+json"
_KNOWN = frozenset({"type", "title", "status", "detail", "instance"})


@dataclass(frozen=True, slots=True)
class ProblemDetails:
    """Problem details; members that the response does not have are None.

    Attributes:
        title: Summary of the type of the problem.
        detail: What went wrong this time.
        type: URI of the type.
        extra: The members that RFC 9457 does not define, by name.
    """

    title: str | None
    detail: str | None
    type: str | None
    extra: Mapping[str, Any]

    @property
    def message(self) -> str | None:
        """The most specific text."""
        return self.detail or self.title


def read_problem(headers: Mapping[str, str], body: bytes) -> ProblemDetails | None:
    """Return the problem details in an error response, or None if it is of another kind. Names may be in any case.

    Without the media type, an object is taken for problem details if it has a title but no message.

    Args:
        headers: The headers of the response.
        body: Its body, in which secrets are masked.
    """
    try:
        members: Any = decode(Any, body)
    except DecodeError:
        return None
    if not is_object(members):
        return None
    known = {str(name).lower(): value for name, value in members.items()}
    if _MEDIA_TYPE not in header(headers, "content-type").lower() and ("title" not in known or "message" in known):
        return None

    def text(name: str) -> str | None:
        value = known.get(name)
        return printable(value) if isinstance(value, str) and value.strip() else None

    extra = {str(name): value for name, value in members.items() if str(name).lower() not in _KNOWN}
    return ProblemDetails(text("title"), text("detail"), text("type"), extra)
