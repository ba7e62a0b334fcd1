"""Reading an account over real HTTP: requests, retries, limits and errors. The contents are in test_peculiarities."""

from __future__ import annotations

import asyncio
import gzip
import json
import os
import pty
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from yulsn_codegen.account.fetch import fetch
from yulsn_codegen.account.http import MAX_CONCURRENCY, Pause, Timing
from yulsn_codegen.account.schema import OWNERS, AccountField, AccountSchema, AccountTable, FieldType, TableWrites
from yulsn_codegen.text.errors import InputError

from .server import KEY, NAME_PATHS, OWNER_PATHS, TABLES, Account, Answer, Sleeps, failure, read, table_path

# what is read


def test_an_account_with_nothing_of_its_own_is_empty(account: Account) -> None:
    assert read(account) == AccountSchema(owners=dict.fromkeys(OWNERS, ()))


def test_every_part_of_the_schema_is_read(account: Account) -> None:
    for owner, path in OWNER_PATHS.items():
        account.answers[path] = Answer([{"Name": f"In {owner}", "Type": 3, "Label": f"L {owner}", "Values": None}])
    account.answers[TABLES] = Answer(
        [
            {
                "Id": 7,
                "Name": "Cars",
                "Label": "All cars",
                "Description": "Those that are for sale",
                "Right": "Stock",
                "Icon": "car",
                "Group": "Garage",
                "IsShared": False,
                "LastModified": "2024-05-06T10:08:14.1957879+01:00",
                "CreateConverterId": None,
                "UpdateConverterId": 4,
                "DeleteConverterId": 0,
            },
            {"Id": 8, "Name": "Bikes"},
        ]
    )
    account.answers[table_path(7)] = Answer([{"Name": "Colour", "Type": 1, "Values": ["red", None, "green"]}])
    account.answers[table_path(8)] = Answer([])
    for path, names in zip(NAME_PATHS, (["web", "shop", "web"], ["bonus"], ["FirstName"]), strict=True):
        account.answers[path] = Answer(names)
    assert read(account) == AccountSchema(
        owners={owner: (AccountField(f"In {owner}", FieldType.NUMBER, f"L {owner}"),) for owner in OWNERS},
        tables=(
            AccountTable(
                7,
                "Cars",
                "All cars",
                "Those that are for sale",
                TableWrites(create=True, update=False, delete=False),
                (AccountField("Colour", FieldType.STRING, None, ("red", "green")),),
            ),
            AccountTable(8, "Bikes"),
        ),
        order_types=("web", "shop"),
        point_types=("bonus",),
        patch_fields=("FirstName",),
    )
    assert sorted(path for path, _ in account.requests) == sorted(account.answers)


@pytest.mark.parametrize(
    ("server_type", "expected"),
    [
        (1, FieldType.STRING),
        (2, FieldType.BOOLEAN),
        (3, FieldType.NUMBER),
        (4, FieldType.DATE_TIME_OFFSET),
        (5, FieldType.DECIMAL),
        ("String", FieldType.STRING),
        ("boolean", FieldType.BOOLEAN),
        ("NUMBER", FieldType.NUMBER),
        ("dateTimeOffset", FieldType.DATE_TIME_OFFSET),
        ("Decimal", FieldType.DECIMAL),
    ],
)
def test_a_type_is_an_integer_or_a_name(account: Account, server_type: object, expected: FieldType) -> None:
    account.answers[OWNER_PATHS["Contacts"]] = Answer([{"Name": "A", "Type": server_type}])
    assert read(account).owners["Contacts"] == (AccountField("A", expected),)


@pytest.mark.parametrize("server_type", [6, 0, -1, "Guid", "Unknown", "", True, 1.5, "1.0", [1], {"a": 1}])
def test_a_type_that_is_not_known_is_kept_with_one_warning(account: Account, server_type: object) -> None:
    account.answers[OWNER_PATHS["Orders"]] = Answer([{"Name": "A b", "Type": server_type}, {"Name": "B", "Type": 1}])
    warnings: list[str] = []
    schema = read(account, warn=warnings.append)
    assert schema.owners["Orders"] == (
        AccountField("A b", FieldType.UNKNOWN, extra={"server_type": server_type}),
        AccountField("B", FieldType.STRING),
    )
    shown = json.dumps(server_type)
    assert warnings == [f"the fields of Orders: field `A b`: the type {shown} is unknown; it accepts any JSON"]


