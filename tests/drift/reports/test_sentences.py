"""Every rule has a sentence, and each one reads as it should for a change that `compare` really finds."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.schemas import contacts, field
from yulsn_codegen.account.schema import AccountChoice, AccountSchema, AccountTable, FieldType, TableWrites
from yulsn_codegen.drift.changes import SchemaChange
from yulsn_codegen.drift.compare import compare
from yulsn_codegen.drift.reports.sentences import sentence
from yulsn_codegen.drift.rules import RULES

NUMBER, DECIMAL = FieldType.NUMBER, FieldType.DECIMAL
CLOSED = TableWrites(create=False, update=False, delete=False)
OLD = contacts(
    field("Brand"),
    field("Club", NUMBER),
    field("Favourite Colour"),
    field("Height", NUMBER, values=("1", "2")),
    field("Hobby", values=("golf", "tennis")),
    field("Level", values=("bronze", "gold")),
    field("Newsletter", extra={"unit": "days", "hidden": None}),
    field("Nickname", label="Nick"),
    field("Region"),
    field("Tier", values=("a",)),
    field("Title", label="Title"),
    field("score", FieldType.STRING),
    tables=(
        AccountTable(1, "Bikes", label="Bikes", description="Two wheels", fields=(field("Gears", NUMBER),)),
        AccountTable(2, "Boats", extra={"colour": "red"}, writes=TableWrites(extra={"merge": True})),
        AccountTable(3, "Cars", writes=CLOSED),
        AccountTable(4, "Planes"),
        AccountTable(5, "trains"),
        AccountTable(6, "Trucks"),
        AccountTable(10, "Rafts"),
    ),
    choice=AccountChoice(tables=("[!v]*",)),
    order_types=("phone", "shop", "web"),
    point_types=("bonus",),
    extra={"currency": "DKK"},
)
NEW = contacts(
    field("Brand", DECIMAL),
    field("Favourite  Colour"),
    field("Height", DECIMAL, values=()),
    field("Hobby"),
    field("Level", values=("Gold", "silver")),
    field("Newsletter", extra={"unit": "weeks", "hidden": None}),
    field("Nickname", label="Known as"),
    field("Region", values=("north", "south")),
    field("Score"),
    field("Tier", values=("a", "b")),
    field("Title"),
    field("Vip", FieldType.BOOLEAN),
    tables=(
        AccountTable(1, "Bicycles", label=None, description="With pedals", fields=(field("Gears", DECIMAL),)),
        AccountTable(2, "Boats", extra={"size": 4}, writes=replace(CLOSED, extra={"merge": False})),
        AccountTable(3, "Cars"),
        AccountTable(5, "Trains"),
        AccountTable(7, "Trucks"),
        AccountTable(8, "Buses", fields=(field("Seats", NUMBER),)),
        AccountTable(9, "Vans"),
    ),
    choice=AccountChoice(tables=("[!r]*",)),
    order_types=("Web", "shop", "mail"),
    point_types=("Bonus", "welcome"),
    patch_fields=("FirstName", "LastName"),
    extra={"currency": "EUR"},
)
PAIRS: tuple[tuple[AccountSchema, AccountSchema], ...] = (
    (OLD, NEW),
    (
        contacts(point_types=("bonus", "gift"), patch_fields=("Email", "firstname")),
        contacts(order_types=("web",), point_types=("gift",), patch_fields=("FirstName", "Phone")),
    ),
    (contacts(), contacts(point_types=("bonus",))),
)
CHANGES = tuple(change for old, new in PAIRS for change in compare(old, new))
SENTENCES = (
    ("type-changed", 'The type of field "Brand" of Contacts changed from String to Decimal'),
    ("field-removed", 'Field "Club" was removed from Contacts (type Number)'),
    ("field-renamed", 'Field "Favourite Colour" of Contacts may have been renamed to "Favourite  Colour"'),
    ("number-to-decimal", 'The type of field "Height" of Contacts was widened from Number to Decimal'),
    ("values-emptied", 'The list of allowed values of field "Height" of Contacts is now empty'),
    ("values-lifted", 'Field "Hobby" of Contacts now allows any value'),
    ("value-added", 'Field "Level" of Contacts now allows the value "silver"'),
    ("value-removed", 'Field "Level" of Contacts no longer allows the value "bronze"'),
    (
        "value-case-changed",
        'Field "Level" of Contacts now allows the value "Gold" instead of "gold" (only the case changed)',
    ),
    ("field-details-changed", 'Property "unit" of field "Newsletter" of Contacts changed from "days" to "weeks"'),
    ("field-label-changed", 'The label of field "Nickname" of Contacts changed from "Nick" to "Known as"'),
    ("values-introduced", 'Field "Region" of Contacts now allows only these values: "north", "south"'),
    ("value-added", 'Field "Tier" of Contacts now allows the value "b"'),
    ("field-label-changed", 'The label of field "Title" of Contacts was removed (it was "Title")'),
    ("field-added", 'Field "Vip" was added to Contacts (type Boolean)'),
    ("field-case-changed", 'Field "score" of Contacts was renamed to "Score" (only the case changed)'),
    ("table-renamed", 'Table "Bikes" was renamed to "Bicycles"'),
    ("table-label-changed", 'The label of table "Bikes" was removed (it was "Bikes")'),
    ("table-description-changed", 'The description of table "Bikes" changed from "Two wheels" to "With pedals"'),
    ("number-to-decimal", 'The type of field "Gears" of table "Bikes" was widened from Number to Decimal'),
    ("create-converted", 'Rows of table "Boats" can now be created only through a converter'),
    ("update-converted", 'Rows of table "Boats" can now be updated only through a converter'),
    ("delete-converted", 'Rows of table "Boats" can now be deleted only through a converter'),
    ("table-details-changed", 'Property "size" of table "Boats" was set to 4'),
    ("table-details-changed", 'Property "colour" of table "Boats" was removed (it was "red")'),
    ("table-details-changed", 'Property "writes.merge" of table "Boats" changed from true to false'),
    ("table-added", 'Table "Buses" was added (id 8)'),
    ("create-direct", 'Rows of table "Cars" can now be created directly'),
    ("update-direct", 'Rows of table "Cars" can now be updated directly'),
    ("delete-direct", 'Rows of table "Cars" can now be deleted directly'),
    ("table-removed", 'Table "Planes" was removed (id 4)'),
    ("table-excluded", 'Table "Rafts" is no longer included by the configuration (id 10)'),
    ("table-recreated", 'Table "Trucks" was deleted and created again (id 6, now 7)'),
    ("table-included", 'Table "Vans" is now included by the configuration (id 9)'),
    ("table-case-changed", 'Table "trains" was renamed to "Trains" (only the case changed)'),
    ("order-type-added", 'Order type "mail" was added'),
    ("order-type-removed", 'Order type "phone" was removed'),
    ("order-type-case-changed", 'Order type "web" was renamed to "Web" (only the case changed)'),
    ("point-type-added", 'Point type "welcome" was added'),
    ("point-type-case-changed", 'Point type "bonus" was renamed to "Bonus" (only the case changed)'),
    (
        "patch-fields-introduced",
        'The account now lists the fields that can be patched in bulk: "FirstName", "LastName"',
    ),
    ("account-details-changed", 'Property "currency" of the account changed from "DKK" to "EUR"'),
    ("order-types-introduced", 'The account now has order types: "web"'),
    ("point-type-removed", 'Point type "bonus" was removed'),
    ("patch-field-added", 'Field "Phone" can now be patched in bulk'),
    ("patch-field-removed", 'Field "Email" can no longer be patched in bulk'),
    ("patch-field-case-changed", 'Bulk-patchable field "firstname" was renamed to "FirstName" (only the case changed)'),
    ("point-types-introduced", 'The account now has point types: "bonus"'),
)


def test_the_changes_cover_every_rule() -> None:
    assert {change.rule.id for change in CHANGES} == {rule.id for rule in RULES}


@pytest.mark.parametrize(
    ("change", "expected"), list(zip(CHANGES, SENTENCES, strict=True)), ids=[rule for rule, _ in SENTENCES]
)
def test_every_kind_of_change_is_described_in_a_sentence(change: SchemaChange, expected: tuple[str, str]) -> None:
    assert (change.rule.id, sentence(change)) == expected


def test_a_confirmed_rename_is_stated_as_a_fact() -> None:
    (change,) = compare(contacts(field("Shoe Size")), contacts(field("Size")), {"Contacts": {"Shoe Size": "Size"}})
    assert sentence(change) == 'Field "Shoe Size" of Contacts was renamed to "Size"'


def test_below_a_heading_with_the_owner_the_owner_is_left_out() -> None:
    (change,) = compare(contacts(), contacts(field("Vip", FieldType.BOOLEAN)))
    assert sentence(change, with_owner=False) == 'Field "Vip" was added (type Boolean)'


def test_long_lists_are_shortened() -> None:
    values = tuple(f"value {number:02}" for number in range(20))
    (change,) = compare(contacts(field("Level")), contacts(field("Level", values=values)))
    assert sentence(change).endswith('"value 07", and 12 more')


def test_setting_a_label_for_the_first_time_mentions_no_old_label() -> None:
    (change,) = compare(contacts(field("Level")), contacts(field("Level", label="Tier")))
    assert sentence(change) == 'The label of field "Level" of Contacts was set to "Tier"'


def test_a_property_that_becomes_null_is_not_reported_as_removed() -> None:
    (change,) = compare(contacts(field("A", extra={"unit": 1})), contacts(field("A", extra={"unit": None})))
    assert sentence(change) == 'Property "unit" of field "A" of Contacts changed from 1 to null'
