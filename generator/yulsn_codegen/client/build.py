"""From description to tree: a tailored `Document` and the decided names go in, the frozen `Api` comes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..account.schema import AccountSchema
from ..description.document import Document, written_schemas
from ..text.literals import literal
from . import api, naming
from .naming import Alias
from .tailor import TABLE_PATH
from .types import is_literal

_ALIASES = {
    "order_types": ("OrderType", "The account's order types."),
    "point_types": ("PointType", "The account's point types."),
    "contact_fields": ("ContactField", "The wire names of the account's own contact fields."),
    "patch_fields": ("PatchField", "The wire names of the contact fields that a batch patch may set."),
}
_PLAIN = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}
_ERRORS = {
    "400": "BadRequestError",
    "404": "NotFoundError",
    "409": "ConflictError",
    "422": "UnprocessableError",
    "423": "LockedError",
}
_FORMATS = {
    "date-time": ("datetime", "datetime"),
    "date-time-local": ("datetime", "datetime"),
    "decimal": ("decimal", "Decimal"),
}


def static_names(document: Document) -> dict[str, dict[str, str]]:
    """Return per owner of dynamic fields the attributes of its static properties, by wire name."""
    owners: dict[str, dict[str, str]] = {}
    for schema in document.schemas.values():
        owner = schema.get("x-dynamic-owner")
        if owner is not None:
            names = owners.setdefault(owner, {})
            properties = schema.get("properties", {})
            static = {wire: item for wire, item in properties.items() if "x-dynamic" not in item}
            names.update({wire: item.get("x-name", naming.attribute(wire)) for wire, item in static.items()})
    return owners


def build(document: Document, account: AccountSchema, names: naming.Names, aliases: Sequence[Alias] = ()) -> api.Api:
    """Return the tree of one account's package; `aliases` are old names of renamed fields and tables."""
    return _Builder(document, account, names, aliases).build()