def test_warnings_come_in_the_order_of_the_account(account: Account) -> None:
    account.tables("Cars", "Bikes")
    for path in (*OWNER_PATHS.values(), table_path(1), table_path(2)):
        account.answers[path] = Answer([{"Name": "A", "Type": 9}])
    warnings: list[str] = []
    read(account, warn=warnings.append)
    assert [warning.split(":")[0].removeprefix("the fields of ") for warning in warnings] == [
        *OWNERS,
        "table 'Cars'",
        "table 'Bikes'",
    ]


def test_many_notes_are_cut_short_in_all_and_counted(account: Account) -> None:
    account.tables(*(f"T{number}" for number in range(30)))
    for number in range(1, 31):
        denied = number % 2 == 0
        account.answers[table_path(number)] = Answer({}, 403) if denied else Answer([{"Name": "A", "Type": 9}])
    for path in OWNER_PATHS.values():
        account.answers[path] = Answer([{"Name": f"F{number}", "Type": 9} for number in range(5)])
    for path in NAME_PATHS:
        account.answers[path] = Answer({}, 403)
    warnings: list[str] = []
    read(account, warn=warnings.append)
    assert sum("is unknown; it accepts any JSON" in warning for warning in warnings) == 20
    assert sum("cannot be read with this key" in warning for warning in warnings) == 18
    assert warnings[38:] == ["20 more notes like these on fields, tables and names"]


def test_warnings_go_to_stderr_unless_said_otherwise(account: Account, capsys: pytest.CaptureFixture[str]) -> None:
    account.answers[OWNER_PATHS["Stores"]] = Answer([{"Name": "A\x1b[31m\nB", "Type": 9}])
    fetch(account.url, KEY)
    out, err = capsys.readouterr()
    assert out == ""
    assert err == ("warning: the fields of Stores: field `A\\x1b[31m B`: the type 9 is unknown; it accepts any JSON\n")


def test_property_names_are_matched_in_any_case(account: Account) -> None:
    account.answers[TABLES] = Answer([{"id": 1, "NAME": "Cars", "label": "L", "deleteConverterId": 3}])
    account.answers[table_path(1)] = Answer([{"name": "A", "TYPE": 2, "values": ["x"], "lAbEl": "l"}])
    [table] = read(account).tables
    fields = (AccountField("A", FieldType.BOOLEAN, "l", ("x",)),)
    assert table == AccountTable(1, "Cars", "L", None, TableWrites(delete=False), fields)


def test_the_exact_spelling_of_a_property_goes_first(account: Account) -> None:
    account.answers[OWNER_PATHS["Stores"]] = Answer([{"name": "wrong", "Name": "right", "Type": 1}])
    assert read(account).owners["Stores"][0].name == "right"


def test_names_are_kept_as_people_typed_them(account: Account) -> None:
    names = ["class", "Class", "CLASS ", "", " ", "æøå", "Ⅷ", "\U0001f697", "a\nb", "\ud800", 'q"\\', "Id"]
    account.tables(*names)
    account.answers[OWNER_PATHS["Stores"]] = Answer([{"Name": name, "Type": 1} for name in names])
    account.answers[NAME_PATHS[0]] = Answer(names)
    schema = read(account)
    assert [field.name for field in schema.owners["Stores"]] == names
    assert [table.name for table in schema.tables] == names
    assert list(schema.order_types) == names


def test_answers_may_be_packed_and_have_a_byte_order_mark(account: Account) -> None:
    packed = gzip.compress('["æ"]'.encode())
    account.answers[NAME_PATHS[0]] = Answer(packed, headers={"Content-Encoding": "gzip"})
    account.answers[NAME_PATHS[1]] = Answer(b'\xef\xbb\xbf["b"]')
    schema = read(account)
    assert (schema.order_types, schema.point_types) == (("æ",), ("b",))


# what is asked


def test_the_key_is_in_a_header_of_every_request(account: Account) -> None:
    account.tables("Cars")
    read(account)
    assert len(account.requests) == 10
    for path, headers in account.requests:
        assert headers["X-ApiKey"] == KEY
        assert headers["Accept"] == "application/json"
        assert headers["User-Agent"].startswith("yulsn-codegen/")
        assert KEY not in path


