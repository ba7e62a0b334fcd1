"""The calls of the API's VoucherCodes group, synchronous and asynchronous."""

from __future__ import annotations

from .._runtime.calls import Call
from .._runtime.resources import AsyncResource, Resource
from ..models.vouchers import VoucherCodeImport, VoucherCodeImported

_IMPORT_CSV: Call[VoucherCodeImported] = Call(
    "voucher_codes.import_csv",
    "POST",
    "/api/v2/{accountId}/VoucherCodes/Import",
    body=VoucherCodeImport,
    returns=VoucherCodeImported,
)


class VoucherCodesResource(Resource):
    """The codes of vouchers."""

    def import_csv(self, codes: VoucherCodeImport) -> VoucherCodeImported:
        """Import the codes of a voucher from a CSV file.

        Pass either the file or its URL.

        This call is not in the public documentation of the API.

        `POST /api/v2/{accountId}/VoucherCodes/Import`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value.
            NotFoundError: The object, or its parent, does not exist.
        """
        return self._call(_IMPORT_CSV, body=codes)


class AsyncVoucherCodesResource(AsyncResource):
    """The codes of vouchers."""

    async def import_csv(self, codes: VoucherCodeImport) -> VoucherCodeImported:
        """Import the codes of a voucher from a CSV file.

        Pass either the file or its URL.

        This call is not in the public documentation of the API.

        `POST /api/v2/{accountId}/VoucherCodes/Import`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value.
            NotFoundError: The object, or its parent, does not exist.
        """
        return await self._call(_IMPORT_CSV, body=codes)
