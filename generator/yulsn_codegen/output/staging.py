"""Stage new files in a folder, then move all of them into the output, or undo the moves.

The journal is the point of no return. Until it exists, the output is untouched. From then on, each old file is moved
aside and the new one into its place, the lock last. If a move fails, it and the moves before it are undone. A process
that is killed leaves the journal, and the next process to hold the folder finishes what it lists. A kill can leave each
file in one of only a few states, and from each of them the moves can be continued or undone.

Only the holder of the folder's process lock works here, so one process at a time.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from ..text.errors import BusyError, EditedError, Problem
from . import process_lock
from .disk import sync, write
from .journal import AGAIN, JOURNAL, NEW, OLD, STAGING, Moves, is_pending, places, read_journal, write_journal
from .lock import LOCK_NAME


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
        write(staging / NEW / path, text)
    for path, (before, _) in moves.items():
        if before is not None:
            (staging / OLD / path).parent.mkdir(parents=True, exist_ok=True)
    for path in files:  # after all are written, so that the disk can work on many at a time
        sync(staging / NEW / path)
    for place, _, _ in os.walk(staging):
        sync(Path(place))
    write_journal(folder, moves)


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
    raise EditedError(Problem(str(folder), "is incomplete: some of its files are new and some are old", AGAIN))


def finish(folder: Path) -> None:
    """Finish the moves that the journal lists and remove it, or undo them; the caller must hold the lock.

    Raises:
        OSError: A move failed.
        EditedError: A file is neither the old nor the new one.
        UnsafeError: The journal was not written by this program.
    """
    apply(folder, read_journal(folder))


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


def _forth(folder: Path, moves: Moves) -> None:
    sync(folder / STAGING)  # the journal must be on the disk before anything moves
    for path in _ordered(moves):
        new, place, old = places(folder, path)
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
        new, place, old = places(folder, path)
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


def _remove_empty(folder: Path, paths: Iterable[str]) -> None:
    """Remove the folders that these paths leave empty."""
    for path in paths:
        place = (folder / path).parent
        with suppress(OSError):
            while place != folder:
                place.rmdir()
                place = place.parent


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
            sync(parent)
