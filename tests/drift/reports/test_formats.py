"""What holds for every format: the expected text of a rich report, clean characters, and no import that is not needed.

The expected texts lie in `expected/`. With YULSN_REWRITE_EXPECTED=1 in the environment they are written anew, to be
read in a diff.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from yulsn_codegen.drift.changes import Report
from yulsn_codegen.drift.reports import FORMATS, render_report, step_summary
from yulsn_codegen.text.errors import InputError

from .samples import EMPTY, HOSTILE, RICH

EXPECTED = Path(__file__).parent / "expected"
FILES: dict[str, Callable[[], str]] = {
    "rich.txt": lambda: render_report(RICH, "text"),
    "rich.ansi": lambda: render_report(RICH, "text", colour=True),
    "rich.json": lambda: render_report(RICH, "json"),
    "rich.md": lambda: render_report(RICH, "markdown"),
    "rich.github": lambda: render_report(RICH, "github"),
    "rich.xml": lambda: render_report(RICH, "junit"),
    "rich.sarif": lambda: render_report(RICH, "sarif"),
    "empty.txt": lambda: render_report(EMPTY, "text"),
    "empty.json": lambda: render_report(EMPTY, "json"),
    "empty.md": lambda: render_report(EMPTY, "markdown"),
    "empty.github": lambda: render_report(EMPTY, "github"),
    "empty.xml": lambda: render_report(EMPTY, "junit"),
    "empty.sarif": lambda: render_report(EMPTY, "sarif"),
}


@pytest.fixture(autouse=True)
def _one_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yulsn_codegen.drift.reports.sarif.__version__", "0.0.0")


@pytest.mark.parametrize("name", FILES)
def test_a_report_is_written_as_expected(name: str) -> None:
    path, text = EXPECTED / name, FILES[name]()
    if os.environ.get("YULSN_REWRITE_EXPECTED") == "1":
        path.write_bytes(text.encode("utf-8"))
    assert path.read_bytes().decode("utf-8") == text


def test_nothing_else_is_expected() -> None:
    assert {path.name for path in EXPECTED.iterdir()} == set(FILES)


def test_the_same_report_gives_the_same_text() -> None:
    for form in FORMATS:
        assert render_report(RICH, form) == render_report(RICH, form)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(report=HOSTILE)
def test_no_string_of_a_report_puts_a_raw_control_or_bidirectional_character_into_a_format(report: Report) -> None:
    texts = {form: render_report(report, form) for form in FORMATS}
    for form, text in texts.items():
        text.encode("utf-8")
        assert text.endswith("\n"), form
        foul = {c for c in text if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}} - {"\n"}
        assert not foul, form
    assert step_summary(report) == texts["markdown"]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(report=HOSTILE)
def test_colours_are_all_that_a_terminal_adds_to_the_text(report: Report) -> None:
    coloured = render_report(report, "text", colour=True)
    assert re.sub(r"\x1b\[[0-9;]+m", "", coloured) == render_report(report, "text")


def test_a_format_that_there_is_not_is_refused() -> None:
    with pytest.raises(InputError, match="no format of a report\n  Formats are text, json"):
        render_report(EMPTY, "yaml")


def test_only_the_format_that_is_asked_for_is_imported() -> None:
    code = """
import sys
from yulsn_codegen.drift.changes import Report
from yulsn_codegen.drift.reports import render_report
render_report(Report("old", "new", ()), "text")
print(*sorted(name for name in sys.modules if name.startswith("yulsn_codegen.drift.reports.")), "xml" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["yulsn_codegen.drift.reports.text", "yulsn_codegen.drift.reports.wording", "False"]
