"""Bulk exports: the contents and the format of the CSV files."""

from __future__ import annotations

import csv
import gzip
import io
from typing import Any

import httpx2
import pytest
from yulsn_codegen.sandbox import builtin_account

from .conftest import REGISTRATION

MISSING = 2147483647
CONTACTS, STORES, POINTS, POINT_SUMS, ORDERS, LINES, EVENTS, COMPANIES = 0, 1, 2, 3, 4, 5, 6, 8
EMPTY_TYPES = (7, 10, 13, 14, 20)


def export(api: httpx2.Client, **order: object) -> dict[str, Any]:
    answer = api.post("BulkExport", json=order)
    assert (answer.status_code, answer.content) == (200, b""), answer.text
    latest: dict[str, Any] = api.get("BulkExport").json()[-1]
    return latest


def text(api: httpx2.Client, **order: object) -> str:
    answer = httpx2.get(export(api, **order)["DownloadUrl"])
    assert answer.status_code == 200
    return answer.content.decode()


def rows(api: httpx2.Client, **order: object) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text(api, **order), newline="")))


def column(api: httpx2.Client, name: str, **order: object) -> list[str]:
    return [row[name] for row in rows(api, **order)]


def contact(api: httpx2.Client, **members: object) -> dict[str, Any]:
    answer = api.post("Contacts", json={**REGISTRATION, **members})
    assert answer.status_code == 200, answer.text
    created: dict[str, Any] = answer.json()
    return created


def test_an_export_is_a_csv_file_served_without_a_key(fresh: httpx2.Client) -> None:
    one = contact(fresh, Email="a@example.dk", FirstName='An "Ø"', LastName="x,\r\ny", Kreditmaksimum=12.50)
    item = export(fresh, Type=CONTACTS)
    file = httpx2.get(item["DownloadUrl"])
    assert file.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert item["Name"] in file.headers["Content-Disposition"]
    assert item["DownloadUrl"].endswith(item["Name"])
    assert item["SizeInBytes"] == len(file.content)
    assert item == item | {"Type": "Contacts", "RowCount": 1, "ItemType": None, "SegmentId": None, "Right": None}
    (row,) = csv.DictReader(io.StringIO(file.content.decode(), newline=""))
    assert list(row) == list(one)
    assert row == {name: "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
                   for name, value in one.items()}  # fmt: skip
    assert (row["FirstName"], row["LastName"], row["Kreditmaksimum"]) == ('An "Ø"', "x,\r\ny", "12.5")
    assert httpx2.get(item["DownloadUrl"] + "x").status_code == 404
    assert httpx2.get(item["DownloadUrl"].replace("/exports/", "/exports/x")).status_code == 404


def test_an_export_contains_the_data_at_the_time_of_its_order(fresh: httpx2.Client) -> None:
    item = export(fresh, Type=CONTACTS)
    contact(fresh)
    assert httpx2.get(item["DownloadUrl"]).text.count("\r\n") == 1


def test_only_requested_fields_are_columns(fresh: httpx2.Client) -> None:
    contact(fresh, FirstName="Ada", **{"Shoe Size": 41})
    assert (
        text(fresh, Type=CONTACTS, Fields=["shoe size", "FirstName", "Email"])
        == "Shoe Size,FirstName,Email\r\n41,Ada,\r\n"
    )
    assert text(fresh, Type=CONTACTS, Fields=[]) == text(fresh, Type=CONTACTS)
    answer = fresh.post("BulkExport", json={"Type": CONTACTS, "Fields": ["Email", "Nothing"]})
    assert answer.status_code == 400
    assert "`Nothing`" in answer.json()["ModelState"]["Fields"][0]


def test_a_row_with_a_single_empty_value_is_written(fresh: httpx2.Client) -> None:
    contact(fresh)
    contact(fresh, Email="a@example.dk")
    assert column(fresh, "Email", Type=CONTACTS, Fields=["Email"]) == ["", "a@example.dk"]


