"""The calls of the API's PermissionSourceCategoryRelations group, synchronous and asynchronous."""

from __future__ import annotations

import builtins

from .._runtime.calls import Call
from .._runtime.resources import AsyncResource, Resource
from ..models.permission_source_category_relations import PermissionSourceCategoryRelation

_LIST: Call[list[PermissionSourceCategoryRelation]] = Call(
    "permission_source_category_relations.list",
    "GET",
    "/api/v1/PermissionSourceCategoryRelations",
    returns=list[PermissionSourceCategoryRelation],
)


class PermissionSourceCategoryRelationsResource(Resource):
    """Which permission source belongs to which category."""

    def list(self) -> builtins.list[PermissionSourceCategoryRelation]:
        """List the relations between permission sources and categories.

        `GET /api/v1/PermissionSourceCategoryRelations`
        """
        return self._call(_LIST)


class AsyncPermissionSourceCategoryRelationsResource(AsyncResource):
    """Which permission source belongs to which category."""

    async def list(self) -> builtins.list[PermissionSourceCategoryRelation]:
        """List the relations between permission sources and categories.

        `GET /api/v1/PermissionSourceCategoryRelations`
        """
        return await self._call(_LIST)
