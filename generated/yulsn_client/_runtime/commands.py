"""The command line of the package: `python -m acme_crm COMMAND`.

To add a command, write a module with the functions `add_arguments(parser)` and `run(arguments)`, which returns the exit
code, and add it to `COMMANDS`. Only the module of the command that runs is imported.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from difflib import get_close_matches
from importlib import import_module
from types import ModuleType
from typing import TextIO

from .errors import YulsnError
from .text.characters import one_line

__all__ = ["COMMANDS", "UsageError", "main", "nearest", "say", "write"]

COMMANDS: Mapping[str, tuple[str, str]] = {
    "describe": ("describe_command", "show this account's models, fields and calls"),
    "find": ("find_command", "search this account's names, labels and allowed values"),
    "sync": ("sync_command", "keep a copy of this account in a DuckDB file up to date"),
    "agents": ("agents_command", "print a short guide to this package for coding agents"),
}
"""The module and the summary of each command."""

FAILED, USAGE, INTERRUPTED, CLOSED_PIPE = 1, 2, 130, 141


class UsageError(Exception):
    """The command cannot run with the given arguments (exit code 2)."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code. Errors are reported on stderr, without a traceback.

    Args:
        arguments: The command and its arguments; by default those of the process.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        module, parsed = _parse(given)
        code: int = module.run(parsed)
        _flush(sys.stdout)
    except UsageError as error:
        say(f"error: {error}", err=True)
        return USAGE
    except YulsnError as error:
        say(f"error: {error}", err=True)
        return FAILED
    except KeyboardInterrupt:
        say("Interrupted.", err=True)
        return INTERRUPTED
    except BrokenPipeError:  # for example `| head`, which has seen enough
        with suppress(OSError, ValueError):  # otherwise Python fails again when it flushes the stream at exit
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLOSED_PIPE
    return code


def _parse(given: Sequence[str]) -> tuple[ModuleType, argparse.Namespace]:
    program = f"python -m {(__package__ or '').rpartition('.')[0]}"
    parser = argparse.ArgumentParser(
        program, description="Look up names in this generated package, or copy its account.", allow_abbrev=False
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    name = next((text for text in given if not text.startswith("-")), "")
    if name and name not in COMMANDS:
        raise UsageError(
            f"there is no command {name!r}{nearest(name, COMMANDS)} `{program} --help` lists all commands."
        )
    parsers = {
        each: commands.add_parser(each, help=summary, description=f"{summary[:1].upper()}{summary[1:]}.")
        for each, (_, summary) in COMMANDS.items()
    }
    if name:
        _module(name).add_arguments(parsers[name])
    parsed = parser.parse_args(given)  # exits if there is no command
    return _module(name), parsed


def _module(command: str) -> ModuleType:
    return import_module(f".{COMMANDS[command][0]}", __package__)


def _flush(stream: TextIO | None) -> None:
    if stream is not None:
        stream.flush()


def say(*lines: str, err: bool = False) -> None:
    """Print lines to stdout or stderr. Each stays one line that cannot control the terminal or the CI server."""
    write("".join(f"{one_line(line)}\n" for line in lines), err=err)


def write(text: str, *, err: bool = False) -> None:
    """Print text as it is, except that characters which the stream's encoding lacks are escaped."""
    stream: TextIO | None = sys.stderr if err else sys.stdout
    if stream is not None:  # as it is if it was closed before Python started
        encoding = stream.encoding or "utf-8"
        stream.write(text.encode(encoding, "backslashreplace").decode(encoding))


def nearest(name: str, known: Mapping[str, object] | Sequence[str]) -> str:
    """Return `. Did you mean ...?` with the known names that resemble one, or a full stop if none does."""
    folded = {one.casefold(): one for one in known}
    found = [folded[one] for one in get_close_matches(name.casefold(), folded, n=3)]
    if not found:
        return "."
    *others, last = found
    return f". Did you mean {', '.join(others)} or {last}?" if others else f". Did you mean {last}?"
