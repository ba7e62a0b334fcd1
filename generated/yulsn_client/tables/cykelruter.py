"""The account's table Cykelruter."""

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

CykelruterSvaerhedsgrad: TypeAlias = Literal["let", "middel", "sv\xe6r"]
"""The allowed values of Cykelruter, Sværhedsgrad."""
CYKELRUTER_SVAERHEDSGRAD_VALUES: tuple[CykelruterSvaerhedsgrad, ...] = get_args(CykelruterSvaerhedsgrad)


class CykelruterRow(Model, kw_only=True):
    """An entry of a dynamic table, including the table's own fields. A field that is not set is
    null.
    """

    _owner_: ClassVar[tuple[str, ...]] = ("tables", "Cykelruter")

    _allowed_: ClassVar[Mapping[str, tuple[str | int, ...]]] = {"svaerhedsgrad": ("let", "middel", "sv\xe6r")}

    _account_: ClassVar[tuple[str, ...]] = (
        "asfalt",
        "beskrivelse",
        "hoejdemeter",
        "laengde_km",
        "svaerhedsgrad",
        "aabner",
    )

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
    asfalt: bool | None = field(name="Asfalt", default=None)
    """Asfalt hele vejen (Asfalt)."""
    beskrivelse: str | None = field(name="Beskrivelse", default=None)
    """Beskrivelse."""
    hoejdemeter: int | None = field(name="H\xf8jdemeter", default=None)
    """Højdemeter."""
    laengde_km: Decimal | None = field(name="L\xe6ngde (km)", default=None)
    """Længde (km)."""
    svaerhedsgrad: str | None = field(name="Sv\xe6rhedsgrad", default=None)
    """Sværhedsgrad. Allowed: let, middel, svær."""
    aabner: AwareDatetime | None = field(name="\xc5bner", default=None)
    """Åbner for sæsonen (Åbner)."""


class CykelruterCreate(Model, kw_only=True):
    """An entry to create in a dynamic table. The table's own fields may be set as well. An
    attribute that you leave out is `UNSET` and not sent; None is sent as null, and '' as an
    empty string.
    """

    _owner_: ClassVar[tuple[str, ...]] = ("tables", "Cykelruter")

    secret: str | UnsetType | None = field(name="Secret", default=UNSET)
    """Unguessable key of the entry; the API generates one if it is omitted."""
    external_id: str | UnsetType | None = field(name="ExternalId", default=UNSET)
    """The entry's key in an external system; the API responds with 409 if another entry has it."""
    name: str | UnsetType | None = field(name="Name", default=UNSET)
    """Name of the entry."""
    asfalt: bool | UnsetType | None = field(name="Asfalt", default=UNSET)
    """Asfalt hele vejen (Asfalt)."""
    beskrivelse: str | UnsetType | None = field(name="Beskrivelse", default=UNSET)
    """Beskrivelse."""
    hoejdemeter: int | UnsetType | None = field(name="H\xf8jdemeter", default=UNSET)
    """Højdemeter."""
    laengde_km: Decimal | int | UnsetType | None = field(name="L\xe6ngde (km)", default=UNSET)
    """Længde (km)."""
    svaerhedsgrad: CykelruterSvaerhedsgrad | UnsetType | None = field(name="Sv\xe6rhedsgrad", default=UNSET)
    """Sværhedsgrad. Allowed: let, middel, svær."""
    aabner: AwareDatetime | UnsetType | None = field(name="\xc5bner", default=UNSET)
    """Åbner for sæsonen (Åbner)."""


