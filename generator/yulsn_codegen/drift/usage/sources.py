"""Find and parse the Python files of a consumer that may use a generated package."""

from __future__ import annotations

import ast
import io
import os
import tokenize
import warnings
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ...output.lock import LOCK_NAME
from ...text.characters import one_line
from ...text.errors import InputError, Problem
from ...text.paths import shown_path

_SKIPPED_FOLDERS = frozenset({"__pycache__", "build", "dist", "node_modules", "site-packages"})
_SKIP_MARKERS = frozenset({LOCK_NAME, "pyvenv.cfg"})  # files that mark a generated package or a virtual environment
_MAX_BYTES = 8 * 1024 * 1024


@dataclass(frozen=True)
class PythonFile:
    """A parsed Python file.

    Attributes:
        path: The path to show: relative to the current folder if the file is below it, with forward slashes.
        text: The source code.
        tree: The syntax tree of `text`.
        imports: The dotted names that the file imports; relative ones start with dots.
    """

    path: str
    text: str
    tree: ast.Module
    imports: frozenset[str]


def read_consumers(paths: Iterable[Path], package: str, notes: list[str]) -> list[PythonFile]:
    """Return the files that import a package, and all files connected to one of those by imports.

    Args:
        paths: Files, and folders to search. Hidden folders, virtual environments, build output and generated packages
            inside them are skipped.
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
            raise InputError(Problem(str(path), "does not exist", "Pass Python files or folders to --usage."))
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
        yield from (Path(folder, name) for name in files if name.endswith(".py"))


def _parse(file: Path, notes: list[str]) -> PythonFile | None:
    path = shown_path(file)
    try:
        if not os.path.isfile(file):
            raise ValueError("not a regular file")  # reading from a device or a pipe may never end
        with file.open("rb") as stream:
            content = stream.read(_MAX_BYTES + 1)
        if len(content) > _MAX_BYTES:
            raise ValueError(f"larger than {_MAX_BYTES // 1024**2} MiB")
        encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
        text = content.decode(encoding)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # warnings about the consumer's code are not ours to show
            tree = ast.parse(text)
        return PythonFile(path, text, tree, frozenset(_imports(tree)))
    except (OSError, SyntaxError, LookupError, ValueError, RecursionError, MemoryError) as error:
        notes.append(f"{path} was skipped: {one_line(str(error)) or type(error).__name__}")
        return None


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def _connected(files: Mapping[Path, PythonFile], package: str) -> list[Path]:
    """Return the files that import the package, and those connected to them by imports in either direction."""
    by_module: dict[str, set[Path]] = defaultdict(set)
    for path in files:
        by_module[path.parent.name if path.name == "__init__.py" else path.stem].add(path)
    neighbours: dict[Path, set[Path]] = defaultdict(set)
    for path, file in files.items():
        for other in (found for name in file.imports for found in by_module[name.rpartition(".")[2]]):
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
