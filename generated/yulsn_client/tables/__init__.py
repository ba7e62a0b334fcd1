"""The account's own tables. Each is loaded on first use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.lazy import cached_property
from .._runtime.resources import AsyncResource, Resource

if TYPE_CHECKING:
    from .bikes import AsyncBikesTable, BikesTable
    from .cykelruter import AsyncCykelruterTable, CykelruterTable
    from .loyalty_cards import AsyncLoyaltyCardsTable, LoyaltyCardsTable
    from .newsletter_signups import AsyncNewsletterSignupsTable, NewsletterSignupsTable
    from .service_visits import AsyncServiceVisitsTable, ServiceVisitsTable

__all__ = ["AsyncTables", "Tables"]


class Tables(Resource):
    """The account's tables, one attribute per table."""

    @cached_property
    def bikes(self) -> BikesTable:
        """The table Bikes."""
        from .bikes import BikesTable

        return BikesTable(self._transport)

    @cached_property
    def cykelruter(self) -> CykelruterTable:
        """The table Cykelruter."""
        from .cykelruter import CykelruterTable

        return CykelruterTable(self._transport)

    @cached_property
    def loyalty_cards(self) -> LoyaltyCardsTable:
        """The table Loyalty Cards."""
        from .loyalty_cards import LoyaltyCardsTable

        return LoyaltyCardsTable(self._transport)

    @cached_property
    def newsletter_signups(self) -> NewsletterSignupsTable:
        """The table Newsletter Signups."""
        from .newsletter_signups import NewsletterSignupsTable

        return NewsletterSignupsTable(self._transport)

    @cached_property
    def service_visits(self) -> ServiceVisitsTable:
        """The table Service Visits."""
        from .service_visits import ServiceVisitsTable

        return ServiceVisitsTable(self._transport)


class AsyncTables(AsyncResource):
    """The account's tables, one attribute per table."""

    @cached_property
    def bikes(self) -> AsyncBikesTable:
        """The table Bikes."""
        from .bikes import AsyncBikesTable

        return AsyncBikesTable(self._transport)

    @cached_property
    def cykelruter(self) -> AsyncCykelruterTable:
        """The table Cykelruter."""
        from .cykelruter import AsyncCykelruterTable

        return AsyncCykelruterTable(self._transport)

    @cached_property
    def loyalty_cards(self) -> AsyncLoyaltyCardsTable:
        """The table Loyalty Cards."""
        from .loyalty_cards import AsyncLoyaltyCardsTable

        return AsyncLoyaltyCardsTable(self._transport)

    @cached_property
    def newsletter_signups(self) -> AsyncNewsletterSignupsTable:
        """The table Newsletter Signups."""
        from .newsletter_signups import AsyncNewsletterSignupsTable

        return AsyncNewsletterSignupsTable(self._transport)

    @cached_property
    def service_visits(self) -> AsyncServiceVisitsTable:
        """The table Service Visits."""
        from .service_visits import AsyncServiceVisitsTable

        return AsyncServiceVisitsTable(self._transport)
