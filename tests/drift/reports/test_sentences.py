"""Every rule has a sentence, and each one reads as it should for a change that `compare` really finds."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.schemas import contacts, field
from yulsn_codegen.account.schema import AccountSchema, AccountTable, FieldType
from yulsn_codegen.drift.compare import compare
from yulsn_codegen.drift.reports.sentences import sentence

from ..cases import CASES, Case

TABLE = AccountTable(1, "Bikes", label="Bikes", fields=(field("Gears", FieldType.NUMBER),))
VARIANTS = (  # of sentences that depend on more than the rule
    (contacts(field("A", label="a")), contacts(field("A", label="b")),
     'The label of field "A" of Contacts changed from "a" to "b"'),
    (contacts(field("A", label="a")), contacts(field("A")),
     'The label of field "A" of Contacts was removed (it was "a")'),
    (contacts(field("A", extra={"unit": "days"})), contacts(field("A", extra={"unit": "weeks"})),
     'Property "unit" of field "A" of Contacts changed from "days" to "weeks"'),
    (contacts(tables=(TABLE,)), contacts(tables=(replace(TABLE, fields=(field("Gears", FieldType.DECIMAL),)),)),
     'The type of field "Gears" of table "Bikes" was widened from Number to Decimal'),
    (contacts(tables=(TABLE,)), contacts(tables=(replace(TABLE, extra={"size": 4}),)),
     'Property "size" of table "Bikes" was set to 4'),
    (contacts(tables=(replace(TABLE, extra={"size": 4}),)), contacts(tables=(TABLE,)),
     'Property "size" of table "Bikes" was removed (it was 4)'),
    (contacts(extra={"currency": "DKK"}), contacts(extra={"currency": "EUR"}),
     'Property "currency" of the account changed from "DKK" to "EUR"'),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case.rule.id for case in CASES])
def test_every_kind_of_change_is_described_in_a_sentence(case: Case) -> None:
    assert sentence(case.change) == case.sentence


@pytest.mark.parametrize(("old", "new", "expected"), VARIANTS)
def test_a_sentence_says_what_is_new_and_of_what(old: AccountSchema, new: AccountSchema, expected: str) -> None:
    (change,) = compare(old, new)
    assert sentence(change) == expected


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
