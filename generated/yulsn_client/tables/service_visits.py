"""The account's table Service Visits.

Service visits. What the workshop did to a bike, and when
"""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import ClassVar, Literal, TypeAlias, get_args

from msgspec import UNSET, UnsetType, field

from .._runtime.bulk import Progress
from .._runtime.calls import Call, OnNotFound, Page
from .._runtime.model import AwareDatetime, Model
from .._runtime.search import Condition, OrderedQueryField, QueryField
from .._runtime.table_resource import AsyncTableResource, TableResource

ServiceVisitsStatus: TypeAlias = Literal["booket", "i gang", "klar", "hentet"]
"""The allowed values of Service Visits, Status."""
SERVICE_VISITS_STATUS_VALUES: tuple[ServiceVisitsStatus, ...] = get_args(ServiceVisitsStatus)


class ServiceVisitsRow(Model, kw_only=True):
    """An entry of a dynamic table, including the table's own fields. A field that is not set is
    null.
    """

    _owner_: ClassVar[tuple[str, ...]] = ("tables", "Service Visits")

    _allowed_: ClassVar[Mapping[str, tuple[str | int, ...]]] = {"status": ("booket", "i gang", "klar", "hentet")}

    _account_: ClassVar[tuple[str, ...]] = ("bike_id", "hours", "mechanic", "status", "under_warranty", "from_", "to")

    id: int = field(name="Id")
    """Id of the entry. Later entries have higher ids."""
    secret: str = field(name="Secret")
    """Unguessable key of the entry: 8 ASCII letters and digits, unless another one was sent."""
    external_id: str | None = field(name="ExternalId", default=None)
    """The entry's key in an external system; unique in the table."""
    name: str | None = field(name="Name", default=None)
    """Name of the entry."""
    created: AwareDatetime = field(name="Created")
    """When the entry was created."""
    last_modified: AwareDatetime = field(name="LastModified")
    """When the entry was last changed."""
    bike_id: int | None = field(name="Bike Id", default=None)
    """Bike (Bike Id)."""
    hours: Decimal | None = field(name="Hours", default=None)
    """Hours."""
    mechanic: str | None = field(name="Mechanic", default=None)
    """Mechanic."""
    status: str | None = field(name="Status", default=None)
    """Status. Allowed: booket, i gang, klar, hentet."""
    under_warranty: bool | None = field(name="Under Warranty", default=None)
    """Under warranty (Under Warranty)."""
    from_: AwareDatetime | None = field(name="from", default=None)
    """From (from)."""
    to: AwareDatetime | None = field(name="to", default=None)
    """To (to)."""


class ServiceVisitsCreate(Model, kw_only=True):
    """An entry to create in a dynamic table. The table's own fields may be set as well. An
    attribute that you leave out is `UNSET` and not sent; None is sent as null, and '' as an
    empty string.
    """

    _owner_: ClassVar[tuple[str, ...]] = ("tables", "Service Visits")

    secret: str | UnsetType | None = field(name="Secret", default=UNSET)
    """Unguessable key of the entry; the API generates one if it is omitted."""
    external_id: str | UnsetType | None = field(name="ExternalId", default=UNSET)
    """The entry's key in an external system; the API responds with 409 if another entry has it."""
    name: str | UnsetType | None = field(name="Name", default=UNSET)
    """Name of the entry."""
    bike_id: int | UnsetType | None = field(name="Bike Id", default=UNSET)
    """Bike (Bike Id)."""
    hours: Decimal | int | UnsetType | None = field(name="Hours", default=UNSET)
    """Hours."""
    mechanic: str | UnsetType | None = field(name="Mechanic", default=UNSET)
    """Mechanic."""
    status: ServiceVisitsStatus | UnsetType | None = field(name="Status", default=UNSET)
    """Status. Allowed: booket, i gang, klar, hentet."""
    under_warranty: bool | UnsetType | None = field(name="Under Warranty", default=UNSET)
    """Under warranty (Under Warranty)."""
    from_: AwareDatetime | UnsetType | None = field(name="from", default=UNSET)
    """From (from)."""
    to: AwareDatetime | UnsetType | None = field(name="to", default=UNSET)
    """To (to)."""


