"""The bases of the resources of the account's tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .resources import AsyncResource, Resource

__all__ = ["AsyncTableResource", "TableResource"]


class TableResource(Resource):
    """The calls of a table, and its rows as Arrow data."""

    def to_arrow(self, *, fields: Sequence[str] | None = None, deadline: float = 600.0) -> Any:
        """Export the table, and return its rows as a `pyarrow.Table`. Needs the extra `arrow`.

        Columns have wire names, and the labels of the account's fields as metadata. A column with values that do not
        fit its type is text, and is reported to `on_drift`. `bulk_export.run` has more options.

        Args:
            fields: Wire names of the columns; all by default.
            deadline: Seconds that the export may take.

        Raises:
            YulsnTimeoutError: The export was not finished in time.
            YulsnError: pyarrow is not installed, or the export failed.
        """
        from .arrow_tables import library
        from .export_resource import ExportResource

        library("pyarrow")
        with ExportResource(self._transport).run(self, fields=fields, deadline=deadline) as export:
            return export.to_table()


class AsyncTableResource(AsyncResource):
    """The calls of a table, and its rows as Arrow data."""

    async def to_arrow(self, *, fields: Sequence[str] | None = None, deadline: float = 600.0) -> Any:
        """Export the table, and return its rows as a `pyarrow.Table`. Needs the extra `arrow`.

        Columns have wire names, and the labels of the account's fields as metadata. A column with values that do not
        fit its type is text, and is reported to `on_drift`. `bulk_export.run` has more options.

        Args:
            fields: Wire names of the columns; all by default.
            deadline: Seconds that the export may take.

        Raises:
            YulsnTimeoutError: The export was not finished in time.
            YulsnError: pyarrow is not installed, or the export failed.
        """
        from .arrow_tables import library
        from .export_resource import AsyncExportResource

        library("pyarrow")
        async with AsyncExportResource(self._transport).run(self, fields=fields, deadline=deadline) as export:
            return export.to_table()