def test_tables_are_read_at_once_but_never_more_than_eight(account: Account) -> None:
    account.tables(*(f"T{number}" for number in range(24)))
    # eight requests that wait for each other only get on if all of them are under way; 8 + 24 are four rounds
    account.default_before = threading.Barrier(8, timeout=20).wait
    assert len(read(account).tables) == 24
    assert account.most_active == 8


def test_the_first_failure_ends_the_other_requests(account: Account) -> None:
    account.tables(*(f"T{number}" for number in range(30)))
    give_up = threading.Event()
    account.default_before = lambda: give_up.wait(20)
    account.answers[OWNER_PATHS["Contacts"]] = Answer({"Message": "broken"}, 500, before=lambda: None)
    try:
        assert "responded with 500: broken" in failure(account.url)
    finally:
        give_up.set()
    assert len(account.requests) < 20


@pytest.mark.parametrize("end", ["", "/", "/api/v1", "/api/v1/", "/API/V1//"])
def test_an_api_path_at_the_end_of_the_base_url_is_taken_off(account: Account, end: str) -> None:
    read(account, account.url + end)
    assert account.requests[0][0] == TABLES


@pytest.mark.parametrize("path", ["/gate/way", "/a%3Fb/c%20d", "/API"])
def test_a_base_url_may_have_a_path_of_its_own(account: Account, path: str) -> None:
    account.answers = {path + asked: answer for asked, answer in account.answers.items()}
    read(account, f"{account.url}{path}/api/v1")
    assert len(account.requests) == 9


