"""Models of the API's group actions."""

from __future__ import annotations

from datetime import datetime

from msgspec import field

from .._runtime.model import Model


class Action(Model, kw_only=True):
    """An action of the account: a prepared piece of automation that can be started for contacts."""

    id: int = field(name="Id")
    """Number of the action, used to trigger it."""
    name: str = field(name="Name")
    """Name given to it in the account."""
    description: str | None = field(name="Description", default=None)
    """What it does, as written in the account."""
    last_modified: datetime = field(name="LastModified")
    """When it was last changed."""
