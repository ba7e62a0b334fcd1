"""Dates of a generated package: in every call that reads, writes, searches or exports them, and for type checkers."""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from support.accounts import HOSTILE, account, field, table
from support.outputs import unpack
from yulsn_codegen.account.choice import choose
from yulsn_codegen.account.schema import AccountChoice, AccountSchema, FieldType
from yulsn_codegen.generate import Generated, generate
from yulsn_codegen.testing import RunningSandbox, run_sandbox

MOMENT = FieldType.DATE_TIME_OFFSET
ODD = ("Date", "date", "DateOnly", "datetime", "Ü\u202e", *(name for name in HOSTILE if name.strip()))
CHOSEN = {"Contacts": ("Født",), "table Visits": ODD, "table Rows": ("Day",)}
SHOP = account(
    (field("Født", MOMENT), field("Set", MOMENT)),
    (
        table(1, "Visits", *(field(name, MOMENT) for name in ODD), field("Name")),
        table(2, "Rows", field("Day", MOMENT), field("Moment", MOMENT)),
        table(3, "Others"),
    ),
    patch_fields=("Født",),
)
CHOICE = AccountChoice(("Visits", "rows"), CHOSEN)
BORN = date(1980, 5, 17)
CONSUMER = """\
from datetime import date, datetime

from dated import Client
from dated.models import Contact, ContactPatch
from dated.tables.rows import RowsCreate, RowsField


def use(client: Client, contact: Contact, day: date, moment: datetime) -> date | None:
    RowsCreate(day=day, moment=moment)
    client.tables.rows.search(RowsField.day >= day)
    ContactPatch(foedt=day.isoformat())  # refused
    RowsCreate(moment=day)  # refused
    client.tables.rows.search(RowsField.day >= "2020-01-01")  # refused
    contact.foedt.year  # refused: it may be None
    return contact.foedt
"""


def known(schema: AccountSchema) -> AccountSchema:
    return choose(schema, CHOICE)


@pytest.fixture(scope="module")
def package() -> Generated:
    return generate(known(SHOP), "dated")


