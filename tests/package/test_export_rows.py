"""The text of exports as typed rows: columns, delimiters, quotes, exact values, and what does not fit."""

from __future__ import annotations

import codecs
import copy
import csv
import gzip
import io
import pickle
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from yulsn_client import DecodeError
from yulsn_client._runtime import csv_records
from yulsn_client._runtime.csv_records import blocks_of_records, detect_delimiters, parse, records, split_header
from yulsn_client._runtime.exact_times import ExactDatetime
from yulsn_client._runtime.export_rows import RowConverter
from yulsn_client._runtime.exports import Export
from yulsn_client._runtime.wire import wire_name
from yulsn_client.models import Store
from yulsn_client.tables.bikes import BikesCreate, BikesRow

from .downloads import downloaded


def convert(
    model: type[Any], text: str, delimiter: str = ",", *, directly: bool = True
) -> tuple[list[Any], list[tuple[str, str]]]:
    reported: list[tuple[str, str]] = []
    column, row = detect_delimiters(text, delimiter, "\r\n")
    blocks = blocks_of_records(io.BytesIO(text.encode()).read, column, row)
    header, rest = split_header(next(blocks), column, row)
    converter = RowConverter(model, header, lambda kind, place, _: reported.append((kind, place)))
    found: list[Any] = []
    for block in filter(None, [rest, *blocks]):
        found += (
            converter.convert_block(block, column, row) if directly else converter.convert(parse(block, column, row))
        )
    return found, reported


BIKE = "id,Secret,created,LASTMODIFIED,Gears,Electric,Price"


def test_column_names_match_case_insensitively_and_unknown_ones_are_kept() -> None:
    (row,), reported = convert(
        BikesRow, f"{BIKE},New Field\n1,s,2024-01-01T00:00:00Z,2024-01-01T00:00:00Z,3,True,1.10,x\n"
    )
    assert isinstance(row, BikesRow)
    assert (row.id, row.gears, row.electric, str(row.price), row.extra) == (1, 3, True, "1.10", {"New Field": "x"})
    assert reported == [("unknown", "BikesRow.New Field")]


def test_values_of_another_type_are_kept_as_text_and_reported() -> None:
    text = f"{BIKE}\n1,s,2024-01-01T00:00:00,2024-01-01T00:00:00Z,many,maybe,1.10.1\n2,s,2024-01-01T00:00:00Z\n"
    (one, two), reported = convert(BikesRow, text)
    assert (one.gears, one.electric, one.price) == ("many", "maybe", "1.10.1")
    assert one.created == datetime(2024, 1, 1, tzinfo=UTC)
    assert (two.id, two.gears) == (2, None)
    assert {kind for kind, _ in reported} == {"type", "offset"}


def test_delimiters_other_than_asked_for_are_recognised() -> None:
    for column in (";", "\t", "|"):
        (row,), _ = convert(
            BikesRow,
            BIKE.replace(",", column)
            + "\n"
            + column.join(["1", "s", "2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z", "", "", ""]),
        )
        assert (row.id, row.gears) == (1, None)


@pytest.mark.parametrize("size", [1, 7, 64, 1 << 20])
def test_records_do_not_depend_on_the_chunks_of_the_text(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_records, "_BLOCK", size)
    cells: list[list[str | None]] = [
        ["a", "b"],
        ['x"y', "1,2\r\n3"],
        [None, ""],
        ["", None],
        ["\u2028", "z" * 200_000],
        ['"', '""'],
    ]

    def quoted(cell: str | None) -> str:
        return "" if cell is None else '"' + cell.replace('"', '""') + '"'

    text = "".join(",".join(map(quoted, record)) + "\r\n" for record in cells)
    source = io.BytesIO(b"\xef\xbb\xbf" + text.encode())
    batches = records(source.read, ",", "\r\n")
    assert [record for batch in batches for record in batch] == cells


CELLS = st.none() | st.text(st.sampled_from('ab"\\,;|\r\n\t\x00 æ🚲\u2028[]n'), max_size=6) | st.just("[null]")


@given(
    st.integers(1, 3).flatmap(lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1)),
    st.sampled_from([",", ";", "|", "\t", "ab", "\\", "[", "aa"]),
    st.sampled_from(["\r\n", "\n", "|;", ",", "]"]),
    st.booleans(),
)
def test_any_text_round_trips(cells: list[list[str | None]], column: str, row: str, is_thrifty: bool) -> None:
    assume(column not in row and row not in column)
    assume(not any(record == [None] for record in cells))  # an empty line

    def written(cell: str | None) -> str:
        special = set(f'"\r\n{column}{row}')
        if is_thrifty and cell and not special.intersection(cell):
            return cell
        return "" if cell is None else '"' + cell.replace('"', '""') + '"'

    text = row.join(column.join(map(written, record)) for record in cells) + row
    assert [one for batch in records(io.BytesIO(text.encode()).read, column, row) for one in batch] == cells


