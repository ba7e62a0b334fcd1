"""The resource Points: creating, cancelling and listing movements of points. See also the module `point_sums`.

Every movement adds to two stored sums: that of its contact and type, which it includes, and that of its type.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from ..bodies import bare_or_wrapped
from ..collections import CONTACTS, POINT_SUMS, POINT_TOTALS, POINTS, sum_key
from ..pages import of_type
from ..requests import EMPTY, ApiRequest, Handler, RefusedError, Reply, invalid
from ..shapes import Members
from ..store import Object, Refs, Store
from ..values import amounts, scalars
from ..values.periods import Period


def list_after(request: ApiRequest) -> Reply:
    """List the movements after an id, of one type or all, at most `MAX_PAGE`."""
    last = request.query.need("lastId", scalars.integer_text)
    return Reply(of_type(request, POINTS.kind, last))


def list_by_source(request: ApiRequest) -> Reply:
    """List the movements of a source, of one type or all."""
    kind = request.query.text("type")
    found = request.store.referring(POINTS.kind, "SourceId", request.query.text("sourceId"))
    return Reply([point for point in found if kind in ("", point["Type"])])


def list_by_period(request: ApiRequest) -> Reply:
    """List the movements of a type in a period, of one store or all."""
    period = request.query.need_period()
    return Reply(moved(request.store, request.query.text("type"), period, asked_stores(request)))


def list_by_contact(request: ApiRequest) -> Reply:
    """List a contact's movements, of one type or all, optionally in a period."""
    kind = request.query.text("type")
    period = request.query.period("datetimeFrom", "datetimeTo")
    found = request.store.referring(POINTS.kind, "ContactId", request.query.need("contactId", scalars.integer_text))
    return Reply([point for point in found if kind in ("", point["Type"]) and period.has(point["DateTime"])])


def list_by_contact_company(request: ApiRequest) -> Reply:
    """List a company's movements of a type in a period, of one store or all."""
    store = request.query.read("storeId", scalars.integer_text)
    return Reply([point for point in of_company(request) if store in (None, point["StoreId"])])


def list_for_stores(request: ApiRequest) -> Reply:
    """List the movements of a type in a period, of the stores in the body."""
    period = request.query.need_period()
    return Reply(moved(request.store, request.query.text("type"), period, sent_stores(request)))


def list_types(request: ApiRequest) -> Reply:
    """List the account's point types."""
    return Reply(request.account.point_types)


def get(request: ApiRequest) -> Reply:
    """Get a movement."""
    return Reply(POINTS.get(request.store, request.id()))


def create(request: ApiRequest) -> Reply:
    """Create a movement; 404 for an unknown contact."""
    sent = POINTS.shape(request.schema).whole(request.json_object())
    if sent["Type"] not in request.account.point_types:
        raise invalid({"Type": ["`Type` should be one of the account's point types."]})
    CONTACTS.get(request.store, scalars.integer(sent["ContactId"]))
    return Reply(_move(request, sent, cancels=False))


def cancel(request: ApiRequest) -> Reply:
    """Create a movement of the opposite amount; 400 for one that is already cancelled, or itself cancels another."""
    point = POINTS.get(request.store, request.id())
    if point["CancellerPointId"] is not None or point["IsCanceller"]:
        raise RefusedError(400, "The point is already cancelled, or cancels another one.")
    opposite = {item.name: point[item.name] for item in POINTS.statics.properties if item.writable}
    opposite["Amount"] = amounts.negated(point["Amount"])
    canceller = _move(request, opposite, cancels=True)
    POINTS.save(request.store, request.id(), point | {"CancellerPointId": canceller["Id"]})
    return EMPTY


def asked_stores(request: ApiRequest) -> set[int] | None:
    """Return the query's store as a set; None for all stores. Raises RefusedError (400)."""
    number = request.query.read("storeId", scalars.integer_text)
    return None if number is None else {number}


def sent_stores(request: ApiRequest) -> set[int]:
    """Return the `StoreIds` of a search's body, which may be a bare list. Raises RefusedError (400)."""
    sent = bare_or_wrapped(request.body(), "StoreIds")
    try:
        return {scalars.integer(number) for number in sent}
    except ValueError as error:
        raise invalid({"StoreIds": [f"An id of `StoreIds` {error}."]}) from None


def moved(store: Store, kind: str, period: Period, stores: Iterable[int] | None = None) -> list[Object]:
    """Return the movements of a type in a period, in ascending order.

    With `stores`, only those in one of the stores; otherwise, also those without a store.
    """
    if stores is None:
        return store.referring_between(POINTS.kind, POINTS.timeline_of(kind), period.start, period.end)
    found = [
        point
        for number in stores
        for point in store.referring(POINTS.kind, "StoreId", number)
        if point["Type"] == kind and period.has(point["DateTime"])
    ]
    return sorted(found, key=lambda point: scalars.integer(point["Id"]))


def of_company(request: ApiRequest) -> list[Object]:
    """Return the movements of the query's company and type in its period. Raises RefusedError (400)."""
    kind, period = request.query.text("type"), request.query.need_period()
    company = request.query.need("contactCompanyId", scalars.integer_text)
    found = request.store.referring(POINTS.kind, "ContactCompanyId", company)
    return [point for point in found if point["Type"] == kind and period.has(point["DateTime"])]


def _move(request: ApiRequest, sent: Members, *, cancels: bool) -> Object:
    """Write a new movement, and add it to the sums."""
    moment = scalars.now()
    contact, kind = scalars.integer(sent["ContactId"]), str(sent["Type"])
    _add(request.store, POINT_TOTALS, {"Type": kind}, sent["Amount"], moment)
    summed = _add(request.store, POINT_SUMS, {"ContactId": contact, "Type": kind}, sent["Amount"], moment)
    members = sent | {"Sum": summed, "DateTime": moment, "IsCanceller": cancels}
    return POINTS.save(request.store, None, POINTS.shape(request.schema).shown(members))


def _add(store: Store, kind: str, owner: Refs, amount: object, moment: str) -> Decimal:
    """Add to the sum of an owner, creating it if needed, and return the new sum."""
    keys = {"Owner": sum_key(*owner.values())}
    kept = store.find(kind, "Owner", keys["Owner"])
    total = amounts.total([amount, 0 if kept is None else kept["Sum"]])
    sums: Object = {**owner, "Sum": total, "LastModified": moment}
    if kept is None:
        store.insert(kind, sums, keys, owner)
    else:
        store.replace(kind, scalars.integer(kept["Id"]), sums, keys, owner)
    return total


def merge_sums(store: Store, source: int, target: int) -> None:
    """Add the sums of one contact to those of another, and delete them."""
    moment = scalars.now()
    for kept in store.referring(POINT_SUMS, "ContactId", source):
        _add(store, POINT_SUMS, {"ContactId": target, "Type": str(kept["Type"])}, kept["Sum"], moment)
        store.delete(POINT_SUMS, scalars.integer(kept["Id"]))


HANDLERS: dict[str, Handler] = {
    "points.list_after": list_after,
    "points.list_by_source": list_by_source,
    "points.list_by_period": list_by_period,
    "points.list_by_contact": list_by_contact,
    "points.list_by_contact_company": list_by_contact_company,
    "points.list_for_stores": list_for_stores,
    "points.list_types": list_types,
    "points.get": get,
    "points.create": create,
    "points.cancel": cancel,
}
