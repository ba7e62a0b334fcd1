"""Models of the API's group banners."""

from __future__ import annotations

from msgspec import UNSET, UnsetType, field

from .._runtime.model import Model


class BannerCacheReset(Model, kw_only=True):
    """One banner, or version of a banner, whose cached copy is to be thrown away. The shape of the
    list's items is not documented; other properties are sent as given. What is left out is
    `UNSET` and not sent, None is sent as null, '' as an empty text.
    """

    id: int | UnsetType = field(name="Id", default=UNSET)
    """Number of the banner or of the banner version."""
