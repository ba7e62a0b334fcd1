"""The calls of the API's Actions group, synchronous and asynchronous."""

from __future__ import annotations

import builtins

from .._runtime.calls import Call
from .._runtime.resources import AsyncResource, Resource
from ..models.actions import Action

_LIST: Call[list[Action]] = Call("actions.list", "GET", "/api/v1/Actions", returns=list[Action])
_TRIGGER_FOR_CONTACT: Call[None] = Call(
    "actions.trigger_for_contact", "POST", "/api/v1/Actions/{id}", parameters={"id": int, "contactId": int}
)
_TRIGGER_FOR_SEGMENT: Call[None] = Call(
    "actions.trigger_for_segment", "POST", "/api/v1/Actions/{id}", parameters={"id": int, "segmentId": int}
)


class ActionsResource(Resource):
    """Automated actions of the account, and triggering them for contacts."""

    def list(self) -> builtins.list[Action]:
        """List all actions of the account.

        `GET /api/v1/Actions`
        """
        return self._call(_LIST)

    def trigger_for_contact(self, id: int, contact_id: int) -> None:
        """Trigger an action for one contact.

        The action must be enabled and allow manual triggering (documented).

        `POST /api/v1/Actions/{id}?contactId={contactId}`

        Args:
            id: Id of the action.
            contact_id: Id of the contact to trigger the action for.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_TRIGGER_FOR_CONTACT, path={"id": id}, query={"contactId": contact_id})

    def trigger_for_segment(self, id: int, segment_id: int) -> None:
        """Trigger an action for every contact in a segment.

        The action must be enabled and allow manual triggering (documented).

        `POST /api/v1/Actions/{id}?segmentId={segmentId}`

        Args:
            id: Id of the action.
            segment_id: Id of the segment whose contacts the action is triggered for.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_TRIGGER_FOR_SEGMENT, path={"id": id}, query={"segmentId": segment_id})


class AsyncActionsResource(AsyncResource):
    """Automated actions of the account, and triggering them for contacts."""

    async def list(self) -> builtins.list[Action]:
        """List all actions of the account.

        `GET /api/v1/Actions`
        """
        return await self._call(_LIST)

    async def trigger_for_contact(self, id: int, contact_id: int) -> None:
        """Trigger an action for one contact.

        The action must be enabled and allow manual triggering (documented).

        `POST /api/v1/Actions/{id}?contactId={contactId}`

        Args:
            id: Id of the action.
            contact_id: Id of the contact to trigger the action for.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_TRIGGER_FOR_CONTACT, path={"id": id}, query={"contactId": contact_id})

    async def trigger_for_segment(self, id: int, segment_id: int) -> None:
        """Trigger an action for every contact in a segment.

        The action must be enabled and allow manual triggering (documented).

        `POST /api/v1/Actions/{id}?segmentId={segmentId}`

        Args:
            id: Id of the action.
            segment_id: Id of the segment whose contacts the action is triggered for.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_TRIGGER_FOR_SEGMENT, path={"id": id}, query={"segmentId": segment_id})
