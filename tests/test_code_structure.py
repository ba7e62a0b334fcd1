"""Limits that keep the generator and the runtime readable: short functions, no cycles, one meaning per class name."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
GENERATOR = ROOT / "generator" / "yulsn_codegen"
RUNTIME = ROOT / "templates" / "runtime"
MODULES = [path for folder in (GENERATOR, RUNTIME) for path in sorted(folder.rglob("*.py"))]
MAX_LINES = 50


def nodes(path: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return the number of lines of a function's body, without its signature and docstring."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def long_functions(path: Path) -> list[str]:
    functions = (node for node in nodes(path) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return [f"{path.name}:{function.lineno} {function.name}" for function in functions if length(function) > MAX_LINES]


def imported(path: Path) -> set[str]:
    """Return the modules beside a module that it imports, also for type checkers only, but not inside a function."""
    statements = ast.parse(path.read_text(encoding="utf-8")).body
    blocks = [node for node in statements if isinstance(node, ast.If)]
    statements += [node for block in blocks for node in (*block.body, *block.orelse)]
    return {
        name
        for node in statements
        if isinstance(node, ast.ImportFrom) and node.level == 1
        for name in ([node.module.partition(".")[0]] if node.module else [alias.name for alias in node.names])
    }


def test_the_length_of_a_function_excludes_its_signature_and_docstring(tmp_path: Path) -> None:
    file = tmp_path / "long.py"
    for count, expected in ((MAX_LINES, []), (MAX_LINES + 1, ["long.py:1 f"])):
        file.write_text('def f(\n    x,\n):\n    """Text.\n\n    More.\n    """\n' + "    x += 1\n" * count)
        assert long_functions(file) == expected


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_functions_are_short(path: Path) -> None:
    assert long_functions(path) == []


def test_no_two_classes_share_a_name() -> None:
    places = defaultdict(list)
    for path in MODULES:
        for node in nodes(path):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(f"{path.relative_to(ROOT).as_posix()}:{node.lineno}")
    assert len(places) > 100
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_an_import_for_type_checkers_counts_and_one_in_a_function_does_not(tmp_path: Path) -> None:
    file = tmp_path / "module.py"
    file.write_text(
        "import os\nfrom . import a\nfrom .b import x\nfrom ..c import x\n"
        "if TYPE_CHECKING:\n    from .d.e import x\ndef f():\n    from .g import x\n"
    )
    assert imported(file) == {"a", "b", "d"}


def test_no_modules_of_the_runtime_import_each_other_in_a_cycle() -> None:
    modules = {path.stem: imported(path) for path in RUNTIME.glob("*.py")}
    TopologicalSorter(modules).prepare()  # raises CycleError with the modules of a cycle
