"""Keep a local copy of an account in a DuckDB file current. Needs the extra `sync`.

The first run copies everything by bulk exports. Later ones read what changed since, with a window that overlaps the
former one: rows are inserted or updated by their id, so reading a row again does no harm. A table is read completely
again when its columns changed, or when changes cannot be read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from .arrow_tables import ColumnTypeError
from .errors import ApiError, DecodeError, InvalidArgumentError, SyncError, YulsnError
from .exports import ExportProgress
from .option_checks import check_callback, check_deadline, check_type
from .sync_columns import KEY, ORDER_KEY, TEXT, Column, CopyState, plan_columns
from .sync_database import CopyDatabase, Staged
from .sync_sources import (
    LINES,
    MODIFIED,
    Dataset,
    Object,
    datasets,
    declared_types,
    lines_of,
    objects_of,
    record_batches,
    wire_names,
)

__all__ = ["SyncProgress", "SyncReport", "SyncedTable", "sync"]

OVERLAP = timedelta(minutes=10)
OVERLAPPING_IDS = 1000
"""How far a window reaches back behind the newest row, as transactions may end in another order than they began."""
_FATAL = frozenset({401, 429})


@dataclass(frozen=True, slots=True)
class SyncProgress:
    """How far the copy of a table has come.

    Attributes:
        table: Name of the table in the copy.
        step: `ordered`, `waiting`, `downloading` or `downloaded` for an export; `searching` or `copying`.
        received: Bytes of the file that have been received.
        size: Size of the file in bytes, or None.
    """

    table: str
    step: str
    received: int = 0
    size: int | None = None


@dataclass(frozen=True, slots=True)
class SyncedTable:
    """What changed in a table of the copy.

    Attributes:
        table: Name of the table.
        full_copy: Why all rows were read, or an empty string if only changes were.
        read: Rows that were read.
        inserted: Rows that are new.
        updated: Rows that changed.
        deleted: Rows that no longer exist.
        rows: Rows that the table has now.
        new_columns: Columns that were added, or exist again.
        removed_columns: Columns that no longer exist in the account. They stay, and are null.
        changed_columns: Columns whose type changed.
    """

    table: str
    full_copy: str
    read: int
    inserted: int
    updated: int
    deleted: int
    rows: int
    new_columns: tuple[str, ...] = ()
    removed_columns: tuple[str, ...] = ()
    changed_columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a run did.

    Attributes:
        tables: The tables that were copied.
        failures: Why tables could not be copied, by their name.
        missing_tables: Wire names of tables that no longer exist in the account. Their copy stays as it is.
        unknown_tables: Wire names of tables that the package does not know; it has to be generated again.
    """

    tables: tuple[SyncedTable, ...]
    failures: Mapping[str, YulsnError]
    missing_tables: tuple[str, ...] = ()
    unknown_tables: tuple[str, ...] = ()


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
        YulsnError: The extra `sync` is not installed, or the API cannot be used.
    """
    check_deadline("deadline", deadline)
    check_type("full", full, bool, "True or False")
    for name, callback in (("on_progress", on_progress), ("on_table", on_table)):
        check_callback(name, callback)
    found = {dataset.name: dataset for dataset in datasets(client)}
    unknown = sorted(set(only or ()) - found.keys())
    if unknown:
        raise InvalidArgumentError(f"sync: there is no table {unknown[0]!r}; known: {', '.join(found)}")
    chosen = [dataset for name, dataset in found.items() if only is None or name in only]
    package = __name__.partition(".")[0]
    source = {"package": package, "base URL": client._transport.options.base_url}
    with CopyDatabase.opened(Path(path), source) as database:
        run = _Run(client, database, full=full, deadline=deadline, on_progress=on_progress)
        return run.all(chosen, [dataset.table for dataset in found.values() if dataset.table], on_table)


class _UnavailableError(Exception):
    """Changes cannot be read, so everything has to be.

    Attributes:
        names: Names of the properties that a call returned, by table, if they are not those of the columns.
    """

    def __init__(self, reason: str, names: Mapping[str, Collection[str]] | None = None) -> None:
        super().__init__(reason)
        self.names = names or {}


@dataclass(frozen=True)
class _Pending:
    """The rows of one table that were read; of orders and their lines, there are two.

    Attributes:
        absent: The condition of the rows that no longer exist if they are not among those that were read.
    """

    name: str
    state: CopyState | None
    staged: Staged
    absent: str


class _Run:
    """One run."""

    def __init__(
        self,
        client: Any,
        database: CopyDatabase,
        *,
        full: bool,
        deadline: float,
        on_progress: Callable[[SyncProgress], None] | None,
    ) -> None:
        self._client = client
        self._database = database
        self._full = full
        self._deadline = deadline
        self._notify = on_progress
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
                if isinstance(error, ApiError) and error.status in _FATAL:
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
            if error.status in _FATAL or error.status >= 500:
                raise
            return None
        with suppress(ValueError):
            self._server_time = parsedate_to_datetime(response.headers.get("date", "")).astimezone(UTC)
        return [table.name for table in response.value]

    def _copied(self, dataset: Dataset) -> list[SyncedTable]:
        """Copy the objects of one kind."""
        state = self._database.state(dataset.name)
        parts: list[_Pending] = []
        names: Mapping[str, Collection[str]] = {}
        reason = self._reason(dataset, state)
        if not reason and state is not None:
            try:
                parts = list(self._changes(dataset, state))
            except _UnavailableError as error:
                reason, names = str(error), error.names
        if reason:
            both = [dataset] if dataset.lines is None else [dataset, dataset.lines]
            parts = [self._everything(one) for one in both]
        self._tell(dataset.name, "copying")
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

    def _everything(self, dataset: Dataset) -> _Pending:
        """Export and stage all objects."""
        state = self._database.state(dataset.name)
        return _Pending(dataset.name, state, self._exported(dataset, state or CopyState(), lenient=True), "true")

    def _changes(self, dataset: Dataset, state: CopyState) -> Iterator[_Pending]:
        """Read and stage what changed.

        Raises:
            _UnavailableError: That is not possible.
        """
        column = state.column(KEY if dataset.changes == "added" else MODIFIED)
        newest = None if column is None or column.type == TEXT else self._database.greatest(dataset.name, column)
        if newest is None:
            raise _UnavailableError("nothing to continue from")
        if dataset.changes == "added":
            after = max(newest - OVERLAPPING_IDS, 0)
            yield _Pending(dataset.name, state, self._exported(dataset, state, after_id=after), "false")
            return
        since = min(newest, state.server_time or newest) - OVERLAP
        if dataset.changes == "modified":
            yield _Pending(dataset.name, state, self._exported(dataset, state, modified=(since, None)), "false")
        else:
            yield from self._searched(dataset, state, since)

    def _exported(self, dataset: Dataset, state: CopyState, *, lenient: bool = False, **window: Any) -> Staged:
        """Export and stage objects.

        Args:
            dataset: What to export.
            state: The state of the table.
            lenient: Whether other columns and values that do not fit are accepted.
            window: Which objects to export.

        Raises:
            _UnavailableError: If they are not accepted and there are any.
        """

        def notify(progress: ExportProgress) -> None:
            self._tell(dataset.name, progress.step, progress.received, progress.size)

        declared = declared_types(dataset.model)
        as_text = _text_columns(state, declared)
        with self._client.bulk_export.run(
            dataset.what, deadline=self._deadline, on_progress=notify, **window
        ) as export:
            header = [name or "" for name in export.records()[0]]
            names = wire_names(dataset.model, header)
            places = [header.index(name) for name in names.values()]
            if not lenient and {column.wire for column in state.columns if column.is_present} != names.keys():
                raise _UnavailableError("columns changed")
            while True:
                columns = plan_columns(names, declared, state, as_text)
                batches = export.batches(as_text=[names[one.wire] for one in columns if one.type == TEXT])
                try:
                    chosen = (batch.select(places) for batch in batches)
                    return self._database.stage(dataset.name, columns, chosen)
                except ColumnTypeError as error:
                    if not lenient:
                        raise _UnavailableError("values do not fit their column") from None
                    as_text.update(wire for wire, name in names.items() if name == error.column)

    def _searched(self, dataset: Dataset, state: CopyState, since: datetime) -> Iterator[_Pending]:
        """Search and stage changed objects, and their lines."""
        self._tell(dataset.name, "searching")
        try:
            found = objects_of(dataset.search(self._client, since))
            lines = [] if dataset.lines is None else lines_of(found)
        except ApiError as error:
            if error.status in _FATAL or (error.status >= 500 and error.status != 501):
                raise
            raise _UnavailableError("the API does not search them") from None
        except DecodeError:
            raise _UnavailableError("the response to a search is too large, or is not as expected") from None
        staged = self._staged(dataset, state, found)
        yield _Pending(dataset.name, state, staged, "false")
        if dataset.lines is not None:
            state = self._database.state(dataset.lines.name) or CopyState()
            whose = f'"{ORDER_KEY}" IN (SELECT "{KEY}" FROM {staged.table})'
            yield _Pending(dataset.lines.name, state, self._staged(dataset.lines, state, lines), whose)

    def _staged(self, dataset: Dataset, state: CopyState, objects: Sequence[Object]) -> Staged:
        """Stage objects that a call returned."""
        columns = tuple(column for column in state.columns if column.is_present)
        wires = [column.wire for column in columns]
        names = wire_names(dataset.model, (name for item in objects for name in item if name != LINES))
        if objects and not (names.keys() ^ set(wires)) <= set(state.unlike):
            raise _UnavailableError("columns changed", {dataset.name: names.keys()})
        as_text = [column.wire for column in columns if column.type == TEXT]
        try:
            batches = record_batches(objects, {wire: names.get(wire, wire) for wire in wires}, dataset.model, as_text)
            return self._database.stage(dataset.name, columns, batches)
        except ColumnTypeError:
            raise _UnavailableError("values do not fit their column") from None

    def _merged(self, part: _Pending, reason: str, names: Collection[str] | None) -> SyncedTable:
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

    def _tell(self, table: str, step: str, received: int = 0, size: int | None = None) -> None:
        if self._notify is not None:
            self._notify(SyncProgress(table, step, received, size))


def _text_columns(state: CopyState, declared: Mapping[str, str]) -> set[str]:
    """Return the wire names of the columns that hold values which do not fit their declared type."""
    return {
        column.wire
        for column in state.columns
        if column.type == TEXT and declared.get(column.wire) == column.declared != TEXT
    }


def _differences(before: Sequence[Column], after: Sequence[Column]) -> dict[str, tuple[str, ...]]:
    """Return the wire names of the columns that differ, by attribute of `SyncedTable`."""
    former = {column.wire: column for column in before}
    pairs = [(former.get(column.wire), column) for column in after]
    return {
        "new_columns": tuple(now.wire for old, now in pairs if now.is_present and (old is None or not old.is_present)),
        "removed_columns": tuple(now.wire for old, now in pairs if old and old.is_present and not now.is_present),
        "changed_columns": tuple(now.wire for old, now in pairs if old and old.type != now.type),
    }
