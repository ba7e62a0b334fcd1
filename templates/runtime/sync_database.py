"""The tables of a local copy, and the state that the next run continues from.

A table and its state are changed in one transaction. A process that is killed leaves each table as it was before or
after a run, never in between. Nothing of the API's text reaches SQL except through `_quoted`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from .arrow_tables import library
from .errors import SyncError
from .sync_columns import KEY, SQL_TYPES, TEXT, Column, CopyState
from .sync_file import CopyFile, as_json, from_json

__all__ = ["CopyDatabase", "Merged", "Staged"]


@dataclass(frozen=True, slots=True)
class Staged:
    """Rows that have been read, but not copied yet.

    Attributes:
        table: The quoted name of the temporary table that holds them.
        columns: Its columns.
        count: How many rows were read.
    """

    table: str
    columns: tuple[Column, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Merged:
    """How many rows of a table were changed, and how many it has now."""

    inserted: int
    updated: int
    deleted: int
    rows: int


class CopyDatabase(CopyFile):
    """The tables of a local copy."""

    def state(self, table: str) -> CopyState | None:
        """Return the state of a table, or None if it has not been copied.

        Raises:
            SyncError: The state is not one that `set_state` stored. Its types would be part of statements.
        """
        value = self.value(table)
        if value is None:
            return None
        state = from_json(value, CopyState)
        known = {*SQL_TYPES.values(), TEXT}
        if state is None or any({column.declared, column.type} - known for column in state.columns):
            raise SyncError(f"{self._path}: the state of {table} is damaged; pass the path of a new file")
        return state

    def set_state(self, table: str, state: CopyState) -> None:
        """Store the state of a table."""
        self.set_value(table, as_json(state))

    def greatest(self, table: str, column: Column) -> Any:
        """Return the greatest value of a column of integers, or of times, which are returned in UTC."""
        kind = "TIMESTAMP" if column.type == "TIMESTAMP_NS" else column.type
        ((value,),) = self.run(f"SELECT CAST(max({_quoted(column.name)}) AS {kind}) FROM {_table(table)}")
        return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value

    def stage(self, table: str, columns: tuple[Column, ...], batches: Iterable[Any]) -> Staged:
        """Write the rows of record batches, which have these columns in this order, to a temporary table.

        Raises:
            SyncError: There is no column with the key, or a row has none.
        """
        key = next((column for column in columns if column.wire == KEY), None)
        if key is None or key.type != "BIGINT":
            raise SyncError(f"{table}: the rows have no column {KEY} of integers")
        staged = _quoted(f"staged {table}")
        self.run(f"CREATE OR REPLACE TEMP TABLE {staged} ({_definitions(columns)})")
        count = 0
        for batch in batches:
            self._connection.register("batch", _plain(batch))
            self.run(f"INSERT INTO {staged} SELECT * FROM batch")
            self._connection.unregister("batch")
            count += len(batch)
        ((missing,),) = self.run(f"SELECT count(*) FROM {staged} WHERE {_quoted(key.name)} IS NULL")
        if missing:
            raise SyncError(f"{table}: {missing} rows have no {KEY}")
        return Staged(staged, columns, count)

    def reshape(self, table: str, state: CopyState | None, columns: Sequence[Column]) -> tuple[Column, ...]:
        """Create a table, or add new columns and empty those whose type changed; return all its columns."""
        target = _table(table)
        if state is None:
            self.run(f"CREATE TABLE {target} ({_definitions(columns)})")
            return tuple(columns)
        now = {column.wire: column for column in columns}
        for column in columns:
            former = state.column(column.wire)
            if former is not None and former.type == column.type:
                continue
            if former is not None:
                self.run(f"ALTER TABLE {target} DROP COLUMN {_quoted(former.name)}")
            self.run(f"ALTER TABLE {target} ADD COLUMN {_definitions([column])}")
        kept = [now.get(former.wire) or replace(former, is_present=False) for former in state.columns]
        return (*kept, *(column for column in columns if state.column(column.wire) is None))

    def merge(self, table: str, columns: Sequence[Column], staged: Staged, *, absent: str) -> Merged:
        """Insert and update the staged rows by their key, and delete others.

        Args:
            table: The table.
            columns: All its columns. Those that are not staged become null.
            staged: The rows. Of rows with the same key, one is used.
            absent: The condition of the rows to delete if they are not staged.
        """
        target, key = _table(table), _quoted(KEY)
        given = {column.wire for column in staged.columns}
        names = ", ".join(_quoted(column.name) for column in columns)
        values = ", ".join(
            _quoted(column.name) if column.wire in given else f"CAST(NULL AS {column.type}) AS {_quoted(column.name)}"
            for column in columns
        )
        self.run(
            f"CREATE OR REPLACE TEMP TABLE changed AS SELECT {values} FROM {staged.table} "
            f"QUALIFY row_number() OVER (PARTITION BY {key}) = 1 EXCEPT SELECT {names} FROM {target}"
        )
        ((changed,),) = self.run("SELECT count(*) FROM changed")
        ((updated,),) = self.run(f"DELETE FROM {target} WHERE {key} IN (SELECT {key} FROM changed)")
        self.run(f"INSERT INTO {target} ({names}) SELECT {names} FROM changed ORDER BY {key}")
        ((deleted,),) = self.run(
            f"DELETE FROM {target} WHERE ({absent}) AND {key} NOT IN (SELECT {key} FROM {staged.table})"
        )
        ((rows,),) = self.run(f"SELECT count(*) FROM {target}")
        self.run("DROP TABLE changed")
        return Merged(changed - updated, updated, deleted, rows)

    def drop(self, staged: Staged) -> None:
        """Remove the temporary table of staged rows."""
        self.run(f"DROP TABLE {staged.table}")


def _quoted(name: str) -> str:
    """Return an SQL identifier. DuckDB knows no escapes in it other than a doubled quote."""
    return '"' + name.replace('"', '""') + '"'


def _table(name: str) -> str:
    schema, _, table = name.rpartition(".")
    return f'"local".{_quoted(schema or "main")}.{_quoted(table)}'


def _definitions(columns: Iterable[Column]) -> str:
    return ", ".join(f"{_quoted(column.name)} {column.type}" for column in columns)


def _plain(batch: Any) -> Any:
    """Return a batch as a table that all versions of DuckDB read exactly.

    Its columns have plain names, and its times are UTC without a zone.
    """
    arrow = library("pyarrow")
    table = arrow.Table.from_batches([batch])
    kinds = [arrow.timestamp("ns") if arrow.types.is_timestamp(kind) else kind for kind in table.schema.types]
    names = [f"c{number}" for number in range(len(kinds))]
    return table.rename_columns(names).cast(arrow.schema(list(zip(names, kinds, strict=True))))