def test_this_machine_is_reached_past_any_proxy(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    read(account)


@pytest.mark.parametrize(
    ("name", "value"),
    [("HTTPS_PROXY", "gopher://127.0.0.1"), ("ALL_PROXY", "http://h:port"), ("SSL_CERT_FILE", "/no/such/file.pem")],
)
def test_an_environment_that_cannot_be_used_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    message = failure("https://nothing.invalid", kind=InputError)
    assert message.startswith("environment: names a proxy or certificates that cannot be used: ")
    assert name in message


# base URL and key


@pytest.mark.parametrize(
    ("base_url", "problem"),
    [
        ("", "is empty"),
        ("api.yulsn.io", "api.yulsn.io does not begin with https://"),
        ("localhost:8000", "localhost:8000 does not begin with https://"),
        ("ftp://api.yulsn.io", "ftp://api.yulsn.io does not begin with https://"),
        ("https://", "https:// does not begin with https:// and a host"),
        ("https:///api/v1", "does not begin with https:// and a host"),
        ("https://api.yulsn.io/ ", "contains white space or control characters"),
        ("https://api.\x1byulsn.io", "contains white space or control characters"),
        ("https://me:pass@api.yulsn.io", "contains a user name or password"),
        ("https://api.yulsn.io\\@evil.example", "contains a user name or password"),
        ("https://api.yulsn.io?owner=x", "contains a query or a fragment"),
        ("https://api.yulsn.io/#x", "contains a query or a fragment"),
        ("https://api.yulsn.io:99999", "has an invalid port"),
        ("https://api.yulsn.io:http", "is not a valid URL"),
        ("https://[::1", "is not a valid URL"),
        ("http://api.yulsn.io", "would send the API key unencrypted"),
        ("http://localhost.example", "would send the API key unencrypted"),
        ("http://192.168.0.1", "would send the API key unencrypted"),
    ],
)
def test_a_bad_base_url_is_refused(base_url: str, problem: str) -> None:
    message = failure(base_url, kind=InputError)
    assert message.startswith("base URL: ")
    assert problem in message
    assert "pass@" not in message


def test_plain_http_to_another_host_needs_leave() -> None:
    message = failure("http://nothing.invalid", allow_http=True)
    assert "the host nothing.invalid cannot be found" in message


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.1.2.3", "[::1]", "LocalHost", "app.localhost"])
def test_plain_http_to_this_machine_needs_no_leave(host: str) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        message = failure(f"http://{host}:{unused.getsockname()[1]}")
    assert "unencrypted" not in message
    assert re.search("refuses the connection|failed|cannot be found", message)


def test_a_key_in_the_base_url_is_not_shown() -> None:
    failure(f"https//{KEY}", kind=InputError)
    failure(f"https://{KEY}@api.yulsn.io", kind=InputError)
    failure(f"https://api.yulsn.io?key={KEY}", kind=InputError)


@pytest.mark.parametrize(
    "key", ["k3y with", "k3y\n", "\tk3y", "k3y\x00", "k3y\x7f", "nøgle", "k3y\u200b", "k3y\r\nX: y"]
)
def test_a_key_that_cannot_be_a_header_is_refused_unseen(account: Account, key: str) -> None:
    message = failure(account.url, key, InputError)
    assert "API key: contains white space, control characters or non-ASCII characters" in message
    assert "YULSN_API_KEY" in message
    assert key.strip() not in message
    assert account.requests == []


def test_an_empty_key_is_refused(account: Account) -> None:
    assert failure(account.url, "", InputError).startswith("API key: is empty")


# answers that are no schema


@pytest.mark.parametrize("path", [TABLES, OWNER_PATHS["Contacts"], *NAME_PATHS])
@pytest.mark.parametrize(
    ("body", "kind"), [({"Message": "x"}, "an object"), (None, "null"), ("text", "text"), (7, "a number")]
)
def test_a_response_that_is_no_list_is_an_error(account: Account, path: str, body: object, kind: str) -> None:
    account.answers[path] = Answer(body)
    assert failure(account.url) == f"GET {path}, $: expected a list, found {kind}"


def test_responses_that_are_no_lists_are_reported_together(account: Account) -> None:
    account.answers[OWNER_PATHS["Orders"]] = Answer(5)
    account.answers[NAME_PATHS[0]] = Answer({})
    assert failure(account.url).splitlines() == [
        f"GET {OWNER_PATHS['Orders']}, $: expected a list, found a number",
        f"GET {NAME_PATHS[0]}, $: expected a list, found an object",
    ]


@pytest.mark.parametrize("number", [True, 1.5, 2**31, -(2**31) - 1, "", "x", "9" * 11, None, [1]])
def test_a_table_whose_id_is_no_32_bit_integer_is_skipped(account: Account, number: object) -> None:
    account.answers[TABLES] = Answer([{"Id": number, "Name": "A"}, {"Id": 2, "Name": "B"}])
    account.answers[table_path(2)] = Answer([])
    warnings: list[str] = []
    assert [table.name for table in read(account, warn=warnings.append).tables] == ["B"]
    [warning] = warnings
    assert warning.endswith("; skipped")


def test_a_flood_of_notes_is_cut(account: Account) -> None:
    account.answers[OWNER_PATHS["Orders"]] = Answer([{}] * 1_000 + [{"Name": "A", "Type": 1}])
    warnings: list[str] = []
    assert len(read(account, warn=warnings.append).owners["Orders"]) == 1
    assert len(warnings) == 21
    assert warnings[-1] == "980 more notes like these on fields, tables and names"


def test_html_is_shown_by_its_type_and_beginning(account: Account) -> None:
    page = "<html>\n\x1b[2J<title>Log in</title>" + "x" * 5_000
    account.answers[TABLES] = Answer(page.encode(), headers={"Content-Type": "text/html"})
    message = failure(account.url)
    assert message.startswith(
        f"GET {TABLES}: the response is not JSON but text/html, and begins with: <html> \\x1b[2J<title>"
    )
    assert "check the base URL" in message
    assert len(message) < 500


def test_an_empty_response_is_refused(account: Account) -> None:
    account.answers[NAME_PATHS[0]] = Answer(b"")
    assert failure(account.url).startswith(f"GET {NAME_PATHS[0]}: the response is empty\n")


@pytest.mark.parametrize("body", [b"[", b'["a"] x', b"[NaN]", b'["\xff"]', b"[" + b"9" * 5_000 + b"]"])
def test_what_is_not_json_is_refused(account: Account, body: bytes) -> None:
    account.answers[NAME_PATHS[0]] = Answer(body)
    assert failure(account.url).startswith(f"GET {NAME_PATHS[0]}: the response is not valid JSON: ")


def test_a_body_that_does_not_unpack_is_refused(account: Account) -> None:
    account.answers[TABLES] = Answer(b"[]", headers={"Content-Encoding": "gzip"})
    assert failure(account.url).startswith(f"GET {TABLES}: the response is damaged: ")


# caps


@pytest.mark.parametrize("packed", [False, True])
def test_an_answer_of_more_than_8_mb_is_not_read(account: Account, packed: bool) -> None:
    body = b'["' + b"x" * 8 * 1024 * 1024 + b'"]'
    if packed:
        account.answers[TABLES] = Answer(gzip.compress(body, 1), headers={"Content-Encoding": "gzip"})
    else:
        account.answers[TABLES] = Answer(body)
    assert failure(account.url) == f"GET {TABLES}: the response is larger than 8 MB, the limit"


def test_more_than_2000_tables_are_not_read(account: Account) -> None:
    account.answers[TABLES] = Answer([{"Id": number, "Name": f"T{number}"} for number in range(2_001)])
    assert failure(account.url) == f"GET {TABLES}, $: has 2001 tables; at most 2000 are accepted"
    assert len(account.requests) == 1


def test_more_than_5000_fields_of_an_owner_are_not_read(account: Account) -> None:
    path = OWNER_PATHS["Contacts"]
    fields = [{"Name": f"F{number}", "Type": 1} for number in range(5_001)]
    account.answers[path] = Answer(fields)
    assert failure(account.url) == f"GET {path}, $: has 5001 fields; at most 5000 are accepted"
    account.answers[path] = Answer(fields[1:])
    assert len(read(account).owners["Contacts"]) == 5_000


def test_more_than_10000_names_are_not_read(account: Account) -> None:
    account.answers[NAME_PATHS[0]] = Answer([f"T{number}" for number in range(10_001)])
    assert failure(account.url) == f"GET {NAME_PATHS[0]}, $: has 10001 names; at most 10000 are accepted"


@pytest.mark.parametrize("depth", [31, 290_000])
def test_an_answer_nested_too_deeply_is_not_read(account: Account, depth: int) -> None:
    body = b'[{"Name": "A", "Type": 1, "More": ' + b"[" * depth + b"]" * depth + b"}]"
    account.answers[OWNER_PATHS["Orders"]] = Answer(body)
    assert failure(account.url) == (
        f"GET {OWNER_PATHS['Orders']}: the response is nested deeper than 32 levels, the limit"
    )


def test_what_is_nested_less_is_read(account: Account) -> None:
    body = b'[{"Name": "A", "Type": 1, "More": ' + b"[" * 30 + b"]" * 30 + b"}]"
    account.answers[OWNER_PATHS["Orders"]] = Answer(body)
    assert len(read(account).owners["Orders"]) == 1


# answers that refuse


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_never_followed(account: Account, status: int) -> None:
    other = Account()
    try:
        account.answers[TABLES] = Answer(b"", status, {"Location": f"{other.url}/login?next=x"})
        message = failure(account.url)
        assert message.startswith(f"GET {TABLES}: redirects ({status}) to {other.url}, which is not followed")
        assert other.requests == []
        assert len(account.requests) == 1
    finally:
        other.close()


@pytest.mark.parametrize(
    ("location", "shown"),
    [
        ("/login", "http://127.0.0.1:"),
        ("https://evil.example/?key=x", "https://evil.example,"),
        ("https://user:word@evil.example/", "https://evil.example,"),
        ("http://h:port", "an invalid URL,"),
        (f"https://{'x' * 3_000}.example", "https://xxxx"),
    ],
)
def test_the_target_of_a_redirect_is_named_by_its_host(account: Account, location: str, shown: str) -> None:
    account.answers[TABLES] = Answer(b"", 302, {"Location": location})
    message = failure(account.url)
    assert f"redirects (302) to {shown}" in message
    assert len(message) < 400


def test_404_everywhere_means_a_wrong_base_url(account: Account) -> None:
    message = failure(f"{account.url}/nowhere")
    path = OWNER_PATHS["Contacts"]
    assert message.startswith(f"GET {path}: does not exist (404): No HTTP resource was found")
    assert f"Check the base URL: the API is expected at {account.url}/nowhere/api/v1." in message


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"Message": "An error\r\nhas \x1b[31moccurred"}, ": An error has \\x1b[31moccurred"),
        ({"message": "small letters"}, ": small letters"),
        ({"Error": "other"}, ': {"Error": "other"}'),
        ({"Message": 3}, ': {"Message": 3}'),
        (b"<h1>Oh</h1>", ": <h1>Oh</h1>"),
        (b"", ""),
        (b"\xff\x00", ": \ufffd\\x00"),
        ({"Message": "m" * 1_000_000}, ": " + '{"Message": "' + "m" * 184 + "..."),
        (b"[" * 60_000, ": " + "[" * 197 + "..."),
    ],
)
def test_another_status_comes_with_what_the_server_says(account: Account, body: object, said: str) -> None:
    account.answers[TABLES] = Answer(body, 501)
    assert failure(account.url) == f"GET {TABLES}: responded with 501{said}"
    assert len(account.requests) == 1


