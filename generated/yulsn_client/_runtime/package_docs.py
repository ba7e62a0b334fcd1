"""Describe what the package contains, as values: its groups of calls, models, fields and types.

Names and types are taken from the classes, labels and allowed values from the packaged account schema, and explanations
from the docstrings in the source code.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib import import_module
from itertools import pairwise
from typing import Any, get_args

from .allowed_values import allowed_values, values_of
from .calls import Call
from .lazy import cached_property
from .model import Model, OpenIntEnum
from .resources import AsyncResource, Resource
from .snapshot import packaged_snapshot
from .wire import parts_of, shape_of

__all__ = [
    "PACKAGE",
    "CallDoc",
    "FieldDoc",
    "GroupDoc",
    "ModelDoc",
    "describe",
    "explained",
    "group_names",
    "list_types",
]

PACKAGE = (__package__ or "").rpartition(".")[0]
_TABLES = "tables"
_MAX_SHOWN = 10  # allowed values in a line of text


@dataclass(frozen=True, slots=True)
class FieldDoc:
    """An attribute of a model, or a member of an enum.

    Attributes:
        name: The attribute.
        type: Its annotation.
        wire: The property's name in JSON; the number of an enum member.
        required: Whether the constructor needs it.
        label: For one of the account's own fields, its label; otherwise an empty string.
        allowed: The values that the account or the API allows; empty if any value is.
        description: What it is.
    """

    name: str
    type: str
    wire: str
    required: bool
    label: str
    allowed: tuple[Any, ...]
    description: str


@dataclass(frozen=True, slots=True)
class ModelDoc:
    """A class and its attributes.

    Attributes:
        name: The class name.
        module: Where to import it from.
        owner: The owner or table whose fields it has; empty if none.
        description: What it stands for.
        fields: Its attributes.
    """

    name: str
    module: str
    owner: str
    description: str
    fields: tuple[FieldDoc, ...]


@dataclass(frozen=True, slots=True)
class CallDoc:
    """A method of a resource.

    Attributes:
        name: How it is reached from a client, such as `contacts.get`.
        signature: Its parameters and what it returns.
        description: The first line of its docstring.
        http: The HTTP method and path; empty if it makes several calls.
    """

    name: str
    signature: str
    description: str
    http: str


@dataclass(frozen=True, slots=True)
class GroupDoc:
    """A resource of a client: a group of calls, or a table. `name` is the attribute, such as `tables.bikes`."""

    name: str
    description: str
    models: tuple[ModelDoc, ...]
    calls: tuple[CallDoc, ...]


@cache
def group_names() -> Mapping[str, str]:
    """Return the description of every group of calls, then of every table, by name. None of them is imported."""
    client, tables = _home(""), _home(_TABLES)
    groups = {name: about for name, about in _lazy(client) if name != _TABLES}
    return groups | {f"{_TABLES}.{name}": about for name, about in _lazy(tables)}


def describe(name: str) -> GroupDoc:
    """Return what a group of calls or a table contains."""
    folder, _, attribute = name.rpartition(".")
    resource: type[Any] = getattr(_home(folder), attribute)
    module = sys.modules[resource.__module__]
    used = [one for one in vars(module).values() if _is_model(one)]
    return GroupDoc(
        name=name,
        description=group_names()[name],
        models=tuple(_model(model) for model in _with_nested(used, name.rpartition(".")[2])),
        calls=tuple(_calls(resource, name)),
    )


def list_types() -> Iterator[FieldDoc]:
    """Yield the aliases in the package's module `types` with their allowed values."""
    module = import_module(f"{PACKAGE}.types")
    docs = _docstrings(module.__name__)
    for name in vars(module).get("__annotations__", {}):
        alias = getattr(module, name)
        if not isinstance(alias, tuple):
            about = docs.get(("", name), "")
            yield FieldDoc(name, "TypeAlias", "", False, "", tuple(values_of(alias) or ()), about)


def explained(description: str, allowed: Sequence[Any]) -> str:
    """Return a description with the first of the allowed values, unless it names them already."""
    if not allowed or "Allowed: " in description:
        return description
    more = f" and {len(allowed) - _MAX_SHOWN} more" if len(allowed) > _MAX_SHOWN else ""
    return f"{description} Allowed: {', '.join(map(str, allowed[:_MAX_SHOWN]))}{more}.".lstrip()


def _home(folder: str) -> type[Any]:
    """Return the class that has a folder's resources as attributes."""
    module, name = (f"{PACKAGE}.{_TABLES}", "Tables") if folder else (f"{PACKAGE}.client", "Client")
    found: type[Any] = getattr(import_module(module), name)
    return found


def _lazy(home: type[Any]) -> Iterator[tuple[str, str]]:
    for name, value in vars(home).items():
        if isinstance(value, cached_property):
            yield name, value.__doc__ or ""


def _is_model(value: object) -> bool:
    return isinstance(value, type) and issubclass(value, (Model, OpenIntEnum)) and value not in (Model, OpenIntEnum)


