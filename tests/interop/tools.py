"""Install the tools with their pinned versions, and know the command line of each."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
PINS = ("package.json", "requirements.txt")
NEEDED = ("node", "npm", "java")
_SECONDS = 600  # for one command; installing takes the longest


def missing() -> list[str]:
    """Return the programs that are needed and not installed."""
    return [name for name in NEEDED if shutil.which(name) is None]


@dataclass(frozen=True)
class Outcome:
    """What a command did: its exit status and its output."""

    status: int
    output: str


@dataclass(frozen=True)
class Tools:
    """The installed tools, and the folder that they work in."""

    folder: Path

    @property
    def python(self) -> Path:
        """The interpreter that has the tools from PyPI."""
        return self.folder / "venv" / "bin" / "python"

    def install(self) -> None:
        """Install the pinned versions, unless they are installed.

        Raises:
            subprocess.CalledProcessError: A registry cannot be reached, or does not have a version.
        """
        digest = hashlib.sha256(b"".join((HERE / name).read_bytes() for name in PINS)).hexdigest()
        stamp = self.folder / "installed"
        if stamp.is_file() and stamp.read_text() == digest:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(HERE / "package.json", self.folder)
        flags = ["--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
        subprocess.run(["npm", "install", *flags], cwd=self.folder, check=True, timeout=_SECONDS)
        subprocess.run([sys.executable, "-m", "venv", self.folder / "venv"], check=True, timeout=_SECONDS)
        pip = [str(self.python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "-r", str(HERE / "requirements.txt")], check=True, timeout=_SECONDS)
        stamp.write_text(digest)

    def run(self, command: Sequence[object], env: Mapping[str, str] | None = None) -> Outcome:
        """Run a command in the folder, where its first word is a program of the tools or a path."""
        name, *arguments = map(str, command)
        places = (self.folder / "node_modules" / ".bin", self.python.parent)
        search = os.pathsep.join([*map(str, places), os.environ["PATH"]])
        quiet = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true", "DO_NOT_TRACK": "1"}
        done = subprocess.run(
            [shutil.which(name, path=search) or name, *arguments],
            cwd=self.folder,
            env={**os.environ, **quiet, "PATH": search, **(env or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
        return Outcome(done.returncode, done.stdout)
