"""Build the path and query of a call from its arguments."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from ..text.wire_text import wire_text
from .calls import ReadCall
from .samples import Arguments


def target(call: ReadCall, arguments: Arguments) -> str:
    """Return the path and query of a call."""
    path = call.path
    query: list[tuple[str, str]] = []
    for name, parameter in call.parameters.items():
        if parameter.place == "path":
            given = name in arguments
            path = path.replace(f"{{{name}}}", quote(wire_text(arguments[name]), safe=",") if given else "")
        elif name in arguments:
            value = arguments[name]
            if parameter.indexed:
                query += [(f"{name}[{index}]", wire_text(item)) for index, item in enumerate(value)]
            else:
                query.append((name, wire_text(value)))
    path = path.rstrip("/")
    return f"{path}?{urlencode(query)}" if query else path
