"""Turn the models that a package receives into the functions of its module `testing`, which make objects for tests."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..account.schema import OWNERS
from ..client.api import Api, ModelClass
from ..client.shapes import SchemaShape
from ..client.types import TypeRef
from .imports import Import, ImportView, grouped

_PLACE = ".testing"
_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True)
class Factories:
    """The functions of the module `testing`: for each its name, and the module and the class of what it makes."""

    made: tuple[tuple[str, str, ModelClass], ...]

    def shapes(self) -> Iterator[SchemaShape]:
        """Yield the shape of every attribute."""
        for _, _, model in self.made:
            yield from (field.shape for field in model.fields)


@dataclass(frozen=True)
class FactoryView:
    """A function that makes objects of one class.

    Attributes:
        name: The function.
        returns: The class.
        home: The module and the class, relative to the package.
        parameters: The name and the annotation of each attribute.
    """

    name: str
    returns: str
    home: str
    parameters: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class FactoriesCode:
    """The functions of the module `testing`, and the import statements that their annotations need."""

    views: tuple[FactoryView, ...]
    imports: tuple[tuple[ImportView, ...], ...]


def factories(tree: Api) -> Factories:
    """Return a function for each owner of dynamic fields, then one for each table. Their names are distinct."""
    return Factories(tuple(_received(tree)))


def _received(tree: Api) -> Iterator[tuple[str, str, ModelClass]]:
    for module in tree.modules:
        for model in module.models:
            if not model.write and model.owner[:1] == ("owners",) and model.owner[1] in OWNERS:
                yield f"make_{_WORD.sub('_', model.name).lower()}", f".models.{module.name}", model
    for table in tree.tables:
        yield f"make_{table.name}_row", f".tables.{table.name}", table.models[0]


def factories_code(part: Factories, types: Mapping[SchemaShape, TypeRef]) -> FactoriesCode:
    """Return the code of functions.

    Args:
        part: The functions.
        types: The annotation of each attribute's shape.
    """
    views: list[FactoryView] = []
    imports: set[Import] = set()
    for name, module, model in part.made:
        parameters = tuple((field.name, types[field.shape].text) for field in model.fields)
        views.append(FactoryView(name, model.name, f"{module}.{model.name}", parameters))
        imports.add((module, model.name))
        imports.update(*(types[field.shape].imports for field in model.fields))
    return FactoriesCode(tuple(views), grouped(imports, _PLACE))
