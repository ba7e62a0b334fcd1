"""Read the records of CSV text with delimiters of any length, in constant memory.

Unlike the `csv` module, this tells an empty cell (None) from quoted empty text. The module does the work where a block
of text has neither quoted empty text nor escaped quotes, which look alike.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator

__all__ = ["Record", "detect_delimiters", "records"]

Record = list[str | None]
_BLOCK = 1 << 18  # characters
_CANDIDATES = ("\t", ";", "|", ",")


def detect_delimiters(header: str, column: str, row: str) -> tuple[str, str]:
    """Return the delimiters of columns and rows, given the first line and the ones that were asked for."""
    if row not in header:
        row = next((candidate for candidate in ("\r\n", "\n", "\r") if candidate in header), row)
    line = header.partition(row)[0]
    if column not in line:
        column = next((candidate for candidate in _CANDIDATES if candidate in line), column)
    return column, row


def records(read: Callable[[int], str], column: str, row: str) -> Iterator[list[Record]]:
    """Yield the records in batches.

    Args:
        read: Returns the next characters, at most as many as its argument; an empty string at the end.
        column: The delimiter of columns.
        row: The delimiter of rows.
    """
    cell = re.compile(rf'"((?:[^"]|"")*)"(?={re.escape(column)}|\Z)|(.*?)(?={re.escape(column)}|\Z)', re.DOTALL)
    is_plain = len(column) == 1 and row in ("\r\n", "\n")
    pending = ""
    while True:
        block = read(_BLOCK)
        text = pending + block
        if not block:
            if text:
                yield [_cells(text, column, cell)]
            return
        batch: list[Record] | None = None
        if is_plain and '""' not in text:
            batch, pending = _plain(text, column, row)
        if batch is None:
            batch, pending = _quoted(text, column, row, cell)
        if batch:
            yield batch


def _plain(text: str, column: str, row: str) -> tuple[list[Record] | None, str]:
    """Return the complete records of a text, and the rest; None if the `csv` module cannot read them."""
    end = text.rfind(row)
    while end >= 0 and text.count('"', 0, end) % 2:  # the delimiter is inside quotes
        end = text.rfind(row, 0, end)
    if end < 0:
        return None, text
    reader = csv.reader(io.StringIO(text[: end + len(row)], newline=""), delimiter=column)
    try:
        return [[value or None for value in record] for record in reader if record], text[end + len(row) :]
    except csv.Error:  # a cell is very long
        return None, text


def _quoted(text: str, column: str, row: str, cell: re.Pattern[str]) -> tuple[list[Record], str]:
    """Return the complete records of a text in which cells are quoted, and the rest of the text."""
    batch: list[Record] = []
    start = 0
    while (end := text.find(row, start)) >= 0:
        quotes = text.count('"', start, end)
        while quotes % 2:  # the delimiter is inside quotes
            after = text.find(row, end + len(row))
            if after < 0:
                return batch, text[start:]
            quotes += text.count('"', end, after)
            end = after
        line = text[start:end]
        if quotes:
            batch.append(_cells(line, column, cell))
        elif line:
            batch.append([value or None for value in line.split(column)])
        start = end + len(row)
    return batch, text[start:]


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
