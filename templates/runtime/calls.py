"""Describe the calls of the API: what each method of the client does. The generated modules define them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Generic, TypeVar

import msgspec

__all__ = ["Call", "OnNotFound", "Page"]

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
