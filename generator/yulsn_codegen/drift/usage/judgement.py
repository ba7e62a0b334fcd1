"""Let pyright judge a consumer's code against the package of the changed account.

The consumer's files are copied to a temporary folder, so that no configuration of theirs applies, and checked against
three packages. Whatever is an error with the new package but not with the old one is broken by the changes. Whatever
is an error without the fields and tables that changed, but not with the old package, uses what changed.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from .packages import Packages
from .positions import SourcePositions
from .pyright import Diagnostic, is_installed, run_pyright
from .references import Position
from .sources import PythonFile

# Folders that no import can find, as their names are no identifiers.
_CODE, _PACKAGE, _STUBS = "consumer-files", "generated-package", "missing-stubs"
# Checking so few files against all packages in one run takes no longer than starting pyright for each package.
_FEW_FILES = 50
_UNKNOWN_TYPE = re.compile(r'Type of "\w+" is unknown$')
_CLASS = re.compile(r'for class "(?:type\[)?(\w+)')
_INLINE_SETTINGS = re.compile(r"#\s*pyright\s*:")  # comments that turn rules off
# In paths, pyright treats some characters as wildcards, and cannot represent lone surrogates.
_UNSUITABLE = re.compile("[*?\n\r\ud800-\udfff]")
# What the generated models use of msgspec, without which pyright knows no constructor. Used if it is not installed.
_MSGSPEC_STUB = """\
from enum import Enum
from typing import Any, Final, Literal, dataclass_transform

class UnsetType(Enum):
    UNSET = "UNSET"

UNSET: Final = UnsetType.UNSET

def field(*, default: Any = ..., default_factory: Any = ..., name: str | None = ...) -> Any: ...

@dataclass_transform(field_specifiers=(field,))
class Struct:
    def __init_subclass__(cls, **options: Any) -> None: ...

