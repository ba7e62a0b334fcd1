"""Read exports as Arrow tables. Needs the extra `arrow`, and is imported only when it is used.

The schema follows from the model: exact decimals, times in UTC with nanoseconds, dictionaries for allowed values, and
the label of each of the account's fields as metadata.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from decimal import Decimal
from importlib import import_module
from typing import Any

from msgspec import Struct

from .dates import DateOnly, read_date
from .drift_detection import Report
from .errors import DecodeError, YulsnError
from .json_types import is_enum
from .wire import parts_of, shape_of

__all__ = ["ColumnTypeError", "library", "read_batches", "read_table", "schema_of"]

_COLUMN = re.compile(r"In CSV column #(\d+)")
_SURROGATE = re.compile("[\ud800-\udfff]")
_BLOCK = 1 << 20  # bytes; larger ones do not fit in the processor's cache


class ColumnTypeError(DecodeError):
    """A value does not fit the type of its column.

    Attributes:
        column: The name of the column.
    """

    def __init__(self, column: str) -> None:
        super().__init__(f"a value does not fit its column: {column}; to_table() keeps it")
        self.column = column


def library(name: str, extra: str = "arrow") -> Any:
    """Import an optional library.

    Raises:
        YulsnError: If it is not installed.
    """
    try:
        return import_module(name)
    except ImportError:
        missing = name.partition(".")[0]
        raise YulsnError(f"{missing} is not installed; install the package's extra `{extra}`") from None


def schema_of(model: type[Struct], labels: Mapping[str, str | None]) -> Any:
    """Return the `pyarrow.Schema` of a model, with wire names.

    Args:
        model: The model.
        labels: The labels of the account's fields by wire name.
    """
    arrow = library("pyarrow")
    allowed: Mapping[str, Any] = getattr(model, "_allowed_", {})
    fields: list[Any] = []
    for wire, field in shape_of(model).fields.items():
        kind = _type(arrow, field.type)
        if field.name in allowed and kind == arrow.string():
            kind = arrow.dictionary(arrow.int32(), arrow.string())
        label = labels.get(wire)
        fields.append(arrow.field(_plain(wire), kind, metadata={"label": _plain(label)} if label else None))
    return arrow.schema(fields)


def _plain(text: str) -> str:
    """Return text as UTF-8 files have it: U+FFFD stands for a lone surrogate."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def _type(arrow: Any, kind: Any) -> Any:
    parts = parts_of(kind)
    if any(is_enum(part) for part in parts) or int in parts:
        return arrow.int64()
    known = (
        (bool, arrow.bool_()),
        (Decimal, arrow.decimal128(38, 10)),
        (float, arrow.float64()),
        (datetime, arrow.timestamp("ns", "UTC")),
        (DateOnly, arrow.date32()),
    )
    return next((found for part, found in known if part in parts), arrow.string())


def read_batches(
    file: Any, header: Sequence[str], delimiter: str, schema: Any | None, as_text: Collection[str] = ()
) -> Iterator[Any]:
    """Yield the rows of a CSV file as `pyarrow.RecordBatch` objects, in constant memory.

    Args:
        file: The file, uncompressed; None if it has no rows.
        header: The names of the columns.
        delimiter: The delimiter of columns.
        schema: The expected schema; None for text.
        as_text: Names of columns that are text, whatever the schema says.

    Raises:
        ColumnTypeError: If a value does not fit the type of its column.
        DecodeError: If the file is not CSV in UTF-8.
    """
    arrow = library("pyarrow")
    if file is None:
        return
    expected = _schema_of_file(header, schema, as_text)
    texts = [(number, field) for number, field in enumerate(expected) if _is_read_as_text(arrow, field.type)]
    try:
        for batch in _opened(file, delimiter, expected):
            columns = batch.columns
            for number, field in texts:
                columns[number] = _converted(columns[number], field)
            yield arrow.RecordBatch.from_arrays(columns, schema=expected)
    except arrow.ArrowInvalid as error:
        column = _column(error, header)
        if column is None:
            raise DecodeError("the file is not CSV, or its rows are of unequal length") from None
        if expected.types[header.index(column)] == arrow.string():
            raise DecodeError(f"a value of the column {column} is not UTF-8") from None
        raise ColumnTypeError(column) from None


