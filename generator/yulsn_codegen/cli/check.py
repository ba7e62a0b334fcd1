"""The command `check`."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..text.errors import InputError, Problem
from ..text.paths import shown_path
from .account import AccountSource, account_option, base_url_option, canonical, source_options
from .command import command
from .drift import (
    acceptances_file,
    accepted_option,
    allow_shrink_option,
    changes_since,
    read_output,
    require_genuine_output,
    today,
    usage_option,
    verify_output,
)
from .options import common_options, configuration_options, is_given, out_option
from .output import Target
from .reports import drift_options, finish
from .session import Session

if TYPE_CHECKING:
    from ..drift.changes import Severity
    from ..drift.findings import Report
    from ..output.lock import Lock


@command("yulsn-codegen check --base-url https://api.yulsn.io --out acme-crm -o text -o sarif=drift.sarif")
@source_options(base_url_option, account_option)
@click.option(
    "--offline",
    is_flag=True,
    show_default=False,
    help="Do not read the account; only verify the generated files.",
)
@out_option
@drift_options
@accepted_option
@usage_option
@allow_shrink_option
@configuration_options
@common_options
@click.pass_context
def check(
    context: click.Context,
    session: Session,
    source: AccountSource,
    offline: bool,
    out: Path,
    fail_on: Severity,
    output: tuple[Target, ...],
    accepted: Path | None,
    usage: tuple[Path, ...],
    allow_shrink: bool,
) -> None:
    """Detect drift: compare the account with the lock of its generated package.

    The account is read live from the API, or from a snapshot (--account). With --offline, no account is read. The
    generated files are always verified first. Exit code 5 means that a file was edited, is missing or stale, or was not
    generated; exit code 4, that a file was changed together with its hash in the lock.

    The exit code is 1 on drift, and 3 if the account could not be read or the response is implausible (truncated, or
    from another account).
    """
    from ..check import account_of_next, report_on, with_severities, with_usages
    from ..drift.accept import read_acceptances

    if offline and is_given(context, "account"):
        raise InputError(Problem("--account and --offline", "cannot be combined", "Give exactly one of them."))
    lock = read_output(out)
    if offline:
        finish(session, _report_on_files(session, out, lock, canonical(source.base_url), fail_on), output)
        return
    unverified = verify_output(session, out, lock)
    if is_given(context, "accepted") or os.path.exists(acceptances_file(accepted, out)):
        entries = read_acceptances(acceptances_file(accepted, out))
    else:
        entries = ()
    account, changes, notes = changes_since(session, lock, source, allow_shrink=allow_shrink)
    report = report_on(
        changes,
        old=f"{_lock_path(out)} (version {lock.version})",
        new=source.shown(),
        fail_on=fail_on,
        accepted=entries,
        today=today(),
        lock=_lock_path(out),
        notes=(*unverified, *notes),
    )
    if usage:
        report = with_usages(report, lock, account_of_next(lock, account, session.config), usage, session.config)
    finish(session, with_severities(report, session.config.rules), output)


def _report_on_files(session: Session, out: Path, lock: Lock, base_url: str, fail_on: Severity) -> Report:
    """Return a report without changes, after verifying the generated files."""
    from ..check import report_on

    require_genuine_output(session, out, lock, base_url)
    note = "The generated files match the lock."
    report = report_on((), old=_lock_path(out), new=shown_path(out), fail_on=fail_on, notes=(note,))
    return replace(report, compared=False)


def _lock_path(out: Path) -> str:
    from ..output.lock import LOCK_NAME

    return shown_path(out / LOCK_NAME)
