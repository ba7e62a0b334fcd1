"""What the generator's tests share: the description, the sandbox's account, and its package, each made once."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import settings
from yulsn_codegen.account.schema import AccountSchema
from yulsn_codegen.client import build, naming, tailor
from yulsn_codegen.description import document
from yulsn_codegen.description.document import Document
from yulsn_codegen.generate import Generated, generate
from yulsn_codegen.sandbox import builtin_account

# how long one example takes says more about the machine than about the code
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

Unpack = Callable[[Mapping[str, str]], Path]


@pytest.fixture(scope="session")
def description() -> Document:
    return document.load()


@pytest.fixture(scope="session")
def builtin() -> AccountSchema:
    return builtin_account()


@pytest.fixture(scope="session")
def generated(builtin: AccountSchema) -> Generated:
    return generate(builtin, "yulsn_client")


@pytest.fixture
def unpack(tmp_path: Path) -> Unpack:
    """Write files into a new folder."""

    def write(files: Mapping[str, str]) -> Path:
        folder = tmp_path / "unpacked"
        for path, text in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8", newline="\n")
        return folder

    return write


def tailored(description: Document, account: AccountSchema) -> Document:
    names = naming.decide(account, build.static_names(description), naming.Names()).names
    return tailor.tailor(description, account, names)


def python(folder: Path, code: str, **environment: str) -> str:
    """Run code in a process of its own, in a folder from which it imports, and return what it printed."""
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
