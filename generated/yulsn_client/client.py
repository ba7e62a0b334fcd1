"""The synchronous and asynchronous client of this account. Each resource is loaded on first use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import __version__
from ._runtime.client import AsyncBaseClient, BaseClient
from ._runtime.lazy import cached_property

if TYPE_CHECKING:
    from .resources.actions import ActionsResource, AsyncActionsResource
    from .resources.admin import AdminResource, AsyncAdminResource
    from .resources.banners import AsyncBannersResource, BannersResource
    from .resources.bulk_export import AsyncBulkExportResource, BulkExportResource
    from .resources.contact_companies import AsyncContactCompaniesResource, ContactCompaniesResource
    from .resources.contact_events import AsyncContactEventsResource, ContactEventsResource
    from .resources.contacts import AsyncContactsResource, ContactsResource
    from .resources.countries import AsyncCountriesResource, CountriesResource
    from .resources.data import AsyncDataResource, DataResource
    from .resources.dynamic_fields import AsyncDynamicFieldsResource, DynamicFieldsResource
    from .resources.dynamic_table_entities import AsyncDynamicTableEntitiesResource, DynamicTableEntitiesResource
    from .resources.dynamic_tables import AsyncDynamicTablesResource, DynamicTablesResource
    from .resources.email2_dispatches import AsyncEmail2DispatchesResource, Email2DispatchesResource
    from .resources.email_builder_campaigns import AsyncEmailBuilderCampaignsResource, EmailBuilderCampaignsResource
    from .resources.email_dispatch_receiver import AsyncEmailDispatchReceiverResource, EmailDispatchReceiverResource
    from .resources.email_dispatches import AsyncEmailDispatchesResource, EmailDispatchesResource
    from .resources.feed_syncs import AsyncFeedSyncsResource, FeedSyncsResource
    from .resources.iframe_token import AsyncIframeTokenResource, IframeTokenResource
    from .resources.media import AsyncMediaResource, MediaResource
    from .resources.messages import AsyncMessagesResource, MessagesResource
    from .resources.orders import AsyncOrdersResource, OrdersResource
    from .resources.permission_source_categories import (
        AsyncPermissionSourceCategoriesResource,
        PermissionSourceCategoriesResource,
    )
    from .resources.permission_source_category_relations import (
        AsyncPermissionSourceCategoryRelationsResource,
        PermissionSourceCategoryRelationsResource,
    )
    from .resources.points import AsyncPointsResource, PointsResource
    from .resources.push_tokens import AsyncPushTokensResource, PushTokensResource
    from .resources.segments import AsyncSegmentsResource, SegmentsResource
    from .resources.stores import AsyncStoresResource, StoresResource
    from .resources.user_agents import AsyncUserAgentsResource, UserAgentsResource
    from .resources.voucher_assignments import AsyncVoucherAssignmentsResource, VoucherAssignmentsResource
    from .resources.voucher_codes import AsyncVoucherCodesResource, VoucherCodesResource
    from .resources.voucher_groups import AsyncVoucherGroupsResource, VoucherGroupsResource
    from .resources.vouchers import AsyncVouchersResource, VouchersResource
    from .tables import AsyncTables, Tables

__all__ = ["AsyncClient", "Client"]


class Client(BaseClient):
    """The synchronous client of this account. Threads can share it.

    Use it in a `with` statement, or call `close()`, to close its connections.
    """

    _package = "yulsn-client"
    _version = __version__
    _fingerprint = "86c151fbab1c"

    @cached_property
    def actions(self) -> ActionsResource:
        """Automated actions of the account, and triggering them for contacts."""
        from .resources.actions import ActionsResource

        return ActionsResource(self._transport)

    @cached_property
    def admin(self) -> AdminResource:
        """Managing the account's dynamic fields and tables, and running its database procedures."""
        from .resources.admin import AdminResource

        return AdminResource(self._transport)

    @cached_property
    def banners(self) -> BannersResource:
        """Cache control for the banners on the account's sites."""
        from .resources.banners import BannersResource

        return BannersResource(self._transport)

    @cached_property
    def bulk_export(self) -> BulkExportResource:
        """Large exports to files, created in the background and downloaded when ready."""
        from .resources.bulk_export import BulkExportResource

        return BulkExportResource(self._transport)

    @cached_property
    def contact_companies(self) -> ContactCompaniesResource:
        """Companies that contacts belong to."""
        from .resources.contact_companies import ContactCompaniesResource

        return ContactCompaniesResource(self._transport)

    @cached_property
    def contact_events(self) -> ContactEventsResource:
        """Events that happened to contacts."""
        from .resources.contact_events import ContactEventsResource

        return ContactEventsResource(self._transport)

    @cached_property
    def contacts(self) -> ContactsResource:
        """The account's contacts: people."""
        from .resources.contacts import ContactsResource

        return ContactsResource(self._transport)

    @cached_property
    def countries(self) -> CountriesResource:
        """Facts about countries."""
        from .resources.countries import CountriesResource

        return CountriesResource(self._transport)

    @cached_property
    def data(self) -> DataResource:
        """The account's own database views and functions."""
        from .resources.data import DataResource

        return DataResource(self._transport)

    @cached_property
    def dynamic_fields(self) -> DynamicFieldsResource:
        """The custom fields of contacts, companies, orders, order lines, stores and dynamic tables."""
        from .resources.dynamic_fields import DynamicFieldsResource

        return DynamicFieldsResource(self._transport)

    @cached_property
    def dynamic_table_entities(self) -> DynamicTableEntitiesResource:
        """Entries of the account's dynamic tables."""
        from .resources.dynamic_table_entities import DynamicTableEntitiesResource

        return DynamicTableEntitiesResource(self._transport)

    @cached_property
    def dynamic_tables(self) -> DynamicTablesResource:
        """The account's dynamic tables."""
        from .resources.dynamic_tables import DynamicTablesResource

        return DynamicTablesResource(self._transport)

    @cached_property
    def email2_dispatches(self) -> Email2DispatchesResource:
        """Sending e-mails through second-generation e-mail triggers."""
        from .resources.email2_dispatches import Email2DispatchesResource

        return Email2DispatchesResource(self._transport)

    @cached_property
    def email_builder_campaigns(self) -> EmailBuilderCampaignsResource:
        """Campaigns created with the e-mail builder."""
        from .resources.email_builder_campaigns import EmailBuilderCampaignsResource

        return EmailBuilderCampaignsResource(self._transport)

    @cached_property
    def email_dispatch_receiver(self) -> EmailDispatchReceiverResource:
        """The receivers of e-mail dispatches."""
        from .resources.email_dispatch_receiver import EmailDispatchReceiverResource

        return EmailDispatchReceiverResource(self._transport)

    @cached_property
    def email_dispatches(self) -> EmailDispatchesResource:
        """Dispatches of e-mail campaigns."""
        from .resources.email_dispatches import EmailDispatchesResource

        return EmailDispatchesResource(self._transport)

    @cached_property
    def feed_syncs(self) -> FeedSyncsResource:
        """External feeds that the account imports."""
        from .resources.feed_syncs import FeedSyncsResource

        return FeedSyncsResource(self._transport)

    @cached_property
    def iframe_token(self) -> IframeTokenResource:
        """Tokens that identify the user who is viewing a page embedded in the vendor's web interface."""
        from .resources.iframe_token import IframeTokenResource

        return IframeTokenResource(self._transport)

    @cached_property
    def media(self) -> MediaResource:
        """The account's media library."""
        from .resources.media import MediaResource

        return MediaResource(self._transport)

    @cached_property
    def messages(self) -> MessagesResource:
        """Sending SMS and push messages through triggers."""
        from .resources.messages import MessagesResource

        return MessagesResource(self._transport)

    @cached_property
    def orders(self) -> OrdersResource:
        """Orders and their lines."""
        from .resources.orders import OrdersResource

        return OrdersResource(self._transport)

    @cached_property
    def permission_source_categories(self) -> PermissionSourceCategoriesResource:
        """Categories of permission sources."""
        from .resources.permission_source_categories import PermissionSourceCategoriesResource

        return PermissionSourceCategoriesResource(self._transport)

    @cached_property
    def permission_source_category_relations(self) -> PermissionSourceCategoryRelationsResource:
        """Which permission source belongs to which category."""
        from .resources.permission_source_category_relations import PermissionSourceCategoryRelationsResource

        return PermissionSourceCategoryRelationsResource(self._transport)

    @cached_property
    def points(self) -> PointsResource:
        """Loyalty points that contacts and companies earn and spend."""
        from .resources.points import PointsResource

        return PointsResource(self._transport)

    @cached_property
    def push_tokens(self) -> PushTokensResource:
        """The tokens that push messages are sent to."""
        from .resources.push_tokens import PushTokensResource

        return PushTokensResource(self._transport)

    @cached_property
    def segments(self) -> SegmentsResource:
        """Named selections of contacts."""
        from .resources.segments import SegmentsResource

        return SegmentsResource(self._transport)

    @cached_property
    def stores(self) -> StoresResource:
        """The account's stores."""
        from .resources.stores import StoresResource

        return StoresResource(self._transport)

    @cached_property
    def user_agents(self) -> UserAgentsResource:
        """The browsers and mail programs of contacts."""
        from .resources.user_agents import UserAgentsResource

        return UserAgentsResource(self._transport)

    @cached_property
    def voucher_assignments(self) -> VoucherAssignmentsResource:
        """Assigning vouchers to contacts, and redeeming them."""
        from .resources.voucher_assignments import VoucherAssignmentsResource

        return VoucherAssignmentsResource(self._transport)

    @cached_property
    def voucher_codes(self) -> VoucherCodesResource:
        """The codes of vouchers."""
        from .resources.voucher_codes import VoucherCodesResource

        return VoucherCodesResource(self._transport)

    @cached_property
    def voucher_groups(self) -> VoucherGroupsResource:
        """Groups of vouchers."""
        from .resources.voucher_groups import VoucherGroupsResource

        return VoucherGroupsResource(self._transport)

    @cached_property
    def vouchers(self) -> VouchersResource:
        """Vouchers."""
        from .resources.vouchers import VouchersResource

        return VouchersResource(self._transport)

    @cached_property
    def tables(self) -> Tables:
        """The account's own tables."""
        from .tables import Tables

        return Tables(self._transport)


