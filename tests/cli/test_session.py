"""The options that all commands share: `-q`, `-v`, `--config` and `--profile`, before the command and after it."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.generating import write_files
from yulsn_codegen.account.schema import EMPTY, AccountField, AccountSchema, FieldType
from yulsn_codegen.account.snapshot import dump_snapshot
from yulsn_codegen.cli import main
from yulsn_codegen.generate import Generated, generate
from yulsn_codegen.output.freshness import record
from yulsn_codegen.output.lock import LOCK_NAME
from yulsn_codegen.sandbox import running

OTHER = AccountSchema(owners={**EMPTY.owners, "Contacts": (AccountField("Size", FieldType.NUMBER),)})
CONFIGURATION = """
[tool.yulsn-codegen]
account = "old.json"
out = "out"

[tool.yulsn-codegen.profiles.new]
account = "new.json"
"""


@pytest.fixture(scope="module")
def package() -> Generated:
    made = generate(EMPTY, "yulsn_client")
    record(made.files[LOCK_NAME])
    return made


@pytest.fixture
def project(package: Generated, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a package, its snapshot, another snapshot, and a configuration."""
    monkeypatch.chdir(tmp_path)
    write_files(tmp_path / "out", package.files)
    (tmp_path / "old.json").write_text(dump_snapshot(EMPTY))
    (tmp_path / "new.json").write_text(dump_snapshot(OTHER))
    (tmp_path / "pyproject.toml").write_text(CONFIGURATION)
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["check", "--fail-on", "info"], 0),
        (["--profile", "new", "check", "--fail-on", "info"], 1),
        (["check", "--fail-on", "info", "--profile", "new"], 1),
        (["--profile", "none", "check", "--fail-on", "info", "--profile", "new"], 1),
        (["check", "--profile", "new", "--account", "old.json", "--fail-on", "info"], 0),
        (["check", "--profile", "none"], 2),
    ],
)
def test_a_profile_may_be_given_before_or_after_the_command(project: Path, arguments: list[str], code: int) -> None:
    assert main(arguments) == code


def test_a_configuration_file_may_be_given_before_or_after_the_command(project: Path) -> None:
    (project / "pyproject.toml").rename(project / "other.toml")
    assert main(["check"]) == 2
    assert main(["--config", "other.toml", "check"]) == 0
    assert main(["check", "--config", "other.toml"]) == 0
    assert main(["--config", "none.toml", "check", "--config", "other.toml"]) == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["-q", "generate", "--out", "a"],
        ["generate", "--quiet", "--out", "b"],
        ["check", "-q"],
        ["--quiet", "check"],
        ["validate", "-q"],
        ["openapi", "-o", "openapi.yaml", "--quiet"],
        ["accept", "--reason", "x", "--account", "new.json", "-q"],
    ],
    ids=" ".join,
)
def test_a_quiet_run_prints_nothing_on_success(
    project: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 0
    assert capsys.readouterr() == ("", "")


def test_a_quiet_run_does_not_warn_about_unread_parts(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with running(faults=["status=403 GET /api/v1/DynamicFields?owner=Stores"]) as server:
        monkeypatch.setenv("YULSN_API_KEY", server.api_key)
        arguments = ["fetch", "-o", "fetched.json", "--base-url", server.base_url]
        assert main(arguments) == 0
        assert "warning: the fields of Stores cannot be read" in capsys.readouterr().err
        assert main([*arguments, "-q"]) == 0
        assert capsys.readouterr() == ("", "")


def test_a_quiet_run_prints_errors_drift_and_requested_output(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["-q", "check", "--account", "none.json"]) == 2
    assert capsys.readouterr().err.startswith("error: none.json: ")
    assert main(["-q", "check", "--account", "new.json", "--fail-on", "info"]) == 1
    assert "field-added" in capsys.readouterr().out
    assert main(["-q", "check", "-o", "json"]) == 0
    assert capsys.readouterr().out.startswith("{")
    assert main(["-q", "openapi", "-o", "-"]) == 0
    assert capsys.readouterr().out.startswith("openapi: ")


def test_a_verbose_run_logs_its_steps_to_stderr(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["generate", "-v", "--profile", "new"]) == 0
    out, err = capsys.readouterr()
    assert "\nWrote " in out
    lines = err.splitlines()
    assert lines[:2] == [
        f"info: Configuration: {project / 'pyproject.toml'}, profile new",
        f"info: Reading the snapshot {project / 'new.json'}",
    ]
    assert "info: Rendering" in lines
    assert all(line.startswith(("info: ", "note: ")) for line in lines)


@pytest.mark.parametrize(("options", "is_verbose"), [(["-q", "-v"], True), (["-v", "-q"], False)])
def test_the_last_of_quiet_and_verbose_wins(
    options: list[str], is_verbose: bool, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", *options]) == 0
    assert ("info: " in capsys.readouterr().err) == is_verbose
    assert main([options[0], "check", options[1]]) == 0
    assert ("info: " in capsys.readouterr().err) == is_verbose


def test_reports_in_several_formats_are_written_in_one_run(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["generate", "-o", "text", "-o", "json=made.json"]) == 0
    assert capsys.readouterr().out == f"{project / 'out'} is up to date: nothing changed.\n"
    assert '"changed": []' in (project / "made.json").read_text()
