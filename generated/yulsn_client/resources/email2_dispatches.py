"""The calls of the group Email2Dispatches, sync and async."""

from __future__ import annotations

from .._runtime.calls import Call
from .._runtime.resources import AsyncResource, Resource
from ..models.email2_dispatches import Email2DispatchCreate

_CREATE: Call[int | str] = Call("email2_dispatches.create", "POST", "/api/v1/Email2Dispatches", returns=int | str)


class Email2DispatchesResource(Resource):
    """Sending mails through the second generation of e-mail triggers."""

    def create(self, dispatch: Email2DispatchCreate) -> int | str:
        """Send a mail to contacts, addresses or segments.

        Returns the id of the dispatch when the scope is segments (documentation), and else a text
        which says that it is queued.

        Raises:
            BadRequestError: The API cannot make sense of what was sent: a property is missing or
                not valid, or the operation is not possible.
            NotFoundError: There is no such object, or not the one that it hangs on.
        """
        return self._call(_CREATE, body=dispatch)


class AsyncEmail2DispatchesResource(AsyncResource):
    """Sending mails through the second generation of e-mail triggers."""

    async def create(self, dispatch: Email2DispatchCreate) -> int | str:
        """Send a mail to contacts, addresses or segments.

        Returns the id of the dispatch when the scope is segments (documentation), and else a text
        which says that it is queued.

        Raises:
            BadRequestError: The API cannot make sense of what was sent: a property is missing or
                not valid, or the operation is not possible.
            NotFoundError: There is no such object, or not the one that it hangs on.
        """
        return await self._call(_CREATE, body=dispatch)
