"""The account's own names and allowed values as types, each with the tuple of its values."""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args

ContactClass: TypeAlias = Literal["bronze", "silver", "gold"]
"""The allowed values of Contacts, class."""
CONTACT_CLASS_VALUES: tuple[ContactClass, ...] = get_args(ContactClass)

ContactCompanyBetalingsfrist: TypeAlias = Literal["8 dage", "14 dage", "30 dage"]
"""The allowed values of ContactCompanies, Betalingsfrist."""
CONTACT_COMPANY_BETALINGSFRIST_VALUES: tuple[ContactCompanyBetalingsfrist, ...] = get_args(ContactCompanyBetalingsfrist)

ContactFavouriteBrand: TypeAlias = Literal["Avenue", "Batavus", "Christiania", "Principia", "Trek"]
"""The allowed values of Contacts, Favourite Brand."""
CONTACT_FAVOURITE_BRAND_VALUES: tuple[ContactFavouriteBrand, ...] = get_args(ContactFavouriteBrand)

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
CONTACT_FIELD_VALUES: tuple[ContactField, ...] = get_args(ContactField)

OrderDeliveryMethod: TypeAlias = Literal["Afhentning", "GLS", "Cykelbud"]
"""The allowed values of Orders, Delivery Method."""
ORDER_DELIVERY_METHOD_VALUES: tuple[OrderDeliveryMethod, ...] = get_args(OrderDeliveryMethod)

OrderLineFarve: TypeAlias = Literal["sort", "hvid", "r\xf8d", "bl\xe5", "gr\xf8n"]
"""The allowed values of OrderLines, Farve."""
ORDER_LINE_FARVE_VALUES: tuple[OrderLineFarve, ...] = get_args(OrderLineFarve)

OrderType: TypeAlias = Literal["butik", "udlejning", "v\xe6rksted", "webshop"]
"""The account's order types."""
ORDER_TYPE_VALUES: tuple[OrderType, ...] = get_args(OrderType)

PatchField: TypeAlias = Literal[
    "Favourite Brand", "FirstName", "Kreditmaksimum", "LastName", "PreferredStoreId", "Wants SMS", "class"
]
"""The wire names of the contact fields that a batch patch may set."""
PATCH_FIELD_VALUES: tuple[PatchField, ...] = get_args(PatchField)

PointType: TypeAlias = Literal["anmeldelse", "bonus", "k\xf8b"]
"""The account's point types."""
POINT_TYPE_VALUES: tuple[PointType, ...] = get_args(PointType)

StoreRegion: TypeAlias = Literal["Hovedstaden", "Midtjylland", "Nordjylland", "Sj\xe6lland", "Syddanmark"]
"""The allowed values of Stores, Region."""
STORE_REGION_VALUES: tuple[StoreRegion, ...] = get_args(StoreRegion)
