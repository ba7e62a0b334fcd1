"""Write objects as CSV, below a header row with the names of the columns.

Cells are quoted where RFC 4180 requires it, and if they are empty text; null is an empty cell. The delimiters may be
any text, as in the API. UTF-8 cannot encode a lone surrogate: as in .NET, U+FFFD replaces it, including in the names
of columns.
"""

from __future__ import annotations

import re
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
    special = _special(dialect)
    names = [column.name for column in columns]
    times = [place for place, column in enumerate(columns) if column.type is FieldType.DATE_TIME_OFFSET]
    yield _row(names, special, dialect)
    for item in objects:
        values = list(map(item.get, names))
        if dialect.zone is not None:
            for place in times:
                if isinstance(moment := values[place], str):
                    values[place] = zones.moved(moment, dialect.zone)
        yield _row(values, special, dialect)


def _special(dialect: CsvDialect) -> re.Pattern[str]:
    """Return a pattern of the characters that make quotes necessary.

    They are single characters, as the end of a cell and the delimiter after it could form another delimiter.
    """
    return re.compile(f'["\r\n{re.escape(dialect.column_delimiter + dialect.row_delimiter)}]')


def _row(values: Sequence[object], special: re.Pattern[str], dialect: CsvDialect) -> str:
    """Return a row. Values are as in JSON, apart from strings; null is an empty cell."""
    cells = [value if isinstance(value, str) else "" if value is None else exact_json.dumps(value) for value in values]
    text = "".join(cells)
    if not text.isascii():
        cells = list(map(plain, cells))
        text = "".join(cells)
    is_single = len(cells) == 1  # readers of CSV skip empty lines
    if is_single or "" in values or special.search(text):
        cells = [
            '"' + cell.replace('"', '""') + '"'
            if special.search(cell) or (not cell and (is_single or value is not None))
            else cell
            for cell, value in zip(cells, values, strict=True)
        ]
    return dialect.column_delimiter.join(cells) + dialect.row_delimiter
