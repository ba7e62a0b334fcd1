"""Stage new files in a folder, then move all of them into the output, or undo the moves.

The journal is the point of no return. Until it exists, the output is untouched. From then on, each old file is moved
aside and the new one into its place, the lock last. If a move fails, it and the moves before it are undone. A process
that is killed leaves the journal, and the next process to hold the folder finishes what it lists. A kill can leave each
file in one of only a few states, and from each of them the moves can be continued or undone.

Only the holder of the folder's process lock works here, so one process at a time.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import stat
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from ..text.errors import BusyError, EditedError, Problem, UnsafeError
from ..text.hashing import digest
from . import process_lock
from .conflict import resolved_lock
from .lock import LOCK_NAME, inside

STAGING = ".yulsn-staging"
JOURNAL = "journal.json"
Moves = Mapping[str, tuple[str | None, str | None]]  # by path: the hashes of the old and the new file; None: no file

_NEW, _OLD = "files", "old"
_NO_SYNC = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}
_AGAIN = "An earlier run was killed while it wrote this output. Run `yulsn-codegen generate` again to finish it."


@contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    """Lock an output's staging folder; remove it afterwards, unless it has a journal.

    It is empty inside the context, unless it has a journal.

    Raises:
        BusyError: Another process holds the lock.
        OSError: The staging folder cannot be written.
    """
    staging = folder / STAGING
    try:
        lock = process_lock.acquire(staging)
    except process_lock.HeldError:
        raise _busy(folder) from None
    try:
        if not is_pending(folder):
            _empty(staging)
        yield
    finally:
        done = not is_pending(folder)
        if done:
            _empty(staging)
        process_lock.release(lock, staging)
        if done:
            with suppress(OSError):  # the next process may already be using it
                staging.rmdir()


def stage(folder: Path, files: Mapping[str, str], moves: Moves) -> None:
    """Write new files and then the journal, and force all of it to the disk.

    Raises:
        OSError: A file cannot be written.
    """
    staging = folder / STAGING
    for path, text in files.items():
        _write(staging / _NEW / path, text)
    for path, (before, _) in moves.items():
        if before is not None:
            (staging / _OLD / path).parent.mkdir(parents=True, exist_ok=True)
    for path in files:  # after all are written, so that the disk can work on many at a time
        _sync(staging / _NEW / path)
    for place, _, _ in os.walk(staging):
        _sync(Path(place))
    draft = staging / f"{JOURNAL}.tmp"
    _write(draft, json.dumps({"moves": moves}))
    _sync(draft)
    _sync(folder)
    draft.replace(staging / JOURNAL)


def is_pending(folder: Path) -> bool:
    """Return whether there is a journal, which means that the output is half written or is being written."""
    return os.path.lexists(folder / STAGING / JOURNAL)


def refuse_pending(folder: Path) -> None:
    """Refuse to read an output that is half written.

    Raises:
        BusyError: Another process is writing it.
        EditedError: A process that wrote it was killed.
    """
    if not is_pending(folder):
        return
    if process_lock.is_held(folder / STAGING):
        raise _busy(folder)
    raise EditedError(Problem(str(folder), "is incomplete: some of its files are new and some are old", _AGAIN))


def finish(folder: Path) -> None:
    """Finish the moves that the journal lists and remove it, or undo them; the caller must hold the lock.

    Raises:
        OSError: A move failed.
        EditedError: A file is neither the old nor the new one.
        UnsafeError: The journal was not written by this program.
    """
    moves = _journal(folder / STAGING / JOURNAL)
    _refuse_others(folder, moves)
    _refuse_unlisted(folder, moves)
    apply(folder, moves)


def apply(folder: Path, moves: Moves) -> None:
    """Make all staged moves and remove the journal; undo them if one fails.

    If they cannot be undone either, the journal stays.

    Raises:
        OSError: A move failed.
    """
    try:
        _forth(folder, moves)
        (folder / STAGING / JOURNAL).unlink()
    except BaseException:
        _back(folder, moves)
        raise


def parents(path: str) -> list[str]:
    """Return the folders that contain a path of the output, but for the output folder itself."""
    parts = path.split("/")
    return ["/".join(parts[:end]) for end in range(1, len(parts))]


def refuse_links(folder: Path, paths: Collection[str]) -> None:
    """Refuse symbolic links.

    Raises:
        UnsafeError: The folder, a path in it, or a parent of such a path is a symbolic link.
    """
    places = {*paths, *(parent for path in paths for parent in parents(path))}
    found = [place for place in places if os.path.islink(os.path.join(folder, place))]
    problems = [
        Problem(str(folder / place), "is a symbolic link; only real files and folders are written", "Remove the link.")
        for place in [*([""] if folder.is_symlink() else []), *sorted(found, key=lambda place: place.split("/"))]
    ]
    if problems:
        raise UnsafeError(problems)


def text_of(path: Path) -> str | None:
    """Return the text of a file, or None if it does not exist.

    Bytes that are not UTF-8 become lone surrogates. Only regular files are opened: reading a pipe would never end.

    Raises:
        OSError: It is not a regular file, or cannot be read.
    """
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise OSError(errno.EINVAL, "Not a regular file", str(path))
        return path.read_bytes().decode("utf-8", "surrogateescape")
    except FileNotFoundError:
        return None


def hash_of(path: Path) -> str | None:
    """Return the hash of a file as in the lock, None if it does not exist, or "" if it is not a readable file."""
    try:
        text = text_of(path)
    except OSError:
        return ""
    return None if text is None else digest(text)


def _forth(folder: Path, moves: Moves) -> None:
    _sync(folder / STAGING)  # the journal must be on the disk before anything moves
    for path in _ordered(moves):
        new, place, old = _places(folder, path)
        if moves[path][1] is None:
            if os.path.lexists(place):
                place.replace(old)
        elif os.path.lexists(new):
            if os.path.lexists(place):
                place.replace(old)
            place.parent.mkdir(parents=True, exist_ok=True)
            new.replace(place)
    _sync_parents(folder, moves)
    _remove_empty(folder, [path for path, (_, after) in moves.items() if after is None])


def _back(folder: Path, moves: Moves) -> None:
    """Undo `_forth`, however far it got, by taking the same steps in reverse."""
    for path in reversed(_ordered(moves)):
        new, place, old = _places(folder, path)
        if moves[path][1] is not None and os.path.lexists(place) and not os.path.lexists(new):
            place.replace(new)
        if os.path.lexists(old):
            place.parent.mkdir(parents=True, exist_ok=True)
            old.replace(place)
    _remove_empty(folder, [path for path, (before, _) in moves.items() if before is None])
    _sync_parents(folder, moves)
    (folder / STAGING / JOURNAL).unlink()


def _ordered(moves: Moves) -> list[str]:
    """Return the paths, the lock last: if the new lock is in place, so is everything else."""
    return sorted(moves, key=lambda path: (path == LOCK_NAME, path))


def _places(folder: Path, path: str) -> tuple[Path, Path, Path]:
    """Return where a path's new file is staged, where it belongs, and where its old file is kept in the meantime."""
    return folder / STAGING / _NEW / path, folder / path, folder / STAGING / _OLD / path


