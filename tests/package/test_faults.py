"""1,000 calls, half from threads and half from tasks, against a sandbox with all of its faults at once.

`make stress-client` runs the same programs for longer, from several processes.

Each worker is a program that knows what it has written: where an error says that a write may have been received, it
looks whether it was, and writes again only if not. In the end the sandbox must hold each thing once, and nothing else.
Points have no unique key, so one that was sent twice would be there twice.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from yulsn_client import (
    AsyncClient,
    BulkError,
    Client,
    Clock,
    ConflictError,
    DecodeError,
    Drift,
    GetManyError,
    NotFoundError,
    RateLimitError,
    ServerError,
    YulsnConnectionError,
    YulsnError,
    YulsnTimeoutError,
)
from yulsn_client.models import Contact, ContactCreate, ContactPatch, ContactUpdate, Point, PointCreate
from yulsn_client.tables.bikes import BikesCreate, BikesPatch
from yulsn_codegen.sandbox.faults.parsing import KINDS
from yulsn_codegen.testing import RunningSandbox, run_sandbox

CALLS = 1_000
THREADS, TASKS = 6, 12
FAULTS = (
    "latency=2ms 3%",
    "latency=1500ms,handled GET 0.05%",
    "latency=1500ms,handled POST 0.05%",
    "status=429,retry-after=0 3%",
    "status=429,retry-date=0 1%",
    "status=500 1%",
    "status=502,html,handled 2%",
    "status=503 2%",
    "status=503,retry-after=1 1%",
    "status=504,handled 2%",
    "drop 2%",
    "drop=handled 2%",
    "drop=midway 2%",
    "truncate 2%",
    "truncate=chunked 2%",
    "html 1%",
    "html=handled 2%",
    "extra 3%",
    "enum 3%",
)
SHARED = "shared"
PASSING = (DecodeError, RateLimitError, ServerError, YulsnConnectionError, YulsnTimeoutError)
Use = Callable[[Any], Any]
Program = Generator[Use, Any, None]
"""Yields uses of a client, and is sent what each returned or raised."""


@dataclass
class Ledger:
    """What one worker knows to be stored, and how its calls ended."""

    points: list[str] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    contact: tuple[int, str] = (0, "")
    ends: Counter[str] = field(default_factory=Counter)


def test_every_kind_of_fault_is_injected() -> None:
    assert {rule.split()[0].partition("=")[0] for rule in FAULTS} == set(KINDS)


def settled(use: Use) -> Generator[Use, Any, Any]:
    """Call until there is a value: for reads, and for writes that may be done twice with the effect of once."""
    while True:
        outcome = yield use
        if not isinstance(outcome, PASSING):
            return outcome


def program(name: str, calls: int, ledger: Ledger) -> Program:
    """Make at least a number of calls, and record what was stored in the ledger."""
    choose = random.Random(name)
    contact = yield from settled_contact(name)
    ledger.contact = (contact.id, "")
    for number in range(calls):
        if sum(ledger.ends.values()) >= calls:
            break
        marker = f"{name}-{number}"
        match choose.choice(("point", "point", "row", "bulk", "upsert", "contact", "read", "read", "many", "delete")):
            case "point":
                yield from add_point(marker, contact.id, ledger)
            case "row":
                yield from add_row(marker, ledger)
            case "bulk":
                yield from add_rows(marker, ledger)
            case "upsert":
                yield from upsert_rows(marker, ledger)
            case "contact":
                yield from rename(marker, ledger)
            case "delete" if ledger.rows.keys() - {SHARED}:
                yield from remove(choose.choice(sorted(ledger.rows.keys() - {SHARED})), ledger)
            case "many":
                found = yield lambda client: client.contacts.get_many([contact.id] * 3, concurrency=2)
                assert isinstance(found, GetManyError) or [each.id for each in found] == [contact.id] * 3
            case _:
                found = yield from settled(lambda client: client.contacts.get(contact.id))
                assert isinstance(found, Contact)
                assert (found.first_name or "") == ledger.contact[1]


def settled_contact(name: str) -> Generator[Use, Any, Contact]:
    email = f"{name}@example.com"
    made = ContactCreate(
        registration_date_time=datetime(2024, 5, 6, tzinfo=UTC),
        registration_source="faults",
        registration_ip="::1",
        email=email,
    )
    while True:
        outcome = yield lambda client: client.contacts.create(made)
        if isinstance(outcome, Contact):
            return outcome
        found = yield from settled(lambda client: client.contacts.find_by_email(email))
        if isinstance(found, Contact):
            assert outcome.maybe_received
            return found


def add_point(marker: str, contact: int, ledger: Ledger) -> Program:
    point = PointCreate(contact_id=contact, type="bonus", amount=Decimal("1.10"), source_id=marker)
    while True:
        outcome = yield lambda client: client.points.create(point)
        if isinstance(outcome, Point):
            break
        if outcome.maybe_received and (yield from settled(lambda client: client.points.list_by_source(marker))):
            break
    ledger.points.append(marker)


def add_row(marker: str, ledger: Ledger) -> Program:
    row = BikesCreate(external_id=marker, gears=1)
    while True:
        outcome = yield lambda client: client.tables.bikes.create(row)
        if not isinstance(outcome, YulsnError):
            break
        assert isinstance(outcome, PASSING)
        if (yield from settled(lambda client: client.tables.bikes.find_by_external_id(marker))) is not None:
            break
    ledger.rows[marker] = 1
    found = yield from settled(lambda client: client.tables.bikes.find_by_external_id(marker))
    patch = BikesPatch(gears=len(marker))
    changed = yield from settled(lambda client: client.tables.bikes.patch(found.id, patch))
    assert changed.gears == len(marker)
    ledger.rows[marker] = len(marker)


def _create_in_chunks(rows: Sequence[BikesCreate], client: Any) -> Any:
    return client.tables.bikes.create_many(iter(rows), chunk_size=2)


def add_rows(marker: str, ledger: Ledger) -> Program:
    """Five rows in chunks of two; what a `BulkError` does not know is looked for."""
    rows = [BikesCreate(external_id=f"{marker}-{part}", gears=part) for part in range(5)]
    while rows:
        outcome = yield partial(_create_in_chunks, tuple(rows))
        if outcome is None:
            done = len(rows)
        else:
            assert isinstance(outcome, BulkError)
            done = len(outcome.created)
            if outcome.unknown:
                assert [item.external_id for item in outcome.items] == [rows[at].external_id for at in outcome.unknown]
                looked = rows[outcome.unknown[0]]
                found = yield from settled(
                    lambda client: client.tables.bikes.find_by_external_id(looked.external_id)  # noqa: B023
                )
                done = done if found is None else done + len(outcome.unknown)
        for row in rows[:done]:
            ledger.rows[str(row.external_id)] = int(str(row.gears))
        del rows[:done]


def _upsert_in_chunks(rows: Sequence[BikesCreate], client: Any) -> Any:
    return client.tables.bikes.upsert_many(iter(rows), chunk_size=2, concurrency=2)


def upsert_rows(marker: str, ledger: Ledger) -> Program:
    """Upsert a row that all workers share, and then rows of this worker only, some of which exist."""
    shared = BikesCreate(gears=len(SHARED))
    found = yield from settled(lambda client: client.tables.bikes.upsert(SHARED, shared))
    assert found[0].gears == ledger.rows.setdefault(SHARED, len(SHARED))
    for gears in (1, 2):
        rows = [BikesCreate(external_id=f"{marker}-{part}", gears=gears) for part in range(3 + gears)]
        while rows:
            outcome = yield partial(_upsert_in_chunks, tuple(rows))
            if isinstance(outcome, BulkError):
                ledger.rows.update({str(rows[at].external_id): gears for at in outcome.created})
                rows = [rows[at] for at in range(len(rows)) if at not in outcome.created]
            else:
                ledger.rows.update({str(row.external_id): gears for row in rows})
                rows = []


def rename(marker: str, ledger: Ledger) -> Program:
    """Replace the contact, which is refused where an answer was lost: then its latest state says that it was done."""
    number, _ = ledger.contact
    while True:
        now = yield from settled(lambda client: client.contacts.get(number))
        new = ContactUpdate(
            version=now.version,
            registration_date_time=now.registration_date_time,
            registration_source=now.registration_source,
            registration_ip=now.registration_ip,
            email_confirmed=False,
            phone_confirmed=False,
            email=now.email,
            first_name=marker,
        )
        outcome = yield lambda client: client.contacts.update(number, new)  # noqa: B023
        if isinstance(outcome, ConflictError):
            assert isinstance(outcome.latest, Contact)
            outcome = outcome.latest
        if isinstance(outcome, Contact) and outcome.first_name == marker:
            break
    patch = ContactPatch(shoe_size=len(marker))
    yield from settled(lambda client: client.contacts.patch(number, patch))
    ledger.contact = (number, marker)


def remove(marker: str, ledger: Ledger) -> Program:
    found = yield from settled(lambda client: client.tables.bikes.find_by_external_id(marker))
    gone = yield from settled(lambda client: client.tables.bikes.delete(found.id))
    assert isinstance(gone, NotFoundError) or gone.external_id == marker
    del ledger.rows[marker]


def run(client: Client, name: str, calls: int) -> Ledger:
    ledger = Ledger()
    steps = program(name, calls, ledger)
    outcome: Any = None
    while True:
        try:
            use = steps.send(outcome)
        except StopIteration:
            return ledger
        try:
            outcome = use(client)
        except YulsnError as error:
            outcome = error
        ledger.ends[type(outcome).__name__] += 1


async def run_async(client: AsyncClient, name: str, calls: int) -> Ledger:
    ledger = Ledger()
    steps = program(name, calls, ledger)
    outcome: Any = None
    while True:
        try:
            use = steps.send(outcome)
        except StopIteration:
            return ledger
        try:
            outcome = await use(client)
        except YulsnError as error:
            outcome = error
        ledger.ends[type(outcome).__name__] += 1


async def no_sleep(_: float) -> None:
    await asyncio.sleep(0)


def check_stored(sandbox: RunningSandbox, ledgers: Sequence[Ledger]) -> None:
    """Compare the sandbox with the ledgers: no write is lost, done twice, or unknown to its worker."""
    sandbox.clear_faults()
    with Client(sandbox.api_key, base_url=sandbox.base_url) as client:
        points = Counter(point.source_id for point in client.points.iterate())
        rows = {row.external_id: row.gears for row in client.tables.bikes.iterate()}
        ids = client.tables.bikes.list_ids()
        names = {ledger.contact[0]: client.contacts.get(ledger.contact[0]).first_name for ledger in ledgers}
    assert points == Counter(marker for ledger in ledgers for marker in ledger.points)
    assert rows == {marker: gears for ledger in ledgers for marker, gears in ledger.rows.items()}
    assert len(ids) == len(rows)
    assert names == {number: name or None for number, name in (ledger.contact for ledger in ledgers)}


def test_concurrent_calls_neither_lose_nor_repeat_writes() -> None:
    drifts: list[Drift] = []
    clock = Clock(sleep=lambda _: None, sleep_async=no_sleep)
    options: dict[str, Any] = {"clock": clock, "on_drift": drifts.append, "timeout": 1.0}
    with run_sandbox(seed=1) as sandbox:
        for rule in FAULTS:
            sandbox.add_fault(rule)
        with (
            Client(sandbox.api_key, base_url=sandbox.base_url, **options) as client,
            ThreadPoolExecutor(THREADS) as pool,
        ):
            work = [pool.submit(run, client, f"thread{n}", CALLS // 2 // THREADS + 1) for n in range(THREADS)]

            async def main() -> list[Ledger]:
                async with AsyncClient(sandbox.api_key, base_url=sandbox.base_url, **options) as asynchronous:
                    tasks = [run_async(asynchronous, f"task{n}", CALLS // 2 // TASKS + 1) for n in range(TASKS)]
                    return await asyncio.gather(*tasks)

            ledgers = [*asyncio.run(main()), *(future.result() for future in work)]
        check_stored(sandbox, ledgers)

    ends = sum((ledger.ends for ledger in ledgers), Counter[str]())
    assert sum(ends.values()) >= CALLS
    assert sum(len(ledger.points) for ledger in ledgers) > 50
    assert sum(len(ledger.rows) for ledger in ledgers) > 100
    # rarer ends, such as GetManyError, are not drawn in every run
    assert {"BulkError", "DecodeError", "ServerError", "YulsnConnectionError"} <= ends.keys()
    assert {drift.kind for drift in drifts} >= {"unknown"}
