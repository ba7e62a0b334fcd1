"""Made-up events of contacts, and rows of the account's tables: a scene comes in, they go into the store."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Sequence

from ...account.schema import AccountTable
from ..resources import contact_events, tables
from ..store import Store, table_kind
from ..values import wire
from . import words
from .fields import Scene, fields
from .people import Person
from .sheets import Sheet
from .times import key, stamp
from .trade import moments

_EVENT = ("Created", "ContactId", "Type", "SubType", "ParentId", "ParentType", "UniqueExtId", "InfoJson")
_ROW = ("Secret", "ExternalId", "Name", "Created", "LastModified")
_INFOS = (
    "null",
    '{"Url":"https://cykelogfri.example/elcykler","Seconds":41.5}',
    '{"Device":"mobile","Tags":["sommer","tilbud"]}',
    '{"Rating":4,"Text":"Hurtigt og venligt, også på ærøsk"}',
    '["A","B"]',
)


def write_events(store: Store, scene: Scene, people: Sequence[Person], steps: Iterable[int], count: int) -> None:
    """Write events in the order of their times, one a step; count: how many steps there are."""
    random, below = scene.random.random, scene.below
    kinds = [(kind, contact_events.timeline(kind), tuple(map(wire.dumps, finer))) for kind, finer in words.EVENTS]
    parents = [wire.dumps(product.number) for product in words.PRODUCTS]
    with Sheet(store, contact_events.KIND, _EVENT) as sheet:
        for moment, contact in moments(scene, people, steps, count):
            kind, timeline, finer = kinds[int(len(kinds) * random() ** 1.7)]
            parent = parents[below(len(parents))] if random() < 0.4 else None
            unique = f"web-{sheet.last + 1:08d}" if random() < 0.6 else None
            sheet.add(
                (
                    f'"{stamp(moment)}"',
                    str(contact),
                    f'"{kind}"',
                    finer[below(len(finer))],
                    parent or "null",
                    '"Product"' if parent else "null",
                    f'"{unique}"' if unique else "null",
                    _INFOS[below(len(_INFOS))],
                ),
                (("UniqueExtId", unique),) if unique else (),
                (("ContactId", str(contact)), ("Type", kind), (timeline, key(moment))),
            )


def write_rows(store: Store, scene: Scene, table: AccountTable, steps: Iterable[int], count: int) -> None:
    """Write the rows of a table, one a step, in the order in which they were created; count: how many steps."""
    random = scene.random.random
    name = "".join(filter(str.isprintable, table.label or table.name)) or "Row"
    prefix = re.sub("[^a-z0-9]+", "-", table.name.lower()).strip("-") or f"table-{table.id}"
    with Sheet(store, table_kind(table.id), _ROW, fields(scene, table.name, tables.STATICS, table.fields)) as sheet:
        for step in steps:
            created = scene.span.at((step + random()) / count)
            secret = str(uuid.UUID(int=scene.random.getrandbits(128), version=4))
            external = f"{prefix}-{step + 1:06d}" if random() < 0.85 else None
            sheet.add(
                (
                    f'"{secret}"',
                    f'"{external}"' if external else "null",
                    wire.dumps(f"{name} {step + 1}") if random() < 0.8 else "null",
                    f'"{stamp(created)}"',
                    f'"{stamp(scene.span.after(created, random() ** 3))}"',
                ),
                (("Secret", secret), *((("ExternalId", external),) if external else ())),
            )
