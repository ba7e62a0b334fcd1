"""The resource Contacts: finding, creating, changing and deleting contacts. See also the module `contact_access`."""

from __future__ import annotations

import base64

from ...account.schema import AccountSchema
from ..collections import COMPANIES, CONTACT_PASSWORDS, CONTACTS, STORES
from ..requests import EMPTY, ApiRequest, Handler, RefusedError, Reply, attempt, invalid
from ..shapes import Members, allowed_values, checked, static_shape
from ..store import Object, Store
from ..values import codes, scalars
from . import bounces, crud
from .dynamic_fields import shown_fields

_EMPTY_IS_NULL = ("PhoneCountryCode", "Phone", "Email")


def list_ids(request: ApiRequest) -> Reply:
    """List the ids of all contacts."""
    return Reply(request.store.ids(CONTACTS.kind))


def find_by_field(request: ApiRequest) -> Reply:
    """List the contacts with a value in a dynamic field; 400 for an unknown field."""
    shape = CONTACTS.shape(request.schema)
    field = shape.property(request.query.text("field"))
    if field is None or field.name not in {item.name for item in request.account.owners.get(CONTACTS.kind, ())}:
        raise invalid({"field": ["`field` should be the name of a dynamic field of contacts."]})
    wanted = attempt("value", lambda: scalars.parse(field.type, request.query.text("value")))
    return Reply(
        [
            shape.shown(item)
            for item in request.store.scan(CONTACTS.kind)
            if item.get(field.name) is not None and scalars.same(field.type, item[field.name], wanted)
        ]
    )


def list_patch_fields(request: ApiRequest) -> Reply:
    """List the names that `patch_many` accepts."""
    return Reply(request.account.patch_fields)


def list_dynamic_fields(request: ApiRequest) -> Reply:
    """List the dynamic fields of contacts."""
    return Reply(shown_fields(request.account.owners.get(CONTACTS.kind, ())))


def list_base_info(request: ApiRequest) -> Reply:
    """List a few properties of every contact."""
    shape = static_shape("ContactBaseInfo")
    return Reply([shape.shown(item) for item in request.store.scan(CONTACTS.kind)])


def list_registrations(request: ApiRequest) -> Reply:
    """List the contacts that registered within a time span until now, from a source, and from an address."""
    span = request.query.read("timespan", scalars.time_span)
    since = None if span is None else scalars.ticks(scalars.date_time(scalars.now())) - span
    source, ip = request.query.text("source"), request.query.text("ip")
    shape = CONTACTS.shape(request.schema)
    return Reply(
        [
            shape.shown(item)
            for item in request.store.scan(CONTACTS.kind)
            if (since is None or scalars.ticks(str(item["RegistrationDateTime"])) >= since)
            and source in ("", item["RegistrationSource"])
            and ip in ("", item["RegistrationIp"])
        ]
    )


def create(request: ApiRequest) -> Reply:
    """Create a contact; 409 for an e-mail address or phone number in use, or an unknown preferred store."""
    shape = CONTACTS.shape(request.schema)
    body = shape.whole(request.json_object()) | {"Secret": codes.unguessable(codes.CONTACT_SECRET)}
    body["RegistrationDateTime"] = body["RegistrationDateTime"] or scalars.now()
    return Reply(shape.shown(save_contact(request.store, None, body)))


def update(request: ApiRequest) -> Reply:
    """Replace a contact; the body of every 409 is the latest contact.

    Static properties that are left out become null, or false if they cannot be null; the time of registration and
    dynamic fields are left unchanged.
    """
    stored = CONTACTS.get(request.store, request.id())
    shape = CONTACTS.shape(request.schema)
    changes = shape.written_as("Contact", "ContactUpdate").whole(request.json_object())
    version = _version(changes["Version"])
    changes["RegistrationDateTime"] = changes["RegistrationDateTime"] or stored["RegistrationDateTime"]
    try:
        _need_latest(stored, version)
        return Reply(shape.shown(save_contact(request.store, stored, stored | changes)))
    except RefusedError as refusal:
        raise RefusedError(refusal.status, str(refusal), body=shape.shown(stored)) from None


def patch(request: ApiRequest) -> Reply:
    """Change a contact: null leaves a static property unchanged, but clears a dynamic field."""
    stored = CONTACTS.get(request.store, request.id())
    shape = CONTACTS.shape(request.schema)
    body = request.json_object()
    version = shape.value(body, "Version")
    if version is not None:
        _need_latest(stored, _version(version))
    sent = shape.sent(body).items()
    changes = checked({item: value for item, value in sent if item.dynamic or value is not None})
    return Reply(shape.shown(save_contact(request.store, stored, stored | changes)))


