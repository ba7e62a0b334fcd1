"""The commands that make things from an account's schema: `fetch`, `generate` and `sandbox`."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..text.errors import InputError, Problem
from ..text.terminal import say
from .common import (
    AccountFile,
    AllowHttp,
    ApiKeyFile,
    AsJson,
    BaseUrl,
    UseSandbox,
    fetch_account,
    print_json,
    steps,
    summary,
    write_file,
)

if TYPE_CHECKING:
    from ..account.schema import AccountSchema


def fetch(
    output: Annotated[Path, typer.Option("-o", "--output", help="Where to write the snapshot; - for stdout.")],
    base_url: Annotated[str, typer.Option(help="The address of the API.")] = "https://api.yulsn.io",
    api_key_file: ApiKeyFile = None,
    allow_http: AllowHttp = False,
) -> None:
    """Read an account's fields, tables and types, and write them as a snapshot (JSON)."""
    from ..account.snapshot import dump_snapshot

    account = fetch_account(base_url, api_key_file, allow_http)
    text = dump_snapshot(account)
    if str(output) == "-":
        sys.stdout.write(text)
        return
    write_file(output, text)
    say(f"Wrote {output}: {summary(account)}.")


def generate(
    context: typer.Context,
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
    from ..generate import generate_into

    schema = _account(base_url, account, use_sandbox, api_key_file, allow_http)
    with steps() as step:
        outcome = generate_into(out, schema, package, step, context.obj)
    if as_json:
        print_json(
            {"out": str(out), "changed": list(outcome.changed), "files": outcome.files, "notes": list(outcome.notes)}
        )
        return
    for note in outcome.notes:
        say(f"note: {note}", err=True)
    if outcome.changed:
        count = f"{len(outcome.changed)} of {outcome.files} files"
        say(f"Wrote {count} to {out}: {summary(schema)}.")
    else:
        say(f"Nothing changed: {out} is what the account's schema gives.")


def build(
    out: Annotated[Path, typer.Option(help="The folder of the generated package.")] = Path("generated"),
    target: Annotated[Path, typer.Option(help="Where the wheel and the sdist go.")] = Path("dist"),
    check: Annotated[
        bool, typer.Option(help="Try the wheel in an empty environment before anything is written.")
    ] = True,
    as_json: AsJson = False,
) -> None:
    """Build the wheel and the sdist of a generated package: the same files, the same bytes."""
    from ..release.packaging import build_output

    with steps() as step:
        built = build_output(out, target, check=check, step=step)
    if as_json:
        print_json([{"file": str(path), "sha256": digest} for path, digest in built.files])
        return
    for path, digest in built.files:
        say(f"Built {path} (sha256 {digest})")


def sandbox(
    port: Annotated[int, typer.Option(help="The port to listen on; 0 for any that is free.", min=0, max=65535)] = 8765,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    account: Annotated[Path | None, typer.Option(help="A snapshot; by default the built-in account.")] = None,
    db: Annotated[Path | None, typer.Option(help="An SQLite file that keeps the data; else it is in memory.")] = None,
    api_key: Annotated[str, typer.Option(help="The key that requests must carry.")] = "sandbox",
    fault: Annotated[
        list[str] | None,
        typer.Option(
            metavar="RULE", help='What should go wrong, like "status=503 GET /api/v1/Contacts* 10%"; repeatable.'
        ),
    ] = None,
    contacts: Annotated[
        int,
        typer.Option(
            metavar="N",
            help="Begin with this many made-up contacts, and orders, points, events and rows for them; with --db a new"
            " file only.",
            min=0,
            max=1_000_000,
        ),
    ] = 0,
    seed: Annotated[
        int, typer.Option(help="What is made up, and which requests the faults strike: the same for the same seed.")
    ] = 0,
) -> None:
    """Serve a stand-in for an account: the API's rules on a local database, to develop and test with.

    A fault is KIND[=ARGUMENT] [METHOD] [PATH] [RATE%] [TIMESx], of the kinds latency, status, drop, truncate, html,
    extra and enum. Ctrl-C ends it.
    """
    from ..account.snapshot import read_snapshot
    from ..sandbox import builtin_account, create_app, serve
    from ..sandbox.faults.parsing import parse_all
    from ..text.progress import bar, quiet

    schema = builtin_account() if account is None else read_snapshot(account)
    faults = parse_all(fault or ())
    with bar("Making up data") if contacts else nullcontext(quiet) as progress:
        app = create_app(schema, api_key=api_key, db=db, faults=faults, seed=seed, contacts=contacts, progress=progress)
    serve(
        app,
        host,
        port,
        lambda url: say(f"The sandbox listens at {url}: {summary(schema)}. Ctrl-C ends it."),
    )


def _account(
    base_url: str | None, account: Path | None, use_sandbox: bool, api_key_file: Path | None, allow_http: bool
) -> AccountSchema:
    """Return the account schema from the one source that was named."""
    if sum((base_url is not None, account is not None, use_sandbox)) != 1:
        raise InputError(Problem("generate", "needs exactly one of --base-url, --account and --sandbox"))
    if account is not None:
        from ..account.snapshot import read_snapshot

        return read_snapshot(account)
    if base_url is not None:
        return fetch_account(base_url, api_key_file, allow_http)
    from ..account.fetch import fetch as fetch_schema
    from ..sandbox import running

    with running() as server:
        return fetch_schema(server.base_url, server.api_key)
