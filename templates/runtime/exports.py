"""Order a bulk export, wait for its file, download it, and read its rows.

The response to the order does not identify the file, so a unique suffix of its name does. How real files look is
inferred; see `export_rows`. What the synchronous and the asynchronous resource share is here, without I/O over the
network.
"""

from __future__ import annotations

import gzip
import io
import secrets
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, TypeVar, overload
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from .calls import Call
from .csv_records import Record, detect_delimiters, records
from .drift_detection import Report
from .errors import DecodeError, InvalidArgumentError, YulsnError
from .export_rows import RowConverter
from .http_policy import is_loopback
from .snapshot import packaged_snapshot
from .wire import is_array, is_object

__all__ = [
    "CREATE",
    "FIRST_WAIT",
    "LIST",
    "LONGEST_WAIT",
    "TABLES",
    "Download",
    "Export",
    "ExportOrder",
    "ExportProgress",
    "Listed",
    "options_of",
]

T = TypeVar("T")
LIST: Call[Any] = Call("bulk_export.run", "GET", "/api/v1/BulkExport", returns=Any, parameters={"type": int | None})
CREATE: Call[None] = Call("bulk_export.run", "POST", "/api/v1/BulkExport")
TABLES: Call[Any] = Call("bulk_export.run", "GET", "/api/v1/DynamicTables", returns=Any)
FIRST_WAIT, LONGEST_WAIT = 0.5, 15.0
"""Seconds between two looks at the list of exports, at first and at most."""

_PART = 1 << 18  # bytes
# The models of the types' rows. Rows of other types are dicts of text.
_MODELS = {
    "contacts": "Contact",
    "stores": "Store",
    "points": "Point",
    "pointsums": "PointSum",
    "orders": "Order",
    "orderlines": "OrderLine",
    "events": "ContactEvent",
    "contactcompanies": "ContactCompany",
}
_WITH_MODIFIED = frozenset({"contacts", "pointsums", "pushtokens", "smsreceivers"})
_ADDED_ONLY = frozenset({"points", "events", "email2dispatches", "email2receivers", "email2interactions"})


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


@dataclass(frozen=True)
class Listed:
    """A finished export in the list of the API.

    Attributes:
        name: Name of the file.
        url: URL of the file. It may be a secret, so it is not in the repr.
        size: Size in bytes.
        row_count: Number of rows, if the API says so.
    """

    name: str
    url: str = field(repr=False)
    size: int
    row_count: int | None


class ExportOrder:
    """An export as it is ordered.

    Attributes:
        kind: The number of the type, or None for a table.
        table: The wire name of the table, or None.
        suffix: The end of the file's name, which identifies it.
    """

    def __init__(self, what: object, options: Mapping[str, Any], *, delimiter: str, row_delimiter: str) -> None:
        """Check an order.

        Args:
            what: A member of `ExportType`, or the resource of a table.
            options: The properties of the order by wire name; those that are None are left out.
            delimiter: The delimiter of columns.
            row_delimiter: The delimiter of rows.

        Raises:
            InvalidArgumentError: If the API ignores an option for this type, or a delimiter is unusable.
        """
        self.delimiter, self.row_delimiter = delimiter, row_delimiter
        self.suffix = f"-{secrets.token_hex(8)}"
        self.kind: int | None = None
        self.table: str | None = None
        self.model: type[Struct] | None = None
        name = getattr(what, "name", None)
        if isinstance(what, int) and not isinstance(what, bool) and isinstance(name, str):
            self.kind, self.label = int(what), name.replace("_", "").lower()
        else:
            self.table, self.model = _table(what)
            self.label = self.table
        self._check(options)
        self._options = {name: value for name, value in options.items() if value is not None}

    def _check(self, options: Mapping[str, Any]) -> None:
        known = self.table is None
        for names, where in ((("LastModifiedFrom", "LastModifiedTo"), _WITH_MODIFIED), (("LastId",), _ADDED_ONLY)):
            if any(options.get(name) is not None for name in names) and not (known and self.label in where):
                argument = "after_id" if names == ("LastId",) else "modified"
                raise InvalidArgumentError(
                    f"bulk_export.run: the API ignores {argument} for {self.label}; "
                    f"it applies to {', '.join(sorted(where))}"
                )
        for text in (self.delimiter, self.row_delimiter):
            if not text or '"' in text:
                raise InvalidArgumentError("bulk_export.run: delimiters must not be empty or contain a quote")
        if self.delimiter in self.row_delimiter or self.row_delimiter in self.delimiter:
            raise InvalidArgumentError("bulk_export.run: one delimiter must not be part of the other")

    @property
    def needs_table(self) -> bool:
        """Whether the id of the table has to be looked up."""
        return self.table is not None

    def body(self, tables: object = None) -> Mapping[str, Any]:
        """Return the body of the order.

        Args:
            tables: The account's tables, if one of them is exported.

        Raises:
            InvalidArgumentError: If the account has no such table.
        """
        target: dict[str, Any] = {"Type": self.kind}
        if self.table is not None:
            found = [table["Id"] for table in _objects(tables) if table.get("Name") == self.table]
            if not found:
                raise InvalidArgumentError(f"bulk_export.run: the account has no table {self.table!r}")
            target = {"DynamicTableId": found[0]}
        return {
            **target,
            **self._options,
            "ColumnDelimiter": self.delimiter,
            "RowDelimiter": self.row_delimiter,
            "SuffixFileName": self.suffix,
        }

    def find(self, exports: object) -> Listed | None:
        """Return the finished export among those that the API lists, or None if it is not ready.

        Raises:
            DecodeError: If its entry in the list has no name, URL or size.
        """
        for item in _objects(exports):
            name = item.get("Name")
            if isinstance(name, str) and self.suffix in name:
                url, size, count = item.get("DownloadUrl"), item.get("SizeInBytes"), item.get("RowCount")
                if not isinstance(url, str) or not isinstance(size, int):
                    raise DecodeError("response to bulk_export.run: the export has no URL or size")
                return Listed(name, url, size, count if isinstance(count, int) else None)
        return None

    def row_model(self, package: str) -> type[Struct] | None:
        """Return the model of the rows, or None if none is known."""
        if self.table is not None or self.label not in _MODELS:
            return self.model
        model: type[Struct] = getattr(import_module(f"{package}.models"), _MODELS[self.label])
        return model