class AsyncClient(AsyncBaseClient):
    """The asynchronous client of this account. Tasks and event loops can share it.

    Use it in an `async with` statement, or await `aclose()`, to close its connections.
    """

    _package = "yulsn-client"
    _version = __version__
    _fingerprint = "86c151fbab1c"

    @cached_property
    def actions(self) -> AsyncActionsResource:
        """Automated actions of the account, and triggering them for contacts."""
        from .resources.actions import AsyncActionsResource

        return AsyncActionsResource(self._transport)

    @cached_property
    def admin(self) -> AsyncAdminResource:
        """Managing the account's dynamic fields and tables, and running its database procedures."""
        from .resources.admin import AsyncAdminResource

        return AsyncAdminResource(self._transport)

    @cached_property
    def banners(self) -> AsyncBannersResource:
        """Cache control for the banners on the account's sites."""
        from .resources.banners import AsyncBannersResource

        return AsyncBannersResource(self._transport)

    @cached_property
    def bulk_export(self) -> AsyncBulkExportResource:
        """Large exports to files, created in the background and downloaded when ready."""
        from .resources.bulk_export import AsyncBulkExportResource

        return AsyncBulkExportResource(self._transport)

    @cached_property
    def contact_companies(self) -> AsyncContactCompaniesResource:
        """Companies that contacts belong to."""
        from .resources.contact_companies import AsyncContactCompaniesResource

        return AsyncContactCompaniesResource(self._transport)

    @cached_property
    def contact_events(self) -> AsyncContactEventsResource:
        """Events that happened to contacts."""
        from .resources.contact_events import AsyncContactEventsResource

        return AsyncContactEventsResource(self._transport)

    @cached_property
    def contacts(self) -> AsyncContactsResource:
        """The account's contacts: people."""
        from .resources.contacts import AsyncContactsResource

        return AsyncContactsResource(self._transport)

    @cached_property
    def countries(self) -> AsyncCountriesResource:
        """Facts about countries."""
        from .resources.countries import AsyncCountriesResource

        return AsyncCountriesResource(self._transport)

    @cached_property
    def data(self) -> AsyncDataResource:
        """The account's own database views and functions."""
        from .resources.data import AsyncDataResource

        return AsyncDataResource(self._transport)

    @cached_property
    def dynamic_fields(self) -> AsyncDynamicFieldsResource:
        """The custom fields of contacts, companies, orders, order lines, stores and dynamic tables."""
        from .resources.dynamic_fields import AsyncDynamicFieldsResource

        return AsyncDynamicFieldsResource(self._transport)

    @cached_property
    def dynamic_table_entities(self) -> AsyncDynamicTableEntitiesResource:
        """Entries of the account's dynamic tables."""
        from .resources.dynamic_table_entities import AsyncDynamicTableEntitiesResource

        return AsyncDynamicTableEntitiesResource(self._transport)

    @cached_property
    def dynamic_tables(self) -> AsyncDynamicTablesResource:
        """The account's dynamic tables."""
        from .resources.dynamic_tables import AsyncDynamicTablesResource

        return AsyncDynamicTablesResource(self._transport)

    @cached_property
    def email2_dispatches(self) -> AsyncEmail2DispatchesResource:
        """Sending e-mails through second-generation e-mail triggers."""
        from .resources.email2_dispatches import AsyncEmail2DispatchesResource

        return AsyncEmail2DispatchesResource(self._transport)

    @cached_property
    def email_builder_campaigns(self) -> AsyncEmailBuilderCampaignsResource:
        """Campaigns created with the e-mail builder."""
        from .resources.email_builder_campaigns import AsyncEmailBuilderCampaignsResource

        return AsyncEmailBuilderCampaignsResource(self._transport)

    @cached_property
    def email_dispatch_receiver(self) -> AsyncEmailDispatchReceiverResource:
        """The receivers of e-mail dispatches."""
        from .resources.email_dispatch_receiver import AsyncEmailDispatchReceiverResource

        return AsyncEmailDispatchReceiverResource(self._transport)

    @cached_property
    def email_dispatches(self) -> AsyncEmailDispatchesResource:
        """Dispatches of e-mail campaigns."""
        from .resources.email_dispatches import AsyncEmailDispatchesResource

        return AsyncEmailDispatchesResource(self._transport)

    @cached_property
    def feed_syncs(self) -> AsyncFeedSyncsResource:
        """External feeds that the account imports."""
        from .resources.feed_syncs import AsyncFeedSyncsResource

        return AsyncFeedSyncsResource(self._transport)

    @cached_property
    def iframe_token(self) -> AsyncIframeTokenResource:
        """Tokens that identify the user who is viewing a page embedded in the vendor's web interface."""
        from .resources.iframe_token import AsyncIframeTokenResource

        return AsyncIframeTokenResource(self._transport)

    @cached_property
    def media(self) -> AsyncMediaResource:
        """The account's media library."""
        from .resources.media import AsyncMediaResource

        return AsyncMediaResource(self._transport)

    @cached_property
    def messages(self) -> AsyncMessagesResource:
        """Sending SMS and push messages through triggers."""
        from .resources.messages import AsyncMessagesResource

        return AsyncMessagesResource(self._transport)

    @cached_property
    def orders(self) -> AsyncOrdersResource:
        """Orders and their lines."""
        from .resources.orders import AsyncOrdersResource

        return AsyncOrdersResource(self._transport)

    @cached_property
    def permission_source_categories(self) -> AsyncPermissionSourceCategoriesResource:
        """Categories of permission sources."""
        from .resources.permission_source_categories import AsyncPermissionSourceCategoriesResource

        return AsyncPermissionSourceCategoriesResource(self._transport)

    @cached_property
    def permission_source_category_relations(self) -> AsyncPermissionSourceCategoryRelationsResource:
        """Which permission source belongs to which category."""
        from .resources.permission_source_category_relations import AsyncPermissionSourceCategoryRelationsResource

        return AsyncPermissionSourceCategoryRelationsResource(self._transport)

    @cached_property
    def points(self) -> AsyncPointsResource:
        """Loyalty points that contacts and companies earn and spend."""
        from .resources.points import AsyncPointsResource

        return AsyncPointsResource(self._transport)

    @cached_property
    def push_tokens(self) -> AsyncPushTokensResource:
        """The tokens that push messages are sent to."""
        from .resources.push_tokens import AsyncPushTokensResource

        return AsyncPushTokensResource(self._transport)

    @cached_property
    def segments(self) -> AsyncSegmentsResource:
        """Named selections of contacts."""
        from .resources.segments import AsyncSegmentsResource

        return AsyncSegmentsResource(self._transport)

    @cached_property
    def stores(self) -> AsyncStoresResource:
        """The account's stores."""
        from .resources.stores import AsyncStoresResource

        return AsyncStoresResource(self._transport)

    @cached_property
    def user_agents(self) -> AsyncUserAgentsResource:
        """The browsers and mail programs of contacts."""
        from .resources.user_agents import AsyncUserAgentsResource

        return AsyncUserAgentsResource(self._transport)

    @cached_property
    def voucher_assignments(self) -> AsyncVoucherAssignmentsResource:
        """Assigning vouchers to contacts, and redeeming them."""
        from .resources.voucher_assignments import AsyncVoucherAssignmentsResource

        return AsyncVoucherAssignmentsResource(self._transport)

    @cached_property
    def voucher_codes(self) -> AsyncVoucherCodesResource:
        """The codes of vouchers."""
        from .resources.voucher_codes import AsyncVoucherCodesResource

        return AsyncVoucherCodesResource(self._transport)

    @cached_property
    def voucher_groups(self) -> AsyncVoucherGroupsResource:
        """Groups of vouchers."""
        from .resources.voucher_groups import AsyncVoucherGroupsResource

        return AsyncVoucherGroupsResource(self._transport)

    @cached_property
    def vouchers(self) -> AsyncVouchersResource:
        """Vouchers."""
        from .resources.vouchers import AsyncVouchersResource

        return AsyncVouchersResource(self._transport)

    @cached_property
    def tables(self) -> AsyncTables:
        """The account's own tables."""
        from .tables import AsyncTables

        return AsyncTables(self._transport)
