"""Read items to create from CSV files and Arrow tables, and set aside the lines that do not fit."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Generic, TypeVar

from .arrow_tables import library
from .csv_records import detect_delimiters
from .errors import ValidationError
from .model import Model
from .wire import shape_of

__all__ = ["CsvItems", "RefusedLine", "from_arrow", "from_csv"]

M = TypeVar("M", bound=Model)
T = TypeVar("T")
_ENCODING = "utf-8-sig"
_MOST_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line of a CSV file that does not fit the model.

    Attributes:
        line: The number of the line on which it ends; the header is on line 1.
        problems: The messages by Python name of the field, as in `ValidationError`.
    """

    line: int
    problems: Mapping[str, str]


class CsvItems(Generic[M]):
    """The items of a CSV file. They are read when they are needed, and anew by each iteration.

    Attributes:
        refused: The lines that were refused by the latest iteration, at most 10,000.
        refused_count: How many there were in all.
    """

    def __init__(
        self, model: type[M], path: str | Path, delimiter: str | None, encoding: str, refused_path: str | Path | None
    ) -> None:
        self._model = model
        self._path = Path(path)
        self._delimiter = delimiter
        self._encoding = encoding
        self._refused_path = refused_path
        self.refused: list[RefusedLine] = []
        self.refused_count = 0

    def __iter__(self) -> Iterator[M]:
        self.refused, self.refused_count = [], 0
        refused = self._refused_path
        if refused is not None and Path(refused).exists() and self._path.samefile(refused):
            raise ValueError("refused must be another file than the one that is read")
        with ExitStack() as stack:
            file = stack.enter_context(self._path.open(encoding=self._encoding, newline=""))
            delimiter = self._delimiter or detect_delimiters(_read(file.readline), ",", "\n")[0]
            file.seek(0)
            reader = csv.reader(file, delimiter=delimiter, strict=True)
            header = _read(partial(next, reader, list[str]()))
            self._check(header)
            writer: Any = None
            for row in _records(reader):
                try:
                    yield self._item(header, row)
                except ValidationError as error:
                    self.refused_count += 1
                    if len(self.refused) < _MOST_KEPT:
                        self.refused.append(RefusedLine(reader.line_num, error.problems))
                    if writer is None and self._refused_path is not None:
                        encoding = "utf-8" if self._encoding == _ENCODING else self._encoding
                        target = stack.enter_context(open(self._refused_path, "w", encoding=encoding, newline=""))
                        writer = csv.writer(target, delimiter=delimiter)
                        writer.writerow(header)
                    if writer is not None:
                        writer.writerow(row)

    def _check(self, header: Sequence[str]) -> None:
        fields = shape_of(self._model).fields
        known = {*fields, *(field.name for field in fields.values())}
        problems = {name: "the model has no such property" for name in header if name not in known}
        problems |= {name: "two columns have this name" for name in header if header.count(name) > 1}
        if problems or not header:
            raise ValidationError(self._model.__name__, problems or {"": "the file has no header"})

    def _item(self, header: Sequence[str], row: Sequence[str]) -> M:
        if len(row) != len(header):
            raise ValidationError(self._model.__name__, {"": f"{len(row)} cells instead of {len(header)}"})
        return self._model.from_dict(dict(zip(header, row, strict=True)), lax=True)


def _records(reader: Iterable[list[str]]) -> Iterator[list[str]]:
    """Yield the rows that are not empty.

    Raises:
        ValidationError: If the file is not CSV.
    """
    rows = iter(reader)
    while (row := _read(partial(next, rows, None))) is not None:
        if row:
            yield row


def _read(read: Callable[[], T]) -> T:
    """Return what a function reads from a file. Its exceptions, which may contain the file's text, are not chained.

    Raises:
        ValidationError: If the file is not CSV, or has another encoding.
    """
    try:
        return read()
    except csv.Error as error:
        problem = str(error)
    except UnicodeDecodeError as error:
        problem = f"the file is not {error.encoding}; pass its encoding"
    raise ValidationError("CSV", {"": problem})


def from_csv(
    model: type[M],
    path: str | Path,
    *,
    delimiter: str | None = None,
    encoding: str = _ENCODING,
    refused: str | Path | None = None,
) -> CsvItems[M]:
    """Return the items of a CSV file, for `create_many` and `upsert_many`.

    Cells are converted as by `from_dict(..., lax=True)`; an empty cell is left out. Lines that do not
    fit are left out; `refused` of the result lists them with their problems.

    Args:
        model: The model of the items, such as `BikesCreate`.
        path: The file. Its first line has the Python or wire names of the properties.
        delimiter: The delimiter of columns; detected in the first line by default.
        encoding: The encoding of the file.
        refused: A file for the lines that do not fit, with the header, so that they can be corrected and read again. It
            is replaced if there are any, and has the same encoding.

    Raises:
        TypeError: If `model` is not a model.
        ValidationError: When the items are iterated over, if the file is not CSV, has another encoding, or has an
            unknown column.
        ValueError: When the items are iterated over, if `refused` is the file itself.
        OSError: When the items are iterated over, if the file cannot be read.
    """
    _check_model(model)
    return CsvItems(model, path, delimiter, encoding, refused)


def from_arrow(model: type[M], table: Any) -> Iterator[M]:
    """Return the rows of an Arrow table as items for `create_many` and `upsert_many`.

    Columns have the Python or wire names of the properties. A null is left out.

    Args:
        model: The model of the items.
        table: The rows: a `pyarrow.Table`, `RecordBatch` or `RecordBatchReader`, which is read in constant memory.

    Raises:
        TypeError: If `model` is not a model, or `table` is something else.
        ValidationError: If two columns have the same name; when the items are iterated over, if a row does not fit.
    """
    _check_model(model)
    arrow = library("pyarrow")
    if not isinstance(table, (arrow.Table, arrow.RecordBatch, arrow.RecordBatchReader)):
        kind = type(table).__name__
        raise TypeError(f"from_arrow takes a pyarrow.Table, RecordBatch or RecordBatchReader, not {kind}")
    names: list[str] = table.schema.names
    repeated = [name for name, count in Counter(names).items() if count > 1]
    if repeated:
        raise ValidationError(model.__name__, dict.fromkeys(repeated, "two columns have this name"))
    if isinstance(table, arrow.Table):
        table = table.to_batches()
    elif isinstance(table, arrow.RecordBatch):
        table = [table]
    return _items_of_batches(model, names, table)


def _check_model(model: object) -> None:
    if not (isinstance(model, type) and issubclass(model, Model)):
        raise TypeError(f"the model must be one of this package's, not {model!r}")


def _items_of_batches(model: type[M], names: Sequence[str], batches: Iterable[Any]) -> Iterator[M]:
    for batch in batches:
        columns = [_exact_times(column).to_pylist() for column in batch.columns]
        for values in zip(*columns, strict=True):
            row = zip(names, values, strict=True)
            yield model.from_dict({name: value for name, value in row if value is not None})


def _exact_times(column: Any) -> Any:
    """Return times with nanoseconds, which Python has no type for, as ISO 8601 text; and any other column as it is."""
    if not str(column.type).startswith("timestamp[ns"):
        return column
    return library("pyarrow.compute").replace_substring(column.cast("string"), " ", "T", max_replacements=1)
