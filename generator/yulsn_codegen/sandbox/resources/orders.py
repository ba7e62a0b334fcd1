"""The resource Orders: orders and, below them, their lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ...account.schema import AccountSchema
from ..collections import ORDER_LINES, ORDERS
from ..requests import ApiRequest, Handler, RefusedError, Reply
from ..searching import matching, parse_conditions
from ..shapes import Members, ObjectShape
from ..store import Object, Store
from ..values import amounts, scalars
from .order_lines import lines_of, parse_line, parse_lines, patched


def list_by_contact(request: ApiRequest) -> Reply:
    """List a contact's orders, of one type or all; the lines are null if `withOrderLines` is false."""
    kind = request.query.text("orderType")
    with_lines = request.query.read("withOrderLines", scalars.boolean_text) is not False
    contact = request.query.need("contactId", scalars.integer_text)
    found = request.store.referring(ORDERS.kind, "ContactId", contact)
    return Reply([_shown(request, order, with_lines) for order in found if kind in ("", order["Type"])])


def list_by_ext_order_id(request: ApiRequest) -> Reply:
    """List the orders with an external id."""
    found = request.store.referring(ORDERS.kind, "ExtOrderId", request.query.text("extOrderId"))
    return Reply([_shown(request, order) for order in found])


def list_types(request: ApiRequest) -> Reply:
    """List the account's order types."""
    return Reply(request.account.order_types)


def search(request: ApiRequest) -> Reply:
    """List the orders for which all conditions hold, with their lines."""
    shape = ORDERS.shape(request.account)
    fields = ObjectShape(tuple(item for item in shape.properties if item.name not in ORDERS.apart))
    conditions = parse_conditions(fields, request.body())
    return Reply([_shown(request, order) for order in matching(conditions, request.store.scan(ORDERS.kind))])


def get(request: ApiRequest) -> Reply:
    """Get an order."""
    return Reply(_shown(request, _order(request)))


def create(request: ApiRequest) -> Reply:
    """Create an order with its lines; 400 for an unknown type, no lines, or a line without quantity or price."""
    shape = ORDERS.shape(request.schema)
    body = request.json_object()
    lines = parse_lines(request.schema, shape.value(body, "OrderLines"))
    _need_type(request.account, shape.value(body, "Type"))
    order = _save(request.store, None, shape.whole(body), lines)
    for line in lines:
        ORDER_LINES.save(request.store, None, line | {"OrderId": order["Id"]})
    return Reply(_shown(request, order))


def patch(request: ApiRequest) -> Reply:
    """Set the sent properties of an order, including nulls but not its lines."""
    stored = _order(request)
    shape = ORDERS.shape(request.schema)
    body = request.json_object()
    for item, value in shape.sent(body).items():
        if item.name == "Type":
            _need_type(request.account, value)
    changed = stored | shape.changes(body)
    return Reply(_shown(request, _save(request.store, request.id(), changed, _lines(request))))


def delete(request: ApiRequest) -> Reply:
    """Delete an order and its lines, and return their last state."""
    shown = _shown(request, _order(request))
    for line in _lines(request):
        request.store.delete(ORDER_LINES.kind, scalars.integer(line["Id"]))
    request.store.delete(ORDERS.kind, request.id())
    return Reply(shown)


def add_line(request: ApiRequest) -> Reply:
    """Add a line to an order, and return the line."""
    order = _order(request)
    sent = parse_line(request.schema, request.json_object())
    return _line_saved(request, order, ORDER_LINES.save(request.store, None, sent | {"OrderId": request.id()}))


def patch_line(request: ApiRequest) -> Reply:
    """Set the sent properties of a line, including nulls, and return the line."""
    order, stored = _order(request), _line(request)
    changed = patched(request.schema, stored, request.json_object())
    return _line_saved(request, order, ORDER_LINES.save(request.store, request.id("lid"), changed))


def delete_line(request: ApiRequest) -> Reply:
    """Delete a line and return its last state; 400 for the only line of its order."""
    order, line = _order(request), _line(request)
    if len(_lines(request)) == 1:
        raise RefusedError(400, "Invalid operation on order!")
    request.store.delete(ORDER_LINES.kind, request.id("lid"))
    return _line_saved(request, order, line)


def _order(request: ApiRequest) -> Object:
    return ORDERS.get(request.store, request.id())


def _lines(request: ApiRequest) -> list[Object]:
    return lines_of(request.store, request.id())


def _line(request: ApiRequest) -> Object:
    found = ORDER_LINES.get(request.store, request.id("lid"))
    if found["OrderId"] != request.id():
        raise RefusedError(404, f"{ORDER_LINES.absent} with the id {request.id('lid')}.")
    return found


def _line_saved(request: ApiRequest, order: Object, line: Object) -> Reply:
    """Update the order of a line that was written, and return the line."""
    _save(request.store, request.id(), order, _lines(request))
    return Reply(ORDER_LINES.shape(request.schema).shown(line))


def _need_type(account: AccountSchema, value: object) -> None:
    if value not in account.order_types:
        raise RefusedError(400, "Invalid order type!")


def _shown(request: ApiRequest, order: Object, with_lines: bool = True) -> Members:
    shown = ORDERS.shape(request.schema).shown(order)
    if not with_lines:
        return shown | {"OrderLines": None}
    shape = ORDER_LINES.shape(request.schema)
    lines = lines_of(request.store, scalars.integer(order["Id"]))
    return shown | {"OrderLines": [shape.shown(item) for item in lines]}


def _save(store: Store, number: int | None, order: Members, lines: Iterable[Mapping[str, object]]) -> Object:
    """Write an order with the total of its lines, creating it if `number` is None, and return it."""
    return ORDERS.save(store, number, order | {"PriceTotal": amounts.total(line["PriceTotal"] for line in lines)})


HANDLERS: dict[str, Handler] = {
    "orders.list_by_contact": list_by_contact,
    "orders.list_by_ext_order_id": list_by_ext_order_id,
    "orders.list_types": list_types,
    "orders.search": search,
    "orders.get": get,
    "orders.create": create,
    "orders.patch": patch,
    "orders.delete": delete,
    "orders.add_line": add_line,
    "orders.patch_line": patch_line,
    "orders.delete_line": delete_line,
}
