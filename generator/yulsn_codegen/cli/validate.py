"""The command `validate`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from ..text.errors import InputError, Problem
from .command import command
from .options import DIR, common_options
from .output import Target, report_option, write_reports
from .session import Session


@command("yulsn-codegen validate --spec spec -o json")
@click.option(
    "--spec", type=DIR, metavar="DIR", help="Folder of the description.  [default: the one shipped with this program]"
)
@report_option(("text", "json"))
@common_options
def validate(session: Session, spec: Path | None, output: tuple[Target, ...]) -> None:
    """Check the API's description against OpenAPI 3.2 and the rules of its extensions.

    All problems are reported at once, and the exit code is then 2.
    """
    from ..description.document import bundle
    from ..description.rule_contexts import calls_of
    from ..description.validate import read_rows
    from ..description.validate import validate as find_problems
    from ..shipped import shipped

    folder = spec or shipped("spec")
    with session.steps("Validating the description"):
        document = bundle(folder)
        problems = [_located(item, folder) for item in find_problems(document, read_rows(folder))]
    operations = list(document.operations())
    calls = sum(len(calls_of(operation)) for _, _, operation in operations)

    def render(target: Target) -> str:
        if target.form == "json":
            from ..drift.reports.wording import json_text

            found = [{"place": item.place, "what": item.what, "hint": item.hint} for item in problems]
            return json_text({"operations": len(operations), "calls": calls, "problems": found})
        if problems:
            return ""
        return (
            f"The description is valid: {len(operations)} operations, {calls} calls, {len(document.schemas)} schemas.\n"
        )

    write_reports(output or session.default_targets, render)
    if problems:
        raise InputError(problems)


def _located(problem: Problem, folder: Path) -> Problem:
    """Return a problem whose place names the folder that was read."""
    return replace(problem, place=f"{folder.as_posix()}/{problem.place.removeprefix('spec/')}")
