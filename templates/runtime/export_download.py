"""Download the file of a bulk export, in as many attempts as it takes, and without the key. Does no network I/O."""

from __future__ import annotations

from collections.abc import Mapping
from tempfile import TemporaryFile
from typing import IO
from urllib.parse import urlsplit

from .base_url import is_loopback
from .errors import DecodeError, YulsnError
from .export_order import Listed

__all__ = ["Download"]


def _new_file() -> IO[bytes]:
    return TemporaryFile(prefix="yulsn-export-")


class Download:
    """A file that is being downloaded, in as many attempts as it takes. The key is never sent.

    Attributes:
        received: Bytes so far.
    """

    def __init__(self, listed: Listed, *, allow_http: bool) -> None:
        """Start a download.

        Args:
            listed: The export.
            allow_http: Whether the URL may use plain http; it may contain a secret.

        Raises:
            YulsnError: If the URL cannot be used.
        """
        url = urlsplit(listed.url)
        secure = url.scheme == "https" or (url.scheme == "http" and (allow_http or is_loopback(url.hostname or "")))
        if not secure or not url.hostname or url.username is not None:
            raise YulsnError("the export's download URL does not use https; pass allow_http=True to allow it")
        self.listed = listed
        self.file = _new_file()
        self.received = 0
        self._etag = ""
        self._validator = ""  # identifies the version of the file

    @property
    def is_complete(self) -> bool:
        """Whether the whole file has been received."""
        return self.received == self.listed.size

    @property
    def headers(self) -> dict[str, str]:
        """The headers of the next attempt."""
        headers = {"Accept-Encoding": "identity"}
        if self.received:
            headers["Range"] = f"bytes={self.received}-"
            if self._validator:
                headers["If-Range"] = self._validator
        return headers

    def begin(self, status: int, headers: Mapping[str, str]) -> str:
        """Begin an attempt; return what is wrong with the response, or an empty string."""
        if status == 206 and self._continues(headers):
            return ""
        self._restart()
        if status != 200:
            return f"status {status}"
        self._etag = headers.get("etag", "")
        is_weak = not self._etag or self._etag.startswith("W/")  # a weak one matches no `If-Range`
        self._validator = headers.get("last-modified", "") if is_weak else self._etag
        return "an HTML page" if "html" in headers.get("content-type", "") else ""

    def _continues(self, headers: Mapping[str, str]) -> bool:
        """Return whether a partial response is the rest of the same file."""
        place, _, size = headers.get("content-range", "").partition("/")
        is_same = size in ("*", str(self.listed.size)) and headers.get("etag", self._etag) == self._etag
        return is_same and place.startswith(f"bytes {self.received}-")

    def add(self, data: bytes) -> bool:
        """Add bytes; return False if there are more than the file should have."""
        if self.received + len(data) > self.listed.size:
            self._restart()
            return False
        self.file.write(data)
        self.received += len(data)
        return True

    def _restart(self) -> None:
        self.file.seek(0)
        self.file.truncate()
        self.received = 0

    def problem(self, cause: str) -> YulsnError:
        """Return the exception for a download that failed."""
        return DecodeError(
            f"the export {self.listed.name} could not be downloaded: {cause} "
            f"after {self.received} of {self.listed.size} bytes"
        )
