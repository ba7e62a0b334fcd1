"""The same seed makes the same data, with something of everything."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from yulsn_codegen.account.schema import AccountField, FieldType
from yulsn_codegen.sandbox import builtin_account, running
from yulsn_codegen.sandbox.store import table_kind

from ..conftest import connect
from .conftest import CONTACTS, dump, get, make, objects, query

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


def test_another_seed_gives_different_data(file: Path, tmp_path: Path) -> None:
    make(tmp_path / "other.db", seed=1)
    assert objects(tmp_path / "other.db", "Contacts").keys() == objects(file, "Contacts").keys()
    ours, theirs = ({item["Email"] for item in objects(f, "Contacts").values()} for f in (file, tmp_path / "other.db"))
    assert len(ours & theirs) < CONTACTS / 2


def test_an_additional_field_changes_no_other_data(file: Path, tmp_path: Path) -> None:
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


def test_every_kind_of_object_is_generated(file: Path) -> None:
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


def test_no_contacts_are_generated_by_default() -> None:
    with running(seed=7) as sandbox, connect(sandbox) as api:
        assert (get(api, "Contacts"), get(api, "ContactCompanies"), len(get(api, "Stores"))) == ([], [], 4)


def test_ids_are_chronological_and_nothing_is_in_the_future(file: Path) -> None:
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


def test_contacts_have_realistic_gaps(file: Path) -> None:
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
