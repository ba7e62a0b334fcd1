"""Clients of both flavours that talk to a server which plays back one response and records the requests."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from yulsn_codegen.sandbox import RunningSandbox, running

REPOSITORY = Path(__file__).parents[2]
GENERATED = REPOSITORY / "generated"
sys.path.insert(0, str(GENERATED))

KEY = "kn-5f0e-not-to-be-shown"
ANSWERED = [f"do_{method}" for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "SEARCH")]


@dataclass(frozen=True)
class Asked:
    """A request as it arrived; `target` is path and query, undecoded; the names of headers are in lower case."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Playback:
    """What the server is to answer, and what it was asked since."""

    url: str = ""
    status: int = 200
    content_type: str = "application/json; charset=utf-8"
    answers: list[bytes] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)

    def play(self, *answers: bytes | str, status: int = 200, content_type: str | None = None) -> None:
        """Forget all requests, and respond with these bodies one after the other; the last one is repeated."""
        self.status = status
        self.content_type = content_type or type(self).content_type
        self.answers = [answer.encode() if isinstance(answer, str) else answer for answer in answers]
        self.asked = []

    @property
    def request(self) -> Asked:
        """The only request that was received."""
        assert len(self.asked) == 1, f"{len(self.asked)} requests came"
        return self.asked[0]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    playback: Playback

    def answer(self) -> None:
        """Answer a request, whatever its method is."""
        body = self.rfile.read(int(self.headers.get("content-length", "0")))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.playback.asked.append(Asked(self.command, self.path, headers, body))
        answers = self.playback.answers
        content = answers.pop(0) if len(answers) > 1 else answers[0]
        self.send_response(self.playback.status)
        if content:
            self.send_header("Content-Type", self.playback.content_type)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *arguments: object) -> None:
        """Keep quiet."""


@pytest.fixture(scope="session")
def server() -> Iterator[Playback]:
    playback = Playback()
    handler = type("Handler", (_Handler,), {"playback": playback, **dict.fromkeys(ANSWERED, _Handler.answer)})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as http:
        playback.url = f"http://127.0.0.1:{http.server_address[1]}"
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield playback
        http.shutdown()
        thread.join()


@dataclass(frozen=True)
class Flavour:
    """A client and how to get at what its methods return, so that one test does for sync and async.

    `run(client.contacts.get(1))` is the contact, for either client.
    """

    name: str
    client: Any
    run: Callable[[Any], Any]

    def collect(self, items: Any) -> list[Any]:
        """All items of an iterator of either flavour."""
        return self.take(items, sys.maxsize)

    def take(self, items: Any, count: int) -> list[Any]:
        """The first items of an iterator of either flavour."""
        if self.name == "sync":
            return [item for _, item in zip(range(count), items, strict=False)]
        found: list[Any] = self.run(_taken(items, count))
        return found


Make = Callable[[str, str, str], Flavour]


async def _taken(items: AsyncIterator[Any], count: int) -> list[Any]:
    found: list[Any] = []
    while len(found) < count:
        try:
            found.append(await anext(items))
        except StopAsyncIteration:
            break
    return found


async def _awaited(value: Awaitable[Any]) -> Any:
    return await value


def _itself(value: Any) -> Any:
    return value


@pytest.fixture(scope="session")
def flavours() -> Iterator[Make]:
    """Return a function that makes a flavour from its name, a base URL and a key; all are closed after the tests."""
    from yulsn_client import AsyncClient, Client

    made: list[Flavour] = []
    with asyncio.Runner() as runner:

        def make(name: str, url: str, key: str) -> Flavour:
            if name == "sync":
                flavour = Flavour(name, Client(key, base_url=url, account_id=1, max_retries=0), _itself)
            else:
                client = AsyncClient(key, base_url=url, account_id=1, max_retries=0)
                flavour = Flavour(name, client, lambda value: runner.run(_awaited(value)))
            made.append(flavour)
            return flavour

        yield make
        for flavour in made:
            if flavour.name == "sync":
                flavour.client.close()
            else:
                flavour.run(flavour.client.aclose())


@pytest.fixture(scope="session", params=["sync", "async"])
def flavour(request: pytest.FixtureRequest, server: Playback, flavours: Make) -> Flavour:
    """A client of the server that plays back."""
    return flavours(request.param, server.url, KEY)


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known to pytest."""
    config.addinivalue_line("markers", "rows(*names): the rows whose effect the test checks.")


@pytest.fixture(autouse=True)
def _rows_are_served(request: pytest.FixtureRequest) -> Iterator[None]:
    """Require a test that is marked with rows to get a response from each of them."""
    from .served import listed, marks, served

    rows = {row for mark in marks(request.node.iter_markers()) for row in mark.args}
    if not rows:
        yield
        return
    assert rows <= listed().keys(), "a marker names no row of the API"
    sandbox: RunningSandbox = request.getfixturevalue("sandbox")
    sandbox.clear_requests()
    yield
    missing = rows - served(sandbox.requests)
    assert not missing, f"the test is marked with rows that it does not call: {sorted(missing)}"


@pytest.fixture(scope="session")
def sandbox() -> Iterator[RunningSandbox]:
    with running() as found:
        yield found


@pytest.fixture(scope="session", params=["sync", "async"])
def api(request: pytest.FixtureRequest, sandbox: RunningSandbox, flavours: Make) -> Flavour:
    """A client of the sandbox that all tests share."""
    return flavours(request.param, sandbox.base_url, sandbox.api_key)
