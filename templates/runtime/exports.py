"""A downloaded bulk export: its rows as objects, as records of text, and as Arrow data.

How real files look is inferred; see `export_rows`.
"""

from __future__ import annotations

import gzip
import io
import shutil
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, TypeVar, overload

from msgspec import Struct

from .csv_records import Record, detect_delimiters, records
from .drift_detection import Report
from .errors import DecodeError, InvalidArgumentError
from .export_download import Download
from .export_order import ExportOrder
from .export_rows import RowConverter
from .snapshot import packaged_snapshot

__all__ = ["Export", "ExportProgress"]

T = TypeVar("T")
_PART = 1 << 18  # bytes


@dataclass(frozen=True, slots=True)
class ExportProgress:
    """How far an export has come.

    Attributes:
        step: `ordered`, `waiting`, `downloading` or `downloaded`.
        received: Bytes of the file that have been received.
        size: Size of the file in bytes, or None before it is ready.
    """

    step: str
    received: int = 0
    size: int | None = None


class Export:
    """A downloaded export. Its rows are read from a temporary file, which is removed when the block ends.

    Attributes:
        name: Name of the file.
        size: Size of the file in bytes.
        row_count: Number of rows, if the API says so.
    """

    def __init__(self, download: Download, order: ExportOrder, model: type[Struct] | None, report: Report) -> None:
        self.name = download.listed.name
        self.size = download.listed.size
        self.row_count = download.listed.row_count
        self._file = download.file
        self._order = order
        self._model = model
        self._report = report

    @overload
    def rows(self, model: type[T]) -> Iterator[T]: ...
    @overload
    def rows(self, model: None = None) -> Iterator[Any]: ...
    def rows(self, model: type[Any] | None = None) -> Iterator[Any]:
        """Yield the rows as objects of their model, in constant memory.

        Rows of types without a model are dicts; an empty cell is None.

        Args:
            model: The model of the rows, for type checkers; it must be the one that the export has.

        Raises:
            InvalidArgumentError: If it is another model.
            DecodeError: At the end, if there are not as many rows as the API said.
        """
        if model is not None and model is not self._model:
            raise InvalidArgumentError(f"{self.name} has no rows of {model.__name__}")
        return (row for batch in self.batches_of_rows() for row in batch)

    def batches_of_rows(self) -> Iterator[list[Any]]:
        """Yield the rows in lists of some hundred."""
        header, batches = self.records()
        converter = None if self._model is None else RowConverter(self._model, header, self._report)
        for batch in batches:
            yield (
                [dict(zip(header, record, strict=False)) for record in batch]
                if converter is None
                else (converter.convert(batch))
            )

    def records(self) -> tuple[Record, Iterator[list[Record]]]:
        """Return the header, and the other records in batches, as text."""
        text = self._text()
        column, row = detect_delimiters(text.read(1 << 16), self._order.delimiter, self._order.row_delimiter)
        text = self._text()
        batches = records(text.read, column, row)
        empty: list[Record] = [[]]
        header, *first = next(batches, empty)
        return header, self._counted(first, batches)

    def _counted(self, first: list[Record], others: Iterator[Any]) -> Iterator[Any]:
        count = len(first)
        if first:
            yield first
        for batch in others:
            count += len(batch)
            yield batch
        self._check_count(count)

    def _check_count(self, count: int) -> None:
        if self.row_count is not None and count != self.row_count:
            raise DecodeError(f"the export {self.name} has {count} rows instead of {self.row_count}")

    def _text(self) -> io.TextIOWrapper:
        return io.TextIOWrapper(self._bytes(), encoding="utf-8-sig", errors="replace", newline="")

    def _bytes(self) -> Any:
        self._file.seek(0)
        is_compressed = self._file.read(2) == b"\x1f\x8b"
        self._file.seek(0)
        return gzip.GzipFile(fileobj=self._file) if is_compressed else io.BufferedReader(_Unclosed(self._file))

    @property
    def _labels(self) -> dict[str, str | None]:
        """The labels of the account's fields by wire name."""
        account = packaged_snapshot()
        owners = {name.casefold(): fields for name, fields in account["owners"].items()}
        tables = {table["name"]: table["fields"] for table in account["tables"]}
        owned = owners.get(self._order.label, ()) if self._order.table is None else tables.get(self._order.table, ())
        return {one["name"]: one.get("label") for one in owned}

    def batches(self, *, as_text: Collection[str] = ()) -> Iterator[Any]:
        """Yield the rows as `pyarrow.RecordBatch` objects, in constant memory. Needs the extra `arrow`.

        Args:
            as_text: Names of columns that are read as text, such as those with values that do not fit their type.

        Raises:
            DecodeError: If a value does not fit the type of its column, or, at the end, if there are not as many rows
                as the API said.
        """
        from .arrow_tables import read_batches

        file, header, delimiter = self._for_arrow()
        return self._counted([], read_batches(file, header, delimiter, self.schema, as_text))

    def to_table(self) -> Any:
        """Return the rows as a `pyarrow.Table`. Needs the extra `arrow`.

        A column with values that do not fit its type is text, and is reported to `on_drift`.

        Raises:
            DecodeError: If there are not as many rows as the API said.
        """
        from .arrow_tables import read_table

        name = "" if self._model is None else self._model.__name__

        _, header, delimiter = self._for_arrow()
        table = read_table(lambda: self._for_arrow()[0], header, delimiter, self.schema, name, self._report)
        self._check_count(table.num_rows)
        return table

    @property
    def schema(self) -> Any:
        """The `pyarrow.Schema` of the rows, or None if all columns are text. Needs the extra `arrow`."""
        from .arrow_tables import schema_of

        return None if self._model is None else schema_of(self._model, self._labels)

    def _for_arrow(self) -> tuple[Any, list[str], str]:
        """Return the file as uncompressed bytes, its header, and the delimiter of columns."""
        header, _ = self.records()
        delimiter, _ = detect_delimiters(self._text().read(1 << 16), self._order.delimiter, self._order.row_delimiter)
        return self._bytes(), [name or "" for name in header], delimiter

    def save(self, path: str | Path) -> None:
        """Save the file as it was downloaded."""
        self._file.seek(0)
        with open(path, "wb") as target:
            shutil.copyfileobj(self._file, target, _PART)

    def close(self) -> None:
        """Remove the temporary file."""
        with suppress(OSError):
            self._file.close()

    def __repr__(self) -> str:
        return f"<Export {self.name}, {self.row_count} rows>"


class _Unclosed(io.RawIOBase):
    """A binary file that the end of a text wrapper does not close."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
