"""The guard: the files that are about to be published go in; it raises where one is not what the templates may produce.

It does not trust the filters that wrote an account's strings. Paths are plain ones, no two of them one on a file system
that does not tell case apart; every Python file has only the forms that `python_forms` knows; the runtime's files are
the shipped ones; and JSON and TOML files are parsed and say what they are meant to say.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from typing import NoReturn

from ..text.characters import HIDDEN
from ..text.errors import Problem, UnsafeError
from .python import python_problems

_PATH = re.compile(r"(?:[A-Za-z0-9_][A-Za-z0-9_.-]*/)*[A-Za-z0-9_][A-Za-z0-9_.-]*\.(?P<kind>py|json|toml|md|typed)")
# What Windows opens as a device, whatever follows after a dot.
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)", re.IGNORECASE)
_BUILD = {"requires": ["hatchling"], "build-backend": "hatchling.build"}
# Of a project nothing else is there: neither scripts nor entry points, which would run, nor what a build makes up.
_PROJECT = frozenset({"name", "version", "description", "readme", "requires-python", "dependencies", "classifiers"})
_DEPENDENCY = re.compile(r"(?:httpx2|msgspec)>=[0-9.]+")


def check(files: Mapping[str, str], runtime: Mapping[str, str], data: Mapping[str, object] | None = None) -> None:
    """Raise UnsafeError, with every place, unless all files are what they should be.

    runtime: the files that are copied as they are, by their path in the output; they are held to be the same.
    data: what JSON files are to say, by their path.
    """
    problems = [problem for path, text in files.items() for problem in _problems(path, text, runtime)]
    problems += _twins(files)
    for path, value in (data or {}).items():
        if path not in files:
            problems.append(Problem(path, "is missing"))
        elif not _reads_back(files[path], value):
            problems.append(Problem(path, "does not read back as what was written into it"))
    if problems:
        raise UnsafeError(problems)


def _problems(path: str, text: str, runtime: Mapping[str, str]) -> Iterator[Problem]:
    found = _PATH.fullmatch(path)
    if found is None or any(part.endswith(".") or _DEVICE.match(part) for part in path.split("/")):
        yield Problem(path, "is not a plain path inside the output, of a kind that the templates make")
    elif path in runtime:
        if text != runtime[path]:
            yield Problem(path, "is not the runtime's file")
    elif found["kind"] == "py":
        yield from python_problems(path, text)
    elif found["kind"] == "typed":
        if text:
            yield Problem(path, "is not empty")
    elif unseen := HIDDEN.search(text.replace("\n", " ")):
        line = text[: unseen.start()].count("\n") + 1
        yield Problem(f"{path}, line {line}", f"has the character U+{ord(unseen[0]):04X}, which cannot be seen")
    elif found["kind"] == "json":
        try:
            _json(text)
        except (ValueError, RecursionError) as error:
            yield Problem(path, f"cannot be read back: {error}")
    elif found["kind"] == "toml":
        try:
            wrong = _project_problem(tomllib.loads(text))
        except (ValueError, RecursionError) as error:
            wrong = f"cannot be read back: {error}"
        if wrong:
            yield Problem(path, wrong)


def _twins(paths: Iterable[str]) -> Iterator[Problem]:
    """Yield the paths that lie where another does already, on some file system: in other case, or as its folder."""
    seen: dict[str, str] = {}
    files = {path.casefold() for path in paths}
    for path in paths:
        parts = path.split("/")
        for place in ("/".join(parts[:end]) for end in range(1, len(parts) + 1)):
            other = seen.setdefault(place.casefold(), place)
            if other != place:
                yield Problem(path, f"is the same place as {other} where case is not told apart")
            elif place != path and place.casefold() in files:
                yield Problem(path, f"lies in {place}, which is a file")


def _project_problem(root: Mapping[str, object]) -> str:
    """Return what is wrong with a pyproject.toml, or nothing."""
    project = root.get("project")
    if not isinstance(project, dict) or not project.keys() <= _PROJECT:
        return "describes the project as no template does"
    name, version, needed = (project.get(key) for key in ("name", "version", "dependencies"))
    if not isinstance(name, str) or not re.fullmatch(r"[a-z][a-z0-9-]*", name):
        return f"has the name {name!a}, which no template gives"
    if not isinstance(version, str) or not re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9]+", version):
        return f"has the version {version!a}, which no template gives"
    if not isinstance(needed, list) or not all(_DEPENDENCY.fullmatch(str(one)) for one in needed):
        return "depends on what no template names"
    wheel = {"packages": [name.replace("-", "_")]}
    if root != {
        "build-system": _BUILD,
        "project": project,
        "tool": {"hatch": {"build": {"targets": {"wheel": wheel}}}},
    }:
        return "is built as no template says"
    return ""


def _json(text: str) -> object:
    """Read JSON as every parser does; raises ValueError for what only Python's takes."""

    def refuse(name: str) -> NoReturn:
        raise ValueError(f"{name} is not JSON")

    data: object = json.loads(text, parse_constant=refuse)
    return data


def _reads_back(text: str, value: object) -> bool:
    try:
        return bool(_json(text) == json.loads(json.dumps(value)))
    except (ValueError, RecursionError):
        return False
