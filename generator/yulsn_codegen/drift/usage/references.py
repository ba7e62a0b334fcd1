"""Find the references to a generated package in a consumer's file: attributes, keywords, texts and tables."""

# ruff: noqa: N802  (ast.NodeVisitor requires these names)
from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from .bindings import BindingVisitor
from .inference import OTHER, InferredType, TypeInference, ValueKind
from .layout import PackageLayout
from .positions import SourcePositions


class Role(Enum):
    """How a reference uses its name."""

    READ = auto()  # an attribute is read
    WRITE = auto()  # an attribute is written
    KEY = auto()  # a string is a wire name
    VALUE = auto()  # `value` is compared with or assigned to `name`
    LITERAL = auto()  # `value` is a member of a Literal type
    TABLE_NAME = auto()  # a string is the wire name of a table
    ARGUMENT = auto()  # `value` is an argument of a method of the client


@dataclass(frozen=True)
class Reference:
    """One reference to something that may belong to the generated package.

    Attributes:
        role: How the name is used.
        name: The name, or an empty string if only `value` is known.
        base: The type of the object that the name belongs to, or None if it is unknown.
        line: The line, from 1.
        column: The column in characters, from 1.
        value: The text compared with, assigned or passed; for a table name, the method that it is passed to.
    """

    role: Role
    name: str
    base: InferredType | None
    line: int
    column: int
    value: str = ""


def find_references(tree: ast.Module, text: str, layout: PackageLayout) -> list[Reference]:
    """Return the references in a file, in order.

    Args:
        tree: The syntax tree of `text`.
        text: The source code.
        layout: The layout of the generated package.

    Raises:
        RecursionError: If the code is nested too deeply.
    """
    types = TypeInference(layout)
    BindingVisitor(types).visit(tree)  # bind names that are used before their definition
    visitor = _ReferenceVisitor(types, SourcePositions(text))
    visitor.visit(tree)
    return sorted(
        visitor.found, key=lambda reference: (reference.line, reference.column, reference.name, reference.value)
    )


