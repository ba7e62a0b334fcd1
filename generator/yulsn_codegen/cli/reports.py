"""Write the reports of `check` and `diff`, and choose the exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from ..drift.reports import FORMATS
from ..text.errors import ExitCode
from ..text.files import write_error
from .options import Choice, Decorated, together
from .output import Target, report_option, write_reports
from .session import Session

if TYPE_CHECKING:
    from ..drift.changes import Severity
    from ..drift.findings import Report


class _SeverityType(click.ParamType["Severity"]):
    """The name of a severity; the severities are imported only when an option is parsed or explained."""

    name = "severity"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Severity:
        from ..drift.changes import Severity

        return Severity(self._choice().convert(value, param, ctx))

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str | None:
        return self._choice().get_metavar(param, ctx)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        return self._choice().shell_complete(ctx, param, incomplete)

    @staticmethod
    def _choice() -> Choice:
        from ..drift.changes import Severity

        return Choice([severity.value for severity in Severity])


_fail_on_option = click.option(
    "--fail-on",
    type=_SeverityType(),
    default="warning",
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
        raise write_error(error, file) from None
