"""Renames: which Python names stay, which remain as deprecated aliases, and for how long."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from support.outputs import BIKES, BRAND, LEVEL, SHOP, SIZE, again, first, python, same, shop, tables, unpack
from support.schemas import field
from yulsn_codegen.account.schema import AccountField, AccountSchema, AccountTable, FieldType
from yulsn_codegen.client.naming import Alias, Names
from yulsn_codegen.config import Config
from yulsn_codegen.drift.compare import compare
from yulsn_codegen.generate import Generated
from yulsn_codegen.release.renames import carried, carried_values, certain
from yulsn_codegen.update import generate_into

CYCLES = replace(BIKES, name="Cycles")
CONFIRMED = Config(renames={"Contacts": {"Favourite": "Favourite Brand"}})
OTHER_BRAND = shop(LEVEL, SIZE, field("Favourite Brand"))
RENAMED = replace(OTHER_BRAND, tables=(CYCLES,))


@pytest.fixture(scope="module")
def renamed() -> Generated:
    """A field whose rename the configuration confirms, and a table whose number proves it."""
    return again(first(), RENAMED, CONFIRMED)


def test_certain_renames_leave_an_alias(renamed: Generated) -> None:
    assert renamed.lock.aliases == (Alias("", "bikes", "Cycles"), Alias("Contacts", "favourite", "Favourite Brand"))
    assert renamed.lock.version == "2.0.0"


def test_a_suspected_rename_leaves_no_alias() -> None:
    assert again(first(), OTHER_BRAND).lock.aliases == ()


def test_a_change_of_case_with_the_same_python_name_changes_no_name() -> None:
    after = again(first(), shop(LEVEL, replace(SIZE, name="SHOE SIZE"), BRAND))
    assert after.lock.aliases == ()
    assert after.lock.names.owners["Contacts"]["SHOE SIZE"] == "shoe_size"


def test_a_change_of_case_with_another_python_name_leaves_an_alias() -> None:
    after = again(first(), tables(replace(BIKES, name="BIkes")))
    assert after.lock.names.tables["BIkes"] == "b_ikes"
    assert after.lock.aliases == (Alias("", "bikes", "BIkes"),)


def test_a_field_of_a_renamed_table_keeps_its_pinned_name() -> None:
    pinned = again(first(), SHOP, Config(names={"table Bikes": {"Gears": "number_of_gears"}}))
    after = again(pinned, tables(CYCLES))
    assert after.lock.names.table_fields["Cycles"] == {"Frame-No": "frame_no", "Gears": "number_of_gears"}
    assert "Bikes" not in after.lock.names.table_fields


def test_a_field_can_be_renamed_together_with_its_table() -> None:
    fields = (BIKES.fields[0], field("Serial"))
    config = Config(renames={"table Bikes": {"Frame-No": "Serial"}})
    after = again(first(), tables(replace(CYCLES, fields=fields)), config)
    assert Alias("table Cycles", "frame_no", "Serial") in after.lock.aliases
    assert "def frame_no(self)" in after.files["shop_client/tables/cycles.py"]


def test_a_new_table_with_the_old_name_gets_it_instead_of_an_alias() -> None:
    after = again(first(), tables(CYCLES, AccountTable(9, "Bikes", fields=(field("Wheels", FieldType.NUMBER),))))
    namespace = after.files["shop_client/tables/__init__.py"]
    assert "def bikes(self) -> BikesTable:" in namespace
    assert "deprecated" not in namespace


def test_tables_that_swap_names_are_matched_by_their_ids() -> None:
    cars = AccountTable(4, "Cars", fields=(field("Doors", FieldType.NUMBER),))
    before = again(first(), tables(BIKES, cars))
    after = again(before, tables(replace(BIKES, name="Cars"), replace(cars, name="Bikes")))
    assert sorted(after.lock.names.table_fields["Bikes"]) == ["Doors"]
    assert "deprecated" not in after.files["shop_client/tables/__init__.py"]


def test_a_configured_name_replaces_an_alias(renamed: Generated) -> None:
    config = Config(names={"Contacts": {"Shoe Size": "favourite"}})
    after = again(renamed, RENAMED, config)
    assert after.files["shop_client/models/contacts.py"].count("def favourite(") == 0
    assert after.lock.names.owners["Contacts"]["Shoe Size"] == "favourite"


def test_a_pin_does_not_replace_an_earlier_pin_of_the_new_wire_name() -> None:
    pins = Names(owners={"Contacts": {"size": "size", "SIZE": "size_1"}})
    moved = carried(pins, {"Contacts": {"size": "SIZE"}}, {})
    assert moved.owners["Contacts"] == {"SIZE": "size_1"}


def test_pins_of_a_renamed_table_take_precedence_over_those_of_a_removed_one() -> None:
    pins = Names(table_fields={"Bikes": {"Gears": "gears"}, "Cycles": {"Old": "old"}})
    assert carried(pins, {"": {"Bikes": "Cycles"}}, {}).table_fields == {"Cycles": {"Gears": "gears"}}


def test_a_renamed_field_or_table_keeps_the_names_of_its_value_types() -> None:
    values = {
        "Contacts": {"Level": "contact_level", "Brand": "contact_brand"},
        "table Bikes": {"Type": "bikes_type"},
        "table Cycles": {"Old": "cycles_old"},
    }
    renames = {"": {"Bikes": "Cycles"}, "Contacts": {"Level": "Rank"}, "table Cycles": {"Type": "Kind"}}
    alike = {"Contacts": {"Brand": "brand", "Level": "level"}}
    assert carried_values(values, renames, alike) == {
        "Contacts": {"Rank": "contact_level", "brand": "contact_brand"},
        "table Cycles": {"Kind": "bikes_type"},
    }


def test_only_certain_renames_count() -> None:
    assert certain(compare(SHOP, RENAMED)) == {"": {"Bikes": "Cycles"}}


# suspected renames

MECHANIC = field("Preferred Mechanic")


@cache
def serviced() -> Generated:
    """The shop with a mechanic."""
    return again(first(), shop(LEVEL, SIZE, MECHANIC))


def with_mechanic(name: str, *more: AccountField) -> AccountSchema:
    return shop(LEVEL, SIZE, replace(MECHANIC, name=name), *more)


@pytest.mark.parametrize(
    "name", ["PreferredMechanic", "preferred-mechanic", "Preferred  mechanic!", "Preferredmechanic"]
)
def test_a_suspected_rename_with_the_same_spelling_keeps_the_python_name(name: str) -> None:
    after = again(serviced(), with_mechanic(name))
    assert after.lock.names.owners["Contacts"][name] == "preferred_mechanic"
    assert after.lock.aliases == ()
    assert not any("already taken" in note for note in after.notes)


def test_a_field_with_the_same_spelling_keeps_its_name_in_a_renamed_table() -> None:
    fields = (BIKES.fields[0], field("Frame No."))
    after = again(first(), tables(replace(CYCLES, fields=fields)))
    assert after.lock.names.table_fields["Cycles"] == {"Frame No.": "frame_no", "Gears": "gears"}


def confirming(old: str, new: str) -> Config:
    return Config(renames={"Contacts": {old: new}})


def test_a_rename_confirmed_later_leaves_the_same_alias() -> None:
    account = with_mechanic("Mechanic")
    suspected = again(serviced(), account)
    assert suspected.lock.names.owners["Contacts"]["Mechanic"] == "mechanic"
    confirmed = again(suspected, account, confirming("Preferred Mechanic", "Mechanic"))
    assert confirmed.lock.aliases == (Alias("Contacts", "preferred_mechanic", "Mechanic"),)
    assert confirmed.lock.version == next_minor(suspected)
    assert confirmed.lock.changelog[0].lines[0] == "preferred_mechanic of Contacts: use mechanic"
    assert same(again(confirmed, account, confirming("Preferred Mechanic", "Mechanic")).files, confirmed.files)


def next_minor(generated: Generated) -> str:
    major, minor, _ = generated.lock.version.split(".")
    return f"{major}.{int(minor) + 1}.0"


def test_confirming_a_rename_later_restores_the_name_and_keeps_the_suffixed_one_as_an_alias() -> None:
    account = with_mechanic("PreferredMechanic")
    pins = {"Preferred Mechanic": "preferred_mechanic", "PreferredMechanic": "preferred_mechanic_ebb2f9"}
    names = replace(serviced().lock.names, owners={**serviced().lock.names.owners, "Contacts": pins})
    older = replace(serviced(), lock=replace(serviced().lock, names=names, account=account, files={}))
    suffixed = again(older, account)
    assert suffixed.lock.names.owners["Contacts"]["PreferredMechanic"] == "preferred_mechanic_ebb2f9"
    restored = again(suffixed, account, confirming("Preferred Mechanic", "PreferredMechanic"))
    assert restored.lock.names.owners["Contacts"]["PreferredMechanic"] == "preferred_mechanic"
    assert restored.lock.aliases == (Alias("Contacts", "preferred_mechanic_ebb2f9", "PreferredMechanic"),)
    assert "def preferred_mechanic_ebb2f9(self)" in restored.files["shop_client/models/contacts.py"]
    minor = again(restored, with_mechanic("PreferredMechanic", field("New")))
    assert minor.lock.aliases == ()
    assert minor.lock.names.retired["Contacts"] == {"preferred_mechanic_ebb2f9": "PreferredMechanic"}


def test_generating_into_a_folder_applies_a_rename_confirmed_later(tmp_path: Path) -> None:
    account = with_mechanic("Mechanic")
    unpack(again(serviced(), account), tmp_path)
    config = confirming("Preferred Mechanic", "Mechanic")
    assert generate_into(tmp_path, account, "shop_client", config=config).changed
    assert generate_into(tmp_path, account, "shop_client", config=config).changed == ()


@pytest.mark.parametrize("pair", [("Gone", "Mechanic"), ("Preferred Mechanic", "Gone"), ("Level", "Mechanic")])
def test_a_confirmation_without_a_matching_rename_has_no_effect(pair: tuple[str, str]) -> None:
    account = with_mechanic("Mechanic")
    suspected = again(serviced(), account)
    assert same(again(suspected, account, confirming(*pair)).files, suspected.files)


@pytest.mark.parametrize(
    ("old", "new", "note"),
    [
        ("Favourite", "Gone", "tool.yulsn-codegen.renames.Contacts: the account has no 'Gone'."),
        ("Favorite", "Nickname", "tool.yulsn-codegen.renames.Contacts: the account never had 'Favorite'."),
    ],
)
def test_a_confirmed_rename_of_an_unknown_name_is_reported(old: str, new: str, note: str) -> None:
    assert note in again(first(), shop(LEVEL, SIZE, BRAND, field("Nickname")), confirming(old, new)).notes


def test_a_confirmed_rename_of_an_unknown_name_is_reported_for_a_package_that_is_up_to_date(tmp_path: Path) -> None:
    account = with_mechanic("Mechanic")
    unpack(again(serviced(), account), tmp_path)
    config = confirming("Preferred Mechanic", "Mecanic")
    for _ in range(2):  # the first run verifies the output, the second one knows it
        outcome = generate_into(tmp_path, account, "shop_client", config=config)
        assert outcome.changed == ()
        assert "tool.yulsn-codegen.renames.Contacts: the account has no 'Mecanic'." in outcome.notes


def test_a_confirmed_rename_that_was_applied_is_not_reported(renamed: Generated) -> None:
    later = again(renamed, replace(RENAMED, order_types=("shop",)), CONFIRMED)
    assert not any("renames" in note for note in later.notes)


def test_an_alias_never_becomes_the_name_of_another_field_in_a_minor_version(renamed: Generated) -> None:
    contacts = (*RENAMED.owners["Contacts"], field("Favourite"))
    minor = again(renamed, replace(RENAMED, owners={**RENAMED.owners, "Contacts": contacts}))
    assert minor.lock.version == "2.1.0"
    assert minor.lock.names.owners["Contacts"]["Favourite"].startswith("favourite_")
    boats = AccountTable(12, "Bikes")
    later = again(minor, replace(RENAMED, owners={**RENAMED.owners, "Contacts": contacts}, tables=(CYCLES, boats)))
    assert later.lock.version == "2.2.0"
    assert later.lock.names.tables["Bikes"].startswith("bikes_")


def test_a_field_that_returns_to_its_old_name_gets_its_old_python_name(renamed: Generated) -> None:
    back = again(renamed, SHOP, Config(renames={"Contacts": {"Favourite Brand": "Favourite"}}))
    assert back.lock.names.owners["Contacts"]["Favourite"] == "favourite"
    assert back.lock.names.tables["Bikes"] == "bikes"
    assert Alias("Contacts", "favourite_brand", "Favourite") in back.lock.aliases
    assert "favourite" not in back.lock.names.retired["Contacts"]


# how long


def test_an_alias_is_kept_by_a_patch_and_removed_by_the_next_minor_version(renamed: Generated) -> None:
    fields = RENAMED.owners["Contacts"]
    patched = again(renamed, replace(RENAMED, tables=(replace(CYCLES, label="Cycles"),)))
    assert (patched.lock.version, patched.lock.aliases) == ("2.0.1", renamed.lock.aliases)
    minor = again(patched, replace(RENAMED, owners={**RENAMED.owners, "Contacts": (*fields, field("New"))}))
    assert (minor.lock.version, minor.lock.aliases) == ("2.1.0", ())
    assert "shop_client/tables/bikes.py" in patched.files
    assert "shop_client/tables/bikes.py" not in minor.files
    assert not any("@deprecated" in text for path, text in minor.files.items() if "_runtime" not in path)


def test_an_alias_is_also_removed_by_a_minor_version_due_to_the_templates(
    renamed: Generated, monkeypatch: pytest.MonkeyPatch
) -> None:
    from yulsn_codegen.rendering.render import Rendered, render

    def more(*arguments: object) -> Rendered:
        rendered = render(*arguments)  # type: ignore[arg-type]
        rendered.files["shop_client/types.py"] += 'More: TypeAlias = Literal["more"]\n'
        return rendered

    monkeypatch.setattr("yulsn_codegen.generate.render", more)
    after = again(renamed, RENAMED)
    assert (after.lock.version, after.lock.aliases) == ("2.1.0", ())
    assert after.lock.changelog[0].lines == ("Public object was added: shop_client.types.More",)


def test_generating_again_keeps_the_aliases(renamed: Generated) -> None:
    assert same(again(renamed, RENAMED, CONFIRMED).files, renamed.files)


# aliases as users see them

USES = """\
from typing import assert_type

