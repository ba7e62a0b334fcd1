"""Invalid snapshots: each problem is reported with its place, and all problems together."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from yulsn_codegen.account.snapshot import parse_snapshot, read_snapshot
from yulsn_codegen.text.errors import InputError

from .snapshots import changed

HINT = "`yulsn-codegen fetch` writes a snapshot; every package contains one, account.json."


def problems_of(data: object) -> list[str]:
    with pytest.raises(InputError) as caught:
        parse_snapshot(data, "account.json")
    assert caught.value.exit_code == 2
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda data: data.pop("owners"), "$: lacks the key `owners`"),
        (lambda data: data.pop("tables"), "$: lacks the key `tables`"),
        (lambda data: data.pop("patch_fields"), "$: lacks the key `patch_fields`"),
        (lambda data: data.update(point_types=None), "$: has null for `point_types`"),
        (lambda data: data["owners"].pop("Stores"), "$.owners: lacks the key `Stores`"),
        (lambda data: data["owners"].update(Shops=[]), "$.owners.Shops: is not an owner of dynamic fields"),
        (lambda data: data.update(owners=[]), "$.owners: expected an object, found []"),
        (lambda data: data["owners"].update(Orders={}), "$.owners.Orders: expected a list, found {}"),
        (lambda data: data["owners"]["Contacts"].append("x"), '$.owners.Contacts[2]: expected an object, found "x"'),
        (lambda data: data["owners"]["Contacts"].append(None), "$.owners.Contacts[2]: expected an object, found null"),
        (lambda data: data["owners"]["Contacts"][1].pop("name"), "$.owners.Contacts[1]: lacks the key `name`"),
        (lambda data: data["owners"]["Contacts"][1].pop("type"), "$.owners.Contacts[1]: lacks the key `type`"),
        (
            lambda data: data["owners"]["Contacts"][1].update(name=3),
            "$.owners.Contacts[1].name: expected text, found 3",
        ),
        (
            lambda data: data["owners"]["Contacts"][1].update(type="Text"),
            '$.owners.Contacts[1].type: is "Text"\n  Types are String, Boolean, Number, ',
        ),
        (
            lambda data: data["owners"]["Contacts"][1].update(type=["String"]),
            '$.owners.Contacts[1].type: is ["String"]',
        ),
        (lambda data: data["owners"]["Contacts"][1].update(type=3), "$.owners.Contacts[1].type: is 3"),
        (
            lambda data: data["owners"]["Contacts"][1].update(label=3),
            "$.owners.Contacts[1].label: expected text, found 3",
        ),
        (
            lambda data: data["owners"]["Contacts"][1].update(values="red"),
            '$.owners.Contacts[1].values: expected a list, found "red"',
        ),
        (
            lambda data: data["owners"]["Contacts"][0].update(values=["red", ["x"]]),
            '$.owners.Contacts[0].values[1]: expected text, a number, true or false, found ["x"]',
        ),
        (
            lambda data: data["owners"]["Contacts"][0].update(values=["red", {}]),
            "$.owners.Contacts[0].values[1]: expected text, a number, true or false, found {}",
        ),
        (
            lambda data: data["owners"]["Contacts"][1].update(name="Favourite Colour"),
            '$.owners.Contacts[1].name: is "Favourite Colour", like that of $.owners.Contacts[0]',
        ),
        (lambda data: data.update(tables={}), "$.tables: expected a list, found {}"),
        (lambda data: data["tables"].append(5), "$.tables[1]: expected an object, found 5"),
        (lambda data: data["tables"].append(None), "$.tables[1]: expected an object, found null"),
        (lambda data: data["tables"][0].pop("id"), "$.tables[0]: lacks the key `id`"),
        (lambda data: data["tables"][0].update(id="7"), '$.tables[0].id: expected an integer, found "7"'),
        (lambda data: data["tables"][0].update(id=True), "$.tables[0].id: expected an integer, found true"),
        (lambda data: data["tables"][0].update(name=None), "$.tables[0]: has null for `name`"),
        (lambda data: data["tables"][0].update(description=1), "$.tables[0].description: expected text, found 1"),
        (lambda data: data["tables"][0].pop("writes"), "$.tables[0]: lacks the key `writes`"),
        (lambda data: data["tables"][0].update(writes=True), "$.tables[0].writes: expected an object, found true"),
        (
            lambda data: data["tables"][0]["writes"].update(delete="no"),
            '$.tables[0].writes.delete: expected true or false, found "no"',
        ),
        (lambda data: data["tables"][0].pop("fields"), "$.tables[0]: lacks the key `fields`"),
        (
            lambda data: data["tables"][0]["fields"].append({"name": "Doors", "type": "String"}),
            '$.tables[0].fields[1].name: is "Doors", like that of $.tables[0].fields[0]',
        ),
        (
            lambda data: data["tables"].append({**data["tables"][0], "name": "Bikes"}),
            '$.tables[1].id: is "7", like that of $.tables[0]',
        ),
        (
            lambda data: data["tables"].append({**data["tables"][0], "id": 8}),
            '$.tables[1].name: is "Cars", like that of $.tables[0]',
        ),
        (
            lambda data: data.update(format=True),
            "$.format: is unsupported: true; this version of yulsn-codegen reads format 1",
        ),
        (
            lambda data: data.update(format=1.0),
            "$.format: is unsupported: 1.0; this version of yulsn-codegen reads format 1",
        ),
        (
            lambda data: data["tables"][0]["writes"].update(delete=None),
            "$.tables[0].writes.delete: expected true or false, found null",
        ),
        (lambda data: data.update(order_types="webshop"), '$.order_types: expected a list, found "webshop"'),
        (lambda data: data.update(order_types=["a", 1]), "$.order_types[1]: expected text, found 1"),
        (lambda data: data.update(order_types=["a", None]), "$.order_types[1]: expected text, found null"),
        (
            lambda data: data.update(format=2),
            f"$.format: is unsupported: 2; this version of yulsn-codegen reads format 1\n  {HINT}",
        ),
        (
            lambda data: data.pop("format"),
            f"$.format: is missing; this version of yulsn-codegen reads format 1\n  {HINT}",
        ),
    ],
)
def test_each_problem_in_a_snapshot_is_reported_with_its_place(
    change: Callable[[dict[str, Any]], object], problem: str
) -> None:
    found = problems_of(changed(change))
    assert len(found) == 1
    assert found[0].startswith(f"account.json, {problem}")


def test_all_problems_are_reported_together() -> None:
    def spoil(data: dict[str, Any]) -> None:
        data["owners"]["Contacts"][0]["type"] = "Text"
        data["owners"]["Orders"][0]["name"] = 1
        data["tables"][0]["id"] = None
        data.pop("point_types")

    assert len(problems_of(changed(spoil))) == 4


@pytest.mark.parametrize("data", [None, [], "text", 3, True])
def test_a_snapshot_that_is_not_an_object_is_refused(data: object) -> None:
    assert problems_of(data)[0].startswith("account.json, $: expected an object, found ")


def test_only_the_first_20_problems_are_shown() -> None:
    found = problems_of(changed(lambda data: data.update(order_types=[1] * 1_000)))
    assert len(found) == 21
    assert found[-1].startswith("and 980 more problems like these")


def test_a_deeply_nested_value_is_shortened_in_the_message() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    [problem] = problems_of(changed(lambda data: data.update(patch_fields=[deep])))
    assert problem.startswith("account.json, $.patch_fields[0]: expected text, found [[[[")


def test_a_long_value_is_shortened_in_the_message() -> None:
    [problem] = problems_of(changed(lambda data: data.update(order_types="x" * 5_000)))
    assert len(problem) < 200


def test_control_characters_are_escaped_in_the_message() -> None:
    [problem] = problems_of(changed(lambda data: data["owners"].update({"\x1b[31mShops\r\n\ud800": []})))
    assert len(problem.splitlines()) == 2  # what is wrong, and a hint
    problem = "".join(problem.splitlines())
    assert problem.isprintable()


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b'{"format": 1,}', ", line 1, column 14: is not JSON: "),
        (b"", ", line 1, column 1: is not JSON: "),
        (b"{\n  'format': 1}", ", line 2, column 3: is not JSON: "),
        (b'{"format": 1, "x": NaN}', ": is not JSON: NaN is not a number"),
        (b'{"format": 1, "x": ' + b"9" * 5_000 + b"}", ": is not JSON: a number has 5000 digits"),
        (b'{"format": 1, "x": "\xe6"}', ": is not UTF-8: "),
        (b'{"format": 1, "x": 1e400}', ": is not JSON: 1e400 is too large a number"),
        (b"\xff\xfe{\0}\0", ": is not UTF-8: "),
        (b'{"format": 1, "x": ' + b"[" * 800 + b"]" * 800 + b"}", ": is nested deeper than 100 levels"),
        (b"[" * 500_000, ": is nested deeper than 100 levels"),
    ],
)
def test_invalid_json_is_reported_with_its_place(tmp_path: Path, content: bytes, problem: str) -> None:
    path = tmp_path / "account.json"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_snapshot(path)
    assert str(caught.value).startswith(f"{path}{problem}")
    assert caught.value.exit_code == 2


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "none.json"
    with pytest.raises(InputError) as caught:
        read_snapshot(path)
    assert str(caught.value) == f"{path}: cannot be read: No such file or directory\n  {HINT}"
    with pytest.raises(InputError, match="cannot be read"):
        read_snapshot(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('"format": 1', '"format": 1, "tables": []', '$: has the key "tables" more than once'),
        ('"Orders": []', '"Orders": [{}], "Orders": []', '$.owners: has the key "Orders" more than once'),
        ('"name": "Cars"', '"name": "Cars", "name": "\\n"', '$.tables[0]: has the key "name" more than once'),
        (
            '"create": true',
            '"create": false, "create": true',
            '$.tables[0].writes: has the key "create" more than once',
        ),
        ('"name": "Doors"', '"name": "a", "name": "b"', '$.tables[0].fields[0]: has the key "name" more than once'),
    ],
)
def test_a_duplicate_key_is_refused(tmp_path: Path, old: str, new: str, problem: str) -> None:
    path = tmp_path / "account.json"
    text = json.dumps(changed(lambda data: data["owners"].update(Orders=[])))
    assert text.count(old) == 1
    path.write_text(text.replace(old, new))
    with pytest.raises(InputError) as caught:
        read_snapshot(path)
    assert str(caught.value) == f"{path}, {problem}\n  {HINT}"
