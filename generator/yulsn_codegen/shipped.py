"""Where the files that the generator comes with are: description, templates, and what the wheel's build prepared."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).resolve().parent
PREPARED = PACKAGE / "_prepared"
SANDBOX_ACCOUNT = PACKAGE / "sandbox" / "account.json"


def shipped(name: str) -> Path:
    """Return the folder `spec` or `templates`: inside the installed package, or beside the package in a source tree."""
    return _folder(f"_{name}", PACKAGE.parent.parent / name)


def ci_files() -> Path:
    """Return the folder of the files for CI servers."""
    return _folder("_ci", PACKAGE.parent.parent / "examples" / "ci")


def _folder(name: str, source: Path) -> Path:
    """Return the folder that a wheel has inside the package under a name, or the one in a source tree."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else source


def prepared(name: str) -> Any:
    """Return a value that was computed when the wheel was built, or None, as in a source tree."""
    try:
        return json.loads((PREPARED / f"{name}.json").read_bytes())
    except (OSError, ValueError):  # the value is computed again, or comes from the user's cache
        return None
