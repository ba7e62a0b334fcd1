"""Write the results of a command: to stdout or atomically to a file, as `-o FILE` or `-o FORMAT[=FILE]` say."""

from __future__ import annotations

import errno
import os
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from ..text.errors import Problem, UnwritableError
from ..text.files import replace_file, write_error
from ..text.terminal import write
from .options import FILE, Decorated, did_you_mean

STDOUT = Path("-")

_STANDARD = {"stdin": 0, "stdout": 1, "stderr": 2}
_DESCRIPTORS = re.compile(r"/dev/(?P<name>stdin|stdout|stderr)|/(?:dev|proc/self)/fd/(?P<number>\d{1,9})", re.ASCII)


@dataclass(frozen=True)
class Target:
    """A report's format, and the file that it is written to; None is stdout."""

    form: str
    file: Path | None = None


class _TargetType(click.ParamType[Target]):
    """A report as `FORMAT` or `FORMAT=FILE`."""

    name = "report"

    def __init__(self, formats: Sequence[str]) -> None:
        self.formats = tuple(formats)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Target:
        if isinstance(value, Target):
            return value
        form, _, file = value.partition("=")
        if form not in self.formats:
            meant = did_you_mean(form, self.formats)
            self.fail(f"{form!r} is not one of the formats {', '.join(self.formats)}{meant}", param, ctx)
        path = FILE.convert(file, param, ctx) if file not in ("", "-") else STDOUT
        return Target(form, None if _is_stdout(path) else path)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        if "=" in incomplete:
            return [CompletionItem(incomplete, type="file")]
        return [CompletionItem(form) for form in self.formats if form.startswith(incomplete)]


def file_option(what: str) -> Callable[[Decorated], Decorated]:
    """Return the option `-o FILE`, for a command with one format."""
    return click.option(
        "-o",
        "--output",
        type=FILE,
        metavar="FILE",
        required=True,
        callback=lambda _context, _parameter, path: STDOUT if _is_stdout(path) else path,
        help=f"File to write {what} to; - for stdout.",
    )


def report_option(formats: Sequence[str]) -> Callable[[Decorated], Decorated]:
    """Return the option `-o FORMAT[=FILE]`, for a command with several formats; the first one is the default."""
    return click.option(
        "-o",
        "--output",
        type=_TargetType(formats),
        metavar="FORMAT[=FILE]",
        multiple=True,
        callback=_refuse_one_place_twice,
        help=f"Report as {', '.join(formats[:-1])} or {formats[-1]}, to FILE or else to stdout. Repeatable.  "
        f"[default: {formats[0]}]",
    )


def _refuse_one_place_twice(_: click.Context, __: click.Parameter, targets: tuple[Target, ...]) -> tuple[Target, ...]:
    files = [target.file for target in targets if target.file is not None]
    if len(set(files)) < len(files):
        raise click.BadParameter("names a file twice")
    if len(targets) - len(files) > 1:
        raise click.BadParameter("only one report can go to stdout; write the others to files, as in json=report.json")
    return targets


def _is_stdout(path: Path) -> bool:
    return path == STDOUT or _descriptor(path) == _STANDARD["stdout"]


def write_reports(targets: Sequence[Target], render: Callable[[Target], str]) -> None:
    """Write one report per target."""
    for target in targets:
        write_result(target.file, render(target))


def write_result(file: Path | None, text: str) -> None:
    """Write a result to a file, or to stdout for None and `-`."""
    if file is None or file == STDOUT:
        if sys.stdout is None:
            raise UnwritableError(Problem("stdout", "is closed"))
        write(text, sys.stdout)
    else:
        write_file(file, text)


def write_file(path: Path, text: str) -> None:
    """Write a file.

    A regular file is replaced atomically and keeps its mode. Of a symbolic link, the target is replaced. A device, a
    named pipe or an open descriptor, such as `/dev/stderr`, is written to.

    Raises:
        InputError: The path names no file that can be written.
        UnwritableError: The disk is full or read-only, or permission is missing.
        BrokenPipeError: The program that reads the named pipe has closed it.
    """
    try:
        descriptor = _descriptor(path)
        if descriptor is not None:
            _fill(os.dup(descriptor), text)
        elif path.is_dir():  # opening it fails with another error on Windows
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        elif path.exists() and not path.is_file():
            _fill(path, text)
        else:
            target = Path(os.path.realpath(path))
            if target.is_symlink():
                raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
            replace_file(target, text)
    except BrokenPipeError:
        raise
    except OSError as error:
        hint = f"Create the folder {path.parent} first." if error.errno == errno.ENOENT else ""
        raise write_error(error, str(path), hint) from None


def _descriptor(path: Path) -> int | None:
    """Return the open descriptor that a path names, or None.

    Opening the path instead would truncate a file that the shell opened for appending.
    """
    if (found := _DESCRIPTORS.fullmatch(os.path.normpath(path))) is None:
        return None
    return _STANDARD[found["name"]] if found["name"] else int(found["number"])


def _fill(file: Path | int, text: str) -> None:
    with open(file, "w", encoding="utf-8", newline="\n") as stream:
        stream.write(text)
