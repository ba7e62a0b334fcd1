"""Models of the API's user_agents group."""

from __future__ import annotations

from msgspec import field

from .._runtime.model import Model


class UserAgent(Model, kw_only=True):
    """The description that a browser or mail program gives of itself."""

    id: int = field(name="Id")
    """Id of the user agent."""
    raw_string: str = field(name="RawString")
    """The text as it was received."""
