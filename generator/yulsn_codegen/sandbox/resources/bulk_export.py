"""Bulk exports: an order for one comes in, a CSV file is made at once, listed and served without a key."""

from __future__ import annotations

import base64
import gzip
import re
import secrets
from collections.abc import Iterator
from urllib.parse import quote

from ..bodies import Body, list_of, member_of
from ..calls import EMPTY, Call, RefusedError, Reply, Route, invalid
from ..export import csv_text
from ..export import sources as export_sources
from ..export.sources import SOURCES, Source
from ..shapes import Member, Shape
from ..store import Object, Store
from ..values import periods, zones
from ..values import types as values
from ..values.periods import Period
from . import order_lines, orders, segments

KIND = "BulkExports"
_CONTENTS = "BulkExportContents"  # a file's bytes, under its export's id
_FILES = "/files/exports"
_TYPES = {number: source.name for number, source in enumerate(SOURCES)}
_FORMATS = {0: "Csv", 1: "Parquet"}
_NOT_IN_NAMES = re.compile(r"[^\w.-]+")
_ALWAYS = Period()


def list_all(call: Call) -> Reply:
    """GET BulkExport?type=: the exports of a type, all of them without one; one of a table has no type."""
    kind = call.query.read("type", member_of(_TYPES))
    found = call.store.scan(KIND) if kind is None else call.store.referring(KIND, "Type", kind)
    return Reply([_shown(call, item) for item in found])


def create(call: Call) -> Reply:
    """POST BulkExport: answers with nothing; the export is in the list at once.

    400 for what cannot be exported that way, so that no option is passed over in silence.
    """
    body = Body.of(call.json_object())
    number, source = _source(call, body)
    if body.read("Format", member_of(_FORMATS)):
        raise RefusedError(400, "This sandbox writes bulk exports as CSV only (`Format` 0), not as Parquet.")
    compressed = body.read("UseCompression", values.boolean) or False
    columns = _columns(source.columns(call.account), source, body.read("Fields", list_of(values.text)))
    suffix = body.read("SuffixFileName", values.text) or ""
    rows = [*csv_text.rows(columns, _objects(call.store, source, body), _dialect(body))]
    text = "".join(rows).encode()
    data = gzip.compress(text, mtime=0) if compressed else text
    export: Object = {
        "Name": _file_name(source, suffix, compressed),
        "SizeInBytes": len(data),
        "Type": number,
        "CreatedDateTimeFrom": body.read("CreatedDateTimeFrom", values.date_time),
        "CreatedDateTimeTo": body.read("CreatedDateTimeTo", values.date_time),
        "ItemType": body.read("ItemType", values.text),
        "RowCount": len(rows) - 1,  # without the names
        "SegmentId": body.read("SegmentId", values.integer),
        "Right": None,
        "TimeZoneId": body.read("TimeZoneId", values.text),
        "Key": secrets.token_urlsafe(16),
    }
    made = call.store.insert(KIND, export, {"Key": str(export["Key"])}, {"Type": number})
    call.store.replace(_CONTENTS, made, {"Content": base64.b64encode(data).decode("ascii")})
    return EMPTY


def export_file(call: Call) -> Reply:
    """GET the file itself."""
    found = call.store.find(KIND, "Key", call.path["key"])
    kept = call.store.get(_CONTENTS, values.integer(found["Id"])) if found else None
    if found is None or kept is None or found["Name"] != call.path["name"]:
        raise RefusedError(404, "There is no such file.")
    name = str(found["Name"])
    return Reply(
        content=values.base64_bytes(kept["Content"]),
        media_type="application/gzip" if name.endswith(".gz") else "text/csv; charset=utf-8",
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"},
    )


def _source(call: Call, body: Body) -> tuple[int | None, Source]:
    """Return what is to be exported, with its type's number, which a table has none of."""
    number, table_id = body.read("Type", member_of(_TYPES)), body.read("DynamicTableId", values.integer)
    if (number is None) == (table_id is None):
        raise invalid({"Type": ["Either `Type` or `DynamicTableId` should be set."]})
    if number is not None:
        return number, SOURCES[number]
    for table in call.account.tables:
        if table.id == table_id:
            return None, export_sources.of_table(table)
    raise invalid({"DynamicTableId": [f"There is no dynamic table with the id {table_id}."]})


