"""Account schemas to compare: small handwritten ones, and hypothesis strategies."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import product
from random import Random
from typing import Any, TypeVar

from hypothesis import strategies as st
from yulsn_codegen.account.fields import canonical, identity
from yulsn_codegen.account.schema import (
    EMPTY,
    OWNERS,
    AccountField,
    AccountSchema,
    AccountTable,
    FieldType,
    TableWrites,
)
from yulsn_codegen.account.snapshot import snapshot

T = TypeVar("T")
CARS = AccountTable(
    id=7,
    name="Cars",
    label="Cars",
    description="What is driven",
    fields=(AccountField("Doors", FieldType.NUMBER), AccountField("Colour", FieldType.STRING, "Colour")),
)


def field(name: str, kind: FieldType = FieldType.STRING, **other: Any) -> AccountField:
    return AccountField(name, kind, **other)


def contacts(*fields: AccountField, **other: Any) -> AccountSchema:
    """Return an account that has only these contact fields."""
    return replace(EMPTY, owners={**EMPTY.owners, "Contacts": fields}, **other)


def with_tables(*tables: AccountTable) -> AccountSchema:
    return replace(EMPTY, tables=tables)


def normal(schema: AccountSchema) -> str:
    """Return a schema's snapshot in a normal form: unordered parts are sorted, and each name is listed once."""
    data: Any = snapshot(schema)
    fields = [item for items in data["owners"].values() for item in items]
    fields += [item for table in data["tables"] for item in table["fields"]]
    for item in fields:
        item["values"] = None if item["values"] is None else sorted(item["values"], key=identity)
    for key in ("order_types", "point_types", "patch_fields"):
        data[key] = sorted(set(data[key]))
    return json.dumps(data, sort_keys=True)


def shuffled(schema: AccountSchema, random: Random) -> AccountSchema:
    """Return a schema with its owners, fields, tables and order types in another order."""

    def shuffle(items: Iterable[T]) -> tuple[T, ...]:
        every = tuple(items)
        return tuple(random.sample(every, len(every)))

    return replace(
        schema,
        owners={owner: shuffle(schema.owners[owner]) for owner in shuffle(schema.owners)},
        tables=shuffle(schema.tables),
        order_types=shuffle(schema.order_types),
    )


# Whole sequences and dictionaries are sampled, because drawing them item by item takes longer than most tests.
def _sequences(items: Sequence[T]) -> st.SearchStrategy[tuple[T, ...]]:
    """Sequences of up to three items."""
    return st.one_of([st.sampled_from([*product(items, repeat=length)]) for length in range(4)])


# a few similar names, so that renames, changes of case and suspected renames are common
NAMES = st.sampled_from(["Size", "size", "SIZE", "Si-ze", "ﬁt", "FIT", "Størrelse", "!", "?", "a, field b", "\ud800"])
TEXTS = ("red", "Red", "RED", "blue", "", "grün")
VALUES = (*TEXTS, 1, 2, 2.5, True, "1", "true")
LABELS = st.sampled_from([None, "", "Size", "Other"])
_EXTRA_VALUES: tuple[object, ...] = (None, 1, True, "1", [1], {"a": None})
EXTRAS: st.SearchStrategy[dict[str, object]] = st.one_of(
    st.just({}),
    st.sampled_from([{key: value} for key in ("k", "server_type") for value in _EXTRA_VALUES]),
    st.sampled_from([{"k": one, "server_type": other} for one, other in product(_EXTRA_VALUES, repeat=2)]),
)
FIELDS = st.builds(
    AccountField,
    name=NAMES,
    type=st.sampled_from(FieldType),
    label=LABELS,
    values=st.none() | _sequences(VALUES),
    extra=EXTRAS,
).map(lambda item: _canonical(item))
FIELD_LISTS = st.lists(FIELDS, max_size=4, unique_by=lambda item: item.name).map(tuple)
WRITES = st.builds(TableWrites, create=st.booleans(), update=st.booleans(), delete=st.booleans(), extra=EXTRAS)
TABLES = st.lists(
    st.builds(
        AccountTable,
        id=st.integers(1, 4),
        name=NAMES,
        label=LABELS,
        description=LABELS,
        writes=WRITES,
        fields=FIELD_LISTS,
        extra=EXTRAS,
    ),
    max_size=3,
    unique_by=(lambda table: table.id, lambda table: table.name),
).map(tuple)
LISTS = _sequences(TEXTS)
SCHEMAS = st.builds(
    AccountSchema,
    owners=st.fixed_dictionaries(dict.fromkeys(OWNERS, FIELD_LISTS)),
    tables=TABLES,
    order_types=LISTS,
    point_types=LISTS,
    patch_fields=LISTS,
    extra=EXTRAS,
)
SEEDS = st.integers(0, 2**32)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[AccountSchema, AccountSchema]:
    """Two schemas: unrelated, or the second one made from the first by reordering it and changing one part."""
    old = draw(SCHEMAS)
    if draw(st.booleans()):
        return old, draw(SCHEMAS)
    new = shuffled(old, Random(draw(SEEDS)))
    return old, draw(st.sampled_from([_same, _one_field, _one_table, _one_part]))(new, draw)


def _same(schema: AccountSchema, draw: Callable[[Any], Any]) -> AccountSchema:
    return schema


def _one_part(schema: AccountSchema, draw: Callable[[Any], Any]) -> AccountSchema:
    part = draw(st.sampled_from(["order_types", "point_types", "patch_fields", "extra"]))
    return replace(schema, **{part: draw(EXTRAS if part == "extra" else LISTS)})


def _one_field(schema: AccountSchema, draw: Callable[[Any], Any]) -> AccountSchema:
    owner = draw(st.sampled_from(OWNERS))
    return replace(schema, owners={**schema.owners, owner: _changed(schema.owners[owner], draw)})


def _one_table(schema: AccountSchema, draw: Callable[[Any], Any]) -> AccountSchema:
    if not schema.tables:
        return schema
    table = schema.tables[0]
    part = draw(st.sampled_from(["label", "description", "writes", "extra", "fields"]))
    values = {"label": LABELS, "description": LABELS, "writes": WRITES, "extra": EXTRAS}
    value: Any = _changed(table.fields, draw) if part == "fields" else draw(values[part])
    return replace(schema, tables=(replace(table, **dict[str, Any]({part: value})), *schema.tables[1:]))


def _changed(fields: tuple[AccountField, ...], draw: Callable[[Any], Any]) -> tuple[AccountField, ...]:
    if not fields:
        return fields
    other = draw(FIELDS)
    part = draw(st.sampled_from(["type", "label", "values", "extra"]))
    return (_canonical(replace(fields[0], **{part: getattr(other, part)})), *fields[1:])


def _canonical(item: AccountField) -> AccountField:
    """Return a field with its allowed values in its type, as reading an account leaves them."""
    return replace(item, values=None if item.values is None else canonical(item.type, item.values))
