"""Kill the process that makes a local copy before one of its steps.

The process imports nothing but the client, so that it starts quickly.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
        """Copy, and return the number of steps."""
        ended = self._run(file, 0)
        assert ended.returncode == 0, ended.stderr
        return int(ended.stdout)

    def kill(self, file: Path, step: int) -> None:
        """Copy, and be killed before a step."""
        ended = self._run(file, step)
        assert ended.returncode == -signal.SIGKILL, ended.stderr

    def _run(self, file: Path, step: int) -> subprocess.CompletedProcess[str]:
        arguments = [self.sandbox.base_url, self.sandbox.api_key, str(file), ",".join(self.only), str(step)]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        return subprocess.run(
            [sys.executable, "-m", "package.killing", *arguments],
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )


def main(base_url: str, key: str, file: str, only: str, last: str) -> None:
    """Copy, and kill this process before the step `last`, if it is not 0; print the number of steps."""
    from yulsn_client._runtime.sync_database import CopyDatabase

    steps = 0

    def step() -> None:
        nonlocal steps
        steps += 1
        if steps == int(last):
            os.kill(os.getpid(), signal.SIGKILL)

    run = CopyDatabase.run

    def counted(self: CopyDatabase, sql: str, *values: object) -> Any:
        step()
        return run(self, sql, *values)

    setattr(CopyDatabase, "run", counted)  # noqa: B010 - mypy does not allow to assign to a method
    with Client(key, base_url=base_url) as client:
        sync(client, file, only=only.split(","), on_progress=lambda _: step())
    print(steps)


if __name__ == "__main__":
    main(*sys.argv[1:])
