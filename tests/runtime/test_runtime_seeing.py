"""Raw responses, hooks, errors with their requests, and logs; none of them shows a secret."""

from __future__ import annotations

import logging
import pickle
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import FrozenInstanceError
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flavours import KEY, Run
from runtime import errors
from runtime.calls import Call, OnNotFound, Page
from runtime.clock import Clock
from runtime.logs import configure
from runtime.views import RequestView, ResponseView
from samples import Line, Login
from scripted_server import Reply, ScriptedServer

GET: Call[Line] = Call("lines.get", "GET", "/api/v1/Lines/{id}", Line)
FIND: Call[Line | None] = Call("lines.find", "GET", "/api/v1/Lines", Line, on_not_found=OnNotFound.NONE)
LOGIN: Call[None] = Call("contacts.login", "POST", "/api/v1/Contacts/{id}/Login", sensitive=True)
CREATE: Call[None] = Call("bikes.create", "POST", "/api/v1/table/My%20Bikes")
AFTER: Call[list[Line]] = Call("lines.after", "GET", "/api/v1/Lines", list[Line], page=Page("lastId", "id", 10))
LINE = b'{"Id":1,"Price":0.10}'
PASSWORD = "pass-wørd"


async def no_sleep(_: float) -> None: ...


CLOCK = Clock(sleep=lambda _: None, sleep_async=no_sleep)


# --- Raw answers ---


def test_a_raw_response_has_the_value_and_the_http_response(server: ScriptedServer, run: Run) -> None:
    server.replies(Reply(200, LINE, {"X-Request-Id": "r-17"}))
    raw = run(server.url, lambda client: client.with_raw_response(client.call, GET, path={"id": 1}))
    assert raw.value.id == 1
    assert (raw.status, raw.body, raw.request_id) == (200, LINE, "r-17")
    assert raw.headers["content-type"] == raw.headers["Content-Type"] == "application/json"
    assert 0 < raw.elapsed < 30
    assert "0.10" not in repr(raw.body.__class__)


def test_a_raw_response_is_that_of_the_last_attempt(server: ScriptedServer, run: Run) -> None:
    server.replies(Reply(503), Reply(404))
    raw = run(server.url, lambda client: client.with_raw_response(client.call, FIND), clock=CLOCK)
    assert (raw.value, raw.status, raw.request_id) == (None, 404, None)


def test_an_error_is_raised_from_with_raw_response(server: ScriptedServer, run: Run) -> None:
    server.replies(Reply(404))
    with pytest.raises(errors.NotFoundError):
        run(server.url, lambda client: client.with_raw_response(client.call, GET, path={"id": 1}))


def test_methods_without_a_request_have_no_raw_response(server: ScriptedServer) -> None:
    with pytest.raises(TypeError, match="one request"):
        Run("sync")(server.url, lambda client: client.with_raw_response(client.resource._iterate, AFTER))


# --- Hooks ---


def test_hooks_see_every_attempt_without_secrets(server: ScriptedServer, run: Run) -> None:
    asked: list[RequestView] = []
    answered: list[ResponseView] = []
    echo = f'{{"Message":"{KEY} {PASSWORD}"}}'.encode()
    server.replies(Reply(429, headers={"Retry-After": "0"}), Reply(400, echo, {"Set-Cookie": "a=b", "Request-Id": "9"}))
    with pytest.raises(errors.BadRequestError):
        run(
            server.url,
            lambda client: client.call(
                LOGIN,
                path={"id": 1},
                query={"email": "ada@x", "secret": "s3cr3t"},
                body=Login(password=PASSWORD, ip="::1"),
            ),
            on_request=asked.append,
            on_response=answered.append,
            clock=CLOCK,
        )
    assert [(view.call, view.method, view.attempt) for view in asked] == [("contacts.login", "POST", n) for n in (1, 2)]
    assert asked[0].url == "/api/v1/Contacts/1/Login?email=ada%40x&secret=***"
    assert asked[0].body == b"***"
    assert asked[0].headers["X-ApiKey"] == "***"
    assert [(view.status, view.request_id) for view in answered] == [(429, None), (400, "9")]
    assert answered[1].request.attempt == 2
    assert answered[1].body == b'{"Message":"*** ***"}'
    assert answered[1].headers["set-cookie"] == "***"
    views: list[RequestView | ResponseView] = [*asked, *answered]
    for view in views:
        for secret in (KEY, PASSWORD, "s3cr3t"):
            assert secret not in f"{view!r} {dict(view.headers)} {view.body!r}"
        assert "ada" not in repr(view)
    with pytest.raises(FrozenInstanceError):
        asked[0].url = ""  # type: ignore[misc]
    with pytest.raises(TypeError):
        asked[0].headers["a"] = "b"  # type: ignore[index]


def test_hooks_are_called_if_there_is_no_response(server: ScriptedServer, run: Run) -> None:
    answered: list[ResponseView] = []
    server.replies(Reply(0))
    with pytest.raises(errors.YulsnConnectionError):
        run(server.url, lambda client: client.call(CREATE), on_response=answered.append)
    assert (answered[0].status, answered[0].body) == (None, b"")
    assert "the server may have carried out the request" in answered[0].error


