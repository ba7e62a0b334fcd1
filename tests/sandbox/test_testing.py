"""The Python API and the pytest plugin: what a running sandbox offers to tests."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from textwrap import dedent
from typing import Any

import httpx2
import pytest
from yulsn_codegen.account.fetch import fetch
from yulsn_codegen.account.schema import AccountField, AccountSchema, AccountTable, FieldType
from yulsn_codegen.account.snapshot import dump_snapshot
from yulsn_codegen.sandbox import builtin_account
from yulsn_codegen.sandbox.http.controls import MAX_REQUESTS, Controls, RecordedRequest
from yulsn_codegen.sandbox.store import Store
from yulsn_codegen.testing import RunningSandbox, run_sandbox
from yulsn_codegen.text.errors import InputError

from .conftest import REGISTRATION, connect


def with_contact_fields(account: AccountSchema, **types: FieldType) -> AccountSchema:
    fields = tuple(AccountField(name, kind) for name, kind in types.items())
    return replace(account, owners={**account.owners, "Contacts": fields})


def with_table(account: AccountSchema, **changes: Any) -> AccountSchema:
    return replace(
        account, tables=tuple(replace(table, **changes) if table.name == "Bikes" else table for table in account.tables)
    )


# The context manager


def test_run_sandbox_uses_the_built_in_account_or_a_snapshot_file(tmp_path: Path) -> None:
    account = with_contact_fields(builtin_account(), Only=FieldType.STRING)
    file = tmp_path / "account.json"
    file.write_text(dump_snapshot(account), encoding="utf-8")
    with run_sandbox() as one, run_sandbox(file, api_key="k") as two, run_sandbox(str(file)) as three:
        assert one.account == builtin_account()
        assert two.account == three.account == account
        assert (one.api_key, two.api_key) == ("sandbox", "k")
        assert fetch(two.base_url, "k") == account
    with pytest.raises(InputError, match="missing"):
        run_sandbox(tmp_path / "missing.json")


def test_run_sandbox_can_keep_its_data_in_a_file(tmp_path: Path) -> None:
    for count in (1, 2):
        with run_sandbox(db=str(tmp_path / "data.db")) as sandbox, connect(sandbox) as api:
            api.post("Contacts", json=REGISTRATION).raise_for_status()
            assert len(api.get("Contacts").json()) == count


def test_run_sandbox_accepts_faults() -> None:
    with run_sandbox(faults=["status=503 1x"]) as sandbox, connect(sandbox) as api:
        assert [api.get("Contacts").status_code for _ in range(2)] == [503, 200]
    with pytest.raises(InputError, match="flood"), run_sandbox(faults=["flood"]):
        pass


# The requests


def test_requests_are_recorded_with_their_outcome() -> None:
    with run_sandbox() as sandbox, connect(sandbox) as api:
        api.get("Contacts?email=a%40example.dk")
        api.get("table/Service%20Visits")
        sandbox.add_fault("drop 1x")
        with pytest.raises(httpx2.TransportError):
            api.post("Contacts", json=REGISTRATION)
        sandbox.add_fault("truncate 1x")
        with pytest.raises(httpx2.TransportError):
            api.post("Contacts", json=REGISTRATION)
        httpx2.get(f"{sandbox.base_url}/api/v1/Contacts")
        assert sandbox.requests == [
            RecordedRequest("GET", "/api/v1/Contacts", "email=a%40example.dk", 404),
            RecordedRequest("GET", "/api/v1/table/Service Visits", "", 200),
            RecordedRequest("POST", "/api/v1/Contacts", "", None, ("drop 1x",)),
            RecordedRequest("POST", "/api/v1/Contacts", "", 200, ("truncate 1x",)),
            RecordedRequest("GET", "/api/v1/Contacts", "", 401),
        ]
        sandbox.clear_requests()
        assert sandbox.requests == []


def test_only_the_latest_requests_are_recorded() -> None:
    store = Store(None)
    controls = Controls(store, builtin_account(), (), 0)
    for number in range(MAX_REQUESTS + 5):
        controls.record(RecordedRequest("GET", f"/{number}", "", 200))
    assert len(controls.requests) == MAX_REQUESTS
    assert controls.requests[0].path == "/5"
    store.close()


# The account changes


def test_an_added_field_is_null_and_a_removed_one_hidden_until_it_returns() -> None:
    first = with_contact_fields(builtin_account(), Old=FieldType.STRING, Kept=FieldType.NUMBER)
    second = with_contact_fields(first, Kept=FieldType.NUMBER, New=FieldType.STRING)
    with run_sandbox(first) as sandbox, connect(sandbox) as api:
        contact = api.post("Contacts", json={**REGISTRATION, "Email": "a@example.dk", "Old": "o", "Kept": 5}).json()
        path = f"Contacts/{contact['Id']}"
        sandbox.change_account(second)
        assert sandbox.account == second
        assert fetch(sandbox.base_url, sandbox.api_key) == second
        changed = api.get(path).json()
        assert (changed["Kept"], changed["New"], "Old" in changed) == (5, None, False)
        assert api.get("Contacts?field=Old&value=o").status_code == 400
        assert api.patch(path, json={"New": "n"}).json()["New"] == "n"
        sandbox.change_account(first)
        assert api.get(path).json()["Old"] == "o"
        assert api.get("Contacts?email=a@example.dk").json()["Id"] == contact["Id"]


def test_values_that_lack_the_new_type_of_a_field_become_null() -> None:
    first = with_contact_fields(builtin_account(), A=FieldType.STRING, B=FieldType.NUMBER, Email=FieldType.STRING)
    second = with_contact_fields(first, A=FieldType.NUMBER, B=FieldType.DECIMAL, Email=FieldType.NUMBER)
    with run_sandbox(first) as sandbox, connect(sandbox) as api:
        body = {**REGISTRATION, "Email": "a@example.dk", "A": "x", "B": 5}
        path = f"Contacts/{api.post('Contacts', json=body).json()['Id']}"
        sandbox.change_account(second)
        contact = api.get("Contacts?email=a@example.dk").json()  # the keys of what was changed are still there
        assert (contact["A"], contact["B"], contact["Email"]) == (None, 5, "a@example.dk")
        assert api.patch(path, json={"A": 7, "B": 1.5}).json()["A"] == 7
        sandbox.change_account(first)
        assert api.get(path).json()["A"] is None


def test_a_field_that_returns_with_another_type_has_only_valid_values() -> None:
    first = with_contact_fields(builtin_account(), A=FieldType.STRING)
    with run_sandbox(first) as sandbox, connect(sandbox) as api:
        path = f"Contacts/{api.post('Contacts', json={**REGISTRATION, 'A': 'x'}).json()['Id']}"
        sandbox.change_account(with_contact_fields(first))
        sandbox.change_account(with_contact_fields(first, A=FieldType.BOOLEAN))
        assert api.get(path).json()["A"] is None


def test_rows_belong_to_the_id_of_their_table_and_are_unreachable_while_it_is_removed() -> None:
    first = builtin_account()
    gone = replace(first, tables=tuple(table for table in first.tables if table.name != "Bikes"))
    price = AccountField("Price", FieldType.STRING)
    with run_sandbox() as sandbox, connect(sandbox) as api:
        row = api.post("table/Bikes", json={"ExternalId": "b", "Price": 10}).json()
        sandbox.change_account(with_table(first, name="Cykler"))
        assert api.get(f"table/Cykler/{row['Id']}").json() == row
        assert api.get("table/Bikes").status_code == 404
        sandbox.change_account(gone)
        assert api.get("table/Bikes").status_code == 404
        assert "Bikes" not in [table["Name"] for table in api.get("DynamicTables").json()]
        sandbox.change_account(first)
        assert api.get("table/Bikes?externalId=b").json() == row
        sandbox.change_account(with_table(first, fields=(price,)))
        assert api.get(f"table/Bikes/{row['Id']}").json()["Price"] is None


def test_a_file_is_opened_with_its_changed_account(tmp_path: Path) -> None:
    db = tmp_path / "data.db"
    table = AccountTable(99, "Later", fields=(AccountField("A", FieldType.STRING),))
    changed = replace(builtin_account(), tables=(*builtin_account().tables, table))
    with run_sandbox(db=db) as sandbox, connect(sandbox) as api:
        sandbox.change_account(changed)
        api.post("table/Later", json={"A": "a"}).raise_for_status()
    with run_sandbox(changed, db=db) as sandbox, connect(sandbox) as api:
        assert api.get("table/Later/1").json()["A"] == "a"
    with pytest.raises(InputError, match=r"`Later` .* which is gone"), run_sandbox(db=db):
        pass


def test_a_sandbox_does_not_show_its_controls() -> None:
    with run_sandbox() as sandbox:
        assert isinstance(sandbox, RunningSandbox)
        assert repr(sandbox) == f"RunningSandbox(base_url={sandbox.base_url!r}, api_key='sandbox', account_id=1)"


# The plugin, in another project

CONFTEST = """
    from yulsn_codegen.testing import run_sandbox  # before the plugin is loaded, which is no reason to warn

    pytest_plugins = ["yulsn_codegen.testing"]
