"""The package as a whole: what importing it loads, its public names, and that a linter accepts it."""

from __future__ import annotations

import ast
import copy
import importlib
import json
import pickle
import subprocess
import sys
import tomllib
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yulsn_client
from yulsn_client import models

from .conftest import GENERATED, KEY, Flavour

PACKAGE = GENERATED / "yulsn_client"
MODULES = sorted(
    ".".join(path.relative_to(GENERATED).with_suffix("").parts).removesuffix(".__init__")
    for path in PACKAGE.rglob("*.py")
)
RUFF = (
    "--isolated",
    "--no-cache",
    "--line-length=120",
    "--target-version=py311",
    "--select=E,F,I,UP,B,RUF",
    "--output-format=concise",
)
HEAVY = ("httpx2", "msgspec", "asyncio", "ssl", "decimal", "email")


def run(code: str, *flags: str) -> str:
    """Return what a program that imports the package prints, run in a separate interpreter."""
    program = f"import sys; sys.path.insert(0, {str(GENERATED)!r})\n{code}"
    done = subprocess.run(
        [sys.executable, "-I", *flags, "-c", program],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def loaded_after(code: str) -> set[str]:
    """The modules that a program has loaded at its end, apart from those of an interpreter that does nothing."""
    names: list[str] = json.loads(run(f"{code}\nimport json; print(json.dumps(list(sys.modules)))"))
    idle: list[str] = json.loads(run("import json; print(json.dumps(list(sys.modules)))"))
    return set(names) - set(idle)


def below(loaded: set[str], *prefixes: str) -> set[str]:
    return {name for name in loaded if name.startswith(prefixes)}


def test_importing_the_package_loads_almost_nothing() -> None:
    loaded = loaded_after("import yulsn_client")
    assert below(loaded, "yulsn_client") == {"yulsn_client"}
    assert below(loaded, *HEAVY) == set()


@pytest.mark.parametrize("package", ["models", "tables", "resources"])
def test_importing_a_subpackage_loads_none_of_its_modules(package: str) -> None:
    assert below(loaded_after(f"import yulsn_client.{package}"), f"yulsn_client.{package}.") == set()


def test_accessing_the_client_class_loads_no_http_library() -> None:
    loaded = loaded_after("from yulsn_client import Client, AsyncClient")
    assert below(loaded, "httpx2", "yulsn_client.resources", "yulsn_client.models", "yulsn_client.tables") == set()


@pytest.mark.parametrize("client", ["Client", "AsyncClient"])
def test_creating_a_client_loads_no_resource_model_or_table(client: str) -> None:
    loaded = loaded_after(f"import yulsn_client; client = yulsn_client.{client}('key')")
    assert below(loaded, "yulsn_client.resources", "yulsn_client.models", "yulsn_client.tables") == set()


def test_using_a_resource_loads_only_what_it_needs() -> None:
    loaded = loaded_after("import yulsn_client; yulsn_client.Client('key').actions")
    assert below(loaded, "yulsn_client.resources.") == {"yulsn_client.resources.actions"}
    assert below(loaded, "yulsn_client.models.") == {"yulsn_client.models.actions"}
    assert below(loaded, "yulsn_client.tables") == set()


def test_using_a_table_loads_only_that_table() -> None:
    loaded = loaded_after("import yulsn_client; yulsn_client.Client('key').tables.cykelruter")
    assert below(loaded, "yulsn_client.tables.") == {"yulsn_client.tables.cykelruter"}
    assert below(loaded, "yulsn_client.models.", "yulsn_client.resources.") == set()


def test_using_a_model_loads_its_module_and_no_http_library() -> None:
    loaded = loaded_after("from yulsn_client.models import ContactPatch")
    assert below(loaded, "yulsn_client.models.") == {"yulsn_client.models.contacts"}
    assert below(loaded, "httpx2", "yulsn_client.client", "yulsn_client.tables", "yulsn_client.resources") == set()


def test_every_module_imports_without_a_warning() -> None:
    run("\n".join(f"import {module}" for module in MODULES), "-W", "error")


def test_every_module_can_be_imported_first() -> None:
    run(
        f"""
from importlib import import_module
for module in {MODULES}:
    for name in [name for name in sys.modules if name.startswith("yulsn_client")]:
        del sys.modules[name]
    import_module(module)
"""
    )


# --- Public names ---


@pytest.mark.parametrize("package", [yulsn_client, models], ids=lambda package: package.__name__)
def test_all_public_names_exist(package: Any) -> None:
    names = package.__all__
    assert len(set(names)) == len(names)
    assert dir(package) == sorted(names)
    for name in names:
        assert getattr(package, name).__class__ is not None
    scope: dict[str, Any] = {}
    exec(f"from {package.__name__} import *", scope)
    assert scope.keys() - {"__builtins__"} == set(names)


@pytest.mark.parametrize("package", [yulsn_client, models], ids=lambda package: package.__name__)
def test_type_checkers_see_the_names_that_exist(package: Any) -> None:
    """The imports for type checkers, the table of homes and `__all__` are the same names."""
    tree = ast.parse(Path(package.__file__).read_text(encoding="utf-8"))
    (block,) = (
        node for node in tree.body
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
    )  # fmt: skip
    seen = [alias.name for node in block.body if isinstance(node, ast.ImportFrom) for alias in node.names]
    assert sorted(seen) == sorted(package.__all__)
    assert package._HOMES.keys() == set(package.__all__)


EXCEPTIONS = [name for name in yulsn_client.__all__ if name.endswith(("Error", "Warning"))]


@pytest.mark.parametrize("name", EXCEPTIONS)
def test_exceptions_have_their_public_module_name(name: str) -> None:
    kind = getattr(yulsn_client, name)
    assert f"{kind.__module__}.{kind.__qualname__}" == f"yulsn_client.{name}"
    assert pickle.loads(pickle.dumps(kind)) is kind


def test_tracebacks_and_pickles_use_public_names(api: Flavour) -> None:
    with pytest.raises(yulsn_client.NotFoundError) as caught:
        api.run(api.client.contacts.get(2**31 - 1))
    last = traceback.format_exception_only(caught.value)[-1]
    assert last.startswith("yulsn_client.NotFoundError: ")
    again = pickle.loads(pickle.dumps(caught.value))
    assert type(again) is yulsn_client.NotFoundError
    assert str(again) == str(caught.value)
    program = f"import pickle; print(repr(type(pickle.loads(bytes.fromhex({pickle.dumps(caught.value).hex()!r})))))"
    assert run(program) == "<class 'yulsn_client.NotFoundError'>\n"


def test_the_models_package_exports_the_models_of_all_modules() -> None:
    found = set()
    for path in (PACKAGE / "models").glob("[a-z]*.py"):
        module = importlib.import_module(f"yulsn_client.models.{path.stem}")
        found |= {name for name, value in vars(module).items() if getattr(value, "__module__", "") == module.__name__}
    assert found == set(models.__all__)


@pytest.mark.parametrize("package", [yulsn_client, models], ids=lambda package: package.__name__)
def test_an_unknown_name_raises_attribute_error(package: Any) -> None:
    with pytest.raises(AttributeError, match="'Nonsense'"):
        _ = package.Nonsense
    with pytest.raises(ImportError):
        exec(f"from {package.__name__} import Nonsense")
    assert not hasattr(package, "__wrapped__")


def test_the_version_is_that_of_the_distribution() -> None:
    project = tomllib.loads((GENERATED / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == yulsn_client.__version__
    assert [dependency.split(">")[0] for dependency in project["dependencies"]] == ["httpx2", "msgspec"]
    assert (PACKAGE / "py.typed").read_bytes() == b""


def test_the_repr_of_a_client_shows_the_base_url_and_no_key(flavour: Flavour) -> None:
    client = flavour.client
    kind = {"sync": "Client", "async": "AsyncClient"}[flavour.name]
    assert repr(client).startswith(f"<{kind} http://127.0.0.1:")
    shown = [client, client.contacts, client.tables, client.tables.bikes, client._transport, client._transport.options]
    for thing in shown:
        assert KEY not in f"{thing!r} {thing}"


def test_linters_report_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", *RUFF, str(PACKAGE)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("copied", [pickle.dumps, copy.copy, copy.deepcopy])
def test_clients_are_not_pickled_or_copied(flavour: Flavour, copied: Callable[[Any], object]) -> None:
    for client in (flavour.client, flavour.client.with_options(timeout=5)):
        with pytest.raises(TypeError, match="create one in each process"):
            copied(client)


@pytest.mark.parametrize("copied", [pickle.dumps, copy.deepcopy])
def test_what_has_a_client_is_not_pickled_or_copied(flavour: Flavour, copied: Callable[[Any], object]) -> None:
    client = flavour.client
    for owner in (client.contacts, client.tables, client.tables.bikes, {"clients": [client]}):
        with pytest.raises(TypeError, match="create one in each process"):
            copied(owner)
    with pytest.raises(TypeError, match="create one in each process"):
        pickle.dumps(client.contacts.get)
