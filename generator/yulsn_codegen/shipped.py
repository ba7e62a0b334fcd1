"""Locate the files that are shipped with the generator: description, templates, and what the wheel's build prepared."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).resolve().parent
PREPARED = PACKAGE / "_prepared"
"""The folder of what the wheel's build prepared; a source tree has none."""
SANDBOX_ACCOUNT = PACKAGE / "sandbox" / "account.json"


def is_installed() -> bool:
    """Return whether the description and the templates are inside the package, as a wheel has them."""
    return (PACKAGE / "_spec").is_dir()


def shipped(name: str) -> Path:
    """Return the folder `spec` or `templates`: inside the installed package, or beside the package in a source tree."""
    return PACKAGE / f"_{name}" if is_installed() else PACKAGE.parent.parent / name


def ci_files() -> Path:
    """Return the folder of the files for CI servers."""
    return PACKAGE / "_ci" if is_installed() else PACKAGE.parent.parent / "examples" / "ci"


def prepared(name: str) -> Any:
    """Return a value that was computed when the wheel was built, or None, as in a source tree."""
    try:
        return json.loads((PREPARED / f"{name}.json").read_bytes())
    except (OSError, ValueError):  # the value is computed again, or comes from the user's cache
        return None
