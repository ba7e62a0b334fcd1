"""Route requests: find the row of the description that matches a method, a path and a query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from ...client.identifiers import identifier
from ...description.document import Document, load
from ..requests import Handler, Query, RefusedError, unquoted
from ..resources import (
    actions,
    banners,
    bulk_export,
    contact_access,
    contact_companies,
    contact_events,
    contact_merging,
    contacts,
    countries,
    data,
    dynamic_fields,
    dynamic_table_entities,
    dynamic_tables,
    email2_dispatches,
    email_builder_campaigns,
    email_dispatch_receiver,
    email_dispatches,
    feed_syncs,
    iframe_token,
    media,
    messages,
    orders,
    permission_source_categories,
    permission_source_category_relations,
    point_search,
    point_sums,
    points,
    push_tokens,
    schema_admin,
    segments,
    stores,
    user_agents,
    voucher_assignments,
    voucher_codes,
    vouchers,
)

# The handlers of all calls, by resource and name as in the generated client.
HANDLERS: Mapping[str, Handler] = {
    **actions.HANDLERS,
    **banners.HANDLERS,
    **bulk_export.HANDLERS,
    **contact_access.HANDLERS,
    **contact_companies.HANDLERS,
    **contact_events.HANDLERS,
    **contact_merging.HANDLERS,
    **contacts.HANDLERS,
    **countries.HANDLERS,
    **data.HANDLERS,
    **dynamic_fields.HANDLERS,
    **dynamic_table_entities.HANDLERS,
    **dynamic_tables.HANDLERS,
    **email2_dispatches.HANDLERS,
    **email_builder_campaigns.HANDLERS,
    **email_dispatch_receiver.HANDLERS,
    **email_dispatches.HANDLERS,
    **feed_syncs.HANDLERS,
    **iframe_token.HANDLERS,
    **media.HANDLERS,
    **messages.HANDLERS,
    **orders.HANDLERS,
    **permission_source_categories.HANDLERS,
    **permission_source_category_relations.HANDLERS,
    **point_search.HANDLERS,
    **point_sums.HANDLERS,
    **points.HANDLERS,
    **push_tokens.HANDLERS,
    **schema_admin.HANDLERS,
    **segments.HANDLERS,
    **stores.HANDLERS,
    **user_agents.HANDLERS,
    **voucher_assignments.HANDLERS,
    **voucher_codes.HANDLERS,
    **vouchers.HANDLERS,
}
# Files, which are served without a key; their URLs are not part of the API. Handlers by path.
FILES: Mapping[str, Handler] = {**bulk_export.FILES, **contact_access.FILES, **media.FILES}


FILE_PATHS = "/files/"
"""Prefix of the paths of files, which need no key."""


@dataclass(frozen=True)
class Route:
    """One row.

    Attributes:
        required: The query parameters that distinguish the row from others with its method and path.
        optional: Its other query parameters.
        optional_segment: Whether the last segment of the path is optional.
    """

    method: str
    path: str
    handler: Handler
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    optional_segment: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all query parameters."""
        return self.required + self.optional


@dataclass(frozen=True)
class _Pattern:
    """A path template by segments; a parameter's segment keeps its braces."""

    segments: tuple[str, ...]
    route: Route

    def parameters(self, segments: Sequence[str]) -> dict[str, str]:
        """Return the parameters' values in a path that matches."""
        pairs = zip(self.segments, segments, strict=True)
        return {wanted[1:-1]: segment for wanted, segment in pairs if wanted.startswith("{")}


@dataclass(frozen=True)
class _Branch:
    """What follows the same first segments of path templates.

    Attributes:
        children: The branches by the next segment: a literal in lower case, or None for any parameter.
        patterns: The patterns that end here.
    """

    children: dict[str | None, _Branch] = field(default_factory=dict)
    patterns: list[_Pattern] = field(default_factory=list)

    def add(self, pattern: _Pattern) -> None:
        """Add a pattern below this branch, which is the root."""
        branch = self
        for segment in pattern.segments:
            key = None if segment.startswith("{") else segment.lower()
            branch = branch.children.setdefault(key, _Branch())
        branch.patterns.append(pattern)

    def find(self, segments: Sequence[str]) -> Sequence[_Pattern]:
        """Return the patterns that match the rest of a path; at each segment, a literal is better than a parameter."""
        if not segments:
            return self.patterns
        for key in (segments[0].lower(), None):
            if key in self.children and (found := self.children[key].find(segments[1:])):
                return found
        return ()


