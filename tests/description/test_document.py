"""The description's files become one document; unreadable files and broken references are reported with their place."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from yulsn_codegen import cache
from yulsn_codegen.description import document
from yulsn_codegen.description.document import Document, bundle
from yulsn_codegen.shipped import shipped
from yulsn_codegen.text.errors import InputError
from yulsn_codegen.text.hashing import digest_of

OPENAPI = """
openapi: 3.2.0
info: {title: Test, version: "1"}
paths:
  /a/{id}: {$ref: "paths/a.yaml#/~1a~1{id}"}
components:
  responses:
    NotFound: {description: None., content: {application/json: {schema: {$ref: "schemas/common.yaml#/Error"}}}}
  schemas:
    Error: {$ref: "schemas/common.yaml#/Error"}
    Thing: {$ref: "schemas/a.yaml#/Thing"}
    Part: {$ref: "schemas/a.yaml#/Part"}
"""
PATHS = """
/a/{id}:
  get:
    responses:
      "200": {content: {application/json: {schema: {$ref: "../schemas/a.yaml#/Thing"}}}}
      "404": {$ref: "../openapi.yaml#/components/responses/NotFound"}
  additionalOperations:
    SEARCH: {responses: {}}
"""
SCHEMAS = """
Thing:
  properties:
    parts: {type: array, items: {$ref: "#/Part"}}
    since: {example: 2024-01-31}
