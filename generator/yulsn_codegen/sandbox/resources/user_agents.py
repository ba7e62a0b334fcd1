"""The resource UserAgents: the browsers and mail programs of contacts."""

from __future__ import annotations

from ..bodies import list_of
from ..collections import USER_AGENTS
from ..requests import ApiRequest, Handler, Reply, attempt
from ..shapes import static_shape
from ..values import scalars


def list_by_ids(request: ApiRequest) -> Reply:
    """List the user agents with the ids in the body; unknown ids are left out."""
    body = request.body()
    wanted = dict.fromkeys(attempt("Ids", lambda: list_of(scalars.integer)(body)))
    found = (request.store.get(USER_AGENTS, number) for number in wanted)
    return Reply([static_shape("UserAgent").shown(item) for item in found if item is not None])


HANDLERS: dict[str, Handler] = {"user_agents.list_by_ids": list_by_ids}
