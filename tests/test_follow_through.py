"""The consequences of each class of change: what `check` reports, the version, the changelog and type errors.

The account is changed while it is served over HTTP."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from support.outputs import PACKAGE
from support.schemas import contacts, field
from yulsn_codegen.account.schema import AccountField, AccountSchema, AccountTable, FieldType, TableWrites
from yulsn_codegen.cli import main
from yulsn_codegen.output.lock import Lock, read_lock
from yulsn_codegen.testing import RunningSandbox, run_sandbox

METALS = ("bronze", "silver", "gold")
CARS = AccountTable(4, "Cars", fields=(field("Doors", FieldType.NUMBER),))
START = contacts(
    field("Level", values=METALS),
    field("Rank", values=METALS),
    field("Tier", values=METALS),
    field("Favourite"),
    field("Nickname"),
    field("Language"),
    field("Wants SMS", FieldType.BOOLEAN),
    field("Shoe Size", FieldType.NUMBER),
    field("Height", FieldType.NUMBER),
    order_types=("shop", "web"),
    tables=(
        replace(CARS, id=3, name="Bikes"),
        CARS,
        replace(CARS, id=5, name="Boats"),
        replace(CARS, id=6, name="Planes"),
    ),
)
Change = Callable[[AccountSchema], AccountSchema]


def fields(edit: Callable[[tuple[AccountField, ...]], tuple[AccountField, ...]]) -> Change:
    return lambda account: replace(
        account, owners={**account.owners, "Contacts": edit(tuple(account.owners["Contacts"]))}
    )


def one(which: str, /, **changed: object) -> Change:
    return fields(
        lambda items: tuple(replace(item, **changed) if item.name == which else item for item in items)  # type: ignore[arg-type]
    )


def table(which: str, /, **changed: object) -> Change:
    return lambda account: replace(
        account,
        tables=tuple(
            replace(item, **changed) if item.name == which else item  # type: ignore[arg-type]
            for item in account.tables
        ),
    )


@dataclass(frozen=True)
class Case:
    """A change of the account, and what follows from it.

    uses: a line of code that is valid with the old package; says: its type error with the new one, if there is any.
    """

    change: Change
    rule: str
    code: int
    version: str
    reported: str
    uses: str
    says: str = ""


CASES = {
    "field added": Case(
        fields(lambda items: (*items, field("Birthday", FieldType.DATE_TIME_OFFSET))),
        "field-added", 0, "1.1.0", 'Field "Birthday" was added to Contacts (type DateTimeOffset)',
        "contact.level",
    ),
    "field removed": Case(
        fields(lambda items: tuple(item for item in items if item.name != "Wants SMS")),
        "field-removed", 1, "2.0.0", 'Field "Wants SMS" was removed from Contacts (type Boolean)',
        "contact.wants_sms", '"Contact" has no attribute "wants_sms"',
    ),
    "field renamed": Case(
        one("Nickname", name="Nick Name"),
        "field-renamed", 1, "2.0.0", 'Field "Nickname" of Contacts may have been renamed to "Nick Name"',
        'ContactPatch(nickname="Al")',  # the names are spelled alike, so the Python name stays
    ),
    "type changed": Case(
        one("Height", type=FieldType.STRING),
        "type-changed", 1, "2.0.0", 'The type of field "Height" of Contacts changed from Number to String',
        "ContactPatch(height=180)", 'incompatible type "int"; expected "str',
    ),
    "number to decimal": Case(
        one("Shoe Size", type=FieldType.DECIMAL),
        "number-to-decimal", 1, "2.0.0", 'The type of field "Shoe Size" of Contacts was widened from Number to Decimal',
        "takes_int(contact.shoe_size)", 'incompatible type "Decimal | None"; expected "int | None"',
    ),
    "value added": Case(
        one("Rank", values=(*METALS, "jade")),
        "value-added", 1, "1.1.0", 'Field "Rank" of Contacts now allows the value "jade"',
        'ContactPatch(rank="gold")',
    ),
    "value removed": Case(
        one("Level", values=METALS[:2]),
        "value-removed", 1, "2.0.0", 'Field "Level" of Contacts no longer allows the value "gold"',
        'ContactPatch(level="gold")', "expected \"Literal['bronze', 'silver']",
    ),
    "list introduced": Case(
        one("Favourite", values=("Kona", "Trek")),
        "values-introduced", 1, "2.0.0", 'Field "Favourite" of Contacts now allows only these values: "Kona", "Trek"',
        'ContactPatch(favourite="Cube")', "expected \"Literal['Kona', 'Trek']",
    ),
    "list lifted": Case(
        one("Tier", values=None),
        "values-lifted", 1, "1.1.0", 'Field "Tier" of Contacts now allows any value',
        'ContactPatch(tier="gold")',
    ),
    "label changed": Case(
        one("Language", label="Mother tongue"),
        "field-label-changed", 0, "1.0.1", 'The label of field "Language" of Contacts was set to "Mother tongue"',
        "contact.language",
    ),
    "table added": Case(
        lambda account: replace(account, tables=(*account.tables, replace(CARS, id=7, name="Trains"))),
        "table-added", 0, "1.1.0", 'Table "Trains" was added (id 7)',
        "client.tables.bikes.get(1)",
    ),
    "table removed": Case(
        lambda account: replace(account, tables=tuple(item for item in account.tables if item.name != "Boats")),
        "table-removed", 1, "2.0.0", 'Table "Boats" was removed (id 5)',
        "client.tables.boats.get(1)", '"Tables" has no attribute "boats"',
    ),
    "table renamed": Case(
        table("Cars", name="Automobiles"),
        "table-renamed", 1, "2.0.0", 'Table "Cars" was renamed to "Automobiles"',
        "client.tables.cars.get(1)", "deprecated: use automobiles; cars will be removed in the next minor version",
    ),
    "writes moved": Case(
        table("Planes", writes=TableWrites(delete=False)),
        "delete-converted", 1, "2.0.0", 'Rows of table "Planes" can now be deleted only through a converter',
        "client.tables.planes.delete(1)", '"PlanesTable" has no attribute "delete"',
    ),
    "order type removed": Case(
        lambda account: replace(account, order_types=("shop",)),
        "order-type-removed", 1, "2.0.0", 'Order type "web" was removed',
        'client.orders.list_by_contact(1, order_type="web")', "expected \"Literal['shop']",
    ),
}  # fmt: skip
CONSUMER = """\
from shop_client import Client
from shop_client.models import Contact, ContactPatch


