"""The values of dynamic fields are valid for any account."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from hypothesis import given, settings
from hypothesis import strategies as st
from yulsn_codegen.account.schema import OWNERS, AccountField, AccountSchema, AccountTable, FieldType
from yulsn_codegen.sandbox import builtin_account, running
from yulsn_codegen.sandbox.collections import (
    COMPANIES,
    ORDER_LINES,
    ORDERS,
    STORES,
    Collection,
    rows_of,
)
from yulsn_codegen.sandbox.collections import (
    CONTACTS as CONTACT_COLLECTION,
)
from yulsn_codegen.sandbox.dataset import populate
from yulsn_codegen.sandbox.migration import prepare_store
from yulsn_codegen.sandbox.store import Store, table_kind
from yulsn_codegen.sandbox.values import exact_json

from ..conftest import connect
from .conftest import CONTACTS, JSON, make, objects, open_tables

COLLECTIONS: Mapping[str, Collection] = {
    "Contacts": CONTACT_COLLECTION,
    "ContactCompanies": COMPANIES,
    "Orders": ORDERS,
    "OrderLines": ORDER_LINES,
    "Stores": STORES,
}


def test_every_dynamic_value_passes_the_checks_of_the_api(tmp_path: Path) -> None:
    path = tmp_path / "made.db"
    account = open_tables(builtin_account())
    make(path, account, count=60)
    with running(account, db=path) as sandbox, connect(sandbox) as api:

        def send(path: str, fields: Iterable[AccountField], item: Mapping[str, Any], number: int | None = None) -> None:
            body = {field.name: item[field.name] for field in fields} | ({} if number is None else {"Id": number})
            answer = api.patch(path, content=exact_json.dumps(body), headers=JSON)
            assert answer.status_code == 200, answer.text
            shown = exact_json.loads(answer.content)
            assert isinstance(shown, dict)
            assert {name: shown[name] for name in body} == body

        for number, item in objects(path, "Contacts").items():
            send(f"Contacts/{number}", account.owners["Contacts"], item)
        for number, item in objects(path, "Orders").items():
            send(f"Orders/{number}", account.owners["Orders"], item)
        for number, item in objects(path, "OrderLines").items():
            send(f"Orders/{item['OrderId']}/Lines/{number}", account.owners["OrderLines"], item)
        for kind in ("ContactCompanies", "Stores"):
            for number, item in objects(path, kind).items():
                send(kind, account.owners[kind], item, number)
        for table in account.tables:
            for number, item in objects(path, table_kind(table.id)).items():
                send(f"table/{quote(table.name)}/{number}", table.fields, item)


def test_every_field_has_values_and_most_have_nulls(file: Path) -> None:
    account = builtin_account()
    kinds = {owner: fields for owner, fields in account.owners.items() if owner not in ("Stores", "ContactCompanies")}
    nulls = 0
    for kind, fields in (kinds | {table_kind(table.id): table.fields for table in account.tables}).items():
        items = objects(file, kind).values()
        for field in fields:
            seen = [item[field.name] for item in items if item[field.name] is not None]
            assert len(seen) > len(items) * 0.4, (kind, field.name)
            assert field.type is FieldType.BOOLEAN or len({str(value) for value in seen}) > 1
            nulls += len(seen) < len(items)
            if field.values is not None:
                assert set(seen) <= set(field.values)
                assert len(items) < 100 or set(seen) == set(field.values)
    assert nulls > 20


def test_values_of_the_built_in_account_are_meaningful(file: Path) -> None:
    people = objects(file, "Contacts").values()
    assert {item["Shoe Size"] for item in people if item["Shoe Size"] is not None} == set(range(36, 48))
    assert all(item["Fødselsdag"] is None or "1940" < item["Fødselsdag"][:4] < "2011" for item in people)
    bikes, visits = objects(file, "DynamicTable:3"), objects(file, "DynamicTable:4")
    assert all(item["Contact Id"] is None or 1 <= item["Contact Id"] <= CONTACTS for item in bikes.values())
    assert all(item["Bike Id"] is None or item["Bike Id"] in bikes for item in visits.values())
    spells = [(item["from"], item["to"]) for item in visits.values() if item["from"] and item["to"]]
    assert spells
    assert all(datetime.fromisoformat(start) < datetime.fromisoformat(end) for start, end in spells)
    regions = {item["City"]: item["Region"] for item in objects(file, "Stores").values()}
    assert regions["Aalborg"] in ("Nordjylland", None)
    assert regions["Odense C"] in ("Syddanmark", None)


NAMES = st.one_of(
    st.text(max_size=6),
    st.sampled_from(["Id", "email", "%s", '"', "a)b%(", "Contact Id", "contactid", "Region", "\ud800", "Shoe Size"]),
)
WRITTEN: Mapping[FieldType, st.SearchStrategy[str]] = {
    FieldType.STRING: st.text(max_size=4) | st.just("\ud800"),
    FieldType.BOOLEAN: st.sampled_from(["true", "False", "yes"]),
    FieldType.NUMBER: st.integers(-(2**64), 2**64).map(str) | st.just("x"),
    FieldType.DECIMAL: st.decimals(allow_nan=False, allow_infinity=False).map(str) | st.just("1,5"),
    FieldType.DATE_TIME_OFFSET: st.datetimes().map(lambda moment: f"{moment.isoformat()}Z") | st.just("today"),
    FieldType.UNKNOWN: st.text(max_size=4),
}


@st.composite
def account_fields(draw: st.DrawFn) -> AccountField:
    kind = draw(st.sampled_from(FieldType))
    allowed = draw(st.none() | st.lists(WRITTEN[kind], max_size=4).map(tuple))
    return AccountField(draw(NAMES), kind, values=allowed)


FIELDS = st.lists(account_fields(), max_size=5, unique_by=lambda field: field.name).map(tuple)
TYPES = st.lists(st.text(max_size=5) | st.sampled_from(["", "\ud800", "køb", "rental"]), max_size=3).map(tuple)
TABLES = st.lists(
    st.builds(AccountTable, id=st.integers(-9, 2**31 - 1), name=NAMES, label=st.none() | NAMES, fields=FIELDS),
    max_size=2,
    unique_by=(lambda table: table.id, lambda table: table.name),
).map(tuple)
ACCOUNTS = st.builds(
    AccountSchema,
    owners=st.fixed_dictionaries(dict.fromkeys(OWNERS, FIELDS)),
    tables=TABLES,
    order_types=TYPES,
    point_types=TYPES,
)


@settings(max_examples=60, deadline=None)
@given(account=ACCOUNTS, count=st.integers(1, 12), seed=st.integers())
def test_any_account_gets_valid_data(account: AccountSchema, count: int, seed: int) -> None:
    store = Store(None)
    prepare_store(store, account, "here")
    populate(store, account, seed=seed, contacts=count)
    with store.transaction(write=False):
        assert store.ids("Contacts") == list(range(1, count + 1))
        for owner in OWNERS:
            check(store, COLLECTIONS[owner], account)
        for table in account.tables:
            assert store.ids(table_kind(table.id))
            check(store, rows_of(table), account)
        assert {item["Type"] for item in store.scan("Orders")} <= set(account.order_types) - {""}
        assert {item["Type"] for item in store.scan("Points")} <= set(account.point_types) - {""}
        assert bool(store.ids("Orders")) == any(account.order_types)
    store.close()


def check(store: Store, collection: Collection, account: AccountSchema) -> None:
    for item in store.scan(collection.kind):
        for expected in collection.shape(account).properties:
            if expected.dynamic or expected.writable:
                assert expected.fit(item[expected.name]) == item[expected.name]
