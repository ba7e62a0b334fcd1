"""Exports: the tailored description as valid OpenAPI 3.2 and 3.1, with the same content in YAML and JSON."""

from __future__ import annotations

import copy
import json
import keyword
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from support.accounts import HOSTILE, account, field, table
from support.generating import tailored
from yulsn_codegen.account.schema import EMPTY, AccountSchema, AccountTable
from yulsn_codegen.account.snapshot import dump_snapshot
from yulsn_codegen.cli import main
from yulsn_codegen.description.document import Document
from yulsn_codegen.description.dump import dump
from yulsn_codegen.description.export import Version, export
from yulsn_codegen.description.validate import openapi_problems
from yulsn_codegen.text.errors import InputError

VERSIONS: list[Version] = ["3.2", "3.1"]
LOADERS = list(dict.fromkeys([getattr(yaml, "CSafeLoader", yaml.SafeLoader), yaml.SafeLoader]))
# Text that YAML reads as another type or as syntax, or cannot represent.
YAML_WORDS = (
    *("yes", "No", "y", "on", "tRue", "null", "~", "", "1e3", "0x1f", "0o7", "0b1", "01", "1_000", "1.", "+1", ".inf"),
    *(".nan", "1:30", "2024-01-01", "=", "<<", "*a", "&a", "!!x", "!", "%x", "@x", "`x", "|", ">", "- x", "? x"),
    *("---", "...", "---\nx", "a\n...\nb", "# x", "x #y", "{}", "[", ",", ":", "-", "'", '"', "\\", "a:", "x: y"),
    *(" a", "a ", "  a  ", "\ta", "a\t", " \n", "\n", "a\n", "a\n\n", "\n a", "a\rb", "a\r\n", "\r"),
    *("\0", "\x01", "\x1b[31m", "\x7f", "\x80", "a\x85b", "a\u2028b\u2029", "\ufeff", "a\ufeff", "\ufffe", "\uffff"),
    *("\U0001ffff", "\U0010ffff", "\ue000", "\ufffd", "\U0001f600", "é" * 300, "a" * 5000, "a b " * 500),
)


