"""The calls of the API's EmailDispatchReceiver group, synchronous and asynchronous."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

from .._runtime.calls import Call, OnNotFound, Page
from .._runtime.resources import AsyncResource, Resource
from ..models.email_dispatch_receiver import EmailDispatchReceiver

_LIST_AFTER: Call[list[EmailDispatchReceiver]] = Call(
    "email_dispatch_receiver.list_after",
    "GET",
    "/api/v1/EmailDispatchReceiver",
    parameters={"lastId": int | str},
    returns=list[EmailDispatchReceiver],
    page=Page(cursor="lastId", item="id", limit=1000, start=""),
)
_FIND: Call[EmailDispatchReceiver | None] = Call(
    "email_dispatch_receiver.find",
    "GET",
    "/api/v1/EmailDispatchReceiver",
    parameters={"emailDispatchId": int, "contactId": int},
    returns=EmailDispatchReceiver,
    on_not_found=OnNotFound.NONE,
)


class EmailDispatchReceiverResource(Resource):
    """The receivers of e-mail dispatches."""

    def list_after(self, last_id: int | str) -> list[EmailDispatchReceiver]:
        """List the receivers after a given id.

        Returns about 1000 receivers, sometimes more. If there are at least 1000, more may follow
        (documented).

        `GET /api/v1/EmailDispatchReceiver?lastId={lastId}`

        Args:
            last_id: Only receivers created after the one with this id; start with an empty string.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_LIST_AFTER, query={"lastId": last_id})

    def iterate(self, *, after: int | str = "") -> Iterator[EmailDispatchReceiver]:
        """Iterate over all items in the order of their ids, with one request per page.

        Args:
            after: Start after the item with this id. To resume, pass the last id you saw.
        """
        return self._iterate(_LIST_AFTER, after=after)

    def pages(self, *, after: int | str = "") -> Iterator[list[EmailDispatchReceiver]]:
        """Iterate over all pages in the order of their ids, with one request per page.

        Args:
            after: Start after the item with this id. To resume, pass the last id you saw.
        """
        return self._pages(_LIST_AFTER, after=after)

    def find(self, email_dispatch_id: int, contact_id: int) -> EmailDispatchReceiver | None:
        """Find a contact's receiver entry in a dispatch.

        `GET /api/v1/EmailDispatchReceiver?emailDispatchId={emailDispatchId}&contactId={contactId}`

        Args:
            email_dispatch_id: Id of the dispatch.
            contact_id: Id of the contact.

        Returns:
            The object, or None if it does not exist.
        """
        return self._call(_FIND, query={"emailDispatchId": email_dispatch_id, "contactId": contact_id})


class AsyncEmailDispatchReceiverResource(AsyncResource):
    """The receivers of e-mail dispatches."""

    async def list_after(self, last_id: int | str) -> list[EmailDispatchReceiver]:
        """List the receivers after a given id.

        Returns about 1000 receivers, sometimes more. If there are at least 1000, more may follow
        (documented).

        `GET /api/v1/EmailDispatchReceiver?lastId={lastId}`

        Args:
            last_id: Only receivers created after the one with this id; start with an empty string.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_LIST_AFTER, query={"lastId": last_id})

    def iterate(self, *, after: int | str = "") -> AsyncIterator[EmailDispatchReceiver]:
        """Iterate over all items in the order of their ids, with one request per page.

        Args:
            after: Start after the item with this id. To resume, pass the last id you saw.
        """
        return self._iterate(_LIST_AFTER, after=after)

    def pages(self, *, after: int | str = "") -> AsyncIterator[list[EmailDispatchReceiver]]:
        """Iterate over all pages in the order of their ids, with one request per page.

        Args:
            after: Start after the item with this id. To resume, pass the last id you saw.
        """
        return self._pages(_LIST_AFTER, after=after)

    async def find(self, email_dispatch_id: int, contact_id: int) -> EmailDispatchReceiver | None:
        """Find a contact's receiver entry in a dispatch.

        `GET /api/v1/EmailDispatchReceiver?emailDispatchId={emailDispatchId}&contactId={contactId}`

        Args:
            email_dispatch_id: Id of the dispatch.
            contact_id: Id of the contact.

        Returns:
            The object, or None if it does not exist.
        """
        return await self._call(_FIND, query={"emailDispatchId": email_dispatch_id, "contactId": contact_id})
