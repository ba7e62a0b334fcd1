"""The resource EmailDispatchReceiver: the receivers of e-mail dispatches."""

from __future__ import annotations

from ..collections import EMAIL_DISPATCH_RECEIVERS
from ..pages import MAX_PAGE
from ..requests import ApiRequest, Handler, RefusedError, Reply
from ..values import scalars


def list_after(request: ApiRequest) -> Reply:
    """List at most `MAX_PAGE` receivers in ascending order, after an id or, if it is empty, from the start."""
    last = request.query.read("lastId", scalars.integer_text)
    return Reply(request.store.scan(EMAIL_DISPATCH_RECEIVERS, last or 0, MAX_PAGE))


def find(request: ApiRequest) -> Reply:
    """Find the receiver of a dispatch by the contact."""
    dispatch = request.query.need("emailDispatchId", scalars.integer_text)
    contact = request.query.need("contactId", scalars.integer_text)
    found = request.store.find(EMAIL_DISPATCH_RECEIVERS, "DispatchAndContact", f"{dispatch} {contact}")
    if found is None:
        raise RefusedError(404, f"The contact {contact} is not a receiver of the dispatch {dispatch}.")
    return Reply(found)


HANDLERS: dict[str, Handler] = {
    "email_dispatch_receiver.list_after": list_after,
    "email_dispatch_receiver.find": find,
}
