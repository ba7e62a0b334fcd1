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
    """The synchronous client of this account."""

    _package = "yulsn-client"
    _version = __version__
    _fingerprint = "86c151fbab1c"

    @cached_property
    def actions(self) -> ActionsResource:
        """The calls of the API's Actions group."""
        from .resources.actions import ActionsResource

        return ActionsResource(self._transport)

    @cached_property
    def admin(self) -> AdminResource:
        """The calls of the API's Admin group."""
        from .resources.admin import AdminResource

        return AdminResource(self._transport)

    @cached_property
    def banners(self) -> BannersResource:
        """The calls of the API's Banners group."""
        from .resources.banners import BannersResource

        return BannersResource(self._transport)

    @cached_property
    def bulk_export(self) -> BulkExportResource:
        """The calls of the API's BulkExport group."""
        from .resources.bulk_export import BulkExportResource

        return BulkExportResource(self._transport)

    @cached_property
    def contact_companies(self) -> ContactCompaniesResource:
        """The calls of the API's ContactCompanies group."""
        from .resources.contact_companies import ContactCompaniesResource

        return ContactCompaniesResource(self._transport)

    @cached_property
    def contact_events(self) -> ContactEventsResource:
        """The calls of the API's ContactEvents group."""
        from .resources.contact_events import ContactEventsResource

        return ContactEventsResource(self._transport)

    @cached_property
    def contacts(self) -> ContactsResource:
        """The calls of the API's Contacts group."""
        from .resources.contacts import ContactsResource

        return ContactsResource(self._transport)

    @cached_property
    def countries(self) -> CountriesResource:
        """The calls of the API's Countries group."""
        from .resources.countries import CountriesResource

        return CountriesResource(self._transport)

    @cached_property
    def data(self) -> DataResource:
        """The calls of the API's Data group."""
        from .resources.data import DataResource

        return DataResource(self._transport)

    @cached_property
    def dynamic_fields(self) -> DynamicFieldsResource:
        """The calls of the API's DynamicFields group."""
        from .resources.dynamic_fields import DynamicFieldsResource

        return DynamicFieldsResource(self._transport)

    @cached_property
    def dynamic_table_entities(self) -> DynamicTableEntitiesResource:
        """The calls of the API's DynamicTableEntities group."""
        from .resources.dynamic_table_entities import DynamicTableEntitiesResource

        return DynamicTableEntitiesResource(self._transport)

    @cached_property
    def dynamic_tables(self) -> DynamicTablesResource:
        """The calls of the API's DynamicTables group."""
        from .resources.dynamic_tables import DynamicTablesResource

        return DynamicTablesResource(self._transport)

    @cached_property
    def email2_dispatches(self) -> Email2DispatchesResource:
        """The calls of the API's Email2Dispatches group."""
        from .resources.email2_dispatches import Email2DispatchesResource

        return Email2DispatchesResource(self._transport)

    @cached_property
    def email_builder_campaigns(self) -> EmailBuilderCampaignsResource:
        """The calls of the API's EmailBuilderCampaigns group."""
        from .resources.email_builder_campaigns import EmailBuilderCampaignsResource

        return EmailBuilderCampaignsResource(self._transport)

    @cached_property
    def email_dispatch_receiver(self) -> EmailDispatchReceiverResource:
        """The calls of the API's EmailDispatchReceiver group."""
        from .resources.email_dispatch_receiver import EmailDispatchReceiverResource

        return EmailDispatchReceiverResource(self._transport)

    @cached_property
    def email_dispatches(self) -> EmailDispatchesResource:
        """The calls of the API's EmailDispatches group."""
        from .resources.email_dispatches import EmailDispatchesResource

        return EmailDispatchesResource(self._transport)

    @cached_property
    def feed_syncs(self) -> FeedSyncsResource:
        """The calls of the API's FeedSyncs group."""
        from .resources.feed_syncs import FeedSyncsResource

        return FeedSyncsResource(self._transport)

    @cached_property
    def iframe_token(self) -> IframeTokenResource:
        """The calls of the API's IframeToken group."""
        from .resources.iframe_token import IframeTokenResource

        return IframeTokenResource(self._transport)

    @cached_property
    def media(self) -> MediaResource:
        """The calls of the API's Media group."""
        from .resources.media import MediaResource

        return MediaResource(self._transport)

    @cached_property
    def messages(self) -> MessagesResource:
        """The calls of the API's Messages group."""
        from .resources.messages import MessagesResource

        return MessagesResource(self._transport)

    @cached_property
    def orders(self) -> OrdersResource:
        """The calls of the API's Orders group."""
        from .resources.orders import OrdersResource

        return OrdersResource(self._transport)

    @cached_property
    def permission_source_categories(self) -> PermissionSourceCategoriesResource:
        """The calls of the API's PermissionSourceCategories group."""
        from .resources.permission_source_categories import PermissionSourceCategoriesResource

        return PermissionSourceCategoriesResource(self._transport)

    @cached_property
    def permission_source_category_relations(self) -> PermissionSourceCategoryRelationsResource:
        """The calls of the API's PermissionSourceCategoryRelations group."""
        from .resources.permission_source_category_relations import PermissionSourceCategoryRelationsResource

        return PermissionSourceCategoryRelationsResource(self._transport)

    @cached_property
    def points(self) -> PointsResource:
        """The calls of the API's Points group."""
        from .resources.points import PointsResource

        return PointsResource(self._transport)

    @cached_property
    def push_tokens(self) -> PushTokensResource:
        """The calls of the API's PushTokens group."""
        from .resources.push_tokens import PushTokensResource

        return PushTokensResource(self._transport)

    @cached_property
    def segments(self) -> SegmentsResource:
        """The calls of the API's Segments group."""
        from .resources.segments import SegmentsResource

        return SegmentsResource(self._transport)

    @cached_property
    def stores(self) -> StoresResource:
        """The calls of the API's Stores group."""
        from .resources.stores import StoresResource

        return StoresResource(self._transport)

    @cached_property
    def user_agents(self) -> UserAgentsResource:
        """The calls of the API's UserAgents group."""
        from .resources.user_agents import UserAgentsResource

        return UserAgentsResource(self._transport)

    @cached_property
    def voucher_assignments(self) -> VoucherAssignmentsResource:
        """The calls of the API's VoucherAssignments group."""
        from .resources.voucher_assignments import VoucherAssignmentsResource

        return VoucherAssignmentsResource(self._transport)

    @cached_property
    def voucher_codes(self) -> VoucherCodesResource:
        """The calls of the API's VoucherCodes group."""
        from .resources.voucher_codes import VoucherCodesResource

        return VoucherCodesResource(self._transport)

    @cached_property
    def voucher_groups(self) -> VoucherGroupsResource:
        """The calls of the API's VoucherGroups group."""
        from .resources.voucher_groups import VoucherGroupsResource

        return VoucherGroupsResource(self._transport)

    @cached_property
    def vouchers(self) -> VouchersResource:
        """The calls of the API's Vouchers group."""
        from .resources.vouchers import VouchersResource

        return VouchersResource(self._transport)

    @cached_property
    def tables(self) -> Tables:
        """The account's own tables."""
        from .tables import Tables

        return Tables(self._transport)


