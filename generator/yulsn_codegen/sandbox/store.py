"""Store objects of any kind in SQLite, as JSON identified by kind and id.

A kind is the name of an owner (`Contacts`), `table_kind(id)`, or a name from the module `collections`. No text of an
account becomes part of an SQL statement: kinds, names and values are parameters, and properties are in a JSON column.
Keys (an e-mail address, an external id) are unique by a constraint of the database, so two writers never both succeed,
not even in different processes. Refs (the contact of an order, the type of an event) may be shared, and are indexed.
SQLite's TEXT cannot hold a lone surrogate, so it is escaped in JSON, and a key or ref that contains one is a BLOB.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from ..text.errors import InputError, Problem
from .values import exact_json

_APPLICATION = 0x59554C53  # "YULS", in the file header: identifies files that the sandbox wrote
_VERSION = 1
_WAIT = 30.0  # seconds that a writer waits for other processes
_LOADING_CACHE = 256 * 1024  # KiB of pages in memory during bulk loading, so that indexes are not read repeatedly

_TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE counters (name TEXT PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE objects (kind TEXT NOT NULL, id INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, id));
CREATE TABLE keys (
  kind TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, id INTEGER NOT NULL,
  PRIMARY KEY (kind, name, value),
  FOREIGN KEY (kind, id) REFERENCES objects (kind, id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX keys_of_object ON keys (kind, id);
CREATE TABLE refs (
  kind TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, id INTEGER NOT NULL,
  PRIMARY KEY (kind, name, value, id),
  FOREIGN KEY (kind, id) REFERENCES objects (kind, id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX refs_of_object ON refs (kind, id);
"""

Object = dict[str, object]
Keys = Mapping[str, str | None]
Refs = Mapping[str, str | int | None]


class DuplicateKeyError(Exception):
    """Another object of the same kind has the same value for the key `name`."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def table_kind(table: int) -> str:
    """Return the kind of a dynamic table's rows."""
    return f"DynamicTable:{table}"


