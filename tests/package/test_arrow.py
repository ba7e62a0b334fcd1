"""Exports as Arrow tables: exact types and values, and libraries that read them."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from yulsn_client import AsyncClient, Client, DecodeError, Drift
from yulsn_client._runtime.arrow_tables import read_batches, read_table, schema_of
from yulsn_client._runtime.wire import encoded_name
from yulsn_client.models import ContactCreate, ExportType
from yulsn_client.tables.bikes import BikesCreate, BikesRow
from yulsn_codegen.testing import RunningSandbox, run_sandbox

from .downloads import downloaded

pyarrow: Any = pytest.importorskip("pyarrow", reason="pyarrow is not installed")

VALUES = ("007", 'a "b",\r\nc', "", None, "null")


@pytest.fixture(scope="module")
def filled() -> Iterator[RunningSandbox]:
    with run_sandbox(contacts=30) as sandbox, Client(sandbox.api_key, base_url=sandbox.base_url) as client:
        for name in VALUES:
            client.tables.bikes.create(BikesCreate(name=name, frame_number="x", price=Decimal("1250.50"), type="racer"))
        yield sandbox


@pytest.mark.parametrize("compress", [True, False])
def test_a_table_has_exact_types_and_values(filled: RunningSandbox, compress: bool) -> None:
    drifts: list[Drift] = []
    with (
        Client(filled.api_key, base_url=filled.base_url, on_drift=drifts.append) as client,
        client.bulk_export.run(client.tables.bikes, compress=compress) as export,
    ):
        table = export.to_table()
        rows = list(export.rows(BikesRow))
        batches = list(export.batches())
        texts = _column(export, "Created")
    assert drifts == []
    assert pyarrow.Table.from_batches(batches) == table
    assert table.schema.field("Price").type == pyarrow.decimal128(38, 10)
    assert table.schema.field("Created").type == pyarrow.timestamp("ns", "UTC")
    assert table.schema.field("Type").type == pyarrow.dictionary(pyarrow.int32(), pyarrow.string())
    for schema in (export.schema, table.schema, batches[0].schema):
        assert schema.field("Price").metadata == {b"label": b"Price (kr.)"}
    assert table.column("Id").to_pylist() == [row.id for row in rows]
    assert table.column("Name").to_pylist() == [row.name for row in rows]
    assert table.column("Name").to_pylist()[-5:] == list(VALUES)
    assert table.column("Price").to_pylist() == [row.price for row in rows]
    assert table.column("Type").to_pylist() == [row.type for row in rows]
    nanoseconds = table.column("Created").cast(pyarrow.int64()).to_pylist()
    for row, exact, text in zip(rows, nanoseconds, texts, strict=True):
        fraction = text.partition(".")[2][:7].rstrip("Z+-").partition("+")[0] if "." in text else ""
        assert exact % 1_000_000_000 == int(fraction.ljust(9, "0") or 0)
        assert exact // 1_000_000_000 == int(row.created.timestamp())


def _column(export: Any, name: str) -> list[str]:
    header, batches = export.records()
    return [record[header.index(name)] for batch in batches for record in batch]


@pytest.mark.parametrize("kind", [ExportType.CONTACTS, ExportType.ORDERS, ExportType.EVENTS, ExportType.PUSH_TOKENS])
def test_types_become_tables_with_all_rows(filled: RunningSandbox, kind: ExportType) -> None:
    with (
        Client(filled.api_key, base_url=filled.base_url) as client,
        client.bulk_export.run(kind) as export,
    ):
        assert export.to_table().num_rows == export.row_count


def test_pandas_reads_a_table(filled: RunningSandbox) -> None:
    pytest.importorskip("pandas", reason="pandas is not installed")
    with (
        Client(filled.api_key, base_url=filled.base_url) as client,
        client.bulk_export.run(client.tables.bikes, fields=["Name", "Price"]) as export,
    ):
        frame = export.to_table().to_pandas()
    assert list(frame["Name"])[-5] == "007"
    assert list(frame["Price"])[-5] == Decimal("1250.50")


@pytest.mark.parametrize("library", ["polars", "duckdb"])
def test_polars_and_duckdb_read_a_table(filled: RunningSandbox, library: str) -> None:
    module: Any = pytest.importorskip(library, reason=f"{library} is not installed")
    with (
        Client(filled.api_key, base_url=filled.base_url) as client,
        client.bulk_export.run(client.tables.bikes) as export,
    ):
        table = export.to_table()
    if library == "polars":
        assert module.from_arrow(table)["Name"].to_list()[-5] == "007"
    else:
        found = module.sql('SELECT "Name", "Price", epoch_ns("Created") FROM "table" ORDER BY "Id"').fetchall()[-5]
        assert found[:2] == ("007", Decimal("1250.5000000000"))
        exact = table.column("Created").cast(pyarrow.int64()).to_pylist()[-5]
        has_nanoseconds = int(module.__version__.partition(".")[0]) >= 2
        assert found[2] == (exact if has_nanoseconds else exact // 1000 * 1000)


def test_a_column_with_values_of_another_type_is_text() -> None:
    reported: list[tuple[str, str]] = []
    data = b"id,Gears,New\n1,3,x\n2,many,y\n"
    header, schema = ["id", "Gears", "New"], schema_of(BikesRow, {})
    table = read_table(
        lambda: io.BytesIO(data), header, ",", schema, "BikesRow", lambda kind, place, _: reported.append((kind, place))
    )
    assert table.to_pydict() == {"id": [1, 2], "Gears": ["3", "many"], "New": ["x", "y"]}
    assert reported == [("type", "BikesRow.Gears")]
    with pytest.raises(DecodeError, match="does not fit its column: Gears"):
        list(read_batches(io.BytesIO(data), header, ",", schema))
    (batch,) = read_batches(io.BytesIO(data), header, ",", schema, {"Gears"})
    assert batch.to_pydict() == table.to_pydict()


def test_names_that_differ_in_case_or_have_line_breaks_are_separate_columns() -> None:
    schema = pyarrow.schema([("Doors", pyarrow.int64()), ("doors", pyarrow.string()), ("a\nb", pyarrow.int64())])
    data = b'Doors,doors,"a\nb"\n1,2,3\n'
    (batch,) = read_batches(io.BytesIO(data), ["Doors", "doors", "a\nb"], ",", schema)
    assert batch.to_pydict() == {"Doors": [1], "doors": ["2"], "a\nb": [3]}


def test_lone_surrogates_in_names_and_labels_are_replaced_as_in_files() -> None:
    model = msgspec.defstruct("Odd", [("a", int, msgspec.field(name=encoded_name("\ud800")))])
    field = schema_of(model, {"\ud800": "x\udfff"}).field(0)
    assert (field.name, field.metadata) == ("\ufffd", {b"label": "x\ufffd".encode()})


@pytest.mark.parametrize("read", [lambda export: list(export.batches()), lambda export: export.to_table()])
def test_a_file_with_too_few_rows_is_an_error(filled: RunningSandbox, read: Callable[[Any], Any]) -> None:
    with (
        Client(filled.api_key, base_url=filled.base_url) as client,
        client.bulk_export.run(client.tables.bikes) as export,
    ):
        export.row_count = (export.row_count or 0) + 1
        with pytest.raises(DecodeError, match="rows instead of"):
            read(export)


def test_a_contact_is_exported_completely() -> None:
    with run_sandbox() as sandbox, Client(sandbox.api_key, base_url=sandbox.base_url) as client:
        from datetime import UTC, datetime

        client.contacts.create(
            ContactCreate(
                phone="00745",
                phone_country_code="45",
                registration_date_time=datetime(2024, 5, 6, tzinfo=UTC),
                registration_source="x",
                registration_ip="::1",
            )
        )
        with client.bulk_export.run(ExportType.CONTACTS) as export:
            assert export.to_table().column("Phone").to_pylist() == ["00745"]


@pytest.mark.parametrize(
    "text",
    [
        "0.12345678901",
        "1e-11",
        "12345678901234567890123456789",  # fits in 128 bits, but not in 38 digits
        "11283063099976310197457888762446071863",  # these two are read as other numbers by pyarrow itself
        "1e30",
        "9" * 39,
        "9" * 80,
        "1e400",
        "NaN",
        "1,5",
    ],
)
def test_decimals_that_do_not_fit_are_kept_as_text_and_never_rounded(text: str) -> None:
    reported: list[str] = []
    data = f'Price\n1250.50\n"{text}"\n'.encode()
    schema = schema_of(BikesRow, {})
    table = read_table(
        lambda: io.BytesIO(data), ["Price"], ",", schema, "BikesRow", lambda kind, place, _: reported.append(place)
    )
    assert table.to_pydict() == {"Price": ["1250.50", text]}
    assert reported == ["BikesRow.Price"]
    with pytest.raises(DecodeError, match="does not fit its column: Price"):
        list(read_batches(io.BytesIO(data), ["Price"], ",", schema))


@pytest.mark.parametrize(
    "text",
    [
        "1E27",
        "1e-10",
        "007",
        "-0.00",
        " 5 ",
        "0.1234567890",
        "0.1" + "0" * 40,
        "9" * 28 + "." + "9" * 10,
        "-" + "9" * 28,
    ],
)
def test_decimals_that_fit_are_exact(text: str) -> None:
    data = f"Price\n\n{text}\n".encode()
    (batch,) = read_batches(io.BytesIO(data), ["Price"], ",", schema_of(BikesRow, {}))
    assert batch.schema.field("Price").type == pyarrow.decimal128(38, 10)
    assert batch.column("Price").to_pylist()[-1] == Decimal(text.strip())


@pytest.mark.parametrize(
    "text", ["1600-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2024-01-01T00:00:00.1234567891Z", "2024-01-01T00:00:00"]
)
def test_times_beyond_nanoseconds_are_kept_as_text(text: str) -> None:
    data = f"Created\n2024-01-01T00:00:00.1234567+02:00\n{text}\n".encode()
    table = read_table(lambda: io.BytesIO(data), ["Created"], ",", schema_of(BikesRow, {}), "BikesRow", lambda *_: None)
    assert table.column("Created").to_pylist() == ["2024-01-01T00:00:00.1234567+02:00", text]


def test_a_table_is_read_as_arrow_in_one_call(filled: RunningSandbox) -> None:
    with Client(filled.api_key, base_url=filled.base_url) as client:
        table = client.tables.bikes.to_arrow(fields=["Name", "Price"])
        names = [row.name for row in client.tables.bikes.iterate()]

    async def again() -> Any:
        async with AsyncClient(filled.api_key, base_url=filled.base_url) as client:
            return await client.tables.bikes.to_arrow(fields=["Name", "Price"])

    assert table.column_names == ["Name", "Price"]
    assert table.column("Name").to_pylist() == names
    assert table.schema.field("Price").metadata == {b"label": b"Price (kr.)"}
    assert asyncio.run(again()) == table


@pytest.mark.parametrize("read", [lambda export: list(export.batches()), lambda export: export.to_table()])
def test_text_that_is_not_utf_8_is_an_error(read: Callable[[Any], Any]) -> None:
    with (
        downloaded(b"id,text\n1,\xff\n") as export,
        pytest.raises(DecodeError, match="a value of the column text is not UTF-8"),
    ):
        read(export)


@pytest.mark.parametrize("data", [b"", b"id,text", b"id,text\n", b"id,text\n\n"])
def test_a_file_without_rows_is_an_empty_table(data: bytes) -> None:
    with downloaded(data) as export:
        assert list(export.batches()) == []
        assert export.to_table().num_rows == 0
        assert export.to_table().column_names == (["id", "text"] if data else [])
