"""Bulk exports from order to typed rows, against the sandbox: exact values, waiting, downloading and resuming."""

from __future__ import annotations

import asyncio
import csv
import gzip
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from yulsn_client import AsyncClient, Client, Clock, DecodeError, Drift, InvalidArgumentError, YulsnError
from yulsn_client import YulsnTimeoutError as Timeout
from yulsn_client._runtime.exact_times import ExactDatetime
from yulsn_client._runtime.export_download import Download
from yulsn_client._runtime.export_order import Listed
from yulsn_client.models import Contact, ContactCreate, ExportType, Store
from yulsn_client.tables.bikes import BikesCreate, BikesField, BikesPatch, BikesRow
from yulsn_codegen.testing import RunningSandbox, run_sandbox

from .downloads import downloaded

Read = Callable[..., Any]


async def _no_sleep(_: float) -> None:
    await asyncio.sleep(0)


def quick() -> Clock:
    return Clock(sleep=lambda _: None, sleep_async=_no_sleep)


@pytest.fixture(scope="module")
def filled() -> Iterator[RunningSandbox]:
    with run_sandbox(contacts=40) as sandbox:
        yield sandbox


@pytest.fixture(params=["sync", "async"])
def read(request: pytest.FixtureRequest) -> Read:
    """Exports with either flavour and returns the rows."""

    def rows(
        sandbox: RunningSandbox, what: Any, use: Callable[[Any], Any] = lambda e: list(e.rows()), **options: Any
    ) -> Any:
        made = {
            "base_url": sandbox.base_url,
            "clock": options.pop("clock", quick()),
            "on_drift": options.pop("on_drift", None),
        }
        if request.param == "sync":
            with (
                Client(sandbox.api_key, **made) as client,
                client.bulk_export.run(what(client) if callable(what) else what, **options) as export,
            ):
                return use(export)

        async def main() -> Any:
            async with (
                AsyncClient(sandbox.api_key, **made) as client,
                client.bulk_export.run(what(client) if callable(what) else what, **options) as export,
            ):
                return use(export)

        return asyncio.run(main())

    return rows


def table(client: Any) -> Any:
    return client.tables.bikes


LIVE: dict[Any, Callable[[Client], list[Any]]] = {
    ExportType.CONTACTS: lambda client: list(client.contacts.iterate()),
    ExportType.POINTS: lambda client: list(client.points.iterate()),
    table: lambda client: list(client.tables.bikes.iterate()),
}


@pytest.mark.parametrize("what", [ExportType.CONTACTS, ExportType.POINTS, table], ids=["contacts", "points", "bikes"])
@pytest.mark.parametrize(
    "delimiters", [{}, {"delimiter": ";", "row_delimiter": "\n"}, {"delimiter": "||", "row_delimiter": "#\n"}]
)
@pytest.mark.parametrize("compress", [True, False])
def test_rows_equal_the_objects_that_calls_return(
    filled: RunningSandbox, read: Read, what: Any, delimiters: dict[str, str], compress: bool
) -> None:
    drifts: list[Drift] = []
    rows = read(filled, what, compress=compress, on_drift=drifts.append, **delimiters)
    with Client(filled.api_key, base_url=filled.base_url) as client:
        live = LIVE[what](client)
    assert sorted(rows, key=lambda row: row.id) == sorted(live, key=lambda row: row.id)
    assert {type(row) for row in rows} == {type(row) for row in live}
    assert drifts == []


@pytest.mark.parametrize("kind", list(ExportType), ids=lambda kind: kind.name)
def test_every_type_can_be_exported(filled: RunningSandbox, kind: ExportType) -> None:
    with (
        Client(filled.api_key, base_url=filled.base_url, clock=quick()) as client,
        client.bulk_export.run(kind) as export,
    ):
        rows = list(export.rows())
    assert len(rows) == export.row_count


@pytest.fixture(scope="module")
def exact() -> Iterator[RunningSandbox]:
    with run_sandbox() as sandbox, Client(sandbox.api_key, base_url=sandbox.base_url) as client:
        for number, text in enumerate(("007", 'a "b", c\r\nd', "", " x ", "null", "æ🚲\u2028;|", '"'), 1):
            client.tables.bikes.create(
                BikesCreate(external_id=str(number), name=text, frame_number=text, price=Decimal("1250.50"))
            )
        client.tables.bikes.create(BikesCreate(price=Decimal("12345678901234567.0000000001"), gears=0, electric=False))
        yield sandbox