from shop_client import AsyncClient, Client
from shop_client.models import Contact
from shop_client.tables.bikes import AsyncBikesTable, BikesCreate, BikesRow, BikesTable
from shop_client.tables.cycles import AsyncCyclesTable, CyclesCreate, CyclesRow, CyclesTable


def former(row: BikesRow, table: BikesTable, other: AsyncBikesTable) -> None:
    assert_type(row, CyclesRow)
    assert_type(table, CyclesTable)
    assert_type(other, AsyncCyclesTable)
    assert_type(BikesCreate(gears=7), CyclesCreate)


def read(contact: Contact, client: Client, other: AsyncClient) -> None:
    assert_type(contact.favourite_brand, str | None)
    assert_type(contact.favourite, str | None)  # deprecated
    assert_type(client.tables.bikes, CyclesTable)  # deprecated
    assert_type(other.tables.bikes, AsyncCyclesTable)  # deprecated
"""
DEPRECATED = [number for number, line in enumerate(USES.splitlines(), 1) if line.endswith("# deprecated")]


@pytest.fixture(scope="module")
def folder(renamed: Generated, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return unpack(renamed, tmp_path_factory.mktemp("renamed"))


def test_mypy_infers_the_types_of_aliases_and_reports_them_as_deprecated(folder: Path) -> None:
    (folder / "uses.py").write_text(USES, encoding="utf-8")
    options = ["--strict", "--config-file=", "--enable-error-code=deprecated", "--no-error-summary"]
    command = [sys.executable, "-m", "mypy", *options, "uses.py"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    lines = done.stdout.splitlines()
    assert [int(line.split(":")[1]) for line in lines if line.startswith("uses.py")] == DEPRECATED
    assert all(line.endswith("[deprecated]") for line in lines)
    assert "use favourite_brand; favourite will be removed in the next minor version" in lines[0]


def test_pyright_reports_aliases_as_deprecated_and_no_errors(folder: Path) -> None:
    (folder / "uses.py").write_text(USES, encoding="utf-8")
    (folder / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict", "reportDeprecated": "warning"}')
    done = subprocess.run(
        [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable, "uses.py"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    report = json.loads(done.stdout)
    assert report["summary"]["errorCount"] == 0, report
    found = [item for item in report["generalDiagnostics"] if item.get("rule") == "reportDeprecated"]
    assert [item["range"]["start"]["line"] + 1 for item in found] == DEPRECATED


RUNS = """\
import warnings
from shop_client import AsyncClient, Client
from shop_client.models import Contact

