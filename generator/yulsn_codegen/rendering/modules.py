"""Render the modules that one part of the `Api` tree determines: those of models, resources, tables and tests."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from ..client import api
from ..client.types import Types, types_of
from .environment import environment
from .factories import Factory, factories, factory_view
from .formatting import format_module
from .imports import grouped
from .models import model_code
from .resources import ResourceView, resource_view, table_view
from .reuse import key

Part = api.ModelModule | api.ResourceClass | Factory


def parts(tree: api.Api) -> dict[str, Part]:
    """Return the parts of the tree that have a module of their own, by its path relative to the package."""
    return {
        **{f"models/{module.name}.py": module for module in tree.modules},
        **{f"resources/{resource.name}.py": resource for resource in tree.resources},
        **{f"tables/{table.name}.py": table for table in tree.tables},
        **{f"testing/{factory.module}.py": factory for factory in factories(tree)},
    }


def module_text(path: str, part: Part, types: Types) -> str:
    """Return the text of a module, which depends on nothing but the arguments and the generator's code.

    Args:
        path: Its path relative to the package.
        part: The part of the tree.
        types: The types of its shapes.
    """
    if isinstance(part, api.ModelModule):
        return _models(part, types)
    if isinstance(part, Factory):
        return text_of("package/testing/[factory].py", view=factory_view(part, types))
    if path.startswith("tables/"):
        return text_of("package/tables/[table].py", view=_table(part, types))
    return text_of("package/resources/[resource].py", view=resource_view(part, types))


def text_of(template: str, **values: object) -> str:
    """Return what a template makes of some values, formatted."""
    text = environment().get_template(f"{template}.jinja").render(**values)
    return format_module(text) if template.endswith(".py") else text


def prepare(trees: Iterable[api.Api]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the modules that several accounts have in common, to be prepared when the wheel is built.

    Returns:
        The texts by key, and the texts by path relative to the package.
    """
    by_key = [{key(path, part): (path, part) for path, part in parts(tree).items()} for tree in trees]
    common = {one: found for one, found in by_key[0].items() if all(one in other for other in by_key)}
    types = types_of(chain.from_iterable(part.shapes() for _, part in common.values()))
    texts = {one: module_text(path, part, types) for one, (path, part) in common.items()}
    return texts, {path: texts[one] for one, (path, _) in common.items()}


def _models(module: api.ModelModule, types: Types) -> str:
    code = model_code(module.models, types, module.searchable)
    imports = grouped(code.imports, f".models.{module.name}")
    return text_of(
        "package/models/[module].py", name=module.name, imports=imports, views=code.views, searchable=code.searchable
    )


def _table(table: api.ResourceClass, types: Types) -> ResourceView:
    searchable = [table.searchable] if table.searchable else []
    return table_view(table, model_code(table.models, types, searchable), types)
