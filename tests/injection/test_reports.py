"""Drift reports of hostile accounts: read back by parsers, and checked as a log would show them."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from drift.reports.test_github import read as read_github
from drift.reports.test_markdown import read as read_markdown
from drift.reports.test_sarif import read as read_sarif
from yulsn_codegen.account.snapshot import dump_snapshot
from yulsn_codegen.cli import main
from yulsn_codegen.drift.accept import accept, dump_acceptances, read_acceptances
from yulsn_codegen.drift.changes import Place, SchemaChange
from yulsn_codegen.drift.findings import Report
from yulsn_codegen.drift.reports import FORMATS, render_report
from yulsn_codegen.drift.rules import FIELD_REMOVED

from .accounts import hostile, write_lock
from .strings import HOSTILE, assert_harmless, commands, foul

Run = Callable[..., str]


@pytest.fixture
def diff(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs `diff` on an account that lost half of its fields, and whose other fields changed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    Path("old.json").write_text(dump_snapshot(hostile()))
    Path("new.json").write_text(dump_snapshot(hostile(HOSTILE[::2], mark="!")))

    def run(*options: str) -> str:
        assert main(["diff", "old.json", "new.json", *options]) == 1
        out, err = capsys.readouterr()
        assert err == ""
        return out

    return run


@pytest.mark.parametrize("form", FORMATS)
def test_a_report_has_no_invisible_characters_and_no_commands(diff: Run, form: str) -> None:
    out = diff("-o", form)
    assert foul(out) == []
    assert commands("\n".join(read_github(out)[1]) if form == "github" else out) == []


def test_annotations_cannot_be_injected(diff: Run) -> None:
    found, others = read_github(diff("-o", "github"))
    assert {command.name for command in found} == {"error", "warning", "notice"}
    assert len(others) == 1
    assert all(set(command.properties) == {"file", "line", "title"} for command in found)
    assert not any("##[" in str(command) for command in found)


def test_the_step_summary_has_untrusted_text_only_as_code(diff: Run) -> None:
    diff("-o", "github")
    summary = Path("summary.md").read_text(encoding="utf-8")
    read_markdown(summary)
    assert_harmless(summary)


def test_report_files_are_valid_and_contain_every_name(diff: Run) -> None:
    diff(*(option for form in FORMATS for option in ("-o", f"{form}=report.{form}")))
    report = json.loads(Path("report.json").read_bytes())
    fields = {found["place"]["field"] for found in report["findings"] if found["rule"] == "field-removed"}
    gone = set(HOSTILE[1::2])
    assert fields == {text.encode("utf-8", "backslashreplace").decode() for text in gone}
    root = ElementTree.fromstring(Path("report.junit").read_bytes())
    assert len(root.findall(".//testcase")) == len(report["findings"])
    run = read_sarif(Path("report.sarif").read_text(encoding="utf-8"))
    assert len(run.results or ()) == len(report["findings"])
    read_markdown(Path("report.markdown").read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", HOSTILE)
def test_placeholders_links_and_properties_cannot_be_injected(text: str) -> None:
    report = Report(text, text, (), lock=text, notes=(text,))
    (run,) = json.loads(render_report(report, "sarif"))["runs"]
    (said,) = run["invocations"][0]["toolExecutionNotifications"]
    assert not {"{", "}"} & set(said["message"]["text"])
    ((note,), _) = read_github(render_report(report, "github"))
    assert set(note.properties) == {"file", "line", "title"}
    assert_harmless(render_report(report, "text"))


@pytest.mark.parametrize("text", HOSTILE)
def test_an_acceptance_round_trips(text: str, tmp_path: Path) -> None:
    change = SchemaChange(FIELD_REMOVED, Place(f"table {text}", text, True, text), {text: [text]}, text)
    entries = accept([change], f"because of {text}", None)
    file = tmp_path / "accepted.toml"
    file.write_text(dump_acceptances(entries), encoding="utf-8")
    assert foul(file.read_text(encoding="utf-8")) == []
    assert len(tomllib.loads(file.read_text(encoding="utf-8"))["accepted"]) == 1
    (entry,) = read_acceptances(file)
    assert (entry.fingerprint, entry.before, entry.after) == (change.fingerprint, change.before, change.after)
    assert entry == entries[0]


def test_accepting_prints_one_line_for_each_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("yulsn_codegen.check._rehearse", lambda *_: None)  # rendering a package is slow
    write_lock(tmp_path / "generated", hostile())
    Path("new.json").write_text(dump_snapshot(hostile(HOSTILE[::2], mark="!")))
    assert main(["accept", "--account", "new.json", "--reason", HOSTILE[0], "--allow-shrink"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert_harmless(out)
    lines = out.splitlines()
    assert all(line.startswith("accepted ") for line in lines[:-1])
    assert len(lines) - 1 == len(read_acceptances(Path("yulsn-accepted.toml")))
