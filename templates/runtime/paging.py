"""In: the pages of a call one after the other; out: their new items, and the query of the next page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from .calls import Call
from .errors import DecodeError

__all__ = ["Cursor"]

T = TypeVar("T")


class Cursor:
    """The place in a listing by id. It ends on a page with nothing new, never on a short one."""

    def __init__(self, call: Call[Any], after: int, page_size: int | None) -> None:
        """Start after an id.

        Raises:
            ValueError: the page size is not between 1 and the limit of the call, or the call has none.
        """
        if call.page is None:
            raise ValueError(f"{call.name} does not page")
        if page_size is not None and call.page.size is None:
            raise ValueError(f"{call.name} has no page size")
        if page_size is not None and not 1 <= page_size <= call.page.limit:
            raise ValueError(f"page_size is {page_size}; {call.name} takes 1 to {call.page.limit}")
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
        """The items of a page that no page before held, each once; the cursor moves past them.

        They come in the order of their ids, whatever the server's is: who stops at an item and goes on after its id
        later has missed none.

        Raises:
            DecodeError: an item has no id, so there is no next page to ask for.
        """
        new: dict[int, T] = {}
        for item in items:
            key = getattr(item, self._page.item)
            if not isinstance(key, int):
                raise DecodeError(f"answer to {self._call.name}: an item has no id to page by")
            if key > self._after:
                new.setdefault(key, item)
        self._after = max(new, default=self._after)
        return [new[key] for key in sorted(new)]