def test_the_requested_delimiters_are_used(fresh: httpx2.Client) -> None:
    contact(fresh, FirstName="a;b", LastName="c|d", Email="e@f.g")
    fields = {"Type": CONTACTS, "Fields": ["FirstName", "LastName", "Email"]}
    assert text(fresh, **fields, ColumnDelimiter=";", RowDelimiter="\n") == (
        'FirstName;LastName;Email\n"a;b";c|d;e@f.g\n'
    )
    assert text(fresh, **fields, ColumnDelimiter="||", RowDelimiter="#\n") == (
        'FirstName||LastName||Email#\na;b||"c|d"||e@f.g#\n'
    )
    for wrong in (
        {"ColumnDelimiter": ""},
        {"RowDelimiter": '"'},
        {"ColumnDelimiter": "\n", "RowDelimiter": "\n"},
        {"ColumnDelimiter": "|", "RowDelimiter": "||"},
        {"ColumnDelimiter": "\n"},
    ):
        assert fresh.post("BulkExport", json=fields | wrong).status_code == 400


def test_a_compressed_export_is_a_gzip_file(fresh: httpx2.Client) -> None:
    contact(fresh)
    item = export(fresh, Type=CONTACTS, UseCompression=True, SuffixFileName="-nat/øst")
    assert item["Name"].endswith("-nat_øst.csv.gz")
    file = httpx2.get(item["DownloadUrl"])
    assert file.headers["Content-Type"] == "application/gzip"
    assert item["SizeInBytes"] == len(file.content)
    assert gzip.decompress(file.content).decode() == text(fresh, Type=CONTACTS)


def test_parquet_is_refused_with_a_clear_message(api: httpx2.Client) -> None:
    for name in (1, "Parquet"):
        answer = api.post("BulkExport", json={"Type": 0, "Format": name})
        assert answer.status_code == 400
        assert "CSV only" in answer.json()["Message"]
    for known in (0, "csv", None):
        assert api.post("BulkExport", json={"Type": 0, "Format": known}).status_code == 200


def test_times_are_written_in_the_requested_time_zone(fresh: httpx2.Client) -> None:
    for moment in ("2024-01-01T00:30:00.25+00:00", "2024-07-01T12:00:00-04:00", "9999-12-31T23:30:00+00:00"):
        contact(fresh, RegistrationDateTime=moment, FirstName=moment)
    for zone in ("Europe/Copenhagen", "Romance Standard Time"):
        order = {"Type": CONTACTS, "Fields": ["RegistrationDateTime", "FirstName"], "TimeZoneId": zone}
        assert column(fresh, "RegistrationDateTime", **order) == [
            "2024-01-01T01:30:00.25+01:00",
            "2024-07-01T18:00:00+02:00",
            "9999-12-31T23:30:00+00:00",
        ]
        assert column(fresh, "FirstName", **order)[0] == "2024-01-01T00:30:00.25+00:00"
        assert export(fresh, **order)["TimeZoneId"] == zone
    order = {"Type": CONTACTS, "TimeZoneId": "UTC"}
    assert column(fresh, "RegistrationDateTime", **order)[1] == "2024-07-01T16:00:00+00:00"
    assert fresh.post("BulkExport", json={"Type": CONTACTS, "TimeZoneId": "../Mars"}).status_code == 400


def test_periods_include_their_start_and_exclude_their_end(fresh: httpx2.Client) -> None:
    moments = [
        contact(fresh, RegistrationDateTime=f"2024-05-0{day}T00:00:00+00:00")["LastModified"] for day in (1, 2, 3)
    ]
    window = {"CreatedDateTimeFrom": "2024-05-01T01:00:00+01:00", "CreatedDateTimeTo": "2024-05-03T00:00:00Z"}
    item = export(fresh, Type=CONTACTS, **window)
    assert (item["CreatedDateTimeFrom"], item["CreatedDateTimeTo"]) == (
        "2024-05-01T01:00:00+01:00",
        "2024-05-03T00:00:00+00:00",
    )
    assert item["RowCount"] == 2
    assert column(fresh, "Id", Type=CONTACTS, **window) == ["1", "2"]
    assert column(fresh, "Id", Type=CONTACTS, LastModifiedFrom=moments[1]) == ["2", "3"]
    assert column(fresh, "Id", Type=CONTACTS, LastModifiedTo=moments[1]) == ["1"]
    fresh.patch("Contacts/1", json={"FirstName": "x"})
    assert column(fresh, "Id", Type=CONTACTS, LastModifiedFrom=moments[2]) == ["1", "3"]


