"""The project's own code is linted, formatted and typed; its examples are typed against the package they use."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def check(*command: str, path: str = "") -> None:
    environment = {**os.environ, "MYPYPATH": str(ROOT / path)} if path else None
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_ruff_has_nothing_to_say() -> None:
    check("ruff", "check", ".")


def test_every_file_is_formatted() -> None:
    check("ruff", "format", "--check", ".")


def test_the_generator_is_strictly_typed() -> None:
    check("mypy")


def test_the_examples_are_strictly_typed() -> None:
    check("mypy", "--strict", "--config-file=", "examples/shop.py", "examples/demo.py", path="generated")
