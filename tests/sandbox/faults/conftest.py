"""A sandbox whose faults each test sets, and connections to it."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import httpx2
import pytest
from yulsn_codegen.sandbox import RunningSandbox, running

from ..conftest import connect

TABLES = "DynamicTables"


@pytest.fixture(scope="session")
def served() -> Iterator[RunningSandbox]:
    with running() as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(served: RunningSandbox) -> RunningSandbox:
    """The sandbox that these tests share, without faults."""
    served.clear_faults()
    served.clear_requests()
    return served


@pytest.fixture
def api(sandbox: RunningSandbox) -> Iterator[httpx2.Client]:
    with connect(sandbox) as client:
        yield client


def exchange(sandbox: RunningSandbox, target: str = "/api/v1/DynamicTables") -> tuple[bytes, bool]:
    """Send a GET over a plain socket; return all that comes back, and whether the end is a reset."""
    host, _, port = sandbox.base_url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(f"GET {target} HTTP/1.1\r\nHost: x\r\nX-ApiKey: sandbox\r\n\r\n".encode())
        received = b""
        try:
            while chunk := connection.recv(65536):
                received += chunk
        except ConnectionResetError:
            return received, True
    return received, False


def statuses(sandbox: RunningSandbox, count: int = 40) -> list[int]:
    with connect(sandbox) as client:
        return [client.get(TABLES).status_code for _ in range(count)]
