"""Generated data: it is reproducible, looks as if written by the API itself, and fits any account."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from yulsn_codegen import testing
from yulsn_codegen.account.schema import OWNERS, AccountField, AccountSchema, AccountTable, FieldType, TableWrites
from yulsn_codegen.cli import main
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
from yulsn_codegen.sandbox.dataset.times import Span
from yulsn_codegen.sandbox.migration import prepare_store
from yulsn_codegen.sandbox.store import Store, table_kind
from yulsn_codegen.sandbox.values import exact_json
from yulsn_codegen.text.errors import InputError

from .conftest import REGISTRATION, connect

CONTACTS = 200
COLLECTIONS: Mapping[str, Collection] = {
    "Contacts": CONTACT_COLLECTION,
    "ContactCompanies": COMPANIES,
    "Orders": ORDERS,
    "OrderLines": ORDER_LINES,
    "Stores": STORES,
}
ALWAYS = {"from": "2000-01-01T00:00:00Z", "to": "2999-01-01T00:00:00Z"}


def open_tables(account: AccountSchema) -> AccountSchema:
    """Return the account with all tables directly writable."""
    return replace(account, tables=tuple(replace(table, writes=TableWrites()) for table in account.tables))


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with generated data that is never written to."""
    path = tmp_path_factory.mktemp("dataset") / "made.db"
    make(path)
    return path


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx2.Client]:
    """The same data, served read-only."""
    with running(contacts=CONTACTS) as sandbox, connect(sandbox) as client:
        yield client


def make(path: Path | None, account: AccountSchema | None = None, count: int = CONTACTS, seed: int = 0) -> None:
    store = Store(path)
    prepare_store(store, account or builtin_account(), "here")
    populate(store, account or builtin_account(), seed=seed, contacts=count)
    store.close()


