"""Sync and async clients over real HTTP: one table of scenarios for both."""

from __future__ import annotations

import asyncio
import logging
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

import httpx2
import pytest
from runtime import errors
from runtime.calls import Call, OnNotFound, Page
from runtime.client import AsyncBaseClient, BaseClient
from runtime.clock import Clock
from runtime.options import Options, Secret
from runtime.resources import AsyncResource, Resource
from runtime.transport import AsyncTransport, SyncTransport
from samples import ContactPatch, Line, Login
from scripted_server import Reply, ScriptedServer

KEY = "the-key-of-the-account"
GET: Call[Line] = Call("lines.get", "GET", "/api/v1/Lines/{id}", Line)
FIND: Call[Line | None] = Call("lines.find", "GET", "/api/v1/Lines", Line, on_not_found=OnNotFound.NONE)
CREATE: Call[None] = Call("lines.create", "POST", "/api/v1/Lines")
SEARCH: Call[list[Line]] = Call("lines.search", "SEARCH", "/api/v1/Lines", list[Line])
LOGIN: Call[None] = Call("contacts.login", "POST", "/api/v1/Contacts/{id}/Login", sensitive=True)
AFTER: Call[list[Line]] = Call(
    "lines.list_after", "GET", "/api/v1/Lines", list[Line], page=Page("lastId", "id", 1000, size="take")
)
LINE = b'{"Id":1,"Price":0.10}'


class Flavour(Protocol):
    """One of the two transports, made alike."""

    waits: list[float]

    def send(self, url: str, call: Call[Any], *, max_retries: int = 2, timeout: float = 5.0, **args: Any) -> Any: ...
    def collect(self, url: str, pick: Callable[[Any], Any]) -> list[Any]: ...


def options(url: str, max_retries: int, timeout: float) -> Options:
    return Options(Secret(KEY), url, max_retries=max_retries, timeout=timeout, user_agent="test-client/1")


@dataclass
class Plain:
    waits: list[float] = field(default_factory=list)

    def send(self, url: str, call: Call[Any], *, max_retries: int = 2, timeout: float = 5.0, **args: Any) -> Any:
        clock = Clock(sleep=self.waits.append, random=lambda: 0.0)
        transport = SyncTransport(options(url, max_retries, timeout), clock=clock)
        try:
            return transport.send(call, **args)
        finally:
            transport.close()

    def collect(self, url: str, pick: Callable[[Any], Any]) -> list[Any]:
        transport = SyncTransport(options(url, 0, 5.0))
        try:
            return list(pick(Resource(transport)))
        finally:
            transport.close()


@dataclass
class Async:
    waits: list[float] = field(default_factory=list)

    def send(self, url: str, call: Call[Any], *, max_retries: int = 2, timeout: float = 5.0, **args: Any) -> Any:
        async def sleep(seconds: float) -> None:
            self.waits.append(seconds)

        async def main() -> Any:
            clock = Clock(sleep_async=sleep, random=lambda: 0.0)
            transport = AsyncTransport(options(url, max_retries, timeout), clock=clock)
            try:
                return await transport.send(call, **args)
            finally:
                await transport.close()

        return asyncio.run(main())

    def collect(self, url: str, pick: Callable[[Any], Any]) -> list[Any]:
        async def main() -> list[Any]:
            transport = AsyncTransport(options(url, 0, 5.0))
            try:
                return [item async for item in pick(AsyncResource(transport))]
            finally:
                await transport.close()

        return asyncio.run(main())


@pytest.fixture(params=[Plain, Async])
def flavour(request: pytest.FixtureRequest) -> Flavour:
    made: Flavour = request.param()
    return made


def test_a_request_carries_key_and_headers(server: ScriptedServer, flavour: Flavour) -> None:
    server.replies(Reply(200, LINE), Reply(200))
    line = flavour.send(server.url, GET, path={"id": 5}, query={"s": [1, 2]})
    assert line == Line(id=1, price=Decimal("0.10"))
    flavour.send(server.url, CREATE, body=ContactPatch(email="a@b.c"))
    got, posted = server.asked
    assert (got.method, got.path) == ("GET", "/api/v1/Lines/5?s%5B0%5D=1&s%5B1%5D=2")
    assert got.headers["X-ApiKey"] == KEY
    assert got.headers["Accept"] == "application/json"
    assert got.headers["User-Agent"] == "test-client/1"
    assert "Content-Type" not in got.headers
    assert posted.headers["Content-Type"] == "application/json; charset=utf-8"
    assert posted.body == b'{"Email":"a@b.c"}'


