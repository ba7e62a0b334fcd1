"""Describe what the package contains, as values: its groups of calls, models, attributes and types.

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
from itertools import pairwise
from typing import Any, get_args

from .calls import Call
from .model import Model
from .package_index import (
    PACKAGE,
    Attribute,
    TypeName,
    group_names,
    is_model,
    list_attributes,
    list_methods,
    owner_of,
    resource_of,
)
from .wire import parts_of, shape_of

__all__ = [
    "CallDoc",
    "FieldDoc",
    "GroupDoc",
    "ModelDoc",
    "TypeDoc",
    "describe",
    "describe_attribute",
    "describe_call",
    "describe_model",
    "describe_type",
    "explained",
    "module_of",
]

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


@dataclass(frozen=True, slots=True)
class TypeDoc:
    """A type of allowed values.

    Attributes:
        name: Its name.
        module: Where to import it from.
        description: What has this type.
        allowed: The allowed values.
    """

    name: str
    module: str
    description: str
    allowed: tuple[Any, ...]


def describe(group: str) -> GroupDoc:
    """Return what a group of calls or a table contains."""
    used = [one for one in vars(sys.modules[resource_of(group).__module__]).values() if is_model(one)]
    return GroupDoc(
        name=group,
        description=group_names()[group],
        models=tuple(describe_model(model) for model in _with_nested(used, group.rpartition(".")[2])),
        calls=tuple(describe_call(group, method) for method in list_methods(group)),
    )


def describe_call(group: str, method: str) -> CallDoc:
    """Return the documentation of a method of a group of calls or of a table."""
    function = list_methods(group)[method]
    values = vars(sys.modules[resource_of(group).__module__]).values()
    name = f"{group}.{method}"
    calls: list[Call[Any]] = [one for one in values if isinstance(one, Call)]
    call = next((one for one in calls if one.name == name), None)
    about = (inspect.getdoc(function) or "").partition("\n\n")[0]
    return CallDoc(name, _signature(function), _joined(about), f"{call.method} {call.path}" if call else "")


def describe_model(model: type[Any]) -> ModelDoc:
    """Return the documentation of a model or an enum."""
    owner = owner_of(model)[-1:]
    fields = tuple(describe_attribute(attribute) for attribute in list_attributes(model))
    return ModelDoc(model.__name__, module_of(model), (*owner, "")[0], _joined(inspect.getdoc(model)), fields)


def describe_attribute(attribute: Attribute) -> FieldDoc:
    """Return the documentation of an attribute of a model, or of a member of an enum."""
    model, name = attribute.model, attribute.name
    if issubclass(model, Enum):
        return FieldDoc(name, model.__name__, attribute.wire, True, "", (), "")
    return FieldDoc(
        name=name,
        type=model.__annotations__[name],
        wire=attribute.wire,
        required=attribute.wire in _required(model),
        label=attribute.label,
        allowed=attribute.allowed,
        description=_docstrings(model.__module__).get((model.__name__, name), ""),
    )


def describe_type(alias: TypeName) -> TypeDoc:
    """Return the documentation of a type of allowed values."""
    about = _docstrings(alias.module).get(("", alias.name), "")
    return TypeDoc(alias.name, alias.module, about, alias.allowed)


def module_of(model: type[Any]) -> str:
    """Return the module to import a model from."""
    home = model.__module__
    return f"{PACKAGE}.models" if home.startswith(f"{PACKAGE}.models.") else home


def explained(description: str, allowed: Sequence[Any]) -> str:
    """Return a description with the first of the allowed values, unless it names them already."""
    if not allowed or "Allowed: " in description:
        return description
    more = f" and {len(allowed) - _MAX_SHOWN} more" if len(allowed) > _MAX_SHOWN else ""
    return f"{description} Allowed: {', '.join(map(str, allowed[:_MAX_SHOWN]))}{more}.".lstrip()


def _required(model: type[Model]) -> frozenset[str]:
    return shape_of(model).required


def _with_nested(models: Iterable[type[Any]], group: str) -> list[type[Any]]:
    """Return models and those in their fields, in the order of their definition, beginning with the group's own."""
    found: dict[type[Any], None] = {}
    waiting = list(models)
    while waiting:
        model = waiting.pop()
        if model not in found:
            found[model] = None
            fields = shape_of(model).fields.values() if issubclass(model, Model) else ()
            waiting += [part for field in fields for part in _parts(field.type) if is_model(part)]

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
