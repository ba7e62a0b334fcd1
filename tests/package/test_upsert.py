"""Creating or updating rows by their external ids, and iterating over contacts, against the sandbox."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, count
from typing import Any

import pytest
from yulsn_client import (
    UNSET,
    AsyncClient,
    BulkError,
    Client,
    ConflictError,
    InvalidArgumentError,
    InvalidBodyError,
    YulsnConnectionError,
)
from yulsn_client.models import Contact
from yulsn_client.tables.bikes import BikesCreate, BikesPatch
from yulsn_codegen.testing import RunningSandbox, run_sandbox

from .conftest import Flavour

NUMBERS = count(1)


def new_id() -> str:
    return f"upsert-{next(NUMBERS)}"


def test_an_upsert_creates_a_row_and_later_updates_what_is_set(api: Flavour) -> None:
    bikes, key = api.client.tables.bikes, new_id()
    row, created = api.run(bikes.upsert(external_id=key, entity=BikesCreate(name="A", gears=3)))
    assert (created, row.external_id, row.name, row.gears) == (True, key, "A", 3)
    again, created = api.run(bikes.upsert(external_id=key, entity=BikesCreate(gears=None, electric=True)))
    assert (created, again.id, again.name, again.gears, again.electric) == (False, row.id, "A", None, True)
    assert api.run(bikes.get(row.id)) == again
    same, created = api.run(bikes.upsert(key, BikesCreate(external_id=key)))
    assert (created, same) == (False, again)


def test_an_upsert_refuses_invalid_rows(api: Flavour) -> None:
    bikes, key = api.client.tables.bikes, new_id()
    for wrong in (None, "", 5):
        with pytest.raises(InvalidArgumentError, match="external_id"):
            api.run(bikes.upsert(wrong, BikesCreate()))
    with pytest.raises(InvalidArgumentError, match="another external id"):
        api.run(bikes.upsert(key, BikesCreate(external_id="other")))
    for body in ({"gears": 1}, BikesPatch(gears=1), None):
        with pytest.raises(InvalidBodyError, match="must be BikesCreate"):
            api.run(bikes.upsert(key, body))
    assert api.run(bikes.find_by_external_id(key)) is None


def test_a_conflict_of_another_kind_is_raised(api: Flavour) -> None:
    bikes = api.client.tables.bikes
    row, _ = api.run(bikes.upsert(new_id(), BikesCreate()))
    with pytest.raises(ConflictError):
        api.run(bikes.upsert(new_id(), BikesCreate(secret=row.secret)))


def test_concurrent_upserts_leave_one_row(sandbox: RunningSandbox) -> None:
    keys = [new_id() for _ in range(6)]
    with Client(sandbox.api_key, base_url=sandbox.base_url) as client, ThreadPoolExecutor(8) as pool:
        bikes = client.tables.bikes
        found = list(pool.map(lambda n: bikes.upsert(keys[n % 6], BikesCreate(gears=n)), range(48)))
        rows = [row for row in bikes.iterate() if row.external_id in keys]
    assert len(rows) == 6
    assert sum(created for _, created in found) == 6
    assert {row.id for row, _ in found} == {row.id for row in rows}


def test_concurrent_tasks_leave_one_row(sandbox: RunningSandbox) -> None:
    key = new_id()

    async def main() -> list[Any]:
        async with AsyncClient(sandbox.api_key, base_url=sandbox.base_url) as client:
            return await asyncio.gather(*(client.tables.bikes.upsert(key, BikesCreate(gears=n)) for n in range(12)))

    found = asyncio.run(main())
    assert [sum(created for _, created in found), len({row.id for row, _ in found})] == [1, 1]


class Meddling:
    """Stands in for the calls of a table: another program deletes the row after a number of calls, each time."""

    def __init__(self, client: Client, key: str, before: str, times: int) -> None:
        self.table = client.tables.bikes
        self.send: Any = self.table._call
        self.key, self.before, self.times = key, before, times
        self.table._call = self

    def __call__(self, call: Any, **given: Any) -> Any:
        if call.name.endswith(self.before) and self.times:
            self.times -= 1
            self.send(_call("_DELETE"), path={"id": self.send(call=_call("_FIND_BY_EXTERNAL_ID"), **self.query).id})
        return self.send(call, **given)

    @property
    def query(self) -> dict[str, Any]:
        return {"query": {"externalId": self.key}}


def _call(name: str) -> Any:
    from yulsn_client.tables import bikes

    return getattr(bikes, name)


@pytest.mark.parametrize("before", [".find_by_external_id", ".patch"])
def test_a_row_deleted_during_an_upsert_is_created_again(sandbox: RunningSandbox, before: str) -> None:
    key = new_id()
    with Client(sandbox.api_key, base_url=sandbox.base_url) as client:
        old, _ = client.tables.bikes.upsert(key, BikesCreate(gears=1))
        Meddling(client, key, before, 1)
        row, created = client.tables.bikes.upsert(key, BikesCreate(gears=2))
    assert created
    assert (row.gears, row.id != old.id) == (2, True)


# --- Many ---


def rows(start: int, stop: int, gears: int, prefix: str) -> Iterator[BikesCreate]:
    return (BikesCreate(external_id=f"{prefix}{number}", gears=gears) for number in range(start, stop))


def stored(api: Flavour, prefix: str) -> dict[str, int]:
    found = api.collect(api.client.tables.bikes.iterate())
    return {
        row.external_id.removeprefix(prefix): row.gears for row in found if (row.external_id or "").startswith(prefix)
    }


@pytest.mark.parametrize("concurrency", [1, 4])
def test_upsert_many_creates_or_updates_rows(api: Flavour, concurrency: int) -> None:
    bikes, prefix = api.client.tables.bikes, f"{new_id()}-"
    reported: list[tuple[int, int | None]] = []

    def upsert(start: int, stop: int, gears: int) -> Any:
        given = list(rows(start, stop, gears, prefix))
        reported.clear()
        return api.run(
            bikes.upsert_many(
                given, chunk_size=4, concurrency=concurrency, on_progress=lambda *each: reported.append(each)
            )
        )

    assert upsert(0, 10, 1) == 10
    assert reported == sorted(reported)
    assert reported[-1] == (10, 10)
    assert upsert(6, 18, 2) == 8
    assert reported[-1] == (12, 12)
    assert stored(api, prefix) == {str(number): 1 if number < 6 else 2 for number in range(18)}
    assert api.run(bikes.upsert_many([])) == 0


def test_the_last_of_several_rows_with_one_id_wins(api: Flavour) -> None:
    prefix = f"{new_id()}-"
    given = [*rows(0, 2, 1, prefix), *rows(0, 1, 9, prefix)]
    assert api.run(api.client.tables.bikes.upsert_many(given)) == 2
    assert stored(api, prefix) == {"0": 9, "1": 1}


@pytest.mark.parametrize("external_id", [UNSET, None, "", " "])
def test_a_row_without_external_id_is_refused_with_its_index(api: Flavour, external_id: Any) -> None:
    prefix = f"{new_id()}-"
    given = [*rows(0, 5, 1, prefix), BikesCreate(external_id=external_id, gears=2)]
    with pytest.raises(BulkError, match=r"list\[5\].external_id: missing") as caught:
        api.run(api.client.tables.bikes.upsert_many(given, chunk_size=2))
    assert caught.value.created == range(4)
    assert caught.value.not_created == range(4, 6)
    assert "upsert_many" in caught.value.call
    assert len(stored(api, prefix)) == 4


@pytest.mark.parametrize("fault", ["drop=handled POST 1x", "status=500 PATCH 1x", "drop GET 5x"])
def test_upsert_many_can_be_resumed_after_an_error(flavours: Any, fault: str) -> None:
    with run_sandbox() as sandbox:
        for name in ("sync", "async"):
            api = flavours(name, sandbox.base_url, sandbox.api_key)
            bikes = api.client.tables.bikes
            api.run(bikes.upsert_many(rows(2, 5, 1, name)))
            sandbox.add_fault(fault)
            rest = rows(0, 20, 7, name)
            with pytest.raises(BulkError) as caught:
                api.run(bikes.upsert_many(rest, chunk_size=3, concurrency=2))
            error = caught.value
            positions = sorted([*error.created, *error.unknown, *error.not_created])
            assert positions == list(range(len(error.created) + len(error.items)))
            sandbox.clear_faults()
            api.run(bikes.upsert_many(chain(error.items, rest), chunk_size=3))
            assert stored(api, name) == {str(number): 7 for number in range(20)}


# --- Iterating over contacts ---


@pytest.fixture(scope="module")
def people() -> Iterator[RunningSandbox]:
    with run_sandbox(contacts=25) as sandbox:
        yield sandbox


@pytest.mark.parametrize("name", ["sync", "async"])
def test_contacts_are_iterated_in_the_order_of_their_ids_and_can_be_resumed(
    people: RunningSandbox, flavours: Any, name: str
) -> None:
    api = flavours(name, people.base_url, people.api_key)
    contacts = api.client.contacts
    ids = sorted(api.run(contacts.list_ids()))
    assert len(ids) == 25
    found = api.collect(contacts.iterate())
    assert all(isinstance(contact, Contact) for contact in found)
    assert [contact.id for contact in found] == ids
    first = api.take(contacts.iterate(concurrency=3), 7)
    rest = api.collect(contacts.iterate(after=first[-1].id, concurrency=1))
    assert [*first, *rest] == found
    assert api.collect(contacts.iterate(after=ids[-1])) == []
    with pytest.raises(ValueError, match="concurrency must be an integer of at least 1"):
        contacts.iterate(concurrency=0)


def test_closing_an_async_iteration_ends_its_calls_in_flight(people: RunningSandbox) -> None:
    async def main() -> set[str]:
        async with AsyncClient(people.api_key, base_url=people.base_url) as client:
            contacts: Any = client.contacts.iterate(concurrency=4)
            await anext(contacts)
            in_flight = {task for task in asyncio.all_tasks() if "in_order" in repr(task)}
            assert len(in_flight) == 3
            await contacts.aclose()
            return {repr(task) for task in in_flight if not task.done()}

    for number in (2, 3, 4):
        people.add_fault(f"latency=1s GET /api/v1/Contacts/{number}")
    assert asyncio.run(main()) == set()
    people.clear_faults()


@pytest.mark.parametrize("name", ["sync", "async"])
def test_deleted_contacts_are_omitted_and_other_errors_are_raised(
    people: RunningSandbox, flavours: Any, name: str
) -> None:
    api = flavours(name, people.base_url, people.api_key)
    everyone = api.collect(api.client.contacts.iterate())
    contacts = type(api.client.contacts)(api.client._transport)
    listed, gone = api.run(contacts.list_ids()), 10_000_000
    send = contacts._call

    def listing(call: Any, **given: Any) -> Any:
        return send(call, **given) if given else _value(name, [*listed, gone])

    contacts._call = listing
    assert api.collect(contacts.iterate()) == everyone
    people.add_fault("drop GET /api/v1/Contacts/3")
    with pytest.raises(YulsnConnectionError):
        api.collect(api.client.contacts.iterate())
    people.clear_faults()


def _value(name: str, value: Any) -> Any:
    async def later() -> Any:
        return value

    return value if name == "sync" else later()