def test_limits_that_do_not_apply_to_an_export_type_are_ignored(fresh: httpx2.Client) -> None:
    contact(fresh)
    future, past = "2999-01-01T00:00:00Z", "2000-01-01T00:00:00Z"
    assert column(fresh, "Id", Type=CONTACTS, LastId=1) == ["1"]
    assert column(fresh, "Id", Type=STORES, LastModifiedFrom=future, LastModifiedTo=past) == ["1", "2", "3", "4"]
    assert rows(fresh, Type=POINT_SUMS, LastId=1) == []


def test_a_strict_sandbox_refuses_limits_that_do_not_apply(strict: httpx2.Client) -> None:
    moment = "2024-01-01T00:00:00Z"
    refused: list[tuple[int, dict[str, object]]] = [
        (CONTACTS, {"LastId": 1}),
        (POINT_SUMS, {"LastId": 1}),
        (STORES, {"LastModifiedFrom": moment}),
        (EVENTS, {"LastModifiedTo": moment}),
    ]
    for kind, limit in refused:
        answer = strict.post("BulkExport", json={"Type": kind, **limit})
        assert answer.status_code == 400
        assert set(answer.json()["ModelState"]) == set(limit)
    accepted: list[tuple[int, dict[str, object]]] = [
        (EVENTS, {"LastId": 1}),
        (CONTACTS, {"LastModifiedFrom": moment, "LastId": None}),
        (STORES, {"LastModifiedTo": None}),
    ]
    for kind, limit in accepted:
        assert strict.post("BulkExport", json={"Type": kind, **limit}).status_code == 200


def test_contacts_of_a_segment_and_their_objects_are_exported(fresh: httpx2.Client) -> None:
    numbers = [contact(fresh)["Id"] for _ in range(3)]
    segment = fresh.post("Segments/ContactIds", json={"ContactIds": numbers[:2]}).json()["Id"]
    item = export(fresh, Type=CONTACTS, SegmentId=segment)
    assert (item["RowCount"], item["SegmentId"]) == (2, segment)
    kind = fresh.get("Points/Types").json()[0]
    for number in numbers:
        fresh.post("Points", json={"ContactId": number, "Type": kind, "Amount": 5})
    assert column(fresh, "ContactId", Type=POINTS, SegmentId=segment) == ["1", "2"]
    assert column(fresh, "ContactId", Type=POINT_SUMS, SegmentId=segment) == ["1", "2"]
    for order in ({"Type": STORES, "SegmentId": segment}, {"Type": CONTACTS, "SegmentId": MISSING}):
        answer = fresh.post("BulkExport", json=order)
        assert answer.status_code == 400
        assert set(answer.json()["ModelState"]) == {"SegmentId"}


def test_points_and_their_sums_are_exported(fresh: httpx2.Client) -> None:
    one, two = contact(fresh)["Id"], contact(fresh)["Id"]
    first, second = fresh.get("Points/Types").json()[:2]
    for number, kind, amount in ((one, first, 1.25), (one, first, 2), (two, first, 4), (one, second, 8)):
        answer = fresh.post("Points", json={"ContactId": number, "Type": kind, "Amount": amount})
        assert answer.status_code == 200, answer.text
    found = rows(fresh, Type=POINTS)
    assert list(found[0]) == list(fresh.get("Points/1").json())
    assert [(row["Amount"], row["Sum"]) for row in found[:2]] == [("1.25", "1.25"), ("2.0", "3.25")]
    assert column(fresh, "Id", Type=POINTS, ItemType=second) == ["4"]
    moment = fresh.get("Points/2").json()["DateTime"]
    assert column(fresh, "Id", Type=POINTS, CreatedDateTimeFrom=moment) == ["2", "3", "4"]
    assert column(fresh, "Id", Type=POINTS, LastId=2) == ["3", "4"]
    sums = rows(fresh, Type=POINT_SUMS, ItemType=first)
    assert [(row["ContactId"], row["Type"], row["Sum"]) for row in sums] == [("1", first, "3.25"), ("2", first, "4.0")]
    assert len(rows(fresh, Type=POINT_SUMS)) == 3


