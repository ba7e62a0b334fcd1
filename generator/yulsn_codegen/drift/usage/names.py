"""Resolve the names of one file to the parts of the generated package that they stand for.

The resolution ignores scopes and the order of statements: a name stands for something only if every binding of it in
the file agrees. It follows imports, simple assignments, `with`, and annotations, and nothing else; a type checker is
the tool that follows everything else.
"""

from __future__ import annotations

import ast
import sys

from .layout import PackageLayout, PackagePart, Part

_UNKNOWN = "?"  # the root of a path that cannot be resolved
_FOREIGN = "!"  # the root of a path that is not part of the package
_OPEN_ANNOTATIONS = frozenset({"Any", "object"})


class FileNames:
    """What the names in one file stand for.

    Attributes:
        texts: The text that a name is always assigned.
    """

    def __init__(self, tree: ast.Module, layout: PackageLayout) -> None:
        self._layout = layout
        self._paths: dict[str, str] = {}
        self.texts: dict[str, str] = {}
        nodes = list(ast.walk(tree))
        for node in nodes:
            self._bind_import(node)
        for node in nodes:
            self._bind_definition(node)

    def part(self, node: ast.expr) -> PackagePart | None:
        """Return the part of the package that an expression is or is an instance of, or None if it is unknown."""
        return self._part(self._path(node))

    def last_name(self, node: ast.expr) -> str:
        """Return the last component of what an expression stands for, or an empty string."""
        return self._path(node).rpartition(".")[2]

    def _path(self, node: ast.expr | None) -> str:
        """Return what an expression stands for as a dotted path."""
        match node:
            case ast.Name(id=name):
                return self._paths.get(name, _UNKNOWN)
            case ast.Attribute(value=value, attr=name):
                return f"{self._path(value)}.{name}"
            case ast.Call(func=function):
                path = self._path(function)
                return path if self._is_class(path) else _UNKNOWN
        return _UNKNOWN

    def _part(self, path: str) -> PackagePart | None:
        root, *rest = path.split(".")
        if root == _FOREIGN:
            return PackagePart(Part.FOREIGN)
        if "tables" in rest:
            match rest[rest.index("tables") + 1 :]:
                case []:
                    return PackagePart(Part.TABLES)
                case [table] if table in self._layout.tables:
                    return PackagePart(Part.TABLE, table)
                case [table, name] if self._layout.table_classes.get(name) == table:
                    return self._layout.part_of_class(name)
        elif root == self._layout.package and rest[:1] == ["models"] and rest[-1] in self._layout.owners:
            return PackagePart(Part.MODEL, rest[-1])
        return None

    def _is_class(self, path: str) -> bool:
        part = self._part(path)
        is_client = path.startswith(f"{self._layout.package}.") and path.rpartition(".")[2] in ("Client", "AsyncClient")
        return is_client or (part is not None and part.part is not Part.TABLES)

    def _bind(self, name: str, path: str) -> None:
        self._paths[name] = path if self._paths.get(name, path) == path else _UNKNOWN

    def _bind_import(self, node: ast.AST) -> None:
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.partition(".")[0]
                path = alias.name if alias.asname else top
                elsewhere = _FOREIGN if top in sys.stdlib_module_names else _UNKNOWN
                self._bind(alias.asname or top, path if top == self._layout.package else elsewhere)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                path = f"{node.module}.{alias.name}"
                # A capitalised name is assumed to be a class.
                elsewhere = _FOREIGN if alias.name[:1].isupper() else _UNKNOWN
                self._bind(alias.asname or alias.name, path if is_from(node, self._layout.package) else elsewhere)

    def _bind_definition(self, node: ast.AST) -> None:
        match node:
            case ast.ClassDef(name=name, bases=bases):
                parts = (self._path(base) for base in bases)
                self._bind(name, next((path for path in parts if self._part(path) is not None), _FOREIGN))
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                self._bind(name, _UNKNOWN)
            case ast.arg(arg=name, annotation=annotation):
                self._bind(name, self._declared(annotation))
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation):
                self._bind(name, self._declared(annotation))
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value) | ast.NamedExpr(target=ast.Name(name), value=value)
            ):
                self._assign(name, value)
            case ast.withitem(context_expr=value, optional_vars=ast.Name(id=name)):
                self._assign(name, value)
            case ast.Name(id=name, ctx=ast.Store()) if name not in self._paths:
                self._bind(name, _UNKNOWN)

    def _assign(self, name: str, value: ast.expr) -> None:
        self._bind(name, self._path(value))
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            self.texts[name] = value.value if self.texts.get(name, value.value) == value.value else ""

    def _declared(self, annotation: ast.expr | None) -> str:
        """Return the path that an annotation declares.

        An annotation that mentions a class of the package, such as `Contact | None`, declares that class. Any other
        plain name declares something that is not part of the package.
        """
        if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
            try:
                annotation = ast.parse(annotation.value, mode="eval").body
            except (SyntaxError, ValueError):
                return _UNKNOWN
        for part in ast.walk(annotation) if annotation is not None else ():
            path = self._path(part) if isinstance(part, ast.Name | ast.Attribute) else _UNKNOWN
            if path.startswith(f"{self._layout.package}."):
                return path
        is_closed = isinstance(annotation, ast.Name) and annotation.id not in _OPEN_ANNOTATIONS
        return _FOREIGN if is_closed else _UNKNOWN


def is_from(node: ast.ImportFrom, package: str) -> bool:
    """Return whether a statement imports from a package."""
    return not node.level and (node.module or "").partition(".")[0] == package
