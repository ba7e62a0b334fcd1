"""Read one account's schema over HTTP.

This module decides what to request; `http` sends the requests, and `parsing` reads the responses.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from ..text.progress import Progress, quiet
from ..text.terminal import say
from .http import DEFAULT_TIMING, NotThereError, Quote, Server, Timing, check_base, check_key, open_client
from .parsing import TABLES, ResponseReader
from .schema import OWNERS, AccountSchema, AccountTable

_ORDER_TYPES = "/api/v1/Orders/Types"
_POINT_TYPES = "/api/v1/Points/Types"
_PATCH_FIELDS = "/api/v1/Contacts/PatchFields"
_DELETED = object()


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
) -> AccountSchema:
    """Read the schema of the account that an API key belongs to. Lists keep the server's order.

    Must not be called from a running event loop.

    Args:
        base_url: `https://host[:port][/path]`; a trailing `/api/v1` is removed.
        api_key: The account's key.
        progress: Receives the number of requests expected and done.
        warn: Receives a line for every table that is left out and every field of an unknown type.
        allow_http: Whether to accept `http:` for a host other than this machine.
        timing: Time limits and retries.

    Raises:
        InputError: The base URL or the key is invalid.
        UndeterminedError: The schema could not be read; transient failures have been retried.
    """
    check_key(api_key)
    quote = Quote(api_key)
    base, local = check_base(base_url, allow_http, quote)

    async def run() -> AccountSchema:
        # no proxy between this machine and itself
        async with open_client(api_key, timing, trust_env=not local) as client:
            return await _read_account(Server(client, base, timing, quote, progress), progress, quote, warn)

    return asyncio.run(run())


async def _read_account(server: Server, progress: Progress, quote: Quote, warn: Callable[[str], None]) -> AccountSchema:
    owner_paths = {owner: f"/api/v1/DynamicFields?owner={owner}" for owner in OWNERS}
    paths = [*owner_paths.values(), _ORDER_TYPES, _POINT_TYPES, _PATCH_FIELDS]
    progress.expect(1 + len(paths))
    reader = ResponseReader(quote)
    tables = reader.tables(await server.get(TABLES))
    reader.raise_problems()
    table_paths = {table.id: f"/api/v1/DynamicFields/{table.id}?owner=DynamicTable" for table in tables}
    progress.expect(len(tables))

    async def fields_unless_deleted(path: str) -> object:
        try:
            return await server.get(path)
        except NotThereError:
            return _DELETED

    try:
        async with asyncio.TaskGroup() as group:
            tasks = {path: group.create_task(server.get(path)) for path in paths}
            for path in table_paths.values():
                tasks[path] = group.create_task(fields_unless_deleted(path))
    except ExceptionGroup as failures:
        raise failures.exceptions[0] from None  # the first failure cancelled the other requests
    answers = {path: task.result() for path, task in tasks.items()}

    def with_fields(table: AccountTable) -> AccountTable:
        path = table_paths[table.id]
        fields = reader.fields(answers[path], path, f"table `{quote(table.name)}`")
        return AccountTable(table.id, table.name, table.label, table.description, table.writes, fields)

    schema = AccountSchema(
        owners={owner: reader.fields(answers[path], path, owner) for owner, path in owner_paths.items()},
        tables=tuple(with_fields(table) for table in tables if answers[table_paths[table.id]] is not _DELETED),
        order_types=reader.names(answers[_ORDER_TYPES], _ORDER_TYPES),
        point_types=reader.names(answers[_POINT_TYPES], _POINT_TYPES),
        patch_fields=reader.names(answers[_PATCH_FIELDS], _PATCH_FIELDS),
    )
    reader.raise_problems()
    for table in tables:
        if answers[table_paths[table.id]] is _DELETED:
            warn(f"table `{quote(table.name)}` ({table.id}) was deleted while the account was being read; left out")
    for note in reader.notes:
        warn(note)
    return schema
