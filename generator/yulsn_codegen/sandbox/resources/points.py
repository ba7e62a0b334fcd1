"""Movements of points: making and cancelling them, and the calls that list them.

Every movement adds to two sums that are kept: that of its contact and type, which it carries, and that of its type.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from ...account.schema import FieldType
from ..calls import EMPTY, Call, RefusedError, Reply, Route, invalid
from ..shapes import Member, Members, shape
from ..store import Object, Refs, Store
from ..values import amounts, periods, wire
from ..values import types as values
from ..values.periods import Period
from .contacts import read as contacts

KIND = "Points"
SUMS = "PointSums"  # one of each contact and type, refers to both
TOTALS = "PointTotals"  # one of each type
MOST = 1000  # movements of a page

_REFS = ("ContactId", "ContactCompanyId", "StoreId", "SourceId", "Type")
_SENT = shape(
    (
        Member("ContactId", FieldType.NUMBER, needed=True, nullable=False),
        Member("ContactCompanyId", FieldType.NUMBER),
        Member("Type", needed=True, nullable=False),
        Member("SubType"),
        Member("Amount", FieldType.DECIMAL, needed=True, nullable=False),
        Member("Description"),
        Member("SourceId"),
        Member("SourceDescription"),
        Member("StoreId", FieldType.NUMBER),
        Member("BookValue", FieldType.DECIMAL),
        Member("PointCalculationBase", FieldType.DECIMAL),
    ),
    (),
)


def list_after(call: Call) -> Reply:
    """GET Points?lastId=&type=: the movements after an id, of all types if none is named; at most `MOST`."""
    last = call.query.need("lastId", values.integer_text)
    kind = call.query.text("type")
    if kind:
        return Reply(call.store.referring(KIND, "Type", kind, last, MOST))
    return Reply(call.store.scan(KIND, last, MOST))


def list_by_source(call: Call) -> Reply:
    """GET Points?sourceId=&type="""
    kind = call.query.text("type")
    found = call.store.referring(KIND, "SourceId", call.query.text("sourceId"))
    return Reply([point for point in found if kind in ("", point["Type"])])


def list_by_period(call: Call) -> Reply:
    """GET Points?type=&from=&to=&storeId="""
    return Reply(moved(call.store, call.query.text("type"), periods.needed(call.query), asked_stores(call)))


def list_by_contact(call: Call) -> Reply:
    """GET Points?contactId=&type=&datetimeFrom=&datetimeTo="""
    kind = call.query.text("type")
    period = periods.optional(call.query, "datetimeFrom", "datetimeTo")
    found = call.store.referring(KIND, "ContactId", call.query.need("contactId", values.integer_text))
    return Reply([point for point in found if kind in ("", point["Type"]) and period.has(point["DateTime"])])


def list_by_contact_company(call: Call) -> Reply:
    """GET Points/ByContactCompany?contactCompanyId=&type=&from=&to=&storeId="""
    store = call.query.read("storeId", values.integer_text)
    return Reply([point for point in of_company(call) if store in (None, point["StoreId"])])


def list_for_stores(call: Call) -> Reply:
    """SEARCH Points/ForStores?type=&from=&to=: the movements in any of the body's `StoreIds`."""
    return Reply(moved(call.store, call.query.text("type"), periods.needed(call.query), sent_stores(call)))


def get(call: Call) -> Reply:
    """GET Points/{id}"""
    return Reply(_point(call))


def create(call: Call) -> Reply:
    """POST Points: answers with the movement; 404 for a contact not there."""
    sent = _SENT.whole(_SENT.sent(call.json_object()))
    if sent["Type"] not in call.account.point_types:
        raise invalid({"Type": ["`Type` should be one of the account's point types."]})
    if call.store.get(contacts.KIND, values.integer(sent["ContactId"])) is None:
        raise RefusedError(404, f"There is no contact with the id {sent['ContactId']}.")
    return Reply(_move(call.store, sent, cancels=False))


def cancel(call: Call) -> Reply:
    """POST Points/{id}/Cancel: makes a movement of the opposite amount, once; answers with nothing.

    400 for a movement that was cancelled already, or that cancels another one.
    """
    point = _point(call)
    if point["CancellerPointId"] is not None or point["IsCanceller"]:
        raise RefusedError(400, "The point is cancelled already, or cancels another one.")
    opposite = {member.name: point[member.name] for member in _SENT.members}
    opposite["Amount"] = amounts.negated(point["Amount"])
    canceller = _move(call.store, opposite, cancels=True)
    _replace(call.store, call.id(), point | {"CancellerPointId": canceller["Id"]})
    return EMPTY


def asked_stores(call: Call) -> set[int] | None:
    """Return the query's store as a set, None for any; raises RefusedError (400)."""
    number = call.query.read("storeId", values.integer_text)
    return None if number is None else {number}


