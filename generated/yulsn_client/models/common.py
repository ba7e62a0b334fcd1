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


class Problem(Model, kw_only=True):
    """The body of an error response of version 2: problem details as in RFC 9457. Names may be in
    any case, and further members may appear.
    """

    type: str | None = field(name="Type", default=None)
    """URI that identifies the type of the problem."""
    title: str | None = field(name="Title", default=None)
    """Summary of the type of the problem, e.g. `Conflict`."""
    status: int | None = field(name="Status", default=None)
    """HTTP status."""
    detail: str | None = field(name="Detail", default=None)
    """What went wrong this time."""
    instance: str | None = field(name="Instance", default=None)
    """URI that identifies this occurrence."""
