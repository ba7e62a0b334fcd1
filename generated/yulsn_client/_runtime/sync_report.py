"""What a run that keeps a local copy current reports: its progress, and what changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .client_errors import YulsnError

__all__ = ["SyncProgress", "SyncReport", "SyncedTable"]


@dataclass(frozen=True, slots=True)
class SyncProgress:
    """The progress of copying a table.

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
    """What a run of `sync` changed.

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
