"""Sendings of e-mail campaigns: an order to send comes in, a dispatch with its receivers is made, and is listed.

Nothing is sent. Who receives a dispatch is settled when it is ordered; it counts as sent, and every mail as delivered,
as soon as its time has come. A contact without an address, or with one that bounced, is no receiver.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from decimal import Decimal

from ..bodies import Body, at_least_one, json_object, list_of, member_of
from ..calls import EMPTY, Call, RefusedError, Reply, Route, attempt, invalid
from ..store import Object, Store
from ..values import periods, zones
from ..values import types as values
from .contacts.access import is_bounced
from .contacts.read import KIND as CONTACTS
from .seeds import EMAIL_CAMPAIGNS
from .segments import need_contacts
from .stores import KIND as STORES

KIND = "EmailDispatches"
RECEIVERS = "EmailDispatchReceivers"
_ORDERS = "Orders"
_POINTS = "Points"

_TYPES = {1: "Test", 2: "Transactional", 3: "Newsletter"}
_TYPE_OF_CAMPAIGN = {0: 3, 1: 2}  # the email builder's numbers are others: 0 Newsletter, 1 Transactional
_WAITING, _FINISHED, _CANCELLED, _BOUNCED, _NOBODY = 100, 120, 125, 504, 513
_STATUSES = {
    100: "Waiting", 105: "Preparing", 110: "ReadyForStarting", 112: "SmtpStarting", 115: "Sending", 120: "Finished",
    125: "Cancelled", 500: "EndedByUnknown", 501: "EndedByInvalidSegment", 502: "EndedByHtmlAndText",
    503: "EndedByVersionFound", 504: "EndedByBounceMarkedContact", 505: "EndedByOrderNotFound",
    506: "EndedByPointNotFound", 507: "EndedByStoresNotFound", 508: "EndedByUpdateByCampaign",
    509: "EndedBySmtpProvider", 510: "EndedBySmtpApi", 511: "EndedByTemplate", 512: "EndedByCompileTemplate",
    513: "EndedByNoReceiver", 514: "EndedBySqlException", 515: "EndedBySmtpStartingFail",
    516: "EndedByOperationCancelled",
}  # fmt: skip
_LOG_LEVELS = {0: "None", 1: "SmtpNoData", 2: "SmtpWithData"}


def list_all(call: Call) -> Reply:
    """GET EmailDispatches: those planned from `from` on and before `to`, the latest first; `take`: how many at most."""
    kind = call.query.read("type", member_of(_TYPES))
    statuses = attempt("status", lambda: [member_of(_STATUSES)(text) for text in call.query.many("status")])
    period = periods.optional(call.query)
    take = call.query.read("take", lambda text: at_least_one(values.integer_text(text)))
    found = [
        shown
        for stored in reversed(call.store.scan(KIND))
        if (kind is None or stored["Type"] == kind)
        and period.has(stored["Planned"])
        and (shown := _shown(call.store, stored))["Status"] in (statuses or _STATUSES)
    ]
    return Reply(found[:take])


def create(call: Call) -> Reply:
    """POST EmailDispatches: to a contact or to segments; 404 for anything it names that is not there.

    Answers with nothing.
    """
    body = Body.of(call.json_object())
    store = call.store
    campaign = body.need("EmailCampaignId", values.integer)
    contact, segments = body.read("ContactId", values.integer), body.read("SegmentIds", list_of(values.integer))
    if (contact is None) == (segments is None):
        raise invalid({"ContactId": ["Either `ContactId` or `SegmentIds` should be set."]})
    for name, kind in (("OrderId", _ORDERS), ("Order2Id", _ORDERS), ("PointId", _POINTS)):
        _need(store, name, kind, body.read(name, values.integer))
    for number in body.read("StoreIds", list_of(values.integer)) or ():
        _need(store, "StoreIds", STORES, number)
    _need(store, "ContactId", CONTACTS, contact)
    body.read("Dynamic", json_object)
    body.read("LogLevel", member_of(_LOG_LEVELS))
    take = body.read("TakeRandom", at_least_one)
    chosen = {contact} if contact is not None else need_contacts(store, segments or ())
    if take is not None and take < len(chosen):
        chosen = set(random.SystemRandom().sample(sorted(chosen), take))
    planned = body.read("DateTime", values.date_time) or values.now()
    send(store, campaign, chosen, planned, test=bool(body.read("IsTest", values.boolean)))
    return EMPTY


def send(store: Store, campaign: int, contacts: Iterable[int], planned: str, *, test: bool = False) -> int:
    """Make a dispatch of a campaign to those of the contacts that have a working address, and return its id.

    If there are none it has ended by a fault: 504 if that is because an address bounced, else 513.
    Raises RefusedError (404) for a campaign that is not there.
    """
    found = store.get(EMAIL_CAMPAIGNS, campaign)
    if found is None:
        raise RefusedError(404, f"There is no e-mail campaign with the id {campaign}.")
    numbers = sorted(contacts)
    addresses = [(number, email) for number in numbers if (email := _address(store, number))]
    dispatch: Object = {
        "Planned": planned,
        "EmailCampaignId": campaign,
        "Type": 1 if test else _TYPE_OF_CAMPAIGN[values.integer(found["Type"])],
        "Receivers": len(addresses),
        "Ended": None if addresses else _BOUNCED if any(is_bounced(store, number) for number in numbers) else _NOBODY,
    }
    dispatch_id = store.insert(KIND, dispatch)
    for number, email in addresses:
        receiver: Object = {"EmailDispatchId": dispatch_id, "ContactId": number, "Email": email}
        keys = {"DispatchAndContact": f"{dispatch_id} {number}"}
        store.insert(RECEIVERS, receiver, keys, {"EmailDispatchId": dispatch_id})
    return dispatch_id


def cancel(store: Store, number: int) -> None:
    """Cancel a dispatch; one whose time had come stays sent, one whose time had not loses its receivers."""
    found = store.get(KIND, number)
    if found is None:
        return
    sent = values.integer(_shown(store, found)["Sent"])
    for receiver in () if sent else store.referring(RECEIVERS, "EmailDispatchId", number):
        store.delete(RECEIVERS, values.integer(receiver["Id"]))
    store.amend(KIND, number, found | {"Ended": _CANCELLED, "Receivers": sent})


def _shown(store: Store, stored: Object) -> Object:
    planned, ended = str(stored["Planned"]), stored["Ended"]
    due = values.ticks(planned) <= values.ticks(values.now())
    sent = values.integer(stored["Receivers"]) if due or ended is not None else 0
    campaign = store.get(EMAIL_CAMPAIGNS, values.integer(stored["EmailCampaignId"])) or {}
    return {
        "Id": stored["Id"],
        "Planned": planned,
        "PlannedUtc": zones.utc(planned),
        "EmailCampaignId": stored["EmailCampaignId"],
        "EmailCampaignName": campaign["Name"],
        "Subject": campaign["Subject"],
        "Preheader": campaign["Preheader"],
        "Status": ended if ended is not None else _FINISHED if due else _WAITING,
        "Type": stored["Type"],
        "Sent": sent,
        "Delivered": sent,
        "Opens": 0,
        "Clicks": 0,
        "DeliveryRatio": Decimal(1 if sent else 0),
        "OpenedRatio": Decimal(0),
        "ClickRatio": Decimal(0),
    }


def _address(store: Store, number: int) -> str | None:
    contact = store.get(CONTACTS, number)
    email = contact["Email"] if contact else None
    return str(email) if email and not is_bounced(store, number) else None


def _need(store: Store, name: str, kind: str, number: int | None) -> None:
    if number is not None and store.get(kind, number) is None:
        raise RefusedError(404, f"`{name}`: there is nothing with the id {number}.")


_DISPATCHES = "/api/v1/EmailDispatches"

ROUTES = (
    Route("GET", _DISPATCHES, list_all, optional=("type", "status", "from", "to", "take")),
    Route("POST", _DISPATCHES, create),
)
