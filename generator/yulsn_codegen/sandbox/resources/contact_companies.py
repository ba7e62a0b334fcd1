"""Contact companies: their shape, and the calls that read and write them."""

from __future__ import annotations

from ...account.schema import AccountSchema, FieldType
from ..calls import Call, RefusedError, Reply, Route, duplicate
from ..shapes import Member, Members, Shape, checked, shape
from ..store import DuplicateKeyError, Object, Store
from ..values import types as values
from .contacts import read as contacts

KIND = "ContactCompanies"

STATICS = (
    Member("Id", FieldType.NUMBER, written=False),
    Member("Name", needed=True, nullable=False),
    Member("Number"),
    Member("PrimaryContactId", FieldType.NUMBER),
    Member("ContactCompanyId", FieldType.NUMBER),
    Member("EmailDomains"),
    Member("Logo"),
    Member("LastModified", FieldType.DATE_TIME_OFFSET, written=False),
)


def company(call: Call) -> Object:
    """Return the stored company of the path's id; raises RefusedError (404)."""
    return _stored(call.store, call.id())


def forget_contact(store: Store, contact: int) -> None:
    """Let no company have a contact as its primary one any more, which is being deleted."""
    for found in store.referring(KIND, "PrimaryContactId", contact):
        _save(store, values.integer(found["Id"]), found | {"PrimaryContactId": None})


def list_all(call: Call) -> Reply:
    """GET ContactCompanies: all companies."""
    return _shown(call, call.store.scan(KIND))


def list_by_primary_contact_email(call: Call) -> Reply:
    """GET ContactCompanies?primaryContactEmail=: empty if no contact has that address, or is a primary one."""
    key = contacts.email_key(call.query.text("primaryContactEmail"))
    contact = call.store.find(contacts.KIND, "Email", key)
    if contact is None:
        return Reply([])
    return _shown(call, call.store.referring(KIND, "PrimaryContactId", values.integer(contact["Id"])))


def find_by_number(call: Call) -> Reply:
    """GET ContactCompanies?contactCompanyNumber="""
    found = call.store.find(KIND, "Number", call.query.text("contactCompanyNumber"))
    if found is None:
        raise RefusedError(404, "There is no company with that number.")
    return Reply(_shape(call.account).shown(found))


def get(call: Call) -> Reply:
    """GET ContactCompanies/{id}"""
    return Reply(_shape(call.account).shown(company(call)))


def create(call: Call) -> Reply:
    """POST ContactCompanies: answers with the new company; 409 for a number in use."""
    companies = _shape(call.account)
    return Reply(companies.shown(_save(call.store, None, companies.whole(companies.sent(call.json_object())))))


def patch(call: Call) -> Reply:
    """PATCH ContactCompanies: what is sent is set, null included, on the company of the body's Id; answers with it."""
    companies = _shape(call.account)
    body = call.json_object()
    number = companies.number(body)
    stored = _stored(call.store, number)
    return Reply(companies.shown(_save(call.store, number, stored | checked(companies.sent(body)))))


def _shape(account: AccountSchema) -> Shape:
    return shape(STATICS, account.owners.get(KIND, ()))


def _shown(call: Call, found: list[Object]) -> Reply:
    companies = _shape(call.account)
    return Reply([companies.shown(item) for item in found])


def _stored(store: Store, number: int) -> Object:
    found = store.get(KIND, number)
    if found is None:
        raise RefusedError(404, f"There is no company with the id {number}.")
    return found


def _save(store: Store, number: int | None, body: Members) -> Object:
    members = {name: value for name, value in body.items() if name != "Id"} | {"LastModified": values.now()}
    keys = {"Number": None if members["Number"] is None else str(members["Number"])}
    primary = members["PrimaryContactId"]
    refs = {"PrimaryContactId": None if primary is None else values.integer(primary)}
    try:
        if number is None:
            number = store.insert(KIND, members, keys, refs)
        else:
            store.replace(KIND, number, members, keys, refs)
    except DuplicateKeyError as error:
        raise duplicate(members[error.name]) from None
    return {"Id": number, **members}


_COMPANIES = "/api/v1/ContactCompanies"

ROUTES = (
    Route("GET", _COMPANIES, list_all),
    Route("GET", _COMPANIES, list_by_primary_contact_email, query=("primaryContactEmail",)),
    Route("GET", _COMPANIES, find_by_number, query=("contactCompanyNumber",)),
    Route("GET", f"{_COMPANIES}/{{id}}", get),
    Route("POST", _COMPANIES, create),
    Route("PATCH", _COMPANIES, patch),
)