@given(
    st.lists(
        st.lists(
            st.sampled_from(["", "a", '5" pipe', 'x"', 'y""z', '"a,b"', '"c""\r\nd"', '"\r\n,"']),
            min_size=2,
            max_size=2,
        )
    ),
    st.integers(1, 60),
)
def test_quotes_inside_cells_without_quotes_are_text(cells: list[list[str]], size: int) -> None:
    text = "".join(",".join(record) + "\r\n" for record in cells)
    expected = list(csv.reader(io.StringIO(text, newline="")))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_records, "_BLOCK", size)
        found = [one for batch in records(io.BytesIO(text.encode()).read, ",", "\r\n") for one in batch]
    assert [[cell or "" for cell in record] for record in found] == expected


def test_the_memory_for_a_record_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_records, "_BLOCK", 100)
    monkeypatch.setattr(csv_records, "_LARGEST_RECORD", 1000)
    read = io.BytesIO(b'a,b\r\n1,"unclosed\r\n' + b"2,x\r\n" * 1000).read
    with pytest.raises(DecodeError, match="larger than 1,000 bytes; a quote may be missing"):
        list(records(read, ",", "\r\n"))


@pytest.mark.parametrize(
    "damage", [lambda data: data[:-20], lambda data: data + b"x", lambda data: data[:50] + b"x" * 30]
)
def test_damaged_compressed_data_is_an_error(damage: Callable[[bytes], bytes]) -> None:
    data = gzip.compress(b"id,text\n" + b"".join(b"%d,x\n" % number for number in range(1000)))
    with downloaded(damage(data)) as export:
        for read in (export.rows, export.batches, lambda: export.records()[1]):
            with pytest.raises(DecodeError, match="damaged or truncated"):
                list(read())


READERS: list[Callable[[Export], Any]] = [
    lambda export: list(export.rows()),
    lambda export: list(export.records()[1]),
    lambda export: export.to_table(),
]


@pytest.mark.parametrize("compress", [False, True])
@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-32-le", codecs.BOM_UTF32_LE),
        ("utf-32-be", codecs.BOM_UTF32_BE),
    ],
)
def test_the_byte_order_mark_decides_the_encoding(encoding: str, mark: bytes, compress: bool) -> None:
    text = "id,Løjtnant\r\n" + "".join(f'{number},"🚲 ""é"",\r\n\u2028"\r\n' for number in range(1500))
    data = mark + text.encode(encoding)
    with downloaded(text.encode()) as plain, downloaded(gzip.compress(data) if compress else data) as export:
        assert [read(export) for read in READERS] == [read(plain) for read in READERS]


@pytest.mark.parametrize("read", READERS[:2])
@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ("id,text\n1,æ\n".encode("utf-16-le"), "not UTF-8, and has no byte order mark"),
        ("id,text\n1,æ\n".encode("utf-16-be"), "not UTF-8, and has no byte order mark"),
        ("id,text\n1,æ\n".encode("cp1252"), "not UTF-8, and has no byte order mark"),
        ('id,text\n1,"æ"\n'.encode("cp1252"), "not UTF-8, and has no byte order mark"),
        ("id,æ\n1,2\n".encode("cp1252"), "not UTF-8, and has no byte order mark"),
        (codecs.BOM_UTF16_LE + "id,text\n1,\ud800\n".encode("utf-16-le", "surrogatepass"), "damaged, or not utf-16"),
        ("id,text\n1,x\n".encode("utf-16")[:-1], "damaged, or not utf-16"),
    ],
)
def test_an_encoding_without_a_byte_order_mark_must_be_utf_8(
    data: bytes, problem: str, read: Callable[[Export], Any]
) -> None:
    with downloaded(data) as export, pytest.raises(DecodeError, match=problem):
        read(export)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b'1,"unclosed\r\n2,b', [["1", '"unclosed'], ["2", "b"]]),
        (b'1,5" pipe\r\n2,"c, d"\r\n', [["1", '5" pipe'], ["2", "c, d"]]),
        (b'a b,"c" d\r\ne,"f"\r\n', [["a b", '"c" d'], ["e", "f"]]),
        (b'5" pipe,x 3"\r\n', [['5" pipe', 'x 3"']]),
        (b"\r\n\r\na,b\r\n\r\n", [["a", "b"]]),
        (b"a,b", [["a", "b"]]),
        (b"", []),
    ],
)
def test_misplaced_quotes_and_empty_lines_are_read(data: bytes, expected: object) -> None:
    assert [one for batch in records(io.BytesIO(data).read, ",", "\r\n") for one in batch] == expected


TIMES = ["2024-01-01T00:00:00Z", "2024-06-01T00:00:00.1234567+02:00", "2024-06-01T00:00:00.1234560Z"]
ROWS = st.tuples(
    st.sampled_from(["1", "007", "-5", "x", " 7", ""]),
    st.sampled_from(["s", "", '""', '"a,b"', '"a""b"', "\\", "null", "a\tb"]),
    st.sampled_from(["", "B-1"]),
    st.sampled_from(["", "Bo"]),
    st.sampled_from([*TIMES, "2024-01-01T00:00:00", "2024-01-01T00:00:00.99999999Z", "now"]),
    st.sampled_from(TIMES),
    st.sampled_from([*TIMES, "", "null", "2024-01-01T00:00:00.12345670000001Z"]),
    st.sampled_from(["", "4", "99999999999999999999"]),
    st.sampled_from(["", "true", "False", "1", "maybe"]),
    st.sampled_from(["", "007"]),
    st.sampled_from(["", "3", "3.0"]),
    st.sampled_from(["", "1250.50", "1e30", "0.12345678901234567890123456789012345", "1,5"]),
    st.sampled_from(["", "racer", "unheard of"]),
)


