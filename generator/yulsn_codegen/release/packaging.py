"""Packaging: an output folder goes in; its wheel and sdist come out, the same bytes each time, and tried out."""

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
from pathlib import Path

from ..output.lock import LOCK_NAME, Lock, read_lock
from ..output.publish import edited, missing, require_whole
from ..text.errors import EditedError, InputError, Problem

# The time that archives give their files, so that none tells when it was made: 2020-02-02, which hatchling uses too.
_EPOCH = "1580601600"
Step = Callable[[str], None]


@dataclass(frozen=True)
class Built:
    """The files that were built, and their SHA-256."""

    files: tuple[tuple[Path, str], ...]


def build_output(folder: Path, target: Path, *, check: bool = True, step: Step = lambda _: None) -> Built:
    """Build wheel and sdist of a generated package into `target`.

    check: install the wheel into an empty environment and import it; needs a package index, as building does.
    Raises InputError for a folder without a lock or a build that fails, EditedError for files that are not what the
    lock says, and BusyError while they are being written; `target` then has nothing new.
    """
    require_whole(folder)
    lock = read_lock(folder)
    if lock is None:
        raise InputError(Problem(str(folder / LOCK_NAME), "is not there", "Generate the package first."))
    wrong = dict.fromkeys(edited(folder, lock), "was changed by hand")
    wrong |= dict.fromkeys(missing(folder, lock), "is not there")
    if wrong:
        hint = "Generate the package again."
        raise EditedError(Problem(str(folder / path), what, hint) for path, what in sorted(wrong.items()))
    with tempfile.TemporaryDirectory() as place:
        source, made = Path(place, "source"), Path(place, "made")
        for path in lock.files:  # what else lies in the folder is no part of the package
            (source / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(folder / path, source / path)
        shutil.copyfile(folder / LOCK_NAME, source / LOCK_NAME)
        step("Building the wheel and the sdist")
        _run([sys.executable, "-m", "build", "--outdir", str(made), str(source)], "the build")
        if check:
            step("Trying the wheel in an empty environment")
            _try(next(made.glob("*.whl")), lock, Path(place))
        return Built(tuple(_put(sorted(made.iterdir()), target)))


def _put(archives: Sequence[Path], target: Path) -> list[tuple[Path, str]]:
    """Copy all archives into a folder, or none, and return where they are and their SHA-256."""
    try:
        target.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target, prefix=".yulsn-") as staging:
            for archive in archives:
                shutil.copyfile(archive, Path(staging, archive.name))
            for archive in archives:
                Path(staging, archive.name).replace(target / archive.name)
    except OSError as error:
        what = f"cannot be written: {error.strerror or error}"
        raise InputError(Problem(str(error.filename or target), what)) from None
    return [(target / archive.name, _digest(target / archive.name)) for archive in archives]


def _try(wheel: Path, lock: Lock, place: Path) -> None:
    """Install a wheel into an empty environment, import everything in it, and make a client."""
    venv.create(place / "environment", with_pip=True)
    python = place / "environment" / ("Scripts" if os.name == "nt" else "bin") / "python"
    _run([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(wheel)], "installing")
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
    _run([str(python), "-I", "-c", program, *modules], "importing")


def _run(command: Sequence[str], what: str) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment |= {"SOURCE_DATE_EPOCH": _EPOCH, "PYTHONHASHSEED": "0"}
    done = subprocess.run(
        command, env=environment, capture_output=True, encoding="utf-8", errors="backslashreplace", check=False
    )
    if done.returncode:
        last = (done.stderr or done.stdout).strip().splitlines()[-12:]
        problem = Problem(what, f"failed with exit code {done.returncode}", "The package index must be within reach.")
        raise InputError([problem, *(Problem(f"what {what} said", line) for line in last)])


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
