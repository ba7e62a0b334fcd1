"""Report an error on stderr with its place and a hint, and choose the exit code."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from types import TracebackType

import click
from click.core import ParameterSource

from ..text.errors import CodegenError, ExitCode, Problem
from ..text.terminal import say, write

DEBUG = "YULSN_CODEGEN_DEBUG"


def report_failure(error: BaseException) -> int:
    """Report an error on stderr and return its exit code.

    Raises:
        BaseException: The error itself, if it is an internal one and debugging is on.
    """
    code = _exit_code(error)
    if code is ExitCode.INTERNAL and os.environ.get(DEBUG):
        sys.excepthook = _show_traceback
        raise error
    with suppress(BrokenPipeError, CodegenError):  # stderr cannot be written
        _report(error)
    return code


def _exit_code(error: BaseException) -> ExitCode:
    match error:
        case CodegenError():
            return error.exit_code
        case click.ClickException():
            return ExitCode.USAGE
        case KeyboardInterrupt() | click.Abort():
            return ExitCode.INTERRUPTED
        case BrokenPipeError():
            return ExitCode.CLOSED_PIPE
        case _:
            return ExitCode.INTERNAL


def _report(error: BaseException) -> None:
    match error:
        case CodegenError():
            for problem in error.problems:
                say(*_lines(problem), err=True)
        case click.exceptions.NoArgsIsHelpError():
            write(f"{error.format_message()}\n", sys.stderr)
        case click.ClickException():
            say(*_lines(_problem(error)), err=True)
        case KeyboardInterrupt() | click.Abort():
            say("Interrupted.", err=True)
        case BrokenPipeError():
            pass  # for example `| head`, which has seen enough
        case _:
            say(
                f"error: internal error: {type(error).__name__}: {error}",
                f"  This is a bug in yulsn-codegen; please report it. {DEBUG}=1 shows the traceback.",
                err=True,
            )


def _lines(problem: Problem) -> list[str]:
    """Return the one or two lines of a problem; no string in it can add another."""
    head = f"error: {problem.place}: {problem.what}" if problem.place else f"error: {problem.what}"
    return [head, f"  {problem.hint}"] if problem.hint else [head]


def _problem(error: click.ClickException) -> Problem:
    """Convert an error of click to a problem with its option as the place and a hint."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    path = context.command_path if context is not None else "yulsn-codegen"
    hint = f"Run `{path} --help` for usage."
    place, what = "", error.message
    if isinstance(error, click.BadParameter) and error.param is not None:
        place = _source(error.param, context)
        what = "is required" if isinstance(error, click.MissingParameter) else error.message
    elif isinstance(error, click.BadOptionUsage):
        place, what = error.option_name, what.removeprefix(f"Option {error.option_name!r} ")
    elif isinstance(error, (click.NoSuchOption, click.NoSuchCommand)) and error.possibilities:
        hint = f"Did you mean {' or '.join(error.possibilities)}? {hint}"
    if not place:
        what = what[:1].lower() + what[1:]
    return Problem(place, what.removesuffix("."), hint)


def _source(parameter: click.Parameter, context: click.Context | None) -> str:
    """Return what gave a parameter its value: the argument, the option, or an environment variable."""
    source = context.get_parameter_source(parameter.name) if context is not None and parameter.name else None
    if source is ParameterSource.ENVIRONMENT and isinstance(parameter.envvar, str):
        return parameter.envvar
    if isinstance(parameter, click.Argument):
        return parameter.human_readable_name
    return max(parameter.opts, key=len)


def _show_traceback(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Print a traceback whose text, which may be untrusted, is made harmless."""
    import traceback

    text = "".join(traceback.format_exception(kind, error, trace))
    with suppress(BrokenPipeError, CodegenError):
        say(*text.removesuffix("\n").split("\n"), err=True)
