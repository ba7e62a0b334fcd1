"""The resource IframeToken: looking up the user that a token identifies."""

from __future__ import annotations

from ..collections import IFRAME_TOKENS
from ..requests import ApiRequest, Handler, RefusedError, Reply


def get(request: ApiRequest) -> Reply:
    """Get a token."""
    found = request.store.find(IFRAME_TOKENS, "Id", request.query.text("tokenId"))
    if found is None:
        known = " and ".join(f"`{item['Id']}`" for item in request.store.scan(IFRAME_TOKENS))
        raise RefusedError(404, f"There is no such token; the sandbox has {known}.")
    return Reply(found)


HANDLERS: dict[str, Handler] = {"iframe_token.get": get}
