"""Types of schemas: made once by datamodel-code-generator, cached, and filled in with values and class names."""

from __future__ import annotations

from pathlib import Path

import pytest
from yulsn_codegen import cache
from yulsn_codegen.account.schema import AccountSchema
from yulsn_codegen.client import types
from yulsn_codegen.client.shapes import SchemaShape, argument_shape, read_shape, result_shape, write_shape
from yulsn_codegen.client.types import TypeRef, types_of
from yulsn_codegen.plan import plan

COLOUR = {"type": ["string", "null"], "enum": ["red", 'gr"een', None]}


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder."""
    path = tmp_path / "cache"
    monkeypatch.setenv(cache.VARIABLE, str(path))
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


def texts(*wanted: SchemaShape) -> list[str]:
    found = types_of(wanted)
    return [found[shape].text for shape in wanted]


def test_types_are_generated_only_once(kept: Path, runs: list[int]) -> None:
    first = texts(write_shape(COLOUR, False, {}), write_shape(COLOUR, True, {}))
    assert first == ["""Literal["red", 'gr"een'] | UnsetType | None""", """Literal["red", 'gr"een'] | None"""]
    assert texts(write_shape(COLOUR, False, {}), write_shape(COLOUR, True, {})) == first
    assert texts(write_shape({**COLOUR, "enum": ["other", None], "title": "x"}, False, {})) == [
        'Literal["other"] | UnsetType | None'
    ]
    assert runs == [2]
    assert texts(write_shape({"type": "boolean"}, True, {})) == ["bool"]
    assert runs == [2, 1]


def test_no_text_of_an_account_reaches_datamodel_code_generator_or_the_cache(kept: Path, runs: list[int]) -> None:
    title = {"title": "strange", "description": "strange", "x-allowed-values": ["strange"]}
    shape = write_shape({**COLOUR, **title}, True, {})
    texts(shape)
    assert runs == [1]
    for text in (shape.key, *(path.read_text(encoding="utf-8") for path in kept.iterdir())):
        assert not any(word in text for word in ('"red"', "een", "strange"))


@pytest.mark.parametrize("damage", [None, [], {}, 5, {"key": 5}, {"key": {"text": "int", "imports": [1]}}])
def test_a_malformed_cache_entry_is_replaced(kept: Path, runs: list[int], damage: object) -> None:
    shape = write_shape({"type": "integer"}, True, {})
    cache.write("types", types._made_by(), damage)
    assert [texts(shape), texts(shape)] == [["int"], ["int"]]
    assert runs == [1]


def test_without_a_cache_types_are_generated_each_time(kept: Path, runs: list[int]) -> None:
    kept.write_text("in the way", encoding="utf-8")
    shape = write_shape({"type": "integer"}, True, {})
    assert [texts(shape), texts(shape)] == [["int"], ["int"]]
    assert runs == [1, 1]


def test_only_types_that_are_not_prepared_are_generated(
    kept: Path, runs: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    shape, other = write_shape({"type": "integer"}, True, {}), write_shape({"type": "boolean"}, True, {})
    known = types.dump_types({shape.key: TypeRef("Prepared", frozenset())})
    monkeypatch.setattr(types, "prepared", lambda name: {"types": known}[name])
    assert texts(shape) == ["Prepared"]
    assert (runs, kept.exists()) == ([], False)
    assert texts(shape, other) == ["Prepared", "bool"]
    assert texts(shape, other) == ["Prepared", "bool"]
    assert runs == [1]


def test_a_type_includes_its_imports(kept: Path) -> None:
    schema = {"type": ["array", "null"], "items": {"type": "number", "format": "decimal"}}
    shape = write_shape(schema, False, {})
    assert types_of([shape])[shape] == TypeRef(
        "list[Decimal] | UnsetType | None", frozenset({("decimal", "Decimal"), ("msgspec", "UnsetType")})
    )


def test_classes_are_imported_from_the_modules_that_define_them(kept: Path, runs: list[int]) -> None:
    homes = {"Car": ".tables.cars", "Boat": ".tables.boats"}
    cars, boats = (
        result_shape({"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}}, homes) for name in homes
    )
    found = types_of([cars, boats])
    assert found[cars] == TypeRef("list[Car]", frozenset({(".tables.cars", "Car")}))
    assert found[boats] == TypeRef("list[Boat]", frozenset({(".tables.boats", "Boat")}))
    assert runs == [1]
    (entry,) = kept.iterdir()
    assert not any(word in entry.read_text(encoding="utf-8") for word in ("Car", "Boat", "cars"))


@pytest.mark.parametrize(
    ("schema", "argument", "result"),
    [
        ({"type": "array", "items": {"type": "integer"}}, "Sequence[int]", "list[int]"),
        ({"type": "string", "maxLength": 5}, "str", "str"),
        ({"type": "string", "format": "byte"}, "bytes", "bytes"),
        ({"type": "string", "format": "date-time-local"}, "datetime", "UtcDatetime"),
        ({"type": "string", "format": "date-time"}, "datetime", "AwareDatetime"),
        ({"type": ["number", "null"], "format": "decimal"}, "Decimal | int | None", "Decimal | None"),
        ({"oneOf": [{"type": "integer"}, {"type": "string"}]}, "int | str", "int | str"),
        ({"type": "string", "x-account-values": "order_types", "enum": ["web"]}, "OrderType", 'Literal["web"]'),
        ({}, "Any", "Any"),
    ],
)
def test_arguments_and_results_have_matching_types(
    kept: Path, schema: dict[str, object], argument: str, result: str
) -> None:
    assert texts(argument_shape(schema, {}), result_shape(schema, {})) == [argument, result]


@pytest.mark.parametrize(
    ("schema", "required", "expected"),
    [
        ({"type": "string", "maxLength": 5}, True, "str"),
        ({"type": "string"}, False, "str | None"),
        ({"$ref": "#/components/schemas/Car"}, False, "Car | None"),
        ({"type": ["string", "null"]}, False, "str | None"),
        ({}, False, "Any"),
    ],
)
def test_optional_properties_of_a_response_may_be_none(
    kept: Path, schema: dict[str, object], required: bool, expected: str
) -> None:
    assert texts(read_shape(schema, required, {"Car": ".models.cars"})) == [expected]


def test_every_shape_of_an_account_has_a_type(kept: Path, builtin: AccountSchema) -> None:
    wanted = set(plan(builtin).api.shapes())
    assert types_of(wanted).keys() == wanted
    assert len({shape.key for shape in wanted}) < 100
