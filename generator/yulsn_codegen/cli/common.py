"""What the commands share: options that several have, where an account comes from, and what is written where."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..text.errors import InputError, Problem
from ..text.terminal import one_line, write

if TYPE_CHECKING:
    from ..account.schema import AccountSchema

API_KEY = "YULSN_API_KEY"

BaseUrl = Annotated[str | None, typer.Option(help="Read the account live from the API at this address.")]
AccountFile = Annotated[Path | None, typer.Option(help="Read the account from a snapshot, as `fetch` writes it.")]
UseSandbox = Annotated[bool, typer.Option("--sandbox", help="Take the sandbox's built-in account, over HTTP.")]
ApiKeyFile = Annotated[Path | None, typer.Option(help=f"A file that holds the API key; else {API_KEY} does.")]
AllowHttp = Annotated[bool, typer.Option("--allow-http", help="Send the key over plain http to another machine.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON on stdout, for programs.")]


ARGUMENTS = "yulsn_codegen.arguments"
_SOURCES = ("--base-url", "--account", "--sandbox", "--offline")
_CONFIGURED = ("fetch", "generate", "check", "accept", "build")


def configure(context: typer.Context, file: Path | None, profile: str | None) -> None:
    """Make the configuration the default of the commands' options; what is given on the command line goes before it.

    Raises InputError for a file that cannot be used, and for a profile where there is no file.
    """
    from ..config import Config, find_config, read_config

    context.obj = Config()
    arguments: tuple[str, ...] = context.meta[ARGUMENTS]
    if context.invoked_subcommand not in _CONFIGURED or "--help" in arguments:
        return
    found = file or find_config(Path.cwd())
    if found is None and profile is not None:
        raise InputError(Problem("--profile", "is given, but there is no pyproject.toml with [tool.yulsn-codegen]"))
    if found is None:
        return
    config = read_config(found, profile)
    options = dict(config.options)
    if any(argument.partition("=")[0] in _SOURCES for argument in arguments):
        options = {key: value for key, value in options.items() if key not in ("base-url", "account")}
    defaults = {key.replace("-", "_"): value for key, value in options.items()}
    context.default_map = dict.fromkeys(_CONFIGURED, defaults)
    context.obj = config


def is_given(context: typer.Context, name: str) -> bool:
    """Return whether a parameter's value is from the command line, and not from the configuration or a default."""
    source = context.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"


def fetch_account(base_url: str, api_key_file: Path | None, allow_http: bool, variable: str = API_KEY) -> AccountSchema:
    """Return the schema of the account at an address, showing on a terminal how far it is."""
    from ..account.fetch import fetch as fetch_schema
    from ..text.progress import bar

    key = read_key(api_key_file, variable)
    with bar() as progress:
        return fetch_schema(base_url, key, progress=progress, allow_http=allow_http)


def read_key(file: Path | None, variable: str = API_KEY) -> str:
    """Return the key, from the file that was named or else from the environment.

    variable: goes before the usual one, where it is set.
    """
    if file is not None:
        try:
            return file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(Problem(str(file), f"cannot be read: {error}")) from None
    key = os.environ.get(variable, "").strip() or os.environ.get(API_KEY, "").strip()
    if not key:
        raise InputError(Problem("API key", "is missing", f"Set {API_KEY}, or name a file with --api-key-file."))
    return key


def summary(account: AccountSchema) -> str:
    fields = sum(map(len, account.owners.values()))
    columns = sum(len(table.fields) for table in account.tables)
    return f"{fields} fields, {len(account.tables)} tables with {columns} fields"


def write_file(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    temporary = path.parent / f".{path.name}.{os.getpid()}.tmp"
    try:
        with temporary.open("w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise InputError(Problem(str(path), f"cannot be written: {error.strerror or error}")) from None


def print_json(value: object) -> None:
    from ..drift.reports.wording import json_text

    write(json_text(value), sys.stdout)


@contextmanager
def steps() -> Iterator[Callable[[str], None]]:
    """Show on a terminal what is being done, and take it away after; say nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.text import Text

    with Console(stderr=True).status("Generating") as status:
        yield lambda text: status.update(Text(one_line(text)))  # as Text, nothing in it is markup
