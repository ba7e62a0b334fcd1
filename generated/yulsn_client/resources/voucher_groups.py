"""The calls of the API's VoucherGroups group, synchronous and asynchronous."""

from __future__ import annotations

import builtins
from datetime import date

from .._runtime.calls import Call
from .._runtime.resources import AsyncResource, Resource
from ..models.vouchers import VoucherGroup, VoucherGroupVoucher

_LIST: Call[list[VoucherGroup]] = Call(
    "voucher_groups.list", "GET", "/api/v2/{accountId}/VoucherGroups", returns=list[VoucherGroup]
)
_LIST_ACTIVE: Call[list[VoucherGroup]] = Call(
    "voucher_groups.list_active", "GET", "/api/v2/{accountId}/VoucherGroups/Active", returns=list[VoucherGroup]
)
_GET: Call[VoucherGroup] = Call(
    "voucher_groups.get",
    "GET",
    "/api/v2/{accountId}/VoucherGroups/{groupId}",
    parameters={"groupId": int},
    returns=VoucherGroup,
)
_LIST_VOUCHERS: Call[list[VoucherGroupVoucher]] = Call(
    "voucher_groups.list_vouchers",
    "GET",
    "/api/v2/{accountId}/VoucherGroups/{groupId}/Vouchers",
    parameters={"groupId": int, "validTo": date | None},
    returns=list[VoucherGroupVoucher],
)
_LIST_ACTIVE_VOUCHERS: Call[list[VoucherGroupVoucher]] = Call(
    "voucher_groups.list_active_vouchers",
    "GET",
    "/api/v2/{accountId}/VoucherGroups/{groupId}/Vouchers/Active",
    parameters={"groupId": int},
    returns=list[VoucherGroupVoucher],
)
_GET_VOUCHER: Call[VoucherGroupVoucher] = Call(
    "voucher_groups.get_voucher",
    "GET",
    "/api/v2/{accountId}/VoucherGroups/{groupId}/Vouchers/{voucherId}",
    parameters={"groupId": int, "voucherId": int},
    returns=VoucherGroupVoucher,
)


class VoucherGroupsResource(Resource):
    """Groups of vouchers."""

    def list(self) -> builtins.list[VoucherGroup]:
        """List all voucher groups.

        This call is not in the public documentation of the API.

        `GET /api/v2/{accountId}/VoucherGroups`
        """
        return self._call(_LIST)

    def list_active(self) -> builtins.list[VoucherGroup]:
        """List the active voucher groups.

        This call is not in the public documentation of the API.

        `GET /api/v2/{accountId}/VoucherGroups/Active`
        """
        return self._call(_LIST_ACTIVE)

    def get(self, group_id: int) -> VoucherGroup:
        """Get a voucher group by its id.

        This call is not in the public documentation of the API.

        `GET /api/v2/{accountId}/VoucherGroups/{groupId}`

        Args:
            group_id: Id of the voucher group.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_GET, path={"groupId": group_id})

    def list_vouchers(self, group_id: int, *, valid_to: date | None = None) -> builtins.list[VoucherGroupVoucher]:
        """List the vouchers of a group, active and inactive.

        This call is not in the public documentation of the API.

        `GET /api/v2/{accountId}/VoucherGroups/{groupId}/Vouchers?validTo={validTo}`

        Args:
            group_id: Id of the voucher group.
            valid_to: A date; we assume that codes that are no longer valid then are not counted.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_LIST_VOUCHERS, path={"groupId": group_id}, query={"validTo": valid_to})

    def list_active_vouchers(self, group_id: int) -> builtins.list[VoucherGroupVoucher]:
        """List the active vouchers of a group.

        This call is not in the public documentation of the API.

        `GET /api/v2/{accountId}/VoucherGroups/{groupId}/Vouchers/Active`

        Args:
            group_id: Id of the voucher group.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_LIST_ACTIVE_VOUCHERS, path={"groupId": group_id})

    def get_voucher(self, group_id: int, voucher_id: int) -> VoucherGroupVoucher:
        """Get a voucher of a group.

        This call is not in the public documentation of the API.

        `GET /api/v2/{accountId}/VoucherGroups/{groupId}/Vouchers/{voucherId}`

        Args:
            group_id: Id of the voucher group.
            voucher_id: Id of the voucher.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_GET_VOUCHER, path={"groupId": group_id, "voucherId": voucher_id})


class AsyncVoucherGroupsResource(AsyncResource):
    """Groups of vouchers."""

    async def list(self) -> builtins.list[VoucherGroup]:
        """List all voucher groups.

        This call is not in the public documentation of the API.

        `GET /api/v2/{accountId}/VoucherGroups`
        """
        return await self._call(_LIST)

    async def list_active(self) -> builtins.list[VoucherGroup]:
        """List the active voucher groups.

        This call is not in the public documentation of the API.

        `GET /api/v2/{accountId}/VoucherGroups/Active`
        """
        return await self._call(_LIST_ACTIVE)

    async def get(self, group_id: int) -> VoucherGroup:
        """Get a voucher group by its id.

        This call is not in the public documentation of the API.

        `GET /api/v2/{accountId}/VoucherGroups/{groupId}`

        Args:
            group_id: Id of the voucher group.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_GET, path={"groupId": group_id})

    async def list_vouchers(self, group_id: int, *, valid_to: date | None = None) -> builtins.list[VoucherGroupVoucher]:
        """List the vouchers of a group, active and inactive.

        This call is not in the public documentation of the API.

        `GET /api/v2/{accountId}/VoucherGroups/{groupId}/Vouchers?validTo={validTo}`

        Args:
            group_id: Id of the voucher group.
            valid_to: A date; we assume that codes that are no longer valid then are not counted.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_LIST_VOUCHERS, path={"groupId": group_id}, query={"validTo": valid_to})

    async def list_active_vouchers(self, group_id: int) -> builtins.list[VoucherGroupVoucher]:
        """List the active vouchers of a group.

        This call is not in the public documentation of the API.

        `GET /api/v2/{accountId}/VoucherGroups/{groupId}/Vouchers/Active`

        Args:
            group_id: Id of the voucher group.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_LIST_ACTIVE_VOUCHERS, path={"groupId": group_id})

    async def get_voucher(self, group_id: int, voucher_id: int) -> VoucherGroupVoucher:
        """Get a voucher of a group.

        This call is not in the public documentation of the API.

        `GET /api/v2/{accountId}/VoucherGroups/{groupId}/Vouchers/{voucherId}`

        Args:
            group_id: Id of the voucher group.
            voucher_id: Id of the voucher.

        Raises:
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_GET_VOUCHER, path={"groupId": group_id, "voucherId": voucher_id})
