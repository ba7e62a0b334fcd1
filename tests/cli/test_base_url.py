"""Which base URL the commands and the packages they generate use."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from yulsn_codegen.account.schema import EMPTY
from yulsn_codegen.account.snapshot import dump_snapshot
from yulsn_codegen.cli import main
from yulsn_codegen.guard.python import python_problems
from yulsn_codegen.sandbox import running
from yulsn_codegen.text.errors import ExitCode

DEAD = "http://127.0.0.1:9"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("YULSN_BASE_URL", raising=False)
    monkeypatch.setenv("YULSN_API_KEY", "sandbox")
    (tmp_path / "account.json").write_text(dump_snapshot(EMPTY), encoding="utf-8")
    return tmp_path


def configure(project: Path, *lines: str) -> None:
    (project / "pyproject.toml").write_text("\n".join(["[tool.yulsn-codegen]", *lines]), encoding="utf-8")


def test_the_option_overrides_the_environment_which_overrides_the_configuration(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with running(EMPTY) as server:
        configure(project, f'base-url = "{server.base_url}/api/v1"')
        assert main(["fetch", "-o", "-"]) == 0
        monkeypatch.setenv("YULSN_BASE_URL", "")
        assert main(["fetch", "-o", "-"]) == 0
        configure(project, f'base-url = "{DEAD}"')
        monkeypatch.setenv("YULSN_BASE_URL", f"{server.base_url}/API/V1/")
        assert main(["fetch", "-o", "-"]) == 0
        monkeypatch.setenv("YULSN_BASE_URL", DEAD)
        assert main(["fetch", "-o", "-", "--base-url", f"{server.base_url}/"]) == 0
        assert capsys.readouterr().err == f"Reading the account at {server.base_url}\n" * 4


@pytest.mark.usefixtures("impatient")
def test_the_host_is_printed_before_the_key_is_sent(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fetch", "-o", "-", "--base-url", DEAD]) == ExitCode.UNDETERMINED
    assert capsys.readouterr().err.startswith(f"Reading the account at {DEAD}\nerror: ")


def test_a_quiet_run_prints_the_host_only_if_the_configuration_sets_it(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    quiet = ["fetch", "-q", "-o", "-"]
    with running(EMPTY) as server:
        assert main([*quiet, "--base-url", server.base_url]) == 0
        assert capsys.readouterr().err == ""
        configure(project, f'base-url = "{server.base_url}"')
        assert main(quiet) == 0
        assert capsys.readouterr().err == f"Reading the account at {server.base_url}\n"
        assert main(["doctor", "-q"]) == 0
        assert capsys.readouterr() == ("", f"Checking {server.base_url}\n")
        monkeypatch.setenv("YULSN_BASE_URL", server.base_url)
        assert main(quiet) == 0
        assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    "url", ["https://x.example?", "https://x.example#", "https://a:b@x.example", "ftp://x.example"]
)
def test_an_invalid_base_url_is_refused_wherever_it_comes_from(
    project: Path, url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["generate", "--base-url", url]) == ExitCode.USAGE
    configure(project, f'base-url = "{url}"', 'account = "account.json"')
    assert main(["generate"]) == ExitCode.USAGE
    monkeypatch.setenv("YULSN_BASE_URL", url)
    assert main(["check", "--base-url", url]) == ExitCode.USAGE
    err = capsys.readouterr().err
    assert err.count("error: base URL: ") == 2
    assert "Reading" not in err


def test_a_package_and_its_readme_use_the_base_url_it_was_generated_for(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(project, 'base-url = "https://crm.example/api/v1/"', 'account = "account.json"', 'out = "out"')
    assert main(["generate"]) == 0
    assert "`https://crm.example`" in (project / "out" / "README.md").read_text(encoding="utf-8")
    assert json.loads((project / "out" / "yulsn.lock.json").read_text(encoding="utf-8"))["base_url"] == (
        "https://crm.example"
    )
    program = "from yulsn_client import Client; print(Client('k'))"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=project / "out", capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("<Client https://crm.example ")
    assert main(["generate"]) == 0
    assert "nothing changed" in capsys.readouterr().out
    assert main(["check", "--offline"]) == 0


def test_the_base_url_of_a_package_never_comes_from_its_lock(project: Path) -> None:
    configure(project, 'base-url = "https://crm.example"', 'account = "account.json"', 'out = "out"')
    assert main(["generate"]) == 0
    configure(project, 'account = "account.json"', 'out = "out"')
    assert main(["generate"]) == 0
    assert "crm.example" not in "".join(
        file.read_text(encoding="utf-8") for file in (project / "out").rglob("*") if file.suffix in (".py", ".json")
    )
    assert "crm.example" not in (project / "out" / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("value", "is_safe"),
    [
        ("'https://crm.example'", True),
        ("'https://crm.example/api/v1'", False),
        ("'http://a@b'", False),
        ("__version__", False),
        ("evil()", False),
    ],
)
def test_the_guard_accepts_only_a_base_url_in_canonical_form(value: str, is_safe: bool) -> None:
    text = f'"""D."""\n\n\nclass Client(BaseClient):\n    """D."""\n\n    _base_url = {value}\n'
    problems = [problem for problem in python_problems("client.py", text) if "_base_url" in problem.what]
    assert (not problems) == is_safe
