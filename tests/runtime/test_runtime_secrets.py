"""Logs and tracebacks never contain the key, a password, a query string or the body of a response."""

from __future__ import annotations

import asyncio
import logging
import re
import socket
import ssl
import traceback
import warnings
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from types import TracebackType
from typing import Any

import httpx2
import pytest
from flavours import AsyncClient, Client, Run
from runtime import errors
from runtime.calls import Call, OnNotFound
from runtime.clock import Clock
from runtime.http_policy import causes
from runtime.response_drift import SchemaDriftWarning
from runtime.views import ResponseView, mask, masked
from samples import Line, Login
from scripted_server import Reply, ScriptedServer

KEY = "canary-of-the-key-0123456789"
PASSWORD = "cänary-of-the-password"
QUERY = "canary.of.the.query@example.com"
BODY = "canary-of-the-body"
SECRETS = (KEY, PASSWORD, BODY)

LOGIN: Call[Line] = Call("contacts.login", "POST", "/api/v1/Contacts/{id}/Login", Line, sensitive=True)
SET: Call[None] = Call("contacts.set_password", "PUT", "/api/v1/Contacts/{id}/SetPassword", sensitive=True)
FIND: Call[Line | None] = Call("contacts.find_by_secret", "GET", "/api/v1/Contacts", Line, on_not_found=OnNotFound.NONE)
ECHO = f'{{"Message":"No {KEY} {PASSWORD}","ModelState":{{"a":["{KEY}"]}},"Secret":"{BODY}"}}'.encode()


async def no_sleep(_: float) -> None: ...


CLOCK = Clock(sleep=lambda _: None, sleep_async=no_sleep)


def log_in(client: Any) -> Any:
    return client.call(LOGIN, path={"id": 1}, query={"email": QUERY}, body=Login(password=PASSWORD, ip="::1"))


def set_password(client: Any) -> Any:
    return client.call(SET, path={"id": 1}, body={"NewPassword": PASSWORD})


def find(client: Any) -> Any:
    return client.call(FIND, query={"secret": BODY, "email": QUERY})


def refused() -> str:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{unused.getsockname()[1]}"


FAILURES: dict[str, tuple[Callable[[Any], Any], list[Reply], dict[str, Any]]] = {
    **{f"status {status}": (log_in, [Reply(status, ECHO)], {}) for status in (307, 400, 401, 404, 409, 422, 423, 500)},
    "an error without JSON": (log_in, [Reply(400, f"<html>{KEY}{PASSWORD}".encode())], {}),
    "a retried status": (set_password, [Reply(503, ECHO), Reply(409, ECHO)], {}),
    "no JSON": (log_in, [Reply(200, ECHO[:-1])], {}),
    "no object": (log_in, [Reply(200, f'["{BODY}{KEY}"]'.encode())], {}),
    "HTML": (set_password, [Reply(200, ECHO, {"Content-Type": "text/html"})], {}),
    "a lost connection": (log_in, [Reply(0)], {}),
    "lost connections": (find, [Reply(0), Reply(0), Reply(0)], {}),
    "a slow response": (find, [Reply(200, delay=30)], {"timeout": 0.05, "max_retries": 0}),
    "a deadline": (log_in, [Reply(200, delay=30)], {"deadline": 0.1}),
    "a large response": (log_in, [Reply(200, ECHO)], {"max_response_size": 5}),
    "a broken encoding": (log_in, [Reply(200, ECHO, {"Content-Encoding": "gzip"})], {}),
    "a body that cannot be sent": (
        lambda client: client.call(LOGIN, path={"id": 1}, body=Login(password=PASSWORD, ip=5)),  # type: ignore[arg-type]
        [],
        {},
    ),
    "a path that cannot be sent": (
        lambda client: client.call(LOGIN, path={"id": ""}, body=Login(password=PASSWORD, ip="::1")),
        [],
        {},
    ),
    "options of another call": (lambda client: client.with_options(timeout=-1), [], {}),
}