def read_table(file: Any, header: Sequence[str], delimiter: str, schema: Any | None, name: str, report: Report) -> Any:
    """Return the rows of a CSV file as a `pyarrow.Table`.

    A column with values that do not fit its type is text, and is reported.

    Args:
        file: Returns the file from its start, uncompressed; None if it has no rows.
        header: The names of the columns.
        delimiter: The delimiter of columns.
        schema: The expected schema; None for text.
        name: The name of the model, for reports.
        report: Called for each column that is text instead.
    """
    arrow = library("pyarrow")
    as_text: list[str] = []
    while True:
        try:
            batches = list(read_batches(file(), header, delimiter, schema, as_text))
        except ColumnTypeError as error:
            as_text.append(error.column)
            report("type", f"{name}.{error.column}", "values do not fit; the column is text")
        else:
            return arrow.Table.from_batches(batches, _schema_of_file(header, schema, as_text))


def _schema_of_file(header: Sequence[str], schema: Any | None, as_text: Collection[str]) -> Any:
    """Return the schema with the names and the order of a header. Columns that the schema does not know are text."""
    arrow = library("pyarrow")
    exact = {} if schema is None else {field.name: field for field in schema}
    folded = {name.casefold(): field for name, field in exact.items()}
    text = arrow.field("", arrow.string())
    found = [(name, exact.get(name) or folded.get(name.strip().casefold(), text)) for name in header]
    return arrow.schema(
        [(field.with_type(arrow.string()) if name in as_text else field).with_name(name) for name, field in found]
    )


def _opened(file: Any, delimiter: str, schema: Any) -> Any:
    arrow, csv = library("pyarrow"), library("pyarrow.csv")
    if len(delimiter) != 1:
        raise YulsnError("Arrow reads files whose columns have a delimiter of one character")
    return csv.open_csv(
        file,
        read_options=csv.ReadOptions(column_names=schema.names, skip_rows_after_names=1, block_size=_BLOCK),
        parse_options=csv.ParseOptions(delimiter=delimiter, newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            column_types={
                field.name: arrow.string() if _is_read_as_text(arrow, field.type) else field.type for field in schema
            },
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
            true_values=["true", "True", "1"],
            false_values=["false", "False", "0"],
        ),
    )


def _converted(column: Any, field: Any) -> Any:
    """Return a column of text as dates, or as decimals, which are never rounded.

    pyarrow does not notice that a number of about 30 or more digits exceeds 128 bits, and returns another one. It is
    exact where a text is too short for that, and in 256 bits, from which the conversion to 128 bits is checked.

    Raises:
        ColumnTypeError: If a value is not a date or a number, or has too many digits before or after the point.
    """
    arrow, compute = library("pyarrow"), library("pyarrow.compute")
    if arrow.types.is_date(field.type):
        return _dates(arrow, column, field)
    if not _may_overflow(column):
        with suppress(arrow.ArrowInvalid):
            return column.cast(field.type)
    try:
        return compute.utf8_trim_whitespace(column).cast(arrow.decimal256(76, 10)).cast(field.type)
    except arrow.ArrowInvalid:
        raise ColumnTypeError(field.name) from None


def _is_read_as_text(arrow: Any, kind: Any) -> bool:
    """Return whether pyarrow's reader of CSV files does not read a type as it is in them."""
    return bool(arrow.types.is_decimal(kind) or arrow.types.is_date(kind))


def _dates(arrow: Any, column: Any, field: Any) -> Any:
    texts = column.dictionary_encode()  # each distinct text is read once
    try:
        days = [read_date(text) for text in texts.dictionary.to_pylist()]
    except ValueError:
        raise ColumnTypeError(field.name) from None
    return arrow.array(days, field.type).take(texts.indices)


def _may_overflow(numbers: Any) -> bool:
    """Return whether a text may be that of a number with more than 28 digits before the point."""
    compute = library("pyarrow.compute")
    longest = compute.max(compute.binary_length(numbers)).as_py() or 0
    data = numbers.buffers()[2]
    text = b"" if data is None else data.to_pybytes()
    return longest > 28 or b"e" in text or b"E" in text


def _column(error: Exception, header: Sequence[str]) -> str | None:
    """Return the name of the column that an error is about, or None; its message contains a value."""
    found = _COLUMN.search(str(error))
    return header[int(found[1])] if found and int(found[1]) < len(header) else None
