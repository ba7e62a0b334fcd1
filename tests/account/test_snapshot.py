"""Snapshots: what is written is read back, in one canonical order; problems are reported with their place."""

from __future__ import annotations

import copy
import json
import random
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yulsn_codegen.account.fields import canonical
from yulsn_codegen.account.schema import (
    EMPTY,
    OWNERS,
    AccountField,
    AccountSchema,
    AccountTable,
    FieldType,
    TableWrites,
)
from yulsn_codegen.account.snapshot import dump_snapshot, parse_snapshot, read_snapshot, snapshot
from yulsn_codegen.text.errors import InputError

SNAPSHOT: dict[str, Any] = {
    "format": 1,
    "owners": {
        "Contacts": [
            {"name": "Favourite Colour", "type": "String", "label": "Favourite colour", "values": ["red", "green"]},
            {"name": "Shoe size", "type": "Decimal", "label": None, "values": None},
        ],
        "ContactCompanies": [],
        "Orders": [{"name": "Picked", "type": "DateTimeOffset", "label": None, "values": None}],
        "OrderLines": [],
        "Stores": [],
    },
    "tables": [
        {
            "id": 7,
            "name": "Cars",
            "label": "Cars",
            "description": None,
            "writes": {"create": True, "update": True, "delete": False},
            "fields": [{"name": "Doors", "type": "Number", "label": None, "values": None}],
        }
    ],
    "order_types": ["webshop"],
    "point_types": ["bonus"],
    "patch_fields": ["FirstName"],
    "unread": [],
}


