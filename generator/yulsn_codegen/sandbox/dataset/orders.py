"""Generate orders with their lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from ...account.schema import AccountSchema
from ..collections import ORDER_LINES, ORDERS
from ..store import Store
from ..values import amounts, exact_json
from . import words
from .batches import batches_of
from .contacts import Person, moments
from .fields import SampleContext, makers_of, types
from .times import DAY, stamp, written

_LINES = (1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5)  # possible numbers of lines in an order
_RENTAL = re.compile(r"udlej|leje|rent|hire", re.IGNORECASE)  # order types with a start and an end


class PlacedOrder(NamedTuple):
    """The data of an order that points need; `name` is the caller's name for it."""

    moment: int
    contact: int
    person: Person
    store: int
    name: str
    total: Decimal


class _Good(NamedTuple):
    """A quantity of a product: the properties of its line that do not depend on the order, and its total."""

    members: Mapping[str, str]
    total: Decimal


def write_orders(
    store: Store,
    account: AccountSchema,
    context: SampleContext,
    people: Sequence[Person],
    steps: Iterable[int],
    count: int,
) -> Iterator[PlacedOrder]:
    """Write orders by ascending time, one per step of `count`, and yield each."""
    kinds = [(exact_json.dumps(kind), bool(_RENTAL.search(kind))) for kind in types(account.order_types)]
    random, below = context.random.random, context.below
    goods = [_goods(product) for product in words.PRODUCTS]
    towns = [_town_members(town) for town in words.TOWNS]
    with (
        batches_of(store, ORDERS, makers_of(context, ORDERS, account)) as batches,
        batches_of(store, ORDER_LINES, makers_of(context, ORDER_LINES, account)) as line_batches,
    ):
        for moment, contact in moments(context, people, steps, count):
            person = people[contact - 1]
            kind, rented = kinds[int(len(kinds) * random() ** 1.5)]
            number = batches.last + 1
            external = f"W{100_000 + number}" if random() < 0.95 else None
            shop = str(person.store) if random() < 0.9 else "null"
            changed = f'"{stamp(context.span.after(moment, 0.05 * random()))}"'
            lines = [_good(goods, context) for _ in range(_LINES[below(len(_LINES))])]
            total = amounts.total(line.total for line in lines)
            batches.add(
                {
                    "Type": kind,
                    "ExtOrderId": f'"{external}"' if external else "null",
                    "ContactId": str(contact),
                    **_buyer_members(person),
                    **towns[person.town],
                    "StoreId": shop,
                    "OriginDate": f'"{written(moment)}"',
                    "StartDate": f'"{written(moment + DAY)}"' if rented else "null",
                    "EndDate": f'"{written(moment + DAY * (2 + below(6)))}"' if rented else "null",
                    "PriceTotal": exact_json.dumps(total),
                    "LastModified": changed,
                },
                (),
                (("ContactId", str(contact)), *((("ExtOrderId", external),) if external else ())),
            )
            whose = str(contact) if random() < 0.5 else "null"
            shared = {"OrderId": str(number), "ContactId": whose, "LastModified": changed}
            for line in lines:
                line_batches.add({**line.members, **shared}, (), (("OrderId", str(number)),))
            yield PlacedOrder(moment, contact, person, person.store, external or str(number), total)


def _buyer_members(person: Person) -> dict[str, str]:
    return {
        "FirstName": person.first_name,
        "LastName": person.last_name,
        "Address": person.address,
        "Company": person.company,
        "Email": person.email,
    }


def _town_members(town: words.Town) -> dict[str, str]:
    return {
        "PostCode": exact_json.dumps(town.post_code),
        "City": exact_json.dumps(town.name),
        "Country": exact_json.dumps(town.country),
    }


def _goods(product: words.Product) -> list[_Good]:
    image = f'"https://cykelogfri.example/img/{product.number.lower().replace("å", "aa")}.jpg"'
    fixed = {
        "ExtProductId": exact_json.dumps(product.number),
        "ImgUrl": image,
        "Name": exact_json.dumps(product.name),
        "Description": exact_json.dumps(product.about),
    }
    found = []
    for quantity in product.quantities:
        total = amounts.product(Decimal(quantity), Decimal(product.price))
        amounts_of = {"Quantity": Decimal(quantity), "Price": Decimal(product.price), "PriceTotal": total}
        members = fixed | {name: exact_json.dumps(amount) for name, amount in amounts_of.items()}
        found.append(_Good(members, total))
    return found


def _good(goods: Sequence[Sequence[_Good]], context: SampleContext) -> _Good:
    quantities = goods[int(len(goods) * context.random.random() ** 1.6)]
    return quantities[context.below(len(quantities))]
