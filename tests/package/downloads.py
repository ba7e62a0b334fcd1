"""Exports without a server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

from msgspec import Struct
from yulsn_client._runtime.drift_detection import Report
from yulsn_client._runtime.export_download import Download
from yulsn_client._runtime.export_order import ExportOrder, Listed
from yulsn_client._runtime.exports import Export
from yulsn_client.models import ExportType


@contextmanager
def downloaded(data: bytes, model: type[Struct] | None = None, report: Report = lambda *_: None) -> Iterator[Export]:
    """An export whose file has this content."""
    download = Download(Listed("x", "https://files.example/x", len(data), None), allow_http=False)
    download.add(data)
    order = ExportOrder(ExportType.PUSH_TOKENS, {}, delimiter=",", row_delimiter="\n")
    with closing(Export(download, order, model, report)) as export:
        yield export
