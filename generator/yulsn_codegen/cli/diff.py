"""The command `diff`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..account.credentials import API_KEY_VARIABLE
from ..text.errors import InputError, Problem
from ..text.paths import shown_path
from .account import Access, access_options, fetch_account
from .command import command
from .drift import usage_option
from .options import FILE, common_options, configuration_options, is_given
from .output import Target
from .reports import drift_options, finish
from .session import Session

if TYPE_CHECKING:
    from ..account.schema import AccountSchema
    from ..drift.changes import Severity

_HINT = "Compare with a lock as OLD: a folder with one, such as acme-crm, or HEAD:acme-crm."


@command("yulsn-codegen diff HEAD:acme-crm acme-crm")
@click.argument("old", shell_complete=FILE.shell_complete, help="Snapshot, lock, folder, REVISION:PATH or URL.")
@click.argument("new", shell_complete=FILE.shell_complete, help="The same, for the newer schema.")
@drift_options
@usage_option
@access_options
@configuration_options
@common_options
@click.pass_context
def diff(
    context: click.Context,
    session: Session,
    old: str,
    new: str,
    fail_on: Severity,
    output: tuple[Target, ...],
    usage: tuple[Path, ...],
    access: Access,
) -> None:
    """Compare any two account schemas.

    Each is a snapshot, a lock, a folder with a lock, one of these at a git revision (REVISION:PATH), or the URL
    of an API. The key of an account is read from YULSN_API_KEY; with two accounts, from YULSN_API_KEY_OLD and
    YULSN_API_KEY_NEW. The exit code is 1 on drift.
    """
    from ..check import report_on, with_severities, with_usages
    from ..drift.compare import compare
    from ..drift.revisions import read_revision, read_revision_lock
    from ..output.lock import LOCK_NAME

    def read(source: str, variable: str) -> AccountSchema:
        return read_revision(source, lambda url: fetch_account(session, url, access, variable), session.config.choice)

    def shown(source: str) -> str:
        return shown_path(source) if os.path.exists(source) else source

    before, after = read(old, f"{API_KEY_VARIABLE}_OLD"), read(new, f"{API_KEY_VARIABLE}_NEW")
    changes = compare(before, after, session.config.renames)
    folder = os.path.join(new, LOCK_NAME) if os.path.isdir(new) else new
    lock = shown_path(folder) if os.path.isfile(folder) else LOCK_NAME
    report = report_on(changes, old=shown(old), new=shown(new), fail_on=fail_on, lock=lock)
    if usage:
        old_lock = read_revision_lock(old)
        if old_lock is not None:
            report = with_usages(report, old_lock, after, usage, session.config)
        elif is_given(context, "usage"):
            raise InputError(Problem("--usage", "needs the names in a lock", _HINT))
    finish(session, with_severities(report, session.config.rules), output)
