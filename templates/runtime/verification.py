"""Compare the live account with the one that this package was generated for, using read-only calls.

The functions that decide what to request are generators: they yield calls, receive the decoded responses, and return
a result. One driver for each kind of transport runs them.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from .account.schema import OWNERS, AccountField, AccountSchema, AccountTable
from .account_reading import (
    FIELDS,
    ORDER_TYPES,
    PATCH_FIELDS,
    POINT_TYPES,
    TABLE_FIELDS,
    TABLES,
    is_same_account,
    read_fields,
    read_names,
    read_snapshot,
    read_tables,
)
from .calls import Call
from .errors import WrongAccountError
from .snapshot import packaged_snapshot

if TYPE_CHECKING:
    from .drift.changes import SchemaChange
    from .transport import AsyncTransport, SyncTransport

__all__ = ["confirm", "confirm_async", "verify", "verify_async"]

T = TypeVar("T")
Query = tuple[Call[Any], Mapping[str, object], Mapping[str, object]]
"""A call with its path and query parameters."""
Steps = Generator[Query, Any, T]
"""Yields calls, receives their decoded responses, and returns a result."""


def verify(transport: SyncTransport) -> list[SchemaChange]:
    """Return all differences between this package's account schema and the live account's."""
    return _run(transport, _verify())


async def verify_async(transport: AsyncTransport) -> list[SchemaChange]:
    """Return all differences between this package's account schema and the live account's."""
    return await _run_async(transport, _verify())


def confirm(transport: SyncTransport) -> None:
    """Raise WrongAccountError if the live account cannot be this package's."""
    _run(transport, _confirm())


async def confirm_async(transport: AsyncTransport) -> None:
    """Raise WrongAccountError if the live account cannot be this package's."""
    await _run_async(transport, _confirm())


def _verify() -> Steps[list[SchemaChange]]:
    from .drift.compare import compare

    live = yield from _live_schema()
    return list(compare(read_snapshot(packaged_snapshot()), live))


def _live_schema() -> Steps[AccountSchema]:
    owners: dict[str, tuple[AccountField, ...]] = {}
    for owner in OWNERS:
        owners[owner] = read_fields((yield FIELDS, {"id": None}, {"owner": owner}))
    tables: list[AccountTable] = []
    for table in read_tables((yield TABLES, {}, {})):
        fields = yield TABLE_FIELDS, {"id": table.id}, {"owner": "DynamicTable"}
        if fields is not None:  # else the table was deleted in the meantime
            tables.append(replace(table, fields=read_fields(fields)))
    order_types = read_names(ORDER_TYPES, (yield ORDER_TYPES, {}, {}))
    point_types = read_names(POINT_TYPES, (yield POINT_TYPES, {}, {}))
    patch_fields = read_names(PATCH_FIELDS, (yield PATCH_FIELDS, {}, {}))
    return AccountSchema(owners, tuple(tables), order_types, point_types, patch_fields)


def _confirm() -> Steps[None]:
    snapshot = packaged_snapshot()
    tables: tuple[AccountTable, ...] = ()
    fields: tuple[AccountField, ...] = ()
    if snapshot["tables"]:
        tables = read_tables((yield TABLES, {}, {}))
    else:
        fields = read_fields((yield FIELDS, {"id": None}, {"owner": "Contacts"}))
    if not is_same_account(snapshot, tables, fields):
        raise WrongAccountError(
            "the API key belongs to a different account than the one this package was generated for: fewer than half "
            f"of its {'tables' if snapshot['tables'] else 'contact fields'} exist. Use that account's key, or "
            "regenerate the package."
        )


def _run(transport: SyncTransport, steps: Steps[T]) -> T:
    try:
        call, path, query = next(steps)
        while True:
            call, path, query = steps.send(transport.send(call, path=path, query=query))
    except StopIteration as done:
        result: T = done.value
        return result


async def _run_async(transport: AsyncTransport, steps: Steps[T]) -> T:
    try:
        call, path, query = next(steps)
        while True:
            call, path, query = steps.send(await transport.send(call, path=path, query=query))
    except StopIteration as done:
        result: T = done.value
        return result
