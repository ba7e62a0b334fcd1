"""The models of the API. The models of a group are loaded when one of them is first used."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .actions import Action
    from .banners import BannerCacheReset
    from .bulk_export import BulkExport, BulkExportCreate, ExportFormat, ExportType
    from .common import Error
    from .contact_companies import (
        ContactCompany,
        ContactCompanyContactAdd,
        ContactCompanyContactRemove,
        ContactCompanyCreate,
        ContactCompanyPatch,
    )
    from .contact_events import ContactEvent, ContactEventCreate
    from .contacts import (
        Contact,
        ContactBaseInfo,
        ContactBatchPatch,
        ContactBatchPatchResult,
        ContactCreate,
        ContactLogin,
        ContactPasswordSet,
        ContactPatch,
        ContactUpdate,
    )
    from .dynamic_fields import DynamicField, DynamicFieldType
    from .dynamic_table_entities import TableEntity, TableEntityCreate, TableEntityPatch
    from .dynamic_tables import DynamicTable
    from .email2_dispatches import Email2DispatchCreate, Email2Receiver, Email2Scope, Email2SegmentScope
    from .email_builder_campaigns import (
        EmailBuilderBlock,
        EmailBuilderBlockCreate,
        EmailBuilderBlockInput,
        EmailBuilderBlockInputCreate,
        EmailBuilderBlockSettings,
        EmailBuilderBlockSettingsCreate,
        EmailBuilderCampaign,
        EmailBuilderCampaignCreate,
        EmailBuilderCampaignSchedule,
        EmailBuilderCampaignType,
        SearchField,
        SearchFieldCreate,
        SearchOperator,
    )
    from .email_dispatch_receiver import EmailDispatchReceiver
    from .email_dispatches import EmailDispatch, EmailDispatchCreate, EmailDispatchStatus, EmailDispatchType, LogLevel
    from .iframe_token import IframeToken
    from .media import Media, MediaCreate, MediaFolder
    from .orders import Order, OrderCreate, OrderLine, OrderLineCreate, OrderLinePatch, OrderPatch
    from .permission_source_categories import PermissionSourceCategory
    from .permission_source_category_relations import PermissionSourceCategoryRelation
    from .points import (
        Point,
        PointContactCompanySum,
        PointCreate,
        PointStoreSearch,
        PointStoreSum,
        PointSum,
        PointTotal,
    )
    from .segments import Segment, SegmentContactCount, SegmentContactIdsCreate, SegmentCreated, SegmentType
    from .stores import Store, StoreCreate, StorePatch
else:

    def __getattr__(name: str) -> object:
        from .._runtime.lazy import load

        return load(__name__, _HOMES, name)


__all__ = [
    "Action",
    "BannerCacheReset",
    "BulkExport",
    "BulkExportCreate",
    "Contact",
    "ContactBaseInfo",
    "ContactBatchPatch",
    "ContactBatchPatchResult",
    "ContactCompany",
    "ContactCompanyContactAdd",
    "ContactCompanyContactRemove",
    "ContactCompanyCreate",
    "ContactCompanyPatch",
    "ContactCreate",
    "ContactEvent",
    "ContactEventCreate",
    "ContactLogin",
    "ContactPasswordSet",
    "ContactPatch",
    "ContactUpdate",
    "DynamicField",
    "DynamicFieldType",
    "DynamicTable",
    "Email2DispatchCreate",
    "Email2Receiver",
    "Email2Scope",
    "Email2SegmentScope",
    "EmailBuilderBlock",
    "EmailBuilderBlockCreate",
    "EmailBuilderBlockInput",
    "EmailBuilderBlockInputCreate",
    "EmailBuilderBlockSettings",
    "EmailBuilderBlockSettingsCreate",
    "EmailBuilderCampaign",
    "EmailBuilderCampaignCreate",
    "EmailBuilderCampaignSchedule",
    "EmailBuilderCampaignType",
    "EmailDispatch",
    "EmailDispatchCreate",
    "EmailDispatchReceiver",
    "EmailDispatchStatus",
    "EmailDispatchType",
    "Error",
    "ExportFormat",
    "ExportType",
    "IframeToken",
    "LogLevel",
    "Media",
    "MediaCreate",
    "MediaFolder",
    "Order",
    "OrderCreate",
    "OrderLine",
    "OrderLineCreate",
    "OrderLinePatch",
    "OrderPatch",
    "PermissionSourceCategory",
    "PermissionSourceCategoryRelation",
    "Point",
    "PointContactCompanySum",
    "PointCreate",
    "PointStoreSearch",
    "PointStoreSum",
    "PointSum",
    "PointTotal",
    "SearchField",
    "SearchFieldCreate",
    "SearchOperator",
    "Segment",
    "SegmentContactCount",
    "SegmentContactIdsCreate",
    "SegmentCreated",
    "SegmentType",
    "Store",
    "StoreCreate",
    "StorePatch",
    "TableEntity",
    "TableEntityCreate",
    "TableEntityPatch",
]

_HOMES = {
    "Action": ".actions",
    "BannerCacheReset": ".banners",
    "BulkExport": ".bulk_export",
    "BulkExportCreate": ".bulk_export",
    "Contact": ".contacts",
    "ContactBaseInfo": ".contacts",
    "ContactBatchPatch": ".contacts",
    "ContactBatchPatchResult": ".contacts",
    "ContactCompany": ".contact_companies",
    "ContactCompanyContactAdd": ".contact_companies",
    "ContactCompanyContactRemove": ".contact_companies",
    "ContactCompanyCreate": ".contact_companies",
    "ContactCompanyPatch": ".contact_companies",
    "ContactCreate": ".contacts",
    "ContactEvent": ".contact_events",
    "ContactEventCreate": ".contact_events",
    "ContactLogin": ".contacts",
    "ContactPasswordSet": ".contacts",
    "ContactPatch": ".contacts",
    "ContactUpdate": ".contacts",
    "DynamicField": ".dynamic_fields",
    "DynamicFieldType": ".dynamic_fields",
    "DynamicTable": ".dynamic_tables",
    "Email2DispatchCreate": ".email2_dispatches",
    "Email2Receiver": ".email2_dispatches",
    "Email2Scope": ".email2_dispatches",
    "Email2SegmentScope": ".email2_dispatches",
    "EmailBuilderBlock": ".email_builder_campaigns",
    "EmailBuilderBlockCreate": ".email_builder_campaigns",
    "EmailBuilderBlockInput": ".email_builder_campaigns",
    "EmailBuilderBlockInputCreate": ".email_builder_campaigns",
    "EmailBuilderBlockSettings": ".email_builder_campaigns",
    "EmailBuilderBlockSettingsCreate": ".email_builder_campaigns",
    "EmailBuilderCampaign": ".email_builder_campaigns",
    "EmailBuilderCampaignCreate": ".email_builder_campaigns",
    "EmailBuilderCampaignSchedule": ".email_builder_campaigns",
    "EmailBuilderCampaignType": ".email_builder_campaigns",
    "EmailDispatch": ".email_dispatches",
    "EmailDispatchCreate": ".email_dispatches",
    "EmailDispatchReceiver": ".email_dispatch_receiver",
    "EmailDispatchStatus": ".email_dispatches",
    "EmailDispatchType": ".email_dispatches",
    "Error": ".common",
    "ExportFormat": ".bulk_export",
    "ExportType": ".bulk_export",
    "IframeToken": ".iframe_token",
    "LogLevel": ".email_dispatches",
    "Media": ".media",
    "MediaCreate": ".media",
    "MediaFolder": ".media",
    "Order": ".orders",
    "OrderCreate": ".orders",
    "OrderLine": ".orders",
    "OrderLineCreate": ".orders",
    "OrderLinePatch": ".orders",
    "OrderPatch": ".orders",
    "PermissionSourceCategory": ".permission_source_categories",
    "PermissionSourceCategoryRelation": ".permission_source_category_relations",
    "Point": ".points",
    "PointContactCompanySum": ".points",
    "PointCreate": ".points",
    "PointStoreSearch": ".points",
    "PointStoreSum": ".points",
    "PointSum": ".points",
    "PointTotal": ".points",
    "SearchField": ".email_builder_campaigns",
    "SearchFieldCreate": ".email_builder_campaigns",
    "SearchOperator": ".email_builder_campaigns",
    "Segment": ".segments",
    "SegmentContactCount": ".segments",
    "SegmentContactIdsCreate": ".segments",
    "SegmentCreated": ".segments",
    "SegmentType": ".segments",
    "Store": ".stores",
    "StoreCreate": ".stores",
    "StorePatch": ".stores",
    "TableEntity": ".dynamic_table_entities",
    "TableEntityCreate": ".dynamic_table_entities",
    "TableEntityPatch": ".dynamic_table_entities",
}


def __dir__() -> list[str]:
    return sorted(__all__)
