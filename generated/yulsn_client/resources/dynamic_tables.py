"""The calls of the API's DynamicTables group, synchronous and asynchronous."""

from __future__ import annotations

import builtins

from .._runtime.calls import Call
from .._runtime.resources import AsyncResource, Resource
from ..models.dynamic_tables import DynamicTable

_LIST: Call[list[DynamicTable]] = Call(
    "dynamic_tables.list", "GET", "/api/v1/DynamicTables", returns=list[DynamicTable]
)


class DynamicTablesResource(Resource):
    """The account's dynamic tables."""

    def list(self) -> builtins.list[DynamicTable]:
        """List the account's dynamic tables.

        `GET /api/v1/DynamicTables`
        """
        return self._call(_LIST)


class AsyncDynamicTablesResource(AsyncResource):
    """The account's dynamic tables."""

    async def list(self) -> builtins.list[DynamicTable]:
        """List the account's dynamic tables.

        `GET /api/v1/DynamicTables`
        """
        return await self._call(_LIST)
