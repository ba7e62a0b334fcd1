"""The file with the data: reopening it, with the same or another account; and listening on a given address."""

from __future__ import annotations

import signal
import socket
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from support.systems import needs_sigint
from yulsn_codegen.account.schema import AccountField, AccountSchema, FieldType
from yulsn_codegen.sandbox import builtin_account, create_app, running, serve
from yulsn_codegen.text.errors import InputError

from .conftest import REGISTRATION, connect


def with_bikes(account: AccountSchema, **changes: Any) -> AccountSchema:
    return replace(
        account, tables=tuple(replace(table, **changes) if table.name == "Bikes" else table for table in account.tables)
    )


def with_contact_fields(account: AccountSchema, *fields: AccountField) -> AccountSchema:
    return replace(account, owners={**account.owners, "Contacts": fields})


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """A file with one contact and one row of Bikes."""
    path = tmp_path / "data.db"
    with running(db=path) as sandbox, connect(sandbox) as api:
        contact = {**REGISTRATION, "Email": "kept@example.dk", "Shoe Size": 41, "Shoe-Size": "7½"}
        assert api.post("Contacts", json=contact).status_code == 200
        assert api.post("table/Bikes", json={"ExternalId": "kept", "Price": 10}).status_code == 200
    return path


def test_a_file_keeps_its_data(db: Path) -> None:
    with running(db=db) as sandbox, connect(sandbox) as api:
        assert api.get("Contacts?email=kept@example.dk").json()["Shoe Size"] == 41
        assert api.get("table/Bikes?externalId=kept").json()["Id"] == 1
        assert api.post("Contacts", json={**REGISTRATION, "Email": "kept@example.dk"}).status_code == 409
        created = api.get("DynamicTables").json()[0]["LastModified"]
    with running(db=db) as sandbox, connect(sandbox) as api:
        assert api.post("Contacts", json=REGISTRATION).json()["Id"] > 1
        assert api.get("DynamicTables").json()[0]["LastModified"] == created


def test_data_in_memory_is_not_kept() -> None:
    for _ in range(2):
        with running() as sandbox, connect(sandbox) as api:
            assert api.post("Contacts", json=REGISTRATION).json()["Id"] == 1


def test_an_added_field_reads_as_null_and_a_removed_one_is_not_shown(db: Path) -> None:
    fields = [field for field in builtin_account().owners["Contacts"] if field.name != "Shoe-Size"]
    account = with_contact_fields(builtin_account(), *fields, AccountField("New", FieldType.STRING))
    with running(account, db=db) as sandbox, connect(sandbox) as api:
        contact = api.get("Contacts/1").json()
        assert contact["New"] is None
        assert "Shoe-Size" not in contact


def test_a_field_whose_values_have_its_new_type_is_kept(db: Path) -> None:
    account = with_contact_fields(builtin_account(), AccountField("Shoe Size", FieldType.DECIMAL))
    with running(account, db=db) as sandbox, connect(sandbox) as api:
        assert api.get("Contacts/1").json()["Shoe Size"] == 41


def test_a_field_whose_values_lack_its_new_type_is_refused(db: Path) -> None:
    account = with_contact_fields(builtin_account(), AccountField("Shoe-Size", FieldType.NUMBER))
    with pytest.raises(InputError, match="`Shoe-Size` of Contacts that do not fit its new type Number"):
        create_app(account, db=db)
    with running(db=db):
        pass


def test_removing_or_renaming_a_table_with_rows_is_refused(db: Path) -> None:
    with pytest.raises(InputError, match="1 rows of the table `Bikes` \\(id 3\\), which is now `Cykler`"):
        create_app(with_bikes(builtin_account(), name="Cykler"), db=db)
    with pytest.raises(InputError, match="which is gone"):
        create_app(with_bikes(builtin_account(), id=77), db=db)
    with pytest.raises(InputError, match="`Price` of the table `Bikes`"):
        create_app(with_bikes(builtin_account(), fields=(AccountField("Price", FieldType.STRING),)), db=db)


def test_removing_a_table_without_rows_is_allowed(db: Path) -> None:
    tables = tuple(table for table in builtin_account().tables if table.name == "Bikes")
    with running(replace(builtin_account(), tables=tables), db=db) as sandbox, connect(sandbox) as api:
        assert [table["Name"] for table in api.get("DynamicTables").json()] == ["Bikes"]


def test_a_file_of_another_program_is_refused_and_left_unchanged(tmp_path: Path) -> None:
    text, other, missing = tmp_path / "text", tmp_path / "other.db", tmp_path / "no" / "data.db"
    text.write_text("hello, " * 1000)
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE mine (x)")
    before = other.read_bytes()
    for path in (text, other, missing, tmp_path):
        with pytest.raises(InputError, match=path.name):
            create_app(builtin_account(), db=path)
    assert other.read_bytes() == before
    assert text.read_text().startswith("hello, ")


def test_two_servers_on_one_file_cannot_both_create_an_email(tmp_path: Path) -> None:
    path = tmp_path / "data.db"
    with running(db=path) as one, running(db=path) as two:

        def post(number: int) -> int:
            with connect((one, two)[number % 2]) as client:
                return client.post("Contacts", json={**REGISTRATION, "Email": "race@example.dk"}).status_code

        with ThreadPoolExecutor(4) as pool:
            assert sorted(pool.map(post, range(8))) == [200] + [409] * 7


@pytest.mark.parametrize(
    ("host", "port", "message"),
    [
        ("no.such.host.invalid", 0, "no.such.host.invalid:0: is not an address to listen on"),
        ("x" * 70, 0, "is not an address to listen on"),
        ("127.0.0.1", 70000, "127.0.0.1:70000: is not an address to listen on"),
    ],
)
def test_an_invalid_address_is_a_clear_error(host: str, port: int, message: str) -> None:
    with pytest.raises(InputError, match=message):
        serve(Starlette(), host, port, print)


def test_a_used_port_is_a_clear_error() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match=f"127.0.0.1:{port}: cannot listen on this address"):
            serve(Starlette(), "127.0.0.1", port, print)


@needs_sigint
def test_serve_reports_when_it_is_ready_and_stops_cleanly_when_interrupted() -> None:
    program = (
        "from yulsn_codegen.sandbox import *\n"
        "serve(create_app(builtin_account()), '127.0.0.1', 0, lambda url: print(url, flush=True))\n"
        "print('done')"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        url = process.stdout.readline().strip()
        try:
            assert url.startswith("http://127.0.0.1:")
            host, _, port = url.removeprefix("http://").partition(":")
            socket.create_connection((host, int(port)), timeout=10).close()
        finally:
            process.send_signal(signal.SIGINT)
            output, errors = process.communicate(timeout=30)
    assert (process.returncode, output, errors) == (0, "done\n", "")
