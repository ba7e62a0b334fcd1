"""The lock: it round-trips, and one that cannot be trusted is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from yulsn_codegen.account.schema import AccountSchema
from yulsn_codegen.client.naming import Names
from yulsn_codegen.generate import Generated
from yulsn_codegen.output.lock import LOCK_NAME, Lock, dump_lock, parse_lock, read_lock
from yulsn_codegen.text.errors import InputError, UnsafeError
from yulsn_codegen.text.hashing import digest

LOCK = Lock(
    generator="0.1.0",
    package="client",
    version="1.2.3",
    inputs="abc",
    account=AccountSchema(
        owners={"Contacts": (), "ContactCompanies": (), "Orders": (), "OrderLines": (), "Stores": ()}
    ),
    names=Names(
        owners={"Contacts": {"\ud800\u00e6": "ae", "Zip": "zip", "class": "class_"}},
        tables={"Cars": "cars"},
        table_fields={"Cars": {"Doors": "doors"}, "Gone": {}},
        values={"Contacts": {"class": "contact_class"}, "table Cars": {"Doors": "cars_doors"}},
        retired={"": {"autos": "Cars"}, "Contacts": {"postcode": "Zip"}},
    ),
    files={"client/a.py": "2"},
)


def written(folder: Path, change: Callable[[dict[str, Any]], object] = lambda data: None) -> Path:
    data = json.loads(dump_lock(LOCK))
    change(data)
    (folder / LOCK_NAME).write_text(json.dumps(data), encoding="utf-8")
    return folder


def test_a_lock_round_trips(tmp_path: Path, generated: Generated) -> None:
    for lock in (LOCK, generated.lock):
        (tmp_path / LOCK_NAME).write_text(dump_lock(lock), encoding="utf-8")
        found = read_lock(tmp_path)
        assert found is not None
        assert found == lock
        assert dump_lock(found) == dump_lock(lock)


def test_the_usual_account_is_not_read_again() -> None:
    content = dump_lock(LOCK).encode()
    usual = replace(LOCK.account)
    assert parse_lock(content, "", usual).account is usual


def test_an_account_that_differs_from_the_usual_one_is_read() -> None:
    def account(extra: object) -> AccountSchema:
        return replace(LOCK.account, extra={"kept": extra})

    content = dump_lock(replace(LOCK, account=account(1))).encode()
    for other in (True, 1.0, 2):  # for Python, the first two equal 1
        assert str(parse_lock(content, "", account(other)).account.extra["kept"]) == "1"


def test_a_missing_lock_is_none(tmp_path: Path) -> None:
    assert read_lock(tmp_path) is None
    assert read_lock(tmp_path / "nowhere") is None


def test_the_text_of_a_lock_is_sorted_ascii_and_ends_with_a_newline(generated: Generated) -> None:
    text = dump_lock(generated.lock)
    assert text.isascii()
    assert text.endswith("}\n")
    data = json.loads(text)
    for mapping in (data["files"], data["names"]["tables"], *data["names"]["owners"].values()):
        assert list(mapping) == sorted(mapping)


def test_a_lock_contains_no_key_and_no_time(generated: Generated) -> None:
    data = json.loads(dump_lock(generated.lock))
    known = {"format", "generator", "package", "version", "base_url", "inputs", "account", "names", "files"}
    assert known <= set(data) <= known | {"aliases", "changelog"}


def test_the_text_of_a_lock_does_not_depend_on_the_order_of_names_and_files() -> None:
    turned = Lock(
        **{
            **vars(LOCK),
            "names": Names(
                owners={"Contacts": dict(reversed(list(LOCK.names.owners["Contacts"].items())))},
                tables=LOCK.names.tables,
                table_fields=dict(reversed(list(LOCK.names.table_fields.items()))),
                values=dict(reversed(list(LOCK.names.values.items()))),
                retired=dict(reversed(list(LOCK.names.retired.items()))),
            ),
        }
    )
    assert dump_lock(turned) == dump_lock(LOCK)


def test_a_lock_with_hashes_of_unformatted_files_is_read(tmp_path: Path) -> None:
    def change(data: dict[str, Any]) -> None:
        data["files"]["client/a.py"]["source"] = "1"

    assert read_lock(written(tmp_path, change)) == LOCK


@pytest.mark.parametrize("content", [b"", b"{", b"null", b"[]", b'"text"', b"5", b"{}", b"\xff\xfe", b"[" * 100_000])
def test_a_damaged_lock_is_refused_with_a_hint(tmp_path: Path, content: bytes) -> None:
    (tmp_path / LOCK_NAME).write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_lock(tmp_path)
    assert all(problem.place.startswith(str(tmp_path / LOCK_NAME)) for problem in caught.value.problems)
    assert (
        caught.value.problems[-1].hint
        == "Restore it from version control. To start from scratch, delete the whole folder."
    )


def test_a_lock_that_is_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / LOCK_NAME).mkdir()
    with pytest.raises(InputError, match="cannot be read"):
        read_lock(tmp_path)


@pytest.mark.parametrize(
    "path",
    [
        "../x.py",
        "/etc/passwd",
        "a/../../x",
        "a//b",
        "./a",
        "",
        "a/",
        "a\\b",
        "C:/x",
        "C:x",
        "a/./b",
        "..",
        ".git/x",
        "a.",
        "a ",
        "a\0b",
        "a\n",
    ],
)
def test_a_path_outside_the_folder_is_refused(tmp_path: Path, path: str) -> None:
    def change(data: dict[str, Any]) -> None:
        data["files"][path] = {"sha256": "2"}

    with pytest.raises(UnsafeError, match="is not a path inside the output"):
        read_lock(written(tmp_path, change))


@pytest.mark.parametrize(
    "name",
    ["", "A", "1a", "a b", "a-b", "\u00e6", "class", "_a", "__class__", "a\n", "a: int = 0\n    import os #", "../x"],
)
@pytest.mark.parametrize("place", ["owners", "tables", "table_fields"])
def test_a_pin_that_is_not_an_identifier_is_refused(tmp_path: Path, name: str, place: str) -> None:
    def change(data: dict[str, Any]) -> None:
        pins = data["names"][place]
        (pins if place == "tables" else next(iter(pins.values())))["Planted"] = name

    with pytest.raises(InputError, match="cannot be the name of a field or table"):
        read_lock(written(tmp_path, change))


@pytest.mark.parametrize("path", ["setup.py", "conftest.py", "other/a.py", "LICENSE", "clients/a.py", "client"])
def test_a_path_that_is_never_generated_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(UnsafeError, match="is not the path of a generated file"):
        read_lock(written(tmp_path, lambda data: data["files"].update({path: {"sha256": "2"}})))


def test_a_name_that_is_pinned_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"\$\.names\.owners\.Contacts: pins the name \"zip\" 2 times"):
        read_lock(written(tmp_path, lambda data: data["names"]["owners"]["Contacts"].update(Other="zip")))


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda data: data.pop("names"), "$: lacks the key `names`"),
        (lambda data: data["names"].pop("tables"), "$.names: lacks the key `tables`"),
        (lambda data: data.update(names=[]), "$.names: expected an object, found []"),
        (lambda data: data.update(package=5), "$.package: expected text, found 5"),
        (lambda data: data.update(version=None), "$: has null for `version`"),
        (lambda data: data.update(version="1.2"), '$.version: is "1.2", which is not MAJOR.MINOR.PATCH'),
        (lambda data: data.update(version=""), '$.version: is "", which is not MAJOR.MINOR.PATCH'),
        (lambda data: data.update(version="1.2.\u0663"), '$.version: is "1.2.\\u0663", which is not MAJOR'),
        (lambda data: data.update(version="1.2.3\n"), '$.version: is "1.2.3\\n", which is not MAJOR'),
        (lambda data: data.update(version="1.2." + "3" * 10), '$.version: is "1.2.3333333333", which is not MAJOR'),
        (lambda data: data.update(files=[]), "$.files: expected an object, found []"),
        (lambda data: data.update(files={"client/a.py": {}}), "$.files.client/a.py: lacks the key `sha256`"),
        (
            lambda data: data.update(files={"client/a.py": {"sha256": None}}),
            "$.files.client/a.py: has null for `sha256`",
        ),
        (lambda data: data.update(files={"client/a.py": "1"}), '$.files.client/a.py: expected an object, found "1"'),
        (lambda data: data["names"]["tables"].update(Cars=5), "$.names.tables.Cars: expected text, found 5"),
        (
            lambda data: data["names"]["owners"].update(Contacts=None),
            "$.names.owners.Contacts: expected an object, found null",
        ),
        (lambda data: data.pop("changelog"), "$: lacks the key `changelog`"),
        (lambda data: data.update(changelog=[{"version": "1.0.0"}]), "$.changelog[0]: lacks the key `sections`"),
        (
            lambda data: data.update(changelog=[{"version": "1.0.0", "sections": {"Added": [5]}}]),
            "$.changelog[0].sections.Added[0]: expected text, found 5",
        ),
        (lambda data: data.update(aliases={}), "$.aliases: expected a list, found {}"),
        (
            lambda data: data.update(aliases=[{"scope": "Contacts", "name": "import", "wire": "x"}]),
            '$.aliases[0].name: is "import", which cannot be the name of a field or table',
        ),
        (
            lambda data: data.update(aliases=[{"scope": "", "name": "list", "wire": "x"}]),
            '$.aliases[0].name: is "list", which cannot be the name of a field or table',
        ),
    ],
)
def test_a_missing_or_malformed_part_is_refused_with_its_place(
    tmp_path: Path, change: Callable[[dict[str, Any]], object], problem: str
) -> None:
    with pytest.raises(InputError) as caught:
        read_lock(written(tmp_path, change))
    assert str(caught.value).startswith(f"{tmp_path / LOCK_NAME}, {problem}")
    assert len(caught.value.problems) == 1
    assert (
        caught.value.problems[0].hint
        == "Restore it from version control. To start from scratch, delete the whole folder."
    )


@pytest.mark.parametrize(
    "package", ["", "../..", "/etc", "a.b", "a b", "A", "class", "os; import sys", "a\n", "\u00e6"]
)
def test_an_invalid_package_name_is_refused(tmp_path: Path, package: str) -> None:
    with pytest.raises(InputError, match=r"\$\.package: is .*, which cannot be the name of a package"):
        read_lock(written(tmp_path, lambda data: data.update(package=package)))


def test_all_problems_are_reported_together(tmp_path: Path) -> None:
    def change(data: dict[str, Any]) -> None:
        data.update(version="1", generator=5)
        data["account"].update(tables=5)
        data["names"]["tables"].update(Cars="class")

    with pytest.raises(InputError) as caught:
        read_lock(written(tmp_path, change))
    assert len(caught.value.problems) == 4
    assert [bool(problem.hint) for problem in caught.value.problems] == [False, False, False, True]


def test_a_path_outside_the_folder_takes_precedence_over_other_problems(tmp_path: Path) -> None:
    def change(data: dict[str, Any]) -> None:
        data.update(version="1")
        data["files"]["../x.py"] = {"sha256": "2"}

    with pytest.raises(UnsafeError, match=r"\$\.files\.\.\./x\.py: '\.\./x\.py' is not a path inside the output"):
        read_lock(written(tmp_path, change))


def test_a_duplicate_key_is_refused(tmp_path: Path) -> None:
    text = dump_lock(LOCK).replace('"package": "client"', '"package": "client", "package": "other"')
    (tmp_path / LOCK_NAME).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r'\$: has the key "package" more than once'):
        read_lock(tmp_path)


def test_a_merge_conflict_is_reported_with_its_line(tmp_path: Path) -> None:
    (tmp_path / LOCK_NAME).write_text("{\n<<<<<<< HEAD\n" + dump_lock(LOCK)[1:], encoding="utf-8")
    with pytest.raises(InputError, match=r"yulsn\.lock\.json, line 2, column 1: is not JSON: "):
        read_lock(tmp_path)


def test_an_invalid_account_is_reported_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"yulsn\.lock\.json, \$\.account\.tables: expected a list, found 5"):
        read_lock(written(tmp_path, lambda data: data["account"].update(tables=5)))


@pytest.mark.parametrize("number", [0, 3, "1", True, 1.0, []])
def test_another_format_is_refused(tmp_path: Path, number: object) -> None:
    with pytest.raises(InputError, match="reads formats 1 to 2"):
        read_lock(written(tmp_path, lambda data: data.update(format=number)))


def of_format_1(data: dict[str, Any]) -> None:
    """Turn a lock into one of the first format."""
    data["format"] = 1
    data["names"].pop("retired", None)
    data["changelog"] = [
        {"version": entry["version"], "lines": [line for lines in entry["sections"].values() for line in lines]}
        for entry in data["changelog"]
    ]


def test_a_lock_of_an_older_format_is_read_and_written_in_the_current_one(tmp_path: Path, generated: Generated) -> None:
    data = json.loads(dump_lock(generated.lock))
    of_format_1(data)
    (tmp_path / LOCK_NAME).write_text(json.dumps(data), encoding="utf-8")
    found = read_lock(tmp_path)
    assert found is not None
    assert (found.names, found.files, found.account) == (
        generated.lock.names,
        generated.lock.files,
        generated.lock.account,
    )
    assert [(entry.version, entry.lines) for entry in found.changelog] == [
        (entry.version, entry.lines) for entry in generated.lock.changelog
    ]
    assert json.loads(dump_lock(found))["format"] == 2


@pytest.mark.parametrize(
    ("retired", "problem"),
    [
        ({"Contacts": {"class": "Class"}}, "$.names.retired.Contacts.class: cannot be the name of a field or table"),
        ({"": {"list": "List"}}, "$.names.retired..list: cannot be the name of a field or table"),
        ({"Contacts": {"size": 5}}, "$.names.retired.Contacts.size: expected text, found 5"),
        ({"Contacts": []}, "$.names.retired.Contacts: expected an object, found []"),
    ],
)
def test_a_retired_name_that_is_not_an_identifier_is_refused(tmp_path: Path, retired: object, problem: str) -> None:
    with pytest.raises(InputError) as caught:
        read_lock(written(tmp_path, lambda data: data["names"].update(retired=retired)))
    assert problem in str(caught.value)


def test_an_unknown_section_of_the_changelog_is_refused(tmp_path: Path) -> None:
    entry = {"version": "1.0.0", "sections": {"Add": []}}
    with pytest.raises(InputError, match=r"sections\.Add: is not a section of a changelog\n  Did you mean Added\?"):
        read_lock(written(tmp_path, lambda data: data.update(changelog=[entry])))


def test_different_texts_have_different_digests() -> None:
    assert len({digest(text) for text in ("", "a", "\u00e6", "\ud800", "\udcff", "a\n", "a\r\n")}) == 7
