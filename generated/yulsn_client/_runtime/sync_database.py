"""The DuckDB file of a local copy: its tables, and the state that the next run continues from.

A table and its state are changed in one transaction. A process that is killed leaves each table as it was before or
after a run, never in between. Nothing of the API's text reaches SQL except through `_quoted`.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self, TypeVar

import msgspec

from .arrow_tables import library
from .error_text import printable
from .errors import SyncError

__all__ = ["SQL_TYPES", "TEXT", "Column", "CopyDatabase", "CopyState", "Merged", "Staged", "plan_columns"]

KEY, ORDER_KEY = "Id", "OrderId"
TEXT = "VARCHAR"
SQL_TYPES = {
    "int64": "BIGINT",
    "bool": "BOOLEAN",
    "double": "DOUBLE",
    "date32[day]": "DATE",
    "decimal128(38, 10)": "DECIMAL(38, 10)",
    "timestamp[ns, tz=UTC]": "TIMESTAMP_NS",
}
"""The SQL types of columns by Arrow type. All other columns are text."""
_FORMAT = 1
_STATE = '"local"."_sync"."state"'
_BUSY = ("lock", "file handle conflict", "already attached")  # in DuckDB's messages
T = TypeVar("T")
_UNQUOTED_ERRORS = ("Conversion", "Constraint", "OutOfRange")  # their messages contain values


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the copy.

    Attributes:
        wire: Its name in the API.
        name: Its name in the copy.
        declared: The SQL type of the model's property.
        type: The SQL type of the column, which is text if there are values that do not fit `declared`.
        is_present: Whether the API still has it.
    """

    wire: str
    name: str
    declared: str
    type: str
    is_present: bool = True


@dataclass(frozen=True, slots=True)
class CopyState:
    """What the next run has to know about a table.

    Attributes:
        columns: All columns, in the order in which they were added.
        server_time: The server's time when the latest run began, if the server sends one.
        unlike: Wire names of properties that either only calls return or only exports contain.
    """

    columns: tuple[Column, ...] = ()
    server_time: datetime | None = None
    unlike: tuple[str, ...] = ()

    def column(self, wire: str) -> Column | None:
        """Return the column with a wire name, or None."""
        return next((column for column in self.columns if column.wire == wire), None)


@dataclass(frozen=True, slots=True)
class _Origin:
    """What a file is a copy of, by `source` of `CopyDatabase.opened`, and in which format."""

    format: int
    source: dict[str, str]


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


def plan_columns(
    wires: Iterable[str], declared: Mapping[str, str], state: CopyState, as_text: Collection[str]
) -> tuple[Column, ...]:
    """Return the columns that rows are copied to, with the names that they had before.

    Args:
        wires: The wire names.
        declared: The SQL types of the model's properties by wire name; a column that it does not have is text.
        state: The state of the table.
        as_text: The wire names of columns with values that do not fit.
    """
    wires = tuple(wires)
    keys = {KEY, ORDER_KEY}.intersection(wires)  # SQL refers to them by these names
    taken = {column.name.casefold() for column in state.columns} | {key.casefold() for key in keys}
    found: list[Column] = []
    for wire in wires:
        kind = declared.get(wire, TEXT)
        former = state.column(wire)
        name = former.name if former is not None else wire if wire in keys else _column_name(wire, taken)
        taken.add(name.casefold())
        found.append(Column(wire, name, kind, TEXT if wire in as_text else kind))
    return tuple(found)


def _column_name(wire: str, taken: Collection[str]) -> str:
    """Return a printable name that differs from all others by more than case, which DuckDB ignores."""
    name = "".join(char if char.isprintable() else "_" for char in wire).strip() or "_"
    numbered = (f"{name}_{number}" for number in range(2, len(taken) + 3))
    return name if name.casefold() not in taken else next(one for one in numbered if one.casefold() not in taken)