class ServiceVisitsPatch(Model, kw_only=True):
    """Changes to one entry. Only the properties that are sent are changed. The API responds with
    400 if the table has none of them, and with 404 if the object is empty. We assume that
    `Secret`, `ExternalId` and `Name` can be changed. An attribute that you leave out is `UNSET`
    and not sent; None is sent as null, and '' as an empty string.
    """

    _owner_: ClassVar[tuple[str, ...]] = ("tables", "Service Visits")

    secret: str | UnsetType | None = field(name="Secret", default=UNSET)
    """Unguessable key of the entry."""
    external_id: str | UnsetType | None = field(name="ExternalId", default=UNSET)
    """The entry's key in an external system; the API responds with 409 if another entry has it."""
    name: str | UnsetType | None = field(name="Name", default=UNSET)
    """Name of the entry."""
    bike_id: int | UnsetType | None = field(name="Bike Id", default=UNSET)
    """Bike (Bike Id)."""
    hours: Decimal | int | UnsetType | None = field(name="Hours", default=UNSET)
    """Hours."""
    mechanic: str | UnsetType | None = field(name="Mechanic", default=UNSET)
    """Mechanic."""
    status: ServiceVisitsStatus | UnsetType | None = field(name="Status", default=UNSET)
    """Status. Allowed: booket, i gang, klar, hentet."""
    under_warranty: bool | UnsetType | None = field(name="Under Warranty", default=UNSET)
    """Under warranty (Under Warranty)."""
    from_: AwareDatetime | UnsetType | None = field(name="from", default=UNSET)
    """From (from)."""
    to: AwareDatetime | UnsetType | None = field(name="to", default=UNSET)
    """To (to)."""


class ServiceVisitsField:
    """The fields that the conditions of a search for `ServiceVisitsRow` can name."""

    id: ClassVar[OrderedQueryField[ServiceVisitsRow, int, int]] = OrderedQueryField("Id")
    """Id of the entry. Later entries have higher ids."""
    secret: ClassVar[QueryField[ServiceVisitsRow, str]] = QueryField("Secret")
    """Unguessable key of the entry: 8 ASCII letters and digits, unless another one was sent."""
    external_id: ClassVar[QueryField[ServiceVisitsRow, str]] = QueryField("ExternalId")
    """The entry's key in an external system; unique in the table."""
    name: ClassVar[QueryField[ServiceVisitsRow, str]] = QueryField("Name")
    """Name of the entry."""
    created: ClassVar[OrderedQueryField[ServiceVisitsRow, datetime, datetime]] = OrderedQueryField("Created")
    """When the entry was created."""
    last_modified: ClassVar[OrderedQueryField[ServiceVisitsRow, datetime, datetime]] = OrderedQueryField("LastModified")
    """When the entry was last changed."""
    bike_id: ClassVar[OrderedQueryField[ServiceVisitsRow, int, int]] = OrderedQueryField("Bike Id")
    """Bike (Bike Id)."""
    hours: ClassVar[OrderedQueryField[ServiceVisitsRow, Decimal | int, Decimal | int]] = OrderedQueryField("Hours")
    """Hours."""
    mechanic: ClassVar[QueryField[ServiceVisitsRow, str]] = QueryField("Mechanic")
    """Mechanic."""
    status: ClassVar[QueryField[ServiceVisitsRow, Literal["booket", "i gang", "klar", "hentet"]]] = QueryField("Status")
    """Status. Allowed: booket, i gang, klar, hentet."""
    under_warranty: ClassVar[QueryField[ServiceVisitsRow, bool]] = QueryField("Under Warranty")
    """Under warranty (Under Warranty)."""
    from_: ClassVar[OrderedQueryField[ServiceVisitsRow, datetime, datetime]] = OrderedQueryField("from")
    """From (from)."""
    to: ClassVar[OrderedQueryField[ServiceVisitsRow, datetime, datetime]] = OrderedQueryField("to")
    """To (to)."""