contact = Contact.from_json('{"Id":1,"Favourite Brand":"Kona"}')
client, other = Client("key"), AsyncClient("key")
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("default")
    for _ in range(3):
        print(contact.favourite)
    same = client.tables.bikes is client.tables.cycles, other.tables.bikes is other.tables.cycles
print(same)
with warnings.catch_warnings(record=True) as imported:
    warnings.simplefilter("default")
    from shop_client.tables.bikes import BikesRow, BikesTable
caught += imported
from shop_client.tables import cycles
print(BikesRow is cycles.CyclesRow, BikesTable is cycles.CyclesTable)
for one in caught:
    print(one.category.__name__, one.filename == __file__, one.lineno, one.message)
print("favourite" in contact.to_dict(), "favourite" in repr(contact).replace("favourite_brand", ""))
"""


def test_an_alias_reads_the_new_attribute_and_warns_once_at_the_line_that_uses_it(folder: Path) -> None:
    done = python(folder, RUNS)
    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        "Kona",
        "Kona",
        "Kona",
        "(True, True)",
        "True True",
        "DeprecationWarning True 10 use favourite_brand; favourite will be removed in the next minor version",
        "DeprecationWarning True 11 use cycles; bikes will be removed in the next minor version",
        "DeprecationWarning True 15 use the module cycles; bikes will be removed in the next minor version",
        "False False",
    ]
