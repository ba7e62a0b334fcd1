"""The account's stores: the few that a new sandbox starts with, and whether one exists."""

from __future__ import annotations

from . import values
from .store import Object, Store

KIND = "Stores"

_FIRST = (
    ("1001", "Cykel & Fri Nørrebro", "Nørrebrogade 112", "2200", "København N", "+4535551001"),
    ("1002", "Cykel & Fri Aarhus", "Jægergårdsgade 41", "8000", "Aarhus C", "+4586551002"),
    ("1003", "Cykel & Fri Odense", "Vestergade 68", "5000", "Odense C", "+4566551003"),
    ("1090", "Webshop", None, None, None, None),
)


def seed(store: Store) -> None:
    """Give a new store of data its stores, with the ids 1 to 4."""
    for number, name, address, zip_code, city, phone in _FIRST:
        body: Object = {
            "Number": number,
            "Name": name,
            "Phone": phone,
            "Address": address,
            "ZipCode": zip_code,
            "City": city,
            "Email": f"{number}@cykelogfri.example",
            "JsonString": None,
            "LastModified": values.now(),
        }
        store.insert(KIND, body, {"Number": number})


def exists(store: Store, number: int) -> bool:
    """Whether there is a store with this id."""
    return store.get(KIND, number) is not None
