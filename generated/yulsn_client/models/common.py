"""Models of the API's common group."""

from __future__ import annotations

from msgspec import field

from .._runtime.model import Model


class Error(Model, kw_only=True):
    """The body of an error response. Not every error has one: a proxy may respond with HTML."""

    message: str | None = field(name="Message", default=None)
    """What went wrong, in English, e.g. `Cannot save duplicate value 'ada@example.com'!`."""
    model_state: dict[str, list[str]] | None = field(name="ModelState", default=None)
    """The rejected properties of the body (status 400): a list of messages by property name."""
