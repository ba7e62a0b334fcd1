"""Limits of time and size, tested with a fake clock, and malicious responses."""

from __future__ import annotations

import gzip
import math
import time
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest
from flavours import Run
from runtime import errors
from runtime.calls import Call
from runtime.clock import Clock
from samples import Line
from scripted_server import Reply, ScriptedServer

GET: Call[Line] = Call("lines.get", "GET", "/api/v1/Lines/{id}", Line)
LIST: Call[list[Line]] = Call("lines.list", "GET", "/api/v1/Lines", list[Line])
ANY: Call[Any] = Call("lines.any", "GET", "/api/v1/Lines", Any)
CREATE: Call[None] = Call("lines.create", "POST", "/api/v1/Lines")
ADD: Call[Line] = Call("lines.add", "POST", "/api/v1/Lines", Line)
LINE = b'{"Id":1,"Price":0.10}'


@dataclass
class Fake:
    """A clock that only sleeps advance."""

    now: float = 1000.0
    naps: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.now += seconds

    async def sleep_async(self, seconds: float) -> None:
        self.sleep(seconds)

    @property
    def clock(self) -> Clock:
        return Clock(
            monotonic=lambda: self.now,
            time=lambda: 0.0,
            sleep=self.sleep,
            sleep_async=self.sleep_async,
            random=lambda: 1.0,
        )


def get(client: Any) -> Any:
    return client.call(GET, path={"id": 1})


# --- Deadlines and clocks ---


def test_tests_can_replace_the_clock_and_the_jitter(server: ScriptedServer, run: Run) -> None:
    fake = Fake()
    server.replies(Reply(503), Reply(503), Reply(200, LINE))
    assert run(server.url, get, clock=fake.clock).id == 1
    assert fake.naps == [1.0, 2.0]


def test_a_retry_after_date_is_relative_to_the_servers_clock(server: ScriptedServer, run: Run) -> None:
    """The scripted server sends its time, which is used instead of the fake clock's 1970."""
    fake = Fake()
    server.replies(Reply(429, headers={"Retry-After": "Thu, 01 Jan 1970 00:00:09 GMT"}), Reply(200, LINE))
    run(server.url, get, clock=fake.clock)
    assert fake.naps == [0.0]


def test_no_wait_goes_beyond_the_deadline(server: ScriptedServer, run: Run) -> None:
    fake = Fake()
    server.replies(Reply(503), Reply(503, b'{"Message":"Still."}'), Reply(200, LINE))
    with pytest.raises(errors.ServerError, match=r"Still\."):
        run(server.url, get, clock=fake.clock, deadline=2.5)
    assert fake.naps == [1.0]
    assert len(server.asked) == 2


def test_a_retry_after_beyond_the_deadline_is_not_waited_for(server: ScriptedServer, run: Run) -> None:
    fake = Fake()
    server.replies(Reply(429, headers={"Retry-After": "30"}), Reply(200, LINE))
    with pytest.raises(errors.RateLimitError) as caught:
        run(server.url, get, clock=fake.clock, deadline=29.0)
    assert caught.value.retry_after == 30.0
    assert fake.naps == []


def test_a_deadline_ends_an_attempt(server: ScriptedServer, run: Run) -> None:
    server.replies(Reply(200, LINE, delay=30.0))
    begun = time.monotonic()
    with pytest.raises(errors.YulsnTimeoutError, match="no response to GET") as caught:
        run(server.url, get, deadline=0.2)
    assert time.monotonic() - begun < 5
    assert caught.value.maybe_received
    assert len(server.asked) == 1


def test_a_deadline_ends_a_response_that_arrives_byte_by_byte(server: ScriptedServer, run: Run) -> None:
    """Each byte comes in time, and all of them would take 21 seconds."""
    server.replies(Reply(200, LINE, drip=1.0))
    begun = time.monotonic()
    with pytest.raises(errors.YulsnTimeoutError, match=r"deadline of 0\.3 s was exceeded|ReadTimeout"):
        run(server.url, get, deadline=0.3, timeout=5.0)
    assert time.monotonic() - begun < 4