@pytest.mark.parametrize("status", [201, 204, 304, 400, 418, 423])
def test_no_other_status_is_taken_for_an_answer(account: Account, status: int) -> None:
    account.answers[TABLES] = Answer(b"", status)
    assert failure(account.url) == f"GET {TABLES}: responded with {status}"


# tries


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_a_transient_failure_is_retried_after_growing_waits(account: Account, status: int) -> None:
    sleeps = Sleeps()
    account.answers[TABLES] = [Answer(b"busy", status), Answer(b"busy", status), Answer([])]
    read(account, timing=sleeps.timing())
    assert account.asked(TABLES) == 3
    first, second = sleeps.seconds
    assert 0.5 <= first <= 1.0
    assert 0.5 <= second <= 2.0


def test_three_tries_are_made_and_no_more(account: Account) -> None:
    account.answers[OWNER_PATHS["Orders"]] = Answer({"Message": "Service Unavailable"}, 503)
    message = failure(account.url)
    assert message == (
        f"GET {OWNER_PATHS['Orders']}: responded with 503: Service Unavailable (tried 3 times)\n  Try again later."
    )
    assert account.asked(OWNER_PATHS["Orders"]) == 3


def test_a_dropped_connection_is_tried_again(account: Account) -> None:
    account.answers[TABLES] = [Answer(drop=True), Answer(drop=True), Answer([])]
    read(account)
    assert account.asked(TABLES) == 3


