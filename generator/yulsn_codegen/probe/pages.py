"""Check the pages of a call: their order, their size, and that only the last one is not full. Find the next one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from .calls import ReadCall
from .compare import Kind
from .report import Difference
from .samples import Arguments


def page_differences(
    call: ReadCall, arguments: Arguments, items: Sequence[Any], size_before: int | None
) -> Iterator[Difference]:
    """Yield how a page differs from the paging that the description defines for its call.

    Args:
        call: The call.
        arguments: The arguments of the request.
        items: The objects of the page.
        size_before: The number of objects on the previous page; None for the first one.
    """
    limit = call.pages["limit"]
    asked = arguments.get(call.pages.get("size", ""))
    if asked is not None:
        if len(items) > asked:
            yield _size(call, f"at most `{call.pages['size']}`", f"{len(items)} objects when asked for {asked}", None)
    elif len(items) > limit:
        yield _size(call, f"at most {limit} objects", f"{len(items)} objects", len(items))
    if size_before is not None and size_before < limit and items:
        observed = f"{size_before} objects, and more on the next page"
        yield _size(call, f"{limit} objects on every page but the last", observed, size_before)
    yield from _order(call, arguments, items)


def next_page(call: ReadCall, arguments: Arguments, items: Sequence[Any]) -> Arguments | None:
    """Return the arguments for the next page; None if the page was empty, or was requested to be short."""
    if not items or not isinstance(items[-1], dict) or call.pages.get("size") in arguments:
        return None
    cursor = items[-1].get(call.pages["item"])
    return {**arguments, call.pages["cursor"]: cursor} if isinstance(cursor, str | int) else None


def _size(call: ReadCall, described: str, observed: str, number: int | None) -> Difference:
    return Difference(Kind.PAGE_SIZE, call.row, described, observed, 1, (call.row,), (*call.at, "pages"), number=number)


def _order(call: ReadCall, arguments: Arguments, items: Sequence[Any]) -> Iterator[Difference]:
    name, cursor = call.pages["item"], arguments[call.pages["cursor"]]
    ids = [item.get(name) for item in items if isinstance(item, dict)]
    numbers = [number for number in ids if isinstance(number, int) and not isinstance(number, bool)]
    wrong = ""
    if len(numbers) == len(ids):
        if isinstance(cursor, int) and any(number <= cursor for number in numbers):
            wrong = "objects at or before the cursor"
        elif any(later <= earlier for earlier, later in pairwise(numbers)):
            wrong = "ids that do not ascend"
    elif cursor in ids or len(set(map(str, ids))) < len(ids):
        wrong = "objects more than once"
    if wrong:
        described = f"objects after the cursor, by ascending `{name}`"
        yield Difference(Kind.PAGE_ORDER, call.row, described, wrong, 1, (call.row,), (*call.at, "pages"))