def every_reference(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
        return own.union(*map(every_reference, value.values()))
    if isinstance(value, list):
        return set().union(*map(every_reference, value))
    return set()


@pytest.mark.parametrize("version", VERSIONS)
def test_the_description_alone_is_valid(description: Document, version: Version) -> None:
    root = export(tailored(description, EMPTY), version)
    assert openapi_problems(root, version) == []


@pytest.mark.parametrize("version", VERSIONS)
def test_an_accounts_description_is_valid(description: Document, builtin: AccountSchema, version: Version) -> None:
    root = export(tailored(description, builtin), version)
    assert openapi_problems(root, version) == []
    assert "/api/v1/table/Bikes" in root["paths"]
    assert "Favourite Brand" in root["components"]["schemas"]["Contact"]["properties"]


def test_each_version_states_its_number(description: Document) -> None:
    assert export(description, "3.2")["openapi"] == "3.2.0"
    assert export(description, "3.1")["openapi"].startswith("3.1.")


def test_search_is_an_additional_operation_of_3_2_and_an_extension_of_3_1(description: Document) -> None:
    searched = [path for path, item in description.root["paths"].items() if "additionalOperations" in item]
    assert len(searched) == 5
    for path in searched:
        new, old = (export(description, version)["paths"][path] for version in VERSIONS)
        assert set(new["additionalOperations"]) == {"SEARCH"}
        assert set(old["x-additionalOperations"]) == {"SEARCH"}
        assert "additionalOperations" not in old


def test_schemas_that_only_searches_use_are_inside_the_extension_of_3_1(description: Document) -> None:
    new, old = (export(description, version) for version in VERSIONS)
    alone = set(new["components"]["schemas"]) - set(old["components"]["schemas"])
    assert alone == {"PointStoreSearch", "TableSearch"}
    table = "/api/v1/table/{tableName}"
    search = old["paths"][table]["x-additionalOperations"]["SEARCH"]
    expected = new["components"]["schemas"]["TableSearch"]
    assert search["requestBody"]["content"]["application/json"]["schema"] == expected
    assert search["responses"] == new["paths"][table]["additionalOperations"]["SEARCH"]["responses"]


def test_a_schema_that_only_a_search_uses_may_refer_to_itself(description: Document) -> None:
    root = copy.deepcopy(description.root)
    reference = {"$ref": "#/components/schemas/TableSearch"}
    root["components"]["schemas"]["TableSearch"]["properties"]["Also"] = reference
    search = export(Document(root), "3.1")["paths"]["/api/v1/table/{tableName}"]["x-additionalOperations"]["SEARCH"]
    schema = search["requestBody"]["content"]["application/json"]["schema"]
    assert schema["properties"]["Also"] == {}


@pytest.mark.parametrize("version", VERSIONS)
def test_no_extension_has_a_prefix_that_is_reserved(description: Document, version: Version) -> None:
    assert not re.search(r'"x-oai-|"x-oas-', dump(export(description, version), "json"))


@pytest.mark.parametrize("version", VERSIONS)
def test_a_path_with_an_optional_last_segment_becomes_two_paths(description: Document, version: Version) -> None:
    paths = export(description, version)["paths"]
    long, short = paths["/api/v1/DynamicFields/{id}"]["get"], paths["/api/v1/DynamicFields"]["get"]
    assert [item["name"] for item in long["parameters"]] == ["id", "owner"]
    assert [item["name"] for item in short["parameters"]] == ["owner"]
    assert long["operationId"] != short["operationId"]
    assert short["responses"] == long["responses"]
    assert "x-calls" not in short


@pytest.mark.parametrize("version", VERSIONS)
def test_indexed_arrays_are_exported_as_deep_objects(description: Document, version: Version) -> None:
    (indexed,) = export(description, version)["paths"]["/api/v1/Segments/GetContactCount"]["get"]["parameters"]
    assert (indexed["name"], indexed["style"], indexed["explode"]) == ("s", "deepObject", True)
    assert indexed["schema"]["type"] == "object"
    assert indexed["schema"]["additionalProperties"] == {"type": "integer", "format": "int32"}
    assert indexed["example"] == {"0": 1, "1": 2}


def test_nothing_else_is_added_or_lost(description: Document) -> None:
    root = export(description, "3.2")
    assert set(root["paths"]) - set(description.root["paths"]) == {"/api/v1/DynamicFields"}
    assert without_prose({**root, "paths": root["paths"] | {"/api/v1/DynamicFields": None}}) == without_prose(
        {**description.root, "paths": description.root["paths"] | {"/api/v1/DynamicFields": None}}
    )


def without_prose(value: Any) -> Any:
    """Return a document without what exporting adds or renames."""
    if isinstance(value, dict):
        added = ("tags", "description", "example", "examples", "x-enum-varnames")
        plain = {**value, "schema": {}} if "x-indexed" in value else value
        return {key: without_prose(item) for key, item in plain.items() if key not in added}
    return list(map(without_prose, value)) if isinstance(value, list) else value


def test_every_operation_is_described(description: Document) -> None:
    root = export(description, "3.2")
    texts = {operation["operationId"]: operation["description"] for operation in exported_operations(root)}
    assert all(texts.values())
    assert texts["postContacts"].startswith("Responds with 409 if another contact")  # that of its only call
    intro, _, calls = texts["getContacts"].partition("\n\n")
    assert intro.startswith("Without a filter")
    assert "- `email`: Find a contact by e-mail address." in calls.splitlines()
    assert "- none: List the ids of all contacts." in calls.splitlines()


def test_only_tags_with_operations_are_listed(description: Document) -> None:
    root = export(description, "3.2")
    listed = [tag["name"] for tag in root["tags"]]
    assert sorted(listed) == sorted({tag for operation in exported_operations(root) for tag in operation["tags"]})
    assert "DailyStatistics" not in listed


def test_no_name_of_an_enum_member_is_a_keyword(description: Document) -> None:
    schemas = export(description, "3.1")["components"]["schemas"]
    assert schemas["LogLevel"]["x-enum-varnames"] == ["None_", "SmtpNoData", "SmtpWithData"]
    members = [name for schema in schemas.values() for name in schema.get("x-enum-varnames", ())]
    assert not [name for name in members if keyword.iskeyword(name)]


def test_the_scope_states_whether_the_fields_of_an_account_are_included(
    description: Document, builtin: AccountSchema
) -> None:
    alone, own = (export(tailored(description, schema), "3.1")["info"]["description"] for schema in (EMPTY, builtin))
    assert alone.endswith("This document contains no account's dynamic fields or tables.")
    assert own.endswith("This document contains the dynamic fields and tables of one account.")


def exported_operations(root: dict[str, Any]) -> list[Any]:
    items = [{**item, **item.get("additionalOperations", {})} for item in root["paths"].values()]
    return [value for item in items for value in item.values() if "operationId" in value]


@pytest.mark.parametrize(
    ("name", "segment"),
    [
        ("Loyalty Cards", "Loyalty Cards"),
        ("Salgsmål (æ&b)", "Salgsmål (æ&b)"),
        (" padded ", "%20padded%20"),
        ("a/b?c#d%20{e}", "a%2Fb%3Fc%23d%2520%7Be%7D"),
        ("..", "%2E%2E"),
        ("tab\tzero\u200bhalf\ud800", "tab%09zero%E2%80%8Bhalf%ED%A0%80"),
        (" ", "%20"),
    ],
)
def test_paths_encode_only_characters_that_would_change_the_url(description: Document, name: str, segment: str) -> None:
    paths = export(tailored(description, account([], [table(1, name)])), "3.1")["paths"]
    assert {f"/api/v1/table/{segment}", f"/api/v1/table/{segment}/{{id}}"} <= set(paths)


@pytest.mark.parametrize("version", VERSIONS)
def test_every_reference_resolves_within_the_document(
    description: Document, builtin: AccountSchema, version: Version
) -> None:
    root = export(tailored(description, builtin), version)
    found = every_reference(root)
    assert found
    for reference in found:
        target: Any = root
        for part in reference.removeprefix("#/").split("/"):
            target = target[part]


def test_exporting_does_not_modify_the_document(description: Document) -> None:
    before = copy.deepcopy(description.root)
    export(description, "3.1")
    assert description.root == before


STRANGE = account(
    [field(text, label=text, values=[text, "x"]) for text in HOSTILE],
    [table(number, text, field("a", label=text)) for number, text in enumerate(HOSTILE)],
    order_types=HOSTILE,
)


@pytest.mark.parametrize("schema", [EMPTY, STRANGE], ids=["empty", "strange"])
@pytest.mark.parametrize("version", VERSIONS)
def test_yaml_and_json_are_equal_and_ascii(description: Document, schema: AccountSchema, version: Version) -> None:
    root = export(tailored(description, schema), version)
    as_json, as_yaml = dump(root, "json"), dump(root, "yaml")
    assert as_json.isascii()
    assert as_yaml.isascii()
    assert as_json.endswith("}\n")
    assert json.loads(as_json) == root
    assert yaml.load(as_yaml, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)) == root


