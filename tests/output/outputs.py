"""Small outputs to publish: an old one, a new one that changes, adds and removes files; and the content of a folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from yulsn_codegen.account.schema import EMPTY
from yulsn_codegen.client.naming import Names
from yulsn_codegen.output.journal import STAGING
from yulsn_codegen.output.lock import LOCK_NAME, Lock, dump_lock, read_lock
from yulsn_codegen.text.hashing import digest

OLD = {"README.md": "old\n", "client/a.py": "a = 1\n", "client/gone/b.py": "b = 1\n", "client/same.py": "same\n"}
NEW = {"README.md": "new\n", "client/a.py": "a = 2\n", "client/same.py": "same\n", "client/more/c.py": "c = \u00e6\n"}


def with_lock(files: Mapping[str, str]) -> dict[str, str]:
    hashes = {path: digest(text) for path, text in files.items()}
    lock = Lock("0", "client", "1.0.0", "inputs", EMPTY, Names(), hashes)
    return {**files, LOCK_NAME: dump_lock(lock)}


def on_disk(folder: Path, *, staged: bool = True) -> dict[str, str]:
    """Return the files of a folder; staged: those of the staging folder too."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes().decode("utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file() and (staged or STAGING not in path.relative_to(folder).parts)
    }


def previous(folder: Path) -> Lock:
    lock = read_lock(folder)
    assert lock is not None
    return lock
