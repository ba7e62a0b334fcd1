"""The resource BulkExport: CSV files, which are served without a key, and not to a client that sends one.

An export has the objects of the moment when it was ordered, and appears in the list after the sandbox's export delay.
Files are written and kept in parts, so that memory stays bounded while an export is written.
"""

from __future__ import annotations

import base64
import re
import secrets
import time
import zlib
from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import quote

from ..bodies import Body, list_of, member_of
from ..collections import BULK_EXPORTS, ORDER_LINES, ORDERS
from ..export import csv_text
from ..export.csv_text import CsvDialect
from ..export.sources import ExportSource, source_of, sources
from ..requests import EMPTY, ApiRequest, Handler, RefusedError, Reply, invalid
from ..shapes import ObjectShape, Property, enum_names
from ..store import Object, Store
from ..values import periods, scalars, zones
from ..values.periods import Period
from .segments import need_contacts

_CONTENTS = "BulkExportContents"  # the parts of files, by the key of their export and their place in the file
_PART = 1 << 20  # bytes
_ROWS = 500  # rows in memory at a time
_FILES = "/files/exports"
_NOT_IN_NAMES = re.compile(r"[^\w.-]+")
_RANGE = re.compile(r"bytes=([0-9]{1,15})-([0-9]{0,15})")
_ALWAYS = Period()
_HIDDEN = frozenset({"Id", "Key", "Name", "ReadyAt", "Type"})
_CHANGED = ("LastModifiedFrom", "LastModifiedTo")


def list_all(request: ApiRequest) -> Reply:
    """List the exports of a type, or all; exports of tables have no type."""
    kind = request.query.read("type", member_of(enum_names("ExportType")))
    found = request.store.scan(BULK_EXPORTS) if kind is None else request.store.referring(BULK_EXPORTS, "Type", kind)
    now = int(time.time() * 1000)
    return Reply([_shown(request, item) for item in found if _number(item["ReadyAt"]) <= now])


def create(request: ApiRequest) -> Reply:
    """Create an export; 400 for an `ItemType` or `SegmentId` that does not apply to the exported type.

    As in the API, a window of changes and a `LastId` that do not apply are ignored, unless the sandbox is strict.
    """
    body = Body.of(request.json_object())
    number, source = _source(request, body)
    if body.read("Format", member_of(enum_names("ExportFormat"))):
        raise RefusedError(400, "This sandbox writes bulk exports as CSV only (`Format` 0), not as Parquet.")
    compressed = body.read("UseCompression", scalars.boolean) or False
    columns = _columns(source.shape(request.account), source, body.read("Fields", list_of(scalars.text)))
    suffix = body.read("SuffixFileName", scalars.text) or ""
    written = _Written(request.store, secrets.token_urlsafe(16), compressed)
    written.write(csv_text.rows(columns, _objects(request, source, body), _dialect(body)))
    export: Object = {
        "Name": _file_name(source, suffix, compressed),
        "SizeInBytes": written.size,
        "Type": number,
        "CreatedDateTimeFrom": body.read("CreatedDateTimeFrom", scalars.date_time),
        "CreatedDateTimeTo": body.read("CreatedDateTimeTo", scalars.date_time),
        "ItemType": body.read("ItemType", scalars.text),
        "RowCount": written.rows - 1,  # without the header
        "SegmentId": body.read("SegmentId", scalars.integer),
        "Right": None,
        "TimeZoneId": body.read("TimeZoneId", scalars.text),
        "Key": written.key,
        "ReadyAt": int((time.time() + request.export_delay) * 1000),
    }
    request.store.insert(BULK_EXPORTS, export, {"Key": written.key}, {"Type": number})
    return EMPTY


