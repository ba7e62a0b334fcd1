"""A downloaded bulk export: its rows as objects, as records of text, and as Arrow data.

How real files look is inferred; see `export_rows`.
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar, overload

from msgspec import Struct

from .csv_records import Record, blocks_of_records, detect_delimiters, parse, split_header
from .drift_detection import Report
from .errors import DecodeError, InvalidArgumentError
from .export_download import Download
from .export_files import SharedFile, as_utf8, uncompressed
from .export_order import ExportOrder
from .export_rows import RowConverter
from .snapshot import packaged_snapshot

__all__ = ["Export", "ExportProgress"]

T = TypeVar("T")
_PART = 1 << 18  # bytes


@dataclass(frozen=True, slots=True)
class ExportProgress:
    """The progress of an export.

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
        self._lock = Lock()
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
            raise InvalidArgumentError(f"{self.name} has no rows of {getattr(model, '__name__', model)}")
        return (row for batch in self.batches_of_rows() for row in batch)

    def batches_of_rows(self) -> Iterator[list[Any]]:
        """Yield the rows in lists of some hundred."""
        header, blocks, column, row = self._blocks()
        if self._model is None:
            return self._counted(self._dicts(header, parse(block, column, row)) for block in blocks)
        converter = RowConverter(self._model, header, self._report)
        return self._counted(converter.convert_block(block, column, row) for block in blocks)

    def _dicts(self, header: Sequence[str], batch: Sequence[Record]) -> list[dict[str, str | None]]:
        for record in batch:
            if len(record) != len(header):
                text = f"a row has {len(record)} cells instead of {len(header)}"
                self._report("type", self._order.label, text)
        return [dict(zip(header, record, strict=False)) for record in batch]

    def records(self) -> tuple[list[str], Iterator[list[Record]]]:
        """Return the header, and the other records in batches, as text."""
        header, blocks, column, row = self._blocks()
        return header, self._counted(parse(block, column, row) for block in blocks)

    def _blocks(self) -> tuple[list[str], Iterator[bytes], str, str]:
        """Return the header, the data after it in blocks of complete records, and the delimiters."""
        start = self._content().read(1 << 16).decode("utf-8-sig", errors="replace")
        column, row = detect_delimiters(start, self._order.delimiter, self._order.row_delimiter)
        blocks = blocks_of_records(self._content().read, column, row)
        header, rest = split_header(next(blocks, b""), column, row)
        return _distinct(header), chain([rest] if rest else [], blocks), column, row

    def _counted(self, batches: Iterable[Any]) -> Iterator[Any]:
        count = 0
        for batch in batches:
            count += len(batch)
            yield batch
        self._check_count(count)

    def _check_count(self, count: int) -> None:
        if self.row_count is not None and count != self.row_count:
            raise DecodeError(f"the export {self.name} has {count} rows instead of {self.row_count}")

    def _opened(self) -> io.BufferedReader:
        """Return the file from its start. What is read does not depend on other readers."""
        return io.BufferedReader(SharedFile(self._file, self._lock))

    def _content(self) -> io.BufferedIOBase:
        """Return the file from its start, uncompressed and in UTF-8."""
        return as_utf8(uncompressed(self._opened()))

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
            InvalidArgumentError: If `as_text` is text.
        """
        from .arrow_tables import read_batches

        if isinstance(as_text, str):
            raise InvalidArgumentError(f"as_text must be a collection of names, such as [{as_text!r}]")
        file, header, delimiter = self._for_arrow()
        return self._counted(read_batches(file, header, delimiter, self.schema, as_text))

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
        """Return the file as uncompressed UTF-8, None if it has no rows; its header; and the delimiter of columns."""
        header, blocks, delimiter, _ = self._blocks()
        return self._content() if any(blocks) else None, header, delimiter

    def save(self, path: str | Path) -> None:
        """Save the file as it was downloaded."""
        with open(path, "wb") as target:
            shutil.copyfileobj(self._opened(), target, _PART)

    def close(self) -> None:
        """Remove the temporary file."""
        with suppress(OSError):
            self._file.close()

    def __repr__(self) -> str:
        return f"<Export {self.name}, {self.row_count} rows>"


def _distinct(header: Record) -> list[str]:
    """Return the names of columns. The second column `x` is named `x_2`, so that it does not hide the first."""
    names = [name or "" for name in header]
    taken, seen = set(names), set[str]()
    numbers = {name: count(2) for name in names}
    found: list[str] = []
    for name in names:
        one = name
        if name in seen:
            one = next(other for number in numbers[name] if (other := f"{name}_{number}") not in taken)
            taken.add(one)
        seen.add(name)
        found.append(one)
    return found
