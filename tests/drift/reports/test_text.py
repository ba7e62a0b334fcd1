"""The format `text` groups findings by scope, sorts them by severity, and ends with a summary line."""

from __future__ import annotations

from dataclasses import replace

from yulsn_codegen.drift.changes import Severity
from yulsn_codegen.drift.reports import render_report

from .samples import EMPTY, RICH, many


def test_scopes_keep_the_order_of_the_findings_and_list_the_worst_first() -> None:
    lines = render_report(RICH, "text").splitlines()
    assert [line for line in lines if line in {"Contacts", "table Cars", "Orders", "table Boats", "order types"}] == [
        "Contacts",
        "table Cars",
        "Orders",
        "table Boats",
        "order types",
    ]
    start = lines.index("Contacts")
    marks = [
        line.split()[0] for line in lines[start : lines.index("table Cars")] if line.startswith("  ") and line[2] != " "
    ]
    assert marks == ["error", "warning", "info", "accepted"]


def test_a_usage_is_listed_below_its_change_with_file_and_line() -> None:
    lines = [line.strip() for line in render_report(RICH, "text").splitlines()]
    assert "used at shop/colours.py:7: favourite_colour" in lines


def test_the_last_line_has_the_counts_the_bump_and_the_verdict() -> None:
    assert render_report(RICH, "text").splitlines()[-1] == (
        "3 errors, 2 warnings, 2 informational, 1 accepted, 1 stale acceptance. "
        "Version bump: major. 5 findings fail the run (fail-on: warning)."
    )
    strict = replace(many(1), fail_on=Severity.INFO)
    assert render_report(strict, "text").splitlines()[-1] == (
        "1 error. Version bump: major. 1 finding fails the run (fail-on: info)."
    )


def test_the_absence_of_drift_is_stated() -> None:
    lines = render_report(EMPTY, "text").splitlines()
    assert lines[0] == "No drift between generated/yulsn.lock.json and account.json"
    assert lines[-1] == "No drift. Version bump: none. The run passes (fail-on: warning)."
