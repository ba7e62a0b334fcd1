"""The file of a downloaded export: read several times at once, uncompressed, and as UTF-8."""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from threading import Lock
from typing import Any

from .csv_records import NOT_UTF_8
from .errors import DecodeError, YulsnError

__all__ = ["SharedFile", "as_utf8", "uncompressed"]

# In this order: the mark of UTF-32 begins with that of UTF-16.
_ENCODINGS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_PART = 1 << 13  # characters


class SharedFile(io.RawIOBase):
    """Reads a file from its start. Several can read one file at the same time, and none of them closes it.

    Raises:
        YulsnError: When it is read, if the file has been closed.
    """

    def __init__(self, file: Any, lock: Lock) -> None:
        self._file = file
        self._lock = lock
        self._position = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        with self._lock:  # pyarrow reads in threads of its own
            if self._file.closed:
                raise YulsnError("the export is closed; read it inside the `with` block")
            self._file.seek(self._position)
            count: int = self._file.readinto(buffer)
        self._position += count
        return count


def uncompressed(file: io.BufferedReader) -> io.BufferedReader:
    """Return a file that may be compressed without the compression.

    Raises:
        DecodeError: When the file is read, if its compressed data is damaged.
    """
    return io.BufferedReader(_GzipFile(fileobj=file)) if file.peek(2).startswith(b"\x1f\x8b") else file


def as_utf8(file: io.BufferedReader) -> io.BufferedReader:
    """Return a file in the encoding that its byte order mark stands for, or in UTF-8, as UTF-8.

    Raises:
        DecodeError: If it is UTF-16 without a mark, or, when it is read, if it does not have the encoding of its mark.
    """
    start = file.peek(4)[:4]
    encoding = next((name for mark, name in _ENCODINGS if start.startswith(mark)), None)
    if encoding is not None:
        return io.BufferedReader(_Recoded(file, encoding))
    if len(start) > 1 and (start[0] == 0) != (start[1] == 0):  # ASCII text in UTF-16
        raise DecodeError(NOT_UTF_8)
    return file


class _Recoded(io.RawIOBase):
    """Reads a file in another encoding as UTF-8."""

    def __init__(self, file: io.BufferedReader, encoding: str) -> None:
        self._text = io.TextIOWrapper(file, encoding, newline="")
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._rest or self._next()
        count = min(len(buffer), len(data))
        buffer[:count] = data[:count]
        self._rest = data[count:]
        return count

    def _next(self) -> bytes:
        try:
            return self._text.read(_PART).encode()
        except UnicodeDecodeError:
            problem = f"the file is damaged, or not {self._text.encoding} although its byte order mark says so"
        raise DecodeError(problem)


class _GzipFile(gzip.GzipFile):
    """Compressed data. Damaged data is an error of the export."""

    def read(self, size: int | None = -1) -> bytes:
        try:
            return super().read(size)
        except (EOFError, gzip.BadGzipFile, zlib.error):
            raise DecodeError("the file is damaged or truncated: its compressed data is invalid") from None