def test_a_deadline_can_be_set_and_removed_for_some_calls(server: ScriptedServer, run: Run) -> None:
    fake = Fake()
    server.replies(Reply(503), Reply(503), Reply(200, LINE))

    def use(client: Any) -> Any:
        with pytest.raises(errors.ServerError):
            client.with_options(deadline=0.5).call(GET, path={"id": 1})
        return client.with_options(deadline=math.inf).call(GET, path={"id": 1})

    async def use_async(client: Any) -> Any:
        with pytest.raises(errors.ServerError):
            await client.with_options(deadline=0.5).call(GET, path={"id": 1})
        return await client.with_options(deadline=math.inf).call(GET, path={"id": 1})

    run(server.url, use if run.name == "sync" else use_async, clock=fake.clock, deadline=0.6)
    assert fake.naps == [1.0]


# --- Hostile answers ---


def test_a_response_with_a_content_length_above_the_limit_is_not_read(server: ScriptedServer, run: Run) -> None:
    server.replies(Reply(200, b"[" + b" " * 2_000_000 + b"]"))
    with pytest.raises(
        errors.DecodeError, match=r"lines.list is larger than 1000000 bytes \(see max_response_size\)"
    ) as caught:
        run(server.url, lambda client: client.call(LIST), max_response_size=1_000_000)
    assert (caught.value.body, caught.value.status, caught.value.call) == (b"", 200, "lines.list")


@pytest.fixture(scope="module")
def bomb() -> bytes:
    """A response of 100 MB, which is less than half a megabyte as it is sent."""
    return gzip.compress(b'[{"Id":1,"Price":1,"Name":"' + b"a" * 100_000_000 + b'"}]', 1)


def test_a_response_of_100_mb_is_an_error(server: ScriptedServer, run: Run, bomb: bytes) -> None:
    server.replies(Reply(200, bomb, {"Content-Encoding": "gzip"}))
    with pytest.raises(errors.DecodeError, match="larger than 67108864 bytes"):
        run(server.url, lambda client: client.call(LIST))
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "body",
    [
        gzip.compress(LINE[:9]) + gzip.compress(LINE[9:]),
        b"".join(gzip.compress(LINE[at : at + 1]) for at in range(len(LINE))),
        gzip.compress(LINE) + b"\0" * 512,
        gzip.compress(b"") + gzip.compress(b"\xef\xbb\xbf" + LINE) + gzip.compress(b""),
        gzip.compress(LINE) + b"\x1f",
    ],
    ids=["two members", "a member per byte", "padding", "a BOM and empty members", "one more byte"],
)
def test_compressed_data_may_have_several_members(server: ScriptedServer, run: Run, body: bytes) -> None:
    server.replies(Reply(200, body, {"Content-Encoding": "gzip"}))
    assert run(server.url, lambda client: client.call(GET, path={"id": 1})) == Line(id=1, price=Decimal("0.10"))


def test_a_second_member_cannot_exceed_the_limit_of_size(server: ScriptedServer, run: Run) -> None:
    body = gzip.compress(b"[") + gzip.compress(b" " * 100_000) + gzip.compress(b"]")
    server.replies(Reply(200, body, {"Content-Encoding": "gzip"}))
    with pytest.raises(errors.DecodeError, match="larger than 50000 bytes"):
        run(server.url, lambda client: client.call(LIST), max_response_size=50_000)


def test_data_not_compressed_as_declared_is_an_error(server: ScriptedServer, run: Run) -> None:
    server.replies(Reply(200, LINE, {"Content-Encoding": "gzip"}))
    with pytest.raises(errors.YulsnError):
        run(server.url, lambda client: client.call(GET, path={"id": 1}), max_retries=0)


def test_the_limit_of_size_can_be_raised(server: ScriptedServer, run: Run) -> None:
    server.replies(Reply(200, b"[" + b" " * 70_000_000 + b"]"))
    assert run(server.url, lambda client: client.call(LIST), max_response_size=80_000_000) == []


def test_the_outcome_of_a_write_is_in_doubt_if_the_response_is_too_large(server: ScriptedServer, run: Run) -> None:
    server.replies(Reply(200, b" " * 100))
    with pytest.raises(errors.DecodeError, match="may have carried out the request") as caught:
        run(server.url, lambda client: client.call(CREATE), max_response_size=50)
    assert caught.value.maybe_received


