"""The command `sync`: keep a copy of the account in a DuckDB file up to date."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec

from .commands import UsageError, say
from .errors import InvalidArgumentError, SyncError, YulsnError
from .sync import SyncedTable, SyncProgress, SyncReport, sync

__all__ = ["add_arguments", "run"]

INCOMPLETE, FAILED = 1, 3
_PACKAGE = (__package__ or "").rpartition(".")[0]
_EPILOG = """\
The API key is read from YULSN_API_KEY.

exit codes:
  0    all tables are up to date
  1    some tables could not be copied; all others are up to date
  2    wrong arguments
  3    nothing could be copied: no key, no connection, or a file that is in use or is not a copy of this account
  130  interrupted; run the command again to resume
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.formatter_class = RawDescriptionHelpFormatter
    parser.epilog = _EPILOG
    parser.add_argument("--to", required=True, metavar="FILE", type=Path, help="the file; created if it does not exist")
    parser.add_argument("--only", metavar="NAME", action="append", help="copy only this table; can be repeated")
    parser.add_argument("--full", action="store_true", help="read everything, and delete rows that no longer exist")
    parser.add_argument("--deadline", metavar="SECONDS", type=float, default=600.0, help="limit of each export (600)")
    parser.add_argument("--base-url", metavar="URL", help="URL of the API; defaults to YULSN_BASE_URL")
    parser.add_argument(
        "-o", "--output", choices=("text", "json"), default="text", help="text, or one JSON object per line"
    )


def _ignore(_: object) -> None:
    """Report no drift: new, removed and changed columns are in the report."""


def run(arguments: Namespace) -> int:
    """Run the command."""
    os.umask(0o077)  # all files contain personal data
    output = _JsonOutput() if arguments.output == "json" else _TextOutput()
    package: Any = import_module(_PACKAGE)
    try:
        with package.Client(base_url=arguments.base_url, on_drift=_ignore, expect_account=True) as client:
            report = sync(
                client,
                arguments.to,
                only=arguments.only,
                full=arguments.full,
                deadline=arguments.deadline,
                on_progress=output.progress,
                on_table=output.table,
            )
    except (InvalidArgumentError, ValueError) as error:
        raise UsageError(str(error)) from None
    except SyncError as error:
        if error.report is None:
            output.error(error)
            return FAILED
        for table, failure in error.report.failures.items():
            output.error(failure, table)
        output.report(error.report)
        return INCOMPLETE
    except (YulsnError, OSError) as error:
        output.error(error)
        return FAILED
    output.report(report)
    return 0


class _TextOutput:
    """Output for people: a line per table, and a progress line if stderr is a terminal."""

    def __init__(self) -> None:
        self._width = 0

    def progress(self, progress: SyncProgress) -> None:
        bar = ""
        if progress.size:
            share = min(progress.received / progress.size, 1)
            bar = f" [{'#' * round(20 * share):20}] {share:4.0%}"
        self._show(f"{progress.table}: {progress.step}{bar}")

    def table(self, table: SyncedTable) -> None:
        self._show("")
        counts = f"{table.inserted:,} inserted, {table.updated:,} updated, {table.deleted:,} deleted"
        say(f"{table.table}: {table.rows:,} rows ({table.read:,} read, {counts})")
        for what, names in (
            ("new column", table.new_columns),
            ("column removed from the account", table.removed_columns),
            ("column with another type", table.changed_columns),
        ):
            say(*(f"{table.table}: {what}: {name}" for name in names))

    def report(self, report: SyncReport) -> None:
        self._show("")
        say(*(f"{name}: no longer exists in the account; its copy stays" for name in report.missing_tables))
        say(*(f"{name}: is not in this package; generate it again to copy it" for name in report.unknown_tables))

    def error(self, error: BaseException, table: str = "") -> None:
        self._show("")
        say(f"error: {table}: {error}" if table else f"error: {error}", err=True)

    def _show(self, line: str) -> None:
        """Replace the progress line."""
        if sys.stderr is None or not sys.stderr.isatty():
            return
        if line or self._width:
            print(f"\r{line:{self._width}}" + ("" if line else "\r"), end="", file=sys.stderr, flush=True)
        self._width = len(line)


class _JsonOutput:
    """Output for programs: one JSON object per line. Progress is not part of it."""

    def progress(self, progress: SyncProgress) -> None:
        pass

    def table(self, table: SyncedTable) -> None:
        self._say("table", **asdict(table))

    def report(self, report: SyncReport) -> None:
        self._say(
            "done",
            tables=[table.table for table in report.tables],
            failed=list(report.failures),
            missing_tables=report.missing_tables,
            unknown_tables=report.unknown_tables,
        )

    def error(self, error: BaseException, table: str = "") -> None:
        self._say("error", table=table or None, error=type(error).__name__, message=str(error))

    def _say(self, event: str, **values: Any) -> None:
        say(msgspec.json.encode({"event": event, **values}).decode())
        sys.stdout.flush()
