"""Print text with untrusted strings in it, without letting them control the terminal or the CI server.

Invisible characters are escaped, a line break in a string cannot forge a line of output, and no line is a command of
a CI server.
"""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from typing import TextIO

from .characters import one_line
from .errors import Problem, UnwritableError


def say(*lines: str, err: bool = False) -> None:
    """Print lines to stdout, or to stderr if `err` is set, after making each one safe with `one_line`."""
    write("".join(f"{one_line(line)}\n" for line in lines), sys.stderr if err else sys.stdout)


def write(text: str, stream: TextIO | None) -> None:
    """Write text to a stream unchanged, except that characters its encoding lacks are escaped, and flush it.

    Like `print`, does nothing if the stream was closed before Python started, and therefore is None.

    Raises:
        BrokenPipeError: The program that reads the stream has closed it.
        UnwritableError: The stream cannot be written for another reason, such as a full disk.
    """
    if stream is None:
        return
    encoding = stream.encoding or "utf-8"
    try:
        stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
        stream.flush()
    except OSError as error:
        _discard_buffer(stream)
        if error.errno == errno.EPIPE or (os.name == "nt" and error.errno == errno.EINVAL):
            raise BrokenPipeError(error.errno, error.strerror) from None
        name = "stderr" if stream is sys.stderr else "stdout"
        raise UnwritableError(Problem(name, f"cannot be written: {error.strerror or error}")) from None


def _discard_buffer(stream: TextIO) -> None:
    """Redirect a stream to the null device, as otherwise Python fails again when it flushes the stream at exit."""
    with suppress(OSError, ValueError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, stream.fileno())
        os.close(null)
