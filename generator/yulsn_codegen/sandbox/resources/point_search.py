"""The resource Points: the calls of version 2, which find points by any combination of filters."""

from __future__ import annotations

from ..collections import POINTS
from ..requests import ApiRequest, Handler, Reply, invalid
from ..store import Object
from ..values import scalars
from .points import MAX_PAGE

_FILTERS = ("contactId", "sourceId", "type", "datetimeFrom", "datetimeTo", "contactCompanyId", "storeId")


def find(request: ApiRequest) -> Reply:
    """List the points for which all filters hold; 400 without any.

    Cancelled points, and those that cancel them, are left out unless `includeCancelPoints` is true.
    """
    query = request.query
    if not any(query.text(name) for name in _FILTERS):
        raise invalid({name: [f"One of {', '.join(_FILTERS)} is required."] for name in _FILTERS[:1]})
    wanted: dict[str, object] = {
        "ContactId": query.read("contactId", scalars.integer_text),
        "SourceId": query.text("sourceId") or None,
        "Type": query.text("type") or None,
        "ContactCompanyId": query.read("contactCompanyId", scalars.integer_text),
        "StoreId": query.read("storeId", scalars.integer_text),
    }
    period = query.period("datetimeFrom", "datetimeTo")
    cancelled = query.read("includeCancelPoints", scalars.boolean_text) or False
    given = {name: value for name, value in wanted.items() if value is not None}
    indexed = next(iter(given), None)
    store = request.store
    found = store.scan(POINTS.kind) if indexed is None else store.referring(POINTS.kind, indexed, str(given[indexed]))
    matching = [item for item in found if all(item[name] == value for name, value in given.items())]
    within = [item for item in matching if period.has(item["DateTime"])]
    return Reply([_shown(item) for item in within if cancelled or not _is_cancelled(item)])


def find_by_id(request: ApiRequest) -> Reply:
    """Get a point."""
    return Reply(_shown(POINTS.get(request.store, request.id())))


def list_page(request: ApiRequest) -> Reply:
    """List the points after an id, of one type or all, at most `take` or `MAX_PAGE`."""
    take = request.query.read("take", scalars.integer_text)
    if take is not None and take < 1:
        raise invalid({"take": [f"`take` should be from 1 to {MAX_PAGE}."]})
    limit, after, kind = min(take or MAX_PAGE, MAX_PAGE), request.id("lastId"), request.query.text("type")
    if kind:
        return Reply([_shown(item) for item in request.store.referring(POINTS.kind, "Type", kind, after, limit)])
    return Reply([_shown(item) for item in request.store.scan(POINTS.kind, after, limit)])


def _is_cancelled(point: Object) -> bool:
    return bool(point["IsCanceller"]) or point["CancellerPointId"] is not None


def _shown(point: Object) -> Object:
    return {name: value for name, value in point.items() if name != "AdministratorId"}


HANDLERS: dict[str, Handler] = {
    "points.find": find,
    "points.find_by_id": find_by_id,
    "points.list_page": list_page,
}
