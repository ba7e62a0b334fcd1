"""The commands about drift: `check`, `diff` and `accept`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..drift.changes import Severity
from ..text.errors import ExitCode, InputError, Problem
from ..text.terminal import say, write
from .common import API_KEY, AccountFile, AllowHttp, ApiKeyFile, BaseUrl, fetch_account, is_given, write_file

if TYPE_CHECKING:
    from ..account.schema import AccountSchema
    from ..config import Config
    from ..drift.changes import Acceptance, Change, Report
    from ..output.lock import Lock

Out = Annotated[Path, typer.Option(help="The folder of the generated package, with its lock.")]
FailOn = Annotated[Severity, typer.Option(help="The least severity that makes the exit code 1.")]
Accepted = Annotated[
    Path | None, typer.Option(help="The acceptances file; by default yulsn-accepted.toml beside the --out folder.")
]
AllowShrink = Annotated[
    bool, typer.Option("--allow-shrink", help="Believe that most of the fields or tables are gone, instead of exit 3.")
]
Outputs = Annotated[
    list[str] | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FORMAT[=FILE]",
        help="Write the report as text, json, markdown, github, junit or sarif; to stdout without FILE. Repeatable.",
    ),
]


def check(
    context: typer.Context,
    base_url: BaseUrl = None,
    account: AccountFile = None,
    out: Out = Path("generated"),
    fail_on: FailOn = Severity.WARNING,
    accepted: Accepted = None,
    usage: Annotated[
        list[Path] | None,
        typer.Option(help="Python that uses the package; its lines that break are listed. Repeatable."),
    ] = None,
    output: Outputs = None,
    offline: Annotated[
        bool, typer.Option("--offline", help="Read no account, whatever is configured: look at the files alone.")
    ] = False,
    allow_shrink: AllowShrink = False,
    api_key_file: ApiKeyFile = None,
    allow_http: AllowHttp = False,
) -> None:
    """Compare the account, live or in a snapshot, with the lock of its package; with neither, the files with the lock.

    Exit codes: 0 nothing as severe as --fail-on; 1 drift; 2 usage or configuration; 3 it could not be determined;
    4 the schema was refused as unsafe; 5 the generated files are stale, half written, or were changed by hand;
    6 another run is writing them.
    """
    from ..check import check_files, need_lock, notes_on, report_on, with_usages
    from ..output.publish import require_whole

    targets = _targets(output)
    require_whole(out)
    lock = need_lock(out)
    if offline or (base_url is None and account is None):
        if usage and not offline and is_given(context, "usage"):
            raise InputError(Problem("--usage", "needs --base-url or --account: files alone do not drift"))
        notes = (*check_files(out, lock), "The account was not read; the generated files are what the lock says.")
        _write_reports(report_on((), old=_lock(out), new=str(out), fail_on=fail_on, notes=notes), targets)
        return
    entries = _acceptances(accepted, out, needed=is_given(context, "accepted"))
    changes, new = _drift(context, lock, base_url, account, api_key_file, allow_http, allow_shrink)
    report = report_on(
        changes,
        old=f"{_lock(out)} (version {lock.version})",
        new=new,
        fail_on=fail_on,
        accepted=entries,
        today=_today(),
        lock=_lock(out),
        notes=notes_on(lock),
    )
    if usage:
        report = with_usages(report, lock, usage)
    _finish(report, targets)


def diff(
    old: Annotated[str, typer.Argument(help="A snapshot, a lock, a folder with one, REVISION:PATH, or https://host.")],
    new: Annotated[str, typer.Argument(help="The same, of what is newer.")],
    fail_on: FailOn = Severity.WARNING,
    output: Outputs = None,
    api_key_file: ApiKeyFile = None,
    allow_http: AllowHttp = False,
) -> None:
    """Compare any two account schemas: snapshots, locks, either at a git revision, or accounts.

    An account's key is in YULSN_API_KEY; of two accounts, in YULSN_API_KEY_OLD and YULSN_API_KEY_NEW.
    """
    from ..check import report_on
    from ..drift.compare import compare
    from ..drift.revisions import read_revision
    from ..output.lock import LOCK_NAME

    targets = _targets(output)

    def read(source: str, variable: str) -> AccountSchema:
        return read_revision(source, lambda url: fetch_account(url, api_key_file, allow_http, variable))

    before, after = read(old, f"{API_KEY}_OLD"), read(new, f"{API_KEY}_NEW")
    lock = new if Path(new).is_file() else LOCK_NAME
    _finish(report_on(compare(before, after), old=old, new=new, fail_on=fail_on, lock=lock), targets)


def accept(
    context: typer.Context,
    reason: Annotated[str, typer.Option(help="Why the changes are no trouble; for those who review the file.")],
    base_url: BaseUrl = None,
    account: AccountFile = None,
    out: Out = Path("generated"),
    accepted: Accepted = None,
    rule: Annotated[list[str] | None, typer.Option(help="Accept changes of this rule alone. Repeatable.")] = None,
    fingerprint: Annotated[list[str] | None, typer.Option(help="Accept this change alone. Repeatable.")] = None,
    expires: Annotated[str | None, typer.Option(help="The last day on which it holds: YYYY-MM-DD.")] = None,
    allow_shrink: AllowShrink = False,
    api_key_file: ApiKeyFile = None,
    allow_http: AllowHttp = False,
) -> None:
    """Write what has changed since the lock into the acceptances file, so that `check` fails no more for it."""
    from ..check import need_lock
    from ..drift.accept import ACCEPTED_NAME, apply, dump_acceptances, read_acceptances
    from ..drift.accept import accept as accept_changes
    from ..drift.rules import BY_ID
    from ..output.publish import require_whole

    if unknown := sorted(set(rule or ()) - BY_ID.keys()):
        raise InputError(Problem("--rule", f"{unknown[0]!a} is no rule", f"Rules are {', '.join(BY_ID)}."))
    require_whole(out)
    lock = need_lock(out)
    file = accepted or _beside(out, ACCEPTED_NAME)
    known = {entry.fingerprint: entry for entry in (read_acceptances(file) if file.exists() else ())}
    changes, _ = _drift(context, lock, base_url, account, api_key_file, allow_http, allow_shrink)
    wanted = [
        change
        for change in changes
        if (not rule or change.rule.id in rule) and (not fingerprint or change.fingerprint in fingerprint)
    ]
    if (rule or fingerprint) and not wanted:
        raise InputError(
            Problem("--rule, --fingerprint", "fit none of the changes", "`yulsn-codegen check` lists them.")
        )
    # what was accepted before keeps its reason, unless it is named
    findings, _ = apply(wanted, known.values(), _today())
    entries = accept_changes([item.change for item in findings if fingerprint or not item.accepted], reason, expires)
    if not entries:
        say("Nothing has changed since the lock was written that is not accepted yet.")
        return
    write_file(file, dump_acceptances({**known, **{entry.fingerprint: entry for entry in entries}}.values()))
    for entry in entries:
        say(f"accepted {entry.fingerprint} {entry.rule}: {entry.place}")
    say(f"Wrote {file}.")


@dataclass(frozen=True)
class _Target:
    """Where a report goes, and as what; file: None for stdout."""

    form: str
    file: Path | None


def _drift(
    context: typer.Context,
    lock: Lock,
    base_url: str | None,
    account: Path | None,
    api_key_file: Path | None,
    allow_http: bool,
    allow_shrink: bool,
) -> tuple[tuple[Change, ...], str]:
    """Return what has changed since the lock, and what people call the account's source."""
    from ..account.snapshot import read_snapshot
    from ..check import check_account

    schema: AccountSchema
    if base_url is not None and account is None:
        schema = fetch_account(base_url, api_key_file, allow_http)
    elif account is not None and base_url is None:
        schema = read_snapshot(account)
    else:
        raise InputError(Problem("account", "is not told: give one of --base-url and --account"))
    config: Config = context.obj
    changes = check_account(lock, schema, allow_shrink=allow_shrink, renames=config.renames)
    return changes, str(base_url or account)


