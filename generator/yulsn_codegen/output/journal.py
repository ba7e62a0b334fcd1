"""The journal of a staged output: which files are to be moved, and whether it can be trusted.

A journal can be committed as well as left by a run, so it is compared with the files and with both locks before
anything is moved.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Mapping
from pathlib import Path

from ..text.errors import EditedError, Problem, UnsafeError
from .conflict import resolved_lock
from .disk import hash_of, inside, refuse_links, sync, write
from .lock import LOCK_NAME

STAGING = ".yulsn-staging"
JOURNAL = "journal.json"
AGAIN = "An earlier run was killed while it wrote this output. Run `yulsn-codegen generate` again to finish it."
NEW, OLD = "files", "old"  # the folders of the new files and of the ones that they replace
Moves = Mapping[str, tuple[str | None, str | None]]  # by path: the hashes of the old and the new file; None: no file

_RESTORE = f"Delete {STAGING} and restore the output from version control."


def is_pending(folder: Path) -> bool:
    """Return whether there is a journal, which means that the output is half written or is being written."""
    return os.path.lexists(folder / STAGING / JOURNAL)


def write_journal(folder: Path, moves: Moves) -> None:
    """Write the journal of some moves, and force it to the disk. It is there whole or not at all."""
    staging = folder / STAGING
    draft = staging / f"{JOURNAL}.tmp"
    write(draft, json.dumps({"moves": moves}))
    sync(draft)
    sync(folder)
    draft.replace(staging / JOURNAL)


def read_journal(folder: Path) -> Moves:
    """Return the moves that the journal lists.

    Raises:
        EditedError: A file is neither the old nor the new one.
        UnsafeError: The journal was not written by this program.
    """
    moves = _parsed(folder / STAGING / JOURNAL)
    _refuse_others(folder, moves)
    _refuse_unlisted(folder, moves)
    return moves


def places(folder: Path, path: str) -> tuple[Path, Path, Path]:
    """Return where a path's new file is staged, where it belongs, and where its old file is kept in the meantime."""
    return folder / STAGING / NEW / path, folder / path, folder / STAGING / OLD / path


def _parsed(path: Path) -> Moves:
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise ValueError("not a regular file")
        moves = json.loads(path.read_text(encoding="utf-8"))["moves"]
        checked = {inside(name): _hashes(hashes) for name, hashes in moves.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UnsafeError(Problem(str(path), f"is not a valid journal: {error!r}", _RESTORE)) from None
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
    refuse_links(folder, [place.relative_to(folder).as_posix() for path in moves for place in places(folder, path)])
    problems = []
    for path, (before, after) in moves.items():
        new, place, _ = places(folder, path)
        found, staged = hash_of(place), hash_of(new)
        if found not in (None, before if staged is not None or after is None else after):
            hint = f"{AGAIN} First move this file away."
            problems.append(Problem(str(place), "was edited by hand", hint))
        if staged not in (None, after):
            problems.append(Problem(str(new), "differs from what the interrupted run wrote", _RESTORE))
    if problems:
        raise EditedError(problems)


def _refuse_unlisted(folder: Path, moves: Moves) -> None:
    """Refuse to add, replace or remove files that neither the old nor the new lock lists.

    What the new lock says is verified when it is next used. The caller has compared both locks with the hashes in the
    journal.

    Raises:
        UnsafeError: There is such a file.
    """
    new, place, old = places(folder, LOCK_NAME)
    before, after = moves.get(LOCK_NAME, (None, None))
    listed_before = _listed((old if os.path.lexists(old) else place).parent, LOCK_NAME not in moves or before)
    listed_after = _listed((new if os.path.lexists(new) else place).parent, LOCK_NAME not in moves or after)
    problems = [
        Problem(str(folder / STAGING / JOURNAL), f"moves {path}, which is not in the lock", _RESTORE)
        for path, (before, after) in moves.items()
        if path != LOCK_NAME and (after != listed_after.get(path) or (before is not None and path not in listed_before))
    ]
    if problems:
        raise UnsafeError(problems)


def _listed(folder: Path, exists: object) -> Mapping[str, str]:
    """Return the hashes of the files that the lock in a folder lists; empty if the lock does not exist."""
    lock = resolved_lock(folder) if exists else None
    return lock.files if lock is not None else {}
