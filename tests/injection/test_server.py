"""A hostile server never causes a traceback, raw output, a leaked key, or any exit code but 3."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from account.server import NAME_PATHS, OWNER_PATHS, TABLES, Account, Answer, table_path
from yulsn_codegen.account import limits
from yulsn_codegen.account.credentials import Quote
from yulsn_codegen.account.snapshot import read_snapshot
from yulsn_codegen.cli import main

from .accounts import hostile, write_lock
from .strings import HOSTILE, assert_harmless, commands

KEY = "0f9b2c5d-71ce-4b0e-9d43-65a1f8"
TEXT = "".join(HOSTILE)
CONTACTS = OWNER_PATHS["Contacts"]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def server() -> Iterator[Account]:
    account = Account()
    yield account
    account.close()


@pytest.fixture
def run(
    server: Account,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    impatient: None,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Return a function that runs a command on the server's account, and checks that its output is harmless."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("YULSN_API_KEY", KEY)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    write_lock(tmp_path / "generated", hostile(()))

    def run(command: str, *options: str) -> tuple[int, str, str]:
        given = ["-o", "account.json"] if command == "fetch" else []
        code = main([command, "--base-url", server.url, *given, *options])
        out, err = capsys.readouterr()
        assert_harmless(out + err)
        assert "Traceback" not in err
        assert "internal error" not in err
        assert KEY not in out + err
        assert len(out + err) < 20_000
        for file in tmp_path.rglob("*.json"):
            assert KEY not in file.read_text(encoding="utf-8")
        return int(code), out, err

    return run


def noted(run: Run) -> str:
    """Fetch a readable account, and return the notes."""
    code, out, err = run("fetch")
    assert code == 0, err
    assert_harmless(out + err)
    return err


def refused(run: Run, *commands: str) -> str:
    """Check that commands exit with 3 and write nothing, and return the error of the last one."""
    err = ""
    for command in commands or ("fetch",):
        code, out, err = run(command)
        assert (code, out) == (3, "")
        host, err = err.split("\n", 1)
        assert host.startswith("Reading the account at ")
        assert err.startswith("error: GET /api/v1/")
        assert not Path("account.json").exists()
        assert sorted(path.name for path in Path("generated").iterdir()) == ["yulsn.lock.json"]
    return err


SAID = {
    "text": TEXT.encode("utf-8", "surrogatepass") + KEY.encode(),
    "message": json.dumps({"Message": KEY + TEXT}).encode(),
    "object": json.dumps({"message": {"x": TEXT}, TEXT: KEY}).encode(),
    "bytes": b"\xff\xfe\x00" + b"\x9b31m" * 50_000,
    "nested": b'{"Message": ' * 50_000,
}


@pytest.mark.parametrize(
    ("status", "body"), [*((400, body) for body in SAID), *((status, "message") for status in (301, 503))]
)
def test_the_message_of_an_error_response_is_escaped(server: Account, run: Run, status: int, body: str) -> None:
    server.answers[TABLES] = Answer(SAID[body], status)
    assert len(refused(run)) < 1_000


@pytest.mark.parametrize("body", SAID)
@pytest.mark.parametrize("status", [401, 403, 404])
def test_the_message_about_an_unread_part_is_escaped(server: Account, run: Run, status: int, body: str) -> None:
    server.answers[CONTACTS] = Answer(SAID[body], status)
    assert len(noted(run)) < 1_000
    Path("account.json").unlink()
    server.answers = dict.fromkeys(server.answers, Answer(SAID[body], status))
    assert len(refused(run)) < 1_000


@pytest.mark.parametrize("command", ["check", "generate"])
def test_other_commands_fail_like_fetch(server: Account, run: Run, command: str) -> None:
    server.answers[CONTACTS] = Answer({"Message": TEXT}, 500)
    refused(run, command)


@pytest.mark.parametrize(
    ("status", "name"),
    [
        (200, "Content-Type"),
        *((503, name) for name in ("Content-Encoding", "Retry-After", "Set-Cookie", "X-\u00e6")),
    ],
)
def test_headers_are_escaped_or_not_shown(server: Account, run: Run, status: int, name: str) -> None:
    value = "https://\x1b[31m\x9b\x85 ::error:: ##[error]x " + KEY
    server.answers[TABLES] = Answer(b"<html>", status, {name: value})
    refused(run)


@pytest.mark.parametrize(
    "location",
    [
        "https://evil.example/\x1b[31m",
        "http://user:pass@evil.example",
        "javascript:alert(1)",
        "http://[::1",
        "http://\u202e.example",
        "##[error]x",
        f"https://{KEY}.example/{KEY}",
    ],
)
def test_no_redirect_is_followed(server: Account, run: Run, location: str) -> None:
    server.answers[TABLES] = Answer(b"", 302, {"Location": location.encode("utf-8").decode("latin-1")})
    assert "302" in refused(run)
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "wish",
    ["9" * 400, "-1", "1e9", "Mon, 01 Jan 2024 00:00:00 +99999999999999", "Mon, 01 Jan 0001 00:00:00 +2359", "\x9b"],
)
def test_an_invalid_retry_after_is_ignored(server: Account, run: Run, wish: str) -> None:
    server.answers[TABLES] = Answer(b"", 503, {"Retry-After": wish})
    refused(run)


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"[" * 20_000 + b"]" * 20_000, "deeper"),
        (b'[{"a":' * 33 + b"1" + b"}]" * 33, "deeper"),
        (b"[-Infinity]", "not valid JSON"),
        (b'[{"Id": 1e999, "Name": "x"}]', "not valid JSON"),
        (b'[{"Id": ' + b"9" * 5000 + b', "Name": "x"}]', "not valid JSON"),
        (b"null", "a list"),
        (b"\xef\xbb\xbf\xef\xbb\xbf[]", "not valid JSON"),
        (b"[]\0", "not valid JSON"),
        (b'["' + b"\x1b" * 50 + b'"]', "not valid JSON"),
        (json.dumps([{"Id": i, "Name": str(i)} for i in range(3000)]).encode(), "has 3000 tables"),
        (b"[" + b" " * (9 * 1024 * 1024) + b"]", "larger than 8 MB"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_invalid_list_of_tables_is_refused(server: Account, run: Run, body: bytes, what: str) -> None:
    server.answers[TABLES] = Answer(body)
    assert what in refused(run)


@pytest.mark.parametrize(
    ("item", "what"),
    [
        (b'{"Id": 99999999999, "Name": "x"}', "32-bit"),
        (b'{"Id": true, "Name": "x"}', "32-bit"),
        (b'{"Id": 2, "Name": "x", "Name": [5]}', "expected text"),
        (b'{"Id": 2, "Name": null}', "has null for `Name`"),
        (b'{"Id": 1, "Name": "x"}', "has the id of another one"),
        (b'{"Id": 2, "Name": "t"}', "has the name of another one"),
        (b'"x"', "an object"),
        (json.dumps({"Id": 2, "Name": "x" * 1_000_000}).encode(), "1000000 characters"),
        (json.dumps({"Id": 2, "Name": KEY}).encode(), "the API key"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_invalid_table_is_skipped_with_an_escaped_note(server: Account, run: Run, item: bytes, what: str) -> None:
    server.tables("t")
    server.answers[TABLES] = Answer(b'[{"Id": 1, "Name": "t"}, ' + item + b"]")
    assert what in noted(run)
    assert [table.name for table in read_snapshot(Path("account.json")).tables] == ["t"]


WRONG: list[Any] = [None, -1.5, TEXT, {TEXT: TEXT}]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: type(wrong).__name__)
def test_a_wrong_type_anywhere_is_never_an_internal_error(server: Account, run: Run, wrong: Any) -> None:
    field = {"Name": "a", "Type": 1, "Label": "l", "Values": ["v"]}
    table = {"Id": 1, "Name": "t", "Label": "l", "Description": "d", "CreateConverterId": None}
    for path, body in (
        (TABLES, wrong),
        (TABLES, [wrong, *({**table, key: wrong} for key in table)]),
        (CONTACTS, wrong),
        (CONTACTS, [wrong, *({**field, key: wrong} for key in field), {**field, "Values": [wrong]}]),
        (table_path(1), wrong),
        (NAME_PATHS[0], wrong),
        (NAME_PATHS[0], [wrong]),
    ):
        server.tables("t")
        server.answers.update({CONTACTS: Answer([]), NAME_PATHS[0]: Answer([]), path: Answer(body)})
        code, _, err = run("fetch")
        assert code in (0, 3), (path, err)
        if code == 0:
            read_snapshot(Path("account.json"))
            Path("account.json").unlink()


@pytest.mark.parametrize(
    ("path", "body", "what"),
    [
        (CONTACTS, [{"Name": str(i), "Type": 1} for i in range(100_000)], "has 100000 fields"),
        (NAME_PATHS[0], [str(i) for i in range(10_001)], "has 10001 names"),
    ],
    ids=["fields", "names"],
)
def test_counts_and_sizes_are_capped(server: Account, run: Run, path: str, body: Any, what: str) -> None:
    server.answers[path] = Answer(body)
    assert what in refused(run)


@pytest.mark.parametrize(
    ("path", "item", "what"),
    [
        (CONTACTS, {"Name": "x", "Type": 1, "Values": ["y" * 200_000]}, "200000 characters"),
        (CONTACTS, {"Name": "x", "Type": 1, "Label": f"my {KEY}"}, "the API key"),
        (CONTACTS, {"Name": "x", "Type": {"a": KEY}}, "the API key"),
        (CONTACTS, {"Name": "x", "Type": ["a" * 200_000]}, "characters"),
        (CONTACTS, {"Name": [TEXT], "Type": 1}, "expected text"),
        (NAME_PATHS[1], [TEXT], "expected text"),
    ],
    ids=["value", "label", "key in a type", "type", "name", "point type"],
)
def test_invalid_items_are_skipped_with_an_escaped_note(
    server: Account, run: Run, path: str, item: Any, what: str
) -> None:
    server.answers[path] = Answer([item, "plain" if path == NAME_PATHS[1] else {"Name": "plain", "Type": 1}])
    assert what in noted(run)
    text = Path("account.json").read_text(encoding="utf-8")
    assert "plain" in text
    assert KEY not in text


def test_the_total_size_of_all_responses_is_capped(server: Account, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits.Budget, "__init__", lambda self: setattr(self, "left", 3000))
    server.answers[CONTACTS] = Answer([{"Name": "x" * 1000, "Type": 1}])
    assert run("fetch")[0] == 0
    Path("account.json").unlink()
    for path in OWNER_PATHS.values():
        server.answers[path] = Answer([{"Name": "x" * 1000, "Type": 1}])
    assert "the responses are larger than" in refused(run)


def test_only_20_notes_are_shown_and_the_rest_are_counted(server: Account, run: Run) -> None:
    server.answers[CONTACTS] = Answer([{"Name": [TEXT], "Type": 1}] * 500 + [{"Name": "x", "Type": 1}])
    err = noted(run)
    assert err.count("warning: ") == 21
    assert "480 more notes" in err


def test_a_quoted_text_is_escaped() -> None:
    assert_harmless(Quote(KEY)(TEXT, 10_000))


def test_hostile_names_are_fetched_unchanged(server: Account, run: Run) -> None:
    names = [text for text in HOSTILE if text] + ["\ud800", "\ud801", "\udc00", "\udc00\ud800"]
    server.tables(*names)
    server.answers[CONTACTS] = Answer(
        [{"Name": name, "Type": name, "Label": name, "Values": [name, name]} for name in names]
    )
    server.answers[NAME_PATHS[0]] = Answer(names)
    code, _, err = run("fetch")
    assert code == 0, err
    host, *warnings = err.splitlines()
    assert host.startswith("Reading the account at ")
    assert len(warnings) == 21
    *shown, last = warnings
    assert all(line.startswith("warning: the fields of Contacts: ") for line in shown)
    assert re.fullmatch(r"warning: \d+ more notes like these on fields, tables and names", last)
    account = read_snapshot(Path("account.json"))
    assert {item.name for item in account.owners["Contacts"]} == set(names)
    assert {table.name for table in account.tables} == set(names)
    assert set(account.order_types) == set(names)


def test_a_check_escapes_hostile_names(server: Account, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yulsn_codegen.check._rehearse", lambda *_: None)  # rendering a package is slow
    server.answers[CONTACTS] = Answer([{"Name": name, "Type": 1, "Label": name} for name in HOSTILE])
    code, out, err = run("check", "--fail-on", "info")
    assert code == 1
    assert [line[: line.index(" at ")] for line in err.splitlines()] == ["Reading the account"]
    assert out.count(" was added (type String)") == len(HOSTILE)


def test_a_snapshot_on_stdout_contains_no_commands(
    server: Account, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    server.answers[CONTACTS] = Answer([{"Name": text, "Type": 1} for text in HOSTILE if "##" not in text])
    assert main(["fetch", "--base-url", server.url, "-o", "-"]) == 0
    out = capsys.readouterr().out
    assert out.isascii()
    assert commands(out) == []
    assert len(json.loads(out)["owners"]["Contacts"]) == len([text for text in HOSTILE if "##" not in text])
