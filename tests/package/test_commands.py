"""`python -m yulsn_client` describes what the package contains, and finds it by name, label or allowed value."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import pytest
from yulsn_client._runtime import package_index
from yulsn_client._runtime.commands import COMMANDS, main
from yulsn_client._runtime.package_docs import describe
from yulsn_client._runtime.package_index import group_names
from yulsn_client._runtime.package_lookup import look_up

from .conftest import GENERATED

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    """Run a command in this process; returns the exit code and what was printed."""

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def read(command: Command, *arguments: str) -> Any:
    code, out, _ = command(*arguments, "-o", "json")
    assert code == 0
    return json.loads(out)


def test_the_package_runs_as_a_program_and_lists_its_commands() -> None:
    program = [sys.executable, "-m", "yulsn_client", "--help"]
    done = subprocess.run(program, cwd=GENERATED, capture_output=True, text=True, check=True)
    assert "python -m yulsn_client" in done.stdout
    assert [name for name in COMMANDS if f"    {name} " not in done.stdout] == []


@pytest.mark.parametrize("arguments", [[], ["--nonsense"], ["describe", "--nonsense"]])
def test_wrong_options_exit_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match=r"^2$"):
        main(arguments)
    assert "python -m yulsn_client" in capsys.readouterr().err


def test_an_unknown_command_exits_with_2_and_a_suggestion(command: Command) -> None:
    code, out, err = command("descibe")
    assert (code, out) == (2, "")
    assert "Did you mean describe?" in err


def test_a_closed_pipe_is_not_an_error() -> None:
    program = [sys.executable, "-m", "yulsn_client", "find", "e"]
    process = subprocess.Popen(program, cwd=GENERATED, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.close()
    _, err = process.communicate()
    assert (process.returncode, err) == (141, b"")


def test_all_groups_and_tables_are_listed(command: Command) -> None:
    names = [one["name"] for one in read(command, "describe")]
    assert {"contacts", "orders", "bulk_export", "tables.bikes", "tables.loyalty_cards"} <= set(names)
    _, out, _ = command("describe")
    assert "The table Loyalty Cards." in out


def test_a_group_is_described_with_its_models_and_calls(command: Command) -> None:
    contacts = read(command, "describe", "contacts")
    models = {model["name"]: model for model in contacts["models"]}
    assert list(models)[:4] == ["Contact", "ContactCreate", "ContactUpdate", "ContactPatch"]
    assert models["Contact"]["module"] == "yulsn_client.models"
    fields = {field["name"]: field for field in models["ContactCreate"]["fields"]}
    assert fields["favourite_brand"] == {
        "name": "favourite_brand",
        "type": "ContactFavouriteBrand | UnsetType | None",
        "wire": "Favourite Brand",
        "required": False,
        "label": "Favourite brand",
        "allowed": ["Avenue", "Batavus", "Christiania", "Principia", "Trek"],
        "description": "Favourite brand (Favourite Brand). Allowed: Avenue, Batavus, Christiania, Principia, Trek.",
    }
    assert fields["registration_source"]["required"]
    assert fields["email"]["label"] == ""
    calls = {call["name"]: call for call in contacts["calls"]}
    assert calls["contacts.get"]["http"] == "GET /api/v1/Contacts/{id}"
    assert calls["contacts.get"]["signature"] == "(id: int) -> Contact"
    assert calls["contacts.get_many"]["http"] == ""


def test_the_text_has_the_content_of_the_json(command: Command) -> None:
    code, out, err = command("describe", "contacts")
    assert (code, err) == (0, "")
    (line,) = [line for line in out.splitlines() if line.lstrip().startswith("shoe_size ")][:1]
    assert line.split("  ")[1:2] == ["shoe_size"]
    assert "int | None" in line
    assert "Shoe size (EU) (Shoe Size)." in line
    assert "contacts.get(id: int) -> Contact" in out


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("contact_companies", "contact_companies"),
        ("ContactCompanies", "contact_companies"),
        ("client.contacts", "contacts"),
        ("tables.bikes", "tables.bikes"),
        ("bikes", "tables.bikes"),
        ("Bikes", "tables.bikes"),
        ("Loyalty Cards", "tables.loyalty_cards"),
    ],
)
def test_a_group_is_found_by_its_python_name_or_its_name_in_the_account(
    command: Command, name: str, group: str
) -> None:
    found = read(command, "describe", name)
    assert found["name"] == group
    assert found["models"]
    assert found["calls"]


def test_a_part_of_a_group_is_described_alone(command: Command) -> None:
    call = read(command, "describe", "bikes.get")
    assert [one["name"] for one in call["calls"]] == ["tables.bikes.get"]
    assert call["models"] == []
    assert [one["name"] for one in read(command, "describe", "contactpatch")["models"]] == ["ContactPatch"]
    lines = read(command, "describe", "OrderLines")
    assert lines["models"]
    assert {one["owner"] for one in lines["models"]} == {"OrderLines"}


@pytest.mark.parametrize(
    ("name", "classes", "attribute"),
    [
        ("Contact.shoe_size", ["Contact"], "shoe_size"),
        ("contactpatch.Shoe Size", ["ContactPatch"], "shoe_size"),
        ("contacts.shoe_size", ["Contact", "ContactCreate", "ContactUpdate", "ContactPatch"], "shoe_size"),
        ("Contacts.Shoe Size", ["Contact", "ContactCreate", "ContactUpdate", "ContactPatch"], "shoe_size"),
        ("Shoe-Size", ["Contact", "ContactCreate", "ContactUpdate", "ContactPatch"], "shoe_size_bc1b0e"),
        ("tables.bikes.gears", ["BikesCreate", "BikesPatch", "BikesRow"], "gears"),
        ("Loyalty Cards.Card Level", ["LoyaltyCardsCreate", "LoyaltyCardsPatch", "LoyaltyCardsRow"], "card_level"),
        ("ExportType.STORES", ["ExportType"], "STORES"),
    ],
)
def test_an_attribute_is_described_in_the_classes_that_have_it(
    command: Command, name: str, classes: list[str], attribute: str
) -> None:
    found = read(command, "describe", name)
    assert sorted(model["name"] for model in found["models"]) == sorted(classes)
    assert {field["name"] for model in found["models"] for field in model["fields"]} == {attribute}
    assert found["calls"] == []


@pytest.mark.parametrize(("name", "module"), [("OrderType", "types"), ("bikestype", "tables.bikes")])
def test_a_type_is_described_with_its_allowed_values(command: Command, name: str, module: str) -> None:
    found = read(command, "describe", name)
    assert found["module"] == f"yulsn_client.{module}"
    assert {"webshop", "racer"} & set(found["allowed"])
    code, out, _ = command("describe", name)
    assert code == 0
    assert set(found["allowed"]) < set(map(str.strip, out.splitlines()))


def test_whatever_find_prints_can_be_described(command: Command) -> None:
    names = [one["name"] for one in read(command, "find", "")][::23]
    described = {name: json.dumps(asdict(look_up(name))) for name in names}
    assert {name.count(".") for name in names} == {0, 1, 2}
    assert [name for name, found in described.items() if f'{name.rpartition(".")[2]}"' not in found] == []


def test_a_search_reads_only_the_source_code_of_what_it_finds(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ast, "parse", lambda text: pytest.fail("source code was read"))
    assert command("find", "nowhere to be found")[0] == 1


def test_modules_that_no_call_uses_are_not_listed_even_if_they_are_loaded() -> None:
    import yulsn_client.models.common

    assert yulsn_client.models.common.__name__ not in package_index._modules.__wrapped__()


def test_an_attribute_of_several_objects_needs_its_class(command: Command) -> None:
    code, out, err = command("describe", "Frame Number")
    assert (code, out) == (2, "")
    assert "several attributes are named 'Frame Number': OrderLine.frame_number, BikesRow.frame_number;" in err


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("contcts", "contacts"),
        ("contacts.gett", "contacts.get"),
        ("ContactPtch", "ContactPatch"),
        ("Contact.sho_size", "Contact.shoe_size"),
        ("gearz", "gears"),
    ],
)
def test_an_unknown_name_exits_with_2_and_a_suggestion(command: Command, name: str, hint: str) -> None:
    code, out, err = command("describe", name)
    assert (code, out) == (2, "")
    assert f"nothing is named {name!r}. Did you mean " in err
    assert hint in err


def test_everything_has_a_description_and_each_call_of_a_table_a_signature() -> None:
    groups = [describe(name) for name in group_names()]
    assert [group.name for group in groups if not group.description] == []
    assert [model.name for group in groups for model in group.models if not model.description] == []
    assert [call.name for group in groups for call in group.calls if not call.description] == []
    assert [call.name for group in groups for call in group.calls if "self" in call.signature] == []


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (["shoe"], "Contact.shoe_size"),  # the Python name
        (["Shoe-Size"], "Contact.shoe_size_bc1b0e"),  # the name in JSON
        (["in", "the", "OLD", "till"], "Contact.shoe_size_bc1b0e"),  # the label
        (["fødsel"], "Contact.foedselsdag"),
        (["ladcykel"], "BikesRow.type"),  # an allowed value
        (["webshop"], "OrderType"),
        (["find_by_email"], "contacts.find_by_email"),
        (["loyalty cards"], "tables.loyalty_cards"),
        (["ContactPatch"], "ContactPatch"),
    ],
)
def test_names_labels_and_allowed_values_are_searched(command: Command, words: list[str], name: str) -> None:
    assert name in [one["name"] for one in read(command, "find", *words)]
    _, out, _ = command("find", *words)
    assert any(line.split("  ")[0] == name for line in out.splitlines())


def test_a_field_is_found_once_with_all_classes_that_have_it(command: Command) -> None:
    (found,) = read(command, "find", "shoe", "eu")
    assert found["name"] == "Contact.shoe_size"
    assert found["also"] == ["ContactCreate", "ContactUpdate", "ContactPatch"]


def test_a_search_without_results_exits_with_1(command: Command) -> None:
    code, out, err = command("find", "nowhere to be found")
    assert (code, out) == (1, "")
    assert "nothing matches" in err
    assert command("find", "nowhere to be found", "-o", "json")[:2] == (1, "[]\n")


def test_the_printed_guide_for_agents_equals_the_generated_file(command: Command) -> None:
    code, out, _ = command("agents")
    assert (code, out) == (0, (GENERATED / "AGENTS.md").read_text(encoding="utf-8"))
