"""The calls of the group Banners, sync and async."""

from __future__ import annotations

from collections.abc import Sequence

from .._runtime.calls import Call
from .._runtime.resources import AsyncResource, Resource
from ..models.banners import BannerCacheReset

_RESET_CACHE: Call[None] = Call("banners.reset_cache", "POST", "/api/v1/Banners/CacheReset")
_RESET_CACHE_BY_SECRET: Call[None] = Call("banners.reset_cache_by_secret", "POST", "/api/v1/Banners/CacheReset")


class BannersResource(Resource):
    """Banners shown on the account's sites, as far as their cache goes."""

    def reset_cache(self, banners: Sequence[BannerCacheReset]) -> None:
        """Ask for the cached copies of the given banners to be thrown away.

        Raises on 404, which means that a banner is not found (documentation).

        Args:
            banners: The banners, or the versions of a banner. The shape of an item is not
                documented.

        Raises:
            BadRequestError: The API cannot make sense of what was sent: a property is missing or
                not valid, or the operation is not possible.
            NotFoundError: There is no such object, or not the one that it hangs on.
        """
        return self._call(_RESET_CACHE, body=banners)

    def reset_cache_by_secret(self, secret: str, *, banners: Sequence[BannerCacheReset] | None = None) -> None:
        """Ask for the cached copies of versions of one banner to be thrown away.

        Raises on 404, which means that the banner is not found (documentation).

        Args:
            secret: Secret of the banner.
            banners: The banners, or the versions of a banner. The shape of an item is not
                documented.

        Raises:
            BadRequestError: The API cannot make sense of what was sent: a property is missing or
                not valid, or the operation is not possible.
            NotFoundError: There is no such object, or not the one that it hangs on.
        """
        return self._call(_RESET_CACHE_BY_SECRET, query={"secret": secret}, body=banners)


class AsyncBannersResource(AsyncResource):
    """Banners shown on the account's sites, as far as their cache goes."""

    async def reset_cache(self, banners: Sequence[BannerCacheReset]) -> None:
        """Ask for the cached copies of the given banners to be thrown away.

        Raises on 404, which means that a banner is not found (documentation).

        Args:
            banners: The banners, or the versions of a banner. The shape of an item is not
                documented.

        Raises:
            BadRequestError: The API cannot make sense of what was sent: a property is missing or
                not valid, or the operation is not possible.
            NotFoundError: There is no such object, or not the one that it hangs on.
        """
        return await self._call(_RESET_CACHE, body=banners)

    async def reset_cache_by_secret(self, secret: str, *, banners: Sequence[BannerCacheReset] | None = None) -> None:
        """Ask for the cached copies of versions of one banner to be thrown away.

        Raises on 404, which means that the banner is not found (documentation).

        Args:
            secret: Secret of the banner.
            banners: The banners, or the versions of a banner. The shape of an item is not
                documented.

        Raises:
            BadRequestError: The API cannot make sense of what was sent: a property is missing or
                not valid, or the operation is not possible.
            NotFoundError: There is no such object, or not the one that it hangs on.
        """
        return await self._call(_RESET_CACHE_BY_SECRET, query={"secret": secret}, body=banners)
