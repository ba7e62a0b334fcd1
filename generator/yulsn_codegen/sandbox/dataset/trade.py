"""Made-up orders with their lines, and points with their sums: contacts come in, all of it goes into the store."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from ...account.schema import AccountSchema
from ..resources import order_lines, orders, points
from ..store import Store
from ..values import amounts, wire
from ..values.types import TICKS
from . import words
from .fields import Scene, fields, types
from .people import Person
from .sheets import Sheet
from .times import DAY, key, stamp, written

_ORDER = (
    "Type", "ExtOrderId", "ContactId", "FirstName", "LastName", "Address", "PostCode", "City", "Country", "Company",
    "StoreId", "Email", "OriginDate", "StartDate", "EndDate", "PriceTotal", "LastModified",
)  # fmt: skip
_LINE = (
    "ExtProductId", "ImgUrl", "Name", "Description", "Quantity", "Price", "ContactId", "PriceTotal", "OrderId",
    "LastModified",
)  # fmt: skip
_POINT = (
    "ContactId", "ContactCompanyId", "Type", "SubType", "Amount", "Sum", "DateTime", "Description", "SourceId",
    "SourceDescription", "StoreId", "AdministratorId", "BookValue", "PointCalculationBase", "ConverterTransactionId",
    "IsCanceller", "CancellerPointId",
)  # fmt: skip
_SUM = ("ContactId", "Type", "Sum", "LastModified")
_TOTAL = ("Type", "Sum", "LastModified")

_LINES = (1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5)  # how many an order has
_RENTAL = re.compile(r"udlej|leje|rent|hire", re.IGNORECASE)  # types of orders that begin and end
_BUYING = re.compile(r"køb|kjøp|köp|purchase|buy|order", re.IGNORECASE)  # types of points that buying gives
_GIFTS = ("50", "100", "25", "250", "-100", "12.5", "-50")  # amounts of other points; negative ones were spent
_CANCELLED = 0.02

Order = tuple[int, int, Person, int, str, Decimal]  # moment, contact, who, store, what a caller calls it, total


class _Good(NamedTuple):
    """A product in one quantity: the members of its line that do not depend on the order, and what it costs."""

    members: tuple[str, ...]
    total: Decimal


def write_orders(
    store: Store, account: AccountSchema, scene: Scene, people: Sequence[Person], steps: Iterable[int], count: int
) -> Iterator[Order]:
    """Write orders in the order of their times, one a step, and yield each; count: how many steps there are."""
    kinds = [(wire.dumps(kind), bool(_RENTAL.search(kind))) for kind in types(account.order_types)]
    random, below = scene.random.random, scene.below
    goods = [_goods(product) for product in words.PRODUCTS]
    towns = [(wire.dumps(t.post_code), wire.dumps(t.name), wire.dumps(t.country)) for t in words.TOWNS]
    dynamic = fields(scene, orders.KIND, orders.STATICS, account.owners.get(orders.KIND, ()))
    of_lines = fields(scene, order_lines.KIND, order_lines.STATICS, account.owners.get(order_lines.KIND, ()))
    with (
        Sheet(store, orders.KIND, _ORDER, dynamic) as sheet,
        Sheet(store, order_lines.KIND, _LINE, of_lines) as line_sheet,
    ):
        for moment, contact in moments(scene, people, steps, count):
            person = people[contact - 1]
            kind, rented = kinds[int(len(kinds) * random() ** 1.5)]
            number = sheet.last + 1
            external = f"W{100_000 + number}" if random() < 0.95 else None
            shop = str(person.store) if random() < 0.9 else "null"
            changed = f'"{stamp(scene.span.after(moment, 0.05 * random()))}"'
            lines = [_good(goods, scene) for _ in range(_LINES[below(len(_LINES))])]
            total = amounts.total(line.total for line in lines)
            sheet.add(
                (
                    kind,
                    f'"{external}"' if external else "null",
                    str(contact),
                    person.first_name,
                    person.last_name,
                    person.address,
                    *towns[person.town],
                    person.company,
                    shop,
                    person.email,
                    f'"{written(moment)}"',
                    f'"{written(moment + DAY)}"' if rented else "null",
                    f'"{written(moment + DAY * (2 + below(6)))}"' if rented else "null",
                    wire.dumps(total),
                    changed,
                ),
                (),
                (("ContactId", str(contact)), *((("ExtOrderId", external),) if external else ())),
            )
            whose = str(contact) if random() < 0.5 else "null"
            for line in lines:
                line_sheet.add(
                    (*line.members[:6], whose, line.members[6], str(number), changed), (), (("OrderId", str(number)),)
                )
            yield moment, contact, person, person.store, external or str(number), total


def moments(scene: Scene, people: Sequence[Person], steps: Iterable[int], count: int) -> Iterator[tuple[int, int]]:
    """Yield times in ascending order, each with the id of a contact who had registered by then; some come often."""
    random = scene.random.random
    registered = 0
    for step in steps:
        moment = max(scene.span.at((step + random()) / count), people[0].since)
        while registered < len(people) and people[registered].since <= moment:
            registered += 1
        contact = int(registered * random())
        if random() < 0.5:
            contact -= contact % 8
        yield moment, contact + 1


class Ledger:
    """Points: writes movements and keeps the sums of them, as the API's own handlers do."""

    def __init__(self, store: Store, account: AccountSchema, scene: Scene, sheet: Sheet) -> None:
        self._store, self._scene, self._sheet = store, scene, sheet
        self._kinds = [(kind, wire.dumps(kind), points.timeline(kind)) for kind in types(account.point_types)]
        self._buying = next((i for i, kind in enumerate(self._kinds) if _BUYING.search(kind[0])), 0)
        self._sums: dict[tuple[int, int], tuple[Decimal, int]] = {}
        self._totals: dict[int, tuple[Decimal, int]] = {}

    def follow(self, order: Order) -> None:
        """Write what an order brings: most often points for buying, at times others; a few are cancelled."""
        if not self._kinds:
            return
        moment, contact, person, shop, external, total = order
        random = self._scene.random.random
        if random() < 0.8:
            amount = Decimal(int(total // 10))
            source = (f'"{external}"', f'"Order {external}"')
            base = (wire.dumps(amount / 10), wire.dumps(total))
            self._write(moment, contact, person, shop, self._buying, amount, "null", source, base)
        if random() < 0.35:
            kind = self._scene.below(len(self._kinds))
            amount = Decimal(_GIFTS[self._scene.below(len(_GIFTS))])
            sub_type = ("null", '"campaign"', '"birthday"')[self._scene.below(3)]
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
        random = self._scene.random.random
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
            self._sheet.add(
                (
                    str(contact),
                    str(person.company_id or "null"),
                    name_json,
                    sub_type,
                    wire.dumps(amount),
                    wire.dumps(self._add(contact, kind, amount, moment)),
                    f'"{stamp(moment)}"',
                    about,
                    *source,
                    str(shop),
                    "null",
                    *base,
                    "null",
                    "true" if cancels else "false",
                    str(self._sheet.last + 2) if cancelled and not cancels else "null",
                ),
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

    def close(self) -> None:
        """Write the sums."""
        with Sheet(self._store, points.SUMS, _SUM) as sheet:
            for (contact, index), (summed, moment) in self._sums.items():
                kind, kind_json, _ = self._kinds[index]
                sheet.add(
                    (str(contact), kind_json, wire.dumps(summed), f'"{stamp(moment)}"'),
                    (("Owner", points.owner_key(contact, kind)),),
                    (("ContactId", str(contact)), ("Type", kind)),
                )
        with Sheet(self._store, points.TOTALS, _TOTAL) as sheet:
            for index, (summed, moment) in self._totals.items():
                kind, kind_json, _ = self._kinds[index]
                sheet.add(
                    (kind_json, wire.dumps(summed), f'"{stamp(moment)}"'),
                    (("Owner", points.owner_key(kind)),),
                    (("Type", kind),),
                )


def point_sheet(store: Store) -> Sheet:
    """Return the sheet of points, for a ledger."""
    return Sheet(store, points.KIND, _POINT)


def _goods(product: words.Product) -> list[_Good]:
    image = f'"https://cykelogfri.example/img/{product.number.lower().replace("å", "aa")}.jpg"'
    fixed = (wire.dumps(product.number), image, wire.dumps(product.name), wire.dumps(product.about))
    found = []
    for quantity in product.quantities:
        total = amounts.product(Decimal(quantity), Decimal(product.price))
        found.append(_Good((*fixed, quantity, product.price, wire.dumps(total)), total))
    return found


def _good(goods: Sequence[Sequence[_Good]], scene: Scene) -> _Good:
    quantities = goods[int(len(goods) * scene.random.random() ** 1.6)]
    return quantities[scene.below(len(quantities))]
