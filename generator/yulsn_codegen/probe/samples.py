"""Keep a few values from the responses in memory, and choose the arguments of later requests from them.

The property that supplies a parameter is derived from the description: the `{id}` of a path belongs to the schema
that the path returns, `storeId` is the `Id` of a `Store`, and `email` is the property of that name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any, TypeGuard

from ..account.schema import AccountSchema
from ..description.document import ACCOUNT_ID, TABLE_OWNER, Document
from .calls import ReadCall, ReadParameter, Schema
from .evidence import fits_format

Arguments = dict[str, Any]

_MOST = 40  # values per property, and objects per schema
_ENDS = 10  # objects kept from each end of a list
_PERIOD = timedelta(days=31)
_LARGEST_ID = 2**31 - 1


class Samples:
    """Values from responses, kept only in memory."""

    def __init__(
        self, document: Document, account: AccountSchema, calls: Sequence[ReadCall], account_id: int | None = None
    ) -> None:
        self._account_id = account_id
        self._document = document
        self._types = {"order_types": account.order_types, "point_types": account.point_types}
        self._dynamic = {field.name for field in account.owners.get("Contacts", ())}
        self._tables = tuple(table.id for table in account.tables)
        self._table_names = tuple(table.name for table in account.tables)
        self._schemas = {call.path: name for call in calls if (name := returned(call)[0])}
        self._ids: dict[str, dict[int, None]] = {}
        self._mentioned: dict[str, dict[int, None]] = {}
        self._objects: dict[str, list[Mapping[str, Any]]] = {}
        self._moments: dict[str, str] = {}

    def add(self, call: ReadCall, value: object) -> None:
        """Keep some of the values that a call returned."""
        items = value if isinstance(value, list) else [value]
        ends = [*items[:_ENDS], *items[_ENDS:][-_ENDS:]]
        name = returned(call)[0]
        if name:
            for item in ends:
                if isinstance(item, dict):
                    self._add_object(call, name, item)
        elif owner := self._owner_of_ids(call):
            _keep(self._ids.setdefault(owner, {}), [item for item in ends if _is_id(item)])

    def arguments(self, call: ReadCall) -> Iterator[Arguments]:
        """Yield sets of arguments for a call, the most likely to find something first.

        The first set has only the required parameters; the second adds the optional ones whose values are known.
        """
        for index, required in enumerate(self._required(call)):
            yield required
            if index == 0 and call.accepts:
                accepted = {name: value for name in call.accepts if (value := self._first(call, name)) is not None}
                if accepted:
                    yield {**accepted, **required}

    def body(self, call: ReadCall) -> bytes | None:
        """Return a body for a call: empty if the call has none, None if no value for it is known."""
        if call.body is None:
            return b""
        schema = self._document.resolve(call.body)
        found = self._conditions(call, schema) if call.searches else self._body(schema)
        return None if found is None else json.dumps(found).encode()

    def _conditions(self, call: ReadCall, schema: Schema) -> object:
        """Return the body of a search that finds at most one object."""
        number = next(self._known_ids(returned(call)[0]), 1)
        conditions = [{"Field": "Id", "Operator": 1, "Value": str(number), "Values": None}]
        return conditions if schema.get("type") == "array" else {schema["required"][0]: conditions}

    def _body(self, schema: Schema) -> object:
        schema = next((self._document.resolve(item) for item in schema.get("anyOf", schema.get("oneOf", ()))), schema)
        if schema.get("type") == "array":
            return self._all_ids("Store")
        found = {}
        for name in schema.get("required", ()):
            ids = self._all_ids(name.removesuffix("Ids"))
            if not ids:
                return None
            found[name] = ids
        return found

    def _all_ids(self, schema: str) -> list[int] | None:
        return list(islice(self._known_ids(schema), 3)) or None

    def _add_object(self, call: ReadCall, name: str, item: Mapping[str, Any]) -> None:
        kept = self._objects.setdefault(name, [])
        scalars = {key: value for key, value in item.items() if isinstance(value, str | int) and value != ""}
        if len(kept) < _MOST:
            kept.append(scalars)
        if _is_id(item.get("Id")):
            _keep(self._ids.setdefault(name, {}), [item["Id"]])
        for key, value in scalars.items():
            if key.endswith("Id") and key != "Id" and _is_id(value):
                owner = key.removeprefix("Primary").removesuffix("Id")
                _keep(self._mentioned.setdefault(owner, {}), [value])
            elif isinstance(value, str) and "T" in value and fits_format(value, "date-time"):
                self._moments.setdefault(call.tag, value)

    def _owner_of_ids(self, call: ReadCall) -> str:
        """Return the schema whose ids a call lists, which is that of the objects below its path."""
        if returned(call)[1].get("type") != "integer":
            return ""
        if "ContactIds" in call.path:
            return "Contact"
        return self._schemas.get(f"{call.path}/{{id}}", "")

    def _known_ids(self, schema: str) -> Iterator[int]:
        """Yield ids of a schema's objects, starting with those that others refer to: more can be read about them."""
        yield from dict.fromkeys([*self._mentioned.get(schema, ()), *self._ids.get(schema, ())])

    def _required(self, call: ReadCall) -> Iterator[Arguments]:
        names = call.requires
        if call.pages:
            cursor = call.parameters[call.pages["cursor"]]
            yield {cursor.name: "" if _takes_text(cursor.schema) else 0}
            return
        if call.path.endswith("/DynamicFields/{id}"):
            yield from self._owners(call)
            return
        if {"field", "value"} <= set(names):
            yield from self._fields()
            return
        if not names:
            yield {}
            return
        queries = [name for name in names if call.parameters[name].place == "query"]
        if queries:
            yield from self._lookups(call, queries)
        candidates = {name: list(islice(self._values(call, name), _MOST)) for name in names}
        if all(candidates.values()):
            for index in range(max(map(len, candidates.values()))):
                yield {name: values[index % len(values)] for name, values in candidates.items()}

    def _lookups(self, call: ReadCall, names: Sequence[str]) -> Iterator[Arguments]:
        """Yield arguments that look up objects already read, taken from their properties."""
        schema = returned(call)[0]
        for item in self._objects.get(schema, ()):
            found: Arguments = {}
            for name in names:
                value = _property(item, schema, name)
                if value is None:
                    value = self._first(call, name) if call.parameters[name].schema.get("format") else None
                if value is not None:
                    found[name] = value
            if len(found) == len(call.requires):
                yield found

    def _owners(self, call: ReadCall) -> Iterator[Arguments]:
        owners = call.parameters["owner"].schema.get("enum", ())
        alone = [{"owner": owner} for owner in owners if owner != TABLE_OWNER]
        yield from alone[:1]
        yield from ({"owner": TABLE_OWNER, "id": number} for number in self._tables[:_MOST])
        yield from alone[1:]

    def _fields(self) -> Iterator[Arguments]:
        for item in self._objects.get("Contact", ()):
            for name, value in item.items():
                if name in self._dynamic and isinstance(value, str):
                    yield {"field": name, "value": value}

    def _first(self, call: ReadCall, name: str) -> Any:
        return next(self._values(call, name), None)

    def _values(self, call: ReadCall, name: str) -> Iterator[Any]:
        """Yield values for a parameter."""
        parameter = call.parameters[name]
        schema = returned(call)[0]
        if parameter.schema.get("format") == "date-time":
            yield self._moment(call.tag, name)
        elif parameter.schema.get("type") == "boolean":
            yield True
        elif listed := self._types.get(parameter.schema.get("x-account-values", ""), ()):
            yield from sorted(listed)
        elif name == ACCOUNT_ID:
            yield from () if self._account_id is None else (self._account_id,)
        elif parameter.place == "path" and parameter.schema.get("type") == "array":
            yield from self._listed(parameter)
        elif parameter.place == "path" and "enum" in parameter.schema:
            yield from parameter.schema["enum"]
        elif name == "tableName":
            yield from self._table_names
        elif name == "tableId":
            yield from self._tables
        elif parameter.place == "path" and name == "lastId":
            yield 0
        elif parameter.place == "path" and (ids := list(self._known_ids(self._owner_of_path(call, name)))):
            yield from ids
        elif parameter.indexed:
            yield from self._listed(parameter)
        elif name == "primaryContactEmail":
            yield from self._primary_emails()
        elif name.endswith("Id") and (ids := list(self._known_ids(name[:1].upper() + name[1:-2]))):
            yield from ids
        elif call.pages.get("size") == name:
            yield 2
        else:
            found = (_property(item, schema, name) for item in self._objects.get(schema, ()))
            yield from (value for value in found if value is not None)

    def _listed(self, parameter: ReadParameter) -> Iterator[list[Any]]:
        """Yield lists for a parameter that takes several values."""
        members = self._document.resolve(parameter.schema.get("items", {})).get("enum")
        values = members if members is not None else list(self._known_ids("Segment"))
        if values:
            yield list(values[:2])

    def _primary_emails(self) -> Iterator[Any]:
        primary = self._mentioned.get("Contact", {})
        companies = {item.get("PrimaryContactId") for item in self._objects.get("ContactCompany", ())}
        for item in self._objects.get("Contact", ()):
            number = item.get("Id")
            if number in companies and number in primary and item.get("Email"):
                yield item["Email"]

    def _owner_of_path(self, call: ReadCall, name: str) -> str:
        """Return the schema that an id in a call's path belongs to."""
        return self._schemas.get(call.path[: call.path.index(f"{{{name}}}") + len(name) + 2], "")

    def _moment(self, tag: str, name: str) -> str:
        """Return a time one month before or after a date read in a group, or else the current time."""
        around = self._moments.get(tag)
        moment = datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", around)) if around else datetime.now(UTC)
        try:
            return (moment + (-_PERIOD if name.lower().endswith("from") else _PERIOD)).isoformat()
        except OverflowError:  # at the limits of the calendar, year 1 or 9999
            return datetime.now(UTC).isoformat()


def returned(call: ReadCall) -> tuple[str, Schema]:
    """Return the schema of the objects that a call returns and its name, which is empty for other values."""
    schema = call.returns.get("items", call.returns) if call.returns.get("type") == "array" else call.returns
    return str(schema.get("$ref", "")).rsplit("/", 1)[-1], schema


def _property(item: Mapping[str, Any], schema: str, parameter: str) -> Any:
    """Return the property that a parameter refers to, whose name is the same or lacks the schema's name as a prefix."""
    wanted = {parameter.lower(), parameter.lower().removeprefix(schema.lower())}
    return next((value for name, value in item.items() if name.lower() in wanted), None)


def _takes_text(schema: Schema) -> bool:
    parts = (schema, *schema.get("anyOf", ()), *schema.get("oneOf", ()))
    return any("string" in part.get("type", ()) for part in parts)


def _is_id(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= _LARGEST_ID


def _keep(kept: dict[int, None], values: list[int]) -> None:
    for value in values:
        if len(kept) < _MOST:
            kept[value] = None
