"""Models of the API's contacts group."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from msgspec import UNSET, Meta, UnsetType, field

from .._runtime.model import AwareDatetime, Model, OpenIntEnum
from ..types import ContactClass, ContactFavouriteBrand


class Contact(Model, kw_only=True):
    """A contact, including the account's dynamic contact fields."""

    _owner_: ClassVar[tuple[str, ...]] = ("owners", "Contacts")

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
    """Id of the contact."""
    secret: str = field(name="Secret")
    """Unguessable key of the contact, suitable for links in e-mails: 12 ASCII letters and digits."""
    version: bytes = field(name="Version")
    """Row version. It changes whenever the contact does. Send it with an update to detect
    concurrent changes.
    """
    email: str | None = field(name="Email", default=None)
    """E-mail address; unique among contacts."""
    email_confirmed: bool = field(name="EmailConfirmed")
    """Whether the contact has confirmed the address."""
    phone_country_code: str | None = field(name="PhoneCountryCode", default=None)
    """Country code of the phone number."""
    phone: str | None = field(name="Phone", default=None)
    """Phone number; unique among contacts. It may contain characters other than digits."""
    phone_confirmed: bool = field(name="PhoneConfirmed")
    """Whether the contact has confirmed the number."""
    first_name: str | None = field(name="FirstName", default=None)
    last_name: str | None = field(name="LastName", default=None)
    registration_date_time: AwareDatetime = field(name="RegistrationDateTime")
    """When the contact registered."""
    registration_source: str | None = field(name="RegistrationSource", default=None)
    """Where the contact registered, e.g. the name of a form; null if an update omitted it."""
    registration_ip: str | None = field(name="RegistrationIp", default=None)
    """IP address that the contact registered from; null if it was never sent."""
    registration_store_id: int | None = field(name="RegistrationStoreId", default=None)
    """Id of the store where the contact registered."""
    preferred_store_id: int | None = field(name="PreferredStoreId", default=None)
    """Id of the contact's preferred store."""
    contact_company_id: int | None = field(name="ContactCompanyId", default=None)
    """Id of the contact's company."""
    latest_permission_source: str | None = field(name="LatestPermissionSource", default=None)
    """Source of the contact's latest permission."""
    last_modified: AwareDatetime = field(name="LastModified")
    """When the contact was last changed."""
    favourite_brand: str | None = field(name="Favourite Brand", default=None)
    """Favourite brand (Favourite Brand). Allowed: Avenue, Batavus, Christiania, Principia, Trek."""
    foedselsdag: AwareDatetime | None = field(name="F\xf8dselsdag", default=None)
    """Fødselsdag."""
    kreditmaksimum: Decimal | None = field(name="Kreditmaksimum", default=None)
    """Kreditmaksimum (kr.) (Kreditmaksimum)."""
    last_service_visit: AwareDatetime | None = field(name="Last Service Visit", default=None)
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
    """A contact to create. The account's dynamic contact fields may be set as well. An attribute
    that you leave out is `UNSET` and not sent; None is sent as null, and '' as an empty string.
    """

    _owner_: ClassVar[tuple[str, ...]] = ("owners", "Contacts")

    registration_source: Annotated[str, Meta(max_length=50)] = field(name="RegistrationSource")
    """Where the contact registered, e.g. the name of a form."""
    registration_date_time: AwareDatetime | UnsetType = field(name="RegistrationDateTime", default=UNSET)
    """When the contact registered. May be omitted, although documented as required."""
    registration_ip: Annotated[str, Meta(max_length=16)] | UnsetType | None = field(
        name="RegistrationIp", default=UNSET
    )
    """IP address that the contact registered from. May be omitted, although documented as
    required.
    """
    registration_store_id: int | UnsetType | None = field(name="RegistrationStoreId", default=UNSET)
    """Id of the store where the contact registered."""
    email: Annotated[str, Meta(max_length=250)] | UnsetType | None = field(name="Email", default=UNSET)
    """E-mail address; the API responds with 409 if another contact has it."""
    email_confirmed: bool | UnsetType = field(name="EmailConfirmed", default=UNSET)
    """Whether the contact has confirmed the address; defaults to false."""
    phone_country_code: str | UnsetType | None = field(name="PhoneCountryCode", default=UNSET)
    """Country code of the phone number."""
    phone: Annotated[str, Meta(max_length=20)] | UnsetType | None = field(name="Phone", default=UNSET)
    """Phone number; the API responds with 409 if another contact has it."""
    phone_confirmed: bool | UnsetType = field(name="PhoneConfirmed", default=UNSET)
    """Whether the contact has confirmed the number; defaults to false."""
    first_name: Annotated[str, Meta(max_length=50)] | UnsetType | None = field(name="FirstName", default=UNSET)
    last_name: Annotated[str, Meta(max_length=50)] | UnsetType | None = field(name="LastName", default=UNSET)
    preferred_store_id: int | UnsetType | None = field(name="PreferredStoreId", default=UNSET)
    """Id of the contact's preferred store; the API responds with 409 if it does not exist."""
    contact_company_id: int | UnsetType | None = field(name="ContactCompanyId", default=UNSET)
    """Id of the contact's company."""
    latest_permission_source: str | UnsetType | None = field(name="LatestPermissionSource", default=UNSET)
    """Source of the contact's latest permission."""
    favourite_brand: ContactFavouriteBrand | UnsetType | None = field(name="Favourite Brand", default=UNSET)
    """Favourite brand (Favourite Brand). Allowed: Avenue, Batavus, Christiania, Principia, Trek."""
    foedselsdag: AwareDatetime | UnsetType | None = field(name="F\xf8dselsdag", default=UNSET)
    """Fødselsdag."""
    kreditmaksimum: Decimal | int | UnsetType | None = field(name="Kreditmaksimum", default=UNSET)
    """Kreditmaksimum (kr.) (Kreditmaksimum)."""
    last_service_visit: AwareDatetime | UnsetType | None = field(name="Last Service Visit", default=UNSET)
    """Last service visit (Last Service Visit)."""
    preferred_mechanic: str | UnsetType | None = field(name="Preferred Mechanic", default=UNSET)
    """Preferred mechanic (Preferred Mechanic)."""
    shoe_size: int | UnsetType | None = field(name="Shoe Size", default=UNSET)
    """Shoe size (EU) (Shoe Size)."""
    shoe_size_bc1b0e: str | UnsetType | None = field(name="Shoe-Size", default=UNSET)
    """Shoe size as written in the old till (Shoe-Size)."""
    wants_sms: bool | UnsetType | None = field(name="Wants SMS", default=UNSET)
    """Wants SMS when the bike is ready (Wants SMS)."""
    class_: ContactClass | UnsetType | None = field(name="class", default=UNSET)
    """Club level (class). Allowed: bronze, silver, gold."""


