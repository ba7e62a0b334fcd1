"""One run of a command: its configuration, its verbosity, and the messages that depend on them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from ..text.progress import Progress, Step, bar, on_terminal, quiet, spinner
from ..text.terminal import say
from .options import VERBOSITY, Verbosity
from .output import Target

if TYPE_CHECKING:
    from ..config import Config


@dataclass(frozen=True)
class Session:
    """One run of a command.

    Attributes:
        config: The configuration, or an empty one for a command that reads none.
        verbosity: How much to print, set by `-q` and `-v`.
    """

    config: Config
    verbosity: Verbosity = Verbosity.NORMAL

    @classmethod
    def of(cls, context: click.Context) -> Session:
        """Return the session of a command before its configuration is read."""
        from ..config import Config

        return cls(Config(), Verbosity(context.meta.get(VERBOSITY, Verbosity.NORMAL)))

    @property
    def default_targets(self) -> tuple[Target, ...]:
        """The reports to write without `-o`: text on stdout, or nothing in a quiet run."""
        return () if self.is_quiet else (Target("text"),)

    @property
    def is_quiet(self) -> bool:
        return self.verbosity is Verbosity.QUIET

    def confirm(self, *lines: str) -> None:
        """Print on stdout what was done, unless the run is quiet."""
        if not self.is_quiet:
            say(*lines)

    def note(self, *lines: str) -> None:
        """Print notes on stderr, unless the run is quiet."""
        if not self.is_quiet:
            say(*(f"note: {line}" for line in lines), err=True)

    def warn(self, line: str) -> None:
        """Print a warning on stderr, unless the run is quiet."""
        if not self.is_quiet:
            say(f"warning: {line}", err=True)

    def detail(self, line: str) -> None:
        """Print on stderr what the run is doing, if it is verbose."""
        if self.verbosity is Verbosity.VERBOSE:
            say(f"info: {line}", err=True)

    @contextmanager
    def steps(self, text: str) -> Iterator[Step]:
        """Show the current step while the block runs: next to a spinner on a terminal, or as lines in a verbose run."""
        if self.verbosity is Verbosity.VERBOSE:
            self.detail(text)
            yield self.detail
        elif self.is_quiet or not on_terminal():
            yield lambda _: None
        else:
            with spinner(text) as step:
                yield step

    @contextmanager
    def progress(self, text: str) -> Iterator[Progress]:
        """Show a bar on a terminal while the block runs, unless the run is quiet."""
        self.detail(text)
        if self.is_quiet:
            yield quiet
        else:
            with bar(text) as progress:
                yield progress