def _acceptances(file: Path | None, out: Path, *, needed: bool) -> tuple[Acceptance, ...]:
    """Return what was accepted; nothing where there is no file yet, unless it is needed."""
    from ..drift.accept import ACCEPTED_NAME, read_acceptances

    place = file or _beside(out, ACCEPTED_NAME)
    if not needed and not place.exists():
        return ()
    return read_acceptances(place)


def _beside(out: Path, name: str) -> Path:
    return Path(os.path.normpath(out / os.pardir / name))


def _today() -> date:
    return datetime.now(UTC).date()


def _lock(out: Path) -> str:
    from ..output.lock import LOCK_NAME

    return (out / LOCK_NAME).as_posix()


def _targets(outputs: Sequence[str] | None) -> list[_Target]:
    """Return where the report goes, as `FORMAT` or `FORMAT=FILE` say; raises InputError."""
    from ..drift.reports import FORMATS

    targets = []
    for output in outputs or ("text",):
        form, _, file = output.partition("=")
        if form not in FORMATS:
            hint = f"Formats are {', '.join(FORMATS)}; write one as FORMAT or FORMAT=FILE."
            raise InputError(Problem("--output", f"{form!a} is no format of a report", hint))
        targets.append(_Target(form, Path(file) if file not in ("", "-") else None))
    files = [target.file for target in targets if target.file is not None]
    if len(set(files)) < len(files):
        raise InputError(Problem("--output", "names a file twice"))
    return targets


def _finish(report: Report, targets: Sequence[_Target]) -> None:
    _write_reports(report, targets)
    if report.failing:
        raise typer.Exit(ExitCode.DRIFT)


def _write_reports(report: Report, targets: Sequence[_Target]) -> None:
    from ..drift.reports import render_report, step_summary

    for target in targets:
        if target.file is not None:
            write_file(target.file, render_report(report, target.form))
        else:
            colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
            write(render_report(report, target.form, colour=colour), sys.stdout)
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if summary and any(target.form == "github" for target in targets):
        try:
            with open(summary, "a", encoding="utf-8", newline="\n") as stream:
                stream.write(step_summary(report))
        except OSError as error:
            raise InputError(Problem(summary, f"cannot be written: {error.strerror or error}")) from None
