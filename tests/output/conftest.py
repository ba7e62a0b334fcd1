"""Shared fixtures: folders on which syncing to disk is cheap, and programs in processes of their own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from yulsn_codegen.output.publish import publish

from .outputs import OLD, with_lock

TESTS = Path(__file__).parents[1]
MEMORY = Path("/dev/shm")
Program = Callable[..., Any]


@pytest.fixture
def folder() -> Iterator[Path]:
    """An empty folder, in memory where the system has that: thousands of files are forced to the disk here."""
    place = Path(tempfile.mkdtemp(dir=MEMORY if os.access(MEMORY, os.W_OK) else None))
    yield place
    shutil.rmtree(place, ignore_errors=True)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder that an earlier run has filled."""
    folder = tmp_path / "out"
    publish(folder, with_lock(OLD), None)
    return folder


@pytest.fixture
def program() -> Program:
    """Run a module of this package, perhaps by means of another command, and return the JSON that it printed."""

    def run(module: str, *arguments: object, by: Sequence[str] = ()) -> Any:
        command = [*by, sys.executable, "-m", f"output.{module}", *map(str, arguments)]
        environment = {**os.environ, "PYTHONPATH": str(TESTS), "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run