class CopyDatabase:
    """An open file of a local copy. No other process or connection can open it at the same time."""

    def __init__(self, connection: Any, path: Path) -> None:
        self._connection = connection
        self._path = path

    @classmethod
    @contextmanager
    def opened(cls, path: Path, source: Mapping[str, str]) -> Generator[Self, None, None]:
        """Open a file for as long as the block takes; create it if it does not exist.

        Args:
            path: The file.
            source: What the copy is made from. A file with a copy of something else is refused.

        Raises:
            SyncError: The file is in use, or is not a copy of this source.
        """
        duckdb = library("duckdb", "sync")
        with TemporaryDirectory(prefix="yulsn-sync-") as spill:
            # Without extensions, DuckDB makes no connections of its own.
            config = {"temp_directory": spill, "autoinstall_known_extensions": "false"}
            with duckdb.connect(config=config) as connection:
                database = cls(connection, path)
                if not path.exists():
                    database._create(source)
                database._attach(path)
                database._check_source(source)
                yield database

    def _create(self, source: Mapping[str, str]) -> None:
        """Create the file, which appears only when it is complete. Only its owner may read it.

        DuckDB locks the new file, so no other process creates it at the same time. One that was killed may have left
        it behind, empty or complete.
        """
        new = self._path.with_name(f"{self._path.name}.new")
        self._attach(new)
        with self.transaction():
            self.run('CREATE SCHEMA IF NOT EXISTS "local"."_sync"')
            self.run('CREATE SCHEMA IF NOT EXISTS "local"."tables"')
            self.run(f"CREATE TABLE IF NOT EXISTS {_STATE} (name VARCHAR PRIMARY KEY, value VARCHAR NOT NULL)")
            self.run(f"INSERT OR REPLACE INTO {_STATE} VALUES ('', ?)", _json({"format": _FORMAT, "source": source}))
        self.run('DETACH "local"')
        try:
            new.chmod(0o600)
            _publish(new, self._path)
        except OSError as error:
            raise SyncError(f"{self._path}: cannot be created: {error.strerror}") from None

    def _attach(self, path: Path) -> None:
        # An absolute path cannot be mistaken for the URL of another kind of database.
        text = str(path.absolute()).replace("'", "''")
        try:
            with _private_files():
                self._connection.execute(f"ATTACH '{text}' AS \"local\"")
        except library("duckdb").Error as error:
            if any(word in str(error) for word in _BUSY):
                raise SyncError(
                    f"{self._path}: is in use; close other programs and connections that have it open"
                ) from None
            raise SyncError(f"{path}: cannot be opened: {_message(error)}") from None

    def _check_source(self, source: Mapping[str, str]) -> None:
        try:
            found = _decoded(self._value(""), _Origin)
        except SyncError:
            found = None
        if found is None:
            raise SyncError(f"{self._path}: is not a local copy; pass the path of a new file")
        if found.format != _FORMAT:
            raise SyncError(f"{self._path}: was made by another version of sync; pass the path of a new file")
        for name, value in source.items():
            if found.source.get(name) != value:
                raise SyncError(
                    f"{self._path}: is a copy of the {name} {printable(str(found.source.get(name)))}, not of "
                    f"{value}; pass the path of a new file"
                )

    def run(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Execute a statement, and return its rows.

        Raises:
            SyncError: It failed.
        """
        try:
            found: list[tuple[Any, ...]] = self._connection.execute(sql, list(values)).fetchall()
        except library("duckdb").Error as error:
            raise SyncError(f"{self._path}: {_message(error)}") from None
        return found

    @contextmanager
    def transaction(self) -> Generator[None, None, None]:
        """Apply all changes in the block, or none."""
        self.run("BEGIN")
        try:
            yield
            with _private_files():
                self.run("COMMIT")
        except BaseException:
            with suppress(SyncError):
                self.run("ROLLBACK")
            raise

    def state(self, table: str) -> CopyState | None:
        """Return the state of a table, or None if it has not been copied.

        Raises:
            SyncError: The state is not one that `set_state` stored. Its types would be part of statements.
        """
        value = self._value(table)
        if value is None:
            return None
        state = _decoded(value, CopyState)
        known = {*SQL_TYPES.values(), TEXT}
        if state is None or any({column.declared, column.type} - known for column in state.columns):
            raise SyncError(f"{self._path}: the state of {table} is damaged; pass the path of a new file")
        return state

    def set_state(self, table: str, state: CopyState) -> None:
        """Store the state of a table."""
        self.run(f"INSERT OR REPLACE INTO {_STATE} VALUES (?, ?)", table, _json(state))

    def _value(self, name: str) -> Any:
        found = self.run(f"SELECT value FROM {_STATE} WHERE name = ?", name)
        return found[0][0] if found else None

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


def _decoded(value: object, kind: type[T]) -> T | None:
    """Return the value that a cell holds as JSON, or None if it holds anything else."""
    try:
        return msgspec.json.decode(value, type=kind) if isinstance(value, str) else None
    except (msgspec.DecodeError, RecursionError):
        return None


def _publish(new: Path, path: Path) -> None:
    """Give a file its name, unless another process has created a file of that name in the meantime."""
    try:
        path.hardlink_to(new)  # unlike a rename, never replaces a file
    except FileExistsError:
        pass
    except OSError:  # the file system has no hard links
        new.rename(path)
    new.unlink(missing_ok=True)


@contextmanager
def _private_files() -> Generator[None, None, None]:
    """Create files that only their owner may read, such as DuckDB's write-ahead log."""
    former = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(former)


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


def _message(error: Exception) -> str:
    """Return the first line of DuckDB's message, unless it may contain values."""
    kind = type(error).__name__
    if kind.startswith(_UNQUOTED_ERRORS):
        return kind
    return printable(str(error).partition("\n")[0])


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
