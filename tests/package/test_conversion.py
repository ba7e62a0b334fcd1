"""Models from dicts: strict by default, with one message per field, and lax for text such as a CSV file's."""

from __future__ import annotations

import dataclasses
import os
import pprint
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from operator import eq, ge
from pathlib import Path
from typing import Any

import numpy
import pandas
import pytest
from yulsn_client import UNSET, Client, InvalidArgumentError, InvalidBodyError, ValidationError
from yulsn_client._runtime.encoding import encode
from yulsn_client.models import Contact, Order, OrderCreate
from yulsn_client.tables.bikes import BikesCreate, BikesField, BikesRow
from yulsn_codegen.sandbox import RunningSandbox

from .conftest import GENERATED, REPOSITORY
from .rows.contacts import CONTACT

NOON = datetime(2025, 1, 31, 12, tzinfo=UTC)
EMPTY = ["", "  ", float("nan"), numpy.nan, pandas.NA, pandas.NaT]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("gears", "8"),
        ("gears", True),
        ("gears", 8.5),
        ("electric", "false"),
        ("electric", 0),
        ("bought", "yesterday"),
        ("bought", 5),
        ("price", "1,50"),
        ("price", True),
        ("name", 5),
        ("type", "tandem"),
        ("type", 1),
        ("secret", b"x"),
        ("nmae", "x"),
        ("Nmae", "x"),
    ],
)
def test_a_value_of_another_type_is_an_error(field: str, value: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        BikesCreate.from_dict({field: value})
    assert list(caught.value.problems) == [field]


def test_all_errors_are_reported_by_field() -> None:
    with pytest.raises(ValidationError) as caught:
        BikesCreate.from_dict({"Gears": "x", "electric": "maybe", "Type": "tandm", "nmae": "x", "Name": "ok"})
    assert list(caught.value.problems) == ["gears", "electric", "type", "nmae"]
    assert "did you mean 'name'" in caught.value.problems["nmae"]
    assert str(caught.value).startswith("BikesCreate: gears: ")


def test_errors_in_nested_models_have_their_place() -> None:
    with pytest.raises(ValidationError) as caught:
        OrderCreate.from_dict({"OrderLines": [{}, {"nmuber": 1}]})
    assert {"order_lines[1].nmuber"} <= caught.value.problems.keys()


def test_python_and_wire_names_are_accepted_but_not_both() -> None:
    assert BikesCreate.from_dict({"Contact Id": 5}) == BikesCreate.from_dict({"contact_id": 5})
    with pytest.raises(ValidationError, match="contact_id: is given by both its Python name and its wire name"):
        BikesCreate.from_dict({"Contact Id": 5, "contact_id": 6})


def test_a_required_property_that_is_missing_is_an_error() -> None:
    with pytest.raises(ValidationError) as caught:
        Contact.from_dict({"Id": 1})
    assert caught.value.problems["secret"] == "is required"


def test_unknown_properties_of_a_received_model_are_kept() -> None:
    contact = Contact.from_json(CONTACT)
    assert Contact.from_dict({**contact.to_dict(), "New": 1}).extra == {"New": 1}
    assert BikesCreate.from_dict({"New": 1}, allow_extra=True).extra == {"New": 1}


@pytest.mark.parametrize("by", ["wire", "python"])
def test_a_dict_is_converted_back(by: Any) -> None:
    contact = Contact.from_json(CONTACT)
    assert Contact.from_dict(contact.to_dict(by=by)) == contact


def test_a_dict_by_python_names_has_python_values() -> None:
    bike = BikesCreate(contact_id=5, bought=NOON, price=Decimal("1.50"))
    assert bike.to_dict(by="python") == {"contact_id": 5, "bought": NOON, "price": Decimal("1.50")}
    assert bike.to_dict() == {"Contact Id": 5, "Bought": "2025-01-31T12:00:00Z", "Price": Decimal("1.50")}


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("gears", "8", 8),
        ("gears", " 8 ", 8),
        ("gears", "8.0", 8),
        ("gears", 8.0, 8),
        ("gears", numpy.int64(8), 8),
        ("gears", numpy.float64(8), 8),
        ("gears", "-1", -1),
        *(("electric", text, True) for text in ("true", "TRUE", "yes", "1", "on", 1, numpy.True_)),
        *(("electric", text, False) for text in ("false", "No", "0", "off", 0)),
        ("bought", "2025-01-31T12:00:00Z", NOON),
        ("bought", "2025-01-31 12:00", NOON),
        ("bought", "2025-01-31", NOON.replace(hour=0)),
        ("bought", date(2025, 1, 31), NOON.replace(hour=0)),
        ("bought", "2025-01-31T13:00:00+01:00", NOON.astimezone(timezone(timedelta(hours=1)))),
        ("bought", pandas.Timestamp("2025-01-31 12:00"), NOON),
        ("price", "1.50", Decimal("1.50")),
        ("price", 1.5, Decimal("1.5")),
        ("price", "1e3", Decimal(1000)),
        ("type", "Racer", "racer"),
        ("name", 5, "5"),
        ("name", " Ada ", " Ada "),
        ("frame_number", "007", "007"),
    ],
)
def test_text_is_converted(field: str, text: Any, value: Any) -> None:
    converted = getattr(BikesCreate.from_dict({field: text}, lax=True), field)
    assert converted == value
    assert type(converted) is type(value)


