"""The resource Contacts: merging one contact into another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ..collections import (
    CONTACTS,
    EMAIL2_RECEIVERS,
    EMAIL_DISPATCH_RECEIVERS,
    EVENTS,
    ORDERS,
    POINTS,
    PUSH_TOKENS,
    VOUCHER_ASSIGNMENTS,
    Collection,
    message_receivers,
)
from ..requests import ApiRequest, Handler, Reply, invalid
from ..shapes import enum_names
from ..store import Object, Store
from ..values import scalars
from ..written import written
from .contacts import remove
from .points import merge_sums


def merge(request: ApiRequest) -> Reply:
    """Move what belongs to one contact to another, and remove the first; 404 if one of them is unknown.

    A list that is null moves everything of its kind. Points, push tokens and voucher assignments always move.
    """
    source, target = request.id("sourceId"), request.id("targetId")
    CONTACTS.get(request.store, source)
    CONTACTS.get(request.store, target)
    if source == target:
        raise invalid({"targetId": ["`targetId` should be another contact."]})
    body = written("ContactMerge", request.json_object())
    moved = {
        "MovedEventTypes": _moved(request.store, EVENTS, source, target, body["EventTypes"]),
        "MovedOrderTypes": _moved(request.store, ORDERS, source, target, body["OrderTypes"]),
        "MovedDispatchLogFormVersions": _moved_logs(request.store, source, target, body["DispatchLogFormVersions"]),
    }
    _moved(request.store, POINTS, source, target, None)
    merge_sums(request.store, source, target)
    for kind in (PUSH_TOKENS, VOUCHER_ASSIGNMENTS):
        _reassign(request.store, kind, request.store.referring(kind, "ContactId", source), target)
    remove(request.store, source)
    return Reply(moved)


def _moved(store: Store, collection: Collection, source: int, target: int, types: object) -> dict[str, int]:
    """Move the objects of some types, and return how many there were of each."""
    found: Counter[str] = Counter()
    for item in store.referring(collection.kind, "ContactId", source):
        if isinstance(types, list) and item["Type"] not in types:
            continue
        collection.save(store, scalars.integer(item["Id"]), item | {"ContactId": target})
        found[str(item["Type"])] += 1
    return dict(found)


def _moved_logs(store: Store, source: int, target: int, wanted: object) -> dict[str, int]:
    """Move the logs of messages of some forms and generations, and return how many there were of each."""
    forms, versions = enum_names("MessageForm"), enum_names("MessageVersion")
    kinds = {("Email", "V1"): EMAIL_DISPATCH_RECEIVERS, ("Email", "V2"): EMAIL2_RECEIVERS}
    kinds |= {(form, "V2"): message_receivers(form) for form in ("Sms", "Push")}
    if isinstance(wanted, list):
        asked = {(forms[item["Form"]], versions[item["Version"]]) for item in wanted}
        kinds = {key: kind for key, kind in kinds.items() if key in asked}
    found: dict[str, int] = {}
    for (form, version), kind in kinds.items():
        items = [item for item in store.scan(kind) if item["ContactId"] == source]
        _reassign(store, kind, items, target)
        if items:
            found[f"{form}{version}"] = len(items)
    return found


def _reassign(store: Store, kind: str, items: Iterable[Object], target: int) -> None:
    for item in items:
        number = scalars.integer(item["Id"])
        store.amend(kind, number, item | {"ContactId": target})
        store.refer(kind, number, "ContactId", target)


HANDLERS: dict[str, Handler] = {"contacts.merge": merge}
