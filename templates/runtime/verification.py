"""Compare the live account with the one that this package was generated for, using read-only calls.

The functions that decide what to request are generators: they yield calls, receive the decoded responses, and return
a result. One driver for each kind of transport runs them.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from .account import unread
from .account.choice import choose
from .account.schema import OWNERS, AccountField, AccountSchema, AccountTable
from .account_reading import (
    FIELDS,
    NAME_LISTS,
    TABLES,
    is_same_account,
    read_fields,
    read_names,
    read_snapshot,
    read_tables,
)
from .calls import Call
from .errors import ApiError, AuthenticationError, NotFoundError, PermissionDeniedError, WrongAccountError
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
    packaged = read_snapshot(packaged_snapshot())
    return list(compare(packaged, choose(live, packaged.choice, packaged)))


def _live_schema() -> Steps[AccountSchema]:
    """Read the live account. Parts that the key may not read are empty, and listed in `unread`."""
    refused: dict[str, ApiError] = {}
    owners: dict[str, tuple[AccountField, ...]] = {}
    for owner in OWNERS:
        owners[owner] = yield from _part(refused, unread.owner_part(owner), _fields_of(owner), read_fields)
    tables: list[AccountTable] = []
    for table in (yield from _part(refused, unread.TABLES, (TABLES, {}, {}), read_tables)):
        query = _fields_of("DynamicTable", table.id)
        fields = yield from _part(refused, unread.table_part(table.id), query, read_fields)
        tables.append(replace(table, fields=fields))
    lists: dict[str, tuple[str, ...]] = {}
    for name, call in NAME_LISTS.items():
        lists[name] = yield from _part(refused, name, (call, {}, {}), partial(read_names, call))
    schema = AccountSchema(
        owners=owners,
        tables=tuple(tables),
        order_types=lists[unread.ORDER_TYPES],
        point_types=lists[unread.POINT_TYPES],
        patch_fields=lists[unread.PATCH_FIELDS],
        unread=frozenset(refused),
    )
    if refused.keys() >= unread.contents(schema).keys():
        raise next(iter(refused.values()))
    return schema


def _part(
    refused: dict[str, ApiError], name: str, query: Query, read: Callable[[Any], tuple[T, ...]]
) -> Steps[tuple[T, ...]]:
    try:
        return read((yield query))
    except (AuthenticationError, PermissionDeniedError, NotFoundError) as error:
        refused[name] = error
        return ()


def _fields_of(owner: str, table: int | None = None) -> Query:
    return FIELDS, {"id": table}, {"owner": owner}


def _confirm() -> Steps[None]:
    snapshot = packaged_snapshot()
    tables: tuple[AccountTable, ...] = ()
    fields: tuple[AccountField, ...] = ()
    if snapshot["tables"]:
        tables = read_tables((yield TABLES, {}, {}))
    else:
        fields = read_fields((yield _fields_of("Contacts")))
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
            try:
                data = transport.send(call, path=path, query=query)
            except ApiError as error:
                call, path, query = steps.throw(error)
            else:
                call, path, query = steps.send(data)
    except StopIteration as done:
        result: T = done.value
        return result


async def _run_async(transport: AsyncTransport, steps: Steps[T]) -> T:
    try:
        call, path, query = next(steps)
        while True:
            try:
                data = await transport.send(call, path=path, query=query)
            except ApiError as error:
                call, path, query = steps.throw(error)
            else:
                call, path, query = steps.send(data)
    except StopIteration as done:
        result: T = done.value
        return result
