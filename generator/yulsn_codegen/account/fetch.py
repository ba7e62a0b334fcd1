"""One account over HTTP: a base URL and an API key go in, the account's `AccountSchema` comes out.

This module says what is asked for; `connection` gets it, `answers` reads it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from ..text.progress import Progress, quiet
from ..text.terminal import say
from .http import DEFAULT_TIMING, NotThereError, Quote, Server, Timing, check_base, check_key, open_client
from .parsing import TABLES, Reader
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
    """Read the schema of the account that `api_key` belongs to.

    base_url: `https://host[:port][/path]`; an `/api/v1` at its end is taken off. allow_http: accept `http:` for a host
    other than this machine. progress hears of every request, warn of every table left out and every type not known.
    Lists are in the server's order. Must not be called from a running event loop.
    Raises InputError for a base URL or key that cannot be one, and UndeterminedError for everything that keeps the
    schema from being read; passing failures are tried 3 times first.
    """
    check_key(api_key)
    quote = Quote(api_key)
    base, loopback = check_base(base_url, allow_http, quote)

    async def run() -> AccountSchema:
        async with open_client(
            api_key, timing, trust_env=not loopback
        ) as client:  # no proxy on the way to this machine
            return await _read_account(Server(client, base, timing, quote, progress), progress, quote, warn)

    return asyncio.run(run())


async def _read_account(server: Server, progress: Progress, quote: Quote, warn: Callable[[str], None]) -> AccountSchema:
    owner_paths = {owner: f"/api/v1/DynamicFields?owner={owner}" for owner in OWNERS}
    paths = [*owner_paths.values(), _ORDER_TYPES, _POINT_TYPES, _PATCH_FIELDS]
    progress.expect(1 + len(paths))
    reader = Reader(quote)
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
        raise failures.exceptions[0] from None  # the first failure ended the others
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
            warn(f"table `{quote(table.name)}` ({table.id}) was deleted while the account was read; it is left out")
    for warning in reader.warnings:
        warn(warning)
    return schema
