"""Load a package's public names, and a client's resources, on first use."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from functools import cached_property
else:
    import functools

    class LazyProperty(functools.cached_property):
        """A resource that is loaded on first use. On the class, it is the class of the resource, as mocks need it."""

        def __get__(self, instance: object, owner: type[Any] | None = None) -> object:
            if instance is not None:
                return super().__get__(instance, owner)
            return type(self.func(SimpleNamespace(_transport=SimpleNamespace(send=None))))

    cached_property = LazyProperty


__all__ = ["cached_property", "load"]


def load(package: str, homes: Mapping[str, str], name: str) -> object:
    """Return the object with a public name of a package, from the module (relative or absolute) that `homes` gives.

    The package stores it, so that it is loaded only once. Raises AttributeError for a name that does not exist.
    """
    home = homes.get(name)
    if home is None:
        raise AttributeError(f"module {package!r} has no attribute {name!r}")
    found: object = getattr(import_module(home, package), name)
    setattr(sys.modules[package], name, found)
    return found
