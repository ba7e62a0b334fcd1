"""A local copy in a DuckDB file: what it contains, how it stays current, and what is refused."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from yulsn_client import (
    AsyncClient,
    AuthenticationError,
    Client,
    InvalidArgumentError,
    ServerError,
    SyncedTable,
    SyncError,
    SyncProgress,
    SyncReport,
    sync,
)
from yulsn_client._runtime.sync_database import CopyDatabase
from yulsn_client.models import (
    ContactCreate,
    ContactEventCreate,
    ContactPatch,
    OrderCreate,
    OrderLineCreate,
    OrderLinePatch,
    PointCreate,
)
from yulsn_client.tables.bikes import BikesCreate, BikesPatch
from yulsn_codegen.account.schema import AccountField, AccountSchema, AccountTable, FieldType
from yulsn_codegen.sandbox.store import Store, table_kind
from yulsn_codegen.testing import RunningSandbox, run_sandbox

from .local_copies import HOSTILE, NAMES, copied, nanoseconds, run_python, stored

duckdb: Any = pytest.importorskip("duckdb", reason="duckdb is not installed")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sandbox") / "sandbox.sqlite"


@pytest.fixture(scope="module")
def sandbox(database: Path) -> Iterator[RunningSandbox]:
    with run_sandbox(contacts=12, db=database) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def client(sandbox: RunningSandbox) -> Iterator[Client]:
    with Client(sandbox.api_key, base_url=sandbox.base_url, on_drift=lambda _: None) as client:
        yield client


@pytest.fixture(scope="module")
def first(client: Client, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of everything, as it was before the first test changed anything."""
    file = tmp_path_factory.mktemp("first") / "crm.duckdb"
    sync(client, file)
    return file


@pytest.fixture
def copy(first: Path, tmp_path: Path) -> Path:
    """A copy to bring up to date."""
    return Path(shutil.copy2(first, tmp_path / "crm.duckdb"))


@pytest.fixture
def account(sandbox: RunningSandbox) -> Iterator[AccountSchema]:
    """The account, which is restored afterwards."""
    account = sandbox.account
    yield account
    sandbox.change_account(account)


def update(client: Client, file: Path, *only: str, **options: Any) -> dict[str, SyncedTable]:
    return {one.table: one for one in sync(client, file, only=only or None, **options).tables}


def counts(table: SyncedTable) -> tuple[int, int, int]:
    return table.inserted, table.updated, table.deleted


def with_bikes(account: AccountSchema, change: Callable[[AccountTable], AccountTable]) -> AccountSchema:
    tables = tuple(change(table) if table.name == "Bikes" else table for table in account.tables)
    return replace(account, tables=tables)


def test_a_first_copy_contains_everything(
    client: Client, sandbox: RunningSandbox, database: Path, tmp_path: Path
) -> None:
    steps: list[SyncProgress] = []
    tables: list[SyncedTable] = []
    report = sync(client, tmp_path / "crm.duckdb", on_progress=steps.append, on_table=tables.append)
    assert copied(tmp_path / "crm.duckdb") == stored(database, sandbox.account)
    assert list(report.tables) == tables
    assert {table.table for table in tables} == set(NAMES.values())
    assert all(table.full_copy == "first copy" and counts(table) == (table.rows, 0, 0) for table in tables)
    assert {step.step for step in steps} == {"ordered", "downloading", "downloaded", "copying"}
    assert (report.missing_tables, report.unknown_tables, report.failures) == ((), (), {})
    assert [one.name for one in tmp_path.iterdir()] == ["crm.duckdb"]
    assert os.name == "nt" or stat.S_IMODE((tmp_path / "crm.duckdb").stat().st_mode) == 0o600


