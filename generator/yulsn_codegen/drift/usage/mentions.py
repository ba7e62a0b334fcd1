"""A consumer's Python goes in, its mentions of the generated package come out: attributes, keywords, texts, tables."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from .holdings import OTHER, Holding, Kind, Scopes, Shape


class Role(Enum):
    """How a name is mentioned."""

    READ = auto()
    WRITE = auto()
    KEY = auto()  # a wire name, as text
    VALUE = auto()  # `name` stands beside `value`, a text
    LITERAL = auto()  # `value` is one of the texts of a Literal type
    TABLE_NAME = auto()  # a table's wire name, as text
    LISTED = auto()  # `value` is a text among a call's arguments


@dataclass(frozen=True)
class Mention:
    """One mention; the column counts characters from 1.

    holder: what the name belongs to, None if that is not known. value: the text that is meant, beside or instead of the
    name; where that is a table's, the method that it is given to.
    """

    role: Role
    name: str
    holder: Holding | None
    line: int
    column: int
    value: str = ""


def mentions(tree: ast.Module, text: str, shape: Shape) -> list[Mention]:
    """Return the mentions in a file, in order; raises RecursionError for one that is nested very deeply.

    tree: what `text` was parsed to.
    """
    reader = _Reader(shape, re.split("\r\n|\r|\n", text))
    reader.visit(tree)  # once for what is defined further down, and once for the mentions
    reader.found.clear()
    reader.visit(tree)
    return sorted(reader.found, key=lambda mention: (mention.line, mention.column, mention.name, mention.value))


class _Reader:
    def __init__(self, shape: Shape, lines: list[str]) -> None:
        self.shape = shape
        self.scopes = Scopes(shape)
        self.lines = lines
        self.found: set[Mention] = set()

    def visit(self, node: ast.AST) -> None:
        match node:
            case ast.Import():
                self.import_(node)
            case ast.ImportFrom():
                self.import_from(node)
            case ast.Assign():
                self.assign(node)
            case ast.AnnAssign():
                self.annotated(node)
            case ast.AugAssign():
                self.augmented(node)
            case ast.NamedExpr():
                self.named(node)
            case ast.For() | ast.AsyncFor():
                self.loop(node)
            case ast.With() | ast.AsyncWith():
                self.with_(node)
            case ast.ClassDef():
                self.class_(node)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self.definition(node)
            case ast.Lambda():
                self.function(node)
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
                self.comprehension(node)
            case ast.Attribute():
                self.attribute(node)
            case ast.Call():
                self.call(node)
            case ast.Subscript():
                self.subscript(node)
            case ast.Compare():
                self.comparison(node)
            case ast.Match():
                self.match(node)
            case ast.MatchClass():
                self.class_pattern(node)
            case _:
                self.children(node)

    def children(self, node: ast.AST) -> None:
        for child in ast.iter_child_nodes(node):
            self.visit(child)

    def import_(self, node: ast.Import) -> None:
        for alias in node.names:
            top = alias.name.partition(".")[0]
            path = alias.name if alias.asname else top
            held = Holding(Kind.MODULE, path) if top == self.shape.package else OTHER
            self.scopes.names[-1][alias.asname or top] = held
            self.imported(alias.name, alias)

    def import_from(self, node: ast.ImportFrom) -> None:
        module = node.module or ""
        if node.level or module.partition(".")[0] != self.shape.package:
            for alias in node.names:  # what begins with a capital is taken for a class
                other = Holding(Kind.CLASS, alias.name, OTHER) if alias.name[:1].isupper() else None
                self.scopes.names[-1][alias.asname or alias.name] = other
            return
        self.imported(module, node)
        for alias in node.names:
            self.scopes.names[-1][alias.asname or alias.name] = self.shape.resolve(f"{module}.{alias.name}")
            self.imported(f"{module}.{alias.name}", alias)

    def imported(self, path: str, node: ast.Import | ast.ImportFrom | ast.alias) -> None:
        parts = path.split(".")
        if len(parts) == 3 and parts[:2] == [self.shape.package, "tables"] and parts[2] in self.shape.tables:
            self.mention(Role.READ, parts[2], Holding(Kind.TABLES), node.lineno, self.column_of(parts[2], node))

    def assign(self, node: ast.Assign) -> None:
        self.visit(node.value)
        for target in node.targets:
            self.visit(target)
            self.scopes.bind(target, self.scopes.holds(node.value), node.value)
            if isinstance(target, ast.Attribute):
                self.beside(target, [node.value])

    def annotated(self, node: ast.AnnAssign) -> None:
        self.children(node)
        self.scopes.bind(node.target, self.scopes.annotated(node.annotation) or self.scopes.holds(node.value))

    def named(self, node: ast.NamedExpr) -> None:
        self.visit(node.value)
        self.scopes.bind(node.target, self.scopes.holds(node.value))

    def loop(self, node: ast.For | ast.AsyncFor) -> None:
        self.visit(node.iter)
        self.scopes.bind(node.target, self.scopes.holds(node.iter), node.iter)
        for statement in (*node.body, *node.orelse):
            self.visit(statement)

    def with_(self, node: ast.With | ast.AsyncWith) -> None:
        for item in node.items:
            self.visit(item.context_expr)
            if item.optional_vars is not None:
                self.scopes.bind(item.optional_vars, self.scopes.holds(item.context_expr))
        for statement in node.body:
            self.visit(statement)

    def class_(self, node: ast.ClassDef) -> None:
        bases = [self.scopes.holds(base) for base in node.bases]
        inherited = next((base.result for base in bases if base is not None and base.kind is Kind.CLASS), OTHER)
        self.scopes.names[-1][node.name] = Holding(Kind.CLASS, node.name, inherited)
        self.scopes.classes.append(node.name)
        self.scopes.names.append({"self": inherited})
        self.children(node)
        self.scopes.names.pop()
        self.scopes.classes.pop()

    def definition(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        held = Holding(Kind.FUNCTION, node.name, self.scopes.annotated(node.returns))
        self.scopes.names[-1][node.name] = held
        if self.scopes.classes:
            self.scopes.owned[self.scopes.classes[-1], node.name] = held
        self.function(node)

    def function(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> None:
        given = node.args
        every = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
        scope = {item.arg: self.scopes.annotated(item.annotation) for item in every if item is not None}
        if self.scopes.classes and scope.get("self", OTHER) is None:
            del scope["self"]
        self.scopes.names.append(scope)
        self.children(node)
        self.scopes.names.pop()

    def comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> None:
        self.scopes.names.append({})
        for generator in node.generators:
            self.visit(generator.iter)
            self.scopes.bind(generator.target, self.scopes.holds(generator.iter), generator.iter)
            for condition in generator.ifs:
                self.visit(condition)
        for part in (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,):
            self.visit(part)
        self.scopes.names.pop()

    # mentions

    def attribute(self, node: ast.Attribute) -> None:
        base = self.scopes.holds(node.value)
        line, column = self.end(node)
        if base is None or base.kind in (Kind.TABLES, Kind.TABLE, Kind.MODEL, Kind.ROW):
            role = Role.READ if isinstance(node.ctx, ast.Load) else Role.WRITE
            self.mention(role, node.attr, base, line, column)
        elif base.kind is Kind.MODULE and base.name == f"{self.shape.package}.tables":
            self.mention(Role.READ, node.attr, Holding(Kind.TABLES), line, column)
        self.children(node)

    def augmented(self, node: ast.AugAssign) -> None:
        if isinstance(node.target, ast.Attribute):
            self.attribute(ast.Attribute(**{**vars(node.target), "ctx": ast.Load()}))
        self.children(node)

    def call(self, node: ast.Call) -> None:
        self.children(node)
        made = self.scopes.holds(node.func)
        if made is not None and made.kind is Kind.CLASS:
            self.keywords(node, made.result)
            return
        match node.func:
            case ast.Attribute(attr="replace" | "__replace__") | ast.Name(id="replace") if node.args:
                self.keywords(node, self.scopes.holds(node.args[0]))
            case ast.Name(id="getattr" | "hasattr" | "setattr" | "delattr" as name) if len(node.args) > 1:
                base, named = self.scopes.holds(node.args[0]), node.args[1]
                if isinstance(named, ast.Constant) and isinstance(named.value, str) and base != OTHER:
                    role = Role.READ if name in ("getattr", "hasattr") else Role.WRITE
                    self.mention(role, named.value, base, *self.start(named))
            case ast.Attribute(value=value, attr=name):
                self.method(node, self.scopes.holds(value), name)

    def method(self, node: ast.Call, base: Holding | None, name: str) -> None:
        arguments = {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
        if base is not None and base.kind is Kind.CLASS and name == "from_dict":
            for argument in node.args:
                self.entries(argument, base.result)
        elif base is not None and base.kind is Kind.MAPPING and name in ("get", "pop") and node.args:
            self.key(node.args[0], base.result)
        elif name == "find_by_field":
            given = [*node.args, *(arguments[key] for key in ("field", "value") if key in arguments)]
            contact = Holding(Kind.MODEL, "Contact")
            for named in given[:1]:
                self.key(named, contact)
            if len(given) > 1:
                for name, _ in self.texts(given[0]):
                    self.values(name, contact, given[1:2])
        elif base is not None and base.kind is Kind.RESOURCE:
            for argument in (*node.args, *arguments.values()):
                for text, place in self.texts(argument):
                    self.mention(Role.LISTED, base.name, base, *place, value=text)
            tables = [*node.args[:1], *([arguments["table_name"]] if "table_name" in arguments else [])]
            for text, place in (found for table in tables for found in self.texts(table)):
                self.mention(Role.TABLE_NAME, text, base, *place, value=name)

    def keywords(self, node: ast.Call, held: Holding | None) -> None:
        """Mention what a call sets on a model by keyword, also by a mapping that is written out."""
        if held is None or held.kind not in (Kind.MODEL, Kind.ROW):
            return
        for keyword in node.keywords:
            if keyword.arg is not None:
                self.mention(Role.WRITE, keyword.arg, held, *self.start(keyword))
                self.values(keyword.arg, held, [keyword.value])
                self.entries(keyword.value, held)
            elif isinstance(keyword.value, ast.Dict):
                for key, value in zip(keyword.value.keys, keyword.value.values, strict=True):
                    if isinstance(key, ast.Constant) and isinstance(key.value, str):
                        self.mention(Role.WRITE, key.value, held, *self.start(key))
                        self.values(key.value, held, [value])

    def entries(self, node: ast.expr, held: Holding | None) -> None:
        """Mention the keys and values of a mapping by wire name."""
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    self.key(key, held)
                    self.values(key.value, held, [value])

    def subscript(self, node: ast.Subscript) -> None:
        held = self.scopes.holds(node.value)
        unknown = held is None and isinstance(node.value, ast.Attribute) and node.value.attr == "extra"
        if unknown or (held is not None and held.kind is Kind.MAPPING):
            self.key(node.slice, held.result if held is not None else None)
        if isinstance(node.value, ast.Name | ast.Attribute) and ast.unparse(node.value).endswith("Literal"):
            for text, place in self.texts(node.slice):
                self.mention(Role.LITERAL, "", None, *place, value=text)
        self.children(node)

    def comparison(self, node: ast.Compare) -> None:
        sides = [node.left, *node.comparators]
        for side in sides:
            if isinstance(side, ast.Attribute):
                self.beside(side, [other for other in sides if other is not side])
        self.children(node)

    def match(self, node: ast.Match) -> None:
        if isinstance(node.subject, ast.Attribute):
            self.beside(node.subject, [case.pattern for case in node.cases])
        self.children(node)

    def class_pattern(self, node: ast.MatchClass) -> None:
        held = self.scopes.holds(node.cls)
        if held is not None and held.result is not None and held.result.kind in (Kind.MODEL, Kind.ROW):
            for name, pattern in zip(node.kwd_attrs, node.kwd_patterns, strict=True):
                line, column = self.start(pattern)
                before = self.lines[line - 1][: column - 1]
                at = before.rfind(name)  # a pattern does not tell where its name stands
                self.mention(Role.READ, name, held.result, line, at + 1 if at >= 0 else column)
                self.values(name, held.result, [pattern])
        self.children(node)

    def beside(self, node: ast.Attribute, others: Iterable[ast.AST]) -> None:
        held = self.scopes.holds(node.value)
        if held is None or held.kind in (Kind.MODEL, Kind.ROW):
            self.values(node.attr, held, others)

    def values(self, name: str, held: Holding | None, nodes: Iterable[ast.AST]) -> None:
        for text, place in (found for node in nodes for found in self.texts(node)):
            self.mention(Role.VALUE, name, held, *place, value=text)

    def key(self, node: ast.expr, held: Holding | None) -> None:
        for text, place in self.texts(node):
            self.mention(Role.KEY, text, held, *place)

    def texts(self, node: ast.AST) -> Iterator[tuple[str, tuple[int, int]]]:
        """Yield the texts that an expression may be or hold, each with its place."""
        match node:
            case ast.Constant(value=str(text)):
                yield text, self.start(node)
            case ast.Constant(value=int(number)) if number is not True and number is not False:
                yield str(number), self.start(node)
            case ast.Name():
                held = self.scopes.holds(node)
                if held is not None and held.kind is Kind.TEXT:
                    yield held.name, self.start(node)
            case ast.IfExp(body=body, orelse=other):
                yield from self.texts(body)
                yield from self.texts(other)
            case ast.Tuple(elts=nodes) | ast.List(elts=nodes) | ast.Set(elts=nodes) | ast.BoolOp(values=nodes):
                for inner in nodes:
                    yield from self.texts(inner)
            case ast.MatchValue() | ast.MatchOr() | ast.MatchAs() | ast.MatchSequence():
                for child in ast.iter_child_nodes(node):
                    yield from self.texts(child)

    def mention(
        self, role: Role, name: str, holder: Holding | None, line: int, column: int, *, value: str = ""
    ) -> None:
        self.found.add(Mention(role, name, holder, line, column, value))

    # places

    def start(self, node: ast.expr | ast.keyword | ast.pattern) -> tuple[int, int]:
        return node.lineno, self.column(node.lineno, node.col_offset)

    def end(self, node: ast.Attribute) -> tuple[int, int]:
        """Return where the attribute's name stands, after whatever it is an attribute of."""
        line = node.end_lineno or node.lineno
        column = max(self.column(line, node.end_col_offset or 0) - len(node.attr), 1)
        text = self.lines[line - 1] if line <= len(self.lines) else ""
        # before Python 3.12 the places inside of an f-string are not exact
        return line, column if text.startswith(node.attr, column - 1) else max(text.find(f".{node.attr}") + 2, 1)

    def column(self, line: int, offset: int) -> int:
        """Return the column, in characters from 1, of what `ast` gives as an offset in bytes."""
        text = self.lines[line - 1] if line <= len(self.lines) else ""
        return len(text.encode("utf-8", "surrogatepass")[:offset].decode("utf-8", "replace")) + 1

    def column_of(self, name: str, node: ast.Import | ast.ImportFrom | ast.alias) -> int:
        start = self.column(node.lineno, node.col_offset)
        text = self.lines[node.lineno - 1] if node.lineno <= len(self.lines) else ""
        return max(text.find(name, start - 1) + 1, start)
