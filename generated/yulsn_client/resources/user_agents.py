"""The calls of the API's UserAgents group, synchronous and asynchronous."""

from __future__ import annotations

from collections.abc import Sequence

from .._runtime.calls import Call
from .._runtime.resources import AsyncResource, Resource
from ..models.user_agents import UserAgent

_LIST_BY_IDS: Call[list[UserAgent]] = Call(
    "user_agents.list_by_ids", "POST", "/api/v2/{accountId}/UserAgents", body=Sequence[int], returns=list[UserAgent]
)


class UserAgentsResource(Resource):
    """The browsers and mail programs of contacts."""

    def list_by_ids(self, user_agent_ids: Sequence[int]) -> list[UserAgent]:
        """List the user agents with given ids.

        This call is not in the public documentation of the API.

        `POST /api/v2/{accountId}/UserAgents`

        Args:
            user_agent_ids: Ids of the user agents.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value.
        """
        return self._call(_LIST_BY_IDS, body=user_agent_ids)


class AsyncUserAgentsResource(AsyncResource):
    """The browsers and mail programs of contacts."""

    async def list_by_ids(self, user_agent_ids: Sequence[int]) -> list[UserAgent]:
        """List the user agents with given ids.

        This call is not in the public documentation of the API.

        `POST /api/v2/{accountId}/UserAgents`

        Args:
            user_agent_ids: Ids of the user agents.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value.
        """
        return await self._call(_LIST_BY_IDS, body=user_agent_ids)
