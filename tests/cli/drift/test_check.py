"""`check`: what is drift, what cannot be determined, and stale files."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from support.cli import Run
from support.schemas import contacts
from yulsn_codegen import __version__, cache
from yulsn_codegen.account.schema import AccountSchema, TableWrites
from yulsn_codegen.account.snapshot import snapshot
from yulsn_codegen.guard import files as guard
from yulsn_codegen.output.freshness import record
from yulsn_codegen.output.lock import LOCK_NAME
from yulsn_codegen.sandbox import running
from yulsn_codegen.text.errors import Problem, UnsafeError

from .shop import BIKES, HARMLESS, SHOP, SHRUNK, SnapshotOf, found, without


def edit_lock(folder: Path, **members: object) -> None:
    """Replace members of a lock."""
    data = json.loads((folder / LOCK_NAME).read_text(encoding="utf-8"))
    (folder / LOCK_NAME).write_text(json.dumps({**data, **members}), encoding="utf-8")


def test_an_account_that_matches_the_lock_is_not_drift(out: Path, run: Run, unchanged: str) -> None:
    code, said, errors = run("check", "--base-url", unchanged)
    assert (code, errors) == (0, f"Reading the account at {unchanged}\n")
    assert "No drift" in said


@pytest.mark.parametrize(
    ("live", "code", "rule"),
    [
        (HARMLESS, 0, "order-type-added"),
        (SHRUNK, 1, "field-removed"),
        (replace(SHOP, tables=(replace(BIKES, writes=TableWrites(delete=False)),)), 1, "delete-converted"),
    ],
    ids=["harmless", "removed", "converted"],
)
def test_changes_of_a_live_account_are_reported_and_set_the_exit_code(
    out: Path, run: Run, live: AccountSchema, code: int, rule: str
) -> None:
    with running(live) as server:
        assert run("check", "--base-url", server.base_url, "-o", "json=drift.json")[0] == code
    assert found(Path("drift.json")) == [rule]


@pytest.mark.parametrize(("fail_on", "code"), [("info", 1), ("warning", 0), ("error", 0)])
def test_fail_on_sets_the_severity_that_fails_the_run(
    out: Path, run: Run, snapshot_of: SnapshotOf, fail_on: str, code: int
) -> None:
    assert run("check", "--account", snapshot_of(HARMLESS), "--fail-on", fail_on)[0] == code


@pytest.mark.usefixtures("impatient")
def test_an_account_that_cannot_be_read_is_not_drift(
    out: Path, run: Run, unchanged: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("check", "--base-url", "http://127.0.0.1:9")[0] == 3
    assert run("check", "--base-url", f"{unchanged}/elsewhere")[0] == 3
    monkeypatch.setenv("YULSN_API_KEY", "wrong")
    code, said, errors = run("check", "--base-url", unchanged, "-o", "json=drift.json")
    assert (code, said) == (3, "")
    assert "401" in errors
    assert not Path("drift.json").exists()


OTHER = replace(SHOP, tables=(replace(BIKES, id=4),))


@pytest.mark.parametrize(
    ("now", "problem"),
    [
        (contacts(order_types=("shop", "web"), tables=(BIKES,)), "Contacts: 3 of its 3 fields are gone"),
        (without(SHRUNK, "Level"), "Contacts: 2 of its 3 fields are gone"),
        (replace(SHOP, tables=(replace(BIKES, fields=()),)), "table Bikes: 2 of its 2 fields are gone"),
        (replace(SHOP, tables=()), "tables: 1 of the 1 are gone"),
        (OTHER, "tables: have no id in common with the lock"),
    ],
    ids=["emptied", "most fields", "emptied table", "tables", "other account"],
)
def test_an_implausible_schema_is_not_drift_unless_allowed(
    out: Path, run: Run, snapshot_of: SnapshotOf, now: AccountSchema, problem: str
) -> None:
    arguments = ("check", "--account", snapshot_of(now), "-o", "json=drift.json")
    code, _, errors = run(*arguments)
    assert code == 3
    assert problem in errors
    assert "--allow-shrink" in errors
    assert not Path("drift.json").exists()
    assert run(*arguments, "--allow-shrink")[0] == 1
    assert found(Path("drift.json"))


def test_renamed_fields_and_a_loss_of_half_of_the_fields_are_plausible(
    out: Path, run: Run, snapshot_of: SnapshotOf
) -> None:
    renamed = tuple(replace(item, name=item.name.upper()) for item in SHOP.owners["Contacts"])
    half = replace(BIKES, fields=BIKES.fields[:1])
    now = replace(SHOP, owners={**SHOP.owners, "Contacts": renamed}, tables=(half,))
    assert run("check", "--account", snapshot_of(now), "-o", "json=drift.json")[0] == 1
    assert found(Path("drift.json")) == ["field-case-changed"] * 3 + ["field-removed"]


def test_check_refuses_a_schema_that_the_guard_refuses(
    out: Path, run: Run, snapshot_of: SnapshotOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise UnsafeError(Problem("shop_client/models/contacts.py, line 1", "has a call"))

    monkeypatch.setattr(guard, "check", refuse)
    assert run("check", "--account", snapshot_of(SHOP))[0] == 0  # the guard has checked the recorded package already
    code, said, errors = run("check", "--account", snapshot_of(SHRUNK))
    assert (code, said) == (4, "")
    assert "has a call" in errors


def test_files_that_match_the_lock_pass_an_offline_check(out: Path, run: Run) -> None:
    code, said, errors = run("check", "--offline")
    assert (code, errors) == (0, "")
    summary = "No account was read. The run passes (fail-on: warning)."
    assert said == f"No account was read\n\nNotes\n  The generated files match the lock.\n\n{summary}\n"


def test_all_edited_and_missing_files_are_reported(out: Path, run: Run) -> None:
    (out / "account.json").write_text("{}")
    (out / "shop_client" / "__init__.py").unlink()
    code, _, errors = run("check", "--offline")
    assert code == 5
    assert "account.json: was edited by hand" in errors
    assert "__init__.py: is missing" in errors


def test_an_output_that_the_lock_does_not_generate_is_stale(out: Path, run: Run) -> None:
    edit_lock(out, account=snapshot(SHRUNK))
    code, _, errors = run("check", "--offline")
    assert code == 5
    assert "generated: does not match this generator's" in errors


def test_an_output_of_another_generator_version_is_stale_but_comparable(
    out: Path, run: Run, snapshot_of: SnapshotOf
) -> None:
    edit_lock(out, generator="9.9.9", account=snapshot(SHRUNK))
    what = f"generated by yulsn-codegen 9.9.9; this is {__version__}"
    code, _, errors = run("check", "--offline")
    assert code == 5
    assert what in errors
    code, said, _ = run("check", "--account", snapshot_of(SHRUNK))
    assert code == 0
    assert f"could not be verified: the package was {what}" in said


def test_a_package_with_another_base_url_than_configured_is_stale(out: Path, run: Run, snapshot_of: SnapshotOf) -> None:
    given = ("--account", snapshot_of(SHOP), "--package", "shop_client")
    assert run("generate", *given, "--out", "other")[0] == 0
    Path("pyproject.toml").write_text(
        '[tool.yulsn-codegen]\nbase-url = "https://crm.example"\npackage = "shop_client"\nout = "other"\n'
    )
    assert run("check", "--offline")[0] == 0  # the API's own address is always fine
    assert run("generate", "--account", snapshot_of(SHOP))[0] == 0
    assert run("check", "--offline")[0] == 0
    code, _, errors = run("check", "--offline", "--base-url", "https://staging.example")
    assert code == 5
    assert "sends requests to https://crm.example by default; configured is https://staging.example" in errors


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("check", "--out", "nowhere"), "nowhere/yulsn.lock.json: does not exist"),
        (("check", "--account", "none.json"), "none.json: cannot be read"),
        (("check", "--account", "a", "--base-url", "https://b"), "--base-url and --account: cannot be combined"),
        (("check", "--base-url", "https://x?"), "base URL: contains a query"),
        (("check", "-o", "pdf"), "--output: 'pdf' is not one of the formats text, json, "),
        (("check", "-o", "json=a", "-o", "sarif=a"), "names a file twice"),
        (("check", "--offline", "-o", "json=no/such/folder"), "cannot be written"),
        (("check", "--offline", "-o", "json=."), "cannot be written"),
        (("check", "--account", "now.json", "--accepted", "none.toml"), "none.toml: cannot be read"),
        (("check", "--account", "now.json", "--usage", "nowhere"), "nowhere: does not exist"),
        (("accept", "--reason", "x", "--base-url", "ftp://x"), "base URL: ftp://x does not begin"),
        (("accept", "--reason", "x", "--account", "now.json", "--rule", "no"), "--rule: 'no' is not a rule"),
        (
            ("accept", "--reason", "x", "--account", "now.json", "--rule", "table-added"),
            "--rule: no current change matches",
        ),
        (("accept", "--reason", " ", "--account", "now.json"), "--reason: is empty"),
        (("diff", "now.json", "none.json"), "none.json"),
    ],
)
def test_invalid_arguments_are_explained(
    out: Path, run: Run, snapshot_of: SnapshotOf, arguments: tuple[str, ...], problem: str
) -> None:
    snapshot_of(SHRUNK)
    code, _, errors = run(*arguments)
    assert code == 2
    assert problem in errors


@pytest.mark.parametrize(
    ("severity", "code", "found"), [("error", 1, ["error"]), ("info", 0, ["info"]), ("off", 0, [])]
)
def test_the_configuration_sets_the_severity_of_a_rule(
    severity: str, code: int, found: list[str], out: Path, run: Run, snapshot_of: SnapshotOf
) -> None:
    now = snapshot_of(replace(SHOP, tables=(replace(BIKES, id=99),)))
    Path("pyproject.toml").write_text(f'[tool.yulsn-codegen.rules]\ntable-recreated = "{severity}"\n')
    for command in (("check", "--allow-shrink", "--account", now), ("diff", out, now)):
        assert run(*command, "-o", "json=drift.json")[0] == code
        report = json.loads(Path("drift.json").read_text())
        assert [finding["severity"] for finding in report["findings"]] == found
        assert any("turns their rules off: 1." in note for note in report["notes"]) == (not found)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('field-remove = "off"', "field-remove: is not a drift rule\n  Did you mean field-removed?"),
        ('field-removed = "fatal"', 'field-removed: is "fatal"\n  It is one of info, warning, error and off.'),
    ],
)
def test_an_invalid_rule_or_severity_is_reported_with_its_place(text: str, problem: str, out: Path, run: Run) -> None:
    Path("pyproject.toml").write_text(f"[tool.yulsn-codegen.rules]\n{text}\n")
    code, _, errors = run("check", "--account", "now.json")
    assert code == 2
    assert problem in errors


def test_a_check_without_drift_does_not_import_the_dependencies_of_rendering(
    out: Path, unchanged: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))  # a cache holds a limited number of records
    record((out / LOCK_NAME).read_text(encoding="utf-8"))
    program = (
        "import sys\n"
        "from yulsn_codegen.cli import main\n"
        "code = main(sys.argv[1:])\n"
        "heavy = {'jinja2', 'black', 'datamodel_code_generator', 'yaml', 'starlette', 'uvicorn', 'rich'}\n"
        "print(sorted(heavy & sys.modules.keys()), file=sys.stderr)\n"
        "sys.exit(code)\n"
    )
    for arguments in (["--offline"], ["-q", "--base-url", unchanged], ["--account", str(out / "account.json")]):
        done = subprocess.run(
            [sys.executable, "-c", program, "check", *arguments], capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, "[]\n")
