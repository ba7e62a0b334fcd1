"""The calls of the API's Orders group, synchronous and asynchronous."""

from __future__ import annotations

from collections.abc import Iterable

from .._runtime.calls import Call
from .._runtime.resources import AsyncResource, Resource
from .._runtime.search import Condition
from ..models.orders import Order, OrderCreate, OrderLine, OrderLineCreate, OrderLinePatch, OrderPatch
from ..types import OrderType

_LIST_BY_CONTACT: Call[list[Order]] = Call(
    "orders.list_by_contact",
    "GET",
    "/api/v1/Orders",
    parameters={"contactId": int, "orderType": OrderType | None, "withOrderLines": bool | None},
    returns=list[Order],
)
_LIST_BY_EXT_ORDER_ID: Call[list[Order]] = Call(
    "orders.list_by_ext_order_id", "GET", "/api/v1/Orders", parameters={"extOrderId": str}, returns=list[Order]
)
_CREATE: Call[Order] = Call("orders.create", "POST", "/api/v1/Orders", body=OrderCreate, returns=Order)
_SEARCH: Call[list[Order]] = Call("orders.search", "SEARCH", "/api/v1/Orders", returns=list[Order])
_GET: Call[Order] = Call("orders.get", "GET", "/api/v1/Orders/{id}", parameters={"id": int}, returns=Order)
_DELETE: Call[Order] = Call("orders.delete", "DELETE", "/api/v1/Orders/{id}", parameters={"id": int}, returns=Order)
_PATCH: Call[Order] = Call(
    "orders.patch", "PATCH", "/api/v1/Orders/{id}", parameters={"id": int}, body=OrderPatch, returns=Order
)
_LIST_TYPES: Call[list[str]] = Call("orders.list_types", "GET", "/api/v1/Orders/Types", returns=list[str])
_ADD_LINE: Call[OrderLine] = Call(
    "orders.add_line",
    "POST",
    "/api/v1/Orders/{id}/Lines",
    parameters={"id": int},
    body=OrderLineCreate,
    returns=OrderLine,
)
_DELETE_LINE: Call[OrderLine] = Call(
    "orders.delete_line",
    "DELETE",
    "/api/v1/Orders/{id}/Lines/{lid}",
    parameters={"id": int, "lid": int},
    returns=OrderLine,
)
_PATCH_LINE: Call[OrderLine] = Call(
    "orders.patch_line",
    "PATCH",
    "/api/v1/Orders/{id}/Lines/{lid}",
    parameters={"id": int, "lid": int},
    body=OrderLinePatch,
    returns=OrderLine,
)


class OrdersResource(Resource):
    """Orders and their lines."""

    def list_by_contact(
        self, contact_id: int, *, order_type: OrderType | None = None, with_order_lines: bool | None = None
    ) -> list[Order]:
        """List the orders of a contact.

        The list is empty if there is no such contact or order type (observed).

        `GET /api/v1/Orders?contactId={contactId}`

        Args:
            contact_id: Id of the contact.
            order_type: Only orders of this type.
            with_order_lines: Whether to include the order lines; defaults to true.
        """
        return self._call(
            _LIST_BY_CONTACT,
            query={"contactId": contact_id, "orderType": order_type, "withOrderLines": with_order_lines},
        )

    def list_by_ext_order_id(self, ext_order_id: str) -> list[Order]:
        """List the orders with an external id.

        `GET /api/v1/Orders?extOrderId={extOrderId}`

        Args:
            ext_order_id: The order's key in an external system.
        """
        return self._call(_LIST_BY_EXT_ORDER_ID, query={"extOrderId": ext_order_id})

    def create(self, order: OrderCreate) -> Order:
        """Create an order with its lines.

        Responds with 400 if there are no lines, if a line has no quantity or price, or if the
        account does not have the order type.

        `POST /api/v1/Orders`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
        """
        return self._call(_CREATE, body=order)

    def search(self, *conditions: Condition[Order]) -> list[Order]:
        """Find the orders for which all conditions hold.

        The orders are returned with their lines; there is no paging. We assume that all conditions
        must hold.

        This call is not in the public documentation of the API.

        `SEARCH /api/v1/Orders`

        Args:
            conditions: Comparisons of the fields of `OrderField`.
        """
        return self._search(_SEARCH, body=conditions)

    def get(self, id: int) -> Order:
        """Get an order by its id.

        `GET /api/v1/Orders/{id}`

        Args:
            id: Id of the order.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_GET, path={"id": id})

    def get_many(self, ids: Iterable[int], *, concurrency: int = 8) -> list[Order]:
        """Get many objects by id, in the order given, with several requests in flight.

        `GET /api/v1/Orders/{id}`, for each id.

        Args:
            ids: Ids of the objects; duplicates are allowed.
            concurrency: Maximum number of requests in flight.

        Raises:
            GetManyError: Some objects could not be fetched. It holds the errors and the other
                objects.
        """
        return self._get_many(_GET, path={"id": ids}, concurrency=concurrency)

    def delete(self, id: int) -> Order:
        """Delete an order with its lines and return it.

        `DELETE /api/v1/Orders/{id}`

        Args:
            id: Id of the order.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_DELETE, path={"id": id})

    def patch(self, id: int, order: OrderPatch) -> Order:
        """Update some properties of an order.

        Only the properties that are sent are changed (documented).

        `PATCH /api/v1/Orders/{id}`

        Args:
            id: Id of the order.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_PATCH, path={"id": id}, body=order)

    def list_types(self) -> list[str]:
        """List the account's order types.

        `GET /api/v1/Orders/Types`
        """
        return self._call(_LIST_TYPES)

    def add_line(self, id: int, line: OrderLineCreate) -> OrderLine:
        """Add a line to an order.

        Responds with 404 if the order does not exist, and with 400 if the line is invalid
        (documented), such as `Invalid order line!` without quantity or price (observed).

        `POST /api/v1/Orders/{id}/Lines`

        Args:
            id: Id of the order.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_ADD_LINE, path={"id": id}, body=line)

    def delete_line(self, id: int, line_id: int) -> OrderLine:
        """Delete an order line and return it.

        Responds with 400 if it is the order's only line: delete the order instead (documented).

        `DELETE /api/v1/Orders/{id}/Lines/{lid}`

        Args:
            id: Id of the order.
            line_id: Id of the order line.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_DELETE_LINE, path={"id": id, "lid": line_id})

    def patch_line(self, id: int, line_id: int, line: OrderLinePatch) -> OrderLine:
        """Update some properties of an order line.

        Only the properties that are sent are changed. Responds with 404 if the order or the line
        does not exist (documented).

        `PATCH /api/v1/Orders/{id}/Lines/{lid}`

        Args:
            id: Id of the order.
            line_id: Id of the order line.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_PATCH_LINE, path={"id": id, "lid": line_id}, body=line)


