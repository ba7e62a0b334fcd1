"""`verify_schema` and `check` find the same changes, whatever the two account schemas are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from account.server import OWNER_PATHS, TABLES, Account, Answer, table_path
from hypothesis import HealthCheck, given, settings
from support.schemas import SCHEMAS, pairs
from yulsn_client import Client
from yulsn_client import SchemaChange as ClientChange
from yulsn_client._runtime import verification
from yulsn_client._runtime.account_reading import read_snapshot
from yulsn_client._runtime.request import build
from yulsn_codegen.account.fetch import fetch
from yulsn_codegen.account.fields import canonical
from yulsn_codegen.account.schema import AccountField, AccountSchema, FieldType
from yulsn_codegen.account.snapshot import snapshot
from yulsn_codegen.drift.changes import SchemaChange
from yulsn_codegen.drift.compare import compare

KEY = "kn-5f0e-not-to-be-shown"
NUMBERS = {kind.value: number for number, kind in enumerate(FieldType, 1) if kind is not FieldType.UNKNOWN}


@pytest.fixture(scope="module")
def server() -> Iterator[Account]:
    account = Account()
    yield account
    account.close()


def _server_type(item: AccountField) -> object:
    return NUMBERS.get(item.type, item.extra.get("server_type", 99))


def listed(fields: tuple[AccountField, ...]) -> Answer:
    return Answer(
        [
            {
                "Name": item.name,
                "Type": _server_type(item),
                "Label": item.label,
                "Values": None if item.values is None else list(item.values),
            }
            for item in fields
        ]
    )


def answers_of(schema: AccountSchema) -> dict[str, Any]:
    """What the API responds about an account, by path."""
    answers = {path: listed(schema.owners[owner]) for owner, path in OWNER_PATHS.items()}
    answers.update({table_path(table.id): listed(table.fields) for table in schema.tables})
    answers[TABLES] = Answer(
        [
            {
                "Id": table.id,
                "Name": table.name,
                "Label": table.label,
                "Description": table.description,
                **{
                    f"{write.title()}ConverterId": None if getattr(table.writes, write) else 5
                    for write in ("create", "update", "delete")
                },
            }
            for table in schema.tables
        ]
    )
    answers["/api/v1/Orders/Types"] = Answer(list(schema.order_types))
    answers["/api/v1/Points/Types"] = Answer(list(schema.point_types))
    answers["/api/v1/Contacts/PatchFields"] = Answer(list(schema.patch_fields))
    return answers


def described(change: SchemaChange | ClientChange) -> tuple[Any, ...]:
    """Return what a change says, in a form that is the same for the package's own classes."""
    rule, place = change.rule, change.place
    return (
        (rule.id, rule.severity.value, rule.bump.name, rule.explanation),
        (place.scope, place.owner, place.table, place.field),
        (change.before, change.after, change.certain, change.fingerprint, str(change)),
    )


def seen(schema: AccountSchema) -> AccountSchema:
    """What the API's responses say of a schema: no properties that this version does not know."""

    def fields(items: tuple[AccountField, ...]) -> tuple[AccountField, ...]:
        found = []
        for item in items:
            number = _server_type(item)
            kind = FieldType.from_server(number)
            extra = {"server_type": number} if kind is FieldType.UNKNOWN else {}
            values = None if item.values is None else canonical(kind, item.values)
            found.append(replace(item, type=kind, values=values, extra=extra))
        return tuple(found)

    return replace(
        schema,
        owners={owner: fields(items) for owner, items in schema.owners.items()},
        tables=tuple(
            replace(table, writes=replace(table.writes, extra={}), fields=fields(table.fields), extra={})
            for table in schema.tables
        ),
        extra={},
    )


def verify(old: AccountSchema, answers: Mapping[str, Any]) -> list[ClientChange]:
    """What `verify_schema` returns, without a network: the calls are answered by path."""
    steps = verification._verify()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(verification, "packaged_snapshot", lambda: snapshot(old))
        try:
            step = next(steps)
            while True:
                call, path, query = step
                step = steps.send(answers[build(call, path=path, query=query).url].body)
        except StopIteration as done:
            found: list[ClientChange] = done.value
            return found


@settings(max_examples=100)
@given(schemas=pairs())
def test_verify_schema_reports_the_changes_of_check(schemas: tuple[AccountSchema, AccountSchema]) -> None:
    old, new = schemas
    found = verify(old, answers_of(new))
    assert [described(change) for change in found] == [described(change) for change in compare(old, seen(new))]


@settings(max_examples=5, suppress_health_check=[HealthCheck.too_slow])
@given(schemas=pairs())
def test_verify_schema_reports_the_changes_of_a_fetched_account(
    server: Account, schemas: tuple[AccountSchema, AccountSchema]
) -> None:
    old, new = schemas
    server.answers = answers_of(new)
    expected = compare(old, fetch(server.url, KEY, warn=lambda _: None))
    with pytest.MonkeyPatch.context() as patch, Client(KEY, base_url=server.url) as client:
        patch.setattr(verification, "packaged_snapshot", lambda: snapshot(old))
        found = client.verify_schema()
    assert [described(change) for change in found] == [described(change) for change in expected]


@given(schema=SCHEMAS)
def test_the_packaged_snapshot_is_read_completely(schema: AccountSchema) -> None:
    assert snapshot(read_snapshot(snapshot(schema))) == snapshot(schema)  # type: ignore[arg-type]