@pytest.mark.parametrize("compress", [True, False])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "ab"])
def test_values_are_exact(exact: RunningSandbox, read: Read, compress: bool, delimiter: str) -> None:
    rows = read(exact, table, compress=compress, delimiter=delimiter)
    assert [row.name for row in rows] == ["007", 'a "b", c\r\nd', "", " x ", "null", "æ🚲\u2028;|", '"', None]
    assert [row.frame_number for row in rows] == [row.name for row in rows]
    assert {str(row.price) for row in rows[:-1]} == {"1250.50"}
    assert str(rows[-1].price) == "12345678901234567.0000000001"
    assert (rows[-1].gears, rows[-1].electric, rows[0].electric) == (0, False, None)


def test_seven_decimals_of_a_second_are_kept(exact: RunningSandbox, read: Read) -> None:
    moment, text = None, ""

    def both(export: Any) -> Any:
        header, batches = export.records()
        column = header.index("Created")
        return [record[column] for batch in batches for record in batch], list(export.rows())

    texts, rows = read(exact, table, both)
    for moment, text in zip([row.created for row in rows], texts, strict=True):
        assert isinstance(moment, datetime)
        assert getattr(moment, "text", text) == text
        if len(text.partition(".")[2].partition("+")[0].rstrip("0")) == 7:
            assert isinstance(moment, ExactDatetime)
        assert abs(moment - datetime.fromisoformat(text[:26] + text[27:])) <= timedelta(microseconds=1)


def test_a_time_that_was_exported_is_sent_with_seven_decimals(filled: RunningSandbox) -> None:
    moment = "2024-05-06T23:59:59.9999996+02:00"
    with Client(filled.api_key, base_url=filled.base_url, clock=quick()) as client:
        bikes = client.tables.bikes
        one, other = bikes.create(BikesCreate()), bikes.create(BikesCreate())
        client.request("PATCH", f"/api/v1/table/Bikes/{one.id}", body={"Bought": moment})
        with client.bulk_export.run(bikes) as export:
            (row,) = (row for row in export.rows(BikesRow) if row.id == one.id)
        assert row.bought is not None
        assert row.bought == datetime.fromisoformat("2024-05-07T00:00:00+02:00")
        bikes.patch(other.id, BikesPatch(bought=row.bought))
        found = client.request("GET", f"/api/v1/table/Bikes/{other.id}", returns=dict[str, Any])
        assert found["Bought"] == moment
        bounds = (BikesField.bought == row.bought, BikesField.bought >= row.bought, BikesField.bought <= row.bought)
        assert [bike.id for bike in bikes.search(*bounds)] == [one.id, other.id]


def test_a_period_begins_with_the_objects_that_are_read_as_its_start(filled: RunningSandbox) -> None:
    with Client(filled.api_key, base_url=filled.base_url, clock=quick()) as client:
        for contact in islice(client.contacts.iterate(), 15):
            with client.bulk_export.run(ExportType.CONTACTS, modified=(contact.last_modified, None)) as export:
                found = {row.id for row in export.rows(Contact)}
            assert contact.id in found


def test_columns_periods_and_ids_restrict_an_export(filled: RunningSandbox, read: Read) -> None:
    everyone = read(filled, ExportType.CONTACTS)
    chosen = read(filled, ExportType.CONTACTS, fields=["email", "Id"], on_drift=lambda _: None)
    assert [(row.id, row.email, row.secret) for row in chosen] == [(row.id, row.email, None) for row in everyone]
    middle = sorted(row.registration_date_time for row in everyone)[20]
    later = read(filled, ExportType.CONTACTS, created=(middle, None))
    assert {row.id for row in later} == {row.id for row in everyone if row.registration_date_time >= middle}
    changed = sorted(row.last_modified for row in everyone)[10].replace(microsecond=0)
    before = read(filled, ExportType.CONTACTS, modified=(None, changed))
    assert {row.id for row in before} == {row.id for row in everyone if row.last_modified < changed}
    points = read(filled, ExportType.POINTS)
    assert read(filled, ExportType.POINTS, after_id=points[9].id) == points[10:]


