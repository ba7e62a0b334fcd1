"""Models of the API's group iframe_token."""

from __future__ import annotations

from msgspec import field

from .._runtime.model import Model


class IframeToken(Model, kw_only=True):
    """Whom an iframe token stands for: a page embedded in the vendor's web interface learns from
    it who is looking.
    """

    id: str = field(name="Id")
    """The token."""
    account_id: int = field(name="AccountId")
    """Number of the account."""
    administrator_id: int = field(name="AdministratorId")
    """Number of the user who looks at the page."""
    administrator_email: str = field(name="AdministratorEmail")
    """E-mail address of that user."""
    store_ids: list[int] = field(name="StoreIds")
    """Ids of the stores that the user works for."""
    rights: list[str] = field(name="Rights")
    """Names of the user's rights."""
    group_id: int = field(name="GroupId")
    """Number of the user's group."""
    time_zone_id: str = field(name="TimeZoneId")
    """The user's time zone."""
