"""Keep messages short: show the beginning of a text, and some of many names."""

from __future__ import annotations

from collections.abc import Sequence


def shortened(text: str, most: int) -> str:
    """Return a text, or its beginning and three dots if it has more than `most` characters."""
    return text if len(text) <= most else f"{text[: most - 3]}..."


def first_few(names: Sequence[str], most: int) -> str:
    """Return the first names, separated by commas, and the number of the others.

    Args:
        names: The names.
        most: How many of them to show.
    """
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return f"{', '.join(names[:most])}{more}"
