"""Models of the API's messages group."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import UNSET, UnsetType, field

from .._runtime.model import AwareDatetime, Model


class MessageTrigger(Model, kw_only=True):
    """An active trigger, which sends a message."""

    name: str = field(name="Name")
    """Name of the trigger."""
    trigger_id: str = field(name="TriggerId")
    """Key of the trigger that sends the message."""
    dynamic_dictionary: dict[str, Any] | None = field(name="DynamicDictionary", default=None)
    """The message's placeholders."""
    content: str | None = field(name="Content", default=None)
    """Text of the message; only for SMS."""


class ContactMessageCreate(Model, kw_only=True):
    """A message to send to a contact through a trigger. An attribute that you leave out is `UNSET`
    and not sent; None is sent as null, and '' as an empty string.
    """

    trigger_id: str = field(name="TriggerId")
    """Key of the trigger that sends the message."""
    contact_id: int = field(name="ContactId")
    """Id of the contact."""
    dynamic_values: dict[str, Any] | UnsetType | None = field(name="DynamicValues", default=UNSET)
    """Values for the message's placeholders."""
    schedule: AwareDatetime | UnsetType | None = field(name="Schedule", default=UNSET)
    """When to send; immediately if null or omitted."""
    is_test: bool | UnsetType | None = field(name="IsTest", default=UNSET)
    """Whether this is a test."""
    track_urls: bool | UnsetType | None = field(name="TrackUrls", default=UNSET)
    """Whether to track clicks on links."""


class PhoneMessageCreate(Model, kw_only=True):
    """A message to send to a phone number through a trigger. An attribute that you leave out is
    `UNSET` and not sent; None is sent as null, and '' as an empty string.
    """

    trigger_id: str = field(name="TriggerId")
    """Key of the trigger that sends the message."""
    phone: str = field(name="Phone")
    """The phone number."""
    dynamic_values: dict[str, Any] | UnsetType | None = field(name="DynamicValues", default=UNSET)
    """Values for the message's placeholders."""
    schedule: AwareDatetime | UnsetType | None = field(name="Schedule", default=UNSET)
    """When to send; immediately if null or omitted."""
    is_test: bool | UnsetType | None = field(name="IsTest", default=UNSET)
    """Whether this is a test."""
    track_urls: bool | UnsetType | None = field(name="TrackUrls", default=UNSET)
    """Whether to track clicks on links."""


class SegmentMessageCreate(Model, kw_only=True):
    """A message to send to the contacts of segments through a trigger. An attribute that you leave
    out is `UNSET` and not sent; None is sent as null, and '' as an empty string.
    """

    trigger_id: str = field(name="TriggerId")
    """Key of the trigger that sends the message."""
    in_segment_ids: list[int] = field(name="InSegmentIds")
    """Ids of the segments to send to."""
    not_in_segment_ids: list[int] | UnsetType | None = field(name="NotInSegmentIds", default=UNSET)
    """Ids of segments whose contacts are excluded."""
    take_random: int | UnsetType | None = field(name="TakeRandom", default=UNSET)
    """Send to this many contacts, chosen at random."""
    batch_delay: Literal[1, 2, 3, 4, 5, 6, 9, 12, 18, 30, 40, 60, 90, 120, 180, 300, 450, 600] | UnsetType | None = (
        field(name="BatchDelay", default=UNSET)
    )
    """Pause between batches, in seconds. Only the listed values are allowed."""
    schedule: AwareDatetime | UnsetType | None = field(name="Schedule", default=UNSET)
    """When to send; immediately if null or omitted."""
    is_test: bool | UnsetType | None = field(name="IsTest", default=UNSET)
    """Whether this is a test."""
    track_urls: bool | UnsetType | None = field(name="TrackUrls", default=UNSET)
    """Whether to track clicks on links."""


class MessageDispatch(Model, kw_only=True):
    """A dispatch of messages that was started."""

    dispatch_id: int = field(name="DispatchId")
    """Id of the dispatch."""
