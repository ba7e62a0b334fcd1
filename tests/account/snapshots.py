"""A valid snapshot, and a way to change it."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

SNAPSHOT: dict[str, Any] = {
    "format": 1,
    "owners": {
        "Contacts": [
            {"name": "Favourite Colour", "type": "String", "label": "Favourite colour", "values": ["red", "green"]},
            {"name": "Shoe size", "type": "Decimal", "label": None, "values": None},
        ],
        "ContactCompanies": [],
        "Orders": [{"name": "Picked", "type": "DateTimeOffset", "label": None, "values": None}],
        "OrderLines": [],
        "Stores": [],
    },
    "tables": [
        {
            "id": 7,
            "name": "Cars",
            "label": "Cars",
            "description": None,
            "writes": {"create": True, "update": True, "delete": False},
            "fields": [{"name": "Doors", "type": "Number", "label": None, "values": None}],
        }
    ],
    "order_types": ["webshop"],
    "point_types": ["bonus"],
    "patch_fields": ["FirstName"],
    "unread": [],
}


def changed(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    data = copy.deepcopy(SNAPSHOT)
    change(data)
    return data
