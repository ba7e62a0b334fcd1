"""The account's own names as types."""

from __future__ import annotations

from typing import Literal, TypeAlias

ContactField: TypeAlias = Literal[
    "Favourite Brand",
    "F\xf8dselsdag",
    "Kreditmaksimum",
    "Last Service Visit",
    "Preferred Mechanic",
    "Shoe Size",
    "Shoe-Size",
    "Wants SMS",
    "class",
]
"""The wire names of the account's own contact fields."""

OrderType: TypeAlias = Literal["butik", "udlejning", "v\xe6rksted", "webshop"]
"""The account's order types."""

PatchField: TypeAlias = Literal[
    "Favourite Brand", "FirstName", "Kreditmaksimum", "LastName", "PreferredStoreId", "Wants SMS", "class"
]
"""The wire names of the contact fields that a batch patch may set."""

PointType: TypeAlias = Literal["anmeldelse", "bonus", "k\xf8b"]
"""The account's point types."""
