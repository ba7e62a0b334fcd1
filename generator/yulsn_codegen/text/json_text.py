"""Write indented JSON quickly."""

from __future__ import annotations

import json

_encode = json.JSONEncoder().encode


def indented(value: object) -> str:
    """Return the same text as `json.dumps(value, indent=2)`, which takes several times as long."""
    return _indented(value, "\n")


def _indented(value: object, line: str) -> str:
    if isinstance(value, dict) and value:
        opening, closing = "{}"
        items = [f"{_encode(key)}: {_indented(item, line + '  ')}" for key, item in value.items()]
    elif isinstance(value, list | tuple) and value:
        opening, closing = "[]"
        items = [_indented(item, line + "  ") for item in value]
    else:
        return _encode(value)
    return f"{opening}{line}  {f',{line}  '.join(items)}{line}{closing}"
