"""Generated data, in a file and served, and ways to look at it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2
import pytest
from yulsn_codegen.account.schema import AccountSchema, TableWrites
from yulsn_codegen.sandbox import builtin_account, running
from yulsn_codegen.sandbox.dataset import populate
from yulsn_codegen.sandbox.migration import prepare_store
from yulsn_codegen.sandbox.store import Store
from yulsn_codegen.sandbox.values import exact_json

from ..conftest import connect

CONTACTS = 200


def open_tables(account: AccountSchema) -> AccountSchema:
    """Return the account with all tables directly writable."""
    return replace(account, tables=tuple(replace(table, writes=TableWrites()) for table in account.tables))


@pytest.fixture(scope="session")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with generated data that is never written to."""
    path = tmp_path_factory.mktemp("dataset") / "made.db"
    make(path)
    return path


@pytest.fixture(scope="session")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx2.Client]:
    """The same data, served read-only."""
    with running(contacts=CONTACTS) as sandbox, connect(sandbox) as client:
        yield client


def make(path: Path | None, account: AccountSchema | None = None, count: int = CONTACTS, seed: int = 0) -> None:
    store = Store(path)
    prepare_store(store, account or builtin_account(), "here")
    populate(store, account or builtin_account(), seed=seed, contacts=count)
    store.close()


def query(path: Path, sql: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def dump(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return everything in a file except for the kinds that depend on when the file was created."""
    where = {"objects": "WHERE kind NOT IN ('Actions', 'DynamicFieldDetails', 'Vouchers')"}
    return {
        name: sorted(query(path, f"SELECT * FROM {name} {where.get(name, '')}"))
        for name in ("objects", "keys", "refs", "counters")
    }


def objects(path: Path, kind: str) -> dict[int, dict[str, Any]]:
    rows = query(path, f"SELECT id, body FROM objects WHERE kind = '{kind}' ORDER BY id")
    found: dict[int, Any] = {number: exact_json.loads(body) for number, body in rows}
    return found


def get(api: httpx2.Client, path: str, /, **params: object) -> Any:
    answer = api.get(path, params={name: str(value) for name, value in params.items()})
    assert answer.status_code == 200, answer.text
    return exact_json.loads(answer.content)


JSON = {"Content-Type": "application/json"}
