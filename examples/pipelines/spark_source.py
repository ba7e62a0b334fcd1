"""A PySpark 4 data source: read an account in parallel, one bulk export per partition.

    spark.dataSource.register(YulsnDataSource)
    frame = spark.read.format("yulsn").options(table="contacts", base_url="http://127.0.0.1:8765").load()

The executors read the key from `YULSN_API_KEY`. Each one orders and downloads the export of a range of creation times.
The first range has no beginning and the last one no end, so together they contain everything.

Values stay exact: text keeps leading zeros, and decimals all their digits. Times are text in UTC with nanoseconds, as
Spark's timestamps have only microseconds; `to_timestamp` converts them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pyarrow
from pyspark.sql.datasource import DataSource, DataSourceReader, InputPartition
from pyspark.sql.pandas.types import from_arrow_schema
from yulsn_client import Client
from yulsn_client.models import ExportType

TYPES = {"contacts": ExportType.CONTACTS, "orders": ExportType.ORDERS, "order_lines": ExportType.ORDER_LINES}


@dataclass
class Created(InputPartition):
    """A partition: objects that were created from the first until before the second time."""

    start: datetime | None
    end: datetime | None


class YulsnDataSource(DataSource):
    """A table of an account: `contacts`, `orders`, `order_lines`, or one of the account's own, such as `bikes`.

    Options:
        table: The table.
        base_url: URL of the API; defaults to `YULSN_BASE_URL`.
        since: The creation time at which the ranges begin; defaults to 2020-01-01.
        partitions: The number of ranges; 4 by default.
    """

    @classmethod
    def name(cls) -> str:
        return "yulsn"

    def schema(self) -> Any:
        with _exported(self.options, Created(datetime(1, 1, 2, tzinfo=UTC), datetime(1, 1, 3, tzinfo=UTC))) as export:
            return from_arrow_schema(_plain(export.to_table()).schema)

    def reader(self, schema: Any) -> DataSourceReader:
        return YulsnReader(self.options)


class YulsnReader(DataSourceReader):
    """Reads one export per partition."""

    def __init__(self, options: dict[str, str]) -> None:
        self.options = options

    def partitions(self) -> list[Created]:
        """Return ranges of equal length."""
        count = int(self.options.get("partitions", 4))
        since = datetime.fromisoformat(self.options.get("since", "2020-01-01")).replace(tzinfo=UTC)
        length = (datetime.now(UTC) - since) / count
        limits = [None, *(since + length * number for number in range(1, count)), None]
        return [Created(start, end) for start, end in pairwise(limits)]

    def read(self, partition: Created) -> Iterator[Any]:
        """Yield the record batches of a partition. This runs in an executor."""
        with _exported(self.options, partition) as export:
            for batch in export.batches():
                yield from _plain(pyarrow.Table.from_batches([batch])).to_batches()


def _exported(options: dict[str, str], partition: Created) -> Any:
    client = Client(base_url=options.get("base_url"))
    table = options["table"]
    what = TYPES[table] if table in TYPES else getattr(client.tables, table)
    return client.bulk_export.run(what, created=(partition.start, partition.end))


def _plain(table: Any) -> Any:
    """Return a table in which times and allowed values are text."""
    fields = [
        field.with_type(pyarrow.string())
        if pyarrow.types.is_timestamp(field.type) or pyarrow.types.is_dictionary(field.type)
        else field
        for field in table.schema
    ]
    return table.cast(pyarrow.schema(fields))
