"""Mails of email2 triggers: an order to send comes in, and a dispatch with its receivers is kept.

Nothing is sent. The API cannot read these dispatches back; a bulk export can.
"""

from __future__ import annotations

import random

from ..bodies import Body, at_least_one, filled, json_object, list_of, one_of
from ..calls import Call, RefusedError, Reply, Route, attempt, invalid
from ..store import Object, Store
from ..values import types as values
from .contacts.access import is_bounced
from .contacts.read import KIND as CONTACTS
from .seeds import EMAIL2_TRIGGERS
from .segments import need_contacts

KIND = "Email2Dispatches"
RECEIVERS = "Email2Receivers"
QUEUED = "A new dispatch is successfully queued, but an id cannot be returned."

_SCOPES = ("Contacts", "Emails", "Segments")
_DELAYS = (1, 2, 3, 4, 5, 6, 9, 12, 18, 30, 40, 60, 90, 120, 180, 300, 450, 600)  # seconds

_Receivers = list[tuple[int | None, str]]  # a contact's id, if it is one, and the address


def create(call: Call) -> Reply:
    """POST Email2Dispatches: answers with the id if the scope is segments, else with `QUEUED`.

    404 for a trigger, contact or segment that is not there.
    """
    body = Body.of(call.json_object())
    trigger = body.need("TriggerId", filled)
    dispatch: Object = {
        "TriggerId": trigger,
        "Schedule": body.read("Schedule", values.date_time),
        "IsTest": body.read("IsTest", values.boolean),
        "BatchDelaySec": body.read("BatchDelaySec", one_of(_DELAYS)),
        "Created": values.now(),
    }
    scope = body.part("Scope")
    sent = [name for name in _SCOPES if scope is not None and scope.read(name, json_object) is not None]
    if scope is None or len(sent) != 1:
        raise invalid({"Scope": ["`Scope` should have exactly one of `Contacts`, `Emails` and `Segments`."]})
    if call.store.find(EMAIL2_TRIGGERS, "TriggerId", trigger) is None:
        known = ", ".join(f"`{item['TriggerId']}`" for item in call.store.scan(EMAIL2_TRIGGERS))
        raise RefusedError(404, f"There is no trigger `{trigger}`; the sandbox has {known}.")
    receivers = _by_segments(call.store, scope) if sent == ["Segments"] else _listed(call.store, scope, sent[0])
    number = call.store.insert(KIND, dispatch | {"Scope": sent[0]})
    for contact, email in receivers:
        receiver: Object = {
            "Email2DispatchId": number,
            "ContactId": contact,
            "Email": email,
            "Created": dispatch["Created"],
        }
        call.store.insert(RECEIVERS, receiver, refs={"Email2DispatchId": number, "ContactId": contact})
    return Reply(number if sent == ["Segments"] else QUEUED)


def _listed(store: Store, scope: Body, name: str) -> _Receivers:
    """Return the receivers of a scope of contacts or of addresses."""
    listed = scope.parts(name) or {}
    for receiver in listed.values():
        receiver.read("Dynamic", json_object)
    if name == "Emails":
        return attempt("Scope.Emails", lambda: [(None, _address(email)) for email in listed])
    numbers = attempt("Scope.Contacts", lambda: [values.integer_text(number) for number in listed])
    for number in numbers:
        if store.get(CONTACTS, number) is None:
            raise RefusedError(404, f"There is no contact with the id {number}.")
    return _reachable(store, numbers)


def _by_segments(store: Store, scope: Body) -> _Receivers:
    part = scope.part("Segments")
    assert part is not None
    included = part.need("InSegmentIds", list_of(values.integer))
    excluded = part.read("NotInSegmentIds", list_of(values.integer)) or []
    part.read("Dynamic", json_object)
    take = part.read("TakeRandom", at_least_one)
    chosen = sorted(need_contacts(store, included) - need_contacts(store, excluded))
    if take is not None and take < len(chosen):
        chosen = sorted(random.SystemRandom().sample(chosen, take))
    return _reachable(store, chosen)


def _reachable(store: Store, numbers: list[int]) -> _Receivers:
    """Return those of the contacts that have an address which has not bounced."""
    found = [store.get(CONTACTS, number) or {} for number in numbers]
    return [
        (number, str(contact["Email"]))
        for number, contact in zip(numbers, found, strict=True)
        if contact.get("Email") and not is_bounced(store, number)
    ]


def _address(email: str) -> str:
    name, at, host = email.rpartition("@")
    if not (name and at and host):
        raise ValueError("should be an e-mail address")
    return email


ROUTES = (Route("POST", "/api/v1/Email2Dispatches", create),)
