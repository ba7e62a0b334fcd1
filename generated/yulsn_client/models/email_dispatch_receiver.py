"""Models of the API's group email_dispatch_receiver."""

from __future__ import annotations

from msgspec import field

from .._runtime.model import Model


class EmailDispatchReceiver(Model, kw_only=True):
    """One receiver of one e-mail dispatch. Only the id is certain to be there; the rest is our
    reading.
    """

    id: int = field(name="Id")
    """Number of the receiver's entry; later ones are higher."""
    email_dispatch_id: int | None = field(name="EmailDispatchId", default=None)
    """Id of the dispatch."""
    contact_id: int | None = field(name="ContactId", default=None)
    """Id of the contact that it was sent to."""
    email: str | None = field(name="Email", default=None)
    """Address that it was sent to."""
