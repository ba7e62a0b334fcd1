"""Shell completion: what is offered for commands, options and values."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from yulsn_codegen.cli import COMMANDS, main
from yulsn_codegen.drift.reports import FORMATS
from yulsn_codegen.drift.rules import BY_ID

VARIABLE = "_YULSN_CODEGEN_COMPLETE"


def has_recent_bash() -> bool:
    """Return whether bash is new enough; that of macOS is not."""
    if os.name == "nt" or shutil.which("bash") is None:
        return False
    script = "((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 404))"
    return subprocess.run(["bash", "-c", script], check=False).returncode == 0


def complete(line: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> list[tuple[str, str]]:
    """Return what is offered for the last word of a line, each with its kind."""
    words = line.split(" ")
    monkeypatch.setenv(VARIABLE, "bash_complete")
    monkeypatch.setenv("COMP_WORDS", line)
    monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
    assert main([]) == 0
    out, err = capfd.readouterr()
    assert err == ""
    return [(value, kind) for kind, _, value in (row.partition(",") for row in out.split())]


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("yulsn-codegen ", COMMANDS),
        ("yulsn-codegen ch", ["check"]),
        ("yulsn-codegen check --fail-on ", ["info", "warning", "error"]),
        ("yulsn-codegen check --off", ["--offline"]),
        ("yulsn-codegen check -o ", FORMATS),
        ("yulsn-codegen generate -o j", ["json"]),
        ("yulsn-codegen openapi --version ", ["3.2", "3.1"]),
        ("yulsn-codegen accept --rule field-re", [rule for rule in BY_ID if rule.startswith("field-re")]),
    ],
)
def test_commands_options_and_values_are_completed(
    line: str, values: list[str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert complete(line, monkeypatch, capfd) == [(value, "plain") for value in values]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("yulsn-codegen generate --account acc", "file"),
        ("yulsn-codegen generate --out cli", "dir"),
        ("yulsn-codegen check -o json=dr", "file"),
        ("yulsn-codegen diff ma", "file"),
    ],
)
def test_paths_are_completed_by_the_shell(
    line: str, kind: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert complete(line, monkeypatch, capfd) == [(line.rpartition(" ")[2], kind)]


@pytest.mark.parametrize("line", ["yulsn-codegen check --profile ", "yulsn-codegen --profile "])
def test_profiles_of_the_configuration_are_completed(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert complete(line, monkeypatch, capfd) == []
    (tmp_path / "pyproject.toml").write_text("[tool.yulsn-codegen.profiles]\nstaging = {}\nlive = {}\n")
    assert complete(line, monkeypatch, capfd) == [("live", "plain"), ("staging", "plain")]
    assert complete(f"{line}s", monkeypatch, capfd) == [("staging", "plain")]
    (tmp_path / "pyproject.toml").write_text("[tool")
    assert complete(line, monkeypatch, capfd) == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_shell_named_in_the_help_has_a_completion_script(
    shell: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["--help"]) == 0
    assert f"{VARIABLE}={shell}_source yulsn-codegen" in capfd.readouterr().out
    monkeypatch.setenv(VARIABLE, f"{shell}_source")
    assert main([]) == 0
    assert f"{VARIABLE}={shell}_complete" in capfd.readouterr().out


@pytest.mark.skipif(not has_recent_bash(), reason="needs bash 4.4, as click does")
def test_the_line_in_the_help_enables_completion_in_bash(tmp_path: Path) -> None:
    program = tmp_path / "yulsn-codegen"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m yulsn_codegen "$@"\n')
    program.chmod(0o755)
    script = f"""
        eval "$({VARIABLE}=bash_source yulsn-codegen)"
        COMP_WORDS=(yulsn-codegen val) COMP_CWORD=1
        _yulsn_codegen_completion yulsn-codegen
        echo "${{COMPREPLY[@]}}"
    """
    environment = {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(["bash", "-c", script], env=environment, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("validate\n", "")
