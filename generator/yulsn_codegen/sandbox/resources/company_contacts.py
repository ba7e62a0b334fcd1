"""The calls about who belongs to a company: a contact belongs to the one that its ContactCompanyId names."""

from __future__ import annotations

from ...account.schema import FieldType
from ..calls import EMPTY, Call, RefusedError, Reply, Route
from ..shapes import Member, shape
from ..store import Object
from ..values import types as values
from .contact_companies import company
from .contacts import read as contacts
from .contacts import write as contact_writes

_SENT = shape([Member("ContactId", FieldType.NUMBER, needed=True, nullable=False)], ())


def list_contacts(call: Call) -> Reply:
    """GET ContactCompanies/{id}/Contacts: 404 for a company without contacts, as for no company."""
    company(call)
    found = call.store.referring(contacts.KIND, "ContactCompanyId", call.id())
    if not found:
        raise RefusedError(404, "The company has no contacts.")
    members = contacts.contact_shape(call.account)
    return Reply([members.shown(item) for item in found])


def add_contact(call: Call) -> Reply:
    """POST ContactCompanies/{id}/AddContact: the contact leaves the company it was in; answers with nothing."""
    company(call)
    stored = _contact(call)
    contact_writes.save(call.store, stored, stored | {"ContactCompanyId": call.id()})
    return EMPTY


def remove_contact(call: Call) -> Reply:
    """POST ContactCompanies/{id}/RemoveContact: 404 for a contact of another company or none; answers with nothing."""
    company(call)
    stored = _contact(call)
    if stored["ContactCompanyId"] != call.id():
        raise RefusedError(404, f"The contact with the id {stored['Id']} does not belong to the company.")
    contact_writes.save(call.store, stored, stored | {"ContactCompanyId": None})
    return EMPTY


def _contact(call: Call) -> Object:
    number = values.integer(_SENT.whole(_SENT.sent(call.json_object()))["ContactId"])
    found = call.store.get(contacts.KIND, number)
    if found is None:
        raise RefusedError(404, f"There is no contact with the id {number}.")
    return found


_COMPANY = "/api/v1/ContactCompanies/{id}"

ROUTES: tuple[Route, ...] = (
    Route("GET", f"{_COMPANY}/Contacts", list_contacts),
    Route("POST", f"{_COMPANY}/AddContact", add_contact),
    Route("POST", f"{_COMPANY}/RemoveContact", remove_contact),
)
