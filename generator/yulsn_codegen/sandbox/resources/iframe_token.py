"""Iframe tokens: a token comes in, whom it stands for comes out."""

from __future__ import annotations

from ..calls import Call, RefusedError, Reply, Route
from .seeds import IFRAME_TOKENS as KIND


def get(call: Call) -> Reply:
    """GET IframeToken?tokenId="""
    found = call.store.find(KIND, "Id", call.query.text("tokenId"))
    if found is None:
        known = " and ".join(f"`{item['Id']}`" for item in call.store.scan(KIND))
        raise RefusedError(404, f"There is no such token; the sandbox has {known}.")
    return Reply(found)


ROUTES = (Route("GET", "/api/v1/IframeToken", get, query=("tokenId",)),)
