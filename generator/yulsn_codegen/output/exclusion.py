"""One process at a time: the path of a file goes in, the file comes out locked, or the number of who has it.

The lock is the operating system's. It ends with the process, however that ends, so that no number has to be believed.
"""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path

_ATTEMPTS = 100  # to lock a file that others keep taking away
# what a file system says that has no locks; two runs at once are then the user's affair
_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}


def acquire(file: Path) -> int | None:
    """Make a file and its folder, and return it open and locked; None where another process has it. Raises OSError.

    What the file holds is the number of the process, for people to read.
    """
    gone: OSError | None = None
    for _ in range(_ATTEMPTS):
        if gone is not None and not file.parent.parent.exists():
            raise gone
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(file, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
        except FileNotFoundError as error:  # another process has just taken the folder away, or there can be none
            gone = error
            continue
        locked = False
        try:
            locked = _lock(descriptor)
            if locked and _is(descriptor, file):  # else the file was taken away between opening and locking
                os.ftruncate(descriptor, 0)
                os.write(descriptor, f"{os.getpid()}\n".encode("ascii"))
                return descriptor
        except OSError:
            release(descriptor, file, remove=locked)
            raise
        os.close(descriptor)
        if not locked:
            break
    return None


def release(descriptor: int, file: Path, *, remove: bool) -> None:
    """Let a locked file go; remove: take it away first, if that can be done."""
    if remove and os.name != "nt":
        with suppress(OSError):
            file.unlink()
    os.close(descriptor)
    if remove and os.name == "nt":  # where no open file can be removed, and so none that the next process has locked
        with suppress(OSError):
            file.unlink()


def is_held(file: Path) -> bool:
    """Return whether a process has the file locked; makes and changes nothing."""
    try:
        descriptor = os.open(file, os.O_RDONLY)
    except OSError:
        return False
    try:
        return not _lock(descriptor, shared=True)
    finally:
        os.close(descriptor)


def holder(file: Path) -> int | None:
    """Return the number of the process that has the file locked; None where it is not told, or not yet."""
    try:
        return int(file.read_bytes())
    except (OSError, ValueError):
        return None


def _is(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.lstat())
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int, *, shared: bool = False) -> bool:
        """Lock a byte behind the content, which would else be closed to readers; return whether nobody has it."""
        os.lseek(descriptor, 1 << 30, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(descriptor: int, *, shared: bool = False) -> bool:
        """Lock an open file until it is closed; return False where another process has it."""
        try:
            fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                raise
        return True
