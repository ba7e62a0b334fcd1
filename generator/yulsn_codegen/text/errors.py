"""The errors that users see, each with its problems and its exit code.

```text
CodegenError
├── InputError          2  a file, an option or the configuration is invalid
├── UndeterminedError   3  the account could not be read, or the response is implausible
├── UnsafeError         4  refused as unsafe
├── EditedError         5  generated files are stale, incomplete or edited by hand
├── BusyError           6  another run is writing the output
└── UnwritableError     7  the output cannot be written
```
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from .characters import printable

_MAX_SHOWN = 20  # problems


class ExitCode(IntEnum):
    """The exit codes of all commands, stable for use in scripts; `meaning` describes each one for people."""

    meaning: str

    def __new__(cls, value: int, meaning: str) -> ExitCode:
        code = int.__new__(cls, value)
        code._value_ = value
        code.meaning = meaning
        return code

    OK = 0, "Success. For `check` and `diff`: no change is as severe as `--fail-on`."
    DRIFT = 1, "Drift: at least one change is as severe as `--fail-on`. `probe`: differences. `doctor`: a failed check."
    USAGE = 2, "Wrong usage, configuration or input. The message says where the problem is and how to fix it."
    UNDETERMINED = 3, "The account could not be read, or its response is implausible."
    UNSAFE = 4, "Refused as unsafe: the output would not be what the templates produce, or would leave its folder."
    EDITED = 5, "Generated files are stale, missing, incomplete or edited by hand, or another file is in the way."
    BUSY = 6, "Another run is writing the output, or has just written it."
    UNWRITABLE = 7, "The output cannot be written: it is read-only, or the disk is full."
    INTERNAL = 70, "Internal error: a bug in yulsn-codegen. Please report it."
    INTERRUPTED = 130, "Interrupted with Ctrl-C."
    CLOSED_PIPE = 141, "The program that reads the output has closed the pipe."


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, where it is, and how to fix it.

    Attributes:
        place: The location, such as `spec/paths/contacts.yaml, GET /api/v1/Contacts, x-calls[2]`.
        what: What is wrong there, phrased to follow the place and a colon.
        hint: How to fix it; empty if `what` makes that obvious.
    """

    place: str
    what: str
    hint: str = ""

    def __str__(self) -> str:
        head = f"{self.place}: {self.what}" if self.place else self.what
        # Untrusted strings must not start lines of their own.
        return printable("\n  ".join(part.replace("\n", "\\n") for part in (head, self.hint) if part))


def first_problems(problems: Sequence[Problem]) -> list[Problem]:
    """Return the problems to show: all, or of very many the first ones and how many others there are."""
    shown = list(problems[:_MAX_SHOWN])
    if len(problems) > _MAX_SHOWN:
        shown.append(Problem("", f"and {len(problems) - _MAX_SHOWN} more problems like these"))
    return shown


class CodegenError(Exception):
    """The base class of all errors that users can cause or encounter.

    Attributes:
        problems: All problems found in the phase that failed.
        exit_code: The exit code of the command.
    """

    exit_code = ExitCode.USAGE

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class InputError(CodegenError):
    """A file, an option or the configuration is invalid (exit code 2)."""


class UndeterminedError(CodegenError):
    """The account could not be read, or the response is implausible (exit code 3)."""

    exit_code = ExitCode.UNDETERMINED


class UnsafeError(CodegenError):
    """The output has content that no template produces, or a path that may not be written (exit code 4)."""

    exit_code = ExitCode.UNSAFE


class EditedError(CodegenError):
    """Generated files are stale, incomplete or edited by hand, or another file is in the way (exit code 5)."""

    exit_code = ExitCode.EDITED


class BusyError(CodegenError):
    """Another run is writing the output, or has just written it (exit code 6)."""

    exit_code = ExitCode.BUSY


class UnwritableError(CodegenError):
    """The output cannot be written: it is read-only, or the disk is full (exit code 7)."""

    exit_code = ExitCode.UNWRITABLE
