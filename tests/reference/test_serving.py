"""Serving a site: by the command `docs` to this machine, and by the sandbox beside its API."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest
from starlette.testclient import TestClient
from support.cli import Run
from support.schemas import contacts, field
from support.systems import needs_sigint
from yulsn_codegen.account.schema import EMPTY
from yulsn_codegen.account.snapshot import dump_snapshot
from yulsn_codegen.reference.app import site_app
from yulsn_codegen.sandbox import running
from yulsn_codegen.text.errors import ExitCode

from .test_page import EMBEDDED

SHOP = contacts(field("Shoe Size", label="Skostørrelse"))


def embedded(page: str) -> dict[str, str]:
    return dict(EMBEDDED.findall(page))


def test_only_the_files_of_a_site_are_served() -> None:
    client = TestClient(site_app(lambda _: {"index.html": "<p>", "start.js": "1"}))
    assert (client.get("/").text, client.get("/").headers["content-type"]) == ("<p>", "text/html; charset=utf-8")
    assert client.get("/start.js").headers["content-type"] == "text/javascript; charset=utf-8"
    assert [client.get(path).status_code for path in ("/other.js", "/%2e%2e/x")] == [404, 404]
    assert client.post("/").status_code == 405


def test_the_sandbox_serves_an_interactive_reference_of_its_current_account() -> None:
    with (
        running(SHOP) as sandbox,
        httpx2.Client(base_url=sandbox.base_url, follow_redirects=True, timeout=60) as client,
    ):
        page = client.get("/docs")
        assert str(page.url) == f"{sandbox.base_url}/docs/"
        assert json.loads(embedded(page.text)["settings"]) == {"apiKey": "sandbox", "canSend": True}
        assert f'base_url=\\"{sandbox.base_url}\\"' in page.text
        assert "shoe_size" in page.text
        assert client.get("/docs/scalar.js").status_code == 200
        sandbox.change_account(EMPTY)
        assert "shoe_size" not in client.get("/docs/").text


def test_requests_for_the_reference_are_not_recorded_or_hit_by_faults() -> None:
    with running(EMPTY, faults=["status=503"]) as sandbox:
        assert httpx2.get(f"{sandbox.base_url}/docs/start.js", timeout=60).status_code == 200
        assert httpx2.get(f"{sandbox.base_url}/api/v1/Contacts").status_code == 503
        assert [request.path for request in sandbox.requests] == ["/api/v1/Contacts"]


def test_the_reference_does_not_show_a_custom_key() -> None:
    with running(EMPTY, api_key="chosen-5f0e") as sandbox:
        page = httpx2.get(f"{sandbox.base_url}/docs/", timeout=60).text
    assert "chosen-5f0e" not in page
    assert json.loads(embedded(page)["settings"])["apiKey"] == ""


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("account") / "account.json"
    file.write_text(dump_snapshot(SHOP), encoding="utf-8")
    return file


def test_a_site_uses_the_names_that_the_lock_of_the_package_pins(tmp_path: Path, snapshot: Path, run: Run) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.yulsn-codegen.names.Contacts]\n"Shoe Size" = "pinned"\n')
    config, client, site = tmp_path / "pyproject.toml", tmp_path / "client", tmp_path / "site"
    assert run("generate", "--account", snapshot, "--package", "acme_crm", "--out", client, "--config", config)[0] == 0
    code, out, _ = run("docs", "--account", snapshot, "--client", client, "--out", site)
    assert (code, out) == (0, f"Wrote {site / 'index.html'}.\n")
    page = (site / "index.html").read_text()
    assert "from acme_crm import Client" in page
    assert "Python: `pinned`" in page
    code, out, _ = run("docs", "--account", snapshot, "--client", client, "--out", site)
    assert (code, out) == (0, f"{site / 'index.html'} is up to date.\n")


def test_the_folders_of_the_package_and_the_site_are_configured_separately(
    tmp_path: Path, snapshot: Path, run: Run
) -> None:
    config = tmp_path / "pyproject.toml"
    lines = ['account = "account.json"', 'out = "client"', 'site = "docs/api"']
    (tmp_path / "account.json").write_bytes(snapshot.read_bytes())
    config.write_text("\n".join(["[tool.yulsn-codegen]", *lines]))
    assert run("docs", "--config", config)[0] == 0
    assert (tmp_path / "docs" / "api" / "index.html").exists()
    assert not (tmp_path / "client").exists()


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (["--package", "class"], ExitCode.USAGE, "--package: 'class' is not a valid package name"),
        (["--client", "nowhere"], ExitCode.USAGE, "nowhere"),
        (["--out", "."], ExitCode.EDITED, "is not empty, and is not a site that `docs` wrote"),
        (["--port", "70000"], ExitCode.USAGE, "--port"),
    ],
)
def test_invalid_options_are_refused(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    snapshot: Path,
    run: Run,
    options: list[str],
    code: ExitCode,
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.txt").write_text("x")
    found, _, err = run("docs", "--account", snapshot, *options)
    assert found == code
    assert message in err
    assert not (tmp_path / "site").exists()


@needs_sigint
def test_a_site_is_served_on_loopback_until_interrupted(tmp_path: Path, snapshot: Path) -> None:
    command = ["docs", "--account", str(snapshot), "--out", "site", "--serve", "--port", "0"]
    with subprocess.Popen(
        [sys.executable, "-m", "yulsn_codegen", *command], cwd=tmp_path, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == f"Wrote {Path('site') / 'index.html'}.\n"
        line = process.stdout.readline()
        served = re.fullmatch(r"Serving the site at (http://127\.0\.0\.1:\d+)\. Press Ctrl-C to stop\.\n", line)
        assert served
        assert httpx2.get(served[1]).text == (tmp_path / "site" / "index.html").read_text()
        assert httpx2.get(served[1], headers={"Host": "attacker.example"}).status_code == 400
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
