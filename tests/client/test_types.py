"""Annotations: made once by datamodel-code-generator, kept, and put together with values again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.generating import tailored
from yulsn_codegen.account.schema import AccountSchema
from yulsn_codegen.client import build, naming, types
from yulsn_codegen.client.api import TypeRef
from yulsn_codegen.client.types import Shape, shape_of, types_of
from yulsn_codegen.description.document import Document
from yulsn_codegen.rendering.models import shapes

COLOUR = {"type": ["string", "null"], "enum": ["red", 'gr"een', None]}


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where annotations are kept; nothing is at first."""
    path = tmp_path / "annotations.json"
    monkeypatch.setattr(types, "TYPES", path)
    return path


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The number of shapes of each run of datamodel-code-generator."""
    counts: list[int] = []
    make = types.make

    def counted(keys: list[str]) -> dict[str, TypeRef]:
        counts.append(len(keys))
        return make(keys)

    monkeypatch.setattr(types, "make", counted)
    return counts


def texts(*wanted: Shape) -> list[str]:
    found = types_of(wanted)
    return [found[shape].text for shape in wanted]


def test_what_was_made_once_is_not_made_again(kept: Path, runs: list[int]) -> None:
    first = texts(shape_of(COLOUR, False), shape_of(COLOUR, True))
    assert first == ['Literal["red", "gr\\"een"] | UnsetType | None', 'Literal["red", "gr\\"een"] | None']
    assert texts(shape_of(COLOUR, False), shape_of(COLOUR, True)) == first
    assert texts(shape_of({**COLOUR, "enum": ["other", None], "title": "x"}, False)) == [
        'Literal["other"] | UnsetType | None'
    ]
    assert runs == [2]
    assert texts(shape_of({"type": "boolean"}, True)) == ["bool"]
    assert runs == [2, 1]


def test_no_text_of_an_account_is_given_to_datamodel_code_generator_or_kept(kept: Path, runs: list[int]) -> None:
    shape = shape_of({**COLOUR, "title": "strange", "description": "strange", "x-allowed-values": ["strange"]}, True)
    texts(shape)
    assert runs == [1]
    for text in (shape.key, kept.read_text(encoding="utf-8")):
        assert not any(word in text for word in ('"red"', "een", "strange"))


@pytest.mark.parametrize(
    "damage",
    ["", "no JSON", "[]", "{}", '{"made_by": 5, "annotations": {}}', '{"made_by": "another", "annotations": {}}'],
)
def test_what_is_kept_is_made_anew_where_it_cannot_be_used(kept: Path, runs: list[int], damage: str) -> None:
    shape = shape_of({"type": "integer"}, True)
    texts(shape)
    kept.write_text(damage, encoding="utf-8")
    assert texts(shape) == ["int"]
    assert runs == [1, 1]
    assert json.loads(kept.read_text(encoding="utf-8"))["annotations"].keys() == {shape.key}


def test_where_nothing_can_be_kept_it_is_made_each_time(kept: Path, runs: list[int]) -> None:
    kept.mkdir()
    shape = shape_of({"type": "integer"}, True)
    assert [texts(shape), texts(shape)] == [["int"], ["int"]]
    assert runs == [1, 1]


def test_an_installed_generator_is_not_written_to(kept: Path, runs: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(types, "is_installed", lambda: True)
    assert texts(shape_of({"type": "integer"}, True)) == ["int"]
    assert not kept.exists()


def test_a_type_brings_its_imports(kept: Path) -> None:
    shape = shape_of({"type": ["array", "null"], "items": {"type": "number", "format": "decimal"}}, False)
    assert types_of([shape])[shape] == TypeRef(
        "list[Decimal] | UnsetType | None", frozenset({("decimal", "Decimal"), ("msgspec", "UnsetType")})
    )


def test_every_shape_of_an_account_has_a_type(kept: Path, builtin: AccountSchema, description: Document) -> None:
    document = tailored(description, builtin)
    names = naming.decide(builtin, build.static_names(description), naming.Names()).names
    wanted = set(shapes(model for _, model in build.build(document, builtin, names).models()))
    assert types_of(wanted).keys() == wanted
    assert len({shape.key for shape in wanted}) < 100
