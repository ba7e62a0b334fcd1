"""Find and parse the Python files and notebooks of a consumer that may use a generated package."""

from __future__ import annotations

import ast
import io
import os
import tokenize
import warnings
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ...output.lock import LOCK_NAME
from ...text.characters import one_line
from ...text.errors import InputError, Problem
from ...text.paths import shown_path
from ..findings import Usage
from .notebooks import Cell, notebook_code

_SKIPPED_FOLDERS = frozenset({"__pycache__", "build", "dist", "node_modules", "site-packages"})
_SKIP_MARKERS = frozenset({LOCK_NAME, "pyvenv.cfg"})  # files that mark a generated package or a virtual environment
_MAX_BYTES = 8 * 1024 * 1024
_MAX_NOTEBOOK_BYTES = 64 * 1024 * 1024  # most of which are images
_NOTEBOOK = ".ipynb"


@dataclass(frozen=True)
class PythonFile:
    """A parsed Python file, or a notebook that is read as one.

    Attributes:
        location: Where the file is.
        path: The path to show: relative to the current folder if the file is below it, with forward slashes.
        text: The source code.
        tree: The syntax tree of `text`.
        imports: The dotted names that the file imports; relative ones start with dots.
        cells: The cells of a notebook; empty for a Python file.
    """

    location: Path
    path: str
    text: str
    tree: ast.Module
    imports: frozenset[str]
    cells: tuple[Cell, ...] = ()

    def usage(self, line: int, column: int, name: str, error: str = "") -> Usage:
        """Return the usage of a name at a position of `text`.

        Args:
            line: The line, from 1.
            column: The column in characters, from 1.
            name: The name or the text that is used.
            error: What a type checker says about it.
        """
        if not self.cells:
            return Usage(self.path, line, column, name, error=error)
        cell = self.cells[bisect_right(self.cells, line, key=lambda cell: cell.first_line) - 1]
        return Usage(self.path, line - cell.first_line + 1, column, name, cell.number, error)


def read_consumers(paths: Iterable[Path], package: str, notes: list[str]) -> list[PythonFile]:
    """Return the files that import a package, and all files connected to one of those by imports.

    Args:
        paths: Files, and folders to search for Python files and notebooks. Hidden folders, virtual environments, build
            output and generated packages inside them are skipped.
        package: The name of the generated package.
        notes: Receives a note for each file that cannot be analysed.

    Raises:
        InputError: If a path does not exist.
    """
    files = {path: file for path in _python_files(paths) if (file := _parse(path, notes)) is not None}
    return [files[path] for path in _connected(files, package)]


def _python_files(paths: Iterable[Path]) -> Iterator[Path]:
    seen: set[str] = set()
    for path in paths:
        if not os.path.exists(path):
            raise InputError(
                Problem(str(path), "does not exist", "Pass Python files, notebooks or folders to --usage.")
            )
        for file in [path] if os.path.isfile(path) else sorted(_walk(path)):
            if (real := os.path.realpath(file)) not in seen:
                seen.add(real)
                yield file


def _walk(top: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(top):
        if _SKIP_MARKERS & set(files):
            folders.clear()
            continue
        folders[:] = [name for name in folders if not name.startswith(".") and name not in _SKIPPED_FOLDERS]
        yield from (Path(folder, name) for name in files if name.endswith((".py", _NOTEBOOK)))


def _parse(file: Path, notes: list[str]) -> PythonFile | None:
    path = shown_path(file)
    try:
        text, cells = _read_notebook(file, path, notes) if file.name.endswith(_NOTEBOOK) else (_read_text(file), ())
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # warnings about the consumer's code are not ours to show
            tree = ast.parse(text)
        return PythonFile(file, path, text, tree, frozenset(_imports(tree)), cells)
    except (OSError, SyntaxError, LookupError, ValueError, RecursionError, MemoryError) as error:
        reason = f"line {error.lineno}: {error.msg}" if isinstance(error, SyntaxError) and error.lineno else str(error)
        notes.append(f"{path} was skipped: {one_line(reason) or type(error).__name__}")
        return None


def _read_text(file: Path) -> str:
    content = _read(file, _MAX_BYTES)
    encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
    return content.decode(encoding)


def _read_notebook(file: Path, path: str, notes: list[str]) -> tuple[str, tuple[Cell, ...]]:
    code = notebook_code(_read(file, _MAX_NOTEBOOK_BYTES))
    if code.skipped:
        notes.append(f"{path}: cells that cannot be parsed were skipped: {', '.join(map(str, code.skipped))}")
    return code.text, code.cells


def _read(file: Path, most: int) -> bytes:
    if not os.path.isfile(file):
        raise ValueError("not a regular file")  # reading from a device or a pipe may never end
    with file.open("rb") as stream:
        content = stream.read(most + 1)
    if len(content) > most:
        raise ValueError(f"larger than {most // 1024**2} MiB")
    return content


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def importers(files: Iterable[PythonFile], imported: Iterable[PythonFile]) -> list[PythonFile]:
    """Return the files that import one of the files `imported`, judging by the names of modules."""
    modules = {_module(file.location) for file in imported}
    return [file for file in files if any(name.rpartition(".")[2] in modules for name in file.imports)]


def _module(path: Path) -> str:
    """Return the last part of the name of a file's module."""
    return path.parent.name if path.name == "__init__.py" else path.stem


def _connected(files: Mapping[Path, PythonFile], package: str) -> list[Path]:
    """Return the files that import the package, and those connected to them by imports in either direction."""
    by_module: dict[str, set[Path]] = defaultdict(set)
    for path in files:
        by_module[_module(path)].add(path)
    neighbours: dict[Path, set[Path]] = defaultdict(set)
    for path, file in files.items():
        for other in (found for name in file.imports for found in by_module.get(name.rpartition(".")[2], ())):
            neighbours[path].add(other)
            neighbours[other].add(path)
    connected: set[Path] = set()
    queue = [path for path, file in files.items() if any(name.split(".")[0] == package for name in file.imports)]
    while queue:
        path = queue.pop()
        if path not in connected:
            connected.add(path)
            queue.extend(neighbours[path])
    return [path for path in files if path in connected]
