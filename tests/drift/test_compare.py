"""Comparing: every difference between two account schemas is a change of exactly one rule."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from support.schemas import CARS, SCHEMAS, SEEDS, contacts, field, normal, pairs, shuffled, with_tables
from yulsn_codegen.account.schema import AccountField, AccountSchema, FieldType
from yulsn_codegen.drift import rules
from yulsn_codegen.drift.changes import Bump, Place, SchemaChange, Severity
from yulsn_codegen.drift.compare import compare
from yulsn_codegen.drift.rules import RULES

from .cases import CASES, Case

SIZE = field("Size")
NUMBER, DECIMAL, BOOLEAN = FieldType.NUMBER, FieldType.DECIMAL, FieldType.BOOLEAN


@pytest.mark.parametrize("case", CASES, ids=[case.rule.id for case in CASES])
def test_one_difference_is_reported_as_one_change_of_its_rule(case: Case) -> None:
    assert compare(case.before, case.after) == (case.change,)


def test_every_rule_has_a_case() -> None:
    assert Counter(case.rule.id for case in CASES) == Counter(rule.id for rule in RULES)


@pytest.mark.parametrize(("old", "new"), list(itertools.permutations(FieldType, 2)))
def test_every_change_of_type_is_an_error_except_writes_from_number_to_decimal(old: FieldType, new: FieldType) -> None:
    (change,) = compare(contacts(field("Size", old)), contacts(field("Size", new)))
    assert (change.before, change.after) == (old.value, new.value)
    assert change.rule.reading is Severity.ERROR
    assert change.rule.bump is Bump.MAJOR
    widened = (old, new) == (NUMBER, DECIMAL)
    assert change.rule.writing is (Severity.INFO if widened else Severity.ERROR)


def test_unknown_types_are_compared_by_their_server_types() -> None:
    old, new = (field("Size", FieldType.UNKNOWN, extra={"server_type": number}) for number in (7, 8))
    (change,) = compare(contacts(old), contacts(new))
    assert (change.rule, change.before, change.after) == (rules.TYPE_CHANGED, "Unknown (7)", "Unknown (8)")


def rules_of(old: AccountSchema, new: AccountSchema, **renames: dict[str, str]) -> list[str]:
    return [change.rule.id for change in compare(old, new, renames)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (field("Shoe Size", NUMBER), field("shoe-size", BOOLEAN)),  # case and punctuation folded
        (field("Sko", NUMBER, label="Shoe size"), field("ShoeNo", BOOLEAN, label="Shoe size")),
        (field("Sko", NUMBER), field("Størrelse", NUMBER)),  # the only ones of their type
        (field("Cafe\u0301", NUMBER), field("Café", NUMBER)),  # two ways of writing one character
    ],
)
def test_a_suspected_rename_is_one_major_change_marked_as_suspected(old: AccountField, new: AccountField) -> None:
    (change, *others) = compare(contacts(old, field("Other")), contacts(field("Other"), new))
    assert (change.rule, change.before, change.after) == (rules.FIELD_RENAMED, old.name, new.name)
    assert not change.certain
    assert change.rule.bump is Bump.MAJOR
    assert [other.rule.id for other in others] == ([] if old.type is new.type else ["type-changed"])


def test_two_removed_and_two_added_fields_of_one_type_are_not_suspected_renames() -> None:
    old, new = contacts(field("A"), field("B")), contacts(field("C"), field("D"))
    assert rules_of(old, new) == ["field-removed", "field-removed", "field-added", "field-added"]


def test_an_ambiguous_rename_is_not_suspected() -> None:
    old, new = contacts(field("Shoe Size")), contacts(field("Shoe-Size"), field("Shoe_Size"))
    assert sorted(rules_of(old, new)) == ["field-added", "field-added", "field-removed"]


def test_a_field_that_keeps_its_name_is_never_a_suspected_rename() -> None:
    old, new = contacts(field("Size"), field("size")), contacts(field("size"), field("SIZE"))
    assert [(change.before, change.after) for change in compare(old, new)] == [("Size", "SIZE")]


def test_other_changes_of_a_renamed_field_are_reported_under_its_old_name() -> None:
    old = contacts(field("Shoe Size", NUMBER, label="a", values=("1",)))
    new = contacts(field("shoe_size", DECIMAL, label="b", values=("2",)))
    found = compare(old, new)
    assert [change.rule.id for change in found] == [
        "field-renamed",
        "number-to-decimal",
        "value-added",
        "value-removed",
        "field-label-changed",
    ]
    assert {change.place.field for change in found} == {"Shoe Size"}


def test_a_confirmed_rename_is_certain_and_overrides_suspected_ones() -> None:
    old, new = contacts(field("A"), field("B-B")), contacts(field("bb"), field("C"))
    assert [(change.before, change.after) for change in compare(old, new)] == [("A", "C"), ("B-B", "bb")]
    found = compare(old, new, {"Contacts": {"A": "bb"}})
    assert [(change.before, change.after, change.certain) for change in found] == [
        ("A", "bb", True),
        ("B-B", "C", False),
    ]


def test_a_confirmed_rename_of_an_existing_name_has_no_effect() -> None:
    old, new = contacts(field("A")), contacts(field("A"), field("B"))
    assert rules_of(old, new, Contacts={"A": "B"}) == ["field-added"]


def test_fields_of_a_renamed_table_are_reported_under_its_old_name() -> None:
    new = replace(CARS, name="Vehicles", fields=(field("Doors", DECIMAL), CARS.fields[1]))
    renamed, widened = compare(with_tables(CARS), with_tables(new))
    assert (renamed.rule, renamed.certain) == (rules.TABLE_RENAMED, True)
    assert widened == SchemaChange(
        rules.NUMBER_TO_DECIMAL, Place("table Cars", "Cars", True, "Doors"), "Number", "Decimal"
    )


def test_a_recreated_table_is_compared_with_the_previous_one_of_its_name() -> None:
    new = replace(CARS, id=9, fields=CARS.fields[1:])
    assert rules_of(with_tables(CARS), with_tables(new)) == ["table-recreated", "field-removed"]


def test_a_recreated_table_is_renamed_only_if_confirmed() -> None:
    old, new = with_tables(CARS), with_tables(replace(CARS, id=9, name="Vehicles"))
    assert rules_of(old, new) == ["table-removed", "table-added"]
    assert rules_of(old, new, tables={"Cars": "Vehicles"}) == ["table-renamed", "table-recreated"]


def test_tables_that_swap_names_are_both_renamed() -> None:
    one, two = replace(CARS, id=1, name="One"), replace(CARS, id=2, name="Two")
    new = with_tables(replace(one, name="Two"), replace(two, name="One"))
    assert rules_of(with_tables(one, two), new) == ["table-renamed", "table-renamed"]


def test_order_and_duplicates_are_ignored() -> None:
    old = contacts(field("A", values=("x", "y")), field("B"), order_types=("a", "b"), extra={"k": 1, "l": 2})
    new = contacts(field("B"), field("A", values=("y", "x", "y")), order_types=("b", "a"), extra={"l": 2, "k": 1})
    assert compare(old, new) == ()


def test_names_that_look_alike_have_different_fingerprints() -> None:
    one = with_tables(replace(CARS, name="A, field B", fields=(field("C"),)))
    two = with_tables(replace(CARS, name="A", fields=(field("B, field C"),)))
    without = [with_tables(replace(schema.tables[0], fields=())) for schema in (one, two)]
    (first,), (second,) = compare(one, without[0]), compare(two, without[1])
    assert str(first.place) == str(second.place)
    assert first.fingerprint != second.fingerprint


def test_a_fingerprint_is_the_same_on_every_machine() -> None:
    (change,) = compare(contacts(field("Størrelse", values=("a",))), contacts(field("Størrelse", values=("b", "a"))))
    assert change.fingerprint == "a65d00f456f496e0"


@settings(max_examples=200, deadline=None)
@given(pairs())
def test_there_are_no_changes_exactly_if_the_snapshots_are_equal_up_to_order(
    schemas: tuple[AccountSchema, AccountSchema],
) -> None:
    old, new = schemas
    assert (compare(old, new) == ()) == (normal(old) == normal(new))


@settings(max_examples=80, deadline=None)
@given(pairs(), SEEDS)
def test_changes_are_sorted(schemas: tuple[AccountSchema, AccountSchema], seed: int) -> None:
    old, new = schemas
    random = Random(seed)
    found = compare(old, new)
    assert compare(shuffled(old, random), shuffled(new, random)) == found
    assert len({change.fingerprint for change in found}) == len(found)


@settings(max_examples=80, deadline=None)
@given(pairs())
def test_every_removed_or_added_field_and_table_is_in_exactly_one_change(
    schemas: tuple[AccountSchema, AccountSchema],
) -> None:
    old, new = schemas
    found = compare(old, new)
    for owner, fields in old.owners.items():
        names, later = {item.name for item in fields}, {item.name for item in new.owners[owner]}
        own = [change for change in found if change.place.owner == owner and not change.place.table]
        renamed = [change for change in own if change.rule in (rules.FIELD_RENAMED, rules.FIELD_CASE_CHANGED)]
        went = [change.before for change in renamed]
        went += [change.place.field for change in own if change.rule is rules.FIELD_REMOVED]
        came = [change.after for change in renamed]
        came += [change.place.field for change in own if change.rule is rules.FIELD_ADDED]
        assert sorted(went, key=str) == sorted(names - later)
        assert sorted(came, key=str) == sorted(later - names)
        assert all(change.rule.bump is Bump.MAJOR for change in renamed)


@settings(max_examples=40, deadline=None)
@given(SCHEMAS)
def test_a_schema_has_no_changes_from_itself(schema: AccountSchema) -> None:
    assert compare(schema, schema) == ()
