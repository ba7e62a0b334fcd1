"""Generate stores."""

from __future__ import annotations

from collections.abc import Sequence

from ...account.schema import AccountSchema, AllowedValue
from ..collections import STORES
from ..store import Object, Store
from ..values import exact_json, scalars
from . import words
from .fields import SampleContext, makers_of
from .times import stamp


def fill_stores(store: Store, account: AccountSchema, context: SampleContext) -> list[int]:
    """Add stores to the initial ones, set the dynamic fields of all, and return their ids."""
    dynamic = makers_of(context, STORES, account)
    towns = {town.post_code: town for town in words.TOWNS}
    moment = stamp(context.span.start)
    for number, name, address, post_code, phone in words.STORES:
        if store.find(STORES.kind, "Number", number) is None:
            body: Object = {
                "Number": number,
                "Name": name,
                "Phone": phone,
                "Address": address,
                "ZipCode": post_code,
                "City": towns[post_code].name,
                "Email": f"{number}@cykelogfri.example",
                "JsonString": '{"open":{"mon-fri":"9:30-17:30","sat":"10-15"}}',
                "LastModified": moment,
            }
            store.insert(STORES.kind, body, {"Number": number})
    found = store.scan(STORES.kind)
    for stored in found:
        store_id = scalars.integer(stored["Id"])
        made = {
            name: exact_json.loads(make(store_id)) for name, make in zip(dynamic.names, dynamic.makers, strict=True)
        }
        town = towns.get(str(stored["ZipCode"]))
        if made.get("Region") is not None and town is not None and town.region in _allowed(account, "Region"):
            made["Region"] = town.region
        store.amend(STORES.kind, store_id, stored | made | {"LastModified": moment})
    return [scalars.integer(stored["Id"]) for stored in found]


def _allowed(account: AccountSchema, name: str) -> Sequence[AllowedValue]:
    return next((field.values or () for field in account.owners.get(STORES.kind, ()) if field.name == name), ())
