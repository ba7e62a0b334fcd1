"""Show the progress of a long operation as a bar on stderr."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Progress(Protocol):
    """Receives progress while `fetch` runs."""

    def expect(self, requests: int) -> None:
        """Add `requests` to the number of requests to expect."""

    def done(self) -> None:
        """Count one request as finished."""


class _Quiet:
    def expect(self, requests: int) -> None:
        pass

    def done(self) -> None:
        pass


quiet: Progress = _Quiet()


@contextmanager
def bar(text: str = "Reading the account") -> Iterator[Progress]:
    """Show a progress bar on stderr while the `with` block runs, then remove it.

    Args:
        text: The label of the bar.

    Yields:
        The progress of the bar, or `quiet` if stderr is not a terminal.
    """
    if not sys.stderr.isatty():
        yield quiet
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn
    from rich.progress import Progress as Display

    class Bar:
        def __init__(self, display: Display, task: TaskID) -> None:
            self.display = display
            self.task = task
            self.total = 0

        def expect(self, requests: int) -> None:
            self.total += requests
            self.display.update(self.task, total=self.total)

        def done(self) -> None:
            self.display.advance(self.task)

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    # Do not redirect stdout: it may be piped to another program.
    with Display(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as display:
        yield Bar(display, display.add_task(text, total=None))
