"""Paging by id: the query of the next page, and the new items of each page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from .arguments import check_argument
from .calls import Call
from .errors import DecodeError

__all__ = ["Cursor"]

T = TypeVar("T")


class Cursor:
    """A position in a listing by id. The listing ends with a page without new items, not with a short page.

    Ids are integers, or strings such as GUIDs. Integers are compared, so a page may be in any order and may overlap
    earlier ones. Only the server knows the order of strings: its order is kept, and the last item is the next cursor.
    """

    def __init__(self, call: Call[Any], after: int | str, page_size: int | None) -> None:
        """Start after an id; an empty string comes before all ids.

        Raises:
            ValueError: If the page size is not between 1 and the limit of the call, or the call has none.
            InvalidArgumentError: If the id is of the wrong type.
        """
        if call.page is None:
            raise ValueError(f"{call.name} is not paged")
        if after != call.page.start:
            check_argument(call.name, "after", call.parameters.get(call.page.cursor, Any), after)
        if page_size is not None and call.page.size is None:
            raise ValueError(f"{call.name} does not take a page size")
        if page_size is not None and not 1 <= page_size <= call.page.limit:
            raise ValueError(f"page_size of {call.name} must be between 1 and {call.page.limit}, not {page_size}")
        self._call = call
        self._page = call.page
        self._after = after
        self._latest: frozenset[str] = frozenset()
        self._size = page_size

    @property
    def query(self) -> Mapping[str, object]:
        """The query parameters of the next page."""
        size = {} if self._page.size is None else {self._page.size: self._size}
        return {self._page.cursor: self._after, **size}

    def fresh(self, items: list[T]) -> list[T]:
        """Return the items that no earlier page contained, and move past them.

        Items with integer ids are sorted by id, whatever order the server uses, so that iteration can be resumed after
        any item without missing one.

        Raises:
            DecodeError: If an item has no id, so that the next page cannot be requested.
        """
        numbered: dict[int, T] = {}
        named: dict[str, T] = {}
        for item in items:
            key = getattr(item, self._page.item)
            if isinstance(key, int):
                numbered.setdefault(key, item)
            elif isinstance(key, str) and key:
                named.setdefault(key, item)
            else:
                raise DecodeError(f"response to {self._call.name}: an item has no id to page by")
        return [*self._after_number(numbered), *self._after_name(named)]

    def _after_number(self, items: Mapping[int, T]) -> list[T]:
        keys = sorted(key for key in items if not isinstance(self._after, int) or key > self._after)
        if keys:
            self._after = keys[-1]
        return [items[key] for key in keys]

    def _after_name(self, items: Mapping[str, T]) -> list[T]:
        keys = [key for key in items if key != self._after and key not in self._latest]
        if keys:
            self._after, self._latest = keys[-1], frozenset(items)
        return [items[key] for key in keys]
