"""`doctor` says what works and what does not, and never shows the key."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from account.server import Account, Answer
from yulsn_codegen.cli import main
from yulsn_codegen.doctor.checks import CheckStatus, check_environment
from yulsn_codegen.sandbox import running
from yulsn_codegen.text.errors import ExitCode

Diagnose = Callable[..., tuple[int, dict[str, dict[str, str]], str]]
KEY = "s3cret-key-of-the-account"


@pytest.fixture
def diagnose(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Diagnose:
    """Run the command with a key, and return its exit code, its checks by name, and everything it printed."""
    monkeypatch.chdir(tmp_path)
    for name in ("YULSN_BASE_URL", "HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setenv("YULSN_API_KEY", KEY)

    def run(*arguments: str) -> tuple[int, dict[str, dict[str, str]], str]:
        code = main(["doctor", "-o", "json", *arguments])
        out, err = capsys.readouterr()
        report: dict[str, Any] = json.loads(out)
        checks = {check["name"]: check for check in report["checks"]}
        assert report["failures"] == sum(check["status"] == "failure" for check in checks.values())
        return code, checks, out + err

    return run


def test_every_check_passes_with_the_sandbox(diagnose: Diagnose, monkeypatch: pytest.MonkeyPatch) -> None:
    with running() as server:
        monkeypatch.setenv("YULSN_API_KEY", server.api_key)
        assert main(["generate", "-q", "--base-url", server.base_url]) == 0
        code, checks, printed = diagnose("--base-url", f"{server.base_url}/api/v1")
    assert code == 0
    assert {check["status"] for check in checks.values()} == {"ok"}
    assert checks["key accepted"]["detail"] == "yes"
    assert checks["read the patchable contact fields"]["detail"] == "yes"
    assert "files match the lock" in checks["output"]["detail"]
    assert f"Checking {server.base_url}\n" in printed


def test_a_dependency_for_other_systems_is_not_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    required = ["click>=8", "no-such-package; sys_platform == 'nowhere'", "no-such-extra>=1; extra == 'docs'"]
    monkeypatch.setattr(metadata, "requires", lambda name: required)
    assert {check.name: check.status for check in check_environment()}["packages"] == CheckStatus.OK
    required.append("no-such-dependency[extra]>=2; python_version >= '3'")
    checks = {check.name: check for check in check_environment()}
    assert checks["packages"].status == CheckStatus.FAILURE
    assert checks["packages"].detail == "missing: no-such-dependency"


def test_a_rejected_key_is_a_failure_and_is_not_shown(diagnose: Diagnose) -> None:
    with running() as server:
        code, checks, printed = diagnose("--base-url", server.base_url)
    assert code == 1
    assert checks["host"]["status"] == "ok"
    assert checks["key accepted"]["status"] == "failure"
    assert KEY not in printed


def test_a_part_that_the_key_may_not_read_is_a_warning(diagnose: Diagnose, monkeypatch: pytest.MonkeyPatch) -> None:
    with running(faults=["status=403 GET /api/v1/DynamicFields?owner=Stores"]) as server:
        monkeypatch.setenv("YULSN_API_KEY", server.api_key)
        code, checks, _ = diagnose("--base-url", server.base_url)
    assert code == 0
    assert checks["read the fields of Stores"]["status"] == "warning"
    assert checks["read the fields of Stores"]["detail"] == "no: status 403"
    assert checks["read the fields of Orders"]["status"] == "ok"


def test_a_host_without_the_api_is_a_failure(diagnose: Diagnose, monkeypatch: pytest.MonkeyPatch) -> None:
    with running() as server:
        monkeypatch.setenv("YULSN_API_KEY", server.api_key)
        code, checks, _ = diagnose("--base-url", f"{server.base_url}/elsewhere")
    assert code == 1
    assert checks["host"]["status"] == "failure"
    assert "the API is expected at" in checks["host"]["hint"]


def test_a_redirect_is_a_failure_that_names_the_other_host(diagnose: Diagnose) -> None:
    account = Account()
    elsewhere = Answer(b"", 302, {"Location": f"https://login.example/start?key={KEY}"})
    account.answers = dict.fromkeys(account.answers, elsewhere)
    try:
        code, checks, printed = diagnose("--base-url", account.url)
    finally:
        account.close()
    assert code == 1
    assert checks["host"]["status"] == "failure"
    assert checks["host"]["detail"] == (
        f"{account.url} redirects to https://login.example, which is not followed (status 302)"
    )
    assert checks["host"]["hint"] == "If you trust that host with the key, use it as the base URL."
    assert KEY not in printed


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.usefixtures("impatient")
def test_a_host_that_is_temporarily_unavailable_is_not_reported_as_the_wrong_host(
    status: int, diagnose: Diagnose, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running(faults=[f"status={status}"]) as server:
        monkeypatch.setenv("YULSN_API_KEY", server.api_key)
        code, checks, _ = diagnose("--base-url", server.base_url)
    assert code == 1
    assert checks["host"]["status"] == "failure"
    assert f"does not serve requests now (status {status})" in checks["host"]["detail"]
    assert checks["host"]["hint"] == "Try again later."


def test_a_failed_connection_is_a_failure_of_its_stage(diagnose: Diagnose) -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    code, checks, printed = diagnose("--base-url", f"https://127.0.0.1:{port}")
    assert code == 1
    assert checks["TLS"]["status"] == "failure"
    assert "host" not in checks
    code, checks, printed = diagnose("--base-url", "https://nothing.invalid")
    assert checks["name resolution"]["status"] == "failure"
    assert KEY not in printed


def test_offline_checks_are_listed_as_not_tried(diagnose: Diagnose) -> None:
    code, checks, _ = diagnose("--offline")
    assert code == 0
    assert checks["network"] == {
        "name": "network",
        "status": "warning",
        "detail": "not tried: --offline was given",
        "hint": "",
    }
    assert checks["base URL"]["detail"] == "https://api.yulsn.io (from the default)"
    assert checks["lock"]["status"] == "warning"


@pytest.mark.parametrize(
    ("variable", "value", "name", "detail"),
    [
        ("YULSN_API_KEY", "", "API key", "is missing"),
        ("YULSN_API_KEY", f"{KEY} {KEY}", "API key", "contains white space"),
        ("SSL_CERT_FILE", "/no/such/file", "SSL_CERT_FILE", "cannot be read"),
        ("SSL_CERT_DIR", "/no/such/folder", "SSL_CERT_DIR", "does not name a folder"),
        ("YULSN_BASE_URL", "https://api.yulsn.io?", "base URL", "contains a query"),
    ],
)
def test_an_invalid_variable_is_a_failure_with_a_hint(
    diagnose: Diagnose, variable: str, value: str, name: str, detail: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    code, checks, printed = diagnose("--offline")
    assert code == 1
    assert checks[name]["status"] == "failure"
    assert detail in checks[name]["detail"]
    assert checks[name]["hint"]
    assert KEY not in printed


def test_a_quiet_run_prints_only_failures(
    diagnose: Diagnose, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["doctor", "-q", "--offline"]) == 0
    assert capsys.readouterr() == ("", "")
    monkeypatch.delenv("YULSN_API_KEY")
    assert main(["doctor", "-q", "--offline"]) == 1
    first, *others = capsys.readouterr().out.splitlines()
    assert first == "failure  API key: is missing"
    assert others[-1] == "1 failed."


def test_the_value_of_a_proxy_variable_is_not_shown(diagnose: Diagnose, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", f"http://user:{KEY}@proxy.example:3128")
    _, checks, printed = diagnose("--offline")
    assert checks["HTTPS_PROXY"]["detail"] == "set, as https_proxy"
    assert KEY not in printed
    assert "proxy.example" not in printed


def test_an_edited_output_is_a_failure(diagnose: Diagnose, tmp_path: Path) -> None:
    assert main(["generate", "-q", "--sandbox"]) == 0
    (tmp_path / "generated" / "README.md").write_text("edited")
    code, checks, _ = diagnose("--offline")
    assert code == ExitCode.DRIFT
    assert "by hand" in checks["output"]["detail"]
