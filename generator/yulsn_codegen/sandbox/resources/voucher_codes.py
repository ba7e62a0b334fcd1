"""The resource VoucherCodes: importing the codes of vouchers from CSV files."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from datetime import datetime

from ..collections import BULK_IMPORTS, VOUCHER_CODES
from ..requests import ApiRequest, Handler, Reply, attempt, invalid
from ..shapes import Members
from ..store import Object
from ..values import scalars
from ..written import written
from .media import stored_file
from .vouchers import need_voucher

_FIELDS = ("Code", "ValidFrom", "ValidTo")


def import_csv(request: ApiRequest) -> Reply:
    """Import the codes of a CSV file, all before the response is sent; 400 if one line cannot be read.

    The sandbox never fetches a file from elsewhere: `FileUrl` may only be the public URL of one of its own media files.
    """
    body = written("VoucherCodeImport", request.json_object())
    voucher = scalars.integer(body["VoucherId"])
    need_voucher(request.store, voucher)
    columns = _columns(body)
    text = attempt("Encoding", lambda: _decoded(_content(request, body), str(body["Encoding"])))
    created = scalars.now()
    for code in _codes(text, body, columns):
        stored = code | {"VoucherId": voucher, "IsAssigned": False, "Created": created}
        request.store.insert(VOUCHER_CODES, stored, refs={"VoucherId": voucher, "Code": str(code["Code"])})
    return Reply({"BulkImportId": request.store.insert(BULK_IMPORTS, {"VoucherId": voucher, "Created": created})})


def _content(request: ApiRequest, body: Members) -> bytes:
    if (body["File"] is None) == (body["FileUrl"] is None):
        raise invalid({"File": ["Either `File` or `FileUrl` should be set."]})
    if isinstance(body["File"], bytes):
        return body["File"]
    found = stored_file(request, str(body["FileUrl"]))
    if found is None:
        raise invalid({"FileUrl": ["`FileUrl` should be the public URL of a media file of the sandbox."]})
    return found


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(codecs.lookup(encoding).name).removeprefix("\ufeff")
    except (LookupError, UnicodeDecodeError, ValueError, TypeError):
        raise ValueError("is not the file's encoding") from None


def _columns(body: Members) -> dict[str, str]:
    """Return the name of the CSV column of each property of a code."""
    found: dict[str, str] = {}
    listed = body["Fields"]
    assert isinstance(listed, list)
    for field in listed:
        known = next((name for name in _FIELDS if name.lower() == str(field["LoyaltiiField"]).lower()), None)
        if known is None:
            raise invalid({"Fields": [f"`LoyaltiiField` should be one of {', '.join(_FIELDS)}."]})
        found[known] = str(field["CsvField"])
    if "Code" not in found:
        raise invalid({"Fields": ["No column holds the `Code`."]})
    return found


def _codes(text: str, body: Members, columns: dict[str, str]) -> Iterator[Object]:
    """Yield the codes of a file. Without a header, its columns are those of `Fields`, in their order."""
    delimiter = str(body["ColumnDelimiter"])
    if len(delimiter) != 1 or delimiter in '\r\n"':
        raise invalid({"ColumnDelimiter": ["`ColumnDelimiter` should be one character."]})
    header = None if body["FirstLineIsHeader"] else list(columns.values())
    try:
        lines = list(csv.DictReader(io.StringIO(text, newline=""), header, delimiter=delimiter))
    except csv.Error:
        raise invalid({"File": ["`File` is not a CSV file."]}) from None
    for number, line in enumerate(lines, 1):
        values = {name: (line.get(column) or "").strip() for name, column in columns.items()}
        if not values["Code"]:
            raise invalid({"File": [f"Row {number} has no code."]})
        yield {
            "Code": values["Code"],
            "ValidFrom": _local_time(number, values.get("ValidFrom")),
            "ValidTo": _local_time(number, values.get("ValidTo")),
        }


def _local_time(number: int, text: str | None) -> str | None:
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None).isoformat()
    except ValueError:
        raise invalid({"File": [f"Row {number} has a time that is not in ISO 8601."]}) from None


HANDLERS: dict[str, Handler] = {"voucher_codes.import_csv": import_csv}
