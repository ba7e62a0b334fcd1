"""The rows of an operation, and which of them a query selects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Row:
    """One documented row.

    Attributes:
        name: The row as the lists in spec/ have it.
        requires: The names of its required query parameters.
        accepts: The names of its optional query parameters.
        returns: The schema of its response, None for an empty one.
    """

    name: str
    requires: frozenset[str]
    accepts: frozenset[str]
    returns: Mapping[str, Any] | None

    @property
    def known(self) -> frozenset[str]:
        """All query names of the row."""
        return self.requires | self.accepts


def rows_of(operation: Mapping[str, Any]) -> list[Row]:
    """Return the rows of an operation of the document."""
    query = {parameter["name"] for parameter in operation.get("parameters", []) if parameter.get("in") == "query"}
    return [
        Row(
            call["row"],
            frozenset(call.get("requires", ())) & query,
            frozenset(call.get("accepts", ())) & query,
            call.get("returns"),
        )
        for call in operation.get("x-calls", [])
    ]


def meant(rows: Iterable[Row], names: Iterable[str]) -> Row | None:
    """Return the only row that a query with these names can mean, None if there is none or more than one."""
    sent = {name.partition("[")[0] for name in names}
    found = [row for row in rows if row.requires <= sent <= row.known]
    if len(found) > 1:  # a row without a query also fits queries of optional parameters
        most = max(len(row.requires) for row in found)
        found = [row for row in found if len(row.requires) == most]
    return found[0] if len(found) == 1 else None
