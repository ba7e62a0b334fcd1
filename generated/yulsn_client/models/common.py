"""Models of the API's group common."""

from __future__ import annotations

from msgspec import field

from .._runtime.model import Model


class Error(Model, kw_only=True):
    """What the API says when it refuses a call. Not every refusal carries it: a proxy on the way
    may answer with HTML.
    """

    message: str | None = field(name="Message", default=None)
    """What went wrong, in English, e.g. `Cannot save duplicate value 'ada@example.com'!`."""
    model_state: dict[str, list[str]] | None = field(name="ModelState", default=None)
    """Which properties of the body were refused (status 400): the property's name to its messages."""
