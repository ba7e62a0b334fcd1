"""The calls of the group Orders, sync and async."""

from __future__ import annotations

from collections.abc import Iterable

from .._runtime.calls import Call
from .._runtime.resources import AsyncResource, Resource
from ..models.orders import Order, OrderCreate, OrderLine, OrderLineCreate, OrderLinePatch, OrderPatch
from ..types import OrderType

_LIST_BY_CONTACT: Call[list[Order]] = Call("orders.list_by_contact", "GET", "/api/v1/Orders", returns=list[Order])
_LIST_BY_EXT_ORDER_ID: Call[list[Order]] = Call(
    "orders.list_by_ext_order_id", "GET", "/api/v1/Orders", returns=list[Order]
)
_CREATE: Call[Order] = Call("orders.create", "POST", "/api/v1/Orders", returns=Order)
_GET: Call[Order] = Call("orders.get", "GET", "/api/v1/Orders/{id}", returns=Order)
_DELETE: Call[Order] = Call("orders.delete", "DELETE", "/api/v1/Orders/{id}", returns=Order)
_PATCH: Call[Order] = Call("orders.patch", "PATCH", "/api/v1/Orders/{id}", returns=Order)
_LIST_TYPES: Call[list[str]] = Call("orders.list_types", "GET", "/api/v1/Orders/Types", returns=list[str])
_ADD_LINE: Call[OrderLine] = Call("orders.add_line", "POST", "/api/v1/Orders/{id}/Lines", returns=OrderLine)
_DELETE_LINE: Call[OrderLine] = Call(
    "orders.delete_line", "DELETE", "/api/v1/Orders/{id}/Lines/{lid}", returns=OrderLine
)
_PATCH_LINE: Call[OrderLine] = Call("orders.patch_line", "PATCH", "/api/v1/Orders/{id}/Lines/{lid}", returns=OrderLine)


class OrdersResource(Resource):
    """Orders of contacts, and their lines."""

    def list_by_contact(
        self, contact_id: int, *, order_type: OrderType | None = None, with_order_lines: bool | None = None
    ) -> list[Order]:
        """List the orders of a contact.

        Args:
            contact_id: Id of the contact.
            order_type: Only orders of this type.
            with_order_lines: Whether the orders come with their lines.
        """
        return self._call(
            _LIST_BY_CONTACT,
            query={"contactId": contact_id, "orderType": order_type, "withOrderLines": with_order_lines},
        )

    def list_by_ext_order_id(self, ext_order_id: str) -> list[Order]:
        """List the orders with a key outside Yulsn.

        Args:
            ext_order_id: The order's key in a system outside Yulsn.
        """
        return self._call(_LIST_BY_EXT_ORDER_ID, query={"extOrderId": ext_order_id})

    def create(self, order: OrderCreate) -> Order:
        """Create an order with its lines.

        Raises on 400 when there are no lines, when a line has no quantity or no price, and when the
        account has no such order type.

        Raises:
            BadRequestError: The API cannot make sense of what was sent: a property is missing or
                not valid, or the operation is not possible.
        """
        return self._call(_CREATE, body=order)

    def get(self, id: int) -> Order:
        """Get an order by its id.

        Args:
            id: Number of the order.

        Raises:
            NotFoundError: There is no such object, or not the one that it hangs on.
        """
        return self._call(_GET, path={"id": id})

    def get_many(self, ids: Iterable[int], *, concurrency: int = 8) -> list[Order]:
        """Get many by their ids, in the order of the ids, a few requests at a time.

        Args:
            ids: Ids, which may repeat.
            concurrency: Requests at a time, at most.

        Raises:
            GetManyError: Some could not be read; it holds the errors by id, and all that were read.
        """
        return self._get_many(_GET, path={"id": ids}, concurrency=concurrency)

    def delete(self, id: int) -> Order:
        """Delete an order with its lines, and return what it was.

        Args:
            id: Number of the order.

        Raises:
            BadRequestError: The API cannot make sense of what was sent: a property is missing or
                not valid, or the operation is not possible.
            NotFoundError: There is no such object, or not the one that it hangs on.
        """
        return self._call(_DELETE, path={"id": id})

    def patch(self, id: int, order: OrderPatch) -> Order:
        """Change some properties of an order.

        Only the properties that are sent are changed (documentation).

        Args:
            id: Number of the order.

        Raises:
            BadRequestError: The API cannot make sense of what was sent: a property is missing or
                not valid, or the operation is not possible.
            NotFoundError: There is no such object, or not the one that it hangs on.
        """
        return self._call(_PATCH, path={"id": id}, body=order)

    def list_types(self) -> list[str]:
        """List the types that an order of this account may have."""
        return self._call(_LIST_TYPES)

    def add_line(self, id: int, line: OrderLineCreate) -> OrderLine:
        """Add a line to an order.

        Raises on 404 when there is no such order, and on 400 when the line is not valid
        (documentation).

        Args:
            id: Number of the order.

        Raises:
            BadRequestError: The API cannot make sense of what was sent: a property is missing or
                not valid, or the operation is not possible.
            NotFoundError: There is no such object, or not the one that it hangs on.
        """
        return self._call(_ADD_LINE, path={"id": id}, body=line)

    def delete_line(self, id: int, line_id: int) -> OrderLine:
        """Delete an order line, and return what it was.

        Raises on 400 when it is the order's only line: delete the order instead (documentation).

        Args:
            id: Number of the order.
            line_id: Number of the order line.

        Raises:
            BadRequestError: The API cannot make sense of what was sent: a property is missing or
                not valid, or the operation is not possible.
            NotFoundError: There is no such object, or not the one that it hangs on.
        """
        return self._call(_DELETE_LINE, path={"id": id, "lid": line_id})

    def patch_line(self, id: int, line_id: int, line: OrderLinePatch) -> OrderLine:
        """Change some properties of an order line.

        Only the properties that are sent are changed. Raises on 404 when there is no such order or
        no such line (documentation).

        Args:
            id: Number of the order.
            line_id: Number of the order line.

        Raises:
            BadRequestError: The API cannot make sense of what was sent: a property is missing or
                not valid, or the operation is not possible.
            NotFoundError: There is no such object, or not the one that it hangs on.
        """
        return self._call(_PATCH_LINE, path={"id": id, "lid": line_id}, body=line)


