"""The account's number: given, from the environment, or of the package; and the calls that manage an account."""

from __future__ import annotations

import re
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest
from yulsn_client import AsyncClient, Client, MissingAccountIdError, YulsnError
from yulsn_codegen.account.schema import AccountSchema
from yulsn_codegen.generate import generate
from yulsn_codegen.output.lock import LOCK_NAME

from .conftest import KEY, Flavour, Playback


@pytest.fixture(autouse=True)
def no_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("YULSN_ACCOUNT_ID", raising=False)


def result(server: Playback, flavour: Flavour, call: str, **options: Any) -> Any:
    """Return what a call without arguments returns, of a client that has these options and is closed afterwards."""
    client = (Client if flavour.name == "sync" else AsyncClient)(
        KEY, base_url=server.url, **{"max_retries": 0, **options}
    )
    try:
        return flavour.run(attrgetter(call)(client)())
    finally:
        if isinstance(client, Client):
            client.close()
        else:
            flavour.run(client.aclose())


def test_no_request_is_sent_without_an_account_number(server: Playback, flavour: Flavour) -> None:
    server.play("[]")
    with pytest.raises(MissingAccountIdError, match="YULSN_ACCOUNT_ID") as caught:
        result(server, flavour, "vouchers.list")
    assert isinstance(caught.value, ValueError)
    assert server.asked == []


def test_calls_of_version_1_need_no_account_number(server: Playback, flavour: Flavour) -> None:
    server.play("[]")
    assert result(server, flavour, "contacts.list_ids") == []


def test_an_explicit_number_overrides_the_environment(
    server: Playback, flavour: Flavour, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YULSN_ACCOUNT_ID", " 12 ")
    server.play("[]")
    result(server, flavour, "vouchers.list")
    result(server, flavour, "vouchers.list", account_id=7)
    assert [request.target for request in server.asked] == ["/api/v2/12/Vouchers", "/api/v2/7/Vouchers"]


@pytest.mark.parametrize("status", [429, 503])
def test_calls_that_manage_the_schema_are_never_retried(status: int, server: Playback, flavour: Flavour) -> None:
    server.play('{"title": "Busy"}', status=status)
    with pytest.raises(YulsnError, match="Busy"):
        result(server, flavour, "admin.list_tables", account_id=1, max_retries=3)
    assert len(server.asked) == 1


@pytest.mark.parametrize("text", ["0", "-1", "one", "1.0", "99999999999"])
def test_an_invalid_number_in_the_environment_is_reported(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YULSN_ACCOUNT_ID", text)
    with pytest.raises(YulsnError, match="YULSN_ACCOUNT_ID"):
        Client(KEY)


@pytest.mark.parametrize("number", [0, -1, True, "7"])
def test_an_invalid_number_is_refused(number: Any) -> None:
    with pytest.raises((YulsnError, ValueError, TypeError), match="account_id"):
        Client(KEY, account_id=number)


def test_a_package_has_the_number_that_it_was_generated_with(builtin: AccountSchema, tmp_path: Path) -> None:
    files = generate(builtin, "yulsn_client", account_id=4711).files
    assert re.findall(r"_account_id = (\d+)", files["yulsn_client/client.py"]) == ["4711", "4711"]
    assert '"account_id": 4711' in files[LOCK_NAME]