def changed(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    data = copy.deepcopy(SNAPSHOT)
    change(data)
    return data


def problems_of(data: object) -> list[str]:
    with pytest.raises(InputError) as caught:
        parse_snapshot(data, "account.json")
    assert caught.value.exit_code == 2
    return [str(problem) for problem in caught.value.problems]


def test_a_snapshot_is_read_into_values(tmp_path: Path) -> None:
    path = tmp_path / "account.json"
    path.write_text(json.dumps(SNAPSHOT), encoding="utf-8")
    schema = read_snapshot(path)
    assert schema == AccountSchema(
        owners={
            "Contacts": (
                AccountField("Favourite Colour", FieldType.STRING, "Favourite colour", ("red", "green")),
                AccountField("Shoe size", FieldType.DECIMAL),
            ),
            "ContactCompanies": (),
            "Orders": (AccountField("Picked", FieldType.DATE_TIME_OFFSET),),
            "OrderLines": (),
            "Stores": (),
        },
        tables=(
            AccountTable(
                7, "Cars", "Cars", None, TableWrites(delete=False), (AccountField("Doors", FieldType.NUMBER),)
            ),
        ),
        order_types=("webshop",),
        point_types=("bonus",),
        patch_fields=("FirstName",),
    )


def test_a_canonical_snapshot_is_written_as_it_was_read() -> None:
    text = json.dumps(SNAPSHOT, indent=2) + "\n"
    assert dump_snapshot(parse_snapshot(SNAPSHOT, "account.json")) == text


def test_an_empty_schema_is_a_valid_snapshot() -> None:
    assert parse_snapshot(json.loads(dump_snapshot(EMPTY)), "account.json") == EMPTY


def test_optional_keys_may_be_omitted() -> None:
    def strip(data: dict[str, Any]) -> None:
        data["owners"]["Contacts"] = [{"name": "A", "type": "Boolean"}]
        data["tables"] = [{"id": 1, "name": "T", "writes": {}, "fields": []}]

    schema = parse_snapshot(changed(strip), "account.json")
    assert schema.owners["Contacts"] == (AccountField("A", FieldType.BOOLEAN),)
    assert schema.tables == (AccountTable(1, "T"),)


def test_the_snapshot_does_not_depend_on_the_order_of_the_server() -> None:
    fields = tuple(AccountField(name, FieldType.NUMBER) for name in ("b", "B", "a", "é", "0", "\U0001f697", " "))
    tables = tuple(AccountTable(number, name, fields=fields) for number, name in ((9, "x"), (1, "y"), (3, "X")))
    schema = AccountSchema(
        owners=dict.fromkeys(OWNERS, fields),
        tables=tables,
        order_types=("z", "A"),
        point_types=("z", "A"),
        patch_fields=("z", "A"),
        extra={"b": {"y": 1, "x": [{"d": 1, "c": 2}]}, "a": 1},
    )
    text = dump_snapshot(schema)
    shuffle = random.Random(7)

    def shuffled(items: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(shuffle.sample(items, len(items)))

    for _ in range(5):
        other = AccountSchema(
            owners={owner: shuffled(fields) for owner in shuffled(OWNERS)},
            tables=shuffled(tuple(replace(table, fields=shuffled(fields)) for table in tables)),
            order_types=shuffled(schema.order_types),
            point_types=shuffled(schema.point_types),
            patch_fields=shuffled(schema.patch_fields),
            extra={"a": 1, "b": {"x": [{"c": 2, "d": 1}], "y": 1}},
        )
        assert dump_snapshot(other) == text


def test_allowed_values_keep_their_order() -> None:
    field = AccountField("Size", FieldType.STRING, values=("small", "large", "a"))
    schema = replace(EMPTY, owners={**EMPTY.owners, "Stores": (field,)})
    assert parse_snapshot(snapshot(schema), "account.json").owners["Stores"] == (field,)


def test_a_snapshot_is_ascii_and_ends_with_a_newline() -> None:
    text = dump_snapshot(replace(EMPTY, order_types=("køb", "\U0001f697", "\ud800", 'a"\n')))
    assert text.isascii()
    assert text.endswith("}\n")
    order_types = parse_snapshot(json.loads(text), "account.json").order_types
    assert set(order_types) == {"køb", "\U0001f697", "\ud800", 'a"\n'}


def test_names_that_differ_in_any_character_are_distinct(tmp_path: Path) -> None:
    """Lone surrogates, other normal forms and other cases make different names."""
    names = (
        "",
        " ",
        "a",
        "A",
        "a\0",
        "a\ud800",
        "a\ud801",
        "a\udc00",
        "a\ufffd",
        "e\u0301",
        "\xe9",
        "x" * 10_000,
        "\ufb01",
        "fi",
    )
    fields = tuple(AccountField(name, FieldType.STRING, name, (name,)) for name in sorted(names))
    tables = tuple(AccountTable(number, name, name, name) for number, name in enumerate(sorted(names)))
    schema = replace(EMPTY, owners={**EMPTY.owners, "Stores": fields}, tables=tables, patch_fields=tuple(sorted(names)))
    path = tmp_path / "account.json"
    path.write_text(dump_snapshot(schema), encoding="utf-8")
    assert read_snapshot(path) == schema


def test_unknown_keys_are_kept_at_every_level() -> None:
    def grow(data: dict[str, Any]) -> None:
        data["z"] = {"more": [1, None]}
        data["owners"]["Contacts"][0]["order"] = 3
        data["tables"][0]["shared"] = True
        data["tables"][0]["writes"]["archive"] = False
        data["tables"][0]["fields"][0]["unit"] = "pieces"

    data = changed(grow)
    schema = parse_snapshot(data, "account.json")
    assert schema.extra == {"z": {"more": [1, None]}}
    assert schema.owners["Contacts"][0].extra == {"order": 3}
    assert schema.tables[0].extra == {"shared": True}
    assert schema.tables[0].writes.extra == {"archive": False}
    assert schema.tables[0].fields[0].extra == {"unit": "pieces"}
    assert json.loads(dump_snapshot(schema)) == data


def test_an_unknown_type_in_a_snapshot_is_kept() -> None:
    field = AccountField("New", FieldType.UNKNOWN, extra={"server_type": 9})
    schema = replace(EMPTY, owners={**EMPTY.owners, "Orders": (field,)})
    assert parse_snapshot(snapshot(schema), "account.json") == schema


def test_duplicate_names_are_read_once() -> None:
    data = changed(lambda data: data.update(order_types=["b", "a", "b"]))
    assert parse_snapshot(data, "account.json").order_types == ("b", "a")


def test_names_that_differ_only_in_case_are_distinct_fields() -> None:
    fields = [{"name": "Size", "type": "Number"}, {"name": "size", "type": "Number"}]
    data = changed(lambda data: data["owners"].update(Stores=fields))
    assert [field.name for field in parse_snapshot(data, "account.json").owners["Stores"]] == ["Size", "size"]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda data: data.pop("owners"), "$: lacks the key `owners`"),
        (lambda data: data.pop("tables"), "$: lacks the key `tables`"),
        (lambda data: data.pop("patch_fields"), "$: lacks the key `patch_fields`"),
        (lambda data: data.update(point_types=None), "$: has null for `point_types`"),
        (lambda data: data["owners"].pop("Stores"), "$.owners: lacks the key `Stores`"),
        (lambda data: data["owners"].update(Shops=[]), "$.owners.Shops: is not an owner of dynamic fields"),
        (lambda data: data.update(owners=[]), "$.owners: expected an object, found []"),
        (lambda data: data["owners"].update(Orders={}), "$.owners.Orders: expected a list, found {}"),
        (lambda data: data["owners"]["Contacts"].append("x"), '$.owners.Contacts[2]: expected an object, found "x"'),
        (lambda data: data["owners"]["Contacts"].append(None), "$.owners.Contacts[2]: expected an object, found null"),
        (lambda data: data["owners"]["Contacts"][1].pop("name"), "$.owners.Contacts[1]: lacks the key `name`"),
        (lambda data: data["owners"]["Contacts"][1].pop("type"), "$.owners.Contacts[1]: lacks the key `type`"),
        (
            lambda data: data["owners"]["Contacts"][1].update(name=3),
            "$.owners.Contacts[1].name: expected text, found 3",
        ),
        (
            lambda data: data["owners"]["Contacts"][1].update(type="Text"),
            '$.owners.Contacts[1].type: is "Text"\n  Types are String, Boolean, Number, ',
        ),
        (
            lambda data: data["owners"]["Contacts"][1].update(type=["String"]),
            '$.owners.Contacts[1].type: is ["String"]',
        ),
        (lambda data: data["owners"]["Contacts"][1].update(type=3), "$.owners.Contacts[1].type: is 3"),
        (
            lambda data: data["owners"]["Contacts"][1].update(label=3),
            "$.owners.Contacts[1].label: expected text, found 3",
        ),
        (
            lambda data: data["owners"]["Contacts"][1].update(values="red"),
            '$.owners.Contacts[1].values: expected a list, found "red"',
        ),
        (
            lambda data: data["owners"]["Contacts"][0].update(values=["red", ["x"]]),
            '$.owners.Contacts[0].values[1]: expected text, a number, true or false, found ["x"]',
        ),
        (
            lambda data: data["owners"]["Contacts"][0].update(values=["red", {}]),
            "$.owners.Contacts[0].values[1]: expected text, a number, true or false, found {}",
        ),
        (
            lambda data: data["owners"]["Contacts"][1].update(name="Favourite Colour"),
            '$.owners.Contacts[1].name: is "Favourite Colour", like that of $.owners.Contacts[0]',
        ),
        (lambda data: data.update(tables={}), "$.tables: expected a list, found {}"),
        (lambda data: data["tables"].append(5), "$.tables[1]: expected an object, found 5"),
        (lambda data: data["tables"].append(None), "$.tables[1]: expected an object, found null"),
        (lambda data: data["tables"][0].pop("id"), "$.tables[0]: lacks the key `id`"),
        (lambda data: data["tables"][0].update(id="7"), '$.tables[0].id: expected an integer, found "7"'),
        (lambda data: data["tables"][0].update(id=True), "$.tables[0].id: expected an integer, found true"),
        (lambda data: data["tables"][0].update(name=None), "$.tables[0]: has null for `name`"),
        (lambda data: data["tables"][0].update(description=1), "$.tables[0].description: expected text, found 1"),
        (lambda data: data["tables"][0].pop("writes"), "$.tables[0]: lacks the key `writes`"),
        (lambda data: data["tables"][0].update(writes=True), "$.tables[0].writes: expected an object, found true"),
        (
            lambda data: data["tables"][0]["writes"].update(delete="no"),
            '$.tables[0].writes.delete: expected true or false, found "no"',
        ),
        (lambda data: data["tables"][0].pop("fields"), "$.tables[0]: lacks the key `fields`"),
        (
            lambda data: data["tables"][0]["fields"].append({"name": "Doors", "type": "String"}),
            '$.tables[0].fields[1].name: is "Doors", like that of $.tables[0].fields[0]',
        ),
        (
            lambda data: data["tables"].append({**data["tables"][0], "name": "Bikes"}),
            '$.tables[1].id: is "7", like that of $.tables[0]',
        ),
        (
            lambda data: data["tables"].append({**data["tables"][0], "id": 8}),
            '$.tables[1].name: is "Cars", like that of $.tables[0]',
        ),
        (
            lambda data: data.update(format=True),
            "$.format: is unsupported: true; this version of yulsn-codegen reads format 1",
        ),
        (
            lambda data: data.update(format=1.0),
            "$.format: is unsupported: 1.0; this version of yulsn-codegen reads format 1",
        ),
        (
            lambda data: data["tables"][0]["writes"].update(delete=None),
            "$.tables[0].writes.delete: expected true or false, found null",
        ),
        (lambda data: data.update(order_types="webshop"), '$.order_types: expected a list, found "webshop"'),
        (lambda data: data.update(order_types=["a", 1]), "$.order_types[1]: expected text, found 1"),
        (lambda data: data.update(order_types=["a", None]), "$.order_types[1]: expected text, found null"),
        (
            lambda data: data.update(format=2),
            "$.format: is unsupported: 2; this version of yulsn-codegen reads format 1\n"
            "  `yulsn-codegen fetch` writes a new one.",
        ),
        (
            lambda data: data.pop("format"),
            "$.format: is missing; this version of yulsn-codegen reads format 1\n"
            "  `yulsn-codegen fetch` writes a new one.",
        ),
    ],
)
def test_each_problem_in_a_snapshot_is_reported_with_its_place(
    change: Callable[[dict[str, Any]], object], problem: str
) -> None:
    found = problems_of(changed(change))
    assert len(found) == 1
    assert found[0].startswith(f"account.json, {problem}")


