"""Parts that a key may not read: in snapshots, drift, generated packages, and `verify_schema()`."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from yulsn_codegen.account.fetch import fetch
from yulsn_codegen.account.schema import EMPTY, AccountField, AccountSchema, AccountTable, FieldType
from yulsn_codegen.account.snapshot import dump_snapshot, parse_snapshot
from yulsn_codegen.account.unread import contents, fill, notes
from yulsn_codegen.check import check_account
from yulsn_codegen.drift.compare import compare
from yulsn_codegen.output.lock import Lock, read_lock
from yulsn_codegen.sandbox import running
from yulsn_codegen.text.errors import InputError
from yulsn_codegen.update import generate_into

SIZE, COLOUR = AccountField("Size", FieldType.NUMBER, values=(1, 2)), AccountField("Colour", FieldType.STRING)
FULL = AccountSchema(
    owners={**EMPTY.owners, "Contacts": (COLOUR,), "Stores": (SIZE, COLOUR, AccountField("Region", FieldType.STRING))},
    tables=(AccountTable(7, "Cars", fields=(SIZE, COLOUR)), AccountTable(8, "Boats", fields=(SIZE,))),
    order_types=("shop",),
    point_types=("bonus",),
    patch_fields=("Colour",),
)
PARTS = sorted(contents(FULL))


def without(schema: AccountSchema, part: str) -> AccountSchema:
    """Return the schema as read with a key that may not read a part."""
    parts = {part}
    if part.startswith("owners."):
        return replace(schema, owners={**schema.owners, part.removeprefix("owners."): ()}, unread=frozenset(parts))
    if part.startswith("tables."):
        number = int(part.split(".")[1])
        tables = tuple(replace(table, fields=()) if table.id == number else table for table in schema.tables)
        return replace(schema, tables=tables, unread=frozenset(parts))
    members = {"unread": frozenset(parts), part: ()}
    return replace(schema, **members)  # type: ignore[arg-type]


@pytest.mark.parametrize("part", PARTS)
def test_an_unread_part_is_not_drift_in_either_direction(part: str) -> None:
    assert compare(FULL, without(FULL, part)) == ()
    assert compare(without(FULL, part), FULL) == ()
    assert [change.rule.id for change in compare(FULL, EMPTY) if change.place.scope == "Contacts"] == ["field-removed"]


@pytest.mark.parametrize("part", PARTS)
def test_other_changes_are_found_beside_an_unread_part(part: str) -> None:
    changed = replace(without(FULL, part), extra={"more": 1})
    assert [change.rule.id for change in compare(FULL, changed)] == ["account-details-changed"]


def test_unread_fields_of_a_recreated_table_are_not_reported_as_removed() -> None:
    recreated = replace(FULL, tables=(AccountTable(9, "Cars"), FULL.tables[1]), unread=frozenset({"tables.9.fields"}))
    assert [change.rule.id for change in compare(FULL, recreated)] == ["table-recreated"]


@pytest.mark.parametrize("part", PARTS)
def test_an_unread_part_is_filled_from_the_lock_with_a_note(part: str) -> None:
    filled, said = fill(without(FULL, part), FULL)
    assert filled == FULL
    [note] = said
    assert note.endswith(" could not be read; the package keeps what its lock has.")
    assert notes(filled) == ()


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_was_never_read_remains_unread(part: str) -> None:
    unknown = without(FULL, part)
    assert fill(unknown, unknown) == (unknown, ())
    [note] = notes(unknown)
    assert note.endswith(" could not be read; the package does not type them.")


def test_unlisted_tables_keep_their_unread_fields() -> None:
    known = without(FULL, "tables.7.fields")
    assert fill(without(FULL, "tables"), known)[0] == known


@pytest.mark.parametrize("part", PARTS)
def test_a_snapshot_lists_its_unread_parts(part: str) -> None:
    schema = without(FULL, part)
    data = json.loads(dump_snapshot(schema))
    assert data["unread"] == [part]
    again = parse_snapshot(data, "account.json")
    assert again.unread == {part}
    assert dump_snapshot(again) == dump_snapshot(schema)


def test_a_snapshot_without_unread_parts_has_read_everything() -> None:
    data = json.loads(dump_snapshot(FULL))
    del data["unread"]
    assert parse_snapshot(data, "account.json").unread == frozenset()


@pytest.mark.parametrize(
    ("unread", "problem"),
    [
        (["owners.Nobody"], '$.unread[0]: is not a part of the account: "owners.Nobody"'),
        (["tables.99.fields"], '$.unread[0]: is not a part of the account: "tables.99.fields"'),
        (["owners.Stores"], "$.unread[0]: is listed as unread, but has content"),
        ([7], "$.unread[0]: expected text, found 7"),
        ("owners.Stores", '$.unread: expected a list, found "owners.Stores"'),
    ],
)
def test_an_unread_part_must_exist_and_be_empty(unread: object, problem: str) -> None:
    data = {**json.loads(dump_snapshot(FULL)), "unread": unread}
    with pytest.raises(InputError) as caught:
        parse_snapshot(data, "account.json")
    assert problem in str(caught.value)


# --- Generating and checking ---


@pytest.fixture(scope="module")
def lock(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Lock]:
    out = tmp_path_factory.mktemp("full") / "out"
    generate_into(out, FULL, "acme")
    found = read_lock(out)
    assert found is not None
    return out, found


def test_generating_keeps_unread_parts_of_the_lock(lock: tuple[Path, Lock]) -> None:
    out, known = lock
    for part in PARTS:
        outcome = generate_into(out, without(FULL, part), "acme")
        assert not outcome.account.unread
        assert outcome.changed == ()
        assert len(outcome.notes) == 1
        assert read_lock(out) == known


@pytest.mark.parametrize("part", PARTS)
def test_checking_does_not_report_unread_parts_as_removed(lock: tuple[Path, Lock], part: str) -> None:
    _, known = lock
    account = without(FULL, part)
    changes, [note] = check_account(known, account, allow_shrink=False)
    assert changes == ()
    assert note.startswith("Not compared, as the account could not be read there: ")


def test_unread_parts_are_untyped_in_a_first_package_and_its_readme_says_so(tmp_path: Path) -> None:
    account = without(FULL, "owners.Stores")
    outcome = generate_into(tmp_path / "out", account, "acme")
    assert outcome.notes[0] == "The fields of Stores could not be read; the package does not type them."
    readme = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    assert "- the fields of Stores" in readme
    known = read_lock(tmp_path / "out")
    assert known is not None
    assert known.account.unread == {"owners.Stores"}
    changes, [note] = check_account(known, FULL, allow_shrink=False)
    assert changes == ()
    assert note == "Not compared, as the package was generated without: the fields of Stores. Generate to type them."
    generate_into(tmp_path / "out", FULL, "acme")
    readme = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    assert "not typed" not in readme
    assert "Region" in readme


# --- Against the sandbox ---


@pytest.mark.parametrize("status", [401, 403, 404])
def test_the_sandbox_simulates_a_key_with_limited_rights(status: int) -> None:
    warnings: list[str] = []
    faults = [f"status={status} GET /api/v1/DynamicFields?owner=Stores", f"status={status} GET /api/v1/Orders/Types"]
    with running(FULL, "sandbox-key-of-20-letters", faults=faults) as server:
        schema = fetch(server.base_url, server.api_key, warn=warnings.append)
    assert schema.unread == {"owners.Stores", "order_types"}
    assert schema.owners["Stores"] == ()
    assert len(warnings) == 2


def test_the_sandbox_lists_allowed_values_in_the_type_of_the_field() -> None:
    fields = (
        SIZE,
        AccountField("Price", FieldType.DECIMAL, values=(2, 2.5)),
        AccountField("Old", FieldType.BOOLEAN, values=(True,)),
        AccountField("Code", FieldType.STRING, values=("1", "a")),
    )
    account = replace(EMPTY, owners={**EMPTY.owners, "Stores": fields})
    with running(account, "sandbox-key-of-20-letters") as server:
        assert fetch(server.base_url, server.api_key).owners["Stores"] == fields
