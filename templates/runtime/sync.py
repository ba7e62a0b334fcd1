"""Keep a local copy of an account in a DuckDB file current. Needs the extra `sync`.

The first run copies everything by bulk exports. Later ones read what changed since, with a window that overlaps the
former one: rows are inserted or updated by their id, so reading a row again does no harm. A table is read completely
again when its columns changed, or when changes cannot be read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from .client import BaseClient
from .errors import ApiError, InvalidArgumentError, SyncError, YulsnError
from .option_checks import check_callback, check_deadline, check_type
from .sync_columns import TEXT, Column, CopyState
from .sync_database import CopyDatabase
from .sync_reading import FATAL, Pending, SyncReader, UnavailableError
from .sync_report import SyncedTable, SyncProgress, SyncReport
from .sync_sources import Dataset, datasets, declared_types

__all__ = ["SyncProgress", "SyncReport", "SyncedTable", "sync"]


def sync(
    client: Any,
    path: str | Path,
    *,
    only: Collection[str] | None = None,
    full: bool = False,
    deadline: float = 600.0,
    on_progress: Callable[[SyncProgress], None] | None = None,
    on_table: Callable[[SyncedTable], None] | None = None,
) -> SyncReport:
    """Copy contacts, companies, stores, orders with lines, points, events and tables to a DuckDB file.

    Each table is changed in one transaction. To resume after an interruption, call it again.

    Args:
        client: A synchronous client.
        path: The file. It is created, readable only by you, if it does not exist.
        only: Names of the tables to copy, such as `contacts` or `tables.bikes`; all by default.
        full: Whether to read everything and to delete rows that no longer exist.
        deadline: Seconds that each export may take.
        on_progress: Called when a step begins, and after each part of a file.
        on_table: Called with each table when it has been copied.

    Returns:
        What was done. All tables are up to date.

    Raises:
        SyncError: The file is in use or is not a copy of this account, or some tables could not be copied; then
            `report` has the failures, and all others are up to date.
        InvalidArgumentError: There is no table with one of the names.
        TypeError: An argument is of another type.
        ValueError: The deadline is out of range.
        YulsnError: The extra `sync` is not installed, or the API cannot be used.
    """
    check_type("client", client, BaseClient, "a Client")
    check_deadline("deadline", deadline)
    check_type("full", full, bool, "True or False")
    for name, callback in (("on_progress", on_progress), ("on_table", on_table)):
        check_callback(name, callback)
    if isinstance(only, str):
        raise InvalidArgumentError(f"sync: only must be a collection of names, such as [{only!r}]")
    found = {dataset.name: dataset for dataset in datasets(client)}
    unknown = sorted(set(only or ()) - found.keys())
    if unknown:
        raise InvalidArgumentError(f"sync: there is no table {unknown[0]!r}; known: {', '.join(found)}")
    chosen = [dataset for name, dataset in found.items() if only is None or name in only]
    package = __name__.partition(".")[0]
    source = {"package": package, "base URL": client._transport.options.base_url}
    with CopyDatabase.opened(Path(path), source) as database:
        run = _Run(client, database, SyncReader(client, database, deadline, on_progress), full=full)
        return run.all(chosen, [dataset.table for dataset in found.values() if dataset.table], on_table)


class _Run:
    """One run."""

    def __init__(self, client: Any, database: CopyDatabase, reader: SyncReader, *, full: bool) -> None:
        self._client = client
        self._database = database
        self._reader = reader
        self._full = full
        self._server_time: datetime | None = None

    def all(
        self, chosen: Sequence[Dataset], known: Sequence[str], on_table: Callable[[SyncedTable], None] | None
    ) -> SyncReport:
        """Copy datasets, of which none depends on another.

        Args:
            chosen: The datasets.
            known: The wire names of the account's tables that the package knows.
            on_table: Called with each table.
        """
        live = self._live_tables()
        missing = [] if live is None else [name for name in known if name not in live]
        tables: list[SyncedTable] = []
        failures: dict[str, YulsnError] = {}
        for dataset in chosen:
            if dataset.table in missing:
                continue
            try:
                copied = self._copied(dataset)
            except YulsnError as error:
                if isinstance(error, ApiError) and error.status in FATAL:
                    raise
                failures[dataset.name] = error
                continue
            for table in copied:
                tables.append(table)
                if on_table is not None:
                    on_table(table)
        unknown = sorted(set(live or ()) - set(known))
        report = SyncReport(tuple(tables), failures, tuple(missing), tuple(unknown))
        if failures:
            raise SyncError(f"{len(failures)} tables could not be copied: {', '.join(failures)}", report)
        return report

    def _live_tables(self) -> list[str] | None:
        """Return the wire names of the account's tables, or None if the key may not read them; note the time."""
        try:
            response = self._client.with_raw_response(self._client.dynamic_tables.list)
        except ApiError as error:
            if error.status in FATAL or error.status >= 500:
                raise
            return None
        with suppress(ValueError):
            self._server_time = parsedate_to_datetime(response.headers.get("date", "")).astimezone(UTC)
        return [table.name for table in response.value]

    def _copied(self, dataset: Dataset) -> list[SyncedTable]:
        """Copy the objects of one kind."""
        state = self._database.state(dataset.name)
        parts: list[Pending] = []
        names: Mapping[str, Collection[str]] = {}
        reason = self._reason(dataset, state)
        if not reason and state is not None:
            try:
                parts = list(self._reader.changes(dataset, state))
            except UnavailableError as error:
                reason, names = str(error), error.names
        if reason:
            both = [dataset] if dataset.lines is None else [dataset, dataset.lines]
            parts = [self._reader.everything(one) for one in both]
        self._reader.report(dataset.name, "copying")
        with self._database.transaction():
            copied = [self._merged(part, reason, names.get(part.name)) for part in parts]
        for part in parts:
            self._database.drop(part.staged)
        return copied

    def _reason(self, dataset: Dataset, state: CopyState | None) -> str:
        """Return why all objects have to be read, or an empty string."""
        if state is None:
            return "first copy"
        if self._full:
            return "requested"
        if not dataset.changes:
            return "the API has no changes of them"
        for one, its_state in (
            (dataset, state),
            (dataset.lines, dataset.lines and self._database.state("order_lines")),
        ):
            declared = {} if one is None else declared_types(one.model)
            for column in its_state.columns if its_state else ():
                if column.is_present and declared.get(column.wire, TEXT) != column.declared:
                    return "columns changed"
        return ""

    def _merged(self, part: Pending, reason: str, names: Collection[str] | None) -> SyncedTable:
        """Copy staged rows, store the state, and return what changed."""
        former = part.state or CopyState()
        columns = self._database.reshape(part.name, part.state, part.staged.columns)
        merged = self._database.merge(part.name, columns, part.staged, absent=part.absent)
        unlike = (
            former.unlike if names is None else tuple(sorted(set(names) ^ {one.wire for one in part.staged.columns}))
        )
        self._database.set_state(part.name, CopyState(columns, self._server_time, unlike))
        return SyncedTable(
            part.name,
            reason,
            part.staged.count,
            merged.inserted,
            merged.updated,
            merged.deleted,
            merged.rows,
            **({} if part.state is None else _differences(former.columns, columns)),
        )


def _differences(before: Sequence[Column], after: Sequence[Column]) -> dict[str, tuple[str, ...]]:
    """Return the wire names of the columns that differ, by attribute of `SyncedTable`."""
    former = {column.wire: column for column in before}
    pairs = [(former.get(column.wire), column) for column in after]
    return {
        "new_columns": tuple(now.wire for old, now in pairs if now.is_present and (old is None or not old.is_present)),
        "removed_columns": tuple(now.wire for old, now in pairs if old and old.is_present and not now.is_present),
        "changed_columns": tuple(now.wire for old, now in pairs if old and old.type != now.type),
    }
