"""The command `generate`."""

from __future__ import annotations

from pathlib import Path

import click

from ..base_url import DEFAULT_BASE_URL
from .account import (
    AccountSource,
    account_option,
    base_url_option,
    canonical,
    read_account,
    sandbox_option,
    source_options,
    summary,
)
from .command import command
from .options import common_options, configuration_options, out_option
from .output import Target, report_option, write_reports
from .session import Session


@command("yulsn-codegen generate --account account.json --package acme_crm --out acme-crm")
@source_options(base_url_option, account_option, sandbox_option)
@out_option
@click.option(
    "--package", metavar="NAME", default="yulsn_client", help="Name under which the generated package is imported."
)
@report_option(("text", "json"))
@configuration_options
@common_options
def generate(session: Session, source: AccountSource, out: Path, package: str, output: tuple[Target, ...]) -> None:
    """Generate the client package of one account.

    The account is read live from the API, from a snapshot (--account), or from the sandbox (--sandbox). The package
    uses the same API by default. Everything is written, or nothing: files that were edited by hand stop the run.
    Generating again with the same account changes nothing.
    """
    from ..generate import generate_into

    account = read_account(session, source)
    with session.steps("Generating") as step:
        base_url = DEFAULT_BASE_URL if source.use_sandbox else canonical(source.base_url)
        outcome = generate_into(out, account, package, step, session.config, base_url)

    def render(target: Target) -> str:
        if target.form == "json":
            from ..drift.reports.wording import json_text

            changed, notes = list(outcome.changed), list(outcome.notes)
            return json_text({"out": str(out), "changed": changed, "files": outcome.files, "notes": notes})
        session.note(*outcome.notes)
        if not outcome.changed:
            return f"{out} is up to date: nothing changed.\n"
        return f"Wrote {len(outcome.changed)} of {outcome.files} files to {out}: {summary(outcome.account)}.\n"

    write_reports(output or session.default_targets, render)
