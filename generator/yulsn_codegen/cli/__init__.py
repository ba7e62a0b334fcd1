"""The command line: arguments go in, the other modules' functions are called, an exit code comes out.

Commands import what they need when they run, so that a quick one is not slowed by what only another needs.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
import typer.core

from .. import __version__
from ..errors import CodegenError, ExitCode, printable
from .common import ARGUMENTS, configure
from .description import openapi, validate
from .drift import accept, check, diff
from .generating import build, fetch, generate, sandbox

DEBUG = "YULSN_CODEGEN_DEBUG"


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
    "is not to be believed; 4 refused as unsafe; 5 generated files are stale, or were changed by hand.",
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
        app(args=None if arguments is None else list(arguments), prog_name="yulsn-codegen")
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else ExitCode.OK
    except CodegenError as error:
        for problem in error.problems:
            print(f"error: {problem}", file=sys.stderr)
        return error.exit_code
    except Exception as error:
        if os.environ.get(DEBUG):
            raise
        print(printable(f"error: a defect of yulsn-codegen: {type(error).__name__}: {error}"), file=sys.stderr)
        print(f"  Please report it. {DEBUG}=1 shows where it happened.", file=sys.stderr)
        return ExitCode.INTERNAL
    return ExitCode.OK
