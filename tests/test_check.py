"""`check`, `diff` and `accept` on the command line, against accounts over HTTP: reports and exit codes."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.cli import Run
from support.outputs import unpack
from support.schemas import contacts, field
from yulsn_codegen import __version__, cache
from yulsn_codegen.account.schema import AccountSchema, AccountTable, FieldType, TableWrites
from yulsn_codegen.account.snapshot import dump_snapshot, snapshot
from yulsn_codegen.drift.reports import FORMATS
from yulsn_codegen.generate import Generated, generate
from yulsn_codegen.guard import files as guard
from yulsn_codegen.output.freshness import record
from yulsn_codegen.output.lock import LOCK_NAME
from yulsn_codegen.sandbox import running
from yulsn_codegen.text.errors import Problem, UnsafeError

BIKES = AccountTable(3, "Bikes", fields=(field("Gears", FieldType.NUMBER), field("Frame")))
SHOP = contacts(
    field("Level", values=("bronze", "silver", "gold")),
    field("Shoe Size", FieldType.NUMBER),
    field("Wants SMS", FieldType.BOOLEAN),
    order_types=("shop", "web"),
    tables=(BIKES,),
)
HARMLESS = replace(SHOP, order_types=("shop", "web", "phone"))


def without(schema: AccountSchema, name: str) -> AccountSchema:
    """The account without one contact field."""
    fields = tuple(item for item in schema.owners["Contacts"] if item.name != name)
    return replace(schema, owners={**schema.owners, "Contacts": fields})


SHRUNK = without(SHOP, "Shoe Size")


@pytest.fixture(scope="module")
def made() -> Generated:
    """The package of the shop, recorded as if it had been generated into a folder."""
    made = generate(SHOP, "shop_client")
    record(made.files[LOCK_NAME])
    return made


@pytest.fixture
def out(made: Generated, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An output folder in the current folder; the sandbox's key is in the environment."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("YULSN_API_KEY", "sandbox")
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    return unpack(made, tmp_path / "generated")


def edit_lock(folder: Path, **members: object) -> None:
    """Replace members of a lock."""
    data = json.loads((folder / LOCK_NAME).read_text(encoding="utf-8"))
    (folder / LOCK_NAME).write_text(json.dumps({**data, **members}), encoding="utf-8")


@pytest.fixture
def snapshot_of(tmp_path: Path) -> Callable[[AccountSchema], Path]:
    def write(schema: AccountSchema) -> Path:
        path = tmp_path / "now.json"
        path.write_text(dump_snapshot(schema), encoding="utf-8")
        return path

    return write


SnapshotOf = Callable[[AccountSchema], Path]


@pytest.fixture(scope="module")
def unchanged() -> Iterator[str]:
    with running(SHOP) as server:
        yield server.base_url


def found(file: Path) -> list[str]:
    return [finding["rule"] for finding in json.loads(file.read_text())["findings"]]


# live


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


# what cannot be determined


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


# unsafe


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


# offline


def test_files_that_match_the_lock_pass_an_offline_check(out: Path, run: Run) -> None:
    code, said, errors = run("check", "--offline")
    assert (code, errors) == (0, "")
    assert "The account was not read" in said


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


# usage and configuration


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
        (("accept", "--reason", "x", "--account", "now.json", "--rule", "table-added"), "match no change"),
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


# reports


def test_several_reports_can_be_written_in_one_run(out: Path, run: Run, snapshot_of: SnapshotOf) -> None:
    code, said, _ = run(
        "check", "--account", snapshot_of(SHRUNK), "-o", "json=a.json", "-o", "sarif=b.json", "-o", "markdown=-"
    )
    assert code == 1
    assert "Shoe Size" in said
    assert json.loads(Path("b.json").read_text())["version"] == "2.1.0"
    report: dict[str, Any] = json.loads(Path("a.json").read_text())
    assert report["old"] == "generated/yulsn.lock.json (version 1.0.0)"
    assert report["bump"] == "major"


def test_only_the_github_format_writes_the_step_summary(
    out: Path, run: Run, snapshot_of: SnapshotOf, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    run("check", "--account", snapshot_of(HARMLESS), "-o", "text")
    assert summary.read_text() == "before\n"
    run("check", "--account", snapshot_of(HARMLESS), "-o", "github")
    assert summary.read_text().startswith("before\n")
    assert "phone" in summary.read_text()


def test_every_format_escapes_a_hostile_name(out: Path, run: Run, snapshot_of: SnapshotOf) -> None:
    name = '"\\\n\x1b[31m::error::</script>]]>|`\ud800'
    now = replace(SHOP, owners={**SHOP.owners, "Stores": (field(name, values=("\ud800",), extra={"k": {"x": ["y"]}}),)})
    for form in FORMATS:
        code, said, errors = run("check", "--account", snapshot_of(now), "-o", form, "--fail-on", "info")
        assert (code, errors) == (1, "")
        assert "\x1b" not in said


def test_every_format_shows_nested_details(out: Path, run: Run, snapshot_of: SnapshotOf) -> None:
    now = replace(SHOP, extra={"plan": {"name": ["large", None]}})
    for form in FORMATS:
        code, _, errors = run("check", "--account", snapshot_of(now), "-o", form, "--fail-on", "info")
        assert (code, errors) == (1, "")


def test_every_format_lists_the_lines_that_use_a_removed_field(out: Path, run: Run, snapshot_of: SnapshotOf) -> None:
    lock = json.loads((out / LOCK_NAME).read_text())
    lock["names"]["owners"]["Contacts"] = {"Shoe Size": "shoe_size"}
    (out / LOCK_NAME).write_text(json.dumps(lock))
    Path("app.py").write_text("from shop_client import Client\n\nprint(Client().contacts.get(5).shoe_size)\n")
    Path("broken.py").write_text("def (:\n")
    arguments = ("check", "--account", snapshot_of(SHRUNK), "--usage", ".")
    assert run(*arguments, *(option for form in FORMATS for option in ("-o", f"{form}=report.{form}")))[0] == 1
    report: dict[str, Any] = json.loads(Path("report.json").read_text())
    error = 'Cannot access attribute "shoe_size" for class "Contact"'
    assert report["findings"][0]["usages"] == [
        {"file": "app.py", "cell": None, "line": 3, "column": 32, "attribute": "shoe_size", "error": error},
    ]
    assert "broken.py was skipped" in " ".join(report["notes"])
    for form in FORMATS:
        assert "app.py" in Path(f"report.{form}").read_text(encoding="utf-8")


@pytest.mark.usefixtures("without_pyright")
def test_diff_finds_usages_by_the_names_in_a_lock(out: Path, run: Run, snapshot_of: SnapshotOf) -> None:
    Path("app.py").write_text("import shop_client\nprint(frame['Shoe Size'])\n")
    now = snapshot_of(SHRUNK)
    for old in (out, out / LOCK_NAME):
        code, said, _ = run("diff", old, now, "--usage", "app.py")
        assert code == 1
        assert "used at app.py:2: Shoe Size" in said
    code, _, errors = run("diff", now, now, "--usage", "app.py")
    assert code == 2
    assert "--usage: needs the names in a lock" in errors
    Path("pyproject.toml").write_text('[tool.yulsn-codegen]\nusage = ["app.py"]\n')
    assert run("diff", now, now)[0] == 0
    assert "used at app.py:2: Shoe Size" in run("diff", out, now)[1]


# accepting


def test_an_accepted_change_passes_and_its_entry_is_stale_once_it_is_reverted(
    out: Path, run: Run, snapshot_of: SnapshotOf
) -> None:
    now = snapshot_of(SHRUNK)
    code, said, _ = run("accept", "--account", now, "--reason", "nobody's feet changed")
    assert code == 0
    assert "field-removed: Contacts, field Shoe Size" in said
    (entry,) = tomllib.loads(Path("yulsn-accepted.toml").read_text())["accepted"]
    assert (entry["rule"], entry["before"], entry["reason"]) == ("field-removed", '"Number"', "nobody's feet changed")
    assert run("check", "--account", now, "-o", "json=drift.json")[0] == 0
    report: dict[str, Any] = json.loads(Path("drift.json").read_text())
    assert report["findings"][0]["accepted"]["reason"] == "nobody's feet changed"
    assert run("check", "--account", snapshot_of(SHOP), "-o", "json=drift.json")[0] == 0
    assert [item["rule"] for item in json.loads(Path("drift.json").read_text())["stale"]] == ["field-removed"]


def test_stale_acceptances_are_removed_on_request(out: Path, run: Run, snapshot_of: SnapshotOf) -> None:
    shrunk = snapshot_of(SHRUNK)
    assert run("accept", "--account", shrunk)[0] == 2
    assert run("accept", "--account", shrunk, "--reason", "known")[0] == 0
    kept = Path("yulsn-accepted.toml").read_text()
    assert run("accept", "--account", shrunk, "--prune")[1] == "Nothing to remove: no entry is stale.\n"
    assert Path("yulsn-accepted.toml").read_text() == kept
    code, said, _ = run("accept", "--account", snapshot_of(SHOP), "--prune")
    assert code == 0
    assert "removed " in said
    assert tomllib.loads(Path("yulsn-accepted.toml").read_text()) == {}


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_tells_no_drift_from_an_offline_check(
    form: str, out: Path, run: Run, snapshot_of: SnapshotOf
) -> None:
    same = run("check", "--account", snapshot_of(SHOP), "-o", form)[1]
    offline = run("check", "--offline", "-o", form)[1]
    if form not in ("json", "sarif"):
        assert "No account was read" in offline
        assert "No account was read" not in same
        assert "No drift" not in offline
    elif form == "json":
        assert [json.loads(text)["compared"] for text in (same, offline)] == [True, False]


def test_the_text_report_shows_the_fingerprint_to_accept(out: Path, run: Run, snapshot_of: SnapshotOf) -> None:
    now = snapshot_of(SHRUNK)
    _, said, _ = run("check", "--account", now)
    (fingerprint,) = re.findall(r"\[field-removed\] ([0-9a-f]{16})$", said, re.MULTILINE)
    assert run("accept", "--account", now, "--reason", "known", "--fingerprint", fingerprint)[0] == 0
    assert run("check", "--account", now)[0] == 0


@pytest.mark.usefixtures("without_pyright")
def test_no_report_contains_an_absolute_path(out: Path, run: Run, snapshot_of: SnapshotOf, tmp_path: Path) -> None:
    (tmp_path / "shop.py").write_text("from shop_client.models import Contact\nContact.shoe_size\n")
    now = snapshot_of(SHRUNK).absolute()
    targets = [option for form in FORMATS for option in ("-o", f"{form}=report.{form}")]
    run("check", "--account", now, "--out", out.absolute(), "--usage", tmp_path.absolute(), *targets)
    for form in FORMATS:
        assert str(tmp_path) not in Path(f"report.{form}").read_text(encoding="utf-8")
        lock = out.absolute() / LOCK_NAME
        said = run("diff", lock, now, "-o", form)[1]
        assert str(tmp_path) not in said


def test_diff_uses_the_configured_severity(out: Path, run: Run, snapshot_of: SnapshotOf) -> None:
    now = snapshot_of(SHRUNK)
    assert run("diff", out, now)[0] == 1
    Path("pyproject.toml").write_text('[tool.yulsn-codegen]\nfail-on = "error"\n')
    warning = snapshot_of(replace(SHOP, tables=(replace(BIKES, id=99),)))
    assert run("diff", out, warning)[0] == 0
    assert run("diff", out, warning, "--fail-on", "warning")[0] == 1


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


@pytest.mark.usefixtures("without_pyright")
def test_usages_are_found_with_a_configured_severity(out: Path, run: Run, snapshot_of: SnapshotOf) -> None:
    Path("shop.py").write_text(
        "from shop_client.models import Contact\ndef size(contact: Contact) -> object:\n    return contact.shoe_size\n"
    )
    Path("pyproject.toml").write_text('[tool.yulsn-codegen.rules]\nfield-removed = "warning"\n')
    said = run("check", "--account", snapshot_of(SHRUNK), "--usage", "shop.py")[1]
    assert "used at shop.py:3: shoe_size" in said
    assert "warning   Field" in said


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


def test_an_expired_acceptance_is_stale(out: Path, run: Run, snapshot_of: SnapshotOf) -> None:
    now = snapshot_of(SHRUNK)
    once = ("accept", "--account", now, "--reason", "for a day", "--accepted", "mine.toml", "--expires")
    assert run(*once, "2020-01-01")[::2] == (
        2,
        "error: --expires: 2020-01-01 is in the past\n  Give today's date or a later one.\n",
    )
    assert run(*once, "2099-01-01")[0] == 0
    Path("mine.toml").write_text(Path("mine.toml").read_text().replace("2099-01-01", "2020-01-01"))
    assert run("check", "--account", now, "--accepted", "mine.toml", "-o", "json=drift.json")[0] == 1
    assert json.loads(Path("drift.json").read_text())["stale"][0]["expires"] == "2020-01-01"


def test_changes_can_be_accepted_by_rule_and_keep_their_reasons(out: Path, run: Run, snapshot_of: SnapshotOf) -> None:
    now = snapshot_of(replace(SHRUNK, order_types=("shop", "phone")))
    assert run("accept", "--account", now, "--reason", "first", "--rule", "field-removed")[0] == 0
    assert run("check", "--account", now)[0] == 1
    assert run("accept", "--account", now, "--reason", "second")[0] == 0
    entries = tomllib.loads(Path("yulsn-accepted.toml").read_text())["accepted"]
    assert {entry["rule"]: entry["reason"] for entry in entries} == {
        "field-removed": "first",
        "order-type-added": "second",
        "order-type-removed": "second",
    }
    assert run("check", "--account", now)[0] == 0
    fingerprint = entries[0]["fingerprint"]
    assert run("accept", "--account", now, "--reason", "third", "--fingerprint", fingerprint)[0] == 0
    entries = tomllib.loads(Path("yulsn-accepted.toml").read_text())["accepted"]
    assert [entry["reason"] for entry in entries].count("third") == 1
    code, said, _ = run("accept", "--account", now, "--reason", "fourth")
    assert (code, "Nothing to accept" in said) == (0, True)


# diff


def test_diff_reads_two_accounts_with_separate_keys(out: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YULSN_API_KEY_NEW", "other")
    with running(SHOP) as old, running(SHRUNK, api_key="other") as new:
        assert run("diff", old.base_url, new.base_url, "-o", "json=drift.json")[0] == 1
        assert found(Path("drift.json")) == ["field-removed"]
        assert run("diff", old.base_url, out)[0] == 0
        monkeypatch.delenv("YULSN_API_KEY_NEW")
        assert run("diff", old.base_url, new.base_url)[0] == 3


def test_diff_compares_a_package_with_a_snapshot(out: Path, run: Run, snapshot_of: SnapshotOf) -> None:
    empty = snapshot_of(contacts())
    code, said, _ = run("diff", out, empty, "--fail-on", "error")
    assert code == 1
    assert "Bikes" in said


# speed


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