DEEP = 100_000
HOSTILE = {
    "deep arrays": b"[" * DEEP + b"]" * DEEP,
    "deep objects": b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    "deep within a member": b'[{"Id":1,"Price":' + b"[" * DEEP + b"]" * DEEP + b"}]",
    "not closed": b"[" * DEEP,
    "invalid UTF-8": b'[{"Id":1,"Price":1,"Name":"\xff\xfe"}]',
    "NaN": b'[{"Id":1,"Price":NaN}]',
    "Infinity": b'[{"Id":1,"Price":-Infinity}]',
    "no JSON": b"<html>busy</html>",
    "nothing": b"",
    "half a document": b'[{"Id":1,"Price":',
    "another shape": b'{"Id":1}',
    "a number": b"17",
    "UTF-16": '[{"Id":1}]'.encode("utf-16"),
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_response_is_an_error_of_the_client(server: ScriptedServer, run: Run, body: bytes) -> None:
    server.replies(Reply(200, body))
    with pytest.raises(errors.DecodeError, match=r"response to lines.list \(application/json\)") as caught:
        run(server.url, lambda client: client.call(LIST))
    assert caught.value.status == 200
    assert caught.value.body == body
    assert caught.value.request is not None
    assert caught.value.request.method == "GET"
    assert len(str(caught.value)) < 1000


KEPT = {
    "wrong types": b'[{"Id":"one","Price":[1]}]',
    "numbers out of range": b'[{"Id":1e999999,"Price":1e999999999999999999}]',
    "long numbers": b'[{"Id":' + b"9" * 10_000 + b',"Price":1}]',
    "half a pair": b'[{"Id":1,"Price":1,"Name":"\\ud800"}]',
    "names twice": b'[{"Id":1,"Id":2,"Price":1}]',
    "no objects": b'[1,null,"x",[]]',
}


@pytest.mark.parametrize("body", KEPT.values(), ids=KEPT)
@pytest.mark.filterwarnings("ignore::runtime.response_drift.SchemaDriftWarning")
def test_an_unusual_response_of_the_right_shape_is_kept(server: ScriptedServer, run: Run, body: bytes) -> None:
    server.replies(Reply(200, body))
    assert run(server.url, lambda client: client.call(LIST))


@pytest.mark.parametrize("status", [400, 404, 409, 500])
@pytest.mark.parametrize("body", [HOSTILE["deep arrays"], HOSTILE["invalid UTF-8"], b"<html>", b'{"Message":{"a":[]}}'])
def test_a_hostile_body_does_not_change_the_error_class(
    server: ScriptedServer, run: Run, status: int, body: bytes
) -> None:
    server.replies(Reply(status, body))
    with pytest.raises(errors.ApiError) as caught:
        run(server.url, lambda client: client.call(LIST), max_retries=0)
    assert caught.value.status == status
    assert caught.value.body == body


def test_an_html_response_leaves_a_write_in_doubt(server: ScriptedServer, run: Run) -> None:
    server.replies(Reply(200, b"<html>Please wait</html>", {"Content-Type": "text/html; charset=utf-8"}))
    with pytest.raises(errors.DecodeError, match=r"HTML page: .*; the server may have carried out") as caught:
        run(server.url, lambda client: client.call(CREATE))
    assert caught.value.maybe_received


@pytest.mark.parametrize("status", [408, 500, 502, 504])
def test_a_server_error_leaves_a_write_in_doubt(server: ScriptedServer, run: Run, status: int) -> None:
    server.replies(Reply(status), Reply(200, LINE))
    with pytest.raises(errors.ApiError, match="may have carried out the request") as caught:
        run(server.url, lambda client: client.call(ADD))
    assert caught.value.maybe_received
    assert len(server.asked) == 1


def test_a_failed_read_is_not_in_doubt(server: ScriptedServer, run: Run) -> None:
    server.replies(Reply(500))
    with pytest.raises(errors.ServerError) as caught:
        run(server.url, get, max_retries=0)
    assert "may have" not in str(caught.value)
