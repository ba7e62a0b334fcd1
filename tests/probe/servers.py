"""Servers to probe: a sandbox in which every call finds something, and one that alters its responses."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
from yulsn_codegen.sandbox import RunningSandbox, running


@dataclass(frozen=True)
class Reply:
    """A response on its way to the client; `query` is that of the request."""

    path: str
    query: dict[str, str]
    status: int
    body: Any
    content_type: str = "application/json; charset=utf-8"


Lie = Callable[[Reply], Reply]


@dataclass
class Liar:
    """A running server that alters responses: its URL, and the current and highest number of concurrent requests."""

    url: str = ""
    active: int = 0
    most_active: int = 0


@contextmanager
def full_sandbox(faults: Sequence[str] = ()) -> Iterator[RunningSandbox]:
    """Run a sandbox with something to find for every call that reads."""
    with running(contacts=50) as sandbox:
        headers = {"X-ApiKey": sandbox.api_key}
        with httpx2.Client(base_url=f"{sandbox.base_url}/api/v1/", headers=headers) as api:
            contact = api.get("Contacts").json()[0]
            for path, body in (
                ("EmailDispatches", {"EmailCampaignId": 1, "ContactId": contact}),
                ("Media", {"Name": "bike.png", "FolderId": 1, "ContentType": "image/png", "Media": "iVBORw0K"}),
                ("BulkExport", {"Type": 0}),
            ):
                response = api.post(path, json=body)
                assert response.status_code == 200, response.text
        for rule in faults:
            sandbox.add_fault(rule)
        yield sandbox


@contextmanager
def lying(sandbox: RunningSandbox, lies: Sequence[Lie]) -> Iterator[Liar]:
    """Run a server that forwards requests to a sandbox and alters the responses with lies."""
    client = httpx2.Client(base_url=sandbox.base_url, trust_env=False)
    liar, lock = Liar(), threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def handle_any(self) -> None:
            with lock:
                liar.active += 1
                liar.most_active = max(liar.most_active, liar.active)
            try:
                self.respond()
            finally:
                with lock:
                    liar.active -= 1

        def respond(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            content = self.rfile.read(length)
            headers = {"X-ApiKey": self.headers["X-ApiKey"], "Content-Type": "application/json"}
            response = client.request(self.command, self.path, content=content, headers=headers)
            url = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(url.query, keep_blank_values=True).items()}
            body = response.json() if response.content else None
            reply = Reply(url.path, query, response.status_code, body)
            for lie in lies:
                reply = lie(reply)
            text = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.content_type)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_SEARCH = handle_any  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        liar.url = f"http://127.0.0.1:{server.server_port}"
        yield liar
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        client.close()


def every_object(path: str, change: Callable[[dict[str, Any]], object]) -> Lie:
    """Return a lie that changes each object that a path returns, alone or in a list."""

    def lie(reply: Reply) -> Reply:
        if reply.status == 200 and (reply.path == path or reply.path.startswith(f"{path}/")):
            for item in reply.body if isinstance(reply.body, list) else [reply.body]:
                if isinstance(item, dict):
                    change(item)
        return reply

    return lie


def in_place_of(path: str, **changes: Any) -> Lie:
    """Return a lie that changes the responses of one path as a whole."""
    return lambda reply: replace(reply, **changes) if reply.path == path else reply