def test_an_answer_that_ends_too_soon_is_tried_again(account: Account) -> None:
    cut = Answer([], headers={"Content-Length": "100"}, after=lambda file: file.write(b"[]"))
    account.answers[TABLES] = [cut, Answer([])]
    read(account)
    assert account.asked(TABLES) == 2


def test_a_connection_that_keeps_dropping_is_an_error(account: Account) -> None:
    account.answers[TABLES] = Answer(drop=True)
    message = failure(account.url)
    host = account.url.removeprefix("http://")
    assert message.startswith(f"GET {TABLES}: the connection to {host} failed: ")
    assert "(tried 3 times)" in message


def test_an_answer_that_does_not_come_is_an_error(account: Account) -> None:
    give_up = threading.Event()
    account.answers[TABLES] = Answer([], before=lambda: give_up.wait(20))
    try:
        message = failure(account.url, timing=Sleeps().timing(read=0.1))
    finally:
        give_up.set()
    assert "did not respond in time (tried 3 times)" in message
    assert account.asked(TABLES) == 3


def test_an_answer_that_drips_is_an_error(account: Account) -> None:
    give_up = threading.Event()

    def drip(file: Any) -> None:
        while not give_up.wait(0.02):
            file.write(b" ")
            file.flush()

    account.answers[TABLES] = Answer([], headers={"Content-Length": "1000000"}, after=drip)
    try:
        message = failure(account.url, timing=Sleeps().timing(read=1.0, attempt=0.2))
    finally:
        give_up.set()
    assert "did not respond in time (tried 3 times)" in message


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("retry_after", "least", "most"),
    [
        (lambda: "7", 7, 7),
        (lambda: "2.5", 2.5, 2.5),
        (lambda: "0", 0, 0),
        (lambda: "120", 120, 120),
        (lambda: format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True), 25, 31),
        (lambda: format_datetime(datetime.now(UTC) - timedelta(days=1), usegmt=True), 0, 1),
        (lambda: "soon", 0.5, 1),
        (lambda: "-5", 0.5, 1),
    ],
)
def test_retry_after_is_waited_for(
    account: Account, status: int, retry_after: Callable[[], str], least: float, most: float
) -> None:
    sleeps = Sleeps()
    account.answers[TABLES] = [Answer(b"", status, {"Retry-After": retry_after()}), Answer([])]
    read(account, timing=sleeps.timing())
    [slept] = sleeps.seconds
    assert least - 0.1 <= slept <= most


