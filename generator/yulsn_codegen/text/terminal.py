"""Text for a terminal or a log: text with strangers' strings in it goes in, lines that steer neither come out.

`printable` escapes what is not to be seen. A line break in a string could forge a line, and CI servers take commands
from what a job prints: GitHub reads `::name::` at the start of a line, and `##[name]` anywhere in it, where Azure
Pipelines and TeamCity read `##vso[` and `##teamcity[`.
"""

from __future__ import annotations

import sys
from typing import TextIO

from .errors import printable


def one_line(text: str) -> str:
    """Return `text` as one line that is a command to nobody; what had to be changed is shown as its escape."""
    line = printable(text).replace("\n", "\\n").replace("##", "#\\x23")
    start = line.lstrip(" ")
    return line if not start.startswith("::") else line.replace("::", "\\x3a:", 1)


def say(*lines: str, err: bool = False) -> None:
    """Print lines, each made harmless, to stdout or stderr."""
    write("".join(f"{one_line(line)}\n" for line in lines), sys.stderr if err else sys.stdout)


def write(text: str, stream: TextIO) -> None:
    """Write a text as it is to a stream of any encoding: what that has no character for is escaped."""
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
    stream.flush()