def patch_many(request: ApiRequest) -> Reply:
    """Set the same fields on every contact that matches a key; on a 409, none is changed."""
    body = {name.lower(): value for name, value in request.json_object().items()}
    key = attempt("KeyType", lambda: _key_type(body.get("keytype")))
    wanted = body.get("keys")
    if not isinstance(wanted, list) or not all(isinstance(value, str) for value in wanted):
        raise invalid({"Keys": ["`Keys` should be a list of texts."]})
    changes = _batch_changes(request.schema, body.get("fields"))
    result: dict[str, list[str]] = {"Updated": [], "NotFound": []}
    for value in dict.fromkeys(wanted):
        stored = _by_key(request.store, key, value)
        if stored is not None:
            save_contact(request.store, stored, stored | changes)
        result["NotFound" if stored is None else "Updated"].append(value)
    return Reply(result)


def delete(request: ApiRequest) -> Reply:
    """Delete a contact, which is then no longer the primary contact of any company."""
    CONTACTS.get(request.store, request.id())
    remove(request.store, request.id())
    return EMPTY


def remove(store: Store, number: int) -> None:
    """Delete a stored contact, and what only exists because of it."""
    store.delete(CONTACT_PASSWORDS, number)
    bounces.unblock(store, number)
    for company in store.referring(COMPANIES.kind, "PrimaryContactId", number):
        COMPANIES.save(store, scalars.integer(company["Id"]), company | {"PrimaryContactId": None})
    store.delete(CONTACTS.kind, number)


def save_contact(store: Store, before: Object | None, body: Members) -> Object:
    """Write a contact with a new version, and return it. Raises RefusedError (409).

    Args:
        store: The store to write to.
        before: The stored contact; None for a new one.
        body: The contact to store.
    """
    members = body | {name: None for name in _EMPTY_IS_NULL if body[name] == ""}
    preferred = members["PreferredStoreId"]
    if isinstance(preferred, int) and not STORES.has(store, preferred):
        raise RefusedError(409, f"{STORES.absent} with the id {preferred}.")
    members["Version"] = base64.b64encode(store.count_up("version").to_bytes(8, "big")).decode("ascii")
    saved = CONTACTS.save(store, None if before is None else scalars.integer(before["Id"]), members)
    if before is None or before["Email"] != saved["Email"]:
        bounces.set_address(store, scalars.integer(saved["Id"]), saved["Email"])
    return saved


def _version(sent: object) -> str:
    return base64.b64encode(attempt("Version", lambda: scalars.base64_bytes(sent))).decode("ascii")


def _need_latest(stored: Object, version: str) -> None:
    if stored["Version"] != version:
        raise RefusedError(409, "The contact was changed since it was read.")


def _key_type(value: object) -> str:
    names: tuple[str, ...] = allowed_values("ContactBatchPatch", "KeyType")
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= len(names):
        return names[value - 1]
    for name in names:
        if isinstance(value, str) and value.lower() == name.lower():
            return name
    raise ValueError(f"should be one of {', '.join(names)}, or 1 to {len(names)}")


def _batch_changes(account: AccountSchema, fields: object) -> Members:
    if not isinstance(fields, dict) or not fields:
        raise invalid({"Fields": ["`Fields` should be an object with the fields to set."]})
    shape = CONTACTS.shape(account)
    allowed = set(account.patch_fields)
    unknown = [name for name in fields if (item := shape.property(name)) is None or item.name not in allowed]
    if unknown:
        raise invalid({name: [f"`{name}` is not among the fields that a batch may set."] for name in unknown})
    return shape.changes(fields)


def _by_key(store: Store, key: str, value: str) -> Object | None:
    if key != "Id":
        return store.find(CONTACTS.kind, key, CONTACTS.keys[key](value))
    try:
        return store.get(CONTACTS.kind, scalars.integer_text(value))
    except ValueError:
        return None


HANDLERS: dict[str, Handler] = {
    "contacts.list_ids": list_ids,
    "contacts.find_by_email": crud.finder(CONTACTS, "Email", "email"),
    "contacts.find_by_phone": crud.finder(CONTACTS, "Phone", "phone"),
    # `ip` is the visitor's address, and does not narrow the search.
    "contacts.find_by_secret": crud.finder(CONTACTS, "Secret", "secret"),
    "contacts.find_by_field": find_by_field,
    "contacts.get": crud.getter(CONTACTS),
    "contacts.list_patch_fields": list_patch_fields,
    "contacts.list_dynamic_fields": list_dynamic_fields,
    "contacts.list_base_info": list_base_info,
    "contacts.list_registrations": list_registrations,
    "contacts.create": create,
    "contacts.update": update,
    "contacts.patch": patch,
    "contacts.patch_many": patch_many,
    "contacts.delete": delete,
}
