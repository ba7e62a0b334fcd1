"""Responses that are refused: other than the expected JSON, too large, redirects and error statuses."""

from __future__ import annotations

import gzip

import pytest

from .server import NAME_PATHS, OWNER_PATHS, TABLES, Account, Answer, failure, read, table_path


@pytest.mark.parametrize("path", [TABLES, OWNER_PATHS["Contacts"], *NAME_PATHS])
@pytest.mark.parametrize(
    ("body", "kind"), [({"Message": "x"}, "an object"), (None, "null"), ("text", "text"), (7, "a number")]
)
def test_a_response_that_is_not_a_list_is_an_error(account: Account, path: str, body: object, kind: str) -> None:
    account.answers[path] = Answer(body)
    assert failure(account.url) == f"GET {path}, $: expected a list, found {kind}"


def test_all_responses_that_are_not_lists_are_reported_together(account: Account) -> None:
    account.answers[OWNER_PATHS["Orders"]] = Answer(5)
    account.answers[NAME_PATHS[0]] = Answer({})
    assert failure(account.url).splitlines() == [
        f"GET {OWNER_PATHS['Orders']}, $: expected a list, found a number",
        f"GET {NAME_PATHS[0]}, $: expected a list, found an object",
    ]


@pytest.mark.parametrize("number", [True, 1.5, 2**31, -(2**31) - 1, "", "x", "9" * 11, None, [1]])
def test_a_table_whose_id_is_not_a_32_bit_integer_is_skipped(account: Account, number: object) -> None:
    account.answers[TABLES] = Answer([{"Id": number, "Name": "A"}, {"Id": 2, "Name": "B"}])
    account.answers[table_path(2)] = Answer([])
    warnings: list[str] = []
    assert [table.name for table in read(account, warn=warnings.append).tables] == ["B"]
    [warning] = warnings
    assert warning.endswith("; skipped")


def test_at_most_20_notes_on_items_are_shown(account: Account) -> None:
    account.answers[OWNER_PATHS["Orders"]] = Answer([{}] * 1_000 + [{"Name": "A", "Type": 1}])
    warnings: list[str] = []
    assert len(read(account, warn=warnings.append).owners["Orders"]) == 1
    assert len(warnings) == 21
    assert warnings[-1] == "980 more notes like these on fields, tables and names"


def test_a_message_about_html_has_its_content_type_and_beginning(account: Account) -> None:
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
def test_invalid_json_is_refused(account: Account, body: bytes) -> None:
    account.answers[NAME_PATHS[0]] = Answer(body)
    assert failure(account.url).startswith(f"GET {NAME_PATHS[0]}: the response is not valid JSON: ")


def test_a_body_that_cannot_be_decompressed_is_refused(account: Account) -> None:
    account.answers[TABLES] = Answer(b"[]", headers={"Content-Encoding": "gzip"})
    assert failure(account.url).startswith(f"GET {TABLES}: the response is damaged: ")


@pytest.mark.parametrize("packed", [False, True])
def test_a_response_larger_than_8_mb_is_refused(account: Account, packed: bool) -> None:
    body = b'["' + b"x" * 8 * 1024 * 1024 + b'"]'
    if packed:
        account.answers[TABLES] = Answer(gzip.compress(body, 1), headers={"Content-Encoding": "gzip"})
    else:
        account.answers[TABLES] = Answer(body)
    assert failure(account.url) == f"GET {TABLES}: the response is larger than 8 MB, the limit"


def test_more_than_2000_tables_are_refused(account: Account) -> None:
    account.answers[TABLES] = Answer([{"Id": number, "Name": f"T{number}"} for number in range(2_001)])
    assert failure(account.url) == f"GET {TABLES}, $: has 2001 tables; at most 2000 are accepted"
    assert len(account.requests) == 1


def test_more_than_5000_fields_of_an_owner_are_refused(account: Account) -> None:
    path = OWNER_PATHS["Contacts"]
    fields = [{"Name": f"F{number}", "Type": 1} for number in range(5_001)]
    account.answers[path] = Answer(fields)
    assert failure(account.url) == f"GET {path}, $: has 5001 fields; at most 5000 are accepted"
    account.answers[path] = Answer(fields[1:])
    assert len(read(account).owners["Contacts"]) == 5_000


def test_more_than_10000_names_are_refused(account: Account) -> None:
    account.answers[NAME_PATHS[0]] = Answer([f"T{number}" for number in range(10_001)])
    assert failure(account.url) == f"GET {NAME_PATHS[0]}, $: has 10001 names; at most 10000 are accepted"


@pytest.mark.parametrize("depth", [31, 290_000])
def test_a_response_nested_deeper_than_32_levels_is_refused(account: Account, depth: int) -> None:
    body = b'[{"Name": "A", "Type": 1, "More": ' + b"[" * depth + b"]" * depth + b"}]"
    account.answers[OWNER_PATHS["Orders"]] = Answer(body)
    assert failure(account.url) == (
        f"GET {OWNER_PATHS['Orders']}: the response is nested deeper than 32 levels, the limit"
    )


def test_a_response_nested_32_levels_deep_is_read(account: Account) -> None:
    body = b'[{"Name": "A", "Type": 1, "More": ' + b"[" * 30 + b"]" * 30 + b"}]"
    account.answers[OWNER_PATHS["Orders"]] = Answer(body)
    assert len(read(account).owners["Orders"]) == 1


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
def test_a_message_about_a_redirect_names_only_the_target_host(account: Account, location: str, shown: str) -> None:
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
def test_an_unexpected_status_is_reported_with_the_server_message(account: Account, body: object, said: str) -> None:
    account.answers[TABLES] = Answer(body, 501)
    assert failure(account.url) == f"GET {TABLES}: responded with 501{said}"
    assert len(account.requests) == 1


@pytest.mark.parametrize("status", [201, 204, 304, 400, 418, 423])
def test_every_status_other_than_200_is_an_error(account: Account, status: int) -> None:
    account.answers[TABLES] = Answer(b"", status)
    assert failure(account.url) == f"GET {TABLES}: responded with {status}"
