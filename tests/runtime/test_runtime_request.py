"""Calls that the package does not know, and headers for single calls."""

from __future__ import annotations

import json
import logging
import traceback
from decimal import Decimal
from typing import Any

import pytest
from flavours import KEY, Run
from runtime import errors
from runtime.clock import Clock
from samples import Line
from scripted_server import Reply, ScriptedServer

PATH = "/api/v1/New"


async def _no_sleep(_: float) -> None:
    pass


CLOCK = Clock(sleep=lambda _: None, sleep_async=_no_sleep)


def test_the_response_is_json_or_of_the_given_type(server: ScriptedServer, run: Run) -> None:
    body = b'{"Id":1,"Price":1.10}'
    server.replies(*[Reply(200, body)] * 2, Reply(200, b"[" + body + b"]"), Reply(200, body), Reply(204))
    found = run(server.url, lambda client: client.request("GET", PATH))
    assert str(found["Price"]) == "1.10"
    assert run(server.url, lambda client: client.request("get", PATH, returns=Line)).id == 1
    assert [each.id for each in run(server.url, lambda client: client.request("GET", PATH, returns=list[Line]))] == [1]
    assert run(server.url, lambda client: client.request("GET", PATH, returns=None)) is None
    assert run(server.url, lambda client: client.request("GET", PATH)) is None


def test_the_query_and_the_body_are_sent(server: ScriptedServer, run: Run) -> None:
    server.replies(Reply(200), Reply(200))
    query = {"name": "Å & B", "ids": [1, 2], "left out": None, "on": True}
    run(server.url, lambda client: client.request("POST", PATH, query=query, body={"a": [1, None]}))
    run(server.url, lambda client: client.request("PUT", PATH, body=Line(id=1, price=2)))  # type: ignore[arg-type]
    assert server.asked[0].path == f"{PATH}?name=%C3%85%20%26%20B&ids%5B0%5D=1&ids%5B1%5D=2&on=true"
    assert json.loads(server.asked[0].body) == {"a": [1, None]}
    assert server.asked[1].method == "PUT"
    assert json.loads(server.asked[1].body)["Id"] == 1


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/api/v1/table/Loyalty Cards/æ", "/api/v1/table/Loyalty%20Cards/%C3%A6"),
        ("/api/v1/table/a%2Fb", "/api/v1/table/a%2Fb"),
        ("/api/v1/{id}/...", "/api/v1/%7Bid%7D/..."),
        ("/api/v1/a:b@c", "/api/v1/a:b@c"),
    ],
)
def test_the_path_is_percent_encoded(server: ScriptedServer, run: Run, path: str, sent: str) -> None:
    server.replies(Reply(200))
    run(f"{server.url}/base", lambda client: client.request("GET", path))
    assert server.asked[0].path == f"/base{sent}"


@pytest.mark.parametrize(
    "path",
    [
        *("https://evil.example/x", "//evil.example/x", "api/v1/New", "", None, 5, "\\\\evil.example\\x"),
        *("/..", "/api/../x", "/api/v1/..", "/./x", "/%2e%2E/x", "/a/%2e/x", "/%252e%252e/x", "/a%2f..%2fx"),
        *("/a\\..\\x", "/a%5C..%5Cx", "/a?x=1", "/a#b", "/a\r\nX-ApiKey: b", "/a\x00", "/a%zz", "/\ud800", "/%"),
    ],
)
def test_a_path_that_could_change_the_host_or_the_folder_is_refused(
    server: ScriptedServer, run: Run, path: Any
) -> None:
    with pytest.raises(errors.InvalidArgumentError, match="request: path"):
        run(server.url, lambda client: client.request("GET", path))
    assert server.asked == []


@pytest.mark.parametrize("method", ["", "CONNECT", "TRACE", "GET\r\n", "GET /x", None])
def test_an_unknown_method_is_refused(server: ScriptedServer, run: Run, method: Any) -> None:
    with pytest.raises(errors.InvalidArgumentError, match="method must be one of DELETE, GET"):
        run(server.url, lambda client: client.request(method, PATH))


@pytest.mark.parametrize("query", ["a=1", ["a"], 5])
def test_a_query_that_is_not_a_mapping_is_refused(server: ScriptedServer, run: Run, query: Any) -> None:
    with pytest.raises(errors.InvalidArgumentError, match="query must be a mapping of names to values, not"):
        run(server.url, lambda client: client.request("GET", PATH, query=query))


@pytest.mark.parametrize("returns", ["Contact", 5, [int], type, Run])
def test_a_type_that_cannot_be_decoded_is_refused_before_sending(
    server: ScriptedServer, run: Run, returns: Any
) -> None:
    with pytest.raises(errors.InvalidArgumentError, match="returns must be a type that msgspec decodes, not"):
        run(server.url, lambda client: client.request("POST", PATH, returns=returns))
    assert server.asked == []