@pytest.fixture(scope="module")
def folder(package: Generated, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    place = unpack(package, tmp_path_factory.mktemp("dated"))
    sys.path.insert(0, str(place))
    yield place
    sys.path.remove(str(place))
    for name in [name for name in sys.modules if name.partition(".")[0] == "dated"]:
        del sys.modules[name]


@pytest.fixture(scope="module")
def rows(folder: Path) -> ModuleType:
    return importlib.import_module("dated.tables.rows")


@pytest.fixture(scope="module")
def sandbox() -> Iterator[RunningSandbox]:
    with run_sandbox(SHOP) as running:
        yield running


@pytest.fixture
def client(folder: Path, sandbox: RunningSandbox) -> Iterator[Any]:
    drifts: list[object] = []
    module = importlib.import_module("dated")
    with module.Client(sandbox.api_key, base_url=sandbox.base_url, on_drift=drifts.append) as opened:
        yield opened
    assert drifts == []


def test_the_installed_package_contains_the_choice(client: Any) -> None:
    assert client.verify_schema() == []


def test_a_date_round_trips(client: Any, sandbox: RunningSandbox) -> None:
    models = importlib.import_module("dated.models")
    when = datetime.now(UTC)
    body = models.ContactCreate(
        foedt=BORN, set=when, registration_date_time=when, registration_source="x", registration_ip="::1"
    )
    created = client.contacts.create(body)
    assert (created.foedt, type(created.foedt)) == (BORN, date)
    assert client.contacts.get(created.id) == created
    client.contacts.patch(created.id, models.ContactPatch(foedt=date(1999, 12, 31)))
    assert client.contacts.get(created.id).foedt == date(1999, 12, 31)
    assert client.contacts.get(created.id).set == when
    client.contacts.patch_many(
        models.ContactBatchPatch(key_type="Id", keys=[str(created.id)], fields={"Født": "1980-05-17T00:00:00+00:00"})
    )
    assert client.contacts.get(created.id).foedt == BORN


def test_rows_are_created_and_searched_by_date(client: Any, rows: ModuleType, tmp_path: Path) -> None:
    days = {"a": BORN, "b": date(2020, 1, 1)}
    client.tables.rows.create_many([rows.RowsCreate(name=name, day=day) for name, day in days.items()])
    file = tmp_path / "rows.csv"
    file.write_text("Name,Day\nc,2020-01-02\nd,2020-01-03T00:00:00Z\ne,\n", encoding="utf-8")
    client.tables.rows.create_many(list(importlib.import_module("dated").from_csv(rows.RowsCreate, file)))
    condition = rows.RowsField.day
    assert [row.name for row in client.tables.rows.search(condition > date(2020, 1, 1))] == ["c", "d"]
    assert [row.name for row in client.tables.rows.search(condition == BORN)] == ["a"]
    assert [row.name for row in client.tables.rows.search(condition.in_(BORN, date(2020, 1, 3)))] == ["a", "d"]
    assert [row.name for row in client.tables.rows.search(condition.is_null())] == ["e"]


@pytest.mark.parametrize("zone", [None, "Europe/Copenhagen"])
def test_exports_have_dates_in_rows_and_in_arrow(client: Any, rows: ModuleType, zone: str | None) -> None:
    pyarrow: Any = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    client.tables.rows.create_many([rows.RowsCreate(day=BORN), rows.RowsCreate()])
    with client.bulk_export.run(client.tables.rows, time_zone=zone) as export:
        days = [row.day for row in export.rows(rows.RowsRow)]
        assert set(map(type, days)) == {date, type(None)}
        assert BORN in days
        found = export.to_table()
        assert found.schema.field("Day").type == pyarrow.date32()
        assert found.column("Day").to_pylist() == days
        assert pyarrow.Table.from_batches(list(export.batches())) == found
        items = list(importlib.import_module("dated").from_arrow(rows.RowsCreate, found.select(["Name", "Day"])))
    assert [item.day or None for item in items] == days


def test_a_date_field_can_have_any_name(client: Any, package: Generated) -> None:
    visits = importlib.import_module("dated.tables.visits")
    pins = package.lock.names.table_fields["Visits"]
    row = client.tables.visits.create(visits.VisitsCreate(**{pins[name]: BORN for name in ODD}))
    read = client.tables.visits.get(row.id)
    assert {getattr(read, pins[name]) for name in ODD} == {BORN}
    assert visits.VisitsRow.from_dict(read.to_dict()) == read


def test_a_time_of_day_is_kept_and_reported(folder: Path, sandbox: RunningSandbox, rows: ModuleType) -> None:
    drifts: list[Any] = []
    module = importlib.import_module("dated")
    with module.Client(sandbox.api_key, base_url=sandbox.base_url, on_drift=drifts.append) as client:
        number = client.tables.rows.create(rows.RowsCreate(name="noon")).id
        client.request("PATCH", f"/api/v1/table/Rows/{number}", body={"Day": "2020-01-01T12:00:00+01:00"})
        row = client.tables.rows.get(number)
        assert row.day == "2020-01-01T12:00:00+01:00"
        client.tables.rows.delete(number)
    assert {(drift.kind, drift.place) for drift in drifts} == {("type", "RowsRow.Day")}


def test_type_checkers_infer_a_date(folder: Path) -> None:
    (folder / "consumer.py").write_text(CONSUMER, encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "consumer.py"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    wrong = [number for number, line in enumerate(CONSUMER.splitlines(), 1) if "# refused" in line]
    found = [int(line.split(":")[1]) for line in done.stdout.splitlines() if ": error:" in line]
    assert found == wrong, done.stdout


def test_no_module_uses_the_date_type_if_no_dates_are_chosen() -> None:
    plain = replace(SHOP, tables=SHOP.tables[1:2])
    files = generate(plain, "plain").files
    assert not any("DateOnly" in text for path, text in files.items() if "/_runtime/" not in path)
