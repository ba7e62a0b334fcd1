"""The commands about the API's description: `validate` and `openapi`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from ..text.errors import InputError
from ..text.terminal import say
from .common import AccountFile, AsJson, print_json, write_file


def validate(
    spec: Annotated[Path | None, typer.Option(help="The description's folder; by default the one shipped.")] = None,
    as_json: AsJson = False,
) -> None:
    """Check the API's description: OpenAPI 3.2, and the rules of our own extensions."""
    from ..description.document import bundle
    from ..description.validate import read_rows
    from ..description.validate import validate as find_problems
    from ..shipped import shipped

    folder = spec or shipped("spec")
    document = bundle(folder)
    problems = find_problems(document, read_rows(folder))
    operations = list(document.operations())
    calls = sum(len(operation["x-calls"]) for _, _, operation in operations if "x-calls" in operation)
    if as_json:
        found = [{"place": item.place, "what": item.what, "hint": item.hint} for item in problems]
        print_json({"operations": len(operations), "calls": calls, "problems": found})
    if problems:
        raise InputError(problems)
    if not as_json:
        counts = f"{len(operations)} operations, {calls} calls, {len(document.schemas)} schemas"
        say(f"The description is valid: {counts}.")


def openapi(
    output: Annotated[Path, typer.Option("-o", "--output", help="Where to write the document; - for stdout.")],
    version: Annotated[Literal["3.2", "3.1"], typer.Option(help="The version of OpenAPI.")] = "3.2",
    form: Annotated[
        Literal["yaml", "json"] | None, typer.Option("--format", help="By default as the file's name ends.")
    ] = None,
    account: AccountFile = None,
) -> None:
    """Write the API's description as one OpenAPI document, with an account's fields and tables where one is given."""
    from ..account.schema import EMPTY
    from ..account.snapshot import read_snapshot
    from ..client.build import static_names
    from ..client.naming import Names, decide
    from ..client.tailor import tailor
    from ..description.document import load
    from ..description.export import dump, export

    schema = EMPTY if account is None else read_snapshot(account)
    document = load()
    names = decide(schema, static_names(document), Names()).names
    chosen = form or ("json" if output.suffix == ".json" else "yaml")
    text = dump(export(tailor(document, schema, names), version), chosen)
    if str(output) == "-":
        sys.stdout.write(text)
        return
    write_file(output, text)
    say(f"Wrote {output}: OpenAPI {version}.")
