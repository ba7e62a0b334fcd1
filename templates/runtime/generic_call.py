"""Calls that the package does not know, for `client.request`."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote, unquote

from msgspec.inspect import CustomType, type_info

from .calls import Call
from .error_text import WRITES, escaped
from .errors import InvalidArgumentError
from .http_policy import IDEMPOTENT
from .unknown_properties import decoder
from .wire import is_object

__all__ = ["GENERIC_CALL", "generic_call"]

GENERIC_CALL = "request"
"""Name of every such call."""

_SAFE = "/:@!$&'()*+,;=~%"  # the characters of a path segment that `quote` would escape, and escapes themselves
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")


def generic_call(method: object, path: object, query: object, returns: Any) -> Call[Any]:
    """Return a call from its method and path. Its body is treated as a secret, as nothing is known about it.

    Args:
        method: HTTP method, in any case.
        path: Path below the base URL, such as `/api/v1/Contacts/5`. What is not valid in a path is percent-encoded.
        query: Query parameters, or None.
        returns: Type of the response, or None to ignore it.

    Raises:
        InvalidArgumentError: If the method is unknown, the path could lead elsewhere than below the base URL, or
            another argument cannot be used.
    """
    if not isinstance(method, str) or method.upper() not in IDEMPOTENT | WRITES:
        raise InvalidArgumentError(f"request: method must be one of {', '.join(sorted(IDEMPOTENT | WRITES))}")
    if not isinstance(path, str) or not path.startswith("/"):
        raise InvalidArgumentError("request: path must be text that starts with '/'; the host is that of the client")
    for character, hint in (("?", "pass the query as `query`"), ("#", "encode it as %23"), ("\\", "encode it as %5C")):
        if character in path:
            raise InvalidArgumentError(f"request: path contains {escaped(character)!r}; {hint}")
    if not path.isprintable() or _BAD_ESCAPE.search(path):
        raise InvalidArgumentError("request: path contains a control character, or a '%' that starts no escape")
    if path.startswith("//") or not {".", ".."}.isdisjoint(_segments(path)):
        raise InvalidArgumentError("request: path must not start with '//' or contain the segments '.' and '..'")
    if query is not None and not is_object(query):
        raise InvalidArgumentError(f"request: query must be a mapping of names to values, not {type(query).__name__}")
    kind = Any if returns is object else returns
    if not _can_be_decoded(kind):
        raise InvalidArgumentError(f"request: returns must be a type that msgspec decodes, not {returns!r}")
    return Call(GENERIC_CALL, method.upper(), quote(path, safe=_SAFE), returns=kind, sensitive=True)


def _can_be_decoded(kind: Any) -> bool:
    try:
        decoder(kind)
        return not isinstance(type_info(kind), CustomType)
    except TypeError:
        return False


def _segments(path: str) -> set[str]:
    """Return the segments of a path after removing every level of percent-encoding, as proxies may do."""
    while (decoded := unquote(path)) != path:
        path = decoded
    return set(re.split(r"[/\\]", path))
