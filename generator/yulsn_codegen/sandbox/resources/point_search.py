"""The resource Points: the calls of version 2, which find points by any combination of filters."""

from __future__ import annotations

from ..collections import POINTS
from ..pages import of_type, page_size
from ..requests import ApiRequest, Handler, Reply, invalid
from ..store import Object
from ..values import scalars

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
    size = page_size(request)
    return Reply([_shown(item) for item in of_type(request, POINTS.kind, request.id("lastId"), size)])


def _is_cancelled(point: Object) -> bool:
    return bool(point["IsCanceller"]) or point["CancellerPointId"] is not None


def _shown(point: Object) -> Object:
    return {name: value for name, value in point.items() if name != "AdministratorId"}


HANDLERS: dict[str, Handler] = {
    "points.find": find,
    "points.find_by_id": find_by_id,
    "points.list_page": list_page,
}
