"""The calls of the API's DynamicFields group, synchronous and asynchronous."""

from __future__ import annotations

import builtins
from typing import Literal

from .._runtime.calls import Call
from .._runtime.resources import AsyncResource, Resource
from ..models.dynamic_fields import DynamicField

_LIST: Call[list[DynamicField]] = Call(
    "dynamic_fields.list",
    "GET",
    "/api/v1/DynamicFields/{id}",
    parameters={
        "id": int | None,
        "owner": Literal["Contacts", "ContactCompanies", "Orders", "OrderLines", "Stores", "DynamicTable"],
    },
    returns=list[DynamicField],
)


class DynamicFieldsResource(Resource):
    """The custom fields of contacts, companies, orders, order lines, stores and dynamic tables."""

    def list(
        self,
        owner: Literal["Contacts", "ContactCompanies", "Orders", "OrderLines", "Stores", "DynamicTable"],
        *,
        id: int | None = None,
    ) -> builtins.list[DynamicField]:
        """List the dynamic fields of an owner.

        The table's id is required for the owner DynamicTable, and only for it.

        `GET /api/v1/DynamicFields/{id}?owner={owner}`

        Args:
            owner: Name of the owner: what the fields belong to.
            id: Id of the dynamic table, if the owner is one. For other owners, omit this segment
                and the slash before it.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_LIST, path={"id": id}, query={"owner": owner})


class AsyncDynamicFieldsResource(AsyncResource):
    """The custom fields of contacts, companies, orders, order lines, stores and dynamic tables."""

    async def list(
        self,
        owner: Literal["Contacts", "ContactCompanies", "Orders", "OrderLines", "Stores", "DynamicTable"],
        *,
        id: int | None = None,
    ) -> builtins.list[DynamicField]:
        """List the dynamic fields of an owner.

        The table's id is required for the owner DynamicTable, and only for it.

        `GET /api/v1/DynamicFields/{id}?owner={owner}`

        Args:
            owner: Name of the owner: what the fields belong to.
            id: Id of the dynamic table, if the owner is one. For other owners, omit this segment
                and the slash before it.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_LIST, path={"id": id}, query={"owner": owner})
