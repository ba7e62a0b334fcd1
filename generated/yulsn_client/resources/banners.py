"""The calls of the API's Banners group, synchronous and asynchronous."""

from __future__ import annotations

from collections.abc import Sequence

from .._runtime.calls import Call
from .._runtime.resources import AsyncResource, Resource
from ..models.banners import BannerCacheReset

_RESET_CACHE: Call[None] = Call(
    "banners.reset_cache", "POST", "/api/v1/Banners/CacheReset", body=Sequence[BannerCacheReset]
)
_RESET_CACHE_BY_SECRET: Call[None] = Call(
    "banners.reset_cache_by_secret",
    "POST",
    "/api/v1/Banners/CacheReset",
    parameters={"secret": str},
    body=Sequence[BannerCacheReset] | None,
)


class BannersResource(Resource):
    """Cache control for the banners on the account's sites."""

    def reset_cache(self, banners: Sequence[BannerCacheReset]) -> None:
        """Reset the cache of the given banners.

        Responds with 404 if a banner does not exist (documented).

        `POST /api/v1/Banners/CacheReset`

        Args:
            banners: The banners, or the versions of one banner. The shape of an item is not
                documented.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_RESET_CACHE, body=banners)

    def reset_cache_by_secret(self, secret: str, *, banners: Sequence[BannerCacheReset] | None = None) -> None:
        """Reset the cache of versions of one banner.

        Responds with 404 if the banner does not exist (documented).

        `POST /api/v1/Banners/CacheReset?secret={secret}`

        Args:
            secret: Secret of the banner.
            banners: The banners, or the versions of one banner. The shape of an item is not
                documented.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_RESET_CACHE_BY_SECRET, query={"secret": secret}, body=banners)


class AsyncBannersResource(AsyncResource):
    """Cache control for the banners on the account's sites."""

    async def reset_cache(self, banners: Sequence[BannerCacheReset]) -> None:
        """Reset the cache of the given banners.

        Responds with 404 if a banner does not exist (documented).

        `POST /api/v1/Banners/CacheReset`

        Args:
            banners: The banners, or the versions of one banner. The shape of an item is not
                documented.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_RESET_CACHE, body=banners)

    async def reset_cache_by_secret(self, secret: str, *, banners: Sequence[BannerCacheReset] | None = None) -> None:
        """Reset the cache of versions of one banner.

        Responds with 404 if the banner does not exist (documented).

        `POST /api/v1/Banners/CacheReset?secret={secret}`

        Args:
            secret: Secret of the banner.
            banners: The banners, or the versions of one banner. The shape of an item is not
                documented.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_RESET_CACHE_BY_SECRET, query={"secret": secret}, body=banners)
