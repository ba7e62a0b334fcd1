"""The command line: arguments go in, the other modules' functions are called, an exit code comes out.

Commands import what they need when they run, so that a quick one is not slowed by what only another needs.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from .. import __version__
from ..errors import CodegenError, ExitCode, printable
from .description import openapi, validate
from .generating import fetch, generate, sandbox

DEBUG = "YULSN_CODEGEN_DEBUG"

app = typer.Typer(
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Generate a typed Python client of the Yulsn API, made for one account. Unofficial.",
    epilog="Exit codes: 0 done; 2 usage, configuration or bad input; 3 the account could not be read; "
    "4 refused as unsafe; 5 a generated file was changed by hand.",
)

for command in (validate, fetch, generate, openapi, sandbox):
    app.command()(command)


@app.callback(invoke_without_command=True)
def _root(version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False) -> None:
    if version:
        typer.echo(f"yulsn-codegen {__version__}")
        raise typer.Exit


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