def test_orders_and_their_lines_are_exported(fresh: httpx2.Client) -> None:
    number = contact(fresh)["Id"]
    types = fresh.get("Orders/Types").json()[:2]
    for place, kind in enumerate(types):
        line = {"Name": kind, "Quantity": 2, "Price": 1.5}
        body = {
            "Type": kind,
            "ContactId": number,
            "OriginDate": f"2024-01-0{place + 1}T00:00:00Z",
            "OrderLines": [line],
        }
        assert fresh.post("Orders", json=body).status_code == 200
    assert fresh.post("Orders", json={"Type": types[0], "OrderLines": [line]}).status_code == 200
    found = rows(fresh, Type=ORDERS)
    order = fresh.get("Orders/1").json()
    assert set(found[0]) == set(order) - {"OrderLines"}
    assert [row["PriceTotal"] for row in found] == ["3.0", "3.0", "3.0"]
    assert column(fresh, "Id", Type=ORDERS, ItemType=types[1]) == ["2"]
    assert column(fresh, "Id", Type=ORDERS, CreatedDateTimeTo="2024-01-02T00:00:00Z") == ["1"]
    assert column(fresh, "Id", Type=ORDERS, CreatedDateTimeFrom="2024-01-02T00:00:00Z") == ["2", "3"]
    lines = rows(fresh, Type=LINES)
    assert set(lines[0]) == set(order["OrderLines"][0])
    assert [row["OrderId"] for row in lines] == ["1", "2", "3"]
    assert column(fresh, "OrderId", Type=LINES, ItemType=types[0]) == ["1", "3"]
    assert column(fresh, "OrderId", Type=LINES, ItemType="nothing") == []


def test_events_have_their_information_as_json(fresh: httpx2.Client) -> None:
    number = contact(fresh)["Id"]
    events = [{"ContactId": number, "Type": kind, "InfoJson": {"a": [1.50, None]}} for kind in ("visit", "call")]
    assert fresh.post("ContactEvents", json=events).status_code == 200
    (found,) = rows(fresh, Type=EVENTS, ItemType="visit")
    assert (found["Type"], found["InfoJson"]) == ("visit", '{"a":[1.5,null]}')
    assert list(found) == list(fresh.get("ContactEvents?type=visit&lastId=0").json()[0])
    assert column(fresh, "Type", Type="events", LastId=1) == ["call"]


def test_stores_and_companies_are_exported(fresh: httpx2.Client) -> None:
    assert column(fresh, "Number", Type=STORES) == ["1001", "1002", "1003", "1090"]
    assert list(rows(fresh, Type=STORES)[0]) == list(fresh.get("Stores/1").json())
    created = fresh.post("ContactCompanies", json={"Name": "Bud & Co"}).json()
    (company,) = rows(fresh, Type=COMPANIES)
    assert list(company) == list(created)
    assert company["Name"] == "Bud & Co"
    assert rows(fresh, Type=COMPANIES, CreatedDateTimeTo=created["LastModified"]) == []
    for kind in (CONTACTS, STORES, COMPANIES):
        answer = fresh.post("BulkExport", json={"Type": kind, "ItemType": "x"})
        assert set(answer.json()["ModelState"]) == {"ItemType"}


def test_email2_dispatches_and_their_receivers_are_exported(fresh: httpx2.Client) -> None:
    scope: dict[str, Any] = {"Emails": {"a@example.dk": {}, "b@example.dk": {}}}
    fresh.post("Email2Dispatches", json={"TriggerId": "welcome", "Scope": scope, "IsTest": True})
    (dispatch,) = rows(fresh, Type=11)
    assert (dispatch["TriggerId"], dispatch["IsTest"], dispatch["Schedule"]) == ("welcome", "true", "")
    assert column(fresh, "Email", Type=12) == ["a@example.dk", "b@example.dk"]


