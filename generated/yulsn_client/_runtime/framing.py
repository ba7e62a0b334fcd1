"""Follow the framing of HTTP/1.1 responses, to notice bytes that arrive after the end of one."""

from __future__ import annotations

from enum import Enum, auto

__all__ = ["ResponseFraming"]


class _ResponsePart(Enum):
    """The part of a response that the next byte belongs to."""

    HEAD = auto()
    CHUNK_SIZE = auto()
    DATA = auto()
    TRAILERS = auto()
    REST = auto()
    """The body ends with the connection."""
    NONE = auto()
    """The response is complete."""


class ResponseFraming:
    """Tracks where the response on a connection ends.

    A connection that receives bytes after the end must not be reused: they would be read as the next response, and
    every later response would belong to the previous request. Bytes that cannot be parsed count as such.

    Attributes:
        has_surplus: Whether bytes arrived after the end of the response.
    """

    def __init__(self) -> None:
        self.has_surplus = False
        self._is_expected = False  # whether a request has been sent, and nothing was received since
        self._has_body = True
        self._part = _ResponsePart.HEAD
        self._line = b""  # the beginning of a line that has not arrived completely
        self._status = 0
        self._length: int | None = None
        self._is_chunked = False
        self._left = 0  # bytes of the body or of the chunk

    def send(self, data: bytes) -> None:
        """Process a part of a request that is being sent; the next bytes received are the response to it."""
        if not self._is_expected:
            self._is_expected = True
            self._has_body = not data.startswith(b"HEAD ")
            self._start_head()

    def feed(self, data: bytes) -> None:
        """Process the bytes that were received."""
        self._is_expected = False
        data, position = self._line + data, 0
        self._line = b""
        while position < len(data) and self._part is not _ResponsePart.REST:
            if self._part is _ResponsePart.NONE:
                self._give_up()
            elif self._part is _ResponsePart.DATA:
                taken = min(self._left, len(data) - position)
                position += taken
                self._left -= taken
                if not self._left:
                    self._part = _ResponsePart.CHUNK_SIZE if self._is_chunked else _ResponsePart.NONE
            else:
                end = data.find(b"\n", position)
                if end < 0:
                    self._line = data[position:]
                    return
                self._read_line(data[position:end].rstrip())
                position = end + 1

    def _start_head(self) -> None:
        self._part = _ResponsePart.HEAD
        self._line = b""
        self._status = 0
        self._length = None
        self._is_chunked = False

    def _give_up(self) -> None:
        self.has_surplus = True
        self._part = _ResponsePart.REST

    def _read_line(self, line: bytes) -> None:
        try:
            if self._part is _ResponsePart.HEAD:
                self._read_head(line)
            elif self._part is _ResponsePart.CHUNK_SIZE:
                size = int(line.partition(b";")[0], 16)
                self._left = size + 2  # with the line break after the data
                self._part = _ResponsePart.DATA if size else _ResponsePart.TRAILERS
            elif not line:
                self._part = _ResponsePart.NONE
        except (ValueError, IndexError):
            self._give_up()

    def _read_head(self, line: bytes) -> None:
        if not self._status:
            self._status = int(line.split()[1])
        elif line[:1].isspace():  # the continuation of a folded header
            self._give_up()
        elif line:
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                self._length = int(value)
            elif name.lower() == b"transfer-encoding":
                self._is_chunked = value.strip().lower().endswith(b"chunked")
        elif self._status < 200:
            self._start_head()
        else:
            self._end_head()

    def _end_head(self) -> None:
        if self._status in (204, 304) or not self._has_body:
            self._part = _ResponsePart.NONE
        elif self._is_chunked:
            self._part = _ResponsePart.CHUNK_SIZE
        elif self._length is None:
            self._part = _ResponsePart.REST
        else:
            self._left = self._length
            self._part = _ResponsePart.DATA if self._length else _ResponsePart.NONE
