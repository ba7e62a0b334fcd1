"""The values that handlers work with: they receive an `ApiRequest`, and return a `Reply` or raise a `RefusedError`.

A handler runs inside one transaction, which a `RefusedError` rolls back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar
from urllib.parse import parse_qsl, unquote

from ..account.schema import AccountSchema
from .store import Store
from .values import exact_json, periods, scalars
from .values.periods import Period

_T = TypeVar("_T")
_INDEX = re.compile(r"(.*)\[([0-9]{1,4})\]", re.DOTALL)
_MOST_QUERY_VALUES = 2000

Errors = Mapping[str, Sequence[str]]


class RefusedError(Exception):
    """An error response. Its body holds `Message` and `ModelState`, unless `body` is given."""

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
    """Return the 400 error for invalid properties or parameters, given the messages by name."""
    return RefusedError(400, "The request is invalid.", errors)


@dataclass(frozen=True)
class Reply:
    """A response, usually with status 200: a JSON value, or `content` or `parts` sent unchanged.

    Attributes:
        parts: A body that is too large for memory. It is read when it is sent, after the request's transaction.
        account: The account schema to serve from now on, if the request changed it.
    """

    value: object = None
    content: bytes | None = None
    parts: Iterator[bytes] | None = None
    media_type: str = "application/json; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200
    account: AccountSchema | None = None


EMPTY = Reply(content=b"", media_type="")  # for calls whose response has no body


@dataclass(frozen=True)
class Query:
    """A parsed query string. Names are case-insensitive; `s[0]=1&s[1]=2` is the list `s`."""

    lists: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, text: str) -> Query:
        """Parse a query string the way ASP.NET does.

        Raises:
            RefusedError: 400 if the query has too many values.
        """
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
        """Return a parameter's text, or an empty string if it is absent."""
        found = self.many(name)
        return found[0] if found else ""

    def read(self, name: str, parse: Callable[[str], _T]) -> _T | None:
        """Parse an optional parameter; absent and empty are None. Raises RefusedError (400)."""
        written = self.text(name)
        return attempt(name, lambda: parse(written)) if written else None

    def need(self, name: str, parse: Callable[[str], _T]) -> _T:
        """Parse a required parameter. Raises RefusedError (400)."""
        return attempt(name, lambda: parse(self.text(name)))

    def period(self, start: str = "from", end: str = "to") -> Period:
        """Return the period between two optional parameters. Raises RefusedError (400)."""
        return Period.between(self.read(start, periods.parse_key), self.read(end, periods.parse_key))

    def need_period(self) -> Period:
        """Return the period between the required parameters `from` and `to`. Raises RefusedError (400)."""
        return Period(self.need("from", periods.parse_key), self.need("to", periods.parse_key))


def _pairs(text: str) -> list[tuple[str, str]]:
    """Return the decoded names and values of a query; see `unquoted`. Raises ValueError if there are too many."""
    parse = partial(parse_qsl, text, keep_blank_values=True, max_num_fields=_MOST_QUERY_VALUES)
    try:
        return parse(errors="surrogatepass")
    except UnicodeDecodeError:
        return parse(errors="replace")


def unquoted(text: str) -> str:
    """Decode percent-encoded text, keeping lone surrogates; other invalid bytes become U+FFFD.

    How .NET treats a lone surrogate is not documented. It is kept here so that every name in an account is reachable.
    """
    try:
        return unquote(text, errors="surrogatepass")
    except UnicodeDecodeError:
        return unquote(text)


def attempt(name: str, parse: Callable[[], _T]) -> _T:
    """Return the result of `parse`, converting a ValueError to the 400 error for `name`."""
    try:
        return parse()
    except ValueError as error:
        raise invalid({name: [f"`{name}` {error}."]}) from None


@dataclass(frozen=True)
class ApiRequest:
    """One request, with everything a handler needs to respond to it.

    Attributes:
        account: The account schema in force.
        schema: The account schema with the properties that overlays add, as fields of their objects.
        store: The stored data, inside a transaction.
        path: The values of the path parameters.
        base_url: The URL of the server as the caller addressed it, without a trailing slash.
        strict: Whether to refuse what the API ignores.
        range: The value of the header; empty if it is absent.
        export_delay: Seconds until a bulk export is listed.
        content_type: The value of the header; empty if it is absent.
    """

    account: AccountSchema
    schema: AccountSchema
    store: Store
    path: Mapping[str, str]
    query: Query
    base_url: str
    content_type: str
    content: bytes
    strict: bool
    range: str = ""
    export_delay: float = 0.0

    def id(self, name: str = "id") -> int:
        """Return a path parameter that is an id. Raises RefusedError (400)."""
        return attempt(name, lambda: scalars.integer_text(self.path[name]))

    def body(self) -> object:
        """Parse the body as JSON.

        Raises:
            RefusedError: 415 for any other media type or charset, 400 if the body is missing or is not JSON.
        """
        if not self.content and not self.content_type:
            raise RefusedError(400, "This call needs a body.")
        media_type, _, parameters = self.content_type.lower().partition(";")
        charset = re.search(r"charset\s*=\s*\"?([^\s;\"]+)", parameters)
        if media_type.strip() not in ("application/json", "text/json"):
            raise RefusedError(415, "The body's media type should be application/json.")
        if charset and charset[1] not in ("utf-8", "utf8"):
            raise RefusedError(415, "The body's charset should be utf-8.")
        try:
            return exact_json.loads(self.content)
        except ValueError as error:
            raise RefusedError(400, str(error)) from None

    def json_object(self) -> dict[str, object]:
        """Return the body if it is a JSON object. Raises RefusedError (400, 415)."""
        value = self.body()
        if not isinstance(value, dict):
            raise RefusedError(400, "The body should be a JSON object.")
        return value

    def json_objects(self) -> list[dict[str, object]]:
        """Return the body if it is a JSON list of objects. Raises RefusedError (400, 415)."""
        value = self.body()
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise RefusedError(400, "The body should be a JSON list of objects.")
        return value


Handler = Callable[[ApiRequest], Reply]