class CykelruterPatch(Model, kw_only=True):
    """Changes to one entry. Only the properties that are sent are changed. The API responds with
    400 if the table has none of them, and with 404 if the object is empty. We assume that
    `Secret`, `ExternalId` and `Name` can be changed. An attribute that you leave out is `UNSET`
    and not sent; None is sent as null, and '' as an empty string.
    """

    _owner_: ClassVar[tuple[str, ...]] = ("tables", "Cykelruter")

    secret: str | UnsetType | None = field(name="Secret", default=UNSET)
    """Unguessable key of the entry."""
    external_id: str | UnsetType | None = field(name="ExternalId", default=UNSET)
    """The entry's key in an external system; the API responds with 409 if another entry has it."""
    name: str | UnsetType | None = field(name="Name", default=UNSET)
    """Name of the entry."""
    asfalt: bool | UnsetType | None = field(name="Asfalt", default=UNSET)
    """Asfalt hele vejen (Asfalt)."""
    beskrivelse: str | UnsetType | None = field(name="Beskrivelse", default=UNSET)
    """Beskrivelse."""
    hoejdemeter: int | UnsetType | None = field(name="H\xf8jdemeter", default=UNSET)
    """Højdemeter."""
    laengde_km: Decimal | int | UnsetType | None = field(name="L\xe6ngde (km)", default=UNSET)
    """Længde (km)."""
    svaerhedsgrad: CykelruterSvaerhedsgrad | UnsetType | None = field(name="Sv\xe6rhedsgrad", default=UNSET)
    """Sværhedsgrad. Allowed: let, middel, svær."""
    aabner: AwareDatetime | UnsetType | None = field(name="\xc5bner", default=UNSET)
    """Åbner for sæsonen (Åbner)."""


class CykelruterField:
    """The fields that the conditions of a search for `CykelruterRow` can name."""

    id: ClassVar[OrderedQueryField[CykelruterRow, int, int]] = OrderedQueryField("Id")
    """Id of the entry. Later entries have higher ids."""
    secret: ClassVar[QueryField[CykelruterRow, str]] = QueryField("Secret")
    """Unguessable key of the entry: 8 ASCII letters and digits, unless another one was sent."""
    external_id: ClassVar[QueryField[CykelruterRow, str]] = QueryField("ExternalId")
    """The entry's key in an external system; unique in the table."""
    name: ClassVar[QueryField[CykelruterRow, str]] = QueryField("Name")
    """Name of the entry."""
    created: ClassVar[OrderedQueryField[CykelruterRow, datetime, datetime]] = OrderedQueryField("Created")
    """When the entry was created."""
    last_modified: ClassVar[OrderedQueryField[CykelruterRow, datetime, datetime]] = OrderedQueryField("LastModified")
    """When the entry was last changed."""
    asfalt: ClassVar[QueryField[CykelruterRow, bool]] = QueryField("Asfalt")
    """Asfalt hele vejen (Asfalt)."""
    beskrivelse: ClassVar[QueryField[CykelruterRow, str]] = QueryField("Beskrivelse")
    """Beskrivelse."""
    hoejdemeter: ClassVar[OrderedQueryField[CykelruterRow, int, int]] = OrderedQueryField("H\xf8jdemeter")
    """Højdemeter."""
    laengde_km: ClassVar[OrderedQueryField[CykelruterRow, Decimal | int, Decimal | int]] = OrderedQueryField(
        "L\xe6ngde (km)"
    )
    """Længde (km)."""
    svaerhedsgrad: ClassVar[QueryField[CykelruterRow, Literal["let", "middel", "sv\xe6r"]]] = QueryField(
        "Sv\xe6rhedsgrad"
    )
    """Sværhedsgrad. Allowed: let, middel, svær."""
    aabner: ClassVar[OrderedQueryField[CykelruterRow, datetime, datetime]] = OrderedQueryField("\xc5bner")
    """Åbner for sæsonen (Åbner)."""


