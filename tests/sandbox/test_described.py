"""Every response of every row has a status and a schema that the description declares."""

from __future__ import annotations

import base64
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import httpx2
import pytest
from jsonschema import Draft202012Validator, FormatChecker
from yulsn_codegen.client.build import static_names
from yulsn_codegen.client.naming import Names, decide
from yulsn_codegen.client.tailor import tailor
from yulsn_codegen.description.document import Document, load
from yulsn_codegen.description.validate import read_rows
from yulsn_codegen.sandbox import builtin_account, running
from yulsn_codegen.sandbox.values import exact_json, scalars
from yulsn_codegen.shipped import shipped

from .conftest import connect
from .described import USES
from .world import Use, World

FORMATS = FormatChecker(formats=())
DIRECT = {table.name: table.writes for table in builtin_account().tables}


@FORMATS.checks("int32", ValueError)
def is_int32(value: object) -> bool:
    return not isinstance(value, int) or scalars.integer(value) == value


@FORMATS.checks("int64", ValueError)
def is_int64(value: object) -> bool:
    return not isinstance(value, int) or scalars.integer(value, scalars.INT64) == value


@FORMATS.checks("decimal", ValueError)
def is_decimal(value: object) -> bool:
    """Whether a number is a .NET decimal that is written with a fraction."""
    return not isinstance(value, (int, Decimal)) or (isinstance(value, Decimal) and scalars.decimal(value) == value)


@FORMATS.checks("date-time", ValueError)
def is_date_time(value: object) -> bool:
    return not isinstance(value, str) or scalars.date_time(value) != ""


@FORMATS.checks("date-time-local", ValueError)
def is_local(value: object) -> bool:
    return not isinstance(value, str) or scalars.date_time(f"{value}Z") != ""


@FORMATS.checks("byte", ValueError)
def is_base64(value: object) -> bool:
    return not isinstance(value, str) or base64.b64decode(value, validate=True) is not None


def closed(schema: Any) -> Any:
    """Return a schema that allows only the properties it names, unless it is open and not of a dynamic owner."""
    if isinstance(schema, list):
        return [closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: closed(item) for key, item in schema.items()}
    if isinstance(found.get("properties"), dict) and (
        "x-dynamic-owner" in found or "additionalProperties" not in found
    ):
        found["additionalProperties"] = False
    return found


def tailored() -> Document:
    document = load()
    account = builtin_account()
    return tailor(document, account, decide(account, static_names(document), Names()).names)


DOCUMENT = tailored()
COMPONENTS = {**DOCUMENT.root["components"], "schemas": closed(DOCUMENT.root["components"]["schemas"])}
OPERATIONS = {(method, path): operation for path, method, operation in DOCUMENT.operations()}
ROWS = {call["row"] for _, _, operation in load().operations() for call in operation["x-calls"]}