class ContactUpdate(Model, kw_only=True):
    """A complete contact that replaces the stored one. Standard properties that are omitted become
    null; dynamic fields that are omitted keep their values. An attribute that you leave out is
    `UNSET` and not sent; None is sent as null, and '' as an empty string.
    """

    _owner_: ClassVar[tuple[str, ...]] = ("owners", "Contacts")

    version: bytes = field(name="Version")
    """Version of the contact that this update is based on. If the stored one differs, the API
    responds with 409 and the current contact.
    """
    registration_date_time: AwareDatetime | UnsetType = field(name="RegistrationDateTime", default=UNSET)
    """When the contact registered. May be omitted, although documented as required."""
    registration_source: Annotated[str, Meta(max_length=50)] | UnsetType | None = field(
        name="RegistrationSource", default=UNSET
    )
    """Where the contact registered, e.g. the name of a form. May be omitted, although documented
    as required.
    """
    registration_ip: Annotated[str, Meta(max_length=16)] | UnsetType | None = field(
        name="RegistrationIp", default=UNSET
    )
    """IP address that the contact registered from. May be omitted, although documented as
    required.
    """
    registration_store_id: int | UnsetType | None = field(name="RegistrationStoreId", default=UNSET)
    """Id of the store where the contact registered."""
    email: Annotated[str, Meta(max_length=250)] | UnsetType | None = field(name="Email", default=UNSET)
    """E-mail address; the API responds with 409 if another contact has it."""
    email_confirmed: bool | UnsetType = field(name="EmailConfirmed", default=UNSET)
    """Whether the contact has confirmed the address; defaults to false."""
    phone_country_code: str | UnsetType | None = field(name="PhoneCountryCode", default=UNSET)
    """Country code of the phone number."""
    phone: Annotated[str, Meta(max_length=20)] | UnsetType | None = field(name="Phone", default=UNSET)
    """Phone number; the API responds with 409 if another contact has it."""
    phone_confirmed: bool | UnsetType = field(name="PhoneConfirmed", default=UNSET)
    """Whether the contact has confirmed the number; defaults to false."""
    first_name: Annotated[str, Meta(max_length=50)] | UnsetType | None = field(name="FirstName", default=UNSET)
    last_name: Annotated[str, Meta(max_length=50)] | UnsetType | None = field(name="LastName", default=UNSET)
    preferred_store_id: int | UnsetType | None = field(name="PreferredStoreId", default=UNSET)
    """Id of the contact's preferred store; the API responds with 409 if it does not exist."""
    contact_company_id: int | UnsetType | None = field(name="ContactCompanyId", default=UNSET)
    """Id of the contact's company."""
    latest_permission_source: str | UnsetType | None = field(name="LatestPermissionSource", default=UNSET)
    """Source of the contact's latest permission."""
    favourite_brand: ContactFavouriteBrand | UnsetType | None = field(name="Favourite Brand", default=UNSET)
    """Favourite brand (Favourite Brand). Allowed: Avenue, Batavus, Christiania, Principia, Trek."""
    foedselsdag: AwareDatetime | UnsetType | None = field(name="F\xf8dselsdag", default=UNSET)
    """Fødselsdag."""
    kreditmaksimum: Decimal | int | UnsetType | None = field(name="Kreditmaksimum", default=UNSET)
    """Kreditmaksimum (kr.) (Kreditmaksimum)."""
    last_service_visit: AwareDatetime | UnsetType | None = field(name="Last Service Visit", default=UNSET)
    """Last service visit (Last Service Visit)."""
    preferred_mechanic: str | UnsetType | None = field(name="Preferred Mechanic", default=UNSET)
    """Preferred mechanic (Preferred Mechanic)."""
    shoe_size: int | UnsetType | None = field(name="Shoe Size", default=UNSET)
    """Shoe size (EU) (Shoe Size)."""
    shoe_size_bc1b0e: str | UnsetType | None = field(name="Shoe-Size", default=UNSET)
    """Shoe size as written in the old till (Shoe-Size)."""
    wants_sms: bool | UnsetType | None = field(name="Wants SMS", default=UNSET)
    """Wants SMS when the bike is ready (Wants SMS)."""
    class_: ContactClass | UnsetType | None = field(name="class", default=UNSET)
    """Club level (class). Allowed: bronze, silver, gold."""


