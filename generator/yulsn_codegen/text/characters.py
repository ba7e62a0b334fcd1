"""Find and escape characters that are invisible when displayed, or that UTF-8 cannot encode.

`str.isprintable` depends on the Unicode tables of the running Python, so output that relied on it would differ between
Python versions. It also considers some blank characters printable.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

SURROGATE = re.compile("[\ud800-\udfff]")
"""A lone surrogate: JSON can hold one as an escape, but UTF-8, YAML and msgspec cannot."""
HIDDEN = re.compile(
    # Control and format characters, surrogates, private use, and all whitespace except the space (categories C and Z).
    "[\u0000-\u001f\u007f-\u00a0\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890-\u0891\u08e2\u1680\u180e\u2000-\u200f"
    "\u2028-\u202f\u205f-\u206f\u3000\ud800-\uf8ff\ufeff\ufff0-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff\U000f0000-\U0010ffff"
    # Letters and symbols that render as nothing; the variation selectors used in emoji are allowed.
    "\u034f\u115f-\u1160\u17b4-\u17b5\u180b-\u180f\u2800\u3164\uffa0"
    # Noncharacters: code points that will never be assigned.
    "\ufdd0-\ufdef\ufffe-\uffff"
    + "".join(f"{chr(plane + 0xFFFE)}-{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0xF0000, 0x10000))
    + "]"
)


def hidden(text: str) -> Iterator[tuple[int, str]]:
    """Yield the line numbers of all characters that match `HIDDEN`, and the characters; line breaks are allowed.

    Printable ASCII, of which nearly all lines consist, is not searched.
    """
    for number, line in enumerate(text.split("\n"), 1):
        if not (line.isascii() and line.isprintable()):
            yield from ((number, character) for character in HIDDEN.findall(line))


def printable(text: str) -> str:
    """Return `text` with all invisible characters except newlines escaped, so that it cannot control a terminal."""
    if text.isascii() and text.isprintable():  # as most texts are, and faster than searching them
        return text
    return "\n".join(HIDDEN.sub(_escape, line) for line in text.split("\n"))


def _escape(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode("ascii")


def one_line(text: str) -> str:
    """Return `text` as a single line that no CI server reads as a command; whatever must change is shown escaped.

    CI servers run commands that a job prints. GitHub recognises `::name::` at the start of a line and `##[name]`
    anywhere in it; Azure Pipelines and TeamCity recognise `##vso[` and `##teamcity[`.
    """
    line = printable(text).replace("\n", "\\n").replace("##", "#\\x23")
    start = line.lstrip(" ")
    return line if not start.startswith("::") else line.replace("::", "\\x3a:", 1)
