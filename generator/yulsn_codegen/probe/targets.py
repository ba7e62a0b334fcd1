"""Build the path and query of a call from its arguments."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from .calls import ReadCall
from .samples import Arguments


def target(call: ReadCall, arguments: Arguments) -> str:
    """Return the path and query of a call."""
    path = call.path
    query: list[tuple[str, str]] = []
    for name, parameter in call.parameters.items():
        if parameter.place == "path":
            given = name in arguments
            path = path.replace(f"{{{name}}}", quote(_text(arguments[name]), safe=",") if given else "")
        elif name in arguments:
            value = arguments[name]
            if parameter.indexed:
                query += [(f"{name}[{index}]", _text(item)) for index, item in enumerate(value)]
            else:
                query.append((name, _text(value)))
    path = path.rstrip("/")
    return f"{path}?{urlencode(query)}" if query else path


def _text(value: object) -> str:
    if isinstance(value, list):
        return ",".join(map(_text, value))
    return str(value).lower() if isinstance(value, bool) else str(value)
