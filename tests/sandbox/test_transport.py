"""What all calls have in common: the key, routing, queries, bodies and errors."""

from __future__ import annotations

import csv
import html
import json
import re
import socket
from collections import Counter
from pathlib import Path

import httpx2
import pytest
from yulsn_codegen.client.identifiers import identifier
from yulsn_codegen.description.document import load
from yulsn_codegen.sandbox import RunningSandbox, running
from yulsn_codegen.sandbox.http.app import MAX_BODY
from yulsn_codegen.sandbox.http.routing import HANDLERS, Route, api_routes, choose
from yulsn_codegen.sandbox.requests import Query, RefusedError, Reply, unquoted

from .conftest import REGISTRATION, Make, connect

LISTS = [Path(__file__).parents[2] / "spec" / name for name in ("endpoints.tsv", "observed.tsv")]


def test_every_call_has_one_handler_and_every_handler_a_call() -> None:
    document = load()
    calls = [
        f"{identifier(operation['tags'][0])}.{call['name']}"
        for _, _, operation in document.operations()
        for call in operation["x-calls"]
    ]
    assert Counter(calls) == Counter(HANDLERS.keys())
    own = [handler for name, handler in HANDLERS.items() if "_table_field" not in name]  # tables share those of owners
    assert len(set(own)) == len(own)


def test_a_call_without_a_handler_is_reported_by_its_name() -> None:
    handlers = {name: handler for name, handler in HANDLERS.items() if name != "contacts.find_by_email"}
    with pytest.raises(KeyError, match=r"contacts\.find_by_email"):
        list(api_routes(load(), handlers))


def test_every_row_has_exactly_one_route() -> None:
    rows = [
        (
            row["method"],
            row["path"],
            frozenset(re.findall(r"([A-Za-z]+)(?:\[\d\])?=", html.unescape(row["query"] or ""))),
        )
        for path in LISTS
        for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines(), delimiter="\t")
    ]
    observed = {"orderType", "withOrderLines"}  # which the documentation does not name
    routes = [(route.method, route.path, frozenset(route.names) - observed) for route in api_routes(load())]
    assert rows
    assert Counter(routes) == Counter(rows)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("a%ED%A0%80", "a\ud800"),
        ("%ED%BF%BF%2F", "\udfff/"),
        ("%F0%9F%98%80", "\U0001f600"),
        ("%FF", "\ufffd"),
        ("%ED%A0", "\ufffd\ufffd"),
    ],
)
def test_paths_and_queries_keep_lone_surrogates_but_no_other_invalid_utf_8(written: str, text: str) -> None:
    assert unquoted(written) == text
    assert Query.of(f"{written}={written}&b=c").lists == {text.lower(): (text,), "b": ("c",)}


@pytest.mark.parametrize("headers", [{}, {"X-ApiKey": "wrong"}, {"X-ApiKey": ""}, {"X-ApiKey": "sandbox2"}])
def test_every_call_with_a_wrong_key_is_401(shared: RunningSandbox, headers: dict[str, str]) -> None:
    for path in ("/api/v1/Contacts", "/api/v1/Nothing", "/"):
        answer = httpx2.get(shared.base_url + path, headers=headers)
        assert answer.status_code == 401
        assert "X-ApiKey" in answer.json()["Message"]


def test_the_given_key_is_accepted() -> None:
    with running(api_key="k-æ") as sandbox:
        url = f"{sandbox.base_url}/api/v1/Contacts"
        assert httpx2.get(url, headers={"X-ApiKey": "sandbox"}).status_code == 401
        assert httpx2.get(url, headers={b"X-ApiKey": "k-æ".encode()}).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["dynamicfields?OWNER=contacts", "DynamicFields/?owner=CONTACTS", "DYNAMICFIELDS/?owner=Contacts&unknown=1"],
)
def test_paths_and_query_names_match_case_insensitively_with_an_optional_final_slash(
    api: httpx2.Client, path: str
) -> None:
    assert api.get(path).json() == api.get("DynamicFields?owner=Contacts").json()


@pytest.mark.parametrize("path", ["", "Nothing", "Contacts/1/2/3", "Contacts//1", "../v3/Contacts"])
def test_an_unknown_path_is_404_with_a_message(api: httpx2.Client, path: str) -> None:
    answer = api.get(path)
    assert answer.status_code == 404
    assert answer.json()["Message"]


