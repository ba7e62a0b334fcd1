"""The calls of the API's PermissionSourceCategories group, synchronous and asynchronous."""

from __future__ import annotations

import builtins

from .._runtime.calls import Call
from .._runtime.resources import AsyncResource, Resource
from ..models.permission_source_categories import PermissionSourceCategory

_LIST: Call[list[PermissionSourceCategory]] = Call(
    "permission_source_categories.list",
    "GET",
    "/api/v1/PermissionSourceCategories",
    returns=list[PermissionSourceCategory],
)


class PermissionSourceCategoriesResource(Resource):
    """Categories of permission sources."""

    def list(self) -> builtins.list[PermissionSourceCategory]:
        """List the categories of permission sources.

        `GET /api/v1/PermissionSourceCategories`
        """
        return self._call(_LIST)


class AsyncPermissionSourceCategoriesResource(AsyncResource):
    """Categories of permission sources."""

    async def list(self) -> builtins.list[PermissionSourceCategory]:
        """List the categories of permission sources.

        `GET /api/v1/PermissionSourceCategories`
        """
        return await self._call(_LIST)
