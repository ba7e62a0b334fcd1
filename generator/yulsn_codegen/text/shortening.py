"""Name some of many things in a message."""

from __future__ import annotations

from collections.abc import Sequence


def first_few(names: Sequence[str], most: int) -> str:
    """Return the first names, separated by commas, and the number of the others.

    Args:
        names: The names.
        most: How many of them to show.
    """
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return f"{', '.join(names[:most])}{more}"
