"""The calls that tell what is the account's own: its dynamic fields and tables, its order types and point types."""

from __future__ import annotations

from collections.abc import Iterable

from ...account.schema import OWNERS, AccountField, AccountTable, FieldType
from ..calls import Call, RefusedError, Reply, Route, invalid

# Wire numbers of the types (observed); a type that this version does not know travels as a number beyond them.
_TYPES = {
    FieldType.STRING: 1,
    FieldType.BOOLEAN: 2,
    FieldType.NUMBER: 3,
    FieldType.DATE_TIME_OFFSET: 4,
    FieldType.DECIMAL: 5,
    FieldType.UNKNOWN: 99,
}
_TABLE_OWNER = "DynamicTable"


def dynamic_fields(call: Call) -> Reply:
    """GET DynamicFields/{id?}: the fields of an owner, or of the table with the id; 404 for a table not there."""
    owner = call.query.text("owner").lower()
    if owner == _TABLE_OWNER.lower():
        if "id" not in call.path:
            raise invalid({"id": ["A table's fields are asked for with the table's id in the path."]})
        number = call.id()
        for table in call.account.tables:
            if table.id == number:
                return Reply(shown_fields(table.fields))
        raise RefusedError(404, f"There is no dynamic table with the id {number}.")
    for name in OWNERS:
        if name.lower() == owner:
            return Reply(shown_fields(call.account.owners.get(name, ())))
    raise invalid({"owner": [f"`owner` should be one of {', '.join((*OWNERS, _TABLE_OWNER))}."]})


def dynamic_tables(call: Call) -> Reply:
    """GET DynamicTables: all tables; a write that is routed through a converter has that converter's id."""
    created = call.store.note("created")
    return Reply([_shown_table(table, created) for table in call.account.tables])


def order_types(call: Call) -> Reply:
    """GET Orders/Types."""
    return Reply(call.account.order_types)


def point_types(call: Call) -> Reply:
    """GET Points/Types."""
    return Reply(call.account.point_types)


def shown_fields(fields: Iterable[AccountField]) -> list[dict[str, object]]:
    """Return dynamic fields as the API lists them."""
    return [
        {"Name": field.name, "Type": _TYPES[field.type], "Label": field.label, "Values": field.values}
        for field in fields
    ]


def _shown_table(table: AccountTable, created: str | None) -> dict[str, object]:
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
        # Converters are not part of the schema: their ids are made up, and stay the same for the same table.
        **{
            f"{write}ConverterId": None if direct else 1000 + table.id * 10 + place
            for place, (write, direct) in enumerate(writes.items())
        },
    }


ROUTES = (
    Route("GET", "/api/v1/DynamicFields/{id?}", dynamic_fields, query=("owner",)),
    Route("GET", "/api/v1/DynamicTables", dynamic_tables),
    Route("GET", "/api/v1/Orders/Types", order_types),
    Route("GET", "/api/v1/Points/Types", point_types),
)
