"""The calls of the API's Segments group, synchronous and asynchronous."""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Sequence

from .._runtime.calls import Call
from .._runtime.resources import AsyncResource, Resource
from ..models.contacts import ContactBaseInfo
from ..models.segments import (
    Segment,
    SegmentContactCount,
    SegmentContactIdsCreate,
    SegmentContactStatus,
    SegmentCreated,
    SegmentFromTemplateCreate,
)

_LIST: Call[list[Segment]] = Call(
    "segments.list", "GET", "/api/v1/Segments", parameters={"folderId": int | None}, returns=list[Segment]
)
_GET: Call[Segment] = Call("segments.get", "GET", "/api/v1/Segments/{id}", parameters={"id": int}, returns=Segment)
_COUNT_CONTACTS: Call[int] = Call(
    "segments.count_contacts", "GET", "/api/v1/Segments/GetContactCount", parameters={"s": Sequence[int]}, returns=int
)
_COUNT_CONTACTS_OF_MANY: Call[int] = Call(
    "segments.count_contacts_of_many", "POST", "/api/v1/Segments/GetContactCount", body=SegmentContactCount, returns=int
)
_LIST_CONTACT_IDS: Call[list[int]] = Call(
    "segments.list_contact_ids", "GET", "/api/v1/Segments/{id}/GetContactIds", parameters={"id": int}, returns=list[int]
)
_LIST_CONTACTS_BASE_INFO: Call[list[ContactBaseInfo]] = Call(
    "segments.list_contacts_base_info",
    "GET",
    "/api/v1/Segments/{id}/GetContactsBaseInfo",
    parameters={"id": int},
    returns=list[ContactBaseInfo],
)
_CREATE_FROM_CONTACT_IDS: Call[SegmentCreated] = Call(
    "segments.create_from_contact_ids",
    "POST",
    "/api/v1/Segments/ContactIds",
    body=SegmentContactIdsCreate,
    returns=SegmentCreated,
)
_CREATE_FROM_TEMPLATE: Call[Segment] = Call(
    "segments.create_from_template",
    "POST",
    "/api/v1/Segments/Template",
    body=SegmentFromTemplateCreate,
    returns=Segment,
)
_CONTACT_STATUS: Call[list[SegmentContactStatus]] = Call(
    "segments.contact_status",
    "GET",
    "/api/v2/{accountId}/Segments/GetContactStatus/{contactId}/{segmentIds}",
    parameters={"contactId": int, "segmentIds": Sequence[int], "timeoutSec": int | None},
    returns=list[SegmentContactStatus],
)


class SegmentsResource(Resource):
    """Named selections of contacts."""

    def list(self, *, folder_id: int | None = None) -> builtins.list[Segment]:
        """List the segments in a folder.

        `GET /api/v1/Segments?folderId={folderId}`

        Args:
            folder_id: Only segments in this folder.
        """
        return self._call(_LIST, query={"folderId": folder_id})

    def get(self, id: int) -> Segment:
        """Get a segment by its id.

        `GET /api/v1/Segments/{id}`

        Args:
            id: Id of the segment.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_GET, path={"id": id})

    def get_many(self, ids: Iterable[int], *, concurrency: int = 8) -> builtins.list[Segment]:
        """Get many objects by id, in the order given, with several requests in flight.

        `GET /api/v1/Segments/{id}`, for each id.

        Args:
            ids: Ids of the objects; duplicates are allowed.
            concurrency: Maximum number of requests in flight.

        Raises:
            GetManyError: Some objects could not be fetched. It holds the errors and the other
                objects.
        """
        return self._get_many(_GET, path={"id": ids}, concurrency=concurrency)

    def count_contacts(self, segment_ids: Sequence[int]) -> int:
        """Count the contacts in segments.

        The ids are sent in the URL, whose length is limited. For many segments, use the call that
        sends a body.

        `GET /api/v1/Segments/GetContactCount?s[0]={s[0]}&s[1]={s[1]}`

        Args:
            segment_ids: Ids of the segments. Sent with indices: `s[0]=40&s[1]=41`.
        """
        return self._call(_COUNT_CONTACTS, query={"s": segment_ids})

    def count_contacts_of_many(self, segments: SegmentContactCount) -> int:
        """Count the contacts in any number of segments.

        `POST /api/v1/Segments/GetContactCount`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
        """
        return self._call(_COUNT_CONTACTS_OF_MANY, body=segments)

    def list_contact_ids(self, id: int) -> builtins.list[int]:
        """List the ids of the contacts in a segment.

        `GET /api/v1/Segments/{id}/GetContactIds`

        Args:
            id: Id of the segment.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_LIST_CONTACT_IDS, path={"id": id})

    def list_contacts_base_info(self, id: int) -> builtins.list[ContactBaseInfo]:
        """List the basic information of the contacts in a segment.

        The documentation mentions e-mail addresses; that they come with the rest of the basic
        information is an assumption from the call's name.

        `GET /api/v1/Segments/{id}/GetContactsBaseInfo`

        Args:
            id: Id of the segment.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_LIST_CONTACTS_BASE_INFO, path={"id": id})

    def create_from_contact_ids(self, segment: SegmentContactIdsCreate) -> SegmentCreated:
        """Create a segment from the given contacts.

        `POST /api/v1/Segments/ContactIds`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
        """
        return self._call(_CREATE_FROM_CONTACT_IDS, body=segment)

    def create_from_template(self, segment: SegmentFromTemplateCreate) -> Segment:
        """Create a segment from a segment template.

        This call is not in the public documentation of the API.

        `POST /api/v1/Segments/Template`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_CREATE_FROM_TEMPLATE, body=segment)

    def contact_status(
        self, contact_id: int, segment_ids: Sequence[int], *, timeout_seconds: int | None = None
    ) -> builtins.list[SegmentContactStatus]:
        """Tell which of the given segments contain a contact.

        This call is not in the public documentation of the API.

        `GET
        /api/v2/{accountId}/Segments/GetContactStatus/{contactId}/{segmentIds}?timeoutSec={timeoutSec}`

        Args:
            contact_id: Id of the contact.
            segment_ids: Ids of the segments.
            timeout_seconds: Seconds after which the API gives up, at most 30.
        """
        return self._call(
            _CONTACT_STATUS,
            path={"contactId": contact_id, "segmentIds": segment_ids},
            query={"timeoutSec": timeout_seconds},
        )


