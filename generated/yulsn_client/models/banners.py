"""Models of the API's banners group."""

from __future__ import annotations

from msgspec import UNSET, UnsetType, field

from .._runtime.model import Model


class BannerCacheReset(Model, kw_only=True):
    """A banner, or a version of a banner, whose cache to reset. The shape is not documented;
    additional properties are sent as given. An attribute that you leave out is `UNSET` and not
    sent; None is sent as null, and '' as an empty string.
    """

    id: int | UnsetType = field(name="Id", default=UNSET)
    """Id of the banner or banner version."""
