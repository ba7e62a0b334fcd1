"""The DuckDB file of a local copy: created, opened, and checked to be a copy of the same account.

A file is created completely or not at all, and is used by one process at a time. Only its owner may read it.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self, TypeVar

import msgspec

from .arrow_tables import library
from .error_text import printable
from .errors import SyncError

__all__ = ["CopyFile", "as_json", "from_json"]

T = TypeVar("T")
_FORMAT = 1
_STATE = '"local"."_sync"."state"'
_BUSY = ("lock", "file handle conflict", "already attached", "used by another process")  # in DuckDB's messages
_UNQUOTED_ERRORS = ("Conversion", "Constraint", "OutOfRange")  # their messages contain values


@dataclass(frozen=True, slots=True)
class _Origin:
    """What a file is a copy of, by `source` of `CopyFile.opened`, and in which format."""

    format: int
    source: dict[str, str]


class CopyFile:
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
            self.set_value("", as_json({"format": _FORMAT, "source": source}))
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
            found = from_json(self.value(""), _Origin)
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

    def value(self, name: str) -> Any:
        """Return the text that is stored under a name, or None."""
        found = self.run(f"SELECT value FROM {_STATE} WHERE name = ?", name)
        return found[0][0] if found else None

    def set_value(self, name: str, text: str) -> None:
        """Store text under a name. The empty name is taken."""
        self.run(f"INSERT OR REPLACE INTO {_STATE} VALUES (?, ?)", name, text)


def as_json(value: object) -> str:
    """Return a value as JSON."""
    return msgspec.json.encode(value).decode()


def from_json(text: object, kind: type[T]) -> T | None:
    """Return the value that text holds as JSON, or None if it holds anything else."""
    try:
        return msgspec.json.decode(text, type=kind) if isinstance(text, str) else None
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


def _message(error: Exception) -> str:
    """Return the first line of DuckDB's message, unless it may contain values."""
    kind = type(error).__name__
    if kind.startswith(_UNQUOTED_ERRORS):
        return kind
    return printable(str(error).partition("\n")[0])