def test_a_later_sync_reads_only_changes(client: Client, sandbox: RunningSandbox, database: Path, copy: Path) -> None:
    person = ContactCreate(phone="00745", phone_country_code="45", registration_source="x", registration_ip="::1")
    made = client.contacts.create(person)
    other = next(client.contacts.iterate())
    client.contacts.patch(other.id, ContactPatch(first_name="007"))
    line = OrderLineCreate(quantity=Decimal(2), price=Decimal("1250.50"))
    order = client.orders.create(OrderCreate(type="webshop", order_lines=[line, line], contact_id=made.id))
    assert order.order_lines is not None
    client.orders.delete_line(order.id, order.order_lines[0].id)
    client.orders.patch_line(order.id, order.order_lines[1].id, OrderLinePatch(price=Decimal("0.0000000001")))
    client.points.create(PointCreate(contact_id=made.id, type="bonus", amount=Decimal("1.10")))
    client.contact_events.create([ContactEventCreate(type="visit", contact_id=made.id, info_json={"a": [1.50, None]})])
    row = client.tables.bikes.create(BikesCreate(name='"; DROP TABLE x; --', frame_number="007"))
    tables = update(client, copy)
    assert copied(copy) == stored(database, sandbox.account)
    assert counts(tables["contacts"]) == (1, 1, 0)
    assert counts(tables["orders"]) == (1, 0, 0)
    assert counts(tables["order_lines"]) == (1, 0, 0)
    assert counts(tables["points"]) == (1, 0, 0)
    assert counts(tables["contact_events"]) == (1, 0, 0)
    assert counts(tables["tables.bikes"]) == (1, 0, 0)
    assert tables["contacts"].read <= 3
    assert {name for name, table in tables.items() if table.full_copy} == {"contact_companies", "stores"}

    client.tables.bikes.patch(row.id, BikesPatch(price=Decimal("1250.50")))
    client.orders.delete_line(order.id, client.orders.add_line(order.id, line).id)
    again = update(client, copy)
    assert copied(copy) == stored(database, sandbox.account)
    assert counts(again["tables.bikes"]) == (0, 1, 0)
    assert (counts(again["orders"]), counts(again["order_lines"])) == ((0, 1, 0), (0, 0, 0))


def test_a_deleted_line_of_a_changed_order_is_deleted(client: Client, copy: Path) -> None:
    line = OrderLineCreate(quantity=Decimal(1), price=Decimal(5))
    order = client.orders.create(OrderCreate(type="webshop", order_lines=[line, line]))
    assert order.order_lines is not None
    update(client, copy, "orders")
    client.orders.delete_line(order.id, order.order_lines[0].id)
    tables = update(client, copy, "orders")
    assert (counts(tables["orders"]), counts(tables["order_lines"])) == ((0, 1, 0), (0, 0, 1))


def test_a_full_sync_deletes_what_no_longer_exists(
    client: Client, sandbox: RunningSandbox, database: Path, copy: Path
) -> None:
    order = client.orders.create(
        OrderCreate(type="webshop", order_lines=[OrderLineCreate(quantity=Decimal(1), price=Decimal(5))])
    )
    row = client.tables.bikes.create(BikesCreate(name="x"))
    update(client, copy)
    client.orders.delete(order.id)
    client.tables.bikes.delete(row.id)
    partly = update(client, copy, "orders", "tables.bikes")
    assert all(table.deleted == 0 for table in partly.values())
    fully = update(client, copy, full=True)
    assert {name for name, table in fully.items() if table.deleted} == {"orders", "order_lines", "tables.bikes"}
    assert all(table.full_copy for table in fully.values())
    assert copied(copy) == stored(database, sandbox.account)


EXACT = {
    "Name": "007",
    "Frame Number": ' a "b",\r\nc\t',
    "Price": Decimal("1250.50"),
    "Bought": "2024-02-29T23:59:59.1234567+05:30",
}


@pytest.mark.parametrize("full", [True, False], ids=["export", "search"])
def test_values_are_copied_exactly(client: Client, copy: Path, full: bool) -> None:
    row = client.request("POST", "/api/v1/table/Bikes", body=EXACT)
    empty = client.request("POST", "/api/v1/table/Bikes", body={"Name": "", "Frame Number": None})
    table = update(client, copy, "tables.bikes", full=full)["tables.bikes"]
    assert bool(table.full_copy) is full
    rows = copied(copy)["tables.bikes"]
    expected = EXACT | {"Bought": nanoseconds("2024-02-29T18:29:59.1234567Z")}
    assert {name: rows[row["Id"]][name] for name in EXACT} == expected
    assert (rows[empty["Id"]]["Name"], rows[empty["Id"]]["Frame Number"]) == ("", None)


def test_added_removed_and_changed_fields_update_the_columns(
    client: Client, sandbox: RunningSandbox, account: AccountSchema, copy: Path
) -> None:
    def changed(table: AccountTable) -> AccountTable:
        kept = [one for one in table.fields if one.name != "Electric"]
        fields = [replace(one, type=FieldType.STRING, values=None) if one.name == "Gears" else one for one in kept]
        return replace(table, fields=(*fields, AccountField("Colour", FieldType.STRING)))

    sandbox.change_account(with_bikes(account, changed))
    made = client.request("POST", "/api/v1/table/Bikes", body={"Colour": "rød", "Gears": "many"})
    table = update(client, copy, "tables.bikes")["tables.bikes"]
    assert table.full_copy == "columns changed"
    assert (table.new_columns, table.removed_columns, table.changed_columns) == (("Colour",), ("Electric",), ("Gears",))
    rows = copied(copy)["tables.bikes"]
    assert (rows[made["Id"]]["Colour"], rows[made["Id"]]["Gears"]) == ("rød", "many")
    assert {row["Electric"] for row in rows.values()} == {None}
    again = update(client, copy, "tables.bikes")["tables.bikes"]
    assert (again.full_copy, again.new_columns, again.removed_columns, again.changed_columns) == ("", (), (), ())

    sandbox.change_account(account)
    back = update(client, copy, "tables.bikes")["tables.bikes"]
    assert (back.new_columns, back.removed_columns, back.changed_columns) == (("Electric",), ("Colour",), ())
    assert any(row["Electric"] is not None for row in copied(copy)["tables.bikes"].values())


