"""The calls of the group EmailDispatches, sync and async."""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from datetime import datetime

from .._runtime.calls import Call
from .._runtime.resources import AsyncResource, Resource
from ..models.email_dispatches import EmailDispatch, EmailDispatchCreate, EmailDispatchStatus, EmailDispatchType

_LIST: Call[list[EmailDispatch]] = Call(
    "email_dispatches.list", "GET", "/api/v1/EmailDispatches", returns=list[EmailDispatch]
)
_CREATE: Call[None] = Call("email_dispatches.create", "POST", "/api/v1/EmailDispatches")


class EmailDispatchesResource(Resource):
    """Sendings of e-mail campaigns."""

    def list(
        self,
        *,
        type: EmailDispatchType | None = None,
        status: Sequence[EmailDispatchStatus] | None = None,
        from_: datetime | None = None,
        to: datetime | None = None,
        take: int | None = None,
    ) -> builtins.list[EmailDispatch]:
        """List sendings of e-mail campaigns.

        Args:
            type: Only sendings of this kind of mail.
            status: Only sendings with one of these states. Sent with an index for each:
                `status[0]=100&status[1]=105`.
            from_: Only sendings from this time on.
            to: Only sendings up to this time.
            take: How many sendings to return at most.
        """
        return self._call(_LIST, query={"type": type, "status": status, "from": from_, "to": to, "take": take})

    def create(self, dispatch: EmailDispatchCreate) -> None:
        """Send an e-mail campaign to a contact or to segments.

        What the API answers is not documented, so nothing is returned.

        Raises:
            BadRequestError: The API cannot make sense of what was sent: a property is missing or
                not valid, or the operation is not possible.
            NotFoundError: There is no such object, or not the one that it hangs on.
        """
        return self._call(_CREATE, body=dispatch)


class AsyncEmailDispatchesResource(AsyncResource):
    """Sendings of e-mail campaigns."""

    async def list(
        self,
        *,
        type: EmailDispatchType | None = None,
        status: Sequence[EmailDispatchStatus] | None = None,
        from_: datetime | None = None,
        to: datetime | None = None,
        take: int | None = None,
    ) -> builtins.list[EmailDispatch]:
        """List sendings of e-mail campaigns.

        Args:
            type: Only sendings of this kind of mail.
            status: Only sendings with one of these states. Sent with an index for each:
                `status[0]=100&status[1]=105`.
            from_: Only sendings from this time on.
            to: Only sendings up to this time.
            take: How many sendings to return at most.
        """
        return await self._call(_LIST, query={"type": type, "status": status, "from": from_, "to": to, "take": take})

    async def create(self, dispatch: EmailDispatchCreate) -> None:
        """Send an e-mail campaign to a contact or to segments.

        What the API answers is not documented, so nothing is returned.

        Raises:
            BadRequestError: The API cannot make sense of what was sent: a property is missing or
                not valid, or the operation is not possible.
            NotFoundError: There is no such object, or not the one that it hangs on.
        """
        return await self._call(_CREATE, body=dispatch)
