"""The command `probe`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..text.errors import InputError, Problem
from .account import Access, access_options, announced_key, base_url_option
from .command import command
from .options import FILE, Range, account_id_option, common_options, configuration_options
from .output import Target, report_option, write_file, write_reports
from .session import Session

if TYPE_CHECKING:
    from ..account.schema import AccountSchema
    from ..description.document import Document
    from ..probe.report import ProbeReport
    from ..text.progress import Progress


class _Counter:
    """Counts the finished parts of some work, and passes them on to a progress display."""

    def __init__(self, progress: Progress) -> None:
        self.number = 0
        self.expect = progress.expect
        self._done = progress.done

    def done(self) -> None:
        """Count one part as finished."""
        self.number += 1
        self._done()


@command("yulsn-codegen probe --base-url https://api.yulsn.io -o text -o markdown=probe.md --suggest overlay.yaml")
@base_url_option
@click.option(
    "--snapshot",
    type=FILE,
    metavar="FILE",
    help="Expect the fields and tables of this snapshot.  [default: those that the account has now]",
)
@access_options
@account_id_option
@click.option(
    "--most",
    type=Range(1, 10_000),
    metavar="N",
    default=300,
    help="Send at most N requests, including retries.",
)
@click.option(
    "--include",
    metavar="CALL",
    multiple=True,
    help="Also make a call that is left out by default, such as contacts.find_by_secret. Repeatable.",
)
@click.option(
    "--suggest",
    type=FILE,
    metavar="FILE",
    help="Write an OpenAPI Overlay that corrects the description for this account.",
)
@report_option(("text", "json", "markdown"))
@configuration_options
@common_options
@click.pass_context
def probe(
    context: click.Context,
    session: Session,
    base_url: str,
    snapshot: Path | None,
    access: Access,
    account_id: int | None,
    most: int,
    include: tuple[str, ...],
    suggest: Path | None,
    output: tuple[Target, ...],
) -> None:
    """Check the description against a live account.

    Makes read-only calls (GET and SEARCH), two at a time, and compares each response with the description: properties,
    types, nulls, enum members, statuses, content types, and the order and size of pages. Calls that have an effect or
    take a credential are left out unless named. The report shows types, lengths and formats, and never a value that was
    read.

    The exit code is 1 if something differs, and 3 if the account or one of the calls could not be read.
    """
    from ..chosen import chosen
    from ..plan import plan
    from ..probe.reports import FORMATS
    from ..probe.run import probe as run

    key = announced_key(session, base_url, access)
    with session.progress("Probing the account") as progress:
        counter = _Counter(progress)
        expected = _expected_account(session, snapshot, base_url, key, access, counter)
        account, notes = chosen(expected, session.config)
        document = plan(account, config=session.config).document
        report = run(
            document,
            account,
            base_url,
            key,
            include=include,
            most=most,
            spent=min(most, counter.number),
            progress=progress,
            allow_http=access.allow_http,
            account_id=account_id,
        )
    session.note(*notes)
    if suggest is not None:
        _write_overlay(session, suggest, report, document)
    targets = output or ((Target("text"),) if report.exit_code else session.default_targets)
    write_reports(targets, lambda target: FORMATS[target.form](report))
    context.exit(report.exit_code)


def _expected_account(
    session: Session, snapshot: Path | None, base_url: str, key: str, access: Access, progress: Progress
) -> AccountSchema:
    """Return the fields and tables to expect: those of a snapshot, or else those that the account has now."""
    from ..account.fetch import fetch
    from ..account.limits import Timing
    from ..account.snapshot import read_snapshot
    from ..probe.prober import CONCURRENCY

    if snapshot is not None:
        return read_snapshot(snapshot)
    timing = Timing(total=access.timeout)
    return fetch(
        base_url,
        key,
        progress=progress,
        warn=session.warn,
        allow_http=access.allow_http,
        timing=timing,
        concurrency=CONCURRENCY,
    )


def _write_overlay(session: Session, file: Path, report: ProbeReport, tailored: Document) -> None:
    from ..description.document import load
    from ..description.overlay import apply_overlays, read_overlays
    from ..probe.suggest import suggest

    overlays = session.config.overlays
    if file.resolve() in [overlay.resolve() for overlay in overlays]:
        hint = "Write to another file, and add it to `overlays`."
        raise InputError(Problem("--suggest", f"{file} is an overlay that is configured already", hint))
    description, _ = apply_overlays(load(), read_overlays(overlays))
    suggestion = suggest(report, description, tailored)
    if suggestion.text:
        write_file(file, suggestion.text)
    session.note(*(f"No overlay can express the difference at {place}." for place in suggestion.inexpressible))
    if suggestion.text:
        session.note(f"Wrote {file}. Add it to `overlays` in [tool.yulsn-codegen] to apply it.")
    else:
        session.note(f"{file} was not written: there is nothing to suggest.")