def test_all_problems_are_reported_together() -> None:
    def spoil(data: dict[str, Any]) -> None:
        data["owners"]["Contacts"][0]["type"] = "Text"
        data["owners"]["Orders"][0]["name"] = 1
        data["tables"][0]["id"] = None
        data.pop("point_types")

    assert len(problems_of(changed(spoil))) == 4


@pytest.mark.parametrize("data", [None, [], "text", 3, True])
def test_a_snapshot_that_is_not_an_object_is_refused(data: object) -> None:
    assert problems_of(data)[0].startswith("account.json, $: expected an object, found ")


def test_only_the_first_20_problems_are_shown() -> None:
    found = problems_of(changed(lambda data: data.update(order_types=[1] * 1_000)))
    assert len(found) == 21
    assert found[-1].startswith("and 980 more problems like these")


def test_a_deeply_nested_value_is_shortened_in_the_message() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    [problem] = problems_of(changed(lambda data: data.update(patch_fields=[deep])))
    assert problem.startswith("account.json, $.patch_fields[0]: expected text, found [[[[")


def test_a_long_value_is_shortened_in_the_message() -> None:
    [problem] = problems_of(changed(lambda data: data.update(order_types="x" * 5_000)))
    assert len(problem) < 200


def test_control_characters_are_escaped_in_the_message() -> None:
    [problem] = problems_of(changed(lambda data: data["owners"].update({"\x1b[31mShops\r\n\ud800": []})))
    assert len(problem.splitlines()) == 2  # what is wrong, and a hint
    problem = "".join(problem.splitlines())
    assert problem.isprintable()


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b'{"format": 1,}', ", line 1, column 14: is not JSON: "),
        (b"", ", line 1, column 1: is not JSON: "),
        (b"{\n  'format': 1}", ", line 2, column 3: is not JSON: "),
        (b'{"format": 1, "x": NaN}', ": is not JSON: NaN is not a number"),
        (b'{"format": 1, "x": ' + b"9" * 5_000 + b"}", ": is not JSON: a number has 5000 digits"),
        (b'{"format": 1, "x": "\xe6"}', ": is not UTF-8: "),
        (b'{"format": 1, "x": 1e400}', ": is not JSON: 1e400 is too large a number"),
        (b"\xff\xfe{\0}\0", ": is not UTF-8: "),
        (b'{"format": 1, "x": ' + b"[" * 800 + b"]" * 800 + b"}", ": is nested deeper than 100 levels"),
        (b"[" * 500_000, ": is nested deeper than 100 levels"),
    ],
)
def test_invalid_json_is_reported_with_its_place(tmp_path: Path, content: bytes, problem: str) -> None:
    path = tmp_path / "account.json"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_snapshot(path)
    assert str(caught.value).startswith(f"{path}{problem}")
    assert caught.value.exit_code == 2


