"""Many at once, and seeing inside, against the sandbox: with its rules, its faults, and an account that changes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Any

import pytest
from yulsn_client import (
    AsyncClient,
    BulkError,
    Client,
    ConflictError,
    Drift,
    GetManyError,
    LockedError,
    NotFoundError,
    SchemaChange,
    Severity,
    WrongAccountError,
)
from yulsn_client.models import ContactEventCreate, TableEntityCreate
from yulsn_client.tables.bikes import BikesCreate
from yulsn_codegen.account.schema import AccountField, AccountTable, FieldType
from yulsn_codegen.sandbox import RunningSandbox
from yulsn_codegen.testing import run_sandbox

from .conftest import Flavour
from .people import person


@pytest.fixture
def changing() -> Iterator[RunningSandbox]:
    """A sandbox of the test's own, whose account it may change."""
    with run_sandbox() as sandbox:
        yield sandbox


@pytest.fixture(params=["sync", "async"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def use(kind: str, sandbox: RunningSandbox, act: Any, **options: Any) -> Any:
    """What a use of a new client returns, which for an async one is awaited."""
    if kind == "sync":
        with Client(sandbox.api_key, base_url=sandbox.base_url, **options) as client:
            return act(client)

    async def main() -> Any:
        async with AsyncClient(sandbox.api_key, base_url=sandbox.base_url, **options) as client:
            return await act(client)

    return asyncio.run(main())


# --- Many at once ---


def test_get_many_returns_contacts_in_the_order_of_the_ids(api: Flavour) -> None:
    contacts = api.client.contacts
    made = [api.run(contacts.create(person())) for _ in range(12)]
    ids = [contact.id for contact in reversed(made)]
    assert api.run(contacts.get_many(ids, concurrency=3)) == made[::-1]
    with pytest.raises(GetManyError) as caught:
        api.run(contacts.get_many([ids[0], 2_000_000_000, ids[1]]))
    assert list(caught.value.results) == ids[:2]
    assert isinstance(caught.value.errors[2_000_000_000], NotFoundError)


def test_rows_of_any_iterable_are_created_with_progress(api: Flavour) -> None:
    bikes = api.client.tables.bikes
    before = max(api.run(bikes.list_ids()), default=0)
    reported: list[tuple[int, int | None]] = []
    rows = (BikesCreate(gears=number) for number in range(25))
    api.run(bikes.create_many(rows, chunk_size=10, on_progress=lambda *each: reported.append(each)))
    assert reported == [(10, None), (20, None), (25, None)]
    assert [row.gears for row in api.collect(bikes.iterate(after=before))] == list(range(25))


def test_a_failed_bulk_creation_reports_what_was_created(api: Flavour) -> None:
    bikes = api.client.tables.bikes
    before = max(api.run(bikes.list_ids()), default=0)
    rows = [BikesCreate(external_id=f"{api.name} {number % 7}") for number in range(10)]
    with pytest.raises(BulkError, match="4 items created, items 4 to 9 not created: 409 Conflict") as caught:
        api.run(bikes.create_many(rows, chunk_size=4))
    assert isinstance(caught.value.error, ConflictError)
    found = [row.external_id for row in api.collect(bikes.iterate(after=before))]
    assert found == [row.external_id for row in rows[: len(caught.value.created)]]


def test_the_error_for_a_locked_table_names_it(api: Flavour) -> None:
    entities = [TableEntityCreate(name="x")]
    with pytest.raises(BulkError, match="'Newsletter Signups'") as caught:
        api.run(api.client.dynamic_table_entities.create_many("Newsletter Signups", entities))
    assert isinstance(caught.value.error, LockedError)
    assert caught.value.error.table == "Newsletter Signups"


def test_events_come_from_an_async_iterable(changing: RunningSandbox) -> None:
    async def main() -> None:
        async with AsyncClient(changing.api_key, base_url=changing.base_url) as client:
            contact = await client.contacts.create(person())

            async def events() -> AsyncIterator[ContactEventCreate]:
                for number in range(7):
                    yield ContactEventCreate(contact_id=contact.id, type="visit", unique_ext_id=f"{number}")

            await client.contact_events.create(events(), chunk_size=3)
            found = [event.unique_ext_id async for event in client.contact_events.iterate(type="visit")]
            assert found == [str(number) for number in range(7)]

    asyncio.run(main())


# --- Seeing inside ---


def test_a_raw_response_is_typed_and_timed(api: Flavour) -> None:
    raw = api.run(api.client.with_raw_response(api.client.dynamic_tables.list))
    assert (raw.status, raw.headers["content-type"]) == (200, "application/json; charset=utf-8")
    assert [table.name for table in raw.value][:1] == ["Bikes"]
    assert raw.elapsed > 0


def test_verify_schema_finds_no_changes_in_an_unchanged_account(changing: RunningSandbox, kind: str) -> None:
    assert use(kind, changing, lambda client: client.verify_schema()) == []
    assert use(kind, changing, lambda client: client.orders.list_types(), expect_account=True)


def test_verify_schema_finds_the_changes_of_an_account(changing: RunningSandbox, kind: str) -> None:
    account = changing.account
    contacts = [
        replace(item, values=("bronze", "gold", "platin")) if item.name == "class" else item
        for item in account.owners["Contacts"]
        if item.name != "Shoe Size"
    ]
    tables = [replace(table, name="Cykler") if table.name == "Bikes" else table for table in account.tables]
    new = AccountTable(id=99, name="Vans", fields=(AccountField("Doors", FieldType.NUMBER),))
    changing.change_account(
        replace(account, owners={**account.owners, "Contacts": tuple(contacts)}, tables=(*tables, new))
    )
    found: list[SchemaChange] = use(kind, changing, lambda client: client.verify_schema(), expect_account=True)
    assert [(change.rule.id, str(change.place), change.before, change.after) for change in found] == [
        ("field-removed", "Contacts, field Shoe Size", "Number", None),
        ("value-added", "Contacts, field class", None, "platin"),
        ("value-removed", "Contacts, field class", "silver", None),
        ("table-renamed", "table Bikes", "Bikes", "Cykler"),
        ("table-added", "table Vans", None, 99),
    ]
    assert {change.rule.severity for change in found} == {Severity.ERROR, Severity.WARNING, Severity.INFO}


def test_another_accounts_key_is_refused(changing: RunningSandbox, kind: str) -> None:
    changing.change_account(replace(changing.account, tables=(AccountTable(id=1, name="Horses"),)))
    changing.clear_requests()
    with pytest.raises(WrongAccountError):
        use(kind, changing, lambda client: client.contacts.list_ids(), expect_account=True)
    assert [request.path for request in changing.requests] == ["/api/v1/DynamicTables"]


def test_changes_of_the_account_are_reported_as_drift_of_responses(changing: RunningSandbox, kind: str) -> None:
    drifts: list[Drift] = []
    account = changing.account
    with Client(changing.api_key, base_url=changing.base_url) as client:
        number = client.contacts.create(person(class_="gold", shoe_size=43)).id
    contacts = [
        replace(item, values=("gold", "platin")) if item.name == "class" else item
        for item in account.owners["Contacts"]
        if item.name != "Shoe Size"
    ]
    contacts.append(AccountField("Shoe Colour", FieldType.STRING))
    changing.change_account(replace(account, owners={**account.owners, "Contacts": tuple(contacts)}))
    use(kind, changing, lambda client: client.contacts.get(number), on_drift=drifts.append)
    assert {(drift.kind, drift.place) for drift in drifts} == {
        ("unknown", "Contact.Shoe Colour"),
        ("missing", "Contact.Shoe Size"),
    }


def test_a_later_version_of_the_api_is_read_and_reported_as_drift(changing: RunningSandbox, kind: str) -> None:
    drifts: list[Drift] = []
    changing.add_fault("extra=Later")
    changing.add_fault("enum=99")
    found = use(kind, changing, lambda client: client.dynamic_fields.list("Contacts"), on_drift=drifts.append)
    assert {field.type.name for field in found} == {"UNKNOWN_99"}
    assert found[0].extra == {"Later": "This property is new."}
    assert sorted((drift.kind, drift.place) for drift in drifts) == [
        ("member", "DynamicFieldType(99)"),
        ("unknown", "DynamicField.Later"),
    ]
