"""Make objects for tests. There is a function for each kind of object with fields of the account, and for each table.

    contact = make_contact(email="ada@example.com")

What is not given is the same each time: a value that is always there gets a plausible one, a field with allowed values
the first of them, and all others are None. If yulsn-codegen is installed and `pytest_plugins` in the top-level
`conftest.py` lists this module, the fixture `sandbox` runs a sandbox of this account.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from ._runtime.model import AwareDatetime
    from .models.contact_companies import ContactCompany
    from .models.contacts import Contact
    from .models.orders import Order, OrderLine
    from .models.stores import Store
    from .tables.bikes import BikesRow
    from .tables.cykelruter import CykelruterRow
    from .tables.loyalty_cards import LoyaltyCardsRow
    from .tables.newsletter_signups import NewsletterSignupsRow
    from .tables.service_visits import ServiceVisitsRow

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

    def make_order(
        *,
        id: int = ...,
        type: str = ...,
        ext_order_id: str | None = ...,
        contact_id: int | None = ...,
        first_name: str | None = ...,
        last_name: str | None = ...,
        address: str | None = ...,
        post_code: str | None = ...,
        city: str | None = ...,
        country: str | None = ...,
        company: str | None = ...,
        price_total: Decimal = ...,
        last_modified: AwareDatetime = ...,
        store_id: int | None = ...,
        email: str | None = ...,
        origin_date: AwareDatetime | None = ...,
        start_date: AwareDatetime | None = ...,
        end_date: AwareDatetime | None = ...,
        order_lines: list[OrderLine] | None = ...,
        delivery_method: str | None = ...,
        fragt: Decimal | None = ...,
        gift_wrapping: bool | None = ...,
        number_of_parcels: int | None = ...,
        promised_by: AwareDatetime | None = ...,
        saelger: str | None = ...,
    ) -> Order: ...

    def make_order_line(
        *,
        id: int = ...,
        order_id: int = ...,
        ext_product_id: str | None = ...,
        img_url: str | None = ...,
        name: str | None = ...,
        description: str | None = ...,
        quantity: Decimal = ...,
        price: Decimal = ...,
        price_total: Decimal = ...,
        contact_id: int | None = ...,
        last_modified: AwareDatetime = ...,
        assembled: bool | None = ...,
        farve: str | None = ...,
        frame_number: str | None = ...,
        mounted_at: AwareDatetime | None = ...,
        rabat: Decimal | None = ...,
        warranty_months: int | None = ...,
    ) -> OrderLine: ...

    def make_store(
        *,
        id: int = ...,
        number: str = ...,
        name: str = ...,
        phone: str | None = ...,
        address: str | None = ...,
        zip_code: str | None = ...,
        city: str | None = ...,
        email: str | None = ...,
        json_string: str | None = ...,
        last_modified: AwareDatetime = ...,
        areal_m2: Decimal | None = ...,
        opened: AwareDatetime | None = ...,
        region: str | None = ...,
        workshop_stands: int | None = ...,
        aabent_soendag: bool | None = ...,
    ) -> Store: ...

    def make_bikes_row(
        *,
        id: int = ...,
        secret: str = ...,
        external_id: str | None = ...,
        name: str | None = ...,
        created: AwareDatetime = ...,
        last_modified: AwareDatetime = ...,
        bought: AwareDatetime | None = ...,
        contact_id: int | None = ...,
        electric: bool | None = ...,
        frame_number: str | None = ...,
        gears: int | None = ...,
        price: Decimal | None = ...,
        type: str | None = ...,
    ) -> BikesRow: ...

    def make_cykelruter_row(
        *,
        id: int = ...,
        secret: str = ...,
        external_id: str | None = ...,
        name: str | None = ...,
        created: AwareDatetime = ...,
        last_modified: AwareDatetime = ...,
        asfalt: bool | None = ...,
        beskrivelse: str | None = ...,
        hoejdemeter: int | None = ...,
        laengde_km: Decimal | None = ...,
        svaerhedsgrad: str | None = ...,
        aabner: AwareDatetime | None = ...,
    ) -> CykelruterRow: ...

    def make_loyalty_cards_row(
        *,
        id: int = ...,
        secret: str = ...,
        external_id: str | None = ...,
        name: str | None = ...,
        created: AwareDatetime = ...,
        last_modified: AwareDatetime = ...,
        balance: Decimal | None = ...,
        blocked: bool | None = ...,
        card_level: str | None = ...,
        contact_id: int | None = ...,
        issued: AwareDatetime | None = ...,
        stamps: int | None = ...,
    ) -> LoyaltyCardsRow: ...

    def make_newsletter_signups_row(
        *,
        id: int = ...,
        secret: str = ...,
        external_id: str | None = ...,
        name: str | None = ...,
        created: AwareDatetime = ...,
        last_modified: AwareDatetime = ...,
        confirmed: bool | None = ...,
        consent_text: str | None = ...,
        e_mail: str | None = ...,
        reminders_sent: int | None = ...,
        score: Decimal | None = ...,
        signed_up: AwareDatetime | None = ...,
        source: str | None = ...,
    ) -> NewsletterSignupsRow: ...

    def make_service_visits_row(
        *,
        id: int = ...,
        secret: str = ...,
        external_id: str | None = ...,
        name: str | None = ...,
        created: AwareDatetime = ...,
        last_modified: AwareDatetime = ...,
        bike_id: int | None = ...,
        hours: Decimal | None = ...,
        mechanic: str | None = ...,
        status: str | None = ...,
        under_warranty: bool | None = ...,
        from_: AwareDatetime | None = ...,
        to: AwareDatetime | None = ...,
    ) -> ServiceVisitsRow: ...

else:

    def __getattr__(name: str) -> object:
        from ._runtime.factories import load

        return load(__name__, _MADE, name)

    def __dir__() -> list[str]:
        from ._runtime.factories import names

        return names(_MADE)


__all__ = [
    "make_bikes_row",
    "make_contact",
    "make_contact_company",
    "make_cykelruter_row",
    "make_loyalty_cards_row",
    "make_newsletter_signups_row",
    "make_order",
    "make_order_line",
    "make_service_visits_row",
    "make_store",
]

_MADE = {
    "make_contact_company": ".models.contact_companies.ContactCompany",
    "make_contact": ".models.contacts.Contact",
    "make_order": ".models.orders.Order",
    "make_order_line": ".models.orders.OrderLine",
    "make_store": ".models.stores.Store",
    "make_bikes_row": ".tables.bikes.BikesRow",
    "make_cykelruter_row": ".tables.cykelruter.CykelruterRow",
    "make_loyalty_cards_row": ".tables.loyalty_cards.LoyaltyCardsRow",
    "make_newsletter_signups_row": ".tables.newsletter_signups.NewsletterSignupsRow",
    "make_service_visits_row": ".tables.service_visits.ServiceVisitsRow",
}
