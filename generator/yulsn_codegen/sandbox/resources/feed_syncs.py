"""The resource FeedSyncs: requesting a sync, whose time is stored with the feed."""

from __future__ import annotations

from ..collections import FEED_SYNCS
from ..requests import EMPTY, ApiRequest, Handler, RefusedError, Reply
from ..values import scalars


def sync_now(request: ApiRequest) -> Reply:
    """Sync a feed."""
    number = request.id()
    found = request.store.get(FEED_SYNCS, number)
    if found is None:
        known = " and ".join(map(str, request.store.ids(FEED_SYNCS)))
        raise RefusedError(404, f"There is no feed sync with the id {number}; the sandbox has {known}.")
    request.store.amend(FEED_SYNCS, number, found | {"Synced": scalars.now()})
    return EMPTY


HANDLERS: dict[str, Handler] = {"feed_syncs.sync_now": sync_now}
