"""Run commands in the process of the tests."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol


class Run(Protocol):
    """Runs a command, and returns its exit code and what it printed to stdout and stderr."""

    def __call__(self, *arguments: str | Path) -> tuple[int, str, str]: ...
