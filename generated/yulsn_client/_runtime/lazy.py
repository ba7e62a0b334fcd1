"""Load a package's public names on first use."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module


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
