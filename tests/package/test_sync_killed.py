"""A copy whose process was killed ends complete, without duplicates. `make test-sync` tries more places to kill it."""

from __future__ import annotations

import os
import shutil
import signal
import stat
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from yulsn_client import Client, sync
from yulsn_client.models import ContactPatch, OrderCreate, OrderLineCreate
from yulsn_client.tables.bikes import BikesCreate
from yulsn_codegen.testing import run_sandbox

from .killing import Killing
from .local_copies import copied, stored

pytest.importorskip("duckdb", reason="duckdb is not installed")
pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")

KILLS = int(os.environ.get("SYNC_KILLS", "3"))
"""How often each copy is killed, at places that are evenly distributed."""
TABLES = ("contacts", "orders", "points", "tables.bikes")
COPIED = {*TABLES, "order_lines"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("killed")


@pytest.fixture(scope="module")
def killing(folder: Path) -> Iterator[Killing]:
    with run_sandbox(contacts=12, db=folder / "sandbox.sqlite") as sandbox:
        yield Killing(sandbox, TABLES)


def change(client: Client) -> None:
    """Change some of everything."""
    contact = next(client.contacts.iterate())
    client.contacts.patch(contact.id, ContactPatch(first_name="007"))
    line = OrderLineCreate(quantity=Decimal(2), price=Decimal("1250.50"))
    order = client.orders.create(OrderCreate(type="webshop", order_lines=[line, line], contact_id=contact.id))
    assert order.order_lines is not None
    client.orders.delete_line(order.id, order.order_lines[0].id)
    client.tables.bikes.create(BikesCreate(name="new", price=Decimal("0.0000000001")))


def places(steps: int) -> list[int]:
    """Return the steps to be killed at; the first and the last are among them."""
    return sorted({1 + round(number * (steps - 1) / max(KILLS - 1, 1)) for number in range(KILLS)})


def check(killing: Killing, folder: Path, begin: Callable[[Path], object]) -> None:
    """Kill copies, resume them, and compare them with the sandbox's database."""
    sandbox = killing.sandbox
    begin(folder / "counted.duckdb")
    steps = killing.steps(folder / "counted.duckdb")
    assert steps > 50
    expected = {
        name: rows for name, rows in stored(folder / "sandbox.sqlite", sandbox.account).items() if name in COPIED
    }
    for step in places(steps):
        file = folder / f"killed-{step}.duckdb"
        begin(file)
        killing.kill(file, step)
        for one in folder.glob(f"{file.name}*"):
            assert stat.S_IMODE(one.stat().st_mode) == 0o600, one
        with Client(sandbox.api_key, base_url=sandbox.base_url) as client:
            sync(client, file, only=TABLES)
        assert copied(file) == expected, step
        assert [one.name for one in folder.glob(f"{file.name}*")] == [file.name]
        file.unlink()
    (folder / "counted.duckdb").unlink()


def test_a_killed_first_copy_is_completed_by_the_next_one(killing: Killing, folder: Path) -> None:
    check(killing, folder, lambda _: None)


def test_a_killed_update_is_completed_by_the_next_one(killing: Killing, folder: Path) -> None:
    earlier = folder / "earlier.duckdb"
    with Client(killing.sandbox.api_key, base_url=killing.sandbox.base_url) as client:
        sync(client, earlier, only=TABLES)
        change(client)
    check(killing, folder, lambda file: shutil.copy2(earlier, file))
