"""What a generated Python file may consist of: a file's text goes in, the places where it is anything else come out.

Every statement must have one of the few forms that the templates write. What runs when such a file is imported is
therefore known: no call, decorator, base class, default or annotation is there but those named here, and nothing is
imported but from the lists below. Templates write no comments, and of characters only such as can be seen.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator, Mapping, Sequence

from ..text.characters import HIDDEN
from ..text.errors import Problem

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_CONSTANT = re.compile(r"_[A-Z][A-Z0-9_]*")
_IMPORTS: Mapping[str, frozenset[str]] = {
    "__future__": frozenset({"annotations"}),
    "collections.abc": frozenset({"AsyncIterable", "AsyncIterator", "Iterable", "Iterator", "Mapping", "Sequence"}),
    "datetime": frozenset({"datetime"}),
    "decimal": frozenset({"Decimal"}),
    "functools": frozenset({"cached_property"}),
    "msgspec": frozenset({"UNSET", "Meta", "UnsetType", "field"}),
    "typing": frozenset({"TYPE_CHECKING", "Annotated", "Any", "ClassVar", "Literal", "TypeAlias"}),
}
_RUNTIME: Mapping[str, frozenset[str]] = {
    "_runtime.account": frozenset({"SchemaChange"}),
    "_runtime.bulk": frozenset({"Progress"}),
    "_runtime.calls": frozenset({"Call", "Missing", "Page"}),
    "_runtime.deprecation": frozenset({"deprecated"}),
    "_runtime.client": frozenset({"AsyncBaseClient", "BaseClient"}),
    "_runtime.clock": frozenset({"Clock"}),
    "_runtime.drift": frozenset({"Drift", "SchemaDriftWarning"}),
    "_runtime.model": frozenset({"Model", "OpenIntEnum"}),
    "_runtime.resources": frozenset({"AsyncResource", "Resource"}),
    "_runtime.views": frozenset({"RawResponse", "RequestView", "ResponseView"}),
}
_BASES = frozenset({"AsyncBaseClient", "AsyncResource", "BaseClient", "Model", "OpenIntEnum", "Resource"})
_SENDING = frozenset({"_call", "_create_many", "_get_many", "_iterate", "_pages"})
_SENT = frozenset({"after", "body", "chunk_size", "concurrency", "on_progress", "page_size", "path", "query"})
_METHODS = frozenset({"DELETE", "GET", "PATCH", "POST", "PUT", "SEARCH"})
# No segment of a path is `.` or `..`: what is called would be something else.
_CALLED = re.compile(r"/api/v1(?:/(?!\.{1,2}(?:/|$))[A-Za-z0-9_.~%{}-]*)+")
_PAGE_KEYS = frozenset({"cursor", "item", "limit", "size"})
_META_KEYS = frozenset({"ge", "gt", "le", "lt", "max_length", "min_length"})
_HOME = re.compile(r"msgspec|\.(?:_runtime\.)?[a-z][a-z0-9_]*")
_CALL_KEYS = frozenset({"conflict", "missing", "page", "returns", "sensitive"})
_CLASS_VALUES = frozenset({"_fingerprint", "_package", "_version"})
_GETATTR = """\
def __getattr__(name: str) -> object:
    from {dots}_runtime.lazy import load
    return load(__name__, _HOMES, name)"""
_DIR = """\
def __dir__() -> list[str]:
    return sorted(__all__)"""
_LAZY = frozenset({_GETATTR.format(dots="."), _GETATTR.format(dots="..")})


def python_problems(path: str, text: str) -> Iterator[Problem]:
    """Yield what is wrong with a Python file, each with its line.

    path: where it is to lie in the output; relative imports may not lead out of its first folder.
    """
    depth = path.count("/")
    try:
        # as bytes, and compiled: what Python will read is what is looked at
        tree = ast.parse(text.encode("utf-8"), path)
        compile(tree, path, "exec", dont_inherit=True)
        found = [*_found(tree.body, depth), *_unseen(text)]
    except (SyntaxError, ValueError, RecursionError, MemoryError, tokenize.TokenError) as error:
        line = error.lineno if isinstance(error, SyntaxError) else None
        what = error.msg if isinstance(error, SyntaxError) else error
        yield Problem(f"{path}, line {line}" if line else path, f"is not Python: {what}")
        return
    for line, what in found:
        yield Problem(f"{path}, line {line}", what, "The account's schema may be hostile.")


def _found(body: Sequence[ast.stmt], depth: int) -> Iterator[tuple[int, str]]:
    """Yield what is wrong with the statements of a module, and with those of its classes, by line."""
    for node in body:
        yield from ((node.lineno, what) for what in _module_problems(node, depth))
        members = node.body if isinstance(node, ast.ClassDef) else ()
        yield from ((inner.lineno, what) for inner in members for what in _member_problems(inner, depth))
        yield from ((inner.lineno, f"defines {name!r} twice in its class") for inner, name in _doubles(members))
    yield from ((node.lineno, f"defines {name!r} twice") for node, name in _doubles(body))


def _unseen(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines with something in them that the syntax tree does not show: comments, strange characters."""
    for unseen in HIDDEN.finditer(text.replace("\n", " ")):
        number = text[: unseen.start()].count("\n") + 1
        yield number, f"has the character U+{ord(unseen[0]):04X}, which cannot be seen"
    if "#" in text:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], "has a comment, which no template writes"


