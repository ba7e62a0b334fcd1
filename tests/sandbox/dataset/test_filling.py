"""When a store is filled, from Python and by the command."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx2
import pytest
from support.systems import needs_sigint
from yulsn_codegen import testing
from yulsn_codegen.cli import main
from yulsn_codegen.sandbox import builtin_account, running
from yulsn_codegen.sandbox.dataset import populate
from yulsn_codegen.sandbox.dataset.times import Span
from yulsn_codegen.sandbox.migration import prepare_store
from yulsn_codegen.sandbox.store import Store
from yulsn_codegen.text.errors import InputError

from ..conftest import connect
from .conftest import dump, get, make, objects, query


def test_a_store_that_has_data_is_not_filled(file: Path, tmp_path: Path) -> None:
    used = tmp_path / "used.db"
    used.write_bytes(file.read_bytes())
    with pytest.raises(InputError, match=r"used\.db: already has data \(Contacts\)"), running(db=used, contacts=1):
        pass
    assert dump(used) == dump(file)


def test_an_opened_file_without_data_is_filled_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    with running(db=path) as sandbox, connect(sandbox) as api:
        assert get(api, "Contacts") == []
    with running(db=path, contacts=3, seed=5) as sandbox, connect(sandbox) as api:
        made = get(api, "Contacts/3")
    with running(db=path) as sandbox, connect(sandbox) as api:
        assert get(api, "Contacts/3") == made


def test_a_file_with_a_single_row_is_not_filled(tmp_path: Path) -> None:
    with running(db=tmp_path / "new.db") as sandbox, connect(sandbox) as api:
        number = api.post("table/Bikes", json={}).json()["Id"]
        assert api.delete(f"table/Bikes/{number}").status_code == 200
    with pytest.raises(InputError, match=r"already has data \(DynamicTable:3\)"):
        make(tmp_path / "new.db")


@pytest.mark.parametrize("count", [-1, 1_000_001])
def test_a_number_out_of_range_is_refused(count: int) -> None:
    with pytest.raises(InputError, match=f"is {count}, which should be from 0 to 1000000"), running(contacts=count):
        pass


def test_interrupted_filling_leaves_no_data(tmp_path: Path) -> None:
    class Tired:
        def expect(self, requests: int) -> None:
            self.left = requests // 2

        def done(self) -> None:
            self.left -= 1
            if not self.left:
                raise KeyboardInterrupt

    empty, store = Store(tmp_path / "empty.db"), Store(tmp_path / "new.db")
    for one in (empty, store):
        prepare_store(one, builtin_account(), "here")
    with pytest.raises(KeyboardInterrupt):
        populate(store, builtin_account(), seed=0, contacts=3000, progress=Tired())
    empty.close()
    store.close()
    counts = "SELECT kind, count(*) FROM refs GROUP BY kind"
    assert query(tmp_path / "new.db", counts) == query(tmp_path / "empty.db", counts)
    make(tmp_path / "new.db", count=3)
    assert len(objects(tmp_path / "new.db", "Contacts")) == 3


@pytest.mark.parametrize("count", [1, 3, 40, 400])
def test_progress_is_reported_in_percent(count: int) -> None:
    class RecordedProgress:
        expected = finished = 0

        def expect(self, requests: int) -> None:
            self.expected += requests

        def done(self) -> None:
            self.finished += 1

    progress = RecordedProgress()
    store = Store(None)
    prepare_store(store, builtin_account(), "here")
    populate(store, builtin_account(), seed=0, contacts=count, progress=progress)
    assert (progress.expected, progress.finished) == (100, 100)
    store.close()


def test_the_current_date_can_be_chosen(tmp_path: Path) -> None:
    store = Store(None)
    prepare_store(store, builtin_account(), "here")
    populate(store, builtin_account(), seed=0, contacts=50, present=datetime(2031, 5, 1))
    times = [str(item["Created"]) for item in store.scan("ContactEvents")]
    assert times[0] > "2026"
    assert "2031-04" < times[-1] < "2031-05-02"
    store.close()


def test_foreign_keys_are_valid_and_enforced_after_filling(file: Path) -> None:
    assert query(file, "PRAGMA foreign_key_check") == []
    store = Store(None)
    prepare_store(store, builtin_account(), "here")
    populate(store, builtin_account(), seed=0, contacts=3)
    with store.transaction(write=True):
        secret = str(store.scan("Contacts")[0]["Secret"])
        store.delete("Contacts", 1)
        assert store.find("Contacts", "Secret", secret) is None
        with pytest.raises(sqlite3.IntegrityError):
            store.load("Contacts", [], [("Secret", "x", 99)])
    store.close()


def test_times_in_a_period_are_increasing() -> None:
    span = Span.until(datetime(2026, 1, 1))
    times = [span.at(number / 9999) for number in range(10000)]
    assert times == sorted(times)
    assert (times[0], times[-1] <= span.end) == (span.start, True)


def test_the_data_is_available_to_tests_of_other_projects() -> None:
    with testing.run_sandbox(contacts=4, seed=3) as sandbox, connect(sandbox) as api:
        assert get(api, "Contacts") == [1, 2, 3, 4]


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "yulsn_codegen", "sandbox", "--port", "0", *arguments]


@needs_sigint
def test_the_command_generates_contacts(tmp_path: Path) -> None:
    arguments = command("--contacts", "25", "--seed", "9", "--db", str(tmp_path / "new.db"))
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    pipes: Any = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(arguments, env=environment, **pipes) as process:
        try:
            assert process.stdout
            found = re.search(r"http://[0-9.]+:[0-9]+", process.stdout.readline())
            assert found
            with httpx2.Client(headers={"X-ApiKey": "sandbox"}) as client:
                shown = client.get(f"{found[0]}/api/v1/Contacts/25").json()
        finally:
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=30)
    assert errors == ""  # no progress bar without a terminal
    with running(contacts=25, seed=9) as sandbox, connect(sandbox) as api:
        assert api.get("Contacts/25").json() == shown


def test_the_command_refuses_a_file_that_has_contacts(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    used = tmp_path / "used.db"
    used.write_bytes(file.read_bytes())
    assert main(["sandbox", "--port", "0", "--contacts", "5", "--db", str(used)]) == 2
    assert "already has data" in capsys.readouterr().err
    assert main(["sandbox", "--port", "0", "--contacts", "-5"]) == 2
