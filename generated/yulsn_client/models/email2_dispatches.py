"""Models of the API's email2_dispatches group."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import UNSET, UnsetType, field

from .._runtime.model import AwareDatetime, Model


class Email2Receiver(Model, kw_only=True):
    """Data of one receiver of an e-mail. An attribute that you leave out is `UNSET` and not sent;
    None is sent as null, and '' as an empty string.
    """

    dynamic: dict[str, Any] | UnsetType | None = field(name="Dynamic", default=UNSET)
    """Values for the template by name: any JSON."""


class Email2SegmentScope(Model, kw_only=True):
    """The segments whose contacts receive an e-mail. An attribute that you leave out is `UNSET`
    and not sent; None is sent as null, and '' as an empty string.
    """

    in_segment_ids: list[int] = field(name="InSegmentIds")
    """Ids of the segments to send to."""
    not_in_segment_ids: list[int] | UnsetType | None = field(name="NotInSegmentIds", default=UNSET)
    """Ids of segments whose contacts are excluded."""
    take_random: int | UnsetType | None = field(name="TakeRandom", default=UNSET)
    """Send only to this many contacts, picked at random; to all if null."""
    dynamic: dict[str, Any] | UnsetType | None = field(name="Dynamic", default=UNSET)
    """Values for the template by name: any JSON. The same for every receiver."""


class Email2Scope(Model, kw_only=True):
    """The receivers of an e-mail. Set exactly one of `Contacts`, `Emails` and `Segments`. An
    attribute that you leave out is `UNSET` and not sent; None is sent as null, and '' as an
    empty string.
    """

    contacts: dict[str, Email2Receiver] | UnsetType = field(name="Contacts", default=UNSET)
    """Receivers by contact id; the ids are strings, as JSON keys always are."""
    emails: dict[str, Email2Receiver] | UnsetType = field(name="Emails", default=UNSET)
    """Receivers by e-mail address."""
    segments: Email2SegmentScope | UnsetType = field(name="Segments", default=UNSET)
    """Receivers by segment. The API returns a dispatch id only for this scope."""


class Email2DispatchCreate(Model, kw_only=True):
    """An e-mail to send through an email2 trigger. An attribute that you leave out is `UNSET` and
    not sent; None is sent as null, and '' as an empty string.
    """

    trigger_id: str = field(name="TriggerId")
    """Key of the trigger that sends the e-mail."""
    scope: Email2Scope = field(name="Scope")
    """The receivers of the e-mail."""
    schedule: AwareDatetime | UnsetType | None = field(name="Schedule", default=UNSET)
    """When to send; immediately if null or omitted."""
    is_test: bool | UnsetType | None = field(name="IsTest", default=UNSET)
    """Whether this is a test."""
    batch_delay_sec: (
        Literal[1, 2, 3, 4, 5, 6, 9, 12, 18, 30, 40, 60, 90, 120, 180, 300, 450, 600] | UnsetType | None
    ) = field(name="BatchDelaySec", default=UNSET)
    """Pause between batches, in seconds. Only the listed values are allowed."""
