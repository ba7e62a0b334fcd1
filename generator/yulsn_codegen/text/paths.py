"""Show paths in reports, which other people and machines read."""

from __future__ import annotations

import os
from pathlib import Path


def shown_path(path: str | Path) -> str:
    """Return a path relative to the current folder, with forward slashes; a report never holds an absolute path."""
    try:
        return Path(os.path.relpath(path)).as_posix()
    except (ValueError, OSError):  # another drive, or the current folder is gone
        return Path(path).name
