"""The names that a generated package cannot have, compared with what its libraries declare and import."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from importlib.metadata import files as files_of
from pathlib import Path
from tomllib import loads

import pytest
from yulsn_codegen.client.release import Release
from yulsn_codegen.client.taken_names import is_taken
from yulsn_codegen.rendering.render import render_release

_NAME = re.compile(r"[A-Za-z0-9._-]+")
_FOR_PYTHON_2 = re.compile(r"python_version < ['\"]3['\"]")
# Extras for developing a library, or for its command line tools.
_OTHER_EXTRAS = frozenset(
    {"all", "check", "cli", "cover", "dev", "doc", "docs", "enabler", "perf", "test", "tests", "toml", "type", "yaml"}
)


def _import_name(requirement: str) -> str:
    return re.sub(r"[-_.]+", "_", _NAME.match(requirement)[0].lower())  # type: ignore[index]


def _needed() -> set[str]:
    """The distributions that the package needs, with those that they need, as import names, also on other platforms."""
    project = loads(render_release(Release("acme", "1.0.0"))["pyproject.toml"])["project"]
    waiting = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    found: set[str] = set()
    while waiting:
        name = _import_name(waiting.pop())
        if name not in found:
            found.add(name)
            waiting += _requirements(name)
    return found


def _requirements(name: str) -> Iterator[str]:
    try:
        declared = distribution(name).requires or []
    except PackageNotFoundError:  # needed on other platforms only
        return
    for requirement in declared:
        extra = re.search(r"extra == ['\"]([^'\"]+)", requirement)
        is_wanted = extra is None or extra[1] not in _OTHER_EXTRAS
        if is_wanted and not _FOR_PYTHON_2.search(requirement):
            yield requirement


def test_names_that_the_package_needs_are_taken() -> None:
    assert {"httpx2", "msgspec", "anyio", "h11", "idna", "opentelemetry_api"} <= _needed()
    assert {name for name in _needed() if not is_taken(name)} == set()


def test_modules_of_installed_distributions_are_taken() -> None:
    modules: set[str] = set()
    for name in _needed():
        try:
            paths = files_of(name) or []
        except PackageNotFoundError:
            continue
        tops = {Path(path.parts[0]) for path in paths if path.suffix in (".py", ".so", ".pyd")}
        modules |= {top.name.partition(".")[0] for top in tops if top.suffix != ".dist-info"}
    assert "opentelemetry" in modules
    assert {name for name in modules if not is_taken(name)} == set()


@pytest.mark.parametrize("name", ["json", "pydantic", "pandas", "hatchling", "typing_extensions", "pyarrow"])
def test_libraries_that_the_package_integrates_with_are_taken(name: str) -> None:
    assert is_taken(name)


@pytest.mark.parametrize("name", ["acme_crm", "yulsn_client", "httpx3", "client"])
def test_other_names_are_free(name: str) -> None:
    assert not is_taken(name)
