"""The configuration chooses tables and date fields: all commands agree, and changes of the choice are drift."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from support.accounts import account, field, table
from support.cli import Run
from yulsn_codegen.account.schema import AccountSchema, FieldType
from yulsn_codegen.account.snapshot import dump_snapshot
from yulsn_codegen.account.unread import TABLES
from yulsn_codegen.chosen import chosen
from yulsn_codegen.config import Config, read_config
from yulsn_codegen.output.lock import LOCK_NAME, read_lock
from yulsn_codegen.text.errors import InputError

MOMENT = FieldType.DATE_TIME_OFFSET
BORN, SEEN, SIZE = field("Fødselsdag", MOMENT), field("Seen", MOMENT), field("Size", FieldType.NUMBER)
CARS, VISITS, BIKES = table(1, "Cars", field("Bought", MOMENT)), table(2, "Service Visits"), table(3, "Bikes")
SHOP = account((BORN, SEEN, SIZE), (CARS, VISITS, BIKES))
CHOICE = """
[tool.yulsn-codegen]
package = "acme"
out = "out"
account = "account.json"
tables = ["Cars", "Service *"]

[tool.yulsn-codegen.types.Contacts]
"Fødselsdag" = "date"
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a snapshot and a configuration that chooses tables and a date."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    serve(SHOP)
    Path("pyproject.toml").write_text(CHOICE, encoding="utf-8")
    return tmp_path


def serve(schema: AccountSchema) -> None:
    Path("account.json").write_text(dump_snapshot(schema), encoding="utf-8")


def edit(old: str, new: str) -> None:
    file = Path("pyproject.toml")
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def rules_of(report: str) -> list[str]:
    return sorted(re.findall(r"\[([a-z-]+)\]", report))


def test_only_the_chosen_part_is_generated(project: Path, run: Run) -> None:
    code, _, err = run("generate")
    assert code == 0
    note = "1 table is not generated, as the configuration does not include them: 'Bikes'."
    assert err.count(note) == 1
    assert not Path("out/acme/tables/bikes.py").exists()
    assert "born: DateOnly" not in Path("out/acme/models/contacts.py").read_text(encoding="utf-8")
    assert "foedselsdag: DateOnly | None" in Path("out/acme/models/contacts.py").read_text(encoding="utf-8")
    assert "seen: AwareDatetime | None" in Path("out/acme/models/contacts.py").read_text(encoding="utf-8")
    code, out, _ = run("check")
    assert (code, out.count(note)) == (0, 1)
    assert run("check", "--offline")[0] == 0
    code, out, _ = run("generate")
    assert (code, "up to date" in out) == (0, True)
    assert run("check", "--account", "out/account.json")[0] == 0
    assert run("diff", "account.json", "out")[0] == 0
    code, out, _ = run("openapi", "--account", "account.json", "--format", "json", "-o", "-")
    assert code == 0
    assert "/api/v1/table/Cars" in out
    assert "/api/v1/table/Bikes" not in out
    born = json.loads(out)["components"]["schemas"]["Contact"]["properties"]["Fødselsdag"]
    assert (born["format"], born["x-date-only"]) == ("date-time", True)


def test_names_of_excluded_tables_remain_pinned(project: Path, run: Run) -> None:
    edit("tables = ", 'names.tables.Bikes = "cycles"\nrenames.tables.Old = "Bikes"\ntables = ')
    assert "cycles" not in run("generate")[2]
    assert "the account has no" not in run("generate", "--out", "again")[2]
    edit('"Service *"', '"Bikes"')
    run("generate")
    assert Path("out/acme/tables/cycles.py").exists()


def test_a_changed_choice_is_drift(project: Path, run: Run) -> None:
    run("generate")
    edit('"Service *"', '"bikes"')
    edit('"Fødselsdag"', '"Seen"')
    code, out, _ = run("check")
    assert code == 1
    assert rules_of(out) == ["table-excluded", "table-included", "type-changed", "type-changed"]
    assert 'The type of field "Seen" changed from DateTimeOffset to Date' in out
    code, out, _ = run("generate")
    assert (code, "Version 1.0.0 -> 2.0.0" in out) == (0, True)
    assert 'Table "Service Visits" is no longer included by the configuration' in out
    assert run("check")[0] == 0
    edit('tables = ["Cars", "bikes"]\n', "")
    code, out, _ = run("generate")
    assert (code, "Version 2.0.0 -> 2.1.0" in out) == (0, True)
    edit("account = ", 'tables = ["Bikes"]\naccount = ')  # most of the tables: a decision, not a truncated response
    assert "Version 2.1.0 -> 3.0.0" in run("generate", "--dry-run")[1]
    code, out, _ = run("check")
    assert (code, rules_of(out)) == (1, ["table-excluded", "table-excluded"])


