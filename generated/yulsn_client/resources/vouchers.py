"""The calls of the API's Vouchers group, synchronous and asynchronous."""

from __future__ import annotations

import builtins

from .._runtime.calls import Call
from .._runtime.resources import AsyncResource, Resource
from ..models.vouchers import Voucher, VoucherCreated, VoucherWrite

_LIST: Call[list[Voucher]] = Call("vouchers.list", "GET", "/api/v2/{accountId}/Vouchers", returns=list[Voucher])
_CREATE: Call[VoucherCreated] = Call(
    "vouchers.create", "POST", "/api/v2/{accountId}/Vouchers", body=VoucherWrite, returns=VoucherCreated
)
_UPDATE: Call[None] = Call(
    "vouchers.update",
    "PUT",
    "/api/v2/{accountId}/Vouchers/{voucherId}",
    parameters={"voucherId": int},
    body=VoucherWrite,
)


class VouchersResource(Resource):
    """Vouchers."""

    def list(self) -> builtins.list[Voucher]:
        """List all vouchers, active and inactive.

        This call is not in the public documentation of the API.

        `GET /api/v2/{accountId}/Vouchers`
        """
        return self._call(_LIST)

    def create(self, voucher: VoucherWrite) -> VoucherCreated:
        """Create a voucher.

        This call is not in the public documentation of the API.

        `POST /api/v2/{accountId}/Vouchers`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value.
        """
        return self._call(_CREATE, body=voucher)

    def update(self, voucher_id: int, voucher: VoucherWrite) -> None:
        """Replace a voucher.

        What is left out becomes null (inferred).

        This call is not in the public documentation of the API.

        `PUT /api/v2/{accountId}/Vouchers/{voucherId}`

        Args:
            voucher_id: Id of the voucher.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value.
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_UPDATE, path={"voucherId": voucher_id}, body=voucher)


class AsyncVouchersResource(AsyncResource):
    """Vouchers."""

    async def list(self) -> builtins.list[Voucher]:
        """List all vouchers, active and inactive.

        This call is not in the public documentation of the API.

        `GET /api/v2/{accountId}/Vouchers`
        """
        return await self._call(_LIST)

    async def create(self, voucher: VoucherWrite) -> VoucherCreated:
        """Create a voucher.

        This call is not in the public documentation of the API.

        `POST /api/v2/{accountId}/Vouchers`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value.
        """
        return await self._call(_CREATE, body=voucher)

    async def update(self, voucher_id: int, voucher: VoucherWrite) -> None:
        """Replace a voucher.

        What is left out becomes null (inferred).

        This call is not in the public documentation of the API.

        `PUT /api/v2/{accountId}/Vouchers/{voucherId}`

        Args:
            voucher_id: Id of the voucher.

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value.
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_UPDATE, path={"voucherId": voucher_id}, body=voucher)
