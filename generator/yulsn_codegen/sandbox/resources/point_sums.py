"""The resource Points: sums of points by contact, type, store and company."""

from __future__ import annotations

from collections.abc import Iterable

from ..collections import CONTACTS, POINT_SUMS, POINT_TOTALS, POINTS
from ..requests import ApiRequest, Handler, Reply
from ..shapes import static_shape
from ..store import Object
from ..values import amounts, scalars
from ..values.periods import Period
from .points import asked_stores, moved, of_company, sent_stores


def list_totals(request: ApiRequest) -> Reply:
    """List the total points of all contacts, for every type or one."""
    kind = request.query.text("type")
    found = request.store.referring(POINT_TOTALS, "Type", kind) if kind else request.store.scan(POINT_TOTALS)
    return Reply([{"Type": total["Type"], "Total": total["Sum"]} for total in found])


def list_sums(request: ApiRequest) -> Reply:
    """List the points of a contact, for every type or one."""
    kind = request.query.text("type")
    found = request.store.referring(POINT_SUMS, "ContactId", request.query.need("contactId", scalars.integer_text))
    return Reply([_shown(kept) for kept in found if kind in ("", kept["Type"])])


def list_sums_by_contact(request: ApiRequest) -> Reply:
    """List the points of each contact for a type; with a store, the sum of the movements there."""
    kind, stores = request.query.text("type"), asked_stores(request)
    if stores is None:
        return Reply([_shown(kept) for kept in request.store.referring(POINT_SUMS, "Type", kind)])
    points = moved(request.store, kind, Period(), stores)
    latest = {point["ContactId"]: point["DateTime"] for point in points}
    return Reply([{**summed, "LastModified": latest[summed["ContactId"]]} for summed in _by("ContactId", points)])


def list_sums_by_store(request: ApiRequest) -> Reply:
    """List the sum of the movements in each store, optionally in a period."""
    return Reply(_by("StoreId", moved(request.store, request.query.text("type"), request.query.period())))


def get_total_for_contact(request: ApiRequest) -> Reply:
    """Return the points of a contact for a type or one of its subtypes; 404 for an unknown contact."""
    kind, sub_type = request.query.text("type"), request.query.text("subType")
    contact = request.query.need("contactId", scalars.integer_text)
    CONTACTS.get(request.store, contact)
    if sub_type:
        found = request.store.referring(POINTS.kind, "ContactId", contact)
        return Reply(
            amounts.total(point["Amount"] for point in found if (point["Type"], point["SubType"]) == (kind, sub_type))
        )
    sums = request.store.referring(POINT_SUMS, "ContactId", contact)
    return Reply(amounts.total(kept["Sum"] for kept in sums if kept["Type"] == kind))


def list_sums_by_contact_companies(request: ApiRequest) -> Reply:
    """List the sum of the movements of each company in a period, in one store or all."""
    period = request.query.need_period()
    points = moved(request.store, request.query.text("type"), period, asked_stores(request))
    return Reply(_by("ContactCompanyId", points))


def get_total_for_contact_company(request: ApiRequest) -> Reply:
    """Return the sum of the movements of a company in a period; null if there are none."""
    points = of_company(request)
    return Reply(amounts.total(point["Amount"] for point in points) if points else None)


def list_sums_for_stores_by_contact_companies(request: ApiRequest) -> Reply:
    """List the sum of the movements of each company in a period, in the stores in the body."""
    period = request.query.need_period()
    points = moved(request.store, request.query.text("type"), period, sent_stores(request))
    return Reply(_by("ContactCompanyId", points))


def _shown(kept: Object) -> Object:
    return static_shape("PointSum").shown(kept)


def _by(name: str, points: Iterable[Object]) -> list[Object]:
    """Return the sum of movements of one type for each non-null value of a property, in ascending order."""
    groups: dict[int, list[Object]] = {}
    for point in points:
        if point[name] is not None:
            groups.setdefault(scalars.integer(point[name]), []).append(point)
    return [
        {name: number, "Type": group[0]["Type"], "Sum": amounts.total(point["Amount"] for point in group)}
        for number, group in sorted(groups.items())
    ]


HANDLERS: dict[str, Handler] = {
    "points.list_totals": list_totals,
    "points.list_sums": list_sums,
    "points.list_sums_by_contact": list_sums_by_contact,
    "points.list_sums_by_store": list_sums_by_store,
    "points.get_total_for_contact": get_total_for_contact,
    "points.list_sums_by_contact_companies": list_sums_by_contact_companies,
    "points.get_total_for_contact_company": get_total_for_contact_company,
    "points.list_sums_for_stores_by_contact_companies": list_sums_for_stores_by_contact_companies,
}