_LIST_IDS: Call[list[int]] = Call(
    "tables.service_visits.list_ids", "GET", "/api/v1/table/Service%20Visits", returns=list[int]
)
_FIND_BY_SECRET: Call[ServiceVisitsRow | None] = Call(
    "tables.service_visits.find_by_secret",
    "GET",
    "/api/v1/table/Service%20Visits",
    parameters={"secret": str},
    returns=ServiceVisitsRow,
    on_not_found=OnNotFound.NONE,
)
_FIND_BY_EXTERNAL_ID: Call[ServiceVisitsRow | None] = Call(
    "tables.service_visits.find_by_external_id",
    "GET",
    "/api/v1/table/Service%20Visits",
    parameters={"externalId": str},
    returns=ServiceVisitsRow,
    on_not_found=OnNotFound.NONE,
)
_LIST_AFTER: Call[list[ServiceVisitsRow]] = Call(
    "tables.service_visits.list_after",
    "GET",
    "/api/v1/table/Service%20Visits",
    parameters={"lastId": int, "take": int | None},
    returns=list[ServiceVisitsRow],
    page=Page(cursor="lastId", item="id", limit=1000, size="take"),
)
_CREATE: Call[ServiceVisitsRow] = Call(
    "tables.service_visits.create",
    "POST",
    "/api/v1/table/Service%20Visits",
    body=ServiceVisitsCreate,
    returns=ServiceVisitsRow,
)
_SEARCH: Call[list[ServiceVisitsRow]] = Call(
    "tables.service_visits.search",
    "SEARCH",
    "/api/v1/table/Service%20Visits",
    returns=list[ServiceVisitsRow],
    wrapper="Fields",
)
_GET: Call[ServiceVisitsRow] = Call(
    "tables.service_visits.get",
    "GET",
    "/api/v1/table/Service%20Visits/{id}",
    parameters={"id": int},
    returns=ServiceVisitsRow,
)
_DELETE: Call[ServiceVisitsRow] = Call(
    "tables.service_visits.delete",
    "DELETE",
    "/api/v1/table/Service%20Visits/{id}",
    parameters={"id": int},
    returns=ServiceVisitsRow,
)
_PATCH: Call[ServiceVisitsRow] = Call(
    "tables.service_visits.patch",
    "PATCH",
    "/api/v1/table/Service%20Visits/{id}",
    parameters={"id": int},
    body=ServiceVisitsPatch,
    returns=ServiceVisitsRow,
)
_CREATE_MANY: Call[None] = Call(
    "tables.service_visits.create_many", "POST", "/api/v1/table/Service%20Visits/Bulk", body=list[ServiceVisitsCreate]
)
_COUNT: Call[int] = Call(
    "tables.service_visits.count", "SEARCH", "/api/v1/table/Service%20Visits/Count", returns=int, wrapper="Fields"
)


