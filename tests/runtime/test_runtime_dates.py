"""Dates that are date-times at midnight on the wire."""

from __future__ import annotations

import copy
import io
import json
import pickle
from datetime import UTC, date, datetime, timedelta, timezone
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from runtime.csv_records import records
from runtime.decoding import decode
from runtime.encoding import encode
from runtime.errors import InvalidArgumentError, InvalidBodyError, ValidationError
from runtime.export_rows import RowConverter
from runtime.model import UNSET, DateOnly, Model, UnsetType, field
from runtime.search import OrderedQueryField

BORN = date(1980, 5, 17)
SENT = "1980-05-17T00:00:00+00:00"
SUMMER = timezone(timedelta(hours=2))
MIDNIGHTS = (
    SENT,
    "1980-05-17T00:00:00Z",
    "1980-05-17T00:00:00.0000000+02:00",
    "1980-05-17T00:00-11:30",
    "1980-05-17t00:00:00",
    "1980-05-17 00:00:00",
    "1980-05-17",
    "1980-05-17T02:00:00+02:00",  # midnight in UTC, as an export in another time zone has it
    "1980-05-16T20:00:00.000-04:00",
)
OTHERS = (
    "1980-05-16T22:00:00+00:00",
    "1980-05-17T00:00:01Z",
    "1980-05-17T10:08:14.1957879+01:00",
    "1980-05-17T12:00:00",
    "1980-02-30T00:00:00Z",
    "1980-02-30",
    "17.05.1980",
    "",
    "9999-12-31T23:00:00-05:00",
)


class Person(Model):
    """What is read."""

    id: int = field(name="Id")
    born: DateOnly | None = field(name="Født", default=None)
    odd: DateOnly | None = field(name="\ue000a%22b", default=None)  # the wire name is a"b


class PersonCreate(Model):
    """What is written."""

    born: DateOnly | UnsetType | None = field(name="Født", default=UNSET)
    anything: Any = field(name="Anything", default=UNSET)


class Family(Model):
    """What contains others."""

    members: list[PersonCreate] = field(name="Members")


def read(text: object, name: str = "Født") -> tuple[Person, list[tuple[str, str, str]]]:
    reports: list[tuple[str, str, str]] = []
    found = decode(Person, json.dumps({"Id": 1, name: text}), lambda *report: reports.append(report))
    return found, reports


@pytest.mark.parametrize("text", MIDNIGHTS)
def test_a_date_time_at_midnight_is_a_date(text: str) -> None:
    found, reports = read(text)
    assert (found.born, type(found.born)) == (BORN, date)
    assert reports == []
    assert read(text, 'a"b')[0].odd == BORN


@pytest.mark.parametrize("text", OTHERS)
def test_any_other_text_is_kept_and_reported_without_its_value(text: str) -> None:
    found, reports = read(text)
    assert found.born == text
    assert [(kind, place) for kind, place, _ in reports] == [("type", "Person.Født")]
    assert not text or text not in reports[0][2]
    assert json.loads(found.to_json())["Født"] == text


@pytest.mark.parametrize("value", [5, True, ["1980-05-17"], {"Day": 1}])
def test_other_json_is_kept_and_reported(value: object) -> None:
    found, [(kind, place, _)] = read(value)
    assert found.born == value
    assert (kind, place) == ("type", "Person.Født")


def test_the_unset_value_is_none() -> None:
    found, reports = read("0001-01-01T00:00:00")
    assert found.born is None
    assert [kind for kind, *_ in reports] == ["offset"]


def test_null_and_a_missing_property_are_none() -> None:
    assert read(None)[0].born is None
    assert decode(Person, '{"Id": 1}').born is None


def test_a_date_is_sent_as_midnight_in_utc() -> None:
    person = PersonCreate(born=BORN)
    assert json.loads(encode(person)) == {"Født": SENT}
    assert json.loads(encode([person, PersonCreate(born=None)])) == [{"Født": SENT}, {"Født": None}]
    assert json.loads(encode(Family(members=[person]))) == {"Members": [{"Født": SENT}]}
    assert json.loads(encode(PersonCreate())) == {}
    assert json.loads(Person(id=1, odd=BORN).to_json()) == {"Id": 1, "Født": None, 'a"b': SENT}


def test_a_date_in_a_property_of_any_type_is_sent_as_a_date() -> None:
    person = PersonCreate(born=BORN, anything=BORN)
    assert json.loads(encode(person)) == {"Født": SENT, "Anything": "1980-05-17"}


