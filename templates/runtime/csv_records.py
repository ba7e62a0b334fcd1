"""Read the records of CSV data in UTF-8 with delimiters of any length, in constant memory.

Unlike the `csv` module, this tells an empty cell (None) from quoted empty text. A block of data is rewritten as JSON
with a few replacements, and msgspec decodes that. Blocks with unusual contents are read cell by cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import msgspec

__all__ = ["Record", "as_json", "blocks_of_records", "detect_delimiters", "parse", "records", "split_header"]

Record = list[str | None]
_BLOCK = 1 << 15  # bytes; the objects of larger blocks do not fit in the processor's cache
_CANDIDATES = ("\t", ";", "|", ",")
_BOM = b"\xef\xbb\xbf"
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
    for block in blocks_of_records(read, row):
        if batch := parse(block, column, row):
            yield batch


def blocks_of_records(read: Callable[[int], bytes], row: str) -> Iterator[bytes]:
    """Yield the data in blocks of complete records, without a byte order mark and the row delimiter after each block.

    Args:
        read: Returns the next bytes, as many as its argument unless the data ends.
        row: The delimiter of rows.
    """
    delimiter = row.encode()
    pending = read(len(_BOM)).removeprefix(_BOM)
    while more := read(max(_BLOCK, len(pending))):
        data = pending + more
        end = data.rfind(delimiter)
        while end >= 0 and data.count(b'"', 0, end) % 2:  # the delimiter is inside quotes
            end = data.rfind(delimiter, 0, end)
        pending = data if end < 0 else data[end + len(delimiter) :]
        if end > 0:
            yield data[:end]
    if pending:
        yield pending


def split_header(block: bytes, column: str, row: str) -> tuple[Record, bytes]:
    """Return the first record of a block, and the rest of the block."""
    delimiter = row.encode()
    while block.startswith(delimiter):
        block = block.removeprefix(delimiter)
    line = next(_lines(block, delimiter), b"")
    found = parse(line, column, row)
    header: Record = found[0] if found else []
    return header, block[len(line) + len(delimiter) :]


def parse(block: bytes, column: str, row: str) -> list[Record]:
    """Return the records of a block of complete records. Empty lines are skipped."""
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
    cell = re.compile(rf'"((?:[^"]|"")*)"(?={re.escape(column)}|\Z)|(.*?)(?={re.escape(column)}|\Z)', re.DOTALL)
    lines = (line.decode(errors="replace") for line in _lines(block, row.encode()) if line)
    return [_cells(line, column, cell) for line in lines]


def _lines(block: bytes, delimiter: bytes) -> Iterator[bytes]:
    start = scanned = quotes = 0
    while scanned <= len(block):
        end = block.find(delimiter, scanned)
        end = len(block) if end < 0 else end
        quotes += block.count(b'"', scanned, end)
        scanned = end + len(delimiter)
        if quotes % 2 == 0 or end == len(block):  # otherwise, the delimiter is inside quotes
            yield block[start:end]
            start, quotes = scanned, 0


def _cells(line: str, column: str, cell: re.Pattern[str]) -> Record:
    if '"' not in line:
        return [value or None for value in line.split(column)]
    found: Record = []
    position = 0
    while True:
        match = cell.match(line, position)
        assert match is not None  # the second alternative matches anything
        quoted, plain = match.groups()
        found.append(plain or None if quoted is None else quoted.replace('""', '"'))
        if match.end() == len(line):
            return found
        position = match.end() + len(column)
        if position == len(line):
            found.append(None)
            return found