Part: {type: object}
"""

Write = Callable[..., Path]


@pytest.fixture
def spec(tmp_path: Path) -> Write:
    """Write a small description, with some files replaced."""

    def write(**files: str | bytes) -> Path:
        texts = {"openapi": OPENAPI, "paths_a": PATHS, "schemas_a": SCHEMAS, "schemas_common": "Error: {type: object}"}
        folder = tmp_path / "spec"
        for name, text in {**texts, **files}.items():
            path = folder / f"{name.replace('_', '/')}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return folder

    return write


def problems_of(folder: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        bundle(folder)
    return [str(problem) for problem in caught.value.problems]


def test_references_into_files_become_references_into_the_document(spec: Write) -> None:
    found = bundle(spec())
    get = found.root["paths"]["/a/{id}"]["get"]["responses"]
    assert get["200"]["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Thing"}
    assert get["404"] == {"$ref": "#/components/responses/NotFound"}
    assert found.schemas["Thing"]["properties"]["parts"]["items"] == {"$ref": "#/components/schemas/Part"}
    response = found.root["components"]["responses"]["NotFound"]["content"]["application/json"]["schema"]
    assert response == {"$ref": "#/components/schemas/Error"}


def test_each_path_and_schema_knows_its_file(spec: Write) -> None:
    assert bundle(spec()).files == {
        "/a/{id}": "paths/a.yaml",
        "Error": "schemas/common.yaml",
        "Thing": "schemas/a.yaml",
        "Part": "schemas/a.yaml",
    }


def test_operations_include_those_with_nonstandard_methods(spec: Write) -> None:
    assert [(path, method) for path, method, _ in bundle(spec()).operations()] == [
        ("/a/{id}", "GET"),
        ("/a/{id}", "SEARCH"),
    ]


def test_a_chain_of_references_is_resolved(spec: Write) -> None:
    found = bundle(spec())
    response = found.resolve({"$ref": "#/components/responses/NotFound"})
    assert response["description"] == "None."
    twice = Document({**found.root, "x": {"/y~": {"$ref": "#/components/responses/NotFound"}}}, found.files)
    assert twice.resolve({"$ref": "#/x/~1y~0"}) == response
    assert found.resolve({"type": "string"}) == {"type": "string"}


def test_a_date_in_yaml_remains_text(spec: Write) -> None:
    assert bundle(spec()).schemas["Thing"]["properties"]["since"]["example"] == "2024-01-31"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"schemas_a": "Thing: [\n"}, "spec/schemas/a.yaml: is not YAML: "),
        ({"schemas_a": b"\xff\xfe"}, "spec/schemas/a.yaml: is not YAML: 'utf-8' codec can't decode byte 0xff"),
        ({"schemas_a": "- Thing"}, "spec/schemas/a.yaml: should be a mapping"),
        ({"schemas_a": ""}, "spec/schemas/a.yaml: should be a mapping"),
        ({"openapi": ""}, "spec/openapi.yaml: should be a mapping"),
        ({"openapi": "a: " + "[" * 5000}, "spec/openapi.yaml: is not YAML: "),
        ({"openapi": "paths: []\ncomponents: 3"}, "spec/openapi.yaml, paths: should be a mapping of names"),
        ({"openapi": "paths: {}\ncomponents:"}, "spec/openapi.yaml, components.schemas: should be a mapping of names"),
        ({"schemas_a": SCHEMAS + "Part: {}"}, "spec/schemas/a.yaml: is not YAML: the key 'Part' is given twice"),
        ({"paths_a": PATHS.replace('"200"', "200")}, "is not YAML: the key '200' should be text, in quotes"),
        (
            {"schemas_a": "Thing: !!python/object/apply:os.abort []"},
            "spec/schemas/a.yaml: is not YAML: could not determine",
        ),
        ({"schemas_a": "[Thing]: 1"}, "should be text, in quotes"),
        ({"schemas_a": "Thing: {}\nOther: {}"}, "refers to 'schemas/a.yaml#/Part', which has no 'Part'"),
        (
            {"schemas_a": SCHEMAS.replace('"#/Part"', '"#/Nothing"')},
            "a.yaml, Thing: refers to '#/Nothing', which does not",
        ),
        (
            {"schemas_a": SCHEMAS.replace('"#/Part"', '"https://example.com/a.yaml#/Part"')},
            "a.yaml, Thing: refers to 'https://example.com/a.yaml#/Part'; remote references are not followed",
        ),
        (
            {"paths_a": PATHS.replace("../schemas/a.yaml#/Thing", "../schemas/gone.yaml#/Thing")},
            "spec/schemas/gone.yaml: cannot be read: No such file",
        ),
        (
            {"paths_a": PATHS.replace("responses/NotFound", "responses/Gone")},
            "spec/paths/a.yaml, /a/{id}: refers to '../openapi.yaml#/components/responses/Gone', which does not exist",
        ),
        ({"openapi": OPENAPI.replace('"schemas/a.yaml#/Part"', '"schemas/a.yaml#/Thing"')}, "which has no 'Part'"),
        (
            {"openapi": OPENAPI.replace('{$ref: "schemas/a.yaml#/Part"}', "{type: object}")},
            "openapi.yaml, Part: refers to ''",
        ),
        (
            {"openapi": OPENAPI.replace('"paths/a.yaml', '"https://example.com/a.yaml')},
            "spec/openapi.yaml, /a/{id}: refers to 'https://example.com/a.yaml#/~1a~1{id}', which has no '/a/{id}'",
        ),
    ],
)
def test_problems_of_bundling_are_reported_with_their_place(spec: Write, files: dict[str, Any], expected: str) -> None:
    assert any(expected in problem for problem in problems_of(spec(**files)))


def test_a_missing_folder_is_reported(tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere"
    assert problems_of(nowhere) == [f"{nowhere.as_posix()}/openapi.yaml: cannot be read: No such file or directory"]


def test_all_problems_are_reported_together(spec: Write) -> None:
    broken = SCHEMAS.replace('"#/Part"', '"#/Nothing"') + "Extra: {$ref: '#/Nowhere'}"
    found = problems_of(
        spec(schemas_a=broken, schemas_common="- 1", paths_a=PATHS.replace("../schemas/a.yaml#/Thing", "ftp://x/y#/Z"))
    )
    for place in ("spec/schemas/a.yaml, Thing", "spec/schemas/common.yaml", "spec/paths/a.yaml, /a/{id}"):
        assert any(f"/{place}" in problem.partition(": ")[0] for problem in found), place


class TestKeptBundle:
    """The cached bundle of the shipped description."""

    @pytest.fixture
    def folder(self, spec: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        folder = spec()
        monkeypatch.setattr(document, "shipped", lambda name: folder)
        monkeypatch.setattr(document, "_load_shipped", document._load_shipped.__wrapped__)
        monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))
        return folder

    @pytest.fixture
    def no_yaml(self, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
        def refuse(spec: Path) -> Document:
            raise AssertionError("the YAML was parsed again")

        return lambda: monkeypatch.setattr(document, "bundle", refuse)

    def test_the_cached_bundle_is_read_instead_of_the_yaml(self, folder: Path, no_yaml: Callable[[], None]) -> None:
        first = document.load()
        no_yaml()
        assert document.load() == first

    @pytest.mark.parametrize("name", ["openapi.yaml", "schemas/a.yaml", "paths/a.yaml"])
    def test_the_bundle_is_made_again_if_a_file_changes(self, folder: Path, name: str) -> None:
        document.load()
        path = folder / name
        path.write_text(path.read_text().replace("type: object", "type: string").replace("title: Test", "title: Other"))
        if name == "paths/a.yaml":
            path.write_text(path.read_text().replace("SEARCH", "FIND"))
        found = document.load()
        assert found == bundle(folder)
        assert document.load() == found

    def test_the_bundle_is_made_again_if_a_file_is_renamed(self, folder: Path) -> None:
        document.load()
        (folder / "schemas/a.yaml").rename(folder / "schemas/b.yaml")
        with pytest.raises(InputError, match=r"a\.yaml: cannot be read"):
            document.load()

    @pytest.mark.parametrize("content", [None, [], {"digest": "other"}, "text"])
    def test_a_malformed_bundle_is_replaced(self, folder: Path, content: object, no_yaml: Callable[[], None]) -> None:
        cache.write("description", digest_of(folder, "*.yaml"), content)
        first = document.load()
        assert first == bundle(folder)
        no_yaml()
        assert document.load() == first

    def test_without_a_cache_the_yaml_is_parsed(self, folder: Path, tmp_path: Path) -> None:
        (tmp_path / "cache").write_text("in the way")
        assert document.load() == bundle(folder)

    def test_a_prepared_bundle_is_used_only_for_the_same_files(
        self, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made = bundle(folder)
        kept = document.dump_bundle(Document({"prepared": True}), digest_of(folder, "*.yaml"))
        monkeypatch.setattr(document, "prepared", lambda name: {"description": kept}[name])
        assert document.load().root == {"prepared": True}
        assert not list((tmp_path / "cache").glob("description-*"))
        kept["digest"] = "other"
        assert document.load() == made

    def test_an_explicit_folder_is_not_cached(self, folder: Path, tmp_path: Path) -> None:
        document.load(folder)
        assert not (tmp_path / "cache").exists()

    def test_the_digest_does_not_depend_on_line_endings_or_location(self, folder: Path, tmp_path: Path) -> None:
        copy = tmp_path / "elsewhere" / "copy"
        shutil.copytree(folder, copy)
        for path in copy.rglob("*.yaml"):
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
        assert digest_of(copy, "*.yaml") == digest_of(folder, "*.yaml")


def test_the_digest_ignores_files_that_tools_leave_behind(tmp_path: Path) -> None:
    def write(name: str, text: str) -> str:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return digest_of(tmp_path, "*")

    first = write("a/b.jinja", "1")
    for left in (".mypy_cache/x.json", "a/.DS_Store", "a/__pycache__/b.pyc", ".b.swp"):
        assert write(left, "x") == first, left
    assert write("a/b.jinja", "2") != first
    assert write("a/c.jinja", "") not in (first, digest_of(tmp_path / "a", "*"))


def test_the_shipped_description_is_found_beside_the_package_in_a_source_tree() -> None:
    assert (shipped("spec") / "openapi.yaml").is_file()
    assert (shipped("templates") / "README.md.jinja").is_file()


def test_the_shipped_description_is_loaded_once_in_a_process() -> None:
    assert document.load() is document.load()


def test_loading_does_not_depend_on_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = document.load()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(document, "_load_shipped", document._load_shipped.__wrapped__)
    assert document.load() == here
