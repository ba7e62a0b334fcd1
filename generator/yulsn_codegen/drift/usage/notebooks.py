"""Read the code of Jupyter notebooks as Python."""

from __future__ import annotations

import ast
import json
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

# Lines of IPython that are not Python: `%magic`, `!command`, `?help` and `help?`, and assignments of the first two.
_COMMAND = re.compile(r"^(?P<indent>[ \t]*)(?:[%!?].*|[\w.]+\?{1,2}[ \t]*)$", re.MULTILINE)
_ASSIGNED_COMMAND = re.compile(r"^(?P<target>[ \t]*[\w, \t]+=[ \t]*)[%!].*$", re.MULTILINE)
_PYTHON_MAGICS = frozenset({"capture", "prun", "time", "timeit"})  # their cells are Python


@dataclass(frozen=True)
class Cell:
    """A code cell in the program that a notebook is read as.

    Attributes:
        number: The number of the cell among all cells of the notebook, from 1.
        first_line: The line of the program on which the cell starts, from 1.
    """

    number: int
    first_line: int


@dataclass(frozen=True)
class NotebookCode:
    """The code of a notebook as one program.

    Attributes:
        text: The code of all cells.
        cells: The cells, in order.
        skipped: The numbers of the cells that cannot be parsed.
    """

    text: str
    cells: tuple[Cell, ...]
    skipped: tuple[int, ...]


def notebook_code(content: bytes) -> NotebookCode:
    """Return the code of a notebook of format 4, with the commands of IPython replaced by `pass`.

    Args:
        content: The content of the file.

    Raises:
        ValueError: It is not such a notebook, or its language is not Python.
    """
    cells = list(_code_cells(json.loads(content)))
    lines, placed, skipped = 0, [], []
    texts = []
    for number, source in cells:
        text = _as_python(source)
        if text is None:
            skipped.append(number)
            continue
        placed.append(Cell(number, lines + 1))
        texts.append(text)
        lines += text.count("\n") + 1
    return NotebookCode("\n".join(texts), tuple(placed), tuple(skipped))


def _code_cells(root: object) -> Iterator[tuple[int, str]]:
    """Yield the number and the source of each code cell."""
    if not isinstance(root, dict) or not isinstance(root.get("cells"), list):
        raise ValueError("not a notebook of format 4")
    language = _language(root.get("metadata"))
    if language.casefold() != "python":
        raise ValueError(f"a notebook in {language}")
    for number, cell in enumerate(root["cells"], 1):
        if isinstance(cell, dict) and cell.get("cell_type") == "code":
            source = cell.get("source")
            lines = [line for line in (source if isinstance(source, list) else [source]) if isinstance(line, str)]
            yield number, re.sub("\r\n|\r", "\n", "".join(lines))


def _language(metadata: object) -> str:
    described = metadata if isinstance(metadata, dict) else {}
    for section, key in (("language_info", "name"), ("kernelspec", "language")):
        part = described.get(section)
        if isinstance(part, dict) and isinstance(part.get(key), str):
            return str(part[key])
    return "python"


def _as_python(source: str) -> str | None:
    """Return a cell as Python with the same lines, or None if it cannot be parsed.

    A cell in another language becomes empty.
    """
    magic = re.match(r"\s*%%(\w*)", source)
    if magic is not None and magic[1] not in _PYTHON_MAGICS:
        return ""
    without_commands = _ASSIGNED_COMMAND.sub(r"\g<target>None", _COMMAND.sub(r"\g<indent>pass", source))
    # The source is tried first, as `%` may also start the continuation of an expression.
    return next((text for text in (source, without_commands) if _is_python(text)), None)


def _is_python(text: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # warnings about the consumer's code are not ours to show
            ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
