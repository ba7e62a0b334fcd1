"""The resource ContactEvents: what happened to contacts."""

from __future__ import annotations

from ..collections import CONTACTS, EVENTS
from ..requests import EMPTY, ApiRequest, Handler, RefusedError, Reply, invalid
from ..shapes import Members, static_shape
from ..store import Object, Store
from ..values import scalars

MAX_PAGE = 1000  # events


def list_after(request: ApiRequest) -> Reply:
    """List the events after an id, of one type or all, at most `MAX_PAGE`."""
    last = request.query.need("lastId", scalars.integer_text)
    kind = request.query.text("type")
    if kind:
        return Reply(request.store.referring(EVENTS.kind, "Type", kind, last, MAX_PAGE))
    return Reply(request.store.scan(EVENTS.kind, last, MAX_PAGE))


def list_by_type(request: ApiRequest) -> Reply:
    """List the events of a type, optionally of a subtype, in a period, and of one contact."""
    kind, sub_type = request.query.text("type"), request.query.text("subtype")
    period = request.query.period()
    contact = request.query.read("contactId", scalars.integer_text)
    if contact is None:
        found = request.store.referring_between(EVENTS.kind, EVENTS.timeline_of(kind), period.start, period.end)
    else:
        found = [
            event
            for event in request.store.referring(EVENTS.kind, "ContactId", contact)
            if event["Type"] == kind and period.has(event["Created"])
        ]
    return Reply([event for event in found if sub_type in ("", event["SubType"])])


def create(request: ApiRequest) -> Reply:
    """Create all events of a list, or none.

    404 for an unknown contact, unless `ignoreUnknownContacts` is true; 409 for a `UniqueExtId` in use.
    """
    ignoring = request.query.read("ignoreUnknownContacts", scalars.boolean_text) or False
    for body in request.json_objects():
        event = static_shape("ContactEventCreate").whole(body)
        contact = _contact(request.store, event)
        if contact is not None:
            shown = EVENTS.statics.shown(event | {"ContactId": contact["Id"]})
            EVENTS.save(request.store, None, shown)
        elif not ignoring:
            raise RefusedError(404, "There is no contact with the ContactId or ContactSecret of an event.")
    return EMPTY


def _contact(store: Store, event: Members) -> Object | None:
    """Return the contact that an event names, by its id if it has both. Raises RefusedError (400) if it has none."""
    if event["ContactId"] is not None:
        return store.get(CONTACTS.kind, scalars.integer(event["ContactId"]))
    if event["ContactSecret"] is not None:
        return store.find(CONTACTS.kind, "Secret", str(event["ContactSecret"]))
    raise invalid({"ContactId": ["`ContactId` or `ContactSecret` is required."]})


HANDLERS: dict[str, Handler] = {
    "contact_events.list_after": list_after,
    "contact_events.list": list_by_type,
    "contact_events.create": create,
}
