"""Build the `Api` tree from a tailored document and the decided names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ..account.choice import table_scope
from ..account.schema import AccountField, AccountSchema, AccountTable, FieldType
from ..description.document import TABLE_OWNER, Document, written_schemas
from ..text.errors import InputError, Problem, first_problems
from . import api, identifiers, naming
from .account_lists import ACCOUNT_LISTS, listed_names
from .methods import MethodBuilder
from .naming import Alias
from .searchable import searchable_class
from .shapes import read_shape, typed_values, write_shape
from .tailor import TABLE_PATH

_RENAME = "Give it another name with x-name, in snake_case."
_VALUE_TYPES = {FieldType.STRING: "str", FieldType.NUMBER: "int"}


def static_names(document: Document) -> dict[str, dict[str, str]]:
    """Return the attributes of the static properties by wire name, for each owner of dynamic fields."""
    owners: dict[str, dict[str, str]] = {}
    for schema in document.schemas.values():
        owner = schema.get("x-dynamic-owner")
        if owner is not None:
            names = owners.setdefault(owner, {})
            properties = schema.get("properties", {})
            static = {wire: item for wire, item in properties.items() if "x-dynamic" not in item}
            names.update({wire: _attribute(wire, item) for wire, item in static.items()})
    return owners


def _attribute(wire: str, item: Mapping[str, Any]) -> str:
    """Return the attribute of a static property."""
    return item["x-name"] if "x-name" in item else identifiers.attribute(wire)


def check_static_names(document: Document, source: str) -> None:
    """Check the Python names of static properties and enum members, which overlays can add.

    Args:
        document: The description, before an account's fields are merged in.
        source: What made the description, for messages.

    Raises:
        InputError: A name is reserved, or belongs to two members of one schema.
    """
    problems: list[Problem] = []
    for schema_name, schema in document.schemas.items():
        owners: dict[str, str] = {}
        for wire, item in schema.get("properties", {}).items():
            name = _attribute(wire, item)
            place = f"{source}: {schema_name}.{wire}"
            if not identifiers.is_attribute(name):
                problems.append(Problem(place, f"has the reserved x-name {name!r}", _RENAME))
            elif owners.setdefault(name, wire) != wire:
                problems.append(Problem(place, f"has the same Python name as {owners[name]!r}: {name}", _RENAME))
        members = Counter(map(identifiers.constant, schema.get("x-enum-varnames", ())))
        problems += [
            Problem(
                f"{source}: {schema_name}.x-enum-varnames", f"names {count} members {name}", "Give each its own name."
            )
            for name, count in members.items()
            if count > 1
        ]
    if problems:
        raise InputError(first_problems(problems))


def build(document: Document, account: AccountSchema, names: naming.Names, aliases: Sequence[Alias] = ()) -> api.Api:
    """Build the tree of one account's package.

    Args:
        document: The description, tailored to the account.
        account: The account schema.
        names: The Python names of all dynamic fields and tables.
        aliases: The old names of renamed fields and tables, to be kept as deprecated.
    """
    return _Builder(document, account, names, aliases).build()


def _scope(schema: Mapping[str, Any]) -> str:
    """Return the scope of the dynamic fields of a schema; empty if it has none."""
    return table_scope(schema["x-table"]["name"]) if "x-table" in schema else schema.get("x-dynamic-owner", "")


def _described(table: AccountTable) -> str:
    """Return the label and the description of a table, if they say more than its name."""
    label = f"{table.label}." if table.label and table.label != table.name else ""
    return " ".join(filter(None, (label, table.description)))


class _Builder:
    def __init__(
        self, document: Document, account: AccountSchema, names: naming.Names, aliases: Sequence[Alias]
    ) -> None:
        self.document = document
        self.account = account
        self.tables = {table.name: table for table in account.tables}
        self.names = names
        self.renamed = aliases
        self.written = written_schemas(document)
        self.static = static_names(document)
        self.homes = {name: self.home(name) for name in document.schemas}
        self.of_tables: dict[str, list[str]] = {}  # the names of their schemas, by wire name
        for name, schema in document.schemas.items():
            if "x-table" in schema:
                self.of_tables.setdefault(schema["x-table"]["name"], []).append(name)

    def build(self) -> api.Api:
        root = self.document.root
        groups, tables = self.methods()
        calls = self.table_calls()
        resources = {wire: self.table(wire, tables[wire], calls) for wire in sorted(tables)}
        return api.Api(
            version=root["info"]["version"],
            server=root["servers"][0]["url"],
            resources=tuple(self.resource(tag, groups[tag["name"]]) for tag in self.tags() if tag["name"] in groups),
            tables=tuple(sorted(resources.values(), key=lambda table: table.name)),
            table_aliases=tuple(self.table_aliases(resources)),
            modules=self.modules(),
            types=tuple(sorted(self.types(), key=lambda one: one.name)),
        )

    def types(self) -> Iterator[api.ValuesType]:
        """Yield the types of the account's lists of names, and of the allowed values of the owners' fields."""
        for key, names in listed_names(self.account).items():
            listed = ACCOUNT_LISTS[key]
            constant = identifiers.values_constant(identifiers.identifier(listed.type))
            yield api.ValuesType(listed.type, constant, listed.description, "str", tuple(names), (key,))
        for owner, fields in self.account.owners.items():
            yield from self.value_types(owner, ("owners", owner), fields)

    def value_types(
        self, scope: str, path: tuple[str, ...], fields: Iterable[AccountField]
    ) -> Iterator[api.ValuesType]:
        """Yield the types of the allowed values of the fields of an owner or table."""
        names = self.names.values.get(scope, {})
        for field in sorted(fields, key=lambda field: names.get(field.name, "")):
            kind = _VALUE_TYPES.get(field.type)
            if field.name in names and kind:  # which had allowed values once, if it has none now
                name = names[field.name]
                yield api.ValuesType(
                    name=identifiers.class_name(name),
                    constant=identifiers.values_constant(name),
                    description=f"The allowed values of {path[-1]}, {field.name}.",
                    kind=kind,
                    values=tuple(typed_values(field)),
                    path=(*path, field.name),
                )

    def tags(self) -> list[Mapping[str, Any]]:
        return sorted(self.document.root["tags"], key=lambda tag: str(tag["name"]))

    def methods(self) -> tuple[dict[str, list[api.Method]], dict[str, list[api.Method]]]:
        """Return the methods of the API's groups by tag, and of the account's tables by wire name."""
        builder = MethodBuilder(self.document, self.homes)
        groups: dict[str, list[api.Method]] = {}
        tables: dict[str, list[api.Method]] = {}
        for path, http_method, operation in self.document.operations():
            table = self.document.root["paths"][path].get("x-table")
            methods = builder.methods(path, http_method, operation)
            if table is None:
                groups.setdefault(operation["tags"][0], []).extend(methods)
            else:
                tables.setdefault(table["name"], []).extend(methods)
        return groups, tables

    def table_aliases(self, tables: Mapping[str, api.ResourceClass]) -> Iterator[tuple[str, api.ResourceClass]]:
        """Yield the old names of renamed tables, unless another table has taken the name."""
        taken = {table.name for table in tables.values()}
        for alias in self.renamed:
            if not alias.scope and alias.wire in tables and alias.name not in taken:
                yield alias.name, tables[alias.wire]

    def home(self, schema: str) -> str:
        """Return the module, relative to the package, that defines a schema's class."""
        table = self.document.schemas[schema].get("x-table")
        if table is not None:
            return f".tables.{self.names.tables[table['name']]}"
        file = self.document.files[schema].rsplit("/", 1)[-1]
        return f".models.{file.removesuffix('.yaml')}"

    def modules(self) -> tuple[api.ModelModule, ...]:
        grouped: dict[str, list[api.ModelClass]] = {}
        for name, home in self.homes.items():
            if home.startswith(".models."):
                grouped.setdefault(home.removeprefix(".models."), []).append(self.model(name))
        searchable: dict[str, list[api.FieldsClass]] = {}
        for name in self.searched():
            home, owner = self.homes[name], self.document.schemas[name]["x-dynamic-owner"]
            if home.startswith(".models.") and owner != TABLE_OWNER:
                fields = self.searchable(self.model(name), self.account.owners.get(owner, ()))
                searchable.setdefault(home.removeprefix(".models."), []).append(fields)
        return tuple(
            api.ModelModule(name, tuple(grouped[name]), tuple(searchable.get(name, ()))) for name in sorted(grouped)
        )

    def searched(self) -> list[str]:
        """Return the names of the schemas whose objects can be searched."""
        calls = [call for _, _, operation in self.document.operations() for call in operation["x-calls"]]
        return sorted({str(call["search"]["$ref"]).rsplit("/", 1)[-1] for call in calls if "search" in call})

    def resource(self, tag: Mapping[str, Any], methods: list[api.Method]) -> api.ResourceClass:
        name = identifiers.identifier(tag["name"])
        return api.ResourceClass(
            name=name,
            class_name=f"{tag['name']}Resource",
            label=tag["name"],
            description=tag.get("description", ""),
            methods=tuple(methods),
        )

    def table(self, wire: str, methods: list[api.Method], calls: Sequence[str]) -> api.ResourceClass:
        """Return the class of a table that has these methods, out of all calls that a table can have."""
        name = self.names.tables[wire]
        models = tuple(map(self.model, self.of_tables[wire]))
        base = models[0].name.removesuffix("Row")
        present = {method.name for method in methods}
        return api.ResourceClass(
            name=name,
            class_name=f"{base}Table",
            label=wire,
            description=_described(self.tables[wire]),
            methods=tuple(methods),
            models=models,
            absent=tuple(name for name in calls if name not in present),
            types=tuple(self.value_types(table_scope(wire), ("tables", wire), self.tables[wire].fields)),
            searchable=self.searchable(models[0], self.tables[wire].fields),
        )

    def table_calls(self) -> list[str]:
        """Return the names of the calls that a table has when it takes every write directly."""
        return [
            call["name"]
            for path, _, operation in self.document.operations()
            if path.startswith(TABLE_PATH)
            for call in operation["x-calls"]
        ]

    def searchable(self, model: api.ModelClass, fields: Iterable[AccountField]) -> api.FieldsClass:
        """Return the class of the fields by which the objects of a model, with these own fields, can be searched."""
        return searchable_class(model, self.homes, {field.name: field for field in fields})

    def model(self, name: str) -> api.ModelClass:
        schema = self.document.schemas[name]
        description = schema.get("description", "")
        if "x-enum-varnames" in schema:
            names = map(identifiers.constant, schema["x-enum-varnames"])
            members = tuple(zip(names, schema["enum"], strict=True))
            return api.ModelClass(name=name, description=description, write=False, members=members)
        owner = schema.get("x-dynamic-owner", "")
        table = schema.get("x-table")
        write = name in self.written
        fields = tuple(self.fields(schema, write))
        aliases = () if write else self.aliases(_scope(schema), fields)
        return api.ModelClass(
            name=name,
            description=description,
            write=write,
            fields=fields,
            aliases=aliases,
            owner=("tables", table["name"]) if table else ("owners", owner),
        )

    def fields(self, schema: Mapping[str, Any], write: bool) -> Iterator[api.Field]:
        owner = schema.get("x-dynamic-owner", "")
        table = schema.get("x-table")
        decided = self.names.table_fields.get(table["name"], {}) if table else self.names.owners.get(owner, {})
        # a dynamic field with the wire name of a static property of another model of this owner has its name
        names = {**decided, **self.static.get(owner, {})}
        types = self.names.values.get(_scope(schema), {})
        home = f".tables.{self.names.tables[table['name']]}" if table else ".types"
        for wire, item in schema.get("properties", {}).items():
            dynamic = "x-dynamic" in item
            required = wire in schema.get("required", ()) or (dynamic and not write)
            named = (
                (home, identifiers.class_name(types[wire])) if dynamic and "enum" in item and wire in types else None
            )
            yield api.Field(
                wire=wire,
                name=names[wire] if dynamic else _attribute(wire, item),
                schema=item,
                shape=write_shape(item, required, self.homes, named)
                if write
                else read_shape(item, required, self.homes),
                required=required,
                dynamic=dynamic,
            )

    def aliases(self, scope: str, fields: Iterable[api.Field]) -> tuple[tuple[str, str], ...]:
        """Return the (old, new) attributes of a scope's renamed fields."""
        now = {field.wire: field.name for field in fields}
        taken = set(now.values())
        return tuple(
            (alias.name, now[alias.wire])
            for alias in self.renamed
            if alias.scope == scope and alias.wire in now and alias.name not in taken
        )