class ServiceVisitsTable(TableResource):
    """The account's table Service Visits.

    Service visits. What the workshop did to a bike, and when
    """

    def list_ids(self) -> list[int]:
        """List the ids of all entries of a table.

        `GET /api/v1/table/{tableName}`

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_LIST_IDS)

    def find_by_secret(self, secret: str) -> ServiceVisitsRow | None:
        """Find an entry of a table by secret.

        `GET /api/v1/table/{tableName}?secret={secret}`

        Args:
            secret: Secret of the entry.

        Returns:
            The object, or None if it does not exist.
        """
        return self._call(_FIND_BY_SECRET, query={"secret": secret})

    def find_by_external_id(self, external_id: str) -> ServiceVisitsRow | None:
        """Find an entry of a table by its external id.

        `GET /api/v1/table/{tableName}?externalId={externalId}`

        Args:
            external_id: The entry's key in an external system.

        Returns:
            The object, or None if it does not exist.
        """
        return self._call(_FIND_BY_EXTERNAL_ID, query={"externalId": external_id})

    def list_after(self, last_id: int, *, take: int | None = None) -> list[ServiceVisitsRow]:
        """List the entries of a table after a given id.

        At most 1000 entries are returned.

        `GET /api/v1/table/{tableName}?lastId={lastId}&take={take}`

        Args:
            last_id: Only entries with an id greater than this; start with 0.
            take: Maximum number of entries to return: at most 1000, which is also the default.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_LIST_AFTER, query={"lastId": last_id, "take": take})

    def iterate(self, *, after: int = 0, page_size: int | None = None) -> Iterator[ServiceVisitsRow]:
        """Iterate over all items in the order of their ids, with one request per page.

        Args:
            after: Start after the item with this id. To resume, pass the last id you saw.
            page_size: Number of items per request, at most 1000.
        """
        return self._iterate(_LIST_AFTER, after=after, page_size=page_size)

    def pages(self, *, after: int = 0, page_size: int | None = None) -> Iterator[list[ServiceVisitsRow]]:
        """Iterate over all pages in the order of their ids, with one request per page.

        Args:
            after: Start after the item with this id. To resume, pass the last id you saw.
            page_size: Number of items per request, at most 1000.
        """
        return self._pages(_LIST_AFTER, after=after, page_size=page_size)

    def create(self, entity: ServiceVisitsCreate) -> ServiceVisitsRow:
        """Create an entry in a table.

        Responds with 409 if another entry has the external id, and with 423 if the table is written
        through a converter (documented).

        `POST /api/v1/table/{tableName}`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
            ConflictError: Another entry of the table has the external id.
            LockedError: The table can only be written through a converter.
        """
        return self._call(_CREATE, body=entity)

    def search(self, *conditions: Condition[ServiceVisitsRow]) -> list[ServiceVisitsRow]:
        """Find the entries of a table for which all conditions hold.

        There is no paging. We assume that all conditions must hold.

        This call is not in the public documentation of the API.

        `SEARCH /api/v1/table/{tableName}`

        Args:
            conditions: Comparisons of the fields of `ServiceVisitsField`.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._search(_SEARCH, body=conditions)

    def get(self, id: int) -> ServiceVisitsRow:
        """Get an entry of a table by its id.

        `GET /api/v1/table/{tableName}/{id}`

        Args:
            id: Id of the entry.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_GET, path={"id": id})

    def get_many(self, ids: Iterable[int], *, concurrency: int = 8) -> list[ServiceVisitsRow]:
        """Get many objects by id, in the order given, with several requests in flight.

        `GET /api/v1/table/{tableName}/{id}`, for each id.

        Args:
            ids: Ids of the objects; duplicates are allowed.
            concurrency: Maximum number of requests in flight.

        Raises:
            GetManyError: Some objects could not be fetched. It holds the errors and the other
                objects.
        """
        return self._get_many(_GET, path={"id": ids}, concurrency=concurrency)

    def delete(self, id: int) -> ServiceVisitsRow:
        """Delete an entry of a table and return it.

        Responds with 423 if the table is written through a converter (documented).

        `DELETE /api/v1/table/{tableName}/{id}`

        Args:
            id: Id of the entry.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
            LockedError: The table can only be written through a converter.
        """
        return self._call(_DELETE, path={"id": id})

    def patch(self, id: int, entity: ServiceVisitsPatch) -> ServiceVisitsRow:
        """Update some properties of an entry of a table.

        Responds with 400 if the table has none of the properties sent, with 404 if none is sent,
        with 409 if another entry has the external id, and with 423 if the table is written through
        a converter (documented).

        `PATCH /api/v1/table/{tableName}/{id}`

        Args:
            id: Id of the entry.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
            ConflictError: Another entry of the table has the external id.
            LockedError: The table can only be written through a converter.
        """
        return self._call(_PATCH, path={"id": id}, body=entity)

    def create_many(
        self,
        entities: Iterable[ServiceVisitsCreate],
        *,
        chunk_size: int = 500,
        concurrency: int = 1,
        on_progress: Progress | None = None,
    ) -> None:
        """Create many entries in a table.

        Responds with 409 if another entry has one of the external ids, and with 423 if the table is
        written through a converter (documented). A rejected request creates none of its entries.

        `POST /api/v1/table/{tableName}/Bulk`

        If there are no items, no request is sent.

        Args:
            chunk_size: Number of items per request.
            concurrency: Maximum number of requests in flight.
            on_progress: Called after each request with the number of items created, and the total
                if known.

        Raises:
            BulkError: Sending stopped early. Says which items were created, which were not, and for
                which the outcome is unknown. Its `error` is one of BadRequestError, NotFoundError,
                ConflictError, LockedError, or another.
        """
        return self._create_many(
            _CREATE_MANY, body=entities, chunk_size=chunk_size, concurrency=concurrency, on_progress=on_progress
        )

    def count(self, *conditions: Condition[ServiceVisitsRow]) -> int:
        """Count the entries of a table for which all conditions hold.

        We assume that all conditions must hold.

        This call is not in the public documentation of the API.

        `SEARCH /api/v1/table/{tableName}/Count`

        Args:
            conditions: Comparisons of the fields of `ServiceVisitsField`.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._search(_COUNT, body=conditions)

    def upsert(self, external_id: str, entity: ServiceVisitsCreate) -> tuple[ServiceVisitsRow, bool]:
        """Create an entry, or update the one with the external id.

        Safe to repeat and to run concurrently. Raises what `create` and `patch` raise.

        Returns:
            The entry, and whether it was created.
        """
        return self._upsert(_CREATE, find=_FIND_BY_EXTERNAL_ID, patch=_PATCH, body=entity, external_id=external_id)

    def upsert_many(
        self,
        entities: Iterable[ServiceVisitsCreate],
        *,
        chunk_size: int = 500,
        concurrency: int = 1,
        on_progress: Progress | None = None,
    ) -> int:
        """Create many entries, or update those whose external ids exist.

        A chunk whose entries are all new is sent as one request. The options and errors are those
        of `create_many`. To resume after a `BulkError`, pass its `items` and the rest of the input.

        Returns:
            How many entries were created; the others were updated.
        """
        return self._upsert_many(
            _CREATE_MANY,
            create=_CREATE,
            find=_FIND_BY_EXTERNAL_ID,
            patch=_PATCH,
            body=entities,
            chunk_size=chunk_size,
            concurrency=concurrency,
            on_progress=on_progress,
        )


class AsyncServiceVisitsTable(AsyncTableResource):
    """The account's table Service Visits.

    Service visits. What the workshop did to a bike, and when
    """

    async def list_ids(self) -> list[int]:
        """List the ids of all entries of a table.

        `GET /api/v1/table/{tableName}`

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_LIST_IDS)

    async def find_by_secret(self, secret: str) -> ServiceVisitsRow | None:
        """Find an entry of a table by secret.

        `GET /api/v1/table/{tableName}?secret={secret}`

        Args:
            secret: Secret of the entry.

        Returns:
            The object, or None if it does not exist.
        """
        return await self._call(_FIND_BY_SECRET, query={"secret": secret})

    async def find_by_external_id(self, external_id: str) -> ServiceVisitsRow | None:
        """Find an entry of a table by its external id.

        `GET /api/v1/table/{tableName}?externalId={externalId}`

        Args:
            external_id: The entry's key in an external system.

        Returns:
            The object, or None if it does not exist.
        """
        return await self._call(_FIND_BY_EXTERNAL_ID, query={"externalId": external_id})

    async def list_after(self, last_id: int, *, take: int | None = None) -> list[ServiceVisitsRow]:
        """List the entries of a table after a given id.

        At most 1000 entries are returned.

        `GET /api/v1/table/{tableName}?lastId={lastId}&take={take}`

        Args:
            last_id: Only entries with an id greater than this; start with 0.
            take: Maximum number of entries to return: at most 1000, which is also the default.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_LIST_AFTER, query={"lastId": last_id, "take": take})

    def iterate(self, *, after: int = 0, page_size: int | None = None) -> AsyncIterator[ServiceVisitsRow]:
        """Iterate over all items in the order of their ids, with one request per page.

        Args:
            after: Start after the item with this id. To resume, pass the last id you saw.
            page_size: Number of items per request, at most 1000.
        """
        return self._iterate(_LIST_AFTER, after=after, page_size=page_size)

    def pages(self, *, after: int = 0, page_size: int | None = None) -> AsyncIterator[list[ServiceVisitsRow]]:
        """Iterate over all pages in the order of their ids, with one request per page.

        Args:
            after: Start after the item with this id. To resume, pass the last id you saw.
            page_size: Number of items per request, at most 1000.
        """
        return self._pages(_LIST_AFTER, after=after, page_size=page_size)

    async def create(self, entity: ServiceVisitsCreate) -> ServiceVisitsRow:
        """Create an entry in a table.

        Responds with 409 if another entry has the external id, and with 423 if the table is written
        through a converter (documented).

        `POST /api/v1/table/{tableName}`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
            ConflictError: Another entry of the table has the external id.
            LockedError: The table can only be written through a converter.
        """
        return await self._call(_CREATE, body=entity)

    async def search(self, *conditions: Condition[ServiceVisitsRow]) -> list[ServiceVisitsRow]:
        """Find the entries of a table for which all conditions hold.

        There is no paging. We assume that all conditions must hold.

        This call is not in the public documentation of the API.

        `SEARCH /api/v1/table/{tableName}`

        Args:
            conditions: Comparisons of the fields of `ServiceVisitsField`.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._search(_SEARCH, body=conditions)

    async def get(self, id: int) -> ServiceVisitsRow:
        """Get an entry of a table by its id.

        `GET /api/v1/table/{tableName}/{id}`

        Args:
            id: Id of the entry.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_GET, path={"id": id})

    async def get_many(self, ids: Iterable[int], *, concurrency: int = 8) -> list[ServiceVisitsRow]:
        """Get many objects by id, in the order given, with several requests in flight.

        `GET /api/v1/table/{tableName}/{id}`, for each id.

        Args:
            ids: Ids of the objects; duplicates are allowed.
            concurrency: Maximum number of requests in flight.

        Raises:
            GetManyError: Some objects could not be fetched. It holds the errors and the other
                objects.
        """
        return await self._get_many(_GET, path={"id": ids}, concurrency=concurrency)

    async def delete(self, id: int) -> ServiceVisitsRow:
        """Delete an entry of a table and return it.

        Responds with 423 if the table is written through a converter (documented).

        `DELETE /api/v1/table/{tableName}/{id}`

        Args:
            id: Id of the entry.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
            LockedError: The table can only be written through a converter.
        """
        return await self._call(_DELETE, path={"id": id})

    async def patch(self, id: int, entity: ServiceVisitsPatch) -> ServiceVisitsRow:
        """Update some properties of an entry of a table.

        Responds with 400 if the table has none of the properties sent, with 404 if none is sent,
        with 409 if another entry has the external id, and with 423 if the table is written through
        a converter (documented).

        `PATCH /api/v1/table/{tableName}/{id}`

        Args:
            id: Id of the entry.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
            ConflictError: Another entry of the table has the external id.
            LockedError: The table can only be written through a converter.
        """
        return await self._call(_PATCH, path={"id": id}, body=entity)

    async def create_many(
        self,
        entities: Iterable[ServiceVisitsCreate] | AsyncIterable[ServiceVisitsCreate],
        *,
        chunk_size: int = 500,
        concurrency: int = 1,
        on_progress: Progress | None = None,
    ) -> None:
        """Create many entries in a table.

        Responds with 409 if another entry has one of the external ids, and with 423 if the table is
        written through a converter (documented). A rejected request creates none of its entries.

        `POST /api/v1/table/{tableName}/Bulk`

        If there are no items, no request is sent.

        Args:
            chunk_size: Number of items per request.
            concurrency: Maximum number of requests in flight.
            on_progress: Called after each request with the number of items created, and the total
                if known.

        Raises:
            BulkError: Sending stopped early. Says which items were created, which were not, and for
                which the outcome is unknown. Its `error` is one of BadRequestError, NotFoundError,
                ConflictError, LockedError, or another.
        """
        return await self._create_many(
            _CREATE_MANY, body=entities, chunk_size=chunk_size, concurrency=concurrency, on_progress=on_progress
        )

    async def count(self, *conditions: Condition[ServiceVisitsRow]) -> int:
        """Count the entries of a table for which all conditions hold.

        We assume that all conditions must hold.

        This call is not in the public documentation of the API.

        `SEARCH /api/v1/table/{tableName}/Count`

        Args:
            conditions: Comparisons of the fields of `ServiceVisitsField`.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._search(_COUNT, body=conditions)

    async def upsert(self, external_id: str, entity: ServiceVisitsCreate) -> tuple[ServiceVisitsRow, bool]:
        """Create an entry, or update the one with the external id.

        Safe to repeat and to run concurrently. Raises what `create` and `patch` raise.

        Returns:
            The entry, and whether it was created.
        """
        return await self._upsert(
            _CREATE, find=_FIND_BY_EXTERNAL_ID, patch=_PATCH, body=entity, external_id=external_id
        )

    async def upsert_many(
        self,
        entities: Iterable[ServiceVisitsCreate] | AsyncIterable[ServiceVisitsCreate],
        *,
        chunk_size: int = 500,
        concurrency: int = 1,
        on_progress: Progress | None = None,
    ) -> int:
        """Create many entries, or update those whose external ids exist.

        A chunk whose entries are all new is sent as one request. The options and errors are those
        of `create_many`. To resume after a `BulkError`, pass its `items` and the rest of the input.

        Returns:
            How many entries were created; the others were updated.
        """
        return await self._upsert_many(
            _CREATE_MANY,
            create=_CREATE,
            find=_FIND_BY_EXTERNAL_ID,
            patch=_PATCH,
            body=entities,
            chunk_size=chunk_size,
            concurrency=concurrency,
            on_progress=on_progress,
        )