@given(st.text())
@example("a: b\n" * 99)
def test_any_text_round_trips_through_yaml_in_every_position(text: str) -> None:
    assert_yaml_says_the_same({"key": text, text: [text, {text: {text: text}}]})


@pytest.mark.parametrize("text", YAML_WORDS, ids=ascii)
def test_yaml_keywords_round_trip_in_every_position(text: str) -> None:
    assert_yaml_says_the_same({"key": text, text: [text, {text: {text: text}}], "last": text})


def test_yaml_keywords_round_trip_as_any_name_of_an_account(description: Document) -> None:
    schema = account(
        [field(text, label=text, values=[text, "x"]) for text in YAML_WORDS],
        [AccountTable(n, text, text, text, fields=(field(text, label=text),)) for n, text in enumerate(YAML_WORDS)],
        order_types=YAML_WORDS,
        point_types=YAML_WORDS,
        patch_fields=YAML_WORDS,
        Orders=[field(text, values=[text]) for text in YAML_WORDS],
    )
    root = export(tailored(description, schema), "3.2")
    assert set(YAML_WORDS) <= set(root["components"]["schemas"]["Contact"]["properties"])
    assert yaml.load(dump(root, "yaml"), Loader=LOADERS[0]) == json.loads(dump(root, "json"))


def assert_yaml_says_the_same(root: dict[str, Any]) -> None:
    text = dump(root, "yaml")
    assert text.isascii()
    for loader in LOADERS:
        assert yaml.load(text, Loader=loader) == json.loads(dump(root, "json")) == root