def test_an_unsupported_method_is_405_and_lists_the_supported_ones(api: httpx2.Client) -> None:
    answer = api.request("FROB", "Contacts/1")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "DELETE, GET, PATCH, PUT"
    assert answer.json()["Message"]
    assert api.head("Contacts").status_code == 405


def test_a_literal_path_is_not_matched_as_an_id(api: httpx2.Client) -> None:
    for path, allowed in (
        ("Contacts/PatchFields", "GET"),
        ("Segments/ContactIds", "POST"),
        ("table/Bikes/Bulk", "POST"),
    ):
        answer = api.delete(path)
        assert answer.status_code == 405
        assert answer.headers["Allow"] == allowed


def test_a_missing_body_is_400(api: httpx2.Client) -> None:
    for method, path in (("POST", "Contacts"), ("POST", "table/Bikes/Bulk"), ("PATCH", "Stores")):
        answer = api.request(method, path)
        assert answer.status_code == 400
        assert "body" in answer.json()["Message"]


@pytest.mark.parametrize("number", ["x", "1.5", "2147483648", "99999999999999999999999", "٣"])
def test_an_invalid_id_is_400(api: httpx2.Client, number: str) -> None:
    answer = api.get(f"Contacts/{number}")
    assert answer.status_code == 400
    assert "id" in answer.json()["ModelState"]


@pytest.mark.parametrize("query", ["email=a@x.dk&phone=1", "field=class", "value=gold", "ip=192.0.2.1"])
def test_an_ambiguous_or_incomplete_query_is_400(api: httpx2.Client, query: str) -> None:
    answer = api.get(f"Contacts?{query}")
    assert answer.status_code == 400
    assert answer.json()["Message"]


def test_a_row_is_chosen_by_the_query_names_that_are_present() -> None:
    def answer(_: object) -> Reply:
        return Reply()

    rows = [
        Route("GET", "/x", answer),
        Route("GET", "/x", answer, required=("lastId",), optional=("type",)),
        Route("GET", "/x", answer, required=("contactId",), optional=("type", "from")),
    ]
    assert choose(rows, Query.of("")) is rows[0]
    assert choose(rows, Query.of("LASTID=0&type=a")) is rows[1]
    assert choose(rows, Query.of("type=a&contactid=")) is rows[2]
    with pytest.raises(RefusedError):
        choose(rows, Query.of("type=a"))
    with pytest.raises(RefusedError, match="`lastId` or `contactId`"):
        choose(rows[1:], Query.of(""))


