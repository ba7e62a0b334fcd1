"""Models as code: whatever the account's strings are, the classes are those of the tree, and hold nothing else."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any

import pytest
from yulsn_codegen.account import AccountField, FieldType
from yulsn_codegen.api import Field, Model
from yulsn_codegen.models import render_models
from yulsn_codegen.naming import attribute
from yulsn_codegen.tailor import field_schema

from .accounts import field

TOKENS = [f"{kind}{number:06d}{end}" for number in range(12) for kind, end in (("tok", "ken"), ("doc", "ken"))]
TOKENS += [token.upper() for token in TOKENS]


def model(*fields: AccountField, write: bool = True, name: str = "Thing", text: str = "A thing.") -> Model:
    made = [Field(one.name, attribute(one.name), field_schema(one, write), not write, True) for one in fields]
    return Model(name, text, write, tuple(made))


def annotations(code: str) -> Mapping[str, tuple[str, str]]:
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
        (field("A", FieldType.DATE_TIME_OFFSET), True, "datetime | UnsetType | None"),
        (field("A", FieldType.UNKNOWN), False, "Any"),
        (field("A", FieldType.UNKNOWN, values=["x"]), False, "Any"),
        (field("A", values=["red", 'gr"een']), True, "Literal['red', 'gr\"een'] | UnsetType | None"),
        (field("A", values=["red"]), False, "str | None"),
        (field("A", FieldType.NUMBER, values=["1", "-2"]), True, "Literal[1, -2] | UnsetType | None"),
    ],
)
def test_a_field_has_the_type_that_it_is_read_or_written_with(one: AccountField, write: bool, expected: str) -> None:
    assert annotations(render_models([model(one, write=write)]).body) == {"a": ("A", expected)}


def test_a_field_of_unknown_type_may_be_left_out_of_a_write() -> None:
    ((encoded, kind),) = annotations(render_models([model(field("A", FieldType.UNKNOWN))]).body).values()
    assert encoded == "A"
    assert kind.startswith("Any")


@pytest.mark.parametrize(
    ("kind", "values", "plain", "allowed"),
    [
        (FieldType.STRING, [f'value "{number}"' for number in range(51)], "str", [f'value "{n}"' for n in range(51)]),
        (FieldType.NUMBER, [str(number) for number in range(-1, 50)], "int", list(range(-1, 50))),
    ],
)
def test_more_than_fifty_values_are_a_plain_type_with_a_list_that_is_checked_at_run_time(
    kind: FieldType, values: list[str], plain: str, allowed: list[object]
) -> None:
    few = render_models([model(field("A", kind, values=values[:50]))])
    assert annotations(few.body)["a"][1].startswith("Literal[")
    assert "_allowed_" not in few.body
    many = render_models([model(field("A", kind, values=values))])
    assert annotations(many.body)["a"] == ("A", f"{plain} | UnsetType | None")
    assert {("typing", "ClassVar"), ("collections.abc", "Mapping")} <= many.imports
    (body,) = (node for node in ast.parse(many.body).body if isinstance(node, ast.ClassDef))
    (listed,) = (node for node in body.body if isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Dict))
    assert listed.value is not None
    assert ast.literal_eval(listed.value) == {"a": tuple(allowed)}


def test_strings_that_look_like_the_stand_ins_of_texts_are_only_strings() -> None:
    """A field's name, label and values are strangers' texts; the code between must not take them for its own marks."""
    long = "A label that is long enough to be broken over more lines than one, whatever it takes. " * 2
    fields = [field(token, label=f"{long} {token}", values=[token, f"'{token}'", f'"{token}"']) for token in TOKENS]
    many = field("many", values=[*TOKENS, *(f"x{number}" for number in range(51))])
    made = model(*fields, many, text=f"{TOKENS[1]} {TOKENS[-1]}")
    code = render_models([made]).body
    found = annotations(code)
    # the account's naming stage gives each a name of its own; here the last of equal ones is enough
    assert set(found) == {attribute(token) for token in TOKENS} | {"many"}
    for token in TOKENS[len(TOKENS) // 2 :]:
        encoded, kind = found[attribute(token)]
        assert attribute(encoded) == attribute(token)
        assert encoded in kind
    assert all(repr(token) in code.replace('"', "'") for token in TOKENS)


def test_a_wire_name_that_the_decoder_refuses_has_a_stand_in() -> None:
    found = annotations(render_models([model(field('a"b'), field("c\\d"), field("e\nf%"), field("\ue000g"))]).body)
    assert found["a_b"][0] == "\ue000a%22b"
    assert found["c_d"][0] == "\ue000c%5Cd"
    assert found["e_f"][0] == "\ue000e%0Af%25"
    assert [encoded for encoded, _ in found.values() if encoded.endswith("g")] == ["\ue000%EE%80%80g"]


def test_an_enum_is_open_and_has_the_members_that_the_description_names() -> None:
    code = render_models([Model("Level", "How bad.", False, members=(("LOW", 1), ("HIGH", -1)))])
    assert code.imports == {("._runtime.model", "OpenIntEnum")}
    namespace: dict[str, Any] = {"OpenIntEnum": object}
    exec(code.body, namespace)
    assert (namespace["Level"].LOW, namespace["Level"].HIGH) == (1, -1)


def test_a_module_without_models_is_empty() -> None:
    code = render_models([])
    assert (code.body, code.imports) == ("", frozenset())


def test_only_what_a_module_uses_is_imported() -> None:
    code = render_models([model(field("A", FieldType.DECIMAL))])
    names = {"UNSET", "UnsetType", "field"}
    assert code.imports == {
        ("._runtime.model", "Model"),
        ("decimal", "Decimal"),
        *(("msgspec", name) for name in names),
    }
