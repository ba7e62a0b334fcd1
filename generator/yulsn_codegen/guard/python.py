"""Check that a generated Python file contains nothing but the code that templates write.

Every statement must have one of a few known forms. That determines what runs when the file is imported: only the calls,
decorators, base classes, defaults and annotations allowed here, and only imports from the lists below. Templates write
neither comments nor invisible characters.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator, Mapping, Sequence

from ..text.characters import hidden
from ..text.errors import Problem
from ..text.shortening import shortened
from .forms import (
    NAME,
    is_account_number,
    is_alias,
    is_base_url,
    is_call,
    is_class_name,
    is_constant,
    is_constants,
    is_factory,
    is_factory_import,
    is_field,
    is_home,
    is_made,
    is_name,
    is_request,
    is_resource,
    is_searchable,
    is_signature,
    is_text,
    is_type,
    is_values,
)

_CONSTANT = re.compile(r"_[A-Z][A-Z0-9_]*")
_IMPORTS: Mapping[str, frozenset[str]] = {
    "__future__": frozenset({"annotations"}),
    "collections.abc": frozenset({"AsyncIterable", "AsyncIterator", "Iterable", "Iterator", "Mapping", "Sequence"}),
    "datetime": frozenset({"date", "datetime"}),
    "decimal": frozenset({"Decimal"}),
    "msgspec": frozenset({"UNSET", "Meta", "UnsetType", "field"}),
    "typing": frozenset({"TYPE_CHECKING", "Annotated", "Any", "ClassVar", "Literal", "TypeAlias", "get_args"}),
}
_RUNTIME: Mapping[str, frozenset[str]] = {
    "_runtime.allowed_values": frozenset({"ListedIn"}),
    "_runtime.bulk": frozenset({"Progress"}),
    "_runtime.calls": frozenset({"Call", "OnNotFound", "Page"}),
    "_runtime.conversion": frozenset({"parse"}),
    "_runtime.deprecation": frozenset({"deprecated", "warn_of_former_module"}),
    "_runtime.commands": frozenset({"main"}),
    "_runtime.client": frozenset({"AsyncBaseClient", "BaseClient"}),
    "_runtime.clock": frozenset({"Clock"}),
    "_runtime.drift.changes": frozenset({"SchemaChange", "Severity"}),
    "_runtime.exports": frozenset({"Export", "ExportProgress"}),
    "_runtime.export_resource": frozenset({"AsyncExportResource", "ExportResource"}),
    "_runtime.model": frozenset({"AwareDatetime", "DateOnly", "Model", "OpenIntEnum", "UtcDatetime"}),
    "_runtime.response_drift": frozenset({"Drift", "SchemaDriftWarning"}),
    "_runtime.lazy": frozenset({"cached_property"}),
    "_runtime.resources": frozenset({"AsyncResource", "Resource"}),
    "_runtime.table_resource": frozenset({"AsyncTableResource", "TableResource"}),
    "_runtime.sync": frozenset({"SyncProgress", "SyncReport", "SyncedTable", "sync"}),
    "_runtime.table_import": frozenset({"RefusedLine", "from_arrow", "from_csv"}),
    "_runtime.search": frozenset({"Condition", "OrderedQueryField", "QueryField"}),
    "_runtime.views": frozenset({"RawResponse", "RequestView", "ResponseView"}),
}
_BASES = frozenset(
    {
        "AsyncBaseClient",
        "AsyncExportResource",
        "AsyncResource",
        "AsyncTableResource",
        "BaseClient",
        "ExportResource",
        "Model",
        "OpenIntEnum",
        "Resource",
        "TableResource",
    }
)
_CLASS_VALUES = frozenset({"_fingerprint", "_package", "_version"})
_GETATTR = """\
def __getattr__(name: str) -> object:
    from {dots}_runtime.lazy import load
    return load(__name__, _HOMES, name)"""
_GETATTR_OF_VALUES = """\
def __getattr__(name: str) -> object:
    from {dots}_runtime.allowed_values import load
    return load(__name__, _LISTED, name)"""
_DIR = """\
def __dir__() -> list[str]:
    return sorted(__all__)"""
_MAIN = """\
if __name__ == '__main__':
    raise SystemExit(main())"""
_FACTORIES = """\
def __getattr__(name: str) -> object:
    from .._runtime.factories import load
    return load(__name__, _MADE, name)