class _Written:
    """A file that is written to the store in parts.

    Attributes:
        key: What finds its parts.
        size: Its bytes so far.
        rows: Its rows so far.
    """

    def __init__(self, store: Store, key: str, compressed: bool) -> None:
        self.key = key
        self.size = self.rows = 0
        self._store = store
        self._gzip = zlib.compressobj(level=zlib.Z_BEST_SPEED, wbits=zlib.MAX_WBITS | 16) if compressed else None

    def write(self, rows: Iterable[str]) -> None:
        """Write all rows."""
        pending = bytearray()
        iterator = iter(rows)
        while some := list(islice(iterator, _ROWS)):
            self.rows += len(some)
            data = "".join(some).encode()
            pending += data if self._gzip is None else self._gzip.compress(data)
            while len(pending) >= _PART:
                self._add(pending[:_PART])
                del pending[:_PART]
        self._add(pending if self._gzip is None else pending + self._gzip.flush())

    def _add(self, data: bytes | bytearray) -> None:
        part: Object = {"Content": base64.b64encode(data).decode("ascii"), "Start": self.size, "Size": len(data)}
        self._store.insert(_CONTENTS, part, {}, {"Key": self.key})
        self.size += len(data)


def export_file(request: ApiRequest) -> Reply:
    """Return the file, or the part of it that the request asks for."""
    found = request.store.find(BULK_EXPORTS, "Key", request.path["key"])
    if found is None or found["Name"] != request.path["name"]:
        raise RefusedError(404, "There is no such file.")
    name, size = str(found["Name"]), _number(found["SizeInBytes"])
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "Accept-Ranges": "bytes",
        "ETag": f'"{found["Key"]}"',
    }
    media_type = "application/gzip" if name.endswith(".gz") else "text/csv; charset=utf-8"
    wanted = _RANGE.fullmatch(request.range)
    start, stop = (int(wanted[1]), int(wanted[2] or size - 1) + 1) if wanted else (0, size)
    if wanted and not start < min(stop, size):
        raise RefusedError(416, "The range is outside the file.", headers={"Content-Range": f"bytes */{size}"})
    if wanted:
        stop = min(stop, size)
        headers["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    headers["Content-Length"] = str(stop - start)
    parts = _parts(request.store, str(found["Key"]), start, stop)
    return Reply(parts=parts, media_type=media_type, headers=headers, status=206 if wanted else 200)


def _parts(store: Store, key: str, start: int, stop: int) -> Iterator[bytes]:
    """Yield the bytes of a file from `start` to `stop`, each part in a transaction of its own."""
    after = 0
    while True:
        with store.transaction(write=False):
            parts = store.referring(_CONTENTS, "Key", key, after, 1)
        if not parts:
            return
        first, after = _number(parts[0]["Start"]), _number(parts[0]["Id"])
        if first < stop and first + _number(parts[0]["Size"]) > start:
            yield base64.b64decode(str(parts[0]["Content"]))[max(start - first, 0) : stop - first]


def _number(value: object) -> int:
    assert isinstance(value, int)
    return value


def _source(request: ApiRequest, body: Body) -> tuple[int | None, ExportSource]:
    """Return what to export, with the number of its type, which is None for a table."""
    number, table_id = (
        body.read("Type", member_of(enum_names("ExportType"))),
        body.read("DynamicTableId", scalars.integer),
    )
    if (number is None) == (table_id is None):
        raise invalid({"Type": ["Either `Type` or `DynamicTableId` should be set."]})
    if number is not None:
        return number, sources()[number]
    for table in request.account.tables:
        if table.id == table_id:
            return None, source_of(table)
    raise invalid({"DynamicTableId": [f"There is no dynamic table with the id {table_id}."]})


def _columns(known: ObjectShape, source: ExportSource, wanted: list[str] | None) -> list[Property]:
    """Return the requested columns, in the order given; all columns if none is requested."""
    if not wanted:
        return list(known.properties)
    found = {name: known.property(name) for name in wanted}
    if source.kind is None:  # its columns are not known
        return [item or Property(name) for name, item in found.items()]
    unknown = [f"`{name}`" for name, item in found.items() if item is None]
    if unknown:
        raise invalid({"Fields": [f"{source.name} have no {', '.join(unknown)}."]})
    return [item for item in found.values() if item is not None]


def _dialect(body: Body) -> CsvDialect:
    column = body.read("ColumnDelimiter", _delimiter) or CsvDialect.column_delimiter
    row = body.read("RowDelimiter", _delimiter) or CsvDialect.row_delimiter
    if column in row or row in column:
        raise invalid({"RowDelimiter": ["`RowDelimiter` and `ColumnDelimiter` should not be part of each other."]})
    return CsvDialect(column, row, body.read("TimeZoneId", zones.zone))


def _delimiter(value: object) -> str:
    text = csv_text.plain(scalars.text(value))
    if not text or '"' in text:
        raise ValueError('should be a text that is not empty and has no `"`')
    return text


def _objects(request: ApiRequest, source: ExportSource, body: Body) -> Iterator[Object]:
    """Return the objects that meet all conditions. Raises RefusedError (400) at once, not on the first object."""
    store = request.store
    last, kind = body.read("LastId", scalars.integer), body.read("ItemType", scalars.text)
    created = _period(body, "CreatedDateTimeFrom", "CreatedDateTimeTo")
    changed = _period(body, *_CHANGED)
    contacts = body.read("SegmentId", lambda value: _contacts(store, value))
    if source.kind is not None:
        _need(source, "ItemType", kind is None or source.typed)
        _need(source, "SegmentId", contacts is None or source.contact is not None)
        if request.strict:
            _need(source, "LastId", last is None or source.grows)
            for name in _CHANGED:
                _need(source, name, bool(source.changed) or body.members.get(name.lower()) is None)
    orders_of_kind = _orders_of_kind(store, kind) if source.kind == ORDER_LINES.kind and kind is not None else ()
    return (
        item
        for item in source.objects(store, last or 0 if source.grows else 0)
        if _within(item, source.created, created)
        and (not source.changed or _within(item, source.changed, changed))
        and (contacts is None or item[source.contact or ""] in contacts)
        and (kind is None or item.get("Type") == kind or item.get("OrderId") in orders_of_kind)
    )


def _orders_of_kind(store: Store, kind: str) -> set[int]:
    """Return the ids of the orders of a type, which is also the type of their lines."""
    return {scalars.integer(order["Id"]) for order in store.scan(ORDERS.kind) if order["Type"] == kind}


def _need(source: ExportSource, name: str, holds: bool) -> None:
    if not holds:
        raise invalid({name: [f"`{name}` cannot be combined with an export of {source.name}."]})


def _contacts(store: Store, value: object) -> set[int]:
    number = scalars.integer(value)
    try:
        return need_contacts(store, [number])
    except RefusedError as error:  # the call has no 404
        raise ValueError(f"is unknown: {error}") from None


def _period(body: Body, start: str, end: str) -> Period:
    return Period.between(body.read(start, periods.parse_key), body.read(end, periods.parse_key))


def _within(item: Object, names: tuple[str, ...], period: Period) -> bool:
    if period == _ALWAYS:
        return True
    moment = next((item[name] for name in names if item.get(name) is not None), None)
    return moment is not None and period.has(moment)


def _file_name(source: ExportSource, suffix: str, compressed: bool) -> str:
    """Return a name that is valid on any file system, with the time of creation in UTC."""
    moment = scalars.now().partition("+")[0]
    return f"{_plain(source.name)}_{re.sub('[^0-9]', '', moment)}{_plain(suffix)}.csv{'.gz' if compressed else ''}"


def _plain(text: str) -> str:
    return _NOT_IN_NAMES.sub("_", text)


def _shown(request: ApiRequest, stored: Object) -> Object:
    url = f"{request.base_url}{_FILES}/{stored['Key']}/{quote(str(stored['Name']), safe='')}"
    kind = None if stored["Type"] is None else enum_names("ExportType")[scalars.integer(stored["Type"])]
    others = {name: value for name, value in stored.items() if name not in _HIDDEN}
    return {"Name": stored["Name"], "DownloadUrl": url, "Type": kind, **others}


HANDLERS: dict[str, Handler] = {
    "bulk_export.list": list_all,
    "bulk_export.create": create,
}
FILES: dict[str, Handler] = {f"{_FILES}/{{key}}/{{name}}": export_file}
