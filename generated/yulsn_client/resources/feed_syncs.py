"""The calls of the group FeedSyncs, sync and async."""

from __future__ import annotations

from .._runtime.calls import Call
from .._runtime.resources import AsyncResource, Resource

_SYNC_NOW: Call[None] = Call("feed_syncs.sync_now", "POST", "/api/v1/FeedSyncs/{id}/SyncNow")


class FeedSyncsResource(Resource):
    """Feeds that the account reads from elsewhere."""

    def sync_now(self, id: int) -> None:
        """Read a feed now.

        Args:
            id: Number of the feed sync.

        Raises:
            BadRequestError: The API cannot make sense of what was sent: a property is missing or
                not valid, or the operation is not possible.
            NotFoundError: There is no such object, or not the one that it hangs on.
        """
        return self._call(_SYNC_NOW, path={"id": id})


class AsyncFeedSyncsResource(AsyncResource):
    """Feeds that the account reads from elsewhere."""

    async def sync_now(self, id: int) -> None:
        """Read a feed now.

        Args:
            id: Number of the feed sync.

        Raises:
            BadRequestError: The API cannot make sense of what was sent: a property is missing or
                not valid, or the operation is not possible.
            NotFoundError: There is no such object, or not the one that it hangs on.
        """
        return await self._call(_SYNC_NOW, path={"id": id})
