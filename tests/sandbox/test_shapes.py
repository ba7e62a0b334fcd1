"""Object shapes: how they follow from the description and the account's dynamic fields."""

from __future__ import annotations

from typing import Any

import pytest
from yulsn_codegen.account.schema import AccountField, FieldType
from yulsn_codegen.description.document import Document, load
from yulsn_codegen.sandbox.collections import COMPANIES, CONTACTS, ORDER_LINES, ORDERS, POINTS, STORES
from yulsn_codegen.sandbox.requests import RefusedError
from yulsn_codegen.sandbox.shapes import ObjectShape, allowed_values, enum_names, shape_of

INTEGER = {"type": "integer", "format": "int32"}
TEXT: dict[str, Any] = {"type": ["string", "null"]}


def document(**schemas: object) -> Document:
    return Document({"openapi": "3.2.0", "paths": {}, "components": {"schemas": schemas}})


def thing(read: dict[str, Any], create: dict[str, Any] | None = None, required: tuple[str, ...] = ()) -> ObjectShape:
    schemas: dict[str, Any] = {"Thing": {"properties": read}, "Kind": {**INTEGER, "enum": [1, 2]}}
    if create is not None:
        schemas["ThingCreate"] = {"properties": create, "required": list(required)}
    return shape_of(document(**schemas), "Thing")


@pytest.mark.parametrize(
    ("schema", "kind", "nullable"),
    [
        ({"type": "string"}, FieldType.STRING, False),
        (TEXT, FieldType.STRING, True),
        ({"type": "string", "format": "byte"}, FieldType.STRING, False),
        ({"type": "boolean"}, FieldType.BOOLEAN, False),
        (INTEGER, FieldType.NUMBER, False),
        ({"type": ["integer", "null"], "format": "int64"}, FieldType.NUMBER, True),
        ({"type": "number", "format": "decimal"}, FieldType.DECIMAL, False),
        ({"type": ["string", "null"], "format": "date-time"}, FieldType.DATE_TIME_OFFSET, True),
        ({"$ref": "#/components/schemas/Kind"}, FieldType.NUMBER, False),
        ({"type": "array", "items": INTEGER}, FieldType.UNKNOWN, False),
        ({"description": "anything"}, FieldType.UNKNOWN, True),
    ],
)
def test_a_property_has_the_type_of_its_schema(schema: dict[str, Any], kind: FieldType, nullable: bool) -> None:
    (found,) = thing({"A": schema}).properties
    assert (found.name, found.type, found.nullable) == ("A", kind, nullable)


def test_read_only_properties_are_those_that_the_create_schema_lacks() -> None:
    shape = thing({"Id": INTEGER, "Name": TEXT}, {"Name": TEXT})
    assert [(item.name, item.writable) for item in shape.properties] == [("Id", False), ("Name", True)]
    assert shape.whole({"Id": 5, "Name": "a"}) == {"Name": "a"}
    assert shape.changes({"ID": 5}) == {}


def test_lengths_nulls_and_required_properties_match_the_create_schema() -> None:
    shape = thing({"Name": TEXT, "Note": TEXT}, {"Name": {"type": "string", "maxLength": 3}, "Note": TEXT}, ("Name",))
    assert shape.whole({"Name": "abc"}) == {"Name": "abc", "Note": None}
    for wrong, message in (
        ({}, "is required"),
        ({"Name": ""}, "is required"),
        ({"Name": None}, "null"),
        ({"Name": "abcd"}, "at most 3"),
    ):
        with pytest.raises(RefusedError) as refusal:
            shape.whole(wrong)
        assert isinstance(refusal.value.body, dict)
        assert list(refusal.value.body["ModelState"]) == ["Name"]
        assert message in refusal.value.body["ModelState"]["Name"][0]


def test_a_default_replaces_an_omitted_property() -> None:
    confirmed = {"type": "boolean", "default": False}
    shape = thing({"Confirmed": confirmed}, {"Confirmed": confirmed})
    assert shape.whole({}) == {"Confirmed": False}
    assert shape.whole({"Confirmed": True}) == {"Confirmed": True}
    assert shape.changes({}) == {}


def test_a_schema_without_a_create_schema_is_used_for_writing() -> None:
    assert thing({"A": TEXT}).whole({"a": "x"}) == {"A": "x"}


def test_a_dynamic_field_with_the_name_of_a_property_is_that_property() -> None:
    fields = [AccountField("Name", FieldType.NUMBER), AccountField("name", FieldType.NUMBER)]
    shape = thing({"Name": TEXT}, {"Name": TEXT}).with_fields(fields)
    assert [(item.name, item.type, item.dynamic) for item in shape.properties] == [
        ("Name", FieldType.STRING, False),
        ("name", FieldType.NUMBER, True),
    ]


@pytest.mark.parametrize("collection", [CONTACTS, COMPANIES, STORES, ORDERS, ORDER_LINES, POINTS], ids=lambda c: c.kind)
def test_keys_references_and_deviations_refer_to_described_properties(collection: Any) -> None:
    described = shape_of(load(), collection.schema)
    for name in (*collection.keys, *collection.refs, *collection.apart, *collection.deviations):
        assert name in described
    for name, changes in collection.deviations.items():
        found = described.property(name)
        assert any(getattr(found, key) != value for key, value in changes.items()), f"{name} does not deviate"


def test_enums_and_allowed_values_are_those_of_the_description() -> None:
    assert enum_names("EmailBuilderCampaignType") == {0: "Newsletter", 1: "Transactional"}
    assert allowed_values("ContactBatchPatch", "KeyType") == ("Id", "Secret", "Email", "Phone")
    assert allowed_values("EmailBuilderCampaignSchedule", "LimitSendingSpeed") == (20, 30, 60, 120, 300, 600)
