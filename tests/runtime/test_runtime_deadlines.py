"""Deadlines: no server can hold a call for longer, however slowly it sends."""

from __future__ import annotations

import gzip
import ssl
import threading
import time
from collections.abc import Callable
from typing import Any

import httpx2
import pytest
import trustme
from flavours import KEY, Client, Run
from raw_server import Peer, RawServer
from runtime import errors, verification
from runtime.calls import Call
from samples import Line

GET: Call[Line] = Call("lines.get", "GET", "/api/v1/Lines/{id}", Line)
CREATE: Call[None] = Call("lines.create", "POST", "/api/v1/Lines")
LINE = b'{"Id":1,"Price":0.10}'
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
DEADLINE = 0.4
LIMIT = 4.0  # seconds, generous; what the servers here send would take much longer

SLOW: dict[str, Callable[[Peer], object]] = {
    "nothing": lambda peer: peer.drip(b" ", 30),
    "the status line": lambda peer: peer.drip(HEAD * 10),
    "headers": lambda peer: (peer.send(HEAD), peer.drip(b"X-A: b\r\n" * 20)),
    "informational responses": lambda peer: [peer.drip(b"HTTP/1.1 103 Early Hints\r\n\r\n", 0.02) for _ in range(50)],
    "whole informational responses": lambda peer: [
        (peer.drip(b"H", 0.2), peer.send(b"TTP/1.1 100 Continue\r\n\r\n")) for _ in range(100)
    ],
    "the body": lambda peer: (peer.send(HEAD + b"Content-Length: 200\r\n\r\n"), peer.drip(b" " * 200)),
    "chunks": lambda peer: (peer.send(HEAD + b"Transfer-Encoding: chunked\r\n\r\n"), peer.drip(b"1\r\n \r\n" * 50)),
    "trailers": lambda peer: (
        peer.send(HEAD + b"Transfer-Encoding: chunked\r\n\r\n15\r\n" + LINE + b"\r\n0\r\n"),
        peer.drip(b"X-A: b\r\n" * 30),
    ),
    "empty gzip": lambda peer: (
        peer.send(HEAD + b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"),
        [peer.drip(b"5\r\n\x00\x00\x00\xff\xff\r\n" if number else _gzip_head(), 0.02) for number in range(100)],
    ),
    "a body without end": lambda peer: (peer.send(HEAD + b"\r\n"), peer.drip(b" " * 300)),
    "an error": lambda peer: (peer.send(b"HTTP/1.1 500 E\r\nContent-Length: 200\r\n\r\n"), peer.drip(b" " * 200)),
}


def _gzip_head() -> bytes:
    head = gzip.compress(b"")[:10]
    return b"%x\r\n%s\r\n" % (len(head), head)


def get(client: Any) -> Any:
    return client.call(GET, path={"id": 1})


@pytest.mark.parametrize("slow", SLOW.values(), ids=SLOW)
def test_a_deadline_ends_a_slow_response(run: Run, slow: Callable[[Peer], object]) -> None:
    with RawServer(lambda peer: (peer.read_request(), slow(peer))) as server:
        begun = time.monotonic()
        with pytest.raises(errors.YulsnTimeoutError, match=rf"the deadline of {DEADLINE} s was exceeded") as caught:
            run(server.url, get, deadline=DEADLINE, timeout=20.0)
        assert time.monotonic() - begun < LIMIT
    assert caught.value.maybe_received


def test_a_deadline_ends_a_slow_response_over_tls(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    authority = trustme.CA()
    context, client_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), httpx2.create_ssl_context()
    authority.issue_cert("localhost").configure_cert(context)
    authority.configure_trust(client_side)
    monkeypatch.setattr("runtime.network._tls", lambda trust_env: client_side)
    with RawServer(lambda peer: (peer.read_request(), peer.drip(HEAD * 10)), context) as server:
        begun = time.monotonic()
        with pytest.raises(errors.YulsnTimeoutError, match="deadline"):
            run(server.url, get, deadline=DEADLINE, timeout=20.0)
        assert time.monotonic() - begun < LIMIT


def test_a_deadline_ends_a_handshake(run: Run) -> None:
    with RawServer(lambda peer: peer.drip(b" ", 30)) as server:
        begun = time.monotonic()
        with pytest.raises(errors.YulsnTimeoutError, match="deadline"):
            run(server.url.replace("http:", "https:"), get, deadline=DEADLINE, timeout=20.0, connect_timeout=20.0)
        assert time.monotonic() - begun < LIMIT


def test_a_deadline_ends_sending_a_body_that_the_server_does_not_read(run: Run) -> None:
    with RawServer(lambda peer: peer.drip(b" ", 30)) as server:
        begun = time.monotonic()
        with pytest.raises(errors.YulsnTimeoutError, match=r"deadline of .*; the server may have carried out"):
            run(server.url, lambda client: client.call(CREATE, body={"a": "b" * 20_000_000}), deadline=DEADLINE)
        assert time.monotonic() - begun < LIMIT + 2  # for encoding


def test_a_timeout_other_than_the_deadline_is_reported_as_such(run: Run) -> None:
    with (
        RawServer(lambda peer: peer.drip(b" ", 30)) as server,
        pytest.raises(errors.YulsnTimeoutError, match="ReadTimeout"),
    ):
        run(server.url, get, deadline=30.0, timeout=0.2, max_retries=0)


def test_a_call_within_its_deadline_succeeds(run: Run) -> None:
    def serve(peer: Peer) -> None:
        peer.read_request()
        peer.drip(HEAD + b"Content-Length: 21\r\n\r\n" + LINE, 0.005)

    with RawServer(serve) as server:
        assert run(server.url, get, deadline=60.0).id == 1


@pytest.fixture
def own_account(monkeypatch: pytest.MonkeyPatch) -> None:
    """The account of a package that was generated."""
    monkeypatch.setattr(verification, "packaged_snapshot", lambda: {"tables": [{"id": 1, "name": "Cars"}]})


def test_confirming_the_account_counts_towards_the_deadline_of_a_call(run: Run, own_account: None) -> None:
    with RawServer(lambda peer: (peer.read_request(), peer.drip(HEAD * 10))) as server:
        begun = time.monotonic()
        with pytest.raises(errors.YulsnTimeoutError, match=rf"DynamicTables .*deadline of {DEADLINE} s"):
            run(server.url, get, deadline=DEADLINE, expect_account=True)
        assert time.monotonic() - begun < LIMIT


def test_callers_waiting_for_the_account_confirmation_keep_their_deadlines(own_account: None) -> None:
    failures: list[errors.YulsnTimeoutError] = []

    def call(client: Client) -> None:
        with pytest.raises(errors.YulsnTimeoutError, match="deadline") as caught:
            get(client)
        failures.append(caught.value)

    with (
        RawServer(lambda peer: (peer.read_request(), peer.drip(HEAD * 10))) as server,
        Client(KEY, base_url=server.url, deadline=DEADLINE, expect_account=True) as client,
    ):
        begun = time.monotonic()
        threads = [threading.Thread(target=call, args=(client,)) for _ in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert time.monotonic() - begun < LIMIT
    assert len(failures) == 12


# --- Bytes after a response ---


def _response(number: int, framing: str) -> bytes:
    body = b'{"Id":%d,"Price":1}' % number
    if framing == "chunked":
        return HEAD + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    if framing == "folded":  # a header that continues on the next line
        return HEAD + b"Transfer-Encoding:\r\n chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    return HEAD + b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


SURPLUS = {
    "another response": _response(99, "length"),
    "a chunked response": _response(99, "chunked"),
    "a part of a response": _response(99, "length")[:30],
    "a line break": b"\r\n",
    "a byte": b"x",
}


@pytest.mark.parametrize("surplus", SURPLUS.values(), ids=SURPLUS)
@pytest.mark.parametrize("framing", ["length", "chunked", "folded"])
def test_a_connection_with_surplus_bytes_is_not_reused(run: Run, surplus: bytes, framing: str) -> None:
    def serve(peer: Peer) -> None:
        while request := peer.read_request():
            number = int(request.split()[1].rpartition(b"/")[2])
            peer.send(_response(number, framing) + surplus)

    def use(client: Any) -> Any:
        return [client.call(GET, path={"id": number}) for number in range(1, 6)]

    async def use_async(client: Any) -> Any:
        return [await client.call(GET, path={"id": number}) for number in range(1, 6)]

    with RawServer(serve) as server:
        found = run(server.url, use if run.name == "sync" else use_async)
        assert [line.id for line in found] == [1, 2, 3, 4, 5]
        assert server.connections == 5


@pytest.mark.parametrize("framing", ["length", "chunked", "informational"])
def test_a_connection_without_surplus_bytes_is_reused(run: Run, framing: str) -> None:
    def serve(peer: Peer) -> None:
        while peer.read_request():
            peer.send(b"HTTP/1.1 103 Early Hints\r\nX-A: b\r\n\r\n" if framing == "informational" else b"")
            peer.send(_response(1, framing))

    def use(client: Any) -> Any:
        return [get(client) for _ in range(3)]

    async def use_async(client: Any) -> Any:
        return [await get(client) for _ in range(3)]

    with RawServer(serve) as server:
        run(server.url, use if run.name == "sync" else use_async)
        assert server.connections == 1


@pytest.mark.parametrize("surplus", [b"", b'{"Id":99,"Price":1}', _response(99, "length")])
def test_the_response_to_a_head_request_has_no_body(run: Run, surplus: bytes) -> None:
    def serve(peer: Peer) -> None:
        while request := peer.read_request():
            is_head = request.startswith(b"HEAD ")
            peer.send(HEAD + b"Content-Length: 19\r\n\r\n" + surplus if is_head else _response(1, "length"))

    def use(client: Any) -> Any:
        return [client.request("HEAD", "/1"), get(client).id]

    async def use_async(client: Any) -> Any:
        return [await client.request("HEAD", "/1"), (await get(client)).id]

    with RawServer(serve) as server:
        assert run(server.url, use if run.name == "sync" else use_async) == [None, 1]
        assert server.connections == (2 if surplus else 1)
