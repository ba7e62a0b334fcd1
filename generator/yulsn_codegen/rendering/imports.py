"""Sort the imports of a generated module into the groups that isort makes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

Import = tuple[str, str]
"""A module and a name in it. An empty name imports the module itself, and a leading dot is the package."""

_STDLIB = ("builtins", "collections.abc", "datetime", "decimal", "functools", "typing")


@dataclass(frozen=True)
class ImportView:
    """An import statement: `from module import names`, or `import module` if there are no names."""

    module: str
    names: tuple[str, ...]


def grouped(imports: Iterable[Import], place: str) -> tuple[tuple[ImportView, ...], ...]:
    """Return import statements in groups: standard library, third party, and the package itself.

    Args:
        imports: What is imported. Names that the module defines itself are left out.
        place: The importing module, relative to the package.
    """
    names: dict[str, set[str]] = defaultdict(set)
    for module, name in imports:
        if module != place:
            names[module].add(name)
    groups: list[list[ImportView]] = [[], [], []]
    up = "." * (place.count(".") - 1)
    for module in sorted(names):
        listed = tuple(sorted(filter(None, names[module]), key=isort_key))
        if module.startswith("."):
            groups[2].append(ImportView(up + module, listed))
        else:
            groups[0 if module in _STDLIB else 1].append(ImportView(module, listed))
    return tuple(tuple(group) for group in groups if group)


def isort_key(name: str) -> tuple[int, str]:
    """Return a key that sorts names as ruff and isort do: constants, then classes, then the rest."""
    return (0 if name.isupper() else 1 if name[:1].isupper() else 2, name)
