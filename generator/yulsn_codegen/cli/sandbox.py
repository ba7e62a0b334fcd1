"""The command `sandbox`."""

from __future__ import annotations

import re
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..account_id import MAX_ACCOUNT_ID
from ..text.errors import CodegenError
from .account import summary
from .command import command
from .options import FILE, Range, Verbosity, common_options, configuration_options
from .session import Session

if TYPE_CHECKING:
    from ..sandbox import RecordedRequest

CONTROL_KEY_VARIABLE = "YULSN_SANDBOX_CONTROL_KEY"


def _check_key(_: click.Context, __: click.Parameter, key: str | None) -> str | None:
    if key is not None and not re.fullmatch(r"[!-~]+", key):
        raise click.BadParameter("is empty, or contains white space, control characters or non-ASCII characters")
    return key


def _log(session: Session, request: RecordedRequest) -> None:
    """Print a request on stderr. A closed stderr must not affect the response."""
    with suppress(BrokenPipeError, CodegenError):
        session.detail(str(request))


@command('yulsn-codegen sandbox --port 8765 --contacts 1000 --fault "status=503 GET /api/v1/Contacts* 10%"')
@click.option("--port", type=Range(0, 65535), metavar="N", default=8765, help="Port to listen on; 0 for any free one.")
@click.option("--host", metavar="HOST", default="127.0.0.1", help="Address to listen on.")
@click.option("--account", type=FILE, metavar="FILE", help="Snapshot to serve.  [default: the built-in account]")
@click.option("--db", type=FILE, metavar="FILE", help="SQLite file to keep the data in.  [default: in memory]")
@click.option(
    "--api-key",
    metavar="KEY",
    default="sandbox",
    callback=_check_key,
    help="Key that requests must carry.",
)
@click.option(
    "--account-id",
    type=Range(1, MAX_ACCOUNT_ID),
    metavar="N",
    default=1,
    help="Number of the account, which paths of version 2 of the API contain.",
)
@click.option(
    "--fault",
    metavar="RULE",
    multiple=True,
    help="Inject a fault: KIND[=ARGUMENT] [METHOD] [PATH] [RATE%] [TIMESx]. Repeatable.",
)
@click.option(
    "--contacts",
    type=Range(0, 1_000_000),
    metavar="N",
    default=0,
    help="Start with N made-up contacts and their orders, points, events and table rows. With --db, only a new file is "
    "filled.",
)
@click.option(
    "--seed",
    type=int,
    metavar="N",
    default=0,
    help="Seed for the made-up data, and for which requests faults hit.",
)
@click.option(
    "--strict",
    is_flag=True,
    help="Respond with 400 to what the API silently ignores: query times that it cannot parse, and limits of a bulk "
    "export that do not apply to what it exports.",
)
@click.option(
    "--export-delay",
    type=click.FloatRange(0, 86_400),
    metavar="SECONDS",
    default=0,
    help="Seconds until a bulk export is ready.",
)
@click.option(
    "--control-key",
    metavar="KEY",
    envvar=CONTROL_KEY_VARIABLE,
    show_envvar=True,
    callback=_check_key,
    help="Enable the control endpoints under /__sandbox, for requests from this machine with this key.",
)
@configuration_options
@common_options
def sandbox(
    session: Session,
    port: int,
    host: str,
    account: Path | None,
    db: Path | None,
    api_key: str,
    account_id: int,
    fault: tuple[str, ...],
    contacts: int,
    seed: int,
    strict: bool,
    export_delay: float,
    control_key: str | None,
) -> None:
    """Serve a local stand-in for an account, to develop and test against.

    It implements the API's rules on a local database, and serves a reference of the account at /docs. The kinds of
    faults are latency, status, drop, truncate, html, extra and enum. With -v, each request is logged to stderr, without
    its query values. Press Ctrl-C to stop.
    """
    from ..account.snapshot import read_snapshot
    from ..description.document import load
    from ..description.overlay import apply_overlays, read_overlays
    from ..sandbox import builtin_account, create_app, serve
    from ..sandbox.faults.parsing import parse_all
    from ..text.progress import quiet

    schema = builtin_account() if account is None else read_snapshot(account)
    faults = parse_all(fault)
    overlays = read_overlays(session.config.overlays)
    description = apply_overlays(load(), overlays)[0] if overlays else None
    with session.progress("Making up data") if contacts else nullcontext(quiet) as progress:
        app = create_app(
            schema,
            api_key=api_key,
            account_id=account_id,
            db=db,
            faults=faults,
            seed=seed,
            contacts=contacts,
            strict=strict,
            progress=progress,
            description=description,
            export_delay=export_delay,
            control_key=control_key,
            config=session.config,
        )
    if session.verbosity is Verbosity.VERBOSE:
        app.state.controls.on_request = lambda request: _log(session, request)
    started = f"{summary(schema)}. The reference is at /docs. Press Ctrl-C to stop."
    serve(app, host, port, lambda url: session.confirm(f"The sandbox is listening at {url}: {started}"))
