"""The calls that sum points up: by contact, by type, by store, by company."""

from __future__ import annotations

from collections.abc import Iterable

from ..calls import Call, RefusedError, Reply, Route
from ..store import Object
from ..values import amounts, periods
from ..values import types as values
from . import points
from .contacts import read as contacts

_SUM = ("ContactId", "Type", "Sum", "LastModified")


def list_totals(call: Call) -> Reply:
    """GET Points/Totals?type=: what all contacts have, of every type there are points of or of one."""
    kind = call.query.text("type")
    found = call.store.referring(points.TOTALS, "Type", kind) if kind else call.store.scan(points.TOTALS)
    return Reply([{"Type": total["Type"], "Total": total["Sum"]} for total in found])


def list_sums(call: Call) -> Reply:
    """GET Points/Sums?contactId=&type=: what a contact has, of every type or of one."""
    kind = call.query.text("type")
    found = call.store.referring(points.SUMS, "ContactId", call.query.need("contactId", values.integer_text))
    return Reply([_shown(kept) for kept in found if kind in ("", kept["Type"])])


def list_sums_by_contact(call: Call) -> Reply:
    """GET Points/SumsByContact?type=&storeId=: what each contact has, or what of it moved in one store."""
    kind, stores = call.query.text("type"), points.asked_stores(call)
    if stores is None:
        return Reply([_shown(kept) for kept in call.store.referring(points.SUMS, "Type", kind)])
    moved = points.moved(call.store, kind, periods.Period(), stores)
    latest = {point["ContactId"]: point["DateTime"] for point in moved}
    return Reply([{**summed, "LastModified": latest[summed["ContactId"]]} for summed in _by("ContactId", moved)])


def list_sums_by_store(call: Call) -> Reply:
    """GET Points/SumsByStore?type=&from=&to=: what moved in each store that something moved in."""
    moved = points.moved(call.store, call.query.text("type"), periods.optional(call.query))
    return Reply(_by("StoreId", moved))


def get_total_for_contact(call: Call) -> Reply:
    """GET Points/TotalForContact?contactId=&type=&subType=: a number; 404 for a contact not there."""
    kind, sub_type = call.query.text("type"), call.query.text("subType")
    contact = call.query.need("contactId", values.integer_text)
    if call.store.get(contacts.KIND, contact) is None:
        raise RefusedError(404, f"There is no contact with the id {contact}.")
    if sub_type:
        found = call.store.referring(points.KIND, "ContactId", contact)
        return Reply(
            amounts.total(point["Amount"] for point in found if (point["Type"], point["SubType"]) == (kind, sub_type))
        )
    sums = call.store.referring(points.SUMS, "ContactId", contact)
    return Reply(amounts.total(kept["Sum"] for kept in sums if kept["Type"] == kind))


def list_sums_by_contact_companies(call: Call) -> Reply:
    """GET Points/SumsByContactCompanies?type=&from=&to=&storeId=: what moved for each company that has movements."""
    moved = points.moved(call.store, call.query.text("type"), periods.needed(call.query), points.asked_stores(call))
    return Reply(_by("ContactCompanyId", moved))


def get_total_for_contact_company(call: Call) -> Reply:
    """GET Points/TotalForContactCompany?contactCompanyId=&type=&from=&to=: a number, null if nothing moved."""
    moved = points.of_company(call)
    return Reply(amounts.total(point["Amount"] for point in moved) if moved else None)


def list_sums_for_stores_by_contact_companies(call: Call) -> Reply:
    """SEARCH Points/SumsForStoresByContactCompanies?type=&from=&to=: as above, in any of the body's `StoreIds`."""
    moved = points.moved(call.store, call.query.text("type"), periods.needed(call.query), points.sent_stores(call))
    return Reply(_by("ContactCompanyId", moved))


def _shown(kept: Object) -> Object:
    return {name: kept[name] for name in _SUM}


def _by(name: str, moved: Iterable[Object]) -> list[Object]:
    """Return the sum of movements of one type for each value of a member, in ascending order; null has none."""
    groups: dict[int, list[Object]] = {}
    for point in moved:
        if point[name] is not None:
            groups.setdefault(values.integer(point[name]), []).append(point)
    return [
        {name: number, "Type": group[0]["Type"], "Sum": amounts.total(point["Amount"] for point in group)}
        for number, group in sorted(groups.items())
    ]


_POINTS = "/api/v1/Points"
_PERIOD = ("from", "to")

ROUTES = (
    Route("GET", f"{_POINTS}/Totals", list_totals, optional=("type",)),
    Route("GET", f"{_POINTS}/Sums", list_sums, query=("contactId",), optional=("type",)),
    Route("GET", f"{_POINTS}/SumsByContact", list_sums_by_contact, query=("type",), optional=("storeId",)),
    Route("GET", f"{_POINTS}/SumsByStore", list_sums_by_store, query=("type",), optional=_PERIOD),
    Route(
        "GET",
        f"{_POINTS}/TotalForContact",
        get_total_for_contact,
        query=("contactId", "type"),
        optional=("subType",),
    ),
    Route(
        "GET",
        f"{_POINTS}/SumsByContactCompanies",
        list_sums_by_contact_companies,
        query=("type", *_PERIOD),
        optional=("storeId",),
    ),
    Route(
        "GET",
        f"{_POINTS}/TotalForContactCompany",
        get_total_for_contact_company,
        query=("contactCompanyId", "type", *_PERIOD),
    ),
    Route(
        "SEARCH",
        f"{_POINTS}/SumsForStoresByContactCompanies",
        list_sums_for_stores_by_contact_companies,
        query=("type", *_PERIOD),
    ),
)
