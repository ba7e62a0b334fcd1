"""Overlays: how actions apply, and what an overlay must not do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from yulsn_codegen.account.schema import AccountSchema
from yulsn_codegen.cli import main
from yulsn_codegen.client.build import check_static_names
from yulsn_codegen.config import Config
from yulsn_codegen.description.document import Document
from yulsn_codegen.description.overlay import apply_overlays, parse_overlay, read_overlay
from yulsn_codegen.generate import Generated, generate
from yulsn_codegen.output.lock import OverlayHash, read_lock
from yulsn_codegen.plan import plan
from yulsn_codegen.text.errors import CodegenError, InputError, Problem, UnsafeError
from yulsn_codegen.update import generate_into

STORE = "$.components.schemas.Store"
SHOE_SIZE = '$.components.schemas.Contact.properties["Shoe Size"]'
ADD_PROPERTY = {
    "target": STORE,
    "update": {"properties": {"Floor": {"type": ["integer", "null"], "description": "The floor."}}},
}


def text(*actions: dict[str, Any], version: str = "1.0.0") -> str:
    info = {"title": "Corrections", "version": "1"}
    return yaml.safe_dump({"overlay": version, "info": info, "actions": list(actions)})


def applied(description: Document, *actions: dict[str, Any]) -> Document:
    return apply_overlays(description, [parse_overlay(text(*actions), "overlay.yaml", "overlay.yaml")])[0]


def file(tmp_path: Path, *actions: dict[str, Any]) -> Path:
    path = tmp_path / "overlay.yaml"
    path.write_text(text(*actions), encoding="utf-8")
    return path


def test_update_merges_objects_and_appends_to_lists(description: Document) -> None:
    update = {"enum": [77], "x-enum-varnames": ["Special"], "description": "How it is selected."}
    changed = applied(description, {"target": "$.components.schemas.SegmentType", "update": update}).schemas
    before = description.schemas["SegmentType"]
    assert changed["SegmentType"]["enum"] == [*before["enum"], 77]
    assert changed["SegmentType"]["description"] == "How it is selected."
    assert changed["SegmentType"]["format"] == before["format"]
    assert 77 not in before["enum"]


def test_a_description_that_is_known_to_be_valid_is_not_validated_again(
    description: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    applied(description, ADD_PROPERTY)
    monkeypatch.setattr("yulsn_codegen.description.validate.validate", lambda *_: [Problem("Floor", "is wrong")])
    applied(description, ADD_PROPERTY)
    with pytest.raises(InputError, match="Floor: is wrong"):
        applied(description, ADD_PROPERTY, {"target": STORE, "update": {"description": "Another."}})


def test_remove_removes_every_target(description: Document) -> None:
    changed = applied(description, {"target": f"{STORE}.required[?@ == 'Name' || @ == 'Number']", "remove": True})
    assert set(description.schemas["Store"]["required"]) - set(changed.schemas["Store"]["required"]) == {
        "Name",
        "Number",
    }


def test_actions_are_applied_in_order(description: Document) -> None:
    floor = f"{STORE}.properties.Floor"
    changed = applied(description, ADD_PROPERTY, {"target": f"{floor}.description", "update": "Above the ground."})
    assert changed.schemas["Store"]["properties"]["Floor"]["description"] == "Above the ground."


def test_an_action_on_a_field_of_the_account_is_applied_after_tailoring(builtin: AccountSchema, tmp_path: Path) -> None:
    remove, update = {"target": f"{SHOE_SIZE}.type", "remove": True}, {"type": ["string", "null"]}
    overlay = file(tmp_path, remove, {"target": SHOE_SIZE, "update": update})
    planned = plan(builtin, config=Config(overlays=(overlay,)))
    assert planned.document.schemas["Contact"]["properties"]["Shoe Size"]["type"] == ["string", "null"]
    assert not any("overlay" in note for note in planned.notes)


def test_a_target_that_selects_nothing_is_noted(builtin: AccountSchema, tmp_path: Path) -> None:
    overlay = file(tmp_path, {"target": "$.components.schemas.Ship", "remove": True})
    notes = plan(builtin, config=Config(overlays=(overlay,))).notes
    assert any("selects nothing" in note for note in notes)


def test_the_generated_package_and_its_lock_follow_the_overlay(builtin: AccountSchema, tmp_path: Path) -> None:
    overlay, out = file(tmp_path, ADD_PROPERTY), tmp_path / "out"
    config = Config(overlays=(overlay,))
    assert generate_into(out, builtin, "shop", config=config).changed
    assert "floor" in (out / "shop/models/stores.py").read_text(encoding="utf-8")
    lock = read_lock(out)
    assert lock is not None
    assert lock.overlays == (OverlayHash("overlay.yaml", read_overlay(overlay).sha256),)
    assert generate_into(out, builtin, "shop", config=config).changed == ()
    file(tmp_path, {**ADD_PROPERTY, "description": "Another text, another hash."})
    assert "yulsn.lock.json" in generate_into(out, builtin, "shop", config=config).changed
    assert generate_into(out, builtin, "shop").changed
    assert "floor" not in (out / "shop/models/stores.py").read_text(encoding="utf-8")


def test_the_export_follows_the_overlay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    file(tmp_path, ADD_PROPERTY)
    Path("pyproject.toml").write_text('[tool.yulsn-codegen]\noverlays = ["overlay.yaml"]\n', encoding="utf-8")
    assert main(["openapi", "-q", "-o", "openapi.json"]) == 0
    exported = json.loads(Path("openapi.json").read_text(encoding="utf-8"))
    assert "Floor" in exported["components"]["schemas"]["Store"]["properties"]


ORDERS = '$.paths["/api/v1/Orders"].get'
UNSAFE = {
    "server": {"target": "$", "update": {"servers": [{"url": "https://evil.example"}]}},
    "first server": {"target": "$.servers[0]", "update": {"url": "https://evil.example"}},
    "server of an operation": {"target": ORDERS, "update": {"servers": [{"url": "https://evil.example"}]}},
    "server of a path": {
        "target": '$.paths["/api/v1/Orders"]',
        "update": {"servers": [{"url": "https://evil.example"}]},
    },
    "security": {"target": "$.security", "remove": True},
    "security of an operation": {"target": ORDERS, "update": {"security": []}},
    "security scheme": {"target": "$.components.securitySchemes.*", "update": {"in": "query", "name": "key"}},
    "new path": {"target": "$.paths", "update": {"/api/v1/Steal": {"get": {}}}},
    "removed path": {"target": '$.paths["/api/v1/Orders"]', "remove": True},
    "new operation": {"target": '$.paths["/api/v1/Orders/Types"]', "update": {"delete": {}}},
    "parameter": {"target": f"{ORDERS}.parameters", "update": {"name": "X", "in": "header", "schema": {}}},
    "place of a parameter": {"target": f"{ORDERS}.parameters[0]", "update": {"in": "header"}},
    "row of a call": {"target": f'{ORDERS}["x-calls"][0]', "update": {"row": "DELETE /api/v1/Orders/{id}"}},
    "name of a call": {"target": f'{ORDERS}["x-calls"][0]', "update": {"name": "close"}},
    "new schema": {"target": "$.components.schemas", "update": {"True": {"type": "object"}}},
    "remote reference": {"target": STORE, "update": {"properties": {"X": {"$ref": "https://evil.example/x.json"}}}},
    "file reference": {"target": STORE, "update": {"properties": {"X": {"$ref": "/etc/passwd"}}}},
    "reference to the key": {
        "target": STORE,
        "update": {"properties": {"X": {"$ref": "#/components/securitySchemes/ApiKey"}}},
    },
    "name with a line break": {"target": f"{STORE}.properties.Name", "update": {"x-name": "name\n"}},
    "member with a line break": {
        "target": "$.components.schemas.SegmentType",
        "update": {"enum": [9], "x-enum-varnames": ["A = 1\n"]},
    },
    "member that is code": {
        "target": "$.components.schemas.SegmentType",
        "update": {"enum": ["9\n    import os"], "x-enum-varnames": ["A"]},
    },
    "member that is a text": {
        "target": "$.components.schemas.SegmentType",
        "update": {"enum": ["9"], "x-enum-varnames": ["A"]},
    },
    "owner": {"target": STORE, "update": {"x-dynamic-owner": "Contacts"}},
    "path became text": {"target": "$.info.version", "remove": True},
}


@pytest.mark.parametrize("action", UNSAFE.values(), ids=UNSAFE.keys())
def test_forbidden_changes_of_an_overlay_are_refused(description: Document, action: dict[str, Any]) -> None:
    with pytest.raises(UnsafeError) as caught:
        applied(description, action)
    assert "overlay.yaml" in str(caught.value)


INVALID = {
    "type": {"target": f"{STORE}.properties.Name.type", "update": "banana"},
    "response": {"target": f"{ORDERS}.responses", "update": {"418": 5}},
    "properties": {"target": f"{STORE}.properties", "update": {"X": 5}},
    "alternative of itself": {"target": STORE, "update": {"anyOf": [{"$ref": "#/components/schemas/Store"}]}},
    "everything": {"target": "$", "remove": True},
    "schema became null": {"target": STORE, "update": {"properties": None}},
    "required": {"target": f"{STORE}.required", "update": "Nothing"},
}


@pytest.mark.parametrize("action", INVALID.values(), ids=INVALID.keys())
def test_an_overlay_that_makes_the_description_invalid_is_an_error(
    description: Document, action: dict[str, Any]
) -> None:
    with pytest.raises(CodegenError) as caught:
        applied(description, action)
    assert "overlay.yaml" in str(caught.value)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "expected an object"),
        ("overlay: [", "is not YAML: did not find expected node content, in line 2, column 1"),
        (text(version="2.0.0"), "versions 1.0 and 1.1"),
        (text({"target": "$.x"}), "neither update nor remove"),
        (text({"target": "x", "remove": True}), "is not a JSONPath"),
        (text({"target": "$[?match(@.a, '(a+)+')]", "remove": True}), "without functions"),
        (text({"target": "$..a..b", "remove": True}), "could take very long"),
        (text({"target": "$[?@..a]", "remove": True}), "could take very long"),
        (text({"target": "$.x", "copy": "$.y"}), "actions[0].copy: is not a member"),
        ("a: &a [1]\nb: *a\n", "alias"),
        ("[" * 100, "nested deeper"),
        (text({"target": "$.x", "update": float("nan")}), "NaN"),
    ],
)
def test_an_invalid_overlay_is_reported_with_its_place(content: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_overlay(content, "overlay.yaml", "folder/overlay.yaml")
    assert "folder/overlay.yaml" in str(caught.value)
    assert message in str(caught.value)


def test_each_problem_of_an_overlay_is_reported_once() -> None:
    with pytest.raises(InputError) as caught:
        parse_overlay("{}", "overlay.yaml", "folder/overlay.yaml")
    assert [problem.what for problem in caught.value.problems] == [
        "lacks the key `overlay`",
        "lacks the key `info`",
        "lacks the key `actions`",
    ]


UNUSABLE: dict[str, tuple[dict[str, dict[str, str]], str]] = {
    "keyword": ({"Foo": {"x-name": "class"}}, "Store.Foo: has the reserved x-name 'class'"),
    "model attribute": ({"Bar": {"x-name": "to_json"}}, "Store.Bar: has the reserved x-name 'to_json'"),
    "builtin": ({"Baz": {"x-name": "str"}}, "Store.Baz: has the reserved x-name 'str'"),
    "static property": ({"name": {}}, "Store.name: has the same Python name as 'Name': name"),
    "two new ones": ({"class": {}, "__class__": {}}, "Store.class: has the same Python name as '__class__': class_"),
}


@pytest.fixture(scope="module")
def refusal(builtin: AccountSchema, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The message about an overlay with all unusable names."""
    properties = {wire: schema for added, _ in UNUSABLE.values() for wire, schema in added.items()}
    members = {"enum": [98, 99], "x-enum-varnames": ["New", "new"]}
    overlay = file(
        tmp_path_factory.mktemp("refused"),
        {"target": f"{STORE}.properties", "update": properties},
        {"target": "$.components.schemas.SegmentType", "update": members},
    )
    with pytest.raises(InputError) as caught:
        plan(builtin, config=Config(overlays=(overlay,)))
    return str(caught.value)


