"""Hash texts and folders, with the same result on every platform."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path


def digest(text: str) -> str:
    """Return the SHA-256 of a text encoded as UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def digest_of(folder: Path, pattern: str) -> str:
    """Return the SHA-256 of the names and contents of the matching files below a folder, in hexadecimal.

    Hidden files and folders and compiled modules are skipped, and line endings are normalised.

    Args:
        folder: One of the folders shipped with the package.
        pattern: The glob pattern that file names must match, such as `*.yaml`.
    """
    digest = hashlib.sha256()
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob(pattern) if path.is_file()}
    for name in sorted(name for name in files if not re.search(r"(^|/)(\.|__pycache__/)", name)):
        content = files[name].read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()
