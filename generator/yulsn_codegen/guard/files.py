"""Check all files before they are published, without trusting the code that rendered them.

Paths must be plain and remain distinct on case-insensitive file systems. Python files may contain only the code that
templates write, the runtime's files must be the shipped ones, and JSON and TOML files must parse to the expected data.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NoReturn

from ..text.characters import hidden
from ..text.errors import Problem, UnsafeError
from .python import python_problems

_PATH = re.compile(r"(?:[A-Za-z0-9_][A-Za-z0-9_.-]*/)*[A-Za-z0-9_][A-Za-z0-9_.-]*\.(?P<kind>py|json|toml|md|typed)")
# Names that Windows opens as devices, with any extension.
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)", re.IGNORECASE)
_BUILD = {"requires": ["hatchling"], "build-backend": "hatchling.build"}
# Nothing else is allowed, in particular no scripts or entry points, which would run code, and no dynamic metadata.
_PROJECT = frozenset(
    {
        "name",
        "version",
        "description",
        "readme",
        "requires-python",
        "dependencies",
        "optional-dependencies",
        "classifiers",
    }
)
_GUIDE = "AGENTS.md"
# What the guide for coding agents, which follow it, may contain of an account: Python names and types.
_NAMES = re.compile(
    r"- `[A-Za-z0-9_]+`: `[a-z]\w*: [A-Za-z]+`(?:, `[a-z]\w*: [A-Za-z]+`)*(?:, and [0-9]+ more)?"
    r"|- and [0-9]+ more: see `describe`"
)
_GIT_ATTRIBUTES = "* -text\n"
_EXTRAS = {
    "arrow": ["pyarrow>=23"],
    "otel": ["opentelemetry-api>=1.30"],
    "sync": ["duckdb>=1.4", "pyarrow>=23"],
}
_DEPENDENCY = re.compile(r"(?:httpx2|msgspec)>=[0-9.]+")


def check(
    files: Mapping[str, str],
    runtime: Mapping[str, str],
    data: Mapping[str, object] | None = None,
    checked: Collection[str] = (),
) -> None:
    """Check that files contain only what templates may produce.

    Args:
        files: The files to publish, by path.
        runtime: The expected text of files that are copied verbatim, by path.
        data: The expected content of JSON files, by path.
        checked: The paths of files whose texts this version of the guard has checked before.

    Raises:
        UnsafeError: If any file is not as expected; it lists all problems.
    """
    problems = [problem for path, text in files.items() for problem in _problems(path, text, runtime, checked)]
    problems += _collisions(files)
    for path, value in (data or {}).items():
        if path not in files:
            problems.append(Problem(path, "is missing"))
        elif not _reads_back(files[path], value):
            problems.append(Problem(path, "does not contain the expected data"))
    if problems:
        raise UnsafeError(problems)


def _problems(path: str, text: str, runtime: Mapping[str, str], checked: Collection[str]) -> Iterator[Problem]:
    if path == ".gitattributes":
        if text != _GIT_ATTRIBUTES:
            yield Problem(path, "has unexpected content")
        return
    found = _PATH.fullmatch(path)
    if found is None or any(part.endswith(".") or _DEVICE.match(part) for part in path.split("/")):
        yield Problem(path, "not a plain path of a known file type inside the output")
    elif path in runtime:
        if text != runtime[path]:
            yield Problem(path, "differs from the shipped runtime file")
    elif path in checked:
        return
    elif found["kind"] == "py":
        yield from python_problems(path, text)
    elif found["kind"] == "typed":
        if text:
            yield Problem(path, "is not empty")
    elif invisible := next(hidden(text), None):
        line, character = invisible
        yield Problem(f"{path}, line {line}", f"invisible character U+{ord(character):04X}")
    elif path.rpartition("/")[2] == _GUIDE:
        yield from _guide_problems(path, text)
    elif found["kind"] == "json":
        try:
            _json(text)
        except (ValueError, RecursionError) as error:
            yield Problem(path, f"cannot be parsed: {error}")
    elif found["kind"] == "toml":
        try:
            wrong = _project_problem(tomllib.loads(text))
        except (ValueError, RecursionError) as error:
            wrong = f"cannot be parsed: {error}"
        if wrong:
            yield Problem(path, wrong)


def _guide_problems(path: str, text: str) -> Iterator[Problem]:
    if not text.isascii():
        yield Problem(path, "has characters other than ASCII")
    names = text.rpartition("\n## Names of this account\n")[2]
    for line in names.removesuffix("\n").split("\n")[3:]:
        if not _NAMES.fullmatch(line):
            yield Problem(path, f"has the unexpected line {line[:60]!a}")


def _collisions(paths: Iterable[str]) -> Iterator[Problem]:
    """Yield paths that collide with another path on some file system, by case or as its folder."""
    seen: dict[str, str] = {}
    files = {path.casefold() for path in paths}
    for path in paths:
        parts = path.split("/")
        for place in ("/".join(parts[:end]) for end in range(1, len(parts) + 1)):
            other = seen.setdefault(place.casefold(), place)
            if other != place:
                yield Problem(path, f"same path as {other} on a case-insensitive file system")
            elif place != path and place.casefold() in files:
                yield Problem(path, f"is inside {place}, which is a file")


def _project_problem(root: Mapping[str, object]) -> str:
    """Return what is unexpected in a pyproject.toml, or an empty string."""
    project = root.get("project")
    if not isinstance(project, dict) or not project.keys() <= _PROJECT:
        return "has unexpected keys in [project]"
    name, version, needed = (project.get(key) for key in ("name", "version", "dependencies"))
    if not isinstance(name, str) or not re.fullmatch(r"[a-z][a-z0-9-]*", name):
        return f"has the unexpected name {name!a}"
    if not isinstance(version, str) or not re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9]+", version):
        return f"has the unexpected version {version!a}"
    if not isinstance(needed, list) or not all(_DEPENDENCY.fullmatch(str(one)) for one in needed):
        return "has unexpected dependencies"
    if project.get("optional-dependencies") != _EXTRAS:
        return "has unexpected extras"
    wheel = {"packages": [name.replace("-", "_")]}
    if root != {
        "build-system": _BUILD,
        "project": project,
        "tool": {"hatch": {"build": {"ignore-vcs": True, "targets": {"wheel": wheel}}}},
    }:
        return "has unexpected build settings"
    return ""


def _json(text: str) -> object:
    """Parse standard JSON.

    Raises:
        ValueError: If the text is invalid, or valid only for Python's parser.
    """

    def refuse(name: str) -> NoReturn:
        raise ValueError(f"{name} is not JSON")

    data: object = json.loads(text, parse_constant=refuse)
    return data


def _reads_back(text: str, value: object) -> bool:
    try:
        return bool(_json(text) == json.loads(json.dumps(value)))
    except (ValueError, RecursionError):
        return False
