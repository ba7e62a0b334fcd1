"""Turn the resources of the `Api` tree into the values that templates print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..client import api
from ..client.types import Types
from ..text.literals import docstring
from .compounds import CompoundViews, compound_views
from .docstrings import paragraphs
from .imports import Import, ImportView, grouped
from .method_views import CallView
from .methods import MethodViews
from .models import ModelCode, ModelView
from .searchable import FieldsView
from .value_types import ValuesTypeCode, value_type_code

# The base classes of resources, and the modules of the runtime that define them.
_BASE = ("Resource", "resources")
_BASES = {"bulk_export": ("ExportResource", "export_resource")}
_TABLE_BASE = ("TableResource", "table_resource")


@dataclass(frozen=True)
class ResourceView:
    """The module of a resource: its imports, types, models, calls and compound methods, and its two classes."""

    name: str
    class_name: str
    label: str
    doc: tuple[str, ...]
    calls: tuple[CallView, ...]
    imports: tuple[tuple[ImportView, ...], ...]
    compounds: CompoundViews
    base: str = _BASE[0]
    models: tuple[ModelView, ...] = ()
    types: ValuesTypeCode = field(default_factory=ValuesTypeCode)
    searchable: tuple[FieldsView, ...] = ()


def resource_view(resource: api.ResourceClass, types: Types) -> ResourceView:
    """Return the view of one of the API's groups."""
    doc = [about(resource)]
    base = _BASES.get(resource.name, _BASE)
    return _view(resource, f".resources.{resource.name}", resource.name, doc, ModelCode(), types, base)


def about(resource: api.ResourceClass) -> str:
    """Return what one of the API's groups is for."""
    return resource.description or f"The calls of the API's {resource.label} group."


def table_view(table: api.ResourceClass, code: ModelCode, types: Types) -> ResourceView:
    """Return the view of one of the account's tables, with the code of its models."""
    doc = [f"The account's table {table.label}.", table.description]
    if table.absent:
        doc.append(f"It has no {_listed(table.absent)}, because the account routes these writes through a converter.")
    return _view(table, f".tables.{table.name}", f"tables.{table.name}", doc, code, types, _TABLE_BASE)


def _listed(names: Sequence[str]) -> str:
    """Return names as a phrase: `create`, `create or delete`, `create, delete or patch`."""
    return " or ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _view(
    resource: api.ResourceClass,
    place: str,
    prefix: str,
    doc: list[str],
    code: ModelCode,
    types: Types,
    base: tuple[str, str],
) -> ResourceView:
    named_list = any(method.name == "list" for method in resource.methods)
    lists = any(method.returns and "list[" in types[method.returns].text for method in resource.methods)
    views = MethodViews(types, prefix, shadowed=named_list and lists)
    values = value_type_code(resource.types)
    imports = {*code.imports, *values.imports, ("._runtime.calls", "Call")}
    base_class, home = base
    imports |= {(f"._runtime.{home}", f"{flavour}{base_class}") for flavour in ("Async", "")}
    for method in resource.methods:
        imports.update(_imports(method, types))
    compounds = compound_views(resource.methods, types)
    imports |= compounds.imports
    if views.shadowed:
        imports.add(("builtins", ""))
    return ResourceView(
        name=resource.name,
        class_name=resource.class_name,
        label=docstring(resource.label),
        doc=paragraphs(doc),
        calls=tuple(map(views.call, resource.methods)),
        imports=grouped(imports, place),
        compounds=compounds,
        base=base_class,
        models=code.views,
        types=values,
        searchable=code.searchable,
    )


def _imports(method: api.Method, types: Types) -> Iterator[Import]:
    """Yield what the code of a method needs."""
    # a chunked method takes any iterable, and a search conditions, instead of the body's own type
    own_body = method.chunk is None and method.search is None
    taken = (one.shape for one in method.parameters if own_body or one.location != "body")
    for shape in (method.returns, method.item, method.conflict, *taken):
        if shape is not None:
            yield from types[shape].imports
    if method.missing != "raises":
        yield ("._runtime.calls", "OnNotFound")
    if method.fans_out or method.chunk is not None:
        yield ("collections.abc", "Iterable")
    if method.chunk is not None:
        yield ("collections.abc", "AsyncIterable")
        yield ("._runtime.bulk", "Progress")
    if method.search is not None:
        yield ("._runtime.search", "Condition")
        yield method.search.model
    if method.paging:
        yield ("._runtime.calls", "Page")
        yield ("collections.abc", "AsyncIterator")
        yield ("collections.abc", "Iterator")
