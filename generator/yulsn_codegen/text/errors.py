"""What went wrong, for people: problems with their place and their hint, and the exit code that they end in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from .characters import HIDDEN


class ExitCode(IntEnum):
    """The exit codes of every command; scripts may rely on them."""

    OK = 0
    DRIFT = 1
    USAGE = 2  # usage, configuration, or input that is not what it should be
    UNDETERMINED = 3  # the account could not be read: unreachable, wrong key, not the API
    UNSAFE = 4  # what would have been written, or the place where, was refused: not of the templates, a link, outside
    EDITED = 5  # the output on disk is not what the generator wrote
    BUSY = 6  # another run is writing the output
    UNWRITABLE = 7  # the output cannot be written: read-only, full
    INTERNAL = 70  # a defect of this program
    INTERRUPTED = 130  # Ctrl-C


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong.

    place: where, as a reader would look for it (`spec/paths/contacts.yaml, GET /api/v1/Contacts, x-calls[2]`).
    what: what is wrong there.
    hint: what to do about it; empty where `what` says it already.
    """

    place: str
    what: str
    hint: str = ""

    def __str__(self) -> str:
        head = f"{self.place}: {self.what}" if self.place else self.what
        # a string of a stranger's makes no line of its own
        return printable("\n  ".join(part.replace("\n", "\\n") for part in (head, self.hint) if part))


class CodegenError(Exception):
    """The base of every error that a user can cause or meet; carries all problems of the phase that failed."""

    exit_code = ExitCode.USAGE

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class InputError(CodegenError):
    """A file, an option or the configuration is not what it should be (exit code 2)."""


class UndeterminedError(CodegenError):
    """The account could not be read (exit code 3)."""

    exit_code = ExitCode.UNDETERMINED


class UnsafeError(CodegenError):
    """What would have been written is not what the templates may produce, or may not be written there (exit code 4)."""

    exit_code = ExitCode.UNSAFE


class EditedError(CodegenError):
    """A generated file was changed by hand, is half written, or another is in its way (exit code 5)."""

    exit_code = ExitCode.EDITED


class BusyError(CodegenError):
    """Another run is writing the output, or has just written it (exit code 6)."""

    exit_code = ExitCode.BUSY


class UnwritableError(CodegenError):
    """The output cannot be written: it is read-only, the disk is full (exit code 7)."""

    exit_code = ExitCode.UNWRITABLE


def printable(text: str) -> str:
    """Return `text` with everything that could steer a terminal or forge a log line escaped; newlines stay."""
    return "\n".join(HIDDEN.sub(_escape, line) for line in text.split("\n"))


def _escape(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode("ascii")
