"""Verify that a folder holds exactly the files that the generator writes, without trusting its lock.

Whoever can edit a file in a pull request can edit its hash in the lock as well. The hashes find accidents; to find
intentions, the files are compared with what the generator makes of the lock. As that takes a while, an output that has
passed is recorded in the cache, which is outside the repository.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from ..base_url import DEFAULT_BASE_URL
from ..text.errors import EditedError, Problem, UnsafeError, first_problems
from ..text.hashing import digest
from ..text.shortening import first_few
from .disk import hash_of, parents, refuse_links, text_of
from .freshness import is_recorded, record, stale
from .journal import STAGING
from .lock import LOCK_NAME, Lock, OverlayHash

_ANEW = "Generate the package again."
_RESTORE = "Restore it and the lock from version control, or generate again with --overwrite-edited."
# What git, Python and its tools leave beside a package. None of it is part of the package or configures it.
_CACHES = frozenset({".mypy_cache", ".pytest_cache", ".ruff_cache", "__pycache__"})
_BESIDE = _CACHES | {".DS_Store", ".git", ".venv", "dist", STAGING}
_MOST_NAMES = 5  # of files that are in the way of a new package
_LICENSE = re.compile(r"(?:LICEN[CS]E|COPYING|NOTICE)(?:\.(?:md|rst|txt))?")
_BYTECODE = re.compile(r"\w+\.[a-z]+-\d+(?:\.opt-[12]|-pytest-[\w.]+)?\.pyc")


def require_genuine(
    folder: Path,
    lock: Lock,
    generated: Callable[[], Mapping[str, str]],
    overlays: Sequence[OverlayHash] = (),
    base_url: str | None = None,
) -> None:
    """Require that an output folder holds exactly what this generator generates from its lock.

    Args:
        folder: The output folder.
        lock: Its lock.
        generated: Returns the text of each file that is generated from the lock, by path.
        overlays: The configured overlays.
        base_url: The base URL that the package may use by default besides the API's own, in canonical form; None if any
            will do.

    Raises:
        EditedError: A file was edited, is missing or executable, or was not generated; or this generator, these
            overlays or this base URL make another package.
        UnsafeError: There is a symbolic link, or a file that differs from what is generated although the lock has its
            hash.
    """
    reason = verify(folder, lock, generated, overlays)
    if not reason and base_url is not None and lock.base_url not in (base_url, DEFAULT_BASE_URL):
        reason = f"sends requests to {lock.base_url} by default; configured is {base_url}"
    if reason:
        raise EditedError(Problem(str(folder), reason, _ANEW))


def verify(
    folder: Path, lock: Lock, generated: Callable[[], Mapping[str, str]], overlays: Sequence[OverlayHash] = ()
) -> str:
    """Verify an output folder as far as possible, and return why it could not be verified; empty if it was.

    What another version of the generator made, or other overlays, cannot be verified. The arguments and exceptions are
    those of `require_genuine`.
    """
    refuse_strangers(folder, lock)
    _refuse_edits(folder, lock)
    reason = stale(lock, overlays)
    if not reason:
        refuse_forgeries(folder, lock, generated)
    return reason


def refuse_strangers(folder: Path, lock: Lock | None = None) -> None:
    """Refuse everything in an output folder that the lock does not list, and anything but plain files and folders.

    Without a lock, nothing has been generated yet. Beside the package, what git and Python's tools leave there is
    allowed, and a license.

    Raises:
        EditedError: There is a file that was not generated, or a generated file is executable.
        UnsafeError: A listed file is, or is reached through, a symbolic link.
    """
    listed = {LOCK_NAME, *lock.files} if lock is not None else set[str]()
    refuse_links(folder, listed)
    found = list(_unlisted(folder, listed, {parent for path in listed for parent in parents(path)}))
    if lock is None and found:
        what = f"contains other files or folders ({len(found)}): {first_few(found, _MOST_NAMES)}"
        raise EditedError(Problem(str(folder), what, "Choose a folder for the package alone with --out."))
    hint = "Move or delete it: the folder is generated as a whole."
    problems = [Problem(str(folder / path), "is not a generated file", hint) for path in found]
    problems += [
        Problem(str(folder / path), "is executable, which no generated file is", "Run `chmod a-x` on it.")
        for path in _executable(folder, listed)
    ]
    if problems:
        raise EditedError(first_problems(problems))


def _refuse_edits(folder: Path, lock: Lock) -> None:
    """Refuse listed files that differ from the hashes in the lock, or are missing.

    Raises:
        EditedError: There are such files.
    """
    problems = []
    for path, sha256 in sorted(lock.files.items()):
        found = hash_of(folder / path)
        if found is None:
            problems.append(Problem(str(folder / path), "is missing", _ANEW))
        elif found != sha256:
            problems.append(
                Problem(
                    str(folder / path),
                    "was edited by hand",
                    "Undo the change, or generate again with --overwrite-edited.",
                )
            )
    if problems:
        raise EditedError(problems)


def refuse_forgeries(
    folder: Path, lock: Lock, generated: Callable[[], Mapping[str, str]], *, rewriting: bool = False
) -> bool:
    """Refuse files that are as the lock says, but not as the generator writes them; other files are ignored.

    Args:
        folder: The output folder.
        lock: Its lock.
        generated: Returns the text of each file that is generated from the lock, by path. Not called if the same
            generator is on record to have written or verified this output.
        rewriting: Whether the lock is about to be written again, so that its own text does not matter.

    Returns:
        Whether the output is now on record.

    Raises:
        UnsafeError: There are such files; each one with the first line that differs.
    """
    if is_recorded(lock):
        return True
    text = text_of(folder / LOCK_NAME) or ""
    expected = generated()
    problems = []
    for path, sha256 in sorted(lock.files.items()):
        if path not in expected:
            problems.append(Problem(str(folder / path), "is listed in the lock, but is not a generated file", _RESTORE))
        elif sha256 != digest(expected[path]) and hash_of(folder / path) == sha256:
            line = _first_difference(text_of(folder / path) or "", expected[path])
            what = "differs from what is generated, although the lock has its hash"
            problems.append(Problem(f"{folder / path}, line {line}", what, _RESTORE))
    genuine = text == expected[LOCK_NAME]
    if genuine:
        record(text)
    elif not problems and not rewriting:
        line = _first_difference(text, expected[LOCK_NAME])
        what = "differs from what is generated with the same account, names and version"
        problems.append(Problem(f"{folder / LOCK_NAME}, line {line}", what, "Restore it from version control."))
    if problems:
        raise UnsafeError(first_problems(problems))
    return genuine


def _unlisted(folder: Path, listed: set[str], parents: set[str]) -> Iterator[str]:
    """Yield the paths of unlisted files, and of folders that hold nothing else."""
    for place, folders, files in os.walk(folder):
        inner = Path(place).relative_to(folder).as_posix()
        start = "" if inner == "." else f"{inner}/"
        for name in sorted(folders):
            path = start + name
            if (not start and name in _BESIDE) or (name == "__pycache__" and not (folder / path).is_symlink()):
                folders.remove(name)
                yield from (f"{path}/{odd}" for odd in _odd_bytecode(folder / path) if start)
            elif path not in parents:
                folders.remove(name)
                yield path
        for name in sorted(files):
            beside = not start and (name in _BESIDE or _LICENSE.fullmatch(name))
            if start + name not in listed and not beside and name != ".DS_Store":
                yield start + name


def _odd_bytecode(folder: Path) -> Iterator[str]:
    """Yield everything in a `__pycache__` that neither Python nor pytest before 9.2 writes when it imports a module.

    Python runs bytecode instead of the source. What they write states the time and size of the source, and is
    ignored as soon as they differ. Bytecode that states a hash instead could be committed, and would be run.
    """
    for path in sorted(folder.iterdir()):
        plain = stat.S_ISREG(path.lstat().st_mode) and _BYTECODE.fullmatch(path.name)
        if not plain or path.read_bytes()[4:8] != b"\0\0\0\0":
            yield path.name


def _executable(folder: Path, listed: set[str]) -> list[str]:
    """Return the listed files that may be executed; none on file systems where all files may be."""
    if os.name != "posix":
        return []
    modes = {}
    for path in sorted(listed):
        with suppress(OSError):
            modes[path] = os.stat(os.path.join(folder, path)).st_mode
    files = [path for path, mode in modes.items() if stat.S_ISREG(mode)]
    found = [path for path in files if modes[path] & 0o111]
    return found if len(found) < len(files) else []


def _first_difference(one: str, other: str) -> int:
    """Return the number of the first line in which two different texts differ."""
    lines, others = one.split("\n"), other.split("\n")
    same = (number for number, (line, wanted) in enumerate(zip(lines, others, strict=False), 1) if line != wanted)
    return next(same, min(len(lines), len(others)))
