"""Models of the API's push_tokens group."""

from __future__ import annotations

from msgspec import UNSET, UnsetType, field

from .._runtime.model import AwareDatetime, Model


class PushToken(Model, kw_only=True):
    """A token that push messages are sent to."""

    id: int = field(name="Id")
    """Id of the token."""
    value: str = field(name="Value")
    """The token itself."""
    is_bounced: bool = field(name="IsBounced")
    """Whether messages to it have bounced."""
    device_id: str | None = field(name="DeviceId", default=None)
    """Id of the device."""
    description: str | None = field(name="Description", default=None)
    """Description of the device."""
    last_modified: AwareDatetime = field(name="LastModified")
    """When the token was last changed."""


class PushTokenCreate(Model, kw_only=True):
    """A push token to register. An attribute that you leave out is `UNSET` and not sent; None is
    sent as null, and '' as an empty string.
    """

    contact_id: int = field(name="ContactId")
    """Id of the contact."""
    value: str = field(name="Value")
    """The token itself."""
    device_id: str | UnsetType | None = field(name="DeviceId", default=UNSET)
    """Id of the device."""
    description: str | UnsetType | None = field(name="Description", default=UNSET)
    """Description of the device."""


class PushTokenDelete(Model, kw_only=True):
    """A push token to delete."""

    contact_id: int = field(name="ContactId")
    """Id of the contact."""
    value: str = field(name="Value")
    """The token itself."""


class PushTokenCreated(Model, kw_only=True):
    """The id of a registered push token."""

    id: int = field(name="Id")
    """Id of the token."""
