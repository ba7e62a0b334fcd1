"""Generate rows of the account's dynamic tables."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ...account.schema import AccountSchema, AccountTable
from ..collections import rows_of
from ..store import Store
from ..values import codes, exact_json
from .batches import batches_of
from .fields import SampleContext, makers_of
from .times import stamp


def write_rows(
    store: Store, account: AccountSchema, context: SampleContext, table: AccountTable, steps: Iterable[int], count: int
) -> None:
    """Write the rows of a table in order of creation, one per step of `count`."""
    random = context.random.random
    name = "".join(filter(str.isprintable, table.label or table.name)) or "Row"
    prefix = re.sub("[^a-z0-9]+", "-", table.name.lower()).strip("-") or f"table-{table.id}"
    collection = rows_of(table)
    secrets = codes.distinct(context.random, codes.ROW_SECRET)
    with batches_of(store, collection, makers_of(context, collection, account, table.name)) as batches:
        for step in steps:
            created = context.span.at((step + random()) / count)
            secret = next(secrets)
            external = f"{prefix}-{step + 1:06d}" if random() < 0.85 else None
            batches.add(
                {
                    "Secret": f'"{secret}"',
                    "ExternalId": f'"{external}"' if external else "null",
                    "Name": exact_json.dumps(f"{name} {step + 1}") if random() < 0.8 else "null",
                    "Created": f'"{stamp(created)}"',
                    "LastModified": f'"{stamp(context.span.after(created, random() ** 3))}"',
                },
                (("Secret", secret), *((("ExternalId", external),) if external else ())),
            )
