"""The calls of the API's FeedSyncs group, synchronous and asynchronous."""

from __future__ import annotations

from .._runtime.calls import Call
from .._runtime.resources import AsyncResource, Resource

_SYNC_NOW: Call[None] = Call("feed_syncs.sync_now", "POST", "/api/v1/FeedSyncs/{id}/SyncNow", parameters={"id": int})


class FeedSyncsResource(Resource):
    """External feeds that the account imports."""

    def sync_now(self, id: int) -> None:
        """Import a feed now.

        `POST /api/v1/FeedSyncs/{id}/SyncNow`

        Args:
            id: Id of the feed sync.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_SYNC_NOW, path={"id": id})


class AsyncFeedSyncsResource(AsyncResource):
    """External feeds that the account imports."""

    async def sync_now(self, id: int) -> None:
        """Import a feed now.

        `POST /api/v1/FeedSyncs/{id}/SyncNow`

        Args:
            id: Id of the feed sync.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_SYNC_NOW, path={"id": id})
