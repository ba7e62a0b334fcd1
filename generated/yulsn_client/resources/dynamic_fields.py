"""The calls of the group DynamicFields, sync and async."""

from __future__ import annotations

import builtins
from typing import Literal

from .._runtime.calls import Call
from .._runtime.resources import AsyncResource, Resource
from ..models.dynamic_fields import DynamicField

_LIST: Call[list[DynamicField]] = Call(
    "dynamic_fields.list", "GET", "/api/v1/DynamicFields/{id}", returns=list[DynamicField]
)


class DynamicFieldsResource(Resource):
    """The fields that an account has added to contacts, companies, orders, order lines, stores and
    its own tables.
    """

    def list(
        self,
        owner: Literal["Contacts", "ContactCompanies", "Orders", "OrderLines", "Stores", "DynamicTable"],
        *,
        id: int | None = None,
    ) -> builtins.list[DynamicField]:
        """List the fields that the account has added to an owner.

        The id of the table is needed for the owner DynamicTable, and for no other.

        Args:
            owner: What the fields hang on, by name.
            id: Number of the dynamic table, when the owner is one; for the other owners this
                segment is left out, with the slash before it.

        Raises:
            NotFoundError: There is no such object, or not the one that it hangs on.
        """
        return self._call(_LIST, path={"id": id}, query={"owner": owner})


class AsyncDynamicFieldsResource(AsyncResource):
    """The fields that an account has added to contacts, companies, orders, order lines, stores and
    its own tables.
    """

    async def list(
        self,
        owner: Literal["Contacts", "ContactCompanies", "Orders", "OrderLines", "Stores", "DynamicTable"],
        *,
        id: int | None = None,
    ) -> builtins.list[DynamicField]:
        """List the fields that the account has added to an owner.

        The id of the table is needed for the owner DynamicTable, and for no other.

        Args:
            owner: What the fields hang on, by name.
            id: Number of the dynamic table, when the owner is one; for the other owners this
                segment is left out, with the slash before it.

        Raises:
            NotFoundError: There is no such object, or not the one that it hangs on.
        """
        return await self._call(_LIST, path={"id": id}, query={"owner": owner})
