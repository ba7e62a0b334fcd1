"""In: a transport; out: how its account differs from the one that the package was made for, by calls that only read."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from .account import (
    FIELDS,
    LISTS,
    OWNERS,
    TABLES,
    SchemaChange,
    compare,
    is_same_account,
    live_schema,
)
from .calls import Call
from .errors import DecodeError, WrongAccountError
from .own import own_schema
from .wire import is_array, is_object

if TYPE_CHECKING:
    from .transport import AsyncTransport, SyncTransport

__all__ = ["changes", "changes_async", "confirm", "confirm_async"]

Question = tuple[Call[Any], Mapping[str, object], Mapping[str, object]]
"""A call with its path and query parameters."""
T = Any
Asking = Generator[Question, Any, T]
"""Yields questions, is sent their answers, and returns what they mean."""


def changes(transport: SyncTransport) -> list[SchemaChange]:
    """All differences between the live account and this package's."""
    found: list[SchemaChange] = _run(transport, _changes())
    return found


async def changes_async(transport: AsyncTransport) -> list[SchemaChange]:
    """All differences between the live account and this package's."""
    found: list[SchemaChange] = await _run_async(transport, _changes())
    return found


def confirm(transport: SyncTransport) -> None:
    """Raise WrongAccountError unless the live account may be this package's."""
    _run(transport, _confirm())


async def confirm_async(transport: AsyncTransport) -> None:
    """Raise WrongAccountError unless the live account may be this package's."""
    await _run_async(transport, _confirm())


def _changes() -> Asking:
    owners: dict[str, Any] = {}
    for owner in OWNERS:
        owners[owner] = _checked(FIELDS, (yield _fields(owner)))
    tables = _checked(TABLES, (yield TABLES, {}, {}))
    fields: dict[int, Any] = {}
    for number in _ids(tables):
        fields[number] = _checked(FIELDS, (yield _fields("DynamicTable", number)))
    lists: dict[str, Any] = {}
    for key, call in LISTS.items():
        lists[key] = _checked(call, (yield call, {}, {}))
    return compare(own_schema(), live_schema(owners, tables, fields, lists))


def _confirm() -> Asking:
    own = own_schema()
    tables: Any = ()
    fields: Any = ()
    if own["tables"]:
        tables = yield TABLES, {}, {}
    else:
        fields = yield _fields("Contacts")
    if not is_same_account(own, tables, fields):
        raise WrongAccountError(
            "the API key belongs to another account than this package was made for: less than half of the account's "
            f"{'tables' if own['tables'] else 'contact fields'} are there; use that account's key, or generate anew"
        )


def _fields(owner: str, table: int | None = None) -> Question:
    return FIELDS, {"id": table}, {"owner": owner}


def _ids(tables: Any) -> Iterable[int]:
    for table in tables:
        for name, value in table.items() if is_object(table) else ():
            if str(name).lower() == "id" and isinstance(value, int):
                yield value


def _checked(call: Call[Any], answer: Any) -> Any:
    if not is_array(answer):
        raise DecodeError(f"answer to {call.name} is no list")
    return answer


def _run(transport: SyncTransport, asking: Asking) -> Any:
    try:
        question = next(asking)
        while True:
            call, path, query = question
            question = asking.send(transport.send(call, path=path, query=query))
    except StopIteration as done:
        return done.value


async def _run_async(transport: AsyncTransport, asking: Asking) -> Any:
    try:
        question = next(asking)
        while True:
            call, path, query = question
            question = asking.send(await transport.send(call, path=path, query=query))
    except StopIteration as done:
        return done.value
