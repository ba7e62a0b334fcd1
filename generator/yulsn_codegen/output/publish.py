"""Publishing: files and an earlier run's lock go in; the output folder holds exactly the new files, or is as it was.

What may be written, replaced and removed is decided here; `staging` moves it, all together. No file system swaps many
files at once: a process that is killed among the moves leaves some new and some old, until `recover`, with which every
generating begins, has moved the rest. Those who read an output ask `require_whole` first.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath

from ..text.errors import BusyError, CodegenError, EditedError, InputError, Problem, UnsafeError, UnwritableError
from ..text.hashing import digest
from . import staging
from .lock import LOCK_NAME, Lock, inside, read_lock
from .staging import STAGING, hash_of

_HINTS = {
    errno.ENOSPC: "Free some space on the disk, and run it again.",
    errno.EDQUOT: "Free some space, or have your quota raised, and run it again.",
    errno.EFBIG: "Raise the limit on the size of files, and run it again.",
    errno.EROFS: "Choose a folder that can be written.",
    errno.EACCES: "Make it writable, or choose another folder.",
    errno.EPERM: "Make it writable, or choose another folder.",
    errno.EXDEV: "It lies on another file system; have all of the output on one.",
}


def edited(folder: Path, lock: Lock) -> list[str]:
    """Return the files that are on disk, listed in the lock, and not what the lock says."""
    listed = sorted(lock.files.items())
    return [path for path, hashes in listed if hash_of(folder / path) not in (None, hashes["sha256"])]


def missing(folder: Path, lock: Lock) -> list[str]:
    """Return the files that the lock lists and that are not there."""
    return [path for path in sorted(lock.files) if not os.path.lexists(folder / path)]


def unchanged(folder: Path, lock: Lock) -> dict[str, str]:
    """Return the texts of the files that are what the lock says."""
    found: dict[str, str] = {}
    for path, hashes in lock.files.items():
        with suppress(OSError):
            text = staging.text_of(folder / path)
            if text is not None and digest(text) == hashes["sha256"]:
                found[path] = text
    return found


def publish(folder: Path, files: Mapping[str, str], previous: Lock | None) -> list[str]:
    """Make the output folder hold `files`, remove what only the previous lock lists, and return the paths that changed.

    Raises EditedError where a generated file was changed by hand or a file that is not ours is in the way, UnsafeError
    for links and for paths that lead outside, BusyError where another run writes the output or has written it since
    `previous` was read, and UnwritableError where it cannot be written; the output is then as it was.
    """
    wanted = {path: digest(text) for path, text in files.items()}
    paths = list(dict.fromkeys([*files, *(previous.files if previous else ())]))
    _refuse_outside(paths)
    if not _moves(_survey(folder, paths), wanted):
        return []
    made = [place for place in (folder, *folder.parents) if not place.exists()]
    try:
        with staging.exclusive(folder):
            moves = _agreed(folder, wanted, paths, previous)
            staging.stage(folder, {path: files[path] for path, (_, after) in moves.items() if after}, moves)
            staging.apply(folder, moves)
    except OSError as error:
        for place in (folder / STAGING, *made):
            with suppress(OSError):  # something is in it, or it is not there
                place.rmdir()
        raise _unwritable(folder, error) from None
    return sorted(moves)


def recover(folder: Path) -> None:
    """Finish what a killed run had begun to publish, or clear away what it had not; no-op for an untouched folder.

    Raises BusyError where another run is writing the output, UnwritableError where it cannot be finished, EditedError
    where somebody has changed it since, InputError for what is no folder, and UnsafeError for links and for a staging
    folder that no run of this program has left.
    """
    _refuse_strange(folder)
    if not os.path.lexists(folder / STAGING):
        return
    try:
        with staging.exclusive(folder):
            if staging.is_pending(folder):
                staging.finish(folder)
    except OSError as error:
        raise _unwritable(folder, error) from None


def require_whole(folder: Path) -> None:
    """Refuse to read an output that is half written; writes nothing itself.

    Raises BusyError for one that is being written, EditedError for one whose writing was killed, and what `recover`
    raises for what is no output.
    """
    _refuse_strange(folder)
    staging.refuse_pending(folder)


def _agreed(folder: Path, wanted: Mapping[str, str], paths: Iterable[str], previous: Lock | None) -> staging.Moves:
    """Return the moves to do, now that nobody else writes; raises CodegenError where they may not be done."""
    if staging.is_pending(folder):
        staging.finish(folder)
    if read_lock(folder) != previous:
        raise BusyError(Problem(str(folder), "was written by another run in the meantime", "Run this again."))
    found = _survey(folder, paths)
    _refuse_edits(folder, found, wanted, previous)
    return _moves(found, wanted)


def _moves(found: Mapping[str, str | None], wanted: Mapping[str, str]) -> staging.Moves:
    """Return the paths that are not as they should be."""
    return {path: (before, wanted.get(path)) for path, before in found.items() if before != wanted.get(path)}


def _survey(folder: Path, paths: Iterable[str]) -> dict[str, str | None]:
    """Return the hash of what is at each path, as `hash_of` does; raises UnsafeError for links, and EditedError."""
    paths = list(paths)
    staging.refuse_links(folder, [*paths, STAGING])
    parents = sorted({parent for path in paths for parent in PurePosixPath(path).parents})
    problems = [
        Problem(str(folder / parent), "is in the way: it is not a folder", "Move it away, or choose another folder.")
        for parent in parents
        if not stat.S_ISDIR(_mode(folder / parent) or stat.S_IFDIR)  # asked once, as another run may take it away
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
    folder: Path, found: Mapping[str, str | None], wanted: Mapping[str, str], previous: Lock | None
) -> None:
    listed = previous.files if previous else {}
    problems = []
    for path, hashed in found.items():
        place = str(folder / path)
        if hashed is None or hashed == wanted.get(path) or (path == LOCK_NAME and hashed):
            continue
        if path not in listed:
            hint = "Move it away, or choose another folder."
            problems.append(Problem(place, "is in the way, and was not generated", hint))
        elif hashed != listed[path]["sha256"]:
            hint = "Undo the change, or delete the file to regenerate it."
            problems.append(Problem(place, "was changed by hand since it was generated", hint))
    if problems:
        raise EditedError(problems)


def _refuse_strange(folder: Path) -> None:
    """Refuse what is no output folder, and what in it would be read or entered and is not what it should be."""
    try:
        mode = _mode(folder)
    except OSError as error:  # as for a name that is too long
        what = f"cannot be a folder: {error.strerror or error}"
        raise InputError(Problem(str(folder), what, "Choose another one with --out.")) from None
    if mode is None:
        there = next((place for place in folder.parents if os.path.lexists(place)), folder)
        if not there.is_dir() and there != folder:
            raise InputError(Problem(str(there), "is not a folder", "Choose another one with --out."))
        return
    staging.refuse_links(folder, [f"{STAGING}/{staging.JOURNAL}", f"{STAGING}/{staging.PROCESS}", LOCK_NAME])
    if not stat.S_ISDIR(mode):
        raise InputError(Problem(str(folder), "is not a folder", "Choose another one with --out."))
    kinds = {
        STAGING: stat.S_ISDIR,
        f"{STAGING}/{staging.PROCESS}": stat.S_ISREG,
        LOCK_NAME: stat.S_ISREG,
    }
    for path, is_right in kinds.items():
        mode = _mode(folder / path)
        if mode is not None and not is_right(mode):
            hint = "Move it away, or choose another folder."
            raise EditedError(Problem(str(folder / path), "is in the way, and was not generated", hint))


def _mode(path: Path) -> int | None:
    try:
        return path.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None


def _unwritable(folder: Path, error: OSError) -> CodegenError:
    """Return what an error of the operating system means for the output."""
    places = [Path(name) for name in (error.filename2, error.filename) if isinstance(name, str | Path)]
    ours = [place for place in places if folder / STAGING not in (place, *place.parents)]
    half = "Some files are new and some old by now; the next run finishes it."
    hints = (_HINTS.get(error.errno or 0, ""), half if staging.is_pending(folder) else "Nothing was changed.")
    what = f"cannot be written: {error.strerror or error}"
    return UnwritableError(Problem(str(ours[0] if ours else folder), what, " ".join(filter(None, hints))))
