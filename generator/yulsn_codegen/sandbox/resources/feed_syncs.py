"""Feed syncs: a wish to have a feed read now comes in, and its time is kept with the feed."""

from __future__ import annotations

from ..calls import EMPTY, Call, RefusedError, Reply, Route
from ..values import types as values
from .seeds import FEED_SYNCS as KIND


def sync_now(call: Call) -> Reply:
    """POST FeedSyncs/{id}/SyncNow: answers with nothing."""
    number = call.id()
    found = call.store.get(KIND, number)
    if found is None:
        known = " and ".join(map(str, call.store.ids(KIND)))
        raise RefusedError(404, f"There is no feed sync with the id {number}; the sandbox has {known}.")
    call.store.amend(KIND, number, found | {"Synced": values.now()})
    return EMPTY


ROUTES = (Route("POST", "/api/v1/FeedSyncs/{id}/SyncNow", sync_now),)