def _objects(value: object) -> Iterator[Mapping[str, Any]]:
    """Yield the objects of a JSON list."""
    return (item for item in value if is_object(item)) if is_array(value) else iter(())


def _table(what: object) -> tuple[str, type[Struct]]:
    """Return the wire name and the model of the table that a resource stands for.

    Raises:
        InvalidArgumentError: If it is not the resource of a table.
    """
    call = getattr(sys.modules.get(type(what).__module__), "_GET", None)
    if isinstance(call, Call) and call.name.startswith("tables."):
        return unquote(call.path.split("/")[4]), call.returns
    raise InvalidArgumentError("bulk_export.run takes a member of ExportType, or a table such as client.tables.bikes")


def _new_file() -> IO[bytes]:
    return TemporaryFile(prefix="yulsn-export-")


class Download:
    """A file that is being downloaded, in as many attempts as it takes. The key is never sent.

    Attributes:
        received: Bytes so far.
    """

    def __init__(self, listed: Listed, base_url: str, *, allow_http: bool) -> None:
        """Start a download.

        Raises:
            YulsnError: If the URL is not one to download from.
        """
        url = urlsplit(listed.url)
        secure = url.scheme == "https" or (url.scheme == "http" and (allow_http or is_loopback(url.hostname or "")))
        if not secure or not url.hostname or url.username is not None:
            raise YulsnError("the export's download URL does not use https; pass allow_http=True to allow it")
        self.listed = listed
        self.file = _new_file()
        self.received = 0
        self.etag = ""

    @property
    def is_complete(self) -> bool:
        """Whether the whole file has been received."""
        return self.received == self.listed.size

    @property
    def headers(self) -> dict[str, str]:
        """The headers of the next attempt."""
        headers = {"Accept-Encoding": "identity"}
        if self.received:
            headers["Range"] = f"bytes={self.received}-"
            if self.etag:
                headers["If-Range"] = self.etag
        return headers

    def begin(self, status: int, headers: Mapping[str, str]) -> str:
        """Begin an attempt; return what is wrong with the response, or an empty string."""
        if status == 206 and headers.get("content-range", "").startswith(f"bytes {self.received}-"):
            return ""
        self._restart()
        if status != 200:
            return f"status {status}"
        self.etag = headers.get("etag", "")
        return "an HTML page" if "html" in headers.get("content-type", "") else ""

    def add(self, data: bytes) -> bool:
        """Add bytes; return False if there are more than the file should have."""
        if self.received + len(data) > self.listed.size:
            self._restart()
            return False
        self.file.write(data)
        self.received += len(data)
        return True

    def _restart(self) -> None:
        self.file.seek(0)
        self.file.truncate()
        self.received = 0

    def problem(self, cause: str) -> YulsnError:
        """Return the exception for a download that failed."""
        return DecodeError(
            f"the export {self.listed.name} could not be downloaded: {cause} "
            f"after {self.received} of {self.listed.size} bytes"
        )


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

    def _counted(self, first: list[Record], others: Iterator[list[Record]]) -> Iterator[list[Record]]:
        count = len(first)
        if first:
            yield first
        for batch in others:
            count += len(batch)
            yield batch
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

    def batches(self) -> Iterator[Any]:
        """Yield the rows as `pyarrow.RecordBatch` objects, in constant memory. Needs the extra `arrow`.

        Raises:
            DecodeError: If a value does not fit the type of its column.
        """
        from .arrow_tables import read_batches

        file, header, delimiter = self._for_arrow()
        return read_batches(file, header, delimiter, self.schema)

    def to_table(self) -> Any:
        """Return the rows as a `pyarrow.Table`. Needs the extra `arrow`.

        A column with values that do not fit its type is text, and is reported to `on_drift`.
        """
        from .arrow_tables import read_table

        name = "" if self._model is None else self._model.__name__

        _, header, delimiter = self._for_arrow()
        return read_table(lambda: self._for_arrow()[0], header, delimiter, self.schema, name, self._report)

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


def options_of(
    fields: object,
    created: tuple[Any, Any] | None,
    modified: tuple[Any, Any] | None,
    **others: object,
) -> dict[str, Any]:
    """Return the properties of an order by wire name."""
    from_, to = created or (None, None)
    changed_from, changed_to = modified or (None, None)
    for moment in (from_, to, changed_from, changed_to):
        if moment is not None and (not isinstance(moment, datetime) or moment.utcoffset() is None):
            raise InvalidArgumentError("bulk_export.run: times must be date-times with a UTC offset, or None")
    if fields is not None and not is_array(fields):
        raise InvalidArgumentError("bulk_export.run: fields must be a sequence of names")
    return {
        "Fields": None if fields is None else list(fields),
        "CreatedDateTimeFrom": from_,
        "CreatedDateTimeTo": to,
        "LastModifiedFrom": changed_from,
        "LastModifiedTo": changed_to,
        **others,
    }
