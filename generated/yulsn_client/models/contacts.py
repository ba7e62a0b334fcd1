"""Models of the API's group contacts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from msgspec import UNSET, Meta, UnsetType, field

from .._runtime.model import Model, OpenIntEnum


class KeyType(OpenIntEnum):
    """What the keys of a batch patch are. The API accepts the number as well as the name."""

    ID = 1
    SECRET = 2
    EMAIL = 3
    PHONE = 4


class Contact(Model, kw_only=True):
    """A contact as the API answers it, with the account's own contact fields beside the ones
    listed here.
    """

    _allowed_: ClassVar[Mapping[str, tuple[str | int, ...]]] = {
        "favourite_brand": ("Avenue", "Batavus", "Christiania", "Principia", "Trek"),
        "class_": ("bronze", "silver", "gold"),
    }

    _account_: ClassVar[tuple[str, ...]] = (
        "favourite_brand",
        "foedselsdag",
        "kreditmaksimum",
        "last_service_visit",
        "preferred_mechanic",
        "shoe_size",
        "shoe_size_bc1b0e",
        "wants_sms",
        "class_",
    )

    id: int = field(name="Id")
    """Number of the contact."""
    secret: str = field(name="Secret")
    """Unguessable key of the contact, fit for links in e-mails."""
    version: bytes = field(name="Version")
    """Row version; it changes with every change of the contact. Send it back with an update, so
    that a change made by somebody else meanwhile is noticed.
    """
    email: str | None = field(name="Email", default=None)
    """E-mail address; no two contacts share one."""
    email_confirmed: bool = field(name="EmailConfirmed")
    """Whether the contact has confirmed the address."""
    phone_country_code: str | None = field(name="PhoneCountryCode", default=None)
    """Country code of the phone number."""
    phone: str | None = field(name="Phone", default=None)
    """Phone number; no two contacts share one."""
    phone_confirmed: bool = field(name="PhoneConfirmed")
    """Whether the contact has confirmed the number."""
    first_name: str | None = field(name="FirstName", default=None)
    last_name: str | None = field(name="LastName", default=None)
    registration_date_time: datetime = field(name="RegistrationDateTime")
    """When the contact registered."""
    registration_source: str = field(name="RegistrationSource")
    """Where the contact registered, e.g. the name of a form."""
    registration_ip: str = field(name="RegistrationIp")
    """IP address that the contact registered from."""
    registration_store_id: int | None = field(name="RegistrationStoreId", default=None)
    """Id of the store that the contact registered in."""
    preferred_store_id: int | None = field(name="PreferredStoreId", default=None)
    """Id of the store that the contact prefers."""
    contact_company_id: int | None = field(name="ContactCompanyId", default=None)
    """Id of the company that the contact belongs to."""
    latest_permission_source: str | None = field(name="LatestPermissionSource", default=None)
    """Where the contact gave the latest permission."""
    last_modified: datetime = field(name="LastModified")
    """When the contact was last changed."""
    favourite_brand: str | None = field(name="Favourite Brand", default=None)
    """Favourite brand (Favourite Brand). Allowed: Avenue, Batavus, Christiania, Principia, Trek."""
    foedselsdag: datetime | None = field(name="F\xf8dselsdag", default=None)
    """Fødselsdag."""
    kreditmaksimum: Decimal | None = field(name="Kreditmaksimum", default=None)
    """Kreditmaksimum (kr.) (Kreditmaksimum)."""
    last_service_visit: datetime | None = field(name="Last Service Visit", default=None)
    """Last service visit (Last Service Visit)."""
    preferred_mechanic: str | None = field(name="Preferred Mechanic", default=None)
    """Preferred mechanic (Preferred Mechanic)."""
    shoe_size: int | None = field(name="Shoe Size", default=None)
    """Shoe size (EU) (Shoe Size)."""
    shoe_size_bc1b0e: str | None = field(name="Shoe-Size", default=None)
    """Shoe size as written in the old till (Shoe-Size)."""
    wants_sms: bool | None = field(name="Wants SMS", default=None)
    """Wants SMS when the bike is ready (Wants SMS)."""
    class_: str | None = field(name="class", default=None)
    """Club level (class). Allowed: bronze, silver, gold."""


class ContactCreate(Model, kw_only=True):
    """A contact to be created. Dynamic contact fields may be set beside the properties listed
    here. What is left out is `UNSET` and not sent, None is sent as null, '' as an empty text.
    """

    registration_date_time: datetime = field(name="RegistrationDateTime")
    """When the contact registered."""
    registration_source: Annotated[str, Meta(max_length=50)] = field(name="RegistrationSource")
    """Where the contact registered, e.g. the name of a form."""
    registration_ip: Annotated[str, Meta(max_length=16)] = field(name="RegistrationIp")
    """IP address that the contact registered from."""
    registration_store_id: int | UnsetType | None = field(name="RegistrationStoreId", default=UNSET)
    """Id of the store that the contact registered in."""
    email: Annotated[str, Meta(max_length=250)] | UnsetType | None = field(name="Email", default=UNSET)
    """E-mail address; the API answers 409 when another contact has it."""
    email_confirmed: bool | UnsetType = field(name="EmailConfirmed", default=UNSET)
    """Whether the contact has confirmed the address; false when left out."""
    phone_country_code: str | UnsetType | None = field(name="PhoneCountryCode", default=UNSET)
    """Country code of the phone number."""
    phone: Annotated[str, Meta(max_length=20)] | UnsetType | None = field(name="Phone", default=UNSET)
    """Phone number; the API answers 409 when another contact has it."""
    phone_confirmed: bool | UnsetType = field(name="PhoneConfirmed", default=UNSET)
    """Whether the contact has confirmed the number; false when left out."""
    first_name: Annotated[str, Meta(max_length=50)] | UnsetType | None = field(name="FirstName", default=UNSET)
    last_name: Annotated[str, Meta(max_length=50)] | UnsetType | None = field(name="LastName", default=UNSET)
    preferred_store_id: int | UnsetType | None = field(name="PreferredStoreId", default=UNSET)
    """Id of the store that the contact prefers; the API answers 409 when there is none with this
    id.
    """
    contact_company_id: int | UnsetType | None = field(name="ContactCompanyId", default=UNSET)
    """Id of the company that the contact belongs to."""
    latest_permission_source: str | UnsetType | None = field(name="LatestPermissionSource", default=UNSET)
    """Where the contact gave the latest permission."""
    favourite_brand: Literal["Avenue", "Batavus", "Christiania", "Principia", "Trek"] | UnsetType | None = field(
        name="Favourite Brand", default=UNSET
    )
    """Favourite brand (Favourite Brand). Allowed: Avenue, Batavus, Christiania, Principia, Trek."""
    foedselsdag: datetime | UnsetType | None = field(name="F\xf8dselsdag", default=UNSET)
    """Fødselsdag."""
    kreditmaksimum: Decimal | UnsetType | None = field(name="Kreditmaksimum", default=UNSET)
    """Kreditmaksimum (kr.) (Kreditmaksimum)."""
    last_service_visit: datetime | UnsetType | None = field(name="Last Service Visit", default=UNSET)
    """Last service visit (Last Service Visit)."""
    preferred_mechanic: str | UnsetType | None = field(name="Preferred Mechanic", default=UNSET)
    """Preferred mechanic (Preferred Mechanic)."""
    shoe_size: int | UnsetType | None = field(name="Shoe Size", default=UNSET)
    """Shoe size (EU) (Shoe Size)."""
    shoe_size_bc1b0e: str | UnsetType | None = field(name="Shoe-Size", default=UNSET)
    """Shoe size as written in the old till (Shoe-Size)."""
    wants_sms: bool | UnsetType | None = field(name="Wants SMS", default=UNSET)
    """Wants SMS when the bike is ready (Wants SMS)."""
    class_: Literal["bronze", "silver", "gold"] | UnsetType | None = field(name="class", default=UNSET)
    """Club level (class). Allowed: bronze, silver, gold."""


class ContactUpdate(Model, kw_only=True):
    """All of a contact, to replace what is stored. A property listed here that is left out becomes
    null; a dynamic field that is left out stays as it is. What is left out is `UNSET` and not
    sent, None is sent as null, '' as an empty text.
    """

    version: bytes = field(name="Version")
    """The version of the contact that this update was made from. When the stored one differs, the
    API answers 409 with the latest contact.
    """
    registration_date_time: datetime = field(name="RegistrationDateTime")
    """When the contact registered."""
    registration_source: Annotated[str, Meta(max_length=50)] = field(name="RegistrationSource")
    """Where the contact registered, e.g. the name of a form."""
    registration_ip: Annotated[str, Meta(max_length=16)] = field(name="RegistrationIp")
    """IP address that the contact registered from."""
    email_confirmed: bool = field(name="EmailConfirmed")
    """Whether the contact has confirmed the address."""
    phone_confirmed: bool = field(name="PhoneConfirmed")
    """Whether the contact has confirmed the number."""
    registration_store_id: int | UnsetType | None = field(name="RegistrationStoreId", default=UNSET)
    """Id of the store that the contact registered in."""
    email: Annotated[str, Meta(max_length=250)] | UnsetType | None = field(name="Email", default=UNSET)
    """E-mail address; the API answers 409 when another contact has it."""
    phone_country_code: str | UnsetType | None = field(name="PhoneCountryCode", default=UNSET)
    """Country code of the phone number."""
    phone: Annotated[str, Meta(max_length=20)] | UnsetType | None = field(name="Phone", default=UNSET)
    """Phone number; the API answers 409 when another contact has it."""
    first_name: Annotated[str, Meta(max_length=50)] | UnsetType | None = field(name="FirstName", default=UNSET)
    last_name: Annotated[str, Meta(max_length=50)] | UnsetType | None = field(name="LastName", default=UNSET)
    preferred_store_id: int | UnsetType | None = field(name="PreferredStoreId", default=UNSET)
    """Id of the store that the contact prefers; the API answers 409 when there is none with this
    id.
    """
    contact_company_id: int | UnsetType | None = field(name="ContactCompanyId", default=UNSET)
    """Id of the company that the contact belongs to."""
    latest_permission_source: str | UnsetType | None = field(name="LatestPermissionSource", default=UNSET)
    """Where the contact gave the latest permission."""
    favourite_brand: Literal["Avenue", "Batavus", "Christiania", "Principia", "Trek"] | UnsetType | None = field(
        name="Favourite Brand", default=UNSET
    )
    """Favourite brand (Favourite Brand). Allowed: Avenue, Batavus, Christiania, Principia, Trek."""
    foedselsdag: datetime | UnsetType | None = field(name="F\xf8dselsdag", default=UNSET)
    """Fødselsdag."""
    kreditmaksimum: Decimal | UnsetType | None = field(name="Kreditmaksimum", default=UNSET)
    """Kreditmaksimum (kr.) (Kreditmaksimum)."""
    last_service_visit: datetime | UnsetType | None = field(name="Last Service Visit", default=UNSET)
    """Last service visit (Last Service Visit)."""
    preferred_mechanic: str | UnsetType | None = field(name="Preferred Mechanic", default=UNSET)
    """Preferred mechanic (Preferred Mechanic)."""
    shoe_size: int | UnsetType | None = field(name="Shoe Size", default=UNSET)
    """Shoe size (EU) (Shoe Size)."""
    shoe_size_bc1b0e: str | UnsetType | None = field(name="Shoe-Size", default=UNSET)
    """Shoe size as written in the old till (Shoe-Size)."""
    wants_sms: bool | UnsetType | None = field(name="Wants SMS", default=UNSET)
    """Wants SMS when the bike is ready (Wants SMS)."""
    class_: Literal["bronze", "silver", "gold"] | UnsetType | None = field(name="class", default=UNSET)
    """Club level (class). Allowed: bronze, silver, gold."""


class ContactPatch(Model, kw_only=True):
    """Changes to one contact. A property listed here that is left out or null stays as it is;
    `Email`, `Phone` and `PhoneCountryCode` become null when sent as an empty text. What is left
    out is `UNSET` and not sent, None is sent as null, '' as an empty text.
    """

    version: bytes | UnsetType | None = field(name="Version", default=UNSET)
    """The version of the contact that these changes were made from. Only when it is sent does the
    API check it, and answer 409 when the stored one differs.
    """
    registration_date_time: datetime | UnsetType = field(name="RegistrationDateTime", default=UNSET)
    """When the contact registered."""
    registration_source: Annotated[str, Meta(max_length=50)] | UnsetType = field(
        name="RegistrationSource", default=UNSET
    )
    """Where the contact registered, e.g. the name of a form."""
    registration_ip: Annotated[str, Meta(max_length=16)] | UnsetType = field(name="RegistrationIp", default=UNSET)
    """IP address that the contact registered from."""
    registration_store_id: int | UnsetType | None = field(name="RegistrationStoreId", default=UNSET)
    """Id of the store that the contact registered in; null changes nothing."""
    email: Annotated[str, Meta(max_length=250)] | UnsetType | None = field(name="Email", default=UNSET)
    """E-mail address, unique among contacts; null changes nothing, an empty text removes it."""
    email_confirmed: bool | UnsetType = field(name="EmailConfirmed", default=UNSET)
    """Whether the contact has confirmed the address."""
    phone_country_code: str | UnsetType | None = field(name="PhoneCountryCode", default=UNSET)
    """Country code of the phone number; null changes nothing, an empty text removes it."""
    phone: Annotated[str, Meta(max_length=20)] | UnsetType | None = field(name="Phone", default=UNSET)
    """Phone number, unique among contacts; null changes nothing, an empty text removes it."""
    phone_confirmed: bool | UnsetType = field(name="PhoneConfirmed", default=UNSET)
    """Whether the contact has confirmed the number."""
    first_name: Annotated[str, Meta(max_length=50)] | UnsetType | None = field(name="FirstName", default=UNSET)
    """First name; null changes nothing."""
    last_name: Annotated[str, Meta(max_length=50)] | UnsetType | None = field(name="LastName", default=UNSET)
    """Last name; null changes nothing."""
    preferred_store_id: int | UnsetType | None = field(name="PreferredStoreId", default=UNSET)
    """Id of an existing store; null changes nothing."""
    contact_company_id: int | UnsetType | None = field(name="ContactCompanyId", default=UNSET)
    """Id of the company that the contact belongs to; null changes nothing."""
    latest_permission_source: str | UnsetType | None = field(name="LatestPermissionSource", default=UNSET)
    """Where the contact gave the latest permission; null changes nothing."""
    favourite_brand: Literal["Avenue", "Batavus", "Christiania", "Principia", "Trek"] | UnsetType | None = field(
        name="Favourite Brand", default=UNSET
    )
    """Favourite brand (Favourite Brand). Allowed: Avenue, Batavus, Christiania, Principia, Trek."""
    foedselsdag: datetime | UnsetType | None = field(name="F\xf8dselsdag", default=UNSET)
    """Fødselsdag."""
    kreditmaksimum: Decimal | UnsetType | None = field(name="Kreditmaksimum", default=UNSET)
    """Kreditmaksimum (kr.) (Kreditmaksimum)."""
    last_service_visit: datetime | UnsetType | None = field(name="Last Service Visit", default=UNSET)
    """Last service visit (Last Service Visit)."""
    preferred_mechanic: str | UnsetType | None = field(name="Preferred Mechanic", default=UNSET)
    """Preferred mechanic (Preferred Mechanic)."""
    shoe_size: int | UnsetType | None = field(name="Shoe Size", default=UNSET)
    """Shoe size (EU) (Shoe Size)."""
    shoe_size_bc1b0e: str | UnsetType | None = field(name="Shoe-Size", default=UNSET)
    """Shoe size as written in the old till (Shoe-Size)."""
    wants_sms: bool | UnsetType | None = field(name="Wants SMS", default=UNSET)
    """Wants SMS when the bike is ready (Wants SMS)."""
    class_: Literal["bronze", "silver", "gold"] | UnsetType | None = field(name="class", default=UNSET)
    """Club level (class). Allowed: bronze, silver, gold."""


class ContactBaseInfo(Model, kw_only=True):
    """The few properties of a contact that tell who it is."""

    id: int = field(name="Id")
    """Number of the contact."""
    secret: str = field(name="Secret")
    """Unguessable key of the contact."""
    email: str | None = field(name="Email", default=None)
    phone: str | None = field(name="Phone", default=None)
    first_name: str | None = field(name="FirstName", default=None)
    last_name: str | None = field(name="LastName", default=None)


class ContactBatchPatch(Model, kw_only=True):
    """The same changes for many contacts."""

    key_type: KeyType = field(name="KeyType")
    """What `Keys` holds."""
    keys: list[str] = field(name="Keys")
    """Keys of the contacts to change, as text, also when they are ids."""
    fields: dict[
        Literal["Favourite Brand", "FirstName", "Kreditmaksimum", "LastName", "PreferredStoreId", "Wants SMS", "class"],
        Any,
    ] = field(name="Fields")
    """Name of a contact field to its new value. Which fields may be set this way depends on the
    account: `Contacts/PatchFields` lists them.
    """


class ContactBatchPatchResult(Model, kw_only=True):
    """Which contacts a batch patch changed."""

    updated: list[str] = field(name="Updated")
    """Keys of the contacts that were changed."""
    not_found: list[str] = field(name="NotFound")
    """Keys that no contact has."""


class ContactLogin(Model, kw_only=True):
    """A contact's password, to be checked."""

    password: str = field(name="Password")
    """The password as the contact typed it."""
    ip: str = field(name="Ip")
    """IP address that the contact logs in from."""
    source: str = field(name="Source")
    """Where the contact logs in, e.g. the name of a site."""


class ContactPasswordSet(Model, kw_only=True):
    """A contact's new password."""

    new_password: str = field(name="NewPassword")
    """The password to store in place of the one before."""
