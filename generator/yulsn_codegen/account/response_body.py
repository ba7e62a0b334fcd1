"""Limit what one response can make this process hold: its bytes after decompression, and what they are parsed into."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx2

MAX_BYTES = 8 * 1024 * 1024  # of one response, after decompression
MAX_DEPTH = 32

_MAX_CONTAINERS = 300_000  # objects and lists in one response; parsed, each takes up to 200 bytes
_MAX_ERROR_BYTES = 64 * 1024  # per error response
_PIECE = 64 * 1024  # bytes decompressed at a time


def excess(body: bytes) -> str | None:
    """Return which limit the body of a response exceeds, as a message; None if it can be parsed safely."""
    if len(body) > MAX_BYTES:
        return f"the response is larger than {MAX_BYTES // 1024**2} MB, the limit"
    if body.count(b"[") + body.count(b"{") > _MAX_CONTAINERS:
        return f"the response has more than {_MAX_CONTAINERS} objects and lists, the limit"
    return None


async def read_body(response: httpx2.Response) -> bytes:
    """Return the decompressed body; one that is too large is cut off a byte above the limit.

    Raises:
        zlib.error: The body does not match its Content-Encoding.
    """
    body = bytearray()
    if response.status_code == 200:
        async for piece in _decompressed(response, MAX_BYTES + 1):
            body += piece
    else:
        with suppress(zlib.error):  # the status is enough
            async for piece in _decompressed(response, _MAX_ERROR_BYTES):
                body += piece
    return bytes(body)


async def _decompressed(response: httpx2.Response, most: int) -> AsyncIterator[bytes]:
    """Yield the first `most` bytes of a body, decompressed in small pieces.

    The HTTP client would decompress whatever arrives at once, and a small piece may become very large.
    """
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", "", "gzip", "x-gzip", "deflate"):
        raise zlib.error(f"the content encoding {encoding!a} was not requested")
    decoder = None if encoding in ("identity", "") else zlib.decompressobj(zlib.MAX_WBITS | 32)
    empty = True
    async for piece in response.aiter_raw():
        empty = empty and not piece
        while piece and most > 0:
            if decoder is None:
                plain, piece = piece[:most], b""
            else:
                plain = decoder.decompress(piece, min(most, _PIECE))
                piece = b"" if decoder.eof else decoder.unconsumed_tail
            most -= len(plain)
            yield plain
        if most <= 0:
            return
    if decoder is not None and not decoder.eof and not empty:
        raise zlib.error("the compressed data is incomplete")
