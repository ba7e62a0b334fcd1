"""The live account against the package's own: what differs, and whether it is the same account at all."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from flavours import Run
from runtime import account, own, verification
from runtime.account import SchemaChange, compare, is_same_account, live_schema
from runtime.calls import Call
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
    monkeypatch.setattr(verification, "own_schema", lambda: OWN)


def live() -> Any:
    owners: dict[str, Any] = {owner: [] for owner in account.OWNERS} | {"Contacts": CONTACT_FIELDS}
    lists = {"order_types": ["shop"], "point_types": [], "patch_fields": ["FirstName"]}
    return copy.deepcopy(live_schema(owners, TABLES, {7: DOORS, 8: []}, lists))


def changed(change: Any) -> list[SchemaChange]:
    found = live()
    change(found)
    return compare(OWN, found)


def test_the_same_account_has_no_changes_in_whatever_order() -> None:
    assert compare(OWN, live()) == []
    assert compare(OWN, OWN) == []


CHANGES: dict[str, tuple[Any, list[SchemaChange]]] = {
    "a field more": (
        lambda s: s["owners"]["Orders"].append({"name": "Gift", "type": "Boolean"}),
        [SchemaChange("added", "Orders: Gift", None, "Boolean")],
    ),
    "a field less": (
        lambda s: s["owners"]["Contacts"].pop(0),
        [SchemaChange("removed", "Contacts: Size", "Number", None)],
    ),
    "another type": (
        lambda s: s["owners"]["Contacts"][0].update(type="Decimal"),
        [SchemaChange("type", "Contacts: Size", "Number", "Decimal")],
    ),
    "another type that is not known": (
        lambda s: s["owners"]["Contacts"][2].update(server_type=10),
        [SchemaChange("type", "Contacts: Odd", "Unknown (9)", "Unknown (10)")],
    ),
    "other values": (
        lambda s: s["owners"]["Contacts"][1].update(values=["red", "blue"]),
        [SchemaChange("values", "Contacts: Colour", ("green", "red"), ("blue", "red"))],
    ),
    "no values": (
        lambda s: s["owners"]["Contacts"][1].update(values=None),
        [SchemaChange("values", "Contacts: Colour", ("green", "red"), None)],
    ),
    "another label": (
        lambda s: s["owners"]["Contacts"][1].update(label="Color"),
        [SchemaChange("label", "Contacts: Colour", "Colour", "Color")],
    ),
    "a table less": (lambda s: s["tables"].pop(0), [SchemaChange("removed", "table Boats", 8, None)]),
    "a table more": (
        lambda s: s["tables"].append({**s["tables"][0], "id": 9, "name": "Vans"}),
        [SchemaChange("added", "table Vans", None, 9)],
    ),
    "a table renamed": (
        lambda s: s["tables"][1].update(name="Autos"),
        [SchemaChange("renamed", "table Cars", "Cars", "Autos")],
    ),
    "a converter": (
        lambda s: s["tables"][1]["writes"].update(create=False, delete=True),
        [SchemaChange("create", "table Cars", True, False), SchemaChange("delete", "table Cars", False, True)],
    ),
    "a table's field": (
        lambda s: s["tables"][1]["fields"].clear(),
        [SchemaChange("removed", "table Cars: Doors", "Number", None)],
    ),
    "names": (
        lambda s: s.update(order_types=["web"], patch_fields=[]),
        [
            SchemaChange("removed", "order types: shop", "shop", None),
            SchemaChange("added", "order types: web", None, "web"),
            SchemaChange("removed", "patchable fields: FirstName", "FirstName", None),
        ],
    ),
}


@pytest.mark.parametrize(("change", "wanted"), CHANGES.values(), ids=CHANGES)
def test_every_difference_is_a_change(change: Any, wanted: list[SchemaChange]) -> None:
    assert changed(change) == wanted


def test_an_account_that_makes_no_sense_is_no_crash() -> None:
    odd = live_schema({owner: [None, 5, {}] for owner in account.OWNERS}, [{}, None, {"Id": "x", "Name": None}], {}, {})
    assert compare(OWN, odd)
    assert not is_same_account(OWN, [None, {}, 5], None)


# --- Over HTTP ---


def answers(tables: list[dict[str, Any]] = TABLES) -> list[Reply]:
    bodies: list[Any] = [CONTACT_FIELDS, [], [], [], [], tables]
    bodies += [DOORS if table["Id"] == 7 else [] for table in tables]
    bodies += [["shop"], ["bonus"], ["FirstName"]]
    return [Reply(200, json.dumps(body).encode()) for body in bodies]


def test_the_live_account_is_read_by_the_clients_own_calls(server: ScriptedServer, run: Run) -> None:
    server.replies(*answers())
    assert run(server.url, lambda client: client.verify_schema()) == [
        SchemaChange("added", "point types: bonus", None, "bonus")
    ]
    assert [f"{asked.method} {asked.path}" for asked in server.asked] == [
        *(f"GET /api/v1/DynamicFields?owner={owner}" for owner in account.OWNERS),
        "GET /api/v1/DynamicTables",
        "GET /api/v1/DynamicFields/8?owner=DynamicTable",
        "GET /api/v1/DynamicFields/7?owner=DynamicTable",
        "GET /api/v1/Orders/Types",
        "GET /api/v1/Points/Types",
        "GET /api/v1/Contacts/PatchFields",
    ]


def test_an_account_that_cannot_be_read_is_an_error_and_no_change(server: ScriptedServer, run: Run) -> None:
    server.replies(Reply(200, b'{"Message":"x"}'))
    with pytest.raises(DecodeError, match=r"answer to dynamic_fields.list is no list"):
        run(server.url, lambda client: client.verify_schema())
    server.replies(Reply(403))
    with pytest.raises(YulsnError, match="403"):
        run(server.url, lambda client: client.verify_schema())


PING: Call[Any] = Call("lines.any", "GET", "/api/v1/Lines", Any)


def ping_twice(name: str) -> Any:
    def use(client: Any) -> Any:
        return [client.call(PING), client.with_options(timeout=3).call(PING)]

    async def use_async(client: Any) -> Any:
        import asyncio

        return await asyncio.gather(client.call(PING), client.with_options(timeout=3).call(PING))

    return use if name == "sync" else use_async


def test_the_packages_own_account_is_accepted_and_asked_for_once(server: ScriptedServer, run: Run) -> None:
    drifted = [TABLES[1], {"Id": 99, "Name": "New"}]
    server.replies(Reply(200, json.dumps(drifted).encode()), Reply(200, b"1"), Reply(200, b"2"))
    assert sorted(run(server.url, ping_twice(run.name), expect_account=True)) == [1, 2]
    assert [asked.path for asked in server.asked] == ["/api/v1/DynamicTables", "/api/v1/Lines", "/api/v1/Lines"]


@pytest.mark.parametrize("tables", [[], [{"Id": 7, "Name": "Boats"}, {"Id": 8, "Name": "Cars"}]])
def test_another_accounts_key_is_refused_before_anything_is_sent(
    server: ScriptedServer, run: Run, tables: list[dict[str, Any]]
) -> None:
    server.replies(Reply(200, json.dumps(tables).encode()))
    with pytest.raises(WrongAccountError, match="the API key belongs to another account"):
        run(server.url, lambda client: client.call(PING), expect_account=True)
    assert len(server.asked) == 1


def test_an_account_without_tables_is_known_by_its_contact_fields(
    server: ScriptedServer, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verification, "own_schema", lambda: {**OWN, "tables": []})
    server.replies(Reply(200, json.dumps(CONTACT_FIELDS[:2]).encode()), Reply(200, b"1"), Reply(200, b"[]"))
    assert run(server.url, lambda client: client.call(PING), expect_account=True) == 1
    with pytest.raises(WrongAccountError, match="contact fields"):
        run(server.url, lambda client: client.call(PING), expect_account=True)
    monkeypatch.setattr(verification, "own_schema", lambda: {**OWN, "tables": [], "owners": {}})
    server.replies(Reply(200, b"[]"), Reply(200, b"1"))
    assert run(server.url, lambda client: client.call(PING), expect_account=True) == 1


def test_the_packages_own_schema_is_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "made_for_a_test"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "account.json").write_text(json.dumps(OWN), encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(own, "__package__", "made_for_a_test._runtime")
    own.own_schema.cache_clear()
    assert own.own_schema() == OWN
    own.own_schema.cache_clear()
