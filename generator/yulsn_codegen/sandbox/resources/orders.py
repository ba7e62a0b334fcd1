"""The calls under /Orders: orders and, below them, their lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ...account.schema import AccountSchema, FieldType
from ..calls import Call, RefusedError, Reply, Route
from ..shapes import Member, Members, Shape, checked, shape
from ..store import Object, Store
from ..values import amounts
from ..values import types as values
from . import order_lines

KIND = "Orders"

STATICS = (
    Member("Id", FieldType.NUMBER, written=False),
    Member("Type", needed=True, nullable=False),
    Member("ExtOrderId"),
    Member("ContactId", FieldType.NUMBER),
    Member("FirstName"),
    Member("LastName"),
    Member("Address"),
    Member("PostCode"),
    Member("City"),
    Member("Country"),
    Member("Company"),
    Member("PriceTotal", FieldType.DECIMAL, written=False),
    Member("LastModified", FieldType.DATE_TIME_OFFSET, written=False),
    Member("StoreId", FieldType.NUMBER),
    Member("Email"),
    Member("OriginDate", FieldType.DATE_TIME_OFFSET),
    Member("StartDate", FieldType.DATE_TIME_OFFSET),
    Member("EndDate", FieldType.DATE_TIME_OFFSET),
    Member("OrderLines", FieldType.UNKNOWN, written=False),  # objects of their own
)


def list_by_contact(call: Call) -> Reply:
    """GET Orders?contactId=: of `orderType` if it is sent; the lines are null if `withOrderLines` is false."""
    kind = call.query.text("orderType")
    with_lines = call.query.read("withOrderLines", values.boolean_text) is not False
    contact = call.query.need("contactId", values.integer_text)
    found = call.store.referring(KIND, "ContactId", contact)
    return Reply([_shown(call, order, with_lines) for order in found if kind in ("", order["Type"])])


def list_by_ext_order_id(call: Call) -> Reply:
    """GET Orders?extOrderId="""
    found = call.store.referring(KIND, "ExtOrderId", call.query.text("extOrderId"))
    return Reply([_shown(call, order) for order in found])


def get(call: Call) -> Reply:
    """GET Orders/{id}"""
    return Reply(_shown(call, _order(call)))


def create(call: Call) -> Reply:
    """POST Orders: answers with the order; 400 for no lines, one without quantity or price, a type there is none of."""
    orders = _shape(call.account)
    body = call.json_object()
    lines = order_lines.read_many(call.account, orders.value(body, "OrderLines"))
    _need_type(call.account, orders.value(body, "Type"))
    order = _save(call.store, None, orders.whole(orders.sent(body)), lines)
    for line in lines:
        order_lines.save(call.store, values.integer(order["Id"]), None, line)
    return Reply(_shown(call, order))


def patch(call: Call) -> Reply:
    """PATCH Orders/{id}: what is sent is set, null included, but not the lines; answers with the order."""
    stored = _order(call)
    sent = _shape(call.account).sent(call.json_object())
    for member, value in sent.items():
        if member.name == "Type":
            _need_type(call.account, value)
    return Reply(_shown(call, _save(call.store, call.id(), stored | checked(sent), _lines(call))))


def delete(call: Call) -> Reply:
    """DELETE Orders/{id}: the order and its lines; answers with what they were."""
    shown = _shown(call, _order(call))
    for line in _lines(call):
        call.store.delete(order_lines.KIND, values.integer(line["Id"]))
    call.store.delete(KIND, call.id())
    return Reply(shown)


def add_line(call: Call) -> Reply:
    """POST Orders/{id}/Lines: answers with the new line."""
    order = _order(call)
    line = order_lines.save(call.store, call.id(), None, order_lines.read(call.account, call.json_object()))
    _save(call.store, call.id(), order, _lines(call))
    return Reply(order_lines.line_shape(call.account).shown(line))


def patch_line(call: Call) -> Reply:
    """PATCH Orders/{id}/Lines/{lid}: what is sent is set, null included; answers with the line."""
    order, stored = _order(call), _line(call)
    changes = order_lines.changed(call.account, stored, call.json_object())
    line = order_lines.save(call.store, call.id(), call.id("lid"), changes)
    _save(call.store, call.id(), order, _lines(call))
    return Reply(order_lines.line_shape(call.account).shown(line))


def delete_line(call: Call) -> Reply:
    """DELETE Orders/{id}/Lines/{lid}: answers with the line that was; 400 for the only one of its order."""
    order, line = _order(call), _line(call)
    if len(_lines(call)) == 1:
        raise RefusedError(400, "Invalid operation on order!")
    call.store.delete(order_lines.KIND, call.id("lid"))
    _save(call.store, call.id(), order, _lines(call))
    return Reply(order_lines.line_shape(call.account).shown(line))


def _shape(account: AccountSchema) -> Shape:
    return shape(STATICS, account.owners.get(KIND, ()))


def _order(call: Call) -> Object:
    found = call.store.get(KIND, call.id())
    if found is None:
        raise RefusedError(404, f"There is no order with the id {call.id()}.")
    return found


def _lines(call: Call) -> list[Object]:
    return order_lines.lines_of(call.store, call.id())


def _line(call: Call) -> Object:
    found = call.store.get(order_lines.KIND, call.id("lid"))
    if found is None or found["OrderId"] != call.id():
        raise RefusedError(404, f"The order has no line with the id {call.id('lid')}.")
    return found


def _need_type(account: AccountSchema, value: object) -> None:
    if value not in account.order_types:
        raise RefusedError(400, "Invalid order type!")


def _shown(call: Call, order: Object, with_lines: bool = True) -> Members:
    shown = _shape(call.account).shown(order)
    if not with_lines:
        return shown | {"OrderLines": None}
    line = order_lines.line_shape(call.account)
    lines = order_lines.lines_of(call.store, values.integer(order["Id"]))
    return shown | {"OrderLines": [line.shown(item) for item in lines]}


def _save(store: Store, number: int | None, order: Members, lines: Iterable[Mapping[str, object]]) -> Object:
    """Write an order, a new one if it has no number yet, with the total of its lines; return it as it now is."""
    members = {name: value for name, value in order.items() if name != "Id"}
    members["PriceTotal"] = amounts.total(line["PriceTotal"] for line in lines)
    members["LastModified"] = values.now()
    contact, key = members["ContactId"], members["ExtOrderId"]
    refs = {
        "ContactId": None if contact is None else values.integer(contact),
        "ExtOrderId": None if key is None else str(key),
    }
    if number is None:
        number = store.insert(KIND, members, refs=refs)
    else:
        store.replace(KIND, number, members, refs=refs)
    return {"Id": number, **members}


_ORDERS = "/api/v1/Orders"

ROUTES = (
    # The options orderType and withOrderLines are observed ones, which the documented row does not name.
    Route("GET", _ORDERS, list_by_contact, query=("contactId",)),
    Route("GET", _ORDERS, list_by_ext_order_id, query=("extOrderId",)),
    Route("GET", f"{_ORDERS}/{{id}}", get),
    Route("POST", _ORDERS, create),
    Route("POST", f"{_ORDERS}/{{id}}/Lines", add_line),
    Route("PATCH", f"{_ORDERS}/{{id}}", patch),
    Route("PATCH", f"{_ORDERS}/{{id}}/Lines/{{lid}}", patch_line),
    Route("DELETE", f"{_ORDERS}/{{id}}", delete),
    Route("DELETE", f"{_ORDERS}/{{id}}/Lines/{{lid}}", delete_line),
)
