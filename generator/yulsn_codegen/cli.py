"""The command line: arguments go in, the other modules' functions are called, an exit code comes out.

Commands import what they need when they run, so that a quick one is not slowed by what only another needs.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from . import __version__
from .errors import CodegenError, ExitCode, InputError, Problem, printable

if TYPE_CHECKING:
    from .account import AccountSchema

API_KEY = "YULSN_API_KEY"
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

BaseUrl = Annotated[str | None, typer.Option(help="Read the account live from the API at this address.")]
AccountFile = Annotated[Path | None, typer.Option(help="Read the account from a snapshot, as `fetch` writes it.")]
UseSandbox = Annotated[bool, typer.Option("--sandbox", help="Take the sandbox's built-in account, over HTTP.")]
ApiKeyFile = Annotated[Path | None, typer.Option(help=f"A file that holds the API key; else {API_KEY} does.")]
AllowHttp = Annotated[bool, typer.Option("--allow-http", help="Send the key over plain http to another machine.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON on stdout, for programs.")]


@app.callback(invoke_without_command=True)
def _root(version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False) -> None:
    if version:
        typer.echo(f"yulsn-codegen {__version__}")
        raise typer.Exit


@app.command()
def validate(
    spec: Annotated[Path | None, typer.Option(help="The description's folder; by default the one shipped.")] = None,
    as_json: AsJson = False,
) -> None:
    """Check the API's description: OpenAPI 3.2, and the rules of our own extensions."""
    from .document import bundle, shipped
    from .validate import read_rows
    from .validate import validate as find_problems

    folder = spec or shipped("spec")
    document = bundle(folder)
    problems = find_problems(document, read_rows(folder))
    operations = list(document.operations())
    calls = sum(len(operation["x-calls"]) for _, _, operation in operations if "x-calls" in operation)
    if as_json:
        found = [{"place": item.place, "what": item.what, "mend": item.mend} for item in problems]
        _print_json({"operations": len(operations), "calls": calls, "problems": found})
    if problems:
        raise InputError(problems)
    if not as_json:
        counts = f"{len(operations)} operations, {calls} calls, {len(document.schemas)} schemas"
        typer.echo(f"The description is valid: {counts}.")


@app.command()
def fetch(
    output: Annotated[Path, typer.Option("-o", "--output", help="Where to write the snapshot; - for stdout.")],
    base_url: Annotated[str, typer.Option(help="The address of the API.")] = "https://api.yulsn.io",
    api_key_file: ApiKeyFile = None,
    allow_http: AllowHttp = False,
) -> None:
    """Read an account's fields, tables and types, and write them as a snapshot (JSON)."""
    from .account import dump_snapshot

    account = _fetch(base_url, api_key_file, allow_http)
    text = dump_snapshot(account)
    if str(output) == "-":
        sys.stdout.write(text)
        return
    _write(output, text)
    typer.echo(f"Wrote {printable(str(output))}: {_summary(account)}.")


@app.command()
def generate(
    base_url: BaseUrl = None,
    account: AccountFile = None,
    use_sandbox: UseSandbox = False,
    out: Annotated[Path, typer.Option(help="The folder of the generated package.")] = Path("generated"),
    package: Annotated[str, typer.Option(help="The import name of the generated package.")] = "yulsn_client",
    api_key_file: ApiKeyFile = None,
    allow_http: AllowHttp = False,
    as_json: AsJson = False,
) -> None:
    """Generate the client package of one account. All of it is written, or nothing."""
    from .pipeline import generate_into

    schema = _account(base_url, account, use_sandbox, api_key_file, allow_http)
    with _steps() as step:
        outcome = generate_into(out, schema, package, step)
    if as_json:
        _print_json(
            {"out": str(out), "changed": list(outcome.changed), "files": outcome.files, "notes": list(outcome.notes)}
        )
        return
    for note in outcome.notes:
        typer.echo(f"note: {printable(note)}", err=True)
    if outcome.changed:
        count = f"{len(outcome.changed)} of {outcome.files} files"
        typer.echo(f"Wrote {count} to {printable(str(out))}: {_summary(schema)}.")
    else:
        typer.echo(f"Nothing changed: {printable(str(out))} is what the account's schema gives.")


