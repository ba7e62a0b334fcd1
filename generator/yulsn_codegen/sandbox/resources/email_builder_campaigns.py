"""Campaigns of the email builder: made, filled with blocks, scheduled and cancelled, in that order.

A campaign is an e-mail campaign too, and scheduling one makes a dispatch of it.
"""

from __future__ import annotations

from ..bodies import Body, at_least_one, filled, json_object, list_of, member_of, one_of
from ..calls import EMPTY, Call, RefusedError, Reply, Route, invalid
from ..store import Object
from ..values import types as values
from .contacts.read import KIND as CONTACTS
from .email_dispatches import cancel as cancel_dispatch
from .email_dispatches import send
from .seeds import EMAIL_CAMPAIGNS
from .segments import need_contacts

KIND = "EmailBuilderCampaigns"
_BLOCKS = "EmailBuilderBlocks"
_DISPATCH = "DispatchId"  # of a scheduled campaign
_TYPES = {0: "Newsletter", 1: "Transactional"}
_SPEEDS = (20, 30, 60, 120, 300, 600)
_OPERATORS = {
    1: "Equal", 2: "NotEqual", 3: "MoreThan", 4: "MoreThanOrEqual", 5: "LessThan", 6: "LessThanOrEqual", 7: "Null",
    8: "NotNull", 9: "In",
}  # fmt: skip
_NO_VALUE, _IN = (7, 8), 9


def create(call: Call) -> Reply:
    """POST EmailBuilderCampaigns: answers with the campaign."""
    body = Body.of(call.json_object())
    campaign: Object = {
        "Type": body.need("Type", member_of(_TYPES)),
        "Name": body.need("Name", filled),
        "Subject": body.need("Subject", filled),
        "Preheader": body.read("Preheader", values.text),
        "EmailTemplateId": body.need("EmailTemplateId", values.integer),
        "Dynamic": body.read("Dynamic", json_object),
    }
    shared = {name: campaign[name] for name in ("Type", "Name", "Subject", "Preheader")}
    campaign = {"EmailCampaignId": call.store.insert(EMAIL_CAMPAIGNS, shared), **campaign}
    number = call.store.insert(KIND, campaign | {_DISPATCH: None})
    return Reply({"Id": number, **campaign})


def add_block(call: Call) -> Reply:
    """POST EmailBuilderCampaigns/{id}/AddBlock: answers with the block; 400 once the campaign is scheduled."""
    campaign = _campaign(call)
    body = Body.of(call.json_object())
    kind = body.need("EmailBuilderBlockId", values.integer)
    body.need("InputValues", json_object)
    inputs: Object = {name: {"Value": _input(part)} for name, part in (body.parts("InputValues") or {}).items()}
    settings = body.part("Settings")
    block: Object = {
        "EmailBuilderBlockId": kind,
        "InputValues": inputs,
        "Settings": None if settings is None else {"Condition": _condition(settings.part("Condition"))},
    }
    if campaign[_DISPATCH] is not None:
        raise RefusedError(400, "The campaign is scheduled: cancel it before a block is added.")
    return Reply({"Id": call.store.insert(_BLOCKS, block, refs={"CampaignId": call.id()}), **block})


def schedule(call: Call) -> Reply:
    """POST EmailBuilderCampaigns/{id}/Schedule: answers with nothing; 400 if it is scheduled already.

    Without segments to include it goes to every contact that is in none of those to leave out.
    """
    campaign = _campaign(call)
    body = Body.of(call.json_object())
    store = call.store
    included = body.read("IncludeSegments", list_of(values.integer))
    excluded = body.read("ExcludeSegments", list_of(values.integer)) or []
    limit = body.read("LimitContacts", at_least_one)
    body.read("LimitSendingSpeed", one_of(_SPEEDS))
    start = body.read("StartSending", values.date_time) or values.now()
    if campaign[_DISPATCH] is not None:
        raise RefusedError(400, "The campaign is scheduled already.")
    everybody = set(store.ids(CONTACTS)) if included is None else need_contacts(store, included)
    chosen = sorted(everybody - need_contacts(store, excluded))
    _set_dispatch(call, campaign, send(store, values.integer(campaign["EmailCampaignId"]), chosen[:limit], start))
    return EMPTY


def cancel(call: Call) -> Reply:
    """POST EmailBuilderCampaigns/{id}/Cancel: answers with nothing; 400 if it is not scheduled.

    It is as it was before it was scheduled; what was sent stays sent.
    """
    campaign = _campaign(call)
    if campaign[_DISPATCH] is None:
        raise RefusedError(400, "The campaign is not scheduled.")
    cancel_dispatch(call.store, values.integer(campaign[_DISPATCH]))
    _set_dispatch(call, campaign, None)
    return EMPTY


def _campaign(call: Call) -> Object:
    number = call.id()
    found = call.store.get(KIND, number)
    if found is None:
        raise RefusedError(404, f"There is no campaign with the id {number}.")
    return found


def _set_dispatch(call: Call, campaign: Object, number: int | None) -> None:
    call.store.amend(KIND, call.id(), campaign | {_DISPATCH: number})


def _input(part: Body) -> object:
    if "value" not in part.members:  # a null is a value like another
        raise invalid({f"{part.place}Value": [f"`{part.place}Value` is required."]})
    return part.members["value"]


def _condition(part: Body | None) -> Object | None:
    if part is None:
        return None
    condition: Object = {
        "Field": part.need("Field", filled),
        "Operator": part.need("Operator", member_of(_OPERATORS)),
        "Value": part.read("Value", values.text),
        "Values": part.read("Values", list_of(values.text)),
    }
    needed = "Values" if condition["Operator"] == _IN else "Value"
    if condition[needed] is None and condition["Operator"] not in _NO_VALUE:
        raise invalid({part.place + needed: [f"`{part.place}{needed}` is required by the operator."]})
    return condition


_CAMPAIGNS = "/api/v1/EmailBuilderCampaigns"

ROUTES = (
    Route("POST", _CAMPAIGNS, create),
    Route("POST", f"{_CAMPAIGNS}/{{id}}/Cancel", cancel),
    Route("POST", f"{_CAMPAIGNS}/{{id}}/AddBlock", add_block),
    Route("POST", f"{_CAMPAIGNS}/{{id}}/Schedule", schedule),
)
