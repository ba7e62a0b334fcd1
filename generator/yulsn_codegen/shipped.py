"""Where the shipped files are: the description, the templates, and what is made from them ahead of time."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
BUNDLE = PACKAGE / "_bundle.json"
TYPES = PACKAGE / "_annotations.json"
FORMATTED = PACKAGE / "_formatted.json"
OUTCOMES = PACKAGE / "_outcomes.json"
SANDBOX_ACCOUNT = PACKAGE / "sandbox" / "account.json"


def is_installed() -> bool:
    """Return whether this is an installed package; in a source tree spec and templates lie beside it."""
    return (PACKAGE / "_spec").is_dir()


def shipped(name: str) -> Path:
    """Return the folder `spec` or `templates`: inside the installed package, or beside the package in a source tree."""
    return PACKAGE / f"_{name}" if is_installed() else PACKAGE.parent.parent / name
