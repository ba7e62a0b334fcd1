"""The lines of orders, each an object of its own that refers to its order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ...account.schema import AccountSchema
from ..collections import ORDER_LINES
from ..requests import RefusedError
from ..shapes import Members
from ..store import Object, Store
from ..values import amounts


def parse_lines(account: AccountSchema, sent: object) -> list[Members]:
    """Return the lines of a new order. Raises RefusedError (400) if there are none, or one is invalid."""
    with _refused_as("Invalid orderlines!"):
        if not isinstance(sent, list) or not sent:
            raise RefusedError(400, "An order needs lines.")
        return [_parsed(account, line) for line in sent]


def parse_line(account: AccountSchema, sent: object) -> Members:
    """Return a line to be added to an order. Raises RefusedError (400)."""
    with _refused_as("Invalid order line!"):
        return _parsed(account, sent)


def patched(account: AccountSchema, stored: Object, sent: Object) -> Members:
    """Return a stored line with the changes in a body applied. Raises RefusedError (400)."""
    with _refused_as("Invalid order line!"):
        return _totalled(stored | ORDER_LINES.shape(account).changes(sent))


def lines_of(store: Store, order: int) -> list[Object]:
    """Return the lines of an order, in the order in which they were added."""
    return store.referring(ORDER_LINES.kind, "OrderId", order)


def _parsed(account: AccountSchema, sent: object) -> Members:
    if not isinstance(sent, dict):
        raise RefusedError(400, "A line should be a JSON object.")
    return _totalled(ORDER_LINES.shape(account).whole(sent))


def _totalled(line: Members) -> Members:
    return line | {"PriceTotal": amounts.product(line["Quantity"], line["Price"])}


@contextmanager
def _refused_as(message: str) -> Iterator[None]:
    """Replace the message of errors raised in the block with the API's own, keeping those about single properties."""
    try:
        yield
    except RefusedError as refusal:
        body = refusal.body if isinstance(refusal.body, dict) else {}
        raise RefusedError(400, message, body={**body, "Message": message}) from None
