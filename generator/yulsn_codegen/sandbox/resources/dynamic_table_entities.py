"""The resource DynamicTableEntities: the rows of the account's dynamic tables."""

from __future__ import annotations

from ...account.schema import AccountTable
from ..collections import rows_of
from ..pages import page_size
from ..requests import EMPTY, ApiRequest, Handler, RefusedError, Reply
from ..searching import matching, parse_conditions
from ..shapes import Members, checked
from ..store import Object
from ..values import codes, scalars
from . import crud


def list_ids(request: ApiRequest) -> Reply:
    """List the ids of all rows."""
    return Reply(request.store.ids(rows_of(_table(request)).kind))


def find_by_secret(request: ApiRequest) -> Reply:
    """Find a row by its secret."""
    return crud.finder(rows_of(_table(request)), "Secret", "secret")(request)


def find_by_external_id(request: ApiRequest) -> Reply:
    """Find a row by its external id."""
    return crud.finder(rows_of(_table(request)), "ExternalId", "externalId")(request)


def list_after(request: ApiRequest) -> Reply:
    """List the rows after an id, in ascending order, at most `MAX_PAGE`."""
    rows = rows_of(_table(request))
    last = request.query.need("lastId", scalars.integer_text)
    found = request.store.scan(rows.kind, last, page_size(request))
    shape = rows.shape(request.schema)
    return Reply([shape.shown(row) for row in found])


def search(request: ApiRequest) -> Reply:
    """List the rows for which all conditions hold."""
    shape = rows_of(_table(request)).shape(request.account)
    return Reply([shape.shown(row) for row in _found(request)])


def count(request: ApiRequest) -> Reply:
    """Count the rows for which all conditions hold."""
    return Reply(len(_found(request)))


def _found(request: ApiRequest) -> list[Object]:
    rows = rows_of(_table(request))
    body = {name.lower(): value for name, value in request.json_object().items()}
    conditions = parse_conditions(rows.shape(request.account), body.get("fields"))
    return matching(conditions, request.store.scan(rows.kind))


def get(request: ApiRequest) -> Reply:
    """Get a row."""
    return crud.getter(rows_of(_table(request)))(request)


def create(request: ApiRequest) -> Reply:
    """Create a row and return it."""
    table = _table(request)
    _need_direct(table.writes.create, table, "created")
    return Reply(_create(request, table, request.json_object()))


def create_many(request: ApiRequest) -> Reply:
    """Create all rows of a list, or none if one is invalid."""
    table = _table(request)
    _need_direct(table.writes.create, table, "created")
    for body in request.json_objects():
        _create(request, table, body)
    return EMPTY


def patch(request: ApiRequest) -> Reply:
    """Set the properties that are sent, including nulls except for the secret, and return the row."""
    table = _table(request)
    _need_direct(table.writes.update, table, "updated")
    rows = rows_of(table)
    row = rows.get(request.store, request.id())
    body = request.json_object()
    if not body:
        raise RefusedError(404, "The body is empty.")
    shape = rows.shape(request.schema)
    sent = shape.sent(body)
    if not sent:
        raise RefusedError(400, "There were no valid fields specified for patching!")
    changes = checked(sent)
    if changes.get("Secret", "") is None:
        del changes["Secret"]
    return Reply(shape.shown(rows.save(request.store, request.id(), row | changes)))


def delete(request: ApiRequest) -> Reply:
    """Delete a row and return its last state."""
    table = _table(request)
    _need_direct(table.writes.delete, table, "deleted")
    rows = rows_of(table)
    row = rows.get(request.store, request.id())
    request.store.delete(rows.kind, request.id())
    return Reply(rows.shape(request.schema).shown(row))


def _table(request: ApiRequest) -> AccountTable:
    name = request.path["tableName"]
    for table in request.schema.tables:
        if table.name == name:
            return table
    for table in request.schema.tables:
        if table.name.casefold() == name.casefold():
            return table
    raise RefusedError(404, "There is no dynamic table of that name.")


def _need_direct(direct: bool, table: AccountTable, done: str) -> None:
    if not direct:
        raise RefusedError(423, f"Rows of `{table.name}` can only be {done} through a converter.")


def _create(request: ApiRequest, table: AccountTable, body: dict[str, object]) -> Members:
    rows = rows_of(table)
    shape = rows.shape(request.schema)
    row = shape.whole(body)
    if row["Secret"] is None:
        row["Secret"] = codes.unguessable(codes.ROW_SECRET)
    return shape.shown(rows.save(request.store, None, row))


HANDLERS: dict[str, Handler] = {
    "dynamic_table_entities.list_ids": list_ids,
    "dynamic_table_entities.find_by_secret": find_by_secret,
    "dynamic_table_entities.find_by_external_id": find_by_external_id,
    "dynamic_table_entities.list_after": list_after,
    "dynamic_table_entities.search": search,
    "dynamic_table_entities.count": count,
    "dynamic_table_entities.get": get,
    "dynamic_table_entities.create": create,
    "dynamic_table_entities.create_many": create_many,
    "dynamic_table_entities.patch": patch,
    "dynamic_table_entities.delete": delete,
}
