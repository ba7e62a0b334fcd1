"""What each kind of fault does to a response, alone and together with others."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from email.utils import parsedate_to_datetime
from typing import Any

import httpx2
import pytest
from yulsn_codegen.description.document import load
from yulsn_codegen.sandbox import RunningSandbox, builtin_account, create_app, running
from yulsn_codegen.sandbox.faults.alterations import Alterations
from yulsn_codegen.sandbox.faults.parsing import parse
from yulsn_codegen.sandbox.faults.plan import (
    ExtraProperty,
    UnknownEnumMember,
)

from ..conftest import REGISTRATION, connect
from .conftest import TABLES, exchange, statuses


def test_latency_delays_the_response_and_several_delays_add_up(sandbox: RunningSandbox, api: httpx2.Client) -> None:
    sandbox.add_fault("latency=100ms")
    sandbox.add_fault("latency=0.1s,handled")
    began = time.monotonic()
    assert api.get(TABLES).status_code == 200
    assert 0.2 <= time.monotonic() - began < 2


@pytest.mark.parametrize(("rule", "created"), [("latency=400ms", 0), ("latency=400ms,handled", 1)])
def test_a_write_after_a_client_timeout_is_done_or_not_as_the_rule_says(rule: str, created: int) -> None:
    with running(faults=[f"{rule} POST"]) as sandbox, connect(sandbox) as api:
        with pytest.raises(httpx2.ReadTimeout):
            api.post("Contacts", json=REGISTRATION, timeout=0.2)
        while not sandbox.requests:
            time.sleep(0.02)
        assert len(api.get("Contacts").json()) == created


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504, 599])
def test_an_error_status_has_a_json_body(sandbox: RunningSandbox, api: httpx2.Client, status: int) -> None:
    sandbox.add_fault(f"status={status}")
    answer = api.get(TABLES)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    assert answer.json()["Message"]
    assert "Retry-After" not in answer.headers


def test_an_error_status_may_have_an_html_body(sandbox: RunningSandbox, api: httpx2.Client) -> None:
    sandbox.add_fault("status=502,html")
    answer = api.get(TABLES)
    assert (answer.status_code, answer.headers["Content-Type"]) == (502, "text/html; charset=utf-8")
    assert "<h1>502 Bad Gateway</h1>" in answer.text


def test_retry_after_is_seconds_or_a_date(sandbox: RunningSandbox, api: httpx2.Client) -> None:
    sandbox.add_fault("status=429,retry-after=7 1x")
    sandbox.add_fault("status=429,retry-date=7")
    assert api.get(TABLES).headers["Retry-After"] == "7"
    began = time.time()
    written = api.get(TABLES).headers["Retry-After"]
    assert written.endswith(" GMT")
    assert 7 <= parsedate_to_datetime(written).timestamp() - began <= 9


@pytest.mark.parametrize(
    ("rule", "created"),
    [
        ("status=503", 0),
        ("status=504,handled", 1),
        ("html", 0),
        ("html=handled", 1),
        ("drop=unhandled", 0),
        ("drop=handled", 1),
        ("drop=midway", 1),
        ("truncate", 1),
        ("truncate=chunked", 1),
    ],
)
def test_a_write_has_happened_or_not_as_the_rule_says(rule: str, created: int) -> None:
    with running(faults=[f"{rule} POST"]) as sandbox, connect(sandbox) as api:
        with suppress(httpx2.TransportError):
            api.post("Contacts", json=REGISTRATION)
        assert len(api.get("Contacts").json()) == created


@pytest.mark.parametrize("rule", ["drop=unhandled", "drop=handled"])
def test_a_dropped_connection_is_reset_without_a_response(
    sandbox: RunningSandbox, api: httpx2.Client, rule: str
) -> None:
    sandbox.add_fault(rule)
    assert exchange(sandbox) == (b"", True)
    with pytest.raises((httpx2.ReadError, httpx2.RemoteProtocolError)):
        api.get(TABLES)
    sandbox.clear_faults()
    assert api.get(TABLES).status_code == 200


def test_a_connection_dropped_midway_is_reset_after_half_of_the_response(
    sandbox: RunningSandbox, api: httpx2.Client
) -> None:
    whole = api.get(TABLES).content
    sandbox.add_fault("drop=midway")
    received, reset = exchange(sandbox)
    assert reset
    if received:  # some systems discard data received before a reset
        head, _, body = received.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200 ")
        assert whole.startswith(body)
        assert len(body) <= len(whole) // 2
    with pytest.raises((httpx2.ReadError, httpx2.RemoteProtocolError)):
        api.get(TABLES)


def test_a_truncated_response_ends_before_its_content_length(sandbox: RunningSandbox, api: httpx2.Client) -> None:
    whole = api.get(TABLES).content
    sandbox.add_fault("truncate")
    received, reset = exchange(sandbox)
    head, _, body = received.partition(b"\r\n\r\n")
    assert not reset
    assert f"content-length: {len(whole)}\r\n".encode() in head + b"\r\n"
    assert body == whole[: len(whole) // 2]
    with pytest.raises(httpx2.RemoteProtocolError, match=r"incomplete|without sending complete"):
        api.get(TABLES)


def test_a_truncated_chunked_response_lacks_its_last_chunk(sandbox: RunningSandbox, api: httpx2.Client) -> None:
    whole = api.get(TABLES).content
    sandbox.add_fault("truncate=chunked")
    received, reset = exchange(sandbox)
    head, _, body = received.partition(b"\r\n\r\n")
    assert not reset
    assert b"transfer-encoding: chunked" in head.lower()
    assert b"content-length" not in head.lower()
    half = whole[: len(whole) // 2]
    assert body == f"{len(half):x}\r\n".encode() + half + b"\r\n"
    with pytest.raises(httpx2.RemoteProtocolError, match="incomplete"):
        api.get(TABLES)


@pytest.mark.parametrize("rule", ["drop=midway", "truncate", "truncate=chunked"])
def test_an_empty_response_can_be_truncated(sandbox: RunningSandbox, api: httpx2.Client, rule: str) -> None:
    number = api.post("Contacts", json=REGISTRATION).json()["Id"]
    sandbox.add_fault(f"{rule} DELETE")
    with pytest.raises(httpx2.TransportError):
        api.delete(f"Contacts/{number}")
    assert api.get(f"Contacts/{number}").status_code == 404


def test_a_long_response_is_truncated_in_the_middle() -> None:
    with running() as sandbox, connect(sandbox) as api:
        rows = [{"Name": "x" * 200_000} for _ in range(20)]
        api.post("table/Bikes/Bulk", json=rows).raise_for_status()
        whole = api.get("table/Bikes?lastId=0").content
        sandbox.add_fault("truncate GET *table*")
        body = exchange(sandbox, "/api/v1/table/Bikes?lastId=0")[0].partition(b"\r\n\r\n")[2]
        assert len(whole) > 4_000_000
        assert body == whole[: len(whole) // 2]


def test_an_html_page_can_replace_a_successful_response(sandbox: RunningSandbox, api: httpx2.Client) -> None:
    sandbox.add_fault("html")
    answer = api.get("Contacts/999")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    with pytest.raises(ValueError, match="Expecting value"):
        answer.json()


def test_every_object_gets_an_unknown_property(sandbox: RunningSandbox, api: httpx2.Client) -> None:
    sandbox.add_fault("extra")
    sandbox.add_fault("extra=Name")
    tables = api.get(TABLES).json()
    assert tables
    for table in tables:
        assert table.pop("NotKnownYet") == "This property is new."
    sandbox.clear_faults()
    assert tables == api.get(TABLES).json()  # existing properties keep their values


def test_errors_get_the_property_and_lists_of_ids_are_unchanged(sandbox: RunningSandbox, api: httpx2.Client) -> None:
    api.post("Contacts", json=REGISTRATION)
    sandbox.add_fault("extra")
    for answer in (api.get("Nothing"), api.get("Contacts/0"), api.get("Contacts/x")):
        assert answer.status_code in (400, 404)
        assert "NotKnownYet" in answer.json()
        assert "NotKnownYet" not in answer.json().get("ModelState", {})
    assert all(isinstance(number, int) for number in api.get("Contacts").json())


def test_enums_get_an_unknown_member(sandbox: RunningSandbox, api: httpx2.Client) -> None:
    path = "DynamicFields/?owner=Contacts"
    before = api.get(path).json()
    sandbox.add_fault("enum 1x")
    sandbox.add_fault("enum=77")
    assert api.get(path).json() != before
    after = api.get(path).json()
    assert {field["Type"] for field in after} == {77}
    assert [field | {"Type": 0} for field in after] == [field | {"Type": 0} for field in before]
    tables = api.get(TABLES).json()
    sandbox.clear_faults()
    assert tables == api.get(TABLES).json()


@pytest.mark.parametrize(
    ("method", "path", "value", "altered"),
    [
        (
            "GET",
            "/api/v1/DynamicFields/{id}",
            [{"Name": "a", "Type": 3, "Values": None}],
            [{"Name": "a", "Type": 6, "Values": None, "New": "This property is new."}],
        ),
        ("GET", "/api/v1/orders/types", ["a"], ["a"]),
        (
            "GET",
            "/api/v1/BulkExport",
            [{"Name": "n", "Type": "Points", "RowCount": 3}, {"Type": None}],
            [
                {"Name": "n", "Type": "Points", "RowCount": 3, "New": "This property is new."},
                {"Type": None, "New": "This property is new."},
            ],
        ),
        (
            "GET",
            "/api/v1/EmailDispatches",
            [{"Id": 1, "Status": 100, "Type": 2}],
            [{"Id": 1, "Status": 517, "Type": 4, "New": "This property is new."}],
        ),
        (
            "GET",
            "/api/v1/ContactEvents",
            [{"Id": 1, "InfoJson": {"Type": 1}}],
            [{"Id": 1, "InfoJson": {"Type": 1}, "New": "This property is new."}],
        ),
    ],
)
def test_objects_and_enums_are_identified_by_the_description(method: str, path: str, value: Any, altered: Any) -> None:
    alterations = Alterations(load())
    assert alterations.altered(value, method, path, 200, [ExtraProperty("New"), UnknownEnumMember()]) == altered


def test_decimals_are_exact_in_an_altered_response(sandbox: RunningSandbox, api: httpx2.Client) -> None:
    number = "7922816251426433.7593543950335"
    body = f'{{"Price": {number}}}'.encode()
    row = api.post("table/Bikes", content=body, headers={"Content-Type": "application/json"}).json()["Id"]
    sandbox.add_fault("extra")
    text = api.get(f"table/Bikes/{row}").text
    assert f'"Price":{number}' in text
    assert "NotKnownYet" in text


def test_faults_combine_and_the_first_one_that_replaces_the_response_wins(
    sandbox: RunningSandbox, api: httpx2.Client
) -> None:
    for rule in ("extra=A", "extra=B", "latency=50ms", "truncate 0%"):
        sandbox.add_fault(rule)
    began = time.monotonic()
    assert {"A", "B"} <= set(api.get(TABLES).json()[0])
    assert time.monotonic() - began >= 0.05
    sandbox.add_fault("status=418")
    sandbox.add_fault("drop")
    assert api.get(TABLES).status_code == 418
    assert sandbox.requests[-1].faults == ("extra=A", "extra=B", "latency=50ms", "status=418")


def test_faults_that_replace_the_response_strike_in_turn(sandbox: RunningSandbox, api: httpx2.Client) -> None:
    for rule in ("status=503 2x", "drop 1x", "status=504 1x"):
        sandbox.add_fault(rule)
    assert statuses(sandbox, 2) == [503, 503]
    with pytest.raises(httpx2.TransportError):
        api.get(TABLES)
    assert statuses(sandbox, 2) == [504, 200]


def test_faults_also_strike_unauthenticated_requests_and_files(sandbox: RunningSandbox) -> None:
    sandbox.add_fault("status=503")
    assert httpx2.get(sandbox.base_url).status_code == 503
    assert httpx2.get(f"{sandbox.base_url}/files/x").status_code == 503


def test_a_large_body_does_not_prevent_a_fault(sandbox: RunningSandbox, api: httpx2.Client) -> None:
    large = b" " * 4_000_000
    headers = {"Content-Type": "application/json"}
    sandbox.add_fault("status=503 1x")
    sandbox.add_fault("drop 1x")
    assert api.post("Contacts", content=large, headers=headers).status_code == 503
    with pytest.raises(httpx2.TransportError):
        api.post("Contacts", content=large, headers=headers)
    assert api.post("Contacts", content=large, headers=headers).status_code == 400


def test_other_servers_cannot_drop_connections() -> None:
    app = create_app(builtin_account(), faults=[parse("drop 1x")])

    async def ask() -> list[int]:
        transport = httpx2.ASGITransport(app, raise_app_exceptions=False)
        async with httpx2.AsyncClient(transport=transport, base_url="http://x") as client:
            return [(await client.get("/api/v1/Contacts")).status_code for _ in range(2)]

    assert asyncio.run(ask()) == [500, 401]
