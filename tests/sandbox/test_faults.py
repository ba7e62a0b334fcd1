"""Fault injection: the rules, which requests they strike, and what each kind does to a real connection."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from email.utils import parsedate_to_datetime
from typing import Any

import httpx2
import pytest
from yulsn_codegen.description.document import load
from yulsn_codegen.sandbox import RunningSandbox, builtin_account, create_app, running
from yulsn_codegen.sandbox.faults.alterations import Alterations
from yulsn_codegen.sandbox.faults.parsing import KINDS, parse, parse_all
from yulsn_codegen.sandbox.faults.plan import (
    Drop,
    ExtraProperty,
    Fault,
    FaultPlan,
    Html,
    Latency,
    Status,
    Truncate,
    UnknownEnumMember,
)
from yulsn_codegen.text.errors import InputError

from .conftest import REGISTRATION, connect

TABLES = "DynamicTables"


@pytest.fixture(scope="module")
def served() -> Iterator[RunningSandbox]:
    with running() as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(served: RunningSandbox) -> RunningSandbox:
    """The module's sandbox, without faults."""
    served.clear_faults()
    served.clear_requests()
    return served


@pytest.fixture
def api(sandbox: RunningSandbox) -> Iterator[httpx2.Client]:
    with connect(sandbox) as client:
        yield client


def exchange(sandbox: RunningSandbox, target: str = "/api/v1/DynamicTables") -> tuple[bytes, bool]:
    """Send a GET over a plain socket; return all that comes back, and whether the end is a reset."""
    host, _, port = sandbox.base_url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(f"GET {target} HTTP/1.1\r\nHost: x\r\nX-ApiKey: sandbox\r\n\r\n".encode())
        received = b""
        try:
            while chunk := connection.recv(65536):
                received += chunk
        except ConnectionResetError:
            return received, True
    return received, False


def statuses(sandbox: RunningSandbox, count: int = 40) -> list[int]:
    with connect(sandbox) as client:
        return [client.get(TABLES).status_code for _ in range(count)]


# Rules


@pytest.mark.parametrize(
    ("rule", "effect"),
    [
        ("latency=200ms", Latency(0.2)),
        ("latency=1.5s,handled", Latency(1.5, handled=True)),
        ("status=429", Status(429)),
        ("status=429,retry-after=2", Status(429, retry_after=2)),
        ("status=429,retry-date=0", Status(429, retry_date=0)),
        ("status=502,html,handled", Status(502, html=True, handled=True)),
        ("drop", Drop()),
        ("drop=unhandled", Drop()),
        ("drop=handled", Drop(handled=True)),
        ("drop=midway", Drop(handled=True, midway=True)),
        ("truncate", Truncate()),
        ("truncate=chunked", Truncate(chunked=True)),
        ("html", Html()),
        ("html=handled", Html(handled=True)),
        ("extra", ExtraProperty("NotKnownYet")),
        ("extra=Loyalty,Tier", ExtraProperty("Loyalty,Tier")),
        ("enum", UnknownEnumMember()),
        ("enum=-7", UnknownEnumMember(-7)),
    ],
)
def test_every_kind_has_its_arguments(rule: str, effect: object) -> None:
    assert parse(rule) == Fault(rule, rule, effect)  # type: ignore[arg-type]


