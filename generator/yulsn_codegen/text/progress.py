"""Show the progress of long work on stderr: a bar for counted parts, a spinner for named steps.

Both are shown only on a terminal and are removed when the work is done.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from .characters import one_line

Step = Callable[[str], None]


class Progress(Protocol):
    """Receives the progress of counted work, such as requests."""

    def expect(self, requests: int) -> None:
        """Add to the number of parts to expect."""

    def done(self) -> None:
        """Count one part as finished."""


class _Quiet:
    def expect(self, requests: int) -> None:
        pass

    def done(self) -> None:
        pass


quiet: Progress = _Quiet()


def on_terminal() -> bool:
    """Return whether progress can be shown: stderr is a terminal."""
    return sys.stderr is not None and sys.stderr.isatty()


@contextmanager
def spinner(text: str) -> Iterator[Step]:
    """Show a spinner while the block runs; the step function changes the text beside it."""
    from rich.console import Console
    from rich.text import Text

    with Console(stderr=True).status(Text(one_line(text))) as status:  # as Text, nothing in it is markup
        yield lambda step: status.update(Text(one_line(step)))


@contextmanager
def bar(text: str = "Reading the account") -> Iterator[Progress]:
    """Show a progress bar on stderr while the `with` block runs, then remove it.

    Args:
        text: The label of the bar.

    Yields:
        The progress of the bar, or `quiet` if stderr is not a terminal.
    """
    if not on_terminal():
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
    # stdout is left alone: it may be a pipe
    with Display(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as display:
        yield Bar(display, display.add_task(text, total=None))
