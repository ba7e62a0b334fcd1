"""Managing fields and tables against a sandbox over real HTTP: what is created is part of the account at once."""

from __future__ import annotations

import warnings
from collections.abc import Iterator

import pytest
from yulsn_client import BadRequestError, LockedError, NotFoundError
from yulsn_client.models import (
    ContactPatch,
    DynamicFieldCreate,
    DynamicFieldOwner,
    DynamicFieldRelation,
    DynamicFieldRelationOnDelete,
    DynamicFieldType,
    DynamicFieldUpdate,
    DynamicTableCreate,
    DynamicTableUpdate,
    TableEntityCreate,
)
from yulsn_codegen.account.fetch import fetch
from yulsn_codegen.account.schema import AccountField, AccountTable, FieldType
from yulsn_codegen.sandbox import RunningSandbox, running

from .conftest import Flavour, Make
from .people import NOBODY, NUMBERS, people

FIELDS = "/api/v2/{accountId}/DynamicFields"
TABLES = "/api/v2/{accountId}/DynamicTables"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[RunningSandbox]:
    """A sandbox of its own, because these tests change its account."""
    with running() as found:
        yield found


@pytest.fixture(scope="module", params=["sync", "async"])
def api(request: pytest.FixtureRequest, sandbox: RunningSandbox, flavours: Make) -> Flavour:
    return flavours(request.param, sandbox.base_url, sandbox.api_key)


def new_field(**members: object) -> DynamicFieldCreate:
    settings: dict[str, object] = {
        **{"is_unique": False, "is_searchable": True, "has_person_data": False, "can_merge": True},
        **{"name": f"Felt {next(NUMBERS)}", "type": DynamicFieldType.NUMBER, "label": "Antal"},
        **members,
    }
    return DynamicFieldCreate(**settings)  # type: ignore[arg-type]


def update(**members: object) -> DynamicFieldUpdate:
    flags = {"is_unique": True, "is_searchable": False, "has_person_data": True, "can_merge": False}
    return DynamicFieldUpdate(**flags, **members)  # type: ignore[arg-type]


@pytest.mark.rows(
    f"POST {FIELDS}/{{owner}}",
    f"GET {FIELDS}/{{owner}}",
    f"GET {FIELDS}/{{owner}}/{{fieldId}}",
    f"POST {FIELDS}/{{owner}}/{{fieldId}}",
    f"POST {FIELDS}/{{owner}}/{{fieldId}}/Relation",
)
def test_a_new_field_is_visible_in_version_1_and_to_fetch(api: Flavour, sandbox: RunningSandbox) -> None:
    admin, (ada,) = api.client.admin, people(api, 1)
    body = new_field(values_json="[2, 4]")
    name = str(body.name)
    number = api.run(admin.create_field("Contacts", body))
    found = api.run(admin.get_field("Contacts", number))
    assert (found.id, found.name, found.type, found.label) == (number, name, DynamicFieldType.NUMBER, "Antal")
    assert (found.values_json, found.can_merge, found.relation_owner) == ("[2,4]", True, None)
    assert api.run(admin.list_fields("contacts"))[-1] == found

    assert [field.values for field in api.run(api.client.dynamic_fields.list("Contacts")) if field.name == name] == [
        [2, 4]
    ]
    owned = {field.name: field for field in fetch(sandbox.base_url, sandbox.api_key).owners["Contacts"]}
    assert owned[name] == AccountField(name, FieldType.NUMBER, "Antal", (2, 4))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        patch = ContactPatch.from_dict({name: 4}, allow_extra=True)
        assert api.run(api.client.contacts.patch(ada.id, patch)).extra[name] == 4
        with pytest.raises(BadRequestError):
            api.run(api.client.contacts.patch(ada.id, ContactPatch.from_dict({name: 3}, allow_extra=True)))

        api.run(admin.update_field("Contacts", number, update(label="Nyt", values_json=None)))
        changed = api.run(admin.get_field("Contacts", number))
        assert (changed.name, changed.label, changed.is_unique, changed.can_merge) == (name, "Nyt", True, False)
        api.run(api.client.contacts.patch(ada.id, ContactPatch.from_dict({name: 3}, allow_extra=True)))

    relation = DynamicFieldRelation(
        relation_owner=DynamicFieldOwner.DYNAMIC_TABLE,
        relation_dynamic_table_id=3,
        relation_on_delete=DynamicFieldRelationOnDelete.SET_NULL,
    )
    api.run(admin.relate_field("Contacts", number, relation))
    related = api.run(admin.get_field("Contacts", number))
    assert (related.relation_owner, related.relation_dynamic_table_id) == (DynamicFieldOwner.DYNAMIC_TABLE, 3)
    assert related.last_modified > found.last_modified

    for wrong in (new_field(name=name.lower()), new_field(name=" "), new_field(values_json='{"a": 1}')):
        with pytest.raises(BadRequestError):
            api.run(admin.create_field("Contacts", wrong))
    with pytest.raises(NotFoundError):
        api.run(admin.get_field("Orders", number))


