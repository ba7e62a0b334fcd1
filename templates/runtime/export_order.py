"""Order a bulk export, and find its file in the list of exports.

The response to the order does not identify the file, so a unique suffix of its name does.
"""

from __future__ import annotations

import secrets
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from typing import Any
from urllib.parse import unquote

from msgspec import Struct

from .arguments import check_argument
from .calls import Call
from .date_times import earliest, has_offset
from .errors import DecodeError, InvalidArgumentError
from .option_checks import check_type
from .wire import is_array, is_object

__all__ = ["CREATE", "LIST", "TABLES", "ExportOrder", "Listed", "options_of"]

LIST: Call[Any] = Call("bulk_export.run", "GET", "/api/v1/BulkExport", returns=Any, parameters={"type": int | None})
CREATE: Call[None] = Call("bulk_export.run", "POST", "/api/v1/BulkExport")
TABLES: Call[Any] = Call("bulk_export.run", "GET", "/api/v1/DynamicTables", returns=Any)

# The options that are sent as they are, by wire name: their arguments and types.
_OPTIONS: dict[str, tuple[str, Any]] = {
    "LastId": ("after_id", int | None),
    "ItemType": ("item_type", str | None),
    "SegmentId": ("segment_id", int | None),
    "TimeZoneId": ("time_zone", str | None),
    "UseCompression": ("compress", bool),
}

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
        for name, text in (("delimiter", self.delimiter), ("row_delimiter", self.row_delimiter)):
            check_type(name, text, str, "text")
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


def options_of(
    fields: object,
    created: tuple[Any, Any] | None,
    modified: tuple[Any, Any] | None,
    **others: object,
) -> dict[str, Any]:
    """Return the properties of an order by wire name.

    Raises:
        InvalidArgumentError: If an option is of the wrong type.
    """
    from_, to = _window("created", created)
    changed_from, changed_to = _window("modified", modified)
    if fields is not None and not (is_array(fields) and all(isinstance(name, str) for name in fields)):
        raise InvalidArgumentError("bulk_export.run: fields must be a sequence of names")
    checked = {name: check_argument(CREATE.name, *_OPTIONS[name], value) for name, value in others.items()}
    return {
        "Fields": None if fields is None else list(fields),
        "CreatedDateTimeFrom": from_,
        "CreatedDateTimeTo": to,
        "LastModifiedFrom": changed_from,
        "LastModifiedTo": changed_to,
        **checked,
    }


def _window(name: str, window: object) -> tuple[datetime | None, datetime | None]:
    """Return the two ends of a window of time. An object whose time is read as one of them is after it.

    Raises:
        InvalidArgumentError: If it is something else.
    """
    if window is None:
        return None, None
    ends = tuple(window) if is_array(window) else ()
    if len(ends) == 2 and all(map(_is_time_or_none, ends)):
        start, end = (None if one is None else earliest(one) for one in ends)
        return start, end
    raise InvalidArgumentError(
        f"bulk_export.run: {name} must be two times, each of them a date-time with a UTC offset, or None"
    )


def _is_time_or_none(end: object) -> bool:
    return end is None or (isinstance(end, datetime) and has_offset(end))


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
