"""Models of the API's group contact_events."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import UNSET, UnsetType, field

from .._runtime.model import Model


class ContactEvent(Model, kw_only=True):
    """Something that happened to a contact."""

    id: int = field(name="Id")
    """Number of the event; later events have higher numbers."""
    created: datetime = field(name="Created")
    """When the event was stored."""
    contact_id: int = field(name="ContactId")
    """Id of the contact it happened to."""
    type: str = field(name="Type")
    """Type of the event; a free name."""
    sub_type: str | None = field(name="SubType", default=None)
    """Finer type below `Type`."""
    parent_id: str | None = field(name="ParentId", default=None)
    """Key of the thing that the event is about, in the system it comes from."""
    parent_type: str | None = field(name="ParentType", default=None)
    """What kind of thing `ParentId` names."""
    unique_ext_id: str | None = field(name="UniqueExtId", default=None)
    """Unique key of the event in the system it comes from."""
    info_json: Any = field(name="InfoJson", default=None)
    """More about the event: any JSON value."""


class ContactEventCreate(Model, kw_only=True):
    """An event to be stored for one contact, named by `ContactId` or by `ContactSecret`. What is
    left out is `UNSET` and not sent, None is sent as null, '' as an empty text.
    """

    type: str = field(name="Type")
    """Type of the event; a free name."""
    contact_id: int | UnsetType | None = field(name="ContactId", default=UNSET)
    """Id of the contact; leave it out when `ContactSecret` is given."""
    contact_secret: str | UnsetType | None = field(name="ContactSecret", default=UNSET)
    """Secret of the contact; leave it out when `ContactId` is given."""
    sub_type: str | UnsetType | None = field(name="SubType", default=UNSET)
    """Finer type below `Type`."""
    parent_id: str | UnsetType | None = field(name="ParentId", default=UNSET)
    """Key of the thing that the event is about, in the system it comes from."""
    parent_type: str | UnsetType | None = field(name="ParentType", default=UNSET)
    """What kind of thing `ParentId` names."""
    unique_ext_id: str | UnsetType | None = field(name="UniqueExtId", default=UNSET)
    """Unique key of the event in the system it comes from."""
    info_json: Any | UnsetType = field(name="InfoJson", default=UNSET)
    """More about the event: any JSON value."""
