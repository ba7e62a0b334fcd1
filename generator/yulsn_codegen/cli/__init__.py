"""The command line: arguments go in, the other modules' functions are called, an exit code comes out.

Commands import what they need when they run, so that a quick one is not slowed by what only another needs.
"""

from __future__ import annotations

import io
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Annotated, Any

import typer
import typer.core

from .. import __version__
from ..text.errors import CodegenError, ExitCode, Problem
from ..text.terminal import say
from .common import ARGUMENTS, configure
from .description import openapi, validate
from .drift import accept, check, diff
from .generating import build, fetch, generate, sandbox

DEBUG = "YULSN_CODEGEN_DEBUG"
# The base of typer's errors of usage, which typer has from a private copy of click, or in older versions from click.
_UsageError: type[Any] = next(kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException")


class _Commands(typer.core.TyperGroup):
    """The commands; keeps all arguments for the configuration, which must know what is given before a command runs."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        ctx.meta[ARGUMENTS] = tuple(args)
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=_Commands,
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Generate a typed Python client of the Yulsn API, made for one account. Unofficial.",
    epilog="Exit codes: 0 done; 1 drift; 2 usage, configuration or bad input; 3 the account could not be read, or "
    "is not to be believed; 4 refused as unsafe; 5 generated files are stale, half written, or were changed by hand; "
    "6 another run is writing the output; 7 the output cannot be written.",
)

for command in (fetch, generate, check, diff, accept, build, sandbox, openapi, validate):
    app.command()(command)


@app.callback(invoke_without_command=True)
def _root(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False,
    config: Annotated[
        Path | None,
        typer.Option(help="The configuration file; by default the nearest pyproject.toml with [tool.yulsn-codegen]."),
    ] = None,
    profile: Annotated[str | None, typer.Option(help="The configured account to work on.")] = None,
) -> None:
    if version:
        typer.echo(f"yulsn-codegen {__version__}")
        raise typer.Exit
    configure(context, config, profile)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; a defect is reported as one, without a traceback.

    The environment variable YULSN_CODEGEN_DEBUG shows the traceback of a defect.
    """
    try:
        given = None if arguments is None else list(arguments)
        stopped = app(args=given, prog_name="yulsn-codegen", standalone_mode=False)
        return stopped if isinstance(stopped, int) else ExitCode.OK
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else ExitCode.OK
    except CodegenError as error:
        for problem in error.problems:
            say(*_told(problem), err=True)
        return error.exit_code
    except typer.Abort:
        return ExitCode.INTERRUPTED
    except Exception as error:
        if isinstance(error, _UsageError):
            said = io.StringIO()
            error.show(said)
            say(*said.getvalue().removesuffix("\n").split("\n"), err=True)
            return int(error.exit_code)
        if os.environ.get(DEBUG):
            sys.excepthook = _show_defect
            raise
        say(f"error: a defect of yulsn-codegen: {type(error).__name__}: {error}", err=True)
        say(f"  Please report it. {DEBUG}=1 shows where it happened.", err=True)
        return ExitCode.INTERNAL


def _told(problem: Problem) -> list[str]:
    """Return a problem as lines, of which its strings, whatever they are, cannot make more."""
    head = f"error: {problem.place}: {problem.what}" if problem.place else f"error: {problem.what}"
    return [head, f"  {problem.hint}"] if problem.hint else [head]


def _show_defect(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Print a traceback, in which an error's text may be a stranger's."""
    said = "".join(traceback.format_exception(kind, error, trace))
    say(*said.removesuffix("\n").split("\n"), err=True)
