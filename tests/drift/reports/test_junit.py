"""The format `junit` is read back by junitparser."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from junitparser import Failure, JUnitXml, Skipped, TestCase, TestSuite
from yulsn_codegen.drift.changes import Severity
from yulsn_codegen.drift.findings import Report
from yulsn_codegen.drift.reports import render_report

from .samples import EMPTY, HOSTILE, RICH


def read(text: str) -> tuple[TestSuite, list[TestCase]]:
    # Parsed from bytes, as a CI server reads the file.
    (suite,) = JUnitXml.fromstring(text.encode("utf-8"))
    return suite, list(suite)


def kind(case: TestCase) -> str:
    return next((type(item).__name__ for item in case.result), "passed")


def test_a_finding_is_a_test_case() -> None:
    suite, cases = read(render_report(RICH, "junit"))
    assert [kind(case) for case in cases] == [
        "Failure",
        "Failure",
        "Failure",
        "Skipped",
        "Failure",
        "passed",
        "passed",
        "Failure",
    ]
    assert (suite.tests, suite.failures, suite.skipped, suite.errors) == (8, 5, 1, 0)
    assert cases[2].classname == "table Cars"
    assert cases[2].name == 'Field "Doors" was removed (type Number)'
    assert len({(case.classname, case.name) for case in cases}) == len(cases)


def test_a_failure_describes_the_change_and_lists_its_usages() -> None:
    _, cases = read(render_report(RICH, "junit"))
    (failure,) = cases[0].result
    assert isinstance(failure, Failure)
    assert failure.type == "value-added"
    assert failure.message == 'Field "Favourite Colour" of Contacts now allows the value "mauve | \\u202e`lime`"'
    assert "used at shop/colours.py:7: favourite_colour" in (failure.text or "").splitlines()


def test_an_accepted_finding_is_skipped_with_its_reason() -> None:
    _, cases = read(render_report(RICH, "junit"))
    (skipped,) = cases[3].result
    assert isinstance(skipped, Skipped)
    assert skipped.message == "accepted: Nobody reads it; see `shop/old.py`. (until 2031-12-31)"


def test_without_drift_one_test_case_passes() -> None:
    suite, cases = read(render_report(EMPTY, "junit"))
    assert [(case.name, kind(case)) for case in cases] == [("No drift", "passed")]
    assert (suite.tests, suite.failures) == (1, 0)


def test_fail_on_determines_which_findings_fail() -> None:
    _, cases = read(render_report(replace(RICH, fail_on=Severity.INFO), "junit"))
    assert [kind(case) for case in cases].count("Failure") == 7


def test_properties_name_what_was_compared() -> None:
    suite, _ = read(render_report(RICH, "junit"))
    assert {item.name: item.value for item in suite.properties()} == {
        "old": "generated/yulsn.lock.json",
        "new": "https://api.yulsn.io",
        "bump": "major",
        "fail_on": "warning",
    }


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(report=HOSTILE)
def test_no_string_breaks_the_document(report: Report) -> None:
    suite, cases = read(render_report(report, "junit"))
    assert len(cases) == (len(report.findings) or 1) == suite.tests
    kinds = [kind(case) for case in cases]
    assert kinds.count("Failure") == len(report.failing) == suite.failures
    assert kinds.count("Skipped") == sum(found.accepted is not None for found in report.findings) == suite.skipped
