"""The receivers of dispatches: an id comes in and those after it come out, or a dispatch and a contact, and theirs."""

from __future__ import annotations

from ..calls import Call, RefusedError, Reply, Route
from ..values import types as values
from .email_dispatches import RECEIVERS

MOST = 1000  # receivers of a page


def list_after(call: Call) -> Reply:
    """GET EmailDispatchReceiver?lastId=: in ascending order, at most `MOST`."""
    return Reply(call.store.scan(RECEIVERS, call.query.need("lastId", values.integer_text), MOST))


def find(call: Call) -> Reply:
    """GET EmailDispatchReceiver?emailDispatchId=&contactId="""
    dispatch = call.query.need("emailDispatchId", values.integer_text)
    contact = call.query.need("contactId", values.integer_text)
    found = call.store.find(RECEIVERS, "DispatchAndContact", f"{dispatch} {contact}")
    if found is None:
        raise RefusedError(404, f"The dispatch {dispatch} has no receiver that is the contact {contact}.")
    return Reply(found)


_RECEIVERS = "/api/v1/EmailDispatchReceiver"

ROUTES = (
    Route("GET", _RECEIVERS, list_after, query=("lastId",)),
    Route("GET", _RECEIVERS, find, query=("emailDispatchId", "contactId")),
)
