"""Comparing: every difference between two account schemas is a change of exactly one rule."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import replace
from random import Random
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.schemas import CARS, SCHEMAS, contacts, field, normal, pairs, with_tables
from yulsn_codegen.account.schema import AccountField, AccountSchema, FieldType
from yulsn_codegen.drift import rules
from yulsn_codegen.drift.changes import Bump, Place, SchemaChange, Severity
from yulsn_codegen.drift.compare import compare
from yulsn_codegen.drift.rules import RULES

from .cases import CASES, Case

T = TypeVar("T")
SIZE = field("Size")
NUMBER, DECIMAL, BOOLEAN = FieldType.NUMBER, FieldType.DECIMAL, FieldType.BOOLEAN


@pytest.mark.parametrize("case", CASES, ids=[case.rule.id for case in CASES])
def test_one_difference_is_one_change_of_its_rule(case: Case) -> None:
    assert compare(case.before, case.after) == (case.change,)


def test_every_rule_has_a_case() -> None:
    assert Counter(case.rule.id for case in CASES) == Counter(rule.id for rule in RULES)


@pytest.mark.parametrize(("old", "new"), list(itertools.permutations(FieldType, 2)))
def test_every_change_of_type_is_an_error_but_for_writing_a_number_where_a_decimal_is(
    old: FieldType, new: FieldType
) -> None:
    (change,) = compare(contacts(field("Size", old)), contacts(field("Size", new)))
    assert (change.before, change.after) == (old.value, new.value)
    assert change.rule.reading is Severity.ERROR
    assert change.rule.bump is Bump.MAJOR
    widened = (old, new) == (NUMBER, DECIMAL)
    assert change.rule.writing is (Severity.INFO if widened else Severity.ERROR)


def test_two_types_that_nobody_knows_are_told_apart_by_what_the_server_calls_them() -> None:
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
        (field("Sko", NUMBER), field("Størrelse", NUMBER)),  # the only one of its type that went, and that came
        (field("Cafe\u0301", NUMBER), field("Café", NUMBER)),  # two ways of writing one character
    ],
)
def test_a_suspected_rename_is_one_major_change_and_said_to_be_a_suspicion(
    old: AccountField, new: AccountField
) -> None:
    (change, *others) = compare(contacts(old, field("Other")), contacts(field("Other"), new))
    assert (change.rule, change.before, change.after) == (rules.FIELD_RENAMED, old.name, new.name)
    assert not change.certain
    assert change.rule.bump is Bump.MAJOR
    assert [other.rule.id for other in others] == ([] if old.type is new.type else ["type-changed"])


def test_two_of_one_type_that_went_and_came_are_not_guessed_at() -> None:
    old, new = contacts(field("A"), field("B")), contacts(field("C"), field("D"))
    assert rules_of(old, new) == ["field-removed", "field-removed", "field-added", "field-added"]


def test_what_several_could_have_become_is_not_guessed_at() -> None:
    old, new = contacts(field("Shoe Size")), contacts(field("Shoe-Size"), field("Shoe_Size"))
    assert sorted(rules_of(old, new)) == ["field-added", "field-added", "field-removed"]


def test_a_field_that_keeps_its_name_is_never_taken_for_a_renamed_one() -> None:
    old, new = contacts(field("Size"), field("size")), contacts(field("size"), field("SIZE"))
    assert [(change.before, change.after) for change in compare(old, new)] == [("Size", "SIZE")]


def test_a_renamed_field_that_changed_otherwise_too_reports_both_under_its_old_name() -> None:
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


def test_a_confirmed_rename_is_certain_and_goes_before_every_suspicion() -> None:
    old, new = contacts(field("A"), field("B-B")), contacts(field("bb"), field("C"))
    assert [(change.before, change.after) for change in compare(old, new)] == [("A", "C"), ("B-B", "bb")]
    found = compare(old, new, {"Contacts": {"A": "bb"}})
    assert [(change.before, change.after, change.certain) for change in found] == [
        ("A", "bb", True),
        ("B-B", "C", False),
    ]


def test_a_confirmed_rename_of_what_is_still_there_is_without_effect() -> None:
    old, new = contacts(field("A")), contacts(field("A"), field("B"))
    assert rules_of(old, new, Contacts={"A": "B"}) == ["field-added"]


def test_fields_of_a_renamed_table_are_compared_and_found_under_its_old_name() -> None:
    new = replace(CARS, name="Vehicles", fields=(field("Doors", DECIMAL), CARS.fields[1]))
    renamed, widened = compare(with_tables(CARS), with_tables(new))
    assert (renamed.rule, renamed.certain) == (rules.TABLE_RENAMED, True)
    assert widened == SchemaChange(
        rules.NUMBER_TO_DECIMAL, Place("table Cars", "Cars", True, "Doors"), "Number", "Decimal"
    )


def test_a_table_created_anew_is_compared_with_the_one_of_its_name() -> None:
    new = replace(CARS, id=9, fields=CARS.fields[1:])
    assert rules_of(with_tables(CARS), with_tables(new)) == ["table-recreated", "field-removed"]


def test_a_table_of_another_number_is_renamed_where_that_is_confirmed() -> None:
    old, new = with_tables(CARS), with_tables(replace(CARS, id=9, name="Vehicles"))
    assert rules_of(old, new) == ["table-removed", "table-added"]
    assert rules_of(old, new, tables={"Cars": "Vehicles"}) == ["table-renamed", "table-recreated"]


def test_tables_that_swap_their_names_are_renamed_both() -> None:
    one, two = replace(CARS, id=1, name="One"), replace(CARS, id=2, name="Two")
    new = with_tables(replace(one, name="Two"), replace(two, name="One"))
    assert rules_of(with_tables(one, two), new) == ["table-renamed", "table-renamed"]


def test_order_and_repetition_are_nothing() -> None:
    old = contacts(field("A", values=("x", "y")), field("B"), order_types=("a", "b"), extra={"k": 1, "l": 2})
    new = contacts(field("B"), field("A", values=("y", "x", "y")), order_types=("b", "a"), extra={"l": 2, "k": 1})
    assert compare(old, new) == ()


def test_names_that_read_alike_have_fingerprints_of_their_own() -> None:
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
def test_nothing_is_found_exactly_where_the_snapshots_are_the_same_up_to_order(
    schemas: tuple[AccountSchema, AccountSchema],
) -> None:
    old, new = schemas
    assert (compare(old, new) == ()) == (normal(old) == normal(new))


@settings(max_examples=80, deadline=None)
@given(pairs(), st.randoms(use_true_random=False))
def test_the_order_of_the_changes_is_their_own(schemas: tuple[AccountSchema, AccountSchema], random: Random) -> None:
    def shuffled(schema: AccountSchema) -> AccountSchema:
        def shuffle(items: tuple[T, ...]) -> tuple[T, ...]:
            return tuple(random.sample(items, len(items)))

        return replace(
            schema,
            owners={owner: shuffle(schema.owners[owner]) for owner in shuffle(tuple(schema.owners))},
            tables=shuffle(schema.tables),
            order_types=shuffle(schema.order_types),
        )

    old, new = schemas
    found = compare(old, new)
    assert compare(shuffled(old), shuffled(new)) == found
    assert len({change.fingerprint for change in found}) == len(found)


@settings(max_examples=80, deadline=None)
@given(pairs())
def test_every_field_and_table_that_went_or_came_is_in_exactly_one_change(
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
def test_a_schema_is_not_different_from_itself(schema: AccountSchema) -> None:
    assert compare(schema, schema) == ()