def _columns(known: tuple[Member, ...], source: Source, wanted: list[str] | None) -> list[Member]:
    """Return the columns of the names that are wanted, in that order; all of them for no names."""
    if not wanted:
        return list(known)
    found = {name: Shape(known).member(name) for name in wanted}
    if source.kind is None:  # nobody knows what columns it has
        return [member or Member(name) for name, member in found.items()]
    unknown = [f"`{name}`" for name, member in found.items() if member is None]
    if unknown:
        raise invalid({"Fields": [f"{source.name} have no {', '.join(unknown)}."]})
    return [member for member in found.values() if member is not None]


def _dialect(body: Body) -> csv_text.Dialect:
    column = body.read("ColumnDelimiter", _delimiter) or csv_text.Dialect.column_delimiter
    row = body.read("RowDelimiter", _delimiter) or csv_text.Dialect.row_delimiter
    if column in row or row in column:
        raise invalid({"RowDelimiter": ["`RowDelimiter` and `ColumnDelimiter` should not be part of each other."]})
    return csv_text.Dialect(column, row, body.read("TimeZoneId", zones.zone))


def _delimiter(value: object) -> str:
    text = csv_text.plain(values.text(value))
    if not text or '"' in text:
        raise ValueError('should be a text that is not empty and has no `"`')
    return text


def _objects(store: Store, source: Source, body: Body) -> Iterator[Object]:
    """Return the objects that all conditions of an order hold for; raises RefusedError (400), before the first one."""
    last, kind = body.read("LastId", values.integer), body.read("ItemType", values.text)
    created = _period(body, "CreatedDateTimeFrom", "CreatedDateTimeTo")
    changed = _period(body, "LastModifiedFrom", "LastModifiedTo")
    contacts = body.read("SegmentId", lambda value: _contacts(store, value))
    if source.kind is not None:
        _need(source, "ItemType", kind is None or source.typed)
        _need(source, "SegmentId", contacts is None or source.contact is not None)
        _need(source, "LastId", last is None or any(member.name == "Id" for member in source.statics))
    orders_of_kind = _orders_of_kind(store, kind) if source.kind == order_lines.KIND and kind is not None else ()
    return (
        item
        for item in source.objects(store, last or 0)
        if _within(item, source.created, created)
        and _within(item, source.changed, changed)
        and (contacts is None or item[source.contact or ""] in contacts)
        and (kind is None or item.get("Type") == kind or item.get("OrderId") in orders_of_kind)
    )


def _orders_of_kind(store: Store, kind: str) -> set[int]:
    """Return the ids of the orders of a type, which is their lines' type too."""
    return {values.integer(order["Id"]) for order in store.scan(orders.KIND) if order["Type"] == kind}


def _need(source: Source, name: str, holds: bool) -> None:
    if not holds:
        raise invalid({name: [f"`{name}` does not go with an export of {source.name}."]})


def _contacts(store: Store, value: object) -> set[int]:
    number = values.integer(value)
    try:
        return segments.need_contacts(store, [number])
    except RefusedError as error:  # the call has no 404
        raise ValueError(f"is unknown: {error}") from None


def _period(body: Body, start: str, end: str) -> Period:
    since, until = body.read(start, values.date_time), body.read(end, values.date_time)
    return Period(
        _ALWAYS.start if since is None else periods.key(since), _ALWAYS.end if until is None else periods.key(until)
    )


def _within(item: Object, names: tuple[str, ...], period: Period) -> bool:
    if period == _ALWAYS:
        return True
    moment = next((item[name] for name in names if item.get(name) is not None), None)
    return moment is not None and period.has(moment)


def _file_name(source: Source, suffix: str, compressed: bool) -> str:
    """Return a name that any file system takes; the time in it is when the file was made, in UTC."""
    moment = values.now().partition("+")[0]
    return f"{_plain(source.name)}_{re.sub('[^0-9]', '', moment)}{_plain(suffix)}.csv{'.gz' if compressed else ''}"


def _plain(text: str) -> str:
    return _NOT_IN_NAMES.sub("_", text)


def _shown(call: Call, stored: Object) -> Object:
    url = f"{call.base_url}{_FILES}/{stored['Key']}/{quote(str(stored['Name']), safe='')}"
    others = {name: value for name, value in stored.items() if name not in ("Id", "Key", "Name")}
    return {"Name": stored["Name"], "DownloadUrl": url, **others}


_BULK_EXPORT = "/api/v1/BulkExport"

ROUTES = (
    Route("GET", _BULK_EXPORT, list_all, optional=("type",)),
    Route("POST", _BULK_EXPORT, create),
)
FILES = (Route("GET", f"{_FILES}/{{key}}/{{name}}", export_file),)
