"""Paths, values and links that are far too long, deep or circular never cause an internal error."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.outputs import PACKAGE, SHOP, first, unpack
from support.systems import needs_links
from yulsn_codegen.account.snapshot import dump_snapshot, snapshot
from yulsn_codegen.cli import main
from yulsn_codegen.output.freshness import record
from yulsn_codegen.output.lock import LOCK_NAME
from yulsn_codegen.release import packaging
from yulsn_codegen.text.errors import ExitCode

LONG = "x" * 300
FAR = "/".join(["x" * 200] * 30)
DEEP = 20_000


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a package, its snapshot and another one."""
    folder = tmp_path_factory.mktemp("extremes")
    unpack(first(), folder / "crm")
    record(first().files[LOCK_NAME])
    (folder / "now.json").write_text(dump_snapshot(SHOP), encoding="utf-8")
    changed = snapshot(SHOP)
    changed["order_types"] = ["other"]
    (folder / "changed.json").write_text(json.dumps(changed), encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YULSN_API_KEY", "sandbox")
    monkeypatch.setattr(packaging, "_run", lambda command, _: Path(command[command.index("--outdir") + 1]).mkdir())


@pytest.fixture
def here(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of its own as the current folder."""
    place = Path(shutil.copytree(made, tmp_path / "here"))
    monkeypatch.chdir(place)
    return place


CHECK = ("check", "--out", "crm", "--account", "changed.json")
GENERATE = ("generate", "--account", "changed.json", "--package", PACKAGE)
COMMANDS: tuple[tuple[str, ...], ...] = (
    (*CHECK, "--usage"),
    (*CHECK, "--accepted"),
    (*CHECK, "--config"),
    (*CHECK, "-o", "json="),
    ("check", "--out", "crm", "--account"),
    ("check", "--offline", "--out"),
    ("check", "--base-url", "http://127.0.0.1:9", "--out", "crm", "--api-key-file"),
    (*GENERATE, "--out"),
    ("generate", "--account", "changed.json", "--out", "new", "--package"),
    ("accept", "--account", "changed.json", "--out", "crm", "--reason", "x", "--accepted"),
    ("build", "--out", "crm", "--no-check", "--target"),
    ("build", "--out"),
    ("fetch", "--base-url", "http://127.0.0.1:9", "-o"),
    ("openapi", "--account", "now.json", "-o"),
    ("diff", "now.json"),
    ("validate",),
    ("doctor", "--offline", "--out"),
    ("sandbox", "--port", "0", "--account"),
)


@pytest.mark.parametrize("path", [LONG, FAR], ids=["long name", "long path"])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join((command[0], command[-1])))
def test_a_path_that_is_too_long_is_not_an_internal_error(
    made: Path, command: tuple[str, ...], path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(made)
    *arguments, last = command
    tail = [f"{last}{path}"] if last.endswith("=") else [last, path]
    assert main([*arguments, *tail]) in (ExitCode.DRIFT, ExitCode.USAGE, ExitCode.UNDETERMINED, ExitCode.UNWRITABLE)


def deep(start: str, end: str, head: str = "", tail: str = "") -> str:
    return head + start * DEEP + end * DEEP + tail


DOCUMENTS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "snapshot": ("now.json", deep("[", "]"), ("check", "--out", "crm", "--account", "now.json")),
    "lock": (f"crm/{LOCK_NAME}", deep('{"a":', "}", "", "")[:-1] + "1}", ("check", "--offline", "--out", "crm")),
    "configuration": ("pyproject.toml", deep("[", "]", "[tool.yulsn-codegen]\nout = "), ("check", "--offline")),
    "configuration of tables": ("pyproject.toml", "[tool.yulsn-codegen" + ".a" * 5000 + "]\n", ("check", "--offline")),
    "acceptances": ("yulsn-accepted.toml", deep("[", "]", "a = "), CHECK),
    "overlay": (
        "overlay.yaml",
        deep("[", "]"),
        ("check", "--config", "overlays.toml", "--out", "crm", "--account", "changed.json"),
    ),
    "consumer": ("uses.py", deep("(", ")", f"import {PACKAGE}\nx = "), (*CHECK, "--usage", "uses.py")),
    "consumer of attributes": ("uses.py", f"import {PACKAGE}\nx" + ".a" * DEEP, (*CHECK, "--usage", "uses.py")),
    "consumer of sums": ("uses.py", f"import {PACKAGE}\nx = 1" + " + 1" * DEEP, (*CHECK, "--usage", "uses.py")),
}


@pytest.mark.parametrize("what", DOCUMENTS)
def test_a_deeply_nested_document_is_not_an_internal_error(here: Path, what: str) -> None:
    name, text, command = DOCUMENTS[what]
    Path("overlays.toml").write_text('[tool.yulsn-codegen]\noverlays = ["overlay.yaml"]\n')
    Path(name).write_text(text, encoding="utf-8")
    assert main(list(command)) in (ExitCode.DRIFT, ExitCode.USAGE)


def deep_value(here: Path) -> None:
    """Add an unknown member, which a snapshot keeps, that is nested as deeply as the parser allows."""
    data: Any = snapshot(SHOP)
    data["owners"]["Contacts"][0]["more"] = json.loads("[" * 90 + "]" * 90)
    Path("changed.json").write_text(json.dumps(data), encoding="utf-8")


def long_names(here: Path) -> None:
    """Give a table and a field names that are too long for any file system."""
    data: Any = snapshot(SHOP)
    data["tables"][0]["name"] = "T" * 3000
    data["owners"]["Contacts"][0]["name"] = "F" * 3000
    data["order_types"] = ["o" * 3000]
    Path("changed.json").write_text(json.dumps(data), encoding="utf-8")


@pytest.mark.parametrize("change", [deep_value, long_names])
def test_an_account_with_deep_values_or_long_names_can_be_compared_and_generated(
    here: Path, change: Callable[[Path], None]
) -> None:
    change(here)
    assert main([*CHECK, "--allow-shrink"]) in (ExitCode.OK, ExitCode.DRIFT)
    assert main([*GENERATE, "--out", "crm", "--allow-shrink"]) == ExitCode.OK
    assert main(["check", "--offline", "--out", "crm"]) == ExitCode.OK


def loop(path: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).symlink_to(Path(path).name)


LINKS: dict[str, tuple[str, tuple[str, ...]]] = {
    "usage": ("src", (*CHECK, "--usage", "src")),
    "usage, in a folder": ("src/loop.py", (*CHECK, "--usage", "src")),
    "usage, a folder in a folder": ("src/loop", (*CHECK, "--usage", "src")),
    "output": ("out", ("check", "--offline", "--out", "out")),
    "output to write": ("out", (*GENERATE, "--out", "out")),
    "file of the output": (f"crm/{PACKAGE}/extra.py", ("check", "--offline", "--out", "crm")),
    "journal": ("crm/.yulsn-staging/journal.json", (*GENERATE, "--out", "crm")),
    "account": ("account.json", ("check", "--out", "crm", "--account", "account.json")),
    "configuration": ("pyproject.toml", ("check", "--offline", "--out", "crm")),
    "report": ("report.json", (*CHECK, "-o", "json=report.json")),
    "acceptances": ("yulsn-accepted.toml", CHECK),
    "target": ("dist", ("build", "--out", "crm", "--no-check", "--target", "dist")),
}


@needs_links
@pytest.mark.parametrize("what", LINKS)
def test_a_link_to_itself_is_not_an_internal_error(here: Path, what: str) -> None:
    path, command = LINKS[what]
    loop(path)
    assert main(list(command)) != ExitCode.INTERNAL
