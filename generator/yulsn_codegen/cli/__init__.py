"""The command line: parse the arguments, run one command, and convert its outcome to an exit code.

To add a command, write a module here with a function of the same name, decorated with `command`, and add the name to
`COMMANDS`. A command's module is imported only when that command runs or help is shown, and imports at its top only
what its options need; everything else is imported inside the function, so that no command pays for another.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from .. import __version__
from ..text.errors import ExitCode
from ..text.terminal import write
from .command import CommandGroup
from .failures import report_failure
from .options import common_options, configuration_options

__all__ = ["COMMANDS", "PROGRAM", "commands", "main"]

PROGRAM = "yulsn-codegen"
# In the order of the help.
COMMANDS = (
    "init",
    "doctor",
    "fetch",
    "generate",
    "check",
    "diff",
    "accept",
    "build",
    "probe",
    "sandbox",
    "openapi",
    "docs",
    "schema",
    "validate",
)
_COMPLETE = "_YULSN_CODEGEN_COMPLETE"
_EXIT_CODES = [f"{code:>3}  {code.meaning}" for code in ExitCode]
_COMPLETION = [
    f'bash  eval "$({_COMPLETE}=bash_source {PROGRAM})"    in ~/.bashrc',
    f'zsh   eval "$({_COMPLETE}=zsh_source {PROGRAM})"     in ~/.zshrc',
    f"fish  {_COMPLETE}=fish_source {PROGRAM} | source    in ~/.config/fish/completions/{PROGRAM}.fish",
]


def _show_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        write(f"{PROGRAM} {__version__}\n", sys.stdout)
        context.exit()


@click.group(
    cls=CommandGroup,
    names=COMMANDS,
    no_args_is_help=True,
    examples=[f"{PROGRAM} generate --sandbox --out demo", f"{PROGRAM} check --offline --out demo"],
    sections={"Exit codes": _EXIT_CODES, "Shell completion": _COMPLETION},
)
@configuration_options
@common_options
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    show_default=False,
    help="Show the version and exit.",
)
def commands() -> None:
    """Generate a typed Python client of the Yulsn API, tailored to one account.

    Unofficial: not made, endorsed or supported by the vendor of Yulsn. Add --help to a command to see its options and
    an example.
    """


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; all errors are reported on stderr, without a traceback.

    With the environment variable YULSN_CODEGEN_DEBUG set, an internal error is raised instead.

    Args:
        arguments: The arguments after the program's name; by default those of the process.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if instruction := os.environ.get(_COMPLETE):
            from click.shell_completion import shell_complete

            return shell_complete(commands, {}, PROGRAM, _COMPLETE, instruction)
        with commands.make_context(PROGRAM, given) as context:
            commands.invoke(context)
        return ExitCode.OK
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except (Exception, KeyboardInterrupt) as error:
        return report_failure(error)
