"""Find the references to a generated package in a consumer's file: attributes, keywords, texts and tables."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from .layout import PackageLayout, PackagePart, Part
from .names import FileNames, is_from
from .positions import SourcePositions

Position = tuple[int, int]


class Role(Enum):
    """How a reference uses its name."""

    READ = auto()  # an attribute is read
    WRITE = auto()  # an attribute is written
    TEXT = auto()  # a string, a key of a mapping or a keyword is a wire name or a Python name
    KEY = auto()  # a string is a key in a keyword argument `name` of a model
    VALUE = auto()  # `value` is compared with or assigned to `name`
    LITERAL = auto()  # `value` is a member of a Literal type
    IMPORT = auto()  # a table's module or a name of the package is imported
    TABLE_NAME = auto()  # a string is the wire name of a table
    ARGUMENT = auto()  # `value` is an argument of a method of the client


@dataclass(frozen=True)
class Reference:
    """One reference to something that may belong to the generated package.

    Attributes:
        role: How the name is used.
        name: The name, or an empty string if only `value` is known.
        base: The part of the package that the name belongs to, or None if it is unknown.
        line: The line, from 1.
        column: The column in characters, from 1.
        value: The text compared with, assigned or passed; for a table name, the method that it is passed to.
        anchor: The position of the attribute or keyword that a type checker resolves; None if no type checker can
            tell what the reference refers to.
    """

    role: Role
    name: str
    base: PackagePart | None
    line: int
    column: int
    value: str = ""
    anchor: Position | None = None


def find_references(
    tree: ast.Module, text: str, layout: PackageLayout, is_relevant: Callable[[str], bool]
) -> list[Reference]:
    """Return the references in a file, in order.

    Args:
        tree: The syntax tree of `text`.
        text: The source code.
        layout: The layout of the generated package.
        is_relevant: Whether a name or a value is of interest; references to all others are left out.

    Raises:
        RecursionError: If the code is nested too deeply.
    """
    visitor = _ReferenceVisitor(FileNames(tree, layout), layout, SourcePositions(text), is_relevant)
    visitor.visit(tree)
    return sorted(visitor.found, key=lambda found: (found.line, found.column, found.name, found.value))


class _ReferenceVisitor(ast.NodeVisitor):
    def __init__(
        self, names: FileNames, layout: PackageLayout, positions: SourcePositions, is_relevant: Callable[[str], bool]
    ) -> None:
        self.names = names
        self.layout = layout
        self.positions = positions
        self.is_relevant = is_relevant
        self.found: set[Reference] = set()

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            self.add_table_module(alias.name, alias)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        if is_from(node, self.layout.package):
            self.add_table_module(node.module or "", node)
            for alias in node.names:
                self.add_table_module(f"{node.module}.{alias.name}", alias)
                self.add(Role.IMPORT, alias.name, None, self.positions.imported_name(alias.name, alias))

    def visit_Assign(self, node: ast.Assign) -> None:
        for target in node.targets:
            self.add_values_of(target, [node.value])
        self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if isinstance(node.target, ast.Attribute):  # it is read as well as written
            self.add_attribute(node.target, Role.READ)
        self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        self.add_attribute(node, Role.READ if isinstance(node.ctx, ast.Load) else Role.WRITE)
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str):
            self.add(Role.TEXT, node.value, None, self.positions.start(node))

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):  # a docstring refers to nothing
            self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        self.generic_visit(node)
        called = self.names.part(node.func)
        keywords = {keyword.arg: keyword for keyword in node.keywords if keyword.arg is not None}
        if called is None:
            takes_listed = self.add_method_call(node)
            for name, keyword in keywords.items():  # perhaps of a helper, such as `dict` or `replace`
                self.add(Role.TEXT, name, None, self.positions.start(keyword))
                self.add_values(name, None, [] if takes_listed else [keyword.value])
        elif called.part in (Part.MODEL, Part.ROW):
            for name, keyword in keywords.items():
                start = self.positions.start(keyword)
                self.add(Role.WRITE, name, called, start, anchor=start)
                self.add_values(name, called, [keyword.value])
                self.add_keys(keyword.value, called, name)

    def visit_Dict(self, node: ast.Dict) -> None:
        for name, _, value in _items(node):
            self.add_values(name, None, [value])
        self.generic_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        if isinstance(node.value, ast.Name | ast.Attribute) and ast.unparse(node.value).endswith("Literal"):
            for text, position in self.texts(node.slice):
                self.add(Role.LITERAL, "", None, position, value=text)
        self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> None:
        sides = [node.left, *node.comparators]
        for side in sides:
            self.add_values_of(side, [other for other in sides if other is not side])
        self.generic_visit(node)

    def visit_Match(self, node: ast.Match) -> None:
        self.add_values_of(node.subject, [case.pattern for case in node.cases])
        self.generic_visit(node)

    def visit_MatchClass(self, node: ast.MatchClass) -> None:
        base = self.names.part(node.cls)
        if base is None or base.part in (Part.MODEL, Part.ROW):
            for name, pattern in zip(node.kwd_attrs, node.kwd_patterns, strict=True):
                # A type checker accepts a class pattern with any attribute.
                self.add(Role.READ, name, base, self.positions.pattern_keyword(name, pattern))
                self.add_values(name, base, [pattern])
        self.generic_visit(node)

    def add(
        self,
        role: Role,
        name: str,
        base: PackagePart | None,
        position: Position,
        *,
        value: str = "",
        anchor: Position | None = None,
    ) -> None:
        if self.is_relevant(name) or self.is_relevant(value):
            self.found.add(Reference(role, name, base, *position, value, anchor))

    def add_attribute(self, node: ast.Attribute, role: Role) -> None:
        position = self.positions.attribute_name(node)
        self.add(role, node.attr, self.names.part(node.value), position, anchor=position)

    def add_table_module(self, path: str, node: ast.Import | ast.ImportFrom | ast.alias) -> None:
        """Add a reference if a dotted path names a table's module."""
        match path.split("."):
            case [self.layout.package, "tables", table] if table in self.layout.tables:
                self.add(Role.IMPORT, table, None, self.positions.imported_name(table, node))

    def add_method_call(self, node: ast.Call) -> bool:
        """Add the wire names and values among the arguments of a method.

        Returns:
            Whether the method is one of a resource that takes the names of one of the account's lists.
        """
        if not isinstance(node.func, ast.Attribute):
            return False
        method, resource = node.func.attr, self.names.last_name(node.func.value)
        keywords = {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
        if method == "find_by_field":
            given = [*node.args, *(keywords[key] for key in ("field", "value") if key in keywords)]
            for name, _ in self.texts(given[0]) if len(given) > 1 else ():
                self.add_values(name, PackagePart(Part.MODEL, "Contact"), given[1:2])
        if resource in self.layout.argument_lists:
            for argument in (*node.args, *keywords.values()):
                for text, position in self.texts(argument):
                    self.add(Role.ARGUMENT, resource, None, position, value=text)
        if resource == "dynamic_table_entities":
            for table in (*node.args[:1], *([keywords["table_name"]] if "table_name" in keywords else [])):
                for text, position in self.texts(table):
                    self.add(Role.TABLE_NAME, text, None, position, value=method)
        return resource in self.layout.argument_lists

    def add_keys(self, node: ast.expr, base: PackagePart, name: str) -> None:
        """Add the keys of a mapping that is assigned to an attribute of a model."""
        for key, position_of, _ in _items(node) if isinstance(node, ast.Dict) else ():
            self.add(Role.KEY, key, base, self.positions.start(position_of), value=name)

    def add_values_of(self, node: ast.expr, others: Iterable[ast.AST]) -> None:
        """Add the texts that an attribute or an item is compared with or assigned."""
        match node:
            case ast.Attribute(value=value, attr=name):
                self.add_values(name, self.names.part(value), others, self.positions.attribute_name(node))
            case ast.Subscript(slice=ast.Constant(value=str(name))):
                self.add_values(name, None, others)

    def add_values(
        self, name: str, base: PackagePart | None, nodes: Iterable[ast.AST], anchor: Position | None = None
    ) -> None:
        for text, position in (found for node in nodes for found in self.texts(node)):
            self.add(Role.VALUE, name, base, position, value=text, anchor=anchor)

    def texts(self, node: ast.AST) -> Iterator[tuple[str, Position]]:
        """Yield the texts that an expression or a pattern may stand for or contain, each with its position."""
        match node:
            case ast.Constant(value=str(text)):
                yield text, self.positions.start(node)
            case ast.Constant(value=int(number)) if number is not True and number is not False:
                yield str(number), self.positions.start(node)
            case ast.Name(id=name) if self.names.texts.get(name):
                yield self.names.texts[name], self.positions.start(node)
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
