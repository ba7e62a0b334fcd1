"""Make example values: what a caller could pass for a parameter or set as a property, in Python and in JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..client.account_lists import listed_names
from ..client.api import Api, Field, FieldsClass, ModelClass, Search
from ..description.document import SCHEMA_REFERENCE
from ..description.examples import Examples
from ..plan import Plan
from ..text.literals import literal
from ..text.wire_text import wire_text

_DEEPEST = 4  # levels of nested models
_SHOWN = 2  # properties that a model is shown with, unless it requires more
_TABLE_NAME = "tableName"  # the parameter that is the name of a table
_EQUAL = 1  # the number of the operator of a search that compares for equality


@dataclass(frozen=True)
class Example:
    """An example value.

    Attributes:
        source: The Python expression.
        wire: The value in JSON.
        imports: The (module, name) pairs that the expression needs.
    """

    source: str
    wire: Any
    imports: frozenset[tuple[str, str]] = frozenset()


_MOMENT = Example(
    "datetime(2026, 1, 31, 12, 0, tzinfo=UTC)",
    "2026-01-31T12:00:00+00:00",
    frozenset({("datetime", "UTC"), ("datetime", "datetime")}),
)
_DATE = Example("date(2026, 1, 31)", "2026-01-31", frozenset({("datetime", "date")}))
_DATE_ONLY = replace(_DATE, wire="2026-01-31T00:00:00+00:00")  # a date-time that the client takes as a date
_FORMATS = {
    "byte": Example('b"..."', "Li4u"),
    "date": _DATE,
    "date-time": _MOMENT,
    "date-time-local": replace(_MOMENT, wire="2026-01-31T12:00:00"),
}
_TYPES = {
    "boolean": Example("True", True),
    "integer": Example("1", 1),
    "number": Example('Decimal("9.95")', 9.95, frozenset({("decimal", "Decimal")})),
}


class ExampleValues:
    """Makes example values for one account."""

    def __init__(self, plan: Plan, package: str) -> None:
        """Prepare to make values.

        Args:
            plan: What the account's package contains.
            package: The import name of the package.
        """
        api = plan.api
        self._schemas = plan.document.schemas
        self._examples = Examples.of(plan.document)
        self._models = {model.name: model for model in api.models()}
        self._searchable = {fields.name: fields for fields in _searchable(api)}
        self._homes = _homes(api, package)
        self._names = listed_names(plan.account)
        self._tables = [table.label for table in api.tables]

    def parameter(self, parameter: Mapping[str, Any]) -> Example:
        """Return a value for a path or query parameter."""
        if parameter["name"] == _TABLE_NAME and self._tables:
            return _plain(self._tables[0])
        described = self._examples.parameter({**parameter, "required": True})
        examples = [described["example"]] if "example" in described else []
        return self.value({**parameter["schema"], "examples": examples})

    def value(self, schema: Mapping[str, Any], depth: int = 0) -> Example:
        """Return a value that is valid against a schema.

        Args:
            schema: The schema. Its examples are used if they are texts or integers.
            depth: How many models the value is nested in.
        """
        if "$ref" in schema:
            return self._instance(self._models[schema["$ref"].removeprefix(SCHEMA_REFERENCE)], depth)
        alternatives = schema.get("oneOf", schema.get("anyOf"))
        if alternatives is not None:
            return self.value(next(one for one in alternatives if one.get("type") != "null"), depth)
        types = schema.get("type", "string")
        kind = types if isinstance(types, str) else next(one for one in types if one != "null")
        if kind == "array":
            item = self.value(schema["items"], depth)
            return Example(f"[{item.source}]", [item.wire], item.imports)
        if kind == "object":
            return self._mapping(schema, depth)
        allowed = self._allowed(schema)
        if allowed:
            return _plain(allowed[0])
        if kind == "string" and schema.get("format") in _FORMATS:
            return _DATE_ONLY if schema.get("x-date-only") else _FORMATS[schema["format"]]
        example: Any = next(iter(schema.get("examples", ())), None)
        if (kind, type(example)) in (("string", str), ("integer", int)):
            return _plain(example)
        return _plain("...") if kind == "string" else _TYPES[kind]

    def condition(self, search: Search) -> Example:
        """Return a condition of a search, which compares one of the account's own fields if it has any."""
        fields = {field.wire: field for field in self._models[search.model[1]].fields}
        searchable = self._searchable[search.fields].fields
        chosen = next((one for one in searchable if _is_telling(fields[one.wire])), searchable[0])
        schema = fields[chosen.wire].schema
        allowed = schema.get("x-allowed-values")
        value = self.value({**schema, "enum": allowed} if allowed else schema)
        return Example(
            f"{search.fields}.{chosen.name} == {value.source}",
            {"Field": chosen.wire, "Operator": _EQUAL, "Value": wire_text(value.wire)},
            value.imports | {(self._homes[search.fields], search.fields)},
        )

    def _allowed(self, schema: Mapping[str, Any]) -> list[Any]:
        names = self._names.get(schema.get("x-account-values", ""), ())
        return [item for item in (*names, *schema.get("enum", ())) if item is not None]

    def _mapping(self, schema: Mapping[str, Any], depth: int) -> Example:
        """Return a map with one member."""
        names = self._allowed({key: schema[key] for key in ("x-account-values",) if key in schema})
        key = _plain(names[0]) if names else self.value(schema.get("propertyNames", {}), depth)
        values = schema.get("additionalProperties")
        value = self.value(values if isinstance(values, Mapping) else {}, depth)
        return Example(f"{{{key.source}: {value.source}}}", {key.wire: value.wire}, key.imports | value.imports)

    def _instance(self, model: ModelClass, depth: int) -> Example:
        """Return an instance of a model, or the first member of an enum."""
        imports = frozenset({(self._homes[model.name], model.name)})
        if model.members:
            name, number = model.members[0]
            return Example(f"{model.name}.{name}", number, imports)
        schemas = self._examples.schema(model.name, self._schemas[model.name]).get("properties", {})
        values = [(one, self.value(schemas[one.wire], depth + 1)) for one in _shown(model, depth)]
        return Example(
            f"{model.name}({', '.join(f'{field.name}={value.source}' for field, value in values)})",
            {field.wire: value.wire for field, value in values},
            imports.union(*(value.imports for _, value in values)),
        )


def _searchable(api: Api) -> Iterator[FieldsClass]:
    for module in api.modules:
        yield from module.searchable
    yield from (table.searchable for table in api.tables if table.searchable is not None)


def _homes(api: Api, package: str) -> dict[str, str]:
    """Return the module that users import each class from."""
    homes = {name: f"{package}.models" for module in api.modules for name in module.classes}
    for table in api.tables:
        fields = [table.searchable.name] if table.searchable else []
        homes |= dict.fromkeys([*(model.name for model in table.models), *fields], f"{package}.tables.{table.name}")
    return homes


def _plain(value: str | int) -> Example:
    return Example(literal(value) if isinstance(value, str) else str(value), value)


def _is_telling(field: Field) -> bool:
    """Return whether a condition about a field makes a good example: comparing with True looks like a mistake."""
    return field.dynamic and "boolean" not in field.schema.get("type", ())


def _shown(model: ModelClass, depth: int) -> list[Field]:
    """Return the properties to show a model with: those it requires, then simple ones, the account's own first."""
    required = [field for field in model.fields if field.required]
    simple = [field for field in model.fields if not field.required and not {"$ref", "items"} & field.schema.keys()]
    simple.sort(key=lambda field: not field.dynamic)
    return required if depth >= _DEEPEST else [*required, *simple[: max(0, _SHOWN - len(required))]]