class AsyncSegmentsResource(AsyncResource):
    """Named selections of contacts."""

    async def list(self, *, folder_id: int | None = None) -> builtins.list[Segment]:
        """List the segments in a folder.

        `GET /api/v1/Segments?folderId={folderId}`

        Args:
            folder_id: Only segments in this folder.
        """
        return await self._call(_LIST, query={"folderId": folder_id})

    async def get(self, id: int) -> Segment:
        """Get a segment by its id.

        `GET /api/v1/Segments/{id}`

        Args:
            id: Id of the segment.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_GET, path={"id": id})

    async def get_many(self, ids: Iterable[int], *, concurrency: int = 8) -> builtins.list[Segment]:
        """Get many objects by id, in the order given, with several requests in flight.

        `GET /api/v1/Segments/{id}`, for each id.

        Args:
            ids: Ids of the objects; duplicates are allowed.
            concurrency: Maximum number of requests in flight.

        Raises:
            GetManyError: Some objects could not be fetched. It holds the errors and the other
                objects.
        """
        return await self._get_many(_GET, path={"id": ids}, concurrency=concurrency)

    async def count_contacts(self, segment_ids: Sequence[int]) -> int:
        """Count the contacts in segments.

        The ids are sent in the URL, whose length is limited. For many segments, use the call that
        sends a body.

        `GET /api/v1/Segments/GetContactCount?s[0]={s[0]}&s[1]={s[1]}`

        Args:
            segment_ids: Ids of the segments. Sent with indices: `s[0]=40&s[1]=41`.
        """
        return await self._call(_COUNT_CONTACTS, query={"s": segment_ids})

    async def count_contacts_of_many(self, segments: SegmentContactCount) -> int:
        """Count the contacts in any number of segments.

        `POST /api/v1/Segments/GetContactCount`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
        """
        return await self._call(_COUNT_CONTACTS_OF_MANY, body=segments)

    async def list_contact_ids(self, id: int) -> builtins.list[int]:
        """List the ids of the contacts in a segment.

        `GET /api/v1/Segments/{id}/GetContactIds`

        Args:
            id: Id of the segment.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_LIST_CONTACT_IDS, path={"id": id})

    async def list_contacts_base_info(self, id: int) -> builtins.list[ContactBaseInfo]:
        """List the basic information of the contacts in a segment.

        The documentation mentions e-mail addresses; that they come with the rest of the basic
        information is an assumption from the call's name.

        `GET /api/v1/Segments/{id}/GetContactsBaseInfo`

        Args:
            id: Id of the segment.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_LIST_CONTACTS_BASE_INFO, path={"id": id})

    async def create_from_contact_ids(self, segment: SegmentContactIdsCreate) -> SegmentCreated:
        """Create a segment from the given contacts.

        `POST /api/v1/Segments/ContactIds`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
        """
        return await self._call(_CREATE_FROM_CONTACT_IDS, body=segment)

    async def create_from_template(self, segment: SegmentFromTemplateCreate) -> Segment:
        """Create a segment from a segment template.

        This call is not in the public documentation of the API.

        `POST /api/v1/Segments/Template`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_CREATE_FROM_TEMPLATE, body=segment)

    async def contact_status(
        self, contact_id: int, segment_ids: Sequence[int], *, timeout_seconds: int | None = None
    ) -> builtins.list[SegmentContactStatus]:
        """Tell which of the given segments contain a contact.

        This call is not in the public documentation of the API.

        `GET
        /api/v2/{accountId}/Segments/GetContactStatus/{contactId}/{segmentIds}?timeoutSec={timeoutSec}`

        Args:
            contact_id: Id of the contact.
            segment_ids: Ids of the segments.
            timeout_seconds: Seconds after which the API gives up, at most 30.
        """
        return await self._call(
            _CONTACT_STATUS,
            path={"contactId": contact_id, "segmentIds": segment_ids},
            query={"timeoutSec": timeout_seconds},
        )
