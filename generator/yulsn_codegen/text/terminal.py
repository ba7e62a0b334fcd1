"""Print text with untrusted strings in it, without letting them control the terminal or the CI server.

`printable` escapes invisible characters. Two more things must be prevented: a line break in a string could forge a
line of output, and CI servers run commands that a job prints. GitHub recognises `::name::` at the start of a line and
`##[name]` anywhere in it; Azure Pipelines and TeamCity recognise `##vso[` and `##teamcity[`.
"""

from __future__ import annotations

import sys
from typing import TextIO

from .errors import printable


def one_line(text: str) -> str:
    """Return `text` as a single line that no CI server reads as a command; whatever must change is shown escaped."""
    line = printable(text).replace("\n", "\\n").replace("##", "#\\x23")
    start = line.lstrip(" ")
    return line if not start.startswith("::") else line.replace("::", "\\x3a:", 1)


def say(*lines: str, err: bool = False) -> None:
    """Print lines to stdout, or to stderr if `err` is set, after making each one safe with `one_line`."""
    write("".join(f"{one_line(line)}\n" for line in lines), sys.stderr if err else sys.stdout)


def write(text: str, stream: TextIO) -> None:
    """Write text to a stream unchanged, except that characters its encoding lacks are escaped."""
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
    stream.flush()
