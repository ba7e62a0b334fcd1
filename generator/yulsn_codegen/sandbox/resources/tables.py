"""The calls under /table/{tableName}: the rows of the account's dynamic tables."""

from __future__ import annotations

import uuid

from ...account.schema import AccountTable, FieldType
from ..calls import EMPTY, Call, RefusedError, Reply, Route, duplicate, invalid
from ..shapes import Member, Members, Shape, checked, shape
from ..store import DuplicateKeyError, Object, Store, table_kind
from ..values import types as values

MOST = 1000  # rows of a page, and how many it has if the caller does not say

STATICS = (
    Member("Id", FieldType.NUMBER, written=False),
    Member("Secret"),
    Member("ExternalId"),
    Member("Name"),
    Member("Created", FieldType.DATE_TIME_OFFSET, written=False),
    Member("LastModified", FieldType.DATE_TIME_OFFSET, written=False),
)


def list_ids(call: Call) -> Reply:
    """GET table/{tableName}: the ids of all rows."""
    return Reply(call.store.ids(table_kind(_table(call).id)))


def find_by_secret(call: Call) -> Reply:
    """GET table/{tableName}?secret="""
    return _found_by(call, "Secret", call.query.text("secret"))


def find_by_external_id(call: Call) -> Reply:
    """GET table/{tableName}?externalId="""
    return _found_by(call, "ExternalId", call.query.text("externalId"))


def list_after(call: Call) -> Reply:
    """GET table/{tableName}?lastId=&take=: the rows after an id, in ascending order; a page has at most `MOST`."""
    table = _table(call)
    last = call.query.need("lastId", values.integer_text)
    take = call.query.read("take", values.integer_text)
    if take is not None and take < 1:
        raise invalid({"take": [f"`take` should be from 1 to {MOST}."]})
    rows = call.store.scan(table_kind(table.id), last, min(take or MOST, MOST))
    row_shape = _shape(table)
    return Reply([row_shape.shown(row) for row in rows])


def get(call: Call) -> Reply:
    """GET table/{tableName}/{id}"""
    table = _table(call)
    return Reply(_shape(table).shown(_row(call, table)))


def create(call: Call) -> Reply:
    """POST table/{tableName}: answers with the new row."""
    table = _table(call)
    _need_direct(table.writes.create, table, "created")
    return Reply(_create(call.store, table, call.json_object()))


def create_many(call: Call) -> Reply:
    """POST table/{tableName}/Bulk: all rows or none; answers with nothing."""
    table = _table(call)
    _need_direct(table.writes.create, table, "created")
    for body in call.json_objects():
        _create(call.store, table, body)
    return EMPTY


def patch(call: Call) -> Reply:
    """PATCH table/{tableName}/{id}: what is sent is set, also to null, save the secret; answers with the row."""
    table = _table(call)
    _need_direct(table.writes.update, table, "updated")
    row = _row(call, table)
    body = call.json_object()
    if not body:
        raise RefusedError(404, "There is nothing in the body.")
    row_shape = _shape(table)
    sent = row_shape.sent(body)
    if not sent:
        raise RefusedError(400, "There were no valid fields specified for patching!")
    changes = checked(sent)
    if changes.get("Secret", "") is None:
        del changes["Secret"]
    updated = {name: value for name, value in row.items() if name != "Id"} | changes | {"LastModified": values.now()}
    number = call.id()
    try:
        call.store.replace(table_kind(table.id), number, updated, _keys(updated))
    except DuplicateKeyError as error:
        raise duplicate(updated[error.name]) from None
    return Reply(row_shape.shown({"Id": number, **updated}))


def delete(call: Call) -> Reply:
    """DELETE table/{tableName}/{id}: answers with the row that was."""
    table = _table(call)
    _need_direct(table.writes.delete, table, "deleted")
    row = _row(call, table)
    call.store.delete(table_kind(table.id), call.id())
    return Reply(_shape(table).shown(row))


def _table(call: Call) -> AccountTable:
    name = call.path["tableName"]
    for table in call.account.tables:
        if table.name == name:
            return table
    for table in call.account.tables:
        if table.name.casefold() == name.casefold():
            return table
    raise RefusedError(404, "There is no dynamic table of that name.")


def _shape(table: AccountTable) -> Shape:
    return shape(STATICS, table.fields)


def _row(call: Call, table: AccountTable) -> Object:
    number = call.id()
    row = call.store.get(table_kind(table.id), number)
    if row is None:
        raise RefusedError(404, f"The table has no row with the id {number}.")
    return row


def _found_by(call: Call, key: str, value: str) -> Reply:
    table = _table(call)
    row = call.store.find(table_kind(table.id), key, value)
    if row is None:
        raise RefusedError(404, f"The table has no row with that {key}.")
    return Reply(_shape(table).shown(row))


def _need_direct(direct: bool, table: AccountTable, done: str) -> None:
    if not direct:
        raise RefusedError(423, f"Rows of `{table.name}` can only be {done} through a converter.")


def _create(store: Store, table: AccountTable, body: dict[str, object]) -> Members:
    row_shape = _shape(table)
    moment = values.now()
    row = row_shape.whole(row_shape.sent(body)) | {"Created": moment, "LastModified": moment}
    if row["Secret"] is None:
        row["Secret"] = str(uuid.uuid4())
    try:
        number = store.insert(table_kind(table.id), row, _keys(row))
    except DuplicateKeyError as error:
        raise duplicate(row[error.name]) from None
    return row_shape.shown({"Id": number, **row})


def _keys(row: Members) -> dict[str, str | None]:
    return {name: None if row.get(name) is None else str(row[name]) for name in ("Secret", "ExternalId")}


_TABLE = "/api/v1/table/{tableName}"

ROUTES = (
    Route("GET", _TABLE, list_ids),
    Route("GET", _TABLE, find_by_secret, query=("secret",)),
    Route("GET", _TABLE, find_by_external_id, query=("externalId",)),
    Route("GET", _TABLE, list_after, query=("lastId",), optional=("take",)),
    Route("GET", f"{_TABLE}/{{id}}", get),
    Route("POST", _TABLE, create),
    Route("POST", f"{_TABLE}/Bulk", create_many),
    Route("PATCH", f"{_TABLE}/{{id}}", patch),
    Route("DELETE", f"{_TABLE}/{{id}}", delete),
)
