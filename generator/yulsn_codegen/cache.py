"""Values that are slow to compute, cached between runs in the user's cache folder.

An entry has a kind and a key. The key is a hash of everything that the value depends on, so a stale entry is never
found. A cache that cannot be read or written makes a run slower and changes nothing else.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from .text.hashing import digest

VARIABLE = "YULSN_CODEGEN_CACHE_DIR"
_MOST_ENTRIES = 8  # of a kind; source trees and library versions that are no longer used leave entries behind


def read(kind: str, key: str) -> Any:
    """Return a cached value, or None.

    Args:
        kind: What the value is, as part of a file name.
        key: A hash of what the value depends on, in hex digits.
    """
    folder = _folder()
    if folder is None:
        return None
    try:
        checksum, _, text = _path(folder, kind, key).read_text(encoding="utf-8").partition("\n")
        return json.loads(text) if checksum == digest(text) else None
    except (OSError, ValueError, RecursionError):
        return None


def write(kind: str, key: str, value: object) -> None:
    """Cache a JSON value, replacing its entry as a whole; do nothing where that is impossible."""
    folder = _folder()
    if folder is None:
        return
    text = json.dumps(value, separators=(",", ":"))
    with suppress(OSError):
        descriptor, temporary = tempfile.mkstemp(dir=folder, prefix=f"{kind}-", suffix=".tmp")
        try:
            with open(descriptor, "w", encoding="utf-8", newline="\n") as stream:
                stream.write(f"{digest(text)}\n{text}")
            Path(temporary).replace(_path(folder, kind, key))
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        _prune(folder, f"{kind}-*.json")


def folder(kind: str, key: str, fill: Callable[[Path], None]) -> Path | None:
    """Return a cached folder, filled first if it is not cached yet; None where that is impossible.

    Args:
        kind: What the folder contains, as part of its name.
        key: A hash of what its content depends on, in hex digits.
        fill: Writes the content into an empty folder.
    """
    parent = _folder()
    if parent is None:
        return None
    place = parent / f"{kind}-{key[:32]}"
    if not place.is_dir():
        with suppress(OSError), tempfile.TemporaryDirectory(dir=parent, prefix=f"{kind}-", suffix=".tmp") as temporary:
            made = Path(temporary, "made")
            made.mkdir()
            fill(made)
            made.rename(place)
            _prune(parent, f"{kind}-*")
    return place if place.is_dir() else None


def _path(folder: Path, kind: str, key: str) -> Path:
    return folder / f"{kind}-{key[:32]}.json"


def _prune(folder: Path, entries: str) -> None:
    found = sorted(folder.glob(entries), key=lambda path: path.stat().st_mtime)
    for path in found[:-_MOST_ENTRIES]:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink()


def _folder() -> Path | None:
    """Return the cache folder, made if necessary; None if there is none that only this user can write to."""
    folder = _location()
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if _is_private(folder.lstat()):
            return folder
    return None


def _location() -> Path:
    """Return where the cache folder belongs: below the temporary folder for a user without a home."""
    if given := os.environ.get(VARIABLE):
        return Path(given).absolute()
    from platformdirs import user_cache_path

    with suppress(RuntimeError, KeyError):  # neither HOME nor an entry in the user database
        folder = user_cache_path("yulsn-codegen", appauthor=False)
        if folder.is_absolute() and os.environ.get("HOME") != "":  # platformdirs 4.3 would use /.cache
            return folder
    return Path(tempfile.gettempdir(), f"yulsn-codegen-{os.getuid() if hasattr(os, 'getuid') else 'user'}")


def _is_private(status: os.stat_result) -> bool:
    """Return whether a folder belongs to this user and nobody else can write to it, so that its content is our own."""
    if not stat.S_ISDIR(status.st_mode):
        return False
    return not hasattr(os, "getuid") or (status.st_uid == os.geteuid() and not status.st_mode & 0o022)
