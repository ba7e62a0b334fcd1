"""The resource EmailBuilderCampaigns: creating, filling, scheduling and cancelling campaigns of the email builder.

Such a campaign is also an e-mail campaign, and scheduling it creates a dispatch.
"""

from __future__ import annotations

from ..bodies import Body, at_least_one, filled, json_object, list_of, member_of, one_of
from ..collections import CONTACTS, EMAIL_BUILDER_CAMPAIGNS, EMAIL_CAMPAIGNS, existing
from ..requests import EMPTY, ApiRequest, Handler, RefusedError, Reply, invalid
from ..shapes import allowed_values, enum_names
from ..store import Object
from ..values import scalars
from .email_dispatches import cancel as cancel_dispatch
from .email_dispatches import send
from .segments import need_contacts

_BLOCKS = "EmailBuilderBlocks"
_DISPATCH = "DispatchId"  # of a scheduled campaign
_WITHOUT_VALUE, _IN = ("Null", "NotNull"), "In"  # search operators


def create(request: ApiRequest) -> Reply:
    """Create a campaign."""
    body = Body.of(request.json_object())
    campaign: Object = {
        "Type": body.need("Type", member_of(enum_names("EmailBuilderCampaignType"))),
        "Name": body.need("Name", filled),
        "Subject": body.need("Subject", filled),
        "Preheader": body.read("Preheader", scalars.text),
        "EmailTemplateId": body.need("EmailTemplateId", scalars.integer),
        "Dynamic": body.read("Dynamic", json_object),
    }
    shared = {name: campaign[name] for name in ("Type", "Name", "Subject", "Preheader")}
    campaign = {"EmailCampaignId": request.store.insert(EMAIL_CAMPAIGNS, shared), **campaign}
    number = request.store.insert(EMAIL_BUILDER_CAMPAIGNS, campaign | {_DISPATCH: None})
    return Reply({"Id": number, **campaign})


def add_block(request: ApiRequest) -> Reply:
    """Add a block to a campaign; 400 once it is scheduled."""
    campaign = _campaign(request)
    body = Body.of(request.json_object())
    kind = body.need("EmailBuilderBlockId", scalars.integer)
    body.need("InputValues", json_object)
    inputs: Object = {name: {"Value": _input(part)} for name, part in (body.parts("InputValues") or {}).items()}
    settings = body.part("Settings")
    block: Object = {
        "EmailBuilderBlockId": kind,
        "InputValues": inputs,
        "Settings": None if settings is None else {"Condition": _condition(settings.part("Condition"))},
    }
    if campaign[_DISPATCH] is not None:
        raise RefusedError(400, "The campaign is scheduled; cancel it before adding a block.")
    return Reply({"Id": request.store.insert(_BLOCKS, block, refs={"CampaignId": request.id()}), **block})


def schedule(request: ApiRequest) -> Reply:
    """Schedule a campaign; 400 if it is already scheduled.

    Without segments to include, it goes to every contact that is in none of the segments to exclude.
    """
    campaign = _campaign(request)
    body = Body.of(request.json_object())
    store = request.store
    included = body.read("IncludeSegments", list_of(scalars.integer))
    excluded = body.read("ExcludeSegments", list_of(scalars.integer)) or []
    limit = body.read("LimitContacts", at_least_one)
    body.read("LimitSendingSpeed", one_of(allowed_values("EmailBuilderCampaignSchedule", "LimitSendingSpeed")))
    start = body.read("StartSending", scalars.date_time) or scalars.now()
    if campaign[_DISPATCH] is not None:
        raise RefusedError(400, "The campaign is already scheduled.")
    everybody = set(store.ids(CONTACTS.kind)) if included is None else need_contacts(store, included)
    chosen = sorted(everybody - need_contacts(store, excluded))
    _set_dispatch(request, campaign, send(store, scalars.integer(campaign["EmailCampaignId"]), chosen[:limit], start))
    return EMPTY


def cancel(request: ApiRequest) -> Reply:
    """Cancel a campaign's schedule; 400 if it has none. Mails already sent are not recalled."""
    campaign = _campaign(request)
    if campaign[_DISPATCH] is None:
        raise RefusedError(400, "The campaign is not scheduled.")
    cancel_dispatch(request.store, scalars.integer(campaign[_DISPATCH]))
    _set_dispatch(request, campaign, None)
    return EMPTY


def _campaign(request: ApiRequest) -> Object:
    return existing(request.store, EMAIL_BUILDER_CAMPAIGNS, request.id(), "There is no campaign")


def _set_dispatch(request: ApiRequest, campaign: Object, number: int | None) -> None:
    request.store.amend(EMAIL_BUILDER_CAMPAIGNS, request.id(), campaign | {_DISPATCH: number})


def _input(part: Body) -> object:
    if "value" not in part.members:  # null is a valid value
        raise invalid({f"{part.place}Value": [f"`{part.place}Value` is required."]})
    return part.read("Value", scalars.text)


def _condition(part: Body | None) -> Object | None:
    if part is None:
        return None
    operators = enum_names("SearchOperator")
    condition: Object = {
        "Field": part.need("Field", filled),
        "Operator": part.need("Operator", member_of(operators)),
        "Value": part.read("Value", scalars.text),
        "Values": part.read("Values", list_of(scalars.text)),
    }
    operator = operators[scalars.integer(condition["Operator"])]
    needed = "Values" if operator == _IN else "Value"
    if condition[needed] is None and operator not in _WITHOUT_VALUE:
        raise invalid({part.place + needed: [f"`{part.place}{needed}` is required by the operator."]})
    return condition


HANDLERS: dict[str, Handler] = {
    "email_builder_campaigns.create": create,
    "email_builder_campaigns.cancel": cancel,
    "email_builder_campaigns.add_block": add_block,
    "email_builder_campaigns.schedule": schedule,
}
