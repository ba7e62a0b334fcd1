"""Types of allowed values, their tuples, and `parse`, in the committed package and in one of another account."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, TypeAlias, get_args

import pytest
from support.accounts import HOSTILE, account, field, table
from support.outputs import python, unpack
from yulsn_client import InvalidArgumentError, YulsnError, parse
from yulsn_client.tables.bikes import BIKES_TYPE_VALUES, BikesCreate, BikesType
from yulsn_client.types import CONTACT_CLASS_VALUES, ContactClass, ContactField, OrderType, PatchField
from yulsn_codegen.account.schema import FieldType
from yulsn_codegen.generate import generate

Level: TypeAlias = Literal[1, 2, 3, 4]


def test_a_tuple_has_the_values_in_their_order() -> None:
    assert CONTACT_CLASS_VALUES == get_args(ContactClass) == ("bronze", "silver", "gold")
    assert [BikesCreate(type=one).type for one in BIKES_TYPE_VALUES] == list(get_args(BikesType))


@pytest.mark.parametrize(
    ("alias", "text", "value"),
    [
        (ContactClass, "gold", "gold"),
        (ContactClass, " Gold\n", "gold"),
        (OrderType, "VÆRKSTED", "værksted"),
        (ContactField, "shoe-size", "Shoe-Size"),
        (PatchField, "FIRSTNAME", "FirstName"),
        (Level, "3", 3),
        (Level, " 3.0 ", 3),
        (Level, 3, 3),
        (Level, 3.0, 3),
        (str, "anything", "anything"),
        (int, "12", 12),
    ],
)
def test_text_is_parsed_as_a_value(alias: Any, text: object, value: object) -> None:
    found = parse(alias, text)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("alias", "text"),
    [
        (ContactClass, "golden"),
        (ContactClass, ""),
        (ContactClass, None),
        (ContactClass, 5),
        (ContactClass, ["gold"]),
        (Level, "9"),
        (Level, "3.5"),
        (Level, True),
        (Level, "three"),
        (Level, "1e999999"),
        (int, "x"),
    ],
)
def test_text_that_is_not_an_allowed_value_is_an_error(alias: Any, text: object) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        parse(alias, text)
    assert isinstance(caught.value, YulsnError)
    assert isinstance(caught.value, ValueError)


def test_an_error_lists_the_values_and_suggests_the_closest_one() -> None:
    with pytest.raises(InvalidArgumentError, match="'gold'; did you mean 'gold'"):
        parse(ContactClass, "golden")


@pytest.mark.parametrize("alias", [bool, None, "gold", float, list[str], object])
def test_an_argument_that_is_not_a_type_of_values_is_a_type_error(alias: Any) -> None:
    with pytest.raises(TypeError, match="type of allowed values"):
        parse(alias, "gold")


PROGRAM = """
import client.types as types
from client import InvalidArgumentError, parse
from client.models import ContactPatch
from client.tables import cars

assert types.ORDER_TYPE_VALUES == () and parse(types.OrderType, "any") == "any"
assert "CONTACT_CITY_VALUES" not in vars(types)
assert types.CONTACT_CITY_VALUES == tuple(f"City {n}" for n in range(60))
assert "CONTACT_CITY_VALUES" in vars(types)
assert cars.CARS_YEAR_VALUES == tuple(range(1950, 2025))
assert cars.CARS_CUT_VALUES == ("cut \\ud83d", "whole")
assert len(types.CONTACT_FIELD_VALUES) > 60 and "City" in types.CONTACT_FIELD_VALUES
assert parse(types.ContactCity, " city 7") == "City 7"
assert parse(types.ContactField, "city") == "City"
assert parse(cars.CarsYear, "1999") == 1999
assert parse(types.ContactGlyphs, "b") == "b" and parse(types.ContactGlyphs, "B") == "B"
for name in ("NO_VALUES", "ContactNo"):
    try:
        getattr(types, name)
    except AttributeError:
        continue
    raise SystemExit(name)
try:
    parse(types.ContactCity, "City 60")
except InvalidArgumentError as error:
    assert "City" in str(error)
else:
    raise SystemExit("accepted")
patch = ContactPatch.from_dict({"city": "city 7 ", "glyphs": "b"}, lax=True)
assert (patch.city, patch.glyphs) == ("City 7", "b")
"""


def test_long_lists_are_loaded_on_first_use_and_hostile_names_have_types(tmp_path: Path) -> None:
    contacts = [
        field("City", values=[f"City {number}" for number in range(60)]),
        field("Glyphs", values=["B", "b"]),
        *(field(name, values=["a", name]) for name in HOSTILE),
        field("!", values=["x"]),
        *(field(f"More {number:02}") for number in range(40)),
    ]
    cars = table(
        1,
        "Cars",
        field("Year", FieldType.NUMBER, values=list(range(1950, 2025))),
        field("Cut", values=["cut \ud83d", "whole"]),
        field("Row", values=["a"]),
    )
    folder = unpack(generate(account(contacts, [cars]), "client"), tmp_path)
    done = python(folder, PROGRAM, "-Werror")
    assert (done.returncode, done.stderr) == (0, "")
