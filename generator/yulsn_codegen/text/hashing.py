"""Hashes of texts and of folders, the same on every platform."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path


def digest(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, as hex digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def digest_of(folder: Path, pattern: str) -> str:
    """Return the SHA-256 of the files below a shipped folder that match: their names and bytes, on any platform.

    What tools leave behind (hidden files and folders, compiled modules) is none of them.
    """
    digest = hashlib.sha256()
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob(pattern) if path.is_file()}
    for name in sorted(name for name in files if not re.search(r"(^|/)(\.|__pycache__/)", name)):
        content = files[name].read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()
