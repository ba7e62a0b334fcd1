"""Collect the source files of the output's `_runtime` package: the part of a client that no account changes.

Most of them are the files in `templates/runtime`. The others are modules of the generator that a client needs as well;
they are copied verbatim to the same relative paths, so that relative imports between them work on both sides.
"""

from __future__ import annotations

from ..shipped import PACKAGE, shipped

SHARED_MODULES = (
    "account/__init__.py",
    "account/choice.py",
    "account/fields.py",
    "account/schema.py",
    "account/unread.py",
    "account_id.py",
    "base_url.py",
    "drift/__init__.py",
    "drift/changes.py",
    "drift/compare.py",
    "drift/rules.py",
    "http_policy.py",
    "text/__init__.py",
    "text/characters.py",
)
"""Modules of the generator that are part of every client. They import only the standard library and each other."""


def runtime_files(folder: str = "") -> dict[str, str]:
    """Return the source text of every file by its path relative to `_runtime`, with `folder` in front of it."""
    own = {path.name: path for path in sorted((shipped("templates") / "runtime").glob("*.py"))}
    shared = {name: PACKAGE / name for name in SHARED_MODULES}
    return {folder + name: path.read_text(encoding="utf-8") for name, path in (own | shared).items()}
