"""Find programs, without trusting the current folder."""

from __future__ import annotations

import os
import shutil


def find_program(name: str) -> str | None:
    """Return the path of a program on the PATH, or None.

    A program in the current folder, where Windows looks first, belongs to the repository and is never returned.
    """
    found = shutil.which(name)
    return found if found is not None and os.path.isabs(found) else None
