"""Where the rows of a local copy come from: exports, and searches for what changed since.

Only exports of contacts have a window of changes, and only those of points and events begin after an id. Orders and
tables are searched by their time of change. Companies and stores are few, and exported completely each time.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Any

import msgspec
from msgspec import Struct

from .arrow_tables import read_batches, schema_of
from .errors import DecodeError
from .export_order import ExportOrder
from .lazy import cached_property
from .search import OrderedQueryField
from .sync_columns import SQL_TYPES, TEXT
from .wire import shape_of

__all__ = ["Dataset", "datasets", "declared_types", "lines_of", "objects_of", "record_batches", "wire_names"]

MODIFIED = "LastModified"
LINES = "OrderLines"
_PACKAGE = __package__.rpartition(".")[0] if __package__ else ""
_STATIC = (  # the name of the table, the export type, and how changes are read
    ("contacts", "CONTACTS", "modified"),
    ("contact_companies", "CONTACT_COMPANIES", ""),
    ("stores", "STORES", ""),
    ("orders", "ORDERS", "search"),
    ("points", "POINTS", "added"),
    ("contact_events", "EVENTS", "added"),
)
Object = Mapping[str, str | None]
"""The values of a JSON object as text: strings as they are, everything else as JSON."""


@dataclass(frozen=True)
class Dataset:
    """Objects of one kind.

    Attributes:
        name: The name of their table.
        what: What `bulk_export.run` takes.
        model: Their model.
        changes: How changes are read: `modified` or `added` for exports, `search`, or empty if everything is exported.
        resource: The resource with `search`, if changes are searched.
        table: The wire name of the account's table, or None.
        lines: Objects that are part of these and change with them.
    """

    name: str
    what: object
    model: type[Struct]
    changes: str = ""
    resource: Any = None
    table: str | None = None
    lines: Dataset | None = None

    def search(self, client: Any, since: datetime) -> bytes:
        """Return the JSON of the objects that were changed since a time."""
        changed = OrderedQueryField[Any, Any, Any](MODIFIED) >= since
        body: bytes = client.with_raw_response(self.resource.search, changed).body
        return body


def datasets(client: Any) -> Iterator[Dataset]:
    """Yield everything that is copied."""
    kinds = import_module(f"{_PACKAGE}.models").ExportType
    for name, kind, changes in _STATIC:
        lines = _dataset("order_lines", kinds.ORDER_LINES) if name == "orders" else None
        yield _dataset(name, kinds[kind], changes, getattr(client, name), lines)
    tables: object = client.tables
    for name, value in vars(type(tables)).items():
        if type(value) is cached_property:
            yield _dataset(f"tables.{name}", getattr(tables, name), "search", getattr(tables, name))


def _dataset(
    name: str, what: object, changes: str = "", resource: object = None, lines: Dataset | None = None
) -> Dataset:
    order = ExportOrder(what, {}, delimiter=",", row_delimiter="\n")
    model = order.row_model(_PACKAGE)
    assert model is not None
    return Dataset(name, what, model, changes, resource, order.table, lines)


def declared_types(model: type[Struct]) -> dict[str, str]:
    """Return the SQL types of a model's properties by wire name."""
    return {field.name: SQL_TYPES.get(str(field.type), TEXT) for field in schema_of(model, {})}


def wire_names(model: type[Struct], names: Iterable[str]) -> dict[str, str]:
    """Return the names of columns or properties by their wire name.

    A name that no property has stands for the one from which it differs only in case, if that is not among the names.
    """
    shape = shape_of(model)
    given = dict.fromkeys(names)
    found: dict[str, str] = {}
    for name in given:
        wire = name if name in shape.fields else shape.folded.get(name.strip().casefold(), name)
        found[name if wire in given or wire in found else wire] = name
    return found


def objects_of(body: bytes) -> list[Object]:
    """Return the objects of a JSON list.

    Raises:
        DecodeError: If it is something else.
    """
    try:
        found = msgspec.json.decode(body, type=list[dict[str, msgspec.Raw]])
        return [{name: _text(value) for name, value in item.items()} for item in found]
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise DecodeError("the response is not a list of objects") from None


def lines_of(orders: Sequence[Object]) -> list[Object]:
    """Return the lines of orders.

    Raises:
        DecodeError: If an order has none, as the API also returns orders without their lines.
    """
    return [line for order in orders for line in objects_of((order.get(LINES) or "").encode())]


def _text(value: msgspec.Raw) -> str | None:
    data = bytes(value)
    if data.startswith(b'"'):
        return msgspec.json.decode(data, type=str)
    return None if data == b"null" else data.decode()


def record_batches(
    objects: Sequence[Object], names: Mapping[str, str], model: type[Struct], as_text: Collection[str]
) -> Iterator[Any]:
    """Return objects as record batches, converted like the rows of an export.

    Args:
        objects: The objects.
        names: The names of their properties by wire name, which becomes the name of the column.
        model: The model of the objects.
        as_text: Wire names of columns that are text, whatever the model says.
    """
    lines = [",".join(_cell(wire) for wire in names)]
    lines += [",".join(_cell(item.get(name)) for name in names.values()) for item in objects]
    file = io.BytesIO("\n".join([*lines, ""]).encode())
    return read_batches(file, list(names), ",", schema_of(model, {}), as_text)


def _cell(value: str | None) -> str:
    return "" if value is None else '"' + value.replace('"', '""') + '"'
