"""Generate events of contacts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..collections import EVENTS
from ..store import Store
from ..values import exact_json
from . import words
from .batches import batches_of
from .contacts import Person, moments
from .fields import SampleContext
from .times import key, stamp

_INFOS = (
    "null",
    '{"Url":"https://cykelogfri.example/elcykler","Seconds":41.5}',
    '{"Device":"mobile","Tags":["sommer","tilbud"]}',
    '{"Rating":4,"Text":"Hurtigt og venligt, også på ærøsk"}',
    '["A","B"]',
)


def write_events(
    store: Store, context: SampleContext, people: Sequence[Person], steps: Iterable[int], count: int
) -> None:
    """Write events by ascending time, one per step of `count`."""
    random, below = context.random.random, context.below
    kinds = [(kind, EVENTS.timeline_of(kind), tuple(map(exact_json.dumps, finer))) for kind, finer in words.EVENTS]
    parents = [exact_json.dumps(product.number) for product in words.PRODUCTS]
    with batches_of(store, EVENTS) as batches:
        for moment, contact in moments(context, people, steps, count):
            kind, timeline, finer = kinds[int(len(kinds) * random() ** 1.7)]
            parent = parents[below(len(parents))] if random() < 0.4 else None
            unique = f"web-{batches.last + 1:08d}" if random() < 0.6 else None
            batches.add(
                {
                    "Created": f'"{stamp(moment)}"',
                    "ContactId": str(contact),
                    "Type": f'"{kind}"',
                    "SubType": finer[below(len(finer))],
                    "ParentId": parent or "null",
                    "ParentType": '"Product"' if parent else "null",
                    "UniqueExtId": f'"{unique}"' if unique else "null",
                    "InfoJson": _INFOS[below(len(_INFOS))],
                },
                (("UniqueExtId", unique),) if unique else (),
                (("ContactId", str(contact)), ("Type", kind), (timeline, key(moment))),
            )
