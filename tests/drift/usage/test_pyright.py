"""How pyright is found and run: without secrets, settings or patience for what does not end."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from yulsn_codegen.drift.usage import find, judgement, pyright
from yulsn_codegen.drift.usage.find import BY_NAME, find_usages
from yulsn_codegen.drift.usage.packages import Packages
from yulsn_codegen.drift.usage.pyright import Diagnostic, PyrightError, find_pyright, run_pyright

from .shop import DOCUMENT, LOCK, SIZE_REMOVED

REPORTS_ITSELF = """
import json, os, sys
place = {"line": 0, "character": 2}
said = json.dumps({"environment": sorted(os.environ), "folder": os.getcwd(), "arguments": sys.argv[1:]})
found = {"file": "app.py", "severity": "error", "message": said, "range": {"start": place, "end": place}}
print(json.dumps({"version": "1", "generalDiagnostics": [found]}))
"""


def program(folder: Path, text: str) -> tuple[str, ...]:
    """A command that runs a program in place of pyright."""
    (folder / "program.py").write_text(text, encoding="utf-8")
    return (sys.executable, str(folder / "program.py"))


def test_pyright_gets_its_own_configuration_and_no_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("YULSN_API_KEY", "GITHUB_TOKEN", "NODE_OPTIONS", "PYTHONPATH", "PYRIGHT_PYTHON_FORCE_VERSION"):
        monkeypatch.setenv(name, "secret")
    command = program(tmp_path, REPORTS_ITSELF)
    (found,) = run_pyright(command, tmp_path, "new", ["new/app.py"], {"new": ["package", "new/src"]})
    assert found == Diagnostic("app.py", "error", "", found.message, (0, 2), (0, 2))
    echo = json.loads(found.message)
    assert Path(echo["folder"]).resolve() == tmp_path.resolve()
    assert set(echo["environment"]) <= pyright._KEPT_VARIABLES | set(pyright._OFFLINE) | {"LC_CTYPE"}
    configuration = Path(echo["arguments"][echo["arguments"].index("--project") + 1])
    settings = json.loads(configuration.read_text())
    assert settings["include"] == ["new/app.py"]
    assert settings["executionEnvironments"] == [{"root": "new", "extraPaths": ["package", "new/src"]}]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("import sys; sys.exit(3)", "it exited with 3 and printed no result"),
        ("print('[' * 100_000)", "it exited with 0 and printed no result"),
        ("print('{}')", "it exited with 0 and printed no result"),
        ("print('{\"generalDiagnostics\": [5]}')", "it exited with 0 and printed no result"),
        ("import time; time.sleep(600)", "it took longer than 0.5 seconds"),
    ],
)
def test_a_program_without_a_result_is_an_error(
    text: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pyright, "_SECONDS", 0.5 if "sleep" in text else 60)
    with pytest.raises(PyrightError, match=reason):
        run_pyright(program(tmp_path, text), tmp_path, "new", ["app.py"], {})


def test_a_program_that_cannot_be_started_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(PyrightError, match="it cannot be started: "):
        run_pyright([str(tmp_path / "nowhere")], tmp_path, "new", ["app.py"], {})


def test_pyright_is_never_taken_from_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pyright, "is_installed", lambda module: False)
    for name in ("pyright", "pyright.cmd", "pyright.exe"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", ".")
    assert find_pyright() is None
    monkeypatch.chdir(tmp_path.parent)
    monkeypatch.setenv("PATH", str(tmp_path))
    found = find_pyright()
    assert found is not None
    assert Path(found[0]).parent == tmp_path


@pytest.mark.parametrize(
    ("text", "note"),
    [
        (None, f"{BY_NAME} To have them checked, put pyright on the PATH"),
        ("print('{}')", f"{BY_NAME} Pyright could not check them: it exited with 0 and printed no result"),
    ],
    ids=["not installed", "fails"],
)
def test_names_are_searched_if_pyright_gives_no_result(
    text: str | None, note: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = tmp_path / "app.py"
    app.write_text("from shop_client import Client\nprint(Client().contacts.get(1).shoe_size)\n")
    monkeypatch.setattr(find, "find_pyright", lambda: None if text is None else program(tmp_path, text))
    found = find_usages([SIZE_REMOVED], LOCK, DOCUMENT, [app], lambda: Packages({}, {}, {}))
    assert [usage.line for usage in found.of[SIZE_REMOVED.fingerprint]] == [2]
    assert found.notes[0].startswith(note)


REPORTS_NEW = """
import json, os, sys
settings = json.load(open(sys.argv[sys.argv.index("--project") + 1]))
place = {"start": {"line": 1, "character": 31}, "end": {"line": 1, "character": 40}}
found = [
    {"file": os.path.abspath(file), "severity": "error", "message": "no such attribute", "range": place}
    for file in settings["include"]
    if file.startswith("new/")
]
print(json.dumps({"generalDiagnostics": found}))
"""


@pytest.mark.parametrize("few", [0, 1], ids=["three runs", "one run"])
def test_one_run_suffices_for_few_files(few: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = tmp_path / "app.py"
    app.write_text("from shop_client import Client\nprint(Client().contacts.get(1).shoe_size)\n")
    monkeypatch.setattr(find, "find_pyright", lambda: program(tmp_path, REPORTS_NEW))
    monkeypatch.setattr(judgement, "_FEW_FILES", few)
    runs = []

    def run(*given: Any) -> tuple[Diagnostic, ...]:
        runs.append(given[2])
        return run_pyright(*given)

    monkeypatch.setattr(judgement, "run_pyright", run)
    found = find_usages([SIZE_REMOVED], LOCK, DOCUMENT, [app], lambda: Packages({}, {}, {}))
    assert [usage.error for usage in found.of[SIZE_REMOVED.fingerprint]] == ["no such attribute"]
    assert sorted(runs) == (["old-new-without"] if few else ["new", "old", "without"])


def test_pyright_is_not_started_if_nothing_can_be_affected(tmp_path: Path) -> None:
    def packages() -> Packages:
        raise AssertionError("the packages are not needed")

    (tmp_path / "app.py").write_text("print(5)\n")
    assert find_usages([SIZE_REMOVED], LOCK, DOCUMENT, [tmp_path], packages).notes == ()
    (tmp_path / "app.py").write_text("import shop_client\n")
    assert find_usages([], LOCK, DOCUMENT, [tmp_path], packages).notes == ()