"""

TESTS = """
    import httpx2
    import pytest
    from yulsn_codegen.account.schema import EMPTY
    from yulsn_codegen.sandbox import builtin_account


    def get(sandbox, path="Contacts"):
        return httpx2.get(f"{sandbox.base_url}/api/v1/{path}", headers={"X-ApiKey": sandbox.api_key})


    @pytest.mark.parametrize("time", [1, 2])
    def test_every_test_has_its_own_sandbox(sandbox, time):
        assert sandbox.account == builtin_account()
        assert get(sandbox).json() == []
        body = {"RegistrationSource": "x", "RegistrationIp": "::1"}
        httpx2.post(f"{sandbox.base_url}/api/v1/Contacts", json=body, headers={"X-ApiKey": sandbox.api_key})
        assert [request.status for request in sandbox.requests] == [200, 200]


    @pytest.mark.sandbox(faults=["status=503 1x"], api_key="k", account=EMPTY)
    class TestMarked:
        def test_options_can_be_set_for_a_class(self, sandbox):
            assert sandbox.api_key == "k"
            assert sandbox.account == EMPTY
            assert [get(sandbox).status_code for _ in range(2)] == [503, 200]

        @pytest.mark.sandbox(faults=["status=500"])
        def test_options_can_be_set_for_a_test(self, sandbox):
            assert sandbox.api_key == "k"
            assert get(sandbox).status_code == 500


    @pytest.mark.parametrize("sandbox", [{"seed": 1}, {"faults": ["status=429"]}], indirect=True)
    def test_options_can_be_set_by_a_parameter(sandbox, request):
        faulty = "faults" in request.node.callspec.params["sandbox"]
        assert get(sandbox).status_code == (429 if faulty else 200)