class _Builder:
    def __init__(
        self, document: Document, account: AccountSchema, names: naming.Names, aliases: Sequence[Alias]
    ) -> None:
        self.document = document
        self.names = names
        self.renamed = aliases
        self.written = written_schemas(document)
        self.static = static_names(document)
        self.values = {
            "order_types": account.order_types,
            "point_types": account.point_types,
            "contact_fields": tuple(item.name for item in account.owners.get("Contacts", ())),
            "patch_fields": account.patch_fields,
        }
        self.homes = {name: self.home(name) for name in document.schemas}

    def build(self) -> api.Api:
        root = self.document.root
        calls: dict[str, list[api.Call]] = {tag["name"]: [] for tag in root["tags"]}
        tables: dict[str, list[api.Call]] = {}
        for path, method, operation in self.document.operations():
            table = root["paths"][path].get("x-table")
            found = [self.call(path, method, operation, call) for call in operation["x-calls"]]
            if table is None:
                calls[operation["tags"][0]].extend(found)
            else:
                tables.setdefault(table["name"], []).extend(found)
        resources = {name: self.table(name, tables[name]) for name in sorted(tables)}
        taken = {table.name for table in resources.values()}  # as by a new table of the renamed one's old name
        return api.Api(
            version=root["info"]["version"],
            server=root["servers"][0]["url"],
            resources=tuple(
                self.resource(tag, calls[tag["name"]]) for tag in sorted(root["tags"], key=_name) if calls[tag["name"]]
            ),
            tables=tuple(sorted(resources.values(), key=lambda table: table.name)),
            table_aliases=tuple(
                (alias.name, resources[alias.wire])
                for alias in self.renamed
                if not alias.scope and alias.wire in resources and alias.name not in taken
            ),
            modules=self.modules(),
            aliases=tuple(
                api.Alias(alias, description, tuple(sorted(self.values[key])))
                for key, (alias, description) in sorted(_ALIASES.items())
            ),
        )

    def home(self, schema: str) -> str:
        """Return the module, relative to the package, that defines a schema's class."""
        table = self.document.schemas[schema].get("x-table")
        if table is not None:
            return f".tables.{self.names.tables[table['name']]}"
        file = self.document.files[schema].rsplit("/", 1)[-1]
        return f".models.{file.removesuffix('.yaml')}"

    def modules(self) -> tuple[api.ModelModule, ...]:
        grouped: dict[str, list[api.Model]] = {}
        for name, home in self.homes.items():
            if home.startswith(".models."):
                grouped.setdefault(home.removeprefix(".models."), []).append(self.model(name))
        return tuple(api.ModelModule(name, tuple(grouped[name])) for name in sorted(grouped))

    def resource(self, tag: Mapping[str, Any], calls: list[api.Call]) -> api.Resource:
        name = naming.identifier(tag["name"])
        return api.Resource(
            name=name,
            class_name=f"{tag['name']}Resource",
            label=tag["name"],
            description=tag.get("description", ""),
            calls=tuple(calls),
        )

    def table(self, wire: str, calls: list[api.Call]) -> api.Resource:
        name = self.names.tables[wire]
        own = [schema for schema, item in self.document.schemas.items() if item.get("x-table", {}).get("name") == wire]
        base = own[0].removesuffix("Row")
        present = {call.name for call in calls}
        return api.Resource(
            name=name,
            class_name=f"{base}Table",
            label=wire,
            description="",
            calls=tuple(calls),
            models=tuple(self.model(schema) for schema in own),
            absent=tuple(name for name in self.table_calls() if name not in present),
        )

    def table_calls(self) -> list[str]:
        """Return the names of the calls that a table has when it takes every write directly."""
        return [
            call["name"]
            for path, _, operation in self.document.operations()
            if path.startswith(TABLE_PATH)
            for call in operation["x-calls"]
        ]

    def model(self, name: str) -> api.Model:
        schema = self.document.schemas[name]
        description = schema.get("description", "")
        if "x-enum-varnames" in schema:
            members = tuple(
                (naming.constant(member), value)
                for member, value in zip(schema["x-enum-varnames"], schema["enum"], strict=True)
            )
            return api.Model(name=name, description=description, write=False, members=members)
        owner = schema.get("x-dynamic-owner", "")
        table = schema.get("x-table")
        decided = self.names.table_fields.get(table["name"], {}) if table else self.names.owners.get(owner, {})
        # a field that other models of the owner have as a static property has its name here too
        dynamic = {**decided, **self.static.get(owner, {})}
        required = schema.get("required", ())
        write = name in self.written
        fields = tuple(
            api.Field(
                wire=wire,
                name=dynamic[wire] if "x-dynamic" in item else item.get("x-name", naming.attribute(wire)),
                schema=item,
                required=wire in required or ("x-dynamic" in item and not write),
                dynamic="x-dynamic" in item,
            )
            for wire, item in schema.get("properties", {}).items()
        )
        aliases = () if write else self.aliases(f"table {table['name']}" if table else owner, fields)
        return api.Model(
            name=name,
            description=description,
            write=write,
            fields=fields,
            aliases=aliases,
            owner=("tables", table["name"]) if table else ("owners", owner),
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

    def call(self, path: str, method: str, operation: Mapping[str, Any], call: Mapping[str, Any]) -> api.Call:
        schema = call.get("returns")
        conflict = self.conflict(operation)
        pages = call.get("pages")
        chunks = call.get("chunks")
        parameters = tuple(self.parameters(operation, call))
        return api.Call(
            row=call["row"],
            name=call["name"],
            method=method,
            path=path,
            summary=call["summary"],
            description=call.get("description", ""),
            parameters=parameters,
            returns=None if schema is None else self.type(schema),
            item=self.chunk_item(operation) if chunks else self.type(schema["items"]) if pages and schema else None,
            missing=call.get("missing", "raises"),
            conflict=conflict,
            raises=tuple(self.raises(method, operation, call.get("missing", "raises"))),
            paging=None
            if pages is None
            else api.Paging(pages["cursor"], naming.attribute(pages["item"]), pages["limit"], pages.get("size")),
            sensitive=self.sensitive(operation),
            chunk=chunks["size"] if chunks else None,
            fans_out=call["name"] == "get"
            and path.endswith("{id}")
            and all(one.location == "path" for one in parameters),
        )

    def chunk_item(self, operation: Mapping[str, Any]) -> api.TypeRef:
        """Return the type of what a call that creates many creates one of."""
        return self.type(operation["requestBody"]["content"]["application/json"]["schema"]["items"], argument=True)

    def parameters(self, operation: Mapping[str, Any], call: Mapping[str, Any]) -> Iterable[api.Parameter]:
        """Yield the call's parameters: path, then query in the call's order, then body."""
        declared = {item["name"]: item for item in map(self.document.resolve, operation.get("parameters", ()))}
        requires, accepts = call.get("requires", ()), call.get("accepts", ())
        for item in declared.values():
            if item["in"] == "path":
                yield self.parameter(item, required=item["name"] not in accepts)
        for wire in (*requires, *accepts):
            if declared[wire]["in"] != "path":
                yield self.parameter(declared[wire], required=wire in requires)
        body = operation.get("requestBody")
        need = call.get("body", "required" if body else "none")
        if body and need != "none":
            schema = body["content"]["application/json"]["schema"]
            yield api.Parameter(
                wire="",
                name=naming.parameter(body.get("x-name", "body")),
                location="body",
                type=self.type(schema, argument=True),
                required=need == "required",
                description=body.get("description", ""),
            )

    def parameter(self, item: Mapping[str, Any], required: bool) -> api.Parameter:
        return api.Parameter(
            wire=item["name"],
            name=naming.parameter(item.get("x-name", item["name"])),
            location=item["in"],
            type=self.type(item["schema"], argument=True),
            required=required,
            description=item.get("description", ""),
        )

    def conflict(self, operation: Mapping[str, Any]) -> api.TypeRef | None:
        """Return the type of a 409's body, where it is more than an error."""
        response = self.document.resolve(operation["responses"].get("409", {}))
        schema = response.get("content", {}).get("application/json", {}).get("schema")
        found = None if schema is None else self.type(schema)
        return None if found is None or found.text == "Error" else found

    def raises(self, method: str, operation: Mapping[str, Any], missing: str) -> Iterable[tuple[str, str]]:
        """Yield (error class, when) for the statuses that the operation declares and that a caller may act on.

        That a query cannot be understood goes without saying.
        """
        unsaid = {"400"} if method in ("GET", "SEARCH") else set()
        unsaid |= {"404"} if missing != "raises" else set()
        for status, error in _ERRORS.items():
            response = operation["responses"].get(status)
            if response is not None and status not in unsaid:
                yield error, self.document.resolve(response).get("description", "")

    def sensitive(self, operation: Mapping[str, Any]) -> bool:
        """Return whether the request body holds a password."""
        schema = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
        properties = self.document.resolve(schema).get("properties", {})
        return any(item.get("format") == "password" for item in properties.values())

    def type(self, schema: Mapping[str, Any], argument: bool = False) -> api.TypeRef:
        """Return the annotation for a schema; an argument takes any sequence and mapping where an answer has lists."""
        if "$ref" in schema:
            name = schema["$ref"].removeprefix("#/components/schemas/")
            return api.TypeRef(name, frozenset({(self.homes[name], name)}))
        alias = _ALIASES.get(schema.get("x-account-values", ""))
        if alias is not None and argument:
            return api.TypeRef(alias[0], frozenset({(".types", alias[0])}))
        alternatives = schema.get("oneOf") or schema.get("anyOf")
        if alternatives:
            return _union([self.type(item, argument) for item in alternatives])
        types = schema.get("type", ())
        types = [types] if isinstance(types, str) else list(types)
        if "enum" in schema and is_literal(schema["enum"]):
            values = [value for value in schema["enum"] if value is not None]
            texts = [literal(value) if isinstance(value, str) else str(int(value)) for value in values]
            found = api.TypeRef(f"Literal[{', '.join(texts)}]", frozenset({("typing", "Literal")}))
            return found.optional() if None in schema["enum"] else found
        if not types:
            return api.TypeRef("Any", frozenset({("typing", "Any")}))
        return _union([self.plain(kind, schema, argument) for kind in types])

    def plain(self, kind: str, schema: Mapping[str, Any], argument: bool) -> api.TypeRef:
        if kind == "array":
            item = self.type(schema["items"], argument)
            if argument:
                return api.TypeRef(f"Sequence[{item.text}]", item.imports | {("collections.abc", "Sequence")})
            return api.TypeRef(f"list[{item.text}]", item.imports)
        if kind == "object":
            inner = schema.get("additionalProperties")
            value = self.type(inner) if isinstance(inner, dict) and inner else None
            found = value or api.TypeRef("Any", frozenset({("typing", "Any")}))
            return api.TypeRef(f"dict[str, {found.text}]", found.imports)
        form = schema.get("format", "")
        if kind == "string" and form in ("byte", "binary"):
            return api.TypeRef("bytes")
        if form in _FORMATS and kind in ("string", "number"):
            module, name = _FORMATS[form]
            return api.TypeRef(name, frozenset({(module, name)}))
        return api.TypeRef(_PLAIN[kind])


def _union(types: Sequence[api.TypeRef]) -> api.TypeRef:
    texts = list(dict.fromkeys(item.text for item in types))
    texts.sort(key=lambda text: text == "None")
    return api.TypeRef(" | ".join(texts), frozenset().union(*(item.imports for item in types)))


def _name(tag: Mapping[str, Any]) -> str:
    return str(tag["name"])
