"""Options that several commands share, and the types of their values."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from enum import IntEnum
from pathlib import Path
from typing import Any, TypeVar

import click
from click.core import ParameterSource
from click.shell_completion import CompletionItem

from ..account_id import ACCOUNT_ID_VARIABLE, MAX_ACCOUNT_ID
from ..text.errors import InputError, Problem
from ..text.terminal import write

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

# Options that are accepted before the command and after it. Their values are kept under these keys of `Context.meta`,
# which a command shares with the group.
CONFIG_FILE = "config"
PROFILE = "profile"
VERBOSITY = "verbosity"
COMMON = frozenset({CONFIG_FILE, PROFILE, VERBOSITY, "quiet", "verbose", "help", "version"})

# Parameters that decide where the account is read.
SOURCES = frozenset({"base_url", "account", "use_sandbox", "offline"})


class Verbosity(IntEnum):
    """How much a command prints."""

    QUIET = -1
    NORMAL = 0
    VERBOSE = 1


class Choice(click.Choice[str]):
    """A choice whose error message suggests the closest value."""

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:
        return f"{value!r} is not one of {', '.join(self.choices)}{did_you_mean(str(value), self.choices)}"


class Range(click.ParamType[int]):
    """An integer within limits."""

    name = "integer"

    def __init__(self, least: int, most: int) -> None:
        self.least = least
        self.most = most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        try:
            number = int(value)
        except ValueError:
            self.fail(f"{value!r} is not a whole number", param, ctx)
        if not self.least <= number <= self.most:
            self.fail(f"{value} is not between {self.least} and {self.most}", param, ctx)
        return number


class Configured(click.Option):
    """An option that another key of the configuration sets than the one with its name.

    Args:
        setting: The key.
    """

    def __init__(self, *arguments: Any, setting: str, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.setting = setting


class Seconds(click.ParamType[float]):
    """A positive number of seconds, up to a limit."""

    name = "seconds"

    def __init__(self, most: float) -> None:
        self.most = most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        try:
            seconds = float(value)
        except ValueError:
            self.fail(f"{value!r} is not a number of seconds", param, ctx)
        if not 0 < seconds <= self.most:
            self.fail(f"{value} is not a positive number of at most {self.most} seconds", param, ctx)
        return seconds


class _PathType(click.ParamType[Path]):
    """A path that is checked only when it is used; `completion` tells the shell what to complete: `file` or `dir`."""

    name = "path"

    def __init__(self, completion: str) -> None:
        self.completion = completion

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        if not value:
            self.fail("is empty", param, ctx)
        try:
            possible = "\0" not in value and os.fsencode(value) is not None
        except UnicodeEncodeError:
            possible = False
        if not possible:
            self.fail(f"{value!a} cannot be a path", param, ctx)
        return Path(os.path.expanduser(value))

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        return [CompletionItem(incomplete, type=self.completion)]


FILE = _PathType("file")
DIR = _PathType("dir")


def working_folder() -> Path:
    """Return the folder that the program runs in.

    Raises:
        InputError: It has been deleted.
    """
    try:
        return Path.cwd()
    except FileNotFoundError:
        raise InputError(Problem("working folder", "does not exist any more", "Change to another folder.")) from None


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """Return the end of an error message that suggests the known word closest to `word`; empty if none is close."""
    from difflib import get_close_matches

    near = get_close_matches(word, list(words), n=1)
    return f"; did you mean {near[0]}?" if near else ""


def is_set(context: click.Context, name: str) -> bool:
    """Return whether a parameter was given on the command line or in an environment variable."""
    return is_given(context, name) or context.get_parameter_source(name) is ParameterSource.ENVIRONMENT


def is_given(context: click.Context, name: str) -> bool:
    """Return whether a parameter was given on the command line, rather than configured or left at its default."""
    return context.get_parameter_source(name) is ParameterSource.COMMANDLINE


def complete_from(words: Callable[[], Iterable[str]]) -> Callable[[click.Context, click.Parameter, str], list[str]]:
    """Return a completion function for words that are computed only when the shell asks for them."""
    return lambda _, __, incomplete: [word for word in words() if word.startswith(incomplete)]


def together(*options: Callable[[Decorated], Decorated]) -> Callable[[Decorated], Decorated]:
    """Combine options into one decorator; the help shows them in this order."""

    def decorate(function: Decorated) -> Decorated:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


def _remember(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    """Store the value of a common option; the one after the command, parsed later, overrides the one before it."""
    if is_given(context, parameter.name):
        context.meta[parameter.name] = value


def _remember_verbosity(context: click.Context, parameter: click.Parameter, value: int | None) -> None:
    if is_given(context, parameter.name) and value:
        context.meta[VERBOSITY] = Verbosity.QUIET if parameter.name == "quiet" else Verbosity.VERBOSE


def _show_help(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        write(f"{context.get_help()}\n", sys.stdout)
        context.exit()


def _complete_profile(context: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    from ..config import find_config, profile_names
    from ..text.errors import CodegenError

    try:
        file = context.meta.get(CONFIG_FILE) or find_config(working_folder())
        return [name for name in (profile_names(file) if file else ()) if name.startswith(incomplete)]
    except CodegenError:
        return []


common_options = together(
    click.option(
        "-q",
        "--quiet",
        is_flag=True,
        expose_value=False,
        callback=_remember_verbosity,
        show_default=False,
        help="Print only errors, drift and what -o asks for.",
    ),
    click.option(
        "-v",
        "--verbose",
        is_flag=True,
        expose_value=False,
        callback=_remember_verbosity,
        show_default=False,
        help="Print on stderr what is being done.",
    ),
    click.option(
        "-h",
        "--help",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_show_help,
        show_default=False,
        help="Show this help and exit.",
    ),
)

configuration_options = together(
    click.option(
        "--config",
        type=FILE,
        metavar="FILE",
        expose_value=False,
        callback=_remember,
        help="Configuration file.  [default: nearest pyproject.toml with [tool.yulsn-codegen]]",
    ),
    click.option(
        "--profile",
        metavar="NAME",
        expose_value=False,
        callback=_remember,
        shell_complete=_complete_profile,
        help="Use this profile of the configuration.",
    ),
)

account_id_option = click.option(
    "--account-id",
    type=Range(1, MAX_ACCOUNT_ID),
    metavar="N",
    envvar=ACCOUNT_ID_VARIABLE,
    show_envvar=True,
    help="Number of the account, which paths of version 2 of the API contain.",
)
out_option = click.option(
    "--out", type=DIR, metavar="DIR", default="generated", help="Folder of the generated package."
)
