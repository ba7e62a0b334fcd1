"""Order lines: bodies come in, lines with their totals are kept and come out.

A line is an object of its own that refers to its order. The calls about lines are with those about orders.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ...account.schema import AccountSchema, FieldType
from ..calls import RefusedError
from ..shapes import Member, Members, Shape, checked, shape
from ..store import Object, Store
from ..values import amounts
from ..values import types as values

KIND = "OrderLines"

STATICS = (
    Member("Id", FieldType.NUMBER, written=False),
    Member("OrderId", FieldType.NUMBER, written=False),
    Member("ExtProductId"),
    Member("ImgUrl"),
    Member("Name"),
    Member("Description"),
    Member("Quantity", FieldType.DECIMAL, needed=True, nullable=False),
    Member("Price", FieldType.DECIMAL, needed=True, nullable=False),
    Member("PriceTotal", FieldType.DECIMAL, written=False),
    Member("ContactId", FieldType.NUMBER),
    Member("LastModified", FieldType.DATE_TIME_OFFSET, written=False),
)


def line_shape(account: AccountSchema) -> Shape:
    """Return the shape of the account's order lines."""
    return shape(STATICS, account.owners.get(KIND, ()))


def read_many(account: AccountSchema, sent: object) -> list[Members]:
    """Return the lines of a new order; raises RefusedError (400) for none, or for one that is not what it should be."""
    with _refused_as("Invalid orderlines!"):
        if not isinstance(sent, list) or not sent:
            raise RefusedError(400, "An order needs lines.")
        return [_read(account, line) for line in sent]


def read(account: AccountSchema, sent: object) -> Members:
    """Return a line to be added to an order; raises RefusedError (400)."""
    with _refused_as("Invalid order line!"):
        return _read(account, sent)


def changed(account: AccountSchema, stored: Object, sent: Object) -> Members:
    """Return a stored line with what a body sets; raises RefusedError (400)."""
    with _refused_as("Invalid order line!"):
        return _totalled(stored | checked(line_shape(account).sent(sent)))


def save(store: Store, order: int, number: int | None, line: Members) -> Object:
    """Write a line of an order, a new one if it has no number yet, and return it as it now is."""
    members = {name: value for name, value in line.items() if name != "Id"}
    members |= {"OrderId": order, "LastModified": values.now()}
    refs = {"OrderId": order}
    if number is None:
        number = store.insert(KIND, members, refs=refs)
    else:
        store.replace(KIND, number, members, refs=refs)
    return {"Id": number, **members}


def lines_of(store: Store, order: int) -> list[Object]:
    """Return the lines of an order, in the order in which they were added."""
    return store.referring(KIND, "OrderId", order)


def _read(account: AccountSchema, sent: object) -> Members:
    if not isinstance(sent, dict):
        raise RefusedError(400, "A line should be a JSON object.")
    lines = line_shape(account)
    return _totalled(lines.whole(lines.sent(sent)))


def _totalled(line: Members) -> Members:
    return line | {"PriceTotal": amounts.product(line["Quantity"], line["Price"])}


@contextmanager
def _refused_as(message: str) -> Iterator[None]:
    """Give a refusal of the block the API's own message; what it says of single members stays."""
    try:
        yield
    except RefusedError as refusal:
        body = refusal.body if isinstance(refusal.body, dict) else {}
        raise RefusedError(400, message, body={**body, "Message": message}) from None