def _module_problems(node: ast.stmt, depth: int) -> Iterator[str]:
    """Yield what is wrong with a statement of a module."""
    match node:
        case ast.Expr():
            if not _is_text(node.value):
                yield "has an expression as a statement"
        case ast.Import() | ast.ImportFrom():
            yield from _import_problems(node, depth)
        case ast.If(test=ast.Name("TYPE_CHECKING"), body=body, orelse=otherwise) if _is_lazy(otherwise):
            for inner in body:
                yield from _import_problems(inner, depth)
        case ast.Assign(targets=[ast.Name("__version__")], value=value) if _is_text(value):
            pass
        case ast.Assign(targets=[ast.Name("__all__")], value=ast.List(elts=elements)) if all(map(_is_name, elements)):
            pass
        case ast.Assign(targets=[ast.Name("_HOMES")], value=ast.Dict(keys=keys, values=homes)):
            if not all(map(_is_name, keys)) or not all(map(_is_home, homes)):
                yield "loads from a module that no template loads from"
        case ast.AnnAssign(target=ast.Name(name), annotation=ast.Name("TypeAlias"), value=value, simple=1):
            if not _is_class_name(name) or not _is_type(value):
                yield f"has the type {_shown(node)}, which no template writes"
        case ast.AnnAssign(
            target=ast.Name(name), annotation=kind, value=ast.Call(func=ast.Name("Call")) as value, simple=1
        ):
            if not _CONSTANT.fullmatch(name) or not _is_type(kind) or not _is_call(value):
                yield f"makes the call {_shown(node)}, which no template does"
        case ast.ClassDef():
            yield from _class_problems(node)
        case ast.FunctionDef() if ast.unparse(node) == _DIR:
            pass
        case _:
            yield f"has the statement {_shown(node)}, which no template makes"


def _is_lazy(otherwise: Sequence[ast.stmt]) -> bool:
    """Whether it is nothing, or the function that loads names; type checkers, which need not see it, skip it."""
    return not otherwise or (len(otherwise) == 1 and ast.unparse(otherwise[0]) in _LAZY)


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
            else:  # another generated module, of which only classes and aliases of types are imported
                parts = module.split(".")
                allowed = not any(part.startswith("_") for part in parts) and all(_is_class_name(a.name) for a in names)
            if allowed and level <= min(2, depth) and all(alias.asname is None for alias in names):
                return
    yield f"has {_shown(node)}, an import that no template has"


def _class_problems(node: ast.ClassDef) -> Iterator[str]:
    bases = [base.id if isinstance(base, ast.Name) else "" for base in node.bases]
    keywords = [ast.unparse(keyword) for keyword in node.keywords]
    generic = getattr(node, "type_params", ())  # since Python 3.12
    if not _is_class_name(node.name) or node.decorator_list or generic or keywords not in ([], ["kw_only=True"]):
        yield f"defines the class {node.name!r} as no template does"
    if len(bases) != 1 or bases[0] not in _BASES:
        yield f"defines the class {node.name!r} with bases that no template gives it"


