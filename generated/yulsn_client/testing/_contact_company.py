"""The signature of `make_contact_company` for type checkers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from .._runtime.model import AwareDatetime
    from ..models.contact_companies import ContactCompany

    def make_contact_company(
        *,
        id: int = ...,
        name: str = ...,
        number: str | None = ...,
        primary_contact_id: int | None = ...,
        contact_company_id: int | None = ...,
        email_domains: str | None = ...,
        logo: str | None = ...,
        last_modified: AwareDatetime = ...,
        betalingsfrist: str | None = ...,
        cvr_nummer: str | None = ...,
        contract_ends: AwareDatetime | None = ...,
        discount: Decimal | None = ...,
        fleet_size: int | None = ...,
        invoice_by_e_mail: bool | None = ...,
    ) -> ContactCompany: ...
