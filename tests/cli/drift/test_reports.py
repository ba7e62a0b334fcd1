"""Reports of `check` and `diff`: several at once, hostile content, and the lines that use what changed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.cli import Run
from support.schemas import field
from yulsn_codegen.drift.reports import FORMATS
from yulsn_codegen.output.lock import LOCK_NAME

from .shop import HARMLESS, SHOP, SHRUNK, SnapshotOf

EVERY_FORMAT = tuple(option for form in FORMATS for option in ("-o", f"{form}=report.{form}"))


def report(form: str) -> str:
    """Return a report that a run with `EVERY_FORMAT` has written."""
    return Path(f"report.{form}").read_text(encoding="utf-8")


def test_several_reports_can_be_written_in_one_run(out: Path, run: Run, snapshot_of: SnapshotOf) -> None:
    code, said, _ = run(
        "check", "--account", snapshot_of(SHRUNK), "-o", "json=a.json", "-o", "sarif=b.json", "-o", "markdown=-"
    )
    assert code == 1
    assert "Shoe Size" in said
    assert json.loads(Path("b.json").read_text())["version"] == "2.1.0"
    data: dict[str, Any] = json.loads(Path("a.json").read_text())
    assert data["old"] == "generated/yulsn.lock.json (version 1.0.0)"
    assert data["bump"] == "major"


def test_only_the_github_format_writes_the_step_summary(
    out: Path, run: Run, snapshot_of: SnapshotOf, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    run("check", "--account", snapshot_of(HARMLESS), "-o", "text")
    assert summary.read_text() == "before\n"
    run("check", "--account", snapshot_of(HARMLESS), "-o", "github")
    assert summary.read_text().startswith("before\n")
    assert "phone" in summary.read_text()


def test_every_format_escapes_a_hostile_name(out: Path, run: Run, snapshot_of: SnapshotOf) -> None:
    name = '"\\\n\x1b[31m::error::</script>]]>|`\ud800'
    now = replace(SHOP, owners={**SHOP.owners, "Stores": (field(name, values=("\ud800",), extra={"k": {"x": ["y"]}}),)})
    for form in FORMATS:
        code, said, errors = run("diff", out, snapshot_of(now), "-o", form, "--fail-on", "info")
        assert (code, errors) == (1, "")
        assert "Stores" in said
        assert "\x1b" not in said


def test_every_format_shows_nested_details(out: Path, run: Run, snapshot_of: SnapshotOf) -> None:
    now = replace(SHOP, extra={"plan": {"name": ["large", None]}})
    for form in FORMATS:
        code, said, errors = run("diff", out, snapshot_of(now), "-o", form, "--fail-on", "info")
        assert (code, errors) == (1, "")
        assert "plan" in said


def test_every_format_lists_the_lines_that_use_a_removed_field(out: Path, run: Run, snapshot_of: SnapshotOf) -> None:
    lock = json.loads((out / LOCK_NAME).read_text())
    lock["names"]["owners"]["Contacts"] = {"Shoe Size": "shoe_size"}
    (out / LOCK_NAME).write_text(json.dumps(lock))
    Path("app.py").write_text("from shop_client import Client\n\nprint(Client().contacts.get(5).shoe_size)\n")
    Path("broken.py").write_text("def (:\n")
    arguments = ("check", "--account", snapshot_of(SHRUNK), "--usage", ".")
    assert run(*arguments, *EVERY_FORMAT)[0] == 1
    data: dict[str, Any] = json.loads(report("json"))
    error = 'Cannot access attribute "shoe_size" for class "Contact"'
    assert data["findings"][0]["usages"] == [
        {"file": "app.py", "cell": None, "line": 3, "column": 32, "attribute": "shoe_size", "error": error},
    ]
    assert "broken.py was skipped: line 1: " in " ".join(data["notes"])
    for form in FORMATS:
        assert "app.py" in report(form)


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_tells_no_drift_from_an_offline_check(
    form: str, out: Path, run: Run, snapshot_of: SnapshotOf
) -> None:
    same = run("check", "--account", snapshot_of(SHOP), "-o", form)[1]
    offline = run("check", "--offline", "-o", form)[1]
    if form not in ("json", "sarif"):
        assert "No account was read" in offline
        assert "No account was read" not in same
        assert "No drift" not in offline
    elif form == "json":
        assert [json.loads(text)["compared"] for text in (same, offline)] == [True, False]


@pytest.mark.usefixtures("without_pyright")
def test_no_report_contains_an_absolute_path(out: Path, run: Run, snapshot_of: SnapshotOf, tmp_path: Path) -> None:
    (tmp_path / "shop.py").write_text("from shop_client.models import Contact\nContact.shoe_size\n")
    now = snapshot_of(SHRUNK).absolute()
    run("check", "--account", now, "--out", out.absolute(), "--usage", tmp_path.absolute(), *EVERY_FORMAT)
    for form in FORMATS:
        assert str(tmp_path) not in report(form)
        lock = out.absolute() / LOCK_NAME
        said = run("diff", lock, now, "-o", form)[1]
        assert str(tmp_path) not in said


@pytest.mark.usefixtures("without_pyright")
def test_usages_are_found_with_a_configured_severity(out: Path, run: Run, snapshot_of: SnapshotOf) -> None:
    Path("shop.py").write_text(
        "from shop_client.models import Contact\ndef size(contact: Contact) -> object:\n    return contact.shoe_size\n"
    )
    Path("pyproject.toml").write_text('[tool.yulsn-codegen.rules]\nfield-removed = "warning"\n')
    said = run("check", "--account", snapshot_of(SHRUNK), "--usage", "shop.py")[1]
    assert "used at shop.py:3: shoe_size" in said
    assert "warning   Field" in said
