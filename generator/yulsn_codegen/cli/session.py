"""What a command is run with: its configuration, and how much it tells people beside its result."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

import click

from ..text.progress import Progress, Step, bar, on_terminal, quiet, spinner
from ..text.terminal import say
from .options import VERBOSITY
from .output import Target

if TYPE_CHECKING:
    from ..config import Config


class Verbosity(IntEnum):
    """How much a command tells."""

    QUIET = -1
    NORMAL = 0
    VERBOSE = 1


@dataclass(frozen=True)
class Session:
    """The surroundings of one run of a command.

    Attributes:
        config: The configuration, or an empty one for a command that reads none.
        verbosity: As `-q` or `-v` say.
    """

    config: Config
    verbosity: Verbosity = Verbosity.NORMAL

    @classmethod
    def of(cls, context: click.Context) -> Session:
        """Return the session of a command, not configured yet."""
        from ..config import Config

        return cls(Config(), Verbosity(context.meta.get(VERBOSITY, Verbosity.NORMAL)))

    @property
    def default_targets(self) -> tuple[Target, ...]:
        """The reports to write where none was asked for: the text on stdout, unless the run is quiet."""
        return () if self.is_quiet else (Target("text"),)

    @property
    def is_quiet(self) -> bool:
        return self.verbosity is Verbosity.QUIET

    def confirm(self, *lines: str) -> None:
        """Print on stdout what was done, unless the run is quiet."""
        if not self.is_quiet:
            say(*lines)

    def note(self, *lines: str) -> None:
        """Print on stderr what a person should know, unless the run is quiet."""
        if not self.is_quiet:
            say(*(f"note: {line}" for line in lines), err=True)

    def detail(self, line: str) -> None:
        """Print on stderr what the run is doing, if it is verbose."""
        if self.verbosity is Verbosity.VERBOSE:
            say(f"info: {line}", err=True)

    @contextmanager
    def steps(self, text: str) -> Iterator[Step]:
        """Show the step that the block is at: beside a spinner on a terminal, as lines in a verbose run."""
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