def test_a_failing_hook_does_not_lose_the_response(
    server: ScriptedServer, run: Run, caplog: pytest.LogCaptureFixture
) -> None:
    def hook(view: object) -> None:
        raise KeyError(type(view).__name__)

    server.replies(Reply(200, LINE))
    use = lambda client: client.call(GET, path={"id": 1})  # noqa: E731 - it is given twice
    assert run(server.url, use, on_request=hook, on_response=hook).id == 1
    assert [record.getMessage() for record in caplog.records] == ["a hook raised"] * 2


# --- Errors ---


def _log_in(client: Any, call: Call[Any], **members: Any) -> Any:
    return client.call(call, **members)


def test_an_error_has_its_request_without_secrets(server: ScriptedServer, run: Run) -> None:
    server.replies(Reply(500, headers={"X-Correlation-Id": "c-1"}), Reply(0), Reply(200, b"no json"))
    login = {"path": {"id": 1}, "query": {"secret": "s3cr3t"}, "body": Login(password=PASSWORD, ip="::1")}
    kinds: tuple[type[errors.YulsnError], ...] = (errors.ServerError, errors.YulsnConnectionError, errors.DecodeError)
    caught: list[Any] = []
    for kind in kinds:
        call: Call[Any] = (
            LOGIN if kind is not errors.DecodeError else Call("x.y", "POST", LOGIN.path, Line, sensitive=True)
        )
        with pytest.raises(kind) as raised:
            run(server.url, partial(_log_in, call=call, **login))
        caught.append(raised.value)
    assert caught[0].request_id == "c-1"
    for error in caught:
        again = pickle.loads(pickle.dumps(error))
        for one in (error, again):
            assert one.request.url == "/api/v1/Contacts/1/Login?secret=***"
            assert one.request.headers["x-apikey"] == one.request.body.decode() == "***"
            assert one.maybe_received
            for secret in (KEY, PASSWORD, "s3cr3t"):
                assert secret not in f"{one} {one!r} {one.request!r}"


def test_the_error_for_a_locked_table_has_its_name_and_reason(server: ScriptedServer, run: Run) -> None:
    server.replies(Reply(423, b'{"Message":"Not so."}'))
    with pytest.raises(errors.LockedError) as caught:
        run(server.url, lambda client: client.call(CREATE))
    assert caught.value.table == "My Bikes"
    assert str(caught.value) == (
        "423 Locked on POST /api/v1/table/My%20Bikes (bikes.create): the table 'My Bikes' can only be "
        "written through a converter: Not so."
    )
    assert errors.LockedError("x", status=423, method="GET", url="/api/v1/Contacts").table is None


# --- Logs ---


def test_no_logger_contains_the_key_or_a_password(
    server: ScriptedServer, run: Run, records: list[logging.LogRecord]
) -> None:
    server.replies(Reply(400, f'{{"Message":"{PASSWORD}"}}'.encode()), Reply(0), Reply(200, b"{"))
    login = {"path": {"id": 1}, "body": Login(password=PASSWORD, ip="::1")}
    for _ in range(2):
        with pytest.raises(errors.YulsnError):
            run(server.url, lambda client: client.call(LOGIN, **login))
    with pytest.raises(errors.DecodeError):
        run(server.url, lambda client: client.call(GET, path={"id": 1}))
    said = "\n".join(f"{record.name}: {record.getMessage()} {record.args!r}" for record in records)
    assert "yulsn: POST /api/v1/Contacts/1/Login (contacts.login): status 400" in said
    for secret in (KEY, PASSWORD, PASSWORD.encode("unicode_escape").decode()):
        assert secret not in said


@pytest.fixture
def logger() -> Iterator[logging.Logger]:
    found = logging.getLogger("yulsn")
    before = found.level, list(found.handlers)
    yield found
    found.setLevel(before[0])
    found.handlers[:] = before[1]


def test_the_environment_enables_logging_once(
    server: ScriptedServer, run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    logger: logging.Logger,
) -> None:  # fmt: skip
    monkeypatch.setenv("YULSN_LOG", "debug")
    server.replies(Reply(200, LINE), Reply(200, LINE))
    for _ in range(2):
        run(server.url, lambda client: client.call(GET, path={"id": 1}))
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    assert "INFO yulsn: GET /api/v1/Lines/1 (lines.get): status 200 in 0." in lines[0]
    assert KEY not in "".join(lines)


@pytest.mark.parametrize(
    ("value", "level"), [("warning", logging.WARNING), ("", logging.NOTSET), ("loud", logging.NOTSET)]
)
def test_the_environment_sets_the_level(
    value: str, level: int, monkeypatch: pytest.MonkeyPatch, logger: logging.Logger, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("YULSN_LOG", value)
    configure()
    assert logger.level == level
    assert ("YULSN_LOG is not one of critical, debug" in capsys.readouterr().err) is (value == "loud")


def test_importing_does_not_configure_logging(runtime_path: Path) -> None:
    code = "import runtime.client, runtime.transport, logging; handlers = logging.getLogger('yulsn').handlers; "
    code += "assert [type(handler) for handler in handlers] == [logging.NullHandler]"
    subprocess.run([sys.executable, "-c", code], cwd=runtime_path, check=True, env={"YULSN_LOG": "debug"})