@pytest.mark.parametrize("message", [message for _, message in UNUSABLE.values()], ids=UNUSABLE)
def test_an_unusable_python_name_is_an_error_of_the_overlay(refusal: str, message: str) -> None:
    assert f"overlay.yaml: {message}\n  Give it another name with x-name" in refusal


def test_two_enum_members_with_one_python_name_are_an_error_of_the_overlay(refusal: str) -> None:
    assert "overlay.yaml: SegmentType.x-enum-varnames: names 2 members NEW" in refusal


def test_only_unusable_python_names_are_errors_of_an_overlay(refusal: str) -> None:
    assert refusal.count("overlay.yaml: ") == len(UNUSABLE) + 1


# The wire names of properties, for each the schema and its module; the Python names of the first two are the same.
WIRE_NAMES = {
    "class": ("Store", "stores"),
    "__class__": ("Order", "orders"),
    "to_json": ("Store", "stores"),
    "import": ("Store", "stores"),
    "x y": ("Store", "stores"),
}


@pytest.fixture(scope="module")
def extended(builtin: AccountSchema, tmp_path_factory: pytest.TempPathFactory) -> Generated:
    """The package with properties of all those wire names."""
    actions = [
        {"target": f"$.components.schemas.{schema}.properties", "update": {wire: {"type": ["string", "null"]}}}
        for wire, (schema, _) in WIRE_NAMES.items()
    ]
    overlay = file(tmp_path_factory.mktemp("extended"), *actions)
    return generate(builtin, "acme_crm", config=Config(overlays=(overlay,)))


@pytest.mark.parametrize("wire", WIRE_NAMES)
def test_any_wire_name_can_be_added(wire: str, extended: Generated) -> None:
    _, module = WIRE_NAMES[wire]
    assert f'name="{wire}"' in extended.files[f"acme_crm/models/{module}.py"]


def test_no_static_name_of_the_description_is_reserved(description: Document) -> None:
    check_static_names(description, "description")


HOSTILE = '"""\n"\nimport os; os.system("x")\n\\" {{ 7 * 7 }} \u202e \x00 ${x} %s {0}'


def test_text_of_an_overlay_is_escaped_like_that_of_an_account(builtin: AccountSchema, tmp_path: Path) -> None:
    update = {"properties": {HOSTILE: {"type": ["string", "null"], "description": HOSTILE, "title": HOSTILE}}}
    described = {"target": '$.paths["/api/v1/Stores"].get["x-calls"][0]', "update": {"description": HOSTILE}}
    overlay = file(tmp_path, {"target": STORE, "update": update}, described)
    files = generate(builtin, "shop", config=Config(overlays=(overlay,))).files  # the guard checks every file
    assert "import os; os.system" in files["shop/models/stores.py"]
    compile(files["shop/models/stores.py"], "stores.py", "exec")