def test_a_byte_order_mark_is_ignored(tmp_path: Path) -> None:
    path = tmp_path / "account.json"
    path.write_text(json.dumps(SNAPSHOT), encoding="utf-8-sig")
    assert read_snapshot(path) == parse_snapshot(SNAPSHOT, "account.json")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "none.json"
    with pytest.raises(InputError) as caught:
        read_snapshot(path)
    assert str(caught.value) == f"{path}: cannot be read: No such file or directory"
    with pytest.raises(InputError, match="cannot be read"):
        read_snapshot(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('"format": 1', '"format": 1, "tables": []', '$: has the key "tables" more than once'),
        ('"Orders": []', '"Orders": [{}], "Orders": []', '$.owners: has the key "Orders" more than once'),
        ('"name": "Cars"', '"name": "Cars", "name": "\\n"', '$.tables[0]: has the key "name" more than once'),
        (
            '"create": true',
            '"create": false, "create": true',
            '$.tables[0].writes: has the key "create" more than once',
        ),
        ('"name": "Doors"', '"name": "a", "name": "b"', '$.tables[0].fields[0]: has the key "name" more than once'),
    ],
)
def test_a_duplicate_key_is_refused(tmp_path: Path, old: str, new: str, problem: str) -> None:
    path = tmp_path / "account.json"
    text = json.dumps(changed(lambda data: data["owners"].update(Orders=[])))
    assert text.count(old) == 1
    path.write_text(text.replace(old, new))
    with pytest.raises(InputError) as caught:
        read_snapshot(path)
    assert str(caught.value) == f"{path}, {problem}\n  `yulsn-codegen fetch` writes a new one."