class ContactPatch(Model, kw_only=True):
    """Changes to one contact. Properties that are omitted or null are left unchanged; an empty
    string sets `Email`, `Phone` or `PhoneCountryCode` to null. An attribute that you leave out
    is `UNSET` and not sent; None is sent as null, and '' as an empty string.
    """

    _owner_: ClassVar[tuple[str, ...]] = ("owners", "Contacts")

    version: bytes | UnsetType | None = field(name="Version", default=UNSET)
    """Version of the contact that these changes are based on. If it is sent and differs from the
    stored one, the API responds with 409.
    """
    registration_date_time: AwareDatetime | UnsetType = field(name="RegistrationDateTime", default=UNSET)
    """When the contact registered."""
    registration_source: Annotated[str, Meta(max_length=50)] | UnsetType = field(
        name="RegistrationSource", default=UNSET
    )
    """Where the contact registered, e.g. the name of a form."""
    registration_ip: Annotated[str, Meta(max_length=16)] | UnsetType = field(name="RegistrationIp", default=UNSET)
    """IP address that the contact registered from."""
    registration_store_id: int | UnsetType | None = field(name="RegistrationStoreId", default=UNSET)
    """Id of the store where the contact registered; null leaves it unchanged."""
    email: Annotated[str, Meta(max_length=250)] | UnsetType | None = field(name="Email", default=UNSET)
    """E-mail address, unique among contacts; null leaves it unchanged, an empty string clears it."""
    email_confirmed: bool | UnsetType = field(name="EmailConfirmed", default=UNSET)
    """Whether the contact has confirmed the address."""
    phone_country_code: str | UnsetType | None = field(name="PhoneCountryCode", default=UNSET)
    """Country code of the phone number; null leaves it unchanged, an empty string clears it."""
    phone: Annotated[str, Meta(max_length=20)] | UnsetType | None = field(name="Phone", default=UNSET)
    """Phone number, unique among contacts; null leaves it unchanged, an empty string clears it."""
    phone_confirmed: bool | UnsetType = field(name="PhoneConfirmed", default=UNSET)
    """Whether the contact has confirmed the number."""
    first_name: Annotated[str, Meta(max_length=50)] | UnsetType | None = field(name="FirstName", default=UNSET)
    """First name; null leaves it unchanged."""
    last_name: Annotated[str, Meta(max_length=50)] | UnsetType | None = field(name="LastName", default=UNSET)
    """Last name; null leaves it unchanged."""
    preferred_store_id: int | UnsetType | None = field(name="PreferredStoreId", default=UNSET)
    """Id of an existing store; null leaves it unchanged."""
    contact_company_id: int | UnsetType | None = field(name="ContactCompanyId", default=UNSET)
    """Id of the contact's company; null leaves it unchanged."""
    latest_permission_source: str | UnsetType | None = field(name="LatestPermissionSource", default=UNSET)
    """Source of the contact's latest permission; null leaves it unchanged."""
    favourite_brand: ContactFavouriteBrand | UnsetType | None = field(name="Favourite Brand", default=UNSET)
    """Favourite brand (Favourite Brand). Allowed: Avenue, Batavus, Christiania, Principia, Trek."""
    foedselsdag: AwareDatetime | UnsetType | None = field(name="F\xf8dselsdag", default=UNSET)
    """Fødselsdag."""
    kreditmaksimum: Decimal | int | UnsetType | None = field(name="Kreditmaksimum", default=UNSET)
    """Kreditmaksimum (kr.) (Kreditmaksimum)."""
    last_service_visit: AwareDatetime | UnsetType | None = field(name="Last Service Visit", default=UNSET)
    """Last service visit (Last Service Visit)."""
    preferred_mechanic: str | UnsetType | None = field(name="Preferred Mechanic", default=UNSET)
    """Preferred mechanic (Preferred Mechanic)."""
    shoe_size: int | UnsetType | None = field(name="Shoe Size", default=UNSET)
    """Shoe size (EU) (Shoe Size)."""
    shoe_size_bc1b0e: str | UnsetType | None = field(name="Shoe-Size", default=UNSET)
    """Shoe size as written in the old till (Shoe-Size)."""
    wants_sms: bool | UnsetType | None = field(name="Wants SMS", default=UNSET)
    """Wants SMS when the bike is ready (Wants SMS)."""
    class_: ContactClass | UnsetType | None = field(name="class", default=UNSET)
    """Club level (class). Allowed: bronze, silver, gold."""


