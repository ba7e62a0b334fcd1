"""How each command that reads an account handles JSON that parsers often reject."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from account.server import KEY, OWNER_PATHS, Account, Answer
from yulsn_codegen.cli import main
from yulsn_codegen.text.errors import ExitCode

GENERATED = Path(__file__).resolve().parents[2] / "generated"
STORES = OWNER_PATHS["Stores"]


@pytest.fixture(scope="module")
def server() -> Iterator[Account]:
    account = Account()
    yield account
    account.close()


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"[" * 800 + b"]" * 800, "is nested deeper than 32 levels"),
        (b'[{"Name": "A", "More": ' + b'{"a": ' * 800 + b"1" + b"}" * 801 + b"]", "is nested deeper than 32 levels"),
        (b"[" + b"9" * 5_000 + b"]", "is not valid JSON: a number has 5000 digits"),
        (b'[{"Name": "A", "Type": 1, "Values": [NaN]}]', "is not valid JSON"),
    ],
    ids=["nested lists", "nested objects", "5,000 digits", "NaN"],
)
def test_every_command_reports_a_response_that_cannot_be_parsed(
    server: Account,
    body: bytes,
    what: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("YULSN_API_KEY", KEY)
    monkeypatch.setenv("YULSN_BASE_URL", server.url)
    monkeypatch.setitem(server.answers, STORES, Answer(body))
    commands = [
        ["fetch", "-o", "account.json"],
        ["generate"],
        ["check", "--out", str(GENERATED)],
        ["diff", str(GENERATED), server.url],
        ["probe"],
    ]
    for command in commands:
        assert main(command) == ExitCode.UNDETERMINED, command
        out, err = capsys.readouterr()
        assert out == ""
        announced, error, *_ = err.splitlines()
        assert announced == f"Reading the account at {server.url}"
        assert error.startswith(f"error: GET {STORES}: the response ")
        assert what in error
    assert main(["doctor", "-o", "text"]) == 0
    assert "read the fields of Stores: no: " in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []


def test_every_command_accepts_names_with_lone_surrogates(
    server: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("YULSN_API_KEY", KEY)
    monkeypatch.setenv("YULSN_BASE_URL", server.url)
    monkeypatch.setitem(server.answers, STORES, Answer(b'[{"Name": "\\ud800", "Type": 1, "Values": ["\\udc00"]}]'))
    assert main(["fetch", "-o", "account.json"]) == 0
    assert main(["generate"]) == 0
    assert main(["check", "--out", "generated"]) == 0
    assert main(["diff", "account.json", server.url]) == 0
    assert "warning" not in capsys.readouterr().err