@pytest.mark.parametrize("field", ["gears", "electric", "bought", "price", "type", "name"])
@pytest.mark.parametrize("cell", EMPTY, ids=str)
def test_an_empty_cell_is_left_out(field: str, cell: Any) -> None:
    assert getattr(BikesCreate.from_dict({field: cell}, lax=True), field) is UNSET


def test_an_empty_cell_of_a_received_model_is_none() -> None:
    row = {"Id": "1", "Secret": "s", "Created": "2025-01-31", "LastModified": "2025-01-31", "Gears": "", "Price": ""}
    bike = BikesRow.from_dict(row, lax=True)
    assert (bike.id, bike.gears, bike.price) == (1, None, None)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("gears", "eight"),
        ("gears", "8.5"),
        ("gears", "1_000"),
        ("gears", "1e999999"),
        ("gears", "NaN"),
        ("electric", "maybe"),
        ("electric", 2),
        ("bought", "31/01/2025"),
        ("price", "1,50"),
        ("price", "Infinity"),
        ("type", "tandem"),
        ("name", 1.5),
        ("name", True),
    ],
)
def test_text_that_cannot_be_converted_is_an_error(field: str, text: Any) -> None:
    with pytest.raises(ValidationError, match=field):
        BikesCreate.from_dict({field: text}, lax=True)


def test_models_are_rows_of_a_data_frame() -> None:
    contacts = [Contact.from_json(CONTACT), Contact.from_json(CONTACT)]
    frame = pandas.DataFrame([contact.to_dict(by="python") for contact in contacts])
    assert list(frame["id"]) == [4711, 4711]
    assert set(Contact.__struct_fields__) <= {*frame.columns}
    assert list(pandas.DataFrame(contacts).columns) == list(Contact.__struct_fields__)


def test_a_missing_time_of_pandas_is_refused_where_it_is_not_converted() -> None:
    with pytest.raises(InvalidBodyError, match="has no UTC offset"):
        encode(BikesCreate(bought=pandas.NaT))  # type: ignore[arg-type]
    for compare in (eq, ge):
        with pytest.raises(InvalidArgumentError, match="Bought is a date-time without a UTC offset"):
            compare(BikesField.bought, pandas.NaT)


def test_a_model_is_recognized_as_a_dataclass() -> None:
    bike = BikesCreate(gears=8)
    assert dataclasses.is_dataclass(bike)
    assert dataclasses.asdict(bike)["gears"] == 8
    assert [one.name for one in dataclasses.fields(BikesCreate)] == list(BikesCreate.__struct_fields__)
    assert "gears=8" in pprint.pformat([bike] * 5, width=20)


def test_the_example_imports_a_csv_file(sandbox: RunningSandbox, tmp_path: Path) -> None:
    file = tmp_path / "bikes.csv"
    file.write_text(
        "ExternalId,name,Type,Gears,electric,Bought,Price\r\n"
        "csv-1,Ladcykel,ladcykel,8,no,2025-01-31,12500.50\r\n"
        "csv-2,Racer,racer,,,,\r\n",
        encoding="utf-8-sig",
    )
    done = _example(sandbox, file)
    assert (done.returncode, done.stdout) == (0, "imported 2 bikes\n"), done.stderr
    with Client(sandbox.api_key, base_url=sandbox.base_url) as client:
        first = client.tables.bikes.find_by_external_id("csv-1")
        second = client.tables.bikes.find_by_external_id("csv-2")
    assert first is not None
    assert second is not None
    assert (first.electric, first.gears, first.price) == (False, 8, Decimal("12500.50"))
    assert (second.electric, second.gears, second.price) == (None, None, None)


def test_the_example_reports_every_invalid_cell_and_sends_nothing(sandbox: RunningSandbox, tmp_path: Path) -> None:
    file = tmp_path / "bikes.csv"
    file.write_text("ExternalId,Gears,Electric\ncsv-3,many,no\ncsv-4,8,perhaps\n", encoding="utf-8")
    done = _example(sandbox, file)
    assert done.returncode == 1
    assert [line.partition(": ")[0] for line in done.stderr.splitlines()] == ["line 2", "line 3"]
    assert "gears" in done.stderr
    assert "electric" in done.stderr


def _example(sandbox: RunningSandbox, file: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(REPOSITORY / "examples" / "import_csv.py"), sandbox.base_url, str(file)],
        env={**os.environ, "PYTHONPATH": str(GENERATED), "YULSN_API_KEY": sandbox.api_key},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_mapping_is_required() -> None:
    with pytest.raises(TypeError, match="takes a mapping, not list"):
        Order.from_dict([])  # type: ignore[arg-type]
