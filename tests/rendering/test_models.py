"""Models as code: for any strings of an account, the classes are exactly those of the tree."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from support.accounts import field
from yulsn_codegen.account.schema import AccountField, FieldType
from yulsn_codegen.client.api import Field, ModelClass
from yulsn_codegen.client.identifiers import attribute
from yulsn_codegen.client.shapes import read_shape, write_shape
from yulsn_codegen.client.tailor import field_schema
from yulsn_codegen.client.types import types_of
from yulsn_codegen.rendering.environment import environment
from yulsn_codegen.rendering.models import ModelCode, model_code

# placeholders for values and classes in shapes, and similar names
TOKENS = [f"{kind}{number}" for number in range(12) for kind in ("V", "Class", "Struct", "Literal")]
TOKENS += [f"Literal['V{number}']" for number in range(12)]


def model(*fields: AccountField, write: bool = True, name: str = "Thing", text: str = "A thing.") -> ModelClass:
    made = []
    for one in fields:
        schema = field_schema(one, write)
        shape = write_shape(schema, False, {}) if write else read_shape(schema, True, {})
        made.append(Field(one.name, attribute(one.name), schema, shape, not write, True))
    return ModelClass(name, text, write, tuple(made))


def classes(*models: ModelClass) -> tuple[str, ModelCode]:
    """Return the classes of models as the templates print them, and the values that they are printed from."""
    code = model_code(models, types_of(field.shape for model in models for field in model.fields))
    template = environment().from_string('{% import "_model.jinja" as model %}{{ model.classes(views) }}')
    return template.render(views=code.views), code


def annotations_of(code: str) -> Mapping[str, tuple[str, str]]:
    """Return per attribute the encoded name and the annotation."""
    (body,) = (node for node in ast.parse(code).body if isinstance(node, ast.ClassDef))
    found = {}
    for node in body.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Call) and isinstance(node.target, ast.Name):
            encoded = node.value.keywords[0].value
            assert isinstance(encoded, ast.Constant)
            found[node.target.id] = (str(encoded.value), ast.unparse(node.annotation))
    return found


@pytest.mark.parametrize(
    ("one", "write", "expected"),
    [
        (field("A"), True, "str | UnsetType | None"),
        (field("A"), False, "str | None"),
        (field("A", FieldType.BOOLEAN), True, "bool | UnsetType | None"),
        (field("A", FieldType.NUMBER), False, "int | None"),
        (field("A", FieldType.DECIMAL), False, "Decimal | None"),
        (field("A", FieldType.DATE_TIME_OFFSET), True, "AwareDatetime | UnsetType | None"),
        (field("A", FieldType.UNKNOWN), False, "Any"),
        (field("A", FieldType.UNKNOWN, values=["x"]), False, "Any"),
        (field("A", values=["red", 'gr"een']), True, "Literal['red', 'gr\"een'] | UnsetType | None"),
        (field("A", values=["red"]), False, "str | None"),
        (field("A", FieldType.NUMBER, values=["1", "-2"]), True, "Literal[1, -2] | UnsetType | None"),
    ],
)
def test_a_field_has_its_read_or_write_type(one: AccountField, write: bool, expected: str) -> None:
    assert annotations_of(classes(model(one, write=write))[0]) == {"a": ("A", expected)}


def test_a_field_of_unknown_type_is_optional_in_writes() -> None:
    ((encoded, kind),) = annotations_of(classes(model(field("A", FieldType.UNKNOWN)))[0]).values()
    assert encoded == "A"
    assert kind.startswith("Any")


@pytest.mark.parametrize(
    ("kind", "values", "plain"),
    [
        (FieldType.STRING, [f'value "{number}"' for number in range(51)], "str"),
        (FieldType.NUMBER, [str(number) for number in range(-1, 50)], "int"),
    ],
)
@pytest.mark.parametrize("write", [True, False])
def test_the_docstring_refers_to_lists_of_more_than_50_values(
    kind: FieldType, values: list[str], plain: str, write: bool
) -> None:
    few, _ = classes(model(field("A", kind, values=values[:50]), write=write))
    assert "_listed_" not in few
    assert ("Literal[" in few) is write
    assert ("_allowed_" in few) is not write
    many, code = classes(replace(model(field("A b", kind, values=values), write=write), owner=("tables", "Cars")))
    expected = f"{plain} | UnsetType | None" if write else f"{plain} | None"
    assert annotations_of(many)["a_b"] == ("A b", expected)
    assert {("typing", "ClassVar"), ("collections.abc", "Mapping")} <= code.imports
    assert "_allowed_" not in many
    assert '_listed_: ClassVar[Mapping[str, tuple[str, ...]]] = {"a_b": ("tables", "Cars", "A b")}' in many
    assert len(many) < 600


def test_values_that_look_like_placeholders_are_not_replaced() -> None:
    """Values are untrusted text, which must not be mistaken for a placeholder."""
    values = {token: [token, f"'{token}'", f'"{token}"'] for token in TOKENS}
    text, _ = classes(model(*(field(token, label=token, values=values[token]) for token in TOKENS), text=TOKENS[1]))
    assert annotations_of(text) == {
        attribute(token): (token, f"Literal[{', '.join(map(repr, values[token]))}] | UnsetType | None")
        for token in TOKENS
    }


def test_a_wire_name_that_msgspec_refuses_is_encoded() -> None:
    found = annotations_of(
        classes(model(field('a"b'), field("c\\d"), field("e\nf%"), field("\ue000g"), field("\ud800h")))[0]
    )
    assert found["a_b"][0] == "\ue000a%22b"
    assert found["c_d"][0] == "\ue000c%5Cd"
    assert found["e_f"][0] == "\ue000e%0Af%25"
    assert [encoded for encoded, _ in found.values() if encoded.endswith("g")] == ["\ue000%EE%80%80g"]
    assert [encoded for encoded, _ in found.values() if encoded.endswith("h")] == ["\ue000%ED%A0%80h"]


def test_an_enum_is_open_and_has_the_members_that_the_description_names() -> None:
    text, code = classes(ModelClass("Level", "How bad.", False, members=(("LOW", 1), ("HIGH", -1))))
    assert code.imports == {("._runtime.model", "OpenIntEnum")}
    namespace: dict[str, Any] = {"OpenIntEnum": object}
    exec(text, namespace)
    assert (namespace["Level"].LOW, namespace["Level"].HIGH) == (1, -1)


def test_a_module_without_models_is_empty() -> None:
    text, code = classes()
    assert (text.strip(), code.imports) == ("", frozenset())


def test_only_what_a_module_uses_is_imported() -> None:
    _, code = classes(model(field("A", FieldType.DECIMAL)))
    names = {"UNSET", "UnsetType", "field"}
    assert code.imports == {
        ("._runtime.model", "Model"),
        ("decimal", "Decimal"),
        *(("msgspec", name) for name in names),
    }