def frames(error: BaseException) -> Iterator[tuple[str, dict[str, Any]]]:
    """The frames of the package in the tracebacks of an exception and its causes."""
    for cause in causes(error):
        trace: TracebackType | None = cause.__traceback__
        while trace is not None:
            file = trace.tb_frame.f_code.co_filename
            if not file.startswith(__file__.rpartition("/")[0]):
                yield file, trace.tb_frame.f_locals
            trace = trace.tb_next


def texts(value: Any, depth: int = 3) -> Iterator[str]:
    """What tools that report errors show of a local: its repr, and those of the items of containers."""
    yield repr(value)
    if isinstance(value, str | bytes):
        yield value if isinstance(value, str) else value.decode("utf-8", "replace")
    elif depth and isinstance(value, dict):
        for item in [*value.keys(), *value.values()]:
            yield from texts(item, depth - 1)
    elif depth and isinstance(value, list | tuple | set):
        for item in value:
            yield from texts(item, depth - 1)


def assert_clean(error: BaseException) -> None:
    for file, variables in frames(error):
        for name, value in variables.items():
            for text in texts(value):
                for secret in (*SECRETS, QUERY, QUERY.replace("@", "%40")):
                    assert secret not in text, f"{name} in {file}"
    for cause in causes(error):
        for secret in (KEY, PASSWORD, QUERY):
            assert secret not in f"{cause} {cause!r}"


@pytest.mark.parametrize("name", FAILURES)
def test_no_traceback_contains_a_secret(server: ScriptedServer, name: str, run: Run, monkeypatch: Any) -> None:
    use, replies, options = FAILURES[name]
    monkeypatch.setattr("flavours.KEY", KEY)
    server.replies(*replies)
    with pytest.raises(Exception) as caught:  # noqa: PT011 - of many kinds
        run(server.url, use, clock=CLOCK, **options)
    assert isinstance(caught.value, errors.YulsnError | ValueError)
    assert_clean(caught.value)
    assert not any(isinstance(cause, StopIteration) for cause in causes(caught.value))


def test_no_error_body_contains_the_key(server: ScriptedServer, run: Run, monkeypatch: Any) -> None:
    monkeypatch.setattr("flavours.KEY", KEY)
    server.replies(Reply(200, ECHO[:-1]), Reply(400, ECHO))
    for kind in (errors.DecodeError, errors.ApiError):
        with pytest.raises(kind) as caught:
            run(server.url, log_in)
        body = caught.value.body  # type: ignore[attr-defined]
        assert BODY.encode() in body
        assert KEY.encode() not in body
        assert PASSWORD.encode() not in body


def test_a_key_that_the_server_echoes_in_a_header_is_masked(server: ScriptedServer, run: Run, monkeypatch: Any) -> None:
    monkeypatch.setattr("flavours.KEY", KEY)
    seen: list[ResponseView] = []
    server.replies(Reply(400, ECHO, {"X-Request-Id": f"7-{KEY}", "X-Debug": f"key={KEY} password=x"}))
    with pytest.raises(errors.BadRequestError) as caught:
        run(server.url, log_in, on_response=seen.append)
    assert caught.value.request_id == seen[0].request_id == "7-***"
    assert seen[0].headers["X-Debug"] == "key=*** password=x"


def test_a_connection_error_has_a_cause_without_the_request(run: Run, monkeypatch: Any) -> None:
    monkeypatch.setattr("flavours.KEY", KEY)
    with pytest.raises(errors.YulsnConnectionError) as caught:
        run(refused(), find, max_retries=0)
    chain = list(causes(caught.value))
    assert isinstance(caught.value.__cause__, httpx2.ConnectError)
    assert any(isinstance(cause, OSError) for cause in chain)
    with pytest.raises(RuntimeError, match="request"):
        _ = caught.value.__cause__.request
    assert_clean(caught.value)