def test_voucher_fields_are_not_visible_in_version_1(api: Flavour) -> None:
    admin = api.client.admin
    number = api.run(admin.create_field("Voucher", new_field(type=DynamicFieldType.STRING)))
    api.run(admin.update_field("Voucher", number, update(label="Farve", values_json='["rød"]')))
    found = api.run(admin.get_field("Voucher", number))
    assert (found.type, found.label, found.values_json) == (DynamicFieldType.STRING, "Farve", '["rød"]')


@pytest.mark.parametrize("owner", ["Stores", "Voucher"])
def test_allowed_values_may_have_a_fraction(api: Flavour, owner: str) -> None:
    admin = api.client.admin
    number = api.run(admin.create_field(owner, new_field(type=DynamicFieldType.DECIMAL, values_json="[1.5, 2]")))
    assert api.run(admin.get_field(owner, number)).values_json == "[1.5,2.0]"


@pytest.mark.rows(
    f"POST {TABLES}",
    f"GET {TABLES}",
    f"GET {TABLES}/{{tableId}}",
    f"GET {TABLES}/Name/{{tableName}}",
    f"POST {TABLES}/{{tableId}}",
    f"POST {FIELDS}/DynamicTable/{{tableId}}",
    f"GET {FIELDS}/DynamicTable/{{tableId}}",
    f"GET {FIELDS}/DynamicTable/{{tableId}}/{{fieldId}}",
    f"POST {FIELDS}/DynamicTable/{{tableId}}/{{fieldId}}",
    f"POST {FIELDS}/DynamicTable/{{tableId}}/{{fieldId}}/Relation",
)
def test_a_new_table_with_a_field_accepts_rows_at_once(api: Flavour, sandbox: RunningSandbox) -> None:
    admin, entities, name = api.client.admin, api.client.dynamic_table_entities, f"Værktøj {next(NUMBERS)}"
    number = api.run(admin.create_table(DynamicTableCreate(name=name, is_shared=True, label="L", icon="hammer")))
    table = api.run(admin.get_table(number))
    assert (table.id, table.name, table.is_shared, table.icon) == (number, name, True, "hammer")
    assert api.run(admin.find_table_by_name(name.lower())) == table
    assert api.run(admin.find_table_by_name("none")) is None
    assert table in api.run(admin.list_tables())
    (shown,) = [one for one in api.run(api.client.dynamic_tables.list()) if one.id == number]
    assert (shown.name, shown.icon, shown.is_shared) == (name, "hammer", True)

    field = api.run(admin.create_table_field(number, new_field(name="Vægt", type=DynamicFieldType.DECIMAL)))
    assert [one.id for one in api.run(admin.list_table_fields(number))] == [field]
    api.run(admin.update_table_field(number, field, update(label="kg")))
    api.run(admin.relate_table_field(number, field, DynamicFieldRelation(relation_owner=DynamicFieldOwner.STORES)))
    related = api.run(admin.get_table_field(number, field))
    assert (related.label, related.relation_owner) == ("kg", DynamicFieldOwner.STORES)
    account = fetch(sandbox.base_url, sandbox.api_key)
    wanted = AccountTable(number, name, "L", fields=(AccountField("Vægt", FieldType.DECIMAL, "kg"),))
    assert [one for one in account.tables if one.id == number] == [wanted]

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        row = api.run(entities.create(name, TableEntityCreate.from_dict({"Vægt": 1.5}, allow_extra=True)))
        assert str(row.extra["Vægt"]) == "1.5"
        api.run(admin.update_table(number, DynamicTableUpdate(description="Ny", delete_converter_id=5)))
        with pytest.raises(LockedError):
            api.run(entities.delete(name, row.id))
    changed = api.run(admin.get_table(number))
    assert (changed.label, changed.description, changed.delete_converter_id) == (None, "Ny", 5)
    assert changed.is_shared
    with pytest.raises(BadRequestError):
        api.run(admin.create_table(DynamicTableCreate(name=name.upper(), is_shared=False)))
    for unknown in (admin.get_table(NOBODY), admin.list_table_fields(NOBODY)) if api.name == "async" else ():
        with pytest.raises(NotFoundError):
            api.run(unknown)
