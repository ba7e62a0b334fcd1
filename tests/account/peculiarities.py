"""Peculiarities of servers: what one sends, and what `fetch` makes of it.

The tests run every row against a server that does so, and the reference page shows them as a table.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from yulsn_codegen.account.schema import AccountField, AccountTable, AllowedValue, FieldType, TableWrites

from .server import NAME_PATHS, OWNER_PATHS, TABLES, Answer, table_path

_STRING, _NUMBER, _DECIMAL = FieldType.STRING, FieldType.NUMBER, FieldType.DECIMAL
_STORES = OWNER_PATHS["Stores"]
_TYPES = NAME_PATHS[0]
_DENIED = Answer({"Message": "No right."}, 403)


@dataclass(frozen=True)
class Peculiarity:
    """Something that a server may do.

    Attributes:
        sends: What it does, in Markdown.
        result: What happens, in Markdown.
        answers: What it responds by path; other parts of the account are empty lists.
        schema: The members of the schema that are not empty.
        notes: The beginnings of all notes, in order.
        error: The beginning of the message, if the account cannot be read (exit code 3).
    """

    sends: str
    result: str
    answers: Mapping[str, Answer | list[Answer]]
    schema: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    error: str = ""


def _field(sends: str, result: str, item: object, expected: AccountField | None, *notes: str) -> Peculiarity:
    """One item in the list of fields of Stores, next to an ordinary one."""
    plain = AccountField("Plain", _STRING)
    stores = (plain,) if expected is None else (plain, expected)
    return Peculiarity(
        sends,
        result,
        {_STORES: Answer([{"Name": "Plain", "Type": 1}, item])},
        {"owners": {"Stores": stores}},
        tuple(f"the fields of Stores: {note}" for note in notes),
    )


def _values(
    sends: str, result: str, kind: int | str, values: object, expected: tuple[AllowedValue, ...] | None, *notes: str
) -> Peculiarity:
    known = AccountField("A", FieldType.from_server(kind), values=expected)
    return _field(sends, result, {"Name": "A", "Type": kind, "Values": values}, known, *notes)


def _type(sends: str, result: str, server_type: object, expected: FieldType) -> Peculiarity:
    if expected is not FieldType.UNKNOWN:
        return _field(sends, result, {"Name": "A", "Type": server_type}, AccountField("A", expected))
    kept = AccountField("A", expected, extra={"server_type": server_type})
    note = f"field `A`: the type {json.dumps(server_type)} is unknown; it accepts any JSON"
    return _field(sends, result, {"Name": "A", "Type": server_type}, kept, note)


def _failing(sends: str, result: str, path: str, answer: Answer, error: str) -> Peculiarity:
    return Peculiarity(sends, result, {path: answer}, error=error)


def _tables(
    sends: str, result: str, items: object, *expected: AccountTable, notes: tuple[str, ...] = ()
) -> Peculiarity:
    answers = {TABLES: Answer(items), **{table_path(table.id): Answer([]) for table in expected}}
    return Peculiarity(sends, result, answers, {"tables": expected}, notes)


def _unread(sends: str, result: str, path: str, answer: Answer, part: str, note: str) -> Peculiarity:
    return Peculiarity(sends, result, {path: answer}, {"unread": frozenset({part})}, (note,))


_VALUES = (
    _values("a Number field's values as numbers", "integers", 3, [1, 2, 3], (1, 2, 3)),
    _values("a Number field's values as text", "the same integers", 3, ["1", "2", " 3 "], (1, 2, 3)),
    _values('a Number field\'s values as `1.0` and `"2.0"`', "integers", 3, [1.0, "2.0"], (1, 2)),
    _values("the same value as number and as text", "one value", 3, [5, "5", 5.0], (5,)),
    _values("text that is no number for a Number field", "kept; the values are not checked", 3, [1, "x"], (1, "x")),
    _values("a Decimal field's values as numbers and text", "numbers", "Decimal", [2, "2.50", 0.1], (2, 2.5, 0.1)),
    _values('a Boolean field\'s values as `true` and `"False"`', "booleans", 2, [True, "False"], (True, False)),
    _values("a String field's values as numbers or booleans", "their text", 1, [1, 2.5, True], ("1", "2.5", "true")),
    _values("`null` among the values", "ignored: every field may be null", 1, ["a", None, "b"], ("a", "b")),
    _values("the same value twice", "one value", 1, ["a", "a"], ("a",)),
    _values("`Values` as a JSON list in a text", "decoded", 3, '[1, "2"]', (1, 2)),
    _values("`Values` as an empty text or as the text `null`", "any value is accepted", 1, "", None),
    _values("`Values` as an empty list", "kept as an empty list", 1, [], ()),
    _values(
        "`Values` as other text, or as an object",
        "any value is accepted; a note",
        1,
        "a;b",
        None,
        "GET /api/v1/DynamicFields?owner=Stores, $[1].Values: expected a list, found text; any value is accepted",
    ),
    _values(
        "an object or a list among the values",
        "skipped with a note",
        1,
        ["a", {"Value": "b"}, ["c"]],
        ("a",),
        "GET /api/v1/DynamicFields?owner=Stores, $[1].Values: item 1 is an object; skipped",
        "GET /api/v1/DynamicFields?owner=Stores, $[1].Values: item 2 is a list; skipped",
    ),
    _values(
        "more than 10,000 values of one field",
        "any value is accepted; a note",
        3,
        list(range(10_001)),
        None,
        "GET /api/v1/DynamicFields?owner=Stores, $[1].Values: has 10001 values; at most 10000 are accepted",
    ),
)


_FIELD_TYPES = (
    _type("`Type` as a name, in any case", "known", "dateTIMEoffset", FieldType.DATE_TIME_OFFSET),
    _type('`Type` as numeric text, such as `"3"`', "known", "3", _NUMBER),
    _type("`Type` as `3.0`", "known", 3.0, _NUMBER),
    _type("a `Type` that is new", "kept; the field accepts any JSON; a note", 6, FieldType.UNKNOWN),
    _type("a `Type` that is an object", "kept; the field accepts any JSON; a note", {"Id": 1}, FieldType.UNKNOWN),
    _field(
        "no `Type`, or `null`",
        "the field accepts any JSON; a note",
        {"Name": "A", "Type": None},
        AccountField("A", FieldType.UNKNOWN, extra={"server_type": None}),
        "field `A`: the type null is unknown; it accepts any JSON",
    ),
)


_FIELDS = (
    _field(
        "members in another case", "the same", {"NAME": "A", "type": 1, "label": "L"}, AccountField("A", _STRING, "L")
    ),
    _field(
        "a member in two cases",
        "the exact spelling wins",
        {"name": "x", "Name": "A", "Type": 1},
        AccountField("A", _STRING),
    ),
    _field(
        "unknown members", "ignored", {"Name": "A", "Type": 1, "IsUnique": True, "X": {}}, AccountField("A", _STRING)
    ),
    _field(
        "a `Label` that is a number", "its text", {"Name": "A", "Type": 1, "Label": 3}, AccountField("A", _STRING, "3")
    ),
    _field(
        "a `Label` that is an object",
        "left out with a note",
        {"Name": "A", "Type": 1, "Label": {}},
        AccountField("A", _STRING),
        "GET /api/v1/DynamicFields?owner=Stores, $[1].Label: is not text; left out",
    ),
    _field("a `Name` that is a number", "its text", {"Name": 7, "Type": 1}, AccountField("7", _STRING)),
    _field(
        "a field without a name, or with `null`",
        "skipped with a note",
        {"Type": 1},
        None,
        "GET /api/v1/DynamicFields?owner=Stores, $[1]: lacks the key `Name`; skipped",
    ),
    _field(
        "`null` in a list of fields",
        "skipped with a note",
        None,
        None,
        "GET /api/v1/DynamicFields?owner=Stores, $[1]: expected an object, found null; skipped",
    ),
    _field(
        "text in a list of fields",
        "skipped with a note",
        "A",
        None,
        "GET /api/v1/DynamicFields?owner=Stores, $[1]: expected an object, found text; skipped",
    ),
    Peculiarity(
        "a field twice with the same type",
        "one field, with the values of both; a note",
        {
            _STORES: Answer(
                [{"Name": "A", "Type": 3, "Values": [1]}, {"Name": "A", "Type": "Number", "Values": ["1", 2]}]
            )
        },
        {"owners": {"Stores": (AccountField("A", _NUMBER, values=(1, 2)),)}},
        ("the fields of Stores: field `A` is listed more than once; treated as one field",),
    ),
    Peculiarity(
        "a field twice with different types",
        "one field that accepts any JSON; a note",
        {_STORES: Answer([{"Name": "A", "Type": 1}, {"Name": "A", "Type": 3}])},
        {"owners": {"Stores": (AccountField("A", FieldType.UNKNOWN, extra={"server_type": ["Number", "String"]}),)}},
        (
            "the fields of Stores: field `A` is listed with different types; treated as one field",
            'the fields of Stores: field `A`: the type ["Number", "String"] is unknown; it accepts any JSON',
        ),
    ),
    _field(
        "names that differ in case alone", "two fields", {"Name": "plain", "Type": 1}, AccountField("plain", _STRING)
    ),
    _field(
        "control characters or half a surrogate pair in a name",
        "kept exactly",
        {"Name": "a\n\ud800", "Type": 1},
        AccountField("a\n\ud800", _STRING),
    ),
)


_TABLE_LISTS = (
    _tables("a table's `Id` as numeric text", "the number", [{"Id": "7", "Name": "Cars"}], AccountTable(7, "Cars")),
    _tables(
        "a table without an id or a name",
        "skipped with a note",
        [{"Id": 7, "Name": "Cars"}, {"Name": "Boats"}],
        AccountTable(7, "Cars"),
        notes=(f"the tables: GET {TABLES}, $[1]: lacks the key `Id`; skipped",),
    ),
    _tables(
        "two tables with one id or one name",
        "the first one; a note",
        [{"Id": 7, "Name": "Cars"}, {"Id": 8, "Name": "Cars"}],
        AccountTable(7, "Cars"),
        notes=("the tables: table `Cars` (8) has the name of another one; skipped",),
    ),
    _tables(
        "converter ids that are absent or null",
        "the table accepts that write directly",
        [{"Id": 7, "Name": "Cars", "CreateConverterId": None, "DeleteConverterId": 4}],
        AccountTable(7, "Cars", writes=TableWrites(delete=False)),
    ),
    Peculiarity("numbers in a list of names", "their text", {_TYPES: Answer(["a", 5])}, {"order_types": ("a", "5")}),
    Peculiarity(
        "`null` or an object in a list of names",
        "skipped with a note",
        {_TYPES: Answer(["a", None, {}])},
        {"order_types": ("a",)},
        (
            f"the order types: GET {_TYPES}, $[1]: expected text, found null; skipped",
            f"the order types: GET {_TYPES}, $[2]: expected text, found an object; skipped",
        ),
    ),
    Peculiarity("a whole list as JSON in a text", "decoded", {_TYPES: Answer('["a"]')}, {"order_types": ("a",)}),
    Peculiarity(
        "a list in which no item makes sense",
        "the part counts as unread; a note",
        {_TYPES: Answer([None, {}])},
        {"unread": frozenset({"order_types"})},
        (
            f"the order types: GET {_TYPES}, $[0]: expected text, found null; skipped",
            f"the order types: GET {_TYPES}, $[1]: expected text, found an object; skipped",
            "the order types: no item of the response makes sense; the part counts as unread",
        ),
    ),
)


_RIGHTS = (
    _unread(
        "401, 403 or 404 for an owner",
        "unread; a note",
        _STORES,
        _DENIED,
        "owners.Stores",
        "the fields of Stores cannot be read with this key (403: No right.)",
    ),
    _unread(
        "the same for the list of tables",
        "unread; a note",
        TABLES,
        Answer({}, 401),
        "tables",
        "the tables cannot be read with this key (401: {})",
    ),
    _unread(
        "the same for order types, point types or patchable fields",
        "unread; a note",
        _TYPES,
        Answer(b"", 404),
        "order_types",
        "the order types cannot be read with this key (404)",
    ),
    Peculiarity(
        "the same for a table's fields",
        "unread; a note",
        {TABLES: Answer([{"Id": 7, "Name": "Cars"}]), table_path(7): _DENIED},
        {"tables": (AccountTable(7, "Cars"),), "unread": frozenset({"tables.7.fields"})},
        ("the fields of table 'Cars' cannot be read with this key (403: No right.)",),
    ),
    Peculiarity(
        "404 for every owner",
        "error: wrong host",
        dict.fromkeys(OWNER_PATHS.values(), Answer({}, 404)),
        error="GET /api/v1/DynamicFields?owner=Contacts: does not exist (404): {}\n  Check the base URL",
    ),
    Peculiarity(
        "401 for everything",
        "error: the key is rejected",
        dict.fromkeys((TABLES, *OWNER_PATHS.values(), *NAME_PATHS), Answer(b"", 401)),
        error="GET /api/v1/DynamicFields?owner=Contacts: the API key was rejected (401)\n  Check the environment",
    ),
    Peculiarity(
        "403 for everything",
        "error: nothing can be read",
        dict.fromkeys((TABLES, *OWNER_PATHS.values(), *NAME_PATHS), _DENIED),
        error="GET /api/v1/DynamicFields?owner=Contacts: the API key was rejected (403): No right.",
    ),
)


_TRANSPORT = (
    Peculiarity(
        "408, 429, 500, 502, 503 or 504 once or twice",
        "retried",
        {_STORES: [Answer({}, 500), Answer({}, 503), Answer([])]},
    ),
    _failing(
        "500 again and again",
        "error, after three attempts",
        _STORES,
        Answer({}, 500),
        f"GET {_STORES}: responded with 500: {{}} (tried 3 times)",
    ),
    _failing(
        "a redirect",
        "error; the key is not sent on",
        TABLES,
        Answer(b"", 302, {"Location": "https://x.example/"}),
        f"GET {TABLES}: redirects (302) to https://x.example, which is not followed",
    ),
    _failing(
        "HTML with the status 200",
        "error",
        TABLES,
        Answer(b"<p>", headers={"Content-Type": "text/html"}),
        f"GET {TABLES}: the response is not JSON but text/html",
    ),
    _failing(
        "an object instead of a list",
        "error",
        _STORES,
        Answer({"Items": []}),
        f"GET {_STORES}, $: expected a list, found an object",
    ),
    _failing(
        "an empty body, or `null`", "error", _STORES, Answer(None), f"GET {_STORES}, $: expected a list, found null"
    ),
    _failing(
        "`NaN` or `Infinity`",
        "error",
        _STORES,
        Answer(b"[NaN]"),
        f"GET {_STORES}: the response is not valid JSON: NaN is not a number; it begins with: [NaN]",
    ),
    _failing(
        "a number of 5,000 digits",
        "error",
        _STORES,
        Answer(b"[" + b"9" * 5_000 + b"]"),
        f"GET {_STORES}: the response is not valid JSON: a number has 5000 digits; at most 1000 are accepted",
    ),
    _failing(
        "JSON that breaks off",
        "error",
        _STORES,
        Answer(b'[{"Name": "A"'),
        f"GET {_STORES}: the response is not valid JSON: Expecting ',' delimiter at line 1, column 14",
    ),
    _failing(
        "text that is not UTF-8",
        "error",
        _STORES,
        Answer('["København"]'.encode("latin-1")),
        f"GET {_STORES}: the response is not valid JSON: not UTF-8 at byte 3",
    ),
    Peculiarity("a byte order mark", "ignored", {_TYPES: Answer(b'\xef\xbb\xbf["a"]')}, {"order_types": ("a",)}),
    Peculiarity(
        "a body compressed with gzip",
        "decompressed",
        {_TYPES: Answer(gzip.compress(b'["a"]'), headers={"Content-Encoding": "gzip"})},
        {"order_types": ("a",)},
    ),
    _failing(
        "a body in an encoding that was not requested",
        "error",
        _STORES,
        Answer(b"x", headers={"Content-Encoding": "br"}),
        f"GET {_STORES}: the response is damaged",
    ),
    _failing(
        "a body of more than 8 MB",
        "error; the rest is not read",
        _STORES,
        Answer(b" " * (8 * 1024**2 + 1)),
        f"GET {_STORES}: the response is larger than 8 MB, the limit",
    ),
    _failing(
        "a small body that decompresses to more",
        "error; the rest is not decompressed",
        _STORES,
        Answer(gzip.compress(b" " * 64 * 1024**2), headers={"Content-Encoding": "gzip"}),
        f"GET {_STORES}: the response is larger than 8 MB, the limit",
    ),
    _failing(
        "nesting of more than 32 levels",
        "error",
        _STORES,
        Answer(b"[" * 33 + b"]" * 33),
        f"GET {_STORES}: the response is nested deeper than 32 levels, the limit",
    ),
    _failing(
        "more than 300,000 objects and lists",
        "error",
        _STORES,
        Answer(b"[" + b"{}," * 300_000 + b"{}]"),
        f"GET {_STORES}: the response has more than 300000 objects and lists, the limit",
    ),
    _failing(
        "more than 5,000 fields of an owner or table",
        "error",
        _STORES,
        Answer([{"Name": "A"}] * 5_001),
        f"GET {_STORES}, $: has 5001 fields; at most 5000 are accepted",
    ),
)


PECULIARITIES: Mapping[str, tuple[Peculiarity, ...]] = {
    "Allowed values": _VALUES,
    "Types": _FIELD_TYPES,
    "Fields": _FIELDS,
    "Tables and names": _TABLE_LISTS,
    "Rights": _RIGHTS,
    "Responses": _TRANSPORT,
}


def table() -> str:
    """Return all rows as Markdown tables."""
    parts = []
    for title, rows in PECULIARITIES.items():
        lines = [f"### {title}", "", "| the server sends | what happens |", "|---|---|"]
        parts.append("\n".join([*lines, *(f"| {row.sends} | {row.result} |" for row in rows)]) + "\n")
    return "\n".join(parts)