def test_no_other_request_is_sent_while_the_server_asks_to_wait(account: Account) -> None:
    account.tables(*(f"Table {number}" for number in range(100)))
    account.answers[table_path(1)] = [Answer(b"", 429, {"Retry-After": "7"}), Answer([])]
    sent_meanwhile: list[int] = []

    async def sleep(_: float) -> None:
        before = len(account.requests)
        await asyncio.sleep(0.1)  # during which many more requests would be sent if they could
        sent_meanwhile.append(len(account.requests) - before)

    read(account, timing=Timing(sleep=sleep))
    [sent] = sent_meanwhile
    assert sent < MAX_CONCURRENCY  # those that were in flight already


def test_waits_that_the_server_asks_for_overlap() -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        await asyncio.sleep(0.01)

    async def wait_twice() -> None:
        pause = Pause()
        await asyncio.gather(pause.wait(7.0, sleep), pause.wait(7.0, sleep))

    asyncio.run(wait_twice())
    first, second = slept
    assert second <= 7.0 - 0.01 < first <= 7.0


def test_a_retry_after_beyond_patience_is_an_error_at_once(account: Account) -> None:
    sleeps = Sleeps()
    account.answers[TABLES] = Answer({"Message": "Slow down"}, 429, {"Retry-After": "3600"})
    message = failure(account.url, timing=sleeps.timing())
    assert message == (
        f"GET {TABLES}: responded with 429: Slow down; the server asked to wait 3600 s\n  Try again after that time."
    )
    assert sleeps.seconds == []


def test_a_refused_connection_is_an_error() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        sleeps = Sleeps()
        message = failure(f"http://127.0.0.1:{port}", timing=sleeps.timing())
    assert message == (
        f"GET {TABLES}: 127.0.0.1:{port} refuses the connection (tried 3 times)\n"
        "  Check the base URL, the network, and the proxy settings in the environment."
    )
    assert len(sleeps.seconds) == 2


def test_a_host_that_is_not_there_is_an_error() -> None:
    message = failure("https://nothing.invalid")
    assert message.startswith(f"GET {TABLES}: the host nothing.invalid cannot be found: ")


def test_a_connection_that_cannot_be_secured_is_not_tried_again(account: Account) -> None:
    sleeps = Sleeps()
    message = failure(account.url.replace("http://", "https://"), timing=sleeps.timing())
    assert f"GET {TABLES}: no secure connection to 127.0.0.1:" in message
    assert sleeps.seconds == []


# the key


@pytest.mark.parametrize("cut", [0, 190])
@pytest.mark.parametrize("status", [200, 302, 400, 401, 404, 500, 503])
def test_a_server_that_repeats_the_key_does_not_get_it_into_a_message(account: Account, status: int, cut: int) -> None:
    plain = "y" * cut + KEY
    bodies = [
        plain.encode(),
        {"Message": plain},
        {"Other": plain},
        plain.lower().encode(),
        plain.encode() * 1_000,
        ("y" * cut + "S3cret&lt;Key&gt;/42&quot;x").encode(),
        ("y" * cut + "S3cret%3CKey%3E%2F42%22x").encode(),
    ]
    for body in bodies:
        headers = {"Location": f"/{KEY}", "Content-Type": KEY, "Retry-After": "1"}
        refusing = Answer(body, status, headers)
        account.answers = dict.fromkeys((TABLES, *OWNER_PATHS.values(), *NAME_PATHS), refusing)
        assert "s3c" not in failure(account.url).lower()


def test_a_redirect_to_a_host_named_like_the_key_does_not_show_it(account: Account) -> None:
    account.answers[TABLES] = Answer(b"", 302, {"Location": "https://Top-Secret-1.evil.example/"})
    message = failure(account.url, "Top-Secret-1")
    assert "redirects (302) to https://[API key].evil.example," in message
    assert "secret-1" not in message.lower()