def described(row: str, url_path: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Return the operation and the call of a row, those of a particular table if it has its own."""
    method, _, address = row.partition(" ")
    path = address.partition("?")[0]
    table = re.match(r"/api/v1/table/([^/]+)", url_path)
    own = path.replace("{tableName}", table[1]) if table else path
    for found in (own, path):
        for call in OPERATIONS.get((method, found), {}).get("x-calls", ()):
            if call["row"] == row:
                return OPERATIONS[method, found], call
    raise AssertionError(f"{row} is not in the description")


def validate(answer: httpx2.Response, row: str) -> None:
    """Check a response against what its operation and its row declare."""
    path = answer.request.url.raw_path.decode().partition("?")[0]
    operation, call = described(row, path)
    status = str(answer.status_code)
    assert status in operation["responses"], f"{status} is not declared: {answer.text}"
    response = DOCUMENT.resolve(operation["responses"][status])
    if "content" not in response:
        assert answer.content == b""
        assert "returns" not in call
        return
    ((media_type, content),) = response["content"].items()
    assert answer.headers["content-type"] == f"{media_type}; charset=utf-8"
    schemas = [content["schema"], *([call["returns"]] if status == "200" else [])]
    for schema in schemas:
        validator = Draft202012Validator({**closed(schema), "components": COMPONENTS}, format_checker=FORMATS)
        errors = [
            f"{error.json_path}: {error.message[:200]}"
            for error in validator.iter_errors(exact_json.loads(answer.content))
        ]
        assert not errors, errors[:5]


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with running(contacts=80) as sandbox, connect(sandbox) as client:
        yield World.of(client)


@pytest.fixture(scope="module")
def redefined() -> Iterator[World]:
    """A sandbox whose fields and tables change, after which its objects have properties that are not described."""
    with running(contacts=80) as sandbox, connect(sandbox) as client:
        yield World.of(client)


def is_about_definitions(use: Use) -> bool:
    """Whether a use defines fields or tables, or first defines what it reads."""
    return "/{accountId}/Dynamic" in use.row


@pytest.mark.parametrize("use", [use for use in USES if not is_about_definitions(use)], ids=str)
def test_every_response_matches_the_description(use: Use, world: World) -> None:
    check_response(use, world)


@pytest.mark.parametrize("use", [use for use in USES if is_about_definitions(use)], ids=str)
def test_every_response_about_definitions_matches_the_description(use: Use, redefined: World) -> None:
    check_response(use, redefined)


def check_response(use: Use, world: World) -> None:
    answer = use.send(world)
    assert answer.status_code == use.status, answer.text
    validate(answer, use.row)


@pytest.fixture(scope="module")
def used() -> Iterator[World]:
    """A sandbox in which every successful use was made once, so that it has every kind of object."""
    with running(contacts=80) as sandbox, connect(sandbox) as client:
        world = World.of(client)
        for use in USES:
            if use.status == 200:
                use.send(world)
        yield world


@pytest.fixture(scope="module")
def stranger() -> Iterator[httpx2.Client]:
    """A client without a key."""
    with httpx2.Client() as client:
        yield client


@pytest.mark.parametrize("use", [use for use in USES if use.status == 200], ids=str)
def test_every_response_without_a_key_matches_the_description(use: Use, used: World, stranger: httpx2.Client) -> None:
    sent = use.send(used).request
    headers = {name: value for name, value in sent.headers.items() if name not in ("x-apikey", "host")}
    for key in ({}, {"X-ApiKey": "wrong"}):
        answer = stranger.request(sent.method, sent.url, content=sent.content, headers=headers | key)
        assert answer.status_code == 401
        validate(answer, use.row)


def test_every_row_is_used_with_a_successful_status() -> None:
    assert sorted(ROWS) == sorted(row.name for row in read_rows(shipped("spec")))
    assert {use.row for use in USES if use.status == 200} == ROWS
    assert {use.row for use in USES} == ROWS


def test_every_declared_status_occurs() -> None:
    met = {(*use.row.partition("?")[0].split(" ", 1), str(use.status)) for use in USES}
    met |= {(wrong.method, wrong.template, "400") for wrong in WRONG}
    declared = {
        (method, path, status)
        for path, method, operation in load().operations()
        for status in operation["responses"]
        if status not in ("401", "429")
    }
    assert declared <= met
    assert met <= declared


@dataclass(frozen=True)
class Wrong:
    """An invalid request; `template` is its path as in the description."""

    row: str
    method: str
    template: str
    what: str
    path: str
    query: Mapping[str, str]
    body: bytes = b"{}"

    def __str__(self) -> str:
        return f"{self.what} {self.row}"


GOOD = {
    "from": "2024-01-01T00:00:00Z",
    "to": "2025-01-01T00:00:00Z",
    "owner": "Orders",
    "type": "bonus",
    "newName": "n",
    "secret": "banner-club",
}
PATHS = {
    "{accountId}": "1",
    "{id}": "1",
    "{lid}": "1",
    "{tableName}": "Bikes",
    "{tableId}": "3",
    "{fieldId}": "1",
    "{owner}": "Orders",
    "{form}": "Sms",
    "{sourceId}": "1",
    "{targetId}": "2",
    "{contactId}": "1",
    "{segmentIds}": "1,2",
    "{lastId}": "0",
    "{groupId}": "1",
    "{voucherId}": "1",
    "{assignmentId}": "1",
    "{code}": "none",
    "{viewName}": "StoreDirectory",
    "{functionName}": "ContactsByLastName",
    "{procedureName}": "RenameStore",
}
WRONG_SEGMENTS = (
    ("{id}", "x"),
    ("{lid}", "99999999999"),
    *((f"{{{name}}}", "x") for name in ("tableId", "fieldId", "owner", "form", "sourceId", "targetId", "contactId")),
    *((f"{{{name}}}", "x") for name in ("segmentIds", "lastId", "groupId", "voucherId", "assignmentId")),
)
# Where the form of a body is not documented, the sandbox takes a bare list as well as an object that has it. The last
# one takes a bare list of numbers.
BARE_OR_WRAPPED = (
    "POST /api/v2/{accountId}/UserAgents",
    "POST /api/v1/Banners/CacheReset",
    "POST /api/v1/Segments/ContactIds",
    "POST /api/v1/Segments/GetContactCount",
    "SEARCH /api/v1/Points/ForStores",
    "SEARCH /api/v1/Points/SumsForStoresByContactCompanies",
)
# The API ignores times that it cannot read.
LENIENT = ("from", "to")
BODIES = (b"{", b'"text"', b"null", b"\xff", b"[1]")


def wrong_requests() -> Iterator[Wrong]:
    """Yield requests with a malformed id, parameter or body."""
    for path, method, operation in load().operations():
        for call in operation["x-calls"]:
            declared = map(DOCUMENT.resolve, operation.get("parameters", ()))
            parameters = [item for item in declared if item["in"] == "query"]
            needed = {item["name"]: GOOD.get(item["name"], "1") for item in parameters if item["name"] in needs(call)}
            fine = filled(path)
            for name, value in WRONG_SEGMENTS:
                if name in path and "owner" not in needed:
                    yield Wrong(call["row"], method, path, value, filled(path.replace(name, value)), needed)
            for item in parameters:
                name = item["name"]
                free = item["schema"].get("type") == "string" and "format" not in item["schema"]
                ignored = name in LENIENT and path == "/api/v1/ContactEvents"
                if name in needs(call, "accepts") and not free and not ignored:
                    yield Wrong(call["row"], method, path, name, fine, needed | {name: "x"})
            for body in BODIES if "requestBody" in operation else ():
                if body == b"[1]" and f"{method} {path}" in BARE_OR_WRAPPED:
                    continue
                yield Wrong(call["row"], method, path, repr(body), fine, needed, body)


def needs(call: Mapping[str, Any], *more: str) -> list[str]:
    return [name for key in ("requires", *more) for name in call.get(key, ())]


def filled(path: str) -> str:
    for name, value in PATHS.items():
        path = path.replace(name, value)
    return path


WRONG = [*wrong_requests()]


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_every_refusal_matches_the_description(wrong: Wrong, used: World) -> None:
    headers = {"Content-Type": "application/json"}
    url = used.client.base_url.join(quote(wrong.path))
    answer = used.client.request(wrong.method, url, params=wrong.query, content=wrong.body, headers=headers)
    validate(answer, wrong.row)
    assert answer.status_code == 400, answer.text


@pytest.mark.parametrize(
    ("path", "row", "changes"),
    [
        ("Contacts/1", "GET /api/v1/Contacts/{id}", {"Shoe Size": "41"}),
        ("Contacts/1", "GET /api/v1/Contacts/{id}", {"Unknown": 1}),
        ("Contacts/1", "GET /api/v1/Contacts/{id}", {"LastModified": "2024-05-06"}),
        ("Contacts/1", "GET /api/v1/Contacts/{id}", {"Version": "x"}),
        ("Orders/1", "GET /api/v1/Orders/{id}", {"OrderLines": [{"Id": 1}]}),
        ("Points/1", "GET /api/v1/Points/{id}", {"Id": 2**31}),
        ("table/Bikes/1", "GET /api/v1/table/{tableName}/{id}", {"Gears": 1.5}),
        ("table/Bikes/1", "GET /api/v1/table/{tableName}/{id}", {"Price": 2}),
    ],
)
def test_a_response_that_does_not_match_the_description_is_detected(
    path: str, row: str, changes: dict[str, Any], world: World
) -> None:
    answer = world("GET", path)
    validate(answer, row)
    content = json.dumps({**answer.json(), **changes}).encode()
    other = httpx2.Response(200, content=content, headers=answer.headers, request=answer.request)
    with pytest.raises(AssertionError):
        validate(other, row)


def test_tables_have_their_own_operations_in_the_description() -> None:
    found = Counter(
        described(use.row, "/api/v1/table/Bikes")[0]["operationId"] for use in USES if "/table/{tableName}" in use.row
    )
    assert all(name.endswith("_Bikes") for name in found)
    assert DIRECT["Newsletter Signups"].create is False
