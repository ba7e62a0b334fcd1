"""The signature of `make_contact` for type checkers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from .._runtime.model import AwareDatetime
    from ..models.contacts import Contact

    def make_contact(
        *,
        id: int = ...,
        secret: str = ...,
        version: bytes = ...,
        email: str | None = ...,
        email_confirmed: bool = ...,
        phone_country_code: str | None = ...,
        phone: str | None = ...,
        phone_confirmed: bool = ...,
        first_name: str | None = ...,
        last_name: str | None = ...,
        registration_date_time: AwareDatetime = ...,
        registration_source: str | None = ...,
        registration_ip: str | None = ...,
        registration_store_id: int | None = ...,
        preferred_store_id: int | None = ...,
        contact_company_id: int | None = ...,
        latest_permission_source: str | None = ...,
        last_modified: AwareDatetime = ...,
        favourite_brand: str | None = ...,
        foedselsdag: AwareDatetime | None = ...,
        kreditmaksimum: Decimal | None = ...,
        last_service_visit: AwareDatetime | None = ...,
        preferred_mechanic: str | None = ...,
        shoe_size: int | None = ...,
        shoe_size_bc1b0e: str | None = ...,
        wants_sms: bool | None = ...,
        class_: str | None = ...,
    ) -> Contact: ...
