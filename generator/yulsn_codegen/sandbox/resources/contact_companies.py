"""The resource ContactCompanies. A contact belongs to the company that its `ContactCompanyId` names."""

from __future__ import annotations

from ..collections import COMPANIES, CONTACTS
from ..requests import EMPTY, ApiRequest, Handler, RefusedError, Reply
from ..shapes import static_shape
from ..store import Object
from ..values import scalars
from . import crud
from .contacts import save_contact


def list_all(request: ApiRequest) -> Reply:
    """List all companies."""
    return _shown(request, request.store.scan(COMPANIES.kind))


def list_by_primary_contact_email(request: ApiRequest) -> Reply:
    """List the companies whose primary contact has an e-mail address."""
    key = CONTACTS.keys["Email"](request.query.text("primaryContactEmail"))
    contact = request.store.find(CONTACTS.kind, "Email", key)
    if contact is None:
        return Reply([])
    number = scalars.integer(contact["Id"])
    return _shown(request, request.store.referring(COMPANIES.kind, "PrimaryContactId", number))


def list_contacts(request: ApiRequest) -> Reply:
    """List the contacts of a company; 404 if it has none, as for a company that does not exist."""
    COMPANIES.get(request.store, request.id())
    found = request.store.referring(CONTACTS.kind, "ContactCompanyId", request.id())
    if not found:
        raise RefusedError(404, "The company has no contacts.")
    shape = CONTACTS.shape(request.schema)
    return Reply([shape.shown(item) for item in found])


def add_contact(request: ApiRequest) -> Reply:
    """Move a contact to a company, from its current company if it has one."""
    COMPANIES.get(request.store, request.id())
    contact = _sent_contact(request, "ContactCompanyContactAdd")
    save_contact(request.store, contact, contact | {"ContactCompanyId": request.id()})
    return EMPTY


def remove_contact(request: ApiRequest) -> Reply:
    """Remove a contact from a company; 404 if it does not belong to it."""
    COMPANIES.get(request.store, request.id())
    contact = _sent_contact(request, "ContactCompanyContactRemove")
    if contact["ContactCompanyId"] != request.id():
        raise RefusedError(404, f"The contact with the id {contact['Id']} does not belong to the company.")
    save_contact(request.store, contact, contact | {"ContactCompanyId": None})
    return EMPTY


def _sent_contact(request: ApiRequest, schema: str) -> Object:
    """Return the stored contact that a body refers to. Raises RefusedError (400, 404)."""
    body = static_shape(schema).whole(request.json_object())
    return CONTACTS.get(request.store, scalars.integer(body["ContactId"]))


def _shown(request: ApiRequest, found: list[Object]) -> Reply:
    shape = COMPANIES.shape(request.schema)
    return Reply([shape.shown(item) for item in found])


HANDLERS: dict[str, Handler] = {
    "contact_companies.list": list_all,
    "contact_companies.list_by_primary_contact_email": list_by_primary_contact_email,
    "contact_companies.find_by_number": crud.finder(COMPANIES, "Number", "contactCompanyNumber"),
    "contact_companies.get": crud.getter(COMPANIES),
    "contact_companies.create": crud.creator(COMPANIES),
    "contact_companies.patch": crud.patcher(COMPANIES),
    "contact_companies.list_contacts": list_contacts,
    "contact_companies.add_contact": add_contact,
    "contact_companies.remove_contact": remove_contact,
}
