"""Convert the API's parsed responses about an account to fields, tables and names.

The rules come from the API's documentation of DynamicFields and DynamicTables, from what its servers were observed to
send, and from what its own client accepts: types as integers, names or numeric text; values of any JSON type; and
members that may be absent, null or in a different case. An item that makes no sense is skipped with a note,
because the rest of the account is still useful. A response that is not a list at all is an error.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from ..text.errors import UndeterminedError
from ..text.reading import Node, Reader
from .credentials import Quote
from .fields import canonical, decoded_list, merge
from .schema import AccountField, AccountTable, AllowedValue, FieldType, TableWrites

MAX_TABLES = 2_000
MAX_FIELDS = 5_000  # per owner or table
MAX_VALUES = 10_000  # per field
MAX_NAMES = 10_000
MAX_ITEMS = 200_000  # fields, allowed values and names per account
MAX_CHARACTERS = 100_000  # per text

_INT32 = range(-(2**31), 2**31)
_INTEGER = re.compile(r"\s*[+-]?[0-9]{1,10}\s*", re.ASCII)
_MAX_TYPE = 1_000  # per name of an unknown type
_T = TypeVar("_T")


@dataclass
class ItemBudget:
    """How many fields, allowed values and names of an account may still be read."""

    left: int = MAX_ITEMS


class ResponseReader(Reader):
    """Reads one response about an account.

    Keys are compared case-insensitively. Messages show the JSON type of a value rather than the value itself, and
    whatever they quote is free of the API key.
    """

    def __init__(self, quote: Quote, path: str, budget: ItemBudget) -> None:
        """Create a reader.

        Args:
            quote: Makes text of the response safe to show.
            path: The path that was requested, for messages.
            budget: The remaining budget of the account, which all its readers share.
        """
        super().__init__(error=UndeterminedError)
        self._quote = quote
        self._path = path
        self._budget = budget

    def tables(self, data: object) -> tuple[AccountTable, ...] | None:
        """Return the tables of an account, without their fields; None if no item of the response makes sense."""
        found = self._sensible(data, MAX_TABLES, "tables", self._table)
        if found is None:
            return None
        ids = self._first_of_each(found, lambda table: str(table.id), "id")
        return tuple(self._first_of_each(ids, lambda table: table.name, "name"))

    def fields(self, data: object) -> tuple[AccountField, ...] | None:
        """Return the fields of an owner or table; None if no item of the response makes sense."""
        found = self._sensible(data, MAX_FIELDS, "fields", self._field)
        if found is None:
            return None
        fields: dict[str, AccountField] = {}
        for field in found:
            fields[field.name] = self._merged(fields[field.name], field) if field.name in fields else field
        for field in fields.values():
            if field.type is FieldType.UNKNOWN:
                kind = self._quote(json.dumps(field.extra["server_type"]), 60)
                self.notes.append(f"field {self.quote(field.name)}: the type {kind} is unknown; it accepts any JSON")
        return tuple(fields.values())

    def names(self, data: object) -> tuple[str, ...] | None:
        """Return a list of names without duplicates; None if no item of the response makes sense."""
        found = self._sensible(data, MAX_NAMES, "names", lambda item: _scalar_text(item).text())
        return None if found is None else tuple(dict.fromkeys(found))

    def find(self, members: Mapping[str, object], key: str, default: object) -> object:
        """Return a member by its key; an exact match takes precedence over one in a different case."""
        if key in members:
            return members[key]
        return next((value for name, value in members.items() if name.lower() == key.lower()), default)

    def describe(self, value: object) -> str:
        """Return the JSON type of a value."""
        if value is None:
            return "null"
        kinds = {bool: "true or false", str: "text", dict: "an object", list: "a list"}
        return kinds.get(type(value), "a number")

    def quote(self, text: str) -> str:
        """Return a text that is safe to show in a message."""
        return f"`{self._quote(text, 80)}`"

    def text_problem(self, text: str) -> str:
        """Return what is wrong with a text; empty if nothing is."""
        if len(text) > MAX_CHARACTERS:
            return f"has {len(text)} characters; at most {MAX_CHARACTERS} are accepted"
        return "contains the API key, which must not be stored in a snapshot" if self._quote.holds_key(text) else ""

    def _sensible(self, data: object, limit: int, what: str, read: Callable[[Node], _T]) -> tuple[_T, ...] | None:
        """Return the items that make sense, parsed; None if there are items but none makes sense."""
        root = self.root(decoded_list(data), f"GET {self._path}")
        count = len(root.value) if isinstance(root.value, list) else 0
        if count > limit:
            root.problem(f"has {count} {what}; at most {limit} are accepted")
            return ()
        self._take(root, count)
        found = root.sound_items(read)
        return None if count and not found else found

    def _take(self, node: Node, items: int) -> None:
        self._budget.left -= items
        if self._budget.left < 0:
            node.problem(f"the account has more than {MAX_ITEMS} fields, allowed values and names, the limit")
            self.raise_problems()

    def _table(self, item: Node) -> AccountTable:
        number = item.member("Id")
        number.value = _integer(number.value)
        return AccountTable(
            id=number.integer(_INT32, "a 32-bit integer"),
            name=_scalar_text(item.member("Name")).text(),
            label=self._optional_text(item.optional("Label")),
            description=self._optional_text(item.optional("Description")),
            writes=TableWrites(
                create=item.optional("CreateConverterId").absent,
                update=item.optional("UpdateConverterId").absent,
                delete=item.optional("DeleteConverterId").absent,
            ),
        )

    def _field(self, item: Node) -> AccountField:
        name = _scalar_text(item.member("Name")).text()
        server_type = item.optional("Type")
        kind = FieldType.from_server(server_type.value)
        return AccountField(
            name=name,
            type=kind,
            label=self._optional_text(item.optional("Label")),
            values=self._values(item.optional("Values"), kind),
            extra={} if kind is not FieldType.UNKNOWN else {"server_type": self._server_type(server_type)},
        )

    def _optional_text(self, node: Node) -> str | None:
        """Return a text that is only shown to people; anything unusable is left out with a note."""
        _scalar_text(node)
        if node.absent:
            return None
        problem = self.text_problem(node.value) if isinstance(node.value, str) else "is not text"
        if problem:
            node.note(f"{problem}; left out")
            return None
        return str(node.value)

    def _server_type(self, node: Node) -> object:
        """Return the type as the server wrote it, to be kept in the snapshot."""
        if node.absent:
            return None
        text = json.dumps(node.value)
        problem = self.text_problem(text) or (f"has {len(text)} characters" if len(text) > _MAX_TYPE else "")
        if problem:
            node.note(f"{problem}; left out")
            return None
        return node.value

    def _values(self, node: Node, kind: FieldType) -> tuple[AllowedValue, ...] | None:
        """Return the allowed values of a field, None for any."""
        if node.absent or (isinstance(node.value, str) and node.value.strip() in ("", "null")):
            return None
        values = decoded_list(node.value)
        if not isinstance(values, list):
            node.note(f"expected a list, found {self.describe(values)}; any value is accepted")
            return None
        if len(values) > MAX_VALUES:
            node.note(f"has {len(values)} values; at most {MAX_VALUES} are accepted; any value is accepted")
            return None
        self._take(node, len(values))
        return canonical(kind, self._sensible_values(node, values))

    def _sensible_values(self, node: Node, values: Iterable[object]) -> list[AllowedValue]:
        """Return the scalars of a list. A value may always be null, so a null among them adds nothing."""
        found: list[AllowedValue] = []
        for index, value in enumerate(values):
            if isinstance(value, str | int | float):
                problem = self.text_problem(value) if isinstance(value, str) else ""
            else:
                problem = "" if value is None else f"is {self.describe(value)}"
            if problem:
                node.note(f"item {index} {problem}; skipped")
            elif isinstance(value, str | int | float):
                found.append(value)
        return found

    def _merged(self, first: AccountField, second: AccountField) -> AccountField:
        how = "more than once" if first.type is second.type else "with different types"
        self.notes.append(f"field {self.quote(first.name)} is listed {how}; treated as one field")
        return merge(first, second)

    def _first_of_each(
        self, tables: Iterable[AccountTable], key: Callable[[AccountTable], str], what: str
    ) -> list[AccountTable]:
        first: dict[str, AccountTable] = {}
        for table in tables:
            if first.setdefault(key(table), table) is not table:
                self.notes.append(f"table {self.quote(table.name)} ({table.id}) has the {what} of another one; skipped")
        return list(first.values())


def _scalar_text(node: Node) -> Node:
    """Convert a number to text, as it appears as a property name."""
    if isinstance(node.value, int | float) and not isinstance(node.value, bool):
        node.value = json.dumps(node.value)
    return node


def _integer(value: object) -> object:
    """Return the integer that a whole number or a text represents; anything else is returned unchanged."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and _INTEGER.fullmatch(value):
        return int(value)
    return value
