"""The routing table: a method, a path and a query come in, the one row that they mean comes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..calls import Query, RefusedError, Route, unquoted
from ..resources import (
    account_schema as schema_routes,
)
from ..resources import (
    actions,
    banners,
    bulk_export,
    company_contacts,
    contact_companies,
    contact_events,
    email2_dispatches,
    email_builder_campaigns,
    email_dispatch_receiver,
    email_dispatches,
    feed_syncs,
    iframe_token,
    media,
    orders,
    permission_sources,
    point_sums,
    points,
    segments,
    stores,
    tables,
)
from ..resources.contacts import access as contact_access
from ..resources.contacts import read as contacts
from ..resources.contacts import write as contact_writes

API = "/api/v1/"

# One line a module; every documented row is in exactly one of them.
ROUTES: tuple[Route, ...] = (
    *contacts.ROUTES,
    *contact_writes.ROUTES,
    *contact_access.ROUTES,
    *schema_routes.ROUTES,
    *tables.ROUTES,
    *contact_companies.ROUTES,
    *company_contacts.ROUTES,
    *contact_events.ROUTES,
    *orders.ROUTES,
    *points.ROUTES,
    *point_sums.ROUTES,
    *stores.ROUTES,
    *actions.ROUTES,
    *banners.ROUTES,
    *bulk_export.ROUTES,
    *email2_dispatches.ROUTES,
    *email_builder_campaigns.ROUTES,
    *email_dispatch_receiver.ROUTES,
    *email_dispatches.ROUTES,
    *feed_syncs.ROUTES,
    *iframe_token.ROUTES,
    *media.ROUTES,
    *permission_sources.ROUTES,
    *segments.ROUTES,
)
# What is served without a key.
FILES: tuple[Route, ...] = (*contact_access.FILES, *media.FILES, *bulk_export.FILES)


@dataclass(frozen=True)
class _Pattern:
    """A path template, segment by segment: a parameter's segment keeps its braces."""

    segments: tuple[str, ...]
    route: Route

    @property
    def literals(self) -> tuple[bool, ...]:
        return tuple(not segment.startswith("{") for segment in self.segments)

    def match(self, segments: tuple[str, ...]) -> dict[str, str] | None:
        """Return the parameters' values, None if the path is another; literal segments match in any case."""
        found = {}
        for wanted, segment in zip(self.segments, segments, strict=True):
            if wanted.startswith("{"):
                found[wanted[1:-1]] = segment
            elif wanted.lower() != segment.lower():
                return None
        return found


@dataclass(frozen=True)
class Router:
    """Routes, sorted by how many segments their paths have."""

    patterns: Mapping[int, tuple[_Pattern, ...]]

    def find(self, method: str, raw_path: str, query: Query) -> tuple[Route, dict[str, str]]:
        """Return the row that a request means, with its path parameters.

        raw_path: as it was sent, percent-encoded, so that a slash in a table's name stays in its segment.
        A path that is written out in the table is never the value of another path's parameter, whatever the method.
        Raises RefusedError: 404 for a path there is none of, 405 for a method that it does not have, 400 for a query
        that fits no row.
        """
        path = raw_path[1:-1] if raw_path.endswith("/") else raw_path[1:]
        segments = tuple(unquoted(segment) for segment in path.split("/"))
        matches = [
            (pattern, parameters)
            for pattern in self.patterns.get(len(segments), ())
            if (parameters := pattern.match(segments)) is not None
        ]
        if not matches:
            raise RefusedError(404, "There is nothing at this path.")
        best = max(pattern.literals for pattern, _ in matches)
        here = [(pattern.route, parameters) for pattern, parameters in matches if pattern.literals == best]
        rows = {route: parameters for route, parameters in here if route.method == method}
        if not rows:
            allowed = ", ".join(sorted({route.method for route, _ in here}))
            raise RefusedError(405, f"This path has {allowed} only.", headers={"Allow": allowed})
        route = choose(rows, query)
        return route, rows[route]


def router(routes: Iterable[Route]) -> Router:
    """Return the router of a routing table."""
    patterns: dict[int, list[_Pattern]] = {}
    for route in routes:
        for path in _paths(route.path):
            segments = tuple(path.removeprefix("/").split("/"))
            patterns.setdefault(len(segments), []).append(_Pattern(segments, route))
    return Router({length: tuple(found) for length, found in patterns.items()})


def choose(rows: Iterable[Route], query: Query) -> Route:
    """Return the row that a query's names mean, of those with one method and path; raises RefusedError (400).

    Names that no row knows are ignored. Names of different rows together are refused, and so are names of a row that
    lacks others it needs: a caller that leaves one out should not get another row's answer.
    """
    routes = list(rows)
    possible = [route for route in routes if all(name in query for name in route.query)]
    if not possible:
        needs = " or ".join(" and ".join(f"`{name}`" for name in route.query) for route in routes)
        raise RefusedError(400, f"This call needs {needs} in its query.")
    best = max(possible, key=lambda route: (sum(name in query for name in _names(route)), -routes.index(route)))
    known = {name for route in routes for name in _names(route)}
    stray = sorted(name for name in known - set(_names(best)) if name in query)
    if stray:
        names = ", ".join(f"`{name}`" for name in stray)
        raise RefusedError(400, f"The query has {names}, which does not go with the rest of it.")
    return best


def _names(route: Route) -> tuple[str, ...]:
    return route.query + route.optional


def _paths(template: str) -> list[str]:
    if not template.endswith("?}"):
        return [template]
    return [template.rpartition("/")[0], template.removesuffix("?}") + "}"]
