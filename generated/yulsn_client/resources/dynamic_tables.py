"""The calls of the group DynamicTables, sync and async."""

from __future__ import annotations

import builtins

from .._runtime.calls import Call
from .._runtime.resources import AsyncResource, Resource
from ..models.dynamic_tables import DynamicTable

_LIST: Call[list[DynamicTable]] = Call(
    "dynamic_tables.list", "GET", "/api/v1/DynamicTables", returns=list[DynamicTable]
)


class DynamicTablesResource(Resource):
    """The tables that an account has defined."""

    def list(self) -> builtins.list[DynamicTable]:
        """List the tables that the account has defined."""
        return self._call(_LIST)


class AsyncDynamicTablesResource(AsyncResource):
    """The tables that an account has defined."""

    async def list(self) -> builtins.list[DynamicTable]:
        """List the tables that the account has defined."""
        return await self._call(_LIST)
