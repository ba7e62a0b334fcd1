"""Models of the API's stores group."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar

from msgspec import UNSET, UnsetType, field

from .._runtime.model import AwareDatetime, Model
from ..types import StoreRegion


class Store(Model, kw_only=True):
    """A store of the account, including the account's dynamic store fields."""

    _owner_: ClassVar[tuple[str, ...]] = ("owners", "Stores")

    _allowed_: ClassVar[Mapping[str, tuple[str | int, ...]]] = {
        "region": ("Hovedstaden", "Midtjylland", "Nordjylland", "Sj\xe6lland", "Syddanmark")
    }

    _account_: ClassVar[tuple[str, ...]] = ("areal_m2", "opened", "region", "workshop_stands", "aabent_soendag")

    id: int = field(name="Id")
    """Id of the store."""
    number: str = field(name="Number")
    """Number that the account has given the store, as a string."""
    name: str = field(name="Name")
    """Name of the store."""
    phone: str | None = field(name="Phone", default=None)
    address: str | None = field(name="Address", default=None)
    zip_code: str | None = field(name="ZipCode", default=None)
    city: str | None = field(name="City", default=None)
    email: str | None = field(name="Email", default=None)
    json_string: str | None = field(name="JsonString", default=None)
    """Free-form text, often JSON; a listing can omit it."""
    last_modified: AwareDatetime = field(name="LastModified")
    """When the store was last changed."""
    areal_m2: Decimal | None = field(name="Areal m\xb2", default=None)
    """Areal (m²) (Areal m²)."""
    opened: AwareDatetime | None = field(name="Opened", default=None)
    """Opened."""
    region: str | None = field(name="Region", default=None)
    """Region. Allowed: Hovedstaden, Midtjylland, Nordjylland, Sjælland, Syddanmark."""
    workshop_stands: int | None = field(name="Workshop Stands", default=None)
    """Repair stands in the workshop (Workshop Stands)."""
    aabent_soendag: bool | None = field(name="\xc5bent s\xf8ndag", default=None)
    """Åbent søndag."""


class StoreCreate(Model, kw_only=True):
    """A store to create. The account's dynamic store fields may be set as well. An attribute that
    you leave out is `UNSET` and not sent; None is sent as null, and '' as an empty string.
    """

    _owner_: ClassVar[tuple[str, ...]] = ("owners", "Stores")

    number: str = field(name="Number")
    """Number that the account has given the store, as a string."""
    name: str = field(name="Name")
    """Name of the store."""
    phone: str | UnsetType | None = field(name="Phone", default=UNSET)
    address: str | UnsetType | None = field(name="Address", default=UNSET)
    zip_code: str | UnsetType | None = field(name="ZipCode", default=UNSET)
    city: str | UnsetType | None = field(name="City", default=UNSET)
    email: str | UnsetType | None = field(name="Email", default=UNSET)
    json_string: str | UnsetType | None = field(name="JsonString", default=UNSET)
    """Free-form text, often JSON."""
    areal_m2: Decimal | int | UnsetType | None = field(name="Areal m\xb2", default=UNSET)
    """Areal (m²) (Areal m²)."""
    opened: AwareDatetime | UnsetType | None = field(name="Opened", default=UNSET)
    """Opened."""
    region: StoreRegion | UnsetType | None = field(name="Region", default=UNSET)
    """Region. Allowed: Hovedstaden, Midtjylland, Nordjylland, Sjælland, Syddanmark."""
    workshop_stands: int | UnsetType | None = field(name="Workshop Stands", default=UNSET)
    """Repair stands in the workshop (Workshop Stands)."""
    aabent_soendag: bool | UnsetType | None = field(name="\xc5bent s\xf8ndag", default=UNSET)
    """Åbent søndag."""


class StorePatch(Model, kw_only=True):
    """Changes to one store. Only the properties that are sent are changed. An attribute that you
    leave out is `UNSET` and not sent; None is sent as null, and '' as an empty string.
    """

    _owner_: ClassVar[tuple[str, ...]] = ("owners", "Stores")

    id: int = field(name="Id")
    """Id of the store to update; it is not in the path."""
    number: str | UnsetType = field(name="Number", default=UNSET)
    """Number that the account has given the store, as a string."""
    name: str | UnsetType = field(name="Name", default=UNSET)
    """Name of the store."""
    phone: str | UnsetType | None = field(name="Phone", default=UNSET)
    address: str | UnsetType | None = field(name="Address", default=UNSET)
    zip_code: str | UnsetType | None = field(name="ZipCode", default=UNSET)
    city: str | UnsetType | None = field(name="City", default=UNSET)
    email: str | UnsetType | None = field(name="Email", default=UNSET)
    json_string: str | UnsetType | None = field(name="JsonString", default=UNSET)
    """Free-form text, often JSON."""
    areal_m2: Decimal | int | UnsetType | None = field(name="Areal m\xb2", default=UNSET)
    """Areal (m²) (Areal m²)."""
    opened: AwareDatetime | UnsetType | None = field(name="Opened", default=UNSET)
    """Opened."""
    region: StoreRegion | UnsetType | None = field(name="Region", default=UNSET)
    """Region. Allowed: Hovedstaden, Midtjylland, Nordjylland, Sjælland, Syddanmark."""
    workshop_stands: int | UnsetType | None = field(name="Workshop Stands", default=UNSET)
    """Repair stands in the workshop (Workshop Stands)."""
    aabent_soendag: bool | UnsetType | None = field(name="\xc5bent s\xf8ndag", default=UNSET)
    """Åbent søndag."""