def test_any_json_can_be_returned_as_an_object(server: ScriptedServer, run: Run) -> None:
    server.replies(Reply(200, b'[1, null, {"a": 0.1}]'))
    found = run(server.url, lambda client: client.request("GET", PATH, returns=object))
    assert found == [1, None, {"a": Decimal("0.1")}]


@pytest.mark.parametrize(("method", "attempts"), [("GET", 3), ("DELETE", 3), ("SEARCH", 3), ("POST", 1), ("PATCH", 1)])
def test_only_idempotent_methods_are_retried(server: ScriptedServer, run: Run, method: str, attempts: int) -> None:
    server.replies(*[Reply(503)] * 3)
    with pytest.raises(errors.ServerError) as caught:
        run(server.url, lambda client: client.request(method, PATH), clock=CLOCK)
    assert len(server.asked) == attempts
    assert caught.value.call == "request"


def test_errors_have_the_same_classes_as_those_of_calls(server: ScriptedServer, run: Run) -> None:
    server.replies(Reply(404, b'{"Message":"No."}'), Reply(200, b"<html>"), Reply(302, headers={"Location": "/x"}))
    with pytest.raises(errors.NotFoundError, match=r"404 Not Found on GET /api/v1/New \(request\): No\."):
        run(server.url, lambda client: client.request("GET", PATH))
    with pytest.raises(errors.DecodeError, match="response to request"):
        run(server.url, lambda client: client.request("GET", PATH))
    with pytest.raises(errors.ApiError, match="does not follow redirects"):
        run(server.url, lambda client: client.request("GET", PATH))


def test_secrets_in_a_body_are_not_shown(server: ScriptedServer, run: Run, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    query, body = {"secret": "s3cret"}, {"Password": "hunter22-hunter22"}
    server.replies(Reply(400, f'{{"Message":"hunter22-hunter22 and {KEY}"}}'.encode()))
    with pytest.raises(errors.BadRequestError) as caught:
        run(
            server.url,
            lambda client: client.request("POST", PATH, query=query, body=body),
        )
    error = caught.value
    shown = "".join(traceback.format_exception(error)) + repr(vars(error)) + caplog.text
    assert "***" in shown
    for secret in ("hunter22", KEY, "s3cret"):
        assert secret not in shown


# --- Headers ---


def test_headers_are_added_for_some_calls_only(server: ScriptedServer, run: Run) -> None:
    server.replies(*[Reply(200)] * 3)

    def use(client: Any) -> Any:
        traced = client.with_options(headers={"traceparent": "00-1"}).with_options(headers={"accept": "text/plain"})
        if run.name == "sync":
            return [each.request("POST", PATH, body={}) for each in (traced, client)]

        async def both() -> Any:
            return [await each.request("POST", PATH, body={}) for each in (traced, client)]

        return both()

    run(server.url, use)
    first, second = ({name.lower(): text for name, text in asked.headers.items()} for asked in server.asked)
    assert (first["traceparent"], first["accept"]) == ("00-1", "text/plain")
    assert first["x-apikey"] == second["x-apikey"] == KEY
    assert first["content-type"] == "application/json; charset=utf-8"
    assert "traceparent" not in second
    assert second["accept"] == "application/json"


@pytest.mark.parametrize(
    ("headers", "message"),
    [
        *(
            ({name: "x"}, "is set by the client")
            for name in ("X-ApiKey", "host", "Content-Length", "transfer-encoding")
        ),
        ({"a b": "x"}, "not a valid name"),
        ({"a\r\nb": "x"}, "not a valid name"),
        ({"": "x"}, "not a valid name"),
        ({5: "x"}, "not a valid name"),
        *(({"a": text}, "must be printable ASCII") for text in ("x\r\nX-ApiKey: y", "é", " x", "x\t", None, 5)),
    ],
)
def test_invalid_headers_are_refused_without_their_values(run: Run, headers: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message) as caught:
        run("http://localhost", lambda client: client.with_options(headers=headers))
    assert "X-ApiKey: y" not in str(caught.value)


def test_secret_headers_are_hidden_from_hooks_and_errors(server: ScriptedServer, run: Run) -> None:
    server.replies(Reply(404))
    seen: list[Any] = []
    secret = {"Authorization": "Bearer s3cret", "X-Proxy-Token": "s3cret", "Cookie": "s3cret"}
    with pytest.raises(errors.NotFoundError) as caught:
        run(
            server.url,
            lambda client: client.with_options(headers=secret).request("GET", PATH),
            on_request=lambda request: seen.append(dict(request.headers)),
        )
    assert {seen[0][name.lower()] for name in secret} == {"***"}
    assert "s3cret" not in repr(seen) + repr(vars(caught.value)) + repr(caught.value.request)