class InterruptedBody(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """The beginning of a body, and then what a signal handler raises, such as Celery's at a time limit."""

    def __init__(self, interrupt: BaseException) -> None:
        self.interrupt = interrupt

    def __iter__(self) -> Iterator[bytes]:
        yield ECHO
        raise self.interrupt

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield ECHO
        raise self.interrupt


@pytest.mark.parametrize("kind", [KeyboardInterrupt, RuntimeError, LookupError])
def test_no_traceback_of_an_interrupt_contains_the_response(run: Run, kind: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("flavours.KEY", KEY)
    interrupt = kind("time limit")
    http: Any = httpx2.Client if run.name == "sync" else httpx2.AsyncClient
    transport = httpx2.MockTransport(lambda _: httpx2.Response(200, stream=InterruptedBody(interrupt)))
    with pytest.raises(kind) as caught:
        run("http://localhost", log_in, http_client=http(transport=transport))
    assert caught.value is interrupt
    assert caught.traceback[-1].name in ("__iter__", "__aiter__")
    assert_clean(interrupt)


def raise_own(error: Exception) -> None:
    raise error


@pytest.mark.parametrize(
    "name", ["status 404", "no JSON", "a lost connection", "a deadline", "a body that cannot be sent"]
)
def test_the_exception_that_the_caller_handles_is_left_alone(server: ScriptedServer, name: str, run: Run) -> None:
    use, replies, options = FAILURES[name]
    server.replies(*replies)
    own = httpx2.ConnectError("of the caller", request=httpx2.Request("GET", "http://localhost"))
    try:
        raise_own(own)
    except httpx2.ConnectError:
        with pytest.raises((errors.YulsnError, ValueError)) as caught:
            run(server.url, use, **options)
        assert caught.value.__context__ is own or list(causes(caught.value))[-1] is own
    assert [entry.name for entry in traceback.extract_tb(own.__traceback__)][-1] == "raise_own"
    assert own.request.url == "http://localhost"


def test_the_exception_that_the_caller_handles_does_not_prevent_retries(run: Run) -> None:
    naps: list[float] = []

    async def nap(seconds: float) -> None:
        naps.append(seconds)

    try:
        raise_own(ssl.SSLError("certificate"))
    except ssl.SSLError:
        with pytest.raises(errors.YulsnConnectionError) as caught:
            run(refused(), find, clock=Clock(sleep=naps.append, sleep_async=nap))
    assert caught.value.retryable
    assert len(naps) == 2


@pytest.mark.parametrize("kind", [Client, AsyncClient])
@pytest.mark.parametrize(
    "options",
    [
        {"base_url": f"https://user:{PASSWORD}@api.yulsn.io"},
        {"base_url": f"http://{QUERY}"},
        {"timeout": -1},
        {"max_retries": -1},
        {"http_client": 5},
    ],
    ids=str,
)
def test_no_traceback_of_a_constructor_contains_the_key(kind: Any, options: dict[str, Any]) -> None:
    with pytest.raises((errors.YulsnError, ValueError, TypeError)) as caught:
        kind(KEY, **options)
    for _, variables in frames(caught.value):
        assert not [name for name, value in variables.items() if KEY in repr(value) or PASSWORD in repr(value)]


def test_an_invalid_key_is_in_no_traceback() -> None:
    with pytest.raises(errors.YulsnError, match="invalid characters") as caught:
        Client(f"{KEY}\n{KEY}")
    assert_clean(caught.value)


# --- Logs ---


def lines_of(records: Iterable[logging.LogRecord]) -> list[str]:
    return [f"{record.name} {record.levelname}: {record.getMessage()}" for record in records]


def test_the_log_has_one_line_per_attempt_without_the_query(
    server: ScriptedServer, run: Run, records: list[logging.LogRecord]
) -> None:
    server.replies(Reply(404))
    run(server.url, find)
    (line,) = [line for line in lines_of(records) if not line.startswith(("httpcore2", "asyncio"))]
    assert re.fullmatch(
        r"yulsn INFO: GET /api/v1/Contacts \(contacts\.find_by_secret\): status 404 in \d\.\d{3} s", line
    )
    assert not [line for line in lines_of(records) if QUERY in line or BODY in line or "%40" in line]


def test_a_users_http_client_logs_no_query(server: ScriptedServer, records: list[logging.LogRecord]) -> None:
    server.replies(Reply(404), Reply(404))
    with httpx2.Client() as http:
        find(Client(KEY, base_url=server.url, http_client=http))

    async def main() -> None:
        async with httpx2.AsyncClient() as http:
            await find(AsyncClient(KEY, base_url=server.url, http_client=http))

    asyncio.run(main())
    assert len([line for line in lines_of(records) if line.startswith("httpx2 INFO: HTTP Request: GET http://")]) == 2
    assert not [line for line in lines_of(records) if QUERY in line or BODY in line or "%40" in line]
    assert [asked.path.partition("?")[2] for asked in server.asked] == [
        f"secret={BODY}&email={QUERY.replace('@', '%40')}"
    ] * 2


def test_the_log_has_one_line_per_retry_with_its_reason_and_wait(
    server: ScriptedServer, run: Run, records: list[logging.LogRecord]
) -> None:
    server.replies(Reply(503), Reply(429, headers={"Retry-After": "3"}), Reply(0), Reply(404))
    run(server.url, find, clock=Clock(CLOCK.monotonic, CLOCK.time, CLOCK.sleep, no_sleep, lambda: 0.0), max_retries=3)
    warned = [line for line in lines_of(records) if line.startswith("yulsn WARNING")]
    place = "yulsn WARNING: GET /api/v1/Contacts (contacts.find_by_secret): "
    assert warned[:2] == [
        f"{place}503 Service Unavailable; retrying in 0.5 s (retry 1 of 3)",
        f"{place}429 Too Many Requests; retrying in 3.0 s (retry 2 of 3)",
    ]
    assert re.search(r"no response to GET .*: \w+Error.*; retrying in 0\.5 s \(retry 3 of 3\)", warned[2])
    assert len(warned) == 3


# --- Warnings about drift ---


@pytest.mark.filterwarnings("always")
def test_a_drift_warning_points_to_the_line_of_the_caller(server: ScriptedServer, run: Run) -> None:
    server.replies(Reply(200, b'{"Id":1,"Price":1,"New":2}'))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        run(server.url, find)
    (warning,) = [each for each in caught if each.category is SchemaDriftWarning]
    # The flavours of the tests call the runtime as the generated resources do, from outside it.
    assert warning.filename.endswith("flavours.py")


# --- Masking ---


@pytest.mark.parametrize(
    ("secret", "text", "shown"),
    [
        ("server", "as the servers were told, observer", "as the servers were told, observer"),
        ("server", "key 'server' is wrong", "key '***' is wrong"),
        ("server", "key=server", "key=***"),
        ("a", "a banana", "*** banana"),
        ("k.y+", "the k.y+ and kxyy", "the *** and kxyy"),
        ("nøgle", "nøgler, nøgle", "nøgler, ***"),
        ("0123456789abcdef", "x0123456789abcdefx", "x***x"),
        ("0123456789abcde", "x0123456789abcdex 0123456789abcde", "x0123456789abcdex ***"),
    ],
)
def test_a_short_secret_is_masked_only_as_a_word_of_its_own(secret: str, text: str, shown: str) -> None:
    assert mask(text, [secret]) == shown
    assert masked(text.encode(), [secret]) == shown.encode()


def test_a_secret_is_masked_as_json_escapes_it() -> None:
    assert masked(b'{"a":"p\\"\\u00e6\\u00e6"}', ['p"ææ']) == b'{"a":"***"}'
    assert masked('{"a":"p\\"ææ"}'.encode(), ['p"ææ']) == b'{"a":"***"}'
