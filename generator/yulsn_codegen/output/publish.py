"""Publish files into the output folder: afterwards it holds exactly the new files, or is unchanged.

This module decides what may be written, replaced and removed; `staging` moves it, all together. No file system can
replace many files at once, so a process that is killed between two moves leaves some files new and some old. Every run
of `generate` therefore starts with `recover`, which finishes the moves, and all code that reads an output first calls
`require_whole`.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from ..text.errors import BusyError, CodegenError, EditedError, InputError, Problem, UnsafeError, UnwritableError
from ..text.hashing import digest
from . import process_lock, staging
from .conflict import resolved_lock
from .disk import hash_of, inside, parents, refuse_links, text_of
from .journal import JOURNAL, STAGING, Moves, is_pending
from .lock import LOCK_NAME, Lock

_LOCK_FILES = (f"{STAGING}/{process_lock.LOCKED}", f"{STAGING}/{process_lock.PROCESS}")
_HINTS = {
    errno.ENOSPC: "Free some space on the disk, then run this again.",
    errno.EDQUOT: "Free some space, or have your quota raised, then run this again.",
    errno.EFBIG: "Raise the limit on the size of files, then run this again.",
    errno.EROFS: "Choose a writable folder.",
    errno.EACCES: "Make it writable, or choose another folder.",
    errno.EPERM: "Make it writable, or choose another folder.",
    errno.EXDEV: "It is on another file system; keep the whole output on one.",
}


def unchanged(folder: Path, lock: Lock) -> dict[str, str]:
    """Return the texts of the files that match the lock."""
    found: dict[str, str] = {}
    for path, sha256 in lock.files.items():
        with suppress(OSError):
            text = text_of(folder / path)
            if text is not None and digest(text) == sha256:
                found[path] = text
    return found


def publish(
    folder: Path, files: Mapping[str, str], previous: Lock | None, *, overwrite_edited: bool = False
) -> list[str]:
    """Write files into the output folder and remove the files that only the previous lock lists.

    If it raises, the output is unchanged.

    Args:
        folder: The output folder; created if it does not exist.
        files: The text of each file by path.
        previous: The lock of the output as last read.
        overwrite_edited: Replace generated files that were edited by hand instead of raising.

    Returns:
        The paths that changed.

    Raises:
        EditedError: A generated file was edited by hand, or a file that was not generated is in the way.
        UnsafeError: A path leads outside the folder, or through a symbolic link.
        BusyError: Another run is writing the output, or has written it since `previous` was read.
        UnwritableError: The operating system refused to write.
    """
    wanted, paths = _wanted(files, previous)
    if not _moves(_survey(folder, paths), wanted):
        return []
    made = [place for place in (folder, *folder.parents) if not place.exists()]
    try:
        with staging.exclusive(folder):
            moves = _agreed(folder, wanted, paths, previous, overwrite_edited)
            staging.stage(folder, {path: files[path] for path, (_, after) in moves.items() if after}, moves)
            staging.apply(folder, moves)
    except OSError as error:
        for place in (folder / STAGING, *made):
            with suppress(OSError):  # not empty, or does not exist
                place.rmdir()
        raise _unwritable(folder, error) from None
    return sorted(moves)


def preview(
    folder: Path, files: Mapping[str, str], previous: Lock | None, *, overwrite_edited: bool = False
) -> list[str]:
    """Return the paths that `publish` would change, without writing anything; raises what it would raise."""
    wanted, paths = _wanted(files, previous)
    found = _survey(folder, paths)
    _refuse_edits(folder, found, wanted, previous, overwrite_edited)
    return sorted(_moves(found, wanted))


def recover(folder: Path) -> None:
    """Finish what a killed run began to publish, or discard what it only staged; a complete output is left unchanged.

    Raises:
        BusyError: Another run is writing the output.
        UnwritableError: The operating system refused to write.
        EditedError: The output was edited after the run was killed.
        InputError: The path is not a folder.
        UnsafeError: There are symbolic links, or a staging folder that this program did not write.
    """
    _refuse_strange(folder)
    if not os.path.lexists(folder / STAGING):
        return
    try:
        with staging.exclusive(folder):
            if is_pending(folder):
                staging.finish(folder)
    except OSError as error:
        raise _unwritable(folder, error) from None


def require_whole(folder: Path) -> None:
    """Refuse to read an output that is half written, without writing anything.

    Raises:
        BusyError: Another run is writing the output.
        EditedError: A run that wrote it was killed.
        InputError: The path is not a folder.
        UnsafeError: There are symbolic links.
    """
    _refuse_strange(folder)
    staging.refuse_pending(folder)


def _wanted(files: Mapping[str, str], previous: Lock | None) -> tuple[dict[str, str], list[str]]:
    """Return the hashes of the new files, and the paths of the new and the old ones; refuse paths that lead outside."""
    paths = list(dict.fromkeys([*files, *(previous.files if previous else ())]))
    _refuse_outside(paths)
    return {path: digest(text) for path, text in files.items()}, paths


def _agreed(
    folder: Path, wanted: Mapping[str, str], paths: Iterable[str], previous: Lock | None, overwrite_edited: bool
) -> Moves:
    """Return the moves to make; the caller must hold the lock.

    Raises:
        BusyError: Another run has written the output since the previous lock was read.
        EditedError: A generated file was edited by hand, or a file that was not generated is in the way.
    """
    if is_pending(folder):
        staging.finish(folder)
    as_read = previous is not None and previous.sha256 == hash_of(folder / LOCK_NAME)
    if not as_read and resolved_lock(folder) != previous:
        raise BusyError(Problem(str(folder), "was written by another run in the meantime", "Run this again."))
    found = _survey(folder, paths)
    _refuse_edits(folder, found, wanted, previous, overwrite_edited)
    return _moves(found, wanted)


def _moves(found: Mapping[str, str | None], wanted: Mapping[str, str]) -> Moves:
    """Return the paths whose files must change, with the hashes before and after."""
    return {path: (before, wanted.get(path)) for path, before in found.items() if before != wanted.get(path)}


def _survey(folder: Path, paths: Iterable[str]) -> dict[str, str | None]:
    """Return the `hash_of` each path.

    Raises:
        UnsafeError: A path is, or leads through, a symbolic link.
        EditedError: A parent of a path is not a folder.
    """
    paths = list(paths)
    refuse_links(folder, [*paths, STAGING])
    folders = sorted({"", *(parent for path in paths for parent in parents(path))})
    problems = [
        Problem(str(folder / place), "is in the way: it is not a folder", "Move it away, or choose another folder.")
        for place in folders
        if not stat.S_ISDIR(_mode(folder / place) or stat.S_IFDIR)  # one call, since another run may remove it
    ]
    if problems:
        raise EditedError(problems)
    return {path: hash_of(folder / path) for path in paths}


def _refuse_outside(paths: Iterable[str]) -> None:
    problems = []
    for path in paths:
        try:
            inside(path)
        except ValueError as error:
            problems.append(Problem(LOCK_NAME, str(error), "Restore the lock from version control."))
    if problems:
        raise UnsafeError(problems)


def _refuse_edits(
    folder: Path,
    found: Mapping[str, str | None],
    wanted: Mapping[str, str],
    previous: Lock | None,
    overwrite_edited: bool,
) -> None:
    listed = previous.files if previous else {}
    problems = []
    for path, hashed in found.items():
        place = str(folder / path)
        if hashed is None or hashed == wanted.get(path) or (path == LOCK_NAME and hashed):
            continue
        if path not in listed:
            hint = "Move it away, or choose another folder."
            problems.append(Problem(place, "is in the way: it was not generated", hint))
        elif hashed != listed[path] and not (overwrite_edited and hashed):
            hint = "Undo the change, or discard it with --overwrite-edited." if hashed else "Move it away."
            problems.append(Problem(place, "was edited by hand" if hashed else "is not a regular file", hint))
    if problems:
        raise EditedError(problems)


def _refuse_strange(folder: Path) -> None:
    """Refuse a path that is not a folder, and any entry to be opened in it that is of the wrong kind."""
    try:
        mode = _mode(folder)
    except OSError as error:  # for example, the name is too long
        what = f"cannot be a folder: {error.strerror or error}"
        raise InputError(Problem(str(folder), what, "Choose another one with --out.")) from None
    if mode is None:
        there = next((place for place in folder.parents if os.path.lexists(place)), folder)
        if not there.is_dir() and there != folder:
            raise InputError(Problem(str(there), "is not a folder", "Choose another one with --out."))
        return
    refuse_links(folder, [f"{STAGING}/{JOURNAL}", *_LOCK_FILES, LOCK_NAME])
    if not stat.S_ISDIR(mode):
        raise InputError(Problem(str(folder), "is not a folder", "Choose another one with --out."))
    kinds = {STAGING: stat.S_ISDIR, **dict.fromkeys((*_LOCK_FILES, LOCK_NAME), stat.S_ISREG)}
    for path, is_right in kinds.items():
        mode = _mode(folder / path)
        if mode is not None and not is_right(mode):
            hint = "Move it away, or choose another folder."
            raise EditedError(Problem(str(folder / path), "is in the way: it was not generated", hint))


def _mode(path: Path) -> int | None:
    try:
        return path.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None


def _unwritable(folder: Path, error: OSError) -> CodegenError:
    """Return the error to report for an error of the operating system."""
    places = [Path(name) for name in (error.filename2, error.filename) if isinstance(name, str | Path)]
    ours = [place for place in places if folder / STAGING not in (place, *place.parents)]
    half = "Some files are new and some are old; the next run finishes the work."
    hints = (_HINTS.get(error.errno or 0, ""), half if is_pending(folder) else "Nothing was changed.")
    what = f"cannot be written: {error.strerror or error}"
    return UnwritableError(Problem(str(ours[0] if ours else folder), what, " ".join(filter(None, hints))))
