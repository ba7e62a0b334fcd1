"""Snapshots: what is written is read back, in one canonical order."""

from __future__ import annotations

import json
import random
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

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

from .snapshots import SNAPSHOT, changed


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


def test_a_byte_order_mark_is_ignored(tmp_path: Path) -> None:
    path = tmp_path / "account.json"
    path.write_text(json.dumps(SNAPSHOT), encoding="utf-8-sig")
    assert read_snapshot(path) == parse_snapshot(SNAPSHOT, "account.json")


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
