"""Tailoring: an account's fields and tables are merged into the description, and nothing else changes."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.accounts import HOSTILE, account, field, table
from support.generating import tailored
from yulsn_codegen.account.schema import EMPTY, OWNERS, AccountField, AccountSchema, FieldType, TableWrites
from yulsn_codegen.client.identifiers import suffix
from yulsn_codegen.client.naming import Names
from yulsn_codegen.client.tailor import TABLE_PATH, field_schema, tailor
from yulsn_codegen.description.document import Document, load, written_schemas

DESCRIPTION = load()  # hypothesis would show a fixture in full
READS = {
    "Contacts": "Contact",
    "ContactCompanies": "ContactCompany",
    "Orders": "Order",
    "OrderLines": "OrderLine",
    "Stores": "Store",
}


def properties(document: Document, schema: str) -> Any:
    return document.schemas[schema]["properties"]


def carriers(document: Document, owner: str) -> set[str]:
    return {name for name, schema in document.schemas.items() if schema.get("x-dynamic-owner") == owner}


def of_table(document: Document, name: str) -> dict[str, list[str]]:
    """Return the names of the calls of a table, by path."""
    return {
        path: [
            call["name"] for method in item.values() if isinstance(method, dict) for call in method.get("x-calls", ())
        ]
        for path, item in document.root["paths"].items()
        if item.get("x-table", {}).get("name") == name
    }


def test_tailoring_does_not_modify_the_document(description: Document, builtin: AccountSchema) -> None:
    before = copy.deepcopy(description)
    tailored(description, builtin)
    assert description == before


def test_an_account_without_fields_and_tables_changes_nothing(description: Document) -> None:
    assert tailored(description, EMPTY) == description


@pytest.mark.parametrize("owner", OWNERS)
def test_a_field_is_added_to_all_read_and_write_schemas_of_its_owner(description: Document, owner: str) -> None:
    document = tailored(description, replace(EMPTY, owners={**EMPTY.owners, owner: (field("Gadget"),)}))
    having = {name for name, schema in document.schemas.items() if "Gadget" in schema.get("properties", {})}
    assert having == carriers(description, owner)
    assert READS[owner] in having
    assert having & written_schemas(description)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (FieldType.STRING, {"type": ["string", "null"]}),
        (FieldType.BOOLEAN, {"type": ["boolean", "null"]}),
        (FieldType.NUMBER, {"type": ["integer", "null"]}),
        (FieldType.DATE_TIME_OFFSET, {"type": ["string", "null"], "format": "date-time"}),
        (FieldType.DECIMAL, {"type": ["number", "null"], "format": "decimal"}),
        (FieldType.UNKNOWN, {}),
    ],
)
def test_a_field_has_its_type_and_is_nullable(kind: FieldType, expected: dict[str, Any]) -> None:
    assert field_schema(field("A", kind), write=False) == {**expected, "x-dynamic": kind.value}
    assert field_schema(field("A", kind, label="L"), write=True) == {**expected, "x-dynamic": kind.value, "title": "L"}


@pytest.mark.parametrize(
    ("given_field", "enum"),
    [
        (field("A", values=["red", "green", "red"]), ["red", "green", None]),
        (field("A", FieldType.NUMBER, values=["3", "1", "03"]), [3, 1, None]),
        (field("A", FieldType.NUMBER, values=["1", "many"]), None),
        (field("A", FieldType.NUMBER, values=["1", str(2**63 - 1), str(-(2**63))]), [1, 2**63 - 1, -(2**63), None]),
        (field("A", FieldType.NUMBER, values=["1", str(2**63), str(-(2**70))]), [1, 2**63, -(2**70), None]),
        (field("A", FieldType.NUMBER, values=["9" * 5000]), None),
        (field("A", FieldType.DECIMAL, values=["1.5"]), None),
        (field("A", FieldType.BOOLEAN, values=["true"]), None),
        (field("A", FieldType.UNKNOWN, values=["x"]), None),
        (field("A", values=[]), None),
        (field("A"), None),
    ],
)
def test_allowed_values_restrict_only_writes_and_are_documented_for_reads(
    given_field: AccountField, enum: list[object] | None
) -> None:
    write, read = field_schema(given_field, write=True), field_schema(given_field, write=False)
    assert write.get("enum") == enum
    assert "enum" not in read
    known = None if given_field.values is None else list(given_field.values)
    assert write.get("x-allowed-values") == read.get("x-allowed-values") == known


def test_fields_with_values_are_enums_only_in_write_schemas(
    description: Document,
) -> None:
    document = tailored(
        description, account([field("Colour", values=["red"])], [table(1, "Cars", field("Size", values=["s"]))])
    )
    for name in carriers(document, "Contacts"):
        assert ("enum" in properties(document, name)["Colour"]) == (name in written_schemas(description)), name
    assert "enum" not in properties(document, "CarsRow")["Size"]
    assert properties(document, "CarsCreate")["Size"]["enum"] == ["s", None]
    assert properties(document, "CarsPatch")["Size"]["enum"] == ["s", None]


def test_a_field_with_the_name_of_a_static_property_is_that_property(description: Document) -> None:
    document = tailored(description, account([field("Email", FieldType.NUMBER)]))
    assert properties(document, "Contact")["Email"] == properties(description, "Contact")["Email"]
    assert list(properties(document, "Contact")).count("Email") == 1


def test_fields_come_after_the_static_properties_sorted_by_name(description: Document) -> None:
    document = tailored(description, account([field("b"), field("A"), field("a")]))
    assert list(properties(document, "Contact")) == [*properties(description, "Contact"), "A", "a", "b"]


# --- tables ---


def test_every_table_has_its_own_schemas_and_paths(description: Document) -> None:
    document = tailored(description, account(tables=[table(7, "Cars", field("Doors", FieldType.NUMBER))]))
    assert {name for name in document.schemas if name.startswith("Cars")} == {"CarsRow", "CarsCreate", "CarsPatch"}
    for name, generic in (
        ("CarsRow", "TableEntity"),
        ("CarsCreate", "TableEntityCreate"),
        ("CarsPatch", "TableEntityPatch"),
    ):
        assert list(properties(document, name)) == [*properties(description, generic), "Doors"]
        assert document.schemas[name]["x-table"] == {"id": 7, "name": "Cars"}
        assert document.files[name] == "table Cars"
    generic_paths = [path for path in description.root["paths"] if path.startswith(TABLE_PATH)]
    assert set(of_table(document, "Cars")) == {path.replace("{tableName}", "Cars") for path in generic_paths}
    assert all("Doors" not in schema.get("properties", {}) for schema in description.schemas.values())


def test_the_generic_table_operations_remain(description: Document) -> None:
    document = tailored(description, account(tables=[table(7, "Cars", field("Doors"))]))
    for path, item in description.root["paths"].items():
        if path.startswith(TABLE_PATH):
            assert document.root["paths"][path] == item
    assert document.schemas["TableEntity"] == description.schemas["TableEntity"]


def test_the_operations_of_a_table_use_its_schemas_and_lack_the_name_parameter(description: Document) -> None:
    document = tailored(description, account(tables=[table(7, "Cars"), table(8, "Boats")]))
    for path in of_table(document, "Cars"):
        text = str(document.root["paths"][path])
        assert "schemas/TableEntity" not in text
        assert "Boats" not in text
        assert "tableName" not in str([item.get("parameters") for item in document.root["paths"][path].values()])


def test_operation_ids_are_unique_over_all_tables(description: Document, builtin: AccountSchema) -> None:
    ids = [operation["operationId"] for _, _, operation in tailored(description, builtin).operations()]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(
    ("writes", "gone"),
    [
        (TableWrites(), set()),
        (TableWrites(create=False), {"create", "create_many"}),
        (TableWrites(update=False), {"patch"}),
        (TableWrites(delete=False), {"delete"}),
        (TableWrites(False, False, False), {"create", "create_many", "patch", "delete"}),
    ],
)
def test_writes_through_a_converter_are_not_calls_of_the_table(
    description: Document, writes: TableWrites, gone: set[str]
) -> None:
    names = {
        name
        for calls in of_table(tailored(description, account(tables=[table(1, "C")])), "C").values()
        for name in calls
    }
    document = tailored(description, account(tables=[table(1, "C", writes=writes)]))
    found = {name for calls in of_table(document, "C").values() for name in calls}
    assert gone <= names
    assert found == names - gone


SEGMENTS = {
    "Cars": "Cars",
    "a/b": "a%2Fb",
    "..": "%2E%2E",
    ".": "%2E",
    "...": "%2E%2E%2E",
    ".a": ".a",
    "{id}": "%7Bid%7D",
    "{tableName}": "%7BtableName%7D",
    "%": "%25",
    "%2F": "%252F",
    "æ": "%C3%A6",
    "a b?c#d": "a%20b%3Fc%23d",
    "a\\b\n": "a%5Cb%0A",
    "\ud800": "%ED%A0%80",
}


@pytest.mark.parametrize(("name", "segment"), SEGMENTS.items())
def test_the_name_of_a_table_is_one_path_segment(description: Document, name: str, segment: str) -> None:
    paths = set(of_table(tailored(description, account(tables=[table(1, name)])), name))
    assert f"/api/v1/table/{segment}" in paths
    assert f"/api/v1/table/{segment}/{{id}}" in paths
    assert f"/api/v1/table/{segment}/Bulk" in paths
    assert len(paths) == len([path for path in description.root["paths"] if path.startswith(TABLE_PATH)])


@given(st.lists(st.one_of(st.text(st.characters(), max_size=4), st.sampled_from(HOSTILE)), unique=True, max_size=5))
def test_no_two_tables_share_a_path_or_a_schema(names: list[str]) -> None:
    description = DESCRIPTION
    document = tailored(description, account(tables=[table(number, name) for number, name in enumerate(names)]))
    static = [path for path in description.root["paths"] if path.startswith(TABLE_PATH)]
    assert len(document.root["paths"]) == len(description.root["paths"]) + len(static) * len(names)
    assert len(document.schemas) == len(description.schemas) + 3 * len(names)


@pytest.mark.parametrize("names", [["Cars 1", "Cars1"], ["Contact", "Contact 5"], ["Table Entity"], ["Order", "order"]])
def test_a_table_replaces_no_other_schema(description: Document, names: list[str]) -> None:
    tables = [table(number, name, field(f"Of {name}")) for number, name in enumerate(names, -5)]
    document = tailored(description, account(tables=tables))
    for name, schema in description.schemas.items():
        assert document.schemas[name] == schema
    for name in names:
        own = [schema for schema in document.schemas.values() if schema.get("x-table", {}).get("name") == name]
        assert len(own) == 3
        assert all(f"Of {name}" in schema["properties"] for schema in own)
    assert all(name.isidentifier() for name in document.schemas)


def test_a_table_is_named_as_it_is_pinned(description: Document) -> None:
    schema = account(tables=[table(1, "Cars")])
    names = Names(owners={owner: {} for owner in OWNERS}, tables={"Cars": "vehicles"}, table_fields={"Cars": {}})
    assert "VehiclesRow" in tailor(description, schema, names).schemas


# --- values of the account ---


def test_types_and_names_of_the_account_narrow_bodies_and_parameters(description: Document) -> None:
    document = tailored(
        description,
        account([field("Colour")], order_types=["web", "shop"], point_types=["bonus"], patch_fields=["FirstName"]),
    )
    assert properties(document, "OrderCreate")["Type"]["enum"] == ["shop", "web"]
    asked = {
        parameter["schema"]["x-account-values"]: parameter["schema"].get("enum")
        for _, _, operation in document.operations()
        for parameter in map(document.resolve, operation.get("parameters", ()))
        if "x-account-values" in parameter["schema"]
    }
    assert asked == {"order_types": ["shop", "web"], "point_types": ["bonus"], "contact_fields": ["Colour"]}
    maps = [
        item["propertyNames"]
        for name in written_schemas(document)
        for item in document.schemas[name].get("properties", {}).values()
        if item.get("x-account-values") == "patch_fields"
    ]
    assert maps == [{"enum": ["FirstName"]}]


def test_responses_are_not_narrowed_because_they_may_hold_older_values(description: Document) -> None:
    document = tailored(description, account(order_types=["web"], point_types=["bonus"]))
    for name in set(description.schemas) - written_schemas(description):
        assert document.schemas[name] == description.schemas[name], name


def test_a_nullable_value_remains_nullable(description: Document) -> None:
    root = copy.deepcopy(description.root)
    root["components"]["schemas"]["OrderCreate"]["properties"]["Type"]["type"] = ["string", "null"]
    document = tailored(Document(root, description.files), account(order_types=["web"]))
    assert properties(document, "OrderCreate")["Type"]["enum"] == ["web", None]


def test_an_account_without_types_narrows_nothing(description: Document) -> None:
    document = tailored(description, account([field("Colour")]))
    assert properties(document, "OrderCreate")["Type"] == properties(description, "OrderCreate")["Type"]


def test_the_order_of_the_account_does_not_matter(description: Document, builtin: AccountSchema) -> None:
    turned = AccountSchema(
        owners={owner: tuple(reversed(fields)) for owner, fields in reversed(list(builtin.owners.items()))},
        tables=tuple(reversed(builtin.tables)),
        order_types=builtin.order_types[::-1],
        point_types=builtin.point_types[::-1],
        patch_fields=builtin.patch_fields[::-1],
    )
    one, other = tailored(description, builtin), tailored(description, turned)
    assert list(one.schemas) == list(other.schemas)
    assert one == other


def test_the_classes_of_a_table_do_not_depend_on_other_tables(description: Document) -> None:
    """A table named like a static schema gets a suffix, which no other table can take."""
    alone = tailored(description, account(tables=[table(1, "Contact")]))
    both = tailored(description, account(tables=[table(1, "Contact"), table(2, f"Contact {suffix('Contact')}")]))
    own = {name for name, schema in alone.schemas.items() if "x-table" in schema}
    assert own == {name for name, schema in both.schemas.items() if schema.get("x-table", {}).get("id") == 1}
    assert own.isdisjoint(description.schemas)
