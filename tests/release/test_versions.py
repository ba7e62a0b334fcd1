"""The output's version, as required by the rules and the public API, and its changelog."""

from __future__ import annotations

import shutil
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from support.outputs import BIKES, BRAND, LEVEL, PACKAGE, SHOP, SIZE, again, first, latest, same, shop, tables, unpack
from support.schemas import field
from yulsn_codegen.account.schema import AccountSchema, AccountTable, FieldType, TableWrites
from yulsn_codegen.account.snapshot import dump_snapshot
from yulsn_codegen.drift.changes import Bump
from yulsn_codegen.generate import generate
from yulsn_codegen.output.lock import LOCK_NAME, dump_lock, read_lock
from yulsn_codegen.release import versions
from yulsn_codegen.shipped import shipped
from yulsn_codegen.text.errors import InputError
from yulsn_codegen.update import generate_into

HOSTILE = "</li>\n\n# owned [x](javascript:alert(1)) <script>alert(1)</script> `code` ![i](//evil) @all | \u202e *b*"

VALUES = LEVEL.values or ()


@pytest.mark.parametrize(
    ("bump", "after"),
    [(Bump.NONE, "1.9.3"), (Bump.PATCH, "1.9.4"), (Bump.MINOR, "1.10.0"), (Bump.MAJOR, "2.0.0")],
)
def test_a_bump_increments_one_part_and_resets_the_following_ones(bump: Bump, after: str) -> None:
    assert versions.next_version("1.9.3", bump) == after


@pytest.mark.parametrize("version", ["1.x", "1.2", "1.2.3.4", "-1.0.0", "1.0.0rc1", "", "1.0.0\n", "\u0661.0.0"])
def test_a_lock_with_an_invalid_version_is_refused(version: str, tmp_path: Path) -> None:
    (tmp_path / LOCK_NAME).write_text(dump_lock(replace(first().lock, version=version)), encoding="utf-8")
    with pytest.raises(InputError, match=r"MAJOR\.MINOR\.PATCH"):
        read_lock(tmp_path)


@pytest.mark.parametrize(
    ("account", "version", "line"),
    [
        (shop(replace(LEVEL, label="Rank"), SIZE, BRAND), "1.0.1", 'The label of field "Level"'),
        (shop(LEVEL, SIZE, BRAND, field("Wants SMS")), "1.1.0", 'Field "Wants SMS" was added'),
        (shop(replace(LEVEL, values=(*VALUES, "jade")), SIZE, BRAND), "1.1.0", 'now allows the value "jade"'),
        (shop(replace(LEVEL, values=None), SIZE, BRAND), "1.1.0", "now allows any value"),
        (tables(BIKES, AccountTable(4, "Cars")), "1.1.0", 'Table "Cars" was added'),
        (replace(SHOP, order_types=("shop", "web", "phone")), "1.1.0", 'Order type "phone" was added'),
        (shop(LEVEL, BRAND), "2.0.0", 'Field "Shoe Size" was removed'),
        (shop(LEVEL, replace(SIZE, type=FieldType.DECIMAL), BRAND), "2.0.0", "from Number to Decimal"),
        (
            tables(replace(BIKES, writes=TableWrites(delete=False))),
            "2.0.0",
            "can now be deleted only through a converter",
        ),
        (replace(SHOP, order_types=("shop",)), "2.0.0", 'Order type "web" was removed'),
        (tables(), "2.0.0", 'Table "Bikes" was removed'),
    ],
)
def test_the_rules_determine_the_next_version(account: AccountSchema, version: str, line: str) -> None:
    after = again(first(), account)
    assert after.lock.version == version
    (found,) = after.lock.changelog[0].lines
    assert line in found


def test_several_changes_make_one_version_with_the_greatest_bump() -> None:
    after = again(first(), shop(replace(LEVEL, label="Rank"), SIZE, BRAND, field("New", FieldType.BOOLEAN)))
    version, lines = latest(after)
    assert version == "1.1.0"
    assert lines == (
        'The label of field "Level" of Contacts was set to "Rank" (in Python: level)',
        'Field "New" was added to Contacts (type Boolean) (in Python: new)',
    )
    assert [section.title for section in after.lock.changelog[0].sections] == ["Changed", "Added"]
    assert "\n### Added\n\n- Field" in after.files["CHANGELOG.md"]


def test_unchanged_input_gives_the_same_bytes() -> None:
    assert same(again(first(), SHOP).files, first().files)


def test_generating_twice_after_a_change_writes_nothing_the_second_time(tmp_path: Path) -> None:
    unpack(first(), tmp_path)
    account = shop(LEVEL, SIZE, BRAND, field("New"))
    assert generate_into(tmp_path, account, PACKAGE).changed
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    assert generate_into(tmp_path, account, PACKAGE).changed == ()
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_all_files_state_the_same_version(tmp_path: Path) -> None:
    after = again(first(), shop(LEVEL, SIZE, BRAND, field("New")))
    folder = unpack(after, tmp_path)
    lock = read_lock(folder)
    assert lock is not None
    assert lock.version == "1.1.0"
    assert tomllib.loads(after.files["pyproject.toml"])["project"]["version"] == "1.1.0"
    assert '__version__ = "1.1.0"' in after.files[f"{PACKAGE}/__init__.py"]
    assert "## 1.1.0\n" in after.files["CHANGELOG.md"]