@pytest.mark.parametrize("kind", EMPTY_TYPES)
def test_types_without_data_have_only_a_header(api: httpx2.Client, kind: int) -> None:
    assert text(api, Type=kind, ItemType="x", LastId=5) == "Id,ContactId,Created\r\n"
    assert text(api, Type=kind, Fields=["Code", "id"], SegmentId=1) == "Code,Id\r\n"
    assert api.get(f"BulkExport?type={kind}").json()[-1]["RowCount"] == 0


def test_a_table_is_exported_by_its_id(fresh: httpx2.Client) -> None:
    (table,) = [table for table in builtin_account().tables if table.name == "Bikes"]
    row = fresh.post("table/Bikes", json={"ExternalId": "x", "Price": 10.5}).json()
    fresh.post("table/Bikes", json={"ExternalId": "y"})
    item = export(fresh, DynamicTableId=table.id, LastId=0)
    assert item["Name"].startswith("Bikes_")
    assert item["Type"] is None
    assert item["RowCount"] == 2
    found = rows(fresh, DynamicTableId=table.id)
    assert list(found[0]) == list(row)
    assert (found[0]["ExternalId"], found[0]["Price"]) == ("x", "10.5")
    assert len(rows(fresh, DynamicTableId=table.id, CreatedDateTimeTo=row["Created"])) == 0
    for wrong in ({"ItemType": "x"}, {"SegmentId": 1}):
        assert fresh.post("BulkExport", json={"DynamicTableId": table.id, **wrong}).status_code == 400
    answer = fresh.post("BulkExport", json={"DynamicTableId": MISSING})
    assert answer.status_code == 400
    assert set(answer.json()["ModelState"]) == {"DynamicTableId"}


def test_exports_are_listed_by_type(fresh: httpx2.Client) -> None:
    assert fresh.get("BulkExport").json() == []
    contacts, stores = export(fresh, Type=CONTACTS), export(fresh, Type="Stores")
    table = export(fresh, DynamicTableId=builtin_account().tables[0].id)
    assert fresh.get("BulkExport").json() == [contacts, stores, table]
    assert fresh.get("BulkExport?type=0").json() == [contacts]
    assert fresh.get("BulkExport?type=Stores").json() == [stores]
    assert fresh.get("BulkExport?type=2").json() == []
    for wrong in ("22", "x", "-1"):
        assert fresh.get(f"BulkExport?type={wrong}").status_code == 400


@pytest.mark.parametrize(
    "wrong",
    [
        {"Type": None}, {"Type": 22}, {"Type": "Cars"}, {"Type": True}, {"DynamicTableId": 1}, {"Format": 2},
        {"ColumnDelimiter": 5}, {"CreatedDateTimeFrom": "2024"}, {"CreatedDateTimeTo": 1}, {"LastModifiedFrom": "x"},
        {"LastModifiedTo": "2024-01-01T00:00:00"}, {"LastId": "1"}, {"ItemType": 5}, {"SegmentId": "x"},
        {"Fields": "Id"}, {"Fields": [1]}, {"SuffixFileName": 1}, {"TimeZoneId": 5}, {"UseCompression": "true"},
    ],
)  # fmt: skip
def test_an_invalid_export_order_is_400(api: httpx2.Client, wrong: dict[str, object]) -> None:
    before = api.get("BulkExport").json()
    answer = api.post("BulkExport", json={"Type": POINTS, **wrong})
    assert answer.status_code == 400
    assert set(answer.json()["ModelState"]) == ({"Type"} if "DynamicTableId" in wrong else set(wrong))
    assert api.get("BulkExport").json() == before


def test_pages_of_objects_make_one_file(fresh: httpx2.Client) -> None:
    fresh.post("table/Bikes/Bulk", json=[{"ExternalId": str(place)} for place in range(2500)])
    (table,) = [table for table in builtin_account().tables if table.name == "Bikes"]
    assert column(fresh, "ExternalId", DynamicTableId=table.id) == [str(place) for place in range(2500)]