class ContactBaseInfo(Model, kw_only=True):
    """The properties that identify a contact."""

    id: int = field(name="Id")
    """Id of the contact."""
    secret: str = field(name="Secret")
    """Unguessable key of the contact."""
    email: str | None = field(name="Email", default=None)
    phone: str | None = field(name="Phone", default=None)
    first_name: str | None = field(name="FirstName", default=None)
    last_name: str | None = field(name="LastName", default=None)


class ContactBatchPatch(Model, kw_only=True):
    """The same changes to many contacts."""

    key_type: Literal["Id", "Secret", "Email", "Phone"] = field(name="KeyType")
    """What `Keys` contains. The API also accepts the position of the name, counted from 1."""
    keys: list[str] = field(name="Keys")
    """Keys of the contacts to change, as strings even if they are ids."""
    fields: dict[
        Literal["Favourite Brand", "FirstName", "Kreditmaksimum", "LastName", "PreferredStoreId", "Wants SMS", "class"],
        Any,
    ] = field(name="Fields")
    """New values by contact field name. `Contacts/PatchFields` lists the fields that this account
    allows here.
    """


class ContactBatchPatchResult(Model, kw_only=True):
    """The outcome of a batch patch."""

    updated: list[str] = field(name="Updated")
    """Keys of the contacts that were changed."""
    not_found: list[str] = field(name="NotFound")
    """Keys that match no contact."""


