"""Dynamic values: what each type accepts, and that values survive a round trip unchanged."""

from __future__ import annotations

import json
from decimal import Decimal

import httpx2
import pytest

from .conftest import REGISTRATION


def send(api: httpx2.Client, field: str, value: str) -> httpx2.Response:
    """Create a row of Bikes with one property, given as JSON text."""
    content = f"{{{json.dumps(field)}: {value}}}".encode()
    return api.post("table/Bikes", content=content, headers={"Content-Type": "application/json"})


@pytest.mark.parametrize(
    "number",
    [
        "0.0",
        "1.10",
        "-0.5",
        "12345678901234567.89",
        "79228162514264337593543950335.0",
        "0.0000000000000000000000000001",
    ],
)
def test_decimals_are_exact_both_ways(api: httpx2.Client, number: str) -> None:
    created = send(api, "Price", number)
    assert f'"Price":{number},' in created.text
    read = api.get(f"table/Bikes/{created.json()['Id']}")
    assert json.loads(read.text, parse_float=Decimal, parse_int=Decimal)["Price"] == Decimal(number)
    assert f'"Price":{number},' in read.text


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("2024-05-06T10:08:14.1957879+01:00", "2024-05-06T10:08:14.1957879+01:00"),
        ("2024-05-06T10:08:14Z", "2024-05-06T10:08:14+00:00"),
        ("2024-05-06T10:08:14.500000-02:30", "2024-05-06T10:08:14.5-02:30"),
        ("2024-05-06T10:08:14.12345678+00:00", "2024-05-06T10:08:14.1234567+00:00"),
        ("2024-05-06 10:08-14:00", "2024-05-06T10:08:00-14:00"),
        ("0001-01-01T14:00:00+14:00", "0001-01-01T14:00:00+14:00"),
        ("9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59.9999999+00:00"),
    ],
)
def test_times_keep_their_offset_and_seven_decimal_places(api: httpx2.Client, sent: str, kept: str) -> None:
    assert send(api, "Bought", json.dumps(sent)).json()["Bought"] == kept


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("Price", "1e29"),
        ("Price", "0.12345678901234567890123456789"),
        ("Price", "1e-99999"),
        ("Price", '"5"'),
        ("Price", "true"),
        ("Gears", "1.0"),
        ("Gears", '"7"'),
        ("Gears", "true"),
        ("Gears", "9223372036854775808"),
        ("Electric", "1"),
        ("Electric", '"true"'),
        ("Bought", '"2024-05-06"'),
        ("Bought", '"2024-05-06T10:08:14"'),
        ("Bought", '"2024-02-30T10:08:14Z"'),
        ("Bought", '"2024-05-06T10:08:14+14:01"'),
        ("Bought", '"٢٠٢٤-05-06T10:08:14Z"'),
        ("Bought", '"2024-05-06T10:08:14-14:01"'),
        ("Bought", '"2024-05-06T10:08:14+99:99"'),
        ("Bought", '"2024-05-06T10:08:14+01:60"'),
        ("Bought", '"2024-05-06T10:08:14+01:00:30"'),
        ("Bought", '"2024-05-06T24:00:00Z"'),
        ("Bought", '"2024-05-06T23:60:00Z"'),
        ("Bought", '"2024-05-06T23:59:60Z"'),
        ("Bought", '"0000-01-01T00:00:00Z"'),
        ("Bought", '"0001-01-01T00:00:00+00:01"'),
        ("Bought", '"9999-12-31T23:59:59-00:01"'),
        ("Bought", '"10000-01-01T00:00:00Z"'),
        ("Bought", '"-0001-01-01T00:00:00Z"'),
        ("Bought", "5"),
        ("Frame Number", "5"),
        ("Frame Number", "{}"),
        ("Type", '"tandem"'),
        ("Type", '""'),
        ("Type", '"CITYBIKE"'),
        ("Name", "5"),
    ],
)
def test_a_value_of_another_type_is_400_with_the_field_name(api: httpx2.Client, field: str, value: str) -> None:
    answer = send(api, field, value)
    assert answer.status_code == 400
    assert list(answer.json()["ModelState"]) == [field]
    assert field in answer.json()["ModelState"][field][0]


@pytest.mark.parametrize("field", ["Price", "Gears", "Electric", "Bought", "Frame Number", "Type"])
def test_null_is_always_allowed(api: httpx2.Client, field: str) -> None:
    answer = send(api, field, "null")
    assert answer.status_code == 200
    assert answer.json()[field] is None


@pytest.mark.parametrize(
    ("field", "value"),
    [("Gears", "9223372036854775807"), ("Electric", "false"), ("Type", '"ladcykel"'), ("Price", "5.5")],
)
def test_a_valid_value_round_trips(api: httpx2.Client, field: str, value: str) -> None:
    assert f"{json.dumps(field)}:{value}" in send(api, field, value).text


@pytest.mark.parametrize(("sent", "written"), [("2", "2.0"), ("-7", "-7.0"), ("2e3", "2000.0"), ("2.50", "2.50")])
def test_a_decimal_always_has_a_fraction(api: httpx2.Client, sent: str, written: str) -> None:
    created = send(api, "Price", sent)
    assert f'"Price":{written},' in created.text
    path = f"table/Bikes/{created.json()['Id']}"
    assert f'"Price":{written},' in api.patch(path, json={"Gears": 3}).text
    assert f'"Price":{written},' in api.delete(path).text


def test_all_problems_are_reported_together(api: httpx2.Client) -> None:
    answer = api.post(
        "Contacts", json={"class": "tin", "Shoe Size": "41", "EmailConfirmed": None, "RegistrationIp": "1" * 17}
    )
    assert answer.status_code == 400
    wrong = {"class", "Shoe Size", "EmailConfirmed", "RegistrationIp", "RegistrationSource"}
    assert set(answer.json()["ModelState"]) == wrong


def test_names_that_differ_only_in_punctuation_are_distinct(api: httpx2.Client) -> None:
    body = {**REGISTRATION, "Shoe Size": 41, "Shoe-Size": "7½"}
    contact = api.post("Contacts", json=body).json()
    assert (contact["Shoe Size"], contact["Shoe-Size"]) == (41, "7½")
