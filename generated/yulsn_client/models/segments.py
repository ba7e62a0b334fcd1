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
    additional properties are sent as given. What is left out is `UNSET` and not sent, None is
    sent as null, '' as an empty text.
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