class _ReferenceVisitor(BindingVisitor):
    def __init__(self, types: TypeInference, positions: SourcePositions) -> None:
        super().__init__(types)
        self.positions = positions
        self.found: set[Reference] = set()

    def visit_Import(self, node: ast.Import) -> None:
        super().visit_Import(node)
        for alias in node.names:
            self.add_table_module(alias.name, alias)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        super().visit_ImportFrom(node)
        if self.is_from_package(node):
            self.add_table_module(node.module or "", node)
            for alias in node.names:
                self.add_table_module(f"{node.module}.{alias.name}", alias)

    def visit_Assign(self, node: ast.Assign) -> None:
        super().visit_Assign(node)
        for target in node.targets:
            if isinstance(target, ast.Attribute):
                self.add_values_of(target, [node.value])

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if isinstance(node.target, ast.Attribute):  # it is read as well as written
            self.visit_Attribute(ast.Attribute(**{**vars(node.target), "ctx": ast.Load()}))
        self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        base = self.types.infer(node.value)
        position = self.positions.attribute_name(node)
        if base is None or base.kind in (ValueKind.TABLES, ValueKind.TABLE, ValueKind.MODEL, ValueKind.ROW):
            self.add(Role.READ if isinstance(node.ctx, ast.Load) else Role.WRITE, node.attr, base, position)
        elif base.kind is ValueKind.MODULE and base.name == f"{self.types.layout.package}.tables":
            self.add(Role.READ, node.attr, InferredType(ValueKind.TABLES), position)
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        self.generic_visit(node)
        called = self.types.infer(node.func)
        if called is not None and called.kind is ValueKind.CLASS:
            self.add_keywords(node, called.result)
            return
        match node.func:
            case ast.Attribute(attr="replace" | "__replace__") | ast.Name(id="replace") if node.args:
                self.add_keywords(node, self.types.infer(node.args[0]))
            case ast.Name(id="getattr" | "hasattr" | "setattr" | "delattr" as name) if len(node.args) > 1:
                base, attribute = self.types.infer(node.args[0]), node.args[1]
                if isinstance(attribute, ast.Constant) and isinstance(attribute.value, str) and base != OTHER:
                    role = Role.READ if name in ("getattr", "hasattr") else Role.WRITE
                    self.add(role, attribute.value, base, self.positions.start(attribute))
            case ast.Attribute(value=value, attr=name):
                self.add_method_call(node, self.types.infer(value), name)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        base = self.types.infer(node.value)
        unknown_extra = base is None and isinstance(node.value, ast.Attribute) and node.value.attr == "extra"
        if unknown_extra or (base is not None and base.kind is ValueKind.MAPPING):
            self.add_keys(node.slice, base.result if base is not None else None)
        if isinstance(node.value, ast.Name | ast.Attribute) and ast.unparse(node.value).endswith("Literal"):
            for text, position in self.texts(node.slice):
                self.add(Role.LITERAL, "", None, position, value=text)
        self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> None:
        sides = [node.left, *node.comparators]
        for side in sides:
            if isinstance(side, ast.Attribute):
                self.add_values_of(side, [other for other in sides if other is not side])
        self.generic_visit(node)

    def visit_Match(self, node: ast.Match) -> None:
        if isinstance(node.subject, ast.Attribute):
            self.add_values_of(node.subject, [case.pattern for case in node.cases])
        self.generic_visit(node)

    def visit_MatchClass(self, node: ast.MatchClass) -> None:
        matched = self.types.infer(node.cls)
        base = matched.result if matched is not None else None
        if base is not None and base.kind in (ValueKind.MODEL, ValueKind.ROW):
            for name, pattern in zip(node.kwd_attrs, node.kwd_patterns, strict=True):
                self.add(Role.READ, name, base, self.positions.pattern_keyword(name, pattern))
                self.add_values(name, base, [pattern])
        self.generic_visit(node)

    def add(
        self, role: Role, name: str, base: InferredType | None, position: tuple[int, int], *, value: str = ""
    ) -> None:
        self.found.add(Reference(role, name, base, *position, value))

    def add_table_module(self, path: str, node: ast.Import | ast.ImportFrom | ast.alias) -> None:
        """Add a reference if a dotted path names a table's module."""
        match path.split("."):
            case [self.types.layout.package, "tables", table] if table in self.types.layout.tables:
                position = self.positions.imported_name(table, node)
                self.add(Role.READ, table, InferredType(ValueKind.TABLES), position)

    def add_method_call(self, node: ast.Call, base: InferredType | None, method: str) -> None:
        """Add the wire names and values among the arguments of a method."""
        keywords = {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
        if base is not None and base.kind is ValueKind.CLASS and method == "from_dict":
            for argument in node.args:
                self.add_items(argument, base.result)
        elif base is not None and base.kind is ValueKind.MAPPING and method in ("get", "pop") and node.args:
            self.add_keys(node.args[0], base.result)
        elif method == "find_by_field":
            given = [*node.args, *(keywords[key] for key in ("field", "value") if key in keywords)]
            contact = InferredType(ValueKind.MODEL, "Contact")
            for field in given[:1]:
                self.add_keys(field, contact)
            if len(given) > 1:
                for name, _ in self.texts(given[0]):
                    self.add_values(name, contact, given[1:2])
        elif base is not None and base.kind is ValueKind.RESOURCE:
            for argument in (*node.args, *keywords.values()):
                for text, position in self.texts(argument):
                    self.add(Role.ARGUMENT, base.name, base, position, value=text)
            tables = [*node.args[:1], *([keywords["table_name"]] if "table_name" in keywords else [])]
            for text, position in (found for table in tables for found in self.texts(table)):
                self.add(Role.TABLE_NAME, text, base, position, value=method)

    def add_keywords(self, node: ast.Call, base: InferredType | None) -> None:
        """Add the attributes that a call sets on a model by keyword, or with `**` and a literal mapping."""
        if base is None or base.kind not in (ValueKind.MODEL, ValueKind.ROW):
            return
        for keyword in node.keywords:
            if keyword.arg is not None:
                self.add(Role.WRITE, keyword.arg, base, self.positions.start(keyword))
                self.add_values(keyword.arg, base, [keyword.value])
                self.add_items(keyword.value, base)
            elif isinstance(keyword.value, ast.Dict):
                for name, key, value in _items(keyword.value):
                    self.add(Role.WRITE, name, base, self.positions.start(key))
                    self.add_values(name, base, [value])

    def add_items(self, node: ast.expr, base: InferredType | None) -> None:
        """Add the keys of a literal mapping, which are wire names, and their values."""
        if isinstance(node, ast.Dict):
            for name, key, value in _items(node):
                self.add_keys(key, base)
                self.add_values(name, base, [value])

    def add_keys(self, node: ast.expr, base: InferredType | None) -> None:
        for text, position in self.texts(node):
            self.add(Role.KEY, text, base, position)

    def add_values_of(self, node: ast.Attribute, others: Iterable[ast.AST]) -> None:
        """Add the texts that an attribute is compared with or assigned."""
        base = self.types.infer(node.value)
        if base is None or base.kind in (ValueKind.MODEL, ValueKind.ROW):
            self.add_values(node.attr, base, others)

    def add_values(self, name: str, base: InferredType | None, nodes: Iterable[ast.AST]) -> None:
        for text, position in (found for node in nodes for found in self.texts(node)):
            self.add(Role.VALUE, name, base, position, value=text)

    def texts(self, node: ast.AST) -> Iterator[tuple[str, tuple[int, int]]]:
        """Yield the texts that an expression or a pattern may stand for or contain, each with its position."""
        match node:
            case ast.Constant(value=str(text)):
                yield text, self.positions.start(node)
            case ast.Constant(value=int(number)) if number is not True and number is not False:
                yield str(number), self.positions.start(node)
            case ast.Name():
                inferred = self.types.infer(node)
                if inferred is not None and inferred.kind is ValueKind.TEXT:
                    yield inferred.name, self.positions.start(node)
            case ast.IfExp(body=body, orelse=other):
                yield from self.texts(body)
                yield from self.texts(other)
            case ast.Tuple(elts=nodes) | ast.List(elts=nodes) | ast.Set(elts=nodes) | ast.BoolOp(values=nodes):
                for inner in nodes:
                    yield from self.texts(inner)
            case ast.MatchValue() | ast.MatchOr() | ast.MatchAs() | ast.MatchSequence():
                for child in ast.iter_child_nodes(node):
                    yield from self.texts(child)


def _items(node: ast.Dict) -> Iterator[tuple[str, ast.expr, ast.expr]]:
    """Yield the literal string keys of a mapping, each with its node and its value."""
    for key, value in zip(node.keys, node.values, strict=True):
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            yield key.value, key, value