"""


def run_pytest(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-W", "error", "--strict-markers", "-p", "no:cacheprovider", *arguments],
        cwd=folder,
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},  # plugins of others take longer than the tests
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def write_project(folder: Path, tests: str) -> None:
    (folder / "pytest.ini").write_text("[pytest]\n")
    (folder / "conftest.py").write_text(dedent(CONFTEST))
    (folder / "test_shop.py").write_text(dedent(tests))


def test_the_fixture_works_in_another_project(tmp_path: Path) -> None:
    write_project(tmp_path, TESTS)
    ran = run_pytest(tmp_path)
    assert "6 passed" in ran.stdout, ran.stdout + ran.stderr


def test_paths_start_at_the_root_directory_wherever_pytest_is_started(tmp_path: Path) -> None:
    account = with_contact_fields(builtin_account(), Only=FieldType.STRING)
    (tmp_path / "account.json").write_text(dump_snapshot(account), encoding="utf-8")
    tests = """
        import pytest

        @pytest.mark.sandbox(account="account.json", db="shop.db")
        def test_its_only_field(sandbox):
            assert [field.name for field in sandbox.account.owners["Contacts"]] == ["Only"]
    """
    write_project(tmp_path, tests)
    (tmp_path / "elsewhere").mkdir()
    ran = run_pytest(tmp_path / "elsewhere", "..")
    assert "1 passed" in ran.stdout, ran.stdout + ran.stderr
    assert (tmp_path / "shop.db").exists()


def test_an_invalid_marker_is_explained(tmp_path: Path) -> None:
    markers = ["sandbox('account.json')", "sandbox(fault='drop')", "sandbox(faults=['flood'])"]
    tests = (f"@pytest.mark.{marker}\ndef test_{n}(sandbox):\n    pass\n" for n, marker in enumerate(markers))
    write_project(tmp_path, "import pytest\n\n" + "\n".join(tests))
    ran = run_pytest(tmp_path)
    assert "3 errors" in ran.stdout
    assert "the marker `sandbox` takes only keywords" in ran.stdout
    assert "unexpected keyword argument 'fault'" in ran.stdout
    assert "fault `flood`: unknown kind `flood`" in ran.stdout


def test_without_pytest_a_program_can_still_run_a_sandbox() -> None:
    program = (
        "import sys\n"
        "sys.modules['pytest'] = None\n"
        "import yulsn_codegen.testing as testing\n"
        "with testing.run_sandbox() as sandbox:\n"
        "    print(sandbox.base_url, testing.__all__, hasattr(testing, 'sandbox'))\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert ran.stdout.startswith("http://127.0.0.1:")
    assert ran.stdout.endswith("['RecordedRequest', 'RunningSandbox', 'run_sandbox'] False\n")
