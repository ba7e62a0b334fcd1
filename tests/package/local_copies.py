"""Compare a local copy with the database of the sandbox that it was made from, and use copies in other processes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from yulsn_codegen.account.schema import AccountSchema, FieldType
from yulsn_codegen.sandbox.export.sources import ExportSource, source_of, sources
from yulsn_codegen.sandbox.store import Store
from yulsn_codegen.sandbox.values import exact_json

Row = Mapping[str, Any]
Rows = dict[str, dict[int, Row]]

HOSTILE = (
    "Id",
    "id",
    'a"b',
    '"; DROP TABLE "x"; --',
    "a\0b",
    "rowid",
    "",
    " ",
    "ID",
    "é",
    "É",
    "\u202e",
    "a\nb",
    "batch",
)
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


def run_python(*arguments: str, key: str = "sandbox") -> subprocess.CompletedProcess[str]:
    """Run Python in a process that can import what this one can."""
    path = os.pathsep.join(path for path in sys.path if path)
    return subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, "PYTHONPATH": path, "YULSN_API_KEY": key},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
