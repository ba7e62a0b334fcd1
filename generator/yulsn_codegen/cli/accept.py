"""The command `accept`."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..text.errors import InputError, Problem
from .account import AccountSource, account_option, base_url_option, source_options
from .command import command
from .drift import acceptances_file, accepted_option, allow_shrink_option, changes_since, read_output, today
from .options import common_options, complete_from, configuration_options, did_you_mean, out_option
from .output import write_file
from .session import Session

if TYPE_CHECKING:
    from ..drift.changes import SchemaChange


def _rule_ids() -> Iterable[str]:
    from ..drift.rules import BY_ID

    return BY_ID


@command('yulsn-codegen accept --account account.json --out acme-crm --rule order-type-added --reason "not used"')
@click.option("--reason", metavar="TEXT", help="Why the changes are harmless. Required unless --prune is given.")
@click.option(
    "--prune",
    is_flag=True,
    show_default=False,
    help="Remove entries that have expired or no longer match a change; without --reason, do nothing else.",
)
@source_options(base_url_option, account_option)
@out_option
@accepted_option
@click.option(
    "--rule",
    metavar="RULE",
    multiple=True,
    shell_complete=complete_from(_rule_ids),
    help="Accept only changes of this rule, such as field-removed. Repeatable.",
)
@click.option(
    "--fingerprint",
    metavar="ID",
    multiple=True,
    help='Accept only the change with this fingerprint, which "check" shows. Repeatable.',
)
@click.option("--expires", metavar="YYYY-MM-DD", help="Last day on which the changes are accepted.  [default: never]")
@allow_shrink_option
@configuration_options
@common_options
def accept(
    session: Session,
    reason: str | None,
    prune: bool,
    source: AccountSource,
    out: Path,
    accepted: Path | None,
    rule: tuple[str, ...],
    fingerprint: tuple[str, ...],
    expires: str | None,
    allow_shrink: bool,
) -> None:
    """Accept the current drift, so that "check" no longer fails on it.

    Every change since the lock was written, or those selected by --rule and --fingerprint, get an entry in the file of
    accepted changes. An entry matches only the change it was written for.
    """
    from ..drift.accept import accept as accept_changes
    from ..drift.accept import apply, check_expiry, dump_acceptances, read_acceptances

    if unknown := sorted(set(rule) - set(_rule_ids())):
        what = f"{unknown[0]!a} is not a rule{did_you_mean(unknown[0], _rule_ids())}"
        raise InputError(Problem("--rule", what, "`yulsn-codegen check` shows the rule of each change."))
    if reason is None and not prune:
        raise InputError(Problem("--reason", "is required", "Say why the changes are harmless, or pass --prune."))
    if expires is not None:
        check_expiry(expires, today())
    lock = read_output(out)
    file = acceptances_file(accepted, out)
    known = {entry.fingerprint: entry for entry in (read_acceptances(file) if os.path.exists(file) else ())}
    _, changes, _ = changes_since(session, lock, source, allow_shrink=allow_shrink)
    wanted = _selected(changes, rule, fingerprint)
    # changes that are accepted already keep their reason, unless they are selected by fingerprint
    findings, _ = apply(wanted, known.values(), today())
    new = [item.change for item in findings if fingerprint or not item.accepted]
    entries = accept_changes(new, reason, expires) if reason is not None else ()
    kept = {**known, **{entry.fingerprint: entry for entry in entries}}
    stale = apply(changes, kept.values(), today())[1] if prune else ()
    if not entries and not stale:
        nothing = "Nothing to accept: no change since the lock was written, or all are accepted already."
        session.confirm("Nothing to remove: no entry is stale." if reason is None else nothing)
        return
    write_file(file, dump_acceptances(entry for entry in kept.values() if entry not in stale))
    session.confirm(*(f"accepted {entry.fingerprint} {entry.rule}: {entry.place}" for entry in entries))
    session.confirm(*(f"removed {entry.fingerprint} {entry.rule}: {entry.place}" for entry in stale))
    session.confirm(f"Wrote {file}.")


def _selected(changes: Sequence[SchemaChange], rules: Sequence[str], fingerprints: Sequence[str]) -> list[SchemaChange]:
    selected = [
        change
        for change in changes
        if (not rules or change.rule.id in rules) and (not fingerprints or change.fingerprint in fingerprints)
    ]
    if (rules or fingerprints) and not selected:
        options = [option for option, given in (("--rule", rules), ("--fingerprint", fingerprints)) if given]
        what = "no current change matches"
        raise InputError(Problem(" and ".join(options), what, "`yulsn-codegen check` lists the changes."))
    return selected
