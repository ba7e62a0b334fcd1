"""The shipped description is valid, and the command `validate` reports problems of any other."""

from __future__ import annotations

import copy
import json
import shutil
from pathlib import Path

import pytest
from yulsn_codegen.cli import main
from yulsn_codegen.description.document import Document
from yulsn_codegen.description.validate import openapi_problems, read_rows, validate
from yulsn_codegen.shipped import shipped
from yulsn_codegen.text.errors import InputError

ROWS = read_rows(shipped("spec"))
NAMES = [row.name for row in ROWS]


def test_the_shipped_description_is_valid(description: Document) -> None:
    assert validate(description, ROWS) == []


def test_listed_rows_and_calls_correspond_one_to_one(description: Document) -> None:
    rows = [found["row"] for _, _, one in description.operations() for found in one["x-calls"]]
    assert {row.source for row in ROWS} == {"documented", "observed"}
    assert sorted(rows) == sorted(NAMES)


def test_calls_of_an_operation_are_in_the_order_of_the_rows(description: Document) -> None:
    for _, _, one in description.operations():
        places = [NAMES.index(found["row"]) for found in one["x-calls"]]
        assert places == sorted(places)


def test_the_given_document_is_not_changed(description: Document) -> None:
    before = copy.deepcopy(description.root)
    validate(description, ROWS)
    assert description.root == before


@pytest.mark.parametrize("version", ["3.1", "3.2"])
def test_a_whole_document_is_checked_against_its_version(version: str) -> None:
    root = {"openapi": f"{version}.0", "info": {"title": "", "version": ""}, "paths": {}}
    assert openapi_problems(root, version) == []
    assert openapi_problems({**root, "paths": {"a": {}}}, version) != []


class TestCommand:
    """`yulsn-codegen validate`."""

    @pytest.fixture
    def spec(self, tmp_path: Path) -> Path:
        return Path(shutil.copytree(shipped("spec"), tmp_path / "spec"))

    def test_a_valid_description_exits_with_0(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["validate"]) == 0
        assert "The description is valid: " in capsys.readouterr().out
        assert main(["validate", "-o", "json"]) == 0
        found = json.loads(capsys.readouterr().out)
        assert (found["calls"], found["problems"]) == (len(ROWS), [])

    def test_problems_are_printed_to_stderr_and_exit_with_2(
        self, spec: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = spec / "paths" / "orders.yaml"
        path.write_text(path.read_text().replace("name: list_by_contact", "name: ListByContact"), encoding="utf-8")
        with (spec / "endpoints.tsv").open("a") as rows:
            rows.write("Orders\tGET\t/api/v1/Nothing\t\n")
        assert main(["validate", "--spec", str(spec)]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert err.startswith(
            f"error: {spec.as_posix()}/paths/orders.yaml, GET /api/v1/Orders, x-calls[0].name: should be snake_case"
        )
        line = len([row for row in ROWS if row.source == "documented"]) + 2  # after the header and the other rows
        assert f"error: {spec.as_posix()}/endpoints.tsv, line {line}: GET /api/v1/Nothing is not a call" in err

    def test_problems_can_be_written_as_json(self, spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path = spec / "schemas" / "orders.yaml"
        path.write_text(path.read_text().replace("x-source: observed", "x-source: guessed", 1), encoding="utf-8")
        assert main(["validate", "-o", "json", "--spec", str(spec)]) == 2
        (problem,) = json.loads(capsys.readouterr().out)["problems"]
        assert problem["place"] == f"{spec.as_posix()}/schemas/orders.yaml, Order, x-source"
        assert problem["what"] == "'guessed' is not one of ['documented', 'observed', 'inferred']"

    def test_an_unreadable_description_exits_with_2(self, spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (spec / "paths" / "orders.yaml").write_text("a: [")
        assert main(["validate", "--spec", str(spec)]) == 2
        assert f"error: {spec.as_posix()}/paths/orders.yaml: is not YAML: " in capsys.readouterr().err

    @pytest.mark.parametrize("content", [None, b"", b"group\tverb\nA\tB\n", b"\xff"])
    def test_unreadable_lists_of_rows_are_reported(self, spec: Path, content: bytes | None) -> None:
        (spec / "observed.tsv").unlink()
        if content is not None:
            (spec / "observed.tsv").write_bytes(content)
        if content == b"":
            assert {row.source for row in read_rows(spec)} == {"documented"}
            return
        with pytest.raises(InputError, match=r"/spec/observed\.tsv: cannot be read: "):
            read_rows(spec)
