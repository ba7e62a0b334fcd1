"""The API's answers about an account as values: parsed JSON goes in, fields, tables and names come out, or problems.

Where the rules come from: the API's documentation of DynamicFields and DynamicTables, and what its servers were
observed to answer (types as integers or as names, keys that may be absent).
"""

from __future__ import annotations

import json

from ..text.errors import Problem, UndeterminedError
from .http import Quote, property_of
from .schema import AccountField, AccountTable, FieldType, TableWrites

MAX_TABLES = 2_000
MAX_FIELDS = 5_000
MAX_NAMES = 10_000
MAX_CHARACTERS = 100_000  # of one text
TABLES = "/api/v1/DynamicTables"

_PROBLEMS_SHOWN = 20
_INT32 = range(-(2**31), 2**31)
_TYPES = {
    1: FieldType.STRING,
    2: FieldType.BOOLEAN,
    3: FieldType.NUMBER,
    4: FieldType.DATE_TIME_OFFSET,
    5: FieldType.DECIMAL,
}
_TYPE_NAMES = {kind.lower(): kind for kind in _TYPES.values()}


class Reader:
    """Turns answers into values; collects what is wrong in them, so that one run reports everything."""

    def __init__(self, quote: Quote) -> None:
        self.quote = quote
        self.problems: list[Problem] = []
        self.warnings: list[str] = []

    def raise_problems(self) -> None:
        if len(self.problems) > _PROBLEMS_SHOWN:
            more = Problem("", f"and {len(self.problems) - _PROBLEMS_SHOWN} more problems like these")
            raise UndeterminedError([*self.problems[:_PROBLEMS_SHOWN], more])
        if self.problems:
            raise UndeterminedError(self.problems)

    def tables(self, data: object) -> tuple[AccountTable, ...]:
        sound = len(self.problems)
        tables = tuple(self.table(*item) for item in self.objects(data, TABLES, MAX_TABLES, "tables"))
        if len(self.problems) == sound:
            self.unique([str(table.id) for table in tables], TABLES, "Id")
            self.unique([table.name for table in tables], TABLES, "Name")
        return tables

    def table(self, item: dict[str, object], place: str) -> AccountTable:
        number = property_of(item, "Id")
        if not isinstance(number, int) or isinstance(number, bool) or number not in _INT32:
            self.wrong(TABLES, f"{place}.Id", "a 32-bit integer", number)
            number = -1
        return AccountTable(
            id=number,
            name=self.name(item, TABLES, place),
            label=self.optional_text(item, "Label", TABLES, place),
            description=self.optional_text(item, "Description", TABLES, place),
            writes=TableWrites(
                create=property_of(item, "CreateConverterId") is None,
                update=property_of(item, "UpdateConverterId") is None,
                delete=property_of(item, "DeleteConverterId") is None,
            ),
        )

    def fields(self, data: object, path: str, owner: str) -> tuple[AccountField, ...]:
        sound = len(self.problems)
        items = self.objects(data, path, MAX_FIELDS, "fields")
        fields = tuple(self.field(item, path, place, owner) for item, place in items)
        if len(self.problems) == sound:
            self.unique([item.name for item in fields], path, "Name")
        return fields

    def field(self, item: dict[str, object], path: str, place: str, owner: str) -> AccountField:
        name = self.name(item, path, place)
        server_type = property_of(item, "Type")
        kind = _field_type(server_type)
        if kind is FieldType.UNKNOWN:
            shown = self.quote(json.dumps(server_type), 60)
            self.check_text(json.dumps(server_type), path, f"{place}.Type")
            self.warnings.append(
                f"{owner}, field `{self.quote(name)}`: its type {shown} is not known here; it is read as any JSON"
            )
        return AccountField(
            name=name,
            type=kind,
            label=self.optional_text(item, "Label", path, place),
            values=self.values(property_of(item, "Values"), path, f"{place}.Values"),
            extra={"server_type": server_type} if kind is FieldType.UNKNOWN else {},
        )

    def values(self, data: object, path: str, place: str) -> tuple[str, ...] | None:
        if data is None:
            return None
        if not isinstance(data, list):
            self.wrong(path, place, "a list", data)
            return None
        # a value may always be null, so a null among the allowed ones says nothing
        return self.texts([value for value in data if value is not None], path, place)

    def names(self, data: object, path: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.texts(self.items(data, path, MAX_NAMES, "names"), path, "$")))

    def texts(self, data: list[object], path: str, place: str) -> tuple[str, ...]:
        for index, item in enumerate(data):
            if not isinstance(item, str):
                self.wrong(path, f"{place}[{index}]", "text", item)
            else:
                self.check_text(item, path, f"{place}[{index}]")
        return tuple(item for item in data if isinstance(item, str))

    def items(self, data: object, path: str, most: int, what: str) -> list[object]:
        if not isinstance(data, list):
            self.wrong(path, "$", "a list", data)
            return []
        if len(data) > most:
            self.problem(path, "$", f"has {len(data)} {what}; {most} are the most that is read")
            return []
        return data

    def objects(self, data: object, path: str, most: int, what: str) -> list[tuple[dict[str, object], str]]:
        """The items with their places."""
        objects = []
        for index, item in enumerate(self.items(data, path, most, what)):
            if isinstance(item, dict):
                objects.append((item, f"$[{index}]"))
            else:
                self.wrong(path, f"$[{index}]", "an object", item)
        return objects

    def name(self, item: dict[str, object], path: str, place: str) -> str:
        """The `Name`; an empty one is a name too, which the account's fields and tables are told apart by."""
        name = property_of(item, "Name")
        if isinstance(name, str):
            self.check_text(name, path, f"{place}.Name")
            return name
        if name is None:
            self.problem(path, place, "has no Name")
        else:
            self.wrong(path, f"{place}.Name", "text", name)
        return ""

    def optional_text(self, item: dict[str, object], key: str, path: str, place: str) -> str | None:
        value = property_of(item, key)
        if isinstance(value, str):
            self.check_text(value, path, f"{place}.{key}")
        if value is None or isinstance(value, str):
            return value
        self.wrong(path, f"{place}.{key}", "text", value)
        return None

    def check_text(self, text: str, path: str, place: str) -> None:
        if len(text) > MAX_CHARACTERS:
            self.problem(path, place, f"has {len(text)} characters; {MAX_CHARACTERS} are the most that is read")
        if self.quote.holds_key(text):
            self.problem(path, place, "has the API key in it, which no snapshot may hold")

    def unique(self, names: list[str], path: str, key: str) -> None:
        seen: dict[str, int] = {}
        for index, name in enumerate(names):
            if name in seen:
                self.problem(path, f"$[{index}].{key}", f"is `{self.quote(name, 80)}`, like that of $[{seen[name]}]")
            seen.setdefault(name, index)

    def wrong(self, path: str, place: str, wanted: str, got: object) -> None:
        self.problem(path, place, f"should be {wanted}, is {_kind(got)}")

    def problem(self, path: str, place: str, what: str) -> None:
        self.problems.append(Problem(f"GET {path}, {place}", what))


def _field_type(server_type: object) -> FieldType:
    if isinstance(server_type, int) and not isinstance(server_type, bool):
        return _TYPES.get(server_type, FieldType.UNKNOWN)
    if isinstance(server_type, str):
        return _TYPE_NAMES.get(server_type.lower(), FieldType.UNKNOWN)
    return FieldType.UNKNOWN


def _kind(value: object) -> str:
    """Name the JSON type of a value."""
    if value is None:
        return "null or absent"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, str):
        return "text"
    if isinstance(value, dict):
        return "an object"
    return "a list" if isinstance(value, list) else "a number"
