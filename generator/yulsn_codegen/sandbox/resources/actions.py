"""Actions: those of the account come out; a trigger for a contact or a segment comes in, and is noted down."""

from __future__ import annotations

from ..calls import EMPTY, Call, RefusedError, Reply, Route
from ..store import Object
from ..values import types as values
from .contacts.read import KIND as CONTACTS
from .seeds import ACTIONS as KIND
from .segments import need_contacts

TRIGGERS = "ActionTriggers"  # one for each time that an action was triggered
_SHOWN = ("Id", "Name", "Description", "LastModified")


def list_all(call: Call) -> Reply:
    """GET Actions"""
    return Reply([{name: item[name] for name in _SHOWN} for item in call.store.scan(KIND)])


def trigger_for_contact(call: Call) -> Reply:
    """POST Actions/{id}?contactId=: answers with nothing."""
    _need_triggerable(call)
    contact = call.query.need("contactId", values.integer_text)
    if call.store.get(CONTACTS, contact) is None:
        raise RefusedError(404, f"There is no contact with the id {contact}.")
    return _trigger(call, [contact])


def trigger_for_segment(call: Call) -> Reply:
    """POST Actions/{id}?segmentId=: for every contact that is in the segment now; answers with nothing."""
    _need_triggerable(call)
    segment = call.query.need("segmentId", values.integer_text)
    return _trigger(call, sorted(need_contacts(call.store, [segment])))


def _need_triggerable(call: Call) -> None:
    """Refuse an action that is not there, is switched off, or starts by itself only; raises RefusedError (404)."""
    number = call.id()
    action = call.store.get(KIND, number)
    if action is None:
        raise RefusedError(404, f"There is no action with the id {number}.")
    if not action["Enabled"] or not action["ByHand"]:
        raise RefusedError(404, f"The action `{action['Name']}` is not enabled, or cannot be triggered by hand.")


def _trigger(call: Call, contacts: list[int]) -> Reply:
    trigger: Object = {"ActionId": call.id(), "ContactIds": contacts, "Created": values.now()}
    call.store.insert(TRIGGERS, trigger, refs={"ActionId": call.id()})
    return EMPTY


_ACTION = "/api/v1/Actions/{id}"

ROUTES = (
    Route("GET", "/api/v1/Actions", list_all),
    Route("POST", _ACTION, trigger_for_contact, query=("contactId",)),
    Route("POST", _ACTION, trigger_for_segment, query=("segmentId",)),
)
