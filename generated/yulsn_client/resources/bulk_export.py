"""The calls of the API's BulkExport group, synchronous and asynchronous."""

from __future__ import annotations

import builtins

from .._runtime.calls import Call
from .._runtime.export_resource import AsyncExportResource, ExportResource
from ..models.bulk_export import BulkExport, BulkExportCreate, ExportType

_LIST: Call[list[BulkExport]] = Call(
    "bulk_export.list", "GET", "/api/v1/BulkExport", parameters={"type": ExportType | None}, returns=list[BulkExport]
)
_CREATE: Call[None] = Call("bulk_export.create", "POST", "/api/v1/BulkExport", body=BulkExportCreate)


class BulkExportResource(ExportResource):
    """Large exports to files, created in the background and downloaded when ready."""

    def list(self, *, type: ExportType | None = None) -> builtins.list[BulkExport]:
        """List bulk exports, optionally of one type.

        `GET /api/v1/BulkExport?type={type}`

        Args:
            type: Only exports of this type; sent as a number.
        """
        return self._call(_LIST, query={"type": type})

    def create(self, export: BulkExportCreate) -> None:
        """Start a bulk export.

        The file appears in the list of bulk exports when it is ready. The response is not
        documented, so nothing is returned.

        `POST /api/v1/BulkExport`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
        """
        return self._call(_CREATE, body=export)


class AsyncBulkExportResource(AsyncExportResource):
    """Large exports to files, created in the background and downloaded when ready."""

    async def list(self, *, type: ExportType | None = None) -> builtins.list[BulkExport]:
        """List bulk exports, optionally of one type.

        `GET /api/v1/BulkExport?type={type}`

        Args:
            type: Only exports of this type; sent as a number.
        """
        return await self._call(_LIST, query={"type": type})

    async def create(self, export: BulkExportCreate) -> None:
        """Start a bulk export.

        The file appears in the list of bulk exports when it is ready. The response is not
        documented, so nothing is returned.

        `POST /api/v1/BulkExport`

        Raises:
            BadRequestError: The request is invalid: a property is missing or has an invalid value,
                or the operation is not possible.
        """
        return await self._call(_CREATE, body=export)
