"""Models of the API's group email_dispatches."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from msgspec import UNSET, UnsetType, field

from .._runtime.model import Model, OpenIntEnum


class EmailDispatchStatus(OpenIntEnum):
    """How far an e-mail dispatch has come. Numbers from 500 on are ends by a fault. New members
    appear without notice.
    """

    WAITING = 100
    PREPARING = 105
    READY_FOR_STARTING = 110
    SMTP_STARTING = 112
    SENDING = 115
    FINISHED = 120
    CANCELLED = 125
    ENDED_BY_UNKNOWN = 500
    ENDED_BY_INVALID_SEGMENT = 501
    ENDED_BY_HTML_AND_TEXT = 502
    ENDED_BY_VERSION_FOUND = 503
    ENDED_BY_BOUNCE_MARKED_CONTACT = 504
    ENDED_BY_ORDER_NOT_FOUND = 505
    ENDED_BY_POINT_NOT_FOUND = 506
    ENDED_BY_STORES_NOT_FOUND = 507
    ENDED_BY_UPDATE_BY_CAMPAIGN = 508
    ENDED_BY_SMTP_PROVIDER = 509
    ENDED_BY_SMTP_API = 510
    ENDED_BY_TEMPLATE = 511
    ENDED_BY_COMPILE_TEMPLATE = 512
    ENDED_BY_NO_RECEIVER = 513
    ENDED_BY_SQL_EXCEPTION = 514
    ENDED_BY_SMTP_STARTING_FAIL = 515
    ENDED_BY_OPERATION_CANCELLED = 516


class EmailDispatchType(OpenIntEnum):
    """What kind of mail a dispatch sends."""

    TEST = 1
    TRANSACTIONAL = 2
    NEWSLETTER = 3


class LogLevel(OpenIntEnum):
    """How much of the conversation with the mail server is kept: nothing, all but the mail itself,
    or everything.
    """

    NONE = 0
    SMTP_NO_DATA = 1
    SMTP_WITH_DATA = 2


class EmailDispatch(Model, kw_only=True):
    """One sending of an e-mail campaign, with what came of it."""

    id: int = field(name="Id")
    """Number of the dispatch."""
    planned: datetime = field(name="Planned")
    """When the sending was to start."""
    planned_utc: datetime = field(name="PlannedUtc")
    """The same time in UTC, written without an offset."""
    email_campaign_id: int = field(name="EmailCampaignId")
    """Number of the campaign that is sent."""
    email_campaign_name: str = field(name="EmailCampaignName")
    """Name of the campaign that is sent."""
    subject: str = field(name="Subject")
    """Subject line of the mail."""
    preheader: str | None = field(name="Preheader", default=None)
    """Preview text that mail programs show after the subject."""
    status: EmailDispatchStatus = field(name="Status")
    """How far the sending has come."""
    type: EmailDispatchType = field(name="Type")
    """What kind of mail it is."""
    sent: int = field(name="Sent")
    """Number of mails sent."""
    delivered: int = field(name="Delivered")
    """Number of mails delivered."""
    opens: int = field(name="Opens")
    """Number of mails opened."""
    clicks: int = field(name="Clicks")
    """Number of clicks on links."""
    delivery_ratio: Decimal = field(name="DeliveryRatio")
    """Share of the mails that were delivered."""
    opened_ratio: Decimal = field(name="OpenedRatio")
    """Share of the mails that were opened."""
    click_ratio: Decimal = field(name="ClickRatio")
    """Share of the mails in which a link was clicked."""


class EmailDispatchCreate(Model, kw_only=True):
    """A sending of an e-mail campaign to be made, to one contact or to segments. What is left out
    is `UNSET` and not sent, None is sent as null, '' as an empty text.
    """

    email_campaign_id: int = field(name="EmailCampaignId")
    """Number of the campaign to send."""
    contact_id: int | UnsetType | None = field(name="ContactId", default=UNSET)
    """Id of the one contact to send to."""
    segment_ids: list[int] | UnsetType | None = field(name="SegmentIds", default=UNSET)
    """Ids of the segments to send to."""
    order_id: int | UnsetType | None = field(name="OrderId", default=UNSET)
    """Id of the order that the mail is about."""
    order2_id: int | UnsetType | None = field(name="Order2Id", default=UNSET)
    """Id of another order for the mail's template; how it differs from `OrderId` is not
    documented.
    """
    point_id: int | UnsetType | None = field(name="PointId", default=UNSET)
    """Id of the point that the mail is about."""
    dynamic: dict[str, Any] | UnsetType | None = field(name="Dynamic", default=UNSET)
    """Values for the mail's template, by name: any JSON."""
    store_ids: list[int] | UnsetType | None = field(name="StoreIds", default=UNSET)
    """Ids of the stores that the mail is about."""
    date_time: datetime | UnsetType | None = field(name="DateTime", default=UNSET)
    """When to send; at once when null or left out."""
    is_test: bool | UnsetType | None = field(name="IsTest", default=UNSET)
    """Whether this is a test."""
    take_random: int | UnsetType | None = field(name="TakeRandom", default=UNSET)
    """Send to this many contacts only, picked at random; to all of them when null."""
    log_level: LogLevel | UnsetType = field(name="LogLevel", default=UNSET)
    """How much of the conversation with the mail server is kept; nothing when left out."""
