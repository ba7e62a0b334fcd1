"""The command `openapi`."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from ..description.tools import TOOLS
from .client import client_lock, client_option, plan_as_client
from .command import command
from .options import FILE, Choice, common_options, configuration_options, is_given
from .output import STDOUT, file_option, write_result
from .session import Session


@command(
    "yulsn-codegen openapi --account account.json --version 3.1 -o acme.json",
    "yulsn-codegen openapi --account account.json --for openapi-generator -o acme.json",
)
@file_option("the document")
@click.option(
    "--version",
    "openapi_version",
    type=Choice(("3.2", "3.1")),
    show_default=False,
    help="Version of OpenAPI.  [default: 3.2; with --for: 3.1]",
)
@click.option("--format", "form", type=Choice(("yaml", "json")), help="Format.  [default: json for *.json, else yaml]")
@click.option(
    "--account", type=FILE, metavar="FILE", help="Include the fields and tables of the account in this snapshot."
)
@client_option
@click.option(
    "--for",
    "tool",
    type=Choice(tuple(TOOLS)),
    metavar="TOOL",
    help="Leave out what a client generator cannot express, and print a line for each kind of loss. TOOL is one of "
    f"{', '.join(TOOLS)}.",
)
@click.option("--losses", type=FILE, metavar="FILE", help="List everything that --for left out in this file, as JSON.")
@configuration_options
@common_options
def openapi(
    session: Session,
    output: Path,
    openapi_version: Literal["3.2", "3.1"] | None,
    form: Literal["yaml", "json"] | None,
    account: Path | None,
    client: Path | None,
    tool: str | None,
    losses: Path | None,
) -> None:
    """Export the API's description as one OpenAPI document.

    OpenAPI 3.1 has no SEARCH operations; a 3.1 document has them in the extension x-additionalOperations.
    """
    from ..account.schema import EMPTY
    from ..account.snapshot import read_snapshot
    from ..description.dump import dump
    from ..description.export import export
    from ..description.tools import adapt, dump_losses, summary
    from ..plan import plan

    if account is None and is_given(click.get_current_context(), "client"):
        raise click.UsageError("--client needs --account")
    if losses is not None and tool is None:
        raise click.UsageError("--losses needs --for")
    if openapi_version == "3.2" and tool is not None:
        raise click.UsageError(f"--for writes OpenAPI 3.1, because {tool} does not read 3.2; omit --version")
    version = openapi_version or ("3.2" if tool is None else "3.1")
    with session.steps("Exporting the description"):
        if account is None:
            decided, notes = plan(EMPTY, config=session.config), tuple[str, ...]()
        else:
            decided, notes = plan_as_client(session, read_snapshot(account), client_lock(client))
        target = form or ("json" if output.suffix == ".json" else "yaml")
        root = export(decided.document, version)
        root, lost = adapt(root, TOOLS[tool]) if tool is not None else (root, [])
        text = dump(root, target)
    session.note(*notes)
    write_result(output, text)
    if losses is not None and tool is not None:
        write_result(losses, dump_losses(tool, lost))
    session.note(*summary(lost))
    if output != STDOUT:
        session.confirm(f"Wrote {output}: OpenAPI {version}.")