@pytest.mark.parametrize("value", [datetime(1980, 5, 17, 12, tzinfo=UTC), datetime(1980, 5, 17, 1, tzinfo=SUMMER)])
def test_a_time_of_day_is_refused(value: datetime) -> None:
    with pytest.raises(InvalidBodyError, match=r"PersonCreate\.born .*Expected a date, or a date-time at midnight"):
        encode(PersonCreate(born=value))


@pytest.mark.parametrize("value", ["1980-05-17", SENT, "x"])
def test_text_is_refused_in_a_body(value: Any) -> None:
    with pytest.raises(InvalidBodyError, match="Expected `date`, got `str`"):
        encode(PersonCreate(born=value))


@pytest.mark.parametrize("value", [BORN, datetime(1980, 5, 17, tzinfo=SUMMER), datetime(1980, 5, 17), *MIDNIGHTS])
@pytest.mark.parametrize("lax", [False, True])
def test_from_dict_accepts_dates_and_their_json_form(value: object, lax: bool) -> None:
    assert PersonCreate.from_dict({"Født": value}, lax=lax).born == BORN
    assert type(PersonCreate.from_dict({"born": value}, lax=lax).born) is date


def test_from_dict_is_the_inverse_of_to_dict() -> None:
    person = Person(id=1, born=BORN)
    assert person.to_dict() == {"Id": 1, "Født": SENT, 'a"b': None}
    assert person.to_dict(by="python") == {"id": 1, "born": BORN, "odd": None}
    assert Person.from_dict(person.to_dict()) == Person.from_dict(person.to_dict(by="python")) == person


@pytest.mark.parametrize("value", [*OTHERS[:-2], 5, True, datetime(1980, 5, 17, 12, tzinfo=UTC)])
def test_from_dict_refuses_everything_else(value: object) -> None:
    with pytest.raises(ValidationError) as caught:
        PersonCreate.from_dict({"Født": value})
    assert list(caught.value.problems) == ["born"]


@pytest.mark.parametrize("text", [" 1980-05-17 ", "19800517", f" {SENT}\n"])
def test_cells_are_converted(text: str) -> None:
    assert PersonCreate.from_dict({"Født": text}, lax=True).born == BORN


@pytest.mark.parametrize("text", ["", "  ", "0001-01-01T00:00:00"])
def test_empty_cells_are_omitted(text: str) -> None:
    assert PersonCreate.from_dict({"Født": text}, lax=True).born is UNSET


def test_a_timestamp_of_pandas_is_a_date() -> None:
    stamp = SimpleNamespace(to_pydatetime=lambda: datetime(1980, 5, 17))
    assert PersonCreate.from_dict({"Født": stamp}, lax=True).born == BORN


def test_copies_are_equal() -> None:
    person = Person(id=1, born=BORN)
    assert copy.deepcopy(person) == pickle.loads(pickle.dumps(person)) == msgspec.structs.replace(person) == person


def rows(text: str) -> tuple[list[Person], list[tuple[str, str, str]]]:
    reports: list[tuple[str, str, str]] = []
    batches = list(records(io.BytesIO(text.encode()).read, ",", "\n"))
    header, *others = [record for batch in batches for record in batch]
    converter = RowConverter(Person, header, lambda *report: reports.append(report))
    return converter.convert(others), reports


def test_rows_of_an_export_have_dates() -> None:
    found, reports = rows(f"Id,Født\n1,{SENT}\n2,1980-05-17T02:00:00+02:00\n3,\n")
    assert [person.born for person in found] == [BORN, BORN, None]
    assert {place for _, place, _ in reports} <= {'Person.a"b'}


def test_values_of_another_type_are_kept_as_text() -> None:
    found, reports = rows("Id,Født\n1,1980-05-17T12:00:00Z\n2,1980-05-17\n3,0001-01-01T00:00:00\n")
    assert [person.born for person in found] == ["1980-05-17T12:00:00Z", BORN, None]
    assert [kind for kind, place, _ in reports if place == "Person.Født"] == ["type", "offset"]


def test_a_condition_compares_with_midnight_in_utc() -> None:
    born: OrderedQueryField[Person, date, date] = OrderedQueryField("Født")
    assert (born >= BORN).value == SENT
    assert born.in_(BORN, date(1999, 1, 1)).values == (SENT, "1999-01-01T00:00:00+00:00")
    with pytest.raises(InvalidArgumentError):
        _ = born == None  # noqa: E711
