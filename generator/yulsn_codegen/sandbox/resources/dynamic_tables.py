"""The resource DynamicTables: the tables that the account has defined."""

from __future__ import annotations

from ...account.schema import AccountTable
from ..requests import ApiRequest, Handler, Reply


def list_all(request: ApiRequest) -> Reply:
    """List all tables; for a write that goes through a converter, with that converter's id."""
    created = request.store.note("created")
    return Reply([_shown(table, created) for table in request.account.tables])


def _shown(table: AccountTable, created: str | None) -> dict[str, object]:
    writes = {"Create": table.writes.create, "Update": table.writes.update, "Delete": table.writes.delete}
    return {
        "Id": table.id,
        "Name": table.name,
        "Label": table.label,
        "Description": table.description,
        "Right": None,
        "Icon": None,
        "Group": None,
        "IsShared": False,
        "LastModified": created,
        # Converters are not part of the schema, so their ids are made up; they are stable per table.
        **{
            f"{write}ConverterId": None if direct else 1000 + table.id * 10 + place
            for place, (write, direct) in enumerate(writes.items())
        },
    }


HANDLERS: dict[str, Handler] = {"dynamic_tables.list": list_all}
