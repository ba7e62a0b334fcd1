"""Publishing: files and an earlier run's lock go in; the output folder holds exactly the new files, or is as it was.

Everything is first written to a staging folder inside the output. Writing its journal is the point of no return:
before it the output is untouched, after it the moves are done, by the next run if this one is killed among them.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from .errors import EditedError, InputError, Problem
from .lock import LOCK_NAME, Lock, digest, inside

STAGING = ".yulsn-staging"
_JOURNAL = "journal.json"
_PROCESS = "process"


def edited(folder: Path, lock: Lock) -> list[str]:
    """Return the files that are on disk, listed in the lock, and not what the lock says."""
    listed = sorted(lock.files.items())
    return [path for path, hashes in listed if _on_disk(folder / path) not in (None, hashes["sha256"])]


def missing(folder: Path, lock: Lock) -> list[str]:
    """Return the files that the lock lists and that are not there."""
    return [path for path in sorted(lock.files) if not (folder / path).is_file()]


def publish(folder: Path, files: Mapping[str, str], previous: Lock | None) -> list[str]:
    """Make the output folder hold `files`, remove what only the previous lock lists, and return the paths that changed.

    Raises EditedError where a generated file was changed by hand or a file that is not ours is in the way, and
    InputError where the folder cannot be written; the output is then as it was.
    """
    _refuse_links(folder, [*files, *(previous.files if previous else ())])
    _refuse_edits(folder, files, previous)
    changed = [path for path, text in files.items() if _on_disk(folder / path) != digest(text)]
    stale = [path for path in (previous.files if previous else ()) if path not in files and (folder / path).exists()]
    if not changed and not stale:
        return []
    staging = folder / STAGING
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _stage(staging, {path: files[path] for path in changed}, stale)
    except OSError as error:
        shutil.rmtree(staging, ignore_errors=True)
        what = f"cannot be written: {error.strerror or error}"
        raise InputError(Problem(str(error.filename or folder), what, "Nothing was changed.")) from None
    _apply(folder)
    return sorted([*changed, *stale])


def recover(folder: Path) -> None:
    """Finish what a killed run had begun to publish, or clear away what it had not; no-op for an untouched folder.

    Raises InputError for a staging folder that no run of this program has left.
    """
    staging = folder / STAGING
    _refuse_links(folder, [STAGING])
    if (staging / _JOURNAL).is_file():
        _apply(folder)
    elif staging.is_dir() and not _running(staging):
        shutil.rmtree(staging)


def _stage(staging: Path, files: Mapping[str, str], stale: Iterable[str]) -> None:
    try:
        staging.mkdir()
    except FileExistsError:
        raise InputError(
            Problem(str(staging), "is there already", "Another run is writing this output; wait until it has ended.")
        ) from None
    _write(staging / _PROCESS, str(os.getpid()))
    for path, text in files.items():
        _write(staging / "files" / path, text)
    _write(staging / "journal.tmp", json.dumps({"write": sorted(files), "remove": sorted(stale)}))
    (staging / "journal.tmp").replace(staging / _JOURNAL)


def _apply(folder: Path) -> None:
    """Move the staged files to their places, the lock last; may be run again from any point."""
    staging = folder / STAGING
    journal = _journal(staging / _JOURNAL)
    _refuse_links(folder, [*journal["write"], *journal["remove"]])
    for path in sorted(journal["write"], key=lambda path: (path == LOCK_NAME, path)):
        source = staging / "files" / path
        if source.exists():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            source.replace(folder / path)
    for path in journal["remove"]:
        (folder / path).unlink(missing_ok=True)
        _remove_empty((folder / path).parent, folder)
    shutil.rmtree(staging)


def _journal(path: Path) -> dict[str, list[str]]:
    try:
        journal = json.loads(path.read_text(encoding="utf-8"))
        return {key: [inside(name) for name in journal[key]] for key in ("write", "remove")}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        mend = f"Delete {path.parent.name} and restore the output from version control."
        raise InputError(Problem(str(path), f"is not a journal: {error!r}", mend)) from None


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())


def _remove_empty(folder: Path, top: Path) -> None:
    while folder != top and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _refuse_links(folder: Path, files: Iterable[str]) -> None:
    places = {folder, *(parent for path in files for parent in [folder / path, *(folder / path).parents])}
    inside = sorted(place for place in places if place == folder or folder in place.parents)
    problems = [
        Problem(str(place), "is a symbolic link; the output is written into real folders alone", "Remove the link.")
        for place in inside
        if place.is_symlink()
    ]
    if problems:
        raise InputError(problems)


def _refuse_edits(folder: Path, files: Mapping[str, str], previous: Lock | None) -> None:
    mend = "Undo the change, or delete the file to have it made anew."
    problems = [
        Problem(str(folder / path), "was changed by hand since it was generated", mend)
        for path in (edited(folder, previous) if previous else ())
        if _on_disk(folder / path) != digest(files.get(path, ""))
    ]
    listed = previous.files if previous else {}
    problems += [
        Problem(str(folder / path), "is in the way, and was not generated", "Move it away, or choose another folder.")
        for path, text in files.items()
        if path not in listed and path != LOCK_NAME and _on_disk(folder / path) not in (None, digest(text))
    ]
    if problems:
        raise EditedError(problems)


def _on_disk(path: Path) -> str | None:
    try:
        return digest(path.read_bytes().decode("utf-8", "surrogateescape"))
    except FileNotFoundError:
        return None
    except (OSError, UnicodeEncodeError):
        return "unreadable"


def _running(staging: Path) -> bool:
    try:
        process = int((staging / _PROCESS).read_text(encoding="utf-8"))
        os.kill(process, 0)
    except PermissionError:  # it runs, as another user
        return True
    except (OSError, ValueError, OverflowError):
        return False
    return process != os.getpid()
