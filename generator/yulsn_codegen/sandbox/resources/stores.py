"""The resource Stores: listing, finding and changing the stores of the account."""

from __future__ import annotations

from ..collections import STORES
from ..requests import ApiRequest, Handler, Reply
from ..shapes import Members
from ..values import scalars
from . import crud


def list_all(request: ApiRequest) -> Reply:
    """List all stores, without their free text if `withoutJsonString` is true."""
    hidden: Members = {"JsonString": None} if request.query.read("withoutJsonString", scalars.boolean_text) else {}
    shape = STORES.shape(request.schema)
    return Reply([shape.shown(item) | hidden for item in request.store.scan(STORES.kind)])


HANDLERS: dict[str, Handler] = {
    "stores.list": list_all,
    "stores.find_by_number": crud.finder(STORES, "Number", "number"),
    "stores.get": crud.getter(STORES),
    "stores.create": crud.creator(STORES),
    "stores.patch": crud.patcher(STORES),
}