def test_a_new_field_of_contacts_becomes_a_column(
    client: Client, sandbox: RunningSandbox, account: AccountSchema, copy: Path
) -> None:
    fields = (*account.owners["Contacts"], AccountField("favourite brand", FieldType.STRING))
    sandbox.change_account(replace(account, owners={**account.owners, "Contacts": fields}))
    table = update(client, copy, "contacts")["contacts"]
    assert (table.full_copy, table.new_columns) == ("columns changed", ("favourite brand",))
    columns = next(iter(copied(copy)["contacts"].values()))
    assert {"Favourite Brand", "favourite brand_2"} <= columns.keys()


def test_removed_and_unknown_tables_are_reported(
    client: Client, sandbox: RunningSandbox, account: AccountSchema, copy: Path
) -> None:
    others = tuple(table for table in account.tables if table.name != "Bikes")
    sandbox.change_account(replace(account, tables=(*others, AccountTable(99, "Boats"))))
    before = copied(copy)["tables.bikes"]
    report = sync(client, copy, only=["tables.bikes", "stores"])
    assert (report.missing_tables, report.unknown_tables) == (("Bikes",), ("Boats",))
    assert copied(copy)["tables.bikes"] == before


@pytest.fixture
def faulty(sandbox: RunningSandbox) -> Iterator[Callable[[str], None]]:
    """Adds faults, which are removed afterwards."""
    yield sandbox.add_fault
    sandbox.clear_faults()


def test_everything_is_read_if_the_api_cannot_search(client: Client, faulty: Callable[[str], None], copy: Path) -> None:
    faulty("status=404 SEARCH *")
    tables = update(client, copy, "orders", "tables.bikes")
    assert {table.full_copy for table in tables.values()} == {"the API does not search them"}
    assert all(table.deleted == 0 for table in tables.values())


def test_a_failed_table_does_not_prevent_copying_others(
    client: Client, faulty: Callable[[str], None], copy: Path
) -> None:
    client.tables.bikes.create(BikesCreate(name="x"))
    faulty("status=500 SEARCH /api/v1/Orders")
    before = copied(copy)
    with pytest.raises(SyncError, match="1 tables could not be copied: orders") as caught:
        sync(client.with_options(max_retries=0), copy, only=["orders", "tables.bikes"])
    assert caught.value.report is not None
    assert isinstance(caught.value.report.failures["orders"], ServerError)
    assert [table.table for table in caught.value.report.tables] == ["tables.bikes"]
    assert copied(copy)["orders"] == before["orders"]


def test_a_time_in_the_future_does_not_hide_later_changes(client: Client, database: Path, copy: Path) -> None:
    wrong, right = (client.tables.bikes.create(BikesCreate()) for _ in range(2))
    kind = table_kind(next(table.id for table in client.dynamic_tables.list() if table.name == "Bikes"))
    with closing(Store(database)) as store, store.transaction(write=True):
        store.amend(kind, wrong.id, {"LastModified": "2199-01-01T00:00:00.0000000+00:00"})
    update(client, copy, "tables.bikes")
    client.tables.bikes.patch(right.id, BikesPatch(name="changed"))
    update(client, copy, "tables.bikes")
    assert copied(copy)["tables.bikes"][right.id]["Name"] == "changed"


def test_only_one_sync_can_use_a_file(client: Client, copy: Path) -> None:
    program = "import sys; from yulsn_client import Client, sync; sync(Client(sys.argv[2]), sys.argv[1])"
    messages: list[str] = []

    def interfere(progress: SyncProgress) -> None:
        if progress.step == "copying" and not messages:
            with pytest.raises(SyncError, match="is in use"):
                sync(client, copy, only=["stores"])
            ended = run_python("-c", program, str(copy), "key")
            messages.append(ended.stderr)

    sync(client, copy, only=["stores"], on_progress=interfere)
    assert "is in use; close other programs and connections" in messages[0]