def test_a_name_with_the_key_in_it_is_not_shown(account: Account) -> None:
    account.answers[OWNER_PATHS["Orders"]] = Answer([{"Name": KEY, "Type": KEY}])
    warnings: list[str] = []
    read(account, warn=warnings.append)
    assert warnings == [
        'the fields of Orders: field `[API key]`: the type "[API key]" is unknown; it accepts any JSON',
    ]
    account.answers[OWNER_PATHS["Orders"]] = Answer([{"Name": KEY, "Type": 1}] * 2)
    warnings.clear()
    read(account, warn=warnings.append)
    assert warnings == ["the fields of Orders: field `[API key]` is listed more than once; treated as one field"]


def test_the_key_is_in_no_log(account: Account, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)
    read(account)
    account.answers = dict.fromkeys((TABLES, *OWNER_PATHS.values(), *NAME_PATHS), Answer(b"", 401))
    failure(account.url)
    assert "DynamicTables" in caplog.text  # the HTTP client does log
    assert KEY not in caplog.text


# progress


@dataclass
class Steps:
    expected: int = 0
    finished: int = 0
    seen: list[tuple[int, int]] = field(default_factory=list)

    def expect(self, requests: int) -> None:
        self.expected += requests
        self.seen.append((self.finished, self.expected))

    def done(self) -> None:
        self.finished += 1
        self.seen.append((self.finished, self.expected))


def test_progress_hears_of_every_request_and_grows_with_the_tables(account: Account) -> None:
    account.tables("Cars", "Bikes", "Boats")
    account.answers[table_path(2)] = Answer(b"", 404)
    account.answers[table_path(3)] = [Answer(b"", 503), Answer([])]
    steps = Steps()
    read(account, progress=steps, warn=lambda text: None)
    assert steps.seen[:3] == [(0, 9), (1, 9), (1, 12)]
    assert steps.seen[-1] == (12, 12)


BAR = """
import sys
from yulsn_codegen.text.progress import bar, quiet
with bar() as progress:
    progress.expect(9)
    for _ in range(4):
        progress.done()
print("quiet" if progress is quiet else "bar", "rich" in sys.modules)
"""


def test_the_bar_is_shown_on_a_terminal() -> None:
    ours, theirs = pty.openpty()
    try:
        done = subprocess.run(
            [sys.executable, "-c", BAR],
            stdout=subprocess.PIPE,
            stderr=theirs,
            text=True,
            check=True,
            env={**os.environ, "TERM": "xterm", "COLUMNS": "80"},
        )
        shown = os.read(ours, 100_000).decode()
    finally:
        os.close(ours)
        os.close(theirs)
    assert done.stdout == "bar True\n"
    assert "Reading the account" in shown
    assert "4/9" in shown


def test_nothing_is_shown_where_stderr_is_no_terminal() -> None:
    done = subprocess.run([sys.executable, "-c", BAR], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("quiet False\n", "")


def test_importing_loads_neither_the_http_client_nor_rich() -> None:
    modules = "yulsn_codegen.account.fetch, yulsn_codegen.text.progress"
    code = f"import sys, {modules}; print({{'httpx2', 'rich'}} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


# limits of a whole account


def test_an_account_that_takes_too_long_is_given_up(account: Account) -> None:
    account.tables("Cars", "Bikes")
    give_up = threading.Event()
    account.answers[table_path(1)] = Answer([], before=lambda: give_up.wait(20))
    try:
        message = failure(account.url, timing=Sleeps().timing(total=1.0))
    finally:
        give_up.set()
    assert message.startswith("account: could not be read within 1 s: ")
    assert message.endswith(" of 11 parts are done\n  Allow more time with --timeout SECONDS.")


def test_waits_between_attempts_count_as_time(account: Account) -> None:
    account.answers[TABLES] = Answer(b"", 503, {"Retry-After": "100"})
    message = failure(account.url, timing=Timing(total=0.5))
    assert message.startswith("account: could not be read within 0.5 s: 0 of 9 parts are done")


def test_more_than_200000_values_of_an_account_are_not_read(account: Account) -> None:
    values = [{"Name": f"F{number}", "Type": 3, "Values": list(range(10_000))} for number in range(5)]
    for path in OWNER_PATHS.values():
        account.answers[path] = Answer(values)
    assert "more than 200000 fields, allowed values and names, the limit" in failure(account.url)
