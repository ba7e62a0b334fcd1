"""Paging by id: the query of the next page, and the new items of each page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from .calls import Call
from .errors import DecodeError

__all__ = ["Cursor"]

T = TypeVar("T")


class Cursor:
    """A position in a listing by id. The listing ends with a page without new items, not with a short page."""

    def __init__(self, call: Call[Any], after: int, page_size: int | None) -> None:
        """Start after an id.

        Raises:
            ValueError: If the page size is not between 1 and the limit of the call, or the call has none.
        """
        if call.page is None:
            raise ValueError(f"{call.name} is not paged")
        if page_size is not None and call.page.size is None:
            raise ValueError(f"{call.name} does not take a page size")
        if page_size is not None and not 1 <= page_size <= call.page.limit:
            raise ValueError(f"page_size of {call.name} must be between 1 and {call.page.limit}, not {page_size}")
        self._call = call
        self._page = call.page
        self._after = after
        self._size = page_size

    @property
    def query(self) -> Mapping[str, object]:
        """The query parameters of the next page."""
        size = {} if self._page.size is None else {self._page.size: self._size}
        return {self._page.cursor: self._after, **size}

    def fresh(self, items: list[T]) -> list[T]:
        """Return the items that no earlier page contained, and move past them.

        They are sorted by id, whatever order the server uses, so that iteration can be resumed after any item without
        missing one.

        Raises:
            DecodeError: If an item has no id, so that the next page cannot be requested.
        """
        new: dict[int, T] = {}
        for item in items:
            key = getattr(item, self._page.item)
            if not isinstance(key, int):
                raise DecodeError(f"response to {self._call.name}: an item has no id to page by")
            if key > self._after:
                new.setdefault(key, item)
        self._after = max(new, default=self._after)
        return [new[key] for key in sorted(new)]
