"""Exported JSON Schemas are valid, and valid objects are what the sandbox sends and what factories make."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2
import pytest
from injection.accounts import hostile
from jsonschema import Draft202012Validator, FormatChecker
from support.cli import Run
from yulsn_codegen.account.schema import EMPTY, AccountField, AccountSchema, AccountTable, FieldType
from yulsn_codegen.account.snapshot import snapshot
from yulsn_codegen.cli import main
from yulsn_codegen.description.json_schema import DIALECT, json_schema, schemas_by_owner
from yulsn_codegen.plan import plan
from yulsn_codegen.sandbox import RunningSandbox, running

GENERATED = Path(__file__).parents[2] / "generated"
PATHS = {
    "Contacts": "Contacts/{id}",
    "ContactCompanies": "ContactCompanies/{id}",
    "Orders": "Orders/{id}",
    "Stores": "Stores/{id}",
    "table Bikes": "table/Bikes/{id}",
    "table Loyalty Cards": "table/Loyalty Cards/{id}",
}


@pytest.fixture(scope="module")
def schemas(builtin: AccountSchema) -> Mapping[str, Draft202012Validator]:
    """The validator of received objects of each owner and table, and by the name of their class."""
    document = plan(builtin).document
    checker = FormatChecker()
    found: dict[str, Draft202012Validator] = {}
    for owner, names in schemas_by_owner(document).items():
        found[owner] = Draft202012Validator(json_schema(document, [owner]), format_checker=checker)
        found[names[0]] = found[owner]
    return found


@pytest.fixture(scope="module")
def sandbox() -> Iterator[RunningSandbox]:
    with running(contacts=10) as sandbox:
        yield sandbox


@pytest.mark.parametrize("account", [EMPTY, hostile()], ids=["empty", "hostile"])
def test_a_schema_is_valid_and_self_contained(account: AccountSchema) -> None:
    document = plan(account).document
    schema = json_schema(document, schemas_by_owner(document))
    assert schema["$schema"] == DIALECT == Draft202012Validator.META_SCHEMA["$id"]
    Draft202012Validator.check_schema(schema)
    assert account != EMPTY or '"x-' not in json.dumps(schema)
    Draft202012Validator({**schema, "$ref": f"#/$defs/{next(iter(schema['$defs']))}"}).is_valid({})  # resolves


@pytest.mark.parametrize("owner", PATHS)
def test_objects_of_the_sandbox_are_valid(
    owner: str, schemas: Mapping[str, Draft202012Validator], sandbox: RunningSandbox
) -> None:
    url = f"{sandbox.base_url}/api/v1/{PATHS[owner]}"
    found = [httpx2.get(url.format(id=number), headers={"X-ApiKey": sandbox.api_key}) for number in range(1, 5)]
    objects = [response.json() for response in found if response.status_code == 200]
    assert objects
    for one in objects:
        schemas[owner].validate(one)
        assert not schemas[owner].is_valid({**one, "Id": "1"})
        assert not schemas[owner].is_valid({name: value for name, value in one.items() if name != "Id"})


def test_objects_made_by_factories_are_valid(
    schemas: Mapping[str, Draft202012Validator], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(GENERATED))
    monkeypatch.delitem(sys.modules, "yulsn_client", raising=False)
    from yulsn_client import testing

    for name in testing.__all__:
        made = getattr(testing, name)()
        schemas[type(made).__name__].validate(json.loads(made.to_json()))


def test_bodies_accept_only_allowed_values(builtin: AccountSchema) -> None:
    schema = json_schema(plan(builtin).document, ["Contacts"])
    assert {"Contact", "ContactCreate", "ContactUpdate", "ContactPatch"} <= set(schema["$defs"])
    patch = Draft202012Validator({**schema, "$ref": "#/$defs/ContactPatch"})
    assert patch.is_valid({"class": "gold"})
    assert not patch.is_valid({"class": "platinum"})
    assert schema["$defs"]["Contact"]["properties"]["class"]["examples"] == ["bronze", "silver", "gold"]


@pytest.mark.parametrize(
    ("names", "reference"),
    [
        (["contacts"], "Contact"),
        (["order_lines"], "OrderLine"),
        (["loyalty_cards"], "LoyaltyCardsRow"),
        (["Bikes"], "BikesRow"),
    ],
)
def test_the_command_accepts_any_name_of_an_owner_or_table(run: Run, names: list[str], reference: str) -> None:
    code, out, _ = run("schema", "--sandbox", *names, "-o", "-")
    assert code == 0
    assert json.loads(out)["$ref"] == f"#/$defs/{reference}"


@pytest.mark.parametrize("name", ["", "Contacts", "DynamicTable"])
def test_a_table_with_any_name_has_its_own_schemas(run: Run, tmp_path: Path, name: str) -> None:
    account = replace(EMPTY, tables=(AccountTable(1, name, fields=(AccountField("Colour", FieldType.STRING),)),))
    decided = plan(account)
    file = tmp_path / "account.json"
    file.write_text(json.dumps(snapshot(account)), encoding="utf-8")
    code, out, _ = run("schema", "--account", str(file), f"tables.{decided.names.tables[name]}", "-o", "-")
    found = json.loads(out)
    reference = found["$ref"].rpartition("/")[2]
    assert code == 0
    assert reference.endswith("Row")
    assert "Colour" in found["$defs"][reference]["properties"]
    assert run("schema", "--account", str(file), "-o", "-")[0] == 0


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a package whose lock pins the names of a table and of the type of a field's values."""
    project = tmp_path_factory.mktemp("project")
    fields = (AccountField("Colour", FieldType.STRING, values=("red", "green")),)
    account = replace(EMPTY, tables=(AccountTable(1, "Bikes", fields=fields),))
    (project / "account.json").write_text(json.dumps(snapshot(account)), encoding="utf-8")
    names = '[tool.yulsn-codegen.names.tables]\nBikes = "cycles"\n'
    (project / "pyproject.toml").write_text(f'{names}[tool.yulsn-codegen]\nout = "acme"\n')
    given = ["--account", str(project / "account.json"), "--config", str(project / "pyproject.toml")]
    assert main(["generate", *given, "--package", "acme_crm", "--quiet"]) == 0
    (project / "pyproject.toml").write_text('[tool.yulsn-codegen]\nout = "acme"\n')
    return project / "acme"


