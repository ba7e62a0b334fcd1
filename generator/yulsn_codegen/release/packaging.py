"""Build the wheel and sdist of a generated package, reproducibly, and test the wheel."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from ..output.lock import LOCK_NAME, Lock, dump_lock, need_lock
from ..output.publish import require_whole, unchanged
from ..text.errors import EditedError, InputError, Problem
from ..text.files import temporary_folder, write_error
from ..text.progress import Step

# The modification time of all files in the archives, for reproducible builds: 2020-02-02, the default of hatchling.
_EPOCH = "1580601600"


@dataclass(frozen=True)
class Built:
    """The files that were built, each with its SHA-256."""

    files: tuple[tuple[Path, str], ...]


def build_output(
    folder: Path,
    target: Path,
    verify: Callable[[Lock], None],
    *,
    check: bool = True,
    step: Step = lambda _: None,
) -> Built:
    """Build the wheel and sdist of a generated package into `target`.

    Building runs the build backend that the package's pyproject.toml names, and testing the wheel imports the package.
    Building needs access to a package index. If it fails, nothing is added to `target`.

    Args:
        folder: The output folder with the package and its lock.
        target: The folder for the archives; created if it does not exist.
        verify: Raises unless the folder holds what is generated from the lock.
        check: Whether to install the wheel into a new virtual environment and import every module.
        step: A callback that receives the name of each step, for a progress display.

    Raises:
        InputError: If the folder has no lock, or the build fails.
        EditedError: If the files are not those that were generated.
        BusyError: If another run is writing the output.
        UnwritableError: If a folder is read-only or the disk is full.
    """
    require_whole(folder)
    lock = need_lock(folder)
    verify(lock)
    files = unchanged(folder, lock)
    if files.keys() != lock.files.keys():
        raise EditedError(Problem(str(folder), "was changed in the meantime", "Run this again."))
    with temporary_folder() as place:
        source, made = place / "source", place / "made"
        for path, text in {**files, LOCK_NAME: dump_lock(lock)}.items():
            (source / path).parent.mkdir(parents=True, exist_ok=True)
            (source / path).write_text(text, encoding="utf-8", newline="")
        step("Building the wheel and the sdist")
        _run([sys.executable, "-P", "-m", "build", "--outdir", str(made), str(source)], "the build")
        if check:
            step("Testing the wheel in a new environment")
            _try(next(made.glob("*.whl")), lock, place)
        return Built(tuple(_put(sorted(made.iterdir()), target)))


def _put(archives: Sequence[Path], target: Path) -> list[tuple[Path, str]]:
    """Copy all archives into a folder, or none, and return their paths and SHA-256."""
    try:
        target.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target, prefix=".yulsn-") as staging:
            for archive in archives:
                shutil.copyfile(archive, Path(staging, archive.name))
            for archive in archives:
                Path(staging, archive.name).replace(target / archive.name)
    except OSError as error:
        raise write_error(error, str(error.filename or target)) from None
    return [(target / archive.name, _digest(target / archive.name)) for archive in archives]


def _try(wheel: Path, lock: Lock, place: Path) -> None:
    """Install a wheel into a new environment, import all its modules, and create a client."""
    has_pip = find_spec("pip") is not None
    try:
        venv.create(place / "environment", with_pip=not has_pip)  # a second pip takes longer to install than the wheel
    except subprocess.CalledProcessError:
        what = "cannot be created: this Python has neither pip nor a working ensurepip"
        hint = "Install pip, or leave out the test with --no-check."
        raise InputError(Problem("the new environment", what, hint)) from None
    python = place / "environment" / ("Scripts" if os.name == "nt" else "bin") / "python"
    pip = [sys.executable, "-I", "-m", "pip", "--python", str(python)] if has_pip else [str(python), "-I", "-m", "pip"]
    quick = ["--quiet", "--disable-pip-version-check", "--no-compile"]
    _run([*pip, "install", *quick, str(wheel)], "the installation")
    modules = sorted(
        path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for path in lock.files
        if path.startswith(f"{lock.package}/") and path.endswith(".py")
    )
    program = (
        "import importlib, sys\n"
        "for name in sys.argv[1:]: importlib.import_module(name)\n"
        f"import {lock.package} as package\n"
        "assert package.__version__ == importlib.import_module('importlib.metadata').version(sys.argv[1])\n"
        "package.Client('key', base_url='http://127.0.0.1:9').close()\n"
    )
    _run([str(python), "-I", "-c", program, *modules], "the import test")


def _run(command: Sequence[str], what: str) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "YULSN_"))}
    environment |= {"SOURCE_DATE_EPOCH": _EPOCH, "PYTHONHASHSEED": "0"}
    done = subprocess.run(
        command, env=environment, capture_output=True, encoding="utf-8", errors="backslashreplace", check=False
    )
    if done.returncode:
        last = (done.stderr or done.stdout).strip().splitlines()[-12:]
        problem = Problem(what, f"failed with exit code {done.returncode}", "Check that a package index is reachable.")
        raise InputError([problem, *(Problem(f"output of {what}", line) for line in last)])


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