def test_conditions_stand_in_any_order() -> None:
    rule = "drop GET /api/v1/Contacts* 12.5% 3x"
    assert parse(rule) == Fault(rule, "drop", Drop(), "GET", "/api/v1/Contacts*", 0.125, 3)
    mixed = parse("  drop  3x 12.5%  /api/v1/Contacts* get ")
    assert (mixed.method, mixed.path, mixed.rate, mixed.limit) == ("GET", "/api/v1/Contacts*", 0.125, 3)


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("", "is empty"),
        ("latenzy=1s", "fault `latenzy=1s`: unknown kind `latenzy`\n  Kinds are latency, status, drop, truncate, html"),
        ("latency", "lacks the time to wait\n  For example: latency=200ms"),
        ("latency=", "has nothing after its `=`"),
        ("latency=200", "`200`, which should be a time in ms or s"),
        ("latency=1.2.3s", "`1.2.3s`, which should be a time"),
        ("latency=2h", "`2h`, which should be a time"),
        ("latency=3601s", "longer than an hour"),
        ("latency=1s,late", "has the option `late`; options are handled"),
        ("status", "lacks the status"),
        ("status=200", "has the status `200`, which should be from 400 to 599"),
        ("status=5000", "from 400 to 599"),
        ("status=503,retry-after", "option `retry-after`; options are html, handled, retry-after=SECONDS"),
        ("status=503,retry-after=soon", "`retry-after=soon`, which should be whole seconds"),
        ("status=503,retry-after=1.5", "whole seconds"),
        ("status=503,retry-after=1,retry-date=1", "but both set the same header"),
        ("drop=later", "option `later`; options are unhandled, handled, midway"),
        ("drop=handled,midway", "at several times, handled and midway"),
        ("truncate=half", "option `half`; options are chunked"),
        ("enum=Odd", "has the member `Odd`, which should be a whole number"),
        ("drop GET POST", "has a second method, `POST`"),
        ("drop 10% 20%", "has a second rate, `20%`"),
        ("drop /api/v1/A /api/v1/B", "has a second path"),
        ("drop 1x 2x", "has a second limit"),
        ("drop 101%", "has the rate `101%`, which should be from 0% to 100%"),
        ("drop -1%", "has the rate `-1%`"),
        ("drop ten%", "has the rate `ten%`"),
        ("drop 10", "has `10`, which is neither a method"),
        ("drop 0x", "has `0x`, which is neither a method"),
        ("drop Contacts", "has `Contacts`, which is neither a method"),
        ("drop GET /Contacts*", "has the path `/Contacts*`, but all paths begin with /api/v1/ or /files/"),
    ],
)
def test_a_rule_that_is_wrong_says_what_is(rule: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        parse(rule)
    assert message in str(caught.value)


def test_all_rules_that_are_wrong_are_told_together() -> None:
    with pytest.raises(InputError) as caught:
        parse_all(["drop 10", "html", "flood"])
    assert [problem.place for problem in caught.value.problems] == ["fault `drop 10`", "fault `flood`"]


def test_the_examples_of_the_messages_are_rules() -> None:
    for _, examples in KINDS.values():
        for example in examples.split(", "):
            assert parse(example)


@pytest.mark.parametrize(
    ("rule", "target", "fits"),
    [
        ("drop", "/", True),
        ("drop *", "/api/v1/Contacts", True),
        ("drop /api/v1/Contacts", "/api/v1/contacts", True),
        ("drop /api/v1/Contacts/", "/api/v1/Contacts", True),
        ("drop /api/v1/Contacts", "/api/v1/Contacts/", True),
        ("drop /api/v1/Contacts", "/api/v1/Contacts?email=a", True),
        ("drop /api/v1/Contacts", "/api/v1/Contacts/5", False),
        ("drop /api/v1/Contacts/*", "/api/v1/Contacts", False),
        ("drop /api/v1/Contacts*", "/api/v1/Contacts/5/Login", True),
        ("drop /api/*/5", "/api/v1/Contacts/5", True),
        ("drop *Contacts?email=*", "/api/v1/Contacts?email=a@example.dk", True),
        ("drop *Contacts?email=*", "/api/v1/Contacts/?email=", True),
        ("drop *Contacts?email=*", "/api/v1/Contacts?phone=1", False),
        ("drop */table/Service%20Visits*", "/api/v1/table/Service%20Visits/3", True),
        ("drop /api/v1/Contact.*", "/api/v1/Contacts", False),
        ("drop POST", "/", False),
        ("drop /", "/", True),
    ],
)
def test_a_path_is_matched_as_it_is_sent(rule: str, target: str, fits: bool) -> None:
    path, _, query = target.partition("?")
    assert parse(rule).matches("GET", path, query) is fits


# Whom they strike


def pattern(rule: str, seed: int, count: int = 1000) -> list[bool]:
    plan = FaultPlan([parse(rule)], seed)
    return [bool(plan.struck("GET", "/api/v1/Contacts", "")) for _ in range(count)]


def test_the_same_seed_strikes_the_same_requests_and_another_others() -> None:
    assert pattern("drop 20%", 7) == pattern("drop 20%", 7)
    assert pattern("drop 20%", 7) != pattern("drop 20%", 8)
    assert 150 < sum(pattern("drop 20%", 7)) < 250
    assert pattern("drop 20%", 7, 8) == [
        False,
        True,
        False,
        False,
        False,
        True,
        True,
        False,
    ]  # in any process, for ever


def test_no_rate_strikes_all_and_0_percent_none() -> None:
    assert all(pattern("drop", 1))
    assert all(pattern("drop 100%", 1))
    assert not any(pattern("drop 0%", 1))


def test_a_higher_rate_strikes_the_same_requests_and_more() -> None:
    pairs = list(zip(pattern("drop 20%", 3), pattern("drop 40%", 3), strict=True))
    assert all(more for fewer, more in pairs if fewer)
    assert sum(more for _, more in pairs) > sum(fewer for fewer, _ in pairs)


def test_what_a_rule_strikes_depends_on_no_other_rule_and_no_other_request() -> None:
    alone = FaultPlan([parse("drop GET 30%")], 5)
    among = FaultPlan(parse_all(["latency=1ms 50%", "drop GET 30%", "html 2x"]), 5)
    for _ in range(200):
        among.struck("POST", "/api/v1/Contacts", "")
        rules = [fault.kind for fault in among.struck("GET", "/api/v1/Contacts", "")]
        assert ("drop" in rules) == bool(alone.struck("GET", "/api/v1/Contacts", ""))


def test_a_rule_strikes_as_often_as_it_says_at_most() -> None:
    assert [index for index, struck in enumerate(pattern("drop 2x", 0)) if struck] == [0, 1]
    struck = [index for index, one in enumerate(pattern("drop 20%", 7)) if one]
    assert [index for index, one in enumerate(pattern("drop 20% 3x", 7)) if one] == struck[:3]


def test_a_running_sandbox_repeats_itself_by_its_seed() -> None:
    rules = ["status=503 GET *Tables 30%", "status=429 20%"]
    runs = []
    for seed in (11, 11, 12):
        with running(faults=rules, seed=seed) as sandbox:
            runs.append(statuses(sandbox))
    assert runs[0] == runs[1] != runs[2]
    assert {200, 429, 503} == set(runs[0])


def test_of_concurrent_requests_as_many_are_struck_as_of_others() -> None:
    def count(workers: int) -> int:
        rules = ["status=503 30%", "latency=5ms 20%"]
        with running(faults=rules, seed=3) as sandbox, ThreadPoolExecutor(workers) as pool:
            found = list(pool.map(lambda _: statuses(sandbox, 10), range(8)))
        return sum(run.count(503) for run in found)

    assert 10 < count(1) == count(8) < 40


def test_faults_come_and_go_while_the_sandbox_runs(sandbox: RunningSandbox) -> None:
    assert statuses(sandbox, 2) == [200, 200]
    sandbox.add_fault("status=503 2x")
    assert statuses(sandbox, 3) == [503, 503, 200]
    sandbox.add_fault("status=500")
    sandbox.add_fault("status=502")
    assert statuses(sandbox, 1) == [500]
    sandbox.clear_faults()
    assert statuses(sandbox, 1) == [200]
    with pytest.raises(InputError, match="flood"):
        sandbox.add_fault("flood")


def test_a_fault_strikes_its_method_and_path_only(sandbox: RunningSandbox, api: httpx2.Client) -> None:
    sandbox.add_fault("status=503 SEARCH")
    sandbox.add_fault("status=502 /api/v1/Contacts?email=*")
    assert api.get(TABLES).status_code == 200
    assert api.request("SEARCH", "Points/ForStores", json={}).status_code == 503
    assert api.get("Contacts").status_code == 200
    assert api.get("Contacts?email=nobody@example.dk").status_code == 502


# What they do


def test_latency_delays_the_answer_and_delays_add_up(sandbox: RunningSandbox, api: httpx2.Client) -> None:
    sandbox.add_fault("latency=100ms")
    sandbox.add_fault("latency=0.1s,handled")
    began = time.monotonic()
    assert api.get(TABLES).status_code == 200
    assert 0.2 <= time.monotonic() - began < 2


@pytest.mark.parametrize(("rule", "created"), [("latency=400ms", 0), ("latency=400ms,handled", 1)])
def test_who_stops_waiting_finds_the_write_done_or_not(rule: str, created: int) -> None:
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
def test_a_dropped_connection_is_reset_without_a_byte(sandbox: RunningSandbox, api: httpx2.Client, rule: str) -> None:
    sandbox.add_fault(rule)
    assert exchange(sandbox) == (b"", True)
    with pytest.raises((httpx2.ReadError, httpx2.RemoteProtocolError)):
        api.get(TABLES)
    sandbox.clear_faults()
    assert api.get(TABLES).status_code == 200


def test_a_connection_dropped_midway_is_reset_after_half_the_answer(
    sandbox: RunningSandbox, api: httpx2.Client
) -> None:
    whole = api.get(TABLES).content
    sandbox.add_fault("drop=midway")
    received, reset = exchange(sandbox)
    assert reset
    if received:  # not every system still hands out what came before a reset
        head, _, body = received.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200 ")
        assert whole.startswith(body)
        assert len(body) <= len(whole) // 2
    with pytest.raises((httpx2.ReadError, httpx2.RemoteProtocolError)):
        api.get(TABLES)


def test_a_truncated_answer_tells_its_full_length_and_ends_early(sandbox: RunningSandbox, api: httpx2.Client) -> None:
    whole = api.get(TABLES).content
    sandbox.add_fault("truncate")
    received, reset = exchange(sandbox)
    head, _, body = received.partition(b"\r\n\r\n")
    assert not reset
    assert f"content-length: {len(whole)}\r\n".encode() in head + b"\r\n"
    assert body == whole[: len(whole) // 2]
    with pytest.raises(httpx2.RemoteProtocolError, match=r"incomplete|without sending complete"):
        api.get(TABLES)


def test_a_truncated_answer_of_chunks_lacks_its_last_one(sandbox: RunningSandbox, api: httpx2.Client) -> None:
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
def test_an_empty_answer_is_cut_too(sandbox: RunningSandbox, api: httpx2.Client, rule: str) -> None:
    number = api.post("Contacts", json=REGISTRATION).json()["Id"]
    sandbox.add_fault(f"{rule} DELETE")
    with pytest.raises(httpx2.TransportError):
        api.delete(f"Contacts/{number}")
    assert api.get(f"Contacts/{number}").status_code == 404


def test_a_long_answer_is_cut_in_its_middle() -> None:
    with running() as sandbox, connect(sandbox) as api:
        rows = [{"Name": "x" * 200_000} for _ in range(20)]
        api.post("table/Bikes/Bulk", json=rows).raise_for_status()
        whole = api.get("table/Bikes?lastId=0").content
        sandbox.add_fault("truncate GET *table*")
        body = exchange(sandbox, "/api/v1/table/Bikes?lastId=0")[0].partition(b"\r\n\r\n")[2]
        assert len(whole) > 4_000_000
        assert body == whole[: len(whole) // 2]


def test_a_page_of_html_comes_with_200(sandbox: RunningSandbox, api: httpx2.Client) -> None:
    sandbox.add_fault("html")
    answer = api.get("Contacts/999")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    with pytest.raises(ValueError, match="Expecting value"):
        answer.json()


def test_every_object_gets_a_property_that_nobody_knows(sandbox: RunningSandbox, api: httpx2.Client) -> None:
    sandbox.add_fault("extra")
    sandbox.add_fault("extra=Name")
    tables = api.get(TABLES).json()
    assert tables
    for table in tables:
        assert table.pop("NotKnownYet") == "This property is new."
    sandbox.clear_faults()
    assert tables == api.get(TABLES).json()  # what is there already keeps its value


def test_errors_get_the_property_too_and_lists_of_ids_stay(sandbox: RunningSandbox, api: httpx2.Client) -> None:
    api.post("Contacts", json=REGISTRATION)
    sandbox.add_fault("extra")
    for answer in (api.get("Nothing"), api.get("Contacts/0"), api.get("Contacts/x")):
        assert answer.status_code in (400, 404)
        assert "NotKnownYet" in answer.json()
        assert "NotKnownYet" not in answer.json().get("ModelState", {})
    assert all(isinstance(number, int) for number in api.get("Contacts").json())


def test_enums_get_a_member_that_nobody_knows(sandbox: RunningSandbox, api: httpx2.Client) -> None:
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
def test_the_description_says_what_is_an_object_and_what_an_enum(
    method: str, path: str, value: Any, altered: Any
) -> None:
    alterations = Alterations(load())
    assert alterations.altered(value, method, path, 200, [ExtraProperty("New"), UnknownEnumMember()]) == altered


def test_decimals_stay_exact_in_an_altered_answer(sandbox: RunningSandbox, api: httpx2.Client) -> None:
    number = "7922816251426433.7593543950335"
    body = f'{{"Price": {number}}}'.encode()
    row = api.post("table/Bikes", content=body, headers={"Content-Type": "application/json"}).json()["Id"]
    sandbox.add_fault("extra")
    text = api.get(f"table/Bikes/{row}").text
    assert f'"Price":{number}' in text
    assert "NotKnownYet" in text


def test_faults_combine_and_of_those_that_take_the_answers_place_the_first_wins(
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


def test_faults_that_take_the_answers_place_wait_for_each_other(sandbox: RunningSandbox, api: httpx2.Client) -> None:
    for rule in ("status=503 2x", "drop 1x", "status=504 1x"):
        sandbox.add_fault(rule)
    assert statuses(sandbox, 2) == [503, 503]
    with pytest.raises(httpx2.TransportError):
        api.get(TABLES)
    assert statuses(sandbox, 2) == [504, 200]


def test_faults_strike_without_a_key_and_below_files_too(sandbox: RunningSandbox) -> None:
    sandbox.add_fault("status=503")
    assert httpx2.get(sandbox.base_url).status_code == 503
    assert httpx2.get(f"{sandbox.base_url}/files/x").status_code == 503


def test_a_large_body_does_not_stand_in_the_way_of_a_fault(sandbox: RunningSandbox, api: httpx2.Client) -> None:
    large = b" " * 4_000_000
    headers = {"Content-Type": "application/json"}
    sandbox.add_fault("status=503 1x")
    sandbox.add_fault("drop 1x")
    assert api.post("Contacts", content=large, headers=headers).status_code == 503
    with pytest.raises(httpx2.TransportError):
        api.post("Contacts", content=large, headers=headers)
    assert api.post("Contacts", content=large, headers=headers).status_code == 400


def test_another_server_than_the_sandboxs_cannot_drop_connections() -> None:
    app = create_app(builtin_account(), faults=[parse("drop 1x")])

    async def ask() -> list[int]:
        transport = httpx2.ASGITransport(app, raise_app_exceptions=False)
        async with httpx2.AsyncClient(transport=transport, base_url="http://x") as client:
            return [(await client.get("/api/v1/Contacts")).status_code for _ in range(2)]

    assert asyncio.run(ask()) == [500, 401]


# The command


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "yulsn_codegen", "sandbox", "--port", "0", *arguments]


@pytest.mark.skipif(os.name == "nt", reason="sends SIGINT")
def test_the_command_takes_faults_and_a_seed() -> None:
    rules = ["--fault", "status=503 GET *Tables 30%", "--fault", "extra", "--seed", "11"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command(*rules), stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout
        try:
            line = process.stdout.readline()
            found = re.search(r"http://[0-9.]+:[0-9]+", line)
            assert found, line
            with httpx2.Client(headers={"X-ApiKey": "sandbox"}) as client:
                answers = [client.get(f"{found[0]}/api/v1/DynamicTables") for _ in range(20)]
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=30)
    with running(faults=["status=503 GET *Tables 30%"], seed=11) as sandbox:
        assert [answer.status_code for answer in answers] == statuses(sandbox, 20)
    assert all("NotKnownYet" in answer.text for answer in answers if answer.status_code == 200)


def test_the_command_names_every_rule_that_is_wrong() -> None:
    ran = subprocess.run(
        command("--fault", "flood", "--fault", "drop 10"), capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.returncode == 2
    assert "error: fault `flood`: unknown kind `flood`" in ran.stderr
    assert "error: fault `drop 10`: has `10`, which is neither a method" in ran.stderr