class Store:
    """A connection shared by all threads, with one transaction at a time; use it within `transaction`."""

    def __init__(self, path: Path | None) -> None:
        """Open a file, creating it if needed; None keeps the data in memory. Raises InputError."""
        self._lock = threading.Lock()
        self.place = str(path) if path else "the store in memory"
        try:
            self._connection = sqlite3.connect(
                path or ":memory:", timeout=_WAIT, isolation_level=None, check_same_thread=False
            )
        except sqlite3.Error as error:
            raise self._unusable(error) from None
        try:
            self._prepare()
        except sqlite3.Error as error:
            self.close()
            raise self._unusable(error) from None
        except InputError:
            self.close()
            raise

    def close(self) -> None:
        """Close the store; closing it again has no effect."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def transaction(self, *, write: bool) -> Iterator[None]:
        """Run the block in a transaction, which is rolled back if the block raises."""
        with self._lock, self._begun("BEGIN IMMEDIATE" if write else "BEGIN"):
            yield

    def copy(self) -> sqlite3.Connection:
        """Return a copy of all data, in memory."""
        copy = sqlite3.connect(":memory:", check_same_thread=False)
        with self._lock:
            self._connection.backup(copy)
        return copy

    @contextmanager
    def replaced(self, copy: sqlite3.Connection) -> Iterator[None]:
        """Replace all data by that of a copy, and run the block before any other transaction."""
        with self._lock:
            copy.backup(self._connection)
            yield

    @contextmanager
    def loading(self) -> Iterator[None]:
        """Run the block in a transaction in which `load` is fast, because foreign keys are not checked."""
        with self._lock:
            usual = self._pragma("cache_size")
            self._connection.execute("PRAGMA foreign_keys = OFF")
            self._connection.execute(f"PRAGMA cache_size = -{_LOADING_CACHE}")
            try:
                with self._begun("BEGIN IMMEDIATE"):
                    yield
            finally:
                self._connection.execute(f"PRAGMA cache_size = {usual}")
                self._connection.execute("PRAGMA foreign_keys = ON")

    def load(
        self,
        kind: str,
        objects: Iterable[tuple[int, str]],
        keys: Iterable[tuple[str, str, int]] = (),
        refs: Iterable[tuple[str, str, int]] = (),
    ) -> None:
        """Add many objects with new ids. Call `count_to` with the last id afterwards.

        Args:
            kind: The kind of the objects.
            objects: The ids, and the JSON texts as `exact_json.dumps` writes them.
            keys: The names and values of keys, with the id of their object.
            refs: The names and values of refs, with the id of their object.
        """
        execute = self._connection.executemany
        execute("INSERT INTO objects VALUES (?, ?, ?)", ((kind, number, body) for number, body in objects))
        execute("INSERT INTO keys VALUES (?, ?, ?, ?)", ((kind, _text(n), _text(v), of) for n, v, of in keys))
        execute("INSERT INTO refs VALUES (?, ?, ?, ?)", ((kind, _text(n), _text(v), of) for n, v, of in refs))

    def insert(self, kind: str, body: Object, keys: Keys | None = None, refs: Refs | None = None) -> int:
        """Add an object and return its id, which is never reused within its kind. Raises DuplicateKeyError."""
        number = self.count_up(kind)
        self._connection.execute("INSERT INTO objects VALUES (?, ?, ?)", (kind, number, exact_json.dumps(body)))
        self._set_keys(kind, number, keys or {})
        self._set_refs(kind, number, refs or {})
        return number

    def replace(self, kind: str, number: int, body: Object, keys: Keys | None = None, refs: Refs | None = None) -> None:
        """Replace an object, or add one with the given id; `body` may have the id, too. Raises DuplicateKeyError."""
        self._connection.execute(
            "INSERT INTO objects VALUES (?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body",
            (kind, number, _json(body)),
        )
        self._connection.execute("DELETE FROM keys WHERE kind = ? AND id = ?", (kind, number))
        self._connection.execute("DELETE FROM refs WHERE kind = ? AND id = ?", (kind, number))
        self._set_keys(kind, number, keys or {})
        self._set_refs(kind, number, refs or {})

    def amend(self, kind: str, number: int, body: Object) -> None:
        """Replace the properties of an object, leaving its keys and refs unchanged; `body` may have the id, too."""
        self._connection.execute("UPDATE objects SET body = ? WHERE kind = ? AND id = ?", (_json(body), kind, number))

    def refer(self, kind: str, number: int, name: str, value: str | int) -> None:
        """Set a ref of an object, leaving its others unchanged."""
        self._connection.execute("DELETE FROM refs WHERE kind = ? AND id = ? AND name = ?", (kind, number, _text(name)))
        self._set_refs(kind, number, {name: value})

    def delete(self, kind: str, number: int) -> None:
        """Delete an object with its keys and refs, if it exists."""
        self._connection.execute("DELETE FROM objects WHERE kind = ? AND id = ?", (kind, number))

    def get(self, kind: str, number: int) -> Object | None:
        """Return an object with its `Id`, or None."""
        return self._one("SELECT id, body FROM objects WHERE kind = ? AND id = ?", kind, number)

    def find(self, kind: str, name: str, value: str) -> Object | None:
        """Return the object that has the key, with its `Id`, or None."""
        return self._one(
            "SELECT objects.id, body FROM keys JOIN objects USING (kind, id) WHERE kind = ? AND name = ? AND value = ?",
            kind, _text(name), _text(value),
        )  # fmt: skip

    def ids(self, kind: str) -> list[int]:
        """Return the ids of a kind, in ascending order."""
        return [row[0] for row in self._rows("SELECT id FROM objects WHERE kind = ? ORDER BY id", kind)]

    def scan(self, kind: str, after: int = 0, limit: int = -1) -> list[Object]:
        """Return the objects of a kind after an id, in ascending order; at most `limit`, -1 for all."""
        sql = "SELECT id, body FROM objects WHERE kind = ? AND id > ? ORDER BY id LIMIT ?"
        return [_object(*row) for row in self._rows(sql, kind, after, limit)]

    def referring(self, kind: str, name: str, value: str | int, after: int = 0, limit: int = -1) -> list[Object]:
        """Return the objects of a kind with a ref, after an id, in ascending order; at most `limit`, -1 for all."""
        sql = (
            "SELECT objects.id, body FROM refs JOIN objects USING (kind, id)"
            " WHERE kind = ? AND name = ? AND value = ? AND refs.id > ? ORDER BY refs.id LIMIT ?"
        )
        return [_object(*row) for row in self._rows(sql, kind, _text(name), _text(str(value)), after, limit)]

    def referring_between(self, kind: str, name: str, low: str, high: str) -> list[Object]:
        """Return the objects whose ref is at least `low` and less than `high`, compared as text, in ascending order."""
        sql = (  # the plus keeps SQLite from scanning all refs of the kind to avoid sorting
            "SELECT objects.id, body FROM refs JOIN objects USING (kind, id)"
            " WHERE kind = ? AND name = ? AND value >= ? AND value < ? ORDER BY +refs.id"
        )
        return [_object(*row) for row in self._rows(sql, kind, _text(name), low, high)]

    def count_up(self, name: str) -> int:
        """Return the next number of a counter, from 1."""
        self._connection.execute(
            "INSERT INTO counters VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET last = last + 1", (name,)
        )
        last: int = self._rows("SELECT last FROM counters WHERE name = ?", name)[0][0]
        return last

    def count_to(self, name: str, last: int) -> None:
        """Make a counter continue after `last`."""
        self._connection.execute("INSERT OR REPLACE INTO counters VALUES (?, ?)", (name, last))

    def counted(self, name: str) -> int:
        """Return the last number of a counter; 0 if it has not been used yet."""
        rows = self._rows("SELECT last FROM counters WHERE name = ?", name)
        return rows[0][0] if rows else 0

    def note(self, name: str) -> str | None:
        """Return a note about the store, or None."""
        rows = self._rows("SELECT value FROM meta WHERE name = ?", name)
        return str(rows[0][0]) if rows else None

    def set_note(self, name: str, value: str) -> None:
        """Write a note about the store."""
        self._connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    @contextmanager
    def _begun(self, begin: str) -> Iterator[None]:
        self._connection.execute(begin)
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    def _prepare(self) -> None:
        self._connection.execute("PRAGMA foreign_keys = ON")
        with self.transaction(write=True):
            application, version = self._pragma("application_id"), self._pragma("user_version")
            if not application and not self._rows("SELECT 1 FROM sqlite_master"):
                for statement in _TABLES.split(";\n"):
                    self._connection.execute(statement)
                self._connection.execute(f"PRAGMA application_id = {_APPLICATION}")
                self._connection.execute(f"PRAGMA user_version = {_VERSION}")
            elif (application, version) != (_APPLICATION, _VERSION):
                hint = "Choose another file; a missing one is created."
                raise InputError(Problem(self.place, "is a database that this sandbox did not write", hint))
        self._rows("PRAGMA journal_mode = WAL")  # so that readers in other processes do not wait

    def _pragma(self, name: str) -> int:
        return int(self._rows(f"PRAGMA {name}")[0][0])

    def _rows(self, sql: str, *values: object) -> list[tuple[int, str]]:
        return self._connection.execute(sql, values).fetchall()

    def _one(self, sql: str, *values: object) -> Object | None:
        rows = self._rows(sql, *values)
        return _object(*rows[0]) if rows else None

    def _set_keys(self, kind: str, number: int, keys: Keys) -> None:
        for name, value in keys.items():
            if value is None:
                continue
            try:
                self._connection.execute("INSERT INTO keys VALUES (?, ?, ?, ?)", (kind, name, _text(value), number))
            except sqlite3.IntegrityError:
                raise DuplicateKeyError(name) from None

    def _set_refs(self, kind: str, number: int, refs: Refs) -> None:
        self._connection.executemany(
            "INSERT INTO refs VALUES (?, ?, ?, ?)",
            [(kind, _text(name), _text(str(value)), number) for name, value in refs.items() if value is not None],
        )

    def _unusable(self, error: sqlite3.Error) -> InputError:
        hint = "Choose another file, in a writable folder that exists."
        return InputError(Problem(self.place, f"cannot be used as the sandbox's store: {error}", hint))


def _text(text: str) -> str | bytes:
    """Return text as a SQLite value. Text that UTF-8 cannot encode becomes bytes, which differ from any text."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")
    return text


def _json(body: Object) -> str:
    """Return the JSON of a stored object, which does not repeat its id."""
    return exact_json.dumps({name: value for name, value in body.items() if name != "Id"})


def _object(number: int, body: str) -> Object:
    value = exact_json.loads_own(body)
    assert isinstance(value, dict)
    return {"Id": number, **value}
