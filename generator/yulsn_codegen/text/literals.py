"""The only two ways by which a string reaches a generated Python file: as a literal, or inside a docstring."""

from __future__ import annotations

import textwrap

from .characters import HIDDEN

_WIDTH = 92
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_LONGEST = 400


def literal(text: str) -> str:
    """Return `text` as a Python string literal: double quotes, ASCII, and no control character."""
    return '"' + "".join(_SHORT.get(c) or (c if " " <= c <= "~" else _escaped(c)) for c in text) + '"'


def docstring(text: str) -> str:
    """Return `text` as prose that may stand inside a docstring between triple double quotes.

    It is one line of printable characters without a double quote, so that it cannot end the docstring, and with every
    backslash doubled, so that it escapes nothing. Longer than 400 characters, it is cut.
    """
    line = " ".join(text.split())
    line = HIDDEN.sub("\N{REPLACEMENT CHARACTER}", line).replace('"', "'")
    if len(line) > _LONGEST:
        line = line[: _LONGEST - 1] + "\N{HORIZONTAL ELLIPSIS}"
    return line.replace("\\", "\\\\")


def wrapped(text: str, first: str = "", indent: str = "") -> list[str]:
    """Return `text` as lines of a docstring, the first led by `first`, the others by `indent`."""
    return textwrap.wrap(
        docstring(text),
        _WIDTH,
        initial_indent=first,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def docblock(text: str) -> str:
    """Return `text` as what stands between the quotes of a docstring in a class body, wrapped."""
    lines = wrapped(text)
    if len(lines) < 2:
        return "".join(lines)
    return "\n".join([lines[0], *(f"    {line}" for line in lines[1:]), "    "])


def _escaped(character: str) -> str:
    code = ord(character)
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
