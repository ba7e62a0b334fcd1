"""A running sandbox for each test: a real server on a free port, and a client of it."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest
from yulsn_codegen.sandbox import RunningSandbox, running

REGISTRATION = {"RegistrationSource": "webshop", "RegistrationIp": "192.0.2.17"}

NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # the sandbox needs none, and loading them takes 20 ms

Make = Callable[..., dict[str, Any]]


def connect(sandbox: RunningSandbox) -> httpx2.Client:
    """Return a client whose paths are those below /api/v1/."""
    headers = {"X-ApiKey": sandbox.api_key}
    return httpx2.Client(base_url=f"{sandbox.base_url}/api/v1/", headers=headers, verify=NO_CERTIFICATES)


@pytest.fixture(scope="session")
def shared() -> Iterator[RunningSandbox]:
    """The sandbox shared by all tests that tolerate data of others."""
    with running() as sandbox:
        yield sandbox


@pytest.fixture
def api(shared: RunningSandbox) -> Iterator[httpx2.Client]:
    with connect(shared) as client:
        yield client


@pytest.fixture
def fresh() -> Iterator[httpx2.Client]:
    """A client of a sandbox without any data."""
    with running() as sandbox, connect(sandbox) as client:
        yield client


@pytest.fixture
def strict() -> Iterator[httpx2.Client]:
    """A client of a sandbox that refuses what the API ignores."""
    with running(strict=True) as sandbox, connect(sandbox) as client:
        yield client


@pytest.fixture
def make(api: httpx2.Client) -> Make:
    """Create a contact in the shared sandbox."""

    def create(**members: object) -> dict[str, Any]:
        answer = api.post("Contacts", json={**REGISTRATION, **members})
        assert answer.status_code == 200, answer.text
        created: dict[str, Any] = answer.json()
        return created

    return create
