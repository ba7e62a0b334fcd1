"""Compare a local copy with the database of the sandbox that it was made from, and kill the process that makes one."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from yulsn_client import Client, sync
from yulsn_codegen.account.schema import AccountSchema, FieldType
from yulsn_codegen.sandbox.export.sources import ExportSource, source_of, sources
from yulsn_codegen.sandbox.store import Store
from yulsn_codegen.sandbox.values import exact_json
from yulsn_codegen.testing import RunningSandbox

Row = Mapping[str, Any]
Rows = dict[str, dict[int, Row]]

NAMES = {
    "Contacts": "contacts",
    "ContactCompanies": "contact_companies",
    "Stores": "stores",
    "Orders": "orders",
    "OrderLines": "order_lines",
    "Points": "points",
    "Events": "contact_events",
    "Bikes": "tables.bikes",
    "Cykelruter": "tables.cykelruter",
    "Loyalty Cards": "tables.loyalty_cards",
    "Newsletter Signups": "tables.newsletter_signups",
    "Service Visits": "tables.service_visits",
}
_TIME = re.compile(r"(.{19})(?:\.(\d{1,7}))?(Z|[+-]\d\d:\d\d)")


def stored(file: Path, account: AccountSchema) -> Rows:
    """Return the objects in a sandbox's database by table of the copy, id and wire name."""
    found: Rows = {}
    with closing(Store(file)) as store, store.transaction(write=False):
        for source in [*sources().values(), *map(source_of, account.tables)]:
            if source.name in NAMES:
                found[NAMES[source.name]] = dict(_objects(store, source, account))
    return found


def _objects(store: Store, source: ExportSource, account: AccountSchema) -> Iterator[tuple[int, Row]]:
    shape = source.shape(account)
    for item in source.objects(store, 0):
        number = item["Id"]
        assert isinstance(number, int)
        yield number, {one.name: _value(one.type, item.get(one.name)) for one in shape.properties}


def _value(kind: FieldType, value: Any) -> Any:
    if value is None:
        return None
    if kind is FieldType.DATE_TIME_OFFSET:
        return nanoseconds(value)
    if kind is FieldType.DECIMAL:
        return Decimal(value)
    return value if isinstance(value, str | bool | int) else exact_json.dumps(value)


def nanoseconds(text: str) -> int:
    """Return the nanoseconds since 1970 of a time as the API writes it."""
    parts = _TIME.fullmatch(text)
    assert parts is not None, text
    return int(datetime.fromisoformat(parts[1] + parts[3]).timestamp()) * 10**9 + int((parts[2] or "").ljust(9, "0"))


def quoted(name: str) -> str:
    """Return an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def copied(file: Path) -> Rows:
    """Return the rows of a copy by table, id and name of the column, without columns that no longer exist."""
    import duckdb

    found: Rows = {}
    with duckdb.connect(str(file), read_only=True) as connection:
        for schema, table in connection.execute(
            "SELECT schema_name, table_name FROM duckdb_tables() WHERE schema_name <> '_sync'"
        ).fetchall():
            columns = connection.execute(
                "SELECT column_name, data_type FROM duckdb_columns() WHERE schema_name = ? AND table_name = ?",
                [schema, table],
            ).fetchall()
            values = ", ".join(
                f"epoch_ns({quoted(name)})" if kind == "TIMESTAMP_NS" else quoted(name) for name, kind in columns
            )
            names = [name for name, _ in columns]
            rows = connection.execute(f'SELECT {values} FROM "{schema}"."{table}"').fetchall()
            key = names.index("Id")
            found[table if schema == "main" else f"{schema}.{table}"] = {
                row[key]: dict(zip(names, row, strict=True)) for row in rows
            }
            assert len(found[table if schema == "main" else f"{schema}.{table}"]) == len(rows), "duplicates"
    return found


@dataclass(frozen=True)
class Killing:
    """A process that copies, and is killed before one of its steps: SQL statements and progress.

    Attributes:
        sandbox: What it copies.
        only: The tables.
    """

    sandbox: RunningSandbox
    only: tuple[str, ...]

    def steps(self, file: Path) -> int:
        """Copy, and return the number of steps."""
        ended = self._run(file, 0)
        assert ended.returncode == 0, ended.stderr
        return int(ended.stdout)

    def kill(self, file: Path, step: int) -> None:
        """Copy, and be killed before a step."""
        ended = self._run(file, step)
        assert ended.returncode == -signal.SIGKILL, ended.stderr

    def _run(self, file: Path, step: int) -> subprocess.CompletedProcess[str]:
        arguments = [self.sandbox.base_url, self.sandbox.api_key, str(file), ",".join(self.only), str(step)]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        return subprocess.run(
            [sys.executable, "-m", "package.local_copies", *arguments],
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )


def main(base_url: str, key: str, file: str, only: str, last: str) -> None:
    """Copy, and kill this process before the step `last`, if it is not 0; print the number of steps."""
    from yulsn_client._runtime.sync_database import CopyDatabase

    steps = 0

    def step() -> None:
        nonlocal steps
        steps += 1
        if steps == int(last):
            os.kill(os.getpid(), signal.SIGKILL)

    run = CopyDatabase.run

    def counted(self: CopyDatabase, sql: str, *values: object) -> Any:
        step()
        return run(self, sql, *values)

    setattr(CopyDatabase, "run", counted)  # noqa: B010 - mypy does not allow to assign to a method
    with Client(key, base_url=base_url) as client:
        sync(client, file, only=only.split(","), on_progress=lambda _: step())
    print(steps)


if __name__ == "__main__":
    main(*sys.argv[1:])