def sent_stores(call: Call) -> set[int]:
    """Return the `StoreIds` of a search's body; raises RefusedError (400)."""
    body = {name.lower(): value for name, value in call.json_object().items()}
    sent = body.get("storeids")
    if not isinstance(sent, list):
        raise invalid({"StoreIds": ["`StoreIds` should be a list of ids."]})
    try:
        return {values.integer(number) for number in sent}
    except ValueError as error:
        raise invalid({"StoreIds": [f"An id of `StoreIds` {error}."]}) from None


def moved(store: Store, kind: str, period: Period, stores: Iterable[int] | None = None) -> list[Object]:
    """Return the movements of a type in a period, in any of the stores (None: and in no store), in ascending order."""
    if stores is None:
        return store.referring_between(KIND, timeline(kind), period.start, period.end)
    found = [
        point
        for number in stores
        for point in store.referring(KIND, "StoreId", number)
        if point["Type"] == kind and period.has(point["DateTime"])
    ]
    return sorted(found, key=lambda point: values.integer(point["Id"]))


def of_company(call: Call) -> list[Object]:
    """Return the movements of the query's company and type in its period; raises RefusedError (400)."""
    kind, period = call.query.text("type"), periods.needed(call.query)
    found = call.store.referring(KIND, "ContactCompanyId", call.query.need("contactCompanyId", values.integer_text))
    return [point for point in found if point["Type"] == kind and period.has(point["DateTime"])]


def timeline(kind: str) -> str:
    """Return the name of the ref that tells when the points of a type moved."""
    return f"DateTime of {kind}"


def owner_key(*owner: object) -> str:
    """Return the key of a sum: of its contact and type, or of its type alone."""
    return wire.dumps(owner)


def _point(call: Call) -> Object:
    found = call.store.get(KIND, call.id())
    if found is None:
        raise RefusedError(404, f"There is no point with the id {call.id()}.")
    return found


def _move(store: Store, sent: Members, *, cancels: bool) -> Object:
    """Write a new movement and add it to the sums."""
    moment = values.now()
    contact, kind = values.integer(sent["ContactId"]), str(sent["Type"])
    _add(store, TOTALS, {"Type": kind}, sent["Amount"], moment)
    point: Object = {
        "ContactId": sent["ContactId"],
        "ContactCompanyId": sent["ContactCompanyId"],
        "Type": sent["Type"],
        "SubType": sent["SubType"],
        "Amount": sent["Amount"],
        "Sum": _add(store, SUMS, {"ContactId": contact, "Type": kind}, sent["Amount"], moment),
        "DateTime": moment,
        "Description": sent["Description"],
        "SourceId": sent["SourceId"],
        "SourceDescription": sent["SourceDescription"],
        "StoreId": sent["StoreId"],
        "AdministratorId": None,
        "BookValue": sent["BookValue"],
        "PointCalculationBase": sent["PointCalculationBase"],
        "ConverterTransactionId": None,
        "IsCanceller": cancels,
        "CancellerPointId": None,
    }
    return {"Id": store.insert(KIND, point, refs=_refs(point)), **point}


def _replace(store: Store, number: int, point: Object) -> None:
    body = {name: value for name, value in point.items() if name != "Id"}
    store.replace(KIND, number, body, refs=_refs(body))


def _refs(point: Object) -> Refs:
    shared = {name: str(point[name]) for name in _REFS if point[name] is not None}
    return {**shared, timeline(str(point["Type"])): periods.key(str(point["DateTime"]))}


def _add(store: Store, kind: str, owner: Refs, amount: object, moment: str) -> Decimal:
    """Add to the sum of an owner, which may be its first, and return it as it now is."""
    keys = {"Owner": owner_key(*owner.values())}
    kept = store.find(kind, "Owner", keys["Owner"])
    total = amounts.total([amount, 0 if kept is None else kept["Sum"]])
    sums: Object = {**owner, "Sum": total, "LastModified": moment}
    if kept is None:
        store.insert(kind, sums, keys, owner)
    else:
        store.replace(kind, values.integer(kept["Id"]), sums, keys, owner)
    return total


_POINTS = "/api/v1/Points"

ROUTES = (
    Route("GET", _POINTS, list_after, query=("lastId",), optional=("type",)),
    Route("GET", _POINTS, list_by_source, query=("sourceId",), optional=("type",)),
    Route("GET", _POINTS, list_by_period, query=("type", "from", "to"), optional=("storeId",)),
    Route("GET", _POINTS, list_by_contact, query=("contactId",), optional=("type", "datetimeFrom", "datetimeTo")),
    Route("GET", f"{_POINTS}/{{id}}", get),
    Route(
        "GET",
        f"{_POINTS}/ByContactCompany",
        list_by_contact_company,
        query=("contactCompanyId", "type", "from", "to"),
        optional=("storeId",),
    ),
    Route("POST", _POINTS, create),
    Route("POST", f"{_POINTS}/{{id}}/Cancel", cancel),
    Route("SEARCH", f"{_POINTS}/ForStores", list_for_stores, query=("type", "from", "to")),
)