_LIST_IDS: Call[list[int]] = Call("tables.cykelruter.list_ids", "GET", "/api/v1/table/Cykelruter", returns=list[int])
_FIND_BY_SECRET: Call[CykelruterRow | None] = Call(
    "tables.cykelruter.find_by_secret",
    "GET",
    "/api/v1/table/Cykelruter",
    parameters={"secret": str},
    returns=CykelruterRow,
    on_not_found=OnNotFound.NONE,
)
_FIND_BY_EXTERNAL_ID: Call[CykelruterRow | None] = Call(
    "tables.cykelruter.find_by_external_id",
    "GET",
    "/api/v1/table/Cykelruter",
    parameters={"externalId": str},
    returns=CykelruterRow,
    on_not_found=OnNotFound.NONE,
)
_LIST_AFTER: Call[list[CykelruterRow]] = Call(
    "tables.cykelruter.list_after",
    "GET",
    "/api/v1/table/Cykelruter",
    parameters={"lastId": int, "take": int | None},
    returns=list[CykelruterRow],
    page=Page(cursor="lastId", item="id", limit=1000, size="take"),
)
_CREATE: Call[CykelruterRow] = Call(
    "tables.cykelruter.create", "POST", "/api/v1/table/Cykelruter", body=CykelruterCreate, returns=CykelruterRow
)
_SEARCH: Call[list[CykelruterRow]] = Call(
    "tables.cykelruter.search", "SEARCH", "/api/v1/table/Cykelruter", returns=list[CykelruterRow], wrapper="Fields"
)
_GET: Call[CykelruterRow] = Call(
    "tables.cykelruter.get", "GET", "/api/v1/table/Cykelruter/{id}", parameters={"id": int}, returns=CykelruterRow
)
_DELETE: Call[CykelruterRow] = Call(
    "tables.cykelruter.delete", "DELETE", "/api/v1/table/Cykelruter/{id}", parameters={"id": int}, returns=CykelruterRow
)
_PATCH: Call[CykelruterRow] = Call(
    "tables.cykelruter.patch",
    "PATCH",
    "/api/v1/table/Cykelruter/{id}",
    parameters={"id": int},
    body=CykelruterPatch,
    returns=CykelruterRow,
)
_CREATE_MANY: Call[None] = Call(
    "tables.cykelruter.create_many", "POST", "/api/v1/table/Cykelruter/Bulk", body=list[CykelruterCreate]
)
_COUNT: Call[int] = Call(
    "tables.cykelruter.count", "SEARCH", "/api/v1/table/Cykelruter/Count", returns=int, wrapper="Fields"
)


