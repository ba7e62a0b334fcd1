"""Lone surrogates, which JSON can represent and UTF-8 cannot, in an account's names and in requests."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote

import httpx2
import pytest
from yulsn_codegen.account.schema import EMPTY, OWNERS, AccountField, AccountSchema, AccountTable, FieldType
from yulsn_codegen.account.snapshot import dump_snapshot, read_snapshot
from yulsn_codegen.cli import main
from yulsn_codegen.description.document import Document, load
from yulsn_codegen.sandbox import RunningSandbox, running
from yulsn_codegen.sandbox.store import DuplicateKeyError, Store

from .conftest import REGISTRATION, connect

ONE, OTHER = "a\ud800", "a\ud801"
FIELDS = (AccountField(ONE, FieldType.STRING, values=("v\ud800", "v\ud801")), AccountField(OTHER, FieldType.NUMBER))
ACCOUNT = replace(
    EMPTY,
    owners={**EMPTY.owners, "Contacts": FIELDS},
    tables=(
        AccountTable(1, "T\ud800", label="l\udc00", fields=FIELDS),
        AccountTable(2, "T\ud801", fields=(AccountField(ONE, FieldType.DECIMAL),)),
    ),
    order_types=("o\ud800", "o\ud801"),
    point_types=("p\ud800", "p\ud801"),
    patch_fields=(ONE,),
)
PACKAGE = "half_pairs_client"


def encoded(text: str) -> str:
    return quote(text, safe="", errors="surrogatepass")


def post(api: httpx2.Client, path: str, body: object) -> httpx2.Response:
    """Send a body with escapes, which httpx does not write."""
    return api.post(path, content=json.dumps(body), headers={"Content-Type": "application/json"})


def written(answer: httpx2.Response) -> Any:
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture(scope="module")
def served() -> Iterator[RunningSandbox]:
    with running(ACCOUNT) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def client(served: RunningSandbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A client from the package generated for the sandbox's account."""
    out = tmp_path_factory.mktemp("generated")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("YULSN_API_KEY", served.api_key)
        arguments = ["--base-url", served.base_url, "--package", PACKAGE, "--out", str(out)]
        assert main(["generate", *arguments]) == 0
        patch.syspath_prepend(str(out))
        with importlib.import_module(PACKAGE).Client(served.api_key, base_url=served.base_url) as opened:
            yield opened
    for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
        del sys.modules[name]


def names() -> dict[str, Any]:
    """The names in the package."""
    lock = Path(importlib.import_module(PACKAGE).__file__ or "").parents[1] / "yulsn.lock.json"
    found: dict[str, Any] = json.loads(lock.read_text())["names"]
    return found


