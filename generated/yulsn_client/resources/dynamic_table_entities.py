"""The calls of the API's DynamicTableEntities group, synchronous and asynchronous."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator

from .._runtime.bulk import Progress
from .._runtime.calls import Call, OnNotFound, Page
from .._runtime.resources import AsyncResource, Resource
from ..models.dynamic_table_entities import TableEntity, TableEntityCreate, TableEntityPatch
from ..models.email_builder_campaigns import TableSearch

_LIST_IDS: Call[list[int]] = Call(
    "dynamic_table_entities.list_ids",
    "GET",
    "/api/v1/table/{tableName}",
    parameters={"tableName": str},
    returns=list[int],
)
_FIND_BY_SECRET: Call[TableEntity | None] = Call(
    "dynamic_table_entities.find_by_secret",
    "GET",
    "/api/v1/table/{tableName}",
    parameters={"tableName": str, "secret": str},
    returns=TableEntity,
    on_not_found=OnNotFound.NONE,
)
_FIND_BY_EXTERNAL_ID: Call[TableEntity | None] = Call(
    "dynamic_table_entities.find_by_external_id",
    "GET",
    "/api/v1/table/{tableName}",
    parameters={"tableName": str, "externalId": str},
    returns=TableEntity,
    on_not_found=OnNotFound.NONE,
)
_LIST_AFTER: Call[list[TableEntity]] = Call(
    "dynamic_table_entities.list_after",
    "GET",
    "/api/v1/table/{tableName}",
    parameters={"tableName": str, "lastId": int, "take": int | None},
    returns=list[TableEntity],
    page=Page(cursor="lastId", item="id", limit=1000, size="take"),
)
_CREATE: Call[TableEntity] = Call(
    "dynamic_table_entities.create",
    "POST",
    "/api/v1/table/{tableName}",
    parameters={"tableName": str},
    body=TableEntityCreate,
    returns=TableEntity,
)
_SEARCH: Call[list[TableEntity]] = Call(
    "dynamic_table_entities.search",
    "SEARCH",
    "/api/v1/table/{tableName}",
    parameters={"tableName": str},
    body=TableSearch,
    returns=list[TableEntity],
)
_GET: Call[TableEntity] = Call(
    "dynamic_table_entities.get",
    "GET",
    "/api/v1/table/{tableName}/{id}",
    parameters={"tableName": str, "id": int},
    returns=TableEntity,
)
_DELETE: Call[TableEntity] = Call(
    "dynamic_table_entities.delete",
    "DELETE",
    "/api/v1/table/{tableName}/{id}",
    parameters={"tableName": str, "id": int},
    returns=TableEntity,
)
_PATCH: Call[TableEntity] = Call(
    "dynamic_table_entities.patch",
    "PATCH",
    "/api/v1/table/{tableName}/{id}",
    parameters={"tableName": str, "id": int},
    body=TableEntityPatch,
    returns=TableEntity,
)
_CREATE_MANY: Call[None] = Call(
    "dynamic_table_entities.create_many",
    "POST",
    "/api/v1/table/{tableName}/Bulk",
    parameters={"tableName": str},
    body=list[TableEntityCreate],
)
_COUNT: Call[int] = Call(
    "dynamic_table_entities.count",
    "SEARCH",
    "/api/v1/table/{tableName}/Count",
    parameters={"tableName": str},
    body=TableSearch,
    returns=int,
)


class DynamicTableEntitiesResource(Resource):
    """Entries of the account's dynamic tables."""

    def list_ids(self, table_name: str) -> list[int]:
        """List the ids of all entries of a table.

        `GET /api/v1/table/{tableName}`

        Args:
            table_name: Name of the dynamic table.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_LIST_IDS, path={"tableName": table_name})

    def find_by_secret(self, table_name: str, secret: str) -> TableEntity | None:
        """Find an entry of a table by secret.

        `GET /api/v1/table/{tableName}?secret={secret}`

        Args:
            table_name: Name of the dynamic table.
            secret: Secret of the entry.

        Returns:
            The object, or None if it does not exist.
        """
        return self._call(_FIND_BY_SECRET, path={"tableName": table_name}, query={"secret": secret})

    def find_by_external_id(self, table_name: str, external_id: str) -> TableEntity | None:
        """Find an entry of a table by its external id.

        `GET /api/v1/table/{tableName}?externalId={externalId}`

        Args:
            table_name: Name of the dynamic table.
            external_id: The entry's key in an external system.

        Returns:
            The object, or None if it does not exist.
        """
        return self._call(_FIND_BY_EXTERNAL_ID, path={"tableName": table_name}, query={"externalId": external_id})

    def list_after(self, table_name: str, last_id: int, *, take: int | None = None) -> list[TableEntity]:
        """List the entries of a table after a given id.

        At most 1000 entries are returned.

        `GET /api/v1/table/{tableName}?lastId={lastId}&take={take}`

        Args:
            table_name: Name of the dynamic table.
            last_id: Only entries with an id greater than this; start with 0.
            take: Maximum number of entries to return: at most 1000, which is also the default.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_LIST_AFTER, path={"tableName": table_name}, query={"lastId": last_id, "take": take})

    def iterate(self, table_name: str, *, after: int = 0, page_size: int | None = None) -> Iterator[TableEntity]:
        """Iterate over all items in the order of their ids, with one request per page.

        Args:
            table_name: Name of the dynamic table.
            after: Start after the item with this id. To resume, pass the last id you saw.
            page_size: Number of items per request, at most 1000.
        """
        return self._iterate(_LIST_AFTER, path={"tableName": table_name}, after=after, page_size=page_size)

    def pages(self, table_name: str, *, after: int = 0, page_size: int | None = None) -> Iterator[list[TableEntity]]:
        """Iterate over all pages in the order of their ids, with one request per page.

        Args:
            table_name: Name of the dynamic table.
            after: Start after the item with this id. To resume, pass the last id you saw.
            page_size: Number of items per request, at most 1000.
        """
        return self._pages(_LIST_AFTER, path={"tableName": table_name}, after=after, page_size=page_size)

    def create(self, table_name: str, entity: TableEntityCreate) -> TableEntity:
        """Create an entry in a table.

        Responds with 409 if another entry has the external id, and with 423 if the table is written
        through a converter (documented).

        `POST /api/v1/table/{tableName}`

        Args:
            table_name: Name of the dynamic table.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
            ConflictError: Another entry of the table has the external id.
            LockedError: The table can only be written through a converter.
        """
        return self._call(_CREATE, path={"tableName": table_name}, body=entity)

    def search(self, table_name: str, conditions: TableSearch) -> list[TableEntity]:
        """Find the entries of a table for which all conditions hold.

        There is no paging. We assume that all conditions must hold.

        This call is not in the public documentation of the API.

        `SEARCH /api/v1/table/{tableName}`

        Args:
            table_name: Name of the dynamic table.
            conditions: The conditions.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_SEARCH, path={"tableName": table_name}, body=conditions)

    def get(self, table_name: str, id: int) -> TableEntity:
        """Get an entry of a table by its id.

        `GET /api/v1/table/{tableName}/{id}`

        Args:
            table_name: Name of the dynamic table.
            id: Id of the entry.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_GET, path={"tableName": table_name, "id": id})

    def get_many(self, table_name: str, ids: Iterable[int], *, concurrency: int = 8) -> list[TableEntity]:
        """Get many objects by id, in the order given, with several requests in flight.

        `GET /api/v1/table/{tableName}/{id}`, for each id.

        Args:
            table_name: Name of the dynamic table.
            ids: Ids of the objects; duplicates are allowed.
            concurrency: Maximum number of requests in flight.

        Raises:
            GetManyError: Some objects could not be fetched. It holds the errors and the other
                objects.
        """
        return self._get_many(_GET, path={"tableName": table_name, "id": ids}, concurrency=concurrency)

    def delete(self, table_name: str, id: int) -> TableEntity:
        """Delete an entry of a table and return it.

        Responds with 423 if the table is written through a converter (documented).

        `DELETE /api/v1/table/{tableName}/{id}`

        Args:
            table_name: Name of the dynamic table.
            id: Id of the entry.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
            LockedError: The table can only be written through a converter.
        """
        return self._call(_DELETE, path={"tableName": table_name, "id": id})

    def patch(self, table_name: str, id: int, entity: TableEntityPatch) -> TableEntity:
        """Update some properties of an entry of a table.

        Responds with 400 if the table has none of the properties sent, with 404 if none is sent,
        with 409 if another entry has the external id, and with 423 if the table is written through
        a converter (documented).

        `PATCH /api/v1/table/{tableName}/{id}`

        Args:
            table_name: Name of the dynamic table.
            id: Id of the entry.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
            ConflictError: Another entry of the table has the external id.
            LockedError: The table can only be written through a converter.
        """
        return self._call(_PATCH, path={"tableName": table_name, "id": id}, body=entity)

    def create_many(
        self,
        table_name: str,
        entities: Iterable[TableEntityCreate],
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
            table_name: Name of the dynamic table.
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
            _CREATE_MANY,
            path={"tableName": table_name},
            body=entities,
            chunk_size=chunk_size,
            concurrency=concurrency,
            on_progress=on_progress,
        )

    def count(self, table_name: str, conditions: TableSearch) -> int:
        """Count the entries of a table for which all conditions hold.

        We assume that all conditions must hold.

        This call is not in the public documentation of the API.

        `SEARCH /api/v1/table/{tableName}/Count`

        Args:
            table_name: Name of the dynamic table.
            conditions: The conditions.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_COUNT, path={"tableName": table_name}, body=conditions)


class AsyncDynamicTableEntitiesResource(AsyncResource):
    """Entries of the account's dynamic tables."""

    async def list_ids(self, table_name: str) -> list[int]:
        """List the ids of all entries of a table.

        `GET /api/v1/table/{tableName}`

        Args:
            table_name: Name of the dynamic table.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_LIST_IDS, path={"tableName": table_name})

    async def find_by_secret(self, table_name: str, secret: str) -> TableEntity | None:
        """Find an entry of a table by secret.

        `GET /api/v1/table/{tableName}?secret={secret}`

        Args:
            table_name: Name of the dynamic table.
            secret: Secret of the entry.

        Returns:
            The object, or None if it does not exist.
        """
        return await self._call(_FIND_BY_SECRET, path={"tableName": table_name}, query={"secret": secret})

    async def find_by_external_id(self, table_name: str, external_id: str) -> TableEntity | None:
        """Find an entry of a table by its external id.

        `GET /api/v1/table/{tableName}?externalId={externalId}`

        Args:
            table_name: Name of the dynamic table.
            external_id: The entry's key in an external system.

        Returns:
            The object, or None if it does not exist.
        """
        return await self._call(_FIND_BY_EXTERNAL_ID, path={"tableName": table_name}, query={"externalId": external_id})

    async def list_after(self, table_name: str, last_id: int, *, take: int | None = None) -> list[TableEntity]:
        """List the entries of a table after a given id.

        At most 1000 entries are returned.

        `GET /api/v1/table/{tableName}?lastId={lastId}&take={take}`

        Args:
            table_name: Name of the dynamic table.
            last_id: Only entries with an id greater than this; start with 0.
            take: Maximum number of entries to return: at most 1000, which is also the default.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_LIST_AFTER, path={"tableName": table_name}, query={"lastId": last_id, "take": take})

    def iterate(self, table_name: str, *, after: int = 0, page_size: int | None = None) -> AsyncIterator[TableEntity]:
        """Iterate over all items in the order of their ids, with one request per page.

        Args:
            table_name: Name of the dynamic table.
            after: Start after the item with this id. To resume, pass the last id you saw.
            page_size: Number of items per request, at most 1000.
        """
        return self._iterate(_LIST_AFTER, path={"tableName": table_name}, after=after, page_size=page_size)

    def pages(
        self, table_name: str, *, after: int = 0, page_size: int | None = None
    ) -> AsyncIterator[list[TableEntity]]:
        """Iterate over all pages in the order of their ids, with one request per page.

        Args:
            table_name: Name of the dynamic table.
            after: Start after the item with this id. To resume, pass the last id you saw.
            page_size: Number of items per request, at most 1000.
        """
        return self._pages(_LIST_AFTER, path={"tableName": table_name}, after=after, page_size=page_size)

    async def create(self, table_name: str, entity: TableEntityCreate) -> TableEntity:
        """Create an entry in a table.

        Responds with 409 if another entry has the external id, and with 423 if the table is written
        through a converter (documented).

        `POST /api/v1/table/{tableName}`

        Args:
            table_name: Name of the dynamic table.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
            ConflictError: Another entry of the table has the external id.
            LockedError: The table can only be written through a converter.
        """
        return await self._call(_CREATE, path={"tableName": table_name}, body=entity)

    async def search(self, table_name: str, conditions: TableSearch) -> list[TableEntity]:
        """Find the entries of a table for which all conditions hold.

        There is no paging. We assume that all conditions must hold.

        This call is not in the public documentation of the API.

        `SEARCH /api/v1/table/{tableName}`

        Args:
            table_name: Name of the dynamic table.
            conditions: The conditions.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_SEARCH, path={"tableName": table_name}, body=conditions)

    async def get(self, table_name: str, id: int) -> TableEntity:
        """Get an entry of a table by its id.

        `GET /api/v1/table/{tableName}/{id}`

        Args:
            table_name: Name of the dynamic table.
            id: Id of the entry.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_GET, path={"tableName": table_name, "id": id})

    async def get_many(self, table_name: str, ids: Iterable[int], *, concurrency: int = 8) -> list[TableEntity]:
        """Get many objects by id, in the order given, with several requests in flight.

        `GET /api/v1/table/{tableName}/{id}`, for each id.

        Args:
            table_name: Name of the dynamic table.
            ids: Ids of the objects; duplicates are allowed.
            concurrency: Maximum number of requests in flight.

        Raises:
            GetManyError: Some objects could not be fetched. It holds the errors and the other
                objects.
        """
        return await self._get_many(_GET, path={"tableName": table_name, "id": ids}, concurrency=concurrency)

    async def delete(self, table_name: str, id: int) -> TableEntity:
        """Delete an entry of a table and return it.

        Responds with 423 if the table is written through a converter (documented).

        `DELETE /api/v1/table/{tableName}/{id}`

        Args:
            table_name: Name of the dynamic table.
            id: Id of the entry.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
            LockedError: The table can only be written through a converter.
        """
        return await self._call(_DELETE, path={"tableName": table_name, "id": id})

    async def patch(self, table_name: str, id: int, entity: TableEntityPatch) -> TableEntity:
        """Update some properties of an entry of a table.

        Responds with 400 if the table has none of the properties sent, with 404 if none is sent,
        with 409 if another entry has the external id, and with 423 if the table is written through
        a converter (documented).

        `PATCH /api/v1/table/{tableName}/{id}`

        Args:
            table_name: Name of the dynamic table.
            id: Id of the entry.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
            ConflictError: Another entry of the table has the external id.
            LockedError: The table can only be written through a converter.
        """
        return await self._call(_PATCH, path={"tableName": table_name, "id": id}, body=entity)

    async def create_many(
        self,
        table_name: str,
        entities: Iterable[TableEntityCreate] | AsyncIterable[TableEntityCreate],
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
            table_name: Name of the dynamic table.
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
            _CREATE_MANY,
            path={"tableName": table_name},
            body=entities,
            chunk_size=chunk_size,
            concurrency=concurrency,
            on_progress=on_progress,
        )

    async def count(self, table_name: str, conditions: TableSearch) -> int:
        """Count the entries of a table for which all conditions hold.

        We assume that all conditions must hold.

        This call is not in the public documentation of the API.

        `SEARCH /api/v1/table/{tableName}/Count`

        Args:
            table_name: Name of the dynamic table.
            conditions: The conditions.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_COUNT, path={"tableName": table_name}, body=conditions)