def test_search_is_a_method_with_a_body(server: ScriptedServer, flavour: Flavour) -> None:
    server.replies(Reply(503), Reply(200, b"[" + LINE + b"]"))
    assert len(flavour.send(server.url, SEARCH, body={"Type": "x"})) == 1
    assert [(asked.method, asked.body) for asked in server.asked] == [("SEARCH", b'{"Type":"x"}')] * 2
    assert flavour.waits == [0.5]


def test_a_missing_object_is_none_if_the_call_allows_it(server: ScriptedServer, flavour: Flavour) -> None:
    server.replies(Reply(404), Reply(404))
    assert flavour.send(server.url, FIND) is None
    with pytest.raises(errors.NotFoundError):
        flavour.send(server.url, GET, path={"id": 1})


def test_transient_errors_are_retried_and_the_last_one_is_raised(server: ScriptedServer, flavour: Flavour) -> None:
    server.replies(Reply(429, headers={"Retry-After": "3"}), Reply(502), Reply(503, b'{"Message":"Later."}'))
    with pytest.raises(errors.ServerError, match=r"503 .*: Later\.") as caught:
        flavour.send(server.url, GET, path={"id": 1})
    assert caught.value.url == "/api/v1/Lines/1"
    assert flavour.waits == [3.0, 0.5]


def test_a_dropped_connection_is_retried_only_for_reads(server: ScriptedServer, flavour: Flavour) -> None:
    server.replies(Reply(0), Reply(200, LINE))
    assert flavour.send(server.url, GET, path={"id": 1}).id == 1
    server.replies(Reply(0), Reply(200))
    with pytest.raises(errors.YulsnConnectionError, match=r"POST /api/v1/Lines \(lines.create\)") as caught:
        flavour.send(server.url, CREATE)
    assert caught.value.maybe_received
    assert caught.value.call == "lines.create"
    assert len(server.asked) == 3


def test_a_refused_connection_is_also_retried_for_writes(flavour: Flavour) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"
        with pytest.raises(errors.YulsnConnectionError, match="ConnectError") as caught:
            flavour.send(url, CREATE)
    assert flavour.waits == [0.5, 0.5]
    assert not caught.value.maybe_received


def test_a_slow_response_is_a_timeout(server: ScriptedServer, flavour: Flavour) -> None:
    server.replies(Reply(200, LINE, delay=30.0))
    with pytest.raises(errors.YulsnTimeoutError, match="ReadTimeout"):
        flavour.send(server.url, GET, path={"id": 1}, timeout=0.05, max_retries=0)


def test_a_redirect_is_not_followed(server: ScriptedServer, flavour: Flavour) -> None:
    server.replies(Reply(307, headers={"Location": f"{server.url}/elsewhere"}))
    with pytest.raises(errors.ApiError, match=r"307 .* not follow"):
        flavour.send(server.url, GET, path={"id": 1})
    assert len(server.asked) == 1


def test_an_invalid_compressed_body_is_a_connection_error(server: ScriptedServer, flavour: Flavour) -> None:
    server.replies(Reply(200, b"no gzip", headers={"Content-Encoding": "gzip"}))
    with pytest.raises(errors.YulsnConnectionError, match="DecodingError"):
        flavour.send(server.url, GET, path={"id": 1})
    assert flavour.waits == []


def test_an_invalid_body_is_not_sent(server: ScriptedServer, flavour: Flavour) -> None:
    with pytest.raises(errors.InvalidBodyError):
        flavour.send(server.url, CREATE, body=ContactPatch(size="XS"))  # type: ignore[arg-type]
    assert server.asked == []


def test_no_log_and_no_error_contains_the_key_a_password_or_the_query(
    server: ScriptedServer, flavour: Flavour, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="yulsn")
    echo = b'{"Message":"' + KEY.encode() + b" may not log in with p'\\u00e6\\u00e6 \"}"
    server.replies(Reply(400, echo))
    with pytest.raises(errors.BadRequestError) as caught:
        flavour.send(server.url, LOGIN, path={"id": 1}, query={"email": "ada@x"}, body=Login(password="p'ææ", ip="::1"))
    logged = "\n".join(record.getMessage() for record in caplog.records if record.name == "yulsn")
    assert "POST /api/v1/Contacts/1/Login (contacts.login): status 400" in logged
    for secret in (KEY, "p'ææ", "ada@x"):
        assert secret not in logged + str(caught.value) + repr(caught.value)
    chain = [caught.value.__cause__, caught.value.__context__]
    assert not any(isinstance(error, httpx2.HTTPError) for error in chain)


