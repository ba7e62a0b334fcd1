"""The format `markdown` is read back by markdown-it: strings from the account appear only as code."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from markdown_it import MarkdownIt
from markdown_it.token import Token
from yulsn_codegen.drift import rules
from yulsn_codegen.drift.changes import Place, SchemaChange
from yulsn_codegen.drift.findings import Finding, Report
from yulsn_codegen.drift.reports import render_report
from yulsn_codegen.drift.reports.markdown import MARKER

from .samples import EMPTY, HOSTILE, RICH, acceptance, many

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
BLOCKS = re.compile(
    r"(heading|paragraph|table|thead|tbody|tr|th|td|bullet_list|list_item)_(open|close)|inline|html_block|fence"
)
HTML = re.compile(r"<details>\n<summary>[A-Za-z ,()0-9]+</summary>|</details>|" + re.escape(MARKER))


def rows(tokens: list[Token]) -> list[list[Token]]:
    """Return the cells of every row of every table, including headers."""
    found: list[list[Token]] = []
    for before, token in pairwise(tokens):
        if token.type == "tr_open":
            found.append([])
        if before.type in {"th_open", "td_open"}:
            found[-1].append(token)
    return found


def read(text: str) -> list[Token]:
    tokens = PARSER.parse(text)
    for token in tokens:
        assert BLOCKS.fullmatch(token.type), token
        if token.type == "html_block":
            assert HTML.fullmatch(token.content.strip()), token.content
        for child in token.children or ():
            assert child.type in {"text", "code_inline", "strong_open", "strong_close", "softbreak"}, child
            if child.type == "text":
                assert not re.search(r"[@#<>&|\\`*_~\[\]]|www\.|://|GH-[0-9]", child.content), child.content
                assert not re.search(r"\b[0-9a-f]{7,40}\b", child.content), child.content
    return tokens


def codes(token: Token) -> list[str]:
    return [child.content for child in token.children or () if child.type == "code_inline"]


def test_a_row_has_the_place_the_change_and_the_severities() -> None:
    table = rows(read(render_report(RICH, "markdown")))
    assert [cell.content for cell in table[0]] == [
        "Where",
        "Change",
        "Before",
        "After",
        "Reading",
        "Writing",
        "Version",
    ]
    assert [codes(row[0])[0] for row in table[1:8]] == [
        'Contacts, field "Shoe size"',
        'table Cars, field "Doors"',
        'Orders, field "Channel"',
        'Contacts, field "Favourite Colour"',
        "order types",
        'Contacts, field "Vip"',
        "table Boats",
    ]
    assert codes(table[4][3]) == ['"mauve \\u007c \\u202e\\u0060lime\\u0060"']


def test_severities_that_fail_the_run_are_bold() -> None:
    table = rows(read(render_report(RICH, "markdown")))
    assert [cell.content for cell in table[3][4:]] == ["info", "**error**", "major"]


def test_a_reason_is_shown_as_its_author_wrote_it() -> None:
    tokens = read(render_report(RICH, "markdown"))
    (reason,) = (token for token in tokens if "Nobody" in token.content)
    assert codes(reason) == ["shop/old.py"]
    assert reason.content.endswith("`. (until 2031-12-31)")


@pytest.mark.parametrize("name", [" x ", "x ", " x", " ", "   ", "x"])
def test_leading_and_trailing_spaces_of_a_name_are_kept(name: str) -> None:
    compared = next(token for token in read(render_report(Report(name, "new", ()), "markdown")) if codes(token))
    assert codes(compared) == [name, "new"]


@pytest.mark.parametrize(
    "reason",
    ["1) one", "- item", "`a` `b", "``a``", "`a|b` c", "www.a.org", "#1 @all", "(`x`).", "GH-1", "abcdef1", "deadbeef"],
)
def test_a_reason_is_never_interpreted_as_markup(reason: str) -> None:
    change = SchemaChange(rules.FIELD_LABEL_CHANGED, Place("Contacts"))
    report = Report("old", "new", (Finding(change, acceptance(change, reason)),), notes=(reason,))
    tokens = read(render_report(report, "markdown"))
    assert [len(row) for row in rows(tokens)] == [3, 3, 2, 2]
    assert [token.type for token in tokens].count("list_item_open") == 1


def test_no_drift_has_no_table() -> None:
    tokens = read(render_report(EMPTY, "markdown"))
    assert not rows(tokens)
    assert "No schema drift" in {token.content for token in tokens}


def test_a_comment_never_exceeds_githubs_limit_and_counts_the_rest() -> None:
    big = many(3000, usages=3)
    stale = tuple(acceptance(found.change, "y" * 500) for found in big.findings)
    text = render_report(replace(big, stale=stale, notes=("note " * 50,) * 900), "markdown")
    assert len(text.encode()) < 65_536
    tokens = read(text)
    left = [int(number) for token in tokens for number in re.findall(r"^and (\d+) more$", token.content)]
    assert len(left) == 4
    kept = sum(1 for row in rows(tokens) if len(row) == 7) - 1
    assert kept + left[0] == 3000


@pytest.mark.parametrize("field", ["`", "``x", "|", "\\|", "\\", " x ", "  ", "a`|`b", "x`", "</details>"])
def test_a_code_span_survives_its_table(field: str) -> None:
    report = Report("old", "new", (Finding(SchemaChange(rules.FIELD_LABEL_CHANGED, Place("Contacts", field=field))),))
    row = rows(read(render_report(report, "markdown")))[1]
    shown = field.replace("\\", "\\\\").replace("`", "\\u0060").replace("|", "\\u007c")
    assert codes(row[0]) == [f'Contacts, field "{shown}"']


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(report=HOSTILE)
def test_no_string_breaks_out_of_its_cell(report: Report) -> None:
    table = rows(read(render_report(report, "markdown")))
    unaccepted = [found for found in report.findings if found.accepted is None]
    accepted = len(report.findings) - len(unaccepted)
    used = sum(len(found.usages) for found in unaccepted)
    rules = len({found.change.rule.id for found in report.findings})
    expected = [
        *([7] * (len(unaccepted) + 1) if unaccepted else []),
        *([4] * (used + 1) if used else []),
        *([3] * (accepted + 1) if accepted else []),
        *([2] * (rules + 1) if rules else []),
        *([4] * (len(report.stale) + 1) if report.stale else []),
    ]
    assert [len(row) for row in table] == expected
