"""A bulk export in progress. The synchronous and the asynchronous `run` share this; it does no network I/O."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx2

from .errors import YulsnError, YulsnTimeoutError
from .export_download import Download
from .export_order import CREATE, ExportOrder, Listed
from .exports import Export, ExportProgress
from .option_checks import check_callback, check_deadline

__all__ = ["ExportRun"]

_FIRST_WAIT, _LONGEST_WAIT = 0.5, 15.0  # seconds between two looks at the list of exports
_PACKAGE = __package__.rpartition(".")[0] if __package__ else ""


class ExportRun:
    """A bulk export in progress: its deadline, its waits and its progress."""

    def __init__(
        self, transport: Any, order: ExportOrder, deadline: float, notify: Callable[[ExportProgress], None] | None
    ) -> None:
        check_deadline("deadline", deadline)
        check_callback("on_progress", notify)
        self.transport = transport
        self.order = order
        self.deadline = deadline
        self.notify = notify
        self.ends: float = transport.clock.monotonic() + deadline
        self.wait = _FIRST_WAIT
        self.failures = 0

    def limited(self) -> Any:
        """Return a transport whose calls end with the deadline."""
        left = self.left()
        own = self.transport.options.deadline
        return self.transport.with_options(deadline=left if own is None else min(left, own))

    def left(self) -> float:
        """Return the seconds that are left.

        Raises:
            YulsnTimeoutError: If there are none.
        """
        left = self.ends - float(self.transport.clock.monotonic())
        if left <= 0:
            raise YulsnTimeoutError(f"the export was not finished within {self.deadline} s", call=CREATE.name)
        return left

    def next_wait(self) -> float:
        """Return the seconds to wait until the next look."""
        wait, self.wait = self.wait, min(self.wait * 1.5, _LONGEST_WAIT)
        return min(wait, self.left())

    def retry_order(self, error: YulsnError) -> None:
        """Order again if the outcome is unknown: a second file of the same name does no harm.

        Raises:
            YulsnError: The error, if it is another one, or has come too often.
        """
        self.failures += 1
        if not getattr(error, "maybe_received", False) or self.failures > self.transport.options.max_retries:
            raise error

    def retry_download(self, download: Download, before: int, cause: str) -> float:
        """Return the seconds to wait until the next attempt.

        Raises:
            DecodeError: If attempts have failed too often without receiving anything.
        """
        self.failures = 0 if download.received > before else self.failures + 1
        if self.failures > self.transport.options.max_retries:
            raise download.problem(cause)
        return min(_FIRST_WAIT * 2.0 ** min(self.failures, 100), _LONGEST_WAIT, self.left())

    def report(self, step: str, download: Download | None = None) -> None:
        """Report progress."""
        if self.notify is not None:
            self.notify(
                ExportProgress(step, download.received if download else 0, download.listed.size if download else None)
            )

    def download(self, listed: Listed) -> Download:
        """Start the download."""
        self.failures = 0
        options = self.transport.options
        allow_http = options.allow_http or options.base_url.startswith("http:")
        return Download(listed, allow_http=allow_http)

    def request(self, download: Download) -> httpx2.Request:
        """Return the request of a download's next attempt, without the key."""
        seconds = min(self.transport.options.timeout, self.left())
        timeout = dict.fromkeys(("connect", "read", "write", "pool"), seconds)
        agent = {"User-Agent": self.transport.options.user_agent}
        return httpx2.Request(
            "GET", download.listed.url, headers={**agent, **download.headers}, extensions={"timeout": timeout}
        )

    def export(self, download: Download) -> Export:
        """Return the downloaded export."""
        self.report("downloaded", download)
        return Export(download, self.order, self.order.row_model(_PACKAGE), self.transport.watch.report)
