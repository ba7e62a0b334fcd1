"""Turn the models that a package receives into the functions of `testing`, which make objects for tests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..account.schema import OWNERS
from ..client.api import Api, ModelClass
from ..client.shapes import SchemaShape
from ..client.types import Types
from .imports import ImportView, grouped

_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True)
class Factory:
    """A function that makes objects of one class for tests.

    Attributes:
        noun: What it makes, as in its name.
        home: The module of the class, relative to the package.
        model: The class.
    """

    noun: str
    home: str
    model: ModelClass

    @property
    def name(self) -> str:
        return f"make_{self.noun}"

    @property
    def module(self) -> str:
        """The module of its signature in `testing`; private, so that it never has the name of a function."""
        return f"_{self.noun}"

    @property
    def made(self) -> str:
        """The path of the class, relative to the package."""
        return f"{self.home}.{self.model.name}"

    def shapes(self) -> Iterator[SchemaShape]:
        """Yield the shape of every attribute."""
        for field in self.model.fields:
            yield field.shape


@dataclass(frozen=True)
class FactoryView:
    """The signature of a function, and the import statements that its annotations need.

    Attributes:
        name: The function.
        returns: The class.
        parameters: The name and the annotation of each attribute.
        imports: The import statements in groups.
    """

    name: str
    returns: str
    parameters: tuple[tuple[str, str], ...]
    imports: tuple[tuple[ImportView, ...], ...]


def factories(tree: Api) -> Iterator[Factory]:
    """Yield a function for each owner of dynamic fields, then one for each table. Their names are distinct."""
    for module in tree.modules:
        for model in module.models:
            if not model.write and model.owner[:1] == ("owners",) and model.owner[1] in OWNERS:
                yield Factory(_WORD.sub("_", model.name).lower(), f".models.{module.name}", model)
    for table in tree.tables:
        yield Factory(f"{table.name}_row", f".tables.{table.name}", table.models[0])


def factory_view(factory: Factory, types: Types) -> FactoryView:
    """Return what the template prints.

    Args:
        factory: The function.
        types: The annotation of each attribute's shape.
    """
    fields = [(field.name, types[field.shape]) for field in factory.model.fields]
    imports = {(factory.home, factory.model.name), *(one for _, kind in fields for one in kind.imports)}
    return FactoryView(
        name=factory.name,
        returns=factory.model.name,
        parameters=tuple((name, kind.text) for name, kind in fields),
        imports=grouped(imports, f".testing.{factory.module}"),
    )
