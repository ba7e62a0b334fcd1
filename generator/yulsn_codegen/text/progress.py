"""How far a long work has come: counts of its parts go in, a bar on stderr comes out, or nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Progress(Protocol):
    """What `fetch` tells while it works."""

    def expect(self, requests: int) -> None:
        """So many more requests will be made."""

    def done(self) -> None:
        """One of them is finished."""


class _Quiet:
    def expect(self, requests: int) -> None:
        pass

    def done(self) -> None:
        pass


quiet: Progress = _Quiet()


@contextmanager
def bar(text: str = "Reading the account") -> Iterator[Progress]:
    """Show a bar on stderr while the block runs, and take it away after; `quiet` where stderr is no terminal."""
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
    # stdout is left alone: it may be a pipe that somebody reads
    with Display(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as display:
        yield Bar(display, display.add_task(text, total=None))
