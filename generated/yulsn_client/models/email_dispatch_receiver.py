"""Models of the API's email_dispatch_receiver group."""

from __future__ import annotations

from msgspec import field

from .._runtime.model import Model


class EmailDispatchReceiver(Model, kw_only=True):
    """A receiver of an e-mail dispatch. Only the id is documented; the other properties are
    assumptions.
    """

    id: int | str = field(name="Id")
    """Id of the receiver's entry: an integer, or a GUID as text."""
    email_dispatch_id: int | None = field(name="EmailDispatchId", default=None)
    """Id of the dispatch."""
    contact_id: int | None = field(name="ContactId", default=None)
    """Id of the contact it was sent to."""
    email: str | None = field(name="Email", default=None)
    """E-mail address it was sent to."""