@dataclass(frozen=True)
class Router:
    """Routes, in a tree of the segments of their paths."""

    root: _Branch

    def find(self, method: str, raw_path: str, query: Query) -> tuple[Route, dict[str, str]]:
        """Return the row that a request matches, with its path parameters.

        A literal segment is never the value of another path's parameter, whatever the method. Literal segments match in
        any case.

        Args:
            method: The method, in upper case.
            raw_path: The path as it was sent, percent-encoded, so that a slash in a table's name stays in its segment.
            query: The query.

        Raises:
            RefusedError: 404 for an unknown path, 405 for an unsupported method, 400 for a query that matches no row.
        """
        path = raw_path[1:-1] if raw_path.endswith("/") else raw_path[1:]
        segments = [unquoted(segment) for segment in path.split("/")]
        matches = self.root.find(segments)
        if not matches:
            raise RefusedError(404, "There is nothing at this path.")
        supported = [pattern for pattern in matches if pattern.route.method == method]
        if not supported:
            allowed = ", ".join(sorted({pattern.route.method for pattern in matches}))
            raise RefusedError(405, f"This path supports only {allowed}.", headers={"Allow": allowed})
        route = choose([pattern.route for pattern in supported], query)
        pattern = next(pattern for pattern in supported if pattern.route is route)
        return route, pattern.parameters(segments)


def api_routes(document: Document, handlers: Mapping[str, Handler] = HANDLERS) -> Iterator[Route]:
    """Yield the route of every row in a description. Raises KeyError for a call without a handler."""
    for path, method, operation in document.operations():
        parameters = [document.resolve(parameter) for parameter in operation.get("parameters", ())]
        in_query = {parameter["name"] for parameter in parameters if parameter["in"] == "query"}
        optional_segment = any(parameter.get("x-optional-segment") for parameter in parameters)
        resource = identifier(operation["tags"][0])
        for call in operation["x-calls"]:
            yield Route(
                method,
                path,
                handlers[f"{resource}.{call['name']}"],
                required=tuple(call.get("requires", ())),
                optional=tuple(name for name in call.get("accepts", ()) if name in in_query),
                optional_segment=optional_segment,
            )


def router(routes: Iterable[Route]) -> Router:
    """Return the router of a routing table."""
    root = _Branch()
    for route in routes:
        paths = [route.path, *([route.path.rpartition("/")[0]] if route.optional_segment else ())]
        for path in paths:
            root.add(_Pattern(tuple(path.removeprefix("/").split("/")), route))
    return Router(root)


@cache
def shipped_router() -> Router:
    """Return the router of the shipped description."""
    return router(api_routes(load()))


@cache
def file_router() -> Router:
    """Return the router of files."""
    return router(Route("GET", path, handler) for path, handler in FILES.items())


def choose(routes: list[Route], query: Query) -> Route:
    """Return the row that a query matches, among those with one method and path. Raises RefusedError (400).

    Parameters that no row has are ignored. Combining parameters of different rows is refused, and so is passing only
    some that a row requires: a caller that leaves one out should not get another row's response.
    """
    possible = [route for route in routes if all(name in query for name in route.required)]
    if not possible:
        needs = " or ".join(" and ".join(f"`{name}`" for name in route.required) for route in routes)
        raise RefusedError(400, f"This call needs {needs} in its query.")
    best = max(possible, key=lambda route: (sum(name in query for name in route.names), -routes.index(route)))
    known = {name for route in routes for name in route.names}
    stray = sorted(name for name in known - set(best.names) if name in query)
    if stray:
        names = ", ".join(f"`{name}`" for name in stray)
        raise RefusedError(400, f"The query has {names}, which cannot be combined with the other parameters.")
    return best
