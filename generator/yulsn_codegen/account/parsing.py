"""Read the API's responses about an account: parsed JSON into fields, tables and names.

The rules come from the API's documentation of DynamicFields and DynamicTables, and from what its servers were observed
to send: types as integers or as names, and members that may be absent or spelled in another case.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from ..text.errors import UndeterminedError
from ..text.reading import Node, Reader
from .http import Quote
from .schema import AccountField, AccountTable, FieldType, TableWrites

MAX_TABLES = 2_000
MAX_FIELDS = 5_000
MAX_NAMES = 10_000
MAX_CHARACTERS = 100_000  # of one text
TABLES = "/api/v1/DynamicTables"

_INT32 = range(-(2**31), 2**31)


class ResponseReader(Reader):
    """Reads the responses about one account.

    Keys are compared without regard to case. Messages show the JSON type of a value rather than the value itself, and
    whatever they quote is free of the API key.
    """

    def __init__(self, quote: Quote) -> None:
        super().__init__(error=UndeterminedError)
        self._quote = quote

    def tables(self, data: object) -> tuple[AccountTable, ...]:
        """Return the tables of an account, without their fields."""
        root = self._response(data, TABLES)
        tables = tuple(map(_table, _capped(root, MAX_TABLES, "tables")))
        if tables:
            root.refuse_repeated("Id")
            root.refuse_repeated("Name")
        return tables

    def fields(self, data: object, path: str, owner: str) -> tuple[AccountField, ...]:
        """Return the dynamic fields of an owner.

        Args:
            data: The response.
            path: The path that was requested.
            owner: What notes call the owner.
        """
        root = self._response(data, path)
        fields = tuple(self._field(item, owner) for item in _capped(root, MAX_FIELDS, "fields"))
        if fields:
            root.refuse_repeated("Name")
        return fields

    def names(self, data: object, path: str) -> tuple[str, ...]:
        """Return a list of names, each of them once."""
        items = _capped(self._response(data, path), MAX_NAMES, "names")
        return tuple(dict.fromkeys(item.text() for item in items))

    def find(self, members: Mapping[str, object], key: str, default: object) -> object:
        """Return a member by its key; one spelled exactly so is preferred to one in another case."""
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
        """Return a text fit for a message."""
        return f"`{self._quote(text, 80)}`"

    def text_problem(self, text: str) -> str:
        """Return what is wrong with a text; empty if nothing is."""
        if len(text) > MAX_CHARACTERS:
            return f"has {len(text)} characters; at most {MAX_CHARACTERS} are accepted"
        return "has the API key in it, which no snapshot may hold" if self._quote.holds_key(text) else ""

    def _response(self, data: object, path: str) -> Node:
        return self.root(data, f"GET {path}")

    def _field(self, item: Node, owner: str) -> AccountField:
        name = item.member("Name").text()
        server_type = item.optional("Type")
        kind = FieldType.from_server(server_type.value)
        extra: dict[str, object] = {}
        if kind is FieldType.UNKNOWN:
            extra["server_type"] = None if server_type.absent else server_type.value
            text = json.dumps(extra["server_type"])
            if problem := self.text_problem(text):
                server_type.problem(problem)
            self.notes.append(
                f"{owner}, field `{self._quote(name)}`: its type {self._quote(text, 60)} is unknown; "
                "the field accepts any JSON"
            )
        return AccountField(
            name=name,
            type=kind,
            label=item.optional("Label").text_or_none(),
            values=_values(item.optional("Values")),
            extra=extra,
        )


def _table(item: Node) -> AccountTable:
    return AccountTable(
        id=item.member("Id").integer(_INT32, "a 32-bit integer"),
        name=item.member("Name").text(),
        label=item.optional("Label").text_or_none(),
        description=item.optional("Description").text_or_none(),
        writes=TableWrites(
            create=item.optional("CreateConverterId").absent,
            update=item.optional("UpdateConverterId").absent,
            delete=item.optional("DeleteConverterId").absent,
        ),
    )


def _capped(node: Node, limit: int, what: str) -> list[Node]:
    """Return the items of a list; none of one that is longer than the limit."""
    items = node.items()
    if len(items) > limit:
        node.problem(f"has {len(items)} {what}; at most {limit} are accepted")
        return []
    return items


def _values(node: Node) -> tuple[str, ...] | None:
    """Return the allowed values of a field, None for any."""
    if node.absent or not isinstance(node.value, list):
        node.items()
        return None
    # A value may always be null, so a null among the allowed values adds nothing.
    return tuple(item.text() for item in node.items() if item.value is not None)
