"""Fill a new store with plausible generated data that fits an account schema.

The same seed, number of contacts and account give the same data, on every machine and at any time: nothing depends on a
clock, a locale, or the order of a set. Every part and every field has its own random numbers, so adding a field to the
account does not change any other value.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ...account.schema import AccountSchema
from ...text.errors import InputError, Problem
from ...text.progress import Progress, quiet
from ..collections import COMPANIES, CONTACTS, EVENTS, ORDER_LINES, ORDERS, POINT_SUMS, POINTS
from ..store import Store, table_kind
from .contacts import companies, write_companies, write_contacts
from .events import write_events
from .fields import SampleContext, types
from .orders import write_orders
from .points import PointWriter, point_batches
from .rows import write_rows
from .stores import fill_stores
from .times import REFERENCE, Span

MAX_CONTACTS = 1_000_000
_ORDERS, _EVENTS, _ROWS = 1.1, 1.5, 0.1  # per contact; rows are per table
_REPORTS = 100  # how many times progress is reported

_KINDS = (
    *(collection.kind for collection in (CONTACTS, COMPANIES, EVENTS, ORDERS, ORDER_LINES, POINTS)),
    POINT_SUMS,
)


def populate(
    store: Store,
    account: AccountSchema,
    *,
    seed: int,
    contacts: int,
    progress: Progress = quiet,
    present: datetime = REFERENCE,
) -> None:
    """Fill an empty store that serves `account`, completely or not at all.

    Args:
        store: The store.
        account: The account schema that the data fits.
        seed: Determines the data.
        contacts: How many contacts to generate, with about as many orders and points, and a tenth as many rows in every
            table; 0 leaves the store unchanged.
        progress: Receives the progress of the work.
        present: The time before which everything happens, in UTC without an offset.

    Raises:
        InputError: If the store has data, or `contacts` is out of range.
    """
    if not 0 <= contacts <= MAX_CONTACTS:
        raise InputError(Problem("contacts", f"is {contacts}, which should be from 0 to {MAX_CONTACTS}"))
    if contacts == 0:
        return
    span = Span.until(present)
    rows = max(1, round(contacts * _ROWS))

    def context(part: str) -> SampleContext:
        return SampleContext(f"{seed} {part}", span, contacts, rows)

    with store.loading():
        _need_new(store, account)
        orders = round(contacts * _ORDERS) if types(account.order_types) else 0
        events = round(contacts * _EVENTS)
        steps = _Steps(progress, contacts + orders + events + rows * len(account.tables))
        shops = fill_stores(store, account, context("stores"))
        firms = companies(context("companies"))
        people = write_contacts(store, account, context("contacts"), firms, shops, steps.through(contacts))
        write_companies(store, account, context("company members"), firms, people)
        with point_batches(store) as batches:
            points = PointWriter(store, account, context("points"), batches)
            for order in write_orders(store, account, context("orders"), people, steps.through(orders), orders):
                points.follow(order)
        points.write_sums()
        write_events(store, context("events"), people, steps.through(events), events)
        for table in account.tables:
            write_rows(store, account, context(f"table {table.id}"), table, steps.through(rows), rows)


def _need_new(store: Store, account: AccountSchema) -> None:
    for kind in (*_KINDS, *(table_kind(table.id) for table in account.tables)):
        if store.counted(kind):
            hint = "Leave out the number of contacts, or name a new file."
            raise InputError(Problem(store.place, f"already has data ({kind}); only a new store can be filled", hint))


class _Steps:
    """Reports every hundredth of all steps."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress, self._total = progress, total
        self._done = self._reported = 0
        progress.expect(_REPORTS)

    def through(self, count: int) -> Iterator[int]:
        """Yield `count` steps, from 0."""
        for step in range(count):
            yield step
            self._done += 1
            while self._reported * self._total < self._done * _REPORTS - self._total + 1:
                self._reported += 1
                self._progress.done()
