"""The calls of the API's Stores group, synchronous and asynchronous."""

from __future__ import annotations

import builtins
from collections.abc import Iterable

from .._runtime.calls import Call, OnNotFound
from .._runtime.resources import AsyncResource, Resource
from ..models.stores import Store, StoreCreate, StorePatch

_FIND_BY_NUMBER: Call[Store | None] = Call(
    "stores.find_by_number",
    "GET",
    "/api/v1/Stores",
    parameters={"number": str},
    returns=Store,
    on_not_found=OnNotFound.NONE,
)
_LIST: Call[list[Store]] = Call(
    "stores.list", "GET", "/api/v1/Stores", parameters={"withoutJsonString": bool | None}, returns=list[Store]
)
_CREATE: Call[Store] = Call("stores.create", "POST", "/api/v1/Stores", body=StoreCreate, returns=Store)
_PATCH: Call[Store] = Call("stores.patch", "PATCH", "/api/v1/Stores", body=StorePatch, returns=Store)
_GET: Call[Store] = Call("stores.get", "GET", "/api/v1/Stores/{id}", parameters={"id": int}, returns=Store)


class StoresResource(Resource):
    """The account's stores."""

    def find_by_number(self, number: str) -> Store | None:
        """Find a store by the number that the account has given it.

        `GET /api/v1/Stores?number={number}`

        Args:
            number: Number that the account has given the store.

        Returns:
            The object, or None if it does not exist.
        """
        return self._call(_FIND_BY_NUMBER, query={"number": number})

    def list(self, *, without_json_string: bool | None = None) -> builtins.list[Store]:
        """List all stores.

        `GET /api/v1/Stores?withoutJsonString={withoutJsonString}`

        Args:
            without_json_string: Whether to omit the stores' data.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_LIST, query={"withoutJsonString": without_json_string})

    def create(self, store: StoreCreate) -> Store:
        """Create a store.

        `POST /api/v1/Stores`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            ConflictError: A unique value is already taken, the preferred store does not exist, or
                the object has been changed since it was read.
        """
        return self._call(_CREATE, body=store)

    def patch(self, store: StorePatch) -> Store:
        """Update some properties of the store whose id is in the body.

        Only the properties that are sent are changed (documented).

        `PATCH /api/v1/Stores`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
            ConflictError: A unique value is already taken, the preferred store does not exist, or
                the object has been changed since it was read.
        """
        return self._call(_PATCH, body=store)

    def get(self, id: int) -> Store:
        """Get a store by its id.

        `GET /api/v1/Stores/{id}`

        Args:
            id: Id of the store.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_GET, path={"id": id})

    def get_many(self, ids: Iterable[int], *, concurrency: int = 8) -> builtins.list[Store]:
        """Get many objects by id, in the order given, with several requests in flight.

        `GET /api/v1/Stores/{id}`, for each id.

        Args:
            ids: Ids of the objects; duplicates are allowed.
            concurrency: Maximum number of requests in flight.

        Raises:
            GetManyError: Some objects could not be fetched. It holds the errors and the other
                objects.
        """
        return self._get_many(_GET, path={"id": ids}, concurrency=concurrency)


class AsyncStoresResource(AsyncResource):
    """The account's stores."""

    async def find_by_number(self, number: str) -> Store | None:
        """Find a store by the number that the account has given it.

        `GET /api/v1/Stores?number={number}`

        Args:
            number: Number that the account has given the store.

        Returns:
            The object, or None if it does not exist.
        """
        return await self._call(_FIND_BY_NUMBER, query={"number": number})

    async def list(self, *, without_json_string: bool | None = None) -> builtins.list[Store]:
        """List all stores.

        `GET /api/v1/Stores?withoutJsonString={withoutJsonString}`

        Args:
            without_json_string: Whether to omit the stores' data.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_LIST, query={"withoutJsonString": without_json_string})

    async def create(self, store: StoreCreate) -> Store:
        """Create a store.

        `POST /api/v1/Stores`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            ConflictError: A unique value is already taken, the preferred store does not exist, or
                the object has been changed since it was read.
        """
        return await self._call(_CREATE, body=store)

    async def patch(self, store: StorePatch) -> Store:
        """Update some properties of the store whose id is in the body.

        Only the properties that are sent are changed (documented).

        `PATCH /api/v1/Stores`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
            ConflictError: A unique value is already taken, the preferred store does not exist, or
                the object has been changed since it was read.
        """
        return await self._call(_PATCH, body=store)

    async def get(self, id: int) -> Store:
        """Get a store by its id.

        `GET /api/v1/Stores/{id}`

        Args:
            id: Id of the store.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_GET, path={"id": id})

    async def get_many(self, ids: Iterable[int], *, concurrency: int = 8) -> builtins.list[Store]:
        """Get many objects by id, in the order given, with several requests in flight.

        `GET /api/v1/Stores/{id}`, for each id.

        Args:
            ids: Ids of the objects; duplicates are allowed.
            concurrency: Maximum number of requests in flight.

        Raises:
            GetManyError: Some objects could not be fetched. It holds the errors and the other
                objects.
        """
        return await self._get_many(_GET, path={"id": ids}, concurrency=concurrency)
