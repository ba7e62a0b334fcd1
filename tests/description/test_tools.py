"""Documents for other client generators: exactly what they cannot express is omitted and listed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from support.accounts import HOSTILE, account, field, table
from support.generating import tailored
from yulsn_codegen.account.schema import AccountSchema, FieldType
from yulsn_codegen.account.snapshot import dump_snapshot
from yulsn_codegen.cli import main
from yulsn_codegen.description.document import Document
from yulsn_codegen.description.export import export
from yulsn_codegen.description.tools import INDICES, TOOLS, Loss, adapt
from yulsn_codegen.description.validate import openapi_problems

MERGING = [name for name, tool in TOOLS.items() if tool.ignores is not None]
CLASHING = account(
    [
        field("Shoe Size", FieldType.NUMBER),
        field("Shoe-Size"),
        field("first_name"),
        field("Color", values=["Red", "red"]),
        field("Level", values=["Low", "High"]),
    ],
    [table(1, "a/b", field("x")), table(2, "Loyalty Cards", field("y"))],
    order_types=["web", "WEB"],
)
STRANGE = account(
    [field(text, label=text, values=[text, "x"]) for text in HOSTILE],
    [table(number, text, field(text)) for number, text in enumerate(HOSTILE)],
    order_types=HOSTILE,
)


def adapted(description: Document, schema: AccountSchema, tool: str) -> tuple[dict[str, Any], list[Loss]]:
    return adapt(export(tailored(description, schema), "3.1"), TOOLS[tool])


def contact(root: dict[str, Any]) -> dict[str, Any]:
    properties: dict[str, Any] = root["components"]["schemas"]["ContactCreate"]["properties"]
    return properties


@pytest.mark.parametrize("tool", ["openapi-generator", "openapi-typescript"])
def test_the_document_remains_valid(description: Document, tool: str) -> None:
    root, _ = adapted(description, STRANGE, tool)
    assert openapi_problems(root, "3.1") == []


@pytest.mark.parametrize("tool", TOOLS)
def test_searches_and_schemas_that_only_they_use_are_omitted_and_listed(description: Document, tool: str) -> None:
    before = export(tailored(description, CLASHING), "3.1")
    root, losses = adapt(before, TOOLS[tool])
    searches = {f"SEARCH {path}" for path, item in before["paths"].items() if "x-additionalOperations" in item}
    assert {loss.place for loss in losses if loss.place.startswith("SEARCH")} == searches
    assert "additionalOperations" not in json.dumps(root)
    assert "/api/v1/Points/ForStores" not in root["paths"]
    assert {"PointStoreSearch", "TableSearch"} & set(root["components"]["schemas"]) == set()


@pytest.mark.parametrize("tool", MERGING)
def test_of_names_with_the_same_identifier_the_static_or_first_one_is_kept(description: Document, tool: str) -> None:
    root, losses = adapted(description, CLASHING, tool)
    assert {"Shoe Size", "FirstName"} <= set(contact(root))
    assert not {"Shoe-Size", "first_name"} & set(contact(root))
    why = f"{tool} makes the same identifier of several names"
    assert Loss("Contact.Shoe-Size", "left out", why, "'Shoe Size' is kept") in losses
    assert Loss("Contact.first_name", "left out", why, "'FirstName' is kept") in losses


@pytest.mark.parametrize("tool", MERGING)
def test_allowed_values_with_the_same_identifier_are_not_enforced(description: Document, tool: str) -> None:
    root, losses = adapted(description, CLASHING, tool)
    assert "enum" not in contact(root)["Color"]
    assert contact(root)["Level"]["enum"] == ["Low", "High", None]
    places = {loss.place for loss in losses if loss.what == "open to any value"}
    assert {"ContactCreate.Color", "OrderCreate.Type", "GET /api/v1/Orders (orderType)"} <= places
    assert "ContactCreate.Level" not in places


@pytest.mark.parametrize("tool", [name for name in TOOLS if name not in MERGING])
def test_tools_that_keep_wire_names_lose_no_field(description: Document, tool: str) -> None:
    root, losses = adapted(description, STRANGE, tool)
    assert contact(root) == contact(export(tailored(description, STRANGE), "3.1"))
    assert {loss.what for loss in losses} == {"left out"}


def test_indexed_arrays_become_parameters_for_tools_without_deep_objects(description: Document) -> None:
    for name, tool in TOOLS.items():
        root, losses = adapted(description, CLASHING, name)
        parameters = root["paths"]["/api/v1/Segments/GetContactCount"]["get"]["parameters"]
        if tool.sends_objects:
            assert [item["name"] for item in parameters] == ["s"]
        else:
            assert [item["name"] for item in parameters] == [f"s[{index}]" for index in range(INDICES)]
            assert [item.get("required", False) for item in parameters] == [True] + [False] * (INDICES - 1)
            assert {item["schema"]["type"] for item in parameters} == {"integer"}
            assert any(loss.place == "GET /api/v1/Segments/GetContactCount (s)" for loss in losses)


def test_encoded_paths_are_omitted_for_tools_that_cannot_read_them(description: Document) -> None:
    root, losses = adapted(description, CLASHING, "openapi-typescript")
    assert "/api/v1/table/Loyalty Cards" in root["paths"]
    assert "/api/v1/table/a%2Fb" not in root["paths"]
    why = "openapi-typescript does not take percent-encoded paths"
    assert Loss("PATCH /api/v1/table/a%2Fb/{id}", "left out", why) in losses


def test_strings_that_a_tool_does_not_quote_are_omitted(description: Document) -> None:
    root, _ = adapted(description, STRANGE, "openapi-generator")
    texts = [*contact(root), *(value for item in contact(root).values() for value in item.get("enum", ()))]
    assert not [text for text in texts if isinstance(text, str) and set(text) & set("\"'\\`\n\0{}<>$")]


def test_labels_are_descriptions_for_tools_that_name_types_by_title(description: Document) -> None:
    same = account([field("A", label="Level", values=["x"]), field("B", label="Level", values=["y"])])
    root, _ = adapted(description, same, "openapi-python-client")
    for name in ("A", "B"):
        assert "title" not in contact(root)[name]
        assert contact(root)[name]["description"] == "Level"
    kept, _ = adapted(description, same, "hey-api")
    assert contact(kept)["A"]["title"] == "Level"


class TestCommand:
    """`yulsn-codegen openapi --for`."""

    @pytest.fixture
    def snapshot(self, tmp_path: Path) -> str:
        path = tmp_path / "account.json"
        path.write_text(dump_snapshot(CLASHING))
        return str(path)

    def test_the_command_writes_3_1_summarizes_losses_on_stderr_and_lists_them_as_json(
        self, snapshot: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        output, losses = tmp_path / "acme.json", tmp_path / "losses.json"
        given = ["openapi", "--account", snapshot, "--for", "openapi-generator", "-o", str(output)]
        assert main([*given, "--losses", str(losses)]) == 0
        assert json.loads(output.read_text())["openapi"] == "3.1.2"
        err = capsys.readouterr().err
        report = json.loads(losses.read_text())
        assert report["tool"] == "openapi-generator"
        lost = {loss["place"]: loss for loss in report["losses"]}
        assert lost["Contact.Shoe-Size"]["detail"] == "'Shoe Size' is kept"
        why = lost["Contact.Shoe-Size"]["why"]
        same = [place for place, loss in lost.items() if loss["why"] == why]
        assert f"note: {why} ({len(same)} left out): {', '.join(same[:5])} and {len(same) - 5} more\n" in err
        assert err.count("note: ") == len({loss["why"] for loss in lost.values()})

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["--losses", "x.json"], "--losses needs --for"),
            (["--for", "hey-api", "--version", "3.2"], "--for writes OpenAPI 3.1, because hey-api does not read 3.2"),
            (["--for", "hey"], "did you mean hey-api?"),
        ],
    )
    def test_contradictory_options_are_refused(
        self, arguments: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["openapi", "-o", str(tmp_path / "x.yaml"), *arguments]) == 2
        assert message in capsys.readouterr().err
        assert not list(tmp_path.iterdir())