# JSON cannot hold a surrogate pair as two lone surrogates: read back, it is one character.
NAMES = st.text(st.characters()).filter(lambda text: not re.search("[\ud800-\udbff][\udc00-\udfff]", text))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | NAMES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=5,
)


def extras(*known: str) -> st.SearchStrategy[dict[str, object]]:
    return st.dictionaries(NAMES.filter(lambda key: key not in known), JSON, max_size=2)


FIELDS = st.lists(
    st.builds(
        AccountField,
        name=NAMES,
        type=st.sampled_from(FieldType),
        label=st.none() | NAMES,
        values=st.none() | st.lists(NAMES | st.integers(-9, 9) | st.booleans() | st.floats(-9, 9), max_size=4),
        extra=extras("name", "type", "label", "values"),
    ).map(lambda item: replace(item, values=None if item.values is None else canonical(item.type, item.values))),
    max_size=4,
    unique_by=lambda field: field.name,
).map(lambda fields: tuple(sorted(fields, key=lambda field: field.name)))
TABLES = st.lists(
    st.builds(
        AccountTable,
        id=st.integers(-(2**31), 2**31 - 1),
        name=NAMES,
        label=st.none() | NAMES,
        description=st.none() | NAMES,
        writes=st.builds(
            TableWrites,
            create=st.booleans(),
            update=st.booleans(),
            delete=st.booleans(),
            extra=extras("create", "update", "delete"),
        ),
        fields=FIELDS,
        extra=extras("id", "name", "label", "description", "writes", "fields"),
    ),
    max_size=3,
    unique_by=(lambda table: table.id, lambda table: table.name),
).map(lambda tables: tuple(sorted(tables, key=lambda table: table.name)))
SORTED_NAMES = st.lists(NAMES, max_size=4, unique=True).map(lambda names: tuple(sorted(names)))
SCHEMAS = st.builds(
    AccountSchema,
    owners=st.fixed_dictionaries(dict.fromkeys(OWNERS, FIELDS)),
    tables=TABLES,
    order_types=SORTED_NAMES,
    point_types=SORTED_NAMES,
    patch_fields=SORTED_NAMES,
    extra=extras("format", "owners", "tables", "order_types", "point_types", "patch_fields"),
)


@given(SCHEMAS)
def test_any_schema_round_trips_through_its_snapshot(schema: AccountSchema) -> None:
    text = dump_snapshot(schema)
    again = parse_snapshot(json.loads(text), "account.json")
    assert again == schema
    assert dump_snapshot(again) == text


@given(JSON)
def test_any_json_is_read_or_refused(data: object) -> None:
    def spoil(snapshot: dict[str, Any]) -> None:
        snapshot["owners"]["Contacts"][0]["values"] = data
        snapshot["tables"][0]["writes"] = data
        snapshot["tables"][0]["fields"] = data

    for spoilt in (data, changed(spoil)):
        try:
            schema = parse_snapshot(spoilt, "account.json")
        except InputError:
            continue
        assert parse_snapshot(json.loads(dump_snapshot(schema)), "account.json")
