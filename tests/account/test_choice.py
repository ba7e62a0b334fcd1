"""Choosing a part of an account: tables by patterns of their names, and date-times whose values are dates."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from support.accounts import HOSTILE, account, field, table
from yulsn_codegen.account.choice import choose, matches
from yulsn_codegen.account.schema import EVERYTHING, AccountChoice, AccountSchema, FieldType
from yulsn_codegen.account.snapshot import dump_snapshot, parse_snapshot
from yulsn_codegen.account.unread import table_part
from yulsn_codegen.text.errors import InputError

MOMENT = FieldType.DATE_TIME_OFFSET
BORN = field("Fødselsdag", MOMENT)
SHOP = account(
    (BORN, field("Seen", MOMENT), field("Size", FieldType.NUMBER)),
    (
        table(1, "Cars", field("Bought", MOMENT)),
        table(2, "Service Visits"),
        table(3, "Service Jobs"),
        table(4, "bikes"),
    ),
)


def names(schema: AccountSchema) -> list[str]:
    return [one.name for one in schema.tables]


def dates(schema: AccountSchema) -> list[str]:
    fields = [*schema.owners["Contacts"], *(one for item in schema.tables for one in item.fields)]
    return [one.name for one in fields if one.date_only]


@pytest.mark.parametrize(
    ("patterns", "chosen"),
    [
        (("Cars",), ["Cars"]),
        (("Service *",), ["Service Visits", "Service Jobs"]),
        (("cars", "BIKES"), ["Cars", "bikes"]),
        (("*s",), ["Cars", "Service Visits", "Service Jobs", "bikes"]),
        (("?ars", "[ab]ikes"), ["Cars", "bikes"]),
        ((), []),
    ],
)
def test_table_patterns_match_names_case_insensitively(patterns: tuple[str, ...], chosen: list[str]) -> None:
    assert names(choose(SHOP, AccountChoice(patterns))) == chosen


@pytest.mark.parametrize("name", [*HOSTILE, "[x]", "a[!b]*?", "[", "***"])
def test_every_name_matches_itself(name: str) -> None:
    assert matches(name, name)
    assert not matches("Service *", name)


def test_a_table_that_is_not_chosen_is_not_listed_as_unread() -> None:
    parts = frozenset({table_part(2), table_part(4)})
    chosen = choose(replace(SHOP, unread=parts), AccountChoice(("bikes",)))
    assert chosen.unread == {table_part(4)}
    assert parse_snapshot(json.loads(dump_snapshot(chosen)), "account.json") == chosen


def test_only_date_times_become_dates() -> None:
    choice = AccountChoice(dates={"Contacts": ("Fødselsdag", "Size", "gone"), "table Cars": ("Bought",)})
    chosen = choose(SHOP, choice)
    assert dates(chosen) == ["Fødselsdag", "Bought"]
    assert dates(choose(chosen, EVERYTHING)) == []
    assert choose(chosen, EVERYTHING) == SHOP
    assert choose(chosen, choice) == chosen


def test_an_account_is_unchanged_without_a_choice() -> None:
    assert choose(SHOP, EVERYTHING) is SHOP


def test_a_renamed_table_stays_chosen_while_the_choice_is_unchanged() -> None:
    choice = AccountChoice(("Cars",), {"table Cars": ("Bought",)})
    known = choose(SHOP, choice)
    renamed = replace(SHOP, tables=(replace(SHOP.tables[0], name="Automobiles"), *SHOP.tables[1:]))
    chosen = choose(renamed, choice, known)
    assert names(chosen) == ["Automobiles"]
    assert dates(chosen) == ["Bought"]
    assert names(choose(renamed, replace(choice, tables=("Cars", "bikes")), known)) == ["bikes"]


def test_a_date_field_remains_one_after_a_confirmed_rename() -> None:
    choice = AccountChoice(dates={"Contacts": ("Fødselsdag",)})
    renamed = replace(SHOP, owners={**SHOP.owners, "Contacts": (replace(BORN, name="Born"),)})
    assert dates(choose(renamed, choice, renames={"Contacts": {"Fødselsdag": "Born"}})) == ["Born"]
    assert dates(choose(renamed, choice)) == []
    assert dates(choose(SHOP, choice, renames={"Contacts": {"Fødselsdag": "Seen"}})) == ["Fødselsdag"]


def test_a_snapshot_records_the_choice() -> None:
    choice = AccountChoice(("Cars", "bikes"), {"Contacts": ("Fødselsdag",)})
    data = json.loads(dump_snapshot(choose(SHOP, choice)))
    assert data["choice"] == {"tables": ["Cars", "bikes"], "types": {"Contacts": {"Fødselsdag": "date"}}}
    assert data["owners"]["Contacts"][0] == {
        "name": "Fødselsdag", "type": "DateTimeOffset", "label": None, "values": None, "as": "date",
    }  # fmt: skip
    assert parse_snapshot(data, "account.json") == choose(SHOP, choice)
    assert "choice" not in json.loads(dump_snapshot(SHOP))


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        ("choice", {"tabels": []}, "account.json, $.choice.tabels: is not part of a choice"),
        ("choice", {"tables": "Cars"}, 'account.json, $.choice.tables: expected a list, found "Cars"'),
        ("choice", {"types": {"Contacts": {"X": "time"}}}, 'account.json, $.choice.types.Contacts.X: is "time"'),
        ("as", "time", 'account.json, $.owners.Contacts[0].as: is "time"'),
        ("as", 1, "account.json, $.owners.Contacts[0].as: is 1"),
    ],
)
def test_an_invalid_choice_in_a_snapshot_is_reported_with_its_place(path: str, value: object, problem: str) -> None:
    data = json.loads(dump_snapshot(SHOP))
    (data if path == "choice" else data["owners"]["Contacts"][0])[path] = value
    with pytest.raises(InputError) as caught:
        parse_snapshot(data, "account.json")
    assert str(caught.value.problems[0]).startswith(problem)


def test_a_snapshot_marks_only_date_times_as_dates() -> None:
    data = json.loads(dump_snapshot(SHOP))
    data["owners"]["Contacts"][2]["as"] = "date"
    with pytest.raises(InputError, match=r"Contacts\[2\]\.as: is for DateTimeOffset only"):
        parse_snapshot(data, "account.json")
