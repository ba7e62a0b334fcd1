"""The calls that create, change and delete contacts."""

from __future__ import annotations

import base64
import uuid

from ...calls import EMPTY, Call, RefusedError, Reply, Route, attempt, invalid
from ...shapes import Members, Shape, checked
from ...store import DuplicateKeyError, Object, Store
from ...values import types as values
from .. import contact_companies, stores
from . import access as contact_access
from .read import KIND, contact, contact_shape, email_key

_EMPTY_IS_NULL = ("PhoneCountryCode", "Phone", "Email")
_KEY_TYPES = ("Id", "Secret", "Email", "Phone")  # 1 to 4 on the wire


def create(call: Call) -> Reply:
    """POST Contacts: answers with the contact; 409 for an e-mail or phone in use or a preferred store not there."""
    contacts = contact_shape(call.account)
    body = contacts.whole(contacts.sent(call.json_object())) | {"Secret": str(uuid.uuid4())}
    body["RegistrationDateTime"] = body["RegistrationDateTime"] or values.now()
    return Reply(contacts.shown(save(call.store, None, body)))


def update(call: Call) -> Reply:
    """PUT Contacts/{id}: static members left out become null, dynamic ones stay; every 409 has the latest contact.

    Members that take no null: RegistrationDateTime stays, the two Confirmed become false.
    """
    stored = contact(call)
    contacts = contact_shape(call.account)
    body = call.json_object()
    version = _version(contacts, body)
    if version is None:
        raise invalid({"Version": ["`Version` is required."]})
    changes = contacts.whole(contacts.sent(body))
    changes["RegistrationDateTime"] = changes["RegistrationDateTime"] or stored["RegistrationDateTime"]
    try:
        _need_latest(stored, version)
        return Reply(contacts.shown(save(call.store, stored, stored | changes)))
    except RefusedError as refusal:
        raise RefusedError(refusal.status, str(refusal), body=contacts.shown(stored)) from None


def patch(call: Call) -> Reply:
    """PATCH Contacts/{id}: null leaves a static member as it is and empties a dynamic one; answers with the contact."""
    stored = contact(call)
    contacts = contact_shape(call.account)
    body = call.json_object()
    version = _version(contacts, body)
    if version is not None:
        _need_latest(stored, version)
    sent = contacts.sent(body).items()
    changes = checked({member: value for member, value in sent if member.dynamic or value is not None})
    return Reply(contacts.shown(save(call.store, stored, stored | changes)))


def patch_many(call: Call) -> Reply:
    """PATCH Contacts: sets the same fields on every contact that a key finds; all of them or, on a 409, none."""
    body = {name.lower(): value for name, value in call.json_object().items()}
    key_type = attempt("KeyType", lambda: _key_type(body.get("keytype")))
    keys = body.get("keys")
    if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
        raise invalid({"Keys": ["`Keys` should be a list of texts."]})
    changes = _batch_changes(call, body.get("fields"))
    answer: dict[str, list[str]] = {"Updated": [], "NotFound": []}
    for key in dict.fromkeys(keys):
        stored = _by_key(call.store, key_type, key)
        if stored is not None:
            save(call.store, stored, stored | changes)
        answer["NotFound" if stored is None else "Updated"].append(key)
    return Reply(answer)


def delete(call: Call) -> Reply:
    """DELETE Contacts/{id}: answers with nothing."""
    contact(call)
    contact_access.forget(call.store, call.id())
    contact_companies.forget_contact(call.store, call.id())
    call.store.delete(KIND, call.id())
    return EMPTY


def save(store: Store, before: Object | None, body: Members) -> Object:
    """Write a contact and return it as it now is, with a new Version; raises RefusedError (409)."""
    members = {name: value for name, value in body.items() if name != "Id"}
    members |= {name: None for name in _EMPTY_IS_NULL if members[name] == ""}
    preferred = members["PreferredStoreId"]
    if isinstance(preferred, int) and not stores.exists(store, preferred):
        raise RefusedError(409, f"There is no store with the id {preferred}.")
    members["Version"] = base64.b64encode(store.count_up("version").to_bytes(8, "big")).decode("ascii")
    members["LastModified"] = values.now()
    email, phone = members["Email"], members["Phone"]
    keys = {
        "Secret": str(members["Secret"]),
        "Email": email_key(email) if isinstance(email, str) else None,
        "Phone": phone if isinstance(phone, str) else None,
    }
    company = members["ContactCompanyId"]
    refs = {"ContactCompanyId": company if isinstance(company, int) else None}
    try:
        if before is None:
            number = store.insert(KIND, members, keys, refs)
        else:
            number = int(str(before["Id"]))
            store.replace(KIND, number, members, keys, refs)
    except DuplicateKeyError as error:
        raise RefusedError(409, f"Another contact has the {error.name} '{members[error.name]}'.") from None
    if before is None or before["Email"] != email:
        contact_access.note_address(store, number, email)
    return {"Id": number, **members}


def _version(contacts: Shape, body: Object) -> str | None:
    sent = contacts.value(body, "Version")
    if sent is None:
        return None
    return base64.b64encode(attempt("Version", lambda: values.base64_bytes(sent))).decode("ascii")


def _need_latest(stored: Object, version: str) -> None:
    if stored["Version"] != version:
        raise RefusedError(409, "The contact was changed since it was read.")


def _key_type(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= len(_KEY_TYPES):
        return _KEY_TYPES[value - 1]
    for name in _KEY_TYPES:
        if isinstance(value, str) and value.lower() == name.lower():
            return name
    raise ValueError(f"should be one of {', '.join(_KEY_TYPES)}, or 1 to {len(_KEY_TYPES)}")


def _batch_changes(call: Call, fields: object) -> Members:
    if not isinstance(fields, dict) or not fields:
        raise invalid({"Fields": ["`Fields` should be an object with the fields to set."]})
    contacts = contact_shape(call.account)
    allowed = set(call.account.patch_fields)
    unknown = [name for name in fields if (member := contacts.member(name)) is None or member.name not in allowed]
    if unknown:
        raise invalid({name: [f"`{name}` is not among the fields that a batch may set."] for name in unknown})
    return checked(contacts.sent(fields))


def _by_key(store: Store, key_type: str, key: str) -> Object | None:
    if key_type == "Id":
        try:
            return store.get(KIND, values.integer_text(key))
        except ValueError:
            return None
    return store.find(KIND, key_type, email_key(key) if key_type == "Email" else key)


_CONTACTS = "/api/v1/Contacts"

ROUTES: tuple[Route, ...] = (
    Route("POST", _CONTACTS, create),
    Route("PUT", f"{_CONTACTS}/{{id}}", update),
    Route("PATCH", _CONTACTS, patch_many),
    Route("PATCH", f"{_CONTACTS}/{{id}}", patch),
    Route("DELETE", f"{_CONTACTS}/{{id}}", delete),
)
