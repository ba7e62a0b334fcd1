"""The resource of bulk exports: `run` orders one, waits for its file, and downloads it."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Generator, Sequence
from contextlib import AbstractAsyncContextManager, AbstractContextManager, asynccontextmanager, contextmanager
from datetime import datetime

import httpx2

from .errors import YulsnError
from .export_download import Download
from .export_order import CREATE, LIST, TABLES, ExportOrder, options_of
from .export_run import ExportRun
from .exports import Export, ExportProgress
from .network import open_async, open_sync
from .resources import AsyncResource, Resource

__all__ = ["AsyncExportResource", "ExportResource"]

Window = tuple[datetime | None, datetime | None] | None
_FAILURES = (httpx2.HTTPError, httpx2.InvalidURL, TimeoutError)


class ExportResource(Resource):
    """The calls of bulk exports, and `run`, which combines them."""

    def run(
        self,
        what: object,
        *,
        fields: Sequence[str] | None = None,
        created: Window = None,
        modified: Window = None,
        after_id: int | None = None,
        item_type: str | None = None,
        segment_id: int | None = None,
        time_zone: str | None = None,
        compress: bool = True,
        delimiter: str = ",",
        row_delimiter: str = "\r\n",
        deadline: float = 600.0,
        on_progress: Callable[[ExportProgress], None] | None = None,
    ) -> AbstractContextManager[Export]:
        """Order an export, wait for its file, and download it.

            with client.bulk_export.run(ExportType.CONTACTS) as export:
                emails = [contact.email for contact in export.rows(Contact)]

        Args:
            what: A member of `ExportType`, or a table such as `client.tables.bikes`.
            fields: Wire names of the columns; all by default.
            created: Only objects created from the first until before the second time; either may be None.
            modified: The same for their last change; only for types whose changes the API knows.
            after_id: Only objects with a higher id; only for types whose objects are never changed.
            item_type: Only objects of this type: one order, point or event type.
            segment_id: Only contacts in this segment.
            time_zone: Time zone of the times in the file.
            compress: Whether the file is compressed.
            delimiter: Delimiter of columns.
            row_delimiter: Delimiter of rows.
            deadline: Seconds that all of it may take.
            on_progress: Called when a step begins, and after each part of the file.

        Raises:
            YulsnTimeoutError: The export was not finished in time.
            InvalidArgumentError: The API would ignore an option.
            YulsnError: A call failed, or the file could not be downloaded.
        """
        options = options_of(
            fields,
            created,
            modified,
            LastId=after_id,
            ItemType=item_type,
            SegmentId=segment_id,
            TimeZoneId=time_zone,
            UseCompression=compress,
        )
        order = ExportOrder(what, options, delimiter=delimiter, row_delimiter=row_delimiter)
        return self._run(ExportRun(self._transport, order, deadline, on_progress))

    @contextmanager
    def _run(self, run: ExportRun) -> Generator[Export, None, None]:
        tables = run.limited().send(TABLES) if run.order.needs_table else None
        body = run.order.body(tables)
        while True:
            try:
                run.limited().send(CREATE, body=body)
                break
            except YulsnError as error:
                run.retry_order(error)
        run.report("ordered")
        while (listed := run.order.find(run.limited().send(LIST, query={"type": run.order.kind}))) is None:
            run.report("waiting")
            self._transport.clock.sleep(run.next_wait())
        export = self._downloaded(run, run.download(listed))
        try:
            yield export
        finally:
            export.close()

    def _downloaded(self, run: ExportRun, download: Download) -> Export:
        try:
            with open_sync(download.listed.url, trust_env=True) as http:
                while not download.is_complete:
                    before = download.received
                    cause = self._attempt(run, download, http)
                    if not download.is_complete:
                        self._transport.clock.sleep(run.retry_download(download, before, cause))
        except BaseException:
            download.file.close()
            raise
        return run.export(download)

    def _attempt(self, run: ExportRun, download: Download, http: httpx2.HTTPTransport) -> str:
        """Make an attempt; return why it ended early, if it did."""
        try:
            response = http.handle_request(run.request(download))
            try:
                cause = download.begin(response.status_code, response.headers)
                for part in response.iter_raw() if not cause else ():
                    if not download.add(part):
                        return "more bytes than announced"
                    run.report("downloading", download)
                    run.left()
                return cause or "the response ended"
            finally:
                response.close()
        except _FAILURES as error:
            return type(error).__name__


class AsyncExportResource(AsyncResource):
    """The calls of bulk exports, and `run`, which combines them."""

    def run(
        self,
        what: object,
        *,
        fields: Sequence[str] | None = None,
        created: Window = None,
        modified: Window = None,
        after_id: int | None = None,
        item_type: str | None = None,
        segment_id: int | None = None,
        time_zone: str | None = None,
        compress: bool = True,
        delimiter: str = ",",
        row_delimiter: str = "\r\n",
        deadline: float = 600.0,
        on_progress: Callable[[ExportProgress], None] | None = None,
    ) -> AbstractAsyncContextManager[Export]:
        """Order an export, wait for its file, and download it.

            async with client.bulk_export.run(ExportType.CONTACTS) as export:
                emails = [contact.email for contact in export.rows(Contact)]

        The arguments and errors are those of the synchronous client. Inside the block, the file is on this machine, so
        its rows are read with a plain `for`.
        """
        options = options_of(
            fields,
            created,
            modified,
            LastId=after_id,
            ItemType=item_type,
            SegmentId=segment_id,
            TimeZoneId=time_zone,
            UseCompression=compress,
        )
        order = ExportOrder(what, options, delimiter=delimiter, row_delimiter=row_delimiter)
        return self._run(ExportRun(self._transport, order, deadline, on_progress))

    @asynccontextmanager
    async def _run(self, run: ExportRun) -> AsyncGenerator[Export, None]:
        tables = await run.limited().send(TABLES) if run.order.needs_table else None
        body = run.order.body(tables)
        while True:
            try:
                await run.limited().send(CREATE, body=body)
                break
            except YulsnError as error:
                run.retry_order(error)
        run.report("ordered")
        while (listed := run.order.find(await run.limited().send(LIST, query={"type": run.order.kind}))) is None:
            run.report("waiting")
            await self._transport.clock.sleep_async(run.next_wait())
        export = await self._downloaded(run, run.download(listed))
        try:
            yield export
        finally:
            export.close()

    async def _downloaded(self, run: ExportRun, download: Download) -> Export:
        try:
            async with open_async(download.listed.url, trust_env=True) as http:
                while not download.is_complete:
                    before = download.received
                    cause = await self._attempt(run, download, http)
                    if not download.is_complete:
                        await self._transport.clock.sleep_async(run.retry_download(download, before, cause))
        except BaseException:
            download.file.close()
            raise
        return run.export(download)

    async def _attempt(self, run: ExportRun, download: Download, http: httpx2.AsyncHTTPTransport) -> str:
        """Make an attempt; return why it ended early, if it did."""
        try:
            response = await http.handle_async_request(run.request(download))
            try:
                cause = download.begin(response.status_code, response.headers)
                if not cause:
                    async for part in response.aiter_raw():
                        if not download.add(part):
                            return "more bytes than announced"
                        run.report("downloading", download)
                        run.left()
                return cause or "the response ended"
            finally:
                await response.aclose()
        except _FAILURES as error:
            return type(error).__name__
