"""A dlt source: load contacts, points and the account's own tables to any destination of dlt.

Start the sandbox with `yulsn-codegen sandbox --contacts 100`, and run

    YULSN_API_KEY=sandbox YULSN_BASE_URL=http://127.0.0.1:8765 python dlt_source.py

Contacts are loaded by their time of change, points by their id, and tables completely. Columns have the names of the
models' attributes, as dlt would give `Shoe Size` and `Shoe-Size` the same one. Values stay exact: text keeps leading
zeros, decimals all their digits, and times, which are in UTC, have nanoseconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, timedelta
from typing import Any

import dlt
import msgspec
import pyarrow
from yulsn_client import Client, Export
from yulsn_client.models import Contact, ExportType, Point
from yulsn_client.tables.bikes import BikesRow
from yulsn_client.tables.service_visits import ServiceVisitsRow

OVERLAP = timedelta(minutes=10)
TABLES: dict[str, type[msgspec.Struct]] = {"bikes": BikesRow, "service_visits": ServiceVisitsRow}
Incremental = dlt.sources.incremental
dlt.config["data_writer.version"] = "2.6"  # the first version of Parquet with nanoseconds


def batches(export: Export, model: type[msgspec.Struct]) -> Iterator[Any]:
    """Yield the rows as Arrow tables in UTC without a zone, as destinations have no zoned times with nanoseconds."""
    names = {field.encode_name: field.name for field in msgspec.structs.fields(model)}
    for batch in export.batches():
        table = pyarrow.Table.from_batches([batch])
        times = {field.name for field in table.schema if pyarrow.types.is_timestamp(field.type)}
        fields = [one.with_type(pyarrow.timestamp("ns")) if one.name in times else one for one in table.schema]
        table = table.cast(pyarrow.schema(fields)).rename_columns([names.get(one, one) for one in table.column_names])
        hints = {names.get(one, one): {"data_type": "timestamp", "precision": 9, "timezone": False} for one in times}
        yield dlt.mark.with_hints(table, dlt.mark.make_hints(columns=hints))


@dlt.source(name="yulsn")
def yulsn(client: Client) -> Iterator[Any]:
    """Load an account.

    Args:
        client: A client, which is used as long as the pipeline runs.
    """

    @dlt.resource(write_disposition="merge", primary_key="id")
    def contacts(changed: Any = Incremental("last_modified", lag=OVERLAP.total_seconds())) -> Iterator[Any]:  # noqa: B008
        since = None if changed.last_value is None else changed.last_value.replace(tzinfo=UTC)
        with client.bulk_export.run(ExportType.CONTACTS, modified=(since, None)) as export:
            yield from batches(export, Contact)

    @dlt.resource(write_disposition="append", primary_key="id")
    def points(newest: Any = Incremental("id")) -> Iterator[Any]:  # noqa: B008
        with client.bulk_export.run(ExportType.POINTS, after_id=newest.last_value) as export:
            yield from batches(export, Point)

    def rows(table: str, model: type[msgspec.Struct]) -> Iterator[Any]:
        with client.bulk_export.run(getattr(client.tables, table)) as export:
            yield from batches(export, model)

    yield contacts
    yield points
    for table, model in TABLES.items():
        yield dlt.resource(rows(table, model), name=table, write_disposition="replace", primary_key="id")


if __name__ == "__main__":
    pipeline = dlt.pipeline("yulsn", destination="duckdb", dataset_name="crm")
    with Client() as client:
        print(pipeline.run(yulsn(client)))
