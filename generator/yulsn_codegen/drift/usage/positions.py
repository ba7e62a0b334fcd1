"""Convert the positions of syntax tree nodes to lines and columns as editors show them."""

from __future__ import annotations

import ast
import re


class SourcePositions:
    """The positions of nodes in one source file; lines and columns count from 1, columns in characters."""

    def __init__(self, text: str) -> None:
        self.lines = re.split("\r\n|\r|\n", text)

    def start(self, node: ast.expr | ast.keyword | ast.pattern) -> tuple[int, int]:
        """Return the line and column where a node starts."""
        return node.lineno, self.column(node.lineno, node.col_offset)

    def attribute_name(self, node: ast.Attribute) -> tuple[int, int]:
        """Return the line and column of the attribute's name, at the end of the expression."""
        line = node.end_lineno or node.lineno
        column = max(self.column(line, node.end_col_offset or 0) - len(node.attr), 1)
        text = self.line(line)
        # Before Python 3.12, positions inside an f-string are inexact.
        return line, column if text.startswith(node.attr, column - 1) else max(text.find(f".{node.attr}") + 2, 1)

    def imported_name(self, name: str, node: ast.Import | ast.ImportFrom | ast.alias) -> tuple[int, int]:
        """Return the line and column of part of an imported name."""
        start = self.column(node.lineno, node.col_offset)
        return node.lineno, max(self.line(node.lineno).find(name, start - 1) + 1, start)

    def pattern_keyword(self, name: str, pattern: ast.pattern) -> tuple[int, int]:
        """Return the line and column of the keyword before a pattern, whose position the syntax tree lacks."""
        line, column = self.start(pattern)
        found = self.line(line)[: column - 1].rfind(name)
        return line, found + 1 if found >= 0 else column

    def line(self, number: int) -> str:
        """Return the text of a line, or an empty string if the file has no such line."""
        return self.lines[number - 1] if number <= len(self.lines) else ""

    def column(self, line: int, offset: int) -> int:
        """Return the column for an offset in UTF-8 bytes, as `ast` gives it."""
        return len(self.line(line).encode("utf-8", "surrogatepass")[:offset].decode("utf-8", "replace")) + 1

    def column_of_units(self, line: int, units: int) -> int:
        """Return the column for an offset in UTF-16 code units, as language servers give it."""
        text = self.line(line)
        if text.isascii():
            return units + 1
        return len(text.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "replace")) + 1
