"""CSV: columns and objects come in, the text of a file comes out, with a first row of the columns' names.

Cells are quoted as RFC 4180 has it, where they need to be. The delimiters may be any texts, as the API allows. UTF-8
cannot hold half of a surrogate pair: as .NET does, a file has U+FFFD for it, in the names of columns too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from ...account.schema import FieldType
from ..shapes import Member
from ..values import wire, zones

_HALVES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Dialect:
    """How a file is written; zone: the time zone of its times, None to leave them as they are."""

    column_delimiter: str = ","
    row_delimiter: str = "\r\n"
    zone: tzinfo | None = None


def plain(text: str) -> str:
    """Return a text as a file can have it, which its delimiters should be too."""
    return text if text.isascii() else _HALVES.sub("\ufffd", text)


def rows(columns: Sequence[Member], objects: Iterable[Mapping[str, object]], dialect: Dialect) -> Iterable[str]:
    """Return the rows one by one, each with its delimiter."""
    yield _row([column.name for column in columns], dialect)
    for item in objects:
        yield _row([_cell(column, item.get(column.name), dialect) for column in columns], dialect)


def _row(cells: Sequence[str], dialect: Dialect) -> str:
    if list(cells) == [""]:
        return f'""{dialect.row_delimiter}'  # readers of CSV skip empty lines
    return dialect.column_delimiter.join(_quoted(cell, dialect) for cell in cells) + dialect.row_delimiter


def _cell(column: Member, value: object, dialect: Dialect) -> str:
    """Return a value as text: nothing for null, numbers and booleans as in JSON, and lists and objects as JSON."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return wire.dumps(value)
    if column.type is FieldType.DATE_TIME_OFFSET and dialect.zone is not None:
        return zones.moved(value, dialect.zone)
    return value


def _quoted(cell: str, dialect: Dialect) -> str:
    # Single characters: the end of a cell and the delimiter after it could make up another delimiter.
    cell = plain(cell)
    special = set(f'"\r\n{dialect.column_delimiter}{dialect.row_delimiter}')
    return '"' + cell.replace('"', '""') + '"' if special.intersection(cell) else cell
