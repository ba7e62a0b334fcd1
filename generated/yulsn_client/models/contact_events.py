"""Models of the API's contact_events group."""

from __future__ import annotations

from typing import Any

from msgspec import UNSET, UnsetType, field

from .._runtime.model import AwareDatetime, Model


class ContactEvent(Model, kw_only=True):
    """Something that happened to a contact."""

    id: int = field(name="Id")
    """Id of the event. Later events have higher ids."""
    created: AwareDatetime = field(name="Created")
    """When the event was stored."""
    contact_id: int = field(name="ContactId")
    """Id of the contact it happened to."""
    type: str = field(name="Type")
    """Type of the event: any name."""
    sub_type: str | None = field(name="SubType", default=None)
    """Subtype of the event."""
    parent_id: str | None = field(name="ParentId", default=None)
    """Key of the object that the event is about, in its own system."""
    parent_type: str | None = field(name="ParentType", default=None)
    """Type of the object that `ParentId` identifies."""
    unique_ext_id: str | None = field(name="UniqueExtId", default=None)
    """Unique key of the event in its own system."""
    info_json: Any = field(name="InfoJson", default=None)
    """Additional data of the event: any JSON value."""


class ContactEventCreate(Model, kw_only=True):
    """An event to create for one contact, identified by `ContactId` or `ContactSecret`. An
    attribute that you leave out is `UNSET` and not sent; None is sent as null, and '' as an
    empty string.
    """

    type: str = field(name="Type")
    """Type of the event: any name."""
    contact_id: int | UnsetType | None = field(name="ContactId", default=UNSET)
    """Id of the contact; omit it if `ContactSecret` is given."""
    contact_secret: str | UnsetType | None = field(name="ContactSecret", default=UNSET)
    """Secret of the contact; omit it if `ContactId` is given."""
    sub_type: str | UnsetType | None = field(name="SubType", default=UNSET)
    """Subtype of the event."""
    parent_id: str | UnsetType | None = field(name="ParentId", default=UNSET)
    """Key of the object that the event is about, in its own system."""
    parent_type: str | UnsetType | None = field(name="ParentType", default=UNSET)
    """Type of the object that `ParentId` identifies."""
    unique_ext_id: str | UnsetType | None = field(name="UniqueExtId", default=UNSET)
    """Unique key of the event in its own system."""
    info_json: Any | UnsetType = field(name="InfoJson", default=UNSET)
    """Additional data of the event: any JSON value."""