def _member_problems(node: ast.stmt, depth: int) -> Iterator[str]:
    """Yield what is wrong with a statement of a class."""
    match node:
        case ast.AnnAssign(simple=0):
            yield f"has the statement {_shown(node)}, which no template makes"
        case ast.Expr() if _is_text(node.value):
            pass
        case ast.AnnAssign(target=ast.Name("_allowed_" | "_listed_"), annotation=kind, value=ast.Dict(keys, values)):
            if not _is_type(kind) or not all(map(_is_text, keys)) or not all(map(_is_constants, values)):
                yield "lists allowed values as no template does"
        case ast.AnnAssign(target=ast.Name("_account_"), annotation=kind, value=ast.Tuple(elts=names)):
            if not _is_type(kind) or not all(map(_is_text, names)):
                yield "lists the account's fields as no template does"
        case ast.AnnAssign(target=ast.Name(name), annotation=kind, value=ast.Call(func=ast.Name("field")) as value):
            if not _NAME.fullmatch(name) or not _is_type(kind) or not _is_field(value):
                yield f"has the property {_shown(node)}, which no template makes"
        case ast.Assign(targets=[ast.Name(name)], value=value):
            member = name.isupper() and name.isascii() and _is_constant(value)
            version = isinstance(value, ast.Name) and value.id == "__version__"
            if not (member or (name in _CLASS_VALUES and (version or _is_text(value)))):
                yield f"assigns {_shown(node)}, which no template does"
        case ast.FunctionDef(decorator_list=[ast.Name("property"), deprecation]):
            if not _is_alias(node, deprecation):
                yield f"has the alias {_shown(node)}, which no template makes"
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            yield from _method_problems(node, depth)
        case _:
            yield f"has the statement {_shown(node)}, which no template makes"


def _method_problems(node: ast.FunctionDef | ast.AsyncFunctionDef, depth: int) -> Iterator[str]:
    decorators = [ast.unparse(decorator) for decorator in node.decorator_list]
    generic = getattr(node, "type_params", ())
    if not _NAME.fullmatch(node.name) or generic or decorators not in ([], ["cached_property"]):
        yield f"defines the method {node.name!r} as no template does"
    if not _is_signature(node.args) or not _is_type(node.returns):
        yield f"defines the method {node.name!r} with a signature that no template writes"
    body = [inner for inner in node.body if not (isinstance(inner, ast.Expr) and _is_text(inner.value))]
    loaded = [alias.name for inner in body if isinstance(inner, ast.ImportFrom) for alias in inner.names]
    for inner in body[:-1]:
        yield from _import_problems(inner, depth)
    match body[-1:]:
        case [ast.Return(value=ast.Await(value=value) | value)] if _is_sending(value) or _is_loading(value, loaded):
            pass
        case _:
            yield f"defines the method {node.name!r} with a body that no template writes"


def _is_alias(node: ast.FunctionDef, deprecation: ast.expr) -> bool:
    """Whether it is the deprecated name of another attribute: one that warns and returns `self.other`."""
    match deprecation, [inner for inner in node.body if not (isinstance(inner, ast.Expr) and _is_text(inner.value))]:
        case ast.Call(func=ast.Name("deprecated"), args=[text], keywords=[]), [ast.Return(ast.Attribute(own, other))]:
            known = _is_text(text) and ast.unparse(own) == "self" and _NAME.fullmatch(other) is not None
            plain = ast.unparse(node.args) == "self" and not getattr(node, "type_params", ())
            return known and plain and _NAME.fullmatch(node.name) is not None and _is_type(node.returns)
    return False


def _is_signature(arguments: ast.arguments) -> bool:
    """Whether it is `self, id: int, *, ip: str | None = None`."""
    if arguments.posonlyargs or arguments.vararg or arguments.kwarg or not arguments.args:
        return False
    own, *others = arguments.args
    others += arguments.kwonlyargs
    defaults = [default for default in (*arguments.defaults, *arguments.kw_defaults) if default is not None]
    if own.arg != "self" or own.annotation is not None or not all(map(_is_constant, defaults)):
        return False
    return all(_NAME.fullmatch(one.arg) and _is_type(one.annotation) for one in others)


def _is_sending(node: ast.expr | None) -> bool:
    """Whether it is `self._call(_GET, path={"id": id}, body=body)`."""
    match node:
        case ast.Call(func=ast.Attribute(ast.Name("self"), method), args=[ast.Name()], keywords=keywords):
            return method in _SENDING and all(item.arg in _SENT and _is_sent(item.value) for item in keywords)
    return False


