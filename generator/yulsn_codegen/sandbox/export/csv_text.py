"""Write objects as CSV, below a header row with the names of the columns.

Cells are quoted where RFC 4180 requires it, and if they are empty text; null is an empty cell. The delimiters may be
any text, as in the API. UTF-8 cannot encode a lone surrogate: as in .NET, U+FFFD replaces it, including in the names
of columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from ...account.schema import FieldType
from ...text.characters import SURROGATE
from ..shapes import Property
from ..values import exact_json, zones


@dataclass(frozen=True)
class CsvDialect:
    """The format of a file; if `zone` is set, times are converted to that time zone."""

    column_delimiter: str = ","
    row_delimiter: str = "\r\n"
    zone: tzinfo | None = None


def plain(text: str) -> str:
    """Return text without lone surrogates; delimiters need this too."""
    return text if text.isascii() else SURROGATE.sub("\ufffd", text)


def rows(columns: Sequence[Property], objects: Iterable[Mapping[str, object]], dialect: CsvDialect) -> Iterable[str]:
    """Yield the rows, each with its delimiter."""
    yield _row([column.name for column in columns], dialect)
    for item in objects:
        yield _row([_cell(column, item.get(column.name), dialect) for column in columns], dialect)


def _row(cells: Sequence[str | None], dialect: CsvDialect) -> str:
    if list(cells) == [None]:
        return f'""{dialect.row_delimiter}'  # readers of CSV skip empty lines
    return dialect.column_delimiter.join(_quoted(cell, dialect) for cell in cells) + dialect.row_delimiter


def _cell(column: Property, value: object, dialect: CsvDialect) -> str | None:
    """Return a value as text: nothing for null, otherwise as in JSON, apart from strings."""
    if value is None:
        return None
    if not isinstance(value, str):
        return exact_json.dumps(value)
    if column.type is FieldType.DATE_TIME_OFFSET and dialect.zone is not None:
        return zones.moved(value, dialect.zone)
    return value


def _quoted(cell: str | None, dialect: CsvDialect) -> str:
    """Return a cell as it is written: nothing for null, and quotes for empty text."""
    if not cell:
        return "" if cell is None else '""'
    # Check single characters: the end of a cell and the delimiter after it could form another delimiter.
    cell = plain(cell)
    special = set(f'"\r\n{dialect.column_delimiter}{dialect.row_delimiter}')
    return '"' + cell.replace('"', '""') + '"' if special.intersection(cell) else cell
