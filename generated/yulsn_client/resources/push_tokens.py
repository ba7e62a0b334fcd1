"""The calls of the API's PushTokens group, synchronous and asynchronous."""

from __future__ import annotations

from .._runtime.calls import Call
from .._runtime.resources import AsyncResource, Resource
from ..models.push_tokens import PushToken, PushTokenCreate, PushTokenCreated, PushTokenDelete

_LIST_BY_CONTACT: Call[list[PushToken]] = Call(
    "push_tokens.list_by_contact",
    "GET",
    "/api/v2/{accountId}/PushTokens/Contact/{contactId}",
    parameters={"contactId": int},
    returns=list[PushToken],
)
_CREATE: Call[PushTokenCreated] = Call(
    "push_tokens.create", "POST", "/api/v2/{accountId}/PushTokens", body=PushTokenCreate, returns=PushTokenCreated
)
_DELETE: Call[None] = Call("push_tokens.delete", "DELETE", "/api/v2/{accountId}/PushTokens", body=PushTokenDelete)


class PushTokensResource(Resource):
    """The tokens that push messages are sent to."""

    def list_by_contact(self, contact_id: int) -> list[PushToken]:
        """List the push tokens of a contact.

        This call is not in the public documentation of the API.

        `GET /api/v2/{accountId}/PushTokens/Contact/{contactId}`

        Args:
            contact_id: Id of the contact.
        """
        return self._call(_LIST_BY_CONTACT, path={"contactId": contact_id})

    def create(self, token: PushTokenCreate) -> PushTokenCreated:
        """Register a push token of a contact.

        This call is not in the public documentation of the API.

        `POST /api/v2/{accountId}/PushTokens`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value.
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_CREATE, body=token)

    def delete(self, token: PushTokenDelete) -> None:
        """Delete a push token of a contact.

        This call is not in the public documentation of the API.

        `DELETE /api/v2/{accountId}/PushTokens`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value.
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_DELETE, body=token)


class AsyncPushTokensResource(AsyncResource):
    """The tokens that push messages are sent to."""

    async def list_by_contact(self, contact_id: int) -> list[PushToken]:
        """List the push tokens of a contact.

        This call is not in the public documentation of the API.

        `GET /api/v2/{accountId}/PushTokens/Contact/{contactId}`

        Args:
            contact_id: Id of the contact.
        """
        return await self._call(_LIST_BY_CONTACT, path={"contactId": contact_id})

    async def create(self, token: PushTokenCreate) -> PushTokenCreated:
        """Register a push token of a contact.

        This call is not in the public documentation of the API.

        `POST /api/v2/{accountId}/PushTokens`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value.
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_CREATE, body=token)

    async def delete(self, token: PushTokenDelete) -> None:
        """Delete a push token of a contact.

        This call is not in the public documentation of the API.

        `DELETE /api/v2/{accountId}/PushTokens`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value.
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_DELETE, body=token)
