"""The resource DynamicTables: the tables that the account has defined."""

from __future__ import annotations

from ...account.schema import AccountTable
from ..field_details import TABLE_DETAILS
from ..requests import ApiRequest, Handler, Reply
from ..shapes import Members, static_shape
from ..store import Store


def list_all(request: ApiRequest) -> Reply:
    """List all tables; for a write that goes through a converter, with that converter's id."""
    shape = static_shape("DynamicTable")
    return Reply([shape.shown(shown_details(request.store, table)) for table in request.account.tables])


def shown_details(store: Store, table: AccountTable) -> Members:
    """Return a table with all its settings, which are those last written through version 2 of the API, if any."""
    settings: Members = {"IsShared": False, "LastModified": store.note("created")}
    settings |= store.get(TABLE_DETAILS, table.id) or {}
    writes = {"Create": table.writes.create, "Update": table.writes.update, "Delete": table.writes.delete}
    for place, (write, direct) in enumerate(writes.items()):
        # Converters are not part of the schema, so their ids are made up; they are stable per table.
        converter = settings.get(f"{write}ConverterId") or 1000 + table.id * 10 + place
        settings[f"{write}ConverterId"] = None if direct else converter
    own: Members = {"Id": table.id, "Name": table.name, "Label": table.label, "Description": table.description}
    return static_shape("DynamicTableDetails").shown(settings | own)


HANDLERS: dict[str, Handler] = {"dynamic_tables.list": list_all}
