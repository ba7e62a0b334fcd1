"""Models of the API's iframe_token group."""

from __future__ import annotations

from msgspec import field

from .._runtime.model import Model


class IframeToken(Model, kw_only=True):
    """The user that an iframe token identifies: the one who is viewing a page embedded in the
    vendor's web interface.
    """

    id: str = field(name="Id")
    """The token."""
    account_id: int = field(name="AccountId")
    """Id of the account."""
    administrator_id: int = field(name="AdministratorId")
    """Id of the user who is viewing the page."""
    administrator_email: str = field(name="AdministratorEmail")
    """E-mail address of that user."""
    store_ids: list[int] = field(name="StoreIds")
    """Ids of the user's stores."""
    rights: list[str] = field(name="Rights")
    """Names of the user's permissions."""
    group_id: int = field(name="GroupId")
    """Id of the user's group."""
    time_zone_id: str = field(name="TimeZoneId")
    """The user's time zone."""
