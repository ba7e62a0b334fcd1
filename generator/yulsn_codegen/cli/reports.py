"""Write the reports of `check` and `diff`, and choose the exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

import click

from ..drift.changes import Report, Severity
from ..drift.reports import FORMATS
from ..text.errors import ExitCode, InputError, Problem
from .options import Choice, Decorated, together
from .output import Target, report_option, write_reports
from .session import Session


class _SeverityType(Choice):
    """The name of a severity."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Severity:
        return Severity(super().convert(value, param, ctx))


_fail_on_option = click.option(
    "--fail-on",
    type=_SeverityType([severity.value for severity in Severity]),
    default=Severity.WARNING.value,
    help="Exit with 1 if any change is at least this severe.",
)

drift_options: Callable[[Decorated], Decorated] = together(_fail_on_option, report_option(tuple(FORMATS)))


def finish(session: Session, report: Report, targets: Sequence[Target]) -> None:
    """Write a report, and exit with 1 if a change is severe enough.

    A quiet run writes the default report only if it fails.
    """
    from ..drift.reports import render_report, step_summary

    default = (Target("text"),) if report.failing else session.default_targets
    colour = sys.stdout is not None and sys.stdout.isatty()
    colour = colour and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    chosen = targets or default
    write_reports(chosen, lambda target: render_report(report, target.form, colour=colour and target.file is None))
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if summary and any(target.form == "github" for target in chosen):
        _append(summary, step_summary(report))
    if report.failing:
        raise click.exceptions.Exit(ExitCode.DRIFT)


def _append(file: str, text: str) -> None:
    try:
        with open(file, "a", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except OSError as error:
        raise InputError(Problem(file, f"cannot be written: {error.strerror or error}")) from None