class CykelruterTable(TableResource):
    """The account's table Cykelruter."""

    def list_ids(self) -> list[int]:
        """List the ids of all entries of a table.

        `GET /api/v1/table/{tableName}`

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_LIST_IDS)

    def find_by_secret(self, secret: str) -> CykelruterRow | None:
        """Find an entry of a table by secret.

        `GET /api/v1/table/{tableName}?secret={secret}`

        Args:
            secret: Secret of the entry.

        Returns:
            The object, or None if it does not exist.
        """
        return self._call(_FIND_BY_SECRET, query={"secret": secret})

    def find_by_external_id(self, external_id: str) -> CykelruterRow | None:
        """Find an entry of a table by its external id.

        `GET /api/v1/table/{tableName}?externalId={externalId}`

        Args:
            external_id: The entry's key in an external system.

        Returns:
            The object, or None if it does not exist.
        """
        return self._call(_FIND_BY_EXTERNAL_ID, query={"externalId": external_id})

    def list_after(self, last_id: int, *, take: int | None = None) -> list[CykelruterRow]:
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

    def iterate(self, *, after: int = 0, page_size: int | None = None) -> Iterator[CykelruterRow]:
        """Iterate over all items in the order of their ids, with one request per page.

        Args:
            after: Start after the item with this id. To resume, pass the last id you saw.
            page_size: Number of items per request, at most 1000.
        """
        return self._iterate(_LIST_AFTER, after=after, page_size=page_size)

    def pages(self, *, after: int = 0, page_size: int | None = None) -> Iterator[list[CykelruterRow]]:
        """Iterate over all pages in the order of their ids, with one request per page.

        Args:
            after: Start after the item with this id. To resume, pass the last id you saw.
            page_size: Number of items per request, at most 1000.
        """
        return self._pages(_LIST_AFTER, after=after, page_size=page_size)

    def create(self, entity: CykelruterCreate) -> CykelruterRow:
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

    def search(self, *conditions: Condition[CykelruterRow]) -> list[CykelruterRow]:
        """Find the entries of a table for which all conditions hold.

        There is no paging. We assume that all conditions must hold.

        This call is not in the public documentation of the API.

        `SEARCH /api/v1/table/{tableName}`

        Args:
            conditions: Comparisons of the fields of `CykelruterField`.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._search(_SEARCH, body=conditions)

    def get(self, id: int) -> CykelruterRow:
        """Get an entry of a table by its id.

        `GET /api/v1/table/{tableName}/{id}`

        Args:
            id: Id of the entry.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_GET, path={"id": id})

    def get_many(self, ids: Iterable[int], *, concurrency: int = 8) -> list[CykelruterRow]:
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

    def delete(self, id: int) -> CykelruterRow:
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

    def patch(self, id: int, entity: CykelruterPatch) -> CykelruterRow:
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
        entities: Iterable[CykelruterCreate],
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

    def count(self, *conditions: Condition[CykelruterRow]) -> int:
        """Count the entries of a table for which all conditions hold.

        We assume that all conditions must hold.

        This call is not in the public documentation of the API.

        `SEARCH /api/v1/table/{tableName}/Count`

        Args:
            conditions: Comparisons of the fields of `CykelruterField`.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._search(_COUNT, body=conditions)

    def upsert(self, external_id: str, entity: CykelruterCreate) -> tuple[CykelruterRow, bool]:
        """Create an entry, or update the one with the external id.

        Safe to repeat and to run concurrently. Raises what `create` and `patch` raise.

        Returns:
            The entry, and whether it was created.
        """
        return self._upsert(_CREATE, find=_FIND_BY_EXTERNAL_ID, patch=_PATCH, body=entity, external_id=external_id)

    def upsert_many(
        self,
        entities: Iterable[CykelruterCreate],
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


class AsyncCykelruterTable(AsyncTableResource):
    """The account's table Cykelruter."""

    async def list_ids(self) -> list[int]:
        """List the ids of all entries of a table.

        `GET /api/v1/table/{tableName}`

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_LIST_IDS)

    async def find_by_secret(self, secret: str) -> CykelruterRow | None:
        """Find an entry of a table by secret.

        `GET /api/v1/table/{tableName}?secret={secret}`

        Args:
            secret: Secret of the entry.

        Returns:
            The object, or None if it does not exist.
        """
        return await self._call(_FIND_BY_SECRET, query={"secret": secret})

    async def find_by_external_id(self, external_id: str) -> CykelruterRow | None:
        """Find an entry of a table by its external id.

        `GET /api/v1/table/{tableName}?externalId={externalId}`

        Args:
            external_id: The entry's key in an external system.

        Returns:
            The object, or None if it does not exist.
        """
        return await self._call(_FIND_BY_EXTERNAL_ID, query={"externalId": external_id})

    async def list_after(self, last_id: int, *, take: int | None = None) -> list[CykelruterRow]:
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

    def iterate(self, *, after: int = 0, page_size: int | None = None) -> AsyncIterator[CykelruterRow]:
        """Iterate over all items in the order of their ids, with one request per page.

        Args:
            after: Start after the item with this id. To resume, pass the last id you saw.
            page_size: Number of items per request, at most 1000.
        """
        return self._iterate(_LIST_AFTER, after=after, page_size=page_size)

    def pages(self, *, after: int = 0, page_size: int | None = None) -> AsyncIterator[list[CykelruterRow]]:
        """Iterate over all pages in the order of their ids, with one request per page.

        Args:
            after: Start after the item with this id. To resume, pass the last id you saw.
            page_size: Number of items per request, at most 1000.
        """
        return self._pages(_LIST_AFTER, after=after, page_size=page_size)

    async def create(self, entity: CykelruterCreate) -> CykelruterRow:
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

    async def search(self, *conditions: Condition[CykelruterRow]) -> list[CykelruterRow]:
        """Find the entries of a table for which all conditions hold.

        There is no paging. We assume that all conditions must hold.

        This call is not in the public documentation of the API.

        `SEARCH /api/v1/table/{tableName}`

        Args:
            conditions: Comparisons of the fields of `CykelruterField`.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._search(_SEARCH, body=conditions)

    async def get(self, id: int) -> CykelruterRow:
        """Get an entry of a table by its id.

        `GET /api/v1/table/{tableName}/{id}`

        Args:
            id: Id of the entry.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_GET, path={"id": id})

    async def get_many(self, ids: Iterable[int], *, concurrency: int = 8) -> list[CykelruterRow]:
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

    async def delete(self, id: int) -> CykelruterRow:
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

    async def patch(self, id: int, entity: CykelruterPatch) -> CykelruterRow:
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
        entities: Iterable[CykelruterCreate] | AsyncIterable[CykelruterCreate],
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

    async def count(self, *conditions: Condition[CykelruterRow]) -> int:
        """Count the entries of a table for which all conditions hold.

        We assume that all conditions must hold.

        This call is not in the public documentation of the API.

        `SEARCH /api/v1/table/{tableName}/Count`

        Args:
            conditions: Comparisons of the fields of `CykelruterField`.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._search(_COUNT, body=conditions)

    async def upsert(self, external_id: str, entity: CykelruterCreate) -> tuple[CykelruterRow, bool]:
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
        entities: Iterable[CykelruterCreate] | AsyncIterable[CykelruterCreate],
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