def test_the_next_version_follows_that_of_the_lock(tmp_path: Path) -> None:
    unpack(first(), tmp_path)
    lock = replace(first().lock, version="4.7.1")
    (tmp_path / LOCK_NAME).write_text(dump_lock(lock), encoding="utf-8")
    generate_into(tmp_path, shop(LEVEL, SIZE, BRAND, field("New")), PACKAGE)
    raised = read_lock(tmp_path)
    assert raised is not None
    assert raised.version == "4.8.0"


def test_the_changelog_keeps_earlier_versions_below_the_newest() -> None:
    one = again(first(), shop(LEVEL, SIZE, BRAND, field("New")))
    two = again(one, shop(LEVEL, SIZE, BRAND))
    text = two.files["CHANGELOG.md"]
    assert [line for line in text.splitlines() if line.startswith("## ")] == ["## 2.0.0", "## 1.1.0", "## 1.0.0"]
    assert two.lock.changelog[1:] == one.lock.changelog
    assert "was removed" in text.split("## 1.1.0")[0]


def test_hostile_names_are_inert_in_the_changelog() -> None:
    after = again(first(), tables(BIKES, AccountTable(4, HOSTILE, fields=(field(HOSTILE),))))
    tokens = MarkdownIt("commonmark", {"html": True}).parse(after.files["CHANGELOG.md"])
    headings = [tokens[index + 1].content for index, token in enumerate(tokens) if token.type == "heading_open"]
    assert headings == ["Changelog", "1.1.0", "Added", "1.0.0", "Added"]
    inside = [child.type for token in tokens for child in token.children or ()]
    assert set(inside) <= {"text", "text_special"}
    assert not any(token.type == "html_block" for token in tokens)
    assert after.lock.version == "1.1.0"


# what griffe demands


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changing_code: None) -> Path:
    """A copy of the templates, to be changed, from which is generated."""
    first()  # cached, so it must be generated before the templates change
    copy = tmp_path / "templates"
    shutil.copytree(shipped("templates"), copy)

    def other(name: str) -> Path:
        return copy if name == "templates" else shipped(name)

    modules = ("description.document", "fingerprint", "output.freshness", "rendering.environment", "rendering.runtime")
    for module in modules:
        monkeypatch.setattr(f"yulsn_codegen.{module}.shipped", other)
    monkeypatch.setattr("yulsn_codegen.generate.common_modules", dict)
    return copy


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_public_object_that_the_templates_no_longer_generate_is_major(templates: Path) -> None:
    edit(templates / "runtime" / "model.py", "def to_dict(", "def _to_dict(")
    version, lines = latest(again(first(), SHOP))
    assert version == "2.0.0"
    assert any("removed" in line and "to_dict" in line for line in lines)


def test_a_public_object_that_a_template_adds_is_minor(templates: Path) -> None:
    head = '(OpenIntEnum):\n    """{{ view.doc or " " }}"""\n\n'
    edit(templates / "_model.jinja", head, f"{head}    EXTRA = 99\n")
    version, lines = latest(again(first(), SHOP))
    assert version == "1.1.0"
    assert any("added" in line and "EXTRA" in line for line in lines)


def test_a_change_outside_the_public_api_is_a_patch(templates: Path) -> None:
    edit(templates / "README.md.jinja", "# ", "#  ")
    assert latest(again(first(), SHOP)) == ("1.0.1", ("Regenerated without changes to the public API.",))


def test_a_greater_bump_due_to_the_public_api_wins_and_is_explained(templates: Path) -> None:
    edit(templates / "runtime" / "model.py", "def to_dict(", "def _to_dict(")
    version, lines = latest(again(first(), shop(LEVEL, SIZE, BRAND, field("New"))))
    assert version == "2.0.0"
    assert any("was added to Contacts" in line for line in lines)
    assert any("removed" in line and "to_dict" in line for line in lines)


def public(old: str, new: str) -> list[tuple[Bump, str]]:
    return versions.public_changes("p", {"p/__init__.py": old}, {"p/__init__.py": new})


def test_names_with_a_leading_underscore_are_not_public() -> None:
    assert public("def _f(): ...\n", "") == []


def test_a_new_optional_parameter_is_minor_and_a_required_one_major() -> None:
    assert max(public("def f(a): ...\n", "def f(a, b=1): ...\n"))[0] is Bump.MINOR
    assert max(public("def f(a): ...\n", "def f(a, b): ...\n"))[0] is Bump.MAJOR


def test_a_deprecated_alias_can_be_removed() -> None:
    alias = "class A:\n    @property\n    @deprecated('use b')\n    def a(self) -> int: ...\n"
    assert public(alias, "class A:\n    pass\n") == []
    assert public(alias.replace("    @deprecated('use b')\n", ""), "class A:\n    pass\n")[0][0] is Bump.MAJOR


@pytest.mark.parametrize("invalid", ["def f(:\n", "@deprecated('use b'\n"])
def test_a_module_that_is_not_valid_python_has_no_public_objects(invalid: str) -> None:
    assert public(invalid, "def g(): ...\n") == [(Bump.MINOR, "Public object was added: p.g")]


def test_the_code_is_parsed_and_never_run() -> None:
    assert public("raise SystemExit(1)\n", "raise SystemExit(2)\n") == []


def test_a_first_output_is_1_0_0_with_a_summary() -> None:
    assert latest(first()) == ("1.0.0", ("The first version: 3 fields and 1 tables of the account.",))


def test_the_lock_contains_the_account_of_the_package() -> None:
    account = shop(LEVEL, SIZE)
    assert dump_snapshot(again(first(), account).lock.account) == dump_snapshot(account)
    assert generate(account, PACKAGE, first().lock).lock.version == "2.0.0"  # also where no file is there any more
