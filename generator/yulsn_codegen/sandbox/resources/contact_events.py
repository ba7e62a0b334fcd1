"""The resource ContactEvents: creating and listing the events of contacts."""

from __future__ import annotations

from ..collections import CONTACTS, EVENTS
from ..pages import of_type
from ..requests import EMPTY, ApiRequest, Handler, RefusedError, Reply, invalid
from ..shapes import Members, static_shape
from ..store import Object, Store
from ..values import periods, scalars
from ..values.periods import Period


def list_after(request: ApiRequest) -> Reply:
    """List the events after an id, of one type or all, at most `MAX_PAGE`."""
    last = request.query.need("lastId", scalars.integer_text)
    return Reply(of_type(request, EVENTS.kind, last))


def list_by_type(request: ApiRequest) -> Reply:
    """List the events of a type, optionally of a subtype, in a period, and of one contact."""
    kind, sub_type = request.query.text("type"), request.query.text("subtype")
    period = _period(request)
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
    """Create all events of a list, or none if one is refused; those whose `UniqueExtId` is in use are skipped.

    404 for an unknown contact, unless `ignoreUnknownContacts` is true.
    """
    ignoring = request.query.read("ignoreUnknownContacts", scalars.boolean_text) or False
    shape = EVENTS.shape(request.schema)
    sent = static_shape("ContactEventCreate").with_fields(request.schema.owners.get(EVENTS.kind, ()))
    for body in request.json_objects():
        event = sent.whole(body)
        contact = _contact(request.store, event)
        if contact is not None:
            if not _is_stored(request.store, event["UniqueExtId"]):
                EVENTS.save(request.store, None, shape.shown(event | {"ContactId": contact["Id"]}))
        elif not ignoring:
            raise RefusedError(404, "There is no contact with the ContactId or ContactSecret of an event.")
    return EMPTY


def _period(request: ApiRequest) -> Period:
    """Return the query's period. As in the API, a time that cannot be read is ignored unless the sandbox is strict."""
    if request.strict:
        return request.query.period()
    start, end = (request.query.read(name, _key_or_none) for name in ("from", "to"))
    return Period.between(start, end)


def _key_or_none(written: str) -> str | None:
    try:
        return periods.parse_key(written)
    except ValueError:
        return None


def _is_stored(store: Store, unique: object) -> bool:
    return unique is not None and store.find(EVENTS.kind, "UniqueExtId", str(unique)) is not None


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
