"""Read exports as Arrow tables. Needs the extra `arrow`, and is imported only when it is used.

The schema follows from the model: exact decimals, times in UTC with nanoseconds, dictionaries for allowed values, and
the label of each of the account's fields as metadata.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from importlib import import_module
from typing import Any

from msgspec import Struct

from .drift_detection import Report
from .errors import DecodeError, YulsnError
from .json_types import is_enum
from .wire import parts_of, shape_of

__all__ = ["read_batches", "read_table", "schema_of"]

_COLUMN = re.compile(r"In CSV column #(\d+)")
_BLOCK = 1 << 22  # bytes


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        raise YulsnError("Arrow tables need pyarrow; install the package's extra `arrow`") from None


def schema_of(model: type[Struct], labels: Mapping[str, str | None]) -> Any:
    """Return the `pyarrow.Schema` of a model, with wire names.

    Args:
        model: The model.
        labels: The labels of the account's fields by wire name.
    """
    arrow = _library("pyarrow")
    allowed: Mapping[str, Any] = getattr(model, "_allowed_", {})
    fields: list[Any] = []
    for wire, field in shape_of(model).fields.items():
        kind = _type(arrow, field.type)
        if field.name in allowed and kind == arrow.string():
            kind = arrow.dictionary(arrow.int32(), arrow.string())
        label = labels.get(wire)
        fields.append(arrow.field(wire, kind, metadata={"label": label} if label else None))
    return arrow.schema(fields)


def _type(arrow: Any, kind: Any) -> Any:
    parts = parts_of(kind)
    if any(is_enum(part) for part in parts) or int in parts:
        return arrow.int64()
    known = (
        (bool, arrow.bool_()),
        (Decimal, arrow.decimal128(38, 10)),
        (float, arrow.float64()),
        (datetime, arrow.timestamp("ns", "UTC")),
    )
    return next((found for part, found in known if part in parts), arrow.string())


def read_batches(file: Any, header: Sequence[str], delimiter: str, schema: Any | None) -> Iterator[Any]:
    """Yield the rows of a CSV file as `pyarrow.RecordBatch` objects, in constant memory.

    Raises:
        DecodeError: If a value does not fit the type of its column; `read_table` keeps it as text.
    """
    arrow = _library("pyarrow")
    try:
        yield from _opened(file, header, delimiter, _types(header, schema, ()))
    except arrow.ArrowInvalid as error:
        raise DecodeError(f"a value does not fit its column: {_place(error, header)}; to_table() keeps it") from None


def read_table(file: Any, header: Sequence[str], delimiter: str, schema: Any | None, name: str, report: Report) -> Any:
    """Return the rows of a CSV file as a `pyarrow.Table`.

    A column with values that do not fit its type is text, and is reported.

    Args:
        file: Returns the file from its start, uncompressed.
        header: The names of the columns.
        delimiter: The delimiter of columns.
        schema: The expected schema; None for text.
        name: The name of the model, for reports.
        report: Called for each column that is text instead.
    """
    arrow = _library("pyarrow")
    as_text: list[str] = []
    while True:
        try:
            reader = _opened(file(), header, delimiter, _types(header, schema, as_text))
            return arrow.Table.from_batches(list(reader), reader.schema)
        except arrow.ArrowInvalid as error:
            column = _place(error, header)
            if column not in header or column in as_text:
                raise DecodeError(f"the file cannot be read: {column}") from None
            as_text.append(column)
            report("type", f"{name}.{column}", "values do not fit; the column is text")


def _types(header: Sequence[str], schema: Any | None, as_text: Sequence[str]) -> dict[str, Any]:
    """Return the types of the columns by name. Columns that the schema does not know are text."""
    string = _library("pyarrow").string()
    known = {} if schema is None else {field.name.casefold(): field.type for field in schema}
    return {name: string if name in as_text else known.get(name.strip().casefold(), string) for name in header}


def _opened(file: Any, header: Sequence[str], delimiter: str, types: Mapping[str, Any]) -> Any:
    csv = _library("pyarrow.csv")
    if len(delimiter) != 1:
        raise YulsnError("Arrow reads files whose columns have a delimiter of one character")
    return csv.open_csv(
        file,
        read_options=csv.ReadOptions(column_names=list(header), skip_rows=1, block_size=_BLOCK),
        parse_options=csv.ParseOptions(delimiter=delimiter, newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            column_types=dict(types),
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
            true_values=["true", "True", "1"],
            false_values=["false", "False", "0"],
        ),
    )


def _place(error: Exception, header: Sequence[str]) -> str:
    """Return the name of the column that an error is about; its message contains a value."""
    found = _COLUMN.search(str(error))
    return header[int(found[1])] if found and int(found[1]) < len(header) else "not a CSV file"
