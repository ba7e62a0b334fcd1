"""Models of the API's actions group."""

from __future__ import annotations

from msgspec import field

from .._runtime.model import AwareDatetime, Model


class Action(Model, kw_only=True):
    """An action of the account: an automation that can be triggered for contacts."""

    id: int = field(name="Id")
    """Id of the action, used to trigger it."""
    name: str = field(name="Name")
    """Name of the action."""
    description: str | None = field(name="Description", default=None)
    """What the action does."""
    last_modified: AwareDatetime = field(name="LastModified")
    """When the object was last changed."""
