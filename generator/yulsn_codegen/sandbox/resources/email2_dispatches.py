"""The resource Email2Dispatches: sending the mails of triggers.

The sandbox sends no mail. The API cannot read these dispatches back; a bulk export can.
"""

from __future__ import annotations

from ..bodies import Body, at_least_one, filled, json_object, list_of, one_of
from ..collections import CONTACTS, EMAIL2_DISPATCHES, EMAIL2_RECEIVERS, EMAIL2_TRIGGERS
from ..requests import ApiRequest, Handler, RefusedError, Reply, attempt, invalid
from ..shapes import allowed_values
from ..store import Object, Store
from ..values import scalars
from .bounces import is_bounced
from .segments import chosen_contacts

QUEUED = "A new dispatch is successfully queued, but an id cannot be returned."

_SCOPES = ("Contacts", "Emails", "Segments")

_Receivers = list[tuple[int | None, str]]  # the contact's id, or None for a bare address, and the address


def create(request: ApiRequest) -> Reply:
    """Send the mails of a trigger; return the id if the scope is segments, otherwise `QUEUED`.

    404 for an unknown trigger, contact or segment.
    """
    body = Body.of(request.json_object())
    trigger = body.need("TriggerId", filled)
    dispatch: Object = {
        "TriggerId": trigger,
        "Schedule": body.read("Schedule", scalars.date_time),
        "IsTest": body.read("IsTest", scalars.boolean),
        "BatchDelaySec": body.read("BatchDelaySec", one_of(allowed_values("Email2DispatchCreate", "BatchDelaySec"))),
        "Created": scalars.now(),
    }
    scope = body.part("Scope")
    sent = [name for name in _SCOPES if scope is not None and scope.read(name, json_object) is not None]
    if scope is None or len(sent) != 1:
        raise invalid({"Scope": ["`Scope` should have exactly one of `Contacts`, `Emails` and `Segments`."]})
    if request.store.find(EMAIL2_TRIGGERS, "TriggerId", trigger) is None:
        known = ", ".join(f"`{item['TriggerId']}`" for item in request.store.scan(EMAIL2_TRIGGERS))
        raise RefusedError(404, f"There is no trigger `{trigger}`; the sandbox has {known}.")
    receivers = _by_segments(request.store, scope) if sent == ["Segments"] else _listed(request.store, scope, sent[0])
    number = request.store.insert(EMAIL2_DISPATCHES, dispatch | {"Scope": sent[0]})
    for contact, email in receivers:
        receiver: Object = {
            "Email2DispatchId": number,
            "ContactId": contact,
            "Email": email,
            "Created": dispatch["Created"],
        }
        request.store.insert(EMAIL2_RECEIVERS, receiver, refs={"Email2DispatchId": number, "ContactId": contact})
    return Reply(number if sent == ["Segments"] else QUEUED)


def _listed(store: Store, scope: Body, name: str) -> _Receivers:
    """Return the receivers of a scope that lists contacts or addresses."""
    listed = scope.parts(name) or {}
    for receiver in listed.values():
        receiver.read("Dynamic", json_object)
    if name == "Emails":
        return attempt("Scope.Emails", lambda: [(None, _address(email)) for email in listed])
    numbers = attempt("Scope.Contacts", lambda: [scalars.integer_text(number) for number in listed])
    for number in numbers:
        CONTACTS.get(store, number)
    return _reachable(store, numbers)


def _by_segments(store: Store, scope: Body) -> _Receivers:
    part = scope.part("Segments")
    assert part is not None
    included = part.need("InSegmentIds", list_of(scalars.integer))
    excluded = part.read("NotInSegmentIds", list_of(scalars.integer)) or []
    part.read("Dynamic", json_object)
    take = part.read("TakeRandom", at_least_one)
    return _reachable(store, chosen_contacts(store, included, excluded, take))


def _reachable(store: Store, numbers: list[int]) -> _Receivers:
    """Return the contacts that have an address which has not bounced."""
    found = [store.get(CONTACTS.kind, number) or {} for number in numbers]
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


HANDLERS: dict[str, Handler] = {
    "email2_dispatches.create": create,
}
