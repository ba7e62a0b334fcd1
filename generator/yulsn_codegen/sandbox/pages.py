"""Pages of listings: the objects after an id, in ascending order."""

from __future__ import annotations

from .requests import ApiRequest, invalid
from .store import Object
from .values import scalars

MAX_PAGE = 1000  # objects per page; also the default


def page_size(request: ApiRequest) -> int:
    """Return the page size that a request asks for with `take`, at most `MAX_PAGE`. Raises RefusedError (400)."""
    take = request.query.read("take", scalars.integer_text)
    if take is not None and take < 1:
        raise invalid({"take": [f"`take` should be from 1 to {MAX_PAGE}."]})
    return min(take or MAX_PAGE, MAX_PAGE)


def of_type(request: ApiRequest, kind: str, last: int, size: int = MAX_PAGE) -> list[Object]:
    """Return the objects of a kind after an id: those of the type that the query names, or all."""
    name = request.query.text("type")
    if name:
        return request.store.referring(kind, "Type", name, last, size)
    return request.store.scan(kind, last, size)
