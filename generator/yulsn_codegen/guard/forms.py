"""The forms of types, calls and literals that templates write, as predicates on syntax tree nodes."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from ..account_id import is_account_id
from ..base_url import is_canonical

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_SENDING = frozenset(
    {"_call", "_create_many", "_get_many", "_iterate", "_iterate_ids", "_pages", "_search", "_upsert", "_upsert_many"}
)
_SENT = frozenset(
    {
        "after",
        "body",
        "chunk_size",
        "concurrency",
        "create",
        "external_id",
        "find",
        "get",
        "on_progress",
        "page_size",
        "patch",
        "path",
        "query",
    }
)
_METHODS = frozenset({"DELETE", "GET", "PATCH", "POST", "PUT", "SEARCH"})
# A segment `.` or `..` would change which path is called.
_CALLED = re.compile(r"/api/(?:v1|v2/\{accountId\}|internal)(?:/(?!\.{1,2}(?:/|$))[A-Za-z0-9_.~%{}-]*)+")
_PAGE_KEYS = frozenset({"cursor", "item", "limit", "size", "start"})
_META_KEYS = frozenset({"ge", "gt", "le", "lt", "max_length", "min_length"})
_HOME = re.compile(r"msgspec|\.(?:_runtime\.(?:drift\.)?)?[a-z][a-z0-9_]*")
_MADE = re.compile(r"\.(?:models|tables)\.[a-z][a-z0-9_]*\.[A-Z][A-Za-z0-9_]*")
_VALUES = re.compile(r"[A-Z][A-Z0-9_]*_VALUES")
_TYPE_KEYS = frozenset({"body", "conflict", "returns"})


def is_alias(node: ast.FunctionDef, deprecation: ast.expr) -> bool:
    """Return whether a method is a deprecated alias, which warns and returns `self.other`."""
    match deprecation, [inner for inner in node.body if not (isinstance(inner, ast.Expr) and is_text(inner.value))]:
        case ast.Call(func=ast.Name("deprecated"), args=[text], keywords=[]), [ast.Return(ast.Attribute(own, other))]:
            known = is_text(text) and ast.unparse(own) == "self" and NAME.fullmatch(other) is not None
            plain = ast.unparse(node.args) == "self" and not getattr(node, "type_params", ())
            return known and plain and NAME.fullmatch(node.name) is not None and is_type(node.returns)
    return False


def is_signature(arguments: ast.arguments) -> bool:
    """Return whether arguments have the form `self, id: int, *conditions: Condition[Order], ip: str | None = None`."""
    if arguments.posonlyargs or arguments.kwarg or not arguments.args:
        return False
    own, *others = arguments.args
    others += arguments.kwonlyargs
    if arguments.vararg is not None:
        others.append(arguments.vararg)
        if not ast.unparse(arguments.vararg.annotation or own).startswith("Condition["):
            return False
    defaults = [default for default in (*arguments.defaults, *arguments.kw_defaults) if default is not None]
    if own.arg != "self" or own.annotation is not None or not all(map(is_constant, defaults)):
        return False
    return all(NAME.fullmatch(one.arg) and is_type(one.annotation) for one in others)


def is_factory(node: ast.stmt) -> bool:
    """Return whether a statement has the form `def make_order(*, id: int = ...) -> Order: ...`, which does nothing."""
    match node:
        case ast.FunctionDef(name=name, args=arguments, body=[ast.Expr(ast.Constant(body))], decorator_list=[]):
            named = NAME.fullmatch(name) is not None and not getattr(node, "type_params", ())
            alone = not (arguments.posonlyargs or arguments.args or arguments.vararg or arguments.kwarg)
            defaults = all(isinstance(one, ast.Constant) and one.value is ... for one in arguments.kw_defaults)
            known = all(NAME.fullmatch(one.arg) and is_type(one.annotation) for one in arguments.kwonlyargs)
            return body is ... and named and alone and defaults and known and is_type(node.returns)
    return False


def is_factory_import(node: ast.stmt) -> bool:
    """Return whether a statement has the form `from ._order import make_order`."""
    match node:
        case ast.ImportFrom(module=str(module), names=[ast.alias(name, None)], level=1):
            return name == f"make{module}" and NAME.fullmatch(name) is not None
    return False


def is_request(node: ast.expr | None) -> bool:
    """Return whether an expression has the form `self._call(_GET, path={"id": id}, body=body)`."""
    match node:
        case ast.Call(func=ast.Attribute(ast.Name("self"), method), args=[ast.Name()], keywords=keywords):
            return method in _SENDING and all(item.arg in _SENT and is_request_part(item.value) for item in keywords)
    return False


def is_request_part(node: ast.expr) -> bool:
    """Return whether an expression is a name, or a mapping from strings to names."""
    match node:
        case ast.Name():
            return True
        case ast.Dict(keys=keys, values=values):
            return all(map(is_text, keys)) and all(isinstance(value, ast.Name) for value in values)
    return False


def is_resource(node: ast.expr | None, loaded: Sequence[str]) -> bool:
    """Return whether an expression has the form `OrdersResource(self._transport)`, with a class from `loaded`."""
    match node:
        case ast.Call(func=ast.Name(name), args=[ast.Attribute(ast.Name("self"), "_transport")], keywords=[]):
            return name in loaded
    return False


def is_call(node: ast.Call) -> bool:
    """Return whether a call has the form `Call("orders.get", "GET", "/api/v1/Orders/{id}", returns=Order)`."""
    for keyword in node.keywords:
        match keyword.value:
            case ast.Attribute(ast.Name("OnNotFound"), name) if keyword.arg == "on_not_found" and name.isupper():
                pass
            case ast.Call(func=ast.Name("Page"), args=[], keywords=inner) if keyword.arg == "page":
                if not all(item.arg in _PAGE_KEYS and is_constant(item.value) for item in inner):
                    return False
            case ast.Constant(bool()) if keyword.arg in ("retried", "sensitive"):
                pass
            case ast.Constant(str()) if keyword.arg == "wrapper":
                pass
            case ast.Dict(keys=keys, values=values) if keyword.arg == "parameters":
                if not (all(map(is_text, keys)) and all(map(is_type, values))):
                    return False
            case value if keyword.arg in _TYPE_KEYS and is_type(value):
                pass
            case _:
                return False
    match node.args:
        case [ast.Constant(str()), ast.Constant(str(method)), ast.Constant(str(path))]:
            return method in _METHODS and _CALLED.fullmatch(path) is not None
    return False


def is_searchable(node: ast.Call) -> bool:
    """Return whether a call has the form `QueryField("Gears")`."""
    match node:
        case ast.Call(func=ast.Name("OrderedQueryField" | "QueryField"), args=[name], keywords=[]):
            return is_text(name)
    return False


def is_field(node: ast.Call) -> bool:
    """Return whether a call has the form `field(name="Id", default=UNSET)`."""
    for keyword in node.keywords:
        match keyword:
            case ast.keyword("name", ast.Constant(str())) | ast.keyword("default", ast.Name("UNSET")):
                pass
            case ast.keyword("default", value) if is_constant(value):
                pass
            case _:
                return False
    return not node.args


def is_type(node: ast.expr | None) -> bool:
    """Return whether an expression is a type. Strings may occur only in a Literal; elsewhere they are evaluated."""
    match node:
        case ast.Name(name):
            return name.isascii()
        case ast.Constant(None) | ast.Attribute(ast.Name("builtins"), "list"):
            return True
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return is_type(left) and is_type(right)
        case ast.Subscript(value=ast.Name("Literal"), slice=value):
            return is_constant(value) or is_constants(value)
        case ast.Subscript(value=ast.Name("Annotated"), slice=ast.Tuple(elts=[kind, meta])):
            return is_type(kind) and is_meta(meta)
        case ast.Subscript(value=value, slice=ast.Tuple(elts=[kind, ast.Constant(last)])) if last is ...:
            return is_type(value) and is_type(kind)
        case ast.Subscript(value=value, slice=ast.Tuple(elts=elements)):
            return is_type(value) and bool(elements) and all(map(is_type, elements))
        case ast.Subscript(value=value, slice=inner):
            return is_type(value) and is_type(inner)
    return False


def is_meta(node: ast.expr) -> bool:
    """Return whether an expression has the form `Meta(max_length=50)` or `ListedIn("owners", "Contacts", "Size")`."""
    match node:
        case ast.Call(func=ast.Name("ListedIn"), args=path, keywords=[]):
            return bool(path) and all(map(is_text, path))
        case ast.Call(func=ast.Name("Meta"), args=[], keywords=keywords):
            return all(item.arg in _META_KEYS and is_constant(item.value) for item in keywords)
    return False


def is_values(node: ast.AnnAssign) -> bool:
    """Return whether a statement has the form `SIZE_VALUES: tuple[Size, ...] = get_args(Size)`, or no value."""
    match node.target, node.annotation:
        case ast.Name(name), ast.Subscript(ast.Name("tuple"), ast.Tuple([ast.Name(kind), ast.Constant(last)])):
            known = _VALUES.fullmatch(name) is not None and is_class_name(kind) and last is ...
            return known and (node.value is None or ast.unparse(node.value) == f"get_args({kind})")
    return False


def is_constants(node: ast.expr) -> bool:
    """Return whether an expression is a tuple of constants."""
    return isinstance(node, ast.Tuple) and all(map(is_constant, node.elts))


def is_constant(node: ast.expr) -> bool:
    """Return whether an expression is None, a bool, an integer or a string."""
    match node:
        case ast.Constant(value) | ast.UnaryOp(op=ast.USub(), operand=ast.Constant(int() as value)):
            return value is None or isinstance(value, str | int)
    return False


def is_text(node: ast.expr | None) -> bool:
    """Return whether an expression is a string literal."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def is_base_url(node: ast.expr) -> bool:
    """Return whether an expression is a string literal with a base URL in canonical form."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and is_canonical(node.value)


def is_account_number(node: ast.expr) -> bool:
    """Return whether an expression is an integer that can be the number of an account."""
    return isinstance(node, ast.Constant) and is_account_id(node.value)


def is_home(node: ast.expr) -> bool:
    """Return whether an expression is the name of a module to load from lazily."""
    match node:
        case ast.Constant(str(module)):
            return _HOME.fullmatch(module) is not None
    return False


def is_name(node: ast.expr | None) -> bool:
    """Return whether an expression is a string literal with a public name."""
    match node:
        case ast.Constant(str(name)):
            return NAME.fullmatch(name) is not None
    return False


def is_made(node: ast.expr) -> bool:
    """Return whether an expression is the path of a class of the package, such as `".models.orders.Order"`."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and _MADE.fullmatch(node.value) is not None


def is_class_name(name: str) -> bool:
    """Return whether a name is that of a class or a type alias."""
    return name[:1].isupper() and NAME.fullmatch(name) is not None
