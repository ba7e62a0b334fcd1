"""The calls of the group IframeToken, sync and async."""

from __future__ import annotations

from .._runtime.calls import Call
from .._runtime.resources import AsyncResource, Resource
from ..models.iframe_token import IframeToken

_GET: Call[IframeToken] = Call("iframe_token.get", "GET", "/api/v1/IframeToken", returns=IframeToken)


class IframeTokenResource(Resource):
    """Tokens by which a page embedded in the vendor's web interface learns who is looking."""

    def get(self, token_id: str) -> IframeToken:
        """Get whom an iframe token stands for.

        Args:
            token_id: The token, as the page got it.

        Raises:
            NotFoundError: There is no such object, or not the one that it hangs on.
        """
        return self._call(_GET, query={"tokenId": token_id})


class AsyncIframeTokenResource(AsyncResource):
    """Tokens by which a page embedded in the vendor's web interface learns who is looking."""

    async def get(self, token_id: str) -> IframeToken:
        """Get whom an iframe token stands for.

        Args:
            token_id: The token, as the page got it.

        Raises:
            NotFoundError: There is no such object, or not the one that it hangs on.
        """
        return await self._call(_GET, query={"tokenId": token_id})