def test_fetch_returns_exactly_the_account(
    served: RunningSandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YULSN_API_KEY", served.api_key)
    snapshot = tmp_path / "account.json"
    assert main(["fetch", "--base-url", served.base_url, "-o", str(snapshot)]) == 0
    assert read_snapshot(snapshot) == ACCOUNT
    assert snapshot.read_text(encoding="ascii") == dump_snapshot(ACCOUNT)


def test_the_client_writes_reads_and_finds_a_contact_by_fields_with_lone_surrogates(client: Any) -> None:
    models = importlib.import_module(f"{PACKAGE}.models")
    own = names()["owners"]["Contacts"]
    values: dict[str, Any] = {own[ONE]: "v\ud801", own[OTHER]: 7}
    made = client.contacts.create(
        models.ContactCreate(
            email="e\ud800@example.com",
            registration_date_time=datetime.now(UTC),
            registration_source="s\udfff",
            registration_ip="192.0.2.17",
            **values,
        )
    )
    found = client.contacts.get(made.id)
    assert {name: getattr(found, name) for name in values} == values
    assert (found.email, found.registration_source) == ("e\ud800@example.com", "s\udfff")
    assert (found.to_dict()[ONE], found.to_dict()[OTHER], found.extra) == ("v\ud801", 7, {})
    assert client.contacts.find_by_email("e\ud800@example.com") == found
    assert client.contacts.find_by_email("e\ud801@example.com") is None
    assert client.contacts.find_by_field(ONE, "v\ud801") == client.contacts.find_by_field(OTHER, "7") == [found]
    assert client.contacts.find_by_field(ONE, "v\ud800") == client.contacts.find_by_field(OTHER, "8") == []
    assert not client.verify_schema()


def test_the_client_writes_reads_and_finds_rows_of_tables_with_lone_surrogates(client: Any) -> None:
    tables, fields = names()["tables"], names()["table_fields"]
    for table, values in (("T\ud800", {ONE: "v\ud800", OTHER: 5}), ("T\ud801", {ONE: 1})):
        resource = getattr(client.tables, tables[table])
        module = importlib.import_module(f"{PACKAGE}.tables.{tables[table]}")
        [create] = [made for name, made in vars(module).items() if name.endswith("Create")]
        wanted = {fields[table][name]: value for name, value in values.items()}
        made = resource.create(create(external_id="x\ud800", **wanted))
        assert {name: getattr(made, name) for name in wanted} == wanted
        assert resource.find_by_external_id("x\ud800") == resource.get(made.id) == made
        assert resource.find_by_external_id("x\ud801") is None
        assert list(resource.iterate()) == [made]


def test_generated_data_of_such_fields_can_be_exported() -> None:
    with running(ACCOUNT, contacts=40) as sandbox, connect(sandbox) as api:
        contacts = [written(api.get(f"Contacts/{number}")) for number in range(1, 41)]
        assert {contact[ONE] for contact in contacts} >= {"v\ud800"}
        assert len({contact[OTHER] for contact in contacts}) > 3
        for kind in ACCOUNT.point_types:
            points = written(api.get(f"Points?lastId=0&type={encoded(kind)}"))
            assert {point["Type"] for point in points} == {kind}
        written_fields = {"Type": 0, "Fields": [ONE, OTHER]}
        assert post(api, "BulkExport", written_fields).status_code == 200
        [listed] = written(api.get("BulkExport"))
        lines = httpx2.get(listed["DownloadUrl"]).content.decode().split("\r\n")
        assert lines[0] == "a\ufffd,a\ufffd"  # as a file of UTF-8 has it
        assert {line.partition(",")[0] for line in lines[1:-1]} <= {"", "v\ufffd"}


def test_a_delimiter_that_is_a_lone_surrogate_is_refused_or_escaped() -> None:
    with running(ACCOUNT) as sandbox, connect(sandbox) as api:
        written(post(api, "Contacts", {**REGISTRATION, ONE: "v\ud800", OTHER: 1}))
        order = {"Type": 0, "Fields": [ONE, OTHER], "ColumnDelimiter": "\ud801"}
        assert post(api, "BulkExport", order).status_code == 200
        [listed] = written(api.get("BulkExport"))
        assert httpx2.get(listed["DownloadUrl"]).text == '"a\ufffd"\ufffd"a\ufffd"\r\n"v\ufffd"\ufffd1\r\n'


def test_requests_with_lone_surrogates_are_recorded_and_hit_by_faults() -> None:
    rule = "extra=New\udcff GET /api/v1/DynamicTables"  # an argument of a command may have any bytes
    with running(ACCOUNT, faults=[rule]) as sandbox, connect(sandbox) as api:
        assert written(api.get("table/T%ED%A0%80")) == []
        assert sandbox.requests[-1].path == "/api/v1/table/T\ud800"
        assert all("New\udcff" in item for item in written(api.get("DynamicTables")))


def test_a_password_may_contain_a_lone_surrogate() -> None:
    with running() as sandbox, connect(sandbox) as api:
        number = written(post(api, "Contacts", REGISTRATION))["Id"]
        assert post(api, f"Contacts/{number}/SetPassword", {"NewPassword": "p\ud800"}).status_code == 200
        for password, status in (("p\ud800", 200), ("p\ud801", 422), ("p\ufffd", 422)):
            body = {"Password": password, "Ip": "::1", "Source": "s"}
            assert post(api, f"Contacts/{number}/Login", body).status_code == status
        for path in (f"person-data/{number}", "exports/x", "media"):
            assert httpx2.get(f"{sandbox.base_url}/files/{path}/%ED%A0%80").status_code == 404


def test_keys_and_references_with_different_surrogates_are_distinct() -> None:
    store = Store(None)
    with store.transaction(write=True):
        for half in ("\ud800", "\ud801", "\ufffd", "\\ud800"):
            store.insert("K", {half: half}, {"N": half}, {"R": half, half: "x"})
        with pytest.raises(DuplicateKeyError):
            store.insert("K", {}, {"N": "\ud800"})
    with store.transaction(write=False):
        for number, half in enumerate(("\ud800", "\ud801", "\ufffd", "\\ud800"), 1):
            wanted = {"Id": number, half: half}
            assert store.find("K", "N", half) == wanted
            assert store.referring("K", "R", half) == store.referring_between("K", half, "x", "y") == [wanted]
    store.close()


def test_no_call_fails_with_lone_surrogates() -> None:
    """Yield each operation several times, with a lone surrogate in every text of its parameters and body."""
    document, random = load(), Random(1)
    account = AccountSchema(dict.fromkeys(OWNERS, FIELDS), *(ACCOUNT.tables, ACCOUNT.order_types))
    succeeded = set()
    with running(account, contacts=20) as sandbox, connect(sandbox) as api:
        for path, method, operation in list(document.operations()) * 6:
            segments, query = path, []
            for parameter in map(document.resolve, operation.get("parameters", ())):
                text = random.choice(["T\ud800", "T\ud801", "1", "2"] if parameter["in"] == "path" else [ONE, "1"])
                if parameter["in"] == "path":
                    segments = segments.replace(f"{{{parameter['name']}}}", encoded(text))
                elif random.random() < 0.7:
                    query.append(f"{parameter['name']}={encoded(text)}")
            content = document.resolve(operation.get("requestBody", {})).get("content", {})
            bodies = [json.dumps(made_up(document, item["schema"], random)) for item in content.values()]
            answer = api.request(
                method,
                f"{sandbox.base_url}{segments}?{'&'.join(query)}",
                content=bodies[0] if bodies else None,
                headers={"Content-Type": "application/json"} if bodies else {},
            )
            assert answer.status_code < 500, (method, segments, query, bodies, answer.text)
            if answer.status_code == 200:
                succeeded.add((method, path))
    assert len(succeeded) > 40


def made_up(document: Document, schema: Any, random: Random) -> Any:
    """Return a value of a schema in which all text has a lone surrogate."""
    schema = document.resolve(schema)
    choices = schema.get("anyOf", schema.get("oneOf"))
    if choices:
        return made_up(document, random.choice(choices), random)
    kind = schema.get("type", "string")
    kind = kind if isinstance(kind, str) else kind[0]
    if kind == "object" or "properties" in schema:
        known = schema.get("properties", {})
        return {ONE: "v\ud800"} | {name: made_up(document, item, random) for name, item in known.items()}
    if kind == "array":
        return [made_up(document, schema.get("items", {}), random)]
    if "enum" in schema:
        return random.choice(schema["enum"])
    if schema.get("format") == "date-time":
        return "2024-05-06T10:08:14+01:00"
    return {"integer": 1, "number": 1.5, "boolean": True}.get(kind, random.choice([ONE, OTHER]))