class AsyncClient(AsyncBaseClient):
    """The asynchronous client of this account."""

    _package = "yulsn-client"
    _version = __version__
    _fingerprint = "86c151fbab1c"

    @cached_property
    def actions(self) -> AsyncActionsResource:
        """The calls of the API's Actions group."""
        from .resources.actions import AsyncActionsResource

        return AsyncActionsResource(self._transport)

    @cached_property
    def admin(self) -> AsyncAdminResource:
        """The calls of the API's Admin group."""
        from .resources.admin import AsyncAdminResource

        return AsyncAdminResource(self._transport)

    @cached_property
    def banners(self) -> AsyncBannersResource:
        """The calls of the API's Banners group."""
        from .resources.banners import AsyncBannersResource

        return AsyncBannersResource(self._transport)

    @cached_property
    def bulk_export(self) -> AsyncBulkExportResource:
        """The calls of the API's BulkExport group."""
        from .resources.bulk_export import AsyncBulkExportResource

        return AsyncBulkExportResource(self._transport)

    @cached_property
    def contact_companies(self) -> AsyncContactCompaniesResource:
        """The calls of the API's ContactCompanies group."""
        from .resources.contact_companies import AsyncContactCompaniesResource

        return AsyncContactCompaniesResource(self._transport)

    @cached_property
    def contact_events(self) -> AsyncContactEventsResource:
        """The calls of the API's ContactEvents group."""
        from .resources.contact_events import AsyncContactEventsResource

        return AsyncContactEventsResource(self._transport)

    @cached_property
    def contacts(self) -> AsyncContactsResource:
        """The calls of the API's Contacts group."""
        from .resources.contacts import AsyncContactsResource

        return AsyncContactsResource(self._transport)

    @cached_property
    def countries(self) -> AsyncCountriesResource:
        """The calls of the API's Countries group."""
        from .resources.countries import AsyncCountriesResource

        return AsyncCountriesResource(self._transport)

    @cached_property
    def data(self) -> AsyncDataResource:
        """The calls of the API's Data group."""
        from .resources.data import AsyncDataResource

        return AsyncDataResource(self._transport)

    @cached_property
    def dynamic_fields(self) -> AsyncDynamicFieldsResource:
        """The calls of the API's DynamicFields group."""
        from .resources.dynamic_fields import AsyncDynamicFieldsResource

        return AsyncDynamicFieldsResource(self._transport)

    @cached_property
    def dynamic_table_entities(self) -> AsyncDynamicTableEntitiesResource:
        """The calls of the API's DynamicTableEntities group."""
        from .resources.dynamic_table_entities import AsyncDynamicTableEntitiesResource

        return AsyncDynamicTableEntitiesResource(self._transport)

    @cached_property
    def dynamic_tables(self) -> AsyncDynamicTablesResource:
        """The calls of the API's DynamicTables group."""
        from .resources.dynamic_tables import AsyncDynamicTablesResource

        return AsyncDynamicTablesResource(self._transport)

    @cached_property
    def email2_dispatches(self) -> AsyncEmail2DispatchesResource:
        """The calls of the API's Email2Dispatches group."""
        from .resources.email2_dispatches import AsyncEmail2DispatchesResource

        return AsyncEmail2DispatchesResource(self._transport)

    @cached_property
    def email_builder_campaigns(self) -> AsyncEmailBuilderCampaignsResource:
        """The calls of the API's EmailBuilderCampaigns group."""
        from .resources.email_builder_campaigns import AsyncEmailBuilderCampaignsResource

        return AsyncEmailBuilderCampaignsResource(self._transport)

    @cached_property
    def email_dispatch_receiver(self) -> AsyncEmailDispatchReceiverResource:
        """The calls of the API's EmailDispatchReceiver group."""
        from .resources.email_dispatch_receiver import AsyncEmailDispatchReceiverResource

        return AsyncEmailDispatchReceiverResource(self._transport)

    @cached_property
    def email_dispatches(self) -> AsyncEmailDispatchesResource:
        """The calls of the API's EmailDispatches group."""
        from .resources.email_dispatches import AsyncEmailDispatchesResource

        return AsyncEmailDispatchesResource(self._transport)

    @cached_property
    def feed_syncs(self) -> AsyncFeedSyncsResource:
        """The calls of the API's FeedSyncs group."""
        from .resources.feed_syncs import AsyncFeedSyncsResource

        return AsyncFeedSyncsResource(self._transport)

    @cached_property
    def iframe_token(self) -> AsyncIframeTokenResource:
        """The calls of the API's IframeToken group."""
        from .resources.iframe_token import AsyncIframeTokenResource

        return AsyncIframeTokenResource(self._transport)

    @cached_property
    def media(self) -> AsyncMediaResource:
        """The calls of the API's Media group."""
        from .resources.media import AsyncMediaResource

        return AsyncMediaResource(self._transport)

    @cached_property
    def messages(self) -> AsyncMessagesResource:
        """The calls of the API's Messages group."""
        from .resources.messages import AsyncMessagesResource

        return AsyncMessagesResource(self._transport)

    @cached_property
    def orders(self) -> AsyncOrdersResource:
        """The calls of the API's Orders group."""
        from .resources.orders import AsyncOrdersResource

        return AsyncOrdersResource(self._transport)

    @cached_property
    def permission_source_categories(self) -> AsyncPermissionSourceCategoriesResource:
        """The calls of the API's PermissionSourceCategories group."""
        from .resources.permission_source_categories import AsyncPermissionSourceCategoriesResource

        return AsyncPermissionSourceCategoriesResource(self._transport)

    @cached_property
    def permission_source_category_relations(self) -> AsyncPermissionSourceCategoryRelationsResource:
        """The calls of the API's PermissionSourceCategoryRelations group."""
        from .resources.permission_source_category_relations import AsyncPermissionSourceCategoryRelationsResource

        return AsyncPermissionSourceCategoryRelationsResource(self._transport)

    @cached_property
    def points(self) -> AsyncPointsResource:
        """The calls of the API's Points group."""
        from .resources.points import AsyncPointsResource

        return AsyncPointsResource(self._transport)

    @cached_property
    def push_tokens(self) -> AsyncPushTokensResource:
        """The calls of the API's PushTokens group."""
        from .resources.push_tokens import AsyncPushTokensResource

        return AsyncPushTokensResource(self._transport)

    @cached_property
    def segments(self) -> AsyncSegmentsResource:
        """The calls of the API's Segments group."""
        from .resources.segments import AsyncSegmentsResource

        return AsyncSegmentsResource(self._transport)

    @cached_property
    def stores(self) -> AsyncStoresResource:
        """The calls of the API's Stores group."""
        from .resources.stores import AsyncStoresResource

        return AsyncStoresResource(self._transport)

    @cached_property
    def user_agents(self) -> AsyncUserAgentsResource:
        """The calls of the API's UserAgents group."""
        from .resources.user_agents import AsyncUserAgentsResource

        return AsyncUserAgentsResource(self._transport)

    @cached_property
    def voucher_assignments(self) -> AsyncVoucherAssignmentsResource:
        """The calls of the API's VoucherAssignments group."""
        from .resources.voucher_assignments import AsyncVoucherAssignmentsResource

        return AsyncVoucherAssignmentsResource(self._transport)

    @cached_property
    def voucher_codes(self) -> AsyncVoucherCodesResource:
        """The calls of the API's VoucherCodes group."""
        from .resources.voucher_codes import AsyncVoucherCodesResource

        return AsyncVoucherCodesResource(self._transport)

    @cached_property
    def voucher_groups(self) -> AsyncVoucherGroupsResource:
        """The calls of the API's VoucherGroups group."""
        from .resources.voucher_groups import AsyncVoucherGroupsResource

        return AsyncVoucherGroupsResource(self._transport)

    @cached_property
    def vouchers(self) -> AsyncVouchersResource:
        """The calls of the API's Vouchers group."""
        from .resources.vouchers import AsyncVouchersResource

        return AsyncVouchersResource(self._transport)

    @cached_property
    def tables(self) -> AsyncTables:
        """The account's own tables."""
        from .tables import AsyncTables

        return AsyncTables(self._transport)
