"""The calls of the API's ContactEvents group, synchronous and asynchronous."""

from __future__ import annotations

import builtins
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator
from datetime import datetime

from .._runtime.bulk import Progress
from .._runtime.calls import Call, Page
from .._runtime.resources import AsyncResource, Resource
from ..models.contact_events import ContactEvent, ContactEventCreate

_LIST_AFTER: Call[list[ContactEvent]] = Call(
    "contact_events.list_after",
    "GET",
    "/api/v1/ContactEvents",
    parameters={"lastId": int, "type": str | None},
    returns=list[ContactEvent],
    page=Page(cursor="lastId", item="id", limit=1000),
)
_LIST: Call[list[ContactEvent]] = Call(
    "contact_events.list",
    "GET",
    "/api/v1/ContactEvents",
    parameters={
        "type": str,
        "subtype": str | None,
        "from": datetime | None,
        "to": datetime | None,
        "contactId": int | None,
    },
    returns=list[ContactEvent],
)
_CREATE: Call[None] = Call(
    "contact_events.create",
    "POST",
    "/api/v1/ContactEvents",
    parameters={"ignoreUnknownContacts": bool | None},
    body=list[ContactEventCreate],
)


class ContactEventsResource(Resource):
    """Events that happened to contacts."""

    def list_after(self, last_id: int, *, type: str | None = None) -> builtins.list[ContactEvent]:
        """List the events after a given id.

        At most 1000 events are returned (documented).

        `GET /api/v1/ContactEvents?type={type}&lastId={lastId}`

        Args:
            last_id: Only events with an id greater than this; start with 0.
            type: Only events of this type.
        """
        return self._call(_LIST_AFTER, query={"lastId": last_id, "type": type})

    def iterate(self, *, type: str | None = None, after: int = 0) -> Iterator[ContactEvent]:
        """Iterate over all items in the order of their ids, with one request per page.

        Args:
            type: Only events of this type.
            after: Start after the item with this id. To resume, pass the last id you saw.
        """
        return self._iterate(_LIST_AFTER, query={"type": type}, after=after)

    def pages(self, *, type: str | None = None, after: int = 0) -> Iterator[builtins.list[ContactEvent]]:
        """Iterate over all pages in the order of their ids, with one request per page.

        Args:
            type: Only events of this type.
            after: Start after the item with this id. To resume, pass the last id you saw.
        """
        return self._pages(_LIST_AFTER, query={"type": type}, after=after)

    def list(
        self,
        type: str,
        *,
        subtype: str | None = None,
        from_: datetime | None = None,
        to: datetime | None = None,
        contact_id: int | None = None,
    ) -> builtins.list[ContactEvent]:
        """List the events of one type.

        `GET
        /api/v1/ContactEvents?type={type}&subtype={subtype}&from={from}&to={to}&contactId={contactId}`

        Args:
            type: Only events of this type.
            subtype: Only events of this subtype.
            from_: Only events at or after this time. The API ignores a time that it cannot read.
            to: Only events up to this time. The API ignores a time that it cannot read.
            contact_id: Only events for this contact.
        """
        return self._call(
            _LIST, query={"type": type, "subtype": subtype, "from": from_, "to": to, "contactId": contact_id}
        )

    def create(
        self,
        events: Iterable[ContactEventCreate],
        *,
        ignore_unknown_contacts: bool | None = None,
        chunk_size: int = 500,
        concurrency: int = 1,
        on_progress: Progress | None = None,
    ) -> None:
        """Create contact events.

        Responds with 404 if a contact does not exist (documented). An event whose `UniqueExtId`
        exists already is skipped (observed). The response is not documented otherwise, so nothing
        is returned.

        `POST /api/v1/ContactEvents?ignoreUnknownContacts={ignoreUnknownContacts}`

        If there are no items, no request is sent.

        Args:
            ignore_unknown_contacts: Whether to skip events of contacts that do not exist; otherwise
                the call fails with 404.
            chunk_size: Number of items per request.
            concurrency: Maximum number of requests in flight.
            on_progress: Called after each request with the number of items created, and the total
                if known.

        Raises:
            BulkError: Sending stopped early. Says which items were created, which were not, and for
                which the outcome is unknown. Its `error` is one of BadRequestError, NotFoundError,
                or another.
        """
        return self._create_many(
            _CREATE,
            query={"ignoreUnknownContacts": ignore_unknown_contacts},
            body=events,
            chunk_size=chunk_size,
            concurrency=concurrency,
            on_progress=on_progress,
        )


