"""Run pyright, if it is installed, with nothing of the consumer's own that could affect it.

Pyright analyses code without running it, and has no plugins. It runs with a configuration that is written here, in a
folder of its own, and with an environment that holds neither secrets nor options, in which downloads fail.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Any

from ...text.characters import one_line
from ..programs import find_program

_SECONDS = 300  # per run
# What a program needs in order to start, and to find its own files.
_KEPT_VARIABLES = frozenset(
    {"APPDATA", "HOME", "LANG", "LOCALAPPDATA", "PATH", "PATHEXT", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "USERPROFILE"}
    | {"XDG_CACHE_HOME"}
)
_NOWHERE = "http://127.0.0.1:9"  # the discard port: connections are refused
_OFFLINE = {
    "HTTP_PROXY": _NOWHERE,
    "HTTPS_PROXY": _NOWHERE,
    "http_proxy": _NOWHERE,
    "https_proxy": _NOWHERE,
    "npm_config_offline": "true",
    "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1",
}
_RULES = {
    "typeCheckingMode": "standard",
    "enableTypeIgnoreComments": False,
    "reportDeprecated": "warning",
    "reportUnknownMemberType": "information",
}


class PyrightError(Exception):
    """Pyright is installed but gave no result; the message says why."""


@dataclass(frozen=True)
class Diagnostic:
    """One finding of pyright. Lines and columns count from 0, columns in UTF-16 code units.

    Attributes:
        file: The path of the file.
        severity: `error`, `warning` or `information`.
        rule: The name of pyright's rule; empty for a syntax error.
        message: The message, in one or more lines.
        start: The line and column where the code in question starts.
        end: The line and column where it ends.
    """

    file: str
    severity: str
    rule: str
    message: str
    start: tuple[int, int]
    end: tuple[int, int]


def find_pyright() -> tuple[str, ...] | None:
    """Return the command that starts pyright, or None if it is not installed.

    It is looked for beside yulsn-codegen and then on the PATH, but never in the current folder.
    """
    if is_installed("pyright"):
        return (sys.executable, "-I", "-m", "pyright")
    found = find_program("pyright")
    return None if found is None else (found,)


def is_installed(module: str) -> bool:
    """Return whether a module is installed in the environment of yulsn-codegen."""
    folders = [sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    return PathFinder.find_spec(module, folders) is not None


def run_pyright(
    command: Sequence[str], folder: Path, name: str, files: Iterable[str], search_paths: Mapping[str, Sequence[str]]
) -> tuple[Diagnostic, ...]:
    """Return what pyright says about Python files.

    Args:
        command: The command that starts pyright.
        folder: The folder of this run, in which files may be written.
        name: The name of the run, which its files get.
        files: The files, relative to `folder`.
        search_paths: For each folder that holds some of the files, the folders from which these resolve their imports;
            all relative to `folder`.

    Raises:
        PyrightError: Pyright failed, or took too long.
    """
    configuration = folder / f"{name}.json"
    environments = [{"root": root, "extraPaths": list(paths)} for root, paths in search_paths.items()]
    places = {"include": list(files), "exclude": [], "executionEnvironments": environments}
    configuration.write_text(json.dumps({**places, "pythonPlatform": "All", **_RULES}), encoding="utf-8")
    options = ("--outputjson", "--pythonpath", sys.executable, "--project", str(configuration))
    output = folder / f"{name}.output.json"
    with output.open("wb") as stream:
        code = _run((*command, *options), folder, stream.fileno())
    try:
        return tuple(map(_diagnostic, json.loads(output.read_bytes())["generalDiagnostics"]))
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError):
        raise PyrightError(f"it exited with {code} and printed no result") from None


def _run(command: Sequence[str], folder: Path, stdout: int) -> int:
    """Run a command to its end, and return its exit code."""
    environment = {key: value for key, value in os.environ.items() if key.upper() in _KEPT_VARIABLES}
    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**environment, **_OFFLINE},
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise PyrightError(f"it cannot be started: {one_line(error.strerror or str(error))}") from None
    try:
        return process.wait(_SECONDS)
    except subprocess.TimeoutExpired:
        raise PyrightError(f"it took longer than {_SECONDS} seconds") from None
    finally:
        _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Stop a process, and those that it started."""
    if process.poll() is not None:
        return
    with suppress(OSError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _diagnostic(item: Mapping[str, Any]) -> Diagnostic:
    place = item.get("range") or {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}
    start, end = ((int(place[key]["line"]), int(place[key]["character"])) for key in ("start", "end"))
    return Diagnostic(
        str(item["file"]), str(item["severity"]), str(item.get("rule", "")), str(item["message"]), start, end
    )