def test_drift_is_logged_once(server: ScriptedServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="yulsn")
    server.replies(*[Reply(200, b'{"Id":null,"Price":1,"New\\n":2}')] * 2)
    transport = SyncTransport(options(server.url, 0, 5.0))
    transport.send(GET, path={"id": 1})
    transport.send(GET, path={"id": 1})
    transport.close()
    logged = [(record.levelname, record.getMessage()) for record in caplog.records if "differs" in record.msg]
    assert [level for level, _ in logged] == ["INFO", "WARNING"]
    assert "unknown at 'Line.New\\n'" in logged[0][1]
    assert "null at 'Line.Id'" in logged[1][1]


def lines(*ids: int) -> Reply:
    return Reply(200, b"[" + b",".join(b'{"Id":%d,"Price":1}' % each for each in ids) + b"]")


class TestPaging:
    def test_pages_follow_the_highest_id_until_an_empty_page(self, server: ScriptedServer, flavour: Flavour) -> None:
        server.replies(lines(3, 1, 2), lines(9), lines())
        found = flavour.collect(server.url, lambda resource: resource._iterate(AFTER, query={"type": "x"}))
        assert [line.id for line in found] == [1, 2, 3, 9]
        assert [asked.path.partition("?")[2] for asked in server.asked] == [
            "type=x&lastId=0",
            "type=x&lastId=3",
            "type=x&lastId=9",
        ]

    def test_pages_are_requested_one_at_a_time(self, server: ScriptedServer, flavour: Flavour) -> None:
        server.replies(lines(6, 7), lines(8), lines())
        found = flavour.collect(server.url, lambda resource: resource._pages(AFTER, after=5, page_size=2))
        assert [[line.id for line in page] for page in found] == [[6, 7], [8]]
        assert server.asked[0].path == "/api/v1/Lines?lastId=5&take=2"

    def test_items_are_not_repeated_and_a_server_that_repeats_pages_does_not_loop(
        self, server: ScriptedServer, flavour: Flavour
    ) -> None:
        server.replies(lines(1, 2, 2), lines(2, 3), lines(2, 3))
        found = flavour.collect(server.url, lambda resource: resource._iterate(AFTER))
        assert [line.id for line in found] == [1, 2, 3]

    def test_an_item_without_id_is_an_error(self, server: ScriptedServer, flavour: Flavour) -> None:
        server.replies(Reply(200, b'[{"Price":1}]'))
        with pytest.raises(errors.DecodeError, match=r"lines.list_after: an item has no id"):
            flavour.collect(server.url, lambda resource: resource._iterate(AFTER))

    @pytest.mark.parametrize("size", [0, -1, 1001])
    def test_a_page_size_out_of_bounds_is_refused_at_once(self, flavour: Flavour, size: int) -> None:
        with pytest.raises(ValueError, match=f"page_size of lines.list_after must be between 1 and 1000, not {size}"):
            flavour.collect("http://localhost", lambda resource: resource._iterate(AFTER, page_size=size))


class Client(BaseClient):
    _package = "acme-yulsn"
    _version = "1.2.3"
    _fingerprint = "abc123"

    def get(self, number: int) -> Line:
        return Resource(self._transport)._call(GET, path={"id": number})


class AsyncClient(AsyncBaseClient):
    _fingerprint = "abc123"


