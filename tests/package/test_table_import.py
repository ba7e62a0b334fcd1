"""Items to create from CSV files and Arrow tables: exact conversion, refused lines, and accounting."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from yulsn_client import UNSET, BulkError, ValidationError, from_arrow, from_csv
from yulsn_client.tables.bikes import BikesCreate
from yulsn_codegen.testing import run_sandbox

from .conftest import Flavour

HEADER = "ExternalId,name,Frame Number,price,electric,Type\n"


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "bikes.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_cells_are_converted_exactly(tmp_path: Path) -> None:
    path = written(tmp_path, HEADER + '007,"a ""b"",\r\nc",0012,1250.50,yes,racer\n8,,,,,\n\n', "utf-8-sig")
    one, two = from_csv(BikesCreate, path)
    assert (one.external_id, one.name, one.frame_number, one.electric) == ("007", 'a "b",\r\nc', "0012", True)
    assert str(one.price) == "1250.50"
    assert (two.external_id, two.name, two.price) == ("8", UNSET, UNSET)


@pytest.mark.parametrize(("delimiter", "given"), [(";", None), ("\t", None), ("|", None), (":", ":")])
def test_the_delimiter_is_detected_or_given(tmp_path: Path, delimiter: str, given: str | None) -> None:
    path = written(tmp_path, (HEADER + "1,a,2,3.10,no,racer\n").replace(",", delimiter))
    (one,) = from_csv(BikesCreate, path, delimiter=given)
    assert (one.name, one.price) == ("a", Decimal("3.10"))


def test_invalid_lines_are_written_to_a_file_that_can_be_corrected_and_imported(api: Flavour, tmp_path: Path) -> None:
    bikes, prefix = api.client.tables.bikes, f"csv-{api.name}-"
    lines = [f"{prefix}{number},n,f,{'x' if number == 3 else number},no,racer" for number in range(7)]
    lines[5] = f"{prefix}5,n"
    path, refused = written(tmp_path, HEADER + "\n".join(lines)), tmp_path / "refused.csv"
    items = from_csv(BikesCreate, path, refused=refused)
    api.run(bikes.create_many(items, chunk_size=2, concurrency=2))
    assert items.refused_count == 2
    assert [each.line for each in items.refused] == [5, 7]
    assert "price" in items.refused[0].problems
    assert "2 cells instead of 6" in str(items.refused[1].problems)
    with refused.open(newline="") as file:
        again = list(csv.reader(file))
    assert again[0] == HEADER.strip().split(",")
    assert [row[0] for row in again[1:]] == [f"{prefix}3", f"{prefix}5"]
    refused.write_text(refused.read_text().replace(",x,", ",3,").replace(f"{prefix}5,n", f"{prefix}5,n,f,5,no,racer"))
    api.run(bikes.create_many(from_csv(BikesCreate, refused)))
    stored = {row.external_id: row.price for row in api.collect(bikes.iterate())}
    assert {key: stored[key] for key in stored if (key or "").startswith(prefix)} == {
        f"{prefix}{number}": Decimal(number) for number in range(7)
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ExternalId,colour\n1,red\n", "colour: the model has no such property"),
        ("name,name\na,b\n", "name: two columns have this name"),
        ("", "the file has no header"),
        ('name\n"a" b\n', "CSV: "),
    ],
)
def test_an_unreadable_file_is_refused_completely(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        list(from_csv(BikesCreate, written(tmp_path, text)))
    with run_sandbox() as sandbox:
        from yulsn_client import Client

        with (
            Client(sandbox.api_key, base_url=sandbox.base_url) as client,
            pytest.raises(BulkError, match=message),
        ):
            client.tables.bikes.create_many(from_csv(BikesCreate, written(tmp_path, text)))


def test_no_file_is_written_without_refused_lines(tmp_path: Path) -> None:
    items = from_csv(BikesCreate, written(tmp_path, HEADER + "1,a,b,1,no,racer\n"), refused=tmp_path / "refused.csv")
    assert len(list(items)) == len(list(items)) == 1
    assert not (tmp_path / "refused.csv").exists()


def test_refused_lines_never_replace_the_file_that_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, HEADER + "1,a,b,x,no,racer\n")
    with pytest.raises(ValueError, match="refused must be another file"):
        list(from_csv(BikesCreate, path, refused=tmp_path / "." / path.name))
    assert path.read_text() == HEADER + "1,a,b,x,no,racer\n"


def test_refused_lines_keep_the_encoding_of_the_file(tmp_path: Path) -> None:
    path, refused = written(tmp_path, HEADER + "1,bl\u00e5,b,x,no,racer\n", "cp1252"), tmp_path / "refused.csv"
    assert list(from_csv(BikesCreate, path, encoding="cp1252", refused=refused)) == []
    assert "bl\u00e5" in refused.read_text(encoding="cp1252")


@pytest.mark.parametrize("text", [HEADER, "", HEADER + "1,a,b,1,no,racer\n" * 5000])
def test_a_file_of_another_encoding_is_an_error_without_its_text(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, f"{text}1,Bj\u00f8rn,b,1,no,racer\n", "cp1252")
    with pytest.raises(ValidationError, match="the file is not utf-8; pass its encoding") as caught:
        list(from_csv(BikesCreate, path))
    assert caught.value.__cause__ is caught.value.__context__ is None


def test_exact_times_of_an_arrow_table_can_be_imported() -> None:
    pyarrow = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    times = pyarrow.array([1_700_000_000_123_456_700, None], pyarrow.timestamp("ns", "UTC"))
    one, two = from_arrow(BikesCreate, pyarrow.table({"ExternalId": ["1", "2"], "Bought": times}))
    assert one.bought == datetime(2023, 11, 14, 22, 13, 20, 123457, UTC)  # rounded like the times of responses
    assert one.to_dict()["Bought"] == "2023-11-14T22:13:20.1234567+00:00"
    assert two.bought is UNSET


@pytest.mark.parametrize("model", [int, "BikesCreate", BikesCreate()])
def test_items_of_something_else_than_a_model_are_refused_at_once(model: Any, tmp_path: Path) -> None:
    for items in (lambda: from_csv(model, tmp_path), lambda: from_arrow(model, None)):
        with pytest.raises(TypeError, match="the model must be one of this package's, not"):
            items()


@pytest.mark.parametrize("table", [None, [], {"name": ["a"]}])
def test_rows_of_something_else_than_an_arrow_table_are_refused_at_once(table: Any) -> None:
    pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    with pytest.raises(TypeError, match=r"from_arrow takes a pyarrow\.Table, RecordBatch or RecordBatchReader, not"):
        from_arrow(BikesCreate, table)


def test_columns_of_the_same_name_in_an_arrow_table_are_refused() -> None:
    pyarrow = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    table = pyarrow.table([pyarrow.array(["a"]), pyarrow.array(["b"])], names=["name", "name"])
    with pytest.raises(ValidationError, match="name: two columns have this name"):
        list(from_arrow(BikesCreate, table))


def test_rows_of_an_arrow_table_can_be_imported() -> None:
    pyarrow: Any = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    table = pyarrow.table(
        {
            "external_id": ["007", None],
            "Price": pyarrow.array([Decimal("1250.50"), None], pyarrow.decimal128(18, 2)),
            "electric": [True, None],
        }
    )
    one, two = from_arrow(BikesCreate, table)
    assert (one.external_id, str(one.price), one.electric) == ("007", "1250.50", True)
    assert two == BikesCreate()
    for other in (table.to_batches()[0], table.to_reader()):
        assert list(from_arrow(BikesCreate, other)) == [one, two]
    with pytest.raises(ValidationError):
        list(from_arrow(BikesCreate, pyarrow.table({"price": ["x"]})))