def test_a_first_copy_never_replaces_one_that_was_made_meanwhile(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, create = tmp_path / "crm.duckdb", CopyDatabase._create
    others: list[SyncReport] = []

    def create_after_another(database: CopyDatabase, source: Mapping[str, str]) -> None:
        monkeypatch.undo()
        others.append(sync(client, file, only=["stores"]))
        create(database, source)

    monkeypatch.setattr(CopyDatabase, "_create", create_after_another)
    sync(client, file, only=["points"])
    assert others
    assert copied(file).keys() == {"points", "stores"}
    assert [one.name for one in tmp_path.iterdir()] == [file.name]


def test_only_one_process_creates_a_copy(client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, run = tmp_path / "crm.duckdb", CopyDatabase.run

    def interfere(database: CopyDatabase, sql: str, *values: object) -> Any:
        if sql.startswith("CREATE TABLE"):
            monkeypatch.undo()
            with pytest.raises(SyncError, match=r"crm\.duckdb: is in use"):
                sync(client, file, only=["stores"])
        return run(database, sql, *values)

    monkeypatch.setattr(CopyDatabase, "run", interfere)
    sync(client, file, only=["stores"])
    assert copied(file).keys() == {"stores"}


def test_a_copy_is_created_where_files_cannot_have_two_names(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, target: Path) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    sync(client, tmp_path / "crm.duckdb", only=["stores"])
    assert [one.name for one in tmp_path.iterdir()] == ["crm.duckdb"]


def test_other_files_are_refused(client: Client, sandbox: RunningSandbox, copy: Path, tmp_path: Path) -> None:
    text = tmp_path / "text.duckdb"
    text.write_text("not a database")
    with pytest.raises(SyncError, match="cannot be opened"):
        sync(client, text)
    assert text.read_text() == "not a database"
    own = tmp_path / "it's own.duckdb"
    with duckdb.connect(str(own)) as connection:
        connection.execute("CREATE TABLE contacts (x INTEGER)")
    with pytest.raises(SyncError, match="is not a local copy"):
        sync(client, own)
    with (
        Client("key", base_url="http://127.0.0.1:1") as elsewhere,
        pytest.raises(SyncError, match=f"is a copy of the base URL {sandbox.base_url}, not of http://127.0.0.1:1;"),
    ):
        sync(elsewhere, copy)
    with pytest.raises(SyncError, match="cannot be opened"):
        sync(client, tmp_path / "missing" / "crm.duckdb")


def test_wrong_arguments_are_refused_before_the_file_is_created(client: Client, tmp_path: Path) -> None:
    with pytest.raises(InvalidArgumentError, match=r"there is no table 'bikes'; known: contacts, .*tables\.bikes"):
        sync(client, tmp_path / "crm.duckdb", only=["bikes"])
    with pytest.raises(InvalidArgumentError, match=r"only must be a collection of names, such as \['stores'\]"):
        sync(client, tmp_path / "crm.duckdb", only="stores")
    with pytest.raises(TypeError, match="client must be a Client, not AsyncClient"):
        sync(AsyncClient("key"), tmp_path / "crm.duckdb")
    wrong: dict[str, Any] = {"deadline": -1.0, "full": "no", "on_table": 5}
    for option, value in wrong.items():
        with pytest.raises((TypeError, ValueError), match=f"{option} must be "):
            sync(client, tmp_path / "crm.duckdb", **{option: value})
    assert list(tmp_path.iterdir()) == []


def test_a_rejected_key_ends_the_sync(sandbox: RunningSandbox, copy: Path) -> None:
    with Client("another", base_url=sandbox.base_url) as client, pytest.raises(AuthenticationError):
        sync(client, copy)


def test_fields_with_hostile_names_are_copied(
    client: Client, sandbox: RunningSandbox, account: AccountSchema, copy: Path
) -> None:
    names = [name for name in HOSTILE if name not in ("Id", "")]
    fields = tuple(AccountField(name, FieldType.STRING) for name in names)
    changed = with_bikes(account, lambda table: replace(table, fields=(*table.fields, *fields)))
    sandbox.change_account(changed)
    made = client.request("POST", "/api/v1/table/Bikes", body=dict.fromkeys(names, "007"))
    assert update(client, copy, "tables.bikes")["tables.bikes"].new_columns == tuple(names)
    client.request("PATCH", f"/api/v1/table/Bikes/{made['Id']}", body=dict.fromkeys(names, "008"))
    table = update(client, copy, "tables.bikes")["tables.bikes"]
    assert (table.full_copy, table.updated) == ("", 1)
    assert list(copied(copy)["tables.bikes"][made["Id"]].values())[-len(names) :] == ["008"] * len(names)
