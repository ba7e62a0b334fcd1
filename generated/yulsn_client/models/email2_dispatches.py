"""Models of the API's group email2_dispatches."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from msgspec import UNSET, UnsetType, field

from .._runtime.model import Model


class Email2Receiver(Model, kw_only=True):
    """What is particular to one receiver of a mail. What is left out is `UNSET` and not sent, None
    is sent as null, '' as an empty text.
    """

    dynamic: dict[str, Any] | UnsetType | None = field(name="Dynamic", default=UNSET)
    """Values for the mail's template, by name: any JSON."""


class Email2SegmentScope(Model, kw_only=True):
    """The segments whose contacts get a mail. What is left out is `UNSET` and not sent, None is
    sent as null, '' as an empty text.
    """

    in_segment_ids: list[int] = field(name="InSegmentIds")
    """Ids of the segments to send to."""
    not_in_segment_ids: list[int] | UnsetType | None = field(name="NotInSegmentIds", default=UNSET)
    """Ids of segments whose contacts are left out."""
    take_random: int | UnsetType | None = field(name="TakeRandom", default=UNSET)
    """Send to this many contacts only, picked at random; to all of them when null."""
    dynamic: dict[str, Any] | UnsetType | None = field(name="Dynamic", default=UNSET)
    """Values for the mail's template, by name: any JSON. The same for every receiver."""


class Email2Scope(Model, kw_only=True):
    """Who gets a mail. Set exactly one of `Contacts`, `Emails` and `Segments`. What is left out is
    `UNSET` and not sent, None is sent as null, '' as an empty text.
    """

    contacts: dict[str, Email2Receiver] | UnsetType = field(name="Contacts", default=UNSET)
    """Receivers by contact id; the id is written as text, as JSON keys are."""
    emails: dict[str, Email2Receiver] | UnsetType = field(name="Emails", default=UNSET)
    """Receivers by e-mail address."""
    segments: Email2SegmentScope | UnsetType = field(name="Segments", default=UNSET)
    """Receivers by segment. Only with this scope does the API answer with a dispatch id."""


class Email2DispatchCreate(Model, kw_only=True):
    """A mail to be sent through an email2 trigger. What is left out is `UNSET` and not sent, None
    is sent as null, '' as an empty text.
    """

    trigger_id: str = field(name="TriggerId")
    """Key of the trigger that sends the mail."""
    scope: Email2Scope = field(name="Scope")
    """Who gets the mail."""
    schedule: datetime | UnsetType | None = field(name="Schedule", default=UNSET)
    """When to send; at once when null or left out."""
    is_test: bool | UnsetType | None = field(name="IsTest", default=UNSET)
    """Whether this is a test."""
    batch_delay_sec: (
        Literal[1, 2, 3, 4, 5, 6, 9, 12, 18, 30, 40, 60, 90, 120, 180, 300, 450, 600] | UnsetType | None
    ) = field(name="BatchDelaySec", default=UNSET)
    """Pause between two batches, in seconds. Only the listed numbers are allowed."""
