"""The resource EmailDispatches: sending e-mail campaigns, and listing what was sent.

The sandbox sends no mail. The receivers of a dispatch are fixed when it is created. From its planned time on it counts
as sent, and every mail as delivered. A contact without an address, or whose address bounced, is not a receiver.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from ..bodies import Body, at_least_one, json_object, list_of, member_of
from ..collections import (
    CONTACTS,
    EMAIL_CAMPAIGNS,
    EMAIL_DISPATCH_RECEIVERS,
    EMAIL_DISPATCHES,
    ORDERS,
    POINTS,
    STORES,
    Collection,
    existing,
)
from ..requests import ApiRequest, Handler, RefusedError, Reply, attempt, invalid
from ..shapes import enum_names
from ..store import Object, Store
from ..values import scalars, zones
from .bounces import is_bounced
from .segments import chosen_contacts

_TYPE_OF_CAMPAIGN = {0: 3, 1: 2}  # the email builder uses other numbers: 0 Newsletter, 1 Transactional
_WAITING, _FINISHED, _CANCELLED, _BOUNCED, _NOBODY = 100, 120, 125, 504, 513


def list_all(request: ApiRequest) -> Reply:
    """List the dispatches planned in a period, of some types and statuses, latest first, at most `take`."""
    kind = request.query.read("type", member_of(enum_names("EmailDispatchType")))
    known = enum_names("EmailDispatchStatus")
    statuses = attempt("status", lambda: [member_of(known)(text) for text in request.query.many("status")])
    period = request.query.period()
    take = request.query.read("take", lambda text: at_least_one(scalars.integer_text(text)))
    found = [
        shown
        for stored in reversed(request.store.scan(EMAIL_DISPATCHES))
        if (kind is None or stored["Type"] == kind)
        and period.has(stored["Planned"])
        and (shown := _shown(request.store, stored))["Status"] in (statuses or known)
    ]
    return Reply(found[:take])


def create(request: ApiRequest) -> Reply:
    """Send a campaign to a contact or to segments; 404 if anything that the body refers to does not exist.

    Returns the dispatch.
    """
    body = Body.of(request.json_object())
    store = request.store
    campaign = body.need("EmailCampaignId", scalars.integer)
    contact, segments = body.read("ContactId", scalars.integer), body.read("SegmentIds", list_of(scalars.integer))
    if (contact is None) == (segments is None):
        raise invalid({"ContactId": ["Either `ContactId` or `SegmentIds` should be set."]})
    for name, collection in (("OrderId", ORDERS), ("Order2Id", ORDERS), ("PointId", POINTS)):
        _need(store, name, collection, body.read(name, scalars.integer))
    for number in body.read("StoreIds", list_of(scalars.integer)) or ():
        _need(store, "StoreIds", STORES, number)
    _need(store, "ContactId", CONTACTS, contact)
    body.read("Dynamic", json_object)
    body.read("LogLevel", member_of(enum_names("LogLevel")))
    take = body.read("TakeRandom", at_least_one)
    chosen = [contact] if contact is not None else chosen_contacts(store, segments or (), take=take)
    planned = body.read("DateTime", scalars.date_time) or scalars.now()
    number = send(store, campaign, chosen, planned, test=bool(body.read("IsTest", scalars.boolean)))
    return Reply(_shown(store, store.get(EMAIL_DISPATCHES, number) or {}))


def send(store: Store, campaign: int, contacts: Iterable[int], planned: str, *, test: bool = False) -> int:
    """Create a dispatch of a campaign to the contacts that have a working address, and return its id.

    Without any such contact, the dispatch fails: with status 504 if an address bounced, otherwise with 513.

    Raises:
        RefusedError: 404 for an unknown campaign.
    """
    found = existing(store, EMAIL_CAMPAIGNS, campaign, "There is no e-mail campaign")
    numbers = sorted(contacts)
    addresses = [(number, email) for number in numbers if (email := _address(store, number))]
    dispatch: Object = {
        "Planned": planned,
        "EmailCampaignId": campaign,
        "Type": 1 if test else _TYPE_OF_CAMPAIGN[scalars.integer(found["Type"])],
        "Receivers": len(addresses),
        "Ended": None if addresses else _BOUNCED if any(is_bounced(store, number) for number in numbers) else _NOBODY,
    }
    dispatch_id = store.insert(EMAIL_DISPATCHES, dispatch)
    for number, email in addresses:
        receiver: Object = {"EmailDispatchId": dispatch_id, "ContactId": number, "Email": email}
        keys = {"DispatchAndContact": f"{dispatch_id} {number}"}
        store.insert(EMAIL_DISPATCH_RECEIVERS, receiver, keys, {"EmailDispatchId": dispatch_id})
    return dispatch_id


def cancel(store: Store, number: int) -> None:
    """Cancel a dispatch. If it was already sent, it stays sent; otherwise, it loses its receivers."""
    found = store.get(EMAIL_DISPATCHES, number)
    if found is None:
        return
    sent = scalars.integer(_shown(store, found)["Sent"])
    for receiver in () if sent else store.referring(EMAIL_DISPATCH_RECEIVERS, "EmailDispatchId", number):
        store.delete(EMAIL_DISPATCH_RECEIVERS, scalars.integer(receiver["Id"]))
    store.amend(EMAIL_DISPATCHES, number, found | {"Ended": _CANCELLED, "Receivers": sent})


def _shown(store: Store, stored: Object) -> Object:
    planned, ended = str(stored["Planned"]), stored["Ended"]
    due = scalars.ticks(planned) <= scalars.ticks(scalars.now())
    sent = scalars.integer(stored["Receivers"]) if due or ended is not None else 0
    campaign = store.get(EMAIL_CAMPAIGNS, scalars.integer(stored["EmailCampaignId"])) or {}
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
    contact = store.get(CONTACTS.kind, number)
    email = contact["Email"] if contact else None
    return str(email) if email and not is_bounced(store, number) else None


def _need(store: Store, name: str, collection: Collection, number: int | None) -> None:
    if number is not None and not collection.has(store, number):
        raise RefusedError(404, f"`{name}`: nothing has the id {number}.")


HANDLERS: dict[str, Handler] = {
    "email_dispatches.list": list_all,
    "email_dispatches.create": create,
}
