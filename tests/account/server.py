"""A scripted API server for tests, and helpers that fetch from it."""

from __future__ import annotations

import json
import socket
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from yulsn_codegen.account.fetch import fetch
from yulsn_codegen.account.limits import Timing
from yulsn_codegen.account.schema import OWNERS, AccountSchema
from yulsn_codegen.text.errors import CodegenError, UndeterminedError

KEY = 'S3cret<Key>/42"x'
TABLES = "/api/v1/DynamicTables"
OWNER_PATHS = {owner: f"/api/v1/DynamicFields?owner={owner}" for owner in OWNERS}
NAME_PATHS = ("/api/v1/Orders/Types", "/api/v1/Points/Types", "/api/v1/Contacts/PatchFields")


def table_path(number: int) -> str:
    return f"/api/v1/DynamicFields/{number}?owner=DynamicTable"


@dataclass
class Answer:
    """A response to one request; `body` is sent as JSON unless it is bytes."""

    body: Any = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    before: Callable[[], object] | None = None
    after: Callable[[Any], object] | None = None  # called with the file that the client reads, in place of the body
    drop: bool = False


class Account:
    """A server of its own for each test; a list of answers is used up to its last, which stays."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer | list[Answer]] = {
            path: Answer([]) for path in (TABLES, *OWNER_PATHS.values(), *NAME_PATHS)
        }
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.active = 0
        self.most_active = 0
        self.lock = threading.Lock()
        self.default_before: Callable[[], object] | None = None
        account = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                account.serve(self)

            def log_message(self, format: str, *args: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            block_on_close = False
            request_queue_size = 64

            def handle_error(self, request: Any, client_address: Any) -> None:
                pass  # the client has given up

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def take(self, path: str) -> Answer:
        answer = self.answers.get(path, Answer({"Message": "No HTTP resource was found"}, 404))
        if isinstance(answer, list):
            return answer.pop(0) if len(answer) > 1 else answer[0]
        return answer

    def serve(self, handler: BaseHTTPRequestHandler) -> None:
        with self.lock:
            self.requests.append((handler.path, dict(handler.headers)))
            self.active += 1
            self.most_active = max(self.most_active, self.active)
            answer = self.take(handler.path)
        try:
            if before := answer.before or (self.default_before if handler.path != TABLES else None):
                before()
        finally:
            with self.lock:
                self.active -= 1
        if answer.drop:
            handler.close_connection = True
            handler.connection.shutdown(socket.SHUT_RDWR)
            return
        body = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
        handler.send_response(answer.status)
        headers = {"Content-Type": "application/json; charset=utf-8", "Content-Length": str(len(body))}
        for name, value in {**headers, **answer.headers}.items():
            handler.send_header(name, value)
        handler.end_headers()
        if answer.after:
            answer.after(handler.wfile)
            handler.close_connection = True
        else:
            handler.wfile.write(body)

    def tables(self, *names: str) -> None:
        """List tables with the ids 1, 2, ...; none of them has fields."""
        self.answers[TABLES] = Answer([{"Id": index, "Name": name} for index, name in enumerate(names, 1)])
        for index in range(1, len(names) + 1):
            self.answers[table_path(index)] = Answer([])

    def asked(self, path: str) -> int:
        return sum(1 for asked, _ in self.requests if asked == path)


@dataclass
class Sleeps:
    """Records each wait instead of sleeping."""

    seconds: list[float] = field(default_factory=list)

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)

    def timing(self, **other: Any) -> Timing:
        return Timing(sleep=self, **other)


def read(account: Account, base_url: str = "", **options: Any) -> AccountSchema:
    """Fetch without waiting; a warning fails the test unless the options say otherwise."""
    warnings: list[str] = []
    options = {"warn": warnings.append, "timing": Sleeps().timing(), **options}
    schema = fetch(base_url or account.url, KEY, **options)
    assert warnings == []
    return schema


def failure(base_url: str, key: str = KEY, kind: type[CodegenError] = UndeterminedError, **options: Any) -> str:
    """Return the message of a failed fetch, after checking that it does not contain the key in any form."""
    options = {"timing": Sleeps().timing(), **options}
    with pytest.raises(kind) as caught:
        fetch(base_url, key, **options)
    error = caught.value
    assert error.exit_code == (3 if kind is UndeterminedError else 2)
    if key:
        for shown in (str(error), repr(error), repr(error.problems), "".join(traceback.format_exception(error))):
            assert key not in shown
    return str(error)