@app.command()
def openapi(
    output: Annotated[Path, typer.Option("-o", "--output", help="Where to write the document; - for stdout.")],
    version: Annotated[Literal["3.2", "3.1"], typer.Option(help="The version of OpenAPI.")] = "3.2",
    form: Annotated[
        Literal["yaml", "json"] | None, typer.Option("--format", help="By default as the file's name ends.")
    ] = None,
    account: AccountFile = None,
) -> None:
    """Write the API's description as one OpenAPI document, with an account's fields and tables where one is given."""
    from .account import EMPTY, read_snapshot
    from .build import static_names
    from .document import load
    from .export import dump, export
    from .naming import Names, decide
    from .tailor import tailor

    schema = EMPTY if account is None else read_snapshot(account)
    document = load()
    names = decide(schema, static_names(document), Names()).names
    chosen = form or ("json" if output.suffix == ".json" else "yaml")
    text = dump(export(tailor(document, schema, names), version), chosen)
    if str(output) == "-":
        sys.stdout.write(text)
        return
    _write(output, text)
    typer.echo(f"Wrote {printable(str(output))}: OpenAPI {version}.")


@app.command()
def sandbox(
    port: Annotated[int, typer.Option(help="The port to listen on; 0 for any that is free.", min=0, max=65535)] = 8765,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    account: Annotated[Path | None, typer.Option(help="A snapshot; by default the built-in account.")] = None,
    db: Annotated[Path | None, typer.Option(help="An SQLite file that keeps the data; else it is in memory.")] = None,
    api_key: Annotated[str, typer.Option(help="The key that requests must carry.")] = "sandbox",
) -> None:
    """Serve a stand-in for an account: the API's rules on a local database, to develop and test with.

    Ctrl-C ends it.
    """
    from .account import read_snapshot
    from .sandbox import builtin_account, create_app, serve

    schema = builtin_account() if account is None else read_snapshot(account)
    serve(
        create_app(schema, api_key=api_key, db=db),
        host,
        port,
        lambda url: typer.echo(f"The sandbox listens at {url}: {_summary(schema)}. Ctrl-C ends it."),
    )


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


def _account(
    base_url: str | None, account: Path | None, use_sandbox: bool, api_key_file: Path | None, allow_http: bool
) -> AccountSchema:
    """Return the account schema from the one source that was named."""
    if sum((base_url is not None, account is not None, use_sandbox)) != 1:
        raise InputError(Problem("generate", "needs exactly one of --base-url, --account and --sandbox"))
    if account is not None:
        from .account import read_snapshot

        return read_snapshot(account)
    if base_url is not None:
        return _fetch(base_url, api_key_file, allow_http)
    from .fetch import fetch as fetch_schema
    from .sandbox import running

    with running() as server:
        return fetch_schema(server.base_url, server.api_key)


def _fetch(base_url: str, api_key_file: Path | None, allow_http: bool) -> AccountSchema:
    from .fetch import fetch as fetch_schema
    from .progress import bar

    key = _api_key(api_key_file)
    with bar() as progress:
        return fetch_schema(base_url, key, progress=progress, allow_http=allow_http)


def _api_key(file: Path | None) -> str:
    """Return the key, from the file that was named or else from the environment."""
    if file is not None:
        try:
            return file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(Problem(str(file), f"cannot be read: {error}")) from None
    key = os.environ.get(API_KEY, "").strip()
    if not key:
        raise InputError(Problem("API key", "is missing", f"Set {API_KEY}, or name a file with --api-key-file."))
    return key


def _summary(account: AccountSchema) -> str:
    fields = sum(map(len, account.owners.values()))
    columns = sum(len(table.fields) for table in account.tables)
    return f"{fields} fields, {len(account.tables)} tables with {columns} fields"


def _write(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise InputError(Problem(str(path), f"cannot be written: {error.strerror or error}")) from None


def _print_json(value: object) -> None:
    typer.echo(json.dumps(value, indent=2))


@contextmanager
def _steps() -> Iterator[Callable[[str], None]]:
    """Show on a terminal what is being done, and take it away after; say nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    with Console(stderr=True).status("Generating") as status:
        yield lambda text: status.update(text)