def _remove_empty(folder: Path, paths: Iterable[str]) -> None:
    """Remove the folders that these paths leave empty."""
    for path in paths:
        place = (folder / path).parent
        with suppress(OSError):
            while place != folder:
                place.rmdir()
                place = place.parent


def _journal(path: Path) -> Moves:
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise ValueError("not a regular file")
        moves = json.loads(path.read_text(encoding="utf-8"))["moves"]
        checked = {inside(name): _hashes(hashes) for name, hashes in moves.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        hint = f"Delete {STAGING} and restore the output from version control."
        raise UnsafeError(Problem(str(path), f"is not a valid journal: {error!r}", hint)) from None
    return checked


def _hashes(value: object) -> tuple[str | None, str | None]:
    match value:
        case [None | str() as before, None | str() as after]:
            return before, after
    raise TypeError(f"{value!r} must be two hashes")


def _refuse_others(folder: Path, moves: Moves) -> None:
    """Refuse to move if a file in the way is neither the old one nor the new one.

    Raises:
        EditedError: There is such a file.
        UnsafeError: A path is, or leads through, a symbolic link.
    """
    refuse_links(folder, [place.relative_to(folder).as_posix() for path in moves for place in _places(folder, path)])
    problems = []
    for path, (before, after) in moves.items():
        new, place, _ = _places(folder, path)
        found, staged = hash_of(place), hash_of(new)
        if found not in (None, before if staged is not None or after is None else after):
            hint = f"{_AGAIN} First move this file away."
            problems.append(Problem(str(place), "was edited by hand", hint))
        if staged not in (None, after):
            hint = f"Delete {STAGING} and restore the output from version control."
            problems.append(Problem(str(new), "differs from what the interrupted run wrote", hint))
    if problems:
        raise EditedError(problems)


def _refuse_unlisted(folder: Path, moves: Moves) -> None:
    """Refuse to add, replace or remove files that neither the old nor the new lock lists.

    A journal can be committed as well as left by a run, so it can do no more than the locks say. What the new lock says
    is verified when it is next used. The caller has compared both locks with the hashes in the journal.

    Raises:
        UnsafeError: There is such a file.
    """
    new, place, old = _places(folder, LOCK_NAME)
    before, after = moves.get(LOCK_NAME, (None, None))
    listed_before = _listed((old if os.path.lexists(old) else place).parent, LOCK_NAME not in moves or before)
    listed_after = _listed((new if os.path.lexists(new) else place).parent, LOCK_NAME not in moves or after)
    hint = f"Delete {STAGING} and restore the output from version control."
    problems = [
        Problem(str(folder / STAGING / JOURNAL), f"moves {path}, which is not in the lock", hint)
        for path, (before, after) in moves.items()
        if path != LOCK_NAME and (after != listed_after.get(path) or (before is not None and path not in listed_before))
    ]
    if problems:
        raise UnsafeError(problems)


def _listed(folder: Path, exists: object) -> Mapping[str, str]:
    """Return the hashes of the files that the lock in a folder lists; empty if the lock does not exist."""
    lock = resolved_lock(folder) if exists else None
    return lock.files if lock is not None else {}


def _busy(folder: Path) -> BusyError:
    process = process_lock.holder(folder / STAGING)
    who = "another run" if process is None else f"another run (process {process})"
    return BusyError(Problem(str(folder), f"is being written by {who}", "Wait until it has finished, then try again."))


def _empty(staging: Path) -> None:
    with suppress(OSError):
        for path in list(staging.iterdir()):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            elif path.name not in (process_lock.LOCKED, process_lock.PROCESS):
                path.unlink()


def _sync_parents(folder: Path, moves: Moves) -> None:
    for parent in {(folder / path).parent for path in moves}:
        if parent.is_dir():
            _sync(parent)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))


def _sync(path: Path) -> None:
    """Force a file, or a folder's entries, to the disk, if the platform supports it."""
    folder = path.is_dir()
    if folder and os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY if folder else os.O_RDWR)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise
    finally:
        os.close(descriptor)
