"""Where an account schema can be read from for a comparison: a text that names it goes in, the schema comes out.

It may be an account (`https://api.yulsn.io`), a snapshot, a lock or a folder with one, or either as a git revision has
it (`main:generated/yulsn.lock.json`).
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

from ..account.schema import AccountSchema
from ..account.snapshot import parse_snapshot
from ..output.lock import LOCK_NAME
from ..text.errors import InputError, Problem

_MAX_BYTES = 64 * 1024 * 1024
_PATIENCE = 60.0  # seconds that git may take


def read_revision(source: str, fetch: Callable[[str], AccountSchema]) -> AccountSchema:
    """Return the account schema that `source` names.

    fetch: reads the account at a base URL. What is there as a file or folder is that; a git revision is REVISION:PATH,
    its path from the top of the working tree, or from here where it starts with `./`.
    Raises InputError where there is nothing of that name or it is neither snapshot nor lock, and what `fetch` raises.
    """
    if is_account(source):
        return fetch(source)
    try:
        path = Path(source)
        if path.is_dir():
            path = path / LOCK_NAME
        if ":" in source and not path.exists():
            return parse(_from_git(source), source)
        return parse(path.read_bytes(), str(path))
    except (OSError, ValueError) as error:
        what = f"cannot be read: {getattr(error, 'strerror', None) or error}"
        raise InputError(Problem(source, what, "Name a snapshot, a lock, REVISION:PATH, or https://host.")) from None


def is_account(source: str) -> bool:
    """Return whether a source is the address of an account."""
    return re.match(r"https?://", source, re.IGNORECASE) is not None


def parse(content: bytes, place: str) -> AccountSchema:
    """Return the account schema of a snapshot's or a lock's content; raises InputError where it is neither."""
    try:
        data = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise InputError(Problem(place, f"is not JSON: {error}")) from None
    if isinstance(data, dict) and "account" in data and "owners" not in data:
        return parse_snapshot(data["account"], f"{place}, account")
    return parse_snapshot(data, place)


def _from_git(source: str) -> bytes:
    """Return the content of a file as a revision has it; what is named can be no option and starts no other program."""
    if source.startswith("-") or source.endswith(":") or "\0" in source:
        raise InputError(Problem(source, "is neither a file nor a revision and a path, such as main:account.json"))
    # a clone of which parts lie elsewhere is not completed, and nobody is asked for a password
    environment = {**os.environ, "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"}
    # a file alone, whatever git is configured to show or to run when it looks at what is staged
    command = ["git", "--no-pager", "-c", "core.fsmonitor=false", "cat-file", "blob", source]
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=_PATIENCE, env=environment)
    except FileNotFoundError:
        raise InputError(Problem(source, "is no file here, and git is not installed to look for a revision")) from None
    except subprocess.TimeoutExpired:
        raise InputError(Problem(source, f"could not be read: git took longer than {_PATIENCE:.0f} seconds")) from None
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or ["git failed"]
        raise InputError(Problem(source, f"is neither a file here nor known to git: {said[0]}"))
    if len(done.stdout) > _MAX_BYTES:
        raise InputError(Problem(source, f"has more than {_MAX_BYTES} bytes"))
    return done.stdout