def takes_int(value: int | None) -> None: ...


def use(client: Client, contact: Contact) -> None:
"""


@pytest.fixture(scope="module")
def sandbox() -> Iterator[RunningSandbox]:
    with run_sandbox(START) as running:
        yield running


@pytest.fixture(scope="module")
def live(sandbox: RunningSandbox, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The options for reading the account that is served."""
    key = tmp_path_factory.mktemp("key") / "key"
    key.write_text(sandbox.api_key)
    return ["--base-url", sandbox.base_url, "--api-key-file", str(key)]


@pytest.fixture(scope="module")
def start(sandbox: RunningSandbox, live: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of the account before anything changed."""
    folder = tmp_path_factory.mktemp("start") / "client"
    sandbox.change_account(START)
    assert main(["generate", *live, "--package", PACKAGE, "--out", str(folder)]) == 0
    assert main(["check", *live, "--out", str(folder)]) == 0
    return folder


def changes(lock: Lock) -> list[str]:
    """The changes of the newest version, without the names that they deprecate."""
    return [line for section in lock.changelog[0].sections if section.title != "Deprecated" for line in section.lines]


@pytest.mark.parametrize("name", CASES)
def test_a_change_is_reported_and_sets_the_version_and_changelog(
    name: str, sandbox: RunningSandbox, live: list[str], start: Path, tmp_path: Path
) -> None:
    case = CASES[name]
    out = shutil.copytree(start, tmp_path / "client")
    sandbox.change_account(case.change(START))
    check = ["check", *live, "--out", str(out), "-o"]
    assert main([*check, f"json={tmp_path / 'drift.json'}"]) == case.code
    assert [found["rule"] for found in json.loads((tmp_path / "drift.json").read_text())["findings"]] == [case.rule]
    assert main(["generate", *live, "--package", PACKAGE, "--out", str(out)]) == 0
    lock = read_lock(out)
    assert lock is not None
    assert lock.version == case.version
    (line,) = changes(lock)
    assert case.reported in line
    assert f"## {case.version}\n" in (out / "CHANGELOG.md").read_text(encoding="utf-8")
    assert main([*check, "text"]) == 0
    assert main(["check", "--offline", "--base-url", sandbox.base_url, "--out", str(out)]) == 0


def mypy(folder: Path) -> dict[int, str]:
    """Return mypy's errors in the code of all cases, by line."""
    uses = folder.parent / "uses.py"
    uses.write_text(CONSUMER + "".join(f"    {case.uses}\n" for case in CASES.values()), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--config-file=",
        "--enable-error-code=deprecated",
        "--follow-imports=silent",
        "uses.py",
    ]
    environment = {**os.environ, "MYPYPATH": str(folder)}
    done = subprocess.run(command, cwd=folder.parent, env=environment, capture_output=True, text=True, check=False)
    found = re.findall(r"^uses\.py:(\d+): error: (.*)$", done.stdout, re.MULTILINE)
    assert found or done.returncode == 0, done.stdout + done.stderr
    return {int(line): text for line, text in found}


def test_a_change_causes_the_expected_type_errors_in_a_consumer(
    sandbox: RunningSandbox, live: list[str], start: Path, tmp_path: Path
) -> None:
    account = START
    for case in CASES.values():
        account = case.change(account)
    out = shutil.copytree(start, tmp_path / "client")
    assert mypy(out) == {}
    sandbox.change_account(account)
    assert main(["generate", *live, "--package", PACKAGE, "--out", str(out)]) == 0
    said = mypy(out)
    lines = dict(enumerate(CASES.values(), CONSUMER.count("\n") + 1))
    assert sorted(said) == [line for line, case in lines.items() if case.says]
    assert all(case.says in said[line] for line, case in lines.items() if case.says), said
    lock = read_lock(out)
    assert lock is not None
    assert lock.version == "2.0.0"
    assert len(changes(lock)) == len(CASES)
