"""Walk a consumer's syntax tree and bind the names in it to their inferred types."""

# ruff: noqa: N815  (ast.NodeVisitor requires these names)
from __future__ import annotations

import ast

from .inference import OTHER, InferredType, TypeInference, ValueKind


class BindingVisitor(ast.NodeVisitor):
    """Visits statements in order and binds the names that they assign, import or define."""

    def __init__(self, types: TypeInference) -> None:
        self.types = types

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            top = alias.name.partition(".")[0]
            path = alias.name if alias.asname else top
            module = InferredType(ValueKind.MODULE, path) if top == self.types.layout.package else OTHER
            self.types.scopes[-1][alias.asname or top] = module

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        for alias in node.names:
            name = alias.asname or alias.name
            if self.is_from_package(node):
                self.types.scopes[-1][name] = self.types.resolve(f"{node.module}.{alias.name}")
            else:  # a capitalised name is assumed to be a class
                is_class = alias.name[:1].isupper()
                self.types.scopes[-1][name] = InferredType(ValueKind.CLASS, alias.name, OTHER) if is_class else None

    def is_from_package(self, node: ast.ImportFrom) -> bool:
        """Return whether a statement imports from the generated package."""
        return not node.level and (node.module or "").partition(".")[0] == self.types.layout.package

    def visit_Assign(self, node: ast.Assign) -> None:
        self.visit(node.value)
        for target in node.targets:
            self.visit(target)
            self.types.bind(target, self.types.infer(node.value), node.value)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self.generic_visit(node)
        declared = self.types.from_annotation(node.annotation)
        self.types.bind(node.target, declared or self.types.infer(node.value))

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        self.visit(node.value)
        self.types.bind(node.target, self.types.infer(node.value))

    def visit_For(self, node: ast.For | ast.AsyncFor) -> None:
        self.visit(node.iter)
        self.types.bind(node.target, self.types.infer(node.iter), node.iter)
        for statement in (*node.body, *node.orelse):
            self.visit(statement)

    visit_AsyncFor = visit_For

    def visit_With(self, node: ast.With | ast.AsyncWith) -> None:
        for item in node.items:
            self.visit(item.context_expr)
            if item.optional_vars is not None:
                self.types.bind(item.optional_vars, self.types.infer(item.context_expr))
        for statement in node.body:
            self.visit(statement)

    visit_AsyncWith = visit_With

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        bases = [self.types.infer(base) for base in node.bases]
        instance = next((base.result for base in bases if base is not None and base.kind is ValueKind.CLASS), OTHER)
        self.types.scopes[-1][node.name] = InferredType(ValueKind.CLASS, node.name, instance)
        self.types.classes.append(node.name)
        self.types.scopes.append({"self": instance})
        self.generic_visit(node)
        self.types.scopes.pop()
        self.types.classes.pop()

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        function = InferredType(ValueKind.FUNCTION, node.name, self.types.from_annotation(node.returns))
        self.types.scopes[-1][node.name] = function
        if self.types.classes:
            self.types.members[self.types.classes[-1], node.name] = function
        self.visit_Lambda(node)

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> None:
        given = node.args
        arguments = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
        scope = {item.arg: self.types.from_annotation(item.annotation) for item in arguments if item is not None}
        if self.types.classes and scope.get("self", OTHER) is None:
            del scope["self"]  # its type comes from the class's own scope
        self.types.scopes.append(scope)
        self.generic_visit(node)
        self.types.scopes.pop()

    def visit_ListComp(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> None:
        self.types.scopes.append({})
        for generator in node.generators:
            self.visit(generator.iter)
            self.types.bind(generator.target, self.types.infer(generator.iter), generator.iter)
            for condition in generator.ifs:
                self.visit(condition)
        for part in (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,):
            self.visit(part)
        self.types.scopes.pop()

    visit_SetComp = visit_GeneratorExp = visit_DictComp = visit_ListComp
