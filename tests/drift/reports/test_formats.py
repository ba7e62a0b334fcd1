"""What all formats have in common: the expected output, safe characters and lazy imports.

The expected outputs are in `expected/`. Run the tests with YULSN_REWRITE_EXPECTED=1 to rewrite them, then review the
diff.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from yulsn_codegen.drift.findings import Report
from yulsn_codegen.drift.reports import FORMATS, render_report, step_summary
from yulsn_codegen.text.errors import InputError

from .samples import EMPTY, HOSTILE, RICH

EXPECTED = Path(__file__).parent / "expected"
FILES: dict[str, Callable[[], str]] = {
    "rich.ansi": lambda: render_report(RICH, "text", colour=True),
    **{
        f"{name}{form.suffix}": partial(render_report, report, key)
        for name, report in (("rich", RICH), ("empty", EMPTY))
        for key, form in FORMATS.items()
    },
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


def test_there_are_no_other_expected_files() -> None:
    assert {path.name for path in EXPECTED.iterdir()} == set(FILES)


def test_rendering_is_deterministic() -> None:
    for form in FORMATS:
        assert render_report(RICH, form) == render_report(RICH, form)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(report=HOSTILE)
def test_no_format_contains_raw_control_or_bidirectional_characters(report: Report) -> None:
    texts = {form: render_report(report, form) for form in FORMATS}
    for form, text in texts.items():
        text.encode("utf-8")
        assert text.endswith("\n"), form
        foul = {c for c in set(text) if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}} - {"\n"}
        assert not foul, form
    assert step_summary(report) == texts["markdown"]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(report=HOSTILE)
def test_colours_are_the_only_difference_on_a_terminal(report: Report) -> None:
    coloured = render_report(report, "text", colour=True)
    assert re.sub(r"\x1b\[[0-9;]+m", "", coloured) == render_report(report, "text")


def test_an_unknown_format_is_an_error() -> None:
    with pytest.raises(InputError, match="not a report format\n  Use one of text, json"):
        render_report(EMPTY, "yaml")


def test_only_the_requested_format_is_imported() -> None:
    code = """
import sys
from yulsn_codegen.drift.findings import Report
from yulsn_codegen.drift.reports import render_report
render_report(Report("old", "new", ()), "text")
print(*sorted(name for name in sys.modules if name.startswith("yulsn_codegen.drift.reports.")), "xml" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    modules = [f"yulsn_codegen.drift.reports.{name}" for name in ("sentences", "text", "wording")]
    assert done.stdout.split() == [*modules, "False"]
