"""Writes whose outcome is unknown: the final error says so, whichever attempt was in doubt."""

from __future__ import annotations

import pickle
import socket
import threading
from typing import Any

import pytest
from flavours import KEY, Client, Run
from runtime import errors
from runtime.calls import Call
from runtime.clock import Clock
from samples import Line
from scripted_server import Reply, ScriptedServer


async def no_sleep(_: float) -> None: ...


CLOCK = Clock(sleep=lambda _: None, sleep_async=no_sleep)
CALLS: dict[str, Call[Any]] = {
    method: Call("lines.call", method, "/api/v1/Lines/1", Line if method == "GET" else None)
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE")
}
EARLIER = "the server may have carried out an earlier attempt"
DOUBTFUL = [Reply(0), Reply(408), Reply(500), Reply(502), Reply(503), Reply(504)]
CERTAIN = [Reply(429, headers={"Retry-After": "0"})]


def fail(server: ScriptedServer, run: Run, method: str, *replies: Reply, **options: Any) -> Any:
    server.replies(*replies)
    with pytest.raises(errors.YulsnError) as caught:
        run(server.url, lambda client: client.call(CALLS[method]), clock=CLOCK, **options)
    assert not server.script, "not all replies were asked for"
    return caught.value


@pytest.mark.parametrize("final", [400, 401, 403, 404, 409, 423, 429])
@pytest.mark.parametrize("first", DOUBTFUL, ids=lambda reply: str(reply.status))
@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_a_rejected_retry_after_a_doubtful_attempt_is_in_doubt(
    server: ScriptedServer, run: Run, method: str, first: Reply, final: int
) -> None:
    error = fail(server, run, method, first, Reply(final, headers={"Retry-After": "999"}))
    assert (error.status, error.maybe_received, error.repeated_in_doubt) == (final, True, True)
    assert EARLIER in str(error)
    assert pickle.loads(pickle.dumps(error)).maybe_received


def test_a_doubtful_first_attempt_leaves_the_outcome_in_doubt(server: ScriptedServer, run: Run) -> None:
    error = fail(server, run, "PUT", Reply(0), *CERTAIN, *CERTAIN, Reply(409), max_retries=3)
    assert error.maybe_received
    assert EARLIER in str(error)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "POST", "PATCH"])
def test_a_write_that_was_certainly_not_done_is_not_in_doubt(server: ScriptedServer, run: Run, method: str) -> None:
    error = fail(server, run, method, *CERTAIN, Reply(409))
    assert (error.maybe_received, error.repeated_in_doubt) == (False, False)
    assert "may have" not in str(error)


@pytest.mark.parametrize("method", ["POST", "PATCH"])
@pytest.mark.parametrize("first", DOUBTFUL, ids=lambda reply: str(reply.status))
def test_a_doubtful_write_is_not_retried_if_it_is_not_idempotent(
    server: ScriptedServer, run: Run, method: str, first: Reply
) -> None:
    error = fail(server, run, method, first)
    assert error.maybe_received
    assert "the server may have carried out the request" in str(error)
    assert len(server.asked) == 1


def test_a_read_is_never_in_doubt(server: ScriptedServer, run: Run) -> None:
    error = fail(server, run, "GET", Reply(503), Reply(404))
    assert not error.maybe_received
    assert "may have" not in str(error)


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_a_refused_connection_after_a_doubtful_attempt_is_in_doubt(run: Run, method: str) -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"

    def take() -> None:
        connection, _ = listener.accept()
        listener.close()
        connection.recv(65536)
        connection.close()

    thread = threading.Thread(target=take)
    thread.start()
    with pytest.raises(errors.YulsnConnectionError, match=r"ConnectError.*may have carried out") as caught:
        run(url, lambda client: client.call(CALLS[method]), clock=CLOCK)
    thread.join()
    assert caught.value.maybe_received


def test_closing_the_client_between_attempts_is_an_error_in_doubt(server: ScriptedServer) -> None:
    server.replies(Reply(0))
    client = Client(KEY, base_url=server.url, clock=Clock(sleep=lambda _: client.close()))
    with pytest.raises(errors.ClientClosedError) as caught:
        client.call(CALLS["PUT"])
    assert caught.value.maybe_received
    with pytest.raises(errors.ClientClosedError) as caught:
        client.call(CALLS["PUT"])
    assert not caught.value.maybe_received


def test_a_response_that_cannot_be_read_after_a_doubtful_attempt_is_in_doubt(server: ScriptedServer, run: Run) -> None:
    html = Reply(200, b"<html>", {"Content-Type": "text/html"})
    assert fail(server, run, "PUT", Reply(0), html).maybe_received
