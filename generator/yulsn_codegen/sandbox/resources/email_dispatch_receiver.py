"""The resource EmailDispatchReceiver: who received which dispatch of an e-mail campaign."""

from __future__ import annotations

from ..collections import EMAIL_DISPATCH_RECEIVERS
from ..requests import ApiRequest, Handler, RefusedError, Reply
from ..values import scalars

MAX_PAGE = 1000  # receivers


def list_after(request: ApiRequest) -> Reply:
    """List the receivers after an id, or all if it is empty, in ascending order, at most `MAX_PAGE`."""
    last = request.query.read("lastId", scalars.integer_text)
    return Reply(request.store.scan(EMAIL_DISPATCH_RECEIVERS, last or 0, MAX_PAGE))


def find(request: ApiRequest) -> Reply:
    """Find the receiver of a dispatch that is a contact."""
    dispatch = request.query.need("emailDispatchId", scalars.integer_text)
    contact = request.query.need("contactId", scalars.integer_text)
    found = request.store.find(EMAIL_DISPATCH_RECEIVERS, "DispatchAndContact", f"{dispatch} {contact}")
    if found is None:
        raise RefusedError(404, f"The dispatch {dispatch} has no receiver that is the contact {contact}.")
    return Reply(found)


HANDLERS: dict[str, Handler] = {
    "email_dispatch_receiver.list_after": list_after,
    "email_dispatch_receiver.find": find,
}
