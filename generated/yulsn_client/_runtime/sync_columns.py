"""The columns of a local copy: their names and types, and what the next run has to know about them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

__all__ = ["KEY", "ORDER_KEY", "SQL_TYPES", "TEXT", "Column", "CopyState", "plan_columns"]

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
