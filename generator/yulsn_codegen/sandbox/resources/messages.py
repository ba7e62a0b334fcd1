"""The resource Messages: sending SMS and push messages through triggers.

The sandbox sends no message. The API cannot read dispatches back; a bulk export of dispatches and receivers can.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from ..collections import CONTACTS, EMAIL2_TRIGGERS, MESSAGE_TRIGGERS, message_dispatches, message_receivers
from ..requests import ApiRequest, Handler, RefusedError, Reply, invalid
from ..shapes import Members, enum_names, static_shape
from ..store import Object, Store
from ..values import scalars
from ..written import written
from .push_tokens import tokens_of
from .segments import chosen_contacts

_EMAIL, _SMS, _PUSH = "Email", "Sms", "Push"


def list_active_triggers(request: ApiRequest) -> Reply:
    """List the active triggers of a form."""
    sent = request.path["form"].lower()
    form = next((name for name in enum_names("MessageForm").values() if name.lower() == sent), None)
    if form is None:
        raise invalid({"form": [f"`form` should be one of {', '.join(enum_names('MessageForm').values())}."]})
    return Reply([_shown(item) for item in _triggers(request.store, form)])


def send_to_contact(form: str, request: ApiRequest) -> Reply:
    """Send a message to a contact; 404 for an unknown trigger or contact."""
    body = written("ContactMessageCreate", request.json_object())
    contact = scalars.integer(body["ContactId"])
    CONTACTS.get(request.store, contact)
    return _sent(request.store, form, body, _receivers(request.store, form, [contact]))


def send_to_phone(form: str, request: ApiRequest) -> Reply:
    """Send a message to a phone number; 404 for an unknown trigger."""
    body = written("PhoneMessageCreate", request.json_object())
    return _sent(request.store, form, body, [{"ContactId": None, "Phone": body["Phone"]}])


def send_to_segments(form: str, request: ApiRequest) -> Reply:
    """Send a message to the contacts of segments; 404 for an unknown trigger or segment."""
    body = written("SegmentMessageCreate", request.json_object())
    included, excluded = (_numbers(body[name]) for name in ("InSegmentIds", "NotInSegmentIds"))
    take = None if body["TakeRandom"] is None else scalars.integer(body["TakeRandom"])
    chosen = chosen_contacts(request.store, included, excluded, take)
    return _sent(request.store, form, body, _receivers(request.store, form, chosen))


def _sent(store: Store, form: str, body: Members, receivers: Iterable[Object]) -> Reply:
    trigger = body["TriggerId"]
    if trigger not in {item["TriggerId"] for item in _triggers(store, form)}:
        known = ", ".join(f"`{item['TriggerId']}`" for item in _triggers(store, form))
        raise RefusedError(404, f"There is no active trigger `{trigger}`; the sandbox has {known}.")
    created = scalars.now()
    dispatch = {name: body.get(name) for name in ("TriggerId", "Schedule", "IsTest", "BatchDelay")}
    number = store.insert(message_dispatches(form), {**dispatch, "Created": created})
    for receiver in receivers:
        stored = {f"{form}DispatchId": number, **receiver, "Created": created, "LastModified": created}
        contact = receiver["ContactId"]
        refs = {"ContactId": None if contact is None else scalars.integer(contact)}
        store.insert(message_receivers(form), stored, refs=refs)
    return Reply({"DispatchId": number})


def _receivers(store: Store, form: str, contacts: Iterable[int]) -> list[Object]:
    """Return the contacts that can be reached: with a phone number, or once for each push token."""
    found: list[Object] = []
    for number in contacts:
        if form == _SMS:
            phone = (store.get(CONTACTS.kind, number) or {}).get("Phone")
            found += [{"ContactId": number, "Phone": phone}] if phone else []
        else:
            tokens = tokens_of(store, number)
            found += [{"ContactId": number, "PushTokenId": item["Id"]} for item in tokens if not item["IsBounced"]]
    return found


def _triggers(store: Store, form: str) -> list[Object]:
    if form == _EMAIL:
        return [
            {"Name": item["TriggerId"], "TriggerId": item["TriggerId"], "DynamicDictionary": None, "Content": None}
            for item in store.scan(EMAIL2_TRIGGERS)
        ]
    return store.referring(MESSAGE_TRIGGERS, "Form", form)


def _numbers(value: object) -> list[int]:
    return [scalars.integer(item) for item in value] if isinstance(value, list) else []


def _shown(stored: Object) -> Object:
    return static_shape("MessageTrigger").shown(stored)


HANDLERS: dict[str, Handler] = {
    "messages.list_active_triggers": list_active_triggers,
    "messages.send_push_to_contact": partial(send_to_contact, _PUSH),
    "messages.send_push_to_segments": partial(send_to_segments, _PUSH),
    "messages.send_sms_to_contact": partial(send_to_contact, _SMS),
    "messages.send_sms_to_phone": partial(send_to_phone, _SMS),
    "messages.send_sms_to_segments": partial(send_to_segments, _SMS),
}
