"""The command `openapi`."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from .command import command
from .options import FILE, Choice, common_options, configuration_options
from .output import STDOUT, file_option, write_result
from .session import Session


@command("yulsn-codegen openapi --account account.json --version 3.1 -o acme.json")
@file_option("the document")
@click.option("--version", "openapi_version", type=Choice(("3.2", "3.1")), default="3.2", help="Version of OpenAPI.")
@click.option("--format", "form", type=Choice(("yaml", "json")), help="Format.  [default: json for *.json, else yaml]")
@click.option(
    "--account", type=FILE, metavar="FILE", help="Include the fields and tables of the account in this snapshot."
)
@configuration_options
@common_options
def openapi(
    session: Session,
    output: Path,
    openapi_version: Literal["3.2", "3.1"],
    form: Literal["yaml", "json"] | None,
    account: Path | None,
) -> None:
    """Export the API's description as one OpenAPI document.

    OpenAPI 3.1 has no SEARCH operations; a 3.1 document has them in the extension x-additionalOperations.
    """
    from ..account.schema import EMPTY
    from ..account.snapshot import read_snapshot
    from ..chosen import chosen
    from ..description.export import dump, export
    from ..plan import plan

    with session.steps("Exporting the description"):
        schema, notes = (EMPTY, ()) if account is None else chosen(read_snapshot(account), session.config)
        target = form or ("json" if output.suffix == ".json" else "yaml")
        text = dump(export(plan(schema, config=session.config).document, openapi_version), target)
    session.note(*notes)
    write_result(output, text)
    if output != STDOUT:
        session.confirm(f"Wrote {output}: OpenAPI {openapi_version}.")
