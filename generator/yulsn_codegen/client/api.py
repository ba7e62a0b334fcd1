"""The frozen tree between the description and the templates: what the generated package has, every name decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class TypeRef:
    """A type as an annotation.

    text: the annotation.
    imports: (module, name) pairs that it needs; a module that begins with a dot is relative to the package.
    """

    text: str
    imports: frozenset[tuple[str, str]] = frozenset()

    def optional(self) -> TypeRef:
        """Return this type, or None."""
        nullable = self.text.endswith("| None") or self.text in ("Any", "None")
        return self if nullable else TypeRef(f"{self.text} | None", self.imports)


@dataclass(frozen=True)
class Field:
    """A property of a model: `schema` says its type, `wire` is its name in JSON, `name` its attribute."""

    wire: str
    name: str
    schema: Mapping[str, Any]
    required: bool
    dynamic: bool

    @property
    def nullable(self) -> bool:
        """Whether null is a value of this property."""
        alternatives = self.schema.get("oneOf", self.schema.get("anyOf", ()))
        return "null" in self.schema.get("type", ()) or any(item.get("type") == "null" for item in alternatives)


@dataclass(frozen=True)
class Model:
    """A class of the output: a struct, or an open integer enum where `members` is not empty.

    aliases: (old, new) attributes of renamed fields; the old one is deprecated. owner: where the account schema has the
    dynamic fields, if there are any: `("owners", "Contacts")`, `("tables", "Cars")`.
    """

    name: str
    description: str
    write: bool
    fields: tuple[Field, ...] = ()
    members: tuple[tuple[str, int], ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    owner: tuple[str, ...] = ()


@dataclass(frozen=True)
class Parameter:
    """A parameter of a call; `location` is path, query or body."""

    wire: str
    name: str
    location: str
    type: TypeRef
    required: bool
    description: str


@dataclass(frozen=True)
class Paging:
    """How an id-cursor call pages: the cursor's query, the item's attribute that it is, the most items of a page."""

    cursor: str
    item: str
    limit: int
    size: str | None


@dataclass(frozen=True)
class Call:
    """One method of the generated client.

    row: the documented row that it stands for; item: what a page holds, if it pages, or of what it creates many, if it
    takes them in chunks; missing: a 404's meaning (raises, none, empty); conflict: the body of a 409, where it is more
    than an error; raises: (error class, when); chunk: how many items a request creates unless the caller says so, if it
    creates many; fans_out: whether it gets one object by its id, so that many can be got at a time.
    """

    row: str
    name: str
    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    returns: TypeRef | None
    item: TypeRef | None
    missing: str
    conflict: TypeRef | None
    raises: tuple[tuple[str, str], ...]
    paging: Paging | None
    sensitive: bool
    chunk: int | None = None
    fans_out: bool = False


@dataclass(frozen=True)
class Resource:
    """A group of calls: one of the API's, or one table of the account.

    name: the module and the attribute on the client; label: what people call it; models: the models of its module.
    """

    name: str
    class_name: str
    label: str
    description: str
    calls: tuple[Call, ...]
    models: tuple[Model, ...] = ()
    absent: tuple[str, ...] = ()


@dataclass(frozen=True)
class ModelModule:
    """A module of models: one file of the description's schemas."""

    name: str
    models: tuple[Model, ...]


@dataclass(frozen=True)
class Alias:
    """A type alias for names that are the account's: OrderType, PointType, ContactField, PatchField."""

    name: str
    description: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Api:
    """All of the generated package that the description and the account decide."""

    version: str
    server: str
    resources: tuple[Resource, ...]
    tables: tuple[Resource, ...]
    modules: tuple[ModelModule, ...]
    aliases: tuple[Alias, ...]
    table_aliases: tuple[tuple[str, Resource], ...] = ()

    def models(self) -> Iterator[tuple[str, Model]]:
        """Yield (module relative to the package, model) for every model."""
        for module in self.modules:
            for model in module.models:
                yield f".models.{module.name}", model
        for table in self.tables:
            for model in table.models:
                yield f".tables.{table.name}", model


@dataclass(frozen=True)
class ChangelogEntry:
    """What changed in one version of the generated package, one line per change."""

    version: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Release:
    """The import name of a generated package, its version, and its changelog, newest entry first."""

    package: str
    version: str
    changelog: tuple[ChangelogEntry, ...] = ()


def distribution(package: str) -> str:
    """Return the name under which a package is installed."""
    return package.replace("_", "-")
