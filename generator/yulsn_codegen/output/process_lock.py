"""Lock a folder, so that only one process at a time can use it.

The operating system holds the lock and releases it whenever and however the process ends, so no lock is ever stale.
The process id of the holder is in a second file, because on Windows other processes cannot read a locked file.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from filelock import BaseFileLock

LOCKED = "locked"  # the file that is locked
PROCESS = "process"  # the file with the holder's process id, for people to read

_ATTEMPTS = 100  # to lock a folder that other processes keep removing
# The errors of file systems without locks. There, users must keep runs from overlapping.
_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}


class HeldError(Exception):
    """Another process holds the lock."""


def acquire(folder: Path) -> BaseFileLock:
    """Create a folder if it does not exist, and lock it.

    Raises:
        HeldError: Another process holds the lock.
        OSError: The folder or a file in it cannot be created.
    """
    lock = _lock(folder)
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _try(lock)
            (folder / PROCESS).write_bytes(f"{os.getpid()}\n".encode("ascii"))
        except (FileNotFoundError, FileExistsError):  # the previous holder has just removed the folder
            lock.release()
            if attempt == _ATTEMPTS:  # it cannot be created
                raise
        except OSError:
            if lock.is_locked:
                release(lock, folder)
            raise
        else:
            break
    return lock


def release(lock: BaseFileLock, folder: Path) -> None:
    """Release a lock and remove its files.

    They are removed before the release, so that a process that has already opened the file can no longer lock it and
    never holds a lock that a third process does not see. Windows cannot remove open files, so there they are removed
    after the release, if no other process has opened them by then.
    """
    early, late = ((PROCESS,), (LOCKED,)) if os.name == "nt" else ((PROCESS, LOCKED), ())
    _remove(folder, early)
    with suppress(OSError):  # the lock then ends with the process
        lock.release()
    _remove(folder, late)


def is_held(folder: Path) -> bool:
    """Return whether another process holds the lock on a folder; creates nothing."""
    if not (folder / LOCKED).is_file():
        return False
    lock = _lock(folder)
    try:
        _try(lock)
    except HeldError:
        return True
    except OSError:
        return False
    lock.release()
    return False


def holder(folder: Path) -> int | None:
    """Return the id of the process that holds the lock on a folder, or None if it is not known (yet)."""
    try:
        return int((folder / PROCESS).read_bytes())
    except (OSError, ValueError):
        return None


def _lock(folder: Path) -> BaseFileLock:
    from filelock import FileLock  # imported here because most commands lock nothing

    return FileLock(folder / LOCKED, timeout=0, fallback_to_soft=False)


def _try(lock: BaseFileLock) -> None:
    from filelock import Timeout

    try:
        lock.acquire()
    except Timeout:
        raise HeldError from None
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise


def _remove(folder: Path, names: Iterable[str]) -> None:
    for name in names:
        with suppress(OSError):
            (folder / name).unlink()