def _is_sent(node: ast.expr) -> bool:
    match node:
        case ast.Name():
            return True
        case ast.Dict(keys=keys, values=values):
            return all(map(_is_text, keys)) and all(isinstance(value, ast.Name) for value in values)
    return False


def _is_loading(node: ast.expr | None, loaded: Sequence[str]) -> bool:
    """Whether it is `OrdersResource(self._transport)`, of a class that was just imported."""
    match node:
        case ast.Call(func=ast.Name(name), args=[ast.Attribute(ast.Name("self"), "_transport")], keywords=[]):
            return name in loaded
    return False


def _is_call(node: ast.Call) -> bool:
    """Whether it is `Call("orders.get", "GET", "/api/v1/Orders/{id}", returns=Order)`."""
    for keyword in node.keywords:
        match keyword.value:
            case ast.Attribute(ast.Name("Missing"), name) if keyword.arg == "missing" and name.isupper():
                pass
            case ast.Call(func=ast.Name("Page"), args=[], keywords=inner) if keyword.arg == "page":
                if not all(item.arg in _PAGE_KEYS and _is_constant(item.value) for item in inner):
                    return False
            case ast.Constant(bool()) if keyword.arg == "sensitive":
                pass
            case value if keyword.arg in _CALL_KEYS and _is_type(value):
                pass
            case _:
                return False
    match node.args:
        case [ast.Constant(str()), ast.Constant(str(method)), ast.Constant(str(path))]:
            return method in _METHODS and _CALLED.fullmatch(path) is not None
    return False


def _is_field(node: ast.Call) -> bool:
    """Whether it is `field(name="Id", default=UNSET)`."""
    for keyword in node.keywords:
        match keyword:
            case ast.keyword("name", ast.Constant(str())) | ast.keyword("default", ast.Name("UNSET")):
                pass
            case ast.keyword("default", value) if _is_constant(value):
                pass
            case _:
                return False
    return not node.args


def _is_type(node: ast.expr | None) -> bool:
    """Whether it is a type; text stands in a Literal alone, as elsewhere an annotation's text is evaluated."""
    match node:
        case ast.Name(name):
            return name.isascii()
        case ast.Constant(None) | ast.Attribute(ast.Name("builtins"), "list"):
            return True
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return _is_type(left) and _is_type(right)
        case ast.Subscript(value=ast.Name("Literal"), slice=value):
            return _is_constant(value) or _is_constants(value)
        case ast.Subscript(value=ast.Name("Annotated"), slice=ast.Tuple(elts=[kind, meta])):
            return _is_type(kind) and _is_meta(meta)
        case ast.Subscript(value=value, slice=ast.Tuple(elts=[kind, ast.Constant(last)])) if last is ...:
            return _is_type(value) and _is_type(kind)
        case ast.Subscript(value=value, slice=ast.Tuple(elts=elements)):
            return _is_type(value) and bool(elements) and all(map(_is_type, elements))
        case ast.Subscript(value=value, slice=inner):
            return _is_type(value) and _is_type(inner)
    return False


def _is_meta(node: ast.expr) -> bool:
    match node:
        case ast.Call(func=ast.Name("Meta"), args=[], keywords=keywords):
            return all(item.arg in _META_KEYS and _is_constant(item.value) for item in keywords)
    return False


def _is_constants(node: ast.expr) -> bool:
    return isinstance(node, ast.Tuple) and all(map(_is_constant, node.elts))


def _is_constant(node: ast.expr) -> bool:
    match node:
        case ast.Constant(value) | ast.UnaryOp(op=ast.USub(), operand=ast.Constant(int() as value)):
            return value is None or isinstance(value, str | int)
    return False


def _is_text(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _is_home(node: ast.expr) -> bool:
    match node:
        case ast.Constant(str(module)):
            return _HOME.fullmatch(module) is not None
    return False


def _is_name(node: ast.expr | None) -> bool:
    match node:
        case ast.Constant(str(name)):
            return _NAME.fullmatch(name) is not None
    return False


def _is_class_name(name: str) -> bool:
    return name[:1].isupper() and _NAME.fullmatch(name) is not None


def _doubles(body: Sequence[ast.stmt]) -> Iterator[tuple[ast.stmt, str]]:
    """Yield the statements that define a name anew: of two things of that name one would be lost."""
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
    text = "" if node is None else ast.unparse(node)
    return repr(text if len(text) <= 60 else f"{text[:57]}...")