def __getattr__(name: str) -> Any: ...
"""


@dataclass(frozen=True)
class TypeProblem:
    """An error that the changes introduce; lines and columns count from 1.

    Attributes:
        start: Where the code in question starts.
        end: Where it ends.
        message: What is wrong, in one line.
    """

    start: Position
    end: Position
    message: str


@dataclass(frozen=True)
class Verdict:
    """What pyright says about one file.

    Attributes:
        problems: The errors that the changes introduce.
        uses: The classes, if known, to which the changed attributes and keywords belong, by the ends of their names.
        unknown: The ends of the attributes whose type is unknown.
        is_complete: Whether no comment in the file hides errors from pyright.
    """

    problems: tuple[TypeProblem, ...]
    uses: Mapping[Position, frozenset[str]]
    unknown: frozenset[Position]
    is_complete: bool = True


def judge(
    command: Sequence[str],
    files: Sequence[PythonFile],
    concerned: Collection[PythonFile],
    paths: Iterable[Path],
    packages: Packages,
) -> dict[str, Verdict]:
    """Return what pyright says about each concerned file by its path; files that cannot be judged are missing.

    Args:
        command: The command that starts pyright.
        files: All files that may be imported.
        concerned: The files to judge.
        paths: The folders from which the files may import each other, besides those that hold their packages.
        packages: The packages to judge by.

    Raises:
        PyrightError: Pyright failed.
    """
    with tempfile.TemporaryDirectory(prefix="yulsn-codegen-", ignore_cleanup_errors=True) as name:
        folder = Path(os.path.realpath(name))
        stubs = [] if is_installed("msgspec") else [_STUBS]
        _write(folder / _STUBS, {"msgspec/__init__.pyi": _MSGSPEC_STUB})
        search_paths: dict[str, list[str]] = {}
        copies: dict[str, dict[PythonFile, str]] = {}
        for version, package in {"old": packages.old, "new": packages.new, "without": packages.without}.items():
            _write(folder / version / _PACKAGE, package)
            copied, roots = _copy(files, paths, folder / version / _CODE)
            search_paths[version] = [f"{version}/{_PACKAGE}", *(f"{version}/{_CODE}/{root}" for root in roots), *stubs]
            copies[version] = {file: place for place, file in copied.items() if file in concerned}
        judged = [file for file in copies["old"] if all(file in places for places in copies.values())]
        if not judged:
            return {}

        def run(versions: Sequence[str]) -> tuple[Diagnostic, ...]:
            places = [copies[version][file] for version in versions for file in judged]
            include = [Path(os.path.relpath(place, folder)).as_posix() for place in places]
            environments = {version: search_paths[version] for version in versions}
            return run_pyright(command, folder, "-".join(versions), include, environments)

        runs = [[*copies]] if len(judged) <= _FEW_FILES else [[version] for version in copies]
        found: dict[str, list[Diagnostic]] = defaultdict(list)
        with ThreadPoolExecutor(max_workers=min(len(runs), os.cpu_count() or 1)) as pool:
            for item in chain.from_iterable(pool.map(run, runs)):
                found[os.path.normcase(item.file)].append(item)
    return {file.path: _verdict(file, *(found[places[file]] for places in copies.values())) for file in judged}


def _copy(
    files: Sequence[PythonFile], paths: Iterable[Path], folder: Path
) -> tuple[dict[str, PythonFile], tuple[str, ...]]:
    """Copy files into a folder.

    Returns:
        The files by the paths of their copies, and the folders in `folder` from which they can import each other.
    """
    given = [os.path.abspath(path) for path in paths if os.path.isdir(path)]
    roots = dict.fromkeys([*given, *(os.path.join(path, "src") for path in given)])
    roots |= dict.fromkeys(_import_root(file.location) for file in files)
    try:
        top = os.path.commonpath(roots)
    except ValueError:  # on several drives
        top = ""
    copies = {}
    for file in files:
        path = folder / _below(os.path.abspath(file.location), top)
        if file.cells:  # no module can import a notebook
            path = path.with_name(f"{path.name}.py")
        if _UNSUITABLE.search(str(path)):
            continue
        with suppress(OSError):  # what cannot be copied is not judged
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.text.encode("utf-8", "replace"))
            copies[os.path.normcase(path)] = file
    return copies, tuple(_below(root, top).as_posix() for root in roots)


def _import_root(file: Path) -> str:
    """Return the folder that holds the top-level package of a file, or the file itself if it is in no package."""
    folder = os.path.dirname(os.path.abspath(file))
    while os.path.isfile(os.path.join(folder, "__init__.py")) and os.path.dirname(folder) != folder:
        folder = os.path.dirname(folder)
    return folder


def _below(path: str, top: str) -> Path:
    """Return a path relative to a folder; if there is no such folder, without its drive."""
    return Path(os.path.relpath(path, top)) if top else Path(*Path(path).parts[1:])


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8", newline="\n")


def _verdict(
    file: PythonFile, old: Sequence[Diagnostic], new: Sequence[Diagnostic], without: Sequence[Diagnostic]
) -> Verdict:
    positions = SourcePositions(file.text)

    def place(line: int, units: int) -> Position:
        return line + 1, positions.column_of_units(line + 1, units)

    broken = _introduced(old, new)
    uses: dict[Position, set[str]] = defaultdict(set)
    for item in (*broken, *_introduced(old, without)):
        known = _CLASS.search(item.message)
        uses[place(*item.end)].add(known[1] if known else "")
    unknown = {item.end for item in new if _UNKNOWN_TYPE.search(item.message)}
    unknown -= {item.end for item in new if item.severity == "error"}  # attributes that do not exist
    return Verdict(
        problems=tuple(
            TypeProblem(place(*item.start), place(*item.end), item.message.partition("\n")[0]) for item in broken
        ),
        uses={end: frozenset(names) for end, names in uses.items()},
        unknown=frozenset(place(*end) for end in unknown),
        is_complete=_INLINE_SETTINGS.search(file.text) is None,
    )


def _introduced(old: Iterable[Diagnostic], new: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return the errors and warnings in `new` that `old` has not; a different wording is no difference."""
    before = Counter((item.start, item.end, item.rule) for item in old)
    found = []
    for item in new:
        key = item.start, item.end, item.rule
        if item.severity == "information":
            continue
        if before[key]:
            before[key] -= 1
        else:
            found.append(item)
    return found
