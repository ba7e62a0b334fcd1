"""Contacts: their shape, and the calls that read them."""

from __future__ import annotations

from ....account.schema import AccountSchema, FieldType
from ...calls import Call, RefusedError, Reply, Route, attempt, invalid
from ...shapes import Member, Shape, shape
from ...store import Object
from ...values import types as values
from ..account_schema import shown_fields

KIND = "Contacts"

STATICS = (
    Member("Id", FieldType.NUMBER, written=False),
    Member("Secret", written=False),
    Member("Version", written=False),
    Member("Email", length=250),
    Member("EmailConfirmed", FieldType.BOOLEAN, nullable=False, default=False),
    Member("PhoneCountryCode"),
    Member("Phone", length=20),
    Member("PhoneConfirmed", FieldType.BOOLEAN, nullable=False, default=False),
    Member("FirstName", length=50),
    Member("LastName", length=50),
    Member("RegistrationDateTime", FieldType.DATE_TIME_OFFSET, nullable=False),
    Member("RegistrationSource", length=50, needed=True, nullable=False),
    Member("RegistrationIp", length=16, needed=True, nullable=False),
    Member("RegistrationStoreId", FieldType.NUMBER),
    Member("PreferredStoreId", FieldType.NUMBER),
    Member("ContactCompanyId", FieldType.NUMBER),
    Member("LatestPermissionSource"),
    Member("LastModified", FieldType.DATE_TIME_OFFSET, written=False),
)
BASE_INFO = ("Id", "Secret", "Email", "Phone", "FirstName", "LastName")


def contact_shape(account: AccountSchema) -> Shape:
    """Return the shape of the account's contacts."""
    return shape(STATICS, account.owners.get(KIND, ()))


def email_key(email: str) -> str:
    """Return what makes an e-mail address unique: its text in any case."""
    return email.casefold()


def contact(call: Call) -> Object:
    """Return the stored contact of the path's id; raises RefusedError (404)."""
    number = call.id()
    found = call.store.get(KIND, number)
    if found is None:
        raise RefusedError(404, f"There is no contact with the id {number}.")
    return found


def list_ids(call: Call) -> Reply:
    """GET Contacts: all ids."""
    return Reply(call.store.ids(KIND))


def find_by_email(call: Call) -> Reply:
    """GET Contacts?email="""
    return _found_by(call, "Email", email_key(call.query.text("email")))


def find_by_phone(call: Call) -> Reply:
    """GET Contacts?phone="""
    return _found_by(call, "Phone", call.query.text("phone"))


def find_by_secret(call: Call) -> Reply:
    """GET Contacts?secret=&ip=: the address is the visitor's, and does not narrow the search."""
    return _found_by(call, "Secret", call.query.text("secret"))


def find_by_field(call: Call) -> Reply:
    """GET Contacts?field=&value=: the contacts whose dynamic field has the value; 400 for a field there is none of."""
    contacts = contact_shape(call.account)
    member = contacts.member(call.query.text("field"))
    if member is None or member.name not in {field.name for field in call.account.owners.get(KIND, ())}:
        raise invalid({"field": ["`field` should be the name of a dynamic field of contacts."]})
    wanted = attempt("value", lambda: values.parse(member.type, call.query.text("value")))
    return Reply(
        [
            contacts.shown(item)
            for item in call.store.scan(KIND)
            if item.get(member.name) is not None and values.same(member.type, item[member.name], wanted)
        ]
    )


def get(call: Call) -> Reply:
    """GET Contacts/{id}"""
    return Reply(contact_shape(call.account).shown(contact(call)))


def list_patch_fields(call: Call) -> Reply:
    """GET Contacts/PatchFields: the names that the batch PATCH takes."""
    return Reply(call.account.patch_fields)


def list_dynamic_fields(call: Call) -> Reply:
    """GET Contacts/DynamicFields: the fields of the owner Contacts."""
    return Reply(shown_fields(call.account.owners.get(KIND, ())))


def list_base_info(call: Call) -> Reply:
    """GET Contacts/GetContactsBaseInfo: a few members of every contact."""
    return Reply([{name: item.get(name) for name in BASE_INFO} for item in call.store.scan(KIND)])


def list_registrations(call: Call) -> Reply:
    """GET Contacts/Registration: contacts registered within the time span until now, from a source, from an address."""
    span = call.query.read("timespan", values.time_span)
    since = None if span is None else values.ticks(values.date_time(values.now())) - span
    source, ip = call.query.text("source"), call.query.text("ip")
    contacts = contact_shape(call.account)
    return Reply(
        [
            contacts.shown(item)
            for item in call.store.scan(KIND)
            if (since is None or values.ticks(str(item["RegistrationDateTime"])) >= since)
            and source in ("", item["RegistrationSource"])
            and ip in ("", item["RegistrationIp"])
        ]
    )


def _found_by(call: Call, key: str, value: str) -> Reply:
    found = call.store.find(KIND, key, value)
    if found is None:
        raise RefusedError(404, f"There is no contact with that {key}.")
    return Reply(contact_shape(call.account).shown(found))


_CONTACTS = "/api/v1/Contacts"

ROUTES = (
    Route("GET", _CONTACTS, list_ids),
    Route("GET", _CONTACTS, find_by_email, query=("email",)),
    Route("GET", _CONTACTS, find_by_phone, query=("phone",)),
    Route("GET", _CONTACTS, find_by_secret, query=("secret",), optional=("ip",)),
    Route("GET", _CONTACTS, find_by_field, query=("field", "value")),
    Route("GET", f"{_CONTACTS}/{{id}}", get),
    Route("GET", f"{_CONTACTS}/PatchFields", list_patch_fields),
    Route("GET", f"{_CONTACTS}/DynamicFields", list_dynamic_fields),
    Route("GET", f"{_CONTACTS}/GetContactsBaseInfo", list_base_info),
    Route("GET", f"{_CONTACTS}/Registration", list_registrations, optional=("timespan", "source", "ip")),
)
