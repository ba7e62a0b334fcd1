"""The data is as the API would have written it: keys, totals, references and times."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx2
from yulsn_codegen.sandbox import builtin_account, running
from yulsn_codegen.sandbox.store import table_kind
from yulsn_codegen.sandbox.values import exact_json

from ..conftest import REGISTRATION, connect
from .conftest import CONTACTS, JSON, dump, get, make, objects, open_tables, query

ALWAYS = {"from": "2000-01-01T00:00:00Z", "to": "2999-01-01T00:00:00Z"}


def test_lookups_match_a_recomputation(api: httpx2.Client, file: Path) -> None:
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


def test_sums_of_points_match_a_recomputation(api: httpx2.Client, file: Path) -> None:
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


def test_a_cancelled_point_refers_to_its_canceller(file: Path) -> None:
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


def test_writing_the_data_again_through_the_api_changes_no_key_and_no_reference(tmp_path: Path) -> None:
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


def test_objects_created_through_the_api_have_the_same_properties_keys_and_references(tmp_path: Path) -> None:
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
        if kind in ("Points", "ContactEvents"):  # responses show these as stored
            assert list(ours) == list(theirs)
    number = next(n for n, item in objects(path, "Points").items() if item["SourceId"] == point["SourceId"])
    assert refs(path, "Points", number, "DateTime") == refs(path, "Points", made["Points"] + 1, "DateTime")
    number = next(n for n, item in objects(path, "ContactEvents").items() if item == event)
    last = made["ContactEvents"] + 1
    assert refs(path, "ContactEvents", number, "Created") == refs(path, "ContactEvents", last, "Created")


def refs(path: Path, kind: str, number: int, timed: str) -> set[tuple[str, str]]:
    """Return the refs of an object; of a timeline only the name."""
    rows = query(path, f"SELECT name, value FROM refs WHERE kind = '{kind}' AND id = {number}")
    return {(name, "" if name.startswith(f"{timed} of ") else value) for name, value in rows}


def test_new_ids_continue_after_the_data() -> None:
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
