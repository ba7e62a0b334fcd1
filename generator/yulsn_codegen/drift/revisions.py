"""Read the account schemas to compare.

A source is an account (`https://api.yulsn.io`), a snapshot, a lock or a folder with one, or a snapshot or lock in a git
revision (`main:generated/yulsn.lock.json`).
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

from ..account.choice import choose
from ..account.schema import EVERYTHING, AccountChoice, AccountSchema
from ..account.snapshot import read_schema
from ..output.lock import LOCK_NAME, Lock, parse_lock
from ..text.documents import MAX_BYTES, parse_json, read_limited
from ..text.errors import InputError, Problem
from ..text.reading import Node, Reader
from .programs import find_program

_HINT = "Name a snapshot, a lock, REVISION:PATH such as main:account.json, or https://host."
_TIMEOUT = 60.0  # seconds for git


def read_revision(
    source: str, fetch: Callable[[str], AccountSchema], choice: AccountChoice = EVERYTHING
) -> AccountSchema:
    """Return the account schema that `source` refers to.

    Args:
        source: A base URL, a file, a folder, or REVISION:PATH. An existing file or folder takes precedence over a
            revision. The path of a revision starts at the top of the working tree, or, with `./`, at the current
            folder.
        fetch: Reads the account at a base URL.
        choice: What to choose of an account or a snapshot that records no choice. A lock has what it was written for.

    Raises:
        InputError: Nothing of that name exists, or it is neither a snapshot nor a lock.
    """
    return choose(fetch(source), choice) if is_account(source) else parse(*_read(source), choice)


def read_revision_lock(source: str) -> Lock | None:
    """Return the lock that `source` refers to, or None if it is a snapshot or an account.

    Args:
        source: As for `read_revision`.

    Raises:
        InputError: Nothing of that name exists, or it is neither a snapshot nor a lock.
    """
    if is_account(source):
        return None
    content, place = _read(source)
    return parse_lock(content, place) if _is_lock(Reader().root(parse_json(content, place), place)) else None


def _read(source: str) -> tuple[bytes, str]:
    """Return the content of the file that a source refers to, and its name for problems.

    Raises:
        InputError: It does not exist, or cannot be read.
    """
    try:
        path = Path(source)
        if path.is_dir():
            path = path / LOCK_NAME
        if ":" in source and not path.exists():
            return _from_git(_file_in_git(source)), source
        return read_limited(path), str(path)
    except (OSError, ValueError) as error:
        what = f"cannot be read: {getattr(error, 'strerror', None) or error}"
        raise InputError(Problem(source, what, _HINT)) from None


def is_account(source: str) -> bool:
    """Return whether a source is the base URL of an account."""
    return re.match(r"https?://", source, re.IGNORECASE) is not None


def parse(content: bytes, place: str, choice: AccountChoice = EVERYTHING) -> AccountSchema:
    """Return the account schema in the content of a snapshot or a lock.

    Args:
        content: The content.
        place: The name of the file in problems.
        choice: What to choose of a snapshot that records no choice.

    Raises:
        InputError: The content is neither.
    """
    reader = Reader()
    root = reader.root(parse_json(content, place), place)
    is_lock = _is_lock(root)
    schema = read_schema(root.member("account") if is_lock else root)
    reader.raise_problems()
    return schema if is_lock or schema.choice != EVERYTHING else choose(schema, choice)


def _is_lock(root: Node) -> bool:
    return "account" in root.members() and "owners" not in root.members()


def _file_in_git(source: str) -> str:
    """Return the lock of a folder in a revision; anything else as it is."""
    if _git(source, "-t").stdout.strip() != b"tree":
        return source
    return f"{source.rstrip('/')}{'' if source.endswith(':') else '/'}{LOCK_NAME}"


def _from_git(source: str) -> bytes:
    """Return the content of a file in a revision.

    Raises:
        InputError: There is no such file, or it cannot be read.
    """
    done = _git(source, "blob")
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or ["git failed"]
        raise InputError(Problem(source, f"is neither a file nor known to git: {said[0]}", _HINT))
    if len(done.stdout) > MAX_BYTES:
        raise InputError(Problem(source, f"is larger than {MAX_BYTES // 1024:,} KiB"))
    return done.stdout


def _git(source: str, mode: str) -> subprocess.CompletedProcess[bytes]:
    """Run `git cat-file` on an object; its name can neither act as an option nor start another program.

    Args:
        source: The object, as REVISION:PATH.
        mode: What to print: `blob` for the content of a file, `-t` for the kind of object.
    """
    if source.startswith("-") or "\0" in source:
        raise InputError(Problem(source, "is neither a file nor REVISION:PATH", _HINT))
    # never download the missing parts of a partial clone, and never ask for a password
    environment = {**os.environ, "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"}
    # `cat-file` ignores textconv, filters and pagers; fsmonitor could still run a program for a staged file
    if (git := find_program("git")) is None:
        raise InputError(Problem(source, "is not a file, and git is not installed, so it cannot be a revision"))
    command = [git, "--no-pager", "-c", "core.fsmonitor=false", "cat-file", mode, source]
    try:
        return subprocess.run(command, capture_output=True, check=False, timeout=_TIMEOUT, env=environment)
    except subprocess.TimeoutExpired:
        raise InputError(Problem(source, f"could not be read: git took longer than {_TIMEOUT:.0f} seconds")) from None