HEADER = tuple(wire_name(field.encode_name) for field in msgspec.structs.fields(BikesRow))


@given(
    st.lists(ROWS, min_size=1, max_size=3), st.one_of(st.just(range(len(HEADER))), st.permutations(range(len(HEADER))))
)
def test_rows_with_all_columns_in_any_order_are_read_like_others(
    rows: list[tuple[str, ...]], order: Sequence[int]
) -> None:
    text = "".join(",".join(row[at] for at in order) + "\r\n" for row in [HEADER, *rows])
    direct, reported = convert(BikesRow, text)
    others, others_reported = convert(BikesRow, text, directly=False)
    assert [*map(repr, direct)] == [*map(repr, others)]
    assert [*map(_exact_texts, direct)] == [*map(_exact_texts, others)]
    assert reported == others_reported
    assert {type(row) for row in direct} == {BikesRow}


def _exact_texts(row: BikesRow) -> list[str | None]:
    return [getattr(value, "text", None) for value in (row.created, row.last_modified, row.bought)]


@pytest.mark.parametrize("lax", [True, False])
def test_a_time_with_seven_decimals_can_be_an_argument_of_a_write_model(lax: bool) -> None:
    (row,), _ = convert(BikesRow, f"{','.join(HEADER)}\n1,s,,,{TIMES[0]},{TIMES[0]},{TIMES[1]},,,,,,\n")
    assert isinstance(row.bought, ExactDatetime)
    made = BikesCreate.from_dict({"bought": row.bought}, lax=lax)
    assert made.bought == row.bought
    assert made.to_json() == b'{"Bought":"2024-06-01T00:00:00.1234567+02:00"}'


@pytest.mark.parametrize("twin", [copy.copy, copy.deepcopy, lambda moment: pickle.loads(pickle.dumps(moment))])
def test_a_copy_of_a_time_with_seven_decimals_keeps_them(twin: Callable[[Any], Any]) -> None:
    moment = ExactDatetime.of(datetime(2024, 6, 1, microsecond=123457, tzinfo=UTC), "2024-06-01T00:00:00.1234567Z")
    assert (twin(moment), twin(moment).text) == (moment, moment.text)
    assert BikesCreate(bought=twin(moment)).to_dict() == {"Bought": "2024-06-01T00:00:00.1234567+00:00"}


def test_the_result_of_arithmetic_with_seven_decimals_has_six() -> None:
    moment = ExactDatetime.of(datetime(2024, 6, 1, microsecond=123457, tzinfo=UTC), "2024-06-01T00:00:00.1234567Z")
    later = moment + timedelta(hours=1)
    assert BikesCreate(bought=later).to_dict() == {"Bought": "2024-06-01T01:00:00.123457+00:00"}
    assert getattr(later, "text", None) == "2024-06-01T01:00:00.123457+00:00"


@pytest.mark.parametrize("row", ["1,s", "1,s,,,{0},{0},,,,,,,,", "1,s,,,{0},{0},,,,,,,,x"])
def test_rows_of_another_length_are_reported_although_the_columns_are_in_order(row: str) -> None:
    (found,), reported = convert(BikesRow, f"{','.join(HEADER)}\n{row.format(TIMES[0])}\n")
    assert found.id == 1
    assert ("type", "BikesRow") in reported


def test_columns_of_the_same_name_are_all_kept() -> None:
    with downloaded(b"id,x,x,x_2,x,,\n1,a,b,c,d,e,f\n") as export:
        assert list(export.rows()) == [{"id": "1", "x": "a", "x_3": "b", "x_2": "c", "x_4": "d", "": "e", "_2": "f"}]
        assert export.to_table().column_names == ["id", "x", "x_3", "x_2", "x_4", "", "_2"]


def test_a_repeated_column_does_not_hide_the_property() -> None:
    with downloaded(b"Id,Name,Name\n1,a,b\n", model=Store) as export:
        (row,) = export.rows()
    assert (row.name, row.extra) == ("a", {"Name_2": "b"})
    assert row.to_dict()["Name"] == "a"


def test_rows_without_a_model_that_have_another_length_are_reported() -> None:
    reported: list[tuple[str, str, str]] = []
    with downloaded(b"id,x\n1\n1,2,3\n", report=lambda *drift: reported.append(drift)) as export:
        assert list(export.rows()) == [{"id": "1"}, {"id": "1", "x": "2"}]
    assert [(kind, text) for kind, _, text in reported] == [
        ("type", "a row has 1 cells instead of 2"),
        ("type", "a row has 3 cells instead of 2"),
    ]
