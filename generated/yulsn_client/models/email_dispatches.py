"""Models of the API's email_dispatches group."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from msgspec import UNSET, UnsetType, field

from .._runtime.model import AwareDatetime, Model, OpenIntEnum, UtcDatetime


class EmailDispatchStatus(OpenIntEnum):
    """Status of an e-mail dispatch: created (100), adding receivers (105), ready (110), starting
    at the provider (112), handed over to it (115), all sent (120), cancelled by hand (125).
    Values from 500 up are failures. New members may appear without notice.
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
    """Type of e-mail that a dispatch sends."""

    TEST = 1
    TRANSACTIONAL = 2
    NEWSLETTER = 3


class LogLevel(OpenIntEnum):
    """How much of the SMTP conversation is logged: nothing, everything except the message, or
    everything.
    """

    NONE = 0
    SMTP_NO_DATA = 1
    SMTP_WITH_DATA = 2


class EmailDispatch(Model, kw_only=True):
    """A dispatch of an e-mail campaign, with its statistics."""

    id: int = field(name="Id")
    """Id of the dispatch."""
    planned: AwareDatetime = field(name="Planned")
    """Scheduled start."""
    planned_utc: UtcDatetime = field(name="PlannedUtc")
    """Scheduled start in UTC, without an offset."""
    email_campaign_id: int = field(name="EmailCampaignId")
    """Id of the campaign."""
    email_campaign_name: str = field(name="EmailCampaignName")
    """Name of the campaign."""
    subject: str = field(name="Subject")
    """Subject line of the e-mail."""
    preheader: str | None = field(name="Preheader", default=None)
    """Preview text that e-mail clients show after the subject."""
    status: EmailDispatchStatus = field(name="Status")
    """Status of the dispatch."""
    type: EmailDispatchType = field(name="Type")
    """Type of e-mail."""
    sent: int = field(name="Sent")
    """Number of e-mails sent."""
    delivered: int = field(name="Delivered")
    """Number of e-mails delivered."""
    opens: int = field(name="Opens")
    """Number of e-mails opened."""
    clicks: int = field(name="Clicks")
    """Number of clicks on links."""
    delivery_ratio: Decimal = field(name="DeliveryRatio")
    """Fraction of e-mails delivered."""
    opened_ratio: Decimal = field(name="OpenedRatio")
    """Fraction of e-mails opened."""
    click_ratio: Decimal = field(name="ClickRatio")
    """Fraction of e-mails in which a link was clicked."""


class EmailDispatchCreate(Model, kw_only=True):
    """A request to send an e-mail campaign to one contact or to segments. An attribute that you
    leave out is `UNSET` and not sent; None is sent as null, and '' as an empty string.
    """

    email_campaign_id: int = field(name="EmailCampaignId")
    """Id of the campaign to send."""
    contact_id: int | UnsetType | None = field(name="ContactId", default=UNSET)
    """Id of the contact to send to."""
    segment_ids: list[int] | UnsetType | None = field(name="SegmentIds", default=UNSET)
    """Ids of the segments to send to."""
    order_id: int | UnsetType | None = field(name="OrderId", default=UNSET)
    """Id of the order that the e-mail is about."""
    order2_id: int | UnsetType | None = field(name="Order2Id", default=UNSET)
    """Id of another order for the template; how it differs from `OrderId` is not documented."""
    point_id: int | UnsetType | None = field(name="PointId", default=UNSET)
    """Id of the point transaction that the e-mail is about."""
    dynamic: dict[str, Any] | UnsetType | None = field(name="Dynamic", default=UNSET)
    """Values for the template by name: any JSON."""
    store_ids: list[int] | UnsetType | None = field(name="StoreIds", default=UNSET)
    """Ids of the stores that the e-mail is about."""
    date_time: AwareDatetime | UnsetType | None = field(name="DateTime", default=UNSET)
    """When to send; immediately if null or omitted."""
    is_test: bool | UnsetType | None = field(name="IsTest", default=UNSET)
    """Whether this is a test."""
    take_random: int | UnsetType | None = field(name="TakeRandom", default=UNSET)
    """Send only to this many contacts, picked at random; to all if null."""
    log_level: LogLevel | UnsetType = field(name="LogLevel", default=UNSET)
    """How much of the SMTP conversation to log; defaults to nothing."""
