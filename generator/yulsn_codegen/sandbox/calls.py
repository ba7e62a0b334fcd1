"""What a handler gets and gives: a `Call` comes in, a `Reply` comes out, or a `RefusedError` is raised.

A handler runs inside one transaction, which a RefusedError rolls back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar
from urllib.parse import parse_qsl, unquote

from ..account.schema import AccountSchema
from .store import Store
from .values import types as values
from .values import wire

_T = TypeVar("_T")
_INDEX = re.compile(r"(.*)\[([0-9]{1,4})\]", re.DOTALL)
_MOST_QUERY_VALUES = 2000

Errors = Mapping[str, Sequence[str]]


class RefusedError(Exception):
    """An answer with an error status; its body is `Message` and `ModelState`, or the `body` given instead."""

    def __init__(
        self,
        status: int,
        message: str,
        errors: Errors | None = None,
        *,
        body: object = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.headers = dict(headers or {})
        self.body: object = body
        if body is None:
            self.body = {"Message": message} | ({"ModelState": errors} if errors else {})


def invalid(errors: Errors) -> RefusedError:
    """Return the 400 for members or parameters that are not what they should be, by name."""
    return RefusedError(400, "The request is invalid.", errors)


def duplicate(value: object) -> RefusedError:
    """Return the 409 for a value that another object has, of those that only one may have."""
    return RefusedError(409, f"Cannot save duplicate value '{value}'!")


@dataclass(frozen=True)
class Reply:
    """A 200: a JSON value, or a file as it is."""

    value: object = None
    content: bytes | None = None
    media_type: str = "application/json; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)


EMPTY = Reply(content=b"", media_type="")  # where the API answers with nothing at all


@dataclass(frozen=True)
class Query:
    """A query string: names match in any case, `s[0]=1&s[1]=2` is the list `s`."""

    lists: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, text: str) -> Query:
        """Read a query string as ASP.NET does; raises RefusedError (400) for one with too many values."""
        found: dict[str, list[tuple[int, str]]] = {}
        try:
            pairs = _pairs(text)
        except ValueError:
            raise RefusedError(400, "The query has too many values.") from None
        for name, value in pairs:
            indexed = _INDEX.fullmatch(name)
            plain, index = (indexed[1], int(indexed[2])) if indexed else (name, 0)
            found.setdefault(plain.lower(), []).append((index, value))
        return cls(
            {
                name: tuple(value for _, value in sorted(pairs, key=lambda pair: pair[0]))
                for name, pairs in found.items()
            }
        )

    def __contains__(self, name: str) -> bool:
        return name.lower() in self.lists

    def many(self, name: str) -> tuple[str, ...]:
        """Return all values of a list parameter."""
        return self.lists.get(name.lower(), ())

    def text(self, name: str) -> str:
        """Return a parameter's text, empty where it was not sent."""
        found = self.many(name)
        return found[0] if found else ""

    def read(self, name: str, read: Callable[[str], _T]) -> _T | None:
        """Return a parameter by way of `read`, None where it was not sent or is empty; raises RefusedError (400)."""
        written = self.text(name)
        return attempt(name, lambda: read(written)) if written else None

    def need(self, name: str, read: Callable[[str], _T]) -> _T:
        """Return a parameter that the call cannot do without by way of `read`; raises RefusedError (400)."""
        return attempt(name, lambda: read(self.text(name)))


def _pairs(text: str) -> list[tuple[str, str]]:
    """Return a query's names and values, decoded as `unquoted` does it; raises ValueError for too many."""
    read = partial(parse_qsl, text, keep_blank_values=True, max_num_fields=_MOST_QUERY_VALUES)
    try:
        return read(errors="surrogatepass")
    except UnicodeDecodeError:
        return read(errors="replace")


def unquoted(text: str) -> str:
    """Return a percent-encoded text as it was before, half of a surrogate pair included; other bytes are replaced.

    What .NET makes of such a half is not documented: here it is kept, so that an account's names can all be asked for.
    """
    try:
        return unquote(text, errors="surrogatepass")
    except UnicodeDecodeError:
        return unquote(text)


def attempt(name: str, read: Callable[[], _T]) -> _T:
    """Return what `read` returns; its ValueError becomes the 400 that names `name`."""
    try:
        return read()
    except ValueError as error:
        raise invalid({name: [f"`{name}` {error}."]}) from None


@dataclass(frozen=True)
class Call:
    """One request, with what it is answered from.

    path: the values of the template's parameters; base_url: the server as the caller addressed it, no slash at its end.
    """

    account: AccountSchema
    store: Store
    path: Mapping[str, str]
    query: Query
    base_url: str
    content_type: str
    content: bytes

    def id(self, name: str = "id") -> int:
        """Return a path parameter that is an id; raises RefusedError (400)."""
        return attempt(name, lambda: values.integer_text(self.path[name]))

    def body(self) -> object:
        """Return the body as JSON; raises RefusedError: 415 for another media type or charset, 400 without JSON."""
        if not self.content and not self.content_type:
            raise RefusedError(400, "This call needs a body.")
        media_type, _, parameters = self.content_type.lower().partition(";")
        charset = re.search(r"charset\s*=\s*\"?([^\s;\"]+)", parameters)
        if media_type.strip() not in ("application/json", "text/json"):
            raise RefusedError(415, "The body's media type should be application/json.")
        if charset and charset[1] not in ("utf-8", "utf8"):
            raise RefusedError(415, "The body's charset should be utf-8.")
        try:
            return wire.loads(self.content)
        except ValueError as error:
            raise RefusedError(400, str(error)) from None

    def json_object(self) -> dict[str, object]:
        """Return the body, a JSON object; raises RefusedError (400, 415)."""
        value = self.body()
        if not isinstance(value, dict):
            raise RefusedError(400, "The body should be a JSON object.")
        return value

    def json_objects(self) -> list[dict[str, object]]:
        """Return the body, a JSON list of objects; raises RefusedError (400, 415)."""
        value = self.body()
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise RefusedError(400, "The body should be a JSON list of objects.")
        return value


Handler = Callable[[Call], Reply]


@dataclass(frozen=True)
class Route:
    """One documented row.

    path: as documented, `{name?}` for a last segment that may be missing; query: the names that tell the row from those
    that share its method and path; optional: its other query names.
    """

    method: str
    path: str
    handler: Handler
    query: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