def query(path: Path, sql: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def dump(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return everything in a file except for actions, which depend on when the file was created."""
    where = {"objects": "WHERE kind <> 'Actions'"}
    return {
        name: sorted(query(path, f"SELECT * FROM {name} {where.get(name, '')}"))
        for name in ("objects", "keys", "refs", "counters")
    }


def objects(path: Path, kind: str) -> dict[int, dict[str, Any]]:
    rows = query(path, f"SELECT id, body FROM objects WHERE kind = '{kind}' ORDER BY id")
    found: dict[int, Any] = {number: exact_json.loads(body) for number, body in rows}
    return found


def get(api: httpx2.Client, path: str, /, **params: object) -> Any:
    answer = api.get(path, params={name: str(value) for name, value in params.items()})
    assert answer.status_code == 200, answer.text
    return exact_json.loads(answer.content)


# The same data every time

SCRIPT = """
import sys
from pathlib import Path
from yulsn_codegen.sandbox import builtin_account
from yulsn_codegen.sandbox.migration import prepare_store
from yulsn_codegen.sandbox.dataset import populate
from yulsn_codegen.sandbox.store import Store, table_kind
store = Store(Path(sys.argv[1]))
prepare_store(store, builtin_account(), "here")
populate(store, builtin_account(), seed=0, contacts=int(sys.argv[2]))
store.close()
"""


@pytest.mark.parametrize(
    "environment",
    [{"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo"}, {"PYTHONHASHSEED": "2", "LC_ALL": "C", "PYTHONUTF8": "0"}],
)
def test_the_same_seed_gives_the_same_bytes(file: Path, tmp_path: Path, environment: dict[str, str]) -> None:
    other = tmp_path / "other.db"
    command = [sys.executable, "-c", SCRIPT, str(other), str(CONTACTS)]
    subprocess.run(command, env={**os.environ, **environment}, timeout=60, check=True)
    assert dump(other) == dump(file)


def test_another_seed_gives_other_data(file: Path, tmp_path: Path) -> None:
    make(tmp_path / "other.db", seed=1)
    assert objects(tmp_path / "other.db", "Contacts").keys() == objects(file, "Contacts").keys()
    ours, theirs = ({item["Email"] for item in objects(f, "Contacts").values()} for f in (file, tmp_path / "other.db"))
    assert len(ours & theirs) < CONTACTS / 2


def test_a_field_more_changes_nothing_else(file: Path, tmp_path: Path) -> None:
    account = builtin_account()
    more = {**account.owners, "Contacts": (AccountField("More", FieldType.NUMBER), *account.owners["Contacts"])}
    make(tmp_path / "other.db", replace(account, owners=more))
    people = objects(tmp_path / "other.db", "Contacts")
    assert any(item.pop("More") is not None for item in people.values())
    for item in people.values():
        item.pop("More", None)
    assert people == objects(file, "Contacts")
    for kind in ("Orders", "OrderLines", "Points", "ContactEvents", "Stores", "DynamicTable:3"):
        assert objects(tmp_path / "other.db", kind) == objects(file, kind)


# How much of what


def test_there_is_something_of_everything(file: Path) -> None:
    counts = Counter(kind for kind, _ in query(file, "SELECT kind, id FROM objects"))
    assert counts["Contacts"] == CONTACTS
    assert counts["ContactCompanies"] == 4
    assert counts["Orders"] == 220
    assert counts["ContactEvents"] == 300
    assert counts["Stores"] == 9
    assert 150 < counts["Points"] < 400
    assert 300 < counts["OrderLines"] < 800
    assert {counts[table_kind(table.id)] for table in builtin_account().tables} == {20}


@pytest.mark.parametrize("count", [1, 2, 7])
def test_a_few_contacts_are_enough(count: int) -> None:
    with running(contacts=count) as sandbox, connect(sandbox) as api:
        assert get(api, "Contacts") == list(range(1, count + 1))
        assert len(get(api, "table/Bikes")) == 1
        assert get(api, "Orders/1")["OrderLines"]


def test_none_are_made_up_without_a_number() -> None:
    with running(seed=7) as sandbox, connect(sandbox) as api:
        assert (get(api, "Contacts"), get(api, "ContactCompanies"), len(get(api, "Stores"))) == ([], [], 4)


def test_ids_follow_time_and_nothing_is_of_the_future(file: Path) -> None:
    registered = [datetime.fromisoformat(item["RegistrationDateTime"]) for item in objects(file, "Contacts").values()]
    assert registered == sorted(registered)
    since = dict(enumerate(registered, 1))
    for kind, member in (("Orders", "OriginDate"), ("ContactEvents", "Created"), ("Points", "DateTime")):
        items = objects(file, kind).values()
        times = [datetime.fromisoformat(item[member][:19] + item[member][-6:]) for item in items]
        assert times == sorted(times)
        assert times[-1].isoformat() < "2026-01-02"
        assert all(
            moment >= since[item["ContactId"]].replace(microsecond=0) for item, moment in zip(items, times, strict=True)
        )


def test_contacts_lack_things_as_real_ones_do(file: Path) -> None:
    people = list(objects(file, "Contacts").values())
    for name, most in (("Email", 0.12), ("Phone", 0.3), ("PreferredStoreId", 0.7), ("ContactCompanyId", 0.98)):
        missing = sum(item[name] is None for item in people) / len(people)
        assert 0 < missing < most, name
    assert all(item["Email"] is None or re.fullmatch(r"[a-z0-9.-]+@[a-z0-9.-]+", item["Email"]) for item in people)
    assert {item["PhoneCountryCode"] for item in people} == {"45", "46", "47", None}
    hosts = {item["Email"].rpartition("@")[2] for item in people if item["Email"]}
    assert all(host.endswith(".example") or host.split(".")[0] == "example" for host in hosts)


def test_an_address_that_bounces_can_be_unblocked(tmp_path: Path) -> None:
    make(tmp_path / "made.db", count=1500)
    people = objects(tmp_path / "made.db", "Contacts")
    bounced = [number for number, item in people.items() if (item["Email"] or "").endswith("@bounce.example")]
    assert bounced
    assert list(objects(tmp_path / "made.db", "ContactBounces")) == bounced
    with running(db=tmp_path / "made.db") as sandbox, connect(sandbox) as api:
        answers = [api.post(f"Contacts/{bounced[0]}/UnblockEmail").json() for _ in range(2)]
    assert answers == [True, False]


# As the API would have written it


def test_lookups_find_what_a_recomputation_finds(api: httpx2.Client, file: Path) -> None:
    people = objects(file, "Contacts")
    for number, item in people.items():
        assert re.fullmatch("[A-Za-z0-9]{12}", item["Secret"])
        assert get(api, "Contacts", secret=item["Secret"])["Id"] == number
        assert item["Email"] is None or get(api, "Contacts", email=item["Email"].upper())["Id"] == number
        assert item["Phone"] is None or get(api, "Contacts", phone=item["Phone"])["Id"] == number
    for kind, path in (("Orders", "Orders"), ("Points", "Points")):
        by_contact = group(objects(file, kind), "ContactId")
        for number in people:
            assert [item["Id"] for item in get(api, path, contactId=number)] == by_contact.get(number, [])
    for number, item in objects(file, "ContactCompanies").items():
        assert get(api, "ContactCompanies", contactCompanyNumber=item["Number"])["Id"] == number
        members = group(people, "ContactCompanyId").get(number, [])
        answer = api.get(f"ContactCompanies/{number}/Contacts")
        assert ([found["Id"] for found in answer.json()] if answer.status_code == 200 else []) == members
        if item["PrimaryContactId"] is not None:
            assert item["PrimaryContactId"] == members[0]
            address = people[members[0]]["Email"]
            found = get(api, "ContactCompanies", primaryContactEmail=address) if address else [{"Id": number}]
            assert [company["Id"] for company in found] == [number]
    for order in objects(file, "Orders").values():
        if order["ExtOrderId"]:
            assert [found["ExtOrderId"] for found in get(api, "Orders", extOrderId=order["ExtOrderId"])]
    for table in builtin_account().tables:
        for number, row in objects(file, table_kind(table.id)).items():
            path = f"table/{quote(table.name)}"
            assert re.fullmatch("[A-Za-z0-9]{8}", row["Secret"])
            assert get(api, path, secret=row["Secret"])["Id"] == number
            assert row["ExternalId"] is None or get(api, path, externalId=row["ExternalId"])["Id"] == number


def group(items: Mapping[int, Mapping[str, Any]], member: str) -> dict[Any, list[int]]:
    found: dict[Any, list[int]] = {}
    for number, item in items.items():
        found.setdefault(item[member], []).append(number)
    return found


def test_totals_of_orders_are_exact(api: httpx2.Client, file: Path) -> None:
    kinds = Counter()  # type: ignore[var-annotated]
    for number in objects(file, "Orders"):
        order = get(api, f"Orders/{number}")
        kinds[order["Type"]] += 1
        assert 1 <= len(order["OrderLines"]) <= 5
        for line in order["OrderLines"]:
            assert line["PriceTotal"] == Decimal(line["Quantity"]) * line["Price"]
        assert order["PriceTotal"] == sum(line["PriceTotal"] for line in order["OrderLines"])
    assert set(kinds) == set(builtin_account().order_types)


def test_sums_of_points_agree_with_a_recomputation(api: httpx2.Client, file: Path) -> None:
    movements = objects(file, "Points")
    sums: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
    by_store: dict[tuple[str, int], Decimal] = defaultdict(Decimal)
    by_company: dict[tuple[str, int], Decimal] = defaultdict(Decimal)
    for number, point in movements.items():
        assert number == get(api, f"Points/{number}")["Id"]
        sums[point["ContactId"], point["Type"]] += point["Amount"]
        assert point["Sum"] == sums[point["ContactId"], point["Type"]]
        by_store[point["Type"], point["StoreId"]] += point["Amount"]
        if point["ContactCompanyId"] is not None:
            by_company[point["Type"], point["ContactCompanyId"]] += point["Amount"]
    for contact in range(1, CONTACTS + 1):
        expected = {kind: total for (owner, kind), total in sums.items() if owner == contact}
        assert {item["Type"]: item["Sum"] for item in get(api, "Points/Sums", contactId=contact)} == expected
    for kind in builtin_account().point_types:
        total = sum(amount for (_, of), amount in sums.items() if of == kind)
        assert get(api, "Points/Totals", type=kind) == [{"Type": kind, "Total": total}]
        found = get(api, "Points/SumsByContact", type=kind)
        assert {item["ContactId"]: item["Sum"] for item in found} == {
            owner: amount for (owner, of), amount in sums.items() if of == kind
        }
        assert {item["StoreId"]: item["Sum"] for item in get(api, "Points/SumsByStore", type=kind, **ALWAYS)} == {
            store: amount for (of, store), amount in by_store.items() if of == kind
        }
        found = get(api, "Points/SumsByContactCompanies", type=kind, **ALWAYS)
        assert {item["ContactCompanyId"]: item["Sum"] for item in found} == {
            company: amount for (of, company), amount in by_company.items() if of == kind
        }
        assert [item["Id"] for item in get(api, "Points", type=kind, lastId=0)] == group(movements, "Type")[kind]
        assert [item["Id"] for item in get(api, "Points", type=kind, **ALWAYS)] == group(movements, "Type")[kind]


def test_a_cancelled_movement_names_its_canceller(file: Path) -> None:
    movements = objects(file, "Points")
    cancelled = {number: item for number, item in movements.items() if item["CancellerPointId"] is not None}
    assert cancelled
    assert {item["CancellerPointId"] for item in cancelled.values()} == {
        number for number, item in movements.items() if item["IsCanceller"]
    }
    own = {"Amount", "Sum", "DateTime", "IsCanceller", "CancellerPointId"}
    for item in cancelled.values():
        canceller = movements[item["CancellerPointId"]]
        assert canceller["Amount"] == -item["Amount"]
        assert {name: canceller[name] for name in canceller.keys() - own} == {
            name: item[name] for name in item.keys() - own
        }


def test_events_are_found_by_type_and_by_time(api: httpx2.Client, file: Path) -> None:
    events = objects(file, "ContactEvents")
    by_type = group(events, "Type")
    assert len(by_type) > 3
    assert [item["Id"] for item in get(api, "ContactEvents", lastId=100)] == list(events)[100:]
    for kind, numbers in by_type.items():
        middle = events[numbers[len(numbers) // 2]]["Created"]
        assert [item["Id"] for item in get(api, "ContactEvents", type=kind, lastId=0)] == numbers
        late = get(api, "ContactEvents", type=kind, **{"from": middle, "to": ALWAYS["to"]})
        assert [item["Id"] for item in late] == numbers[len(numbers) // 2 :]
        one = events[numbers[0]]["ContactId"]
        found = get(api, "ContactEvents", type=kind, contactId=one)
        assert [item["Id"] for item in found] == [n for n in numbers if events[n]["ContactId"] == one]


def test_writing_it_again_by_the_api_changes_no_key_and_no_ref(tmp_path: Path) -> None:
    path = tmp_path / "made.db"
    account = open_tables(builtin_account())
    make(path, account, count=40)
    before = dump(path)
    with running(account, db=path) as sandbox, connect(sandbox) as api:
        for number, item in objects(path, "Contacts").items():
            assert api.patch(f"Contacts/{number}", json={"FirstName": item["FirstName"]}).status_code == 200
        for number in objects(path, "Orders"):
            assert api.patch(f"Orders/{number}", json={}).status_code == 200
        for number, line in objects(path, "OrderLines").items():
            assert api.patch(f"Orders/{line['OrderId']}/Lines/{number}", json={}).status_code == 200
        for kind in ("ContactCompanies", "Stores"):
            for number, item in objects(path, kind).items():
                assert api.patch(kind, json={"Id": number, "Name": item["Name"]}).status_code == 200
        for table in account.tables:
            for number, row in objects(path, table_kind(table.id)).items():
                answer = api.patch(f"table/{quote(table.name)}/{number}", json={"Name": row["Name"]})
                assert answer.status_code == 200
    after = dump(path)
    assert (after["keys"], after["refs"]) == (before["keys"], before["refs"])
    assert before["objects"] != after["objects"]
    assert [strip(*row) for row in after["objects"]] == [strip(*row) for row in before["objects"]]


def strip(kind: str, number: int, body: str) -> object:
    """Return an object without the properties that every write changes."""
    value = exact_json.loads(body)
    assert isinstance(value, dict)
    return kind, number, {name: item for name, item in value.items() if name not in ("Version", "LastModified")}


def test_what_the_api_makes_anew_has_the_same_members_keys_and_refs(tmp_path: Path) -> None:
    path = tmp_path / "made.db"
    make(path, count=200)
    point = next(item for item in objects(path, "Points").values() if item["ContactCompanyId"] and item["SourceId"])
    event = next(item for item in objects(path, "ContactEvents").values() if item["UniqueExtId"])
    made = {kind: max(objects(path, kind)) for kind in ("Contacts", "Orders", "OrderLines", "Points", "ContactEvents")}
    with running(db=path) as sandbox, connect(sandbox) as api:
        sent = {name: value for name, value in point.items() if name not in ("Amount", "BookValue")}
        answer = api.post("Points", content=exact_json.dumps({**sent, "Amount": 1}), headers=JSON)
        assert answer.status_code == 200, answer.text
        body = [{**event, "UniqueExtId": "other"}]
        assert api.post("ContactEvents", content=exact_json.dumps(body), headers=JSON).status_code == 200
        assert api.post("Contacts", json=REGISTRATION).status_code == 200
        order = {"Type": "butik", "ContactId": 1, "ExtOrderId": "x", "OrderLines": [{"Quantity": 1, "Price": 2}]}
        assert api.post("Orders", json=order).status_code == 200
    for kind, last in made.items():
        ours, theirs = objects(path, kind)[1], objects(path, kind)[last + 1]
        assert len(objects(path, kind)) == last + 1
        statics = [
            name for name in ours if name not in {field.name for field in builtin_account().owners.get(kind, ())}
        ]
        assert set(statics) == set(theirs)
        if kind in ("Points", "ContactEvents"):  # answers show these as they are stored
            assert list(ours) == list(theirs)
    number = next(n for n, item in objects(path, "Points").items() if item["SourceId"] == point["SourceId"])
    assert refs(path, "Points", number, "DateTime") == refs(path, "Points", made["Points"] + 1, "DateTime")
    number = next(n for n, item in objects(path, "ContactEvents").items() if item == event)
    last = made["ContactEvents"] + 1
    assert refs(path, "ContactEvents", number, "Created") == refs(path, "ContactEvents", last, "Created")


JSON = {"Content-Type": "application/json"}


def refs(path: Path, kind: str, number: int, timed: str) -> set[tuple[str, str]]:
    """Return the refs of an object; of a timeline only the name."""
    rows = query(path, f"SELECT name, value FROM refs WHERE kind = '{kind}' AND id = {number}")
    return {(name, "" if name.startswith(f"{timed} of ") else value) for name, value in rows}


def test_writing_goes_on_where_the_data_ends() -> None:
    with running(contacts=50) as sandbox, connect(sandbox) as api:
        versions = {get(api, f"Contacts/{number}")["Version"] for number in range(1, 51)}
        made = api.post("Contacts", json={**REGISTRATION, "Email": "new@example.com"}).json()
        assert made["Id"] == 51
        assert made["Version"] not in versions
        taken = (
            get(api, "Contacts/1")["Secret"],
            next(item["Email"] for item in get(api, "Contacts/GetContactsBaseInfo") if item["Email"]),
        )
        assert api.post("Contacts", json={**REGISTRATION, "Email": taken[1]}).status_code == 409
        point = get(api, "Points", lastId=0)[-1]
        kind, contact = point["Type"], point["ContactId"]
        total, last = (
            get(api, "Points/Totals", type=kind)[0]["Total"],
            max(p["Id"] for p in get(api, "Points", lastId=0)),
        )
        answer = api.post("Points", json={"ContactId": contact, "Type": kind, "Amount": 0.25})
        again = exact_json.loads(answer.content)
        assert isinstance(again, dict)
        assert (again["Id"], again["Sum"]) == (last + 1, point["Sum"] + Decimal("0.25"))
        assert get(api, "Points/Totals", type=kind)[0]["Total"] == total + Decimal("0.25")
        row = api.post("table/Bikes", json={}).json()
        assert row["Id"] == 6
        company = api.post("ContactCompanies", json={"Name": "x"}).json()
        assert company["Id"] == 2
        assert api.post("Stores", json={"Number": "9", "Name": "x"}).json()["Id"] == 10


# Dynamic values


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


def test_values_of_the_built_in_account_mean_something(file: Path) -> None:
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
def test_any_account_gets_data_that_fits_it(account: AccountSchema, count: int, seed: int) -> None:
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


# The ways to it


def test_a_store_that_has_data_is_not_filled(file: Path, tmp_path: Path) -> None:
    used = tmp_path / "used.db"
    used.write_bytes(file.read_bytes())
    with pytest.raises(InputError, match=r"used\.db: already has data \(Contacts\)"), running(db=used, contacts=1):
        pass
    assert dump(used) == dump(file)


def test_an_opened_file_without_data_is_filled_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    with running(db=path) as sandbox, connect(sandbox) as api:
        assert get(api, "Contacts") == []
    with running(db=path, contacts=3, seed=5) as sandbox, connect(sandbox) as api:
        made = get(api, "Contacts/3")
    with running(db=path) as sandbox, connect(sandbox) as api:
        assert get(api, "Contacts/3") == made


def test_one_row_of_the_account_is_data_too(tmp_path: Path) -> None:
    with running(db=tmp_path / "new.db") as sandbox, connect(sandbox) as api:
        number = api.post("table/Bikes", json={}).json()["Id"]
        assert api.delete(f"table/Bikes/{number}").status_code == 200
    with pytest.raises(InputError, match=r"already has data \(DynamicTable:3\)"):
        make(tmp_path / "new.db")


@pytest.mark.parametrize("count", [-1, 1_000_001])
def test_a_number_out_of_range_is_refused(count: int) -> None:
    with pytest.raises(InputError, match=f"is {count}, which should be from 0 to 1000000"), running(contacts=count):
        pass


def test_nothing_is_left_of_data_that_was_not_finished(tmp_path: Path) -> None:
    class Tired:
        def expect(self, requests: int) -> None:
            self.left = requests // 2

        def done(self) -> None:
            self.left -= 1
            if not self.left:
                raise KeyboardInterrupt

    store = Store(tmp_path / "new.db")
    prepare_store(store, builtin_account(), "here")
    with pytest.raises(KeyboardInterrupt):
        populate(store, builtin_account(), seed=0, contacts=3000, progress=Tired())
    store.close()
    assert query(tmp_path / "new.db", "SELECT count(*) FROM refs WHERE kind <> 'Segments'") == [(0,)]
    make(tmp_path / "new.db", count=3)
    assert len(objects(tmp_path / "new.db", "Contacts")) == 3


@pytest.mark.parametrize("count", [1, 3, 40, 400])
def test_progress_is_told_in_hundredths(count: int) -> None:
    class Told:
        expected = finished = 0

        def expect(self, requests: int) -> None:
            self.expected += requests

        def done(self) -> None:
            self.finished += 1

    told = Told()
    store = Store(None)
    prepare_store(store, builtin_account(), "here")
    populate(store, builtin_account(), seed=0, contacts=count, progress=told)
    assert (told.expected, told.finished) == (100, 100)
    store.close()


def test_the_present_can_be_another_day(tmp_path: Path) -> None:
    store = Store(None)
    prepare_store(store, builtin_account(), "here")
    populate(store, builtin_account(), seed=0, contacts=50, present=datetime(2031, 5, 1))
    times = [str(item["Created"]) for item in store.scan("ContactEvents")]
    assert times[0] > "2026"
    assert "2031-04" < times[-1] < "2031-05-02"
    store.close()


def test_foreign_keys_hold_and_are_watched_again(file: Path) -> None:
    assert query(file, "PRAGMA foreign_key_check") == []
    store = Store(None)
    prepare_store(store, builtin_account(), "here")
    populate(store, builtin_account(), seed=0, contacts=3)
    with store.transaction(write=True):
        secret = str(store.scan("Contacts")[0]["Secret"])
        store.delete("Contacts", 1)
        assert store.find("Contacts", "Secret", secret) is None
        with pytest.raises(sqlite3.IntegrityError):
            store.load("Contacts", [], [("Secret", "x", 99)])
    store.close()


def test_times_of_a_span_never_go_back() -> None:
    span = Span.until(datetime(2026, 1, 1))
    times = [span.at(number / 9999) for number in range(10000)]
    assert times == sorted(times)
    assert (times[0], times[-1] <= span.end) == (span.start, True)


def test_another_program_gets_the_data_for_its_tests() -> None:
    with testing.run_sandbox(contacts=4, seed=3) as sandbox, connect(sandbox) as api:
        assert get(api, "Contacts") == [1, 2, 3, 4]


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "yulsn_codegen", "sandbox", "--port", "0", *arguments]


@pytest.mark.skipif(os.name == "nt", reason="sends SIGINT")
def test_the_command_makes_contacts(tmp_path: Path) -> None:
    arguments = command("--contacts", "25", "--seed", "9", "--db", str(tmp_path / "new.db"))
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    pipes: Any = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(arguments, env=environment, **pipes) as process:
        try:
            assert process.stdout
            found = re.search(r"http://[0-9.]+:[0-9]+", process.stdout.readline())
            assert found
            with httpx2.Client(headers={"X-ApiKey": "sandbox"}) as client:
                shown = client.get(f"{found[0]}/api/v1/Contacts/25").json()
        finally:
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=30)
    assert errors == ""  # no bar where nobody watches
    with running(contacts=25, seed=9) as sandbox, connect(sandbox) as api:
        assert api.get("Contacts/25").json() == shown


def test_the_command_refuses_a_file_that_has_contacts(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    used = tmp_path / "used.db"
    used.write_bytes(file.read_bytes())
    assert main(["sandbox", "--port", "0", "--contacts", "5", "--db", str(used)]) == 2
    assert "already has data" in capsys.readouterr().err
    assert main(["sandbox", "--port", "0", "--contacts", "-5"]) == 2