def __dir__() -> list[str]:
    from .._runtime.factories import names
    return names(_MADE)"""
_LAZY = frozenset({_GETATTR.format(dots="."), _GETATTR.format(dots=".."), _FACTORIES})
_LAZY_VALUES = frozenset({_GETATTR_OF_VALUES.format(dots="."), _GETATTR_OF_VALUES.format(dots="..")})


def python_problems(path: str, text: str) -> Iterator[Problem]:
    """Yield everything unexpected in a Python file, with its line.

    Args:
        path: The path in the output. Relative imports must not leave its top-level folder.
        text: The source code.
    """
    depth = path.count("/")
    try:
        # Parse bytes and compile, so that the guard sees exactly what Python will run.
        tree = ast.parse(text.encode("utf-8"), path)
        compile(tree, path, "exec", dont_inherit=True)
        found = [*_found(tree.body, depth), *_invisible(text)]
    except (SyntaxError, ValueError, RecursionError, MemoryError, tokenize.TokenError) as error:
        line = error.lineno if isinstance(error, SyntaxError) else None
        what = error.msg if isinstance(error, SyntaxError) else error
        yield Problem(f"{path}, line {line}" if line else path, f"not valid Python: {what}")
        return
    for line, what in found:
        yield Problem(
            f"{path}, line {line}", what, "Templates never write this: the account's schema may be malicious."
        )


def _found(body: Sequence[ast.stmt], depth: int) -> Iterator[tuple[int, str]]:
    """Yield the line and description of everything unexpected in a module and its classes."""
    for node in body:
        yield from ((node.lineno, what) for what in _module_problems(node, depth))
        members = node.body if isinstance(node, ast.ClassDef) else ()
        yield from ((inner.lineno, what) for inner in members for what in _member_problems(inner, depth))
        yield from ((inner.lineno, f"{name!r} is defined twice in a class") for inner, name in _redefined(members))
    yield from ((node.lineno, f"{name!r} is defined twice") for node, name in _redefined(body))


def _invisible(text: str) -> Iterator[tuple[int, str]]:
    """Yield what the syntax tree does not show: comments and invisible characters, with their lines."""
    for number, character in hidden(text):
        yield number, f"invisible character U+{ord(character):04X}"
    if "#" in text:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], "unexpected comment"


def _module_problems(node: ast.stmt, depth: int) -> Iterator[str]:
    """Yield what is unexpected about a statement at module level."""
    match node:
        case ast.Expr(value=ast.Call(func=ast.Name("warn_of_former_module"), args=[old, new], keywords=[])):
            if not is_name(old) or not is_name(new):
                yield "unexpected names of a former module"
        case ast.Expr():
            if not is_text(node.value):
                yield "unexpected expression statement"
        case ast.Import() | ast.ImportFrom():
            yield from _import_problems(node, depth)
        case ast.If(test=ast.Name("TYPE_CHECKING"), body=body, orelse=otherwise) if _is_lazy(otherwise):
            for inner in body:
                if not is_factory(inner) and not is_factory_import(inner):
                    yield from _import_problems(inner, depth)
        case ast.If(test=ast.UnaryOp(op=ast.Not(), operand=ast.Name("TYPE_CHECKING")), body=[load], orelse=[]):
            if ast.unparse(load) not in _LAZY_VALUES:
                yield f"unexpected statement {_shown(node)}"
        case ast.If() if ast.unparse(node) == _MAIN:
            pass
        case ast.Assign(targets=[ast.Name("__version__")], value=value) if is_text(value):
            pass
        case ast.Assign(targets=[ast.Name("__all__")], value=ast.List(elts=elements)) if all(map(is_name, elements)):
            pass
        case ast.Assign(targets=[ast.Name("_HOMES")], value=ast.Dict(keys=keys, values=homes)):
            if not all(map(is_name, keys)) or not all(map(is_home, homes)):
                yield "unexpected module in the table of lazy imports"
        case ast.Assign(targets=[ast.Name("_MADE")], value=ast.Dict(keys=keys, values=classes)):
            if not all(map(is_name, keys)) or not all(map(is_made, classes)):
                yield "unexpected class in the table of factories"
        case ast.Assign(targets=[ast.Name("_LISTED")], value=ast.Dict(keys=keys, values=types)):
            if not all(map(is_name, keys)) or not all(isinstance(one, ast.Name) for one in types):
                yield "unexpected type in the table of listed values"
        case ast.AnnAssign(value=None | ast.Call(func=ast.Name("get_args")), simple=1):
            if not is_values(node):
                yield f"unexpected tuple {_shown(node)}"
        case ast.AnnAssign(target=ast.Name(name), annotation=ast.Name("TypeAlias"), value=value, simple=1):
            if not is_class_name(name) or not is_type(value):
                yield f"unexpected type {_shown(node)}"
        case ast.AnnAssign(
            target=ast.Name(name), annotation=kind, value=ast.Call(func=ast.Name("Call")) as value, simple=1
        ):
            if not _CONSTANT.fullmatch(name) or not is_type(kind) or not is_call(value):
                yield f"unexpected call {_shown(node)}"
        case ast.ClassDef():
            yield from _class_problems(node)
        case ast.FunctionDef() if ast.unparse(node) == _DIR:
            pass
        case _:
            yield f"unexpected statement {_shown(node)}"


def _is_lazy(otherwise: Sequence[ast.stmt]) -> bool:
    """Return whether an `else` branch is empty or the functions for lazy imports, which type checkers skip."""
    return not otherwise or "\n".join(map(ast.unparse, otherwise)) in _LAZY


def _import_problems(node: ast.stmt, depth: int) -> Iterator[str]:
    match node:
        case ast.Import(names=[ast.alias("builtins", None)]):
            return
        case ast.ImportFrom(module=module, names=names, level=level):
            module = module or ""
            if level == 0:
                allowed = {alias.name for alias in names} <= _IMPORTS.get(module, frozenset())
            elif module in _RUNTIME:
                allowed = {alias.name for alias in names} <= _RUNTIME[module]
            elif module == "_runtime.errors":
                allowed = all(alias.name.endswith("Error") for alias in names)
            elif module == "":
                allowed = [alias.name for alias in names] == ["__version__"]
            else:  # another generated module, from which only classes and type aliases are imported
                parts = module.split(".")
                allowed = not any(part.startswith("_") for part in parts) and all(is_class_name(a.name) for a in names)
            if allowed and level <= min(2, depth) and all(alias.asname is None for alias in names):
                return
    yield f"unexpected import {_shown(node)}"


def _class_problems(node: ast.ClassDef) -> Iterator[str]:
    bases = [base.id if isinstance(base, ast.Name) else "" for base in node.bases]
    keywords = [ast.unparse(keyword) for keyword in node.keywords]
    generic = getattr(node, "type_params", ())  # Python 3.12 and later
    if not is_class_name(node.name) or node.decorator_list or generic or keywords not in ([], ["kw_only=True"]):
        yield f"unexpected form of class {node.name!r}"
    if not bases and not keywords and _has_only_fields(node):
        return
    if len(bases) != 1 or bases[0] not in _BASES:
        yield f"unexpected base class of {node.name!r}"


def _has_only_fields(node: ast.ClassDef) -> bool:
    """Return whether a class consists of searchable fields, so that it needs no base class."""
    values = [inner.value for inner in node.body if isinstance(inner, ast.AnnAssign)]
    others = [inner for inner in node.body if not isinstance(inner, (ast.AnnAssign, ast.Expr))]
    return bool(values) and not others and all(isinstance(one, ast.Call) and is_searchable(one) for one in values)


def _member_problems(node: ast.stmt, depth: int) -> Iterator[str]:
    """Yield what is unexpected about a statement in a class."""
    match node:
        case ast.AnnAssign(simple=0):
            yield f"unexpected statement {_shown(node)}"
        case ast.Expr() if is_text(node.value):
            pass
        case ast.AnnAssign(target=ast.Name("_allowed_" | "_listed_"), annotation=kind, value=ast.Dict(keys, values)):
            if not is_type(kind) or not all(map(is_text, keys)) or not all(map(is_constants, values)):
                yield "unexpected list of allowed values"
        case ast.AnnAssign(target=ast.Name("_account_" | "_owner_"), annotation=kind, value=ast.Tuple(elts=names)):
            if not is_type(kind) or not all(map(is_text, names)):
                yield "unexpected list of the account's names"
        case ast.AnnAssign(target=ast.Name(name), annotation=kind, value=ast.Call(func=ast.Name("field")) as value):
            if not NAME.fullmatch(name) or not is_type(kind) or not is_field(value):
                yield f"unexpected property {_shown(node)}"
        case ast.AnnAssign(target=ast.Name(name), annotation=kind, value=ast.Call() as value) if is_searchable(value):
            if not NAME.fullmatch(name) or not is_type(kind):
                yield f"unexpected field {_shown(node)}"
        case ast.Assign(targets=[ast.Name(name)], value=value):
            member = name.isupper() and name.isascii() and is_constant(value)
            version = isinstance(value, ast.Name) and value.id == "__version__"
            known = name in _CLASS_VALUES and (version or is_text(value))
            known |= name == "_base_url" and is_base_url(value)
            known |= name == "_account_id" and is_account_number(value)
            if not (member or known):
                yield f"unexpected assignment {_shown(node)}"
        case ast.FunctionDef(decorator_list=[ast.Name("property"), deprecation]):
            if not is_alias(node, deprecation):
                yield f"unexpected alias {_shown(node)}"
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            yield from _method_problems(node, depth)
        case _:
            yield f"unexpected statement {_shown(node)}"


def _method_problems(node: ast.FunctionDef | ast.AsyncFunctionDef, depth: int) -> Iterator[str]:
    decorators = [ast.unparse(decorator) for decorator in node.decorator_list]
    generic = getattr(node, "type_params", ())
    if not NAME.fullmatch(node.name) or generic or decorators not in ([], ["cached_property"]):
        yield f"unexpected form of method {node.name!r}"
    if not is_signature(node.args) or not is_type(node.returns):
        yield f"unexpected signature of method {node.name!r}"
    body = [inner for inner in node.body if not (isinstance(inner, ast.Expr) and is_text(inner.value))]
    loaded = [alias.name for inner in body if isinstance(inner, ast.ImportFrom) for alias in inner.names]
    for inner in body[:-1]:
        yield from _import_problems(inner, depth)
    match body[-1:]:
        case [ast.Return(value=ast.Await(value=value) | value)] if is_request(value) or is_resource(value, loaded):
            pass
        case _:
            yield f"unexpected body of method {node.name!r}"


def _redefined(body: Sequence[ast.stmt]) -> Iterator[tuple[ast.stmt, str]]:
    """Yield statements that redefine a name, which would hide the earlier definition."""
    seen: set[str] = set()
    for node in body:
        for name in _defined(node):
            if name in seen:
                yield node, name
            seen.add(name)


def _defined(node: ast.stmt) -> Iterator[str]:
    match node:
        case ast.AnnAssign(target=ast.Name(name)) | ast.Assign(targets=[ast.Name(name)]):
            yield name
        case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            yield name
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            yield from (alias.asname or alias.name for alias in names)
        case ast.If(body=body, orelse=otherwise):
            yield from (name for inner in (*body, *otherwise) for name in _defined(inner))


def _shown(node: ast.AST | None) -> str:
    return repr("" if node is None else shortened(ast.unparse(node), 60))