@pytest.mark.parametrize(
    ("what", "options", "message"),
    [
        (ExportType.ORDERS, {"modified": (datetime.now(UTC), None)}, "ignores modified for orders"),
        (table, {"modified": (None, datetime.now(UTC))}, "ignores modified for Bikes"),
        (ExportType.CONTACTS, {"after_id": 5}, "ignores after_id for contacts"),
        (table, {"after_id": 5}, "ignores after_id for Bikes"),
        (ExportType.CONTACTS, {"created": (datetime(2024, 1, 1), None)}, "UTC offset"),
        (ExportType.CONTACTS, {"created": (None,)}, "created must be two times"),
        (ExportType.CONTACTS, {"modified": "ab"}, "modified must be two times"),
        (ExportType.CONTACTS, {"modified": datetime.now(UTC)}, "modified must be two times"),
        (ExportType.CONTACTS, {"fields": "Id"}, "sequence of names"),
        (ExportType.CONTACTS, {"fields": ["Id", 5]}, "sequence of names"),
        (ExportType.POINTS, {"after_id": "5"}, "after_id must be int, not str"),
        (ExportType.CONTACTS, {"segment_id": True}, "segment_id must be int, not bool"),
        (ExportType.ORDERS, {"item_type": 5}, "item_type must be str, not int"),
        (ExportType.CONTACTS, {"time_zone": UTC}, "time_zone must be str, not timezone"),
        (ExportType.CONTACTS, {"compress": "no"}, "compress must be bool, not str"),
        (ExportType.CONTACTS, {"delimiter": ""}, "must not be empty"),
        (ExportType.CONTACTS, {"delimiter": '"'}, "contain a quote"),
        (ExportType.CONTACTS, {"delimiter": "\n", "row_delimiter": "\r\n"}, "part of the other"),
        ("Contacts", {}, "takes a member of ExportType"),
        (5, {}, "takes a member of ExportType"),
        (None, {}, "takes a member of ExportType"),
    ],
)
def test_parameters_that_the_api_would_ignore_are_refused(
    filled: RunningSandbox, read: Read, what: Any, options: dict[str, Any], message: str
) -> None:
    filled.clear_requests()
    with pytest.raises(InvalidArgumentError, match=message):
        read(filled, what, **options)
    assert filled.requests == []


# --- Waiting and downloading ---


def test_the_file_is_recognised_among_others_and_polled_for(read: Read) -> None:
    naps: list[float] = []
    now = [0.0]

    def sleep(seconds: float) -> None:
        naps.append(seconds)
        now[0] += seconds

    async def sleep_async(seconds: float) -> None:
        sleep(seconds)

    clock = Clock(sleep=sleep, sleep_async=sleep_async, monotonic=lambda: now[0])
    steps: list[Any] = []
    with run_sandbox(contacts=3, export_delay=3600) as slow, pytest.raises(Timeout, match="not finished within 60 s"):
        read(slow, ExportType.CONTACTS, clock=clock, deadline=60, on_progress=steps.append)
    assert len(naps) > 5
    assert naps[:3] == sorted(naps[:3])
    assert sum(naps) == pytest.approx(60)
    assert {each.step for each in steps} == {"ordered", "waiting"}


@pytest.mark.parametrize(
    "fault",
    [
        "drop=midway GET /files/* 2x",
        "truncate GET /files/* 2x",
        "truncate=chunked GET /files/* 1x",
        "html GET /files/* 1x",
        "status=503 GET /files/* 2x",
        "drop GET /files/* 2x",
        "drop=handled POST 1x",
        "status=500 POST */BulkExport 1x",
    ],
)
def test_an_export_recovers_from_faults(read: Read, fault: str) -> None:
    with run_sandbox(contacts=30) as sandbox:
        sandbox.add_fault(fault)
        seen: list[Any] = []
        status = {"drop=handled POST 1x": 2, "status=500 POST */BulkExport 1x": 2}.get(fault, 1)
        assert len(read(sandbox, ExportType.CONTACTS, compress=False, on_progress=seen.append)) == 30
        orders = [request for request in sandbox.requests if request.method == "POST"]
        files = [request for request in sandbox.requests if request.path.startswith("/files/")]
    assert len(orders) == status
    if fault.startswith(("drop=midway", "truncate")):
        assert 206 in {request.status for request in files}  # resumed, not begun again
    assert {request.status for request in files} <= {200, 206, 503, None}  # 400 would mean that the key was sent
    assert seen[-1].step == "downloaded"
    assert seen[-1].received == seen[-1].size


def test_a_download_that_keeps_failing_is_an_error(read: Read) -> None:
    with run_sandbox(contacts=3) as sandbox:
        sandbox.add_fault("status=503 GET /files/*")
        with pytest.raises(DecodeError, match=r"could not be downloaded: status 503 after 0 of \d+ bytes"):
            read(sandbox, ExportType.CONTACTS)


