"""The command `generate`."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from ..base_url import DEFAULT_BASE_URL
from ..client.release import DEFAULT_PACKAGE
from .account import (
    AccountSource,
    account_option,
    base_url_option,
    canonical,
    read_account,
    sandbox_option,
    source_options,
)
from .command import command
from .drift import allow_shrink_option
from .options import account_id_option, common_options, configuration_options, out_option
from .output import Target, report_option, write_reports
from .session import Session


@command("yulsn-codegen generate --account account.json --package acme_crm --out acme-crm")
@source_options(base_url_option, account_option, sandbox_option)
@out_option
@click.option(
    "--package", metavar="NAME", default=DEFAULT_PACKAGE, help="Name under which the generated package is imported."
)
@account_id_option
@click.option(
    "--dry-run", is_flag=True, show_default=False, help="Only show what would change, including the public API."
)
@allow_shrink_option
@click.option(
    "--overwrite-edited", is_flag=True, show_default=False, help="Replace generated files that were edited by hand."
)
@report_option(("text", "json"))
@configuration_options
@common_options
def generate(
    session: Session,
    source: AccountSource,
    out: Path,
    package: str,
    account_id: int | None,
    dry_run: bool,
    allow_shrink: bool,
    overwrite_edited: bool,
    output: tuple[Target, ...],
) -> None:
    """Generate the client package of one account.

    The account is read live from the API, from a snapshot (--account), or from the sandbox (--sandbox). The package
    uses the same API by default. The run is all or nothing, and stops at files that were edited by hand.
    Generating again with the same account changes nothing.

    The exit code is 3 if the account could not be read or the response is implausible (truncated, or from another
    account).
    """
    with _no_cycle_search():
        from ..update import Permissions, generate_into

        account = read_account(session, source)
        with session.steps("Generating") as step:
            base_url = DEFAULT_BASE_URL if source.use_sandbox else canonical(source.base_url)
            permissions = Permissions(allow_shrink=allow_shrink, overwrite_edited=overwrite_edited, dry_run=dry_run)
            outcome = generate_into(out, account, package, step, session.config, base_url, permissions, account_id)

    def render(target: Target) -> str:
        from . import generate_report as report

        if target.form == "json":
            return report.as_json(outcome, out, dry_run=dry_run)
        session.note(*outcome.notes)
        return report.as_text(outcome, out, dry_run=dry_run)

    write_reports(output or session.default_targets, render)


@contextmanager
def _no_cycle_search() -> Iterator[None]:
    """Do not search for reference cycles: most of the many objects are needed until the end, and few are in cycles.

    If the package is up to date, most of them come from importing modules, so that happens here as well.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
