"""The calls of the API's IframeToken group, synchronous and asynchronous."""

from __future__ import annotations

from .._runtime.calls import Call
from .._runtime.resources import AsyncResource, Resource
from ..models.iframe_token import IframeToken

_GET: Call[IframeToken] = Call(
    "iframe_token.get", "GET", "/api/v1/IframeToken", parameters={"tokenId": str}, returns=IframeToken
)


class IframeTokenResource(Resource):
    """Tokens that identify the user who is viewing a page embedded in the vendor's web interface."""

    def get(self, token_id: str) -> IframeToken:
        """Get the user that an iframe token identifies.

        `GET /api/v1/IframeToken?tokenId={tokenId}`

        Args:
            token_id: The token that was passed to the page.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_GET, query={"tokenId": token_id})


class AsyncIframeTokenResource(AsyncResource):
    """Tokens that identify the user who is viewing a page embedded in the vendor's web interface."""

    async def get(self, token_id: str) -> IframeToken:
        """Get the user that an iframe token identifies.

        `GET /api/v1/IframeToken?tokenId={tokenId}`

        Args:
            token_id: The token that was passed to the page.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_GET, query={"tokenId": token_id})