def test_the_file_can_be_saved_and_the_temporary_one_is_removed(
    filled: RunningSandbox, read: Read, tmp_path: Path
) -> None:
    export = read(
        filled,
        ExportType.STORES,
        lambda e: (e.save(tmp_path / "stores.csv"), list(e.rows(Store)), e)[2],
        compress=False,
    )
    with open(tmp_path / "stores.csv", newline="", encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) == export.row_count
    for read_again in (export.rows, export.to_table, lambda: export.save(tmp_path / "again.csv")):
        with pytest.raises(YulsnError, match="the export is closed; read it inside the `with` block"):
            read_again()
    for other, name in ((Contact, "Contact"), ("Store", "Store")):
        with pytest.raises(InvalidArgumentError, match=f"no rows of {name}"):
            export.rows(other)
    with pytest.raises(InvalidArgumentError, match=r"as_text must be a collection of names, such as \['Name'\]"):
        export.batches(as_text="Name")


@pytest.mark.parametrize("compress", [True, False])
def test_several_iterations_can_be_in_progress(compress: bool) -> None:
    data = b"id,text\n" + b"".join(b"%d,%b\n" % (number, b"x" * 50) for number in range(3000))
    with downloaded(gzip.compress(data) if compress else data) as export:
        both = list(zip(export.rows(), export.rows(), strict=True))
    assert [row["id"] for row, _ in both] == [str(number) for number in range(3000)]
    assert all(one == other for one, other in both)


def test_plain_http_to_another_host_is_refused() -> None:
    for url in ("http://files.example/x", "ftp://files.example/x", "https://user:pw@files.example/x", "x"):
        with pytest.raises(YulsnError, match="https"):
            Download(Listed("x", url, 5, None), allow_http=False)


@pytest.mark.parametrize(
    ("headers", "resumes"),
    [
        ({}, True),
        ({"content-range": "bytes 3-9/*"}, True),
        ({"content-range": "bytes 3-9/11"}, False),
        ({"content-range": "bytes 2-9/10"}, False),
        ({"content-range": ""}, False),
        ({"etag": '"other"'}, False),
    ],
)
def test_only_the_rest_of_the_same_file_resumes_a_download(headers: dict[str, str], resumes: bool) -> None:
    download = Download(Listed("x", "https://files.example/x", 10, None), allow_http=False)
    assert download.begin(200, {"etag": '"one"'}) == ""
    download.add(b"abc")
    problem = download.begin(206, {"content-range": "bytes 3-9/10", "etag": '"one"', **headers})
    assert (problem == "", download.received) == ((True, 3) if resumes else (False, 0))
    download.file.close()


@pytest.mark.parametrize(
    ("headers", "validator"),
    [
        ({"etag": '"one"', "last-modified": "x"}, '"one"'),
        ({"etag": 'W/"one"', "last-modified": "x"}, "x"),
        ({"last-modified": "x"}, "x"),
        ({}, None),
    ],
)
def test_a_download_is_resumed_only_if_the_file_is_unchanged(headers: dict[str, str], validator: str | None) -> None:
    download = Download(Listed("x", "https://files.example/x", 10, None), allow_http=False)
    download.begin(200, headers)
    download.add(b"abc")
    assert download.headers.get("If-Range") == validator
    download.file.close()


def test_an_export_without_objects_has_no_rows(filled: RunningSandbox, read: Read) -> None:
    assert read(filled, ExportType.PUSH_TOKENS) == []


def test_a_file_with_fewer_rows_than_announced_is_an_error(filled: RunningSandbox) -> None:
    with (
        Client(filled.api_key, base_url=filled.base_url, clock=quick()) as client,
        client.bulk_export.run(ExportType.STORES) as export,
    ):
        export.row_count = 1000
        with pytest.raises(DecodeError, match="rows instead of 1000"):
            list(export.rows())
        assert list(client.contacts.list_ids())  # the client is still usable


def test_created_contacts_are_exported_completely(read: Read) -> None:
    with run_sandbox() as sandbox, Client(sandbox.api_key, base_url=sandbox.base_url) as client:
        moment = datetime(2024, 5, 6, 10, 8, 14, 123456, tzinfo=UTC)
        made = client.contacts.create(
            ContactCreate(email="a@example.com", phone="00745", phone_country_code="45", registration_date_time=moment,
                          registration_source="x", registration_ip="::1", kreditmaksimum=Decimal("1250.50"))
        )  # fmt: skip
        (row,) = read(sandbox, ExportType.CONTACTS)
    assert row == made
    assert (row.phone, str(row.kreditmaksimum)) == ("00745", str(made.kreditmaksimum))
