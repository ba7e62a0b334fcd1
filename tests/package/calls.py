"""The expected behavior of each call, written by hand from the list of rows and known facts about the wire.

One `Case` is one use of a row: the call as a user writes it, the exact request, an answer, and the value of that.
The cases themselves are in `rows`, by group. Query names stand in the order of the call's arguments.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Use = Callable[[Any], Any]
RAISES, NONE, EMPTY = "raises", "none", "empty"


@dataclass(frozen=True)
class Case:
    """One use of a row.

    Attributes:
        row: method, path and query as the lists in spec/ have them.
        use: the call on a client of either flavour; it returns a value or an awaitable.
        path: path as it is sent, percent-encoded.
        query: query string as it is sent; empty for none.
        body: JSON text that is sent; None for no body at all.
        answer: body of the answer, status 200.
        value: what the call returns; may hold `Is`.
        missing: what an answer 404 means: it raises, it is None, or it is an empty list.
        what: what sets it apart from the other cases of the row.
    """

    row: str
    use: Use
    path: str
    query: str = ""
    body: str | None = None
    answer: str = ""
    value: Any = None
    missing: str = RAISES
    what: str = ""

    @property
    def method(self) -> str:
        """HTTP method of the row."""
        return self.row.partition(" ")[0]

    @property
    def name(self) -> str:
        """Dotted name of the method that is called, such as `contacts.find_by_email`."""
        return called_by(self.use)


class _Names:
    """Stands in for a client: every attribute is there, and calling one returns its dotted name."""

    def __init__(self, *names: str) -> None:
        self._names = names

    def __getattr__(self, name: str) -> _Names:
        return _Names(*self._names, name)

    def __call__(self, *arguments: object, **named: object) -> str:
        return ".".join(self._names)


def called_by(use: Use) -> str:
    """Return the dotted name of the method that a use calls, without calling it."""
    name: str = use(_Names())
    return name


def cases() -> list[Case]:
    """Return the cases of all rows."""
    from .rows import admin, companies, contacts, mail, messages, orders, others, points, searches, tables, vouchers

    return [
        *companies.CASES,
        *contacts.CASES,
        *tables.CASES,
        *mail.CASES,
        *others.CASES,
        *orders.CASES,
        *points.CASES,
        *vouchers.CASES,
        *messages.CASES,
        *searches.CASES,
        *admin.CASES,
    ]
