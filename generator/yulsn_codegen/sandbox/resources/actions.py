"""The resource Actions: listing actions, and triggering them for contacts."""

from __future__ import annotations

from ..collections import ACTION_TRIGGERS, ACTIONS, CONTACTS, existing
from ..requests import EMPTY, ApiRequest, Handler, RefusedError, Reply
from ..shapes import static_shape
from ..store import Object
from ..values import scalars
from .segments import need_contacts


def list_all(request: ApiRequest) -> Reply:
    """List all actions."""
    shape = static_shape("Action")
    return Reply([shape.shown(item) for item in request.store.scan(ACTIONS)])


def trigger_for_contact(request: ApiRequest) -> Reply:
    """Trigger an action for one contact."""
    _need_triggerable(request)
    contact = request.query.need("contactId", scalars.integer_text)
    CONTACTS.get(request.store, contact)
    return _trigger(request, [contact])


def trigger_for_segment(request: ApiRequest) -> Reply:
    """Trigger an action for every contact currently in a segment."""
    _need_triggerable(request)
    segment = request.query.need("segmentId", scalars.integer_text)
    return _trigger(request, sorted(need_contacts(request.store, [segment])))


def _need_triggerable(request: ApiRequest) -> None:
    """Raise RefusedError (404) for an action that does not exist, is disabled, or cannot be triggered by hand."""
    action = existing(request.store, ACTIONS, request.id(), "There is no action")
    if not action["Enabled"] or not action["ByHand"]:
        raise RefusedError(404, f"The action `{action['Name']}` is not enabled, or cannot be triggered by hand.")


def _trigger(request: ApiRequest, contacts: list[int]) -> Reply:
    trigger: Object = {"ActionId": request.id(), "ContactIds": contacts, "Created": scalars.now()}
    request.store.insert(ACTION_TRIGGERS, trigger, refs={"ActionId": request.id()})
    return EMPTY


HANDLERS: dict[str, Handler] = {
    "actions.list": list_all,
    "actions.trigger_for_contact": trigger_for_contact,
    "actions.trigger_for_segment": trigger_for_segment,
}
