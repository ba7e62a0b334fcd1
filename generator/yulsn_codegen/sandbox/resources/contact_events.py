"""The calls under /ContactEvents: what happened to contacts."""

from __future__ import annotations

from ...account.schema import FieldType
from ..calls import EMPTY, Call, RefusedError, Reply, Route, duplicate, invalid
from ..shapes import Member, Members, shape
from ..store import DuplicateKeyError, Object, Store
from ..values import periods
from ..values import types as values
from .contacts import read as contacts

KIND = "ContactEvents"
MOST = 1000  # events of a page

_SENT = shape(
    (
        Member("ContactId", FieldType.NUMBER),
        Member("ContactSecret"),
        Member("Type", needed=True, nullable=False),
        Member("SubType"),
        Member("ParentId"),
        Member("ParentType"),
        Member("UniqueExtId"),
        Member("InfoJson", FieldType.UNKNOWN),
    ),
    (),
)


def list_after(call: Call) -> Reply:
    """GET ContactEvents?type=&lastId=: the events after an id, of all types if none is named; at most `MOST`."""
    last = call.query.need("lastId", values.integer_text)
    kind = call.query.text("type")
    if kind:
        return Reply(call.store.referring(KIND, "Type", kind, last, MOST))
    return Reply(call.store.scan(KIND, last, MOST))


def list_by_type(call: Call) -> Reply:
    """GET ContactEvents?type=&subtype=&from=&to=&contactId=: those from `from` on and before `to`."""
    kind, sub_type = call.query.text("type"), call.query.text("subtype")
    period = periods.optional(call.query)
    contact = call.query.read("contactId", values.integer_text)
    if contact is None:
        found = call.store.referring_between(KIND, timeline(kind), period.start, period.end)
    else:
        found = [
            event
            for event in call.store.referring(KIND, "ContactId", contact)
            if event["Type"] == kind and period.has(event["Created"])
        ]
    return Reply([event for event in found if sub_type in ("", event["SubType"])])


def create(call: Call) -> Reply:
    """POST ContactEvents?ignoreUnknownContacts=: all events of a list or none; answers with nothing.

    404 for a contact not there unless such are ignored, 409 for a UniqueExtId that another event has.
    """
    ignoring = call.query.read("ignoreUnknownContacts", values.boolean_text) or False
    for body in call.json_objects():
        event = _SENT.whole(_SENT.sent(body))
        contact = _contact(call.store, event)
        if contact is not None:
            _insert(call.store, values.integer(contact["Id"]), event)
        elif not ignoring:
            raise RefusedError(404, "There is no contact with the ContactId or ContactSecret of an event.")
    return EMPTY


def timeline(kind: str) -> str:
    """Return the name of the ref that tells when the events of a type were created."""
    return f"Created of {kind}"


def _contact(store: Store, event: Members) -> Object | None:
    """Return the contact that an event names, by its id if it has both; raises RefusedError (400) if it has none."""
    if event["ContactId"] is not None:
        return store.get(contacts.KIND, values.integer(event["ContactId"]))
    if event["ContactSecret"] is not None:
        return store.find(contacts.KIND, "Secret", str(event["ContactSecret"]))
    raise invalid({"ContactId": ["`ContactId` or `ContactSecret` is required."]})


def _insert(store: Store, contact: int, event: Members) -> None:
    moment = values.now()
    others = {name: value for name, value in event.items() if name not in ("ContactId", "ContactSecret")}
    body: Object = {"Created": moment, "ContactId": contact, **others}
    unique, kind = event["UniqueExtId"], str(event["Type"])
    keys = {"UniqueExtId": None if unique is None else str(unique)}
    try:
        store.insert(KIND, body, keys, {"ContactId": contact, "Type": kind, timeline(kind): periods.key(moment)})
    except DuplicateKeyError as error:
        raise duplicate(body[error.name]) from None


_EVENTS = "/api/v1/ContactEvents"

ROUTES = (
    Route("GET", _EVENTS, list_after, query=("lastId",), optional=("type",)),
    Route("GET", _EVENTS, list_by_type, query=("type",), optional=("subtype", "from", "to", "contactId")),
    Route("POST", _EVENTS, create, optional=("ignoreUnknownContacts",)),
)
