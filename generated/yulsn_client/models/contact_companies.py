"""Models of the API's contact_companies group."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar

from msgspec import UNSET, UnsetType, field

from .._runtime.model import AwareDatetime, Model
from ..types import ContactCompanyBetalingsfrist


class ContactCompany(Model, kw_only=True):
    """A company that contacts belong to, including the account's dynamic company fields."""

    _owner_: ClassVar[tuple[str, ...]] = ("owners", "ContactCompanies")

    _allowed_: ClassVar[Mapping[str, tuple[str | int, ...]]] = {"betalingsfrist": ("8 dage", "14 dage", "30 dage")}

    _account_: ClassVar[tuple[str, ...]] = (
        "betalingsfrist",
        "cvr_nummer",
        "contract_ends",
        "discount",
        "fleet_size",
        "invoice_by_e_mail",
    )

    id: int = field(name="Id")
    """Id of the company."""
    name: str = field(name="Name")
    """Name of the company."""
    number: str | None = field(name="Number", default=None)
    """The company's unique number in an external system."""
    primary_contact_id: int | None = field(name="PrimaryContactId", default=None)
    """Id of the company's primary contact."""
    contact_company_id: int | None = field(name="ContactCompanyId", default=None)
    """Id of the parent company."""
    email_domains: str | None = field(name="EmailDomains", default=None)
    """E-mail domains of the company, in one string."""
    logo: str | None = field(name="Logo", default=None)
    """The company's logo, as a string."""
    last_modified: AwareDatetime = field(name="LastModified")
    """When the object was last changed."""
    betalingsfrist: str | None = field(name="Betalingsfrist", default=None)
    """Betalingsfrist. Allowed: 8 dage, 14 dage, 30 dage."""
    cvr_nummer: str | None = field(name="CVR-nummer", default=None)
    """CVR-nummer."""
    contract_ends: AwareDatetime | None = field(name="Contract Ends", default=None)
    """Service contract ends (Contract Ends)."""
    discount: Decimal | None = field(name="Discount %", default=None)
    """Discount in percent (Discount %)."""
    fleet_size: int | None = field(name="Fleet Size", default=None)
    """Bikes in the company's fleet (Fleet Size)."""
    invoice_by_e_mail: bool | None = field(name="Invoice by E-mail", default=None)
    """Send invoices by e-mail (Invoice by E-mail)."""


class ContactCompanyCreate(Model, kw_only=True):
    """A company to create. The account's dynamic company fields may be set as well. An attribute
    that you leave out is `UNSET` and not sent; None is sent as null, and '' as an empty string.
    """

    _owner_: ClassVar[tuple[str, ...]] = ("owners", "ContactCompanies")

    name: str = field(name="Name")
    """Name of the company."""
    number: str | UnsetType | None = field(name="Number", default=UNSET)
    """The company's unique number in an external system."""
    primary_contact_id: int | UnsetType | None = field(name="PrimaryContactId", default=UNSET)
    """Id of the company's primary contact."""
    contact_company_id: int | UnsetType | None = field(name="ContactCompanyId", default=UNSET)
    """Id of the parent company."""
    email_domains: str | UnsetType | None = field(name="EmailDomains", default=UNSET)
    """E-mail domains of the company, in one string."""
    logo: str | UnsetType | None = field(name="Logo", default=UNSET)
    """The company's logo, as a string."""
    betalingsfrist: ContactCompanyBetalingsfrist | UnsetType | None = field(name="Betalingsfrist", default=UNSET)
    """Betalingsfrist. Allowed: 8 dage, 14 dage, 30 dage."""
    cvr_nummer: str | UnsetType | None = field(name="CVR-nummer", default=UNSET)
    """CVR-nummer."""
    contract_ends: AwareDatetime | UnsetType | None = field(name="Contract Ends", default=UNSET)
    """Service contract ends (Contract Ends)."""
    discount: Decimal | int | UnsetType | None = field(name="Discount %", default=UNSET)
    """Discount in percent (Discount %)."""
    fleet_size: int | UnsetType | None = field(name="Fleet Size", default=UNSET)
    """Bikes in the company's fleet (Fleet Size)."""
    invoice_by_e_mail: bool | UnsetType | None = field(name="Invoice by E-mail", default=UNSET)
    """Send invoices by e-mail (Invoice by E-mail)."""


class ContactCompanyPatch(Model, kw_only=True):
    """Changes to one company. Only the properties that are sent are changed. An attribute that you
    leave out is `UNSET` and not sent; None is sent as null, and '' as an empty string.
    """

    _owner_: ClassVar[tuple[str, ...]] = ("owners", "ContactCompanies")

    id: int = field(name="Id")
    """Id of the company to update; it is not in the path."""
    name: str | UnsetType = field(name="Name", default=UNSET)
    """New name of the company."""
    number: str | UnsetType | None = field(name="Number", default=UNSET)
    """The company's unique number in an external system."""
    primary_contact_id: int | UnsetType | None = field(name="PrimaryContactId", default=UNSET)
    """Id of the company's primary contact."""
    contact_company_id: int | UnsetType | None = field(name="ContactCompanyId", default=UNSET)
    """Id of the parent company."""
    email_domains: str | UnsetType | None = field(name="EmailDomains", default=UNSET)
    """E-mail domains of the company, in one string."""
    logo: str | UnsetType | None = field(name="Logo", default=UNSET)
    """The company's logo, as a string."""
    betalingsfrist: ContactCompanyBetalingsfrist | UnsetType | None = field(name="Betalingsfrist", default=UNSET)
    """Betalingsfrist. Allowed: 8 dage, 14 dage, 30 dage."""
    cvr_nummer: str | UnsetType | None = field(name="CVR-nummer", default=UNSET)
    """CVR-nummer."""
    contract_ends: AwareDatetime | UnsetType | None = field(name="Contract Ends", default=UNSET)
    """Service contract ends (Contract Ends)."""
    discount: Decimal | int | UnsetType | None = field(name="Discount %", default=UNSET)
    """Discount in percent (Discount %)."""
    fleet_size: int | UnsetType | None = field(name="Fleet Size", default=UNSET)
    """Bikes in the company's fleet (Fleet Size)."""
    invoice_by_e_mail: bool | UnsetType | None = field(name="Invoice by E-mail", default=UNSET)
    """Send invoices by e-mail (Invoice by E-mail)."""


class ContactCompanyContactAdd(Model, kw_only=True):
    """The contact to add to a company."""

    contact_id: int = field(name="ContactId")
    """Id of the contact."""


class ContactCompanyContactRemove(Model, kw_only=True):
    """The contact to remove from a company."""

    contact_id: int = field(name="ContactId")
    """Id of the contact."""
