"""The calls that return the account schema, and the built-in account."""

from __future__ import annotations

from pathlib import Path

import httpx2
import pytest
import yulsn_codegen.sandbox
from yulsn_codegen.account.schema import OWNERS, AccountField, AccountSchema, AccountTable, FieldType
from yulsn_codegen.account.snapshot import dump_snapshot
from yulsn_codegen.sandbox import builtin_account, running

from .conftest import connect

TYPES = {"String": 1, "Boolean": 2, "Number": 3, "DateTimeOffset": 4, "Decimal": 5}


def test_the_built_in_account_is_a_canonical_snapshot() -> None:
    file = Path(yulsn_codegen.sandbox.__file__).with_name("account.json")
    assert file.read_text(encoding="utf-8") == dump_snapshot(builtin_account())


def test_the_built_in_account_has_all_types_on_all_owners_and_tables() -> None:
    account = builtin_account()
    for fields in (*account.owners.values(), *(table.fields for table in account.tables)):
        assert {field.type.value for field in fields} == set(TYPES)


@pytest.mark.parametrize("owner", OWNERS)
def test_dynamic_fields_of_an_owner_are_listed(api: httpx2.Client, owner: str) -> None:
    fields = api.get("DynamicFields", params={"owner": owner}).json()
    assert fields == [
        {
            "Name": field.name,
            "Type": TYPES[field.type],
            "Label": field.label,
            "Values": list(field.values) if field.values else None,
        }
        for field in builtin_account().owners[owner]
    ]
    if owner == "Contacts":
        assert api.get("Contacts/DynamicFields").json() == fields


def test_dynamic_fields_of_a_table_are_listed(api: httpx2.Client) -> None:
    for table in builtin_account().tables:
        answer = api.get(f"DynamicFields/{table.id}", params={"owner": "DynamicTable"}).json()
        assert [field["Name"] for field in answer] == [field.name for field in table.fields]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("DynamicFields", 400),
        ("DynamicFields?owner=", 400),
        ("DynamicFields?owner=Bikes", 400),
        ("DynamicFields?owner=DynamicTable", 400),
        ("DynamicFields/999?owner=DynamicTable", 404),
        ("DynamicFields/x?owner=DynamicTable", 400),
    ],
)
def test_dynamic_fields_of_an_unknown_owner_are_refused(api: httpx2.Client, path: str, status: int) -> None:
    answer = api.get(path)
    assert answer.status_code == status
    assert answer.json()["Message"]


def test_dynamic_tables_have_the_converters_of_their_writes(api: httpx2.Client) -> None:
    tables = {table["Name"]: table for table in api.get("DynamicTables").json()}
    for table in builtin_account().tables:
        answer = tables.pop(table.name)
        assert (answer["Id"], answer["Label"], answer["Description"]) == (table.id, table.label, table.description)
        assert (answer["CreateConverterId"] is None) == table.writes.create
        assert (answer["UpdateConverterId"] is None) == table.writes.update
        assert (answer["DeleteConverterId"] is None) == table.writes.delete
    assert not tables


def test_types_and_patch_fields_are_listed(api: httpx2.Client) -> None:
    account = builtin_account()
    assert api.get("Orders/types").json() == list(account.order_types)
    assert api.get("Points/Types").json() == list(account.point_types)
    assert api.get("Contacts/PatchFields").json() == list(account.patch_fields)


def test_an_account_with_hostile_names_is_served_unchanged() -> None:
    names = ["'; DROP TABLE objects; --", 'a"b\\c\n', "email", "Email", "İ", "", "\u0000", "😀", "Id", "name", "NAME"]
    fields = tuple(AccountField(name, FieldType.STRING) for name in names)
    tables = tuple(
        AccountTable(number, name, fields=fields) for number, name in enumerate(["a/b", "Bulk", "%2F", "x ?#&+"])
    )
    account = AccountSchema(owners=dict.fromkeys(OWNERS, fields), tables=tables)
    with running(account) as sandbox, connect(sandbox) as api:
        assert [field["Name"] for field in api.get("DynamicFields?owner=Contacts").json()] == names
        values = {name: f"value of {name!r}" for name in names if name not in ("Email", "Id")}
        registration = {"RegistrationSource": "x", "RegistrationIp": "::1", "Email": "a@example.com"}
        contact = api.post("Contacts", json=values | registration).json()
        assert {name: contact[name] for name in values} == values
        assert (contact["Id"], contact["Email"]) == (1, "a@example.com")
        for table in ("a%2Fb", "Bulk", "%252F", "x%20%3F%23%26%2B"):
            row = api.post(f"table/{table}", json=values).json()
            assert {name: row[name] for name in values} == values
            assert api.get(f"table/{table}/{row['Id']}").json() == row


def test_a_field_of_an_unknown_type_accepts_any_value() -> None:
    account = AccountSchema(owners={**dict.fromkeys(OWNERS, ()), "Contacts": (AccountField("Odd", FieldType.UNKNOWN),)})
    with running(account) as sandbox, connect(sandbox) as api:
        for path in ("/api/v1/DynamicFields?owner=Contacts", "/api/v2/1/DynamicFields/Contacts"):
            (field,) = api.get(sandbox.base_url + path).json()
            assert field["Type"] not in TYPES.values()
        body = {"RegistrationSource": "x", "RegistrationIp": "::1", "Odd": {"a": [1, None, "x"]}}
        assert api.post("Contacts", json=body).json()["Odd"] == body["Odd"]
