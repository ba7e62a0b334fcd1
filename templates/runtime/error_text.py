"""Text of errors and logs: what the server or a user sent is made safe to show."""

from __future__ import annotations

from http import HTTPStatus

__all__ = ["WRITES", "escaped", "printable", "reason", "warning"]

_LONGEST = 500
WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
"""Methods that change something on the server."""


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


def warning(method: str) -> str:
    """Return the warning that a failed write may have been carried out; empty for a read."""
    return "the server may have carried out the request" if method in WRITES else ""
