"""Quote untrusted strings for generated Python files, as a literal or as docstring text.

No string from an account reaches a Python file any other way.
"""

from __future__ import annotations

import re
import textwrap

from .characters import HIDDEN

_WIDTH = 92
_SHORT = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_LONGEST = 400
_PLAIN = re.compile(r"[ !#-\[\]-~]*")  # nothing to escape


def literal(text: str) -> str:
    """Return `text` as a Python string literal, using printable ASCII only, in the quotes that black prefers."""
    if _PLAIN.fullmatch(text):
        return f'"{text}"'
    return _quoted(text, "'" if text.count('"') > text.count("'") else '"')


def toml(text: str) -> str:
    """Return `text` as a TOML string, using printable ASCII only."""
    return _quoted(text, '"')


def _quoted(text: str, quote: str) -> str:
    short = {**_SHORT, quote: f"\\{quote}"}
    return quote + "".join(short.get(c) or (c if " " <= c <= "~" else _escaped(c)) for c in text) + quote


def docstring(text: str) -> str:
    """Return `text` made safe for use inside a triple-quoted docstring.

    The result is a single line of visible characters. Double quotes become single quotes, so it cannot end the
    docstring, and backslashes are doubled, so it contains no escape sequence. Text over 400 characters is truncated.
    """
    line = " ".join(text.split())
    line = HIDDEN.sub("\N{REPLACEMENT CHARACTER}", line).replace('"', "'")
    if len(line) > _LONGEST:
        line = line[: _LONGEST - 1] + "\N{HORIZONTAL ELLIPSIS}"
    return line.replace("\\", "\\\\")


def wrapped(text: str, first: str = "", indent: str = "") -> list[str]:
    """Return `text` wrapped into docstring lines.

    Args:
        text: The text to quote and wrap.
        first: The prefix of the first line.
        indent: The prefix of all other lines.
    """
    line = docstring(text)
    if line and len(first) + len(line) <= _WIDTH:
        return [first + line]
    return textwrap.wrap(
        line,
        _WIDTH,
        initial_indent=first,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def docblock(text: str) -> str:
    """Return `text` wrapped as the content of a docstring in a class body, without the quotes."""
    lines = wrapped(text)
    if len(lines) < 2:
        return "".join(lines)
    return "\n".join([lines[0], *(f"    {line}" for line in lines[1:]), "    "])


def _escaped(character: str) -> str:
    code = ord(character)
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
