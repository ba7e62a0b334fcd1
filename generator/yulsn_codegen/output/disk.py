"""Read and write the files of an output: through no symbolic link, from no pipe, and forced to the disk."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
from collections.abc import Collection
from pathlib import Path

from ..text.errors import Problem, UnsafeError

_PART = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_NO_SYNC = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}


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


def inside(name: str) -> str:
    """Return a path unchanged if it stays inside the output on every platform.

    Raises:
        ValueError: The path may lead outside the output, or a part of it is hidden (except `.gitattributes`), ends in a
            dot, or has characters with a special meaning on some file system.
    """
    if name != ".gitattributes" and not all(_PART.fullmatch(part) for part in name.split("/")):
        raise ValueError(f"{name!a} is not a path inside the output")
    return name


def text_of(path: Path) -> str | None:
    """Return the text of a file, or None if it does not exist.

    Bytes that are not UTF-8 become lone surrogates.

    Raises:
        OSError: It is not a regular file, or cannot be read.
    """
    content = _content(path)
    return None if content is None else content.decode("utf-8", "surrogateescape")


def hash_of(path: Path) -> str | None:
    """Return the hash of a file as in the lock, None if it does not exist, or "" if it is not a readable file."""
    try:
        content = _content(path)
    except OSError:
        return ""
    return None if content is None else hashlib.sha256(content).hexdigest()


def _content(path: Path) -> bytes | None:
    """Return the content of a file, or None if it does not exist.

    Only regular files are opened: reading a pipe would never end.

    Raises:
        OSError: It is not a regular file, or cannot be read.
    """
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise OSError(errno.EINVAL, "Not a regular file", str(path))
        return path.read_bytes()
    except FileNotFoundError:
        return None


def write(path: Path, text: str) -> None:
    """Write a file of UTF-8 text, and the folders that contain it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))


def sync(path: Path) -> None:
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
