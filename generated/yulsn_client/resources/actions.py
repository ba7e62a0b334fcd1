"""The calls of the group Actions, sync and async."""

from __future__ import annotations

import builtins

from .._runtime.calls import Call
from .._runtime.resources import AsyncResource, Resource
from ..models.actions import Action

_LIST: Call[list[Action]] = Call("actions.list", "GET", "/api/v1/Actions", returns=list[Action])
_TRIGGER_FOR_CONTACT: Call[None] = Call("actions.trigger_for_contact", "POST", "/api/v1/Actions/{id}")
_TRIGGER_FOR_SEGMENT: Call[None] = Call("actions.trigger_for_segment", "POST", "/api/v1/Actions/{id}")


class ActionsResource(Resource):
    """Automated actions that the account has set up, and starting them for contacts by hand."""

    def list(self) -> builtins.list[Action]:
        """List all actions of the account."""
        return self._call(_LIST)

    def trigger_for_contact(self, id: int, contact_id: int) -> None:
        """Trigger an action for one contact.

        The action must be enabled and allow to be triggered by hand (documentation).

        Args:
            id: Number of the action.
            contact_id: Id of the contact to trigger the action for.

        Raises:
            BadRequestError: The API cannot make sense of what was sent: a property is missing or
                not valid, or the operation is not possible.
            NotFoundError: There is no such object, or not the one that it hangs on.
        """
        return self._call(_TRIGGER_FOR_CONTACT, path={"id": id}, query={"contactId": contact_id})

    def trigger_for_segment(self, id: int, segment_id: int) -> None:
        """Trigger an action for every contact of a segment.

        The action must be enabled and allow to be triggered by hand (documentation).

        Args:
            id: Number of the action.
            segment_id: Id of the segment whose contacts the action is triggered for.

        Raises:
            BadRequestError: The API cannot make sense of what was sent: a property is missing or
                not valid, or the operation is not possible.
            NotFoundError: There is no such object, or not the one that it hangs on.
        """
        return self._call(_TRIGGER_FOR_SEGMENT, path={"id": id}, query={"segmentId": segment_id})


class AsyncActionsResource(AsyncResource):
    """Automated actions that the account has set up, and starting them for contacts by hand."""

    async def list(self) -> builtins.list[Action]:
        """List all actions of the account."""
        return await self._call(_LIST)

    async def trigger_for_contact(self, id: int, contact_id: int) -> None:
        """Trigger an action for one contact.

        The action must be enabled and allow to be triggered by hand (documentation).

        Args:
            id: Number of the action.
            contact_id: Id of the contact to trigger the action for.

        Raises:
            BadRequestError: The API cannot make sense of what was sent: a property is missing or
                not valid, or the operation is not possible.
            NotFoundError: There is no such object, or not the one that it hangs on.
        """
        return await self._call(_TRIGGER_FOR_CONTACT, path={"id": id}, query={"contactId": contact_id})

    async def trigger_for_segment(self, id: int, segment_id: int) -> None:
        """Trigger an action for every contact of a segment.

        The action must be enabled and allow to be triggered by hand (documentation).

        Args:
            id: Number of the action.
            segment_id: Id of the segment whose contacts the action is triggered for.

        Raises:
            BadRequestError: The API cannot make sense of what was sent: a property is missing or
                not valid, or the operation is not possible.
            NotFoundError: There is no such object, or not the one that it hangs on.
        """
        return await self._call(_TRIGGER_FOR_SEGMENT, path={"id": id}, query={"segmentId": segment_id})