class ContactLogin(Model, kw_only=True):
    """A contact's password to check. An attribute that you leave out is `UNSET` and not sent; None
    is sent as null, and '' as an empty string.
    """

    password: str = field(name="Password")
    """The password that the contact entered."""
    ip: str | UnsetType | None = field(name="Ip", default=UNSET)
    """IP address that the contact logs in from."""
    source: str | UnsetType | None = field(name="Source", default=UNSET)
    """Where the contact logs in, e.g. the name of a site."""


class ContactPasswordSet(Model, kw_only=True):
    """A contact's new password."""

    new_password: str = field(name="NewPassword")
    """The new password."""


class MessageForm(OpenIntEnum):
    """The form of messages."""

    EMAIL = 0
    SMS = 1
    PUSH = 2


class MessageVersion(OpenIntEnum):
    """The generation of the functions that send messages."""

    V1 = 1
    V2 = 2


class DispatchLogFormVersion(Model, kw_only=True):
    """The log of the messages of one form and generation."""

    form: MessageForm = field(name="Form")
    """The form of the messages."""
    version: MessageVersion = field(name="Version")
    """Their generation."""


class ContactMerge(Model, kw_only=True):
    """What to move when one contact is merged into another. We assume that everything of a kind is
    moved if its list is null or omitted. An attribute that you leave out is `UNSET` and not
    sent; None is sent as null, and '' as an empty string.
    """

    event_types: list[str] | UnsetType | None = field(name="EventTypes", default=UNSET)
    """Types of the events to move."""
    order_types: list[str] | UnsetType | None = field(name="OrderTypes", default=UNSET)
    """Types of the orders to move."""
    dispatch_log_form_versions: list[DispatchLogFormVersion] | UnsetType | None = field(
        name="DispatchLogFormVersions", default=UNSET
    )
    """Logs of messages to move."""


class ContactMergeResult(Model, kw_only=True):
    """What was moved when one contact was merged into another."""

    moved_event_types: dict[str, int] = field(name="MovedEventTypes")
    """Number of moved events by type."""
    moved_order_types: dict[str, int] = field(name="MovedOrderTypes")
    """Number of moved orders by type."""
    moved_dispatch_log_form_versions: dict[str, int] = field(name="MovedDispatchLogFormVersions")
    """Number of moved messages by form and generation."""