def test_a_query_array_is_indexed() -> None:
    query = Query.of("S[1]=b&s[0]=a&status[0]=1&Flag=True")
    assert query.many("s") == ("a", "b")
    assert query.many("status") == ("1",)
    assert query.text("flag") == "True"
    assert query.many("absent") == ()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "not valid JSON"),
        (b"{", "not valid JSON"),
        (b'{"a": NaN}', "not JSON"),
        (b"[]", "should be a JSON object"),
        (b'"\xff"', "not UTF-8"),
        (b"[" * 100_000, "too deeply"),
        (b'{"a":' * 200 + b"1" + b"}" * 200, "too deeply"),
        (b'{"a": "\xed\xa0\x80"}', "not UTF-8"),
        (b'{"a": 1e999999999999999999999}', "out of range"),
        (b'{"a": ' + b"9" * 5000 + b"}", "out of range"),
    ],
)
def test_a_body_that_is_not_a_json_object_is_400(api: httpx2.Client, content: bytes, message: str) -> None:
    answer = api.post("Contacts", content=content, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert message in answer.json()["Message"]


@pytest.mark.parametrize(
    "kind", [None, "text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-16"]
)
def test_a_body_of_another_media_type_or_charset_is_415(api: httpx2.Client, kind: str | None) -> None:
    answer = api.post("Contacts", content=b"{}", headers={"Content-Type": kind} if kind else {})
    assert answer.status_code == 415
    assert answer.json()["Message"]


def test_a_body_may_start_with_a_byte_order_mark_and_declare_its_charset(api: httpx2.Client) -> None:
    answer = api.post(
        "Contacts",
        content='\ufeff{"RegistrationSource": "æ", "RegistrationIp": "::1"}'.encode(),
        headers={"Content-Type": 'application/json; charset="UTF-8"'},
    )
    assert answer.status_code == 200
    assert answer.json()["RegistrationSource"] == "æ"


def test_a_body_that_is_too_large_is_413(api: httpx2.Client) -> None:
    answer = api.post("Contacts", content=b" " * (MAX_BODY + 1), headers={"Content-Type": "application/json"})
    assert answer.status_code == 413
    assert answer.json()["Message"]


def test_a_query_with_thousands_of_values_is_400(api: httpx2.Client) -> None:
    assert api.get("Contacts?" + "&".join(f"a{number}=1" for number in range(2500))).status_code == 400


def test_properties_match_case_insensitively_and_unknown_ones_are_ignored(api: httpx2.Client) -> None:
    answer = api.post(
        "Contacts",
        json={
            "registrationsource": "x",
            "REGISTRATIONIP": "::1",
            "firstName": "Ada",
            "CLASS": "gold",
            "nonsense": [1],
            "Id": 7,
        },
    )
    assert answer.status_code == 200
    assert (answer.json()["FirstName"], answer.json()["class"]) == ("Ada", "gold")
    assert "nonsense" not in answer.json()
    assert answer.json()["Id"] != 7 or answer.json()["Id"] > 0


def test_an_exact_name_takes_precedence_over_one_in_another_case(api: httpx2.Client) -> None:
    for body in ({"firstname": "b", "FirstName": "a"}, {"FirstName": "a", "firstname": "b"}):
        assert api.post("Contacts", json={**REGISTRATION, **body}).json()["FirstName"] == "a"


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"GET ftp://evil/api/v1/Contacts HTTP/1.1\r\nHost: [\r\nX-ApiKey: sandbox\r\nConnection: close\r\n\r\n",
        b"OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        b"nonsense\r\n\r\n",
    ],
)
def test_a_malformed_request_is_a_4xx(shared: RunningSandbox, request_bytes: bytes) -> None:
    assert re.match(rb"HTTP/1\.1 4\d\d ", exchanged(shared, request_bytes))


def exchanged(sandbox: RunningSandbox, request_bytes: bytes) -> bytes:
    """Send bytes on a new connection, and return the response up to its end."""
    host, _, port = sandbox.base_url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(request_bytes)
        return connection.makefile("rb").read()


@pytest.mark.parametrize("target", ["http://shop.example/api/v1/Orders/types?a=b", "HTTPS://x:1/api/v1/orders/Types/"])
def test_an_absolute_request_target_is_routed_by_its_path(shared: RunningSandbox, target: str) -> None:
    headers = f"Host: other\r\nX-ApiKey: {shared.api_key}\r\nConnection: close"
    head, _, body = exchanged(shared, f"GET {target} HTTP/1.1\r\n{headers}\r\n\r\n".encode()).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 ")
    assert json.loads(body) == list(shared.account.order_types)
    assert any(item.path.lower().rstrip("/") == "/api/v1/orders/types" for item in shared.requests)


def test_the_host_of_an_absolute_target_is_used_in_urls_of_the_response(shared: RunningSandbox, make: Make) -> None:
    path = f"/api/v1/Contacts/{make()['Id']}/PersonDataFile"
    headers = f"Host: other\r\nX-ApiKey: {shared.api_key}\r\nConnection: close"
    answer = exchanged(shared, f"GET http://shop.example:99{path} HTTP/1.1\r\n{headers}\r\n\r\n".encode())
    assert b'"http://shop.example:99/files/person-data/' in answer
    assert exchanged(shared, f"GET http://x HTTP/1.1\r\n{headers}\r\n\r\n".encode()).startswith(b"HTTP/1.1 404 ")


def test_an_invalid_host_header_is_not_a_server_error(shared: RunningSandbox) -> None:
    with connect(shared) as client:
        assert client.get("Contacts", headers={"Host": "["}).status_code == 200


def test_responses_declare_json_in_utf_8(api: httpx2.Client) -> None:
    answer = api.get("DynamicTables")
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    assert "Længde" in api.get("DynamicFields/12?owner=DynamicTable").text


def test_a_stopped_sandbox_refuses_connections() -> None:
    with running() as sandbox, connect(sandbox) as api:
        assert api.get("Contacts").status_code == 200
    with pytest.raises(httpx2.ConnectError):
        httpx2.get(sandbox.base_url)
