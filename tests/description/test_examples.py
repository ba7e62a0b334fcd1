"""Examples of exported documents: valid for their schemas, and taken from the account where it decides."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest
from jsonschema import Draft202012Validator
from support.accounts import HOSTILE, account, field, table
from support.generating import tailored
from yulsn_codegen.account.schema import EMPTY, AccountSchema, FieldType
from yulsn_codegen.description.document import Document
from yulsn_codegen.description.examples import Examples, accepts
from yulsn_codegen.description.export import export
from yulsn_codegen.description.yaml_text import load_yaml
from yulsn_codegen.sandbox import running
from yulsn_codegen.shipped import shipped

ALLOWED = account(
    [field("Size", FieldType.NUMBER, values=[44, 45]), field("Odd", values=["", "x"])], order_types=["till"]
)
STRANGE = account([field(text, values=[text]) for text in HOSTILE], [table(1, "T", field("a"))], order_types=HOSTILE)


@pytest.fixture(scope="module")
def root(description: Document) -> dict[str, Any]:
    return export(tailored(description, ALLOWED), "3.1")


@pytest.mark.parametrize("schema", [EMPTY, STRANGE], ids=["empty", "strange"])
def test_every_example_is_valid(description: Document, schema: AccountSchema) -> None:
    root = export(tailored(description, schema), "3.1")
    components = {"components": root["components"]}
    checked = 0
    for node in every_mapping(root):
        given = list(node.get("examples", ())) if "type" in node and isinstance(node.get("examples"), list) else []
        given += [node["example"]] if "schema" in node and "example" in node else []
        for value in given:
            validator = Draft202012Validator({**components, **node.get("schema", node)})
            assert list(validator.iter_errors(value)) == []
            checked += 1
    assert checked > 300


def every_mapping(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        return [value, *(found for item in value.values() for found in every_mapping(item))]
    return [found for item in value for found in every_mapping(item)] if isinstance(value, list) else []


def test_every_body_has_an_example(root: dict[str, Any]) -> None:
    bodies = [node for node in every_mapping(root["paths"]) if "content" in node and "required" in node]
    assert len(bodies) > 50
    assert all("example" in media for body in bodies for media in body["content"].values())


def test_a_body_has_the_required_members_and_values_of_the_account(root: dict[str, Any]) -> None:
    order = root["paths"]["/api/v1/Orders"]["post"]["requestBody"]["content"]["application/json"]["example"]
    assert order["Type"] == "till"
    assert set(order["OrderLines"][0]) >= {"Quantity", "Price"}


def test_a_property_has_the_first_allowed_value_even_if_it_is_empty(root: dict[str, Any]) -> None:
    contact = root["components"]["schemas"]["Contact"]["properties"]
    assert contact["Size"]["examples"] == [44]
    assert contact["Odd"]["examples"] == [""]
    assert contact["Email"]["examples"] == ["ada.larsen@example.com"]
    assert "examples" not in contact["EmailConfirmed"]


def test_only_required_parameters_have_examples(root: dict[str, Any]) -> None:
    parameters = [item for node in every_mapping(root["paths"]) for item in node.get("parameters", ())]
    assert {item["name"] for item in parameters if "example" in item} >= {"id", "tableName"}
    assert not [item for item in parameters if "example" in item and not item.get("required")]


def test_every_value_in_the_list_of_examples_is_used(description: Document) -> None:
    """Every entry of `spec/examples.yaml` refers to an existing name and is valid for one of its schemas."""
    known = load_yaml((shipped("spec") / "examples.yaml").read_text(encoding="utf-8"))
    fitting: set[str] = set()
    for owner, schema in description.schemas.items():
        fitting |= {name for name in known if name == owner and accepts(schema, known[name])}
        for name, item in schema.get("properties", {}).items():
            fitting |= {key for key in (f"{owner}.{name}", name) if key in known and accepts(item, known[key])}
    for node in every_mapping(export(description, "3.1")["paths"]):
        for item in map(description.resolve, node.get("parameters", ())):
            fitting |= {name for name in known if name == item["name"] and accepts(item["schema"], known[name])}
    assert set(known) - fitting == set()


def test_the_sandbox_accepts_every_body(description: Document, builtin: AccountSchema) -> None:
    """No example is refused as invalid; whether the objects that it names exist is another matter."""
    root = export(tailored(description, builtin), "3.2")
    statuses: dict[str, int] = {}
    with running(contacts=3) as sandbox, httpx2.Client(headers={"X-ApiKey": sandbox.api_key}) as client:
        for path, item in root["paths"].items():
            for method, operation in {**item, **item.get("additionalOperations", {})}.items():
                if "requestBody" not in operation:
                    continue
                parameters = [resolved(root, parameter) for parameter in operation.get("parameters", ())]
                where = {one["name"]: one["example"] for one in parameters if one["in"] == "path"}
                query = {one["name"]: one["example"] for one in parameters if one["in"] == "query" and "example" in one}
                body = operation["requestBody"]["content"]["application/json"]["example"]
                url = sandbox.base_url + path.format(**where)
                statuses[f"{method} {path}"] = client.request(method, url, params=query, json=body).status_code
    assert len(statuses) > 50
    assert {name: status for name, status in statuses.items() if status not in (200, 404, 409)} == {
        "post /api/v1/Contacts/{id}/Login": 422  # the password is wrong
    }


def resolved(root: dict[str, Any], parameter: dict[str, Any]) -> dict[str, Any]:
    name = parameter.get("$ref", "").rpartition("/")[2]
    return root["components"]["parameters"][name] if name else parameter


@pytest.mark.parametrize(
    ("kinds", "value", "expected"),
    [("integer", True, False), ("number", 1, True), ("integer", 1.5, False), (["string", "null"], "x", True)],
)
def test_examples_have_the_types_of_their_schemas(kinds: object, value: object, expected: bool) -> None:
    assert accepts({"type": kinds}, value) is expected


def test_the_document_is_not_modified(description: Document) -> None:
    schema = description.schemas["Contact"]
    assert Examples.of(description).schema("Contact", schema) != schema
    assert "examples" not in schema["properties"]["Email"]