HALVES = account(
    [field("a\ud800"), field("b", label="\udc00", values=["\ud801"])],
    [table(1, "T\ud800", field("c\udfff~/c"))],
    order_types=["o\ud800"],
    point_types=["p\ud800"],
    patch_fields=["a\ud800", "q\ud800"],
)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_lone_surrogate_is_exported_as_json_and_refused_as_yaml(description: Document, version: Version) -> None:
    root = export(tailored(description, HALVES), version)
    assert json.loads(dump(root, "json")) == root
    with pytest.raises(InputError) as caught:
        dump(root, "yaml")
    problems = caught.value.problems
    assert len(problems) == 8  # each text once
    assert {problem.hint for problem in problems} == {"Use --format json."}
    schemas = "#/components/schemas"
    places = [problem.place for problem in problems]
    assert places[:2] == [f"{schemas}/Contact/properties/a\ud800", f"{schemas}/Contact/properties/b/title"]
    assert any(re.fullmatch(rf"{schemas}/\w+/properties/c\udfff~0~1c", place) for place in places)


def test_texts_that_yaml_cannot_hold_are_counted_and_shortened() -> None:
    with pytest.raises(InputError) as caught:
        dump({f"{number}\ud800{'x' * 1000}": 1 for number in range(25)}, "yaml")
    problems = caught.value.problems
    assert len(problems) == 21
    assert problems[-1].what == "and 5 more problems like these"
    assert problems[0].place == f"#/0\ud800{'x' * 75}..."


def test_yaml_has_no_anchors_and_preserves_the_order(description: Document) -> None:
    shared = {"type": "string"}
    assert dump({"b": shared, "a": [shared]}, "yaml") == "b:\n  type: string\na:\n- type: string\n"


@pytest.mark.parametrize("version", VERSIONS)
def test_hostile_strings_leave_the_document_valid(description: Document, version: Version) -> None:
    assert openapi_problems(export(tailored(description, STRANGE), version), version) == []


class TestCommand:
    """`yulsn-codegen openapi`."""

    @pytest.mark.parametrize("version", VERSIONS)
    @pytest.mark.parametrize("suffix", ["yaml", "yml", "json"])
    def test_the_format_follows_the_file_suffix(
        self, description: Document, tmp_path: Path, version: Version, suffix: str
    ) -> None:
        path = tmp_path / f"openapi.{suffix}"
        assert main(["openapi", "-o", str(path), "--version", version]) == 0
        expected = dump(export(tailored(description, EMPTY), version), "json" if suffix == "json" else "yaml")
        assert path.read_bytes() == expected.encode()

    def test_a_format_option_overrides_the_file_suffix(self, tmp_path: Path) -> None:
        path = tmp_path / "openapi.yaml"
        assert main(["openapi", "-o", str(path), "--format", "json"]) == 0
        assert json.loads(path.read_text())["openapi"] == "3.2.0"

    def test_the_document_of_an_account_can_go_to_stdout(
        self, description: Document, builtin: AccountSchema, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        snapshot = tmp_path / "account.json"
        snapshot.write_text(dump_snapshot(builtin))
        assert main(["openapi", "-o", "-", "--account", str(snapshot), "--version", "3.1", "--format", "json"]) == 0
        assert json.loads(capsys.readouterr().out) == export(tailored(description, builtin), "3.1")

    @pytest.mark.parametrize("arguments", [["--version", "3.0"], ["--format", "xml"], []])
    def test_unknown_values_of_options_are_refused(self, tmp_path: Path, arguments: list[str]) -> None:
        given = ["openapi", *arguments, *(["-o", str(tmp_path / "x")] if arguments else [])]
        assert main(given) == 2
        assert not list(tmp_path.iterdir())

    def test_text_that_only_json_can_hold_is_refused_before_writing_yaml(
        self, description: Document, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        snapshot, path = tmp_path / "account.json", tmp_path / "openapi.yaml"
        snapshot.write_text(dump_snapshot(HALVES))
        for output in (str(path), "-"):
            assert main(["openapi", "-o", output, "--account", str(snapshot), "--format", "yaml"]) == 2
            out, err = capsys.readouterr()
            assert (out, path.exists()) == ("", False)
            assert "Contact/properties/a\\ud800: has a lone surrogate" in err
            assert "Use --format json." in err
        assert main(["openapi", "-o", str(path), "--account", str(snapshot), "--format", "json"]) == 0
        assert json.loads(path.read_text()) == export(tailored(description, HALVES), "3.2")

    def test_an_unwritable_file_is_reported(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["openapi", "-o", str(tmp_path / "no" / "openapi.yaml")]) == 2
        assert "openapi.yaml: cannot be written: No such file or directory" in capsys.readouterr().err
