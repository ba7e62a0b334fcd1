"""What `generate` reports about a new version, what it refuses to replace, and that a dry run writes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from support.outputs import BIKES, BRAND, LEVEL, PACKAGE, SHOP, SIZE, first, shop, tables, unpack
from support.schemas import field
from yulsn_codegen.account.schema import AccountSchema, AccountTable
from yulsn_codegen.account.snapshot import dump_snapshot
from yulsn_codegen.cli import main

CARS = AccountTable(4, "Cars")
CHANGED = replace(shop(LEVEL, SIZE, field("Wants SMS")), tables=(BIKES, CARS))
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return unpack(first(), tmp_path / "out")


@pytest.fixture
def run(tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(command: str, account: AccountSchema, *options: str) -> tuple[int, str, str]:
        (tmp_path / "now.json").write_text(dump_snapshot(account), encoding="utf-8")
        package = ("--package", PACKAGE) if command == "generate" else ()
        code = main([command, "--account", str(tmp_path / "now.json"), "--out", str(out), *package, *options])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def state(folder: Path) -> dict[Path, tuple[bytes, int]]:
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()}


IMPLAUSIBLE = {
    "no tables": (tables(), "tables: 1 of the 1 are gone"),
    "few fields": (shop(LEVEL), "Contacts: 2 of its 3 fields are gone"),
    "other tables": (tables(replace(BIKES, id=99, name="Boats")), "have no id in common with the lock"),
    "empty table": (tables(replace(BIKES, fields=())), "table Bikes: 2 of its 2 fields are gone"),
}


@pytest.mark.parametrize("case", IMPLAUSIBLE)
def test_generate_refuses_the_same_implausible_accounts_as_check(case: str, run: Run, out: Path) -> None:
    account, problem = IMPLAUSIBLE[case]
    before = state(out)
    for command in ("check", "generate"):
        code, _, errors = run(command, account)
        assert code == 3
        assert problem in errors
        assert "--allow-shrink" in errors
    assert state(out) == before


def test_allow_shrink_generates_an_account_that_lost_most_fields(run: Run, out: Path) -> None:
    code, said, _ = run("generate", tables(), "--allow-shrink")
    assert code == 0
    assert "Version 1.0.0 -> 2.0.0" in said
    assert not (out / PACKAGE / "tables/bikes.py").exists()


def test_a_new_version_is_reported_with_its_changes_and_names(run: Run) -> None:
    code, said, _ = run("generate", CHANGED)
    assert code == 0
    assert said.splitlines() == [
        "Version 1.0.0 -> 2.0.0",
        "Changes of the account:",
        '  Field "Favourite" of Contacts may have been renamed to "Wants SMS" (in Python: favourite, now wants_sms)',
        '  Table "Cars" was added (id 4) (in Python: tables.cars)',
        "Names decided:",
        '  Contacts: "Wants SMS" is wants_sms',
        '  tables: "Cars" is tables.cars',
        "To confirm suspected renames, add to the configuration:",
        "  [tool.yulsn-codegen.renames.Contacts]",
        '  "Favourite" = "Wants SMS"',
        said.splitlines()[-1],
    ]
    assert said.splitlines()[-1].startswith("Wrote ")


def test_a_dry_run_reports_files_and_public_names_and_writes_nothing(run: Run, out: Path) -> None:
    before = state(out)
    code, said, _ = run("generate", CHANGED, "--dry-run", "-o", "json")
    assert code == 0
    assert state(out) == before
    planned = json.loads(said)
    assert planned["dry_run"]
    assert planned["version"] == {"before": "1.0.0", "after": "2.0.0"}
    assert {"scope": "", "wire": "Cars", "name": "cars"} in planned["names"]
    assert f"Public object was removed: {PACKAGE}.models.contacts.Contact.favourite" in planned["public"]
    assert f"Public object was added: {PACKAGE}.tables.cars" in planned["public"]
    assert json.loads(run("generate", CHANGED, "-o", "json")[1])["changed"] == planned["changed"]
    changed = {path.relative_to(out).as_posix() for path, content in state(out).items() if before.get(path) != content}
    assert changed == set(planned["changed"])


def test_the_text_of_a_dry_run_lists_files_and_public_names(run: Run) -> None:
    code, said, _ = run("generate", CHANGED, "--dry-run")
    assert code == 0
    assert f"  {PACKAGE}/tables/cars.py" in said
    assert f"  Public object was removed: {PACKAGE}.models.contacts.Contact.favourite" in said
    assert said.splitlines()[-1].startswith("Would write ")


def test_a_dry_run_creates_no_folder(run: Run, tmp_path: Path) -> None:
    code, said, _ = run("generate", SHOP, "--dry-run", "--out", str(tmp_path / "new"))
    assert code == 0
    assert said.startswith("Version 1.0.0 (the first one)\n")
    assert not (tmp_path / "new").exists()


def test_a_dry_run_does_not_recover_an_interrupted_run(run: Run, out: Path) -> None:
    (out / ".yulsn-staging").mkdir()
    (out / ".yulsn-staging/journal.json").write_text('{"moves": {}}')
    before = state(out)
    assert run("generate", CHANGED, "--dry-run")[0] == 5
    assert state(out) == before


@pytest.mark.parametrize("account", [SHOP, CHANGED], ids=["unchanged", "changed"])
def test_an_edited_file_is_replaced_only_on_request(account: AccountSchema, run: Run, out: Path) -> None:
    file = out / PACKAGE / "models/contacts.py"
    generated = file.read_bytes()
    file.write_bytes(generated + b"# edited\n")
    for options in ((), ("--dry-run",)):
        code, _, errors = run("generate", account, *options)
        assert code == 5
        assert "discard it with --overwrite-edited" in errors
    assert file.read_bytes() == generated + b"# edited\n"
    assert run("generate", account, "--overwrite-edited")[0] == 0
    assert b"# edited" not in file.read_bytes()
    assert main(["check", "--offline", "--out", str(out)]) == 0


def test_a_folder_in_place_of_a_file_is_never_overwritten(run: Run, out: Path) -> None:
    file = out / PACKAGE / "types.py"
    file.unlink()
    file.mkdir()
    (file / "mine.txt").write_text("mine")
    assert run("generate", CHANGED, "--overwrite-edited")[0] == 5
    assert (file / "mine.txt").read_text() == "mine"


def test_a_file_that_was_not_generated_is_never_overwritten(run: Run, out: Path) -> None:
    (out / PACKAGE / "tables/cars.py").write_text("mine")
    assert run("generate", CHANGED, "--overwrite-edited")[0] == 5
    assert (out / PACKAGE / "tables/cars.py").read_text() == "mine"


def test_most_names_and_files_are_counted_rather_than_listed(run: Run) -> None:
    fields = [field(f"Number {index}") for index in range(25)]
    _, said, _ = run("generate", shop(LEVEL, SIZE, BRAND, *fields))
    assert "  and 5 more (see -o json)" in said
