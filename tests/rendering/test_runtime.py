"""The `_runtime` package of the output: which files it has, and what the generator's shared modules may import."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest
from yulsn_codegen.generate import Generated
from yulsn_codegen.rendering.runtime import SHARED_MODULES, runtime_files
from yulsn_codegen.shipped import PACKAGE


def test_the_output_has_exactly_these_files(generated: Generated) -> None:
    prefix = "yulsn_client/_runtime/"
    found = {path.removeprefix(prefix): text for path, text in generated.files.items() if path.startswith(prefix)}
    assert found == runtime_files()


def test_shared_modules_are_copied_verbatim() -> None:
    files = runtime_files()
    assert {name: files[name] for name in SHARED_MODULES} == {
        name: (PACKAGE / name).read_text(encoding="utf-8") for name in SHARED_MODULES
    }


@pytest.mark.parametrize("name", SHARED_MODULES)
def test_a_shared_module_imports_only_what_the_output_has(name: str) -> None:
    """It imports the standard library, other shared modules, and httpx2, which both sides depend on."""
    shared = {PurePosixPath(module).with_suffix("").as_posix() for module in SHARED_MODULES}
    for imported in _imports(PACKAGE / name, PurePosixPath(name).parent):
        top = imported.partition("/")[0]
        outside = top in sys.stdlib_module_names or top == "httpx2"
        assert outside or imported in shared or f"{imported}/__init__" in shared, imported


def _imports(path: Path, folder: PurePosixPath) -> Iterator[str]:
    """The modules that a file imports, as paths relative to the generator, or by their absolute name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.replace(".", "/") for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield (node.module or "").replace(".", "/")
        elif isinstance(node, ast.ImportFrom):
            base = (folder, *folder.parents)[node.level - 1]
            if node.module:
                yield (base / node.module.replace(".", "/")).as_posix()
            else:
                yield from ((base / alias.name).as_posix() for alias in node.names)