class TestClient:
    def test_a_client_is_a_context_manager_that_closes_its_connections(self, server: ScriptedServer) -> None:
        server.replies(Reply(200, LINE))
        with Client(KEY, base_url=server.url) as client:
            assert client.get(1).id == 1
        with pytest.raises(RuntimeError, match="closed"):
            client.get(1)
        assert server.asked[0].headers["User-Agent"] == "acme-yulsn/1.2.3 (account-schema abc123)"

    def test_a_users_http_client_stays_open_and_never_has_the_key(self, server: ScriptedServer) -> None:
        server.replies(Reply(200, LINE))
        with httpx2.Client(follow_redirects=True) as http:
            with Client(KEY, base_url=server.url, http_client=http) as client:
                client.get(1)
            assert not http.is_closed
            assert "X-ApiKey" not in http.headers

    def test_with_options_shares_the_connections(self, server: ScriptedServer) -> None:
        server.replies(Reply(503), Reply(200, LINE))
        with Client(KEY, base_url=server.url) as client:
            with client.with_options(max_retries=0, timeout=1) as other:
                assert isinstance(other, Client)
                with pytest.raises(errors.ServerError):
                    other.get(1)
            assert client.get(1).id == 1
            assert client._transport.options.max_retries == 2

    def test_an_async_client_supports_the_same_calls(self, server: ScriptedServer) -> None:
        server.replies(Reply(200, LINE), Reply(200, LINE))

        async def main() -> None:
            async with AsyncClient(KEY, base_url=server.url) as client:
                resource = AsyncResource(client.with_options(timeout=3)._transport)
                both = await asyncio.gather(*(resource._call(GET, path={"id": 1}) for _ in range(2)))
                assert [line.id for line in both] == [1, 1]
            with pytest.raises(RuntimeError, match="closed"):
                await resource._call(GET, path={"id": 1})

        asyncio.run(main())

    def test_the_key_is_read_from_the_environment_and_is_in_no_repr(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("YULSN_API_KEY", f"{KEY}\n")
        with Client() as client:
            assert repr(client) == "<Client https://api.yulsn.io account-schema abc123>"
            assert client._transport.options.api_key.reveal() == KEY
            assert KEY not in repr(client._transport.options)
        assert repr(AsyncClient(KEY)) == "<AsyncClient https://api.yulsn.io account-schema abc123>"

    def test_a_missing_key_is_reported(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("YULSN_API_KEY", raising=False)
        with pytest.raises(errors.YulsnError, match=r"pass api_key, or set .* YULSN_API_KEY"):
            Client()

    @pytest.mark.parametrize("key", ["not-a\nkey", " not-a-key", "nøt-a-key", ""])
    def test_a_key_that_is_invalid_in_a_header_is_refused_without_showing_it(self, key: str) -> None:
        with pytest.raises(errors.YulsnError) as caught:
            Client(key)
        assert "not-a" not in str(caught.value)
        assert "nøt" not in str(caught.value)

    @pytest.mark.parametrize(
        "url", ["http://127.0.0.1:8000", "http://localhost/", "http://[::1]:1", "https://x.example/p"]
    )
    def test_https_and_loopback_hosts_are_allowed(self, url: str) -> None:
        assert Options(Secret(KEY), url).base_url == url.rstrip("/")

    @pytest.mark.parametrize(
        ("url", "problem"),
        [
            ("http://api.yulsn.io", "plain http"),
            ("http://localhost.example", "plain http"),
            ("http://127.0.0.1.example", "plain http"),
            ("ftp://api.yulsn.io", "does not begin with https://"),
            ("api.yulsn.io", "does not begin with https://"),
            ("https://user:pw@api.yulsn.io", "contains a user name or password"),
            ("https://api.yulsn.io?", "contains a query or a fragment"),
            ("https://api.yulsn.io/#", "contains a query or a fragment"),
            ("https://api.yulsn.io:port", "is not a valid URL"),
            ("https://evil.comxn--", "is not a valid URL"),
        ],
    )
    def test_other_base_urls_are_refused(self, url: str, problem: str) -> None:
        with pytest.raises(errors.YulsnError, match=problem) as caught:
            Options(Secret(KEY), url)
        assert "pw" not in str(caught.value)

    @pytest.mark.parametrize("end", ["/", "/api/v1", "/API/V1/"])
    def test_a_base_url_may_end_in_the_api_path(self, end: str) -> None:
        assert Options(Secret(KEY), f"https://x.example/p{end}").base_url == "https://x.example/p"

    def test_the_base_url_comes_from_the_argument_the_environment_or_the_package(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        class Elsewhere(Client):
            _base_url = "https://package.example"

        monkeypatch.delenv("YULSN_BASE_URL", raising=False)
        assert "https://api.yulsn.io" in repr(Client(KEY))
        assert "https://package.example" in repr(Elsewhere(KEY))
        monkeypatch.setenv("YULSN_BASE_URL", "")
        assert "https://package.example" in repr(Elsewhere(KEY))
        monkeypatch.setenv("YULSN_BASE_URL", "https://environment.example/api/v1")
        assert "<Elsewhere https://environment.example " in repr(Elsewhere(KEY))
        assert "https://argument.example" in repr(Elsewhere(KEY, base_url="https://argument.example"))

    def test_plain_http_to_another_host_must_be_allowed(self) -> None:
        assert Options(Secret(KEY), "http://inside.example", allow_http=True).allow_http


def test_only_the_transport_loads_the_http_library(runtime_path: Path) -> None:
    modules = "runtime.client, runtime.resources, runtime.model, runtime.errors, runtime.calls"
    code = f"import sys, {modules}; assert 'httpx2' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], cwd=runtime_path, check=True)


def test_paging_returns_iterators_of_its_client() -> None:
    """The two flavours give what their generated methods promise."""
    resource = Resource(SyncTransport(options("http://localhost", 0, 1.0)))
    assert isinstance(resource._iterate(AFTER), Iterator)
    other = AsyncResource(AsyncTransport(options("http://localhost", 0, 1.0)))
    assert isinstance(other._iterate(AFTER), AsyncIterator)
