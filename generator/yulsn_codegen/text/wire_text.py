"""Write JSON values as they are sent in paths and queries."""

from __future__ import annotations


def wire_text(value: object) -> str:
    """Return the text that stands for a JSON value in a path or a query."""
    if isinstance(value, list):
        return ",".join(map(wire_text, value))
    return str(value).lower() if isinstance(value, bool) else str(value)
