"""The guard: the files that are about to be published go in; it raises where one is not what the templates may produce.

It does not trust the filters that wrote an account's strings: every Python file is parsed, and its syntax tree may hold
only the few statements, calls and imports that the templates have. The runtime's files are compared with the shipped
ones; JSON and TOML files are parsed.
"""

from __future__ import annotations

import ast
import json
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from .errors import Problem, UnsafeError

_NODES: tuple[type[ast.AST], ...] = (
    ast.Module, ast.ImportFrom, ast.Import, ast.alias, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef,
    ast.arguments, ast.arg, ast.keyword, ast.AnnAssign, ast.Assign, ast.Return, ast.Expr, ast.If, ast.Call, ast.Await,
    ast.Name, ast.Attribute, ast.Constant, ast.Subscript, ast.Tuple, ast.List, ast.Dict, ast.BinOp, ast.BitOr,
    ast.UnaryOp, ast.USub, ast.Load, ast.Store,
)  # fmt: skip
_MODULES = {"__future__", "builtins", "collections.abc", "datetime", "decimal", "functools", "msgspec", "typing"}
_CALLED = {"Call", "Meta", "Page", "field", "load", "sorted"}
_METHODS = {"_call", "_iterate", "_pages"}
_DUNDERS = {"__all__", "__name__", "__version__", "__getattr__", "__dir__"}


def check(files: Mapping[str, str], runtime: Mapping[str, str]) -> None:
    """Raise UnsafeError, with every place, unless all files are what they should be.

    runtime: the files that are copied as they are, by their path in the output; they are held to be the same.
    """
    problems = [problem for path, text in files.items() for problem in _problems(path, text, runtime)]
    if problems:
        raise UnsafeError(problems)


def _problems(path: str, text: str, runtime: Mapping[str, str]) -> Iterator[Problem]:
    parts = PurePosixPath(path).parts
    if path.startswith("/") or "\\" in path or ".." in parts or any(not part.isascii() for part in parts):
        yield Problem(path, "is not a plain path inside the output")
    elif path in runtime:
        if text != runtime[path]:
            yield Problem(path, "is not the runtime's file")
    elif path.endswith(".py"):
        yield from _python_problems(path, text)
    elif path.endswith((".json", ".toml")):
        try:
            json.loads(text) if path.endswith(".json") else tomllib.loads(text)
        except (ValueError, RecursionError) as error:
            yield Problem(path, f"cannot be read back: {error}")


def _python_problems(path: str, text: str) -> Iterator[Problem]:
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        yield Problem(path, f"is not Python: {error}")
        return
    for node in ast.walk(tree):
        what = _unexpected(node)
        if what:
            yield Problem(f"{path}, line {getattr(node, 'lineno', 1)}", what, "The account's schema may be hostile.")


def _unexpected(node: ast.AST) -> str | None:
    """Return what is wrong with one node of a syntax tree, None where the templates may have made it."""
    if not isinstance(node, _NODES):
        return f"has a {type(node).__name__}, which no template makes"
    if isinstance(node, ast.Import) and [item.name for item in node.names] != ["builtins"]:
        return "imports a module that no template imports"
    if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module not in _MODULES:
        return f"imports from {node.module!r}, which no template does"
    if isinstance(node, ast.Call) and not _may_call(node.func):
        return f"calls {ast.unparse(node.func)!r}, which no template does"
    if isinstance(node, ast.Expr) and not (isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)):
        return "has an expression as a statement"
    if isinstance(node, ast.If) and not (isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"):
        return "has a condition that no template has"
    name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
    if name.startswith("__") and name not in _DUNDERS:
        return f"names {name!r}, which no template does"
    if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.isascii():
        return f"defines {node.name!r}, which is not ASCII"
    return None


def _may_call(function: ast.expr) -> bool:
    if isinstance(function, ast.Name):
        return function.id in _CALLED or function.id[:1].isupper()
    return (
        isinstance(function, ast.Attribute)
        and function.attr in _METHODS
        and isinstance(function.value, ast.Name)
        and function.value.id == "self"
    )
