"""The commands about the API's description: `validate` and `openapi`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from ..errors import InputError
from ..terminal import say
from .common import AccountFile, AsJson, print_json, write_file


def validate(
    spec: Annotated[Path | None, typer.Option(help="The description's folder; by default the one shipped.")] = None,
    as_json: AsJson = False,
) -> None:
    """Check the API's description: OpenAPI 3.2, and the rules of our own extensions."""
    from ..document import bundle
    from ..shipped import shipped
    from ..validate import read_rows
    from ..validate import validate as find_problems

    folder = spec or shipped("spec")
    document = bundle(folder)
    problems = find_problems(document, read_rows(folder))
    operations = list(document.operations())
    calls = sum(len(operation["x-calls"]) for _, _, operation in operations if "x-calls" in operation)
    if as_json:
        found = [{"place": item.place, "what": item.what, "mend": item.mend} for item in problems]
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
    from ..account import EMPTY, read_snapshot
    from ..build import static_names
    from ..document import load
    from ..export import dump, export
    from ..naming import Names, decide
    from ..tailor import tailor

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
