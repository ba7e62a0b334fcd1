"""Infer which expressions in a consumer's file are objects of the generated package.

Inference follows one file without running it: imports, annotations, assignments, loops and calls of the client. What
cannot be inferred is None, which matches any type.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum, auto

from .layout import PackageLayout

ROW_SCHEMA = "TableEntity"  # the description's schema of a table's rows


class ValueKind(Enum):
    """What kind of value an expression has."""

    MODULE = auto()  # name: its dotted path
    CLASS = auto()  # result: its instances
    FUNCTION = auto()  # result: what it returns
    CLIENT = auto()
    TABLES = auto()
    TABLE = auto()  # name: the table's attribute; its resource
    RESOURCE = auto()  # name: the resource's attribute
    MODEL = auto()  # name: the class
    ROW = auto()  # name: the table's attribute; an instance of one of its classes
    MAPPING = auto()  # result: the model whose properties it holds by wire name
    TEXT = auto()  # name: the text
    OTHER = auto()  # not part of the generated package


@dataclass(frozen=True)
class InferredType:
    """The inferred type of an expression; that of a list or an iterator is the type of its items.

    Attributes:
        kind: The kind of value.
        name: The name of the value; see `ValueKind`.
        result: The type of a class's instances, of a function's result or of a mapping's model.
    """

    kind: ValueKind
    name: str = ""
    result: InferredType | None = None


OTHER = InferredType(ValueKind.OTHER)
# Functions and methods that return their first argument, a copy of it, or its items.
_PASS_THROUGH = frozenset(
    {"anext", "copy", "deepcopy", "iter", "list", "next", "replace", "reversed", "set", "sorted", "tuple"}
)


@dataclass
class TypeInference:
    """Infers types in one file from its names, in the order in which statements bind them.

    Attributes:
        layout: The layout of the generated package.
        scopes: The names bound in each enclosing scope, outermost first.
        members: The types of attributes of the file's own classes, by class and attribute.
        classes: The classes around the current node, outermost first.
    """

    layout: PackageLayout
    scopes: list[dict[str, InferredType | None]] = field(default_factory=lambda: [{}])
    members: dict[tuple[str, str], InferredType | None] = field(default_factory=dict)
    classes: list[str] = field(default_factory=list)

    def infer(self, node: ast.AST | None) -> InferredType | None:
        """Return the type of an expression, or None if it is unknown."""
        match node:
            case ast.Constant(value=str(text)):
                return InferredType(ValueKind.TEXT, text)
            case ast.Constant():
                return OTHER
            case ast.Name(id=name):
                return next((scope[name] for scope in reversed(self.scopes) if name in scope), None)
            case ast.Attribute(value=value, attr=name):
                return self._member(value, name) or self._attribute(self.infer(value), name)
            case ast.Call():
                return self._call(node)
            case ast.Await(value=value) | ast.NamedExpr(value=value) | ast.Starred(value=value):
                return self.infer(value)
            case ast.Subscript(value=value):
                items = self.infer(value)
                return items if items is not None and items.kind in (ValueKind.MODEL, ValueKind.ROW) else None
            case ast.IfExp(body=body, orelse=other):
                return self._first_known(body, other)
            case ast.BoolOp(values=values) | ast.List(elts=values) | ast.Tuple(elts=values) | ast.Set(elts=values):
                return self._first_known(*values)
            case ast.ListComp(elt=item) | ast.SetComp(elt=item) | ast.GeneratorExp(elt=item):
                self.scopes.append({})
                self._bind_generators(node.generators)
                inferred = self.infer(item)
                self.scopes.pop()
                return inferred
        return None

    def resolve(self, path: str) -> InferredType:
        """Return the type of the object at a dotted import path."""
        parts = path.split(".")
        if parts[0] != self.layout.package:
            return OTHER
        name = parts[-1]
        if name in ("Client", "AsyncClient"):
            return InferredType(ValueKind.CLASS, name, InferredType(ValueKind.CLIENT))
        if len(parts) > 2 and parts[1] == "models" and name in self.layout.owners:
            return InferredType(ValueKind.CLASS, name, InferredType(ValueKind.MODEL, name))
        if len(parts) == 4 and parts[1] == "tables" and parts[2] in self.layout.tables:
            kind = ValueKind.TABLE if name.endswith("Table") else ValueKind.ROW
            return InferredType(ValueKind.CLASS, name, InferredType(kind, parts[2]))
        return InferredType(ValueKind.MODULE, path)

    def from_annotation(self, node: ast.expr | None) -> InferredType | None:
        """Return the type that an annotation declares.

        An annotation that mentions a class of the package, such as `list[Contact] | None`, declares that class. Any
        other plain name declares a foreign type.
        """
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            try:
                node = ast.parse(node.value, mode="eval").body
            except (SyntaxError, ValueError):
                return None
        for part in ast.walk(node) if node is not None else ():
            inferred = self.infer(part) if isinstance(part, ast.Name | ast.Attribute) else None
            if inferred is not None and inferred.kind is ValueKind.CLASS and inferred.result != OTHER:
                return inferred.result
        return OTHER if isinstance(node, ast.Name) and node.id not in ("Any", "object") else None

    def bind(self, target: ast.expr, inferred: InferredType | None, value: ast.expr | None = None) -> None:
        """Bind the names in the target of an assignment or a loop.

        Args:
            target: The target, which may be unpacked.
            inferred: The type of what is assigned.
            value: The expression that is assigned or iterated over, used for unpacking.
        """
        match target:
            case ast.Name(id=name):
                self.scopes[-1][name] = inferred
            case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name) if self.classes:
                self.members[self.classes[-1], name] = inferred
            case ast.Starred(value=inner):
                self.bind(inner, inferred)
            case ast.Tuple(elts=elements) | ast.List(elts=elements):
                self._unpack(elements, value)

    def _unpack(self, elements: list[ast.expr], value: ast.expr | None) -> None:
        match value:
            case ast.Tuple(elts=values) if len(values) == len(elements):
                for element, part in zip(elements, values, strict=True):
                    self.bind(element, self.infer(part), part)
            case ast.Call(func=ast.Name(id="enumerate"), args=[inner, *_]) if len(elements) == 2:
                self.bind(elements[0], OTHER)
                self.bind(elements[1], self.infer(inner))
            case ast.Call(func=ast.Name(id="zip"), args=args) if len(args) == len(elements):
                for element, part in zip(elements, args, strict=True):
                    self.bind(element, self.infer(part))
            case _:
                for element in elements:
                    self.bind(element, None)

    def _bind_generators(self, generators: Iterable[ast.comprehension]) -> None:
        for generator in generators:
            self.bind(generator.target, self.infer(generator.iter), generator.iter)

    def _first_known(self, *nodes: ast.expr) -> InferredType | None:
        known = [inferred for inferred in map(self.infer, nodes) if inferred is not None]
        return next((inferred for inferred in known if inferred != OTHER), known[0] if known else None)

    def _attribute(self, base: InferredType | None, name: str) -> InferredType | None:
        if base is None:
            if name == "tables":
                return InferredType(ValueKind.TABLES)
            return InferredType(ValueKind.RESOURCE, name) if name in self.layout.resources else None
        match base.kind:
            case ValueKind.MODULE:
                return self.resolve(f"{base.name}.{name}")
            case ValueKind.CLIENT if name == "tables":
                return InferredType(ValueKind.TABLES)
            case ValueKind.CLIENT if name in self.layout.resources:
                return InferredType(ValueKind.RESOURCE, name)
            case ValueKind.TABLES if name in self.layout.tables:
                return InferredType(ValueKind.TABLE, name)
            case ValueKind.MODEL if (base.name, name) in self.layout.nested:
                return InferredType(ValueKind.MODEL, self.layout.nested[base.name, name])
            case ValueKind.MODEL | ValueKind.ROW if name == "extra":
                return InferredType(ValueKind.MAPPING, result=base)
        return None

    def _member(self, value: ast.expr, name: str) -> InferredType | None:
        """Return the type of `self.name` or `cls.name` in the enclosing class."""
        is_own = isinstance(value, ast.Name) and value.id in ("self", "cls") and self.classes
        return self.members.get((self.classes[-1], name)) if is_own else None

    def _call(self, call: ast.Call) -> InferredType | None:
        match call.func:
            case ast.Name(id="cast"):
                return self.from_annotation(call.args[0]) if call.args else None
            case ast.Name(id=name) | ast.Attribute(attr=name) if name in _PASS_THROUGH and call.args:
                argument = self.infer(call.args[0])
                # `str` also has a method `replace`
                return argument if argument is not None and argument.kind is not ValueKind.TEXT else None
            case ast.Attribute(value=value, attr=name):
                base = self.infer(value)
                if base is not None and base.kind in (ValueKind.TABLE, ValueKind.RESOURCE):
                    return self._response(base, name)
                if base is not None and base.kind is ValueKind.CLASS and name in ("from_dict", "from_json"):
                    return base.result
                if base is not None and base.kind in (ValueKind.MODEL, ValueKind.ROW) and name == "to_dict":
                    return InferredType(ValueKind.MAPPING, result=base)
                function = self._member(value, name) or self._attribute(base, name)
            case _:
                function = self.infer(call.func)
        return (
            function.result if function is not None and function.kind in (ValueKind.CLASS, ValueKind.FUNCTION) else None
        )

    def _response(self, resource: InferredType, method: str) -> InferredType | None:
        """Return the type of what a method of a resource returns."""
        method = "list_after" if method in ("iterate", "pages") else method
        group = "dynamic_table_entities" if resource.kind is ValueKind.TABLE else resource.name
        model = self.layout.returns.get((group, method))
        if model == ROW_SCHEMA and resource.kind is ValueKind.TABLE:
            return InferredType(ValueKind.ROW, resource.name)
        return InferredType(ValueKind.MODEL, model) if model else None
