"""Read the records of CSV data in UTF-8 with delimiters of any length, in constant memory.

Unlike the `csv` module, this tells an empty cell (None) from quoted empty text. A block of data is rewritten as JSON
with a few replacements, and msgspec decodes that. Blocks with unusual contents, such as misplaced quotes, are read cell
by cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache

import msgspec

from .errors import DecodeError

__all__ = [
    "NOT_UTF_8",
    "Record",
    "as_json",
    "blocks_of_records",
    "detect_delimiters",
    "parse",
    "records",
    "split_header",
]

Record = list[str | None]
NOT_UTF_8 = "the file is not UTF-8, and has no byte order mark of another encoding; save() it and convert it to UTF-8"
_BLOCK = 1 << 15  # bytes; the objects of larger blocks do not fit in the processor's cache
_CANDIDATES = ("\t", ";", "|", ",")
_BOM = b"\xef\xbb\xbf"
_LARGEST_RECORD = 1 << 24  # bytes
_QUOTED = rb'(?:[^"]++|"")*+'
_OPENING, _CLOSING = b'[["', b'"]]'  # of JSON
_RECORDS = msgspec.json.Decoder(list[Record])


def detect_delimiters(start: str, column: str, row: str) -> tuple[str, str]:
    """Return the delimiters of columns and rows, given the start of a file and the ones that were asked for."""
    if row not in start:
        row = next((candidate for candidate in ("\r\n", "\n", "\r") if candidate in start), row)
    line = start.partition(row)[0]
    if column not in line:
        column = next((candidate for candidate in _CANDIDATES if candidate in line), column)
    return column, row


def records(read: Callable[[int], bytes], column: str, row: str) -> Iterator[list[Record]]:
    """Yield the records in batches. Empty lines are skipped.

    Args:
        read: Returns the next bytes, as many as its argument unless the data ends.
        column: The delimiter of columns.
        row: The delimiter of rows.
    """
    for block in blocks_of_records(read, column, row):
        if batch := parse(block, column, row):
            yield batch


def blocks_of_records(read: Callable[[int], bytes], column: str, row: str) -> Iterator[bytes]:
    """Yield the data in blocks of complete records, without a byte order mark and the row delimiter after each block.

    Args:
        read: Returns the next bytes, as many as its argument unless the data ends.
        column: The delimiter of columns.
        row: The delimiter of rows.

    Raises:
        DecodeError: If a record is too large to be one.
    """
    delimiter = row.encode()
    pending = read(len(_BOM)).removeprefix(_BOM)
    while more := read(max(_BLOCK, len(pending))):
        data = pending + more
        end = _last_delimiter(data, column, row)
        pending = data if end < 0 else data[end + len(delimiter) :]
        if end > 0:
            yield data[:end]
        if len(pending) > _LARGEST_RECORD:
            raise DecodeError(f"a record of the file is larger than {_LARGEST_RECORD:,} bytes; a quote may be missing")
    if pending:
        yield pending


def _last_delimiter(data: bytes, column: str, row: str) -> int:
    """Return the position of the last row delimiter that is not inside quotes, or -1."""
    delimiter = row.encode()
    end = data.rfind(delimiter)
    quotes = data.count(b'"', 0, max(end, 0))
    while end >= 0 and quotes % 2:  # the delimiter is inside quotes, or quotes are misplaced
        stop, end = end, data.rfind(delimiter, 0, end)
        quotes -= data.count(b'"', max(end, 0), stop)
    if end < 0 or (quotes and _has_misplaced_quotes(data[:end], column, row)):
        end = _complete_records(column, row).match(data).end() - len(delimiter)  # type: ignore[union-attr]
    return max(end, -1)


def _has_misplaced_quotes(block: bytes, column: str, row: str) -> bool:
    """Return whether there are quotes other than around a cell, and doubled ones inside."""
    outside = block.split(b'"')[::2]
    return _misplaced_quotes(column, row).search(b'"'.join(outside)) is not None


def split_header(block: bytes, column: str, row: str) -> tuple[Record, bytes]:
    """Return the first record of a block, and the rest of the block."""
    delimiter = row.encode()
    while block.startswith(delimiter):
        block = block.removeprefix(delimiter)
    first = _complete_records(column, row, 1).match(block)
    line = first[0].removesuffix(delimiter) if first and first[0] else block
    found = parse(line, column, row)
    header: Record = found[0] if found else []
    return header, block[len(line) + len(delimiter) :]


def parse(block: bytes, column: str, row: str) -> list[Record]:
    """Return the records of a block of complete records. Empty lines are skipped.

    Raises:
        DecodeError: If the data is not UTF-8.
    """
    data = as_json(block, column, row)
    if data is not None:
        try:
            batch = _RECORDS.decode(data)
        except ValueError:  # there are control characters, or the data is not UTF-8
            batch = None
        if batch is not None:
            return [record for record in batch if record != [None]] if b"[null]" in data else batch
    return _carefully(block, column, row)


def as_json(block: bytes, column: str, row: str) -> bytes | None:
    """Rewrite a block of complete records as a JSON array of arrays of strings and nulls.

    Returns:
        The JSON, which is invalid if cells contain control characters; None if the quotes are misplaced. An empty line
        is an array with one null.
    """
    if row == ",":
        return None  # the replacement of a column delimiter contains one
    delimiters = [column.encode(), row.encode()]
    if b"\\" in block:
        block, *delimiters = (data.replace(b"\\", rb"\\") for data in (block, *delimiters))
    parts = block.split(b'"')  # every second one is inside quotes
    last = len(parts) - 1
    pieces: list[bytes] = []
    for number, part in enumerate(parts):
        if number % 2:
            pieces.append(part.replace(b"\n", rb"\n").replace(b"\r", rb"\r").replace(b"\t", rb"\t"))
        elif not part and 0 < number < last:
            pieces.append(rb"\"")
        else:
            # A delimiter ends one JSON string, and begins the next one.
            data = part.replace(delimiters[0], b'","').replace(delimiters[1], b'"],["')
            data = b"".join((_OPENING if number == 0 else b"", data, _CLOSING if number == last else b""))
            if (number > 0 and data[:1] != b'"') or (number < last and data[-1:] != b'"'):
                return None
            pieces.append(data.replace(b'""', b"null"))
    return b"".join(pieces) if last % 2 == 0 else None


def _carefully(block: bytes, column: str, row: str) -> list[Record]:
    """Return the records of a block in which quotes may be misplaced: only one at the start of a cell begins quotes."""
    found: list[Record] = []
    record: Record = []
    for match in _cells(column, row).finditer(block):
        quoted, text, end = match.groups()
        record.append(_decoded(text) or None if quoted is None else _unquoted(quoted))
        if end != column.encode():
            if record != [None]:
                found.append(record)
            record = []
        if not end:  # of the block
            break
    return found


def _unquoted(data: bytes) -> str:
    return _decoded(data.replace(b'""', b'"'))


def _decoded(data: bytes) -> str:
    with suppress(UnicodeDecodeError):
        return data.decode()
    raise DecodeError(NOT_UTF_8)


@cache
def _cells(column: str, row: str) -> re.Pattern[bytes]:
    """Return the pattern of a cell and its delimiter: what is inside quotes, or any other text, and the delimiter."""
    text, ends = _text(column, row)
    return re.compile(rb'(?:"(%b)"(?=%b|\Z)|((?:"%b")?+%b))(%b|\Z)' % (_QUOTED, ends, _QUOTED, text, ends), re.DOTALL)


@cache
def _complete_records(column: str, row: str, most: int | None = None) -> re.Pattern[bytes]:
    """Return the pattern of as many complete records as there are, or `most` of them, with their delimiters."""
    text, _ = _text(column, row)
    cell = rb'(?:"%b"|(?!"))%b' % (_QUOTED, text)
    record = rb"(?:%b%b)*+%b%b" % (cell, re.escape(column.encode()), cell, re.escape(row.encode()))
    return re.compile(rb"(?:%b)%b" % (record, b"*+" if most is None else b"{0,%d}+" % most), re.DOTALL)


@cache
def _misplaced_quotes(column: str, row: str) -> re.Pattern[bytes]:
    """Return the pattern of misplaced quotes in data in which one quote stands for all that is inside quotes."""
    delimiters = (re.escape(column.encode()), re.escape(row.encode()))
    return re.compile(rb'(?<!^)(?<!%b)(?<!%b)(?<!")"|"(?!%b|%b|"|\Z)' % (delimiters * 2))


def _text(column: str, row: str) -> tuple[bytes, bytes]:
    """Return the pattern of text without delimiters, and that of a delimiter."""
    delimiters = [re.escape(delimiter.encode()) for delimiter in (column, row)]
    ends = b"|".join(delimiters)
    first = b"".join(re.escape(delimiter.encode()[:1]) for delimiter in (column, row))
    return rb"(?:[^%b]++|(?!%b).)*+" % (first, ends), rb"(?:%b)" % ends