class AsyncContactEventsResource(AsyncResource):
    """Events that happened to contacts."""

    async def list_after(self, last_id: int, *, type: str | None = None) -> builtins.list[ContactEvent]:
        """List the events after a given id.

        At most 1000 events are returned (documented).

        `GET /api/v1/ContactEvents?type={type}&lastId={lastId}`

        Args:
            last_id: Only events with an id greater than this; start with 0.
            type: Only events of this type.
        """
        return await self._call(_LIST_AFTER, query={"lastId": last_id, "type": type})

    def iterate(self, *, type: str | None = None, after: int = 0) -> AsyncIterator[ContactEvent]:
        """Iterate over all items in the order of their ids, with one request per page.

        Args:
            type: Only events of this type.
            after: Start after the item with this id. To resume, pass the last id you saw.
        """
        return self._iterate(_LIST_AFTER, query={"type": type}, after=after)

    def pages(self, *, type: str | None = None, after: int = 0) -> AsyncIterator[builtins.list[ContactEvent]]:
        """Iterate over all pages in the order of their ids, with one request per page.

        Args:
            type: Only events of this type.
            after: Start after the item with this id. To resume, pass the last id you saw.
        """
        return self._pages(_LIST_AFTER, query={"type": type}, after=after)

    async def list(
        self,
        type: str,
        *,
        subtype: str | None = None,
        from_: datetime | None = None,
        to: datetime | None = None,
        contact_id: int | None = None,
    ) -> builtins.list[ContactEvent]:
        """List the events of one type.

        `GET
        /api/v1/ContactEvents?type={type}&subtype={subtype}&from={from}&to={to}&contactId={contactId}`

        Args:
            type: Only events of this type.
            subtype: Only events of this subtype.
            from_: Only events at or after this time. The API ignores a time that it cannot read.
            to: Only events up to this time. The API ignores a time that it cannot read.
            contact_id: Only events for this contact.
        """
        return await self._call(
            _LIST, query={"type": type, "subtype": subtype, "from": from_, "to": to, "contactId": contact_id}
        )

    async def create(
        self,
        events: Iterable[ContactEventCreate] | AsyncIterable[ContactEventCreate],
        *,
        ignore_unknown_contacts: bool | None = None,
        chunk_size: int = 500,
        concurrency: int = 1,
        on_progress: Progress | None = None,
    ) -> None:
        """Create contact events.

        Responds with 404 if a contact does not exist (documented). An event whose `UniqueExtId`
        exists already is skipped (observed). The response is not documented otherwise, so nothing
        is returned.

        `POST /api/v1/ContactEvents?ignoreUnknownContacts={ignoreUnknownContacts}`

        If there are no items, no request is sent.

        Args:
            ignore_unknown_contacts: Whether to skip events of contacts that do not exist; otherwise
                the call fails with 404.
            chunk_size: Number of items per request.
            concurrency: Maximum number of requests in flight.
            on_progress: Called after each request with the number of items created, and the total
                if known.

        Raises:
            BulkError: Sending stopped early. Says which items were created, which were not, and for
                which the outcome is unknown. Its `error` is one of BadRequestError, NotFoundError,
                or another.
        """
        return await self._create_many(
            _CREATE,
            query={"ignoreUnknownContacts": ignore_unknown_contacts},
            body=events,
            chunk_size=chunk_size,
            concurrency=concurrency,
            on_progress=on_progress,
        )