@pytest.mark.parametrize("where", ["option", "configuration"])
@pytest.mark.parametrize("command", ["schema", "openapi"])
def test_schemas_have_the_names_of_the_classes_that_the_lock_of_the_package_pins(
    run: Run, client: Path, tmp_path: Path, command: str, where: str
) -> None:
    option, path = ("--client", client) if where == "option" else ("--config", client.parent / "pyproject.toml")
    output = tmp_path / "schemas.json"
    assert run(command, "--account", client / "account.json", option, path, "-o", output)[0] == 0
    found = json.loads(output.read_text(encoding="utf-8"))
    schemas = found["$defs"] if command == "schema" else found["components"]["schemas"]
    module = (client / "acme_crm" / "tables" / "cycles.py").read_text(encoding="utf-8")
    classes = set(re.findall(r"^class (\w+)\(Model", module, re.MULTILINE))
    assert classes == {"CyclesRow", "CyclesCreate", "CyclesPatch"} <= set(schemas)
    assert not [name for name in schemas if name.startswith("Bikes")]


def test_a_client_that_does_not_exist_is_an_error_only_if_it_is_named(run: Run, tmp_path: Path) -> None:
    code, _, err = run("schema", "--sandbox", "--client", tmp_path / "nowhere", "-o", "-")
    assert (code, "nowhere" in err) == (2, True)
    (tmp_path / "pyproject.toml").write_text('[tool.yulsn-codegen]\nout = "nowhere"\n')
    assert run("schema", "--sandbox", "--config", tmp_path / "pyproject.toml", "-o", "-")[0] == 0


def test_the_command_exports_everything_by_default(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("schema", "--sandbox", "-o", tmp_path / "all.json")
    assert (code, "all objects" in out) == (0, True)
    schema: Any = json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))
    assert "$ref" not in schema
    assert {"Contact", "OrderPatch", "BikesRow", "ServiceVisitsCreate"} <= set(schema["$defs"])


def test_an_unknown_name_exits_with_2_and_a_suggestion(run: Run) -> None:
    code, out, err = run("schema", "--sandbox", "contcts", "-o", "-")
    assert (code, out) == (2, "")
    assert "'contcts' is not an owner or table of the account; did you mean Contacts?" in err
