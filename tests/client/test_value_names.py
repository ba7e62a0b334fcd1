"""Types of allowed values: each field with values has one, with a name of its own that never changes."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.accounts import HOSTILE, account, field, table
from yulsn_codegen.account.schema import AccountSchema, FieldType
from yulsn_codegen.client.identifiers import class_name, is_value_name, values_constant
from yulsn_codegen.client.naming import Names, decide
from yulsn_codegen.client.value_names import IMPORTED, value_names
from yulsn_codegen.guard import python

WIRE = st.one_of(st.text(st.characters()), st.text("aA1 _-.!æ²", max_size=6), st.sampled_from(HOSTILE))
RESERVED = frozenset({"ContactPatch", "OrderType"})


def named(schema: AccountSchema, pins: Mapping[str, Mapping[str, str]] | None = None) -> Mapping[str, dict[str, str]]:
    values, _ = value_names(decide(schema, {}, Names()).names, schema, pins or {}, RESERVED)
    return values


def test_a_type_is_named_after_its_owner_or_table_and_the_attribute() -> None:
    schema = account(
        [field("class", values=["gold"]), field("Note")],
        tables=[
            table(1, "Service Visits", field("Status", values=["done"]), field("Size", FieldType.NUMBER, values=[1, 2]))
        ],
        ContactCompanies=[field("Branche", values=["IT"])],
        OrderLines=[field("Farve", values=["rød"])],
    )
    assert named(schema) == {
        "ContactCompanies": {"Branche": "contact_company_branche"},
        "Contacts": {"class": "contact_class"},
        "OrderLines": {"Farve": "order_line_farve"},
        "table Service Visits": {"Size": "service_visits_size", "Status": "service_visits_status"},
    }
    assert class_name("contact_company_branche") == "ContactCompanyBranche"
    assert values_constant("contact_company_branche") == "CONTACT_COMPANY_BRANCHE_VALUES"


@pytest.mark.parametrize(
    "one",
    [
        field("Gone", values=[]),
        field("Flag", FieldType.BOOLEAN, values=[True]),
        field("Price", FieldType.DECIMAL, values=["1.5"]),
        field("Odd", FieldType.NUMBER, values=["x", 1]),
    ],
)
def test_unchecked_values_have_no_type(one: object) -> None:
    assert named(account([one])) == {}  # type: ignore[list-item]


def test_a_class_of_the_description_keeps_its_name() -> None:
    names = named(account([field("Patch", values=["a"])], Orders=[field("Type", values=["b"])]))
    assert names["Contacts"]["Patch"].startswith("contact_patch_")
    assert names["Orders"]["Type"].startswith("order_type_")


def test_two_owners_do_not_share_a_name() -> None:
    schema = account([field("Company Size", values=["a"])], ContactCompanies=[field("Size", values=["b"])])
    names = named(schema)
    assert names["Contacts"]["Company Size"] != names["ContactCompanies"]["Size"]
    pins = {"ContactCompanies": {"Size": "contact_company_size"}}
    assert named(schema, pins)["ContactCompanies"] == pins["ContactCompanies"]
    assert named(schema, pins)["Contacts"]["Company Size"].startswith("contact_company_size_")


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("Bikes", "Row"),
        ("Bikes", "Patch"),
        ("Bikes", "Table"),
        ("On", "Not Found"),
        ("Unset", "Type"),
        ("Class", "Var"),
    ],
)
def test_a_type_named_like_a_class_of_its_table_gets_a_suffix(name: str, column: str) -> None:
    (names,) = named(account(tables=[table(1, name, field(column, values=["a"]))])).values()
    assert names[column].startswith(f"{name} {column}".lower().replace(" ", "_") + "_")


def test_a_pin_never_changes_even_if_the_values_are_removed() -> None:
    pins = {"Contacts": {"class": "contact_rank", "Gone": "contact_gone"}, "table Cars": {"Size": "cars_size"}}
    assert named(account([field("class", values=["a"]), field("Gone")]), pins) == pins
    assert named(account(), pins) == pins


def test_a_pin_yields_to_a_new_class_of_the_description() -> None:
    assert named(account([field("class", values=["a"])]), {"Contacts": {"class": "contact_patch"}}) == {
        "Contacts": {"class": "contact_class"}
    }


@given(st.lists(WIRE, max_size=6, unique=True), st.lists(WIRE, max_size=6, unique=True))
def test_names_are_valid_and_distinct_for_any_field_names(contacts: list[str], companies: list[str]) -> None:
    columns = [field(wire, values=["a"]) for wire in contacts]
    schema = account(columns, tables=[table(1, "Bikes", *columns)], ContactCompanies=[
        field(wire, values=["a"]) for wire in companies
    ])  # fmt: skip
    names = named(schema)
    shared = [name for scope in ("Contacts", "ContactCompanies") for name in names.get(scope, {}).values()]
    assert len(shared) == len(contacts) + len(companies)
    for module in (shared, list(names.get("table Bikes", {}).values())):
        classes = {class_name(name) for name in module}
        assert len(classes) == len(module) == len({values_constant(name) for name in module})
        assert not classes & (RESERVED | IMPORTED)
        assert all(map(is_value_name, module))
    assert (
        named(account(columns[::-1], tables=schema.tables, ContactCompanies=schema.owners["ContactCompanies"])) == names
    )


def test_every_class_that_a_module_may_import_is_reserved() -> None:
    imported = {name for names in (*python._IMPORTS.values(), *python._RUNTIME.values()) for name in names}
    clients = {"AsyncBaseClient", "BaseClient", "Clock", "SchemaChange", "Severity", "Drift", "SchemaDriftWarning"}
    views = {"RawResponse", "RequestView", "ResponseView"}
    assert {name for name in imported if name[:1].isupper() and not name.isupper()} - clients - views == IMPORTED
