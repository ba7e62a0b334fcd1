"""The text for people: grouped, ordered, and ended by one line that says what it comes to."""

from __future__ import annotations

from dataclasses import replace

from yulsn_codegen.drift.changes import Severity
from yulsn_codegen.drift.reports import render_report

from .samples import EMPTY, RICH, many


def test_scopes_come_in_the_order_of_the_findings_and_the_worst_first_in_each() -> None:
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


def test_a_usage_stands_under_its_change_with_file_and_line() -> None:
    lines = [line.strip() for line in render_report(RICH, "text").splitlines()]
    assert "used at shop/colours.py:7: favourite_colour" in lines


def test_the_last_line_counts_and_says_the_bump_and_what_fails() -> None:
    assert render_report(RICH, "text").splitlines()[-1] == (
        "3 errors, 2 warnings, 2 changes for information, 1 accepted, 1 stale acceptance. "
        "Version bump: major. 5 findings fail the run (fail-on: warning)."
    )
    strict = replace(many(1), fail_on=Severity.INFO)
    assert render_report(strict, "text").splitlines()[-1] == (
        "1 error. Version bump: major. 1 finding fails the run (fail-on: info)."
    )


def test_no_drift_is_said_so() -> None:
    lines = render_report(EMPTY, "text").splitlines()
    assert lines[0] == "No drift: generated/yulsn.lock.json compared with account.json"
    assert lines[-1] == "No drift. Version bump: none. Nothing fails the run (fail-on: warning)."
