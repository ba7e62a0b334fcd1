"""A made-up data set: a new store and an account schema come in, the store is filled with data that fits the account.

The same seed, number of contacts and account give the same data, on every machine and at any time: nothing here depends
on a clock, a locale or the order of a set. Every part and every field has random numbers of its own: a field that is
added to the account changes nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ...account.schema import AccountSchema
from ...text.errors import InputError, Problem
from ...text.progress import Progress, quiet
from ..resources import contact_companies, contact_events, order_lines, orders, points
from ..resources.contacts import read as contacts
from ..store import Store, table_kind
from .events import write_events, write_rows
from .fields import Scene, types
from .people import companies, fill_stores, write_companies, write_contacts
from .times import REFERENCE, Span
from .trade import Ledger, point_sheet, write_orders

MOST_CONTACTS = 1_000_000
_ORDERS, _EVENTS, _ROWS = 1.1, 1.5, 0.1  # for each contact; rows: of every table
_SHOWN = 100  # steps of the progress

_KINDS = (
    contacts.KIND, contact_companies.KIND, contact_events.KIND, orders.KIND, order_lines.KIND, points.KIND, points.SUMS,
)  # fmt: skip


def populate(
    store: Store,
    account: AccountSchema,
    *,
    seed: int,
    contacts: int,
    progress: Progress = quiet,
    present: datetime = REFERENCE,
) -> None:
    """Fill a store that serves `account` and has no data yet, all of it or nothing.

    contacts: how many, with about as many orders and points, and a tenth of it in rows of every table; none: the store
    stays as it is; present: the moment (UTC, without an offset) before which everything happens.
    Raises InputError for a store that has data, and a number that is out of range.
    """
    if not 0 <= contacts <= MOST_CONTACTS:
        raise InputError(Problem("contacts", f"is {contacts}, which should be from 0 to {MOST_CONTACTS}"))
    if contacts == 0:
        return
    span = Span.until(present)
    rows = max(1, round(contacts * _ROWS))

    def scene(part: str) -> Scene:
        return Scene(f"{seed} {part}", span, contacts, rows)

    with store.loading():
        _need_new(store, account)
        many = round(contacts * _ORDERS) if types(account.order_types) else 0
        events = round(contacts * _EVENTS)
        steps = _Steps(progress, contacts + many + events + rows * len(account.tables))
        shops = fill_stores(store, account, scene("stores"))
        firms = companies(scene("companies"))
        people = write_contacts(store, account, scene("contacts"), firms, shops, steps.through(contacts))
        write_companies(store, account, scene("company members"), firms, people)
        with point_sheet(store) as sheet:
            ledger = Ledger(store, account, scene("points"), sheet)
            for order in write_orders(store, account, scene("orders"), people, steps.through(many), many):
                ledger.follow(order)
        ledger.close()
        write_events(store, scene("events"), people, steps.through(events), events)
        for table in account.tables:
            write_rows(store, scene(f"table {table.id}"), table, steps.through(rows), rows)


def _need_new(store: Store, account: AccountSchema) -> None:
    for kind in (*_KINDS, *(table_kind(table.id) for table in account.tables)):
        if store.counted(kind):
            hint = "Leave out the number of contacts, or name a new file."
            raise InputError(Problem(store.place, f"has data already ({kind}), and is filled only when new", hint))


class _Steps:
    """Tells a progress of every hundredth of all steps."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress, self._total = progress, total
        self._done = self._told = 0
        progress.expect(_SHOWN)

    def through(self, count: int) -> Iterator[int]:
        """Yield so many steps, from 0."""
        for step in range(count):
            yield step
            self._done += 1
            while self._told * self._total < self._done * _SHOWN - self._total + 1:
                self._told += 1
                self._progress.done()
