"""Decompress gzip data of several members, which httpx2 reads only the first of. No I/O."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

__all__ = ["GzipDecoder", "is_gzip"]

_MAGIC = b"\x1f\x8b"
_PIECE = 65_536  # bytes that are decompressed at once, so that a small response cannot fill the memory


def is_gzip(content_encoding: str | None) -> bool:
    """Return whether gzip is the only encoding of a response."""
    return (content_encoding or "").strip().lower() in ("gzip", "x-gzip")


class GzipDecoder:
    """Decompresses data as it arrives. What follows the last member is ignored, as httpx2 does."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(zlib.MAX_WBITS | 16)
        self._held = b""

    def decode(self, data: bytes) -> Iterator[bytes]:
        """Yield the decompressed data in pieces.

        Raises:
            zlib.error: The data is not valid.
        """
        data, self._held = self._held + data, b""
        while True:
            if self._member.eof:
                if not data.startswith(_MAGIC):
                    self._held = data if data == _MAGIC[:1] else b""
                    return
                self._member = zlib.decompressobj(zlib.MAX_WBITS | 16)
            piece = self._member.decompress(data, _PIECE)
            if piece:
                yield piece
            data = self._member.unused_data if self._member.eof else self._member.unconsumed_tail
            if not data and not piece:
                return
