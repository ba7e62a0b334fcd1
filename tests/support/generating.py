"""Helpers to generate in memory and to run what was generated."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from yulsn_codegen.account.schema import AccountSchema
from yulsn_codegen.client import build, naming, tailor
from yulsn_codegen.description.document import Document

Unpack = Callable[[Mapping[str, str]], Path]


def tailored(description: Document, account: AccountSchema) -> Document:
    names = naming.decide(account, build.static_names(description), naming.Names()).names
    return tailor.tailor(description, account, names)


def write_files(folder: Path, files: Mapping[str, str]) -> Path:
    """Write files into a folder, and return it."""
    for parent in {(folder / path).parent for path in files}:
        parent.mkdir(parents=True, exist_ok=True)
    for path, text in files.items():
        (folder / path).write_text(text, encoding="utf-8", newline="\n")
    return folder


def python(folder: Path, code: str, **environment: str) -> str:
    """Run code in a separate process that imports from a folder, and return what it printed."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=folder,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1", **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
