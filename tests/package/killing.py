"""Kill the process that makes a local copy before one of its steps.

The process imports nothing but the client, so that it starts quickly.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from yulsn_client import Client, sync

if TYPE_CHECKING:
    from yulsn_codegen.testing import RunningSandbox


@dataclass(frozen=True)
class Killing:
    """A process that copies, and is killed before one of its steps: SQL statements and progress.

    Attributes:
        sandbox: What it copies.
        only: The tables.
    """

    sandbox: RunningSandbox
    only: tuple[str, ...]

    def steps(self, file: Path) -> int:
        """Copy in this process, and return the number of steps."""
        steps: list[None] = []
        copy(self.sandbox.base_url, self.sandbox.api_key, file, self.only, lambda: steps.append(None))
        return len(steps)

    def kill(self, file: Path, step: int) -> None:
        """Copy in another process, which is killed before a step; the first one is number 1."""
        arguments = [self.sandbox.base_url, self.sandbox.api_key, str(file), ",".join(self.only), str(step)]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        ended = subprocess.run(
            [sys.executable, "-m", "package.killing", *arguments],
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert ended.returncode == -signal.SIGKILL, ended.stderr


def copy(base_url: str, key: str, file: str | Path, only: Sequence[str], step: Callable[[], None]) -> None:
    """Copy, and call `step` before each step."""
    from yulsn_client._runtime.sync_database import CopyDatabase

    run = CopyDatabase.run

    def counted(self: CopyDatabase, sql: str, *values: object) -> Any:
        step()
        return run(self, sql, *values)

    with patch.object(CopyDatabase, "run", counted), Client(key, base_url=base_url) as client:
        sync(client, file, only=only, on_progress=lambda _: step())


def main(base_url: str, key: str, file: str, only: str, last: str) -> None:
    """Copy, and kill this process before the step `last`."""
    steps = count(1)

    def step() -> None:
        if next(steps) == int(last):
            os.kill(os.getpid(), signal.SIGKILL)

    copy(base_url, key, file, only.split(","), step)


if __name__ == "__main__":
    main(*sys.argv[1:])
