"""Models of the API's segments group."""

from __future__ import annotations

from msgspec import UNSET, UnsetType, field

from .._runtime.model import Model, OpenIntEnum


class SegmentType(OpenIntEnum):
    """How the contacts of a segment are selected."""

    VISUAL_BUILDER = 1
    SQL = 2
    LIST = 3
    SEGMENT_TEMPLATE = 4


class Segment(Model, kw_only=True):
    """A named selection of contacts."""

    id: int = field(name="Id")
    """Id of the segment."""
    name: str = field(name="Name")
    """Name of the segment."""
    folder_id: int = field(name="FolderId")
    """Id of its folder."""
    type: SegmentType = field(name="Type")
    """How its contacts are selected."""
    description: str | None = field(name="Description", default=None)
    """What the segment is for."""


class SegmentContactIdsCreate(Model, kw_only=True):
    """A segment to create from given contacts. Only the list of contact ids is documented;
    additional properties are sent as given. An attribute that you leave out is `UNSET` and not
    sent; None is sent as null, and '' as an empty string.
    """

    contact_ids: list[int] = field(name="ContactIds")
    """Ids of the contacts in the segment."""
    name: str | UnsetType = field(name="Name", default=UNSET)
    """Name of the segment."""
    folder_id: int | UnsetType = field(name="FolderId", default=UNSET)
    """Id of the destination folder."""


class SegmentCreated(Model, kw_only=True):
    """A segment created from given contacts. Its properties are not documented; these are
    assumptions.
    """

    id: int | None = field(name="Id", default=None)
    """Id of the segment."""
    name: str | None = field(name="Name", default=None)
    """Name of the segment."""


class SegmentContactCount(Model, kw_only=True):
    """The segments whose contacts to count."""

    segment_ids: list[int] = field(name="SegmentIds")
    """Ids of the segments."""


class SegmentFromTemplateCreate(Model, kw_only=True):
    """A segment to create from a segment template. An attribute that you leave out is `UNSET` and
    not sent; None is sent as null, and '' as an empty string.
    """

    folder_id: int = field(name="FolderId")
    """Id of the destination folder."""
    name: str = field(name="Name")
    """Name of the segment."""
    daily_statistic: bool = field(name="DailyStatistic")
    """Whether to record the number of its contacts daily."""
    on_email_messages: bool = field(name="OnEmailMessages")
    """Whether e-mails can be sent to it."""
    on_sms_messages: bool = field(name="OnSmsMessages")
    """Whether SMS can be sent to it."""
    on_push_messages: bool = field(name="OnPushMessages")
    """Whether push messages can be sent to it."""
    template_id: int = field(name="TemplateId")
    """Id of the template."""
    values: dict[str, str] = field(name="Values")
    """The template's values by name."""
    description: str | UnsetType | None = field(name="Description", default=UNSET)
    """What the segment is for."""


class SegmentContactStatus(Model, kw_only=True):
    """Whether a segment contains a contact."""

    segment_id: int = field(name="SegmentId")
    """Id of the segment."""
    contains: bool = field(name="Contains")
    """Whether it contains the contact."""
