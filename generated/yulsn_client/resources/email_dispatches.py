"""The calls of the API's EmailDispatches group, synchronous and asynchronous."""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from datetime import datetime

from .._runtime.calls import Call
from .._runtime.resources import AsyncResource, Resource
from ..models.email_dispatches import EmailDispatch, EmailDispatchCreate, EmailDispatchStatus, EmailDispatchType

_LIST: Call[list[EmailDispatch]] = Call(
    "email_dispatches.list",
    "GET",
    "/api/v1/EmailDispatches",
    parameters={
        "type": EmailDispatchType | None,
        "status": Sequence[EmailDispatchStatus] | None,
        "from": datetime | None,
        "to": datetime | None,
        "take": int | None,
    },
    returns=list[EmailDispatch],
)
_CREATE: Call[EmailDispatch] = Call(
    "email_dispatches.create", "POST", "/api/v1/EmailDispatches", body=EmailDispatchCreate, returns=EmailDispatch
)


class EmailDispatchesResource(Resource):
    """Dispatches of e-mail campaigns."""

    def list(
        self,
        *,
        type: EmailDispatchType | None = None,
        status: Sequence[EmailDispatchStatus] | None = None,
        from_: datetime | None = None,
        to: datetime | None = None,
        take: int | None = None,
    ) -> builtins.list[EmailDispatch]:
        """List e-mail dispatches.

        `GET
        /api/v1/EmailDispatches?type={type}&status[0]={status[0]}&status[1]={status[1]}&from={from}&to={to}&take={take}`

        Args:
            type: Only dispatches of this e-mail type.
            status: Only dispatches with one of these statuses. Sent with indices:
                `status[0]=100&status[1]=105`.
            from_: Only dispatches at or after this time.
            to: Only dispatches up to this time.
            take: Maximum number of dispatches to return.
        """
        return self._call(_LIST, query={"type": type, "status": status, "from": from_, "to": to, "take": take})

    def create(self, dispatch: EmailDispatchCreate) -> EmailDispatch:
        """Send an e-mail campaign to a contact or to segments.

        `POST /api/v1/EmailDispatches`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_CREATE, body=dispatch)


class AsyncEmailDispatchesResource(AsyncResource):
    """Dispatches of e-mail campaigns."""

    async def list(
        self,
        *,
        type: EmailDispatchType | None = None,
        status: Sequence[EmailDispatchStatus] | None = None,
        from_: datetime | None = None,
        to: datetime | None = None,
        take: int | None = None,
    ) -> builtins.list[EmailDispatch]:
        """List e-mail dispatches.

        `GET
        /api/v1/EmailDispatches?type={type}&status[0]={status[0]}&status[1]={status[1]}&from={from}&to={to}&take={take}`

        Args:
            type: Only dispatches of this e-mail type.
            status: Only dispatches with one of these statuses. Sent with indices:
                `status[0]=100&status[1]=105`.
            from_: Only dispatches at or after this time.
            to: Only dispatches up to this time.
            take: Maximum number of dispatches to return.
        """
        return await self._call(_LIST, query={"type": type, "status": status, "from": from_, "to": to, "take": take})

    async def create(self, dispatch: EmailDispatchCreate) -> EmailDispatch:
        """Send an e-mail campaign to a contact or to segments.

        `POST /api/v1/EmailDispatches`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_CREATE, body=dispatch)
