"""List what the package contains by name: its groups of calls, methods, models, attributes and types.

Everything is listed without reading source code or evaluating the types of attributes, which takes long in the package
of a large account. `package_docs` describes what is listed here.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib import import_module
from typing import Any, get_args

from .allowed_values import allowed_values, values_of
from .lazy import cached_property
from .model import Model, OpenIntEnum
from .resources import AsyncResource, Resource
from .snapshot import packaged_snapshot
from .wire import shape_of, wire_name

__all__ = [
    "PACKAGE",
    "Attribute",
    "TypeName",
    "group_names",
    "group_of",
    "is_model",
    "list_attributes",
    "list_methods",
    "list_models",
    "list_types",
    "owner_of",
    "resource_of",
]

PACKAGE = (__package__ or "").rpartition(".")[0]
_TABLES = "tables"
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of a model, or a member of an enum.

    Attributes:
        model: The class.
        name: The attribute.
        wire: The property's name in JSON; the number of an enum member.
        label: For one of the account's own fields, its label; otherwise an empty string.
        allowed: The values that the account or the API allows; empty if any value is.
    """

    model: type[Any]
    name: str
    wire: str
    label: str = ""
    allowed: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class TypeName:
    """A type of allowed values: where it is and its name there."""

    module: str
    name: str

    @property
    def allowed(self) -> tuple[Any, ...]:
        """The allowed values."""
        return tuple(values_of(getattr(sys.modules[self.module], self.name)) or ())


@cache
def group_names() -> Mapping[str, str]:
    """Return the description of every group of calls, then of every table, by name. None of them is imported."""
    client, tables = _home(""), _home(_TABLES)
    groups = {name: about for name, about in _lazy(client) if name != _TABLES}
    return groups | {f"{_TABLES}.{name}": about for name, about in _lazy(tables)}


def resource_of(group: str) -> type[Any]:
    """Return the class of a group of calls or of a table."""
    folder, _, attribute = group.rpartition(".")
    resource: type[Any] = getattr(_home(folder), attribute)
    return resource


def group_of(model: type[Any]) -> str:
    """Return the group of calls or the table that a model belongs to, or else the first one that uses it."""
    home = model.__module__.removeprefix(f"{PACKAGE}.").removeprefix("models.")
    if home in group_names():
        return home
    return next(group for group in group_names() if model in vars(sys.modules[resource_of(group).__module__]).values())


def list_methods(group: str) -> Mapping[str, Callable[..., Any]]:
    """Return the methods of a group of calls or of a table, by name."""
    classes = [one for one in resource_of(group).__mro__ if one not in (object, Resource, AsyncResource)]
    methods = {name: method for one in reversed(classes) for name, method in vars(one).items()}
    return {name: method for name, method in methods.items() if inspect.isfunction(method) and not name.startswith("_")}


@cache
def list_models() -> tuple[type[Any], ...]:
    """Return all models and enums."""
    return tuple(
        value
        for module in _modules()
        for value in vars(sys.modules[module]).values()
        if is_model(value) and value.__module__ == module
    )


def is_model(value: object) -> bool:
    """Return whether a value is a model or an enum of the package."""
    return isinstance(value, type) and issubclass(value, (Model, OpenIntEnum)) and value not in (Model, OpenIntEnum)


def list_attributes(model: type[Any]) -> Iterator[Attribute]:
    """Yield the attributes of a model, or the members of an enum."""
    if issubclass(model, Enum):
        yield from (Attribute(model, member.name, str(member.value)) for member in model)
        return
    own = _own_fields(model)
    for name, encoded in zip(model.__struct_fields__, model.__struct_encode_fields__, strict=True):
        wire = wire_name(encoded)
        field = own.get(wire, {})
        label = (field.get("label") or wire) if field else ""
        yield Attribute(model, name, wire, label, tuple(field.get("values") or _allowed(model, name, wire)))


def list_types() -> Iterator[TypeName]:
    """Yield the names of the types of allowed values."""
    for module in (f"{PACKAGE}.types", *_modules()):
        for name, kind in vars(import_module(module)).get("__annotations__", {}).items():
            if kind == "TypeAlias":
                yield TypeName(module, name)


def owner_of(model: type[Any]) -> tuple[str, ...]:
    """Return the path of the account's own fields of a model in the account schema; empty if it has none."""
    path: tuple[str, ...] = getattr(model, "_owner_", ())
    return path


def _home(folder: str) -> type[Any]:
    """Return the class that has a folder's resources as attributes."""
    module, name = (f"{PACKAGE}.{_TABLES}", "Tables") if folder else (f"{PACKAGE}.client", "Client")
    found: type[Any] = getattr(import_module(module), name)
    return found


def _lazy(home: type[Any]) -> Iterator[tuple[str, str]]:
    for name, value in vars(home).items():
        if isinstance(value, cached_property):
            yield name, value.__doc__ or ""


@cache
def _modules() -> tuple[str, ...]:
    """Return the names of the modules that define the classes of all groups."""
    resources = (sys.modules[resource_of(group).__module__] for group in group_names())
    used = (value for module in resources for value in vars(module).values())
    return tuple(sorted({value.__module__ for value in used if is_model(value)}))


def _own_fields(model: type[Model]) -> Mapping[str, Mapping[str, Any]]:
    """Return the account's own fields of a model by wire name, as the account schema has them."""
    kind, owner = owner_of(model) or ("", "")
    schema = packaged_snapshot()
    if kind == "tables":
        found = next(table["fields"] for table in schema["tables"] if table["name"] == owner)
    else:
        found = schema["owners"].get(owner, ())
    return {field["name"]: field for field in found}


def _allowed(model: type[Model], name: str, wire: str) -> tuple[Any, ...]:
    """Return the allowed values of a property that is not one of the account's own fields."""
    if name in (listed := allowed_values(model)):
        return tuple(listed[name])
    if not _is_restricted(model.__module__, model.__annotations__[name]):
        return ()
    kind = shape_of(model).fields[wire].type
    return tuple(value for part in (kind, *get_args(kind)) for value in values_of(part) or () if value is not None)


@cache
def _is_restricted(module: str, annotation: str) -> bool:
    """Return whether an annotation names a type of allowed values. Evaluating annotations would take longer."""
    known = vars(sys.modules[module])
    return any(word == "Literal" or values_of(known.get(word)) is not None for word in _WORD.findall(annotation))
