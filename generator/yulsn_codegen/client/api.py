"""The tree that templates print: everything in a generated package, with every name decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .shapes import SchemaShape, is_nullable


@dataclass(frozen=True)
class Field:
    """A property of a model.

    Attributes:
        wire: Its name in JSON.
        name: The Python attribute.
        schema: Its JSON schema.
        shape: The part of the schema that decides its Python type.
        required: Whether it is always present.
        dynamic: Whether it is one of the account's own fields.
    """

    wire: str
    name: str
    schema: Mapping[str, Any]
    shape: SchemaShape
    required: bool
    dynamic: bool

    @property
    def nullable(self) -> bool:
        """Whether null is a valid value."""
        return is_nullable(self.schema)


@dataclass(frozen=True)
class ModelClass:
    """A class of the package: a struct, or an open integer enum if it has members.

    Attributes:
        name: The class name.
        description: What it stands for.
        write: Whether it is sent in request bodies; other models are only received.
        fields: The properties of a struct.
        members: The names and values of an enum's members.
        aliases: (old, new) attributes of renamed fields. The old ones are deprecated.
        owner: The path of the dynamic fields in the account schema, such as `("owners", "Contacts")`.
    """

    name: str
    description: str
    write: bool
    fields: tuple[Field, ...] = ()
    members: tuple[tuple[str, int], ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    owner: tuple[str, ...] = ()

    def shapes(self) -> Iterator[SchemaShape]:
        """Yield the shape of every field."""
        yield from (field.shape for field in self.fields)


@dataclass(frozen=True)
class SearchableField:
    """A field that the conditions of a search can name.

    Attributes:
        wire: Its name in JSON.
        name: The Python attribute.
        value: The shape of the values that it is compared with.
        limit: The shape of the values that it is ordered against; None if its type has no order.
    """

    wire: str
    name: str
    value: SchemaShape
    limit: SchemaShape | None


@dataclass(frozen=True)
class FieldsClass:
    """A class with the searchable fields of an owner.

    Attributes:
        name: The class name.
        model: The model of the objects that are searched: its module, relative to the package, and its class.
        fields: The fields.
        aliases: (old, new) attributes of renamed fields.
    """

    name: str
    model: tuple[str, str]
    fields: tuple[SearchableField, ...]
    aliases: tuple[tuple[str, str], ...] = ()

    def shapes(self) -> Iterator[SchemaShape]:
        """Yield the shapes of everything that the fields are compared with."""
        for field in self.fields:
            yield from filter(None, (field.value, field.limit))


@dataclass(frozen=True)
class Search:
    """How a method sends conditions.

    Attributes:
        fields: The class whose fields the conditions compare.
        model: The model of the objects that are searched, as in `FieldsClass`.
        wrapper: The member of the body that holds the conditions; None if the body is the bare list.
    """

    fields: str
    model: tuple[str, str]
    wrapper: str | None


@dataclass(frozen=True)
class Parameter:
    """A parameter of a method; `location` is path, query or body."""

    wire: str
    name: str
    location: str
    shape: SchemaShape
    required: bool
    description: str


@dataclass(frozen=True)
class Paging:
    """How a method pages by an id cursor.

    Attributes:
        cursor: The query parameter of the cursor.
        item: The attribute of an item that is the next cursor.
        limit: The maximum number of items in a page.
        start: The cursor of the first page.
        size: The query parameter of the page size, if there is one.
    """

    cursor: str
    item: str
    limit: int
    start: int | str
    size: str | None


@dataclass(frozen=True)
class Method:
    """A method of a resource, which stands for one row of the API's documentation.

    Attributes:
        row: The documented row.
        name: The Python name.
        http_method: The HTTP method.
        path: The path template.
        summary: One sentence for the docstring.
        description: More text for the docstring.
        parameters: Path, query and body parameters.
        returns: What it returns; None if nothing.
        item: What a page contains, if it pages, or what it creates many of, if it sends items in chunks.
        missing: What a 404 means: `raises`, `none` or `empty`.
        conflict: The body of a 409 response, if it is more than an error.
        raises: The error classes it raises, and when.
        paging: How it pages, if it does.
        sensitive: Whether the request body holds a password.
        chunk: The default number of items per request, if it creates many.
        fans_out: Whether it gets one object by its id, so that many can be fetched concurrently.
        source: Where it is known from: `documented`, `observed` or `inferred`.
        retried: Whether a failed request may be sent again.
        search: How it sends conditions, if it is a search.
    """

    row: str
    name: str
    http_method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    returns: SchemaShape | None
    item: SchemaShape | None
    missing: str
    conflict: SchemaShape | None
    raises: tuple[tuple[str, str], ...]
    paging: Paging | None
    sensitive: bool
    chunk: int | None = None
    fans_out: bool = False
    source: str = "documented"
    retried: bool = True
    search: Search | None = None

    def shapes(self) -> Iterator[SchemaShape]:
        """Yield the shapes of everything that it takes and returns."""
        yield from (parameter.shape for parameter in self.parameters)
        yield from filter(None, (self.returns, self.item, self.conflict))


@dataclass(frozen=True)
class ResourceClass:
    """A resource of the client: one group of the API, or one table of the account.

    Attributes:
        name: The module, and the attribute of the client.
        class_name: The name of the synchronous class.
        label: What people call it.
        description: What it is for.
        methods: Its methods.
        models: The models that its module defines.
        absent: For a table, the writes that the API does not offer directly.
        types: For a table, the types of the allowed values of its fields.
        searchable: For a table, the class of its searchable fields.
    """

    name: str
    class_name: str
    label: str
    description: str
    methods: tuple[Method, ...]
    models: tuple[ModelClass, ...] = ()
    absent: tuple[str, ...] = ()
    types: tuple[ValuesType, ...] = ()
    searchable: FieldsClass | None = None

    def shapes(self) -> Iterator[SchemaShape]:
        """Yield the shape of every field, parameter and result."""
        for method in self.methods:
            yield from method.shapes()
        for model in self.models:
            yield from model.shapes()
        if self.searchable is not None:
            yield from self.searchable.shapes()


@dataclass(frozen=True)
class ModelModule:
    """A module of models: one file of the description's schemas, with the fields by which they can be searched."""

    name: str
    models: tuple[ModelClass, ...]
    searchable: tuple[FieldsClass, ...] = ()

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of all classes."""
        return (*(model.name for model in self.models), *(fields.name for fields in self.searchable))

    def shapes(self) -> Iterator[SchemaShape]:
        """Yield the shape of every field."""
        for model in self.models:
            yield from model.shapes()
        for fields in self.searchable:
            yield from fields.shapes()


@dataclass(frozen=True)
class ValuesType:
    """A type alias for values that the account allows, and the tuple of these values.

    Attributes:
        name: The name of the alias.
        constant: The name of the tuple.
        description: What the values are.
        kind: The type of the values: `str` or `int`.
        values: The values; none if any value is allowed.
        path: Where the account schema has them.
    """

    name: str
    constant: str
    description: str
    kind: str
    values: tuple[str | int, ...]
    path: tuple[str, ...]


@dataclass(frozen=True)
class Api:
    """Everything in a generated package that depends on the description and the account."""

    version: str
    server: str
    resources: tuple[ResourceClass, ...]
    tables: tuple[ResourceClass, ...]
    modules: tuple[ModelModule, ...]
    types: tuple[ValuesType, ...]
    table_aliases: tuple[tuple[str, ResourceClass], ...] = ()

    def models(self) -> Iterator[ModelClass]:
        """Yield every model."""
        for module in self.modules:
            yield from module.models
        for table in self.tables:
            yield from table.models

    def shapes(self) -> Iterator[SchemaShape]:
        """Yield the shape of every field, parameter and result."""
        for module in self.modules:
            yield from module.shapes()
        for resource in (*self.resources, *self.tables):
            yield from resource.shapes()
