"""Make objects for tests, with a function for each table and for each kind of object that has fields of the account.

    contact = make_contact(email="ada@example.com")

Arguments that you leave out always have the same values: required attributes get a plausible value, fields with allowed
values the first of them, and all others are None. If yulsn-codegen is installed and `pytest_plugins` in the top-level
`conftest.py` lists this module, the fixture `sandbox` runs a sandbox of this account.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._bikes_row import make_bikes_row
    from ._contact import make_contact
    from ._contact_company import make_contact_company
    from ._cykelruter_row import make_cykelruter_row
    from ._loyalty_cards_row import make_loyalty_cards_row
    from ._newsletter_signups_row import make_newsletter_signups_row
    from ._order import make_order
    from ._order_line import make_order_line
    from ._service_visits_row import make_service_visits_row
    from ._store import make_store
else:

    def __getattr__(name: str) -> object:
        from .._runtime.factories import load

        return load(__name__, _MADE, name)

    def __dir__() -> list[str]:
        from .._runtime.factories import names

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
