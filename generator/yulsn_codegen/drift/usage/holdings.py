"""What a consumer's expressions hold of the generated package: nodes of a syntax tree go in, `Holding`s come out.

It is followed as far as one file tells without being run: imports, annotations, assignments, loops and the client's own
calls. What cannot be told is None, and not ruled out.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

ROW = "TableEntity"  # the description's name for what a table's entries are


class Kind(Enum):
    """What an expression holds."""

    MODULE = auto()  # name: its dotted path
    CLASS = auto()  # result: what its instances are
    FUNCTION = auto()  # result: what it returns
    CLIENT = auto()
    TABLES = auto()
    TABLE = auto()  # name: the table's attribute; its resource
    RESOURCE = auto()  # name: the resource's attribute
    MODEL = auto()  # name: the class; one instance, or many
    ROW = auto()  # name: the table's attribute; an instance of one of its classes, or many
    MAPPING = auto()  # result: the model whose properties it has by wire name
    TEXT = auto()  # name: the text
    OTHER = auto()  # something that is not the package's


@dataclass(frozen=True)
class Holding:
    """What an expression holds; lists and iterators hold what their items are."""

    kind: Kind
    name: str = ""
    result: Holding | None = None


OTHER = Holding(Kind.OTHER)
# functions that return what their first argument holds, or its items
_SAME = frozenset(
    {"anext", "copy", "deepcopy", "iter", "list", "next", "replace", "reversed", "set", "sorted", "tuple"}
)


@dataclass(frozen=True)
class Shape:
    """What of the generated package must be known to follow it.

    owners: per model class its owner, empty for none; parts: the model class that an attribute of one holds;
    returns: the model class that a resource's method returns or iterates over; tables: the attributes of the tables.
    listed: per model class and attribute the list of the account that its values are from; asked: per resource the list
    that some of its arguments are from.
    """

    package: str
    owners: Mapping[str, str]
    parts: Mapping[tuple[str, str], str]
    returns: Mapping[tuple[str, str], str]
    resources: frozenset[str]
    tables: frozenset[str]
    listed: Mapping[tuple[str, str], str]
    asked: Mapping[str, str]

    def resolve(self, path: str) -> Holding:
        """Return what a dotted path into modules holds."""
        parts = path.split(".")
        if parts[0] != self.package:
            return OTHER
        name = parts[-1]
        if name in ("Client", "AsyncClient"):
            return Holding(Kind.CLASS, name, Holding(Kind.CLIENT))
        if len(parts) > 2 and parts[1] == "models" and name in self.owners:
            return Holding(Kind.CLASS, name, Holding(Kind.MODEL, name))
        if len(parts) == 4 and parts[1] == "tables" and parts[2] in self.tables:
            made = Kind.TABLE if name.endswith("Table") else Kind.ROW
            return Holding(Kind.CLASS, name, Holding(made, parts[2]))
        return Holding(Kind.MODULE, path)


@dataclass
class Scopes:
    """The names of one file, in the order in which its statements bind them.

    owned: what the attributes of the file's own classes hold, by class and attribute; classes: those around a node.
    """

    shape: Shape
    names: list[dict[str, Holding | None]] = field(default_factory=lambda: [{}])
    owned: dict[tuple[str, str], Holding | None] = field(default_factory=dict)
    classes: list[str] = field(default_factory=list)

    def holds(self, node: ast.AST | None) -> Holding | None:
        match node:
            case ast.Constant(value=str(text)):
                return Holding(Kind.TEXT, text)
            case ast.Constant():
                return OTHER
            case ast.Name(id=name):
                return next((scope[name] for scope in reversed(self.names) if name in scope), None)
            case ast.Attribute(value=value, attr=name):
                return self.own(value, name) or self.attribute(self.holds(value), name)
            case ast.Call():
                return self.returned(node)
            case ast.Await(value=value) | ast.NamedExpr(value=value) | ast.Starred(value=value):
                return self.holds(value)
            case ast.Subscript(value=value):
                held = self.holds(value)
                return held if held is not None and held.kind in (Kind.MODEL, Kind.ROW) else None
            case ast.IfExp(body=body, orelse=other):
                return self.first(body, other)
            case ast.BoolOp(values=values) | ast.List(elts=values) | ast.Tuple(elts=values) | ast.Set(elts=values):
                return self.first(*values)
            case ast.ListComp(elt=item) | ast.SetComp(elt=item) | ast.GeneratorExp(elt=item):
                self.names.append({})
                self.bind_generators(node.generators)
                held = self.holds(item)
                self.names.pop()
                return held
        return None

    def first(self, *nodes: ast.expr) -> Holding | None:
        known = [held for held in map(self.holds, nodes) if held is not None]
        return next((held for held in known if held != OTHER), known[0] if known else None)

    def attribute(self, base: Holding | None, name: str) -> Holding | None:
        if base is None:
            if name == "tables":
                return Holding(Kind.TABLES)
            return Holding(Kind.RESOURCE, name) if name in self.shape.resources else None
        match base.kind:
            case Kind.MODULE:
                return self.shape.resolve(f"{base.name}.{name}")
            case Kind.CLIENT if name == "tables":
                return Holding(Kind.TABLES)
            case Kind.CLIENT if name in self.shape.resources:
                return Holding(Kind.RESOURCE, name)
            case Kind.TABLES if name in self.shape.tables:
                return Holding(Kind.TABLE, name)
            case Kind.MODEL if (base.name, name) in self.shape.parts:
                return Holding(Kind.MODEL, self.shape.parts[base.name, name])
            case Kind.MODEL | Kind.ROW if name == "extra":
                return Holding(Kind.MAPPING, result=base)
        return None

    def own(self, value: ast.expr, name: str) -> Holding | None:
        """Return what an attribute of the class around holds."""
        mine = isinstance(value, ast.Name) and value.id in ("self", "cls") and self.classes
        return self.owned.get((self.classes[-1], name)) if mine else None

    def returned(self, call: ast.Call) -> Holding | None:
        match call.func:
            case ast.Name(id="cast"):
                return self.annotated(call.args[0]) if call.args else None
            case ast.Name(id=name) | ast.Attribute(attr=name) if name in _SAME and call.args:
                held = self.holds(call.args[0])
                return held if held is not None and held.kind is not Kind.TEXT else None  # a text has a `replace` too
            case ast.Attribute(value=value, attr=name):
                base = self.holds(value)
                if base is not None and base.kind in (Kind.TABLE, Kind.RESOURCE):
                    return self.answer(base, name)
                if base is not None and base.kind is Kind.CLASS and name in ("from_dict", "from_json"):
                    return base.result
                if base is not None and base.kind in (Kind.MODEL, Kind.ROW) and name == "to_dict":
                    return Holding(Kind.MAPPING, result=base)
                function = self.own(value, name) or self.attribute(base, name)
            case _:
                function = self.holds(call.func)
        return function.result if function is not None and function.kind in (Kind.CLASS, Kind.FUNCTION) else None

    def answer(self, resource: Holding, method: str) -> Holding | None:
        """Return what a call of the client answers with."""
        method = "list_after" if method in ("iterate", "pages") else method
        group = "dynamic_table_entities" if resource.kind is Kind.TABLE else resource.name
        model = self.shape.returns.get((group, method))
        if model == ROW and resource.kind is Kind.TABLE:
            return Holding(Kind.ROW, resource.name)
        return Holding(Kind.MODEL, model) if model else None

    def annotated(self, node: ast.expr | None) -> Holding | None:
        """Return what has this annotation: the package's if any part of it is, else something other if it is a name."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            try:
                node = ast.parse(node.value, mode="eval").body
            except (SyntaxError, ValueError):
                return None
        for part in ast.walk(node) if node is not None else ():
            held = self.holds(part) if isinstance(part, ast.Name | ast.Attribute) else None
            if held is not None and held.kind is Kind.CLASS and held.result != OTHER:
                return held.result
        return OTHER if isinstance(node, ast.Name) and node.id not in ("Any", "object") else None

    def bind(self, target: ast.expr, held: Holding | None, value: ast.expr | None = None) -> None:
        match target:
            case ast.Name(id=name):
                self.names[-1][name] = held
            case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name) if self.classes:
                self.owned[self.classes[-1], name] = held
            case ast.Starred(value=inner):
                self.bind(inner, held)
            case ast.Tuple(elts=elements) | ast.List(elts=elements):
                match value:
                    case ast.Tuple(elts=values) if len(values) == len(elements):
                        for element, part in zip(elements, values, strict=True):
                            self.bind(element, self.holds(part), part)
                    case ast.Call(func=ast.Name(id="enumerate"), args=[inner, *_]) if len(elements) == 2:
                        self.bind(elements[0], OTHER)
                        self.bind(elements[1], self.holds(inner))
                    case ast.Call(func=ast.Name(id="zip"), args=args) if len(args) == len(elements):
                        for element, part in zip(elements, args, strict=True):
                            self.bind(element, self.holds(part))
                    case _:
                        for element in elements:
                            self.bind(element, None)

    def bind_generators(self, generators: Iterable[ast.comprehension]) -> None:
        for generator in generators:
            self.bind(generator.target, self.holds(generator.iter), generator.iter)
