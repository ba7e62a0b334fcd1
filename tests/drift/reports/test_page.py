"""The format `html`: a page that loads nothing, in which every string is text."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from yulsn_codegen.drift.findings import Report
from yulsn_codegen.drift.reports import render_report, wording
from yulsn_codegen.drift.reports.sentences import sentence

from .samples import EMPTY, HOSTILE, RICH

TAGS = {
    *("article", "body", "code", "details", "fieldset", "form", "h1", "h2", "head", "header", "html", "input", "label"),
    *("legend", "li", "main", "meta", "option", "output", "p", "pre", "script", "section", "select", "span", "style"),
    *("summary", "table", "tbody", "td", "th", "thead", "title", "tr", "ul"),
}
VOID = {"input", "meta"}


class Page(HTMLParser):
    """The elements of a page, and the text in them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)
            self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in set(self._open):
            self.texts[tag][-1] += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def page(report: Report) -> Page:
    return Page(render_report(report, "html"))


@pytest.mark.parametrize("report", [RICH, EMPTY], ids=["rich", "empty"])
def test_the_page_allows_only_its_own_style_and_script(report: Report) -> None:
    found = page(report)
    policy = next(meta["content"] for meta in found.all("meta") if "http-equiv" in meta)
    for tag, directive in (("style", "style-src"), ("script", "script-src")):
        (text,) = found.texts[tag]
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}';" in (policy or "")
    assert (policy or "").startswith("default-src 'none';")


def test_the_page_refers_to_nothing_outside_it() -> None:
    found = page(RICH)
    assert {name for _, attributes in found.elements for name in attributes}.isdisjoint({"src", "href", "action"})
    assert re.search(r"url\(|@import|//", found.texts["style"][0] + found.texts["script"][0]) is None


def test_a_finding_shows_the_values_before_and_after_and_the_affected_lines() -> None:
    found = page(RICH)
    renamed = next(text for text in found.texts["article"] if "may have been renamed" in text)
    for part in ('"Shoe size"', '"ShoeSize"', "field-renamed", "shop/[mail] 100%.py:41", "shop/sizes.ipynb:cell 3:2"):
        assert part in renamed
    assert 'No parameter named "shoe_size"' in renamed


def test_findings_can_be_filtered_by_severity_and_owner() -> None:
    found = page(RICH)
    articles = found.all("article")
    boxes = [box["value"] for box in found.all("input") if box.get("name") == "mark"]
    assert set(boxes) == {article["data-mark"] for article in articles}
    owners = [option["value"] for option in found.all("option")]
    assert owners == ["", *sorted({article["data-owner"] or "" for article in articles})]
    assert len(articles) == len(RICH.findings)


def test_without_findings_there_is_no_filter() -> None:
    found = page(EMPTY)
    assert found.texts["h1"] == ["No drift"]
    assert (found.all("form"), found.all("article")) == ([], [])


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(report=HOSTILE)
def test_no_string_becomes_markup(report: Report) -> None:
    found = page(report)
    assert {tag for tag, _ in found.elements} <= TAGS
    assert len(found.all("script")) == 1
    assert not any(name.startswith("on") for _, attributes in found.elements for name in attributes)
    articles = found.texts.get("article", [])
    assert len(articles) == len(report.findings)
    for text, finding in zip(articles, wording.worst_first(report.findings), strict=True):
        assert sentence(finding.change) in text
