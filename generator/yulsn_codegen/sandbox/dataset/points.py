"""Generate points with their sums."""

from __future__ import annotations

import re
from decimal import Decimal

from ...account.schema import AccountSchema
from ..collections import POINT_SUMS, POINT_TOTALS, POINTS, sum_key
from ..store import Store
from ..values import amounts, exact_json
from ..values.scalars import TICKS
from .batches import BatchWriter, batches_of
from .contacts import Person
from .fields import SampleContext, types
from .orders import PlacedOrder
from .times import key, stamp

# As the handlers store them: see the module resources.points.
_SUM = ("ContactId", "Type", "Sum", "LastModified")
_TOTAL = ("Type", "Sum", "LastModified")

_BUYING = re.compile(r"køb|kjøp|köp|purchase|buy|order", re.IGNORECASE)  # point types earned by purchases
_GIFTS = ("50", "100", "25", "250", "-100", "12.5", "-50")  # amounts of other movements; negative ones are spent
_CANCELLED = 0.02


class PointWriter:
    """Writes movements, and maintains their sums as the API's handlers do."""

    def __init__(self, store: Store, account: AccountSchema, context: SampleContext, batches: BatchWriter) -> None:
        self._store, self._context, self._batches = store, context, batches
        self._kinds = [(kind, exact_json.dumps(kind), POINTS.timeline_of(kind)) for kind in types(account.point_types)]
        self._buying = next((i for i, kind in enumerate(self._kinds) if _BUYING.search(kind[0])), 0)
        self._sums: dict[tuple[int, int], tuple[Decimal, int]] = {}
        self._totals: dict[int, tuple[Decimal, int]] = {}

    def follow(self, order: PlacedOrder) -> None:
        """Write the movements that an order causes: mostly earned points, sometimes others; a few are cancelled."""
        if not self._kinds:
            return
        moment, contact, person, shop, external, total = order
        random = self._context.random.random
        if random() < 0.8:
            amount = Decimal(int(total // 10))
            source = (f'"{external}"', f'"Order {external}"')
            base = (exact_json.dumps(amount / 10), exact_json.dumps(total))
            self._write(moment, contact, person, shop, self._buying, amount, "null", source, base)
        if random() < 0.35:
            kind = self._context.below(len(self._kinds))
            amount = Decimal(_GIFTS[self._context.below(len(_GIFTS))])
            sub_type = ("null", '"campaign"', '"birthday"')[self._context.below(3)]
            self._write(
                moment + TICKS, contact, person, shop, kind, amount, sub_type, ("null", "null"), ("null", "null")
            )

    def _write(
        self,
        moment: int,
        contact: int,
        person: Person,
        shop: int,
        kind: int,
        amount: Decimal,
        sub_type: str,
        source: tuple[str, str],
        base: tuple[str, str],
    ) -> None:
        random = self._context.random.random
        name, name_json, timeline = self._kinds[kind]
        cancelled = random() < _CANCELLED
        about = '"Tak for handlen"' if random() < 0.2 else "null"
        shared = [("ContactId", str(contact)), ("Type", name), ("StoreId", str(shop))]
        if person.company_id is not None:
            shared.append(("ContactCompanyId", str(person.company_id)))
        if source[0] != "null":
            shared.append(("SourceId", source[0][1:-1]))
        for cancels in (False, True) if cancelled else (False,):
            if cancels:
                moment, amount = moment + TICKS // 10, amounts.negated(amount)
            self._batches.add(
                {
                    "ContactId": str(contact),
                    "ContactCompanyId": str(person.company_id or "null"),
                    "Type": name_json,
                    "SubType": sub_type,
                    "Amount": exact_json.dumps(amount),
                    "Sum": exact_json.dumps(self._add(contact, kind, amount, moment)),
                    "DateTime": f'"{stamp(moment)}"',
                    "Description": about,
                    "SourceId": source[0],
                    "SourceDescription": source[1],
                    "StoreId": str(shop),
                    "BookValue": base[0],
                    "PointCalculationBase": base[1],
                    "IsCanceller": "true" if cancels else "false",
                    "CancellerPointId": str(self._batches.last + 2) if cancelled and not cancels else "null",
                },
                (),
                (*shared, (timeline, key(moment))),
            )

    def _add(self, contact: int, kind: int, amount: Decimal, moment: int) -> Decimal:
        found = self._sums.get((contact, kind))
        summed = amount if found is None else found[0] + amount
        self._sums[contact, kind] = summed, moment
        found = self._totals.get(kind)
        self._totals[kind] = (amount if found is None else found[0] + amount), moment
        return summed

    def write_sums(self) -> None:
        """Write the sums, after all movements."""
        with BatchWriter(self._store, POINT_SUMS, _SUM) as batches:
            for (contact, index), (summed, moment) in self._sums.items():
                kind, kind_json, _ = self._kinds[index]
                batches.add(
                    {
                        "ContactId": str(contact),
                        "Type": kind_json,
                        "Sum": exact_json.dumps(summed),
                        "LastModified": f'"{stamp(moment)}"',
                    },
                    (("Owner", sum_key(contact, kind)),),
                    (("ContactId", str(contact)), ("Type", kind)),
                )
        with BatchWriter(self._store, POINT_TOTALS, _TOTAL) as batches:
            for index, (summed, moment) in self._totals.items():
                kind, kind_json, _ = self._kinds[index]
                batches.add(
                    {"Type": kind_json, "Sum": exact_json.dumps(summed), "LastModified": f'"{stamp(moment)}"'},
                    (("Owner", sum_key(kind)),),
                    (("Type", kind),),
                )


def point_batches(store: Store) -> BatchWriter:
    """Return the writer of movements for a `PointWriter`."""
    return batches_of(store, POINTS)
