"""Read the objects that a local copy needs, all or those that changed, and stage them in its database."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from .arrow_tables import ColumnTypeError
from .errors import ApiError, DecodeError
from .exports import ExportProgress
from .sync_columns import KEY, ORDER_KEY, TEXT, CopyState, plan_columns
from .sync_database import CopyDatabase, Staged
from .sync_report import SyncProgress
from .sync_sources import (
    LINES,
    MODIFIED,
    Dataset,
    Object,
    declared_types,
    lines_of,
    objects_of,
    record_batches,
    wire_names,
)

__all__ = ["FATAL", "Pending", "SyncReader", "UnavailableError"]

FATAL = frozenset({401, 429})
"""Statuses after which no other call of a run can succeed."""

OVERLAP = timedelta(minutes=10)
OVERLAPPING_IDS = 1000
"""How far a window reaches back behind the newest row, as transactions may end in another order than they began."""


class UnavailableError(Exception):
    """Changes cannot be read, so everything has to be.

    Attributes:
        names: Names of the properties that a call returned, by table, if they are not those of the columns.
    """

    def __init__(self, reason: str, names: Mapping[str, Collection[str]] | None = None) -> None:
        super().__init__(reason)
        self.names = names or {}


@dataclass(frozen=True)
class Pending:
    """The rows of one table that were read; of orders and their lines, there are two.

    Attributes:
        absent: The condition of the rows that no longer exist if they are not among those that were read.
    """

    name: str
    state: CopyState | None
    staged: Staged
    absent: str


class SyncReader:
    """Reads and stages objects."""

    def __init__(
        self,
        client: Any,
        database: CopyDatabase,
        deadline: float,
        notify: Callable[[SyncProgress], None] | None,
    ) -> None:
        """Prepare to read.

        Args:
            client: A synchronous client.
            database: Where the objects are staged.
            deadline: Seconds that each export may take.
            notify: Called when a step begins, and after each part of a file.
        """
        self._client = client
        self._database = database
        self._deadline = deadline
        self._notify = notify

    def everything(self, dataset: Dataset) -> Pending:
        """Export and stage all objects."""
        state = self._database.state(dataset.name)
        return Pending(dataset.name, state, self._exported(dataset, state or CopyState(), lenient=True), "true")

    def changes(self, dataset: Dataset, state: CopyState) -> Iterator[Pending]:
        """Read and stage what changed.

        Raises:
            UnavailableError: That is not possible.
        """
        column = state.column(KEY if dataset.changes == "added" else MODIFIED)
        newest = None if column is None or column.type == TEXT else self._database.greatest(dataset.name, column)
        if newest is None:
            raise UnavailableError("nothing to continue from")
        if dataset.changes == "added":
            after = max(newest - OVERLAPPING_IDS, 0)
            yield Pending(dataset.name, state, self._exported(dataset, state, after_id=after), "false")
            return
        since = min(newest, state.server_time or newest) - OVERLAP
        if dataset.changes == "modified":
            yield Pending(dataset.name, state, self._exported(dataset, state, modified=(since, None)), "false")
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
            UnavailableError: If they are not accepted and there are any.
        """

        def notify(progress: ExportProgress) -> None:
            self.report(dataset.name, progress.step, progress.received, progress.size)

        declared = declared_types(dataset.model)
        as_text = _text_columns(state, declared)
        with self._client.bulk_export.run(
            dataset.what, deadline=self._deadline, on_progress=notify, **window
        ) as export:
            header = export.records()[0]
            names = wire_names(dataset.model, header)
            places = [header.index(name) for name in names.values()]
            if not lenient and {column.wire for column in state.columns if column.is_present} != names.keys():
                raise UnavailableError("columns changed")
            while True:
                columns = plan_columns(names, declared, state, as_text)
                batches = export.batches(as_text=[names[one.wire] for one in columns if one.type == TEXT])
                try:
                    chosen = (batch.select(places) for batch in batches)
                    return self._database.stage(dataset.name, columns, chosen)
                except ColumnTypeError as error:
                    if not lenient:
                        raise UnavailableError("values do not fit their column") from None
                    as_text.update(wire for wire, name in names.items() if name == error.column)

    def _searched(self, dataset: Dataset, state: CopyState, since: datetime) -> Iterator[Pending]:
        """Search and stage changed objects, and their lines."""
        self.report(dataset.name, "searching")
        try:
            found = objects_of(dataset.search(self._client, since))
            lines = [] if dataset.lines is None else lines_of(found)
        except ApiError as error:
            if error.status in FATAL or (error.status >= 500 and error.status != 501):
                raise
            raise UnavailableError("the API does not search them") from None
        except DecodeError:
            raise UnavailableError("the response to a search is too large, or is not as expected") from None
        staged = self._staged(dataset, state, found)
        yield Pending(dataset.name, state, staged, "false")
        if dataset.lines is not None:
            state = self._database.state(dataset.lines.name) or CopyState()
            whose = f'"{ORDER_KEY}" IN (SELECT "{KEY}" FROM {staged.table})'
            yield Pending(dataset.lines.name, state, self._staged(dataset.lines, state, lines), whose)

    def _staged(self, dataset: Dataset, state: CopyState, objects: Sequence[Object]) -> Staged:
        """Stage objects that a call returned."""
        columns = tuple(column for column in state.columns if column.is_present)
        wires = [column.wire for column in columns]
        names = wire_names(dataset.model, (name for item in objects for name in item if name != LINES))
        if objects and not (names.keys() ^ set(wires)) <= set(state.unlike):
            raise UnavailableError("columns changed", {dataset.name: names.keys()})
        as_text = [column.wire for column in columns if column.type == TEXT]
        try:
            batches = record_batches(objects, {wire: names.get(wire, wire) for wire in wires}, dataset.model, as_text)
            return self._database.stage(dataset.name, columns, batches)
        except ColumnTypeError:
            raise UnavailableError("values do not fit their column") from None

    def report(self, table: str, step: str, received: int = 0, size: int | None = None) -> None:
        """Report progress."""
        if self._notify is not None:
            self._notify(SyncProgress(table, step, received, size))


def _text_columns(state: CopyState, declared: Mapping[str, str]) -> set[str]:
    """Return the wire names of the columns that hold values which do not fit their declared type."""
    return {
        column.wire
        for column in state.columns
        if column.type == TEXT and declared.get(column.wire) == column.declared != TEXT
    }