class AsyncOrdersResource(AsyncResource):
    """Orders of contacts, and their lines."""

    async def list_by_contact(
        self, contact_id: int, *, order_type: OrderType | None = None, with_order_lines: bool | None = None
    ) -> list[Order]:
        """List the orders of a contact.

        Args:
            contact_id: Id of the contact.
            order_type: Only orders of this type.
            with_order_lines: Whether the orders come with their lines.
        """
        return await self._call(
            _LIST_BY_CONTACT,
            query={"contactId": contact_id, "orderType": order_type, "withOrderLines": with_order_lines},
        )

    async def list_by_ext_order_id(self, ext_order_id: str) -> list[Order]:
        """List the orders with a key outside Yulsn.

        Args:
            ext_order_id: The order's key in a system outside Yulsn.
        """
        return await self._call(_LIST_BY_EXT_ORDER_ID, query={"extOrderId": ext_order_id})

    async def create(self, order: OrderCreate) -> Order:
        """Create an order with its lines.

        Raises on 400 when there are no lines, when a line has no quantity or no price, and when the
        account has no such order type.

        Raises:
            BadRequestError: The API cannot make sense of what was sent: a property is missing or
                not valid, or the operation is not possible.
        """
        return await self._call(_CREATE, body=order)

    async def get(self, id: int) -> Order:
        """Get an order by its id.

        Args:
            id: Number of the order.

        Raises:
            NotFoundError: There is no such object, or not the one that it hangs on.
        """
        return await self._call(_GET, path={"id": id})

    async def get_many(self, ids: Iterable[int], *, concurrency: int = 8) -> list[Order]:
        """Get many by their ids, in the order of the ids, a few requests at a time.

        Args:
            ids: Ids, which may repeat.
            concurrency: Requests at a time, at most.

        Raises:
            GetManyError: Some could not be read; it holds the errors by id, and all that were read.
        """
        return await self._get_many(_GET, path={"id": ids}, concurrency=concurrency)

    async def delete(self, id: int) -> Order:
        """Delete an order with its lines, and return what it was.

        Args:
            id: Number of the order.

        Raises:
            BadRequestError: The API cannot make sense of what was sent: a property is missing or
                not valid, or the operation is not possible.
            NotFoundError: There is no such object, or not the one that it hangs on.
        """
        return await self._call(_DELETE, path={"id": id})

    async def patch(self, id: int, order: OrderPatch) -> Order:
        """Change some properties of an order.

        Only the properties that are sent are changed (documentation).

        Args:
            id: Number of the order.

        Raises:
            BadRequestError: The API cannot make sense of what was sent: a property is missing or
                not valid, or the operation is not possible.
            NotFoundError: There is no such object, or not the one that it hangs on.
        """
        return await self._call(_PATCH, path={"id": id}, body=order)

    async def list_types(self) -> list[str]:
        """List the types that an order of this account may have."""
        return await self._call(_LIST_TYPES)

    async def add_line(self, id: int, line: OrderLineCreate) -> OrderLine:
        """Add a line to an order.

        Raises on 404 when there is no such order, and on 400 when the line is not valid
        (documentation).

        Args:
            id: Number of the order.

        Raises:
            BadRequestError: The API cannot make sense of what was sent: a property is missing or
                not valid, or the operation is not possible.
            NotFoundError: There is no such object, or not the one that it hangs on.
        """
        return await self._call(_ADD_LINE, path={"id": id}, body=line)

    async def delete_line(self, id: int, line_id: int) -> OrderLine:
        """Delete an order line, and return what it was.

        Raises on 400 when it is the order's only line: delete the order instead (documentation).

        Args:
            id: Number of the order.
            line_id: Number of the order line.

        Raises:
            BadRequestError: The API cannot make sense of what was sent: a property is missing or
                not valid, or the operation is not possible.
            NotFoundError: There is no such object, or not the one that it hangs on.
        """
        return await self._call(_DELETE_LINE, path={"id": id, "lid": line_id})

    async def patch_line(self, id: int, line_id: int, line: OrderLinePatch) -> OrderLine:
        """Change some properties of an order line.

        Only the properties that are sent are changed. Raises on 404 when there is no such order or
        no such line (documentation).

        Args:
            id: Number of the order.
            line_id: Number of the order line.

        Raises:
            BadRequestError: The API cannot make sense of what was sent: a property is missing or
                not valid, or the operation is not possible.
            NotFoundError: There is no such object, or not the one that it hangs on.
        """
        return await self._call(_PATCH_LINE, path={"id": id, "lid": line_id}, body=line)