def test_a_chosen_table_that_disappears_is_drift_and_not_a_configuration_error(project: Path, run: Run) -> None:
    run("generate")
    automobiles = replace(CARS, name="Automobiles")
    serve(replace(SHOP, owners={**SHOP.owners, "Contacts": (SEEN, SIZE)}, tables=(automobiles, VISITS, BIKES)))
    code, out, _ = run("check")
    assert code == 1
    assert rules_of(out) == ["field-removed", "table-renamed"]
    assert "tool.yulsn-codegen.tables: 'Cars' matches no table of the account." in out
    assert "tool.yulsn-codegen.types.Contacts: the account has no field 'Fødselsdag'." in out
    code, _, err = run("generate")
    assert (code, "'Cars' matches no table" in err) == (0, True)
    assert Path("out/acme/tables/automobiles.py").exists()
    assert run("check")[0] == 0


def test_a_package_without_a_recorded_choice_includes_everything(project: Path, run: Run) -> None:
    Path("plain.toml").write_text("[tool.yulsn-codegen]\n", encoding="utf-8")
    run("generate", "--config", "plain.toml", "--package", "acme", "--out", "out", "--account", "account.json")
    assert "choice" not in json.loads(Path("out", LOCK_NAME).read_text(encoding="utf-8"))["account"]
    code, out, _ = run("check")
    assert (code, rules_of(out)) == (1, ["table-excluded", "type-changed"])
    run("generate")
    lock = read_lock(Path("out"))
    assert lock is not None
    assert lock.account.choice == read_config(Path("pyproject.toml")).choice


@pytest.mark.parametrize(
    ("config", "problem", "hint"),
    [
        (Config(tables=("Cras",)), "tool.yulsn-codegen.tables: 'Cras' matches no table", "Did you mean 'Cars'?"),
        (Config(tables=("Z*",)), "'Z*' matches no table", "There are 'Bikes', 'Cars', 'Service Visits'."),
        (Config(types={"Contacts": {"fødselsdag": "date"}}), "types.Contacts: the account has no field", "mean 'F"),
        (Config(types={"Contacts": {"Size": "date"}}), "'Size' is of type Number; only a DateTimeOffset", "Remove it."),
        (Config(types={"Orders": {"Size": "date"}}), "types.Orders: the account has no field 'Size'", "Remove it."),
        (Config(types={"table Crs": {"Bought": "date"}}), "types.table Crs: is not a table", "mean 'table Cars'?"),
        (Config(types={"table Cars": {"Bougt": "date"}}), "types.table Cars: the account has no", "mean 'Bought'?"),
    ],
)
def test_a_choice_that_matches_nothing_is_an_error_with_its_place(config: Config, problem: str, hint: str) -> None:
    for known in (None, SHOP):
        with pytest.raises(InputError) as caught:
            chosen(SHOP, config, known)
        assert problem in str(caught.value.problems[0])
        assert hint in caught.value.problems[0].hint


def test_a_choice_of_unread_parts_is_not_an_error() -> None:
    config = Config(tables=("Cras",), types={"Contacts": {"Birth": "date"}, "table Cars": {"X": "date"}})
    schema = replace(SHOP, owners={**SHOP.owners, "Contacts": ()}, tables=())
    schema = replace(schema, unread=frozenset({TABLES, "owners.Contacts"}))
    assert chosen(schema, config)[1] == ()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('tables = "Cars"', "tool.yulsn-codegen.tables: expected a list"),
        ("tables = [1]", "tool.yulsn-codegen.tables[0]: expected text"),
        ('types.Contact.X = "date"', "tool.yulsn-codegen.types.Contact: is not a scope"),
        ('types.tables.X = "date"', "tool.yulsn-codegen.types.tables: is not a scope"),
        ('types.Contacts.X = "time"', 'tool.yulsn-codegen.types.Contacts.X: is "time"'),
        ('types.Contacts = "date"', "tool.yulsn-codegen.types.Contacts: expected a table"),
    ],
)
def test_a_malformed_choice_is_reported_with_its_key(tmp_path: Path, text: str, problem: str) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_text(f"[tool.yulsn-codegen]\n{text}\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_config(file)
    assert problem in str(caught.value.problems[0])


def test_a_profile_replaces_the_tables_and_adds_types(tmp_path: Path) -> None:
    file = tmp_path / "pyproject.toml"
    other = '[tool.yulsn-codegen.profiles.other]\ntables = []\ntypes.Contacts.Seen = "date"\n'
    file.write_text(CHOICE + other, encoding="utf-8")
    assert read_config(file, "other").choice.tables == ()
    assert read_config(file, "other").choice.dates == {"Contacts": ("Fødselsdag", "Seen")}
    assert read_config(file).choice.dates == {"Contacts": ("Fødselsdag",)}
