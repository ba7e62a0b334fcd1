"""Convert the rows of an exported file to models. What real files look like is inferred: the header is authoritative.

Columns are matched with properties by wire name, ignoring case. A missing or unknown column, and a value that does not
fit its type, are drift: they are reported, and the value is kept as text.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from decimal import Decimal
from operator import attrgetter, itemgetter
from typing import Any

import msgspec
from msgspec import Struct

from .csv_records import Record, as_json, parse
from .date_times import is_not_set, read_naive
from .dates import DateOnly, read_custom
from .direct_rows import DirectDecoder, as_models
from .drift_detection import UNKNOWN, Report
from .exact_times import set_times
from .json_types import allows_null
from .wire import mismatch, parts_of, set_extra, shape_of

__all__ = ["RowConverter"]

# Stand in for the required properties without a column, which are None in the end.
_PLACEHOLDERS = {
    str: "",
    int: "0",
    float: "0",
    bool: "false",
    bytes: "",
    Decimal: "0",
    datetime: "1970-01-01T00:00:00Z",
    DateOnly: "1970-01-01",
}


class RowConverter:
    """Converts the records of one file to objects of a model."""

    def __init__(self, model: type[Struct], header: Sequence[str | None], report: Report) -> None:
        self._model = model
        self._report = report
        shape = shape_of(model)
        columns: dict[str, int] = {}
        self._unknown: list[tuple[str, int]] = []
        for position, name in enumerate(header):
            wire = shape.folded.get((name or "").strip().casefold(), name or "")
            if wire in shape.fields and wire not in columns:
                columns[wire] = position
            else:
                self._unknown.append((name or "", position))
                report("unknown", f"{model.__name__}.{name}", UNKNOWN)
        self._fields = [(field, columns.get(wire, -1), wire) for wire, field in shape.fields.items()]
        self._missing = [(field, wire) for field, position, wire in self._fields if position < 0 and field.required]
        self._width = len(header)
        self._times = [
            (field.name, position)
            for field, position, _ in self._fields
            if position >= 0 and datetime in parts_of(field.type)
        ]
        by_name = {field.name: (field, position) for field, position, _ in self._fields}
        ordered = [by_name[name] for name in model.__struct_fields__]
        # The cells that follow the columns of the file are None and the placeholders.
        self._more: Record = [None]
        self._order: list[int] = []
        for field, position in ordered:
            if position >= 0 or not field.required:
                self._order.append(position if position >= 0 else self._width)
            else:
                self._order.append(self._width + len(self._more))
                self._more.append(_placeholder(field.type))
        self._in_order = self._order == list(range(self._width))
        names = {position: field.name for field, position, _ in self._fields}
        is_complete = names.keys() == set(range(self._width)) and self._width > 1
        self._direct = DirectDecoder(model, [names[at] for at in range(self._width)]) if is_complete else None
        self._array = msgspec.defstruct(
            model.__name__, [], bases=(model,), array_like=True, forbid_unknown_fields=False
        )
        self._arrays = list[self._array]  # type: ignore[name-defined]

    def convert_block(self, block: bytes, column: str, row: str) -> list[Any]:
        """Return the objects of a block of complete records with these delimiters."""
        data = None if self._direct is None else as_json(block, column, row)
        if self._direct is not None and data is not None:
            with suppress(ValueError, TypeError, OverflowError):
                return self._direct.decode(data)
        return self.convert(parse(block, column, row))

    def convert(self, batch: Sequence[Record]) -> list[Any]:
        """Return the objects of a batch of records."""
        try:
            rows: Any = batch
            if not self._in_order:
                pick, more = itemgetter(*self._order), self._more
                rows = [pick(record + more) for record in batch]
            fits = set(map(len, batch)) == {self._width}
            found = msgspec.convert(rows, self._arrays, strict=False, dec_hook=read_custom) if fits else None
        except (ValueError, TypeError, OverflowError, IndexError):
            found = None
        if found is None:
            return [self._slowly(record) for record in batch]
        as_models(found, self._model)
        self._finish(found, batch)
        return found

    def _finish(self, items: Sequence[Any], batch: Sequence[Record]) -> None:
        """Set what the fast conversion cannot: fractions beyond microseconds, unknown columns, and missing ones."""
        for name, position in self._times:
            set_times(items, name, map(attrgetter(name), items), map(itemgetter(position), batch))
        for field, wire in self._missing:
            self._report("missing", f"{self._model.__name__}.{wire}", "the file has no such column")
            for item in items:
                setattr(item, field.name, None)
        if self._unknown:
            for item, record in zip(items, batch, strict=True):
                set_extra(item, {name: record[position] for name, position in self._unknown})

    def _slowly(self, record: Record) -> Any:
        """Return the object of a record some of whose values do not fit; they are kept as text."""
        place = self._model.__name__
        if len(record) != self._width:
            self._report("type", place, f"a row has {len(record)} cells instead of {self._width}")
            record = [*record[: self._width], *[None] * (self._width - len(record))]
        values = {
            field.name: self._cell(field.type, record[position], f"{place}.{wire}") if position >= 0 else None
            for field, position, wire in self._fields
            if position >= 0 or field.required
        }
        item = self._model(**values)
        self._finish([item], [record])
        return item

    def _cell(self, kind: Any, cell: str | None, place: str) -> Any:
        if cell is None and allows_null(kind):
            return None
        text = cell or ""
        for value in (text, text.strip().lower()):
            with suppress(ValueError, TypeError, OverflowError):
                return msgspec.convert(value, kind, strict=False, dec_hook=read_custom)
        if datetime in parts_of(kind):
            with suppress(ValueError):
                moment = read_naive(text, allows_null(kind))
                self._report("offset", place, "a date-time without an offset")
                return moment
        if DateOnly in parts_of(kind) and allows_null(kind) and is_not_set(text):
            self._report("offset", place, "a date-time without an offset")
            return None
        try:
            msgspec.convert(text, kind, strict=False, dec_hook=read_custom)
        except (ValueError, TypeError, OverflowError) as error:
            self._report("type", place, mismatch(error))
        return cell


def _placeholder(kind: Any) -> str | None:
    return next((text for part in parts_of(kind) for known, text in _PLACEHOLDERS.items() if part is known), None)
