"""Read one account's schema over HTTP.

This module decides what to request and what a missing part means; `http` sends the requests, and `parsing` reads the
responses.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, Generic, TypeVar

from ..text.errors import Problem, UndeterminedError, first_problems
from ..text.progress import Progress, quiet
from ..text.terminal import say
from . import unread
from .credentials import Quote, check_base, check_key
from .http import MAX_CONCURRENCY, NotReadableError, Server, open_client
from .limits import DEFAULT_TIMING, Timing
from .parsing import ItemBudget, ResponseReader
from .schema import OWNERS, AccountField, AccountSchema, AccountTable

MAX_NOTES = 20  # of one kind
PATHS: Mapping[str, str] = {
    **{unread.owner_part(owner): f"/api/v1/DynamicFields?owner={owner}" for owner in OWNERS},
    unread.TABLES: "/api/v1/DynamicTables",
    unread.ORDER_TYPES: "/api/v1/Orders/Types",
    unread.POINT_TYPES: "/api/v1/Points/Types",
    unread.PATCH_FIELDS: "/api/v1/Contacts/PatchFields",
}
"""What to request for each part of an account, except for the fields of its tables."""

_T = TypeVar("_T")


def warn_on_stderr(text: str) -> None:
    """Write a warning as one line to stderr."""
    say(f"warning: {text}", err=True)


def fetch(
    base_url: str,
    api_key: str,
    *,
    progress: Progress = quiet,
    warn: Callable[[str], None] = warn_on_stderr,
    allow_http: bool = False,
    timing: Timing = DEFAULT_TIMING,
    concurrency: int = MAX_CONCURRENCY,
) -> AccountSchema:
    """Read the schema of the account that an API key belongs to. Lists keep the server's order.

    Must not be called from a running event loop.

    Args:
        base_url: `https://host[:port][/path]`; a trailing `/api/v1` is removed.
        api_key: The account's key.
        progress: Receives the number of requests expected and done.
        warn: Receives a line for every part that cannot be read, every item that is skipped, and every field of an
            unknown type.
        allow_http: Whether to accept `http:` for a host other than this machine.
        timing: The timeouts and the retry policy.
        concurrency: The maximum number of requests in flight.

    Raises:
        InputError: The base URL or the key is invalid.
        UndeterminedError: The schema could not be read; transient failures have been retried.
    """
    check_key(api_key)
    quote = Quote(api_key)
    base = check_base(base_url, allow_http, quote)

    async def run() -> AccountSchema:
        async with open_client(base, api_key, timing) as client:
            server = Server(client, base.url, timing, quote, progress, asyncio.Semaphore(concurrency))
            return await _Reading(server, quote).account(warn)

    return asyncio.run(run())


@dataclass
class _AccountPart(Generic[_T]):
    """A part of the account that one request reads.

    Attributes:
        name: Its name in a snapshot's `unread`.
        path: The path to request.
        reader: Reads the response, and collects notes and problems.
        read: Converts the parsed response to the part; returns None if nothing in it makes sense.
        found: The part, once it has been read.
        refusal: Why the server did not return it.
        done: Whether there has been a response.
    """

    name: str
    path: str
    reader: ResponseReader
    read: Callable[[object], _T | None]
    found: _T | None = None
    refusal: NotReadableError | None = None
    done: bool = False


class _Reading:
    """Reads one account from one server."""

    def __init__(self, server: Server, quote: Quote) -> None:
        self._server = server
        self._quote = quote
        self._budget = ItemBudget()
        parts = {owner: unread.owner_part(owner) for owner in OWNERS}
        self._owners = {owner: self._fields(part, PATHS[part]) for owner, part in parts.items()}
        self._order_types = self._names(unread.ORDER_TYPES)
        self._point_types = self._names(unread.POINT_TYPES)
        self._patch_fields = self._names(unread.PATCH_FIELDS)
        reader = self._reader(PATHS[unread.TABLES])
        self._tables = _AccountPart(unread.TABLES, PATHS[unread.TABLES], reader, reader.tables)
        self._table_fields: dict[int, _AccountPart[tuple[AccountField, ...]]] = {}

    async def account(self, warn: Callable[[str], None]) -> AccountSchema:
        """Read all parts, and return them as a schema.

        Args:
            warn: Receives the notes, in the order of the account's parts.

        Raises:
            UndeterminedError: The account could not be read, or the time limit was exceeded.
        """
        limit = self._server.timing.total
        try:
            async with asyncio.timeout(limit):
                await self._read_all()
        except TimeoutError:
            done = sum(part.done for part in self._parts)
            what = f"could not be read within {limit:g} s: {done} of {len(self._parts)} parts are done"
            raise UndeterminedError(Problem("account", what, "Allow more time with --timeout SECONDS.")) from None
        self._raise_problems()
        self._raise_if_unreadable()
        schema = self._schema()
        for note in self._notes(schema.tables):
            warn(note)
        return schema

    @property
    def _parts(self) -> list[_AccountPart[Any]]:
        names = (self._order_types, self._point_types, self._patch_fields)
        return [*self._owners.values(), self._tables, *self._table_fields.values(), *names]

    async def _read_all(self) -> None:
        self._server.progress.expect(len(self._parts))
        await self._get(self._tables)
        self._tables.reader.raise_problems()
        self._table_fields = {
            table.id: self._fields(unread.table_part(table.id), f"/api/v1/DynamicFields/{table.id}?owner=DynamicTable")
            for table in self._tables.found or ()
        }
        self._server.progress.expect(len(self._table_fields))
        try:
            async with asyncio.TaskGroup() as group:
                for part in self._parts:
                    if part is not self._tables:
                        group.create_task(self._get(part))
        except ExceptionGroup as failures:
            raise failures.exceptions[0] from None  # the first failure cancelled the other requests

    async def _get(self, part: _AccountPart[Any]) -> None:
        try:
            part.found = await self._server.get(part.path, part.read)
        except NotReadableError as refusal:
            part.refusal = refusal
        part.done = True

    def _reader(self, path: str) -> ResponseReader:
        return ResponseReader(self._quote, path, self._budget)

    def _fields(self, name: str, path: str) -> _AccountPart[tuple[AccountField, ...]]:
        reader = self._reader(path)
        return _AccountPart(name, path, reader, reader.fields)

    def _names(self, name: str) -> _AccountPart[tuple[str, ...]]:
        reader = self._reader(PATHS[name])
        return _AccountPart(name, PATHS[name], reader, reader.names)

    def _raise_problems(self) -> None:
        problems = [problem for part in self._parts for problem in part.reader.problems]
        if problems:
            raise UndeterminedError(first_problems(problems))

    def _raise_if_unreadable(self) -> None:
        """Raise if this is not the API, or the key can read nothing of the account."""
        owners = [part.refusal for part in self._owners.values() if part.refusal]
        if len(owners) == len(OWNERS) and all(refusal.status == 404 for refusal in owners):
            raise owners[0]
        refusals = [part.refusal for part in self._parts if part.refusal]
        if any(part.found is not None for part in self._parts):
            return
        if not refusals:
            what = "no item of any response makes sense"
            raise UndeterminedError(Problem("account", what, "Another API may be responding; check the base URL."))
        raise next((refusal for refusal in refusals if refusal.status == 401), refusals[0])

    def _schema(self) -> AccountSchema:
        tables = tuple(
            replace(table, fields=self._table_fields[table.id].found or ()) for table in self._tables.found or ()
        )
        return AccountSchema(
            owners={owner: part.found or () for owner, part in self._owners.items()},
            tables=tables,
            order_types=self._order_types.found or (),
            point_types=self._point_types.found or (),
            patch_fields=self._patch_fields.found or (),
            unread=frozenset(part.name for part in self._parts if part.found is None),
        )

    def _notes(self, tables: Sequence[AccountTable]) -> Iterator[str]:
        """Yield the notes on all parts, in the order of the account, but only the first `MAX_NOTES` of each kind."""
        found = [item for part in self._parts for item in _part_notes(part, unread.describe(part.name, tables))]
        counts = dict.fromkeys(_Note, 0)
        for kind, note in found:
            counts[kind] += 1
            if counts[kind] <= MAX_NOTES:
                yield note
        for kind, count in counts.items():
            if count > MAX_NOTES:
                yield f"{count - MAX_NOTES} more {kind.value}"


class _Note(Enum):
    """What a note is about, as it is called where further ones are counted."""

    PART = "parts of the account are unread; the snapshot lists them under `unread`"
    ITEM = "notes like these on fields, tables and names"


def _part_notes(part: _AccountPart[Any], what: str) -> Iterator[tuple[_Note, str]]:
    """Yield the notes on a part, which is called `what`."""
    if part.refusal:
        reason = f"cannot be read with this key ({part.refusal.reason}); unread parts are unknown, not empty"
        yield _Note.PART, f"{what} {reason}"
    for note in part.reader.notes:
        yield _Note.ITEM, f"{what}: {note}"
    if part.found is None and not part.refusal:
        yield _Note.PART, f"{what}: no item of the response makes sense; the part counts as unread"
