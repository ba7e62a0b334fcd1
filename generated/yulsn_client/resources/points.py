"""The calls of the API's Points group, synchronous and asynchronous."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import datetime
from decimal import Decimal

from .._runtime.calls import Call, OnNotFound, Page
from .._runtime.resources import AsyncResource, Resource
from ..models.points import (
    Point,
    PointContactCompanySum,
    PointCreate,
    PointStoreSearch,
    PointStoreSum,
    PointSum,
    PointTotal,
)
from ..types import PointType

_LIST_AFTER: Call[list[Point]] = Call(
    "points.list_after",
    "GET",
    "/api/v1/Points",
    parameters={"lastId": int, "type": PointType | None},
    returns=list[Point],
    page=Page(cursor="lastId", item="id", limit=1000),
)
_LIST_BY_SOURCE: Call[list[Point]] = Call(
    "points.list_by_source",
    "GET",
    "/api/v1/Points",
    parameters={"sourceId": str, "type": PointType | None},
    returns=list[Point],
)
_LIST_BY_PERIOD: Call[list[Point]] = Call(
    "points.list_by_period",
    "GET",
    "/api/v1/Points",
    parameters={"type": PointType, "from": datetime, "to": datetime, "storeId": int | None},
    returns=list[Point],
)
_LIST_BY_CONTACT: Call[list[Point]] = Call(
    "points.list_by_contact",
    "GET",
    "/api/v1/Points",
    parameters={
        "contactId": int,
        "type": PointType | None,
        "datetimeFrom": datetime | None,
        "datetimeTo": datetime | None,
    },
    returns=list[Point],
)
_CREATE: Call[Point] = Call("points.create", "POST", "/api/v1/Points", body=PointCreate, returns=Point)
_GET: Call[Point] = Call("points.get", "GET", "/api/v1/Points/{id}", parameters={"id": int}, returns=Point)
_LIST_TYPES: Call[list[str]] = Call("points.list_types", "GET", "/api/v1/Points/Types", returns=list[str])
_LIST_TOTALS: Call[list[PointTotal]] = Call(
    "points.list_totals",
    "GET",
    "/api/v1/Points/Totals",
    parameters={"type": PointType | None},
    returns=list[PointTotal],
)
_LIST_SUMS: Call[list[PointSum]] = Call(
    "points.list_sums",
    "GET",
    "/api/v1/Points/Sums",
    parameters={"contactId": int, "type": PointType | None},
    returns=list[PointSum],
)
_LIST_SUMS_BY_CONTACT: Call[list[PointSum]] = Call(
    "points.list_sums_by_contact",
    "GET",
    "/api/v1/Points/SumsByContact",
    parameters={"type": PointType, "storeId": int | None},
    returns=list[PointSum],
)
_LIST_SUMS_BY_STORE: Call[list[PointStoreSum]] = Call(
    "points.list_sums_by_store",
    "GET",
    "/api/v1/Points/SumsByStore",
    parameters={"type": PointType, "from": datetime | None, "to": datetime | None},
    returns=list[PointStoreSum],
)
_GET_TOTAL_FOR_CONTACT: Call[Decimal] = Call(
    "points.get_total_for_contact",
    "GET",
    "/api/v1/Points/TotalForContact",
    parameters={"contactId": int, "type": PointType, "subType": str | None},
    returns=Decimal,
)
_LIST_SUMS_BY_CONTACT_COMPANIES: Call[list[PointContactCompanySum]] = Call(
    "points.list_sums_by_contact_companies",
    "GET",
    "/api/v1/Points/SumsByContactCompanies",
    parameters={"type": PointType, "from": datetime, "to": datetime, "storeId": int | None},
    returns=list[PointContactCompanySum],
)
_GET_TOTAL_FOR_CONTACT_COMPANY: Call[Decimal | None] = Call(
    "points.get_total_for_contact_company",
    "GET",
    "/api/v1/Points/TotalForContactCompany",
    parameters={"contactCompanyId": int, "type": PointType, "from": datetime, "to": datetime},
    returns=Decimal | None,
)
_LIST_BY_CONTACT_COMPANY: Call[list[Point]] = Call(
    "points.list_by_contact_company",
    "GET",
    "/api/v1/Points/ByContactCompany",
    parameters={"contactCompanyId": int, "type": PointType, "from": datetime, "to": datetime, "storeId": int | None},
    returns=list[Point],
)
_CANCEL: Call[None] = Call("points.cancel", "POST", "/api/v1/Points/{id}/Cancel", parameters={"id": int})
_LIST_FOR_STORES: Call[list[Point]] = Call(
    "points.list_for_stores",
    "SEARCH",
    "/api/v1/Points/ForStores",
    parameters={"type": PointType, "from": datetime, "to": datetime},
    body=PointStoreSearch,
    returns=list[Point],
)
_LIST_SUMS_FOR_STORES_BY_CONTACT_COMPANIES: Call[list[PointContactCompanySum]] = Call(
    "points.list_sums_for_stores_by_contact_companies",
    "SEARCH",
    "/api/v1/Points/SumsForStoresByContactCompanies",
    parameters={"type": PointType, "from": datetime, "to": datetime},
    body=PointStoreSearch,
    returns=list[PointContactCompanySum],
)
_FIND: Call[list[Point]] = Call(
    "points.find",
    "GET",
    "/api/v2/{accountId}/Points",
    parameters={
        "contactId": int | None,
        "sourceId": str | None,
        "type": PointType | None,
        "datetimeFrom": datetime | None,
        "datetimeTo": datetime | None,
        "contactCompanyId": int | None,
        "storeId": int | None,
        "includeCancelPoints": bool | None,
    },
    returns=list[Point],
    on_not_found=OnNotFound.EMPTY,
)
_FIND_BY_ID: Call[Point | None] = Call(
    "points.find_by_id",
    "GET",
    "/api/v2/{accountId}/Points/{id}",
    parameters={"id": int},
    returns=Point,
    on_not_found=OnNotFound.NONE,
)
_LIST_PAGE: Call[list[Point]] = Call(
    "points.list_page",
    "GET",
    "/api/v2/{accountId}/Points/Page/{lastId}",
    parameters={"lastId": int, "type": PointType | None, "take": int | None},
    returns=list[Point],
)


class PointsResource(Resource):
    """Loyalty points that contacts and companies earn and spend."""

    def list_after(self, last_id: int, *, type: PointType | None = None) -> list[Point]:
        """List the transactions after a given id.

        At most 1000 transactions are returned (documented).

        `GET /api/v1/Points?lastId={lastId}&type={type}`

        Args:
            last_id: Only transactions with an id greater than this; start with 0.
            type: Only points of this type.
        """
        return self._call(_LIST_AFTER, query={"lastId": last_id, "type": type})

    def iterate(self, *, type: PointType | None = None, after: int = 0) -> Iterator[Point]:
        """Iterate over all items in the order of their ids, with one request per page.

        Args:
            type: Only points of this type.
            after: Start after the item with this id. To resume, pass the last id you saw.
        """
        return self._iterate(_LIST_AFTER, query={"type": type}, after=after)

    def pages(self, *, type: PointType | None = None, after: int = 0) -> Iterator[list[Point]]:
        """Iterate over all pages in the order of their ids, with one request per page.

        Args:
            type: Only points of this type.
            after: Start after the item with this id. To resume, pass the last id you saw.
        """
        return self._pages(_LIST_AFTER, query={"type": type}, after=after)

    def list_by_source(self, source_id: str, *, type: PointType | None = None) -> list[Point]:
        """List the transactions with a given source.

        `GET /api/v1/Points?sourceId={sourceId}&type={type}`

        Args:
            source_id: Key of the object that the transactions come from, in its own system.
            type: Only points of this type.
        """
        return self._call(_LIST_BY_SOURCE, query={"sourceId": source_id, "type": type})

    def list_by_period(
        self, type: PointType, from_: datetime, to: datetime, *, store_id: int | None = None
    ) -> list[Point]:
        """List the transactions of one type in a period.

        The period includes its start (documented).

        `GET /api/v1/Points?type={type}&from={from}&to={to}&storeId={storeId}`

        Args:
            type: Only points of this type.
            from_: Only transactions at or after this time.
            to: Only transactions before this time.
            store_id: Only transactions in this store.
        """
        return self._call(_LIST_BY_PERIOD, query={"type": type, "from": from_, "to": to, "storeId": store_id})

    def list_by_contact(
        self,
        contact_id: int,
        *,
        type: PointType | None = None,
        datetime_from: datetime | None = None,
        datetime_to: datetime | None = None,
    ) -> list[Point]:
        """List the transactions of a contact.

        `GET
        /api/v1/Points?contactId={contactId}&type={type}&datetimeFrom={datetimeFrom}&datetimeTo={datetimeTo}`

        Args:
            contact_id: Id of the contact.
            type: Only points of this type.
            datetime_from: Only transactions at or after this time.
            datetime_to: Only transactions before this time.
        """
        return self._call(
            _LIST_BY_CONTACT,
            query={"contactId": contact_id, "type": type, "datetimeFrom": datetime_from, "datetimeTo": datetime_to},
        )

    def create(self, point: PointCreate) -> Point:
        """Add points to a contact, or deduct them.

        Responds with 404 if the contact does not exist (documented).

        `POST /api/v1/Points`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_CREATE, body=point)

    def get(self, id: int) -> Point:
        """Get a point transaction by its id.

        `GET /api/v1/Points/{id}`

        Args:
            id: Id of the transaction.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_GET, path={"id": id})

    def get_many(self, ids: Iterable[int], *, concurrency: int = 8) -> list[Point]:
        """Get many objects by id, in the order given, with several requests in flight.

        `GET /api/v1/Points/{id}`, for each id.

        Args:
            ids: Ids of the objects; duplicates are allowed.
            concurrency: Maximum number of requests in flight.

        Raises:
            GetManyError: Some objects could not be fetched. It holds the errors and the other
                objects.
        """
        return self._get_many(_GET, path={"id": ids}, concurrency=concurrency)

    def list_types(self) -> list[str]:
        """List the account's point types.

        `GET /api/v1/Points/Types`
        """
        return self._call(_LIST_TYPES)

    def list_totals(self, *, type: PointType | None = None) -> list[PointTotal]:
        """List the totals of all points in the account.

        `GET /api/v1/Points/Totals?type={type}`

        Args:
            type: Only points of this type.
        """
        return self._call(_LIST_TOTALS, query={"type": type})

    def list_sums(self, contact_id: int, *, type: PointType | None = None) -> list[PointSum]:
        """List a contact's balance of each point type.

        `GET /api/v1/Points/Sums?contactId={contactId}&type={type}`

        Args:
            contact_id: Id of the contact.
            type: Only points of this type.
        """
        return self._call(_LIST_SUMS, query={"contactId": contact_id, "type": type})

    def list_sums_by_contact(self, type: PointType, *, store_id: int | None = None) -> list[PointSum]:
        """List every contact's balance of one point type.

        `GET /api/v1/Points/SumsByContact?type={type}&storeId={storeId}`

        Args:
            type: Type of the points.
            store_id: Only transactions in this store.
        """
        return self._call(_LIST_SUMS_BY_CONTACT, query={"type": type, "storeId": store_id})

    def list_sums_by_store(
        self, type: PointType, *, from_: datetime | None = None, to: datetime | None = None
    ) -> list[PointStoreSum]:
        """List the sum of one point type for each store.

        The period may be omitted (documented).

        `GET /api/v1/Points/SumsByStore?type={type}&from={from}&to={to}`

        Args:
            type: Type of the points.
            from_: Only transactions at or after this time.
            to: Only transactions before this time.
        """
        return self._call(_LIST_SUMS_BY_STORE, query={"type": type, "from": from_, "to": to})

    def get_total_for_contact(self, contact_id: int, type: PointType, *, sub_type: str | None = None) -> Decimal:
        """Get a contact's balance of one point type.

        `GET /api/v1/Points/TotalForContact?contactId={contactId}&type={type}&subType={subType}`

        Args:
            contact_id: Id of the contact.
            type: Type of the points.
            sub_type: Only points of this subtype.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_GET_TOTAL_FOR_CONTACT, query={"contactId": contact_id, "type": type, "subType": sub_type})

    def list_sums_by_contact_companies(
        self, type: PointType, from_: datetime, to: datetime, *, store_id: int | None = None
    ) -> list[PointContactCompanySum]:
        """List the sum of one point type for each company in a period.

        The period includes its start (documented).

        `GET
        /api/v1/Points/SumsByContactCompanies?type={type}&from={from}&to={to}&storeId={storeId}`

        Args:
            type: Type of the points.
            from_: Only transactions at or after this time.
            to: Only transactions before this time.
            store_id: Only transactions in this store.
        """
        return self._call(
            _LIST_SUMS_BY_CONTACT_COMPANIES, query={"type": type, "from": from_, "to": to, "storeId": store_id}
        )

    def get_total_for_contact_company(
        self, contact_company_id: int, type: PointType, from_: datetime, to: datetime
    ) -> Decimal | None:
        """Get the sum of one point type for a company in a period.

        Null if there are no transactions. The period includes its start (documented).

        `GET
        /api/v1/Points/TotalForContactCompany?contactCompanyId={contactCompanyId}&type={type}&from={from}&to={to}`

        Args:
            contact_company_id: Id of the company.
            type: Type of the points.
            from_: Only transactions at or after this time.
            to: Only transactions before this time.
        """
        return self._call(
            _GET_TOTAL_FOR_CONTACT_COMPANY,
            query={"contactCompanyId": contact_company_id, "type": type, "from": from_, "to": to},
        )

    def list_by_contact_company(
        self, contact_company_id: int, type: PointType, from_: datetime, to: datetime, *, store_id: int | None = None
    ) -> list[Point]:
        """List the transactions of one type for a company in a period.

        The period includes its start (documented).

        `GET
        /api/v1/Points/ByContactCompany?contactCompanyId={contactCompanyId}&type={type}&from={from}&to={to}&storeId={storeId}`

        Args:
            contact_company_id: Id of the company.
            type: Type of the points.
            from_: Only transactions at or after this time.
            to: Only transactions before this time.
            store_id: Only transactions in this store.
        """
        return self._call(
            _LIST_BY_CONTACT_COMPANY,
            query={"contactCompanyId": contact_company_id, "type": type, "from": from_, "to": to, "storeId": store_id},
        )

    def cancel(self, id: int) -> None:
        """Cancel a point transaction.

        The API creates a second transaction of the opposite amount, and the first one then refers
        to it. The response is not documented, so nothing is returned.

        `POST /api/v1/Points/{id}/Cancel`

        Args:
            id: Id of the transaction.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_CANCEL, path={"id": id})

    def list_for_stores(self, type: PointType, from_: datetime, to: datetime, stores: PointStoreSearch) -> list[Point]:
        """List the transactions of one type in a period and in any of the given stores.

        The period includes its start (documented). How the stores are sent is an assumption.

        `SEARCH /api/v1/Points/ForStores?type={type}&from={from}&to={to}`

        Args:
            type: Type of the points.
            from_: Only transactions at or after this time.
            to: Only transactions before this time.
        """
        return self._call(_LIST_FOR_STORES, query={"type": type, "from": from_, "to": to}, body=stores)

    def list_sums_for_stores_by_contact_companies(
        self, type: PointType, from_: datetime, to: datetime, stores: PointStoreSearch
    ) -> list[PointContactCompanySum]:
        """List the sum of one point type for each company in a period and in the given stores.

        The period includes its start (documented). How the stores are sent is an assumption.

        `SEARCH /api/v1/Points/SumsForStoresByContactCompanies?type={type}&from={from}&to={to}`

        Args:
            type: Type of the points.
            from_: Only transactions at or after this time.
            to: Only transactions before this time.
        """
        return self._call(
            _LIST_SUMS_FOR_STORES_BY_CONTACT_COMPANIES, query={"type": type, "from": from_, "to": to}, body=stores
        )

    def find(
        self,
        *,
        contact_id: int | None = None,
        source_id: str | None = None,
        type: PointType | None = None,
        date_time_from: datetime | None = None,
        date_time_to: datetime | None = None,
        contact_company_id: int | None = None,
        store_id: int | None = None,
        include_cancel_points: bool | None = None,
    ) -> list[Point]:
        """Find the points for which all given filters hold.

        Pass at least one filter; `include_cancel_points` does not count as one.

        This call is not in the public documentation of the API.

        `GET
        /api/v2/{accountId}/Points?contactId={contactId}&sourceId={sourceId}&type={type}&datetimeFrom={datetimeFrom}&datetimeTo={datetimeTo}&contactCompanyId={contactCompanyId}&storeId={storeId}&includeCancelPoints={includeCancelPoints}`

        Args:
            contact_id: Id of the contact.
            source_id: Key of the object that the points come from.
            type: Type of the points.
            date_time_from: Only points from this time on.
            date_time_to: Only points before this time.
            contact_company_id: Id of the company.
            store_id: Id of the store.
            include_cancel_points: Whether to include cancelled points, and the ones that cancel
                them.

        Returns:
            The objects; an empty list if there are none.
        """
        return self._call(
            _FIND,
            query={
                "contactId": contact_id,
                "sourceId": source_id,
                "type": type,
                "datetimeFrom": date_time_from,
                "datetimeTo": date_time_to,
                "contactCompanyId": contact_company_id,
                "storeId": store_id,
                "includeCancelPoints": include_cancel_points,
            },
        )

    def find_by_id(self, id: int) -> Point | None:
        """Find a point by its id.

        This call is not in the public documentation of the API.

        `GET /api/v2/{accountId}/Points/{id}`

        Args:
            id: Id of the point.

        Returns:
            The object, or None if it does not exist.
        """
        return self._call(_FIND_BY_ID, path={"id": id})

    def list_page(self, last_id: int, *, type: PointType | None = None, take: int | None = None) -> list[Point]:
        """List one page of points after a given id.

        `iterate` and `pages` go through all points. The default and the limit of `take` are
        unknown.

        This call is not in the public documentation of the API.

        `GET /api/v2/{accountId}/Points/Page/{lastId}?type={type}&take={take}`

        Args:
            last_id: Only points with an id greater than this; start with 0.
            type: Only points of this type.
            take: Maximum number of points to return.
        """
        return self._call(_LIST_PAGE, path={"lastId": last_id}, query={"type": type, "take": take})


class AsyncPointsResource(AsyncResource):
    """Loyalty points that contacts and companies earn and spend."""

    async def list_after(self, last_id: int, *, type: PointType | None = None) -> list[Point]:
        """List the transactions after a given id.

        At most 1000 transactions are returned (documented).

        `GET /api/v1/Points?lastId={lastId}&type={type}`

        Args:
            last_id: Only transactions with an id greater than this; start with 0.
            type: Only points of this type.
        """
        return await self._call(_LIST_AFTER, query={"lastId": last_id, "type": type})

    def iterate(self, *, type: PointType | None = None, after: int = 0) -> AsyncIterator[Point]:
        """Iterate over all items in the order of their ids, with one request per page.

        Args:
            type: Only points of this type.
            after: Start after the item with this id. To resume, pass the last id you saw.
        """
        return self._iterate(_LIST_AFTER, query={"type": type}, after=after)

    def pages(self, *, type: PointType | None = None, after: int = 0) -> AsyncIterator[list[Point]]:
        """Iterate over all pages in the order of their ids, with one request per page.

        Args:
            type: Only points of this type.
            after: Start after the item with this id. To resume, pass the last id you saw.
        """
        return self._pages(_LIST_AFTER, query={"type": type}, after=after)

    async def list_by_source(self, source_id: str, *, type: PointType | None = None) -> list[Point]:
        """List the transactions with a given source.

        `GET /api/v1/Points?sourceId={sourceId}&type={type}`

        Args:
            source_id: Key of the object that the transactions come from, in its own system.
            type: Only points of this type.
        """
        return await self._call(_LIST_BY_SOURCE, query={"sourceId": source_id, "type": type})

    async def list_by_period(
        self, type: PointType, from_: datetime, to: datetime, *, store_id: int | None = None
    ) -> list[Point]:
        """List the transactions of one type in a period.

        The period includes its start (documented).

        `GET /api/v1/Points?type={type}&from={from}&to={to}&storeId={storeId}`

        Args:
            type: Only points of this type.
            from_: Only transactions at or after this time.
            to: Only transactions before this time.
            store_id: Only transactions in this store.
        """
        return await self._call(_LIST_BY_PERIOD, query={"type": type, "from": from_, "to": to, "storeId": store_id})

    async def list_by_contact(
        self,
        contact_id: int,
        *,
        type: PointType | None = None,
        datetime_from: datetime | None = None,
        datetime_to: datetime | None = None,
    ) -> list[Point]:
        """List the transactions of a contact.

        `GET
        /api/v1/Points?contactId={contactId}&type={type}&datetimeFrom={datetimeFrom}&datetimeTo={datetimeTo}`

        Args:
            contact_id: Id of the contact.
            type: Only points of this type.
            datetime_from: Only transactions at or after this time.
            datetime_to: Only transactions before this time.
        """
        return await self._call(
            _LIST_BY_CONTACT,
            query={"contactId": contact_id, "type": type, "datetimeFrom": datetime_from, "datetimeTo": datetime_to},
        )

    async def create(self, point: PointCreate) -> Point:
        """Add points to a contact, or deduct them.

        Responds with 404 if the contact does not exist (documented).

        `POST /api/v1/Points`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_CREATE, body=point)

    async def get(self, id: int) -> Point:
        """Get a point transaction by its id.

        `GET /api/v1/Points/{id}`

        Args:
            id: Id of the transaction.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_GET, path={"id": id})

    async def get_many(self, ids: Iterable[int], *, concurrency: int = 8) -> list[Point]:
        """Get many objects by id, in the order given, with several requests in flight.

        `GET /api/v1/Points/{id}`, for each id.

        Args:
            ids: Ids of the objects; duplicates are allowed.
            concurrency: Maximum number of requests in flight.

        Raises:
            GetManyError: Some objects could not be fetched. It holds the errors and the other
                objects.
        """
        return await self._get_many(_GET, path={"id": ids}, concurrency=concurrency)

    async def list_types(self) -> list[str]:
        """List the account's point types.

        `GET /api/v1/Points/Types`
        """
        return await self._call(_LIST_TYPES)

    async def list_totals(self, *, type: PointType | None = None) -> list[PointTotal]:
        """List the totals of all points in the account.

        `GET /api/v1/Points/Totals?type={type}`

        Args:
            type: Only points of this type.
        """
        return await self._call(_LIST_TOTALS, query={"type": type})

    async def list_sums(self, contact_id: int, *, type: PointType | None = None) -> list[PointSum]:
        """List a contact's balance of each point type.

        `GET /api/v1/Points/Sums?contactId={contactId}&type={type}`

        Args:
            contact_id: Id of the contact.
            type: Only points of this type.
        """
        return await self._call(_LIST_SUMS, query={"contactId": contact_id, "type": type})

    async def list_sums_by_contact(self, type: PointType, *, store_id: int | None = None) -> list[PointSum]:
        """List every contact's balance of one point type.

        `GET /api/v1/Points/SumsByContact?type={type}&storeId={storeId}`

        Args:
            type: Type of the points.
            store_id: Only transactions in this store.
        """
        return await self._call(_LIST_SUMS_BY_CONTACT, query={"type": type, "storeId": store_id})

    async def list_sums_by_store(
        self, type: PointType, *, from_: datetime | None = None, to: datetime | None = None
    ) -> list[PointStoreSum]:
        """List the sum of one point type for each store.

        The period may be omitted (documented).

        `GET /api/v1/Points/SumsByStore?type={type}&from={from}&to={to}`

        Args:
            type: Type of the points.
            from_: Only transactions at or after this time.
            to: Only transactions before this time.
        """
        return await self._call(_LIST_SUMS_BY_STORE, query={"type": type, "from": from_, "to": to})

    async def get_total_for_contact(self, contact_id: int, type: PointType, *, sub_type: str | None = None) -> Decimal:
        """Get a contact's balance of one point type.

        `GET /api/v1/Points/TotalForContact?contactId={contactId}&type={type}&subType={subType}`

        Args:
            contact_id: Id of the contact.
            type: Type of the points.
            sub_type: Only points of this subtype.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(
            _GET_TOTAL_FOR_CONTACT, query={"contactId": contact_id, "type": type, "subType": sub_type}
        )

    async def list_sums_by_contact_companies(
        self, type: PointType, from_: datetime, to: datetime, *, store_id: int | None = None
    ) -> list[PointContactCompanySum]:
        """List the sum of one point type for each company in a period.

        The period includes its start (documented).

        `GET
        /api/v1/Points/SumsByContactCompanies?type={type}&from={from}&to={to}&storeId={storeId}`

        Args:
            type: Type of the points.
            from_: Only transactions at or after this time.
            to: Only transactions before this time.
            store_id: Only transactions in this store.
        """
        return await self._call(
            _LIST_SUMS_BY_CONTACT_COMPANIES, query={"type": type, "from": from_, "to": to, "storeId": store_id}
        )

    async def get_total_for_contact_company(
        self, contact_company_id: int, type: PointType, from_: datetime, to: datetime
    ) -> Decimal | None:
        """Get the sum of one point type for a company in a period.

        Null if there are no transactions. The period includes its start (documented).

        `GET
        /api/v1/Points/TotalForContactCompany?contactCompanyId={contactCompanyId}&type={type}&from={from}&to={to}`

        Args:
            contact_company_id: Id of the company.
            type: Type of the points.
            from_: Only transactions at or after this time.
            to: Only transactions before this time.
        """
        return await self._call(
            _GET_TOTAL_FOR_CONTACT_COMPANY,
            query={"contactCompanyId": contact_company_id, "type": type, "from": from_, "to": to},
        )

    async def list_by_contact_company(
        self, contact_company_id: int, type: PointType, from_: datetime, to: datetime, *, store_id: int | None = None
    ) -> list[Point]:
        """List the transactions of one type for a company in a period.

        The period includes its start (documented).

        `GET
        /api/v1/Points/ByContactCompany?contactCompanyId={contactCompanyId}&type={type}&from={from}&to={to}&storeId={storeId}`

        Args:
            contact_company_id: Id of the company.
            type: Type of the points.
            from_: Only transactions at or after this time.
            to: Only transactions before this time.
            store_id: Only transactions in this store.
        """
        return await self._call(
            _LIST_BY_CONTACT_COMPANY,
            query={"contactCompanyId": contact_company_id, "type": type, "from": from_, "to": to, "storeId": store_id},
        )

    async def cancel(self, id: int) -> None:
        """Cancel a point transaction.

        The API creates a second transaction of the opposite amount, and the first one then refers
        to it. The response is not documented, so nothing is returned.

        `POST /api/v1/Points/{id}/Cancel`

        Args:
            id: Id of the transaction.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_CANCEL, path={"id": id})

    async def list_for_stores(
        self, type: PointType, from_: datetime, to: datetime, stores: PointStoreSearch
    ) -> list[Point]:
        """List the transactions of one type in a period and in any of the given stores.

        The period includes its start (documented). How the stores are sent is an assumption.

        `SEARCH /api/v1/Points/ForStores?type={type}&from={from}&to={to}`

        Args:
            type: Type of the points.
            from_: Only transactions at or after this time.
            to: Only transactions before this time.
        """
        return await self._call(_LIST_FOR_STORES, query={"type": type, "from": from_, "to": to}, body=stores)

    async def list_sums_for_stores_by_contact_companies(
        self, type: PointType, from_: datetime, to: datetime, stores: PointStoreSearch
    ) -> list[PointContactCompanySum]:
        """List the sum of one point type for each company in a period and in the given stores.

        The period includes its start (documented). How the stores are sent is an assumption.

        `SEARCH /api/v1/Points/SumsForStoresByContactCompanies?type={type}&from={from}&to={to}`

        Args:
            type: Type of the points.
            from_: Only transactions at or after this time.
            to: Only transactions before this time.
        """
        return await self._call(
            _LIST_SUMS_FOR_STORES_BY_CONTACT_COMPANIES, query={"type": type, "from": from_, "to": to}, body=stores
        )

    async def find(
        self,
        *,
        contact_id: int | None = None,
        source_id: str | None = None,
        type: PointType | None = None,
        date_time_from: datetime | None = None,
        date_time_to: datetime | None = None,
        contact_company_id: int | None = None,
        store_id: int | None = None,
        include_cancel_points: bool | None = None,
    ) -> list[Point]:
        """Find the points for which all given filters hold.

        Pass at least one filter; `include_cancel_points` does not count as one.

        This call is not in the public documentation of the API.

        `GET
        /api/v2/{accountId}/Points?contactId={contactId}&sourceId={sourceId}&type={type}&datetimeFrom={datetimeFrom}&datetimeTo={datetimeTo}&contactCompanyId={contactCompanyId}&storeId={storeId}&includeCancelPoints={includeCancelPoints}`

        Args:
            contact_id: Id of the contact.
            source_id: Key of the object that the points come from.
            type: Type of the points.
            date_time_from: Only points from this time on.
            date_time_to: Only points before this time.
            contact_company_id: Id of the company.
            store_id: Id of the store.
            include_cancel_points: Whether to include cancelled points, and the ones that cancel
                them.

        Returns:
            The objects; an empty list if there are none.
        """
        return await self._call(
            _FIND,
            query={
                "contactId": contact_id,
                "sourceId": source_id,
                "type": type,
                "datetimeFrom": date_time_from,
                "datetimeTo": date_time_to,
                "contactCompanyId": contact_company_id,
                "storeId": store_id,
                "includeCancelPoints": include_cancel_points,
            },
        )

    async def find_by_id(self, id: int) -> Point | None:
        """Find a point by its id.

        This call is not in the public documentation of the API.

        `GET /api/v2/{accountId}/Points/{id}`

        Args:
            id: Id of the point.

        Returns:
            The object, or None if it does not exist.
        """
        return await self._call(_FIND_BY_ID, path={"id": id})

    async def list_page(self, last_id: int, *, type: PointType | None = None, take: int | None = None) -> list[Point]:
        """List one page of points after a given id.

        `iterate` and `pages` go through all points. The default and the limit of `take` are
        unknown.

        This call is not in the public documentation of the API.

        `GET /api/v2/{accountId}/Points/Page/{lastId}?type={type}&take={take}`

        Args:
            last_id: Only points with an id greater than this; start with 0.
            type: Only points of this type.
            take: Maximum number of points to return.
        """
        return await self._call(_LIST_PAGE, path={"lastId": last_id}, query={"type": type, "take": take})
