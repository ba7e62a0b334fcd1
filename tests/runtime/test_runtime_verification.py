"""Comparing the live account with the package's: what differs, and whether it is the same account."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from flavours import Run
from runtime import snapshot, verification
from runtime.account.schema import OWNERS, AccountSchema
from runtime.account_reading import read_fields, read_snapshot, read_tables
from runtime.calls import Call
from runtime.drift.compare import compare
from runtime.errors import DecodeError, WrongAccountError, YulsnError
from scripted_server import Reply, ScriptedServer

OWN: dict[str, Any] = {
    "format": 1,
    "owners": {
        "Contacts": [
            {"name": "Colour", "type": "String", "label": "Colour", "values": ["red", "green"]},
            {"name": "Size", "type": "Number", "label": None, "values": None},
            {"name": "Odd", "type": "Unknown", "label": None, "values": None, "server_type": 9},
        ],
        "ContactCompanies": [],
        "Orders": [],
        "OrderLines": [],
        "Stores": [],
    },
    "tables": [
        {
            "id": 7,
            "name": "Cars",
            "label": "Cars",
            "description": None,
            "writes": {"create": True, "update": True, "delete": False},
            "fields": [{"name": "Doors", "type": "Number", "label": None, "values": None}],
        },
        {
            "id": 8,
            "name": "Boats",
            "label": None,
            "description": None,
            "writes": {"create": True, "update": True, "delete": True},
            "fields": [],
        },
    ],
    "order_types": ["shop"],
    "point_types": [],
    "patch_fields": ["FirstName"],
}
CONTACT_FIELDS = [
    {"Name": "Size", "Type": "number", "Label": None, "Values": None},
    {"Name": "Colour", "Type": 1, "Label": "Colour", "Values": ["green", "red", None]},
    {"name": "Odd", "type": 9},
]
TABLES: list[dict[str, Any]] = [
    {"Id": 8, "Name": "Boats"},
    {"Id": 7, "Name": "Cars", "Label": "Cars", "DeleteConverterId": 3, "Icon": "car"},
]
DOORS = [{"Name": "Doors", "Type": 3, "Label": None, "Values": None}]


@pytest.fixture(autouse=True)
def _own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "packaged_snapshot", lambda: OWN)


def test_a_snapshot_and_responses_mean_the_same_schema() -> None:
    tables = [replace(table, fields=read_fields({7: DOORS, 8: []}[table.id])) for table in read_tables(TABLES)]
    owners = {**dict.fromkeys(OWNERS, ()), "Contacts": read_fields(CONTACT_FIELDS)}
    live = AccountSchema(owners, tuple(tables), ("shop",), (), ("FirstName",))
    assert compare(read_snapshot(OWN), live) == ()


@pytest.mark.parametrize("data", [None, {"Message": "x"}, [None], [5], [{}], [{"Id": "x"}], [{"Id": 1, "Name": None}]])
def test_an_invalid_response_is_an_error_that_names_the_call(data: object) -> None:
    for read, call in ((read_tables, "dynamic_tables.list"), (read_fields, "dynamic_fields.list")):
        with pytest.raises(DecodeError, match=f"response to {call}"):
            read(data)


# --- Over HTTP ---


def answers(tables: list[dict[str, Any]] = TABLES) -> list[Reply]:
    bodies: list[Any] = [CONTACT_FIELDS, [], [], [], [], tables]
    bodies += [DOORS if table["Id"] == 7 else [] for table in tables]
    bodies += [["shop"], ["bonus"], ["FirstName"]]
    return [Reply(200, json.dumps(body).encode()) for body in bodies]


def test_the_live_account_is_read_with_the_clients_own_calls(server: ScriptedServer, run: Run) -> None:
    server.replies(*answers())
    [change] = run(server.url, lambda client: client.verify_schema())
    assert (change.rule.id, str(change.place), change.after) == ("point-types-introduced", "point types", ("bonus",))
    assert str(change) == "warning: point-types-introduced: point types: () -> ('bonus',)"
    assert [f"{asked.method} {asked.path}" for asked in server.asked] == [
        *(f"GET /api/v1/DynamicFields?owner={owner}" for owner in OWNERS),
        "GET /api/v1/DynamicTables",
        "GET /api/v1/DynamicFields/8?owner=DynamicTable",
        "GET /api/v1/DynamicFields/7?owner=DynamicTable",
        "GET /api/v1/Orders/Types",
        "GET /api/v1/Points/Types",
        "GET /api/v1/Contacts/PatchFields",
    ]


def test_an_unreadable_account_is_an_error_and_not_a_change(server: ScriptedServer, run: Run) -> None:
    server.replies(Reply(200, b'{"Message":"x"}'))
    with pytest.raises(DecodeError, match=r"response to dynamic_fields.list is not a list"):
        run(server.url, lambda client: client.verify_schema())


@pytest.mark.parametrize("status", [401, 403, 404])
def test_parts_that_the_key_may_not_read_are_not_compared(server: ScriptedServer, run: Run, status: int) -> None:
    replies = answers()
    for index in (0, 5, 8):  # the contacts' fields, the tables, the order types
        replies[index] = Reply(status, b'{"Message":"No right"}')
    del replies[6:8]  # no table is known, so no fields are requested
    server.replies(*replies)
    found = run(server.url, lambda client: client.verify_schema())
    assert [change.rule.id for change in found] == ["point-types-introduced"]


def test_unread_fields_of_a_table_are_not_reported_as_removed(server: ScriptedServer, run: Run) -> None:
    replies = answers()
    replies[7] = Reply(404, b'{"Message":"Gone"}')
    server.replies(*replies)
    found = run(server.url, lambda client: client.verify_schema())
    assert [change.rule.id for change in found] == ["point-types-introduced"]


def test_a_key_that_may_read_nothing_is_an_error(server: ScriptedServer, run: Run) -> None:
    server.replies(*[Reply(403)] * 9)
    with pytest.raises(YulsnError, match="403"):
        run(server.url, lambda client: client.verify_schema())


def test_parts_that_the_package_was_generated_without_are_not_compared(
    server: ScriptedServer, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    owners = {**OWN["owners"], "Contacts": []}
    unread = ["owners.Contacts", "point_types"]
    monkeypatch.setattr(verification, "packaged_snapshot", lambda: {**OWN, "owners": owners, "unread": unread})
    server.replies(*answers())
    assert run(server.url, lambda client: client.verify_schema()) == []


def test_numbers_and_lists_as_text_are_parsed() -> None:
    one = read_fields([{"Name": "A", "Type": "3", "Values": '[1, "2", null]'}, {"Type": 1}])
    other = read_fields([{"name": "A", "type": 3, "values": ["1", 2.0]}, {"name": "A", "type": "Number"}])
    assert [(field.type, field.values) for field in one] == [("Number", (1, 2))]
    assert [(field.type, field.values) for field in other] == [("Number", None)]
    assert [table.id for table in read_tables([{"Id": "7", "Name": "Cars"}, {"Id": 7, "Name": "Again"}, None])] == [7]


def test_allowed_values_with_a_fraction_equal_those_of_the_snapshot() -> None:
    """Responses are decoded to exact Decimals, which no snapshot holds."""
    (field,) = read_fields([{"Name": "Size", "Type": 5, "Values": [Decimal("2.5"), Decimal("3.0"), 4]}])
    (same,) = read_fields([{"Name": "Size", "Type": 5, "Values": [2.5, 3.0, 4]}])
    assert field == same
    assert 2.5 in (field.values or ())


PING: Call[Any] = Call("lines.any", "GET", "/api/v1/Lines", Any)


def ping_twice(name: str) -> Any:
    def use(client: Any) -> Any:
        return [client.call(PING), client.with_options(timeout=3).call(PING)]

    async def use_async(client: Any) -> Any:
        import asyncio

        return await asyncio.gather(client.call(PING), client.with_options(timeout=3).call(PING))

    return use if name == "sync" else use_async


def test_the_account_of_the_package_is_accepted_after_one_request(server: ScriptedServer, run: Run) -> None:
    drifted = [TABLES[1], {"Id": 99, "Name": "New"}]
    server.replies(Reply(200, json.dumps(drifted).encode()), Reply(200, b"1"), Reply(200, b"2"))
    assert sorted(run(server.url, ping_twice(run.name), expect_account=True)) == [1, 2]
    assert [asked.path for asked in server.asked] == ["/api/v1/DynamicTables", "/api/v1/Lines", "/api/v1/Lines"]


@pytest.mark.parametrize("tables", [[], [{"Id": 7, "Name": "Boats"}, {"Id": 8, "Name": "Cars"}]])
def test_another_accounts_key_is_refused_before_anything_is_sent(
    server: ScriptedServer, run: Run, tables: list[dict[str, Any]]
) -> None:
    server.replies(Reply(200, json.dumps(tables).encode()))
    with pytest.raises(WrongAccountError, match="the API key belongs to a different account"):
        run(server.url, lambda client: client.call(PING), expect_account=True)
    assert len(server.asked) == 1


def test_an_account_without_tables_is_identified_by_its_contact_fields(
    server: ScriptedServer, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verification, "packaged_snapshot", lambda: {**OWN, "tables": []})
    server.replies(Reply(200, json.dumps(CONTACT_FIELDS[:2]).encode()), Reply(200, b"1"), Reply(200, b"[]"))
    assert run(server.url, lambda client: client.call(PING), expect_account=True) == 1
    with pytest.raises(WrongAccountError, match="contact fields"):
        run(server.url, lambda client: client.call(PING), expect_account=True)
    monkeypatch.setattr(verification, "packaged_snapshot", lambda: {**OWN, "tables": [], "owners": {}})
    server.replies(Reply(200, b"[]"), Reply(200, b"1"))
    assert run(server.url, lambda client: client.call(PING), expect_account=True) == 1


def test_the_packaged_snapshot_is_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "made_for_a_test"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "account.json").write_text(json.dumps(OWN), encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(snapshot, "__package__", "made_for_a_test._runtime")
    snapshot.packaged_snapshot.cache_clear()
    assert snapshot.packaged_snapshot() == OWN
    snapshot.packaged_snapshot.cache_clear()