class AsyncOrdersResource(AsyncResource):
    """Orders and their lines."""

    async def list_by_contact(
        self, contact_id: int, *, order_type: OrderType | None = None, with_order_lines: bool | None = None
    ) -> list[Order]:
        """List the orders of a contact.

        The list is empty if there is no such contact or order type (observed).

        `GET /api/v1/Orders?contactId={contactId}`

        Args:
            contact_id: Id of the contact.
            order_type: Only orders of this type.
            with_order_lines: Whether to include the order lines; defaults to true.
        """
        return await self._call(
            _LIST_BY_CONTACT,
            query={"contactId": contact_id, "orderType": order_type, "withOrderLines": with_order_lines},
        )

    async def list_by_ext_order_id(self, ext_order_id: str) -> list[Order]:
        """List the orders with an external id.

        `GET /api/v1/Orders?extOrderId={extOrderId}`

        Args:
            ext_order_id: The order's key in an external system.
        """
        return await self._call(_LIST_BY_EXT_ORDER_ID, query={"extOrderId": ext_order_id})

    async def create(self, order: OrderCreate) -> Order:
        """Create an order with its lines.

        Responds with 400 if there are no lines, if a line has no quantity or price, or if the
        account does not have the order type.

        `POST /api/v1/Orders`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
        """
        return await self._call(_CREATE, body=order)

    async def search(self, *conditions: Condition[Order]) -> list[Order]:
        """Find the orders for which all conditions hold.

        The orders are returned with their lines; there is no paging. We assume that all conditions
        must hold.

        This call is not in the public documentation of the API.

        `SEARCH /api/v1/Orders`

        Args:
            conditions: Comparisons of the fields of `OrderField`.
        """
        return await self._search(_SEARCH, body=conditions)

    async def get(self, id: int) -> Order:
        """Get an order by its id.

        `GET /api/v1/Orders/{id}`

        Args:
            id: Id of the order.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_GET, path={"id": id})

    async def get_many(self, ids: Iterable[int], *, concurrency: int = 8) -> list[Order]:
        """Get many objects by id, in the order given, with several requests in flight.

        `GET /api/v1/Orders/{id}`, for each id.

        Args:
            ids: Ids of the objects; duplicates are allowed.
            concurrency: Maximum number of requests in flight.

        Raises:
            GetManyError: Some objects could not be fetched. It holds the errors and the other
                objects.
        """
        return await self._get_many(_GET, path={"id": ids}, concurrency=concurrency)

    async def delete(self, id: int) -> Order:
        """Delete an order with its lines and return it.

        `DELETE /api/v1/Orders/{id}`

        Args:
            id: Id of the order.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_DELETE, path={"id": id})

    async def patch(self, id: int, order: OrderPatch) -> Order:
        """Update some properties of an order.

        Only the properties that are sent are changed (documented).

        `PATCH /api/v1/Orders/{id}`

        Args:
            id: Id of the order.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_PATCH, path={"id": id}, body=order)

    async def list_types(self) -> list[str]:
        """List the account's order types.

        `GET /api/v1/Orders/Types`
        """
        return await self._call(_LIST_TYPES)

    async def add_line(self, id: int, line: OrderLineCreate) -> OrderLine:
        """Add a line to an order.

        Responds with 404 if the order does not exist, and with 400 if the line is invalid
        (documented), such as `Invalid order line!` without quantity or price (observed).

        `POST /api/v1/Orders/{id}/Lines`

        Args:
            id: Id of the order.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_ADD_LINE, path={"id": id}, body=line)

    async def delete_line(self, id: int, line_id: int) -> OrderLine:
        """Delete an order line and return it.

        Responds with 400 if it is the order's only line: delete the order instead (documented).

        `DELETE /api/v1/Orders/{id}/Lines/{lid}`

        Args:
            id: Id of the order.
            line_id: Id of the order line.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_DELETE_LINE, path={"id": id, "lid": line_id})

    async def patch_line(self, id: int, line_id: int, line: OrderLinePatch) -> OrderLine:
        """Update some properties of an order line.

        Only the properties that are sent are changed. Responds with 404 if the order or the line
        does not exist (documented).

        `PATCH /api/v1/Orders/{id}/Lines/{lid}`

        Args:
            id: Id of the order.
            line_id: Id of the order line.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_PATCH_LINE, path={"id": id, "lid": line_id}, body=line)
