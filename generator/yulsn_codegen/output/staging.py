"""The staging folder: new files go in, and are moved into the output all together, or taken back.

Its journal is the point of no return. Before it is there, the output is untouched. From then on each old file is moved
aside and its new one in, the lock last; a move that fails is taken back, with those before it. A process that is killed
leaves the journal, and whoever has the folder next finishes what it lists: among the moves, each file is in one of few
states, and from each of them the moves can go on, or back.

Whoever works here holds a lock on a file of the folder, so that it is one process at a time.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from ..text.errors import BusyError, EditedError, Problem, UnsafeError
from ..text.hashing import digest
from . import exclusion
from .lock import LOCK_NAME, inside

STAGING = ".yulsn-staging"
JOURNAL = "journal.json"
PROCESS = "process"  # the file that is locked, and holds the number of the process for people to read
Moves = Mapping[str, tuple[str | None, str | None]]  # per path the hash of the old file and of the new; None: no file

_NEW, _OLD = "files", "old"
_NO_SYNC = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}
_AGAIN = "An earlier run was killed while it wrote this output. Run `yulsn-codegen generate` again, which finishes it."


@contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    """Hold an output folder's staging folder, empty but for a journal's files; take it away after, unless one is there.

    Raises BusyError where another process holds it, and OSError where it cannot be written.
    """
    staging = folder / STAGING
    descriptor = exclusion.acquire(staging / PROCESS)
    if descriptor is None:
        raise _busy(folder)
    try:
        if not is_pending(folder):
            _empty(staging)
        yield
    finally:
        done = not is_pending(folder)
        if done:
            _empty(staging)
        exclusion.release(descriptor, staging / PROCESS, remove=done)
        if done:
            with suppress(OSError):  # the next process may be in it already
                staging.rmdir()


def stage(folder: Path, files: Mapping[str, str], moves: Moves) -> None:
    """Write new files, and then the journal, all of it forced to the disk; raises OSError."""
    staging = folder / STAGING
    for path, text in files.items():
        _write(staging / _NEW / path, text)
    for path, (before, _) in moves.items():
        if before is not None:
            (staging / _OLD / path).parent.mkdir(parents=True, exist_ok=True)
    for path in files:  # after all were written: the disk then has more to do at a time
        _sync(staging / _NEW / path)
    for place, _, _ in os.walk(staging):
        _sync(Path(place))
    draft = staging / f"{JOURNAL}.tmp"
    _write(draft, json.dumps({"moves": moves}))
    _sync(draft)
    _sync(folder)
    draft.replace(staging / JOURNAL)


def is_pending(folder: Path) -> bool:
    """Return whether there is a journal, that is, an output that is half written or is being written."""
    return os.path.lexists(folder / STAGING / JOURNAL)


def refuse_pending(folder: Path) -> None:
    """Raise BusyError for an output that is being written, and EditedError for one whose writing was killed."""
    if not is_pending(folder):
        return
    if exclusion.is_held(folder / STAGING / PROCESS):
        raise _busy(folder)
    raise EditedError(Problem(str(folder), "is incomplete: some of its files are new and some are old", _AGAIN))


def finish(folder: Path) -> None:
    """Do all moves of the journal and remove it, or take them back; to be called by who holds the folder.

    Raises OSError for a move that failed, EditedError for files that are neither the old nor the new ones, and
    UnsafeError for a journal that no run has written.
    """
    moves = _journal(folder / STAGING / JOURNAL)
    _refuse_others(folder, moves)
    apply(folder, moves)


def apply(folder: Path, moves: Moves) -> None:
    """Do all moves that were staged, and remove the journal; on any failure take them back, and raise it.

    Where they cannot be taken back either, the journal stays.
    """
    try:
        _forth(folder, moves)
        (folder / STAGING / JOURNAL).unlink()
    except BaseException:
        _back(folder, moves)
        raise


def refuse_links(folder: Path, paths: Iterable[str]) -> None:
    """Raise UnsafeError for each path that is, or leads through, a symbolic link; folder: may be one itself too."""
    relative = {parent for path in paths for parent in (Path(path), *Path(path).parents)} | {Path()}
    problems = [
        Problem(str(folder / place), "is a symbolic link; only real files and folders are written", "Remove the link.")
        for place in sorted(relative)
        if (folder / place).is_symlink()
    ]
    if problems:
        raise UnsafeError(problems)


def text_of(path: Path) -> str | None:
    """Return the text of a file, None where there is nothing; raises OSError for what is no file that can be read.

    Opens nothing but regular files: a pipe would wait for ever. A byte that is not UTF-8 is a lone surrogate.
    """
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise OSError(errno.EINVAL, "It is no file", str(path))
        return path.read_bytes().decode("utf-8", "surrogateescape")
    except FileNotFoundError:
        return None


def hash_of(path: Path) -> str | None:
    """Return the hash of a file, as the lock has it; None where nothing is, and "" for what is no readable file."""
    try:
        text = text_of(path)
    except OSError:
        return ""
    return None if text is None else digest(text)


def _forth(folder: Path, moves: Moves) -> None:
    _sync(folder / STAGING)  # the journal is there for good before anything moves
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
    """Undo `_forth` from wherever it has come to, each path by the same steps in the other direction."""
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
    """Return the paths, the lock last: where the new lock is, all the rest is new."""
    return sorted(moves, key=lambda path: (path == LOCK_NAME, path))


def _places(folder: Path, path: str) -> tuple[Path, Path, Path]:
    """Return where a path's new file is staged, where it belongs, and where the old one is put aside."""
    return folder / STAGING / _NEW / path, folder / path, folder / STAGING / _OLD / path


