"""The calls of the API's Email2Dispatches group, synchronous and asynchronous."""

from __future__ import annotations

from .._runtime.calls import Call
from .._runtime.resources import AsyncResource, Resource
from ..models.email2_dispatches import Email2DispatchCreate

_CREATE: Call[int | str] = Call(
    "email2_dispatches.create", "POST", "/api/v1/Email2Dispatches", body=Email2DispatchCreate, returns=int | str
)


class Email2DispatchesResource(Resource):
    """Sending e-mails through second-generation e-mail triggers."""

    def create(self, dispatch: Email2DispatchCreate) -> int | str:
        """Send an e-mail to contacts, addresses or segments.

        Returns the id of the dispatch if the scope is segments (documented); otherwise a message
        that it is queued.

        `POST /api/v1/Email2Dispatches`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_CREATE, body=dispatch)


class AsyncEmail2DispatchesResource(AsyncResource):
    """Sending e-mails through second-generation e-mail triggers."""

    async def create(self, dispatch: Email2DispatchCreate) -> int | str:
        """Send an e-mail to contacts, addresses or segments.

        Returns the id of the dispatch if the scope is segments (documented); otherwise a message
        that it is queued.

        `POST /api/v1/Email2Dispatches`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_CREATE, body=dispatch)