def _with_nested(models: Iterable[type[Any]], group: str) -> list[type[Any]]:
    """Return models and those in their fields, in the order of their definition, beginning with the group's own."""
    found: dict[type[Any], None] = {}
    waiting = list(models)
    while waiting:
        model = waiting.pop()
        if model not in found:
            found[model] = None
            fields = shape_of(model).fields.values() if issubclass(model, Model) else ()
            waiting += [part for field in fields for part in _parts(field.type) if _is_model(part)]

    def place(model: type[Any]) -> tuple[bool, str, int]:
        module = sys.modules[model.__module__]
        own = module.__name__.endswith(f".{group}")
        return not own, module.__name__, list(vars(module)).index(model.__name__)

    return sorted(found, key=place)


def _parts(kind: Any) -> Iterator[Any]:
    for part in parts_of(kind):
        yield part
        for inner in get_args(part):
            yield from _parts(inner)


def _model(model: type[Any]) -> ModelDoc:
    home = model.__module__
    module = f"{PACKAGE}.models" if home.startswith(f"{PACKAGE}.models.") else home
    fields = _members(model) if issubclass(model, Enum) else _attributes(model)
    owner = _owner(model)[-1:]
    return ModelDoc(model.__name__, module, (*owner, "")[0], _joined(inspect.getdoc(model)), tuple(fields))


def _members(model: type[Enum]) -> Iterator[FieldDoc]:
    for member in model:
        yield FieldDoc(member.name, model.__name__, str(member.value), True, "", (), "")


def _attributes(model: type[Model]) -> Iterator[FieldDoc]:
    docs, own, listed = _docstrings(model.__module__), _own_fields(model), allowed_values(model)
    for wire, field in shape_of(model).fields.items():
        account_field = own.get(wire, {})
        yield FieldDoc(
            name=field.name,
            type=model.__annotations__[field.name],
            wire=wire,
            required=field.required,
            label=(account_field.get("label") or wire) if account_field else "",
            allowed=tuple(account_field.get("values") or listed.get(field.name) or _values(field.type)),
            description=docs.get((model.__name__, field.name), ""),
        )


def _own_fields(model: type[Model]) -> Mapping[str, Mapping[str, Any]]:
    """Return the account's own fields of a model by wire name, as the account schema has them."""
    if not _owner(model):
        return {}
    kind, owner = _owner(model)
    schema = packaged_snapshot()
    found = schema["owners"].get(owner, ()) if kind == "owners" else _table(owner)["fields"]
    return {field["name"]: field for field in found}


def _owner(model: type[Any]) -> tuple[str, ...]:
    """Return the path of the account's own fields of a model in the account schema; empty if it has none."""
    path: tuple[str, ...] = getattr(model, "_owner_", ())
    return path


def _table(name: str) -> Mapping[str, Any]:
    return next(table for table in packaged_snapshot()["tables"] if table["name"] == name)


def _values(kind: Any) -> tuple[Any, ...]:
    return tuple(value for part in (kind, *get_args(kind)) for value in values_of(part) or () if value is not None)


def _calls(resource: type[Any], group: str) -> Iterator[CallDoc]:
    values = vars(sys.modules[resource.__module__]).values()
    sent: dict[str, Call[Any]] = {one.name: one for one in values if isinstance(one, Call)}
    classes = [one for one in resource.__mro__ if one not in (object, Resource, AsyncResource)]
    methods = {name: method for one in reversed(classes) for name, method in vars(one).items()}
    for name, method in methods.items():
        if inspect.isfunction(method) and not name.startswith("_"):
            call = sent.get(f"{group}.{name}")
            about = (inspect.getdoc(method) or "").partition("\n\n")[0]
            yield CallDoc(
                name=f"{group}.{name}",
                signature=_signature(method),
                description=_joined(about),
                http=f"{call.method} {call.path}" if call else "",
            )


class _TypeText(str):
    """The text of an annotation, which a signature shows without quotes."""

    __slots__ = ()
    __repr__ = str.__str__


def _signature(method: Any) -> str:
    signature = inspect.signature(method)
    _, *others = signature.parameters.values()  # without self
    parameters = [one.replace(annotation=_TypeText(one.annotation)) for one in others]
    return str(inspect.Signature(parameters, return_annotation=_TypeText(signature.return_annotation)))


@cache
def _docstrings(module: str) -> Mapping[tuple[str, str], str]:
    """Return the docstrings of attributes by class and name; the class of a module's own attributes is empty."""
    try:
        tree = ast.parse(inspect.getsource(sys.modules[module]))
    except (OSError, TypeError):  # only compiled modules are installed
        return {}
    found: dict[tuple[str, str], str] = {}
    scopes = {"": tree.body} | {node.name: node.body for node in tree.body if isinstance(node, ast.ClassDef)}
    for name, body in scopes.items():
        for before, node in pairwise(body):
            match before, node:
                case ast.AnnAssign(target=ast.Name(attribute)), ast.Expr(ast.Constant(str(text))):
                    found[name, attribute] = _joined(text)
                case _:
                    pass
    return found


def _joined(text: str | None) -> str:
    return " ".join((text or "").split())
