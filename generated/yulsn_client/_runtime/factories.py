"""Make objects for tests, with plausible values for the attributes that are not given."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from importlib import import_module
from typing import Any, Literal, get_args, get_origin

from msgspec import Struct

from .allowed_values import allowed_values, values_of
from .snapshot import packaged_snapshot
from .wire import parts_of, shape_of

__all__ = ["load", "names"]

_PLUGIN = ("pytest_configure", "sandbox")
"""What pytest finds in a module `testing` that is used as a plugin."""
_SAMPLES: Mapping[Any, Any] = {
    bool: False,
    int: 1,
    float: 1.0,
    Decimal: Decimal(1),
    bytes: bytes(7) + b"\x01",  # of the length of a row version
    datetime: datetime(2026, 1, 1, 12, tzinfo=UTC),
    date: date(2026, 1, 1),
}
"""The values of attributes that are always there, by type. Text is the name of its attribute."""


def load(module: str, made: Mapping[str, str], name: str) -> object:
    """Return the function with a public name of a module `testing`, or a part of its pytest plugin.

    Args:
        module: The module.
        made: The class that each function makes, as a path relative to the package.
        name: The name.

    Raises:
        AttributeError: There is no such function, or what it needs is not installed.
    """
    if name in made:
        found: object = _factory(module, name, made[name])
    elif name in _PLUGIN:
        found = _plugin(module, name)
    else:
        raise AttributeError(f"module {module!r} has no attribute {name!r}")
    setattr(sys.modules[module], name, found)
    return found


def names(made: Mapping[str, str]) -> list[str]:
    """Return the names that a module `testing` offers."""
    return sorted([*made, *_PLUGIN])


def _factory(module: str, name: str, path: str) -> Callable[..., Any]:
    """Return a function that makes objects of a class, which is imported when it is first called."""
    home, _, kind = path.rpartition(".")

    def make(**values: Any) -> Any:
        model: type[Struct] = getattr(import_module(home, module.rpartition(".")[0]), kind)
        return model(**{**_defaults(model), **values})

    make.__module__, make.__name__, make.__qualname__ = module, name, name
    make.__doc__ = f"Make a `{kind}` for a test. Its attributes are keyword arguments; others get plausible values."
    return make


def _defaults(model: type[Struct]) -> Mapping[str, Any]:
    """Return the values that attributes have by default, without those that are None by default."""
    listed = {**_names(model), **allowed_values(model)}
    found: dict[str, Any] = {}
    for field in shape_of(model).fields.values():
        allowed = list(listed.get(field.name, ())) or _values(field.type)
        if allowed:
            found[field.name] = allowed[0]
        elif field.required:
            found[field.name] = _sample(field.type, field.name)
    return found


def _names(model: type[Struct]) -> Mapping[str, Sequence[str]]:
    """Return the account's own names for a property, such as its `order_types` for the type of an order."""
    key = f"{model.__name__.lower()}_types"
    return {"type": packaged_snapshot()[key]} if key in packaged_snapshot() else {}


def _values(kind: Any) -> list[Any]:
    return [value for part in (kind, *get_args(kind)) for value in values_of(part) or () if value is not None]


def _sample(kind: Any, name: str) -> Any:
    """Return a value of a type."""
    part = parts_of(kind)[0]
    if part in _SAMPLES:
        return _SAMPLES[part]
    if part is str:
        return name
    if get_origin(part) is Literal:
        return get_args(part)[0]
    if isinstance(part, type) and issubclass(part, Enum):
        return next(iter(part))
    if isinstance(part, type) and issubclass(part, Struct):
        return part(**_defaults(part))
    empty: Mapping[Any, Any] = {list: [], dict: {}}
    return empty.get(get_origin(part))


def _plugin(module: str, name: str) -> object:
    """Return a part of the pytest plugin of yulsn-codegen, which serves the account of this package.

    Raises:
        AttributeError: pytest or yulsn-codegen is not installed.
    """
    try:
        plugin: Any = import_module("yulsn_codegen.testing")
        if name == "pytest_configure":
            return plugin.pytest_configure
        client: Any = import_module(".client", module.rpartition(".")[0]).Client
        return plugin.sandbox_fixture(account=packaged_snapshot(), account_id=client._account_id or 1)
    except (ImportError, AttributeError):
        raise AttributeError(f"{module}.{name} needs yulsn-codegen and pytest, which are not both installed") from None