def _remove_empty(folder: Path, paths: Iterable[str]) -> None:
    """Remove the folders that became empty with these paths; one that somebody else uses stays."""
    for path in paths:
        place = (folder / path).parent
        with suppress(OSError):
            while place != folder:
                place.rmdir()
                place = place.parent


def _journal(path: Path) -> Moves:
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise ValueError("it is no file")
        moves = json.loads(path.read_text(encoding="utf-8"))["moves"]
        checked = {inside(name): _hashes(hashes) for name, hashes in moves.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        hint = f"Delete {STAGING} and restore the output from version control."
        raise UnsafeError(Problem(str(path), f"is not a journal: {error!r}", hint)) from None
    return checked


def _hashes(value: object) -> tuple[str | None, str | None]:
    match value:
        case [None | str() as before, None | str() as after]:
            return before, after
    raise TypeError(f"{value!r} should be two hashes")


def _refuse_others(folder: Path, moves: Moves) -> None:
    """Raise for what lies where the moves go, and is neither the old file nor the new one."""
    refuse_links(folder, [place.relative_to(folder).as_posix() for path in moves for place in _places(folder, path)])
    problems = []
    for path, (before, after) in moves.items():
        new, place, _ = _places(folder, path)
        found, staged = hash_of(place), hash_of(new)
        if found not in (None, before if staged is not None or after is None else after):
            hint = f"{_AGAIN} But first move this file away."
            problems.append(Problem(str(place), "was changed by hand since it was generated", hint))
        if staged not in (None, after):
            hint = f"Delete {STAGING} and restore the output from version control."
            problems.append(Problem(str(new), "is not what the interrupted run wrote", hint))
    if problems:
        raise EditedError(problems)


def _busy(folder: Path) -> BusyError:
    number = exclusion.holder(folder / STAGING / PROCESS)
    who = "another run" if number is None else f"another run (process {number})"
    return BusyError(Problem(str(folder), f"is being written by {who}", "Wait until it has finished, and try again."))


def _empty(staging: Path) -> None:
    with suppress(OSError):
        for path in list(staging.iterdir()):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            elif path.name != PROCESS:
                path.unlink()


def _sync_parents(folder: Path, moves: Moves) -> None:
    for parent in {(folder / path).parent for path in moves}:
        if parent.is_dir():
            _sync(parent)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))


def _sync(path: Path) -> None:
    """Force a file, or a folder's list of files, to the disk, where the platform can."""
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
